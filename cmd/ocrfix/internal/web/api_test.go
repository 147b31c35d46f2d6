package web

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"ocrfix/ocrfix"
)

// ask sends a request to h as a program on this machine does.
func ask(h http.Handler, method, target, contentType, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Host = "localhost:8137"
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
			continue
		}
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func guarded(a *API) http.Handler { return new(Guard).Wrap(a.Handler()) }

const damaged = "The Parties wi11 meet in Oslo. Part1cular attention shall be given to the d1g1tal economy.\n"

// form gives the body of a form with a file for each pair of field and text.
func form(t *testing.T, pairs ...string) (contentType, body string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		f, err := w.CreateFormFile(pairs[i], "../../etc/"+pairs[i]+".txt")
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, pairs[i+1])
	}
	w.Close()
	return w.FormDataContentType(), b.String()
}

func TestAPIAnswers(t *testing.T) {
	h := guarded(&API{})
	cleanForm, cleanBody := form(t, "file", damaged)
	diffForm, diffBody := form(t, "raw", "It was tbe end.\n", "cleaned", "It was the end.\n")
	for _, tt := range []struct{ target, contentType, body, want string }{
		{"/v1/clean", "text/plain", damaged, `"text": "The Parties will meet in Oslo. Particular attention shall be given to the digital economy.\n"`},
		{"/v1/clean", "application/json", `{"text":"` + strings.TrimSpace(damaged) + `"}`, `"new": "digital"`},
		{"/v1/clean", cleanForm, cleanBody, `"path": "file.txt"`},
		{"/v1/clean?format=txt", "", damaged, "The Parties will meet in Oslo. "},
		{"/v1/clean?disable=nonword&disable=number", "text/plain; charset=utf-8", "A d1g1tal plan.", `"text": "A d1g1tal plan."`},
		{"/v1/split", "text/plain", damaged, `"trigger": "will"`},
		{"/v1/split?min_strength=4", "text/plain", "We will meet.", `"commitments": []`},
		{"/v1/diff", diffForm, diffBody, `"new": "the"`},
		{"/v1/diff?format=words", diffForm, diffBody, "[-tbe-]{+the+}"},
		{"/v1/diff?format=unified", "application/json", `{"raw":"a b\n","cleaned":"a c\n"}`, "-a b\n+a c\n"},
		{"/v1/diff", "text/plain", damaged, `"raw": "d1g1tal"`},
		{"/v1/diff?format=unified&context=0", "application/json", `{"raw":"x\na b\n","cleaned":"x\na c\n"}`, "@@ -2 +2 @@\n-a b\n+a c\n"},
		{"/v1/diff?format=side&width=60", diffForm, diffBody, "1 It was [-tbe-] end."},
		{"/v1/diff?format=html", diffForm, diffBody, "<title>raw.txt → cleaned</title>"},
		{"/v1/diff?format=html", "application/json", `{"raw":"tbe <b>\n","truth":"the <b>\n"}`, "<dt>CER</dt>"},
		{"/v1/diff", "application/json", `{"raw":"tbe end\n","cleaned":"the end\n","truth":"the end\n"}`, `"truth": "right"`},
	} {
		w := ask(h, "POST", tt.target, tt.contentType, tt.body)
		if w.Code != 200 || !strings.Contains(w.Body.String(), tt.want) {
			t.Errorf("%s %q: status %d, want %q in\n%s", tt.target, tt.body, w.Code, tt.want, w.Body)
		}
		if ct := w.Header().Get("Content-Type"); ct == "application/json" && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s: not JSON: %s", tt.target, w.Body)
		}
	}
}

