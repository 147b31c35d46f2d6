package ocrfix

import (
	"slices"
	"strings"

	"ocrfix/lexicon"
)

// Forms that the lexicon lacks of words that it has. German bends its words and
// writes several as one, so that texts always have forms that no count has seen;
// each looks like damage to another form of the same word.

// adjectiveEndings are those of German adjectives and participles, and
// adjectiveStems what many of these have before them.
var (
	adjectiveEndings = []string{"en", "em", "er", "es", "e", ""}
	adjectiveStems   = []string{"ig", "lich", "isch", "bar", "sam", "haft", "los", "voll", "end", "iert", "igt", "ell", "iv", "al", "är", "ös", "eben", "ogen", "ommen"}
)

// A nounForm says which ending a German noun may have where it has another one.
type nounForm struct {
	ending, listed string   // of the word, and of the form that the lexicon has
	stems          []string // what stands before, anything where nil
	least          int      // length of the word in bytes: a shorter one may have lost or gained a letter
}

var (
	pluralStems = []string{"ung", "ion", "heit", "keit", "schaft", "tät"}
	nounForms   = []nounForm{
		{"n", "", []string{"e", "er", "el"}, 6}, // den Spätaussiedlern
		{"", "n", []string{"er", "el"}, 0},      // der Sattelauflieger
		{"en", "", pluralStems, 0},              // Einkommenspfändungen
		{"", "en", pluralStems, 0},
		{"en", "in", nil, 10}, // Orthoptisten, Orthoptistin
		{"e", "", nil, 7},     // Schüblinge
		{"s", "es", nil, 10},  // des Tätigkeitslands
		{"", "s", nil, 10},    // der Brechungswinkel
		{"", "es", nil, 10},
	}
)

// shortestStem is the length in bytes of the shortest stem by which other forms
// of a word are known.
const shortestStem = 5

// otherFormListed says whether a German word is a form of one of which the lexicon
// has another: paraguayischer of paraguayischen, Spätaussiedlern of Spätaussiedler.
// It is a noun if it has a capital, unless that is one by its place.
func otherFormListed(word string, lex *lexicon.Lexicon, byPlace bool) bool {
	listed := func(s string) bool {
		id := lex.Lookup(s)
		return id != lexicon.NoWord && !lex.RunTogether(id)
	}
	w := lexicon.Fold(word)
	small := lexicon.ShapeOf(word) == lexicon.Lower
	if !small && slices.ContainsFunc(nounForms, func(f nounForm) bool {
		stem, ok := strings.CutSuffix(w, f.ending)
		return ok && len(w) >= f.least && (f.stems == nil || endsInAny(stem, f.stems)) && listed(stem+f.listed)
	}) {
		return true
	}
	return (small || byPlace) && slices.ContainsFunc(adjectiveEndings, func(ending string) bool {
		stem, ok := strings.CutSuffix(w, ending)
		if !ok || len(stem) < shortestStem || !endsInAny(stem, adjectiveStems) && !ofParticiple(stem) && (ending == "" || !small || !listed(stem)) {
			return false
		}
		return slices.ContainsFunc(adjectiveEndings, func(other string) bool { return other != ending && listed(stem+other) })
	})
}

// otherEnding says whether two folded words are forms of one by what German bends
// words with.
func otherEnding(a, b string) bool {
	for _, x := range germanEndings {
		stem, ok := strings.CutSuffix(a, x)
		if rest, same := strings.CutPrefix(b, stem); ok && same && len(stem) >= shortestStem && rest != x && slices.Contains(germanEndings, rest) {
			return true
		}
	}
	return false
}

var germanEndings = append([]string{"n", "s"}, adjectiveEndings...)

// listedForm says whether a word that the lexicon lacks is one of the forms of its
// language, behind an elision perhaps or with a hyphen: s'esclaffe, prévalut-il.
func listedForm(word string, lex *lexicon.Lexicon) bool {
	forms := lexicon.BuiltinForms(lex.Meta().Lang)
	if forms == nil || lex.Lookup(word) != lexicon.NoWord {
		return false
	}
	found := false
	for part := range strings.SplitSeq(behindElision(word, lex), "-") {
		if lex.Lookup(part) != lexicon.NoWord {
			continue
		}
		if found = forms.Has(part); !found {
			return false
		}
	}
	return found
}

