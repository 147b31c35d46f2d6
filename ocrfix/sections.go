package ocrfix

import (
	"fmt"
	"strings"
)

// SectionOptions steer [FindSections]. The zero value, and a nil pointer, work.
type SectionOptions struct {
	// Heights gives the height of the letters on each line of the text, in
	// any one unit, for sources that have boxes: lines set larger than usual
	// are likelier headings. 0, or a line beyond its end, means unknown.
	Heights []float64
	// Bold says for each line of the text whether it is set in bold letters.
	// It counts where such lines are few. A line beyond its end is not.
	Bold []bool
}

// FindSections reads the structure of a document: its title, preamble with
// recitals, parts, chapters, articles, headings without a number, annexes and
// letters, numbered paragraphs and points, and signatures. It returns the
// roots of the tree in order of Start; a text without any structure has none.
//
// The text is read in stages, each in a file of its own:
//
//  1. section_lines.go measures the lines, and section_furniture.go takes out
//     running heads and page numbers, so that neither becomes a heading.
//  2. section_number.go reads labels such as "Article 3", "Erster Teil" or
//     "§ 4" in English, Dutch, French and German, however OCR has damaged
//     them; section_find.go decides which may be headings, section_title.go
//     reads their titles, and section_count.go puts the numbers in order: a
//     reference in the text does not fit into the count, a misread number does.
//  3. section_plain.go finds the headings without a number by the shape of
//     their lines and by what stands around them, section_bare.go those with
//     a number only.
//  4. section_paras.go adds what stands below the headings, section_tree.go
//     gives each entry its level and parent, section_id.go its id.
//
// Offsets are bytes of text, lines are counted by line feeds and pages by form
// feeds. The time is linear in the length of the text; the depth of the tree
// is at most 128. It may be called by several goroutines at once.
func FindSections(text string, opt *SectionOptions) []*Section {
	f := newSectFinder(text, opt)
	if f == nil {
		return nil
	}
	f.findNumbered()
	f.settle()
	f.mendHeads()
	f.findLetters()
	f.findDeclared()
	f.findBare()
	f.findPlain()
	f.rankPlains()
	return sectBuild(f.nodes(), len(text))
}

// newSectFinder measures the lines of text. It returns nil for a text without
// any.
func newSectFinder(text string, opt *SectionOptions) *sectFinder {
	if opt == nil {
		opt = &SectionOptions{}
	}
	lines := sectScan(text, opt)
	if len(lines) > 0 {
		lines = sectDropFurniture(text, lines)
	}
	if len(lines) == 0 {
		return nil
	}
	f := &sectFinder{text: text, lines: lines, width: sectWidth(lines), margin: sectMargin(lines), letter: sectLetter(lines), weight: sectWeight(lines), isHead: make([]bool, len(lines))}
	f.openUp()
	return f
}

// sectLetter returns the usual height of letters, the median over the lines
// that have one.
func sectLetter(lines []sectLine) float64 {
	var hs []float64
	for i := range lines {
		if h := lines[i].height; h > 0 {
			hs = append(hs, h)
		}
	}
	return middle(hs)
}

// sectWeight reports whether bold letters set lines apart: some lines have them,
// and at most a third do.
func sectWeight(lines []sectLine) bool {
	n := 0
	for i := range lines {
		if lines[i].bold {
			n++
		}
	}
	return n > 0 && n*3 <= len(lines)
}

// openUp marks paragraphs that no blank line parts: where the size or weight of
// the letters changes, and where centred lines begin or end; around a short line without a stop that has a blank line on
// one side and a full stop or running text on the other, since OCR often loses
// one of two blank lines; and, in a text that has next to no blank lines,
// after short last lines or, where a whole paragraph is one line, at every
// line.
func (f *sectFinder) openUp() {
	blank := 0
	for i := 1; i < len(f.lines); i++ {
		if f.lines[i].gap == sectBlank {
			blank++
		}
	}
	dense := blank*30 <= len(f.lines)
	for f.top+1 < len(f.lines) && f.lines[f.top+1].gap == sectJoined {
		f.top++
	}
	for i := 1; i < len(f.lines); i++ {
		if i <= f.top && !dense && f.letter == 0 && !f.weight {
			continue // the lines of the first block belong together
		}
		if f.lines[i].gap == sectJoined && f.centring(i) {
			f.lines[i].gap = sectBlank
		}
		if f.lines[i].gap == sectJoined && f.parts(i, dense) {
			f.open(i, dense)
		} else if i > 1 && f.lone(i-1) {
			f.open(i-1, dense)
			f.open(i, dense)
		}
	}
}

// centring reports whether centred lines begin or end above line i.
func (f *sectFinder) centring(i int) bool {
	here, above := f.middle(i), f.middle(i-1)
	return here != above && (above || f.lines[i-1].indent < f.margin+2) && (here || f.lines[i].indent < f.margin+2)
}

// middle reports whether line i is centred beyond doubt: short, and away from
// the margin.
func (f *sectFinder) middle(i int) bool {
	return f.lines[i].indent >= f.margin+6 && f.short(i, 85) && f.centred(i)
}

