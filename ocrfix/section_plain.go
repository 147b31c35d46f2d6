package ocrfix

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sectDangles reports whether s stops in the middle of a phrase: it ends with a
// small word that needs another after it, or a bracket in it is not closed.
func sectDangles(s string) bool {
	last := s[strings.LastIndexByte(s, ' ')+1:]
	return sectLinks[strings.ToLower(last)] || strings.Count(s, "(") != strings.Count(s, ")") && !strings.ContainsAny(s, "{}[]")
}

// sectEntry reports whether the line s is something that stands alone without
// being a heading: a date or place, a time, a row of a table, an address, a
// blank to fill in, an item of a list, the name of a signatory.
func sectEntry(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("(-–—•*·>|_=~/\\", r) || strings.ContainsAny(s, "|\t@_=") || strings.Contains(s, "   ") ||
		strings.Contains(s, "http") || strings.Contains(s, "www.") || strings.Contains(s, "....") {
		return true
	}
	if strings.ContainsAny(s, "/") && !strings.Contains(s, " ") && strings.ContainsAny(s, "0123456789") {
		return true // a document symbol
	}
	if s = strings.Trim(s, "\"“”„«» "); strings.HasPrefix(s, "[") && strings.HasSuffix(s, "]") {
		return true // an editor's note
	}
	day, year, numerals := false, false, 0
	for w := range strings.FieldsSeq(s) {
		w = strings.Trim(w, ".,;:()")
		if !isDigitAt(w, 0) {
			if _, ok := sectDigits(w); ok && len(w) == 4 {
				year = true // l986
				numerals++
			}
			continue
		}
		digits := 0
		for digits < len(w) && isDigit(w[digits]) {
			digits++
		}
		if digits < len(w) && (w[digits] == ':' || w[digits] == ',' || w[digits] == '/' && digits > 2) && isDigitAt(w, digits+1) {
			return true // 9:07, 3,4771, 2021/22
		}
		if digits == len(w) || digits <= 2 && len(w)-digits <= 2 {
			numerals++
			day = day || digits <= 2
			year = year || digits == 4
		}
	}
	if day && year || numerals > 2 {
		return true
	}
	if !strings.ContainsRune("fpvswgFPVSWG", r) {
		return false
	}
	for _, p := range [...]string{"for the ", "for and on behalf", "pour le ", "pour la ", "pour l'", "voor de ", "voor het ", "für die ", "für den ", "signed", "sgd", "w.g.", "gez."} {
		if len(s) >= len(p) && strings.EqualFold(s[:len(p)], p) {
			return true
		}
	}
	return false
}

func isDigitAt(s string, i int) bool { return i < len(s) && isDigit(s[i]) }

// plain reports whether the block that begins on line i has the shape of a
// heading without a number, and the block's last line.
func (f *sectFinder) plain(i int) (end int, ok bool) {
	end = f.blockEnd(i)
	first, last := &f.lines[i], &f.lines[end]
	if end-i > 3 || last.End-first.Start > sectShapeLimit || last.stop != 0 && last.stop != '?' || end+1 == len(f.lines) || f.isHead[i] || sectListed(f.clip(i)) {
		return end, false
	}
	// A bracket may begin a line of a heading, but not the first.
	if r, _ := utf8.DecodeRuneInString(f.str(i)); !unicode.IsUpper(r) && !unicode.IsDigit(r) && !strings.ContainsRune("“\"«„‘'l|¿", r) {
		return end, false
	}
	full, letters := 0, 0
	for j := i; j <= end; j++ {
		s := f.str(j)
		if sectEntry(strings.TrimLeft(s, "(")) || j < end && f.lines[j].stop != 0 && f.lines[j].stop != ',' && f.lines[j].stop != ';' {
			return end, false
		}
		h := sectShapeOf(s)
		letters += h.letters
		if h.letters*2 < len(s) && h.words > 1 && h.letters*3 < 2*h.digits {
			return end, false
		}
		if !f.short(j, 92) && !h.caps() {
			full++
		}
	}
	if s := f.clip(end); sectDangles(s) || !sectTextStart(f.clip(end+1)) {
		return end, false
	}
	// A full line is prose that lost its full stop, or was cut by the page's
	// end, unless what follows on it or below is clear.
	turned := f.lines[end+1].gap == sectTurned
	if letters < 3 || full > 1 || full > 0 && (turned || end > i && !f.short(end, 70) || i > 0 && !f.lines[i-1].ends() && !f.isHead[i-1]) && !f.loud(i) ||
		turned && !f.short(end, 75) && !sectShapeOf(f.clip(end)).caps() {
		return end, false
	}
	return end, !sectSentence(f.joined(i, end, first.Start))
}

