package main

import "syscall"

// hugeMemory is how much memory is asked for in large pages: what a document of
// some hundred kilobytes takes.
const hugeMemory = 48 << 20

// useHugePages asks the kernel to back the memory that comes next by large pages.
// A short run touches most of its memory for the first time, and each small page
// costs a fault, together a sixth of the time. The block is never written: the
// next collection gives it to the heap, and what is not used takes no memory.
func useHugePages() {
	_ = syscall.Madvise(make([]byte, hugeMemory), syscall.MADV_HUGEPAGE)
}
