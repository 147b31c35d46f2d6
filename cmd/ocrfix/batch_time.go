package main

import (
	"context"
	"sync/atomic"
	"time"
)

// A deadline says whether work on a document may still write its results. Its
// context is done when it is too late.
type deadline struct {
	context.Context
	state atomic.Int32
}

// The states of a deadline.
const (
	atWork int32 = iota
	writing
	tooLate
)

// keep reports whether the results may be written, and then holds the end of
// the time off. Work that is too late must leave everything as it is.
func (d *deadline) keep() bool { return d.state.CompareAndSwap(atWork, writing) }

// inTime calls work and waits for at most limit, 0 for ever, unless its deadline
// was kept. Work that is too late is not waited for: it ends when it next asks
// its deadline, and what it gives is lost.
func inTime[T any](limit time.Duration, work func(*deadline) (T, error)) (T, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	d := &deadline{Context: ctx}
	if limit == 0 {
		return work(d)
	}
	type outcome struct {
		value T
		err   error
	}
	result := make(chan outcome, 1)
	go func() {
		var o outcome
		if err := guard(func() (err error) {
			o.value, err = work(d)
			return err
		}); err != nil {
			o.err = err
		}
		result <- o
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case o := <-result:
		return o.value, o.err
	case <-timer.C:
	}
	if d.state.CompareAndSwap(atWork, tooLate) {
		var none T
		return none, usagef("took longer than %s", limit).hint("give it more with --timeout-per-document, and --retry-failed")
	}
	o := <-result
	return o.value, o.err
}
