package ocrfix

import (
	"strings"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// Specks of the page that were read as a mark at the edge of a word, where no mark of
// the kind can stand.

const speckOfWordSure = 0.9

// repairSpecks returns the repairs of such words by index of the token, in blocks of
// these languages.
func repairSpecks(tokens []lattice.Token, blocks []string) map[int]repair {
	out := make(map[int]repair)
	astray := strayStrokes(tokens)
	for b := range eachBlock(tokens, blocks) {
		lex := lexicon.Builtin(b.lang)
		if lex == nil {
			continue
		}
		for i := b.from; i < b.to; i++ {
			raw := tokens[i].Raw
			switch {
			case b.lang != "fr" && closesNothing(tokens, i, lex):
				out[i] = repair{strings.TrimRight(raw, "'’"), "lone quotation mark", speckOfWordSure}
			case astray && i+1 < b.to && strings.Contains(raw, "_"):
				word := withoutStroke(raw)
				if id := lex.Lookup(core(word)); id != lexicon.NoWord && lex.Common().Has(id) {
					out[i] = repair{word, "low stroke", speckOfWordSure}
				}
			}
		}
	}
	return out
}

// strayStrokes says whether the low strokes of a text stand before its words or behind
// them, as specks do: not inside, where some scanners put them for letters that they
// cannot read, and not on both sides, which is emphasis (_so_).
func strayStrokes(tokens []lattice.Token) bool {
	before, behind := 0, 0
	for i := range tokens {
		raw := tokens[i].Raw
		switch at := strings.IndexByte(raw, '_'); {
		case at < 0:
		case withoutStroke(raw) == raw:
			return false
		case at == 0:
			before++
		default:
			behind++
		}
	}
	return (before > 0) != (behind > 0)
}

// withoutStroke takes the only low stroke of a token from before or behind its word.
func withoutStroke(raw string) string {
	word, inside := strings.CutPrefix(raw, "_")
	if !inside {
		end := strings.TrimRight(raw, ".,;:")
		word = strings.TrimSuffix(end, "_") + raw[len(end):]
	}
	if c := core(word); strings.Contains(word, "_") || !letterBefore(c) || inside && (len(c) < len("the") || !strings.HasPrefix(word, c)) {
		return raw
	}
	return word
}

// closesNothing says whether token i is a common word that ends no sentence and a
// quotation mark that closes nothing: the' following. French leaves such a mark where
// a space parts an elision.
func closesNothing(tokens []lattice.Token, i int, lex *lexicon.Lexicon) bool {
	const shortest = len("the") // an', o', th' are as one speaks
	raw := tokens[i].Raw
	word := strings.TrimRight(raw, "'’")
	if len(word) < shortest || len(word) == len(raw) || i+1 == len(tokens) || tokens[i+1].BlockStart || lexicon.ShapeOf(word) != lexicon.Lower || !plainWord(word) {
		return false
	}
	id := lex.Lookup(word)
	return id != lexicon.NoWord && lex.Unigram(id) < commonest && lattice.EndsNothing(lex, id) && isQuote(raw[len(word):]) && lattice.Unmatched(tokens, i)
}
