package ocrfix

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/sergi/go-diff/diffmatchpatch"

	"ocrfix/ocrfix/internal/align"
)

// DiffOptions say how a diff is written. The zero value gives three lines of
// context and no colour.
type DiffOptions struct {
	RawName, CleanName string // in the header; "" means "raw" and "cleaned"
	// Context is the number of unchanged lines around a change; 0 means
	// three, a negative number none.
	Context int
	// Color marks changes with terminal colours as well.
	Color bool
	// Width is the number of columns of [DiffSide]; 0 means 130.
	Width int
}

const (
	defaultContext = 3
	defaultWidth   = 130
)

func (o *DiffOptions) context() int {
	if o.Context == 0 {
		return defaultContext
	}
	return max(o.Context, 0)
}

func (o *DiffOptions) names() (string, string) {
	raw, clean := o.RawName, o.CleanName
	if raw == "" {
		raw = "raw"
	}
	if clean == "" {
		clean = "cleaned"
	}
	return raw, clean
}

// DiffUnified writes the unified diff of a raw text and what the applied edits
// make of it, as patch and git read it, or nothing where they change nothing.
// [DiffEdits] makes edits of two texts.
func DiffUnified(w io.Writer, raw string, edits []Edit, opt DiffOptions) error {
	changes, err := lineChanges(raw, edits)
	if err != nil {
		return err
	}
	out := diffWriter{Writer: bufio.NewWriter(w), color: opt.Color}
	return out.hunks(raw, changes, opt, func(line string) { out.line(' ', line) }, func(c lineChange) {
		for _, l := range c.lines {
			out.line('-', l)
		}
		for _, l := range c.new {
			out.line('+', l)
		}
	})
}

// DiffWords writes the changed lines of a raw text with their context, each
// change within its line: [-raw-]{+new+}. The lines and their numbers are
// those of [DiffUnified].
func DiffWords(w io.Writer, raw string, edits []Edit, opt DiffOptions) error {
	changes, err := lineChanges(raw, edits)
	if err != nil {
		return err
	}
	out := diffWriter{Writer: bufio.NewWriter(w), color: opt.Color}
	return out.hunks(raw, changes, opt, out.words, func(c lineChange) {
		var b strings.Builder
		at := c.start
		for _, e := range c.edits {
			b.WriteString(raw[at:e.Start])
			if e.Raw != "" {
				b.WriteString(out.colored(colorOld, "[-"+e.Raw+"-]"))
			}
			if e.New != "" {
				b.WriteString(out.colored(colorNew, "{+"+e.New+"+}"))
			}
			at = e.End
		}
		b.WriteString(raw[at:c.end])
		out.words(b.String())
	})
}

// WriteEditsJSON writes a list of edits as an indented JSON array, as it
// stands in the JSON of a result. [ReadEdits] reads it.
func WriteEditsJSON(w io.Writer, edits []Edit) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(newJSONResult(&Result{Edits: edits}).Edits)
}

// A lineChange is a run of whole raw lines that edits touch.
type lineChange struct {
	first, last int // line numbers from 0, half-open
	start, end  int // bytes of the raw text
	lines, new  []string
	edits       []Edit
}

// lineChanges widens the applied edits to whole lines.
func lineChanges(raw string, edits []Edit) ([]lineChange, error) {
	if err := CheckEdits(raw, edits); err != nil {
		return nil, err
	}
	starts := lineStarts(raw)
	lineOf := func(offset int) int {
		if offset == len(raw) && offset > 0 && raw[offset-1] != '\n' {
			offset-- // the last line has no end; what is added there belongs to it
		}
		return sort.SearchInts(starts, offset+1) - 1
	}
	var changes []lineChange
	for _, e := range edits {
		if !e.Applied || e.Raw == e.New {
			continue
		}
		first, last := lineOf(e.Start), lineOf(e.End)
		whole := e.Start == starts[first] && e.End == starts[last] && (e.New == "" || strings.HasSuffix(e.New, "\n"))
		if !whole && last < len(starts)-1 {
			last++
		}
		if n := len(changes); n > 0 && first < changes[n-1].last {
			c := &changes[n-1]
			c.last = max(c.last, last)
			c.edits = append(c.edits, e)
			continue
		}
		changes = append(changes, lineChange{first: first, last: last, edits: []Edit{e}})
	}
	for i := range changes {
		c := &changes[i]
		c.start, c.end = starts[c.first], starts[c.last]
		c.lines = splitLines(raw[c.start:c.end])
		var b strings.Builder
		at := c.start
		for _, e := range c.edits {
			b.WriteString(raw[at:e.Start])
			b.WriteString(e.New)
			at = e.End
		}
		b.WriteString(raw[at:c.end])
		c.new = splitLines(b.String())
	}
	return changes, nil
}

