package ocrfix

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// A shortContext is done once it was asked so often.
type shortContext struct {
	context.Context
	left int
}

func (c *shortContext) Err() error {
	if c.left--; c.left < 0 {
		return context.Canceled
	}
	return nil
}

// TestCleanContext ends in the middle of a document.
func TestCleanContext(t *testing.T) {
	d := NewDocument(strings.Repeat("The parties shall imp1ement this agrcement.\n\n", 1000))
	ctx := &shortContext{context.Background(), 100}
	r, err := (&Cleaner{Context: ctx}).Clean(d)
	if r != nil || !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v, %v", r, err)
	}
	if ctx.left < -10 {
		t.Errorf("asked %d times more, so it went on", -ctx.left)
	}
	ctx.left = 1 << 30
	if r, err = (&Cleaner{Context: ctx}).Clean(d); err != nil || r.Stats.Edits == 0 {
		t.Errorf("with all the time: %v", err)
	}
	if asked := 1<<30 - ctx.left; asked < 1000 {
		t.Errorf("asked %d times in 1000 paragraphs", asked)
	}
}

// TestReadContext ends the reading of a PDF file.
func TestReadContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	file := bigPDF(3)
	if _, err := Read(strings.NewReader(file), "a.pdf", &ReadOptions{Context: ctx}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := Read(strings.NewReader(file), "a.pdf", &ReadOptions{Context: context.Background()}); err != nil {
		t.Error(err)
	}
}
