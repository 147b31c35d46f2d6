//go:build unix

package ocrfix

import (
	"syscall"
	"time"
)

// cpuTime is the time that the processor spent on this process so far.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
