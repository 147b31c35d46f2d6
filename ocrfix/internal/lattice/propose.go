package lattice

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
)

// propose finds the readings that each token may have, only the raw one where the
// text is sound, which most text is, and those of the words that begin with it and
// go on in the next.
func (d *Decoder) propose(tokens []Token) (readings [][]Reading, joins [][]joined) {
	n := len(tokens)
	d.ids, d.readings, d.joins = d.ids[:0], d.readings[:0], d.joins[:0]
	for i := range tokens {
		d.ids = append(d.ids, d.Identity(tokens[i].Raw))
		d.readings, d.joins = append(d.readings, nil), append(d.joins, nil)
	}
	ids, readings, joins := d.ids, d.readings, d.joins
	doubt, single := d.doubts(tokens, ids)
	for i := range tokens {
		t := &tokens[i]
		readings[i] = ids[i : i+1 : i+1]
		if t.Frozen {
			continue
		}
		switch doubt[i] {
		case odd:
			readings[i] = d.Readings(t.Raw, Far)
		case strange:
			readings[i] = d.misread(i, t.Raw, Wide)
		case doubtful:
			readings[i] = d.misread(i, t.Raw, Near)
		}
		if single[i] {
			readings[i] = quoteless(readings[i])
		}
		if r, ok := d.otherCase(tokens, ids, i); ok && !slices.ContainsFunc(readings[i], func(x Reading) bool { return x.Text == r.Text }) {
			readings[i] = append(slices.Clip(readings[i]), r)
		}
		if r, ok := d.withoutAccents(&ids[i]); ok && !slices.ContainsFunc(readings[i], func(x Reading) bool { return x.Text == r.Text }) {
			readings[i] = append(slices.Clip(readings[i]), r)
		}
		if r, ok := d.lostStop(tokens, ids, i); ok {
			readings[i] = append(slices.Clip(readings[i]), r)
		}
	}
	if d.Without&PartBoundaries == 0 {
		for i := range n - 1 {
			joins[i] = d.joinsFrom(tokens, doubt, i)
		}
	}
	return readings, joins
}

// misread finds what the known words of token i may be misread for, unless that
// was looked for in vain.
func (d *Decoder) misread(i int, raw string, effort Effort) []Reading {
	if d.Barren != nil && d.Barren(raw, effort) {
		return d.ids[i : i+1 : i+1]
	}
	return d.Readings(raw, effort)
}

// lostStop proposes a full stop that the scanner lost before a capital.
func (d *Decoder) lostStop(tokens []Token, ids []Reading, i int) (Reading, bool) {
	if i+1 >= len(tokens) || tokens[i+1].BlockStart || tokens[i].CapsLine || tokens[i].TitleLine {
		return Reading{}, false
	}
	items, next := ids[i].Items, ids[i+1].Items
	if len(items) == 0 || len(next) == 0 || items[len(items)-1].Kind != ItemWord || next[0].Kind != ItemWord {
		return Reading{}, false
	}
	w := next[0]
	if w.Shape != lexicon.Title || w.Word >= lexicon.WordID(d.Lex.Len()) || d.Lex.Shape(w.Word, lexicon.Title) < 150 {
		return Reading{}, false
	}
	r := ids[i]
	for _, m := range d.Ch.Marks("") {
		if m.Truth == "." {
			r.Text += "."
			r.Identity = false
			r.Channel += d.Spared(&r) + m.Cost
			r.Marks = 1
			r.Items = append(slices.Clip(r.Items), Item{Kind: ItemStop})
			return r, true
		}
	}
	return Reading{}, false
}

// otherCase proposes the first letter in the other case: small where a word that
// hardly ever has a capital stands amid small letters, a capital where a small
// letter follows a full stop. Words may be too short for a search that takes a
// letter in the wrong case.
func (d *Decoder) otherCase(tokens []Token, ids []Reading, i int) (Reading, bool) {
	r, t := ids[i], &tokens[i]
	if len(r.Items) == 0 || r.Items[0].Kind != ItemWord || !d.listed(r.Items[0].Word) || t.CapsLine || t.TitleLine || t.BlockStart {
		return Reading{}, false
	}
	first, n := utf8.DecodeRuneInString(t.Raw)
	it := r.Items[0]
	var other rune
	switch {
	case it.Shape == lexicon.Title && t.AmidSmall && i > 0 && d.Lex.Shape(it.Word, lexicon.Title) >= SmallWord && d.listed(lastWord(&ids[i-1])) && !d.amidTitle(tokens, ids, i):
		// behind a damaged word, a full stop may have gone with it
		other, it.Shape = unicode.ToLower(first), lexicon.Lower
	case it.Shape == lexicon.Lower && i > 0 && d.endsSentence(&ids[i-1]):
		other, it.Shape = unicode.ToUpper(first), lexicon.Title
	}
	if other == 0 || other == first {
		return Reading{}, false
	}
	cost, ok := d.Ch.Cost(string(other), string(first))
	if !ok || cost > channel.CaseCost() {
		cost = channel.CaseCost()
	}
	cost += d.Spared(&r)
	r.Text = string(other) + t.Raw[n:]
	r.Identity = false
	r.Channel += cost
	r.score += cost
	r.Items = append([]Item{it}, r.Items[1:]...)
	return r, true
}

