package web

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var load = flag.Duration("load", 5*time.Second, "how long the clients of TestLoad go on")

// heap gives the bytes in use after the garbage is gone.
func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestLoad guards that 64 clients at once, with some beside them that send
// slowly or what is malformed or too large, all get the answer that is theirs:
// that no request fails, that memory does not grow, and that none waits much
// longer than the others. The whole of it takes -load 60s.
func TestLoad(t *testing.T) {
	if testing.Short() {
		t.Skip("takes its time")
	}
	const clients = 64
	addr, stop := start(t, &Server{Receive: 2 * time.Second}, guarded(&API{MaxBytes: 64 << 10}))
	transport := &http.Transport{MaxIdleConnsPerHost: 2 * clients}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: 30 * time.Second}
	post := func(target, contentType, body string) (int, string, error) {
		resp, err := client.Post("http://"+addr+target, contentType, strings.NewReader(body))
		if err != nil {
			return 0, "", err
		}
		defer resp.Body.Close()
		got, err := io.ReadAll(resp.Body)
		return resp.StatusCode, string(got), err
	}
	requests := []struct{ target, want string }{
		{"/v1/clean?format=txt", "digital economy"},
		{"/v1/clean", `"new": "digital"`},
		{"/v1/split", `"commitments": [`},
		{"/v1/diff?format=words", "[-d1g1tal-]{+digital+}"},
	}
	round := func(n int) error {
		r := requests[n%len(requests)]
		text := fmt.Sprintf("This is record number %d.\n", n) + strings.Repeat(damaged, 4)
		status, got, err := post(r.target, "text/plain", text)
		if err == nil && (status != 200 || !strings.Contains(got, r.want)) {
			err = fmt.Errorf("%s: status %d, %.200s", r.target, status, got)
		}
		return err
	}

	var mu sync.Mutex
	var times []time.Duration
	crowd := func(d time.Duration) {
		end := time.Now().Add(d)
		var wg sync.WaitGroup
		for i := range clients {
			wg.Go(func() {
				var mine []time.Duration
				for n := i; time.Now().Before(end); n += clients {
					began := time.Now()
					if err := round(n); err != nil {
						t.Error(err)
						return
					}
					mine = append(mine, time.Since(began))
				}
				mu.Lock()
				times = append(times, mine...)
				mu.Unlock()
			})
		}
		// Four that misbehave.
		wg.Go(func() {
			for time.Now().Before(end) {
				status, _, err := post("/v1/clean", "text/plain", strings.Repeat("x", 65<<10))
				if err == nil && status != http.StatusRequestEntityTooLarge {
					t.Errorf("too large: status %d", status)
				} // the connection may be closed before all is sent
				time.Sleep(50 * time.Millisecond)
			}
		})
		wg.Go(func() {
			for time.Now().Before(end) {
				status, _, err := post("/v1/clean", "multipart/form-data; boundary=b", "--b\r\nbroken")
				if err != nil || status != http.StatusBadRequest {
					t.Errorf("malformed: status %d, %v", status, err)
				}
				time.Sleep(50 * time.Millisecond)
			}
		})
		for range 2 {
			wg.Go(func() {
				for time.Now().Before(end) {
					conn, err := net.Dial("tcp", addr)
					if err != nil {
						t.Error(err)
						return
					}
					io.WriteString(conn, "POST /v1/clean HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nslow")
					conn.SetReadDeadline(time.Now().Add(20 * time.Second))
					got, _ := io.ReadAll(conn)
					conn.Close()
					if !strings.HasPrefix(string(got), "HTTP/1.1 408") {
						t.Errorf("a slow client got %.60q", got)
					}
				}
			})
		}
		wg.Wait()
	}
	crowd(*load / 5) // until caches are full and connections open
	times = nil
	before, routines := heap(), runtime.NumGoroutine()
	crowd(*load)
	grown, more := int64(heap())-int64(before), runtime.NumGoroutine()-routines
	if t.Failed() {
		return
	}
	slices.Sort(times)
	median, p99 := times[len(times)/2], times[len(times)*99/100]
	t.Logf("%d answers in %v: median %v, p99 %v, longest %v; %d kB and %d goroutines more",
		len(times), *load, median.Round(time.Millisecond), p99.Round(time.Millisecond), times[len(times)-1].Round(time.Millisecond), grown>>10, more)
	if p99 > 10*median {
		t.Errorf("p99 %v is more than 10 times the median %v", p99, median)
	}
	if grown > 4<<20 || more > 2*clients {
		t.Errorf("%d bytes and %d goroutines more than before", grown, more)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if _, _, err := post("/healthz", "", ""); err == nil {
		t.Error("an answer after the end")
	}
}
