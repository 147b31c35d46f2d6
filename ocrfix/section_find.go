package ocrfix

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sectHead is a heading as it stands in the text.
type sectHead struct {
	first, last int // its lines, indexes into sectFinder.lines, both included
	bodyAt      int // byte of the text where what it governs begins
	kind, abbr  string
	rank        sectRank
	number      string // as written
	numAt       int    // byte of the text at which its figures begin, 0 for none
	title       string
	num         sectNumber
	kw          *sectKeyword // nil without a keyword
	bare        sectBare     // style of a numbered heading without a keyword
	value       int          // of its number, in the style of its kind
	expect      string       // the number that should stand here, "" when it does
	missing     int          // how many numbers are missing before it
	weak        bool         // to be taken only where its number fits
	apart       bool         // its title stands after a blank line
	caps        bool
	centred     bool
}

// A sectFinder finds the headings of one text. Its stages run in the order of
// [FindSections]; each reads what the ones before it left.
type sectFinder struct {
	text   string
	lines  []sectLine
	width  int        // of a full line of prose, in characters
	margin int        // the usual indent
	letter float64    // the usual height of letters, 0 when unknown
	top    int        // the last line of the first block, which may be the title
	isHead []bool     // by line: belongs to a heading
	heads  []sectHead // in order of first
}

func (f *sectFinder) str(i int) string { return f.text[f.lines[i].Start:f.lines[i].End] }

// blockEnd returns the last line of the block of touching lines that holds
// line i, looking at most sectBlockLimit lines ahead.
func (f *sectFinder) blockEnd(i int) int {
	j := i
	for j+1 < len(f.lines) && j-i < sectBlockLimit && f.lines[j+1].gap == sectJoined && !f.isHead[j+1] && !f.labelAlone(j+1) {
		j++
	}
	return j
}

// labelAlone reports whether line i is a label and nothing else, and begins
// rather than ends a phrase.
func (f *sectFinder) labelAlone(i int) bool {
	if f.lines[i].runes > f.width || f.lines[i].stop != 0 {
		return false
	}
	lab, ok := sectParseLabel(f.str(i))
	if !ok || lab.sep == sepNone || lab.small || !lab.num.sure || f.lines[i-1].stop == ',' || sectDangles(f.clip(i-1)) {
		return false
	}
	return f.short(i-1, 92) || lab.sep == sepEnd && (i+1 == len(f.lines) || f.lines[i+1].gap != sectJoined)
}

// sectBlockLimit is how many lines of a block are looked at: no heading is longer.
const sectBlockLimit = 6

// joined returns the text of lines i to j as one line, from byte from on.
func (f *sectFinder) joined(i, j, from int) string {
	if i == j {
		return strings.TrimSpace(f.text[from:f.lines[i].End])
	}
	var b strings.Builder
	b.WriteString(strings.TrimSpace(f.text[from:f.lines[i].End]))
	for i++; i <= j; i++ {
		b.WriteByte(' ')
		b.WriteString(f.str(i))
	}
	return b.String()
}

// short reports whether line i ends well before the full width.
func (f *sectFinder) short(i int, percent int) bool {
	return f.lines[i].runes*100 < f.width*percent
}

// centred reports whether line i stands in from the margin, about the middle.
func (f *sectFinder) centred(i int) bool {
	l := &f.lines[i]
	off := 2*l.indent + l.runes - f.width - f.margin
	switch in := l.indent - f.margin; {
	case in >= 6:
		return -16 <= off && off <= 16
	case in >= 2:
		return -4 <= off && off <= 4
	}
	return false
}

// tall reports whether the letters of line i are clearly larger than usual.
func (f *sectFinder) tall(i int) bool {
	return f.letter > 0 && f.lines[i].height > 1.15*f.letter
}

// opens reports whether line i may begin a heading, and whether by a clear
// sign: white space or the end of a sentence above it.
func (f *sectFinder) opens(i int) (may, clear bool) {
	if i == 0 || f.isHead[i-1] {
		return true, true
	}
	prev := &f.lines[i-1]
	switch f.lines[i].gap {
	case sectBlank:
		return true, !f.lines[i].opened
	case sectTurned:
		return true, prev.ends()
	}
	if i+1 < len(f.lines) && f.lines[i+1].gap != sectJoined && f.short(i, 60) {
		return true, false
	}
	if f.centred(i) && !f.centred(i-1) && prev.ends() {
		return true, true
	}
	return prev.ends() || f.short(i-1, 70), false
}

