package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
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

// TestQueueHolds guards: one piece of work that takes long keeps the others
// waiting only when their results would be large.
func TestQueueHolds(t *testing.T) {
	for _, c := range []struct {
		name string
		size func(int) int64
		want int
	}{
		{"unknown", nil, 4},
		{"unknown for some", func(int) int64 { return -1 }, 4},
		{"small", func(int) int64 { return 1000 }, mostHeld},
		{"large", func(int) int64 { return mostHeldBytes / 10 }, 10},
	} {
		var begun atomic.Int32
		first := make(chan bool)
		stable := func() { // until nothing more is begun
			for last := int32(-1); last != begun.Load(); time.Sleep(50 * time.Millisecond) {
				last = begun.Load()
			}
			if n := int(begun.Load()); n != c.want {
				t.Errorf("%s: %d held, want %d", c.name, n, c.want)
			}
			close(first)
		}
		go stable()
		next := 0
		err := runQueue(t.Context(), 200, queue{jobs: 2, size: c.size}, func(i int) int {
			if begun.Add(1); i == 0 {
				<-first
			}
			return i
		}, func(i, got int) error {
			if i != next || got != i {
				t.Errorf("%s: result %d is %d, and %d was to come", c.name, i, got, next)
			}
			next++
			return nil
		})
		if err != nil || next != 200 {
			t.Errorf("%s: %d results, %v", c.name, next, err)
		}
	}
}

// TestQueueStop guards: what was begun when a queue is stopped is emitted, and
// it is the first of all without a gap.
func TestQueueStop(t *testing.T) {
	for range 200 {
		stop := make(chan struct{})
		var mu sync.Mutex
		begun := make(map[int]bool)
		emitted := 0
		err := runQueue(t.Context(), 100, queue{jobs: 4, stop: stop}, func(i int) int {
			mu.Lock()
			defer mu.Unlock()
			if begun[i] = true; i == 7 {
				close(stop)
			}
			return i
		}, func(i, got int) error {
			if i != emitted || got != i {
				t.Fatalf("result %d is %d, and %d was to come", i, got, emitted)
			}
			emitted++
			return nil
		})
		if err != nil || emitted < 8 || emitted != len(begun) {
			t.Fatalf("%d emitted of %d begun, %v", emitted, len(begun), err)
		}
	}
}