// lineStarts returns the offsets at which the lines of s begin, and its length.
func lineStarts(s string) []int {
	starts := make([]int, 1, strings.Count(s, "\n")+2)
	for i := 0; i < len(s); {
		n := strings.IndexByte(s[i:], '\n')
		if n < 0 {
			i = len(s)
		} else {
			i += n + 1
		}
		starts = append(starts, i)
	}
	return starts
}

// splitLines cuts s after each line end.
func splitLines(s string) []string {
	if s == "" {
		return nil
	}
	lines := strings.SplitAfter(s, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return lines
}

const (
	colorOld  = "\x1b[31m"
	colorNew  = "\x1b[32m"
	colorHunk = "\x1b[36m"
	colorOff  = "\x1b[m"
)

// A diffWriter writes lines and hunks.
type diffWriter struct {
	*bufio.Writer
	color bool
	// The lines that were written, of each text: hunks sets them at the start
	// of every hunk, and who counts on them counts on.
	rawLine, cleanLine int
}

// hunks writes the header and the hunks of a diff, with same for the lines of
// context and change for what changed. It returns the first error of the
// writer beneath.
func (w *diffWriter) hunks(raw string, changes []lineChange, opt DiffOptions, same func(line string), change func(lineChange)) error {
	if len(changes) == 0 {
		return nil
	}
	rawName, cleanName := opt.names()
	fmt.Fprintf(w, "--- %s\n+++ %s\n", rawName, cleanName)
	starts, context := lineStarts(raw), opt.context()
	shift := 0 // of line numbers, from the changes so far
	for len(changes) > 0 {
		n := 1
		for n < len(changes) && changes[n].first-changes[n-1].last <= 2*context {
			n++
		}
		hunk := changes[:n]
		changes = changes[n:]
		first := max(hunk[0].first-context, 0)
		last := min(hunk[n-1].last+context, len(starts)-1)
		grown := 0
		for _, c := range hunk {
			grown += len(c.new) - len(c.lines)
		}
		header := fmt.Sprintf("@@ -%s +%s @@", lineRange(first, last-first), lineRange(first+shift, last-first+grown))
		w.WriteString(w.colored(colorHunk, header))
		w.WriteByte('\n')
		w.rawLine, w.cleanLine = first, first+shift
		shift += grown
		at := first
		for _, c := range hunk {
			for ; at < c.first; at++ {
				same(raw[starts[at]:starts[at+1]])
			}
			change(c)
			at = c.last
		}
		for ; at < last; at++ {
			same(raw[starts[at]:starts[at+1]])
		}
	}
	return w.Flush()
}

// lineRange returns a range of n lines after the first before, as diffs have it.
func lineRange(before, n int) string {
	switch n {
	case 0:
		return fmt.Sprintf("%d,0", before)
	case 1:
		return fmt.Sprint(before + 1)
	}
	return fmt.Sprintf("%d,%d", before+1, n)
}

// line writes a line of a unified diff.
func (w *diffWriter) line(mark byte, line string) {
	text, ended := strings.CutSuffix(line, "\n")
	text = string(mark) + text
	switch mark {
	case '-':
		text = w.colored(colorOld, text)
	case '+':
		text = w.colored(colorNew, text)
	}
	w.WriteString(text)
	w.WriteByte('\n')
	if !ended {
		w.WriteString("\\ No newline at end of file\n")
	}
}

// words writes lines of a word diff.
func (w *diffWriter) words(text string) {
	w.WriteString(text)
	if text != "" && !strings.HasSuffix(text, "\n") {
		w.WriteByte('\n')
	}
}

func (w *diffWriter) colored(color, text string) string {
	if !w.color {
		return text
	}
	return color + text + colorOff
}

// DiffEdits returns edits that make clean of raw, word by word, all applied.
// It aligns lines first, then the words of the lines that differ, and last the
// words between two that agree, so that those that belong together make one
// edit: "exa mination" and "examination". Empty lines are aligned by what stands
// around them: any two are equal, so they say nothing. Both texts may hold
// anything.
func DiffEdits(raw, clean string) []Edit {
	a, b := splitAfterAny(raw, "\n\f"), splitAfterAny(clean, "\n\f")
	rawAt, cleanAt := newOffsets(a), newOffsets(b)
	x, y, distinct := numberLines(a, b)
	var edits []Edit
	for _, g := range gaps(matchUnique(x, y, distinct), len(b)) {
		old := Span{rawAt[g.truth.Start], rawAt[g.truth.End]}
		now := Span{cleanAt[g.other.Start], cleanAt[g.other.End]}
		if raw[old.Start:old.End] != clean[now.Start:now.End] {
			edits = appendWordEdits(edits, newDiffText(raw, old), newDiffText(clean, now))
		}
	}
	d := Document{Text: raw}
	d.index()
	for i := range edits {
		e := &edits[i]
		e.Page, e.Line = d.PageAt(e.Start)+1, max(d.LineAt(e.Start), 0)+1
	}
	return edits
}

// matchUnique pairs equal lines or words, given as numbers below distinct:
// first those that are unique in both texts, as far as they come in the same
// order (patience diff), and then between these by longest common subsequence.
// So the time does not grow with the square of a long text.
func matchUnique(a, b []int32, distinct int) []int32 {
	const none, several = -1, -2
	place := func(list []int32) []int {
		out := slices.Repeat([]int{none}, distinct)
		for i, s := range list {
			if out[s] != none {
				i = several
			}
			out[s] = i
		}
		return out
	}
	inA, inB := place(a), place(b)
	var pairs []gap // of unique lines, in the order of a
	for i, s := range a {
		if j := inB[s]; inA[s] == i && j >= 0 {
			pairs = append(pairs, gap{Span{i, i + 1}, Span{j, j + 1}})
		}
	}
	match := make([]int32, len(a))
	i, j := 0, 0
	between := func(p, q int) {
		for k, m := range align.Common(a[i:p], b[j:q]) {
			if m >= 0 {
				m += int32(j)
			}
			match[i+k] = m
		}
	}
	for _, p := range increasing(pairs) {
		between(p.truth.Start, p.other.Start)
		match[p.truth.Start] = int32(p.other.Start)
		i, j = p.truth.End, p.other.End
	}
	between(len(a), len(b))
	return match
}

// increasing returns a longest run of the pairs whose places in the other text
// increase (patience sorting).
func increasing(pairs []gap) []gap {
	var ends []int // the pair that ends the best run of each length
	before := make([]int, len(pairs))
	for i, p := range pairs {
		n := sort.Search(len(ends), func(k int) bool { return pairs[ends[k]].other.Start >= p.other.Start })
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		} else {
			ends[n] = i
		}
	}
	var out []gap
	if len(ends) > 0 {
		for i := ends[len(ends)-1]; i >= 0; i = before[i] {
			out = append(out, pairs[i])
		}
	}
	slices.Reverse(out)
	return out
}

