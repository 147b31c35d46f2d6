package ocrfix

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// Hyphens that hang: a space stands behind the hyphen of a compound within a line
// (self- determination), as where lines were joined after a word was divided at its
// own hyphen.

const (
	hungRule = "space behind a hyphen"
	hungSure = 0.9
	// fewHung is how many hyphens a document leaves hanging that does so: one by itself
	// may stand so on the page.
	fewHung = 2
	// oftenHyphened is the cost of a hyphen between two words up to which they are
	// a compound; of words that are not it is six times as much and more.
	oftenHyphened = 3 * lexicon.Nat / 2
)

// hungHyphens finds the tokens whose hyphen hangs, in blocks of these languages, by
// their index.
func hungHyphens(tokens []lattice.Token, blocks []string) map[int]bool {
	out := make(map[int]bool)
	for b := range eachBlock(tokens, blocks) {
		lex := lexicon.Builtin(b.lang)
		if lex == nil {
			continue
		}
		for i := b.from; i < b.to-1; i++ {
			if strings.HasSuffix(tokens[i].Raw, "-") && hangs(&tokens[i], &tokens[i+1], lex) {
				out[i] = true
			}
		}
	}
	if len(out) < fewHung {
		return nil
	}
	return out
}

// hangs says whether the hyphen at the end of a token hangs.
func hangs(t, next *lattice.Token, lex *lexicon.Lexicon) bool {
	head := strings.TrimSuffix(t.Raw, "-")
	first, _ := utf8.DecodeRuneInString(next.Raw)
	if !letterBefore(head) || !unicode.IsLower(first) || next.LineStart || next.Frozen || t.Frozen || t.NoJoin {
		return false
	}
	head = head[strings.LastIndexByte(head, '-')+1:]
	tail, _, _ := strings.Cut(core(next.Raw), "-")
	a, b := lex.Lookup(core(head)), lex.Lookup(tail)
	return a != lexicon.NoWord && b != lexicon.NoWord && lex.Joint(lexicon.Hyphen, a, b) <= oftenHyphened
}

// closeHung makes one choice of each two that leave a hyphen hanging; first is the
// index of the token that the choices begin at.
func (s *stretch) closeHung(choices []lattice.Choice, first int) []lattice.Choice {
	if len(s.hung) == 0 {
		return choices
	}
	asIs := func(c *lattice.Choice) bool { return c.Count == 1 && c.Reading.Identity }
	out := choices[:0]
	for k := 0; k < len(choices); k++ {
		c := choices[k]
		if at := first + c.First; s.hung[at] && asIs(&c) && k+1 < len(choices) && asIs(&choices[k+1]) {
			c.Count, c.Reading = 2, lattice.Reading{Text: s.tokens[at].Raw + s.tokens[at+1].Raw}
			k++
		}
		out = append(out, c)
	}
	return out
}
