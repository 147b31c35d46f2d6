package ocrfix

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// title reads the title that begins at byte from of line i and may run over
// the lines below. It returns "" when what stands there is running text, and
// in any case where the text after the heading begins.
func (f *sectFinder) title(i, from int) (title string, last, body int) {
	first := f.text[from:f.lines[i].End]
	if first == "" || len(first) > sectShapeLimit || strings.HasPrefix(first, "(") && !strings.HasSuffix(first, ")") {
		return "", i, from // "Article 5 (Fees) of this Agreement"
	}
	end := f.titleBlock(i)
	if end-i >= sectBlockLimit && !f.titleFirst(i, i) && !f.capsRun(i) {
		return "", i, from
	}
	if f.wholeTitle(i, end, from) {
		return f.joined(i, end, from), end, f.lines[end].End
	}
	if end == i && sectPointTitle(first) {
		return strings.TrimRight(first, "."), i, f.lines[i].End
	}
	if last = f.titlePart(i, end); last >= i {
		return f.joined(i, last, from), last, f.lines[last].End
	}
	return "", i, from
}

// titleBlock returns the last line of the block that a title on line i may
// take up: a label of its own ends it.
func (f *sectFinder) titleBlock(i int) int {
	end := f.blockEnd(i)
	for j := i + 1; j <= end; j++ {
		lab, ok := sectParseLabel(f.str(j))
		if ok && lab.num.sure && !lab.small && f.lines[j-1].stop == 0 && !sectDangles(f.clip(j-1)) {
			return j - 1
		}
	}
	return end
}

// wholeTitle reports whether the lines i to end, from byte from on, are a title
// and nothing else: without a stop, not set full like prose, and no sentence.
func (f *sectFinder) wholeTitle(i, end, from int) bool {
	if end-i >= 4 || f.lines[end].stop != 0 || f.lines[end].End-from > 2*sectShapeLimit {
		return false
	}
	full := 0
	for j := i; j <= end; j++ {
		if !f.short(j, 90) && !sectShapeOf(f.clip(j)).caps() {
			full++
		}
	}
	turned := end+1 < len(f.lines) && f.lines[end+1].gap == sectTurned
	if full > 1 || full > 0 && end > i && !f.short(i, 95) && turned {
		return false
	}
	if turned && sectLowerStart(f.str(end+1)) {
		return false // a paragraph that the page cuts
	}
	return !f.innerBreak(i, end) && !sectRunsOn(f.joined(i, end, from))
}

// sectPointTitle reports whether s, a line alone, is a short title that ends
// with a full stop.
func sectPointTitle(s string) bool {
	if sectStop(s) != '.' || len(s) >= 80 {
		return false
	}
	h := sectShapeOf(s)
	return h.words <= 3 || h.caps() || h.words <= 8 && h.titled() && h.long > 1
}

// titlePart returns the last line of the title when the block of lines i to
// end begins with one and goes on with the text; i-1 when it does not. Of
// several places to part them the best is before a full line.
func (f *sectFinder) titlePart(i, end int) int {
	part := i - 1
	for last := i; last < end && last-i < 4 && f.lines[last].stop == 0; last++ {
		if last > i && !f.short(last-1, 90) && !f.capsRun(i) {
			break
		}
		if !f.titleFirst(i, last) {
			continue
		}
		if part < i {
			part = last
		}
		if !f.short(last+1, 85) || f.lines[last+1].ends() || sectListed(f.clip(last+1)) {
			return last
		}
	}
	return part
}

// sectRunsOn reports whether s is part of a sentence rather than a title: it
// stops in the middle of a phrase, or is long and has a verb.
func sectRunsOn(s string) bool {
	if sectDangles(s) {
		return true
	}
	words, verbs := 0, 0
	for w := range strings.FieldsSeq(s) {
		words++
		if sectVerbs[w] {
			verbs++
		}
	}
	return words >= 12 && verbs > 0
}

// innerBreak reports whether the block of lines i to end is a short title with
// its text, rather than one title: a capital start after a line that had room.
func (f *sectFinder) innerBreak(i, end int) bool {
	for j := i; j < end; j++ {
		if !f.short(j+1, 90) && f.short(j, 60) && sectTextStart(f.str(j+1)) && f.lines[j].indent-f.lines[j+1].indent > -4 && !f.centred(j+1) {
			return true
		}
	}
	return false
}

