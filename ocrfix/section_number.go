package ocrfix

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sectLabel is the numbered part of a heading: "Article 3", "ARTlCLE IV",
// "§ 301.", "Erster Teil", "Nr. II", "Annex".
type sectLabel struct {
	kw     *sectKeyword
	numAt  int // where the number begins, 0 for a label without one that can be read
	numEnd int // the label is s[:numEnd], without a closing full stop
	rest   int // what follows the label and its separator begins here
	sep    byte
	small  bool // what follows begins with a small letter
	plural bool // the keyword is a plural
	doubt  bool // to be taken only where the number fits
	num    sectNumber
}

// The separators between a label and what follows.
const (
	sepNone  byte = 0   // only white space
	sepEnd   byte = '$' // nothing follows
	sepMark  byte = ':' // a colon or a dash
	sepPoint byte = '.' // a full stop or a closing bracket
)

// A sectNumber is a number as a heading may write it. A damaged or ambiguous
// one has several readings: "I" is a letter, a roman one and a bad arabic one.
type sectNumber struct {
	arabic int // 0: cannot be read so
	roman  int
	letter int    // a = 1
	suffix string // of "3a", "3bis", lower case
	parts  []int  // of a decimal number such as 2.10; nil for others
	sure   bool   // holds a character that only a number has
}

// value returns the reading of n in the style asked for, or the next best.
func (n *sectNumber) value(style sectStyle) int {
	order := [...]int{n.arabic, n.roman, n.letter}
	switch style {
	case styleRoman:
		order = [...]int{n.roman, n.arabic, n.letter}
	case styleLetter:
		order = [...]int{n.letter, n.roman, n.arabic}
	}
	for _, v := range order {
		if v > 0 {
			return v
		}
	}
	return 0
}

// A sectStyle is a way to count.
type sectStyle uint8

const (
	styleArabic sectStyle = iota
	styleRoman
	styleLetter
)

// sectParseLabel reads a label at the start of the trimmed line s.
// It does not say whether the line is a heading or a sentence that happens to
// begin so; see sectFinder.
func sectParseLabel(s string) (sectLabel, bool) {
	i := 0
	for i < len(s) && (s[i] == '#' || s[i] == '*' || s[i] == '_') { // Markdown
		i++
	}
	for i < len(s) && s[i] == ' ' {
		i++
	}
	if strings.HasPrefix(s[i:], "§") {
		for strings.HasPrefix(s[i:], "§") {
			i += len("§")
		}
		return sectNumberAfter(s, i, sectParagraphSign)
	}
	if s[i:] != "" && s[i] == '$' { // what OCR often makes of §
		lab, ok := sectNumberAfter(s, i+1, sectParagraphSign)
		lab.doubt = true
		return lab, ok
	}
	word, end := sectWord(s, i)
	if word == "" || !sectCapital(word) {
		return sectLabel{}, false
	}
	if end < len(s) && (s[end] == '.' || s[end] == ' ') && len(word) <= 5 {
		var n sectNumber // "1. Abschnitt", "II. KAPITEL", "1ère partie"
		if sectReadNumber(word, &n) && (n.arabic > 0 || n.roman > 0) && (s[end] == '.' || isDigit(word[0]) && !isDigit(word[len(word)-1])) {
			if lab, ok := sectOrdinalLabel(s, end+1, n); ok {
				return lab, true
			}
		}
	}
	var buf [64]byte
	fold := sectFold(buf[:0], word)
	if kw := sectKeywords[string(fold)]; kw != nil {
		return sectNumberAfter(s, end, kw)
	}
	if v := sectOrdinals[string(fold)]; v > 0 {
		return sectOrdinalLabel(s, end, sectNumber{arabic: v, sure: true})
	}
	if string(fold) == "agcnda" {
		if item, e := sectWord(s, sectSkipSpace(s, end)); item != "" {
			if kw := sectKeywords[string(sectFold(buf[:0], item))]; kw != nil && kw.abbr == "item" {
				return sectNumberAfter(s, e, kw)
			}
		}
		return sectLabel{}, false
	}
	// The word and its number run together: "Article7", "Art.5" is read above.
	last := word[len(word)-1]
	if cut := strings.TrimRight(word, "0123456789"); isDigit(last) && last != '5' && len(cut) >= 3 {
		if kw := sectKeywords[string(sectFold(buf[:0], cut))]; kw != nil && !kw.strict {
			return sectNumberAfter(s, i+len(cut), kw)
		}
	}
	if cut := strings.TrimRight(word, "IVXl1|!"); len(cut) < len(word) && len(cut) >= 4 {
		for e := len(cut); e < len(word); e++ { // TITREII, HOOFDSTUKI
			if kw := sectKeywords[string(sectFold(buf[:0], word[:e]))]; kw != nil && !kw.strict {
				return sectNumberAfter(s, i+e, kw)
			}
		}
	}
	if kw, e := sectPieces(s, end, fold); kw != nil {
		lab, ok := sectNumberAfter(s, e, kw)
		return lab, ok && lab.num.sure
	}
	if len(fold) < 6 || len(fold) > 18 {
		return sectLabel{}, false
	}
	mask := sectMask(fold)
	for i, k := range sectLongKeywords {
		if bits.OnesCount64(mask^sectLongMasks[i]) > 2 {
			continue
		}
		if sectNear(fold, []byte(k), 1) && len(fold) != len(k)+1 { // not the plural
			lab, ok := sectNumberAfter(s, end, sectKeywords[k])
			return lab, ok && lab.num.sure
		}
	}
	return sectLabel{}, false
}