// findNumbered finds the headings that a keyword announces.
func (f *sectFinder) findNumbered() {
	for i := range f.lines {
		may, clear := f.opens(i)
		if !may || f.isHead[i] || f.lines[i].End-f.lines[i].Start > 4*sectShapeLimit {
			continue
		}
		s := f.str(i)
		lab, ok := sectParseLabel(s)
		if !ok || sectLeaders(s) {
			continue
		}
		if h, ok := f.numbered(i, lab, clear); ok {
			f.heads = append(f.heads, h)
			if !h.weak {
				for j := h.first; j <= h.last; j++ {
					f.isHead[j] = true
				}
			}
		}
	}
}

// numbered judges the label lab at the start of line i.
func (f *sectFinder) numbered(i int, lab sectLabel, clear bool) (sectHead, bool) {
	s := f.str(i)
	h := sectHead{first: i, last: i, kw: lab.kw, kind: lab.kw.kind, abbr: lab.kw.abbr, rank: lab.kw.rank,
		number: strings.Trim(s[:lab.numEnd], "#*_ "), num: lab.num, weak: !clear, centred: f.centred(i)}
	h.caps = sectShapeOf(h.number).caps()
	if lab.numAt > 0 {
		h.numAt = f.lines[i].Start + lab.numAt
	}
	if lab.numAt == 0 && lab.kw.bare && lab.sep == sepEnd && !clear && f.lines[i].stop == 0 && i > f.top {
		// "Annex" alone on its line
		clear = f.lines[i-1].ends() || i+1 < len(f.lines) && f.lines[i+1].gap != sectJoined
		h.weak = !clear
	}
	h.weak = h.weak || lab.doubt
	from := f.lines[i].Start + lab.rest
	h.bodyAt = from
	switch lab.sep {
	case sepEnd:
		// A reference that ends a sentence: "in accordance with\nArticle 5."
		if f.lines[i].stop != 0 && !clear {
			return h, false
		}
		h.weak = h.weak || f.lines[i].stop != 0 && i > 0 && f.lines[i-1].stop == 0 && !f.isHead[i-1]
		h.bodyAt = f.lines[i].End
		f.titleBelow(&h)
		if h.kw.abbr == "let" && h.last > i && sectEntry(h.title) { // the place and date of the letter
			h.title, h.last, h.bodyAt, h.apart = "", i, f.lines[i].End, false
		}
	default:
		title, last, body := f.title(i, from)
		if lab.small && lab.sep != sepMark {
			// "Article 5 of the Treaty" is a reference; "Artikel 14
			// esm-steun" on a line of its own may be a heading.
			if !clear || title == "" || last > i || !f.short(i, 75) || last+1 < len(f.lines) && f.lines[last+1].gap == sectJoined {
				return h, false
			}
			h.weak = true
		}
		if title != "" {
			h.title, h.last, h.bodyAt = title, last, body
			break
		}
		h.bodyAt = body
		if lab.sep == sepNone {
			h.weak = true // "Article 5 The Parties shall …" may be a heading or a reference
		}
	}
	if lab.kw.abbr == "let" && lab.sep != sepEnd && (h.title == "" || lab.num.roman == 0) || lab.plural && lab.sep != sepMark && lab.sep != sepEnd {
		return h, false
	}
	series := lab.kw.abbr == "item" || lab.kw.abbr == "let" // whose count must be right anyway
	if lab.kw.strict && (!clear && !series || lab.sep != sepEnd && lab.sep != sepMark && h.title == "") {
		return h, false
	}
	return h, true
}

// sectLeaders reports whether s is a line of a table of contents: dots that
// lead to a page number.
func sectLeaders(s string) bool {
	end := strings.TrimRight(s, "0123456789lIO ")
	return len(end) < len(s) && (strings.HasSuffix(end, "...") || strings.HasSuffix(end, ". .") || strings.HasSuffix(end, "…") || strings.HasSuffix(end, "__"))
}

