package pdftext

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// exitMemory is the status of a worker that ended itself for want of memory.
const exitMemory = 57

// limitProcess bounds what this process may use, for good: the stack of a
// goroutine, and memory bytes in all (0: no bound). Where the system can be
// asked to enforce it (limit_linux.go) it is; everywhere a watchdog looks, in
// short intervals, at what the runtime has taken, and ends the process.
func limitProcess(memory int64) {
	debug.SetMaxStack(64 << 20)
	if memory <= 0 {
		return
	}
	debug.SetMemoryLimit(memory / 4 * 3) // from here on the collector works harder
	limitSystem(uint64(memory))
	go func() {
		s := []metrics.Sample{
			{Name: "/memory/classes/total:bytes"},
			{Name: "/memory/classes/heap/released:bytes"},
		}
		for ; ; time.Sleep(10 * time.Millisecond) {
			metrics.Read(s)
			if used := s[0].Value.Uint64() - s[1].Value.Uint64(); used > uint64(memory) {
				os.Exit(exitMemory)
			}
		}
	}()
}

// exitTime is the status of a worker that ended itself because nobody did.
const exitTime = 58

// exitWithParent ends this process soon after its parent has ended. A worker
// that loops notices no closed pipe.
func exitWithParent() {
	parent := os.Getppid()
	go func() {
		for os.Getppid() == parent {
			time.Sleep(100 * time.Millisecond)
		}
		os.Exit(exitTime)
	}()
}

// limitStep returns a function to be called at every step. The process ends
// when two of its calls lie further apart than twice the time allowed, which
// is when a client must have given up: where a parent's end cannot be seen,
// this is what ends a worker that loops. 0 means no limit.
func limitStep(allowed time.Duration) func() {
	if allowed <= 0 {
		return func() {}
	}
	allowed = 2*allowed + time.Second
	t := time.AfterFunc(allowed, func() { os.Exit(exitTime) })
	return func() { t.Reset(allowed) }
}
