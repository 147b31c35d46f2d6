package ocrfix

import (
	"unicode"
	"unicode/utf8"
)

// sectFold appends to dst the letters and digits of s with everything made
// equal that OCR confuses one for one: case, accents, i l 1 | ! and j, o and 0,
// e and c, s and 5, h and b. Everything else is dropped. Two words that fold to the
// same bytes look alike on a bad scan.
func sectFold(dst []byte, s string) []byte {
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if f := sectFoldASCII[c]; f != 0 {
				dst = append(dst, f)
			}
			i++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		if b := sectBaseLetter(r); b != 0 {
			dst = append(dst, sectFoldASCII[b])
		} else if unicode.IsLetter(r) {
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}

// sectFoldASCII maps each ASCII character to its class, 0 for those dropped.
var sectFoldASCII = func() (t [utf8.RuneSelf]byte) {
	for c := byte('a'); c <= 'z'; c++ {
		t[c], t[c-'a'+'A'] = c, c
	}
	for c := byte('0'); c <= '9'; c++ {
		t[c] = c
	}
	for _, class := range []string{"ilLI1|!jJ", "oO0", "cCeE", "sS5", "bBhH"} {
		for i := range class {
			t[class[i]] = class[0]
		}
	}
	return t
}()

// sectBaseLetter strips the accent of a Latin letter, 0 when it has none that
// the languages handled here use.
func sectBaseLetter(r rune) byte {
	switch unicode.ToLower(r) {
	case 'à', 'á', 'â', 'ã', 'ä', 'å':
		return 'a'
	case 'ç':
		return 'c'
	case 'è', 'é', 'ê', 'ë':
		return 'e'
	case 'ì', 'í', 'î', 'ï':
		return 'i'
	case 'ñ':
		return 'n'
	case 'ò', 'ó', 'ô', 'õ', 'ö':
		return 'o'
	case 'ù', 'ú', 'û', 'ü':
		return 'u'
	}
	return 0
}

// sectNear reports whether a and b, both folded, differ by at most most
// insertions, deletions and replacements (Levenshtein 1966). It looks only at
// the band that can matter, so its time is len(a) × most.
func sectNear(a, b []byte, most int) bool {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return false
	}
	const room = 128
	if len(b) >= room {
		return string(a) == string(b)
	}
	var rows [2][room + 1]int
	prev, cur := &rows[0], &rows[1]
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		lo, hi := max(1, i-most), min(len(b), i+most)
		cur[lo-1] = most + 1
		if lo == 1 {
			cur[0] = i
		}
		best := most + 1
		for j := lo; j <= hi; j++ {
			d := prev[j-1]
			if a[i-1] != b[j-1] {
				d++
			}
			d = min(d, cur[j-1]+1)
			if j < i+most {
				d = min(d, prev[j]+1)
			}
			cur[j] = d
			best = min(best, d)
		}
		if hi < len(b) {
			cur[hi+1] = most + 1
		}
		if best > most {
			return false
		}
		prev, cur = cur, prev
	}
	return prev[len(b)] <= most
}
