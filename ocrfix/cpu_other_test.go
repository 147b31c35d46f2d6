//go:build !unix

package ocrfix

import "time"

var cpuStart = time.Now()

// cpuTime is the time by the clock, where the processor's is not known.
func cpuTime() time.Duration { return time.Since(cpuStart) }