func TestAPIRefuses(t *testing.T) {
	h := guarded(&API{MaxBytes: 2000})
	unknown, unknownBody := form(t, "path", "/etc/passwd")
	twice, twiceBody := form(t, "file", "a", "file", "b")
	for _, tt := range []struct {
		method, target, contentType, body string
		status                            int
	}{
		{"GET", "/", "", "", 404},
		{"GET", "/v1", "", "", 404},
		{"GET", "/../../etc/passwd", "", "", 404},
		{"GET", "/static/../../main.go", "", "", 404},
		{"GET", "/v1/clean", "", "", 405},
		{"PUT", "/v1/diff", "", "x", 405},
		{"POST", "/healthz", "", "", 405},
		{"POST", "/v1/clean", "text/plain", "", 400},
		{"POST", "/v1/clean", "text/plain;;;=", "x", 400},
		{"POST", "/v1/clean", "application/json", `{"text":1}`, 400},
		{"POST", "/v1/clean", "application/json", `{"path":"/etc/passwd"}`, 400},
		{"POST", "/v1/clean", "application/json", `{"text":"a"} x`, 400},
		{"POST", "/v1/clean", "application/json", `{"text":`, 400},
		{"POST", "/v1/clean", unknown, unknownBody, 400},
		{"POST", "/v1/clean", twice, twiceBody, 400},
		{"POST", "/v1/clean", "multipart/form-data", "x", 400},
		{"POST", "/v1/clean", "multipart/form-data; boundary=b", "--b\r\nbroken", 400},
		{"POST", "/v1/clean", twice, twiceBody[:len(twiceBody)-20], 400},
		{"POST", "/v1/diff", "application/json", `{"cleaned":"a"}`, 400},
		{"POST", "/v1/diff?format=xml", "text/plain", "x", 400},
		{"POST", "/v1/diff?context=-1", "text/plain", "x", 400},
		{"POST", "/v1/diff?width=many", "text/plain", "x", 400},
		{"POST", "/v1/diff?format=words", "application/json", `{"raw":"a","truth":"a"}`, 400},
		{"POST", "/v1/clean?threshold=2", "text/plain", "x", 400},
		{"POST", "/v1/clean?threshold=NaN", "text/plain", "x", 400},
		{"POST", "/v1/clean?lang=xx", "text/plain", "x", 400},
		{"POST", "/v1/clean?disable=everything", "text/plain", "x", 400},
		{"POST", "/v1/clean?format=exe", "text/plain", "x", 400},
		{"POST", "/v1/split?min_strength=9", "text/plain", "x", 400},
		{"POST", "/v1/split?with=all", "text/plain", "x", 400},
		{"POST", "/v1/clean", "text/plain", strings.Repeat("x", 2001), 413},
		{"POST", "/v1/clean", twice, twiceBody + strings.Repeat("x", 2001), 413},
		{"POST", "/v1/clean", "application/x-www-form-urlencoded", "text=x", 415},
		{"POST", "/v1/clean", "multipart/mixed; boundary=b", "x", 415},
		{"POST", "/v1/clean", "text/plain; charset=klingon", "x", 415},
		{"POST", "/v1/clean", "text/plain", "a\x00b\x00" + strings.Repeat("\x00", 200), 422},
		{"POST", "/v1/clean", "application/pdf", "%PDF-1.4 but no more", 422},
	} {
		w := ask(h, tt.method, tt.target, tt.contentType, tt.body)
		if w.Code != tt.status {
			t.Errorf("%s %s %q: status %d, want %d: %s", tt.method, tt.target, tt.contentType, w.Code, tt.status, w.Body)
		}
		var e Error
		if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil || e.Message == "" {
			t.Errorf("%s %s: no reason: %s", tt.method, tt.target, w.Body)
		}
		if allow := w.Header().Get("Allow"); (w.Code == 405) != (allow != "") {
			t.Errorf("%s %s: Allow is %q", tt.method, tt.target, allow)
		}
	}
	if w := ask(h, "POST", "/v1/clean", "text/plain", "x", "Content-Encoding", "gzip"); w.Code != 415 {
		t.Errorf("a compressed body: status %d", w.Code)
	}
	// A body whose length is not told is cut off all the same.
	r := httptest.NewRequest("POST", "/v1/clean", io.MultiReader(strings.NewReader(strings.Repeat("x", 5000))))
	r.Host = "localhost"
	r.ContentLength = -1
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != 413 {
		t.Errorf("a long body of untold length: status %d", w.Code)
	}
}