// A diffText is a part of a text, cut into words.
type diffText struct {
	text  string // the whole text
	span  Span   // the part
	at    []Span // of the words
	words []string
}

func newDiffText(text string, span Span) *diffText {
	t := &diffText{text: text, span: span}
	for s := range eachField(text, t.span) {
		t.at = append(t.at, s)
		t.words = append(t.words, text[s.Start:s.End])
	}
	return t
}

// appendWordEdits appends the edits that make b of a.
func appendWordEdits(edits []Edit, a, b *diffText) []Edit {
	rawEnd, cleanEnd := a.span.Start, b.span.Start // of what is done
	edit := func(rawTo, cleanTo int) {
		old, now := a.text[rawEnd:rawTo], b.text[cleanEnd:cleanTo]
		if old != now {
			before := commonSpace(old, now)
			old, now = old[before:], now[before:]
			after := commonSpaceEnd(old, now)
			edits = append(edits, Edit{
				Start: rawEnd + before, End: rawTo - after,
				Raw: old[:len(old)-after], New: now[:len(now)-after], Applied: true,
			})
		}
		rawEnd, cleanEnd = rawTo, cleanTo
	}
	i, j := 0, 0
	for _, p := range alignWords(a.words, b.words) {
		if p.truth > 0 && p.text > 0 {
			first, last := withoutMarks(a.words[i:i+p.truth], b.words[j:j+p.text])
			edit(a.at[i+first].Start, b.at[j].Start) // what stands between, words without a partner included
			edit(a.at[i+last-1].End, b.at[j+p.text-1].End)
		}
		i, j = i+p.truth, j+p.text
	}
	edit(a.span.End, b.span.End)
	return edits
}

// withoutMarks gives the range of old words that new ones came of: those at the
// ends that are marks only are no part of them where the new ones begin or end
// in a letter or digit. They went by themselves, from another line even.
func withoutMarks(old, now []string) (first, last int) {
	last = len(old)
	for r, _ := utf8.DecodeRuneInString(now[0]); first+1 < last && isLetterOrDigit(r) && !strings.ContainsFunc(old[first], isLetterOrDigit); {
		first++
	}
	for r, _ := utf8.DecodeLastRuneInString(now[len(now)-1]); first+1 < last && isLetterOrDigit(r) && !strings.ContainsFunc(old[last-1], isLetterOrDigit); {
		last--
	}
	return first, last
}

