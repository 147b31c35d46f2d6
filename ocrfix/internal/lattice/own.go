package lattice

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
)

// OwnWords are words that the document or its archive vouches for: candidates
// beside those of the lexicon. They do not change and may be
// shared.
type OwnWords struct {
	Lex   *lexicon.Lexicon    // holds the words folded
	Forms map[string][]string // how each is written, by folded form
}

// shortestOwn is how many characters a token must have that is read as one of
// the own words: shorter ones are a character away from too much.
const shortestOwn = 4

// unlikely is the cost of the channel from which a reading leaves room for
// words that the document repeats.
const unlikely = 550

// readOwn adds to the readings of a token those that are one of the own words
// with the token's marks around it, and keeps the likeliest. own may be nil.
func (r *Reader) readOwn(list []Reading, raw string, own *OwnWords) []Reading {
	if own == nil {
		return list
	}
	walk := r.ownWalks[own]
	if walk == nil {
		walk = NewWalker(own.Lex, r.Ch)
		r.ownWalks[own] = walk
	}
	runes := []rune(raw)
	i, j := 0, len(runes)
	for i < j && !lexicon.IsLetter(runes[i]) && !unicode.IsDigit(runes[i]) {
		i++
	}
	for i < j && !lexicon.IsLetter(runes[j-1]) && !unicode.IsDigit(runes[j-1]) {
		j--
	}
	if j-i > 3 && runes[j-1] == 's' && apostrophe(runes[j-2]) {
		j -= 2
	}
	n := j - i
	if n < shortestOwn || n > maxRawWord {
		return list
	}
	before, core, after := string(runes[:i]), string(runes[i:j]), string(runes[j:])
	plain := []rune(strings.ReplaceAll(core, "’", "'"))
	marks := r.marksCost(before) + r.marksCost(after)
	for _, a := range walk.Walk(plain, 0, limits{int32(min(500+160*n, 2400)), mostBudget, 1, false}) {
		if a.To != n {
			continue
		}
		for _, form := range own.Forms[own.Lex.Spell(a.Word)] {
			for _, spelled := range spellings(form, core) {
				text := before + spelled + after
				if text == raw || slices.ContainsFunc(list, func(x Reading) bool { return x.Text == text }) {
					continue
				}
				cost := a.Cost[min(int(lexicon.ShapeOf(spelled)), 2)]
				if lexicon.ShapeOf(spelled) == lexicon.Mixed {
					cost = a.Cost[lexicon.Title] + channel.CaseCost()
				}
				x := Reading{Text: text, Items: r.items(text), Channel: cost + marks, Generic: a.Generic}
				x.score = r.scoreItems(x.Items) + x.Channel
				list = append(list, x)
			}
		}
	}
	if len(list) > 1 {
		slices.SortStableFunc(list[1:], func(a, b Reading) int {
			return cmp.Or(cmp.Compare(a.score, b.score), strings.Compare(a.Text, b.Text))
		})
	}
	return list[:min(len(list), maxReadings+1)]
}

// spellings gives the ways to write a form where raw stands: a word in small
// letters may have a capital where raw has one, any may stand in capitals.
func spellings(form, raw string) []string {
	switch lexicon.ShapeOf(raw) {
	case lexicon.Upper:
		if len(raw) > 1 {
			return []string{strings.ToUpper(form)}
		}
	case lexicon.Title, lexicon.Mixed:
		if lexicon.ShapeOf(form) == lexicon.Lower {
			r := []rune(form)
			return []string{form, strings.ToUpper(string(r[:1])) + string(r[1:])}
		}
	}
	return []string{form}
}

// marksCost is what marks cost that stay as they are.
func (r *Reader) marksCost(s string) int32 { return r.Ch.Whole(s) + r.Ch.Rarity(s) }