func TestGuard(t *testing.T) {
	g := &Guard{Hosts: []string{"archive.example.org"}, Origins: []string{"https://friend.example"}}
	h := g.Wrap(new(API).Handler())
	for _, tt := range []struct {
		name   string
		method string
		header []string
		status int
	}{
		{"a program", "POST", nil, 200},
		{"its own page", "POST", []string{"Origin", "http://localhost:8137", "Sec-Fetch-Site", "same-origin"}, 200},
		{"its own page in an old browser", "POST", []string{"Origin", "http://localhost:8137"}, 200},
		{"typed by a person", "GET", []string{"Sec-Fetch-Site", "none"}, 200},
		{"a page of another site", "POST", []string{"Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"}, 403},
		{"one in an old browser", "POST", []string{"Origin", "https://evil.example"}, 403},
		{"one that hides its origin", "POST", []string{"Origin", "null"}, 403},
		{"another port of this machine", "POST", []string{"Origin", "http://localhost:1", "Sec-Fetch-Site", "same-site"}, 403},
		{"an image in another site's page", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors"}, 403},
		{"a link that was followed", "GET", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 200},
		{"a form that was sent across", "POST", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate"}, 403},
		{"a page that may", "POST", []string{"Origin", "https://friend.example", "Sec-Fetch-Site", "cross-site"}, 200},
		{"its preflight", "OPTIONS", []string{"Origin", "https://friend.example"}, 204},
		{"a preflight of one that may not", "OPTIONS", []string{"Origin", "https://evil.example"}, 403},
		{"an address in digits", "POST", []string{"Host", "192.0.2.7:8137"}, 200},
		{"one of IPv6", "POST", []string{"Host", "[::1]:8137"}, 200},
		{"a name that is allowed", "POST", []string{"Host", "Archive.example.org"}, 200},
		{"a name that leads here", "POST", []string{"Host", "evil.example:8137"}, 421},
		{"no name", "POST", []string{"Host", ""}, 421},
	} {
		target, body := "/healthz", ""
		if tt.method == "POST" {
			target, body = "/v1/clean?format=txt", "The Parties agree."
		}
		w := ask(h, tt.method, target, "text/plain", body, tt.header...)
		if w.Code != tt.status {
			t.Errorf("%s: status %d, want %d", tt.name, w.Code, tt.status)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options":  "nosniff",
			"X-Frame-Options":         "DENY",
			"Referrer-Policy":         "no-referrer",
			"Cache-Control":           "no-store",
			"Content-Security-Policy": "default-src 'none'",
		} {
			if got := w.Header().Get(name); !strings.HasPrefix(got, want) {
				t.Errorf("%s: %s is %q", tt.name, name, got)
			}
		}
		friend := len(tt.header) > 1 && tt.header[1] == "https://friend.example"
		if allowed := w.Header().Get("Access-Control-Allow-Origin"); friend != (allowed != "") {
			t.Errorf("%s: allows the origin %q", tt.name, allowed)
		}
	}
}

func TestOpenAPI(t *testing.T) {
	a := &API{}
	w := ask(guarded(a), "GET", "/openapi.json", "", "")
	var doc struct {
		OpenAPI string
		Paths   map[string]map[string]any
	}
	if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	for path, methods := range a.Handler().(router) {
		for m := range methods {
			if m != http.MethodHead && doc.Paths[path][strings.ToLower(m)] == nil {
				t.Errorf("%s %s is not described", m, path)
			}
		}
	}
}

func TestMetrics(t *testing.T) {
	h := guarded(&API{})
	ask(h, "POST", "/v1/clean", "text/plain", "The Parties agree.")
	ask(h, "POST", "/v1/clean", "text/plain", "")
	w := ask(h, "GET", "/metrics", "", "")
	for _, want := range []string{
		`ocrfix_requests_total{path="/v1/clean",status="200"} 1`,
		`ocrfix_requests_total{path="/v1/clean",status="400"} 1`,
		"ocrfix_received_bytes_total 18", "ocrfix_requests_in_flight 0",
	} {
		if !strings.Contains(w.Body.String(), want+"\n") {
			t.Errorf("%q is not in\n%s", want, w.Body)
		}
	}
}

// TestTooLong guards that a request that waits too long is answered, and that
// one that panics costs no place.
func TestTooLong(t *testing.T) {
	a := &API{Work: 20 * time.Millisecond, Jobs: 1}
	a.Handler()
	release := make(chan struct{})
	hang := endPoint{fields: []string{"file"}, do: func(*call) (answer, error) { <-release; return answer{}, nil }}
	for range 2 { // one at work, one that waits for it
		w := httptest.NewRecorder()
		a.serve(w, httptest.NewRequest("POST", "/v1/clean", strings.NewReader("x")), hang)
		if w.Code != 503 || w.Header().Get("Retry-After") == "" {
			t.Errorf("status %d, %v", w.Code, w.Header())
		}
	}
	close(release)
	a.Work = time.Minute
	for range 2 {
		w := httptest.NewRecorder()
		a.serve(w, httptest.NewRequest("POST", "/v1/clean", strings.NewReader("x")),
			endPoint{fields: []string{"file"}, do: func(*call) (answer, error) { panic("secret") }})
		if w.Code != 500 || strings.Contains(w.Body.String(), "secret") {
			t.Errorf("status %d: %s", w.Code, w.Body)
		}
	}
}

// start runs h on a free port of this machine until the function that it
// returns is called, which waits for the end.
func start(t *testing.T, s *Server, h http.Handler) (addr string, stop func() error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l, h) }()
	return l.Addr().String(), func() error { cancel(); return <-ended }
}

