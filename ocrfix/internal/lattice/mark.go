package lattice

import (
	"strings"
	"unicode"

	"ocrfix/lexicon"
)

// mark reads raw[p], which is no letter, after part i. Between words only
// what keeps them apart will do.
func (s *searcher) mark(i int32, p int, between bool) {
	s.eachMark(s.raw[p], func(truth string, cost int32, changed bool) {
		spaced := strings.Contains(truth, " ")
		if spaced && s.Without&(PartBoundaries|PartMarkSpaces) != 0 || between && (truth == "" || truth == "'" || spaced && len(truth) > 1) || !between && spaced {
			return
		}
		if spaced && s.endsLabel(p) || changed && p == 0 && stopBefore(s.raw) && (oneMark(truth) || truth == "-") {
			return
		}
		if spaced && keptSpaced(s.raw[p]) {
			var ok bool
			if cost, ok = s.Ch.Cost(" ", ""); !ok {
				return
			}
			truth = string(s.raw[p]) + " "
		}
		t := s.parts[i]
		t.prev, t.word, t.text = i, lexicon.NoWord, truth
		t.inWord = false
		t.hyphen = truth == "-" && between
		t.channel += cost
		t.score += cost
		if between && oneMark(truth) && closeSet(s.raw, p) {
			t.score += noSpace
		}
		if changed {
			t.marks++
			if spaced {
				t.splits++
			}
		}
		s.add(p+1, t)
	})
}

// keptSpaced says of a mark between two words that the space behind it was lost,
// since it hardly ever stands in place of one.
func keptSpaced(mark rune) bool { return strings.ContainsRune(",;!?", mark) }

// endsLabel says whether raw[p] is a full stop between two capitals: that of a
// label or of an abbreviation (A.Routes, VIII.Lorsque), which is not lost.
func (s *searcher) endsLabel(p int) bool {
	return s.raw[p] == '.' && p > 0 && unicode.IsUpper(s.raw[p-1]) && p+1 < len(s.raw) && unicode.IsUpper(s.raw[p+1])
}

// lost puts a mark that keeps words apart between part i and raw[p], where the
// scanner lost it.
func (s *searcher) lost(i int32, p int, mark string) {
	x := &s.parts[i]
	cost, ok := s.Ch.Cost(mark, "")
	if !ok || s.Without&PartBoundaries != 0 || x.score+cost > s.best+worstGap-300 {
		return
	}
	t := *x
	t.prev, t.word, t.text = i, lexicon.NoWord, mark
	t.inWord, t.hyphen, t.lost = false, mark == "-", true
	t.channel += cost
	t.score += cost
	t.splits++
	s.add(p, t)
}

// Specks are read as marks where nothing stands: between words. The channel
// counts what was put in by all characters, of which these are the sixth part.
const (
	edgeGain   = 160
	leastSpeck = 100
)

// SpeckCost is the cost of a mark between words that stands for nothing, from that
// of putting it in anywhere.
func SpeckCost(putIn int32) int32 { return max(putIn-edgeGain, leastSpeck) }

// eachMark calls f with what a mark beside a word may be.
func (r *Reader) eachMark(raw rune, f func(truth string, cost int32, changed bool)) {
	self := string(raw)
	kept := false
	for _, m := range r.Ch.Marks(self) {
		kept = kept || m.Truth == self
		if m.Truth == "" {
			if r.Without&PartSpecks != 0 {
				continue
			}
			m.Cost = SpeckCost(m.Cost)
		}
		f(m.Truth, m.Cost, m.Truth != self)
	}
	if !kept {
		f(self, 5+r.Ch.Rarity(self), false)
	}
}

func appendMarks(items []Item, marks string) []Item {
	for _, c := range marks {
		switch {
		case c == '.' || c == '!' || c == '?':
			if n := len(items); n > 0 && items[n-1].Kind == ItemWord {
				items = append(items, Item{Kind: ItemStop})
			}
		case c == ' ':
		default:
			items = appendMark(items, c)
		}
	}
	return items
}

// appendMark appends what a mark is that ends no sentence.
func appendMark(items []Item, c rune) []Item {
	switch {
	case c == ',':
		return append(items, Item{Kind: ItemComma})
	case c == '-' && len(items) > 0 && items[len(items)-1].Kind == ItemWord:
		return append(items, Item{Kind: ItemHyphen})
	case c == '-' || apostrophe(c):
		return items
	}
	return append(items, Item{Kind: ItemBreak})
}

func tailOfMarks(tail []rune) bool {
	for _, c := range tail {
		if lexicon.IsLetter(c) || unicode.IsDigit(c) {
			return false
		}
	}
	return true
}

func possessive(tail []rune) bool {
	return len(tail) >= 2 && apostrophe(tail[0]) && tail[1] == 's' && tailOfMarks(tail[2:])
}
