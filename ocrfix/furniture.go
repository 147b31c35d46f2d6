package ocrfix

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"ocrfix/ocrfix/internal/align"
)

// A FurnitureMode says what happens to running heads and folios.
type FurnitureMode string

// The modes: the lines stay, they are reported as suggestions, or they go.
const (
	FurnitureKeep FurnitureMode = "keep"
	FurnitureMark FurnitureMode = "mark"
	FurnitureDrop FurnitureMode = "drop"
)

// The kinds of furniture, which are the rules of its edits.
const (
	runningHead = "running head" // at the foot of a page, too
	folio       = "folio"
)

// Furniture finds running heads and folios in the cleaned text and, as mode
// says, adds edits that drop them, applied or as suggestions. The edits of r
// stay a list over the raw text that can be undone. Call it after cleaning and
// before finding sections.
//
// A running head is a line at the top or foot of a page that comes back at the
// same edge of at least two pages near by, numbers masked and a few characters
// forgiven: every page, or recto and verso apart. A line that is a label with
// its own number ("ARTICLE 5") is none. A folio is a page number alone, which
// counts with the pages. A text without form feeds has no furniture.
func (r *Result) Furniture(mode FurnitureMode) error {
	switch mode {
	case FurnitureKeep, "":
		return nil
	case FurnitureMark, FurnitureDrop:
	default:
		return fmt.Errorf("unknown mode of furniture %q", mode)
	}
	d := &Document{Text: r.Text}
	d.index()
	return r.rewrite(furnitureEdits(d, findFurniture(d), mode == FurnitureDrop))
}

const (
	edgeLines      = 2   // lines at each edge of a page that may be furniture
	longestHead    = 120 // bytes
	headWindow     = 4   // pages before and after among which a head comes back
	headReturns    = 2   // pages there that must have it
	shortestHead   = 4   // letters
	folioVotes     = 2   // pages whose folios must count alike
	headDifference = 6   // one character in so many may differ
)

// An edgeLine is a line near the top or the foot of a page.
type edgeLine struct {
	line, page int
	foot       bool
	outer      bool    // nothing but furniture can stand beyond it
	key        []int32 // letters with numbers masked
	label      string  // the whole line where it is a label with a number
}

// findFurniture returns what each furniture line of d is, by index.
func findFurniture(d *Document) map[int]string {
	edges := edgesOf(d)
	found := map[int]string{}
	findFolios(d, edges, found)
	byPage := map[int][]edgeLine{}
	for _, e := range edges {
		byPage[e.page] = append(byPage[e.page], e)
	}
	slices.SortStableFunc(edges, func(a, b edgeLine) int { return cmp.Compare(b.outward(), a.outward()) })
	for _, e := range edges {
		if found[e.line] != "" || len(e.key) < shortestHead || !e.outer && !outerFound(byPage[e.page], e, found) {
			continue
		}
		returns := 0
		for page := e.page - headWindow; page <= e.page+headWindow; page++ {
			if page != e.page && slices.ContainsFunc(byPage[page], e.sameHead) {
				returns++
			}
		}
		if returns >= headReturns {
			found[e.line] = runningHead
		}
	}
	return found
}

// outward orders lines by how far out they stand.
func (e edgeLine) outward() int {
	if e.outer {
		return 1
	}
	return 0
}

// outerFound reports whether what stands beyond e at its edge is furniture.
func outerFound(page []edgeLine, e edgeLine, found map[int]string) bool {
	return slices.ContainsFunc(page, func(o edgeLine) bool {
		return o.outer && o.foot == e.foot && found[o.line] != ""
	})
}

// edgesOf returns the lines at the edges of the pages of d, in order.
func edgesOf(d *Document) []edgeLine {
	var edges []edgeLine
	for at := 0; at < len(d.Lines); {
		page := d.Lines[at].Page
		var lines []int // of the page that hold more than stray marks
		for ; at < len(d.Lines) && d.Lines[at].Page == page; at++ {
			if strings.ContainsFunc(lineText(d, at), isLetterOrDigit) {
				lines = append(lines, at)
			}
		}
		top := min(edgeLines, (len(lines)+1)/2)
		foot := min(edgeLines, len(lines)-top)
		for i, line := range lines {
			if i >= top && i < len(lines)-foot {
				continue
			}
			e := edgeLine{line: line, page: page, foot: i >= top, outer: i == 0 || i == len(lines)-1}
			if text := lineText(d, line); len(text) <= longestHead {
				e.key, e.label = headKey(text)
			}
			edges = append(edges, e)
		}
	}
	return edges
}

