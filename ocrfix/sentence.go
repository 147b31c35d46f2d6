package ocrfix

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A commUnit is what the search for commitments judges at once: a sentence, a
// list item, a numbered clause or a heading. Offsets are bytes of the text; the
// span has no white space at its ends and may run over several lines.
type commUnit struct {
	Span
	body    int  // where the words begin: after the label, if there is one
	label   bool // begins with a list label: "(a)", "1.", "-"
	number  bool // the label is a number, as of a paragraph: "1.", "1.2"
	first   bool // first unit of its paragraph
	heading bool // an article line, a line in capitals, a short bare line
	stem    bool // ends with a colon or a dash: what follows completes it
	open    bool // has no full stop, semicolon or the like at its end
}

// Limits that keep the work linear on text that is no prose.
const (
	sentMaxUnit    = 6000  // bytes; a longer sentence is cut at a space
	sentMaxHeading = 120   // bytes of a line that may be a heading
	sentBareWords  = 12    // words of a bare line that may be a heading
	sentFolio      = 12    // bytes of a line without letters that is passed over
	sentGap        = "   " // spaces in a row that count as a line break
)

// sentSplit calls yield for every unit of text, in order. Hard-wrapped lines
// are joined; a blank line, a form feed, a list label, a heading and each
// offset in breaks (ascending) begin a new unit. The lines in furniture
// (ascending) are passed over, and a sentence goes on behind them. It looks at
// every byte a fixed number of times.
func sentSplit(text string, breaks []int, furniture []Span, yield func(commUnit)) {
	s := sentSplitter{text: text, yield: yield}
	for at := 0; at < len(text); {
		for len(furniture) > 0 && furniture[0].End <= at {
			furniture = furniture[1:]
		}
		if len(furniture) > 0 && strings.TrimSpace(text[at:max(at, furniture[0].Start)]) == "" {
			at = furniture[0].End
			s.blank, s.turned = true, true
			continue
		}
		for len(breaks) > 0 && breaks[0] <= at {
			s.flush()
			breaks = breaks[1:]
		}
		end := sentLineEnd(text, at)
		if len(breaks) > 0 && breaks[0] < end {
			end = breaks[0]
		}
		s.line(at, end)
		at = end
		switch {
		case at == len(text):
		case text[at] == '\n' || text[at] == '\f':
			at++
		case strings.HasPrefix(text[at:], sentGap):
			for at < len(text) && text[at] == ' ' {
				at++
			}
			s.gap = s.bare()
		}
	}
	s.flush()
}

// sentLineEnd returns the end of the line that begins at: a line feed, a form
// feed, or a run of spaces as wide as a tabulator stop after some text.
func sentLineEnd(text string, at int) int {
	i := at
	for i < len(text) && text[i] == ' ' {
		i++
	}
	for ; i < len(text); i++ {
		if c := text[i]; c > ' ' {
			continue
		} else if c == '\n' || c == '\f' || c == ' ' && strings.HasPrefix(text[i:], sentGap) {
			return i
		}
	}
	return i
}

// A sentSplitter gathers lines into paragraphs and cuts those into sentences.
type sentSplitter struct {
	text  string
	yield func(commUnit)

	start, end int  // the paragraph so far; empty when start == end
	lines      int  // its lines
	bodyAt     int  // after its label
	label      bool // it begins with one
	number     bool
	blank      bool // a blank line or a page break follows it
	gap        bool // a wide gap follows it, and it may be a heading
	turned     bool // the page turns after it
}

// line adds the line text[at:end] to the paragraph, or begins one with it.
func (s *sentSplitter) line(at, end int) {
	at, end = sentTrim(s.text, at, end)
	if at == end || end-at < sentFolio && strings.IndexFunc(s.text[at:end], unicode.IsLetter) < 0 {
		s.blank = true // a blank line, or a page number
		return
	}
	line := s.text[at:end]
	if s.lines > 0 && (s.blank && !s.goesOn(line) || s.gap && sentUpperFirst(line) || s.ended()) {
		s.flush()
	}
	s.blank, s.gap, s.turned = false, false, false
	if sentHeadingLine(line) {
		s.flush()
		s.yield(commUnit{Span: Span{at, end}, body: at, first: true, heading: true, open: true})
		return
	}
	n, number := sentLabel(line)
	if n > 0 && (s.lines == 0 || s.mayBreak()) {
		s.flush()
		s.begin(at, end, at+n, true, number)
		return
	}
	if s.lines == 0 {
		s.begin(at, end, at, false, false)
		return
	}
	s.end = end
	s.lines++
}

