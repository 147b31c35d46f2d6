package ocrfix

import (
	"math"
	"slices"
	"sort"
	"strings"
)

// The writers of text, Markdown, HTML and TEI share the model of this file: the
// cleaned text as a run of blocks, each of which is a run of pieces.

// A block is one step through the cleaned text of a result.
type block struct {
	kind blockKind
	// span holds the bytes of the cleaned text of a head or paragraph: whole
	// lines, without the last line end.
	span    Span
	section *Section // of an opening, a close or a head
	depth   int      // of the section, from 1
	page    int      // that begins, from 1
}

type blockKind int

const (
	blockPara  blockKind = iota // lines without an empty one between
	blockHead                   // the lines of a section's number and heading
	blockOpen                   // a section begins
	blockClose                  // a section ends
	blockPage                   // a page begins
)

// blocks returns the blocks of the cleaned text. Sections are opened and
// closed in pairs, one in another, before the lines in which they begin; the
// first page goes without saying.
func (r *Result) blocks() []block {
	d := Document{Text: r.Text}
	d.index()
	b := blockBuilder{text: r.Text, lines: d.Lines}
	b.flatten(r.Sections, 1)
	for i, l := range d.Lines {
		b.addLine(i, l)
	}
	b.endBlock()
	b.closeTo(1)
	for page := b.page + 1; page < len(d.Pages); page++ {
		b.out = append(b.out, block{kind: blockPage, page: page + 1})
	}
	return b.out
}

type blockBuilder struct {
	text    string
	lines   []Line
	pending []block // openings to come, in order
	open    []block // openings without a close
	page    int
	headEnd int    // index of the first line that is not of the head
	current *block // that lines are added to
	out     []block
}

func (b *blockBuilder) flatten(sections []*Section, depth int) {
	for _, s := range sections {
		b.pending = append(b.pending, block{kind: blockOpen, section: s, depth: depth})
		b.flatten(s.Children, depth+1)
	}
}

func (b *blockBuilder) addLine(i int, l Line) {
	for b.page < l.Page {
		b.endBlock()
		b.page++
		b.out = append(b.out, block{kind: blockPage, page: b.page + 1})
	}
	for n := len(b.open); n > 0 && b.open[n-1].section.End < max(l.End, l.Start+1); n-- {
		b.closeTo(n)
	}
	head := (*Section)(nil)
	for len(b.pending) > 0 && b.pending[0].section.Start < max(l.End, l.Start+1) {
		p := b.pending[0]
		b.pending = b.pending[1:]
		b.closeTo(p.depth)
		b.open = append(b.open, p)
		b.out = append(b.out, p)
		head = p.section
	}
	if head != nil {
		b.headEnd = i + b.headLines(head, i)
		if b.headEnd > i {
			b.current = &block{kind: blockHead, section: head, depth: len(b.open), span: Span{l.Start, l.End}}
		}
	}
	switch {
	case i < b.headEnd:
		if b.current == nil { // the head goes on after a page break
			b.headEnd = i
			b.addText(l)
			return
		}
		b.current.span.End = l.End
		if i+1 == b.headEnd {
			b.endBlock()
		}
	default:
		b.addText(l)
	}
}

func (b *blockBuilder) addText(l Line) {
	switch {
	case strings.TrimSpace(b.text[l.Start:l.End]) == "":
		b.endBlock()
	case b.current == nil:
		b.current = &block{kind: blockPara, span: l.Span}
	default:
		b.current.span.End = l.End
	}
}

// endBlock ends the head or paragraph that lines are added to, if any.
func (b *blockBuilder) endBlock() {
	if b.current != nil {
		b.out = append(b.out, *b.current)
		b.current = nil
	}
}

// closeTo closes the open sections of that depth and deeper.
func (b *blockBuilder) closeTo(depth int) {
	b.endBlock()
	for n := len(b.open); n >= depth; n-- {
		b.out = append(b.out, block{kind: blockClose, section: b.open[n-1].section, depth: n})
		b.open = b.open[:n-1]
	}
}

