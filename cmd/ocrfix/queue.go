package main

import (
	"context"
	"fmt"
	"runtime/debug"
)

// A queue says how many results are worked for at the same time and held.
type queue struct {
	// jobs is the number of goroutines; less than 1 is 1.
	jobs int
	// size gives the size of a piece of work in bytes, -1 where it is not
	// known. Where all that are held are small, more of them are, so that one
	// that takes long does not keep the other goroutines waiting. nil means
	// that nothing is known.
	size func(i int) int64
	// stop, when it is closed, lets nothing further be begun; what has been is
	// finished. nil means never.
	stop <-chan struct{}
}

// How many results are held at a time, if they are small: so many, of work of so
// many bytes in all.
const (
	mostHeld      = 64
	mostHeldBytes = 2 << 20
)

// inOrder calls work(i) for every i in [0, n) on up to jobs goroutines and
// hands the results to emit in the order of i, on the calling goroutine. At
// most 2·jobs results are held at a time. It stops early when ctx ends or emit
// returns an error, which it returns.
func inOrder[T any](ctx context.Context, n, jobs int, work func(i int) T, emit func(i int, result T) error) error {
	return runQueue(ctx, n, queue{jobs: jobs}, work, emit)
}

// runQueue is inOrder as q says. The work that is begun is always the first of
// all, without a gap, also when it is stopped.
func runQueue[T any](ctx context.Context, n int, q queue, work func(i int) T, emit func(i int, result T) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	jobs := max(1, q.jobs)
	size := func(i int) int64 {
		if q.size == nil || q.size(i) < 0 {
			return mostHeldBytes
		}
		return q.size(i)
	}
	most := max(2*jobs, mostHeld)
	running := make(chan struct{}, jobs)
	pending := make(chan chan T, most) // in order
	emitted := make(chan int, most)
	go func() {
		defer close(pending)
		held, bytes := 0, int64(0)
		for i := range n {
			for held >= 2*jobs && (held >= most || bytes+size(i) > mostHeldBytes) {
				select {
				case k := <-emitted:
					held, bytes = held-1, bytes-size(k)
				case <-q.stop:
					return
				case <-ctx.Done():
					return
				}
			}
			select {
			case running <- struct{}{}:
			case <-q.stop:
				return
			case <-ctx.Done():
				return
			}
			select {
			case <-q.stop: // both may have been ready
				return
			default:
			}
			held, bytes = held+1, bytes+size(i)
			result := make(chan T, 1)
			pending <- result
			go func() {
				defer func() { <-running }()
				result <- work(i)
			}()
		}
	}()
	for i := range n {
		select {
		case result, ok := <-pending:
			if !ok {
				return ctx.Err()
			}
			select {
			case r := <-result:
				if err := emit(i, r); err != nil {
					return err
				}
				emitted <- i
			case <-ctx.Done():
				return ctx.Err()
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// guard calls f and turns a panic into an error, so that one document cannot
// take the others down.
func guard(f func() error) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = usagef("internal error: %v", r).hint(fmt.Sprintf("please report this with the document:\n%s", debug.Stack()))
		}
	}()
	return f()
}
