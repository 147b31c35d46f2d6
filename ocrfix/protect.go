package ocrfix

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// A guard knows which words must stay as they are: those of the protect list,
// and tokens whose own grammar says that they are no running text.
type guard struct {
	protect map[string]bool
}

func newGuard(protect []string) *guard {
	g := &guard{protect: make(map[string]bool, len(protect))}
	for _, w := range protect {
		g.protect[w] = true
	}
	return g
}

// frozen says whether a token must not change.
func (g *guard) frozen(raw string) bool {
	if len(raw) > lattice.LongestToken {
		return true
	}
	bare := core(raw)
	return g.protects(raw) || bare == "" ||
		address(bare) || numeric(bare) || reference(bare) || fraction(raw) || bracketed(raw)
}

// bracketed: H(oog), organisation(s).
func bracketed(s string) bool {
	s = strings.TrimRight(s, ".,;:!?\"”’")
	head, rest, opens := strings.Cut(s, "(")
	inside, tail, closes := strings.Cut(rest, ")")
	return opens && closes && head != "" && inside != "" && plainWord(head) && plainWord(inside) && plainWord(tail)
}

// fraction: ½, 2¼d.
func fraction(s string) bool {
	at := strings.IndexFunc(s, func(r rune) bool { return r > unicode.MaxASCII && strings.ContainsRune("¼½¾⅓⅔⅛⅜⅝⅞", r) })
	if at < 0 {
		return false
	}
	_, n := utf8.DecodeRuneInString(s[at:])
	return len(core(s[at+n:])) <= 1
}

// protects says whether the protect list names a token.
func (g *guard) protects(raw string) bool { return g.protect[raw] || g.protect[core(raw)] }

// address: web and e-mail addresses, file names.
func address(s string) bool {
	if strings.Contains(s, "@") || strings.Contains(s, "://") || strings.HasPrefix(s, "www.") {
		return true
	}
	if strings.Contains(s, "/") && fileKinds[strings.TrimPrefix(path.Ext(s), ".")] {
		return true
	}
	host, _, _ := strings.Cut(s, "/")
	dot := strings.LastIndexByte(host, '.')
	if dot < 3 {
		return false
	}
	switch host[dot+1:] {
	case "com", "org", "net", "int", "gov", "edu", "eu", "nl", "fr", "ee", "lv", "lt", "ua", "uk", "lu", "ch", "info", "pdf", "html":
		return true
	case "be", "de": // words too, so the rest must look like a host
		return !strings.ContainsFunc(host, unicode.IsUpper) && strings.Contains(host[:dot], "-")
	}
	return false
}

// fileKinds are the usual ends of file names.
var fileKinds = wordSet("csv doc docx gif htm html jpeg jpg json md odt pdf png rtf tif tiff tsv txt xls xlsx xml zip")

// numeric: digits with the marks of dates, amounts and article numbers.
func numeric(s string) bool {
	digits := false
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits = true
		case !strings.ContainsRune(".,:/-–—()'%€$£ ", r):
			return false
		}
	}
	return digits
}

// reference: a mark of documents such as S/RES/2719, A/C.1/78, COM(2023)62,
// G20, F-16: capitals and digits with marks between, no small letter.
func reference(s string) bool {
	digits, uppers, marks := 0, 0, 0
	for _, r := range s {
		switch {
		case unicode.IsDigit(r):
			digits++
		case unicode.IsUpper(r):
			uppers++
		case strings.ContainsRune("/.-()", r):
			marks++
		default:
			return false
		}
	}
	return digits > 0 && uppers > 0 && (marks > 0 || digits > 1) && uppers+digits >= 3
}

// negations of the languages in use, folded.
var negations = wordSet(`
	not no nor never none neither without cannot
	niet geen nooit noch zonder
	ne pas non jamais sans aucun aucune ni
	nicht kein keine keinen nie niemals ohne weder`)

// editFlags names what a change touches that a reader must look at.
func editFlags(raw, new string) []string {
	var flags []string
	if touches(raw, new, func(w string) bool { return negations[w] || strings.HasSuffix(w, "n't") }) {
		flags = append(flags, "negation")
	}
	if digitsOf(raw) != digitsOf(new) && (numberWord(raw) || numberWord(new)) {
		flags = append(flags, "number")
	}
	if touches(raw, new, func(w string) bool { return months[w] }) {
		flags = append(flags, "date")
	}
	return flags
}

// touches says whether a word of the kind stands on one side and not on the other.
func touches(raw, new string, kind func(string) bool) bool {
	count := func(s string) int {
		n := 0
		for _, w := range strings.FieldsFunc(s, func(r rune) bool { return !lexicon.IsLetter(r) && r != '\'' && r != '’' }) {
			if kind(lexicon.Fold(w)) {
				n++
			}
		}
		return n
	}
	return count(raw) != count(new)
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// numberWord says whether most of what s is made of is digits.
func numberWord(s string) bool {
	digits, letters := 0, 0
	for _, r := range s {
		if unicode.IsDigit(r) {
			digits++
		} else if unicode.IsLetter(r) {
			letters++
		}
	}
	return digits > 0 && digits >= letters
}