const (
	mostHeadLines = 6
	headRunIn     = 16 // characters beside number and heading, as in "Article 3 – Aims"
)

// headLines returns how many lines from line i on hold the number and heading
// of s and nothing else; 0 where it has no heading or its text follows on.
func (b *blockBuilder) headLines(s *Section, i int) int {
	want := strings.Join(strings.Fields(s.Heading), " ")
	if want == "" {
		return 0
	}
	got := ""
	for n := 1; n <= mostHeadLines && i+n <= len(b.lines); n++ {
		l := b.lines[i+n-1]
		if l.Page != b.lines[i].Page || l.Start >= max(s.End, s.Start+1) || len(b.pending) > 0 && l.Start > b.pending[0].section.Start {
			return 0
		}
		got = strings.TrimSpace(got + " " + strings.Join(strings.Fields(b.text[l.Start:l.End]), " "))
		switch {
		case len(got) > len(want)+len(s.label())+headRunIn:
			return 0
		case strings.Contains(got, want):
			return n
		}
	}
	return 0
}

// A piece is a part of the cleaned text that is as it was, where edit is nil,
// or what an edit made; a suggestion's piece is what it would change.
type piece struct {
	text string
	edit *Edit
}

// A pieceCutter cuts spans of the cleaned text into pieces.
type pieceCutter struct {
	text  string
	edits []Edit
	at    []Span // of each edit in the cleaned text
}

func newPieceCutter(r *Result) *pieceCutter {
	c := &pieceCutter{text: r.Text, edits: r.Edits, at: make([]Span, len(r.Edits))}
	delta := 0
	for i, e := range r.Edits {
		size := e.End - e.Start
		if e.Applied {
			size = len(e.New)
		}
		c.at[i] = Span{e.Start + delta, e.Start + delta + size}
		delta += size - (e.End - e.Start)
	}
	return c
}

// cut returns the pieces of a span. An edit that reaches beyond the span
// counts where it begins, with what it has inside; a deletion at the end of
// the span counts to it.
func (c *pieceCutter) cut(s Span) []piece {
	var out []piece
	plain := func(end int) {
		if s.Start < end {
			out = append(out, piece{text: c.text[s.Start:end]})
			s.Start = end
		}
	}
	i := sort.Search(len(c.at), func(i int) bool { return c.at[i].Start >= s.Start })
	for ; i < len(c.at) && c.at[i].Start <= s.End; i++ {
		at := c.at[i]
		if at.Start == s.End && at.End > at.Start {
			break
		}
		if at.Start < s.Start || at.End > len(c.text) {
			continue // no edits of this text; rather nothing marked than a panic
		}
		plain(at.Start)
		end := min(at.End, s.End)
		out = append(out, piece{c.text[s.Start:end], &c.edits[i]})
		s.Start = end
	}
	plain(s.End)
	return out
}

// title returns a name for the document: its path without folders.
func (r *Result) title() string {
	if r.Document == nil || r.Document.Source.Path == "" {
		return "Document"
	}
	path := strings.TrimRight(strings.ReplaceAll(r.Document.Source.Path, "\\", "/"), "/")
	return path[strings.LastIndexByte(path, '/')+1:]
}

// countApplied returns the number of edits that were applied and that were not.
func countApplied(edits []Edit) (applied, suggested int) {
	for i := range edits {
		if edits[i].Applied {
			applied++
		}
	}
	return applied, len(edits) - applied
}

// percent returns a probability in whole percent, of which 100 and 0 mean certain.
func percent(p float64) int {
	switch n := int(math.Round(100 * p)); {
	case n >= 100 && p < 1:
		return 99
	case n <= 0 && p > 0:
		return 1
	default:
		return n
	}
}

// trimmedLines returns the lines of s without line ends.
func trimmedLines(s string) []string {
	lines := slices.Collect(strings.Lines(s))
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, "\r\n")
	}
	return lines
}