// commonSpace returns the length of the white space that both begin with.
func commonSpace(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] && isASCIISpace(a[n]) {
		n++
	}
	return n
}

// commonSpaceEnd returns the length of the white space that both end with.
func commonSpaceEnd(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] && isASCIISpace(a[len(a)-1-n]) {
		n++
	}
	return n
}

func isASCIISpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// mostWords is how many words go-diff gets at once. Its time grows with the
// length times the number of differences.
const mostWords = 2000

// alignWords pairs the words of two texts.
func alignWords(a, b []string) []part {
	n := numbering{}
	x, y := n.of(a), n.of(b)
	if len(a)+len(b) <= mostWords {
		return appendParts(nil, a, b, x, y)
	}
	// Long texts are cut where both agree; where they hardly do, what they have
	// in common has to serve.
	at := matchUnique(x, y, len(n))
	var parts []part
	i, j := 0, 0
	upTo := func(p, q int) {
		if p-i+q-j <= 2*mostWords {
			parts = appendParts(parts, a[i:p], b[j:q], x[i:p], y[j:q])
		} else {
			parts = appendMatched(parts, a[i:p], b[j:q], shifted(at[i:p], j))
		}
		i, j = p, q
	}
	for p, q := range at {
		if q := int(q); q >= 0 && p-i+q-j >= mostWords {
			upTo(p, q)
		}
	}
	upTo(len(a), len(b))
	return parts
}

// appendMatched pairs the words a and b of which at says which are the same.
func appendMatched(parts []part, a, b []string, at []int32) []part {
	done := 0 // words of a
	matches := func(to int) {
		for ; done < to; done++ {
			parts = append(parts, part{1, 1})
		}
	}
	for _, g := range gaps(at, len(b)) {
		matches(g.truth.Start)
		parts = append(parts, divide(a[g.truth.Start:g.truth.End], b[g.other.Start:g.other.End])...)
		done = g.truth.End
	}
	matches(len(a))
	return parts
}

// appendParts pairs the words a and b, whose numbers are x and y.
func appendParts(parts []part, a, b []string, x, y []int32) []part {
	dmp := diffmatchpatch.New()
	dmp.DiffTimeout = 0 // else it gives up and calls everything replaced
	old, now := 0, 0    // words that differ, before those to come
	flush := func() {
		parts = append(parts, divide(a[:old], b[:now])...)
		a, b = a[old:], b[now:]
		old, now = 0, 0
	}
	for _, d := range dmp.DiffMainRunes(numberRunes(x), numberRunes(y), false) {
		n := utf8.RuneCountInString(d.Text)
		switch d.Type {
		case diffmatchpatch.DiffDelete:
			old += n
		case diffmatchpatch.DiffInsert:
			now += n
		case diffmatchpatch.DiffEqual:
			flush()
			for range n {
				parts = append(parts, part{1, 1})
			}
			a, b = a[n:], b[n:]
		}
	}
	flush()
	return parts
}

// numberRunes maps numbers to runes, leaving out the surrogates, which are none.
func numberRunes(numbers []int32) []rune {
	out := make([]rune, len(numbers))
	for i, n := range numbers {
		if n >= 0xd800 {
			n += 0x800
		}
		out[i] = n
	}
	return out
}

// numbering gives equal strings equal numbers, from 0 on.
type numbering map[string]int32

func (n numbering) of(list []string) []int32 {
	out := make([]int32, len(list))
	for i, s := range list {
		k, ok := n[s]
		if !ok {
			k = int32(len(n))
			n[s] = k
		}
		out[i] = k
	}
	return out
}

// numberLines gives equal lines of two texts equal numbers below distinct, and
// each line of white space one of its own.
func numberLines(a, b []string) (x, y []int32, distinct int) {
	n := numbering{}
	x, y = n.of(a), n.of(b)
	distinct = len(n)
	own := func(lines []string, numbers []int32) {
		for i, s := range lines {
			if strings.TrimSpace(s) == "" {
				numbers[i] = int32(distinct)
				distinct++
			}
		}
	}
	own(a, x)
	own(b, y)
	return x, y, distinct
}

// newOffsets returns where each piece of a text begins, and its length.
func newOffsets(pieces []string) []int {
	out := make([]int, len(pieces)+1)
	for i, p := range pieces {
		out[i+1] = out[i] + len(p)
	}
	return out
}

// splitAfterAny cuts s after each of the characters.
func splitAfterAny(s, chars string) []string {
	var out []string
	for s != "" {
		n := strings.IndexAny(s, chars) + 1
		if n == 0 {
			n = len(s)
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}
