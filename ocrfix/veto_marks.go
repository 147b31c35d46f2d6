package ocrfix

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// What the vetoes ask of marks: quotation marks, brackets, apostrophes, stops and
// hyphens.

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

// prefixes are no words by themselves, folded: nonapplication. French has non
// seulement.
var prefixes = wordSet("non pre post anti multi semi micro macro neo quasi")

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
var articles = wordSet(`the an their our of  de het een deze dit van  le la les des du ce cette ces  der das dem von`)

// neverHyphened says whether s is words with hyphens between them that texts have
// side by side without any, of each two one that stands beside any other, and so
// often that these are no dashes either: a clause hardly ends there. In a damaged
// text they need be none, and a phrase with more hyphens is not made for its place.
func neverHyphened(s string, lex *lexicon.Lexicon, damaged bool) bool {
	parts := strings.Split(s, "-")
	for i := range parts[1:] {
		if !neverJoined(parts[i], parts[i+1], lex, damaged) {
			return false
		}
	}
	return len(parts) == 2 || len(parts) > 2 && damaged
}

// neverJoined says so of two words.
func neverJoined(first, second string, lex *lexicon.Lexicon, damaged bool) bool {
	a, b := lex.Lookup(first), lex.Lookup(second)
	if a == lexicon.NoWord || b == lexicon.NoWord {
		return false
	}
	next, seen := lex.Bigram(a, b)
	if one := lex.Lookup(first + second); one != lexicon.NoWord && lex.Unigram(one) < lex.Unigram(a)+next {
		return false
	}
	joins, commonest := lex.Joint(lexicon.Hyphen, a, b), min(lex.Unigram(a), lex.Unigram(b))
	if joins <= lattice.NeverJoins || commonest > everywhere || joins <= hardlyJoins && commonest > commonestWords {
		return false // would-be
	}
	end, _ := lex.Bigram(a, lex.Sentence())
	drawn := lex.Unigram(b) - next // by the first word
	return seen && drawn >= 0 && (damaged || drawn+lex.Joint(lexicon.Comma, a, b)+2*end >= clings)
}

// What a hyphen between two words costs up to which one of them must be as common
// as the commonest prepositions and articles to be sure that they take none.
const (
	hardlyJoins    = 10 * lexicon.Nat
	commonestWords = 6 * lexicon.Nat
)

// seldomDash is the share of words damaged from which a hyphen between two words is
// a speck rather than a dash, and fewWords how many of them tell.
const (
	seldomDash = 0.04
	fewWords   = 200
)

// clings is what a pause between two words must cost at least: by how much the
// first makes the second likelier, a comma, and twice a sentence's end.
const clings = 12 * lexicon.Nat

// compounded says whether s is known words with hyphens between them, short ones
// of which texts have often: eff and ct are none.
func compounded(s string, lex *lexicon.Lexicon) bool {
	parts := strings.Split(s, "-")
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(w string) bool {
		n := utf8.RuneCountInString(w)
		return n < 2 || lex.Lookup(w) == lexicon.NoWord || n < uncommonPart && !common(lex, w)
	})
}

// uncommonPart is the length in characters from which a part need not be common.
const uncommonPart = 4

// splitInside says whether a change takes a hyphen from within a common word, of
// which no words are left: broug-ht.
func splitInside(raw, new string, lex *lexicon.Lexicon) bool {
	return strings.ReplaceAll(raw, "-", "") == new && common(lex, new) && !compounded(raw, lex) && !prefixed(raw, new)
}

// abbreviated says whether a word has no vowel, so that a full stop behind it is
// that of an abbreviation: zgn.
func abbreviated(s string) bool {
	return len(s) > 1 && plainWord(s) && !strings.ContainsAny(unaccented(lexicon.Fold(s)), "aeiouyæœø")
}

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
var contractions = wordSet("ve ll re d s m t")

// contractedTwice: wouldn't've.
func contractedTwice(s string) bool {
	parts := strings.Split(straight(s), "'")
	return len(parts) == 3 && contractions[parts[1]] && contractions[parts[2]]
}

// joinsConjunction says whether two tokens are a part with its hyphen and a
// conjunction.
func joinsConjunction(raw string) bool {
	part, word, ok := strings.Cut(raw, "- ")
	return ok && part != "" && conjunctions[lexicon.Fold(core(word))]
}

// ownerBefore says whether a possessive stands close to a word with a capital.
func ownerBefore(s string) bool {
	owner, owned, ok := strings.Cut(straight(s), "'s")
	next, _ := utf8.DecodeRuneInString(owned)
	return ok && letterBefore(owner) && unicode.IsUpper(next)
}

func apostrophes(s string) int { return strings.Count(s, "'") + strings.Count(s, "’") }

// conjunctions join words of which the first has lost its end to a hyphen.
var conjunctions = wordSet("und oder bzw bzw. sowie bis en of et ou and or")
