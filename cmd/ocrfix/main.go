package main

import (
	"context"
	"errors"
	"os"
	"os/signal"
	"syscall"

	"ocrfix/ocrfix"
)

// The exit statuses of every verb.
const (
	statusDone        = 0
	statusDiffer      = 1   // the texts differ (diff, clean --check)
	statusFailed      = 2   // wrong usage, or nothing could be done
	statusPartly      = 3   // finished, but some inputs failed
	statusInterrupted = 130 // Ctrl-C or SIGTERM
)

// errDiffer ends a verb with statusDiffer. It is an answer, not a failure, so
// nothing is printed for it.
var errDiffer = errors.New("texts differ")

// errInterrupted ends a verb with statusInterrupted; it has said how to go on.
var errInterrupted = errors.New("interrupted")

// errPartly ends a verb with statusPartly; the failures have been named.
var errPartly = errors.New("some inputs failed")

// errNothing ends a verb with statusFailed when every input failed; the
// failures have been named.
var errNothing = errors.New("nothing could be done")

func main() {
	ocrfix.RunPDFWorkerIfAsked()
	prepareMemory()
	os.Exit(run())
}

// run is the one way out of the command: it runs the verb that the arguments
// name and returns the exit status. An interrupt does not wait for the verb,
// which may be deep in a long document: it takes away the partial files and
// returns at once. A verb that ends in an orderly way is waited for, until a
// second interrupt.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := newApp(os.Stdin, os.Stdout, os.Stderr)
	finished := make(chan error, 1)
	go func() {
		finished <- a.root().ExecuteContext(ctx)
	}()
	select {
	case err := <-finished:
		if ctx.Err() == nil || a.orderly.Load() {
			return a.report(err)
		}
	case <-ctx.Done():
		if stop(); a.orderly.Load() {
			return a.report(<-finished)
		}
	}
	a.partials.abandon()
	a.ui.interrupted()
	return statusInterrupted
}

// report prints err, where it has something to say, and gives its status.
func (a *app) report(err error) int {
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errDiffer):
		return statusDiffer
	case errors.Is(err, errPartly):
		return statusPartly
	case errors.Is(err, errInterrupted):
		return statusInterrupted
	case errors.Is(err, errNothing):
		return statusFailed
	}
	a.ui.fatal(err)
	return statusFailed
}
