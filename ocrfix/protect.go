package ocrfix

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

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

// longestToken is the length in bytes of the longest token that is read: a longer
// one is no word, and would cost more time and memory than its length.
const longestToken = 200

// frozen says whether a token must not change.
func (g *guard) frozen(raw string) bool {
	if len(raw) > longestToken {
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

// vetoes says whether a proposal must not be made however likely it looks.
func (g *guard) vetoes(p *proposal, pr *profile) bool {
	lex := p.lex
	a, b := core(p.raw), core(p.new)
	known := lex.Lookup(a) != lexicon.NoWord
	switch {
	case lettersOf(a) != lettersOf(b) && pr.base.vouches(a):
		return true // the archive uses the word on purpose
	case !known && tradeWords[lexicon.Fold(a)] && lettersOf(a) != lettersOf(b):
		return true
	case p.usual(a, b, pr) || p.swapsCommonest(a, b, pr) || p.harmsName(a, b, pr) || p.harmsForeign(a, b, pr):
		return true
	case p.lang == "en" && !strings.EqualFold(a, b) && !cutAtCapital(a, b) && (known && spelling(unaccented(a)) == spelling(unaccented(b)) ||
		lex.Lookup(b) != lexicon.NoWord && spelling(a) == spelling(b) && strings.Count(a, "'") == strings.Count(b, "'")):
		return true
	case !p.heading && acronym(a) && a != b && !p.mendsElision(a, b):
		return true
	case strings.ContainsRune(p.raw, '…') && !strings.ContainsRune(p.new, '…') || strings.Contains(p.raw, "--"):
		return true // what was left out or broken off
	case unquotes(p.raw, p.new) || p.paired && quotesOf(p.raw, quotes) > quotesOf(p.new, quotes):
		return true
	case p.paired && lettersOf(a) == lettersOf(b) && quotesOf(p.raw, guillemets) > quotesOf(p.new, guillemets):
		return true
	case nameWithMark(a) && !strings.ContainsAny(b, "'’"):
		return true // O'Neill, d'Arcy
	case a != b && unaccented(a) == unaccented(b) && lexicon.ShapeOf(a) != lexicon.Lower && pr.forms[a] >= min(pr.forms[b], ownForm) && !p.mendsSmallLetters(a, b):
		return true // capitals often go without their accents
	case p.Count == 1 && strings.Count(a, "-") > strings.Count(b, "-") && strings.ReplaceAll(a, "-", " ") == strings.ReplaceAll(b, "-", " ") && !articleFirst(a) && !neverHyphened(a, lex):
		return true // to-day, vice-president: hyphens come and go with the times
	case p.lang != "fr" && prefixed(a, b) || combining(a, b, lex):
		return true // socioéconomique
	case compounded(a, lex) && !strings.ContainsAny(b, "- ") && lettersOf(a) != lettersOf(b):
		return true // co-respondent is no damaged correspondent
	case p.lineEnds && strings.HasSuffix(p.raw, "-") && !strings.HasSuffix(p.new, "-"):
		return true // the word goes on in the next line
	case losesAccents(a, b) && (p.lang == "en" || !known) && knownWord(a, knownAnywhere):
		return true // démarche, aide-mémoire: words of another language
	case losesAccents(a, b) && participle(a) && (known || lex.Lookup(infinitive(a)) != lexicon.NoWord) && p.Delta > -participleProof:
		return true // rationalisé, rationalise: both are forms of the verb
	case losesAccents(b, a) && !known && len(pr.accented) < 2 && pr.damage < littleDamage:
		return true // the scanner lost no others: the author did
	case strings.EqualFold(a, b) && raises(b, a) && (p.afterMark || p.lineStart || p.Titled || shortNumber(p.before) || clipped(p.before) || addresses[lexicon.Fold(a)]):
		return true // a sentence or a line may begin there, or a title or courtesy have it
	case strings.EqualFold(a, b) && lexicon.ShapeOf(a) == lexicon.Lower && lexicon.ShapeOf(b) == lexicon.Mixed:
		return true // no capital amid small letters that were read as such
	case strings.EqualFold(a, b) && partsInCapitals(a, pr.forms[a]):
		return true // BeNeLux, VietNam
	case known && p.Count == 1 && p.confused() >= unlikelyForm && otherForm(a, b):
		return true // colonialist, colonialism
	case p.lowersParticle(a, b):
		return true // Liesbeth Van den Broeck
	case p.new == p.raw+"." && pr.raised && strings.HasPrefix(p.after, "I"):
		return true // no capital that begins a sentence, but an i
	case documentPart(a, b):
		return true
	case p.raw == p.new+"." && (abbreviated(a) || p.raw == "cent." && lexicon.Fold(p.before) == "per" && p.next == nextSmall):
		return true // 5 per cent. of the sum: centum
	case a == b && abbreviated(a) && strings.HasSuffix(p.raw, ".") && !strings.HasSuffix(p.new, "."):
		return true // 125 fr. pour les maîtres
	case romanOrdinal(a) && !strings.EqualFold(a, b):
		return true // XVIe eeuw is not XVII
	case strings.Contains(a, "j") && lexicon.Fold(b) == strings.ReplaceAll(lexicon.Fold(a), "j", "i") && strings.Trim(lexicon.Fold(b), "ivxlcdm") == "":
		return true // xiij
	case lex.Meta().Elide && swapsElision(a, b, lex):
		return true // m'incombe, n'incombe
	case p.lang == "nl" && lexicon.Fold(a) != lexicon.Fold(b) && passive[lexicon.Fold(a)] && passive[lexicon.Fold(b)]:
		return true // werden, worden
	case p.lang == "fr" && !known && p.Count == 1 && lettersOf(a) != lettersOf(b) && verbForm(a, lex):
		return true
	case (p.lang == "nl" || p.lang == "de") && partsCompound(a, b, lex):
		return true // artisjokkentelers
	case p.lineStart && losesLabelStop(p.raw, p.new, lex):
		return true
	case closesInside(p.raw) && strings.Count(p.new, ")") < strings.Count(p.raw, ")"):
		return true // invalidité);l'assurance
	case closesTwice(p.raw) && !closesTwice(p.new):
		return true
	case apostropheParts(p.raw, p.new) || p.lang == "en" && contractedTwice(a):
		return true
	case a == b && strings.HasSuffix(p.raw, "!") && !strings.HasSuffix(p.new, "!") && known && (p.next != nextSmall || pr.damage < littleDamage):
		return true
	case lexicon.Fold(b) == strings.ReplaceAll(lexicon.Fold(strings.ReplaceAll(a, "’", "'")), "'", "e") && strings.ContainsAny(a, "'’"):
		return true // heav'n, g'sprungen: as one speaks
	case p.lang == "de" && classOfSeries(a):
		return true // BGE 101 Ia 11
	case p.lang == "de" && known && strings.HasSuffix(a, "er") && b == a[:len(a)-1]+"n" && (p.afterMark || p.lineStart || strings.HasSuffix(p.before, "er")):
		return true // Deutscher Bundestag
	case compassPoints[a]:
		return true
	case strings.HasSuffix(p.raw, "-") && (!strings.HasSuffix(p.new, "-") || strings.EqualFold(a, b)) && conjunctions[lexicon.Fold(p.after)]:
		return true // Zu- und Abfahrten, In- und Ausland
	case p.Count == 2 && joinsConjunction(p.raw):
		return true // Forschungs- und Innovationsförderung
	case strings.HasPrefix(p.raw, "-") && strings.EqualFold(a, b):
		return true // Wetterdaten und -informationen
	case ownerBefore(a) && apostrophes(b) < apostrophes(a):
		return true // People'sRepublic
	case strings.HasSuffix(p.raw, ".") && lettersOf(a) != lettersOf(b) && p.Count == 1 && (sentAbbreviations[lexicon.Fold(a)] || titleAbbreviations[lexicon.Fold(a)]) && len(a) > 2:
		return true // lit. b
	case p.lang == "de" && p.named && !known && plainWord(a) && lettersOf(a) != lettersOf(b):
		return true // Graf Beust: every noun has a capital
	case namesGroup(a, b, lex) || code(a) && pr.forms[a] > 1 && pr.forms[b] == 0 || p.shortMonth(a) || code(a) && digitsOf(b) == "" && pr.codes() >= fewCodes:
		return true
	case pr.oldSpelling && (oldSpelled(a, b) || !known && lex.Lookup(strings.TrimSuffix(a, "e")) != lexicon.NoWord):
		return true // theyr, custome
	case p.lang == "de" && !strings.EqualFold(a, b) && strings.ReplaceAll(lexicon.Fold(a), "sz", "ss") == strings.ReplaceAll(lexicon.Fold(b), "ß", "ss"):
		return true // gemäsz: typewriters without the letter
	case p.lang == "de" && !known && p.Count == 1 && lettersOf(a) != lettersOf(b) && plainWord(a) && otherFormListed(a, lex):
		return true
	case (p.lang == "de" || p.lang == "nl") && strings.ReplaceAll(b, " ", "") == a && numberInWords(lexicon.Fold(a)):
		return true
	case strings.ReplaceAll(p.raw, ":", " ") == p.new && pr.glued() >= fewGlued:
		return true // désigne:du, where a line ended
	case p.Count == 1 && numberBehind(a) && !strings.HasSuffix(digitsOf(b), digitsOf(a)):
		return true // Articlel2
	case pr.damage < littleDamage && strings.HasSuffix(p.raw, ".") && !strings.HasSuffix(p.new, ".") && len(b) > len(a) && strings.HasPrefix(lexicon.Fold(b), lexicon.Fold(a)):
		return true // illeg. is no damaged illegal
	case p.lang == "de" && !known && lexicon.ShapeOf(a) == lexicon.Title && plainWord(a) && pr.damage < littleDamage && p.confused() >= dearConfusion && pr.forms[b] == 0 && p.Count == 1 && lettersOf(a) != lettersOf(b):
		return true // Hafid
	case noteMark(a, b) && lex.Lookup(b) != lexicon.NoWord:
		return true
	case digitsOf(p.raw) != digitsOf(p.new) && mostlyDigits(a):
		return true
	}
	return false
}

// clipped says whether a token is a word of which an apostrophe and a letter are
// left ('t, 's): where it begins a sentence, the next word has the capital.
func clipped(s string) bool {
	mark, n := utf8.DecodeRuneInString(s)
	return (mark == '\'' || mark == '’') && utf8.RuneCountInString(s[n:]) == 1
}

// addresses are words for whom one writes to, which courtesy gives a capital,
// folded.
var addresses = sentSet(`
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

// shortNumber: that of a note or an item, perhaps.
func shortNumber(s string) bool {
	return s != "" && len(s) <= 2 && strings.Trim(s, "0123456789") == ""
}

// acronym: up to six capitals, full stops between them perhaps, behind an
// elision (l’ONU) or with a possessive perhaps.
func acronym(s string) bool {
	s = strings.ReplaceAll(s, "’", "'")
	s = strings.TrimSuffix(s, "'s")
	if elided, rest, ok := strings.Cut(s, "'"); ok && len(elided) <= 2 {
		s = rest
	}
	return lexicon.ShapeOf(s) == lexicon.Upper && len(s) <= 6 && plainWord(strings.ReplaceAll(s, ".", ""))
}

// mendsElision says whether a change leaves what stands behind the apostrophe of
// an elision as it is: F'ONU, l'ONU.
func (p *proposal) mendsElision(a, b string) bool {
	_, x, _ := strings.Cut(strings.ReplaceAll(a, "’", "'"), "'")
	_, y, _ := strings.Cut(strings.ReplaceAll(b, "’", "'"), "'")
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

// Quotation marks that are no specks or apostrophes, as ' and ’ may be. The second
// kind also stands for what could not be read.
const (
	quotes     = "\"‘“”"
	guillemets = "«»"
)

// quotesOf counts the marks of a kind around a token.
func quotesOf(s, marks string) int {
	n := 0
	for _, r := range strings.Replace(s, core(s), "", 1) {
		if strings.ContainsRune(marks, r) {
			n++
		}
	}
	return n
}

// unquotes says whether a change does nothing to the letters and takes away or
// turns an opening quotation mark: the other mark of the pair stays as it is.
func unquotes(raw, new string) bool {
	opening := func(s string) int { return strings.Count(s, "“") + strings.Count(s, "‘") }
	return lettersOf(raw) == lettersOf(new) && opening(raw) > opening(new) && strings.ContainsAny(new, `"'’”`)
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

// prefixes are no words by themselves, folded: nonapplication. French has non
// seulement.
var prefixes = sentSet("non pre post anti multi semi micro macro neo quasi")

// prefixed says whether a change only puts a space behind one of them and before a
// small letter.
func prefixed(raw, new string) bool {
	first, rest, _ := strings.Cut(new, " ")
	next, _ := utf8.DecodeRuneInString(rest)
	return first+rest == raw && prefixes[lexicon.Fold(first)] && unicode.IsLower(next)
}

// combining says whether a change only puts a space or a hyphen behind the first
// part of a compound of the learned kind, which ends in o and hardly stands alone.
func combining(raw, new string, lex *lexicon.Lexicon) bool {
	first, second, spaced := strings.Cut(new, " ")
	if !spaced {
		first, second, _ = strings.Cut(new, "-")
	}
	if next, _ := utf8.DecodeRuneInString(second); unicode.IsUpper(next) {
		return false // IndoChina
	}
	if len(first) < 4 || !strings.HasSuffix(first, "o") || first+second != raw {
		return false
	}
	id := lex.Lookup(first)
	return id == lexicon.NoWord || lex.Unigram(id) > rareAlone
}

// rareAlone is the cost of a word from which it hardly stands alone.
const rareAlone = 10 * lexicon.Nat

// articleFirst says whether s is two words with a hyphen between them of which
// the first asks for a noun behind it: such a word takes neither hyphen nor dash.
func articleFirst(s string) bool {
	first, second, _ := strings.Cut(s, "-")
	return articles[lexicon.Fold(first)] && len(second) > 2 && !strings.Contains(second, "-")
}

// articles are articles and their like, and prepositions that stand before
// their noun alone.
var articles = sentSet(`the an their our of  de het een deze dit van  le la les des du ce cette ces  der das dem von`)

// neverHyphened says whether s is two words with a hyphen between them that
// texts have side by side without one, one of them a word that stands beside
// any other, and so often that it is no dash either: a clause hardly ends there.
func neverHyphened(s string, lex *lexicon.Lexicon) bool {
	first, second, _ := strings.Cut(s, "-")
	a, b := lex.Lookup(first), lex.Lookup(second)
	if a == lexicon.NoWord || b == lexicon.NoWord || lex.Lookup(first+second) != lexicon.NoWord ||
		min(lex.Unigram(a), lex.Unigram(b)) > everywhere || lex.Joint(lexicon.Hyphen, a, b) <= lattice.NeverJoins {
		return false
	}
	next, seen := lex.Bigram(a, b)
	end, _ := lex.Bigram(a, lex.Sentence())
	drawn := lex.Unigram(b) - next // by the first word
	return seen && drawn >= 0 && drawn+lex.Joint(lexicon.Comma, a, b)+2*end >= clings
}

// clings is what a pause between two words must cost at least: by how much the
// first makes the second likelier, a comma, and twice a sentence's end.
const clings = 12 * lexicon.Nat

// compounded says whether s is known words with hyphens between them.
func compounded(s string, lex *lexicon.Lexicon) bool {
	parts := strings.Split(s, "-")
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(w string) bool {
		return utf8.RuneCountInString(w) < 2 || lex.Lookup(w) == lexicon.NoWord
	})
}

// shortMonths are months cut short, folded.
var shortMonths = sentSet("jan feb mar apr jun jul aug sep sept oct nov dec janv févr avr juil déc mrt okt mrz dez")

// shortMonth says whether a word is one of them, beside a number.
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

// abbreviated says whether a word has no vowel, so that a full stop behind it is
// that of an abbreviation: zgn.
func abbreviated(s string) bool {
	return len(s) > 1 && plainWord(s) && !strings.ContainsAny(unaccented(lexicon.Fold(s)), "aeiouyæœø")
}

// romanOrdinal: XVIe, IVde, XIXth.
func romanOrdinal(s string) bool {
	ending := strings.TrimLeft(s, "IVXLCDM")
	numeral := s[:len(s)-len(ending)]
	return (len(numeral) > 1 || numeral == "I") && ordinalEndings[ending]
}

var ordinalEndings = sentSet("e de ste er re ier ière ième ème th st nd rd")

// elidedWords are the letters that French leaves of the words before a verb.
var elidedWords = sentSet("j l m n s t")

// swapsElision says whether a change only takes one such word for another before a
// listed one: a negation may go or come.
func swapsElision(a, b string, lex *lexicon.Lexicon) bool {
	x, rest, ok := strings.Cut(strings.ReplaceAll(a, "’", "'"), "'")
	y, same, also := strings.Cut(strings.ReplaceAll(b, "’", "'"), "'")
	return ok && also && rest == same && !strings.EqualFold(x, y) && elidedWords[lexicon.Fold(x)] && elidedWords[lexicon.Fold(y)] && lex.Lookup(rest) != lexicon.NoWord
}

// passive are the forms of the Dutch verb of the passive, which differ by their
// tense alone, folded.
var passive = sentSet("word wordt worden werd werden")

// losesLabelStop says whether a change takes the full stop from behind the letter
// of an item that stands close to its text: a.het besluit.
func losesLabelStop(raw, new string, lex *lexicon.Lexicon) bool {
	label, rest, ok := strings.Cut(raw, ".")
	return ok && (utf8.RuneCountInString(label) == 1 || label != "" && strings.Trim(label, "ivx") == "") && strings.Count(new, ".") < strings.Count(raw, ".") &&
		len(core(rest)) > 1 && lex.Lookup(core(rest)) != lexicon.NoWord
}

// closesInside says whether a bracket closes within a token, a mark behind it.
func closesInside(s string) bool {
	at := strings.IndexByte(s, ')')
	return at > 0 && letterBefore(s[:at]) && at+2 < len(s) && strings.IndexByte(",;:", s[at+1]) >= 0
}

// closesTwice says whether a token ends in two apostrophes, which close a
// quotation as one mark of two strokes does.
func closesTwice(s string) bool {
	s = strings.TrimRight(s, ".,;:)")
	return strings.HasSuffix(s, "''") || strings.HasSuffix(s, "’’")
}

// apostropheParts says whether a change only puts a space for an apostrophe that
// a single letter stands beside, or what is left of a verb: in't, d'you, none'll.
func apostropheParts(raw, new string) bool {
	first, rest, ok := strings.Cut(new, " ")
	r, n := utf8.DecodeRuneInString(strings.TrimPrefix(raw, first))
	if !ok || !strings.HasPrefix(raw, first) || r != '\'' && r != '’' || raw[len(first)+n:] != rest {
		return false
	}
	last := core(rest)
	return utf8.RuneCountInString(last) == 1 || contractions[last] || utf8.RuneCountInString(first) == 1 && !strings.Contains("aAI", first)
}

// contractions are what English leaves of verbs behind an apostrophe.
var contractions = sentSet("ve ll re d s m t")

// contractedTwice: wouldn't've.
func contractedTwice(s string) bool {
	parts := strings.Split(strings.ReplaceAll(s, "’", "'"), "'")
	return len(parts) == 3 && contractions[parts[1]] && contractions[parts[2]]
}

// classOfSeries: Ia, IIb.
func classOfSeries(s string) bool {
	n := len(s) - 1
	return n > 0 && s[n] >= 'a' && s[n] <= 'd' && strings.Trim(s[:n], "IV") == ""
}

var compassPoints = map[string]bool{"NNE": true, "ENE": true, "ESE": true, "SSE": true, "SSW": true, "WSW": true, "WNW": true, "NNW": true}

// joinsConjunction says whether two tokens are a part with its hyphen and a
// conjunction.
func joinsConjunction(raw string) bool {
	part, word, ok := strings.Cut(raw, "- ")
	return ok && part != "" && conjunctions[lexicon.Fold(core(word))]
}

// ownerBefore says whether a possessive stands close to a word with a capital.
func ownerBefore(s string) bool {
	owner, owned, ok := strings.Cut(strings.ReplaceAll(s, "’", "'"), "'s")
	next, _ := utf8.DecodeRuneInString(owned)
	return ok && letterBefore(owner) && unicode.IsUpper(next)
}

func apostrophes(s string) int { return strings.Count(s, "'") + strings.Count(s, "’") }

// conjunctions join words of which the first has lost its end to a hyphen.
var conjunctions = sentSet("und oder bzw bzw. sowie bis en of et ou and or")

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
var fileKinds = sentSet("csv doc docx gif htm html jpeg jpg json md odt pdf png rtf tif tiff tsv txt xls xlsx xml zip")

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
var negations = map[string]bool{
	"not": true, "no": true, "nor": true, "never": true, "none": true, "neither": true, "without": true, "cannot": true,
	"niet": true, "geen": true, "nooit": true, "noch": true, "zonder": true,
	"ne": true, "pas": true, "non": true, "jamais": true, "sans": true, "aucun": true, "aucune": true, "ni": true,
	"nicht": true, "kein": true, "keine": true, "keinen": true, "nie": true, "niemals": true, "ohne": true, "weder": true,
}

// months of the languages in use, folded.
var months = map[string]bool{
	"january": true, "february": true, "march": true, "april": true, "may": true, "june": true, "july": true,
	"august": true, "september": true, "october": true, "november": true, "december": true,
	"januari": true, "februari": true, "maart": true, "mei": true, "juni": true, "juli": true, "augustus": true, "oktober": true,
	"janvier": true, "février": true, "mars": true, "avril": true, "mai": true, "juin": true, "juillet": true, "août": true,
	"septembre": true, "octobre": true, "novembre": true, "décembre": true,
	"januar": true, "februar": true, "märz": true, "dezember": true,
}

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
