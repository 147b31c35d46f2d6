package ocrfix

import (
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/ocrfix/internal/markup"
)

// ErrNoMarkup is returned by [WriteMarkup] for a document that was not read
// from the format in which it is to be written.
var ErrNoMarkup = errors.New("cannot be written in that format, since it was not read from it")

// WriteMarkup writes the file that r was read from, in its own format (alto,
// hocr or page), with the applied edits made in it and every other byte as it
// was; without edits it is the file itself.
//
// A word that changes keeps its box. Words that become one get the box around
// them, one that becomes several is cut by characters, and one that goes is
// taken out. An edit that joins the parts of a word over a line end leaves
// them on their lines, hyphen included, since that is where the scan has them.
// hOCR keeps the raw text of a changed word in the property x_raw, PAGE in a
// TextEquiv with a higher index, on words, lines and regions alike; ALTO gets
// a processing step, never CS="true", and keeps SUBS_CONTENT true to the parts.
func WriteMarkup(w io.Writer, r *Result, format string) error {
	source, ok := r.Document.markup.(*markupSource)
	if !ok || r.Document.Source.Format != format {
		return fmt.Errorf("%w (%s, not %s)", ErrNoMarkup, r.Document.Source.Format, format)
	}
	if err := CheckEdits(r.Document.Text, r.Edits); err != nil {
		return err
	}
	changes := source.plan(r.Document.Text, r.Edits)
	data, err := source.file.Rewrite(changes, markup.Step{
		Software:    "ocrfix",
		Description: fmt.Sprintf("OCR post-correction: %d places changed, not verified by hand", len(changes)),
	})
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}

// plan turns edits of the text into changes of the words of the file.
func (s *markupSource) plan(text string, edits []Edit) []markup.Change {
	p := markupPlan{markupSource: s, text: text}
	var now window
	for _, e := range edits {
		if !e.Applied {
			continue
		}
		first := sort.Search(len(s.nodes), func(i int) bool { return s.nodes[i].End >= e.Start })
		last := sort.Search(len(s.nodes), func(i int) bool { return s.nodes[i].Start > e.End })
		if first >= last {
			continue // white space between blocks, which the file does not have
		}
		e.New = strings.ToValidUTF8(e.New, "\uFFFD")
		if first >= now.last {
			p.window(now)
			now = window{first: first}
		}
		now.last = max(now.last, last)
		now.edits = append(now.edits, e)
	}
	p.window(now)
	return p.changes
}

// A window is a run of nodes that edits touch, nodes[first:last].
type window struct {
	first, last int
	edits       []Edit
}

type markupPlan struct {
	*markupSource
	text    string
	changes []markup.Change
}

// window works out what each line of a window becomes.
func (p *markupPlan) window(w window) {
	if len(w.edits) == 0 {
		return
	}
	nodes := p.nodes[w.first:w.last]
	lo := min(nodes[0].Start, w.edits[0].Start)
	hi := max(nodes[len(nodes)-1].End, w.edits[len(w.edits)-1].End)
	a := alignEdits(p.text, Span{lo, hi}, w.edits)
	from := 0
	for i := 0; i < len(nodes); {
		j := i + 1
		for j < len(nodes) && nodes[j].line == nodes[i].line {
			j++
		}
		to := len(a.new)
		if j < len(nodes) {
			to = a.at(nodes[j-1].End)
		}
		p.line(a, nodes[i:j], Span{from, to}, j < len(nodes))
		from, i = to, j
	}
}

// line works out what the nodes of one line become: the part of the new text.
// more says that the window goes on in a further line.
func (p *markupPlan) line(a *alignment, nodes []markupNode, part Span, more bool) {
	last := nodes[len(nodes)-1]
	hyphen := ""
	if more && !endsInSpace(a.new[part.Start:part.End]) && !startsInSpace(a.new[part.End:]) {
		hyphen = lineHyphen(p.text[last.Start:last.End])
	}
	if p.loose(nodes) {
		p.distribute(a, nodes, part, hyphen)
		return
	}
	tokens := fieldSpans(a.new, part)
	first, token := 0, 0
	for i := range nodes {
		next := len(tokens)
		if i+1 < len(nodes) {
			gap := Span{max(a.at(nodes[i].End), part.Start), min(a.at(nodes[i+1].Start), part.End)}
			at, shared := spaceIn(a.new, gap)
			if !shared {
				continue
			}
			next = sort.Search(len(tokens), func(k int) bool { return tokens[k].Start >= at })
		}
		var texts []string
		for _, t := range tokens[token:max(token, next)] {
			texts = append(texts, a.new[t.Start:t.End])
		}
		if i+1 == len(nodes) && hyphen != "" && len(texts) > 0 && lineHyphen(texts[len(texts)-1]) == "" {
			texts[len(texts)-1] += hyphen
		}
		p.group(a, nodes[first:i+1], texts)
		first, token = i+1, max(token, next)
	}
}

