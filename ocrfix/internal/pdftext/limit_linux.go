package pdftext

import (
	"fmt"
	"os"
	"syscall"
)

// limitSystem lets the kernel refuse memory beyond what the process has now
// and n bytes more. The address space already taken is counted out: the
// runtime reserves far more of it than it uses.
func limitSystem(n uint64) {
	var pages uint64
	b, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return
	}
	if _, err := fmt.Sscan(string(b), &pages); err != nil {
		return
	}
	limit := pages*uint64(os.Getpagesize()) + n + 256<<20 // room for the runtime's own reservations
	syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: limit, Max: limit})
	syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
}
