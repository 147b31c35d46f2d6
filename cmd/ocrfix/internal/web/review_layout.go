package web

import (
	"ocrfix/cmd/ocrfix/internal/diffpage"
	"ocrfix/ocrfix"
)

// A reviewPage is a page of the raw text, with its changes in place.
type reviewPage struct {
	Number int            // from 1
	Blocks [][]reviewLine // of at most blockLines: what is off screen is not laid out
}

const blockLines = 40

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
	pages := make([]reviewPage, max(len(d.Raw.Pages), 1))
	for i := range pages {
		pages[i].Number = i + 1
	}
	edits := make([]ocrfix.Edit, len(d.Changes))
	for i, c := range d.Changes {
		edits[i] = c.Edit
	}
	for _, line := range diffpage.Lay(d.Raw, edits) {
		l := reviewLine{Number: line.Number}
		for _, p := range line.Pieces {
			if p.Edit < 0 {
				l.Pieces = append(l.Pieces, reviewPiece{Text: p.Text})
			} else {
				l.Pieces = append(l.Pieces, reviewPiece{Change: &d.Changes[p.Edit], Index: p.Edit})
			}
		}
		p := &pages[line.Page]
		if n := len(p.Blocks); n == 0 || len(p.Blocks[n-1]) == blockLines {
			p.Blocks = append(p.Blocks, nil)
		}
		last := &p.Blocks[len(p.Blocks)-1]
		*last = append(*last, l)
	}
	return pages
}

// clausesInBlock is how many rows a table of commitments has: a table is laid
// out as a whole.
const clausesInBlock = 50

// A clauseRow is a commitment in a table.
type clauseRow struct {
	Index int // of the commitment in the document
	Clause
}

// layOutClauses puts commitments into tables.
func layOutClauses(clauses []Clause) [][]clauseRow {
	var blocks [][]clauseRow
	for i, c := range clauses {
		if i%clausesInBlock == 0 {
			blocks = append(blocks, nil)
		}
		last := &blocks[len(blocks)-1]
		*last = append(*last, clauseRow{i, c})
	}
	return blocks
}
