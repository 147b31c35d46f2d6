package ocrfix

import "strings"

// A sectBare is the style of a number that stands without a keyword, as in
// "1.", "1.2", "IV.", "(a)" or "b)". The zero value means that there is none.
type sectBare struct {
	style sectStyle
	depth int  // parts of a decimal number; 1 for others
	mark  byte // what closes it: '.', ')', '(' for both brackets, ' ' for nothing
	lower bool // letters and roman numbers in lower case
	// spaced: one space alone parts a number without decimals from its title.
	spaced bool
}

// sectParseBare reads a number without keyword at the start of s. It returns
// where the text after it begins; ok is false when there is none. A single
// letter that is also a roman number is read as a letter; see sectBareRoman.
func sectParseBare(s string) (b sectBare, n sectNumber, ok bool) {
	b, n, _, ok = sectSplitBare(s)
	return b, n, ok
}

// sectSplitBare is sectParseBare with the byte of s at which the text begins.
func sectSplitBare(s string) (b sectBare, n sectNumber, rest int, ok bool) {
	i := 0
	open := s != "" && (s[0] == '(' || s[0] == '{' || s[0] == '[')
	if open {
		i++
	}
	word, end := sectWord(s, i)
	if word == "" || len(word) > 6 || !sectReadNumber(word, &n) {
		return b, n, 0, false
	}
	b.depth = 1
	if n.arabic > 0 && isDigit(word[0]) {
		end = sectDecimals(s, end, &n)
		if len(n.parts) > 0 {
			b.depth = len(n.parts)
		}
	}
	switch {
	case end >= len(s):
		if !open && b.depth == 1 {
			return b, n, 0, false
		}
		b.mark = ' '
	case open && (s[end] == ')' || s[end] == '}' || s[end] == ']'):
		b.mark = '('
		end++
	case !open && (s[end] == ')' || s[end] == '.'):
		b.mark = s[end]
		end++
	case !open && s[end] == ' ' && (b.depth > 1 || n.arabic > 0 && isDigit(word[0]) && strings.HasPrefix(s[end:], "  ")):
		b.mark = ' '
	default:
		return b, n, 0, false
	}
	b.lower = strings.ToLower(word) == word && !isDigit(word[0])
	switch {
	case n.arabic > 0 && (isDigit(word[0]) || n.roman == 0 && n.letter == 0):
		b.style, b.lower = styleArabic, false
	case n.letter > 0:
		b.style = styleLetter
	case n.roman > 0:
		b.style = styleRoman
	default:
		return b, n, 0, false
	}
	if b.lower { // lower-case roman numbers: read as capitals
		up := strings.ToUpper(word)
		if n.roman = readRoman(up); n.roman > 0 && len(word) > 1 {
			b.style = styleRoman
		}
	}
	if b.style == styleLetter && b.mark == '.' && end < len(s) && s[end] != ' ' && !b.lower {
		return b, n, 0, false // an initial or an abbreviation: U.S.
	}
	return b, n, sectSkipSpace(s, end), true
}

// sectSplitSpaced is sectSplitBare for a number of one or two digits that one
// space parts from a title with a capital, as in "1 Scope". Many other lines
// begin so; the caller must see that the numbers make a series.
func sectSplitSpaced(s string) (b sectBare, n sectNumber, rest int, ok bool) {
	i := 0
	for i < len(s) && isDigit(s[i]) {
		i++
	}
	if i == 0 || i > 2 || i+1 >= len(s) || s[i] != ' ' || s[i+1] == ' ' || !sectCapital(s[i+1:]) {
		return b, n, 0, false
	}
	b, n, _, ok = sectSplitBare(s[:i] + "  ")
	b.spaced = true
	return b, n, i + 1, ok
}

// findBare finds the headings that have a number but no keyword, such as
// "1. Introduction", "II. SECURITY" or "2.1 Scope", in regions without
// articles. They count only as a series from 1: a numbered short line alone is
// an item of a list.
func (f *sectFinder) findBare() {
	var found []sectHead
	for _, r := range f.regions() {
		if r.articles == 0 {
			found = append(found, f.bareIn(r)...)
		}
	}
	f.add(found)
}

// findLetters finds the letters of an exchange that are headed by a roman
// number alone: I, II, each with a salutation below it.
func (f *sectFinder) findLetters() {
	var found []sectHead
	for i := 0; i+1 < len(f.lines); i++ {
		if f.isHead[i] || f.lines[i].runes > 5 || f.lines[i].gap == sectJoined && i > 0 && !f.lines[i-1].ends() {
			continue
		}
		number := strings.TrimRight(f.str(i), ".")
		n := readRoman(number)
		if n != len(found)+1 || !f.saluted(i+1) {
			continue
		}
		kw := sectKeywords[string(sectFold(nil, "note"))]
		found = append(found, sectHead{first: i, last: i, kind: kw.kind, abbr: kw.abbr, rank: kw.rank, number: number,
			num: sectNumber{roman: n}, value: n, bodyAt: f.lines[i].End, centred: f.centred(i)})
	}
	if len(found) > 1 {
		f.add(found)
	}
}

// sectSaluteReach is how many lines of address may stand above a salutation.
const sectSaluteReach = 12

