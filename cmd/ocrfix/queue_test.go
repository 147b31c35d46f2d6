package main

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"
)

func TestInOrder(t *testing.T) {
	for _, jobs := range []int{1, 2, 7, 100} {
		var got []int
		err := inOrder(t.Context(), 50, jobs,
			func(i int) int { time.Sleep(time.Duration(i%3) * time.Millisecond); return i * i },
			func(i, square int) error {
				if square != i*i {
					return fmt.Errorf("result %d is %d", i, square)
				}
				got = append(got, i)
				return nil
			})
		if err != nil {
			t.Fatal(err)
		}
		for i, n := range got {
			if i != n || len(got) != 50 {
				t.Fatalf("%d jobs: emitted %v", jobs, got)
			}
		}
	}
}

func TestInOrderStops(t *testing.T) {
	stop := errors.New("stop")
	err := inOrder(t.Context(), 1000, 4,
		func(i int) int { return i },
		func(i, _ int) error {
			if i == 10 {
				return stop
			}
			return nil
		})
	if err != stop {
		t.Errorf("got %v, want the error of emit", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err = inOrder(ctx, 10, 2, func(i int) int { return i }, func(i, _ int) error { return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the end of the context", err)
	}
}

func TestGuard(t *testing.T) {
	if err := guard(func() error { panic("boom") }); err == nil || len(hints(err)) == 0 {
		t.Errorf("a panic gave %v", err)
	}
}