func (s *sentSplitter) begin(at, end, body int, label, number bool) {
	s.start, s.end, s.bodyAt, s.label, s.number, s.lines = at, end, body, label, number, 1
}

// goesOn reports whether a line after a blank one, or on the next page, goes on
// with the sentence before: that has no end and the line begins in lower case,
// which it need not where the page turns.
func (s *sentSplitter) goesOn(line string) bool {
	r, _ := utf8.DecodeRuneInString(line)
	if !unicode.IsLower(r) && !(s.turned && s.lines > 1) || sentHeadingLine(line) {
		return false
	}
	if n, _ := sentLabel(line); n > 0 {
		return false
	}
	t := s.text[s.start:s.end]
	stem, open := sentClose(t)
	return (open || t[len(t)-1] == ',') && !stem && !s.bare()
}

// ended reports whether the paragraph so far ends as an item of a list or a stem
// does at the end of its line.
func (s *sentSplitter) ended() bool {
	c := s.text[s.end-1]
	return c == ';' || c == ':'
}

// bare reports whether the paragraph so far is one short line without a full
// stop, as a heading is.
func (s *sentSplitter) bare() bool {
	if s.lines != 1 || s.label {
		return false
	}
	t := s.text[s.start:s.end]
	_, open := sentClose(t)
	return open && len(t) <= sentMaxHeading && sentWords(t) <= sentBareWords/2 && sentUpperFirst(t)
}

// mayBreak reports whether a list item may begin after the paragraph so far.
// A label in the midst of a wrapped sentence ("paragraph 2⏎(b) of") may not.
func (s *sentSplitter) mayBreak() bool {
	t := s.text[s.start:s.end]
	switch t[len(t)-1] {
	case '.', ':', ';', ',', '!', '?', '-', ')', ']', '"', '\'':
		return true
	}
	if strings.HasSuffix(t, "—") || strings.HasSuffix(t, "–") || strings.HasSuffix(t, "”") || strings.HasSuffix(t, "’") {
		return true
	}
	switch t[strings.LastIndexAny(t, " \n")+1:] {
	case "and", "or", "en", "of", "et", "ou", "und", "oder":
		return true
	}
	return false
}

// flush cuts the paragraph into sentences.
func (s *sentSplitter) flush() {
	if s.lines == 0 {
		return
	}
	first, labelled := true, s.label
	from, at, end := s.start, s.bodyAt, s.end
	for at < end {
		stop, inline := sentEnd(s.text, at, end)
		a, b := sentTrim(s.text, from, stop)
		if a < b {
			u := commUnit{Span: Span{a, b}, body: max(a, at), first: first, label: labelled}
			u.number = first && s.number
			u.stem, u.open = sentClose(s.text[a:b])
			bare := first && b == end && s.lines == 1 && u.open && !u.stem && !u.label
			u.heading = bare && sentWords(s.text[a:b]) <= sentBareWords && sentUpperFirst(s.text[a:b])
			s.yield(u)
			first = false
		}
		at, _ = sentTrim(s.text, stop, end)
		from, labelled = at, inline
		if inline {
			n, _ := sentLabel(s.text[at:end])
			at += n
		}
	}
	s.lines, s.blank, s.gap, s.turned = 0, false, false, false
}

// sentEnd returns where the sentence that begins at ends, at most end, and
// whether a list label follows inside the line.
func sentEnd(text string, at, end int) (stop int, inline bool) {
	for i := at; i < end; i++ {
		c := text[i]
		if i-at >= sentMaxUnit && (c == ' ' || c >= utf8.RuneSelf && i-at >= sentMaxUnit+utf8.UTFMax) {
			return i, false
		}
		if !sentStops[c] {
			continue
		}
		switch c {
		case '.', '!', '?':
			j := i + 1
			for j < end && (text[j] == ')' || text[j] == '"' || text[j] == '\'') {
				j++
			}
			if strings.HasPrefix(text[j:end], "”") || strings.HasPrefix(text[j:end], "’") {
				j += len("”")
			}
			if j >= end {
				return end, false
			}
			if sentIsSpace(text[j]) {
				if sentOpens(text, j, end) && !(text[i] == '.' && sentAbbreviated(text, at, i)) {
					return j, false
				}
			} else if text[i] == '.' && sentGlued(text, at, i, end) {
				return i + 1, false
			}
		case ':', ';':
			j := i + 1
			for j < end && sentIsSpace(text[j]) {
				j++
			}
			if j > i+1 && j < end && text[j] == '(' {
				if n, _ := sentLabel(text[j:end]); n > 0 {
					return i + 1, true
				}
			}
		}
	}
	return end, false
}