// sectPlainLimit is the longest heading without a number, in words and bytes.
const sectPlainWords, sectPlainLimit = 30, 240

// sectSentence reports whether the words of s make a sentence or a marking
// rather than a heading: there are too many, one is a verb, or all are marks
// such as "TOP SECRET".
func sectSentence(s string) bool {
	words, verbs, marks := 0, 0, 0
	var buf [64]byte
	for w := range strings.FieldsSeq(s) {
		words++
		if sectVerbs[w] {
			verbs++
		}
		if len(w) < len(buf)/2 && sectMarkings[string(sectFold(buf[:0], w))] {
			marks++
		}
	}
	return words > sectPlainWords || len(s) > sectPlainLimit || words > 4 && verbs > 0 || marks == words
}

// strong reports whether the block of lines i to end stands out by its type:
// capitals, centring where the text is not centred, or larger or heavier
// letters.
func (f *sectFinder) strong(i, end int) bool {
	return f.loud(i) || sectShapeOf(f.joined(i, end, f.lines[i].Start)).caps() || f.centred(i) && f.centred(end)
}

// prose reports whether the block that begins on line i is running text.
func (f *sectFinder) prose(i int) bool {
	end := f.blockEnd(i)
	n := end - i + 1
	switch {
	case n > 3:
		return true
	case f.lines[end].stop != 0 && f.lines[end].stop != ',' && (n > 1 || !f.short(i, 50)):
		return true
	case f.lines[end].stop != 0 && sectSpoken(f.clip(i), f.lines[end].stop):
		return true // where a paragraph is a line, a sentence alone is short
	}
	if f.lines[end].runes > f.width+8 {
		return true
	}
	turned := end+1 < len(f.lines) && f.lines[end+1].gap == sectTurned
	return !f.short(i, 85) && (turned || !f.short(end, 70) && n > 1) && !sectShapeOf(f.clip(i)).caps() && !f.centred(i)
}

// sectSpokenWords is how many words a line needs to be a sentence by its stop.
const sectSpokenWords = 7

// sectSpoken reports whether the line s, which ends in stop, is a sentence and
// no label or entry: it has words enough and a full stop at its end, or within.
func sectSpoken(s string, stop byte) bool {
	if sectShapeOf(s).words < sectSpokenWords {
		return false
	}
	if stop == '.' {
		return true
	}
	for i := strings.Index(s, ". "); i > 0 && i+2 < len(s); {
		if sentLower(s[i-1]) && i > 3 && sentLower(s[i-3]) && s[i+2] >= 'A' && s[i+2] <= 'Z' {
			return true
		}
		k := strings.Index(s[i+2:], ". ")
		if k < 0 {
			break
		}
		i += 2 + k
	}
	return false
}

// A sectRegion is a stretch of the text with a numbering of its own: the main
// text, an annex, a letter.
type sectRegion struct {
	head     int // index of the head that opens it, -1 for the main text
	from, to int // lines, half-open
	articles int
	lastArt  int // line of the last article heading, -1 without
}

// regions splits the text at the headings that open a numbering of their own.
func (f *sectFinder) regions() []sectRegion {
	rs := []sectRegion{{head: -1, lastArt: -1}}
	for k := range f.heads {
		h := &f.heads[k]
		if h.rank <= rankAppendix {
			rs[len(rs)-1].to = h.first
			rs = append(rs, sectRegion{head: k, from: h.first, lastArt: -1})
		}
		r := &rs[len(rs)-1]
		if h.rank == rankArticle {
			r.articles++
			r.lastArt = h.first
		}
	}
	rs[len(rs)-1].to = len(f.lines)
	return rs
}

// findDeclared finds texts that follow a treaty under a heading without a
// number: a protocol, a declaration, agreed minutes.
func (f *sectFinder) findDeclared() {
	var found []sectHead
	for _, r := range f.regions() {
		if r.articles < 2 && (r.head < 0 || f.heads[r.head].kind != "annex") {
			continue
		}
		from := max(r.lastArt, r.from)
		above, collective := -1, false
		if r.head >= 0 && f.heads[r.head].kind == "annex" {
			above = f.heads[r.head].last + 1
		}
		for i := f.blockEnd(from) + 1; i < r.to; i = f.blockEnd(i) + 1 {
			if f.lines[i].gap == sectJoined || f.isHead[i] {
				continue
			}
			kind := f.declares(i)
			if kind == "" {
				continue
			}
			end, ok := f.plain(i)
			if !ok || !f.strong(i, end) && sectShapeOf(f.str(i)).words > 4 && !f.signed(i) {
				continue
			}
			h := f.plainHead(i, end)
			h.kind, h.abbr, h.rank = kind, "decl", rankAnnex
			// "Declarations" right above the first of them holds them all.
			if collective = collective || i == above; collective {
				h.rank = rankDeclared
			}
			above = h.last + 1
			found = append(found, h)
		}
	}
	f.add(found)
}

