package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// How much garbage there may be beside what is alive, in per cent, before it is
// collected: more as long as no more than smallHeap is alive, since a short run
// ends before most of it.
const (
	usualGarbage = 100
	muchGarbage  = 400
	smallHeap    = 8 << 20
)

// prepareMemory spares a short run most of what its memory costs. GOGC may ask
// for something else.
func prepareMemory() {
	percent := debug.SetGCPercent(-1) // or what useHugePages takes might be held for alive
	useHugePages()
	if percent == usualGarbage {
		percent = muchGarbage
		atCollection(func() { debug.SetGCPercent(usualGarbage) })
	}
	debug.SetGCPercent(percent)
}

// atCollection calls grown when a collection has left more than smallHeap.
func atCollection(grown func()) {
	runtime.AddCleanup(new(*byte), func(struct{}) {
		live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		if metrics.Read(live); live[0].Value.Uint64() > smallHeap {
			grown()
		} else {
			atCollection(grown)
		}
	}, struct{}{})
}
