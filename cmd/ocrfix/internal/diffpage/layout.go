package diffpage

import (
	"strings"

	"ocrfix/ocrfix"
)

// A Line is a line of the raw text with the edits in place. An edit that goes
// over a line end stands whole in the line that it begins in.
type Line struct {
	Number int // from 1
	Page   int // index into Document.Pages
	Pieces []Piece
}

// A Piece is a stretch of the raw text, or an edit of it.
type Piece struct {
	Text string // "" for an edit
	Edit int    // index of the edit, -1 for text
}

func (l *Line) changed() bool {
	for _, p := range l.Pieces {
		if p.Edit >= 0 {
			return true
		}
	}
	return false
}

// Lay puts edits, as [ocrfix.CheckEdits] accepts them, into the lines of a
// document. Every edit comes in exactly one line.
func Lay(d *ocrfix.Document, edits []ocrfix.Edit) []Line {
	lines := make([]Line, len(d.Lines), len(d.Lines)+1)
	next, at := 0, 0 // the edit to come, and where the text to come begins
	for i, line := range d.Lines {
		l := Line{Number: i + 1, Page: line.Page}
		at = max(at, line.Start)
		for next < len(edits) && edits[next].Start <= line.End && !(i+1 < len(d.Lines) && edits[next].Start == d.Lines[i+1].Start) {
			if start := edits[next].Start; start > at {
				l.Pieces = append(l.Pieces, Piece{d.Text[at:start], -1})
			}
			l.Pieces = append(l.Pieces, Piece{"", next})
			at = max(at, edits[next].End)
			next++
		}
		if at < line.End {
			l.Pieces = append(l.Pieces, Piece{d.Text[at:line.End], -1})
		}
		lines[i] = l
	}
	if next < len(edits) { // behind the last line end
		if len(lines) == 0 {
			lines = append(lines, Line{Number: 1})
		}
		last := &lines[len(lines)-1]
		for ; next < len(edits); next++ {
			last.Pieces = append(last.Pieces, Piece{"", next})
		}
	}
	return lines
}

// sheets cuts the lines into the pages of the document.
func sheets(d *ocrfix.Document, lines []Line) [][]Line {
	out := make([][]Line, max(len(d.Pages), 1))
	for _, l := range lines {
		out[l.Page] = append(out[l.Page], l)
	}
	return out
}

// fold cuts the lines of a page into blocks. What is more than context lines
// away from a change is folded, unless it is but a line or two.
func fold(lines []Line, changes []change, context int) []block {
	open := make([]bool, len(lines))
	for i := range lines {
		if lines[i].changed() {
			for k := max(i-context, 0); k <= min(i+context, len(lines)-1); k++ {
				open[k] = true
			}
		}
	}
	var blocks []block
	for i := 0; i < len(lines); {
		n := i + 1
		for n < len(lines) && open[n] == open[i] {
			n++
		}
		folded := !open[i] && n-i > 2
		for ; i < n; i++ {
			last := len(blocks) - 1
			if last < 0 || blocks[last].Folded != folded || !folded && len(blocks[last].Lines) == blockLines {
				blocks = append(blocks, block{Folded: folded})
				last++
			}
			l := shownLine{Number: lines[i].Number}
			for _, p := range lines[i].Pieces {
				if p.Edit >= 0 {
					l.Pieces = append(l.Pieces, shownPiece{Change: &changes[p.Edit]})
				} else {
					l.Pieces = append(l.Pieces, shownPiece{Text: shown(p.Text)})
				}
			}
			blocks[last].Lines = append(blocks[last].Lines, l)
		}
	}
	return blocks
}

// shown returns s with line ends and controls as signs that can be seen.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return '↵'
		case r == '\r':
			return -1
		case r == '\f':
			return '⇟'
		case r < ' ' && r != '\t' || 0x7f <= r && r < 0xa0:
			return '\uFFFD'
		}
		return r
	}, s)
}
