package lattice

import (
	"unicode"

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
