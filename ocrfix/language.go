package ocrfix

import (
	"iter"
	"math"
	"slices"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// Languages are told apart block by block by the word frequencies of the
// lexicons: a text costs least in its own language. A block in which no
// lexicon knows its way is left alone.

const (
	strangerCost = 14 * lexicon.Nat    // of a word that a lexicon does not list
	ownCost      = 9*lexicon.Nat + 50  // a text this cheap a word is in the language, no need to try others
	hopelessCost = 12*lexicon.Nat + 70 // a text this dear is in none of the languages
	foreignCost  = 11*lexicon.Nat + 50 // a text this dear is damaged or foreign: it takes the language of the document
	stayBonus    = lexicon.Cost(600)   // a block switches languages only for more than this
	enoughWords  = 5                   // fewer do not tell a language
	sampleWords  = 60                  // more are not needed
)

// blockLanguages gives each block of tokens, in order, its language, "" where
// it is unknown, and the language of most words.
func blockLanguages(tokens []lattice.Token, forced string) (blocks []string, main string) {
	words := make(map[string]int)
	current := "en"
	for i := 0; i < len(tokens); {
		j := blockEnd(tokens, i, mostTokens)
		lang := forced
		if forced == "" {
			lang = blockLanguage(tokens[i:j], current)
		}
		if lang != "" && lang != undecided {
			words[lang] += j - i
			if j-i >= enoughWords {
				current = lang
			}
		}
		blocks = append(blocks, lang)
		i = j
	}
	for _, lang := range lexicon.Languages() {
		if words[lang] > words[main] {
			main = lang
		}
	}
	if main == "" && slices.Contains(blocks, undecided) {
		main = shortLanguage(tokens)
	}
	// Blocks too short to tell take the language of what surrounds them; at
	// the head of a document, that of the document.
	for k, from := 0, 0; k < len(blocks) && main != ""; k++ {
		to := blockEnd(tokens, from, mostTokens)
		if blocks[k] == undecided && !strangeTitle(tokens[from:to], lexicon.Builtin(main)) {
			blocks[k] = main
		}
		from = to
	}
	for k := range blocks {
		if blocks[k] == undecided {
			blocks[k] = ""
		}
	}
	return blocks, main
}

// shortLanguage is the language of a text that has too few words to tell, the
// likeliest that is likely at all.
func shortLanguage(tokens []lattice.Token) string {
	best, least := "", lexicon.Cost(math.MaxInt32)
	for _, lang := range lexicon.Languages() {
		c, n := languageCost(tokens, lexicon.Builtin(lang))
		if n > 0 && c < least && c <= foreignCost*lexicon.Cost(n) {
			best, least = lang, c
		}
	}
	return best
}

// strangeTitle says whether a block of a few words has none of four letters or
// more that the lexicon lists, though all are of letters alone: it is a title in
// another language rather than one of which every word is damaged.
func strangeTitle(block []lattice.Token, lex *lexicon.Lexicon) bool {
	n := 0
	for i := range block {
		word := core(block[i].Raw)
		switch {
		case utf8.RuneCountInString(word) < 4:
		case !plainWord(word) || lex.Lookup(word) != lexicon.NoWord:
			return false
		default:
			n++
		}
	}
	return n > 1 && len(block) < 2*enoughWords
}

// undecided marks a block with too few words to tell its language.
const undecided = "?"

func blockLanguage(tokens []lattice.Token, current string) string {
	cost, n := languageCost(tokens, lexicon.Builtin(current))
	if n < enoughWords {
		return undecided
	}
	if cost < ownCost*lexicon.Cost(n) {
		return current
	}
	if inOther(tokens) {
		return ""
	}
	best, least := current, cost-stayBonus
	for _, lang := range lexicon.Languages() {
		if lang == current {
			continue
		}
		if c, _ := languageCost(tokens, lexicon.Builtin(lang)); c < least {
			best, least = lang, c
		}
	}
	switch {
	case least > hopelessCost*lexicon.Cost(n):
		return ""
	case least > foreignCost*lexicon.Cost(n):
		return undecided
	}
	return best
}

// mostTold is how many bytes of a token are looked at to tell its language or
// whether it is known: no word of print is longer, and the pieces of a token may
// take many times its length.
const mostTold = 1 << 16

// languageCost adds up the words of a block without regard to their order.
func languageCost(tokens []lattice.Token, lex *lexicon.Lexicon) (cost lexicon.Cost, words int) {
	for word := range toldWords(tokens, lex.Meta().Elide, sampleWords) {
		c := lexicon.Cost(strangerCost)
		if id := lex.Lookup(word); id != lexicon.NoWord {
			c = min(c, lex.Unigram(id))
		}
		cost += c
		words++
	}
	return cost, words
}

// toldWords gives the words of a block that tell its language, of two bytes or
// more, to the end of the token with which there are so many.
func toldWords(tokens []lattice.Token, elide bool, most int) iter.Seq[string] {
	return func(yield func(string) bool) {
		var pieces []lexicon.Token
		words := 0
		for i := 0; i < len(tokens) && words < most; i++ {
			raw := tokens[i].Raw
			raw = raw[:min(len(raw), mostTold)]
			pieces = lexicon.Tokenize(pieces[:0], raw, elide)
			for _, p := range pieces {
				if p.Kind != lexicon.TokenWord || p.End-p.Start < 2 {
					continue
				}
				if words++; !yield(raw[p.Start:p.End]) {
					return
				}
			}
		}
	}
}
