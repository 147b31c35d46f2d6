package ocrfix

import (
	"fmt"
	"slices"
	"sort"
	"strings"
)

// A Class is the kind of a change, as a reader would name it.
type Class string

// The classes of change. Each can be switched on and off.
const (
	ClassNonWord     Class = "nonword"     // the raw form is no word: d1g1tal → digital
	ClassRealWord    Class = "realword"    // a word, but the wrong one: gamed → gained
	ClassBoundary    Class = "boundary"    // spaces: ofthe → of the, exa mination → examination
	ClassCase        Class = "case"        // transItIons → transitions
	ClassPunctuation Class = "punctuation" // (OSLO} → (OSLO), a lost full stop
	ClassNumber      Class = "number"      // l9 June 2O24 → 19 June 2024
	ClassName        Class = "name"        // Zhytornyr → Zhytomyr
	ClassLayout      Class = "layout"      // furniture, hyphens at line ends, stray marks
	ClassEncoding    Class = "encoding"    // broken bytes
)

// An Edit is one change of the raw text: the bytes [Start, End) of
// Document.Text, which read Raw, become New. Edits of one document are sorted
// by Start and do not overlap. Edits that are not Applied are suggestions.
type Edit struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Raw   string `json:"raw"`
	New   string `json:"new"`
	Class Class  `json:"class"`
	// Rule says what made the change: the confusions of the channel that
	// explain it, such as "1→i ×2", or the name of a layout rule.
	Rule string `json:"rule"`
	// Cost is the score of New under channel and language model less that
	// of leaving Raw, in nats; negative is better.
	Cost float64 `json:"cost"`
	// Confidence is the calibrated probability that New is right, 0 to 1.
	Confidence   float64       `json:"confidence"`
	Applied      bool          `json:"applied"`
	Page         int           `json:"page"` // from 1
	Line         int           `json:"line"` // from 1, counted through the document
	Alternatives []Alternative `json:"alternatives"`
	Flags        []string      `json:"flags"` // negation, number, date
}

// An Alternative is a reading that lost, with its probability.
type Alternative struct {
	New        string  `json:"new"`
	Confidence float64 `json:"confidence"`
}

// An EditError says which edit of a list cannot be used, and why.
type EditError struct {
	Index  int // into the list
	Edit   Edit
	Reason string
}

func (e *EditError) Error() string {
	return fmt.Sprintf("edit %d (bytes %d to %d, %q to %q): %s",
		e.Index, e.Edit.Start, e.Edit.End, e.Edit.Raw, e.Edit.New, e.Reason)
}

// CheckEdits reports the first edit that breaks the promises of [Edit] on a
// raw text: order, overlap, bounds, and that Raw is what the text has there.
func CheckEdits(raw string, edits []Edit) error {
	last := 0
	for i, e := range edits {
		reason := ""
		switch {
		case e.Start < 0 || e.End < e.Start || e.End > len(raw):
			reason = fmt.Sprintf("outside a text of %d bytes", len(raw))
		case e.Start < last:
			reason = "begins before the edit above it ends"
		case raw[e.Start:e.End] != e.Raw:
			reason = fmt.Sprintf("the text has %q there", raw[e.Start:e.End])
		}
		if reason != "" {
			return &EditError{i, e, reason}
		}
		last = e.End
	}
	return nil
}

// Apply returns raw with the applied edits made. It fails with an [*EditError]
// where [CheckEdits] does, on suggestions too.
func Apply(raw string, edits []Edit) (string, error) {
	if err := CheckEdits(raw, edits); err != nil {
		return "", err
	}
	size := len(raw)
	for _, e := range edits {
		if e.Applied {
			size += len(e.New) - len(e.Raw)
		}
	}
	if size == len(raw) && !slices.ContainsFunc(edits, func(e Edit) bool { return e.Applied }) {
		return raw, nil
	}
	var b strings.Builder
	b.Grow(size)
	at := 0
	for _, e := range edits {
		if e.Applied {
			b.WriteString(raw[at:e.Start])
			b.WriteString(e.New)
			at = e.End
		}
	}
	b.WriteString(raw[at:])
	return b.String(), nil
}

