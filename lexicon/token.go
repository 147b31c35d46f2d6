package lexicon

import (
	"unicode"
	"unicode/utf8"
)

// A TokenKind tells the tokens of running text apart.
type TokenKind uint8

const (
	TokenWord   TokenKind = iota // letters, with apostrophes inside
	TokenNumber                  // anything that begins with a digit
	TokenStop                    // the end of a sentence: . ! ?
	TokenComma                   // ,
	TokenHyphen                  // - between two words without spaces
	TokenBreak                   // other marks between words
)

// A Token is a piece of running text, bytes [Start, End).
type Token struct {
	Kind       TokenKind
	Start, End int
}

// Tokenize cuts running text into the tokens that the n-gram model is made
// of, appended to dst. A final 's is a word of its own; so is what stands
// before an apostrophe where elide is set (French l', d', qu').
func Tokenize(dst []Token, text string, elide bool) []Token {
	old := len(dst) // tokens of another text
	ahead := prospect{end: -1}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		switch {
		case unicode.IsLetter(r):
			j := wordEnd(text, i)
			dst = appendWord(dst, text, i, j, elide)
			i = j
		case unicode.IsDigit(r):
			j := i + n
			for j < len(text) {
				r, n := utf8.DecodeRuneInString(text[j:])
				if unicode.IsDigit(r) || unicode.IsLetter(r) {
					j += n
					continue
				}
				if (r == '.' || r == ',' || r == '/' || r == ':') && j+1 < len(text) && isDigitByte(text[j+1]) {
					j++
					continue
				}
				break
			}
			dst = append(dst, Token{TokenNumber, i, j})
			i = j
		case r == '.' || r == '!' || r == '?':
			ahead = ahead.look(text, i+n)
			if r != '.' || ahead.endsSentence(text, i, dst[old:]) {
				dst = append(dst, Token{TokenStop, i, i + n})
			}
			i += n
		case r == ',':
			dst = append(dst, Token{TokenComma, i, i + n})
			i += n
		case r == '-':
			if next, _ := utf8.DecodeRuneInString(text[i+1:]); len(dst) > old && dst[len(dst)-1].End == i && unicode.IsLetter(next) {
				dst = append(dst, Token{TokenHyphen, i, i + n})
			}
			i += n
		case r == '\'' || r == '’' || unicode.IsSpace(r):
			i += n
		default:
			dst = append(dst, Token{TokenBreak, i, i + n})
			i += n
		}
	}
	return dst
}

func isDigitByte(c byte) bool { return '0' <= c && c <= '9' }

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

// wordEnd returns where the run of letters that begins at i ends; an
// apostrophe between letters belongs to it.
func wordEnd(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) {
			i += n
			continue
		}
		if isApostrophe(r) {
			if next, _ := utf8.DecodeRuneInString(text[i+n:]); unicode.IsLetter(next) {
				i += n
				continue
			}
		}
		break
	}
	return i
}

func appendWord(dst []Token, text string, i, j int, elide bool) []Token {
	if elide {
		for k := i; k < j; {
			r, n := utf8.DecodeRuneInString(text[k:])
			k += n
			if isApostrophe(r) {
				dst = append(dst, Token{TokenWord, i, k})
				i = k
			}
		}
		return append(dst, Token{TokenWord, i, j})
	}
	if j-i > 2 && (text[j-1] == 's' || text[j-1] == 'S') {
		if r, n := utf8.DecodeLastRuneInString(text[i : j-1]); isApostrophe(r) && j-1-n > i {
			return append(dst, Token{TokenWord, i, j - 1 - n}, Token{TokenWord, j - 1 - n, j})
		}
	}
	return append(dst, Token{TokenWord, i, j})
}

// A prospect is what follows a full stop. One serves all the stops before its
// end, so that a long run of stops costs no more than its length.
type prospect struct {
	end   int  // of the first character with a case or digit, the text's end without one
	next  rune // that character, 0 without one
	space int  // the last white space before end, -1 without one
}

// look returns the prospect at i, given that of an earlier place.
func (p prospect) look(text string, i int) prospect {
	if i <= p.end {
		return p
	}
	p = prospect{end: i, space: -1}
	for p.end < len(text) {
		r, n := utf8.DecodeRuneInString(text[p.end:])
		switch {
		case unicode.IsSpace(r):
			p.space = p.end
		case unicode.IsLower(r) || unicode.IsUpper(r) || unicode.IsDigit(r):
			p.next = r
			return p
		}
		p.end += n
	}
	return p
}

// endsSentence says whether the full stop at i, after the tokens before, ends
// a sentence: something other than a small letter follows, and no initial or
// short title precedes.
func (p prospect) endsSentence(text string, i int, before []Token) bool {
	if len(before) > 0 {
		t := before[len(before)-1]
		if t.Kind == TokenWord && t.End == i {
			w := text[t.Start:t.End]
			if utf8.RuneCountInString(w) == 1 || abbreviations[Fold(w)] {
				return false
			}
		}
	}
	switch {
	case p.next == 0:
		return true
	case unicode.IsLower(p.next):
		return false
	}
	return p.space > i
}

// abbreviations are words whose full stop seldom ends a sentence.
var abbreviations = map[string]bool{
	"mr": true, "mrs": true, "ms": true, "dr": true, "prof": true, "st": true,
	"no": true, "nos": true, "art": true, "arts": true, "para": true, "paras": true,
	"vol": true, "sec": true, "cf": true, "ed": true, "jr": true, "sr": true,
	"gen": true, "col": true, "lt": true, "capt": true, "rev": true, "hon": true,
	"gov": true, "sen": true, "rep": true, "pp": true, "vs": true, "viz": true,
	"al": true, "etc": true, "inc": true, "ltd": true, "co": true, "corp": true,
	"nr": true, "blz": true, "abs": true, "bzw": true, "vgl": true, "mme": true,
	"messrs": true, "approx": true, "fig": true, "dept": true, "res": true, "doc": true,
}