// titleFirst reports whether the title that began on line i ends with line
// last and the text follows on the next.
func (f *sectFinder) titleFirst(i, last int) bool {
	if last+1 >= len(f.lines) || f.lines[last].stop != 0 || !sectTextStart(f.str(last+1)) {
		return false
	}
	if f.centred(last) && !f.centred(last+1) {
		return true
	}
	here, next := sectShapeOf(f.clip(last)), sectShapeOf(f.clip(last+1))
	switch {
	case here.caps() != next.caps():
		return here.caps()
	case here.caps():
		return false
	case f.short(last, 80):
		return true
	}
	return here.long >= 3 && here.capped == here.long && !next.titled() && f.short(last, 92)
}

// capsRun reports whether lines i and i+1 stand in capitals.
func (f *sectFinder) capsRun(i int) bool {
	return sectShapeOf(f.clip(i)).caps() && i+1 < len(f.lines) && sectShapeOf(f.clip(i+1)).caps()
}

// titleBelow looks for the title of h, whose label stands alone on its line,
// on the lines that touch it or in the next block.
func (f *sectFinder) titleBelow(h *sectHead) {
	i := h.last + 1
	if i >= len(f.lines) {
		return
	}
	if _, _, ok := sectParseBare(f.clip(i)); ok || !sectTextStart(f.str(i)) || f.numbersBelow(h, i) || sectShapeOf(f.clip(i)).letters < 3 {
		return
	}
	if f.lines[i].gap == sectJoined {
		if title, last, body := f.title(i, f.lines[i].Start); title != "" {
			h.title, h.last, h.bodyAt = title, last, body
		}
		return
	}
	if f.lines[i].gap != sectBlank {
		return
	}
	end := f.blockEnd(i)
	if sectEntry(f.clip(i)) || end+1 == len(f.lines) {
		return
	}
	if end-i > 3 || f.lines[end].stop != 0 {
		if title, last, body := f.title(i, f.lines[i].Start); title != "" && last < end && (h.kw == nil || h.kw.abbr != "let") { // the text touches the title
			h.title, h.last, h.bodyAt, h.apart = title, last, body, true
		}
		return
	}
	for j := i; j <= end; j++ {
		full := !f.short(j, 90) && (j == end || !f.short(end, 90))
		if shape := sectShapeOf(f.clip(j)); full && !shape.caps() && !shape.titled() || f.short(j, 80) && f.centred(h.first) != f.centred(j) {
			return
		}
	}
	title := f.joined(i, end, f.lines[i].Start)
	if len(title) > sectShapeLimit {
		return
	}
	h.title, h.last, h.bodyAt, h.apart = title, end, f.lines[end].End, true
}

// numbersBelow reports whether line i, below the label of h, is a label of its
// own. An article may well have the title "Annexes".
func (f *sectFinder) numbersBelow(h *sectHead, i int) bool {
	lab, ok := sectParseLabel(f.str(i))
	return ok && (lab.numAt > 0 || h.rank != rankArticle)
}

// sectTextStart reports whether s may be the start of a sentence or title.
func sectTextStart(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if r == 'l' { // for I or 1: "lNTERNATIONAL", "l. Each Party"
		next, _ := utf8.DecodeRuneInString(s[n:])
		return unicode.IsUpper(next) || strings.ContainsRune(".)nmrstdcgvz", next)
	}
	return !unicode.IsLower(r) && !strings.ContainsRune(",.;:)]}", r)
}

func sectLowerStart(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLower(r)
}

// dropApart takes back titles that stand after a blank line where most
// headings of the kind have none below their number: those are short sentences
// that lost their full stop.
func (f *sectFinder) dropApart() {
	type count struct{ below, all int }
	type key struct {
		kw     *sectKeyword
		region int // a treaty and its annex may differ
	}
	counts := map[key]*count{}
	region := 0
	keys := make([]key, len(f.heads))
	for k := range f.heads {
		if f.heads[k].rank <= rankAppendix {
			region++
		}
		keys[k] = key{f.heads[k].kw, region}
		if f.heads[k].rank <= rankAppendix {
			keys[k].region = 0 // the annexes are one series
		}
		c := counts[keys[k]]
		if c == nil {
			c = new(count)
			counts[keys[k]] = c
		}
		c.all++
		if f.heads[k].last > f.heads[k].first {
			c.below++
		}
	}
	for k := range f.heads {
		h := &f.heads[k]
		if c := counts[keys[k]]; h.apart && c.below*2 < c.all {
			h.title, h.apart, h.last = "", false, h.first
			h.bodyAt = f.lines[h.first].End
		}
	}
}
