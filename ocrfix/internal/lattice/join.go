package lattice

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
)

// JoinBudget is the most that the channel may cost where two tokens are one
// word.
const JoinBudget = 1500

// joinGain is how much less than two tokens by themselves one word must cost
// in the channel: a word of two is seldom as common as both.
const joinGain = 900

// A joinKey tells the joins of two tokens apart.
type joinKey struct {
	text   string
	budget int32
}

// Joins returns readings of two tokens as one, "a b" with one space between
// them, such that one word spans the space, at a cost of the channel within
// the budget.
func (r *Reader) Joins(a, b string, budget int32) []Reading {
	key := a + " " + b
	if budget = min(budget, JoinBudget); budget < 0 {
		return nil
	}
	if list, ok := r.joins[joinKey{key, budget}]; ok {
		return list
	}
	raw := []rune(key)
	gap := len([]rune(a))
	p := 0
	for p < gap && !lexicon.IsLetter(raw[p]) && !unicode.IsDigit(raw[p]) {
		p++
	}
	var list []Reading
	if len(raw) <= maxRawWord && p < gap {
		list = r.searchPlain(key, func(raw []rune) []Reading { return r.searchJoins(raw, p, gap, budget) })
	}
	if len(r.joins) > cacheLimit {
		clear(r.joins)
	}
	r.joins[joinKey{key, budget}] = list
	return list
}

func (r *Reader) searchJoins(raw []rune, p, gap int, budget int32) []Reading {
	s := r.searcher
	s.begin(raw)
	s.parts = append(s.parts, part{prev: -1, word: lexicon.NoWord, last: lexicon.NoWord, text: string(raw[:p])})
	for _, a := range r.walk.Span(raw, p, gap, budget) {
		rest := raw[min(a.To, len(raw)):]
		owns := possessive(rest)
		if a.To <= gap+1 || a.To < s.tail && !owns {
			continue
		}
		shapes, costs := bestShapes(r.Lex, &a)
		for k, shape := range shapes {
			t := part{prev: 0, word: a.Word, last: a.Word, shape: shape, channel: a.Cost[shape], generic: uint8(a.Generic)}
			t.score = costs[k] + int32(r.Lex.Unigram(a.Word))
			s.parts = append(s.parts, t)
			tail := rest
			if owns {
				s.parts = append(s.parts, s.owner(int32(len(s.parts)-1), rest))
				tail = rest[2:]
			}
			s.finish(int32(len(s.parts)-1), tail)
			if shapes[0] == shapes[1] {
				break
			}
		}
	}
	out := s.readings()
	return out[:min(len(out), 6)]
}

// joined are readings of so many tokens as one word.
type joined struct {
	count    int
	readings []Reading
}

// joinsFrom finds the words that token i may begin and the next ones end: with the
// one behind it, or, over a scrap, with the one behind that.
func (d *Decoder) joinsFrom(tokens []Token, doubt []doubt, i int) []joined {
	var out []joined
	a, b := &tokens[i], &tokens[i+1]
	if a.Frozen || a.NoJoin || b.BlockStart || len(d.ids[i].Items) == 0 {
		return nil
	}
	divided := d.divided(tokens, i)
	if !b.Frozen && (divided || d.mayJoin(tokens, doubt, i)) {
		budget := int32(JoinBudget)
		if !divided {
			budget = least(d.readings[i]) + least(d.readings[i+1]) - joinGain
		}
		if list := d.Joins(a.Raw, b.Raw, budget); len(list) > 0 {
			out = append(out, joined{2, list})
		}
	}
	if d.parted(tokens, doubt, i) {
		list := slices.Clone(d.Joins(a.Raw, tokens[i+2].Raw, JoinBudget))
		for k := range list {
			list[k].Channel += scrapCost
			list[k].score += scrapCost
		}
		if len(list) > 0 {
			out = append(out, joined{3, list})
		}
	}
	return out
}

