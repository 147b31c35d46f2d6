package web

import "ocrfix/ocrfix"

// A reviewPage is a page of the raw text, with its changes in place.
type reviewPage struct {
	Number int // from 1
	Lines  []reviewLine
}

// A reviewLine is a line of the raw text. A change that goes over a line end
// stands whole in the line that it begins in.
type reviewLine struct {
	Number int // from 1
	Pieces []reviewPiece
}

// A reviewPiece is text, or a change.
type reviewPiece struct {
	Text   string
	Change *Change // nil for text
	Index  int     // of the change
}

// layOut puts the changes into the lines of the raw text.
func layOut(d *Judged) []reviewPage {
	raw := d.Raw
	pages := make([]reviewPage, len(raw.Pages))
	for i := range pages {
		pages[i].Number = i + 1
	}
	next, at := 0, 0 // the change to come, and where the text to come begins
	for i, line := range raw.Lines {
		l := reviewLine{Number: i + 1}
		at = max(at, line.Start)
		for next < len(d.Changes) && d.Changes[next].Start <= line.End && !opensNext(raw, i, d.Changes[next].Edit) {
			c := &d.Changes[next]
			if c.Start > at {
				l.Pieces = append(l.Pieces, reviewPiece{Text: raw.Text[at:c.Start]})
			}
			l.Pieces = append(l.Pieces, reviewPiece{Change: c, Index: next})
			at = max(at, c.End)
			next++
		}
		if at < line.End {
			l.Pieces = append(l.Pieces, reviewPiece{Text: raw.Text[at:line.End]})
		}
		p := &pages[line.Page]
		p.Lines = append(p.Lines, l)
	}
	return pages
}

// opensNext reports whether an edit at the end of the i-th line is really one
// at the start of the next.
func opensNext(d *ocrfix.Document, i int, e ocrfix.Edit) bool {
	return i+1 < len(d.Lines) && e.Start == d.Lines[i+1].Start
}