// loose reports whether nodes cannot be regrouped: where the file has text
// without word elements, words without space between them, or several words
// in one element.
func (p *markupPlan) loose(nodes []markupNode) bool {
	for i, n := range nodes {
		w := &p.file.Words[n.word]
		if w.Level != markup.WordLevel || i > 0 && nodes[i-1].End == n.Start || strings.ContainsFunc(w.Text, unicode.IsSpace) {
			return true
		}
	}
	return false
}

// distribute gives each node its own part of the new text. A word that runs on
// into the next node goes whole into the first.
func (p *markupPlan) distribute(a *alignment, nodes []markupNode, part Span, hyphen string) {
	from := part.Start
	for i, n := range nodes {
		to := part.End
		if i+1 < len(nodes) {
			to = min(max(a.at(n.End), from), part.End)
			if nodes[i+1].Start > n.End && !endsInSpace(a.new[from:to]) {
				for to < part.End && !startsInSpace(a.new[to:]) {
					to++
				}
			}
		}
		text := strings.TrimSpace(a.new[from:to])
		if i+1 == len(nodes) && hyphen != "" && text != "" && lineHyphen(text) == "" {
			text += hyphen
		}
		if text != p.text[n.Start:n.End] {
			change := markup.Change{First: n.word, Last: n.word + 1}
			if text != "" {
				change.New = []string{text}
			}
			p.changes = append(p.changes, change)
		}
		from = to
	}
}

// group records that consecutive nodes become the given words. A node of which
// nothing is left goes, instead of lending its box to its neighbour.
func (p *markupPlan) group(a *alignment, nodes []markupNode, texts []string) {
	for len(nodes) > max(len(texts), 1) && !a.anyKept(nodes[0].Span) {
		p.add(nodes[:1], nil)
		nodes = nodes[1:]
	}
	for len(nodes) > max(len(texts), 1) && !a.anyKept(nodes[len(nodes)-1].Span) {
		p.add(nodes[len(nodes)-1:], nil)
		nodes = nodes[:len(nodes)-1]
	}
	if len(nodes) == len(texts) {
		for i := range nodes {
			p.add(nodes[i:i+1], texts[i:i+1])
		}
		return
	}
	p.add(nodes, texts)
}

func (p *markupPlan) add(nodes []markupNode, texts []string) {
	if len(nodes) == 1 && len(texts) == 1 && texts[0] == p.text[nodes[0].Start:nodes[0].End] {
		return
	}
	p.changes = append(p.changes, markup.Change{
		First: nodes[0].word,
		Last:  nodes[len(nodes)-1].word + 1,
		New:   texts,
	})
}

// lineHyphen returns the hyphen that a word ends in, "" for none.
func lineHyphen(word string) string {
	r, n := utf8.DecodeLastRuneInString(word)
	if n == len(word) || !strings.ContainsRune("-\u00ad\u2010\u2011\u00ac", r) {
		return ""
	}
	return word[len(word)-n:]
}

func startsInSpace(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return n == 0 || unicode.IsSpace(r)
}

func endsInSpace(s string) bool {
	r, n := utf8.DecodeLastRuneInString(s)
	return n > 0 && unicode.IsSpace(r)
}

// spaceIn returns where the first white space in a part of s stands.
func spaceIn(s string, part Span) (at int, ok bool) {
	if part.Start >= part.End {
		return 0, false
	}
	n := strings.IndexFunc(s[part.Start:part.End], unicode.IsSpace)
	return part.Start + n, n >= 0
}

func fieldSpans(s string, part Span) []Span {
	return slices.Collect(eachField(s, part))
}

// An alignment says where each byte of a part of the raw text went in the
// text that edits make of it.
type alignment struct {
	part Span // of the raw text
	new  string
	to   []int  // place in new by raw byte, one more than the part has
	kept []bool // the character at the raw byte is still there, or another in its place
}