// mayJoin says whether tokens i and i+1 may be one word.
func (d *Decoder) mayJoin(tokens []Token, doubt []doubt, i int) bool {
	a, b := &tokens[i], &tokens[i+1]
	switch {
	case len(d.ids[i].Items) == 0 || len(d.ids[i+1].Items) == 0:
		return false
	case endsInMark(a.Raw):
		return false
	case doubt[i] == odd || doubt[i+1] == odd || strings.HasSuffix(a.Raw, "-"):
		return true
	case doubt[i] == sound || doubt[i+1] == sound:
		return false
	}
	return d.rare(&d.ids[i]) || d.rare(&d.ids[i+1]) || d.Lex.Lookup(strings.TrimRight(a.Raw+b.Raw, ".,;:")) != lexicon.NoWord
}

// dividedBy are marks that the hyphen of a word divided at the end of a line may
// have become, and those of pauses, which stand behind any other word.
const (
	dividedBy = "-.~—–¬"
	pauses    = ",;:"
)

// divided says whether tokens i and i+1 may be the parts of one word that was divided
// where a line ended: marks between them, of which the first may be its hyphen, and a
// small letter behind. Between two words the mark of a pause is thought to be one.
func (d *Decoder) divided(tokens []Token, i int) bool {
	a, b := tokens[i].Raw, strings.TrimLeft(tokens[i+1].Raw, "-'‘*!.")
	first, _ := utf8.DecodeRuneInString(b)
	head := strings.TrimRightFunc(a, func(r rune) bool { return !lexicon.IsLetter(r) && !unicode.IsDigit(r) })
	if len(head) == len(a) || len(a) > len(head)+mostDividing || len(tokens[i+1].Raw) > len(b)+1 || !unicode.IsLower(first) {
		return false
	}
	switch mark, _ := utf8.DecodeRuneInString(a[len(head):]); {
	case strings.ContainsRune(pauses, mark):
		if d.listed(d.Lex.Lookup(head)) && d.listed(d.Lex.Lookup(strings.TrimRight(b, ".,;:"))) {
			return false // nine, ten
		}
	case !strings.ContainsRune(dividedBy, mark), mark == '-' && tokens[i+1].LineStart && d.Ch.Ease == 0:
		return false // the lines of a page without damage may stand as they are
	}
	if len(head) < 2 || d.Abbreviated != nil && d.Abbreviated(lexicon.Fold(head)) {
		return false
	}
	return d.whole(head, b)
}

// mostDividing is how many bytes the marks between the parts of a divided word have.
const mostDividing = 3

// longestScrap is how many bytes a token has that may have strayed between the
// parts of a word, a speck or a piece of another column, and scrapCost what it costs.
const (
	longestScrap = 2
	scrapCost    = 700
)

// parted says whether tokens i and i+2 may be the parts of a word with a scrap
// between them: the first ends in a mark, or one of them is no word.
func (d *Decoder) parted(tokens []Token, doubt []doubt, i int) bool {
	if i+2 >= len(tokens) || len(tokens[i+1].Raw) > longestScrap {
		return false
	}
	a, scrap, b := tokens[i].Raw, &tokens[i+1], &tokens[i+2]
	first, _ := utf8.DecodeRuneInString(b.Raw)
	head := strings.TrimRight(a, "-.")
	if !unicode.IsLower(first) || len(head) < 2 || len(head) == len(a) && doubt[i] != odd && doubt[i+2] != odd {
		return false
	}
	kept := scrap.Frozen && strings.ContainsFunc(scrap.Raw, lexicon.IsLetter) || strings.ContainsFunc(scrap.Raw, unicode.IsDigit) ||
		len(scrap.Raw) > 1 && lexicon.ShapeOf(scrap.Raw) == lexicon.Upper // an abbreviation
	return !kept && !scrap.NoJoin && !b.Frozen && !b.BlockStart && d.whole(head, b.Raw)
}

// whole says whether the parts of a word, marks around it, are a listed one.
func (d *Decoder) whole(head, tail string) bool {
	tail = strings.TrimRight(tail, ".,;:)\"'”’")
	tail = strings.TrimSuffix(strings.TrimSuffix(tail, "'s"), "’s")
	return len(tail) > 1 && d.listed(d.Lex.Lookup(strings.TrimLeft(head, "(\"'“‘")+tail))
}