// oftenPlain is the cost of a word up to which it stands beside nearly any other.
const oftenPlain = 7 * lexicon.Nat

// withoutAccents proposes one of the commonest words where another differs only by
// an accent (où, ou; là, la) that the scanner may have put there: in its place
// either is likely enough that nothing else asks for a search.
func (d *Decoder) withoutAccents(id *Reading) (Reading, bool) {
	if !d.Accented || len(id.Items) != 1 || id.Items[0].Kind != ItemWord || !d.listed(id.Items[0].Word) ||
		len(id.Text) > longestMistaken || utf8.RuneCountInString(id.Text) == 1 {
		return Reading{}, false
	}
	r := *id
	r.Text, r.Identity, r.Channel = "", false, 0
	for _, c := range id.Text {
		plain := plainLetter(c)
		cost, ok := d.Ch.Cost(plain, string(c))
		if !ok && plain != string(c) {
			cost = d.Ch.Substitution
		}
		r.Text += plain
		r.Channel += cost
	}
	it := id.Items[0]
	if it.Word = d.Lex.Lookup(r.Text); r.Text == id.Text || !d.listed(it.Word) || d.Lex.Unigram(it.Word) > oftenPlain {
		return Reading{}, false
	}
	r.Channel += d.Ch.Rarity(r.Text)
	r.Items = []Item{it}
	r.score = d.scoreItems(r.Items) + r.Channel
	return r, true
}

// plainLetter is a letter without its accent.
func plainLetter(c rune) string {
	first, _ := utf8.DecodeRuneInString(norm.NFD.String(string(c)))
	return string(first)
}

// endsSentence says whether a reading ends in a full stop behind a word.
func (d *Decoder) endsSentence(r *Reading) bool {
	n := len(r.Items)
	return n > 0 && r.Items[n-1].Kind == ItemStop && d.listed(lastWord(r))
}

// listed says whether w is a word of the lexicon.
func (d *Decoder) listed(w lexicon.WordID) bool {
	return w != lexicon.NoWord && w < lexicon.WordID(d.Lex.Len())
}

// titleReach is how many tokens on either side tell a title within a sentence.
const titleReach = 3

// amidTitle says whether words near token i have capitals that words of their kind
// seldom have, one or several together: titles are named within sentences too.
func (d *Decoder) amidTitle(tokens []Token, ids []Reading, i int) bool {
	shown := int32(0)
	for j := max(i-titleReach, 0); j <= min(i+titleReach, len(ids)-1); j++ {
		if j == i || len(ids[j].Items) == 0 || tokens[j].BlockStart || j > 0 && d.endsSentence(&ids[j-1]) {
			continue
		}
		if first, _ := utf8.DecodeRuneInString(tokens[j].Raw); first == d.Raised {
			continue
		}
		for _, it := range ids[j].Items {
			if it.Kind == ItemWord && it.Shape == lexicon.Title && d.listed(it.Word) {
				shown += int32(d.Lex.Shape(it.Word, it.Shape))
			}
		}
	}
	return shown >= titleWord
}

// least is the cost of the likeliest reading without regard to context.
func least(list []Reading) int32 {
	c := list[0].score
	for i := range list {
		c = min(c, list[i].score)
	}
	return c
}

// rare says whether a reading ends or begins in a word that texts hardly have.
func (d *Decoder) rare(r *Reading) bool {
	for _, it := range r.Items {
		if it.Kind == ItemWord && it.Word < lexicon.WordID(d.Lex.Len()) && d.Lex.Unigram(it.Word)+d.Lex.Shape(it.Word, it.Shape) > rareWord {
			return true
		}
	}
	return false
}

const rareWord = 1600 // the cost of a word from which it may be part of another

// endsInMark: a mark other than a hyphen or a stray stop ends the token.
func endsInMark(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return s != "" && strings.ContainsRune(",;:!?)]\"”»", last)
}