// saluted reports whether a salutation stands soon below: a short line of its
// own that ends in a comma and goes on with a sentence ("Sir,", "Monsieur le
// Ministre,").
func (f *sectFinder) saluted(i int) bool {
	for end := min(i+sectSaluteReach, len(f.lines)-1); i < end; i++ {
		l := &f.lines[i]
		if l.stop == ',' && l.runes <= 40 && sectShapeOf(f.str(i)).digits == 0 && sectCapital(f.str(i)) && (sectCapital(f.clip(i+1)) || f.lines[i+1].gap == sectBlank && sectShapeOf(f.str(i)).words <= 5) {
			return true
		}
		if f.isHead[i] || l.runes > 200 {
			return false
		}
	}
	return false
}

// bareIn finds the numbered headings of region r.
func (f *sectFinder) bareIn(r sectRegion) []sectHead {
	var found []sectHead
	for i := r.from; i < r.to; i++ {
		if f.isHead[i] || f.lines[i].gap == sectJoined {
			continue
		}
		s := f.str(i)
		if len(s) > sectShapeLimit {
			continue
		}
		b, num, rest, ok := sectSplitBare(s)
		if !ok && f.lines[i].stop == 0 {
			b, num, rest, ok = sectSplitSpaced(s) // "1 Scope"
		}
		if !ok && len(s) <= 6 {
			b, num, _, ok = sectSplitBare(s + ".") // "1" on a line of its own
			rest = len(s)
			b.mark = ' '
		}
		if !ok || b.mark == '(' || b.lower || sectLeaders(s) {
			continue
		}
		h := sectHead{first: i, last: i, kind: "heading", abbr: "sec", rank: rankNumbered, number: f.bareText(s), num: num, bare: b}
		if rest >= len(s) {
			f.titleBelow(&h)
		} else if sectTextStart(s[rest:]) && !sectEntry(s[rest:]) {
			h.title, h.last, h.bodyAt = f.title(i, f.lines[i].Start+rest)
		}
		if h.title == "" || h.last-i > 3 || len(strings.Fields(h.title)) > 20 || !f.bareLeads(h.last+1, r.to, b) {
			continue
		}
		h.caps = sectShapeOf(h.title).caps()
		found = append(found, h)
	}
	return sectSeries(found)
}

// bareLeads reports whether text follows on line i, rather than the next item
// of a list in style b.
func (f *sectFinder) bareLeads(i, to int, b sectBare) bool {
	if i >= to {
		return false
	}
	if f.isHead[i] {
		return true
	}
	next, num, rest, ok := sectSplitBare(f.clip(i))
	if ok && next.mark == b.mark && next.style == b.style && next.depth == b.depth && num.arabic != 1 {
		return false
	}
	return ok && rest > 0 || f.prose(i) || f.lines[i].ends()
}

// sectSeries keeps the headings whose numbers form series, and ranks them: the
// parts of a decimal number by their count, other styles in the order in which
// they first stand inside one another.
func sectSeries(found []sectHead) []sectHead {
	type tally struct {
		steps, all int
		nested     bool // one of them goes on one part deeper
	}
	tallies := map[sectBare]*tally{}
	last := map[sectBare]int{}
	dropped := make([]bool, len(found))
	var order []sectBare
	for k := range found {
		h := &found[k]
		h.bare = sectBareAs(h, last)
		h.value = h.num.value(h.bare.style)
		if n := len(h.num.parts); n > 0 {
			h.value = h.num.parts[n-1]
		}
		t := tallies[h.bare]
		if t == nil {
			t = new(tally)
			tallies[h.bare] = t
			order = append(order, h.bare)
		}
		t.all++
		if h.value == last[h.bare]+1 || h.value == 1 {
			t.steps++
		}
		last[h.bare] = h.value
	}
	for k := range found {
		if sectNested(found, k) {
			tallies[found[k].bare].nested = true
		}
	}
	for k := range found {
		t := tallies[found[k].bare]
		dropped[k] = (t.all < 2 || t.steps*10 < t.all*7) && !sectNested(found, k) || found[k].bare.spaced && (t.steps < t.all || t.all < 3 && !t.nested)
	}
	for k := range found {
		h := &found[k]
		for depth, b := range order {
			if b == h.bare && h.bare.depth == 1 {
				h.rank += sectRank(depth)
			}
		}
		h.rank += sectRank(min(h.bare.depth-1, sectDepthLimit))
	}
	return sectKeep(found, dropped)
}

// sectNested reports whether the heading k has a decimal number that goes on
// with the one before it or that the next one goes on with, one part deeper:
// 1.1 and 1.1.1 need no 1.1.2 to be headings.
func sectNested(found []sectHead, k int) bool {
	parts := func(k int) []int {
		if k < 0 || k >= len(found) {
			return nil
		}
		if n := &found[k].num; len(n.parts) > 0 || n.arabic == 0 {
			return n.parts
		} else {
			return []int{n.arabic}
		}
	}
	here, before, after := parts(k), parts(k-1), parts(k+1)
	deep := len(here) > 1 && len(before) > 0 && sectFollows(before, here)
	return deep || len(here) > 0 && len(after) == len(here)+1 && sectFollows(here, after)
}

// sectBareAs returns the style in which to read the number of h: a letter that
// is a roman number too goes on with whichever of the two it fits.
func sectBareAs(h *sectHead, last map[sectBare]int) sectBare {
	b := h.bare
	if h.num.roman == 0 || h.num.letter == 0 && b.style == styleRoman {
		return b
	}
	roman, letter := b, b
	roman.style, letter.style = styleRoman, styleLetter
	switch {
	case b.style == styleArabic:
		return b
	case h.num.letter > 1 && h.num.letter == last[letter]+1:
		return letter
	case h.num.roman == last[roman]+1 || h.num.roman == 1:
		return roman
	}
	return letter
}
