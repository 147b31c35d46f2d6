package ocrfix

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A commTok is a word, a number or a punctuation mark of a unit.
type commTok struct {
	start, end int // bytes of the text
	cls        commClass
	id         uint16 // number in the language's patterns; 0: in none
	punct      byte   // the mark, 0 for words; '"' for any quotation mark, '-' for any dash
	cap        bool   // begins with a capital
	upper      bool   // all capitals, two or more
	small      bool   // without a capital: its lower-case form is itself
	entry      uint16 // its number in the language's vocabulary, 0: in none
	hints      commHint
	digit      bool // begins with a digit
	damaged    bool // known only as a misreading of a marker
	noSpace    bool // no white space before
}

func (t *commTok) is(c commClass) bool { return t.cls&c != 0 }
func (t *commTok) word() bool          { return t.punct == 0 }

// commTokenize appends the tokens of text[start:end] to dst. Square brackets,
// with which editors supply a stem, are passed over. lower is what commLower
// makes of text[start:end].
func commTokenize(dst []commTok, l *commLanguage, text, lower string, start, end int) []commTok {
	var buf [48]byte
	for i := start; i < end; {
		c := text[i]
		if c < utf8.RuneSelf && !sentAlnum(c) {
			switch {
			case sentIsSpace(c), c == '[', c == ']':
			case c == '\'':
				t := commQuote(text, i, i+1, start, end)
				dst = append(dst, t)
				i = t.end
				continue
			default:
				dst = append(dst, commTok{start: i, end: i + 1, punct: c})
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:end])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if p := commMark(r); r == '’' {
				t := commQuote(text, i, i+n, start, end)
				dst = append(dst, t)
				i = t.end
				continue
			} else if p != 0 {
				dst = append(dst, commTok{start: i, end: i + n, punct: p})
			}
			i += n
			continue
		}
		j, low, caps := commWordEnd(text, i, end, l.elision, buf[:0])
		t := commTok{start: i, end: j, digit: unicode.IsDigit(r), noSpace: i > start && !sentIsSpace(text[i-1])}
		t.cap, t.small = unicode.IsUpper(r), caps == 0
		t.upper = t.cap && caps > 1 && caps >= (j-i)/utf8.UTFMax && caps == utf8.RuneCountInString(text[i:j])
		t.entry = l.vocab.find(low)
		w := &l.vocab.entries[t.entry]
		t.hints = w.hints
		if w.known {
			t.cls, t.id, t.damaged = w.cls, w.id, w.damaged
			if l.capNouns && !t.cap && t.cls&(cParty|cBody|cPerson) != 0 && t.cls&(cDet|cAdj|cVerb) == 0 {
				t.cls = t.cls&^(cParty|cBody|cPerson) | cVerb // stellen, the verb
			}
			if l.capNouns && t.small && t.is(cUnit) && low[len(low)-1] == 'n' {
				t.cls |= cVerb // tagen, the verb
			}
			if t.damaged && t.digit {
				t.digit = false
			}
		} else if !t.digit {
			if l.suffix != nil {
				if lower != "" && len(low) == j-i {
					t.cls = l.suffix(lower[i-start : j-start])
				} else {
					t.cls = l.suffix(string(low))
				}
			}
			if t.cap {
				t.cls |= cName
			}
		}
		dst = append(dst, t)
		i = j
	}
	return dst
}

// commLower returns text in lower case, every byte in its place, or "" where it
// holds letters beyond Latin-1, whose lower case may be longer or shorter.
func commLower(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case 'A' <= c && c <= 'Z':
			c |= 0x20
		case c < utf8.RuneSelf:
		case c >= 0xc4 && c != 0xe2:
			return ""
		case 0x80 <= c && c <= 0x9e && c != 0x97 && text[max(i-1, 0)] == 0xc3:
			c |= 0x20 // À to Þ
		}
		b.WriteByte(c)
	}
	return b.String()
}

// commQuote reads an apostrophe at text[i:j]: the genitive 's, or a quotation mark.
func commQuote(text string, i, j, start, end int) commTok {
	glued := i > start && !sentIsSpace(text[i-1])
	if glued && j < end && text[j] == 's' && (j+1 >= end || !sentAlnum(text[j+1])) {
		return commTok{start: i, end: j + 1, cls: cGen, noSpace: true}
	}
	return commTok{start: i, end: j, punct: '"', noSpace: glued}
}

// commWordEnd returns the end of the word at i, its lower-case form in low and
// its number of capitals. A word keeps inner hyphens, full stops between
// letters or digits and apostrophes; 's is cut off, and so is an elided article.
func commWordEnd(text string, i, end int, elision bool, low []byte) (int, []byte, int) {
	caps := 0
	for i < end {
		c := text[i]
		if c < utf8.RuneSelf {
			switch {
			case 'A' <= c && c <= 'Z':
				caps++
				c |= 0x20
			case sentLower(c) || sentDigit(c):
			case c == '|' && i+1 < end && sentLower(text[i+1]):
			case (c == '-' || c == '.' || c == '/') && i+1 < end && sentAlnum(text[i+1]) && !(c == '.' && sentLower(text[i-1]) && !sentLower(text[i+1])):
			case c == '\'' && elision:
				return i + 1, append(low, '\''), caps
			case c == '\'' && i+1 < end && sentAlnum(text[i+1]) && text[i+1] != 's':
			default:
				return i, low, caps
			}
			if len(low) < 48 {
				low = append(low, c)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:end])
		if r == '’' && elision {
			return i + n, append(low, '\''), caps
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\u00ad' {
			return i, low, caps
		}
		if unicode.IsUpper(r) {
			caps++
			r = unicode.ToLower(r)
		}
		if len(low)+utf8.UTFMax <= 48 && r != '\u00ad' {
			low = utf8.AppendRune(low, r)
		}
		i += n
	}
	return i, low, caps
}

// commMark folds a mark outside ASCII into the one that stands for it.
func commMark(r rune) byte {
	switch {
	case r == '\u00a0' || r == '\u202f' || r == '…' || r == utf8.RuneError:
		return 0
	case strings.ContainsRune("“”„«»‘’‚‹›", r):
		return '"'
	case strings.ContainsRune("–—−", r):
		return '-'
	case r == '§':
		return '$'
	}
	return '*'
}

// commMatch returns how many tokens from i on make up the pattern, 0 for none.
func commMatch(toks []commTok, i int, p *commPattern) int {
	j := i + 1
	for k := range p.elems {
		e := &p.elems[k]
		room := [...]int{3, 8, 17}[e.skip]
		found := false
		for ; j < len(toks) && room > 0; j, room = j+1, room-1 {
			t := &toks[j]
			if e.has(t.id) && (e.skip < 2 || j+1 < len(toks) && toks[j+1].is(cBase|cAdv)) {
				found = true
				break
			}
			if e.skip == 0 && t.is(cPrep) && j+1 < len(toks) && toks[j+1].is(cAdv) && toks[j+1].end-toks[j+1].start > 4 {
				continue // "en outre"
			}
			if e.skip == 0 && !t.is(cAdv|cNot) || e.skip == 1 && t.punct != 0 || t.punct == ';' || t.punct == ':' {
				return 0
			}
		}
		if !found {
			return 0
		}
		j++
	}
	return j - i
}

func (e *commElem) has(id uint16) bool {
	if id == 0 {
		return false
	}
	for _, x := range e.ids {
		if x == id {
			return true
		}
	}
	return false
}
