package main

import (
	"context"
	"fmt"
	"runtime/debug"
)

// inOrder calls work(i) for every i in [0, n) on up to jobs goroutines and
// hands the results to emit in the order of i, on the calling goroutine. At
// most 2·jobs results are held at a time. It stops early when ctx ends or emit
// returns an error, which it returns.
func inOrder[T any](ctx context.Context, n, jobs int, work func(i int) T, emit func(i int, result T) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	jobs = max(1, jobs)
	running := make(chan struct{}, jobs)
	pending := make(chan chan T, jobs)
	go func() {
		defer close(pending)
		for i := range n {
			result := make(chan T, 1)
			select {
			case pending <- result:
			case <-ctx.Done():
				return
			}
			select {
			case running <- struct{}{}:
			case <-ctx.Done():
				return
			}
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