// TestSlowClients guards that a client that sends slowly is told so and let go.
func TestSlowClients(t *testing.T) {
	addr, stop := start(t, &Server{Receive: 300 * time.Millisecond}, guarded(&API{}))
	for _, tt := range []struct{ sent, want string }{
		{"POST /v1/clean HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nslow", "HTTP/1.1 408"},
		{"POST /v1/clean HTTP/1.1\r\nHost: local", ""},
	} {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(conn, tt.sent)
		conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		got, err := io.ReadAll(conn)
		if err != nil || !strings.HasPrefix(string(got), tt.want) {
			t.Errorf("%q: %v, %q", tt.sent, err, got)
		}
		conn.Close()
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

// TestGracefulStop guards that a request in hand is answered when the server is
// told to stop, and that no other is taken.
func TestGracefulStop(t *testing.T) {
	arrived, release := make(chan struct{}), make(chan struct{})
	addr, stop := start(t, &Server{}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(arrived)
		<-release
		io.WriteString(w, "done")
	}))
	answer := make(chan string, 1)
	go func() {
		resp, err := http.Get("http://" + addr)
		if err != nil {
			answer <- err.Error()
			return
		}
		defer resp.Body.Close()
		body, _ := io.ReadAll(resp.Body)
		answer <- string(body)
	}()
	<-arrived
	stopped := make(chan error, 1)
	go func() { stopped <- stop() }()
	for { // until no more is taken
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			break
		}
		conn.Close()
		time.Sleep(5 * time.Millisecond)
	}
	close(release)
	if got := <-answer; got != "done" {
		t.Errorf("the request in hand got %q", got)
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

// TestManyClients guards that clients at the same time get their own answers.
func TestManyClients(t *testing.T) {
	h := guarded(&API{Jobs: 2})
	var wg sync.WaitGroup
	for i := range 64 {
		wg.Go(func() {
			text := fmt.Sprintf("The d1g1tal economy of %d States.", i)
			w := ask(h, "POST", "/v1/clean?format=txt", "text/plain", text)
			want, err := new(ocrfix.Cleaner).Clean(ocrfix.NewDocument(text))
			if err != nil || w.Code != 200 || w.Body.String() != want.Text {
				t.Errorf("%q: status %d, %q", text, w.Code, w.Body)
			}
		})
	}
	wg.Wait()
}

// FuzzAPI guards that no request makes a handler panic, and that what is sent
// comes back only as JSON, as plain text or in a page that runs no script but its
// own.
func FuzzAPI(f *testing.F) {
	f.Add("/v1/clean", "text/plain", []byte("<script>alert(1)</script> d1g1tal"))
	f.Add("/v1/diff?format=words", "application/json", []byte(`{"raw":"<b>","cleaned":"<i>"}`))
	f.Add("/v1/diff?format=html", "application/json", []byte(`{"raw":"<script>1</script>","cleaned":"<i>","truth":"</style>"}`))
	f.Add("/v1/split", "multipart/form-data; boundary=b", []byte("--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"<svg>\"\r\n\r\nWe will.\r\n--b--\r\n"))
	f.Add("/#\x00", "text/plain", []byte("no request line"))
	h := guarded(&API{MaxBytes: 1 << 12})
	f.Fuzz(func(t *testing.T, target, contentType string, body []byte) {
		if !strings.HasPrefix(target, "/") || strings.ContainsAny(target, " \r\n\t") || strings.ContainsAny(contentType, "\r\n") {
			t.Skip()
		}
		if _, err := http.ReadRequest(bufio.NewReader(strings.NewReader("POST " + target + " HTTP/1.0\r\n\r\n"))); err != nil {
			t.Skip() // the server itself refuses it before any handler
		}
		w := ask(h, "POST", target, contentType, string(body))
		switch ct := w.Header().Get("Content-Type"); {
		case w.Code >= 500:
			t.Fatalf("status %d: %s", w.Code, w.Body)
		case ct == "application/json" && json.Valid(w.Body.Bytes()), ct == "text/plain; charset=utf-8":
		case ct == "text/html; charset=utf-8" && w.Header().Get("Content-Security-Policy") == pagePolicy: // FuzzPage looks into it
		default:
			t.Fatalf("an answer of type %q", ct)
		}
	})
}