// open puts a blank line above line i.
func (f *sectFinder) open(i int, dense bool) {
	f.lines[i].gap, f.lines[i].opened = sectBlank, !dense
}

// lone reports whether line i is a word or two, with a capital and without a
// stop, between the end of a sentence and a full line that begins another.
func (f *sectFinder) lone(i int) bool {
	l := &f.lines[i]
	if l.gap != sectJoined || f.lines[i+1].gap != sectJoined || l.stop != 0 || !f.short(i, 40) || !f.lines[i-1].ends() || f.short(i+1, 80) {
		return false
	}
	if !sectTextStart(f.str(i)) || !sectTextStart(f.clip(i+1)) || f.isLabel(i) {
		return false
	}
	h := sectShapeOf(f.str(i))
	return h.words <= 5 && h.firstUp && h.digits == 0
}

// parts reports whether a paragraph begins on line i, which touches the line
// above it.
func (f *sectFinder) parts(i int, dense bool) bool {
	prev := &f.lines[i-1]
	if f.loud(i) != f.loud(i-1) {
		return true
	}
	if !sectTextStart(f.clip(i)) {
		return false
	}
	if prev.stop == 0 && f.lines[i].stop == 0 && f.short(i-1, 75) && f.short(i, 75) && !f.isLabel(i-1) &&
		sectShapeOf(f.clip(i-1)).caps() && !sectShapeOf(f.clip(i)).caps() {
		return true // "EDUCATION" over "Exchange of teachers"
	}
	headed := prev.gap != sectJoined && prev.stop == 0 && f.short(i-1, 60) && !f.isLabel(i-1) && !sectDangles(f.clip(i-1))
	if headed && (dense || !f.short(i, 85) || f.lines[i].ends() || sectListed(f.clip(i))) {
		return true
	}
	if dense {
		return prev.ends() && (f.short(i-1, 85) || f.width >= 180)
	}
	alone := i+1 < len(f.lines) && f.lines[i+1].gap != sectJoined
	if !alone || !prev.ends() || f.lines[i].stop != 0 || !f.short(i, 85) || f.isLabel(i-1) {
		return false
	}
	h := sectShapeOf(f.clip(i))
	return f.short(i, 60) || h.caps() || h.titled() && h.long > 1
}

// nodes lists everything that the tree holds, in order.
func (f *sectFinder) nodes() []*sectNode {
	var nodes []*sectNode
	first := len(f.lines)
	if len(f.heads) > 0 {
		first = f.heads[0].first
	}
	if len(f.heads) > 0 && first > 0 {
		nodes = f.front(nodes, first)
	}
	if len(f.heads) == 0 {
		nodes = f.paragraphs(nodes, 0, 0, len(f.lines))
	}
	for k := range f.heads {
		h := &f.heads[k]
		nodes = append(nodes, f.node(h))
		to := len(f.lines)
		if k+1 < len(f.heads) {
			to = f.heads[k+1].first
		}
		nodes = f.body(nodes, h, to)
	}
	return nodes
}

// at fills the place of a node that begins on line i.
func (f *sectFinder) at(i int, n *sectNode) *sectNode {
	l := &f.lines[i]
	n.Start, n.Page, n.Line = l.Start, l.page, l.num
	return n
}

func (f *sectFinder) node(h *sectHead) *sectNode {
	n := &sectNode{rank: h.rank, abbr: h.abbr, key: h.key(), own: h.rank <= rankDeclared}
	n.Kind, n.Number, n.Heading = h.kind, h.number, h.title
	if h.mended != "" {
		n.Number, n.written = h.mended, h.number
	}
	if f.preambleHead(h.first) {
		n.leaf, n.abbr, n.key = true, "preamble", ""
	}
	switch {
	case h.expect != "":
		n.Note = "number misread, " + h.expect + " expected"
	case h.missing == 1:
		n.Note = fmt.Sprintf("number %d missing before", h.value-1)
	case h.missing > 1:
		n.Note = fmt.Sprintf("numbers %d to %d missing before", h.value-h.missing, h.value-1)
	}
	return f.at(h.first, n)
}

// front adds the title and the preamble, which stand on the lines before first.
func (f *sectFinder) front(nodes []*sectNode, first int) []*sectNode {
	i := 0
	if end := f.blockEnd(0); end < first-1 && f.lines[end].stop == 0 && f.lines[end].End-f.lines[0].Start <= sectShapeLimit {
		i = end + 1
	}
	for i < first && !f.prose(i) && f.lines[i].stop != ',' {
		i = f.blockEnd(i) + 1
	}
	i = min(i, first)
	if i > 0 {
		end := min(f.blockEnd(0), i-1)
		if end > 0 && f.isEntry(end) {
			end-- // the place and date
		}
		n := &sectNode{rank: rankBand, abbr: "title", leaf: true}
		n.Kind, n.Heading = "title", strings.TrimSpace(f.joined(0, end, f.lines[0].Start))
		nodes = append(nodes, f.at(0, n))
	}
	if i < first && !f.preambleHead(first) {
		n := &sectNode{rank: rankBand, abbr: "preamble", leaf: true}
		n.Kind = "preamble"
		nodes = append(nodes, f.at(i, n))
		nodes = f.recitals(nodes, i, first)
	}
	return nodes
}
