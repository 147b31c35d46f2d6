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
