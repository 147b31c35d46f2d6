package ocrfix

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/ocrfix/internal/lattice"
)

// Quotation marks that scanners write with other marks: ,,Hafen” and <<Hafen>>.

// repairQuotes returns the repairs of such marks by index of the token, in blocks of
// these languages. German and Dutch have low marks, and whoever quotes from them.
func repairQuotes(tokens []lattice.Token, blocks []string) map[int]repair {
	out := make(map[int]repair)
	low := slices.ContainsFunc(tokens, func(t lattice.Token) bool { return strings.HasPrefix(t.Raw, "„") })
	for b := range eachBlock(tokens, blocks) {
		for i := b.from; i < b.to; i++ {
			raw := tokens[i].Raw
			switch {
			case strings.HasPrefix(raw, ",") && (low || b.lang == "de" || b.lang == "nl") && opensLow(tokens, i):
				out[i] = repair{"„" + strings.TrimLeft(raw, ","), "low quotation mark", quoteSure}
			case strings.Contains(raw, "<<") || strings.Contains(raw, ">>"):
				if text := guillemetsFor(raw); text != raw {
					out[i] = repair{text, "guillemets", quoteSure}
				}
			}
		}
	}
	return out
}

// How far such a mark is looked for, and how sure it is.
const (
	quotedReach = 12 // tokens
	quoteSure   = 0.9
)

// opensLow says whether the comma or commas at the start of token i stand for a low
// quotation mark: a mark closes behind it that nothing opened.
func opensLow(tokens []lattice.Token, i int) bool {
	word := strings.TrimLeft(tokens[i].Raw, ",")
	if len(tokens[i].Raw)-len(word) > len(",,") || !letterFirst(word) {
		return false
	}
	for j := i; j < min(i+quotedReach, len(tokens)) && (j == i || !tokens[j].BlockStart); j++ {
		raw := tokens[j].Raw
		if j > i && (lattice.BeginsQuoted(raw, "„“\"‚‘") || strings.HasPrefix(raw, ",")) {
			return false
		}
		if lattice.EndsQuoted(raw, "”“\"") {
			return true
		}
	}
	return false
}

// guillemetsFor writes the guillemets of a quotation for two signs of less or more
// close to its first or last letter.
func guillemetsFor(raw string) string {
	if word, ok := strings.CutPrefix(raw, "<<"); ok && letterFirst(word) {
		raw = "«" + word
	}
	tail := strings.TrimRight(raw, ".,;:)")
	if word, ok := strings.CutSuffix(tail, ">>"); ok && letterBefore(word) {
		raw = word + "»" + raw[len(tail):]
	}
	return raw
}

// letterFirst says whether a letter begins a string.
func letterFirst(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}