// Undo returns the raw text from the cleaned one and the edits that made it.
// It is exact: Undo(Apply(raw, edits), edits) is raw. It fails with an
// [*EditError] where the cleaned text does not hold what an applied edit wrote.
func Undo(cleaned string, edits []Edit) (string, error) {
	var b strings.Builder
	b.Grow(len(cleaned))
	at, last := 0, 0 // in the cleaned and in the raw text
	for i, e := range edits {
		start := at + e.Start - last // of e in the cleaned text
		text := e.Raw                // that the cleaned text has there
		if e.Applied {
			text = e.New
		}
		switch {
		case e.Start < last || e.End-e.Start != len(e.Raw):
			return "", &EditError{i, e, "not in order, or not as long as its raw text"}
		case start > len(cleaned) || !strings.HasPrefix(cleaned[start:], text):
			return "", &EditError{i, e, fmt.Sprintf("the cleaned text does not have %q at byte %d", text, start)}
		}
		b.WriteString(cleaned[at:start])
		b.WriteString(e.Raw)
		at, last = start+len(text), e.End
	}
	b.WriteString(cleaned[at:])
	return b.String(), nil
}

// An OffsetMap translates byte offsets between a raw text and the cleaned text
// that the applied edits make of it. It may be used by several goroutines at
// once; the zero value maps every offset to itself.
type OffsetMap struct {
	raw, clean []Span // what each applied edit replaced, and by what
}

// NewOffsetMap returns the map of a list of edits that [CheckEdits] accepts.
// Edits that are not applied do not count.
func NewOffsetMap(edits []Edit) *OffsetMap {
	m := &OffsetMap{}
	delta := 0
	for _, e := range edits {
		if !e.Applied {
			continue
		}
		start := e.Start + delta
		m.raw = append(m.raw, Span{e.Start, e.End})
		m.clean = append(m.clean, Span{start, start + len(e.New)})
		delta += len(e.New) - (e.End - e.Start)
	}
	return m
}

// ToClean returns where the byte at a raw offset stands in the cleaned text:
// for one inside an edit, where its replacement begins. It takes O(log n).
func (m *OffsetMap) ToClean(offset int) int { return mapByte(m.raw, m.clean, offset) }

// ToRaw returns where the byte at an offset of the cleaned text comes from:
// for one inside an edit, where the replaced text begins. It takes O(log n).
func (m *OffsetMap) ToRaw(offset int) int { return mapByte(m.clean, m.raw, offset) }

// CleanSpan returns the part of the cleaned text that a part of the raw text
// became, with whole replacements and with what was inserted at its ends.
func (m *OffsetMap) CleanSpan(s Span) Span {
	start, end := mapByte(m.raw, m.clean, s.Start), mapEnd(m.raw, m.clean, s.End)
	if i := m.insertion(s.Start); i < len(m.raw) && m.raw[i].End == s.Start {
		start = m.clean[i].Start
	}
	for i := m.insertion(s.End); i < len(m.raw) && m.raw[i] == (Span{s.End, s.End}); i++ {
		end = m.clean[i].End
	}
	return Span{start, max(start, end)}
}

// insertion returns the index of the first edit that begins at the raw offset
// or after it; insertions go before other edits that begin there.
func (m *OffsetMap) insertion(offset int) int {
	return sort.Search(len(m.raw), func(i int) bool { return m.raw[i].Start >= offset })
}

// RawSpan returns the part of the raw text that a part of the cleaned text
// came from, with whole replaced texts but without what was deleted at its
// ends.
func (m *OffsetMap) RawSpan(s Span) Span {
	start := mapByte(m.clean, m.raw, s.Start)
	return Span{start, max(start, mapEnd(m.clean, m.raw, s.End))}
}

// mapByte maps the byte at offset from one side to the other.
func mapByte(from, to []Span, offset int) int {
	i := sort.Search(len(from), func(i int) bool { return from[i].End > offset })
	switch {
	case i < len(from) && from[i].Start <= offset:
		return to[i].Start
	case i == 0:
		return offset
	}
	return offset - from[i-1].End + to[i-1].End
}

// mapEnd maps the end of a span: to after the place of the byte before it.
func mapEnd(from, to []Span, offset int) int {
	i := sort.Search(len(from), func(i int) bool { return from[i].Start >= offset }) - 1
	switch {
	case i < 0:
		return offset
	case offset <= from[i].End:
		return to[i].End
	}
	return offset - from[i].End + to[i].End
}