// sectPieces reads a keyword that spaces part: "Ar ticle 4" in two, or letter by
// letter as in "A R T I K E L  4". fold is its first piece, folded, which ends at
// byte i. It returns the keyword and where it ends, nil for none.
func sectPieces(s string, i int, fold []byte) (*sectKeyword, int) {
	spaced := len(fold) == 1
	for n := 0; i+1 < len(s) && s[i] == ' ' && len(fold) < sectLongestKeyword && (n == 0 || spaced); n++ {
		piece, end := sectWord(s, i+1)
		if piece == "" || spaced && end != i+2 {
			return nil, 0
		}
		fold, i = sectFold(fold, piece), end
		if kw := sectKeywords[string(fold)]; kw != nil && !kw.strict && len(fold) > 3 {
			return kw, i
		}
	}
	return nil, 0
}

// sectWord returns the run of letters, and of what OCR makes of letters, that
// begins at byte i, and where it ends.
func sectWord(s string, i int) (string, int) {
	j := i
	for j < len(s) {
		c := s[j]
		if c < utf8.RuneSelf {
			if !isASCIILetter(c) && !isDigit(c) && c != '|' && c != '!' {
				break
			}
			j++
			continue
		}
		r, n := utf8.DecodeRuneInString(s[j:])
		if !unicode.IsLetter(r) && r != '°' && r != 'º' {
			break
		}
		j += n
	}
	return s[i:j], j
}

// sectCapital reports whether a word begins as a heading does: with a capital
// or with a digit or stroke that stands for one.
func sectCapital(w string) bool {
	c := w[0]
	if c < utf8.RuneSelf {
		return c < 'a' || c == '|' || c == '!'
	}
	r, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(r)
}

func isASCIILetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }
func isDigit(c byte) bool       { return '0' <= c && c <= '9' }

func sectSkipSpace(s string, i int) int {
	for i < len(s) {
		switch {
		case s[i] == ' ' || s[i] == '\t':
			i++
		case strings.HasPrefix(s[i:], "\u00a0"):
			i += 2
		default:
			return i
		}
	}
	return i
}