// title reads the title that begins at byte from of line i and may run over
// the lines below. It returns "" when what stands there is running text, and
// in any case where the text after the heading begins.
func (f *sectFinder) title(i, from int) (title string, last, body int) {
	end := f.blockEnd(i)
	for j := i + 1; j <= end; j++ { // a label of its own ends the block
		if lab, ok := sectParseLabel(f.str(j)); ok && lab.num.sure && !lab.small && !sectDangles(f.clip(j-1)) && f.lines[j-1].stop == 0 {
			end = j - 1
		}
	}
	first := f.text[from:f.lines[i].End]
	if strings.HasPrefix(first, "(") && !strings.HasSuffix(first, ")") {
		return "", i, from // "Article 5 (Fees) of this Agreement"
	}
	if first == "" || len(first) > sectShapeLimit || end-i >= sectBlockLimit && !f.titleFirst(i, i) && !f.capsRun(i) {
		return "", i, from
	}
	// The whole block is the title.
	if end-i < 4 && f.lines[end].stop == 0 && f.lines[end].End-from <= 2*sectShapeLimit {
		turned := end+1 < len(f.lines) && f.lines[end+1].gap == sectTurned
		full := end > i && !f.short(i, 95) && !sectShapeOf(first).caps() && (turned || !f.short(end, 90))
		cut := turned && sectLowerStart(f.str(end+1))
		for j, n := i, 0; j <= end; j++ {
			if !f.short(j, 90) && !sectShapeOf(f.clip(j)).caps() {
				n++
			}
			full = full || n > 1
		}
		whole := f.joined(i, end, from)
		if !full && !cut && !f.innerBreak(i, end) && !sectRunsOn(whole) {
			return whole, end, f.lines[end].End
		}
	}
	// A short title that ends with a full stop.
	if end == i && f.lines[i].stop == '.' && len(first) < 80 {
		if h := sectShapeOf(first); h.words <= 3 || h.caps() || h.words <= 8 && h.titled() && h.long > 1 {
			return strings.TrimRight(first, "."), i, f.lines[i].End
		}
	}
	// The title is the first lines of the block, the text the rest. Of several
	// places to part them, the best is before a full line.
	part := -1
	for last = i; last < end && last-i < 4 && f.lines[last].stop == 0; last++ {
		if last > i && !f.short(last-1, 90) && !f.capsRun(i) {
			break
		}
		if !f.titleFirst(i, last) {
			continue
		}
		if part < 0 {
			part = last
		}
		if !f.short(last+1, 85) || f.lines[last+1].ends() || sectListed(f.clip(last+1)) {
			part = last
			break
		}
	}
	if part < 0 {
		return "", i, from
	}
	return f.joined(i, part, from), part, f.lines[part].End
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

// clip returns line i, cut at sectShapeLimit bytes.
func (f *sectFinder) clip(i int) string {
	s := f.str(i)
	if len(s) > sectShapeLimit {
		s = s[:sectShapeLimit]
	}
	return s
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

func (f *sectFinder) isLabel(i int) bool {
	_, ok := sectParseLabel(f.str(i))
	return ok
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

// settle decides the value of every number, takes the weak candidates that
// fill a gap and drops the others, notes numbers that are missing or misread,
// and drops a table of contents.
func (f *sectFinder) settle() {
	byKind := map[*sectKeyword][]int{}
	var order []*sectKeyword
	for k := range f.heads {
		kw := f.heads[k].kw
		if byKind[kw] == nil {
			order = append(order, kw)
		}
		byKind[kw] = append(byKind[kw], k)
	}
	dropped := make([]bool, len(f.heads))
	for _, kw := range order {
		f.settleKind(byKind[kw], dropped)
	}
	f.heads = sectKeep(f.heads, dropped)
	f.dropApart()
	f.dropContents()
	clear(f.isHead)
	for _, h := range f.heads {
		for j := h.first; j <= h.last; j++ {
			f.isHead[j] = true
		}
	}
}

func sectKeep(heads []sectHead, dropped []bool) []sectHead {
	kept := heads[:0]
	for k, h := range heads {
		if !dropped[k] {
			kept = append(kept, h)
		}
	}
	return kept
}

// sectGapLimit is how many numbers may be missing at once: more is a new
// count, as of articles 1401, 1402, 1501.
const sectGapLimit = 20

// settleKind settles the headings at of one kind, which are in order.
func (f *sectFinder) settleKind(at []int, dropped []bool) {
	style := f.styleOf(at)
	for _, k := range at {
		n := &f.heads[k].num
		f.heads[k].value = n.value(style)
		if style == styleRoman && n.roman > 0 {
			n.suffix = "" // the V of 1V is none
		}
	}
	// nextStrong[x] is the value of the first strong heading after at[x].
	nextStrong := make([]int, len(at))
	for x, next := len(at)-1, 0; x >= 0; x-- {
		nextStrong[x] = next
		if h := &f.heads[at[x]]; !h.weak {
			next = h.value
		}
	}
	last, taken := 0, 0
	for x, k := range at {
		h := &f.heads[k]
		if x > 0 {
			h.regainPoint(f.heads[at[x-1]].num.parts)
		}
		if len(h.num.parts) > 0 {
			last, taken = h.value, taken+1
			dropped[k] = h.weak && !(x > 0 && sectFollows(f.heads[at[x-1]].num.parts, h.num.parts))
			continue
		}
		if h.num.value(style) == 0 && !h.kw.bare && nextStrong[x] == last+2 {
			h.value, h.expect = last+1, strconv.Itoa(last+1)
		}
		switch {
		case h.kw.abbr == "let" && h.value != last+1 && h.value != 1:
			dropped[k] = true // "No. 2653" is the letter's own number
			continue
		case h.weak && (nextStrong[x] == h.value || !f.fits(at, x, last)):
			dropped[k] = true
			continue
		case h.value == last+1 || h.value == last && h.num.suffix != "" || h.value == 1 || h.value == 0:
		case last > 0 && nextStrong[x] == last+2 && h.value != last:
			h.expect = strconv.Itoa(last + 1)
			h.value = last + 1
		case h.value > last+1 && last > 0 && h.value < last+sectGapLimit:
			h.missing = h.value - last - 1
		}
		taken++
		last = h.value
	}
	// Words that also mean other things count only as a series.
	if kw := f.heads[at[0]].kw; kw.abbr == "let" || kw.abbr == "cl" || kw.abbr == "item" {
		alone := kw.abbr == "let" && strings.HasSuffix(f.heads[at[0]].number, "I")
		if taken < 2 && !alone || f.heads[at[0]].value != 1 {
			for _, k := range at {
				dropped[k] = true
			}
		}
	}
}

// fits reports whether the weak heading at[x] goes on with a count that stands
// at last: it is the next number, or, at the start, the first of two.
func (f *sectFinder) fits(at []int, x, last int) bool {
	h := &f.heads[at[x]]
	switch {
	case last == 0:
		return h.value == 1 && x+1 < len(at) && f.heads[at[x+1]].value == 2
	case h.value == last:
		return h.num.suffix != ""
	}
	return h.value == last+1
}

// regainPoint reads a number such as 415 as 4.15 where that follows before.
func (h *sectHead) regainPoint(before []int) {
	n := len(before)
	if n < 2 || len(h.num.parts) > 0 || h.num.arabic < 10 {
		return
	}
	next := slices.Clone(before)
	next[n-1]++
	digits, text := "", ""
	for i, p := range next {
		if i > 0 {
			text += "."
		}
		digits += strconv.Itoa(p)
		text += strconv.Itoa(p)
	}
	if digits == strconv.Itoa(h.num.arabic) {
		h.num.parts, h.expect = next, text
	}
}

// sectFollows reports whether the decimal number b comes right after a.
func sectFollows(a, b []int) bool {
	n := len(b)
	if n == 0 {
		return false
	}
	switch {
	case len(a) == n:
		return slices.Equal(a[:n-1], b[:n-1]) && b[n-1] == a[n-1]+1
	case len(a) == n-1:
		return slices.Equal(a, b[:n-1]) && b[n-1] == 1
	case len(a) > n:
		return sectFollows(a[:n], b)
	}
	return false
}

// styleOf returns how the headings at count: by the numbers that can be read
// in one way only, else by whether 1 or I stands there.
func (f *sectFinder) styleOf(at []int) sectStyle {
	var votes [3]int
	for _, k := range at {
		n := &f.heads[k].num
		switch {
		case n.arabic > 500: // the number of a letter or a law
		case n.arabic > 0 && n.roman == 0:
			votes[styleArabic] += 2
		case n.roman > 0 && n.arabic == 0 && n.letter == 0:
			votes[styleRoman] += 2
		case n.letter > 0 && n.roman == 0:
			votes[styleLetter] += 2
		case n.roman > 0 && strings.Contains(f.heads[k].number[len(f.heads[k].number)-1:], "I"):
			votes[styleRoman]++
		case n.arabic > 0:
			votes[styleArabic]++
		}
	}
	best := styleArabic
	for _, s := range []sectStyle{styleRoman, styleLetter} {
		if votes[s] > votes[best] {
			best = s
		}
	}
	return best
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

// dropContents drops headings that come in an unbroken run of four and more
// and all come again later: a table of contents without leaders.
func (f *sectFinder) dropContents() {
	type key struct {
		kw     *sectKeyword
		number string
	}
	lastOf := map[key]int{}
	for k, h := range f.heads {
		lastOf[key{h.kw, h.number}] = k
	}
	dropped := make([]bool, len(f.heads))
	for k := 0; k < len(f.heads); {
		end := k
		for end+1 < len(f.heads) && f.heads[end+1].first == f.heads[end].last+1 {
			end++
		}
		again := 0
		for x := k; x <= end; x++ {
			if lastOf[key{f.heads[x].kw, f.heads[x].number}] > end {
				again++
			}
		}
		if n := end - k + 1; n >= 4 && again*10 >= n*8 {
			for x := k; x <= end; x++ {
				dropped[x] = true
			}
		}
		k = end + 1
	}
	f.heads = sectKeep(f.heads, dropped)
}
