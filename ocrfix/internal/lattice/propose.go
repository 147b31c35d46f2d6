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

// propose finds the readings that each token may have: only the raw one
// where the text is sound, which most text is.
func (d *Decoder) propose(tokens []Token) (readings, joins [][]Reading) {
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
	for i := range n - 1 {
		if a, b := &tokens[i], &tokens[i+1]; !a.Frozen && !a.NoJoin && !b.Frozen && !b.BlockStart && d.mayJoin(tokens, ids, doubt, i) {
			budget := least(readings[i]) + least(readings[i+1]) - joinGain
			if d.divided(tokens, doubt, i) {
				budget = JoinBudget
			}
			joins[i] = d.Joins(a.Raw, b.Raw, budget)
		}
	}
	d.jump(tokens, ids, doubt)
	return readings, joins
}

// jump finds words whose parts have a speck or a scrap of another column between
// them: d.jumps holds the readings of the three tokens by the first.
func (d *Decoder) jump(tokens []Token, ids []Reading, doubt []doubt) {
	if clear(d.jumps); d.jumps == nil {
		d.jumps = make(map[int][]Reading)
	}
	if d.Without&PartBoundaries != 0 {
		return
	}
	for i := range len(tokens) - 2 {
		a, scrap, b := &tokens[i], &tokens[i+1], &tokens[i+2]
		if len(scrap.Raw) > longestScrap || a.Frozen || b.Frozen || a.NoJoin || scrap.NoJoin || scrap.BlockStart || b.BlockStart ||
			len(ids[i].Items) == 0 || len(ids[i+2].Items) == 0 || strings.ContainsFunc(scrap.Raw, unicode.IsDigit) || !d.parted(a.Raw, b.Raw, doubt[i], doubt[i+2]) {
			continue
		}
		for _, r := range d.Joins(a.Raw, b.Raw, JoinBudget) {
			r.Channel += scrapCost
			r.score += scrapCost
			d.jumps[i] = append(d.jumps[i], r)
		}
	}
}

// longestScrap is how many bytes a token has that may have strayed between the
// parts of a word, and scrapCost what one costs.
const (
	longestScrap = 2
	scrapCost    = 700
)

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

// mayJoin says whether tokens i and i+1 may be one word.
func (d *Decoder) mayJoin(tokens []Token, ids []Reading, doubt []doubt, i int) bool {
	a, b := &tokens[i], &tokens[i+1]
	switch {
	case d.Without&PartBoundaries != 0:
		return false
	case len(ids[i].Items) == 0 || len(ids[i+1].Items) == 0:
		return false
	case d.divided(tokens, doubt, i):
		return true
	case endsInMark(a.Raw):
		return false
	case doubt[i] == odd || doubt[i+1] == odd || strings.HasSuffix(a.Raw, "-"):
		return true
	case doubt[i] == sound || doubt[i+1] == sound:
		return false
	}
	return d.rare(&ids[i]) || d.rare(&ids[i+1]) || d.Lex.Lookup(strings.TrimRight(a.Raw+b.Raw, ".,;:")) != lexicon.NoWord
}

// dividedBy are marks that the hyphen of a word divided at the end of a line may
// have become, and those of pauses, which stand behind any other word.
const (
	dividedBy = "-.~—–¬"
	pauses    = ",;:"
)

// parted says whether a and b may be the parts of a word with a scrap between them.
func (d *Decoder) parted(a, b string, x, y doubt) bool {
	first, _ := utf8.DecodeRuneInString(b)
	head := strings.TrimRight(a, "-.")
	if !unicode.IsLower(first) || len(head) < 2 || len(head) == len(a) && x != odd && y != odd {
		return false
	}
	w := strings.TrimLeft(head, "(\"'“‘") + strings.TrimRight(b, ".,;:)\"'”’")
	return d.listed(d.Lex.Lookup(w))
}

// divided says whether tokens i and i+1 may be the parts of one word that was divided
// where a line ended: marks between them, of which the first may be its hyphen, and a
// small letter behind. Between words that stand well together the mark of a pause is
// thought to be one.
func (d *Decoder) divided(tokens []Token, doubt []doubt, i int) bool {
	a, b := tokens[i].Raw, strings.TrimLeft(tokens[i+1].Raw, "-'‘*!.")
	first, _ := utf8.DecodeRuneInString(b)
	head := strings.TrimRightFunc(a, func(r rune) bool { return !lexicon.IsLetter(r) && !unicode.IsDigit(r) })
	if len(head) == len(a) || len(a) > len(head)+mostDividing || len(tokens[i+1].Raw) > len(b)+1 || !unicode.IsLower(first) {
		return false
	}
	if mark, _ := utf8.DecodeRuneInString(a[len(head):]); !strings.ContainsRune(dividedBy, mark) &&
		(!strings.ContainsRune(pauses, mark) || doubt[i] == sound && doubt[i+1] == sound) {
		return false
	}
	head = strings.TrimLeft(head, "(\"'“‘")
	if len(head) < 2 || d.Abbreviated != nil && d.Abbreviated(lexicon.Fold(head)) {
		return false
	}
	tail := strings.TrimRight(b, ".,;:)\"'”’")
	if n := len(tail); n > 3 && possessive([]rune(tail[n-2:])) {
		tail = tail[:n-2]
	}
	return len(tail) > 1 && d.listed(d.Lex.Lookup(head+tail))
}

// mostDividing is how many bytes the marks between the parts of a divided word have.
const mostDividing = 3

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