// signed reports whether a signature or the end of a sentence stands right above line i.
func (f *sectFinder) signed(i int) bool {
	return i > 0 && f.lines[i].gap != sectJoined && f.lines[i-1].ends()
}

// declares returns the kind of text that line i announces, "" for none.
func (f *sectFinder) declares(i int) string {
	var buf [128]byte
	fold, words, declares := buf[:0], 0, false
	for w := range strings.FieldsSeq(f.clip(i)) {
		if words++; words > 2 {
			break
		}
		fold = sectFold(fold, w)
		declares = declares || sectDeclared[string(fold)]
	}
	if !declares {
		return ""
	}
	first := strings.ToLower(strings.TrimLeft(f.clip(i), " \t"))
	for _, kind := range [...]struct{ prefix, kind string }{{"protoc", "protocol"}, {"protok", "protocol"}, {"ann", "annex"}, {"bij", "annex"}, {"anh", "annex"}, {"anl", "annex"}} {
		if strings.HasPrefix(first, kind.prefix) {
			return kind.kind
		}
	}
	return "declaration"
}

func (f *sectFinder) plainHead(i, end int) sectHead {
	h := sectHead{first: i, last: end, kind: "heading", abbr: "hdg", rank: rankPlain,
		title: f.joined(i, end, f.lines[i].Start), bodyAt: f.lines[end].End, centred: f.centred(i) || f.centred(end)}
	h.caps = sectShapeOf(h.title).caps()
	return h
}

// add merges found, which is in order, into the headings.
func (f *sectFinder) add(found []sectHead) {
	h, k := len(f.heads)-1, len(found)-1
	f.heads = append(f.heads, found...)
	for at := len(f.heads) - 1; k >= 0; at-- { // from the end, in place
		if h >= 0 && f.heads[h].first > found[k].first {
			f.heads[at] = f.heads[h]
			h--
			continue
		}
		f.heads[at] = found[k]
		for j := found[k].first; j <= found[k].last; j++ {
			f.isHead[j] = true
		}
		k--
	}
}

// findPlain finds the headings without a number.
func (f *sectFinder) findPlain() {
	var found []sectHead
	for _, r := range f.regions() {
		found = append(found, f.plainIn(r)...)
	}
	f.add(found)
}

// plainIn finds the headings without a number in region r. Where the region
// has articles only few can stand: a heading of the preamble, and one over a
// group of articles.
func (f *sectFinder) plainIn(r sectRegion) (found []sectHead) {
	started := r.head >= 0 || len(f.heads) > 0 && f.heads[0].first == 0
	signature, dated := false, false
	firstBlock := true
	for i, next := r.from, 0; i < r.to; i = next {
		next = f.blockEnd(i) + 1
		if f.isHead[i] {
			for next = i + 1; next < r.to && f.isHead[next]; next++ {
			}
			started, signature, firstBlock = true, false, false
			continue
		}
		if f.testimonium(i) {
			signature = true
		}
		title := firstBlock && !started
		if !started && !dated && i > 0 && f.isEntry(i-1) {
			dated = true // a place and date end a title
		}
		firstBlock = false
		if f.prose(i) {
			started = true
			continue
		}
		if signature || f.lines[i].gap == sectJoined {
			continue
		}
		if f.preambleHead(i) {
			h := f.plainHead(i, i)
			h.rank = rankGroup
			found = append(found, h)
			started = true
			continue
		}
		end, ok := f.plain(i)
		if !ok || title {
			continue
		}
		after, ok := f.leads(end+1, r.to)
		if !ok {
			continue
		}
		reasons := f.afterReasons(i, end)
		if !started && len(f.heads) > 0 && f.heads[0].kw != nil && f.heads[0].first > i && !f.strong(i, end) && !reasons {
			continue // a line of the title block, above a text with headings of its own
		}
		if r.articles >= 2 {
			// Over a group of articles, and standing out.
			if k := f.headAt(end + 1); k < 0 || f.heads[k].rank < rankBook || !f.strong(i, end) || i < r.from+2 || !started || f.lines[i].opened {
				continue
			}
			h := f.plainHead(i, end)
			h.rank = rankGroup
			found = append(found, h)
			continue
		}
		early := !started && !dated && !reasons
		if early && (after > 0 || !f.strong(i, end) || !f.isHead[min(end+1, len(f.lines)-1)] && f.centred(i)) {
			continue // still in the title
		}
		if !f.parted(i) && !f.strong(i, end) && !reasons {
			continue
		}
		h := f.plainHead(i, end)
		h.weak = early
		found = append(found, h)
	}
	// What looks like a heading before any text is one only where others
	// look the same.
	dropped := make([]bool, len(found))
	for k := range found {
		if !found[k].weak {
			continue
		}
		dropped[k] = true
		for _, h := range found {
			if !h.weak && h.caps == found[k].caps && h.centred == found[k].centred {
				dropped[k] = false
				break
			}
		}
	}
	return sectKeep(found, dropped)
}

