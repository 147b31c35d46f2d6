package ocrfix

import (
	"cmp"
	"context"
)

// A Cleaner corrects documents. The zero value is ready to use, applies what
// it is sure of, and may be used by several goroutines at once; its fields
// must not change while it is in use.
type Cleaner struct {
	// Threshold is the confidence from which a change is applied, 0 to 1.
	// 0 means DefaultThreshold.
	Threshold float64
	// RealWordThreshold is that from which a word of the language is changed
	// into another, 0 to 1, and never below Threshold: the reader of a wrong
	// change there has no sign of it. 0 means DefaultRealWordThreshold.
	RealWordThreshold float64
	// Disable lists classes of change that are neither applied nor suggested.
	Disable []Class
	// Protect lists words that are never changed, compared exactly.
	Protect []string
	// Lang forces a language ("en"); empty means: find out per paragraph.
	Lang string
	// Profile is what an archive has taught; nil means nothing.
	Profile *Profile
	// Context, if not nil, ends the cleaning when it is done: it is asked once
	// a paragraph, and Clean returns its error. Give the documents that have
	// contexts of their own copies of the Cleaner.
	Context context.Context
}

// ended is the error of the context, if it is done.
func (c *Cleaner) ended() error {
	if c.Context == nil {
		return nil
	}
	return c.Context.Err()
}

// The confidence from which a change is applied, and one of a real word.
const (
	DefaultThreshold         = 0.55
	DefaultRealWordThreshold = 0.6
)

// Limit is the confidence from which c applies a change of a class.
func (c *Cleaner) Limit(class Class) float64 {
	limit := cmp.Or(c.Threshold, DefaultThreshold)
	if class == ClassRealWord {
		return max(limit, cmp.Or(c.RealWordThreshold, DefaultRealWordThreshold))
	}
	return limit
}

// A Result is a cleaned document.
type Result struct {
	Document    *Document
	Lang        string // the main language, "" when unknown
	Text        string // the cleaned text: Document.Text with the applied edits
	Edits       []Edit
	Sections    []*Section
	Commitments []Commitment
	Stats       Stats
}

// Stats are counts over one document, before and after correction.
type Stats struct {
	Words         int     `json:"words"`
	UnknownBefore int     `json:"unknown_before"`
	UnknownAfter  int     `json:"unknown_after"`
	Edits         int     `json:"edits"`   // applied
	Quality       float64 `json:"quality"` // share of words known before correction, 0 to 1
}

// Clean finds and applies the corrections of d. It fills every field of the
// result but Sections and Commitments, which [Result.Structure] fills.
func (c *Cleaner) Clean(d *Document) (*Result, error) { return c.newRun(d).clean() }

// leastSuggested is the confidence from which a change is worth showing.
const leastSuggested = 0.3
