package ocrfix

import (
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// Signs and digits that stand by themselves where the page has a word of one
// letter, or the sign of a section.

const (
	signRule = "lone sign"
	signSure = 0.85
	// signGain is how much likelier the word must be in its place than and, which
	// the sign says, or than a number.
	signGain = 3 * lexicon.Nat
)

// oneLetter is the word of one letter that scanners make a sign or a digit of, and
// what & says, by language.
var oneLetter = map[string]struct{ word, and string }{"en": {"a", "and"}, "fr": {"à", "et"}}

// repairSigns returns the repairs of signs by themselves by index of the token, in
// blocks of these languages: as & result of, with 3 view to.
func repairSigns(tokens []lattice.Token, blocks []string) map[int]repair {
	out := make(map[int]repair)
	german := slices.Contains(blocks, "de") && !speaksOfDollars(tokens)
	cites := german && citesSections(tokens)
	heads := german && headsSections(tokens)
	ones := sync.OnceValue(func() map[[2]string]int { return onesBetween(tokens) }) // most texts have no bar
	for b := range eachBlock(tokens, blocks) {
		for i := b.from; i < b.to; i++ {
			raw := tokens[i].Raw
			between := i > 0 && i+1 < len(tokens)
			several := ""
			if b.lang == "de" && cites && between && !tokens[i+1].BlockStart {
				several = sectionSigns(tokens, i)
			}
			switch lang := b.lang; {
			case heads && sectionLine(tokens, i) > 0:
				out[i] = repair{"§ " + raw[len("$"):], signRule, signSure}
			case lang == "fr" && acuteFor[raw] != "":
				out[i] = repair{acuteFor[raw], signRule, signSure}
			case several != "":
				out[i] = repair{several, signRule, signSure}
			case len(raw) != 1 || !between:
			case raw == bar && ones()[[2]string{tokens[i-1].Raw, tokens[i+1].Raw}] >= fewRoman:
				out[i] = repair{"I", signRule, signSure}
			case german && lang == "de" && strings.Contains(likeSection, raw) && citesPart(tokens, i) && !numbered[lexicon.Fold(strings.TrimSuffix(tokens[i-1].Raw, "."))]: // Art. 8 36 Abs. 1: of a note
				out[i] = repair{"§", signRule, signSure}
			case !strings.Contains("@&$"+likeLetter, raw) || tokens[i].BlockStart || tokens[i+1].BlockStart:
			case raw != "$" && saysLetter(tokens, i, lang):
				out[i] = repair{oneLetter[lang].word, signRule, signSure}
			case (raw == "$" || raw == "&") && lang == "de" && cites && countsSection(tokens, i):
				out[i] = repair{"§", signRule, signSure}
			}
		}
	}
	return out
}

// acuteFor are the words that an a with the accent that French has not stands for.
var acuteFor = map[string]string{"á": "à", "Á": "À"}

// likeSection are the digits that are much like the sign of a section.
const likeSection = "85"

// likeLetter are the digits that are much like an a.
const likeLetter = "234589"

// saysLetter says whether the sign of token i stands for the word of one letter:
// the words beside it often have that between them.
func saysLetter(tokens []lattice.Token, i int, lang string) bool {
	one, ok := oneLetter[lang]
	if !ok {
		return false
	}
	before, behind := tokens[i-1].Raw, strings.TrimRight(tokens[i+1].Raw, ".,;:)")
	if lexicon.ShapeOf(before) != lexicon.Lower || !plainWord(behind) {
		return false
	}
	lex := lexicon.Builtin(lang)
	a, b := lex.Lookup(before), lex.Lookup(behind)
	if a == lexicon.NoWord || b == lexicon.NoWord {
		return false
	}
	between := func(word lexicon.WordID) (cost lexicon.Cost, seen bool) {
		x, after := lex.Bigram(a, word)
		y, before := lex.Bigram(word, b)
		return x + y, after && before
	}
	cost, seen := between(lex.Lookup(one.word))
	said := lex.Number()
	switch tokens[i].Raw {
	case "@":
		return seen
	case "&":
		said = lex.Lookup(one.and)
	default:
		if acronym(behind) || lang == "en" && manyOf(tokens, i+1) {
			return false // 4 GS posts, 4 long days
		}
	}
	rival, _ := between(said)
	return seen && cost+signGain < rival
}

// manyOf says whether one of the two words from token i on is likely a plural.
func manyOf(tokens []lattice.Token, i int) bool {
	for j := i; j < min(i+2, len(tokens)) && !tokens[j].BlockStart; j++ {
		word := lexicon.Fold(core(tokens[j].Raw))
		if strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss") {
			return true
		}
		if core(tokens[j].Raw) != tokens[j].Raw {
			break
		}
	}
	return false
}