// sentStops are the marks that may end a sentence or a part of one.
var sentStops = [256]bool{'.': true, '!': true, '?': true, ':': true, ';': true}

// sentOpens reports whether a sentence may begin after the white space at i.
func sentOpens(text string, i, end int) bool {
	for i < end && sentIsSpace(text[i]) {
		i++
	}
	for i < end {
		r, n := utf8.DecodeRuneInString(text[i:end])
		switch {
		case unicode.IsUpper(r) || unicode.IsDigit(r):
			return true
		case strings.ContainsRune("(\"'“„«‘[–-•", r):
			i += n
		default:
			return false
		}
	}
	return true
}

// sentAbbreviated reports whether the full stop at dot ends an abbreviation:
// one letter ("J."), a known one ("Art."), or a dotted chain ("H.E.").
func sentAbbreviated(text string, at, dot int) bool {
	i := dot
	for i > at {
		r, n := utf8.DecodeLastRuneInString(text[at:i])
		if !unicode.IsLetter(r) {
			break
		}
		i -= n
	}
	word := text[i:dot]
	if word == "" {
		return dot > at && sentDigit(text[dot-1]) && sentMonthNext(text[dot+1:])
	}
	if utf8.RuneCountInString(word) == 1 {
		r, _ := utf8.DecodeRuneInString(word)
		return unicode.IsUpper(r) || (i > at && text[i-1] == '.')
	}
	if len(word) > 8 {
		return false
	}
	var buf [8]byte
	return sentAbbreviations[string(sentAppendLower(buf[:0], word))]
}

// sentAppendLower appends s to dst with the letters of Latin-1 in lower case.
func sentAppendLower(dst []byte, s string) []byte {
	for k := range len(s) {
		c := s[k]
		if 'A' <= c && c <= 'Z' || 0x80 <= c && c <= 0x9e && c != 0x97 && k > 0 && s[k-1] == 0xc3 {
			c |= 0x20 // À to Þ begin with 0xc3
		}
		dst = append(dst, c)
	}
	return dst
}

// sentMonthNext reports whether a month follows, as after a German ordinal.
func sentMonthNext(s string) bool {
	s = strings.TrimLeft(s, " \n")
	if len(s) > 16 {
		s = s[:16]
	}
	end := strings.IndexAny(s, " \n,.;")
	if end <= 0 {
		end = len(s)
	}
	return monthNumber[strings.ToLower(s[:end])] > 0
}

// sentAbbreviations are words whose full stop does not end a sentence, in
// lower case, of the four languages.
var sentAbbreviations = wordSet(`
	art arts no nos mr mrs ms dr prof st sec para paras pp vol cf eg ie vs al fig ed eds gen col lt capt
	sgt hon rev messrs approx viz incl nr nrs blz resp jl mw dhr drs ir ing jhr lid ca bijv mme mlle mm me
	abs ziff bzw vgl ggf inkl evtl bd hrsg str gem usw sog chap`)

// sentGlued reports whether the full stop at dot, with no space after it,
// still ends a sentence: "Convention.The Parties".
func sentGlued(text string, at, dot, end int) bool {
	if dot < at+3 || dot+2 >= end {
		return false
	}
	r, n := utf8.DecodeRuneInString(text[dot+1 : end])
	next, _ := utf8.DecodeRuneInString(text[dot+1+n : end])
	return sentLower(text[dot-1]) && sentLower(text[dot-2]) && sentLower(text[dot-3]) && unicode.IsUpper(r) && (unicode.IsLower(next) || next == '\'' || next == '’' || next == ' ')
}

func sentLower(c byte) bool { return 'a' <= c && c <= 'z' }

// sentClose says how a unit ends: as a stem, and without closing punctuation.
func sentClose(s string) (stem, open bool) {
	t := s
	if c := t[len(t)-1]; !sentStops[c] && !sentAlnum(c) {
		t = strings.TrimRight(s, "])\"'”’»")
	}
	if t == "" {
		return false, true
	}
	switch t[len(t)-1] {
	case ':':
		return true, true
	case '.', ';', '!', '?', ',':
		return false, false
	}
	return strings.HasSuffix(t, "—") || strings.HasSuffix(t, "–"), true
}

