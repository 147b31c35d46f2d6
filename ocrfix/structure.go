package ocrfix

import (
	"slices"
	"sort"
	"strings"
)

// StructureOptions steer [Result.Structure]. The zero value, and nil, find the
// commitments of any strength in any language.
type StructureOptions struct {
	// Lang forces a language ("en"); empty means: find out per paragraph.
	Lang        string
	Commitments CommitmentOptions
}

// Structure finds the sections and commitments of the cleaned text and fills
// the fields of r that hold them, with the way back to the raw text: its
// bytes, line and page, and what correction changed in a commitment.
func (r *Result) Structure(opt *StructureOptions) {
	if opt == nil {
		opt = &StructureOptions{}
	}
	s := newStructure(r)
	r.Sections = FindSections(r.Text, s.letters())
	eachSection(r.Sections, s.placeSection)
	r.Commitments = FindCommitments(r.Text, opt.Lang, r.Sections, &opt.Commitments)
	for i := range r.Commitments {
		s.placeCommitment(&r.Commitments[i])
	}
}

// A structure knows the way from the cleaned to the raw text.
type structure struct {
	*Result
	offsets *OffsetMap
	applied []Edit // in order
}

func newStructure(r *Result) *structure {
	s := &structure{Result: r, offsets: NewOffsetMap(r.Edits)}
	for _, e := range r.Edits {
		if e.Applied {
			s.applied = append(s.applied, e)
		}
	}
	return s
}

// placeSection counts page and line in the raw text, which is what can be
// compared with the scan.
func (s *structure) placeSection(section *Section) {
	section.Page, section.Line = s.place(s.offsets.ToRaw(section.Start))
}

// placeCommitment fills what [FindCommitments] leaves to its caller.
func (s *structure) placeCommitment(c *Commitment) {
	raw := s.offsets.RawSpan(Span{c.Start, c.End})
	c.RawStart, c.RawEnd = raw.Start, raw.End
	c.QuoteRaw = s.Document.Text[raw.Start:raw.End]
	c.Page, c.Line = s.place(raw.Start)
	for _, e := range s.editsIn(raw) {
		c.OCR.Edits++
		c.OCR.NegationTouched = c.OCR.NegationTouched || slices.Contains(e.Flags, "negation")
		c.OCR.DateTouched = c.OCR.DateTouched || slices.Contains(e.Flags, "date") || c.dueTouched(e)
	}
}

// dueTouched reports whether the edit e, inside c, changed a number that stands
// in the words of its deadline.
func (c *Commitment) dueTouched(e Edit) bool {
	figures := strings.Trim(e.New, ".,;: ")
	return c.Deadline != nil && figures != "" && slices.Contains(e.Flags, "number") && strings.Contains(c.Deadline.Text, figures)
}

// place gives the page and the line of a raw offset, both from 1.
func (s *structure) place(offset int) (page, line int) {
	return s.Document.PageAt(offset) + 1, max(s.Document.LineAt(offset), 0) + 1
}

// editsIn gives the applied edits that touch a part of the raw text.
func (s *structure) editsIn(raw Span) []Edit {
	from := sort.Search(len(s.applied), func(i int) bool {
		e := s.applied[i]
		return e.End > raw.Start || e.Start == raw.Start
	})
	to := from
	for to < len(s.applied) && s.applied[to].Start < raw.End {
		to++
	}
	return s.applied[from:to]
}

// letters gives the height of the letters on each line of the cleaned text, the
// median of its words, and the bold lines, where the source says so and
// correction kept the lines.
func (s *structure) letters() *SectionOptions {
	d := s.Document
	n := strings.Count(d.Text, "\n")
	opt := &SectionOptions{}
	if strings.Count(s.Text, "\n") != n {
		return opt
	}
	if slices.ContainsFunc(d.Words, func(w Word) bool { return w.Box != nil }) {
		opt.Heights = d.heights(n + 1)
	}
	if d.Bold != nil {
		opt.Bold = make([]bool, n+1)
		line, at := 0, 0
		for i, l := range d.Lines {
			line += strings.Count(d.Text[at:l.Start], "\n")
			at = l.Start
			opt.Bold[line] = d.Bold[i]
		}
	}
	return opt
}

// heights gives the median height of the words on each of the n lines of the
// text, which line feeds part; 0 for a line without.
func (d *Document) heights(n int) []float64 {
	byLine := make([][]float64, n)
	line, at := 0, 0
	for _, w := range d.Words {
		line += strings.Count(d.Text[at:w.Start], "\n")
		at = w.Start
		if w.Box != nil {
			byLine[line] = append(byLine[line], w.Box.Y1-w.Box.Y0)
		}
	}
	heights := make([]float64, n)
	for i, h := range byLine {
		heights[i] = middle(h)
	}
	return heights
}

// middle sorts the values and returns their median, 0 where there are none.
func middle(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[len(v)/2]
}
