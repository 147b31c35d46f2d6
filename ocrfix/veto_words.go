package ocrfix

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// What the vetoes ask of words and numbers.

// clipped says whether a token is a word of which an apostrophe and a letter are
// left ('t, 's): where it begins a sentence, the next word has the capital.
func clipped(s string) bool {
	mark, n := utf8.DecodeRuneInString(s)
	return (mark == '\'' || mark == '’') && utf8.RuneCountInString(s[n:]) == 1
}

// capitalByPlace says whether a sentence or a line may begin with the change, or a
// title have it.
func (c *change) capitalByPlace() bool {
	return c.afterMark || c.lineStart || c.Titled || shortNumber(c.before) || clipped(c.before)
}

// inEveryText says whether a word is one that stands in every text, and this one is
// damaged.
func (c *change) inEveryText(word string) bool {
	return c.profile.damage >= littleDamage && listedBelow(c.lex, word, everywhere)
}

// unlikeCapital says whether one of two words has a capital and the other a small
// letter that does not look like it, larger or less sharp.
func unlikeCapital(a, b string) bool {
	x, _ := utf8.DecodeRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return x != y && strings.ContainsRune("ABDEGHNQRT", unicode.ToUpper(x))
}

// misreadCompound says whether a change takes letters for others in a German word
// that is too long for a name; a letter more or less may be another compound.
func misreadCompound(a, b string) bool {
	return len(a) > longestName && utf8.RuneCountInString(a) == utf8.RuneCountInString(b)
}

// longestName is the length in bytes up to which a German word may be a name.
const longestName = 12

// addresses are words for whom one writes to, which courtesy gives a capital,
// folded.
var addresses = wordSet(`
	ihm ihn ihnen ihr ihre ihrem ihren ihrer ihres du dich dir dein deine deinem deinen deiner deines
	euch euer eure eurem euren eurer eures  u uw uwe  vous votre vos leur leurs`)

// fewCodes is how many codes show that a document has them on purpose, and fewGlued
// how many marks without the space behind them that it lost these at line ends.
const (
	fewCodes = 3
	fewGlued = 2
)

// code: a capital and a number of one or two digits, as D3.
func code(s string) bool {
	return len(s) >= 2 && len(s) <= 3 && s[0] >= 'A' && s[0] <= 'Z' && strings.Trim(s[1:], "0123456789") == ""
}

// ownForm is how often a document must have a form to have it on purpose, though
// it has another oftener: it may be several in one.
const ownForm = 3

// shortNumber: that of a note or an item, perhaps, or of part of one: 5.3, 2.1.4.
func shortNumber(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if len(part) > 2 || !allDigits(part) {
			return false
		}
	}
	return true
}

// acronym: up to six capitals, full stops between them perhaps, behind an
// elision (l’ONU) or with a possessive perhaps.
func acronym(s string) bool {
	s = straight(s)
	s = strings.TrimSuffix(s, "'s")
	if elided, rest, ok := strings.Cut(s, "'"); ok && len(elided) <= 2 {
		s = rest
	}
	return lexicon.ShapeOf(s) == lexicon.Upper && len(s) <= 6 && plainWord(strings.ReplaceAll(s, ".", ""))
}

// cutApostrophe cuts a word at its first apostrophe, and writes others straight.
func cutApostrophe(s string) (before, behind string, ok bool) { return strings.Cut(straight(s), "'") }

// mendsElision says whether a change leaves what stands behind the apostrophe of
// an elision as it is: F'ONU, l'ONU.
func (p *proposal) mendsElision(a, b string) bool {
	_, x, _ := cutApostrophe(a)
	_, y, _ := cutApostrophe(b)
	return p.lex.Meta().Elide && x == y && utf8.RuneCountInString(x) > 1
}

// mendsSmallLetters says whether accents change only on small letters, and the
// new word is a listed one and no name, or has a capital only by its place.
func (p *proposal) mendsSmallLetters(a, b string) bool {
	x, y := []rune(norm.NFC.String(a)), []rune(norm.NFC.String(b))
	if p.lang == "en" || len(x) != len(y) {
		return false
	}
	for i := range x {
		if x[i] != y[i] && !unicode.IsLower(x[i]) {
			return false
		}
	}
	for _, it := range slices.Backward(p.Reading.Items) {
		if it.Kind == lattice.ItemWord {
			return it.Word < lexicon.WordID(p.lex.Len()) && (p.lex.Flags(it.Word)&lexicon.FlagName == 0 || p.lex.Shape(it.Word, lexicon.Lower) <= p.lex.Shape(it.Word, lexicon.Title))
		}
	}
	return false
}