// sentLabel measures the list label at the start of a line, with the spaces
// after it; 0 when there is none. number tells a paragraph number from a letter
// or a bullet.
func sentLabel(s string) (n int, number bool) {
	i := 0
	switch c := s[0]; {
	case c == '-' || c == '*':
		i = 1
	case c == '(':
		j := 1
		for j < len(s) && j < 6 && sentAlnum(s[j]) {
			j++
		}
		if j == 1 || j >= len(s) || s[j] != ')' {
			return 0, false
		}
		number = sentDigit(s[1])
		if !number && j > 2 && !romanLabel(s[1:j]) && s[1] != s[2] {
			return 0, false
		}
		i = j + 1
	case sentDigit(c):
		j, dots := 0, 0
		for j < len(s) && (sentDigit(s[j]) || s[j] == '.' && j > 0 && s[j-1] != '.') {
			if s[j] == '.' {
				dots++
			}
			j++
		}
		if j > 9 || dots == 0 && j > 3 || j > 3 && strings.IndexByte(s[:4], '.') < 0 { // a year is no label
			return 0, false
		}
		if s[j-1] == '.' {
			dots++
		} else if j < len(s) && (s[j] == ')' || s[j] == ',') {
			j++
			dots++
		}
		if dots == 0 {
			return 0, false
		}
		if s[j-1] == ',' && !sentUpperFirst(strings.TrimLeft(s[j:], " ")) {
			return 0, false
		}
		i, number = j, true
	case sentAlnum(c):
		j := 1
		for j < len(s) && j < 5 && sentAlnum(s[j]) {
			j++
		}
		if j >= len(s) || (j > 1 && !romanLabel(s[:j])) {
			return 0, false
		}
		if s[j] != ')' && !(s[j] == '.' && sentLower(c)) {
			return 0, false
		}
		i = j + 1
	default:
		for _, b := range [...]string{"•", "–", "—", "·", "▪", "●", "◦", "■"} {
			if strings.HasPrefix(s, b) {
				i = len(b)
			}
		}
	}
	if i == 0 || i >= len(s) || !sentIsSpace(s[i]) {
		return 0, false
	}
	for i < len(s) && sentIsSpace(s[i]) {
		i++
	}
	if i < len(s) && s[i] == '(' { // "1. (a) …"
		if m, _ := sentLabel(s[i:]); m > 0 {
			i += m
		}
	}
	return i, number
}

// sentHeadingWords open the number line of a part of a text.
var sentHeadingWords = wordSet(`
	article art artikel chapter part section annex title appendix protocol attachment
	chapitre partie titre annexe hoofdstuk deel titel paragraaf bijlage kapitel teil abschnitt anlage anhang`)

// sentHeadingLine reports whether a line is a heading by its own shape: an
// article line, or a line in capitals.
func sentHeadingLine(line string) bool {
	if len(line) > sentMaxHeading {
		return false
	}
	upper, lower := 0, false
	for i := 0; i < len(line) && !lower; i++ {
		if c := line[i]; 'A' <= c && c <= 'Z' {
			upper++
		} else {
			lower = sentLower(c)
		}
	}
	if !lower && upper >= 3 {
		return true
	}
	i := strings.IndexByte(line, ' ')
	if i < 3 || i > 10 || !sentUpperFirst(line) {
		return false
	}
	var buf [10]byte
	if !sentHeadingWords[string(sentAppendLower(buf[:0], strings.TrimSuffix(line[:i], ".")))] {
		return false
	}
	rest := strings.TrimLeft(line[i:], " ")
	j := 0
	for j < len(rest) && sentAlnum(rest[j]) {
		j++
	}
	digits := j > 0 && (sentDigit(rest[0]) || romanLabel(rest[:min(j, 5)]) || j == 1)
	if !digits {
		return false
	}
	after := strings.TrimLeft(rest[j:], " .:")
	return after == "" || rest[j] == ':' || strings.HasPrefix(after, "-") || strings.HasPrefix(after, "–") || strings.HasPrefix(after, "—")
}

func sentUpperFirst(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}

// sentWords counts words, and stops counting soon after sentBareWords.
func sentWords(s string) int {
	n, in := 0, false
	for i := 0; i < len(s) && n <= sentBareWords; i++ {
		if sentIsSpace(s[i]) {
			in = false
		} else if !in {
			in = true
			n++
		}
	}
	return n
}

func sentTrim(text string, at, end int) (int, int) {
	for at < end && sentIsSpace(text[at]) {
		at++
	}
	for end > at && sentIsSpace(text[end-1]) {
		end--
	}
	return at, end
}

func sentIsSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f' || c == '\v'
}
func sentDigit(c byte) bool { return '0' <= c && c <= '9' }
func sentAlnum(c byte) bool {
	return sentDigit(c) || sentLower(c) || 'A' <= c && c <= 'Z'
}