// at returns the place in the new text before which the raw byte at offset, or
// what became of it, stands.
func (a *alignment) at(offset int) int {
	return a.to[min(max(offset, a.part.Start), a.part.End)-a.part.Start]
}

// anyKept reports whether anything is left of a part of the raw text.
func (a *alignment) anyKept(s Span) bool {
	return slices.Contains(a.kept[s.Start-a.part.Start:s.End-a.part.Start], true)
}

// alignEdits makes the edits, all of which lie inside the part, and aligns the
// characters of each with those that it replaces.
func alignEdits(text string, part Span, edits []Edit) *alignment {
	a := &alignment{part: part}
	var b strings.Builder
	same := func(until int) {
		for i := part.Start + len(a.to); i < until; i++ {
			a.to = append(a.to, b.Len())
			a.kept = append(a.kept, true)
			b.WriteByte(text[i])
		}
	}
	for _, e := range edits {
		same(e.Start)
		a.align(b.Len(), text[e.Start:e.End], e.New)
		b.WriteString(e.New)
	}
	same(part.End)
	a.to = append(a.to, b.Len())
	a.new = b.String()
	return a
}

// maxAlignCells bounds the table of align. Edits are a few words long; one
// that is longer than the bound counts as deletion and insertion.
const maxAlignCells = 1 << 20

// align appends the alignment of one edit, whose new text begins at base: the
// cheapest by [alignCost], found by dynamic programming over suffixes.
func (a *alignment) align(base int, old, new string) {
	prefix := 0
	for prefix < len(old) && prefix < len(new) && old[prefix] == new[prefix] {
		prefix++
	}
	for prefix > 0 && (prefix < len(old) && !utf8.RuneStart(old[prefix]) || prefix < len(new) && !utf8.RuneStart(new[prefix])) {
		prefix--
	}
	for i := range prefix {
		a.push(base+i, true)
	}
	from, to := []rune(old[prefix:]), []rune(new[prefix:])
	rows, cols := len(from), len(to)
	if rows > maxAlignCells/(cols+1) {
		for range old[prefix:] {
			a.push(base+prefix, false)
		}
		a.fill(base+prefix, len(old)-prefix-rows)
		return
	}
	cost := alignTable(from, to)
	at := base + prefix
	for i, j := 0, 0; i < rows; {
		here := cost[i*(cols+1)+j]
		if j < cols && here == cost[(i+1)*(cols+1)+j+1]+alignCost(from[i], to[j]) {
			a.push(at, true)
			a.fill(at, utf8.RuneLen(from[i])-1)
			at += utf8.RuneLen(to[j])
			i++
			j++
			continue
		}
		if here == cost[(i+1)*(cols+1)+j]+alignGap {
			a.push(at, false)
			a.fill(at, utf8.RuneLen(from[i])-1)
			i++
			continue
		}
		at += utf8.RuneLen(to[j])
		j++
	}
}

func (a *alignment) push(at int, kept bool) {
	a.to = append(a.to, at)
	a.kept = append(a.kept, kept)
}

// fill stands for the further bytes of a character.
func (a *alignment) fill(at, bytes int) {
	for range bytes {
		a.push(at, false)
	}
}

const alignGap = 4

// alignCost is what it costs to take a raw character for a new one.
func alignCost(from, to rune) int32 {
	switch {
	case from == to:
		return 0
	case unicode.IsSpace(from) && unicode.IsSpace(to):
		return 1
	case unicode.IsSpace(from) || unicode.IsSpace(to):
		return math.MaxInt16
	case unicode.ToLower(from) == unicode.ToLower(to):
		return 2
	}
	return 5
}

// alignTable returns the cost of aligning each pair of suffixes.
func alignTable(from, to []rune) []int32 {
	rows, cols := len(from), len(to)
	cost := make([]int32, (rows+1)*(cols+1))
	for i := rows; i >= 0; i-- {
		for j := cols; j >= 0; j-- {
			at := i*(cols+1) + j
			if i == rows && j == cols {
				continue
			}
			best := int32(math.MaxInt32)
			if i < rows {
				best = cost[at+cols+1] + alignGap
			}
			if j < cols {
				best = min(best, cost[at+1]+alignGap)
			}
			if i < rows && j < cols {
				best = min(best, cost[at+cols+2]+alignCost(from[i], to[j]))
			}
			cost[at] = best
		}
	}
	return cost
}