// sectNumberAfter reads the number of a label whose keyword ends at byte i.
func sectNumberAfter(s string, i int, kw *sectKeyword) (sectLabel, bool) {
	keyEnd := i
	plural := kw.rank >= rankPart && i > 1 && (s[i-1] == 's' || s[i-1] == 'S' || s[i-1] == '5')
	if i < len(s) && s[i] == '.' {
		i++
	}
	i = sectSkipSpace(s, i)
	if !kw.bare { // "ARTICLE - 1"
		for _, dash := range []string{"-", "–", "—"} {
			if strings.HasPrefix(s[i:], dash) {
				i = sectSkipSpace(s, i+len(dash))
				break
			}
		}
	}
	for _, no := range []string{"No.", "Nr.", "No ", "Nr ", "n°", "N°", "nº"} {
		if strings.HasPrefix(s[i:], no) {
			i = sectSkipSpace(s, i+len(no))
			break
		}
	}
	if rest := s[i:]; len(rest) > 4 && strings.EqualFold(rest[:4], "the ") { // "Article the First"
		if w, _ := sectWord(rest, 4); sectOrdinals[string(sectFold(nil, w))] > 0 {
			i += 4
		}
	}
	num, end := sectParseNumber(s, i)
	if kw.rank <= rankAppendix && end > i { // "Annex 4-B"
		if w, e := sectWord(s, min(end+1, len(s))); end < len(s) && s[end] == '-' && w != "" && len(w) <= 2 {
			num.suffix, end = "-"+strings.ToLower(w), e
		}
	}
	if end == i {
		if !kw.bare {
			// A number that cannot be read, alone on its line with the word.
			if i < len(s) && len(s)-i <= 2 && !kw.strict && kw.rank == rankArticle {
				return sectLabel{kw: kw, numEnd: len(s), rest: len(s), sep: sepEnd, doubt: true}, true
			}
			return sectLabel{}, false
		}
		lab := sectLabel{kw: kw, numEnd: keyEnd, plural: plural}
		if !sectSeparator(s, keyEnd, &lab) || lab.sep == sepNone || lab.sep == sepPoint && kw.strict {
			return sectLabel{}, false
		}
		return lab, true
	}
	lab := sectLabel{kw: kw, numAt: i, numEnd: end, num: num, plural: plural}
	return lab, sectSeparator(s, end, &lab)
}

// sectOrdinalLabel reads a label such as "Zweiter Teil" whose ordinal n ends
// at byte i.
func sectOrdinalLabel(s string, i int, n sectNumber) (sectLabel, bool) {
	word, end := sectWord(s, sectSkipSpace(s, i))
	if word == "" {
		return sectLabel{}, false
	}
	var buf [64]byte
	kw := sectKeywords[string(sectFold(buf[:0], word))]
	if kw == nil || kw.strict || kw.rank < rankBook || kw.rank >= rankArticle && (isDigit(s[0]) || s[i-1] == '.') {
		return sectLabel{}, false // "6. Artikel IIA wird gestrichen"
	}
	lab := sectLabel{kw: kw, numEnd: end, num: n}
	if !sectSeparator(s, end, &lab) {
		return sectLabel{}, false
	}
	if lab.sep != sepNone {
		return lab, true
	}
	// "1. Section 4 of the Act is amended" is a paragraph.
	_, numEnd := sectParseNumber(s, lab.rest)
	return lab, numEnd == lab.rest && sectCapital(s[lab.rest:])
}

// sectSeparator reads what parts a label, ending at byte i, from what follows,
// and fills rest and sep. It reports false where the text runs on as a
// reference does: "Article 5(2)", "Article 5, paragraph 1", "Article 5 of".
func sectSeparator(s string, i int, lab *sectLabel) bool {
	j := sectSkipSpace(s, i)
	if j == len(s) {
		lab.rest, lab.sep = j, sepEnd
		return true
	}
	lab.sep = sepNone
	spaced := j > i
	for j < len(s) {
		r, n := utf8.DecodeRuneInString(s[j:])
		switch r {
		case ':', '–', '—', '-', '|', '*', '_', '―':
			if r == '-' && !spaced && lab.sep == sepNone && j+1 < len(s) && s[j+1] != ' ' && s[j+1] != '-' {
				return false // 4-8
			}
			lab.sep = sepMark
		case '.', ')', ']':
			if lab.sep == sepNone {
				lab.sep = sepPoint
			}
		case ' ', '\t', '\u00a0':
			spaced = true
		default:
			lab.rest = j
			if lab.sep == sepNone && !spaced {
				return false
			}
			lab.small = !sectTitleStart(r)
			return lab.sep == sepMark || !lab.small || unicode.IsLetter(r)
		}
		j += n
	}
	lab.rest, lab.sep = j, sepEnd
	return true
}

// sectTitleStart reports whether the words after a label may be its title or
// its text: they begin with a capital, a figure, a quote or a bracket.
func sectTitleStart(r rune) bool {
	return unicode.IsUpper(r) || unicode.IsDigit(r) || strings.ContainsRune("\"“„«'‘’([|!§", r)
}

