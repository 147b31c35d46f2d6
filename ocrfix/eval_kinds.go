package ocrfix

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/ocrfix/internal/align"
)

// KindCounts are the errors of one kind, counted in words of the truth.
type KindCounts struct {
	Kind  Class `json:"kind"`
	Wrong int   `json:"wrong"` // that the raw text had wrong
	Fixed int   `json:"fixed"` // of these now right
	Broke int   `json:"broke"` // that were right, now wrong in this way
}

// A Confusion is a difference that occurs Count times. Of an error that is
// left, Raw became Clean (often the same) where the page has Truth; of a harm,
// Raw and Truth are the same.
type Confusion struct {
	Kind  Class  `json:"kind"`
	Raw   string `json:"raw"`
	Clean string `json:"clean"`
	Truth string `json:"truth"`
	Count int    `json:"count"`
}

// evalKinds are the kinds of errors, in the order of their report. Words that
// are missing altogether count as layout.
var evalKinds = []Class{
	ClassNonWord, ClassRealWord, ClassBoundary, ClassCase, ClassPunctuation, ClassNumber, ClassName, ClassLayout,
}

const (
	longestConfusion = 80 // bytes; what is longer is lost text, no single error
	widestGap        = 12 // words; gaps up to this are divided into single errors
)

// KindRates are the shares of one kind of error: of the words that the raw text
// had wrong in this way, those now right; of all words that it had right, those
// now wrong in this way.
type KindRates struct {
	Kind  Class    `json:"kind"`
	Fixed Estimate `json:"fixed"`
	Broke Estimate `json:"broke"`
}

// A kindTally counts the errors of a unit by kind, in the order of evalKinds.
type kindTally struct {
	right int // words that the raw text had right
	kinds [8]struct{ wrong, fixed, broke int }
}

func (t *kindTally) add(u *kindTally) {
	t.right += u.right
	for i := range t.kinds {
		t.kinds[i].wrong += u.kinds[i].wrong
		t.kinds[i].fixed += u.kinds[i].fixed
		t.kinds[i].broke += u.kinds[i].broke
	}
}

// kinds counts the errors of u by kind, and lists those left and those made.
func (u *evalUnit) kinds(known func(string) bool) (t kindTally, misses, harms []Confusion) {
	before, after := u.errors(u.raw, u.rawAt), u.errors(u.clean, u.cleanAt)
	var miss, harm *wordError // noted last
	for i := range u.truth {
		b, a := before[i], after[i]
		switch {
		case b != nil:
			kind := errorKind(b.text, b.truth, known)
			c := &t.kinds[slices.Index(evalKinds, kind)]
			c.wrong++
			if a == nil {
				c.fixed++
			} else if b != miss {
				misses = append(misses, Confusion{Kind: kind, Raw: b.text, Clean: a.text, Truth: b.truth})
				miss = b
			}
			continue
		case a != nil:
			kind := errorKind(a.text, a.truth, known)
			t.kinds[slices.Index(evalKinds, kind)].broke++
			if a != harm {
				harms = append(harms, Confusion{Kind: kind, Raw: a.truth, Clean: a.text, Truth: a.truth})
				harm = a
			}
		}
		t.right++
	}
	return t, misses, harms
}

// errorLists are the errors left and made, with their counts; the keys have a
// Count of 0.
type errorLists struct{ misses, harms map[Confusion]int }

func (l *errorLists) add(misses, harms []Confusion) {
	if l.misses == nil {
		l.misses, l.harms = map[Confusion]int{}, map[Confusion]int{}
	}
	for _, c := range misses {
		note(l.misses, c)
	}
	for _, c := range harms {
		note(l.harms, c)
	}
}

func note(list map[Confusion]int, c Confusion) {
	if len(c.Raw)+len(c.Clean)+len(c.Truth) <= 3*longestConfusion {
		list[c]++
	}
}

// kindRates returns the counts and the shares of all kinds.
func (m *Measure) kindRates() ([]KindCounts, []KindRates) {
	var total kindTally
	for i := range m.kinds.units {
		total.add(&m.kinds.units[i])
	}
	sample, _ := m.kinds.sample()
	draws := bootstrap(sample, (*kindTally).add)
	counts, rates := make([]KindCounts, len(evalKinds)), make([]KindRates, len(evalKinds))
	for i, kind := range evalKinds {
		k := total.kinds[i]
		counts[i] = KindCounts{Kind: kind, Wrong: k.wrong, Fixed: k.fixed, Broke: k.broke}
		rates[i] = KindRates{
			Kind:  kind,
			Fixed: newEstimate(total, draws, func(t *kindTally) float64 { return share(t.kinds[i].fixed, t.kinds[i].wrong) }),
			Broke: newEstimate(total, draws, func(t *kindTally) float64 { return share(t.kinds[i].broke, t.right) }),
		}
	}
	return counts, rates
}