func lineText(d *Document, line int) string { return d.Text[d.Lines[line].Start:d.Lines[line].End] }

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// headKey returns the letters of a line in lower case, each number as one '#'.
// A word with a digit is a number, unless it has letters that no digit is read
// as. The line is a label when it is short, and a word and a
// number begin it.
func headKey(text string) (key []int32, label string) {
	fields := strings.Fields(text)
	for i, f := range fields {
		if strings.ContainsFunc(f, unicode.IsDigit) && !strings.ContainsFunc(f, neverDigit) {
			key = append(key, '#')
			if i == 1 && len(fields) <= 3 {
				label = strings.ToLower(strings.Join(fields, " "))
			}
			continue
		}
		for _, r := range f {
			if isLetterOrDigit(r) {
				key = append(key, unicode.ToLower(r))
			}
		}
	}
	return key, label
}

// neverDigit reports whether r is a letter that no digit is read as.
func neverDigit(r rune) bool {
	return unicode.IsLetter(r) && !strings.ContainsRune("IiLlOoSsBbZzGg", r)
}

// sameHead reports whether f, on another page, is the same head.
func (e edgeLine) sameHead(f edgeLine) bool {
	if e.foot != f.foot || e.outer != f.outer || e.label != "" && e.label != f.label {
		return false
	}
	most := len(e.key) / headDifference
	if n := len(e.key) - len(f.key); n > most || -n > most {
		return false
	}
	return align.Distance(e.key, f.key, 0) <= most
}

// findFolios marks the page numbers: those that say that they are one, and
// bare ones that count with the pages.
func findFolios(d *Document, edges []edgeLine, found map[int]string) {
	votes := map[int]int{}
	number := func(e edgeLine) (offset int, bare, ok bool) {
		text := strings.TrimSpace(lineText(d, e.line))
		if !e.outer || len(text) > 20 {
			return 0, false, false
		}
		n, bare, ok := sectFolio(text)
		return n - e.page, bare, ok
	}
	for _, e := range edges {
		if offset, _, ok := number(e); ok {
			votes[offset]++
		}
	}
	for _, e := range edges {
		if offset, bare, ok := number(e); ok && (!bare || votes[offset] >= folioVotes) {
			found[e.line] = folio
		}
	}
}

// furnitureEdits returns the edits that drop the found lines, with the empty
// lines between them and the text.
func furnitureEdits(d *Document, found map[int]string, apply bool) []Edit {
	var edits []Edit
	last := 0
	for i := range d.Lines {
		rule, ok := found[i]
		if !ok {
			continue
		}
		page := d.Pages[d.Lines[i].Page]
		start, end := d.Lines[i].Start, page.End
		if i+1 < len(d.Lines) && d.Lines[i+1].Page == d.Lines[i].Page {
			end = d.Lines[i+1].Start
		}
		// Empty lines go on the side of the text.
		if textAbove := strings.TrimRight(d.Text[page.Start:start], " \t\r\n"); textAbove != "" && isFoot(d, i, found) {
			start = page.Start + len(textAbove)
			end = page.Start + len(strings.TrimRight(d.Text[page.Start:end], "\r\n"))
		} else {
			end += len(d.Text[end:page.End]) - len(strings.TrimLeft(d.Text[end:page.End], "\r\n"))
		}
		start = max(start, last)
		if start >= end {
			continue
		}
		edits = append(edits, Edit{
			Start: start, End: end, Raw: d.Text[start:end], Class: ClassLayout, Rule: rule, Confidence: 0.95, Applied: apply,
		})
		last = end
	}
	return edits
}

// isFoot reports whether nothing but furniture and empty lines follows line i
// on its page.
func isFoot(d *Document, i int, found map[int]string) bool {
	for j := i + 1; j < len(d.Lines) && d.Lines[j].Page == d.Lines[i].Page; j++ {
		if found[j] == "" && strings.TrimSpace(lineText(d, j)) != "" {
			return false
		}
	}
	return true
}