// speaksOfDollars says whether a German text may have signs of dollars.
func speaksOfDollars(tokens []lattice.Token) bool {
	return slices.ContainsFunc(tokens, func(t lattice.Token) bool {
		return strings.HasPrefix(t.Raw, "Dollar") || strings.Contains(t.Raw, "US")
	})
}

// citesSections says whether one sign before a number must be that of a section
// ($ 58 Abs. 1).
func citesSections(tokens []lattice.Token) bool {
	for i := range tokens {
		if raw := tokens[i].Raw; (raw == "$" || raw == "&") && citesPart(tokens, i) {
			return true
		}
	}
	return false
}

// citesPart says whether the number of a section and a part of it follow token i.
func citesPart(tokens []lattice.Token, i int) bool {
	return i > 0 && i+2 < len(tokens) && countsSection(tokens, i) && partsOfSection[strings.TrimSuffix(tokens[i+2].Raw, ".")]
}

// onesBetween counts the Roman ones between any two tokens: (BGBl. I S.
func onesBetween(tokens []lattice.Token) map[[2]string]int {
	out := make(map[[2]string]int)
	for i := 1; i+1 < len(tokens); i++ {
		if tokens[i].Raw == "I" {
			out[[2]string{tokens[i-1].Raw, tokens[i+1].Raw}]++
		}
	}
	return out
}

// sectionLine is the number of a line that is a dollar sign and a number, 0 for
// others.
func sectionLine(tokens []lattice.Token, i int) int {
	number, ok := strings.CutPrefix(tokens[i].Raw, "$")
	if !ok || !tokens[i].LineStart || i+1 < len(tokens) && !tokens[i+1].LineStart {
		return 0
	}
	n, _ := strconv.Atoi(number)
	return n
}

// headsSections says whether such lines follow one another, as those do that should
// be the headings of sections.
func headsSections(tokens []lattice.Token) bool {
	last := 0
	for i := range tokens {
		switch n := sectionLine(tokens, i); {
		case n == 0:
		case last > 0 && n > last && n <= last+2:
			return true
		default:
			last = n
		}
	}
	return false
}

// sectionSigns is what the signs of sections in token i should be, where they are of
// several ($$ 57 bis 60, 88 57 und 58) or close to the number ($58 Abs. 1); "" where
// they are not.
func sectionSigns(tokens []lattice.Token, i int) string {
	raw := tokens[i].Raw
	number := strings.TrimPrefix(raw, "$")
	last, _ := utf8.DecodeLastRuneInString(tokens[i-1].Raw)
	switch {
	case raw == "$$" && countsSection(tokens, i), raw == "88" && countsSection(tokens, i) && i+3 < len(tokens) &&
		joinsSections[tokens[i+2].Raw] && allDigits(core(tokens[i+3].Raw)) && allDigits(tokens[i+1].Raw):
		return "§§"
	case raw != number && allDigits(number) && number[0] != '0' && len(number) <= len("999") && !unicode.IsDigit(last):
		return "§ " + number
	}
	return ""
}

// joinsSections are the words between the numbers of several sections.
var joinsSections = wordSet("und bis oder")

var partsOfSection = wordSet("Abs Absatz Absätze Satz Nr Nummer Buchst Buchstabe")

// countsSection says whether a number of a section follows the sign of token i,
// and no amount comes before it.
func countsSection(tokens []lattice.Token, i int) bool {
	first, _ := utf8.DecodeRuneInString(tokens[i+1].Raw)
	last, _ := utf8.DecodeLastRuneInString(tokens[i-1].Raw)
	return unicode.IsDigit(first) && !unicode.IsDigit(last) && len(core(tokens[i+1].Raw)) <= len("999a")
}