// topConfusions returns the n commonest, those of the same count by their text.
func topConfusions(list map[Confusion]int, n int) []Confusion {
	out := make([]Confusion, 0, len(list))
	for c, count := range list {
		c.Count = count
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b Confusion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Truth, b.Truth),
			cmp.Compare(a.Raw, b.Raw), cmp.Compare(a.Clean, b.Clean))
	})
	return out[:min(n, len(out))]
}

// A wordError is the least difference that can be told apart: words of the
// truth, and what a text has in their place.
type wordError struct{ text, truth string }

// errors returns for each word of the truth the error that it is part of, nil
// where the word is right.
func (u *evalUnit) errors(words []string, at []int32) []*wordError {
	out := make([]*wordError, len(u.truth))
	for _, g := range gaps(at, len(words)) {
		truth, text := u.truth[g.truth.Start:g.truth.End], words[g.other.Start:g.other.End]
		i := g.truth.Start
		for _, p := range divide(truth, text) {
			e := &wordError{strings.Join(text[:p.text], " "), strings.Join(truth[:p.truth], " ")}
			truth, text = truth[p.truth:], text[p.text:]
			for range p.truth {
				out[i] = e
				i++
			}
		}
	}
	return out
}

// A part is a number of words of the truth and of a text that belong together.
type part struct{ truth, text int }

// steps are the parts that a gap is divided into, likelier ones first.
var steps = []part{{1, 1}, {1, 2}, {2, 1}, {1, 3}, {3, 1}, {2, 2}, {1, 0}, {0, 1}}

// divide pairs the words of a gap so that the fewest characters differ, spaces
// aside; a wide gap only when it has as many words on both sides.
func divide(truth, text []string) []part {
	if max(len(truth), len(text)) > widestGap {
		if len(truth) != len(text) {
			return []part{{len(truth), len(text)}}
		}
		return slices.Repeat(steps[:1], len(truth))
	}
	type cell struct {
		cost int
		step part
	}
	width := len(text) + 1
	table := make([]cell, (len(truth)+1)*width)
	for i := len(truth); i >= 0; i-- {
		for j := len(text); j >= 0; j-- {
			if i == len(truth) && j == len(text) {
				continue
			}
			best := cell{cost: math.MaxInt}
			for n, s := range steps {
				if i+s.truth > len(truth) || j+s.text > len(text) {
					continue
				}
				a, b := strings.Join(truth[i:i+s.truth], ""), strings.Join(text[j:j+s.text], "")
				// Of equal divisions the one of likelier parts is taken.
				cost := len(steps)*align.Distance([]int32([]rune(a)), []int32([]rune(b)), 0) + n
				cost += table[(i+s.truth)*width+j+s.text].cost
				if cost < best.cost {
					best = cell{cost, s}
				}
			}
			table[i*width+j] = best
		}
	}
	var out []part
	for i, j := 0, 0; i < len(truth) || j < len(text); {
		s := table[i*width+j].step
		out = append(out, s)
		i, j = i+s.truth, j+s.text
	}
	return out
}

// errorKind names the difference between what a text has and the truth.
func errorKind(text, truth string, known func(string) bool) Class {
	core, truthCore := letters(text), letters(truth)
	switch {
	case text == "":
		return ClassLayout
	case unspaced(text) == unspaced(truth):
		return ClassBoundary
	case strings.EqualFold(text, truth):
		return ClassCase
	case strings.EqualFold(core, truthCore):
		return ClassPunctuation
	case strings.ContainsFunc(truth, unicode.IsDigit):
		return ClassNumber
	case strings.Count(text, " ") != strings.Count(truth, " "):
		return ClassBoundary
	case known == nil:
		return ClassNonWord
	}
	if first, _ := utf8.DecodeRuneInString(truthCore); unicode.IsUpper(first) && !known(strings.ToLower(truthCore)) {
		return ClassName
	}
	if core != "" && known(strings.ToLower(core)) {
		return ClassRealWord
	}
	return ClassNonWord
}

// letters returns s without punctuation at its ends and between its letters
// and digits, but with apostrophes and hyphens inside.
func letters(s string) string {
	return strings.TrimFunc(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || r == '\'' || r == '-' {
			return r
		}
		return -1
	}, foldMarks(s)), func(r rune) bool { return r == '\'' || r == '-' })
}

// unspaced returns s without spaces and hyphens.
func unspaced(s string) string {
	return strings.NewReplacer(" ", "", "-", "").Replace(s)
}
