package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// metrics counts requests, for [API]. The zero value is ready to use, by
// several goroutines at once.
type metrics struct {
	mu       sync.Mutex
	requests map[requestKind]requestCount
	inFlight int
	bytes    int64 // of documents received
}

type requestKind struct {
	path   string
	status int
}

type requestCount struct {
	n       int64
	seconds float64
}

// begin counts a request that has come, and the function that it returns the
// same one when it has been answered.
func (m *metrics) begin(path string) func(status int, size int64) {
	start := time.Now()
	m.mu.Lock()
	m.inFlight++
	m.mu.Unlock()
	return func(status int, size int64) {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.requests == nil {
			m.requests = make(map[requestKind]requestCount)
		}
		k := requestKind{path, status}
		c := m.requests[k]
		c.n++
		c.seconds += time.Since(start).Seconds()
		m.requests[k] = c
		m.bytes += size
		m.inFlight--
	}
}

// ServeHTTP writes the counts in the text format of Prometheus, in a fixed
// order.
func (m *metrics) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	var b strings.Builder
	m.mu.Lock()
	kinds := make([]requestKind, 0, len(m.requests))
	for k := range m.requests {
		kinds = append(kinds, k)
	}
	slices.SortFunc(kinds, func(a, b requestKind) int {
		if a.path != b.path {
			return strings.Compare(a.path, b.path)
		}
		return a.status - b.status
	})
	b.WriteString("# HELP ocrfix_requests_total Requests answered.\n# TYPE ocrfix_requests_total counter\n")
	for _, k := range kinds {
		fmt.Fprintf(&b, "ocrfix_requests_total{path=%q,status=\"%d\"} %d\n", k.path, k.status, m.requests[k].n)
	}
	b.WriteString("# HELP ocrfix_request_seconds_total Time from a request's head to its answer.\n# TYPE ocrfix_request_seconds_total counter\n")
	for _, k := range kinds {
		fmt.Fprintf(&b, "ocrfix_request_seconds_total{path=%q,status=\"%d\"} %.6f\n", k.path, k.status, m.requests[k].seconds)
	}
	fmt.Fprintf(&b, "# HELP ocrfix_received_bytes_total Bytes of documents received.\n# TYPE ocrfix_received_bytes_total counter\nocrfix_received_bytes_total %d\n", m.bytes)
	fmt.Fprintf(&b, "# HELP ocrfix_requests_in_flight Requests being worked on or waiting.\n# TYPE ocrfix_requests_in_flight gauge\nocrfix_requests_in_flight %d\n", m.inFlight)
	m.mu.Unlock()
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Write([]byte(b.String()))
}