// sectParseNumber reads a number at byte i of s and returns where it ends, i
// when there is none: 12, l2, IV, 1V, 3a, 3bis, 1er, 2.10, B, "1 and 2", Two.
func sectParseNumber(s string, i int) (n sectNumber, end int) {
	word, j := sectWord(s, i)
	if word == "" || len(word) > 12 {
		return n, i
	}
	var buf [64]byte
	if v := sectOrdinals[string(sectFold(buf[:0], word))]; v > 0 && len(word) >= 3 {
		return sectNumber{arabic: v, sure: true}, j
	}
	if !sectReadNumber(word, &n) {
		return n, i
	}
	if n.arabic > 0 {
		j = sectDecimals(s, j, &n)
	}
	// "12 bis", "1 and 2", "7 to 9"
	k := sectSkipSpace(s, j)
	if next, e := sectWord(s, k); k > j && e > k {
		switch strings.ToLower(next) {
		case "bis", "ter", "quater", "quinquies":
			n.suffix, j = strings.ToLower(next), e
		case "and", "to", "et", "en", "und", "bis.", "à", "tot":
			var other sectNumber
			if w, e := sectWord(s, sectSkipSpace(s, e)); w != "" && sectReadNumber(w, &other) && (other.sure || other.roman > 0) {
				j = sectDecimals(s, e, &other)
			}
		}
	}
	return n, j
}

// sectDecimals reads ".10.2" after the first part of a number, up to twenty
// parts, and a suffix after the last.
func sectDecimals(s string, j int, n *sectNumber) int {
	for len(n.parts) < sectDepthLimit && j+1 < len(s) && s[j] == '.' {
		word, e := sectWord(s, j+1)
		var next sectNumber
		if word == "" || !sectReadNumber(word, &next) || next.arabic == 0 || !isDigit(word[0]) && !next.sure && e < len(s) && s[e] != ' ' {
			break
		}
		if n.parts == nil {
			n.parts = append(n.parts, n.arabic)
		}
		n.parts = append(n.parts, next.arabic)
		n.suffix = next.suffix
		j = e
	}
	return j
}

// sectReadNumber reads a whole word as a number, in every way that it can be
// read, and reports whether there is one.
func sectReadNumber(w string, n *sectNumber) bool {
	*n = sectNumber{}
	n.roman = readRoman(w)
	for _, end := range [...]string{"er", "re", "ère"} { // CHAPITRE Ier
		if r := strings.TrimSuffix(w, end); n.roman == 0 && len(r) < len(w) {
			n.roman = readRoman(r)
		}
	}
	if len(w) == 1 && isASCIILetter(w[0]) {
		n.letter = int(w[0]|0x20-'a') + 1
	}
	digits, value, plain := 0, 0, true
	i := 0
	for i < len(w) && i < 7 {
		d, sure := sectDigit(w[i])
		if d < 0 {
			break
		}
		if d > 1 && !sure { // a letter that stands for 2, 5 or 8 only before a digit
			if i+1 == len(w) || !isDigit(w[i+1]) {
				break
			}
			plain = false
		}
		n.sure = n.sure || sure
		plain = plain && (w[i] != 'I' || len(w) == 1)
		value = 10*value + d
		digits++
		i++
	}
	if digits > 0 && digits < 7 && (n.sure || plain && len(w) <= 2) {
		switch tail := strings.ToLower(w[i:]); {
		case tail == "":
			n.arabic = value
		case !n.sure:
		case strings.Contains(" er re e ère ste de st nd rd th ", " "+tail+" "):
			n.arabic = value
		case len(tail) == 1 && isASCIILetter(tail[0]), len(tail) == 2 && tail[0] == tail[1] && isASCIILetter(tail[0]),
			tail == "bis", tail == "ter", tail == "quater":
			n.arabic, n.suffix = value, tail
		}
	}
	if n.roman > 1 {
		n.sure = true
	}
	if n.roman == 0 && n.arabic == 0 {
		n.sure = false
	}
	return n.roman > 0 || n.arabic > 0 || n.letter > 0
}

// sectDigit returns the digit that c is or, on a bad scan, stands for, and
// whether it is one; -1 for others.
func sectDigit(c byte) (d int, sure bool) {
	switch c {
	case 'l', 'I', '|', '!':
		return 1, false
	case 'O', 'o':
		return 0, false
	case 'Z', 'z':
		return 2, false
	case 'S':
		return 5, false
	case 'B':
		return 8, false
	}
	if isDigit(c) {
		return int(c - '0'), true
	}
	return -1, false
}