// partsInCapitals says whether a word begins with a capital and so do parts of
// it further on: two of them, or one where the document has the word more than
// once, n times.
func partsInCapitals(s string, n int) bool {
	r := []rune(s)
	if len(r) == 0 || !unicode.IsUpper(r[0]) {
		return false
	}
	parts := 0
	for i := 2; i+1 < len(r); i++ {
		if unicode.IsLower(r[i-1]) && unicode.IsUpper(r[i]) && unicode.IsLower(r[i+1]) {
			parts++
		}
	}
	return parts > 1 || parts == 1 && n > 1
}

// raisedInside says whether the capitals within a word are only an I for an i, and
// what it is without them is listed and usual: RecognItion, not LinkedIn.
func raisedInside(raw, new string, lex *lexicon.Lexicon) bool {
	if partsInCapitals(strings.ReplaceAll(raw, "I", "i"), 2) {
		return false
	}
	for part := range strings.SplitSeq(strings.TrimSuffix(straight(new), "'s"), "-") {
		id := lex.Lookup(part)
		if id == lexicon.NoWord || lex.Shape(id, lexicon.Mixed) < min(lex.Shape(id, lexicon.Title), lex.Shape(id, lexicon.Lower)) {
			return false
		}
	}
	return true
}

// noteMark says whether a change only takes a digit from the end of a word,
// where the mark of a footnote stands.
func noteMark(raw, new string) bool {
	rest, digit := strings.CutPrefix(raw, new)
	return digit && len(new) > 2 && len(rest) == 1 && rest[0] >= '1' && rest[0] <= '9'
}

// numberBehind says whether a token is a word that announces a number, and the
// number close behind it, one of its digits a digit.
func numberBehind(s string) bool {
	word := strings.TrimRight(s, "0123456789lI")
	return len(word) < len(s) && strings.ContainsAny(s, "0123456789") && numbered[lexicon.Fold(word)]
}

// shortMonth says whether a word is a month cut short, beside a number.
func (p *proposal) shortMonth(a string) bool {
	return shortMonths[lexicon.Fold(a)] && (strings.ContainsFunc(p.before, unicode.IsDigit) || strings.ContainsFunc(p.after, unicode.IsDigit))
}

// oldSpelled says whether two forms are one word as it was and is spelled: haue,
// theyr, auncient, publick, shal; voortaen, sonder; seroient, coustumes; Monathe.
func oldSpelled(a, b string) bool {
	return a != b && !strings.EqualFold(a, b) && oldFold(a) == oldFold(b)
}

// oldFold writes the spellings of the centuries alike.
func oldFold(s string) string {
	s = lexicon.Fold(s)
	if rest, ok := strings.CutSuffix(s, "x"); ok {
		s = rest + "s" // loix
	}
	s = oldEndings.Replace(oldLetters.Replace(s))
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if n := len(out); n == 0 || out[n-1] != r {
			out = append(out, r)
		}
	}
	switch n := len(out); {
	case n <= 3:
	case out[n-1] == 'e':
		out = out[:n-1]
	case out[n-1] == 'd':
		out[n-1] = 't' // gepubliceert
	}
	return string(out)
}

var (
	oldLetters = strings.NewReplacer("v", "u", "j", "i", "y", "i", "ſ", "s", "z", "s", "k", "c")
	oldEndings = strings.NewReplacer("aun", "an", "eli", "li", "ie", "i", "th", "t", "gh", "g", "ae", "a",
		"oient", "aint", "oit", "ait", "oît", "aît", "ois", "ais", "oib", "aib", "ous", "ou")
)

// elidedWords are the letters that French leaves of the words before a verb.
var elidedWords = wordSet("j l m n s t")

// swapsElision says whether a change only takes one such word for another before a
// listed one: a negation may go or come.
func swapsElision(a, b string, lex *lexicon.Lexicon) bool {
	x, rest, ok := cutApostrophe(a)
	y, same, also := cutApostrophe(b)
	return ok && also && rest == same && !strings.EqualFold(x, y) && elidedWords[lexicon.Fold(x)] && elidedWords[lexicon.Fold(y)] && lex.Lookup(rest) != lexicon.NoWord
}

