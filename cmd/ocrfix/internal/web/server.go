package web

import (
	"context"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"time"
)

// A Server says how long clients may take. The zero value gives them the
// default of each.
type Server struct {
	// Receive is how long a client may take to send a request; 0 means
	// DefaultReceive. Its head must come within ten seconds.
	Receive time.Duration
	// Work is how long a request may be worked on, which an answer is waited
	// for; 0 means DefaultWork.
	Work time.Duration
	// Grace is how long requests in hand may go on after the context has
	// ended; 0 means DefaultGrace.
	Grace time.Duration
	// Log gets what goes wrong beneath the handlers; nil drops it.
	Log *log.Logger
}

// The defaults of [Server].
const (
	DefaultReceive = time.Minute
	DefaultWork    = time.Minute
	DefaultGrace   = 15 * time.Second
)

const (
	headTime  = 10 * time.Second // for the head of a request
	sendTime  = time.Minute      // for the answer
	idleTime  = 2 * time.Minute  // between two requests of a connection
	headBytes = 32 << 10         // of a request
)

// Serve answers the connections of l with h until ctx ends; then it takes no
// more, finishes the requests in hand and returns nil. It closes l.
func (s *Server) Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	receive, work, grace := orDefault(s.Receive, DefaultReceive), orDefault(s.Work, DefaultWork), orDefault(s.Grace, DefaultGrace)
	srv := &http.Server{
		Handler:           h,
		ReadHeaderTimeout: min(headTime, receive),
		ReadTimeout:       receive,
		WriteTimeout:      receive + work + sendTime,
		IdleTimeout:       idleTime,
		MaxHeaderBytes:    headBytes,
		ErrorLog:          s.Log,
	}
	if srv.ErrorLog == nil {
		srv.ErrorLog = log.New(discard{}, "", 0)
	}
	ended := make(chan error, 1)
	go func() { ended <- srv.Serve(l) }()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	err := srv.Shutdown(patience)
	if errors.Is(err, context.DeadlineExceeded) {
		return srv.Close()
	}
	return err
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

func orDefault(d, otherwise time.Duration) time.Duration {
	if d == 0 {
		return otherwise
	}
	return d
}

// sizeText gives a number of bytes in the largest unit that fits.
func sizeText(n int64) string {
	switch {
	case n >= 1<<20 && n%(1<<20) == 0:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10 && n%(1<<10) == 0:
		return fmt.Sprintf("%d kB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
