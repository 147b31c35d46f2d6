package ocrfix

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A commTok is a word, a number or a punctuation mark of a unit.
type commTok struct {
	start, end int    // bytes of the text
	low        string // in lower case, as the tables write it where they list it
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
// with which editors supply a stem, are passed over.
func commTokenize(dst []commTok, words *commSeen, text string, start, end int) []commTok {
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
				dst = append(dst, commTok{start: i, end: i + 1, low: text[i : i+1], punct: c})
			}
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, n := utf8.DecodeRuneInString(text[i:end])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				if p := commMark(r); r == '’' {
					t := commQuote(text, i, i+n, start, end)
					dst = append(dst, t)
					i = t.end
					continue
				} else if p != 0 {
					dst = append(dst, commTok{start: i, end: i + n, low: text[i : i+n], punct: p})
				}
				i += n
				continue
			}
		}
		j := commWordEnd(text, i, end, words.lang.elision)
		dst = append(dst, *words.of(text[i:j]))
		t := &dst[len(dst)-1]
		t.start, t.end, t.noSpace = i, j, i > start && !sentIsSpace(text[i-1])
		i = j
	}
	return dst
}

// A commSeen remembers the words of a text in one language, so that what the
// tables say of a word is asked once and not wherever it stands. It is a hash
// table with open addressing that begins anew when it holds commMaxSeen words.
type commSeen struct {
	lang    *commLanguage
	slots   [2 * commMaxSeen]uint16 // numbers of entries from 1, 0 for free ones
	entries []commSeenWord
}

type commSeenWord struct {
	word string
	tok  commTok
}

// commMaxSeen is how many different words are remembered, a power of two.
const commMaxSeen = 1 << 13

// of returns the token of a word, its place aside.
func (s *commSeen) of(word string) *commTok {
	i := commHash(word) >> 32 % uint64(len(s.slots))
	for ; s.slots[i] != 0; i = (i + 1) % uint64(len(s.slots)) {
		if e := &s.entries[s.slots[i]-1]; e.word == word {
			return &e.tok
		}
	}
	if len(s.entries) == commMaxSeen {
		s.slots, s.entries = [2 * commMaxSeen]uint16{}, s.entries[:0]
	}
	s.entries = append(s.entries, commSeenWord{word, s.lang.token(word)})
	s.slots[i] = uint16(len(s.entries))
	return &s.entries[len(s.entries)-1].tok
}

// token makes the token of a word, its place aside.
func (l *commLanguage) token(word string) commTok {
	low, caps := commLower(word)
	first, _ := utf8.DecodeRuneInString(word)
	t := commTok{low: word, digit: unicode.IsDigit(first), cap: unicode.IsUpper(first), small: caps == 0}
	t.upper = t.cap && caps > 1 && caps >= len(word)/utf8.UTFMax && caps == utf8.RuneCountInString(word)
	t.entry = l.vocab.find(low)
	w := &l.vocab.entries[t.entry]
	t.hints = w.hints
	if t.entry != 0 {
		t.low = w.word
	} else if !t.small {
		t.low = strings.ToLower(word)
	}
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
			t.cls = l.suffix(low)
		}
		if t.cap {
			t.cls |= cName
		}
	}
	return t
}

// commMaxWord is the length in bytes beyond which a word is cut before it is
// looked for in the tables.
const commMaxWord = 48

// commLower returns a word as the tables write it, in lower case, with straight
// apostrophes, without soft hyphens, and how many capitals it has.
func commLower(word string) (low string, caps int) {
	plain := len(word) <= commMaxWord
	for _, r := range word {
		if unicode.IsUpper(r) {
			caps++
		}
		plain = plain && r != '’' && r != '\u00ad'
	}
	if plain && caps == 0 {
		return word, 0
	}
	var buf [commMaxWord]byte
	b := buf[:0]
	for _, r := range word {
		switch {
		case r == '’':
			b = append(b, '\'')
		case r < utf8.RuneSelf && len(b) < commMaxWord:
			b = append(b, byte(unicode.ToLower(r)))
		case r >= utf8.RuneSelf && r != '\u00ad' && len(b)+utf8.UTFMax <= commMaxWord:
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return string(b), caps
}

// commQuote reads an apostrophe at text[i:j]: the genitive 's, or a quotation mark.
func commQuote(text string, i, j, start, end int) commTok {
	glued := i > start && !sentIsSpace(text[i-1])
	if glued && j < end && text[j] == 's' && (j+1 >= end || !sentAlnum(text[j+1])) {
		return commTok{start: i, end: j + 1, low: text[i : j+1], cls: cGen, noSpace: true}
	}
	return commTok{start: i, end: j, low: text[i:j], punct: '"', noSpace: glued}
}

// commWordEnd returns the end of the word at i. A word keeps inner hyphens, full
// stops between letters or digits and apostrophes; 's is cut off, and so is an
// elided article.
func commWordEnd(text string, i, end int, elision bool) int {
	for i < end {
		c := text[i]
		if c < utf8.RuneSelf {
			switch {
			case sentAlnum(c):
			case c == '|' && i+1 < end && sentLower(text[i+1]):
			case (c == '-' || c == '.' || c == '/') && i+1 < end && sentAlnum(text[i+1]) && !(c == '.' && sentLower(text[i-1]) && !sentLower(text[i+1])):
			case c == '\'' && elision:
				return i + 1
			case c == '\'' && i+1 < end && sentAlnum(text[i+1]) && text[i+1] != 's':
			default:
				return i
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(text[i:end])
		if r == '’' && elision {
			return i + n
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\u00ad' {
			return i
		}
		i += n
	}
	return i
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