// isEntry reports whether line i is an entry, such as a place and date.
func (f *sectFinder) isEntry(i int) bool { return f.lines[i].stop == 0 && sectEntry(f.clip(i)) }

// headAt returns the index of the heading that begins on line i, or -1.
func (f *sectFinder) headAt(i int) int {
	if i >= len(f.lines) || !f.isHead[i] {
		return -1
	}
	lo, hi := 0, len(f.heads)
	for lo < hi {
		if mid := (lo + hi) / 2; f.heads[mid].first < i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(f.heads) && f.heads[lo].first == i {
		return lo
	}
	return -1
}

// leads reports whether what begins on line i is what a heading leads to:
// running text, a numbered paragraph or list, another heading, or at most
// sectStack more lines that look like headings and then one of those. It
// returns how many such lines there are.
func (f *sectFinder) leads(i, to int) (stacked int, ok bool) {
	for ; i < to; stacked++ {
		if f.isHead[i] {
			return stacked, true
		}
		if f.prose(i) || sectListed(f.clip(i)) || f.lines[i].stop == ':' || f.lines[i].stop == ',' && i+1 < to && sectListed(f.clip(i+1)) {
			return stacked, true
		}
		end, ok := f.plain(i)
		if !ok || stacked == sectStack {
			return stacked, false
		}
		i = end + 1
	}
	return stacked, false
}

// sectStack is how many headings without text may stand one above the other.
const sectStack = 2

// sectListed reports whether s begins a list item or a numbered paragraph.
func sectListed(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	if strings.ContainsRune("•-–—*·", r) && len(s) > n {
		return true
	}
	_, _, ok := sectParseBare(s)
	return ok
}

// parted reports whether the text above line i has come to its end there.
func (f *sectFinder) parted(i int) bool {
	if i == 0 || f.isHead[i-1] {
		return true
	}
	prev := &f.lines[i-1]
	switch f.lines[i].gap {
	case sectTurned:
		return prev.ends()
	case sectBlank:
		return prev.stop != ','
	}
	return false
}

// afterReasons reports whether the block of lines i to end parts the reasons of a
// declaration from its text: above it stand paragraphs that end in commas, and
// below it one that ends in a full stop.
func (f *sectFinder) afterReasons(i, end int) bool {
	if i < 2 || f.lines[i].gap != sectBlank || f.lines[i-1].stop != ',' || end+1 >= len(f.lines) || !f.prose(end+1) {
		return false
	}
	above := i - 1
	for above > 0 && i-above < sectBlockLimit && f.lines[above].gap == sectJoined {
		above--
	}
	below := end + 1
	for below+1 < len(f.lines) && f.lines[below+1].gap == sectJoined {
		below++
	}
	return above > 0 && f.lines[above-1].stop == ',' && sectShapeOf(f.clip(above)).words > 3 && f.lines[below].stop == '.'
}

// preambleHead reports whether line i says "Preamble" and no more.
func (f *sectFinder) preambleHead(i int) bool {
	if f.lines[i].runes > 24 {
		return false
	}
	var buf [64]byte
	return sectPreambles[string(sectFold(buf[:0], f.str(i)))]
}

// sectTestimoniaFolded holds sectTestimonia folded, by their first two bytes.
var sectTestimoniaFolded = func() (folded [256][]string) {
	for _, t := range sectTestimonia {
		f := sectFold(nil, t)
		slot := &folded[commHeadSlot(f[0], f[1])]
		*slot = append(*slot, string(f))
	}
	return folded
}()

// testimonium reports whether line i begins the clause of the signatures.
func (f *sectFinder) testimonium(i int) bool {
	s := f.str(i)
	if !sectCapital(s) {
		return false
	}
	var buf [64]byte
	fold := sectFold(buf[:0], s[:min(len(s), 8)])
	if len(fold) < 2 {
		return false
	}
	candidates := sectTestimoniaFolded[commHeadSlot(fold[0], fold[1])]
	if len(candidates) == 0 {
		return false
	}
	fold = sectFold(buf[:0], s[:min(len(s), 48)])
	for _, t := range candidates {
		if len(fold) >= len(t) && string(fold[:len(t)]) == t {
			return true
		}
	}
	return false
}