// passive are the forms of the Dutch verb of the passive, which differ by their
// tense alone, and two of the German one, folded.
var passive = wordSet("word wordt worden werd werden")

// beforeNouns are German words that a noun follows, folded.
var beforeNouns = wordSet("der die das des dem den ein eine einer eines einem einen zur zum vom am")

// classOfSeries: Ia, IIb. German has no short words that a capital I for an l makes
// so; other languages have, so that there a number of one figure is none: la.
func classOfSeries(s, lang string) bool {
	n := len(s) - 1
	return n > 0 && (n > 1 || lang == "de") && s[n] >= 'a' && s[n] <= 'd' && readRoman(s[:n]) > 0 && strings.Trim(s[:n], "IVX") == ""
}

// shortMixed says whether a word is an abbreviation with small letters: BdL, RvM, AbtL.
func shortMixed(s string) bool {
	capitals := 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			capitals++
		}
	}
	first, _ := utf8.DecodeRuneInString(s)
	return len(s) <= 4 && capitals > 1 && capitals < len(s) && unicode.IsUpper(first) && plainWord(s)
}

var compassPoints = wordSet("NNE ENE ESE SSE SSW WSW WNW NNW")

// namesGroup says whether a change takes a digit for a letter in a name such as G7,
// non-G7 or E3’s, and makes no common word of it, as US is of U5.
func namesGroup(a, b string, lex *lexicon.Lexicon) bool {
	parts := func(s string) []string {
		return strings.FieldsFunc(s, func(r rune) bool { return r == '-' || r == '\'' || r == '’' })
	}
	x, y := parts(a), parts(b)
	for i, part := range x {
		if len(part) == 2 && part[0] >= 'A' && part[0] <= 'Z' && part[1] >= '2' && part[1] <= '9' && !slices.Contains(y, part) {
			return len(x) != len(y) || y[i] == part[:1] || !common(lex, y[i])
		}
	}
	return false
}

// documentPart says whether a change puts a space into the mark of part of a
// document's number: Add.1, Corr.l.
func documentPart(raw, new string) bool {
	kind, number, ok := strings.Cut(raw, ".")
	return ok && len(kind) > 2 && len(number) == 1 && strokes(number) == "l" && new == kind+" "+number
}

// nameWithMark: a letter, an apostrophe and a word with a capital.
func nameWithMark(s string) bool {
	first, n := utf8.DecodeRuneInString(s)
	mark, k := utf8.DecodeRuneInString(s[n:])
	next, _ := utf8.DecodeRuneInString(s[n+k:])
	return unicode.IsLetter(first) && (mark == '\'' || mark == '’') && unicode.IsUpper(next) && len(s) > n+k+2
}

// mostlyDigits says whether s has more digits than letters.
func mostlyDigits(s string) bool {
	digits := len(digitsOf(s))
	return digits > 0 && digits > utf8.RuneCountInString(lettersOf(s))-digits && digits > 2
}

// unaccented strips the accents of letters.
func unaccented(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFD.String(s))
}

// spelling folds the ways in which the spellings of English differ on purpose.
func spelling(s string) string {
	return spellings.Replace(lexicon.Fold(s))
}

var spellings = strings.NewReplacer("isa", "iza", "ise", "ize", "isi", "izi", "iso", "izo", "yse", "yze", "our", "or", "re", "er",
	"lled", "led", "lling", "ling", "ller", "ler", "llor", "lor", "llment", "lment", "llity", "lity", "llful", "lful", "fill", "fil", "roll", "rol",
	"ae", "e", "oe", "e", "ogue", "og", "ence", "ense", "gement", "gment", "mme", "m", "'", "", "’", "", "-", "")

// participleProof is what a place must save by a form of a verb without the
// accents of its participle.
const participleProof = 800

// infinitive is the infinitive of a participle.
func infinitive(s string) string {
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(lexicon.Fold(s), "s"), "e"), "é") + "er"
}

// participle says whether a word ends as French participles do.
func participle(s string) bool {
	stem := strings.TrimSuffix(strings.TrimSuffix(lexicon.Fold(s), "s"), "e")
	return strings.HasSuffix(stem, "é") && utf8.RuneCountInString(s) > 4
}
