package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"ocrfix/cmd/internal/record"
)

// An Effort is what the workers are told beside the settings. It travels with
// them, but no result that stands depends on it.
type Effort struct {
	Jobs     int           // documents at the same time in one process; 0 for one a processor
	Timeout  time.Duration // for one document, 0 for none
	Password string        // of encrypted PDF files
}

// readOptions say how documents are read.
func (e *Effort) readOptions(s *Settings) record.ReadOptions {
	o := s.readOptions()
	o.PDF.Password = e.Password
	return o
}

// spend calls work on one document with a context that ends in time.
func (e *Effort) spend(ctx context.Context, work func(context.Context) error) error {
	if e.Timeout == 0 {
		return work(ctx)
	}
	limited, cancel := context.WithTimeout(ctx, e.Timeout)
	defer cancel()
	err := work(limited)
	if err != nil && errors.Is(limited.Err(), context.DeadlineExceeded) && ctx.Err() == nil {
		return record.WithHint(fmt.Errorf("took longer than %s", e.Timeout), "give it more with --timeout-per-document, and --retry-failed")
	}
	return err
}
