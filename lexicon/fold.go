package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Fold gives the one spelling under which a word is kept: lower case, with a
// straight apostrophe, ligatures and long s resolved. Accents stay.
func Fold(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range s {
		switch r {
		case '’', '‘', 'ʼ', '´':
			b.WriteByte('\'')
		case 'ſ':
			b.WriteByte('s')
		case 'ﬁ':
			b.WriteString("fi")
		case 'ﬂ':
			b.WriteString("fl")
		case 'ﬀ':
			b.WriteString("ff")
		case 'ﬃ':
			b.WriteString("ffi")
		case 'ﬄ':
			b.WriteString("ffl")
		default:
			b.WriteRune(FoldRune(r))
		}
	}
	return b.String()
}

// FoldRune is Fold for a single character that is no ligature.
func FoldRune(r rune) rune {
	if r < utf8.RuneSelf {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}
	switch r {
	case '’', '‘', 'ʼ', '´':
		return '\''
	case 'ſ':
		return 's'
	}
	return unicode.ToLower(r)
}

// A Shape is the pattern of capitals of a word.
type Shape uint8

// The shapes. A word without cased letters is Lower; a single capital is Title.
const (
	Lower Shape = iota
	Title
	Upper
	Mixed
	numShapes
)

// ShapeOf returns the pattern of capitals of s.
func ShapeOf(s string) Shape {
	letters, uppers, first := 0, 0, false
	for _, r := range s {
		if !unicode.IsLetter(r) {
			continue
		}
		if unicode.IsUpper(r) {
			if letters == 0 {
				first = true
			}
			uppers++
		}
		letters++
	}
	switch {
	case uppers == 0:
		return Lower
	case uppers == 1 && first:
		return Title
	case uppers == letters:
		return Upper
	}
	return Mixed
}

// Apply gives the folded word the shape; Mixed leaves it folded.
func (s Shape) Apply(folded string) string {
	switch s {
	case Title:
		r, n := utf8.DecodeRuneInString(folded)
		return string(unicode.ToUpper(r)) + folded[n:]
	case Upper:
		return strings.ToUpper(folded)
	}
	return folded
}
