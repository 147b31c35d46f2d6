package ocrfix

import "strings"

// A sectHead is a heading as it stands in the text.
type sectHead struct {
	first, last int // its lines, indexes into sectFinder.lines, both included
	bodyAt      int // byte of the text where what it governs begins
	kind, abbr  string
	rank        sectRank
	number      string // as written
	mended      string // number with OCR damage mended, "" where there is none
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
	width  int             // of a full line of prose, in characters
	margin int             // the usual indent
	letter float64         // the usual height of letters, 0 when unknown
	weight bool            // bold letters set lines apart
	top    int             // the last line of the first block, which may be the title
	isHead []bool          // by line: belongs to a heading
	intro  map[string]bool // stems of the words before the first heading, once needed
	heads  []sectHead      // in order of first
}

func (f *sectFinder) str(i int) string { return f.text[f.lines[i].Start:f.lines[i].End] }

// clip returns line i, cut at sectShapeLimit bytes.
func (f *sectFinder) clip(i int) string {
	s := f.str(i)
	if len(s) > sectShapeLimit {
		s = s[:sectShapeLimit]
	}
	return s
}

// isLabel reports whether line i begins with a label.
func (f *sectFinder) isLabel(i int) bool {
	_, ok := sectParseLabel(f.str(i))
	return ok
}

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

// loud reports whether the letters of line i are clearly larger or heavier than
// usual.
func (f *sectFinder) loud(i int) bool {
	return f.letter > 0 && f.lines[i].height > 1.15*f.letter || f.weight && f.lines[i].bold
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
		if !ok || sectLeaders(s) || strings.Contains(s[lab.rest:], "|") { // a table of contents, or any table
			continue
		}
		if h, ok := f.numbered(i, lab, clear); ok {
			f.heads = append(growAhead(f.heads, i, len(f.lines)), h)
			if !h.weak {
				for j := h.first; j <= h.last; j++ {
					f.isHead[j] = true
				}
			}
		}
	}
	f.dropSigns()
}

// dropSigns drops the headings of paragraph signs where articles announced by a
// word begin with one, as in Belgian acts ("Art. 3. § 1."): there the sign
// numbers paragraphs.
func (f *sectFinder) dropSigns() {
	signs, within := 0, false
	for k := range f.heads {
		h := &f.heads[k]
		if h.kw == sectParagraphSign {
			signs++
		} else if h.kw.abbr == "art" && strings.HasPrefix(f.text[min(h.bodyAt, len(f.text)):], "§") {
			within = true
		}
	}
	if signs == 0 || !within {
		return
	}
	dropped := make([]bool, len(f.heads))
	for k := range f.heads {
		if h := &f.heads[k]; h.kw == sectParagraphSign {
			dropped[k] = true
			for j := h.first; j <= h.last; j++ {
				f.isHead[j] = false
			}
		}
	}
	f.heads = sectKeep(f.heads, dropped)
}

// numbered judges the label lab at the start of line i, which may begin a
// heading by a clear sign or not.
func (f *sectFinder) numbered(i int, lab sectLabel, clear bool) (sectHead, bool) {
	s := f.str(i)
	h := sectHead{first: i, last: i, kw: lab.kw, kind: lab.kw.kind, abbr: lab.kw.abbr, rank: lab.kw.rank,
		number: strings.Trim(s[:lab.numEnd], "#*_ "), num: lab.num, centred: f.centred(i), bodyAt: f.lines[i].Start + lab.rest}
	h.caps = sectShapeOf(h.number).caps()
	if lab.numAt > 0 {
		h.numAt = f.lines[i].Start + lab.numAt
	}
	if i <= f.top && lab.numAt == 0 && h.kind == "protocol" {
		return h, false // the title of the whole
	}
	clear = clear || f.bareAlone(i, &lab)
	h.weak = !clear || lab.doubt
	ok := true
	if lab.sep == sepEnd {
		ok = f.labelOnly(&h, clear)
	} else {
		ok = f.labelWithTitle(&h, &lab, clear)
	}
	if !ok || lab.plural && lab.sep != sepMark && lab.sep != sepEnd {
		return h, false
	}
	series := lab.kw.abbr == "item" || lab.kw.abbr == "let" // whose count must be right anyway
	if lab.kw.abbr == "let" && lab.sep != sepEnd && (h.title == "" || lab.num.roman == 0) {
		return h, false
	}
	if lab.kw.strict && (!clear && !series || lab.sep != sepEnd && lab.sep != sepMark && h.title == "") {
		return h, false
	}
	return h, true
}

// bareAlone reports whether a word such as "Annex" stands alone on line i,
// with the end of a sentence above it or a blank line below.
func (f *sectFinder) bareAlone(i int, lab *sectLabel) bool {
	if lab.numAt > 0 || !lab.kw.bare || lab.sep != sepEnd || f.lines[i].stop != 0 || i <= f.top {
		return false
	}
	return f.lines[i-1].ends() || i+1 < len(f.lines) && f.lines[i+1].gap != sectJoined
}

// labelOnly judges the heading h, whose label fills its line, and looks for
// its title below.
func (f *sectFinder) labelOnly(h *sectHead, clear bool) bool {
	i := h.first
	if f.lines[i].stop != 0 {
		// It may be a reference that ends a sentence: "in accordance with
		// Article 5."
		if !clear {
			return false
		}
		h.weak = h.weak || i > 0 && f.lines[i-1].stop == 0 && !f.isHead[i-1]
	}
	h.bodyAt = f.lines[i].End
	f.titleBelow(h)
	if h.kw.abbr == "let" && h.last > i && sectEntry(h.title) { // the place and date of the letter
		h.title, h.last, h.bodyAt, h.apart = "", i, f.lines[i].End, false
	}
	return true
}

// labelWithTitle judges the heading h, whose label has its title or its text
// beside it.
func (f *sectFinder) labelWithTitle(h *sectHead, lab *sectLabel, clear bool) bool {
	i := h.first
	title, last, body := f.title(i, h.bodyAt)
	if lab.small && lab.sep != sepMark {
		// "Article 5 of the Treaty" is a reference; "Artikel 14 esm-steun" on
		// a line of its own may be a heading.
		if !clear || title == "" || last > i || !f.short(i, 75) || last+1 < len(f.lines) && f.lines[last+1].gap == sectJoined {
			return false
		}
		h.weak = true
	}
	h.title, h.last, h.bodyAt = title, last, body
	if title == "" && lab.sep == sepNone {
		h.weak = true // "Article 5 The Parties shall …" may be a heading or a reference
	}
	return true
}

// sectLeaders reports whether s is a line of a table of contents: dots that
// lead to a page number.
func sectLeaders(s string) bool {
	end := strings.TrimRight(s, "0123456789lIO ")
	return len(end) < len(s) && (strings.HasSuffix(end, "...") || strings.HasSuffix(end, ". .") || strings.HasSuffix(end, "…") || strings.HasSuffix(end, "__"))
}