// everyday is the cost of a word that most texts have.
const everyday = 10 * lexicon.Nat

// outdoesForm says whether a word is so common, and so much of the document
// damaged, that a form which hardly any text has is rather damage to it: taus of
// tous.
func (p *proposal) outdoesForm(b string) bool {
	b = behindElision(b, p.lex)
	if p.profile.damage > muchDamage {
		return common(p.lex, b)
	}
	return p.profile.damage >= littleDamage && listedBelow(p.lex, b, everyday)
}

// changesForm says whether a change makes another word of a listed form, both
// folded. What the spelling of 1990 leaves without its circumflex is a form too, but
// scanners lose it oftener: chaine.
func changesForm(a, b string, lex *lexicon.Lexicon) bool {
	return lettersOf(a) != lettersOf(b) && a != roofless.Replace(b) && listedForm(a, lex)
}

var roofless = strings.NewReplacer("î", "i", "û", "u")

// partsCompound says whether a change only cuts a word into long ones, none of
// which stands beside any other, or puts a hyphen before a small letter: German
// and Dutch write these as one.
func partsCompound(word, parts string, lex *lexicon.Lexicon) bool {
	if _, last, ok := strings.Cut(parts, "-"); ok && strings.ReplaceAll(parts, "-", "") == word && lexicon.ShapeOf(last) == lexicon.Lower {
		return true
	}
	if strings.ReplaceAll(parts, " ", "") != word {
		return false
	}
	list := strings.Fields(parts)
	if n := len(list) - 1; n > 0 && slices.Contains(germanEndings, list[n]) && lex.Meta().Lang == "de" {
		return true // Atomsperrvertrag es
	}
	for _, part := range list {
		if id := lex.Lookup(part); len(part) < shortestOfParts || id == lexicon.NoWord || lex.Unigram(id) < besideAny {
			return false
		}
	}
	return len(list) > 1
}

const (
	shortestOfParts = 4               // bytes
	besideAny       = 7 * lexicon.Nat // the cost of a word up to which it stands beside any other
)

// ofParticiple says whether a stem may be that of a participle: maßgeschneidert,
// neugeschaffen.
func ofParticiple(stem string) bool {
	return strings.Contains(stem, "ge") && endsInAny(stem, []string{"t", "en"})
}

func endsInAny(s string, endings []string) bool {
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(s, e) })
}

// numerals are the parts of the numbers that German and Dutch write as one word.
var numerals = strings.Fields(`
	ein eins zwei drei vier fünf sechs sech sieben sieb acht neun zehn elf zwölf zwanzig dreißig dreissig zig und hundert tausend
	een één twee drie vijf zes zeven negen tien elf twaalf dertien veertien twintig dertig veertig tachtig tig en ën honderd duizend`)

// fewNumerals is how many parts show that a word is such a number.
const fewNumerals = 3

// numberInWords says whether a folded word is a number of several parts:
// neunzehnhundertsechsundfünfzig.
func numberInWords(word string) bool {
	most := make([]int, len(word)+1) // parts that word[:i] is made of, 0 for none
	for i := range word {
		if i > 0 && most[i] == 0 {
			continue
		}
		for _, n := range numerals {
			if end := i + len(n); strings.HasPrefix(word[i:], n) {
				most[end] = max(most[end], most[i]+1)
			}
		}
	}
	return most[len(word)] >= fewNumerals
}

// behindElision is a word without what elision leaves of the one before it.
func behindElision(word string, lex *lexicon.Lexicon) string {
	if head, rest, ok := cutApostrophe(word); ok && lex.Meta().Elide && lex.Lookup(head+"'") != lexicon.NoWord {
		return rest
	}
	return word
}

// elided says whether a word is a listed one behind what elision leaves of
// another: s'interposent.
func elided(word string, lex *lexicon.Lexicon) bool {
	rest := behindElision(word, lex)
	return rest != word && lex.Lookup(rest) != lexicon.NoWord
}
