//go:build !linux

package pdftext

// limitSystem does nothing: the watchdog of limitProcess stands alone.
func limitSystem(uint64) {}
