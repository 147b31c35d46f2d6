package lexicon

import (
	"fmt"
	"math"
	"testing"
)

// A plainModel is the n-gram model written as its papers say it, from counts
// in maps: interpolated Kneser-Ney (Chen and Goodman 1998), trigrams seen once
// left to back-off. It is slow and keeps every pair.
type plainModel struct {
	vocab    int
	stop     WordID
	tri      map[[3]WordID]int
	pair     map[[2]WordID]int // how often
	cont     map[[2]WordID]int // after how many words, or how often after the border of a sentence
	before   map[WordID]int    // after how many words a word was seen
	pairs    int               // different ones
	prior    func(WordID) float64
	d2, d3   [4]float64
	nextPair map[WordID][]WordID    // what followed a word
	nextTri  map[[2]WordID][]WordID // what followed a pair
}

func newPlainModel(stream []uint32, vocab int, stop WordID, prior func(WordID) float64) *plainModel {
	m := &plainModel{vocab: vocab, stop: stop, prior: prior,
		tri: map[[3]WordID]int{}, pair: map[[2]WordID]int{}, cont: map[[2]WordID]int{}, before: map[WordID]int{},
		nextPair: map[WordID][]WordID{}, nextTri: map[[2]WordID][]WordID{}}
	for i := range stream {
		c := WordID(stream[i])
		if i >= 1 {
			b := WordID(stream[i-1])
			if m.pair[[2]WordID{b, c}]++; m.pair[[2]WordID{b, c}] == 1 {
				m.pairs++
				m.before[c]++
				m.nextPair[b] = append(m.nextPair[b], c)
			}
			if i >= 2 && b != stop {
				a := WordID(stream[i-2])
				if m.tri[[3]WordID{a, b, c}]++; m.tri[[3]WordID{a, b, c}] == 1 {
					m.cont[[2]WordID{b, c}]++
					m.nextTri[[2]WordID{a, b}] = append(m.nextTri[[2]WordID{a, b}], c)
				}
			}
		}
	}
	for k, n := range m.pair {
		if k[0] == stop {
			m.cont[k] = n
		} else if m.cont[k] == 0 {
			m.cont[k] = 1
		}
	}
	m.d2, m.d3 = plainDiscounts(m.cont), plainDiscounts(m.tri)
	return m
}

func plainDiscounts[K comparable](counts map[K]int) (d [4]float64) {
	var n [5]float64
	for i := range n {
		for _, c := range counts {
			if c == i {
				n[i]++
			}
		}
		n[i] = math.Max(n[i], 1)
	}
	y := n[1] / (n[1] + 2*n[2])
	for i := 1; i <= 3; i++ {
		d[i] = float64(i) - float64(i+1)*y*n[i+1]/n[i]
		d[i] = math.Min(math.Max(d[i], 0.05), float64(i)-0.05)
	}
	return d
}

func (m *plainModel) one(c WordID) float64 {
	weights, held := 0.0, 0.0
	for w := range WordID(m.vocab) {
		weights += m.prior(w) + 0.02
		if m.before[w] > 0 {
			held += 0.6
		}
	}
	p := held / float64(m.pairs) * (m.prior(c) + 0.02) / weights
	if n := m.before[c]; n > 0 {
		p += (float64(n) - 0.6) / float64(m.pairs)
	}
	return p
}

func (m *plainModel) two(b, c WordID) float64 {
	if len(m.nextPair[b]) == 0 {
		return m.one(c)
	}
	sum, held := 0.0, 0.0
	for _, w := range m.nextPair[b] {
		n := m.cont[[2]WordID{b, w}]
		sum += float64(n)
		held += m.d2[min(n, 3)]
	}
	p := held / sum * m.one(c)
	if n := m.cont[[2]WordID{b, c}]; n > 0 {
		p += (float64(n) - m.d2[min(n, 3)]) / sum
	}
	return p
}

// three is the probability of a trigram, and whether it is one of those kept.
func (m *plainModel) three(a, b, c WordID) (float64, bool) {
	next := m.nextTri[[2]WordID{a, b}]
	if b == m.stop || len(next) == 0 {
		return m.two(b, c), false
	}
	sum, held, kept, low := 0.0, 0.0, 0.0, 0.0
	for _, w := range next {
		n := m.tri[[3]WordID{a, b, w}]
		sum += float64(n)
		held += m.d3[min(n, 3)]
	}
	at := func(w WordID) float64 {
		n := m.tri[[3]WordID{a, b, w}]
		return (float64(n)-m.d3[min(n, 3)])/sum + held/sum*m.two(b, w)
	}
	if m.tri[[3]WordID{a, b, c}] >= 2 {
		return at(c), true
	}
	for _, w := range next {
		if m.tri[[3]WordID{a, b, w}] >= 2 {
			kept += at(w)
			low += m.two(b, w)
		}
	}
	return math.Max(1-kept, 1e-6) / math.Max(1-low, 1e-6) * m.two(b, c), false
}

func plainOfTiny(l *Lexicon) *plainModel {
	b := tinyBuilder()
	stream, _ := b.numberText(l)
	prior := func(id WordID) float64 {
		switch f := l.Flags(id); {
		case int(id) >= l.Len() || f&FlagListed != 0:
			return 1
		case f&FlagName != 0:
			return 0.5
		}
		return 0
	}
	return newPlainModel(stream, l.Len()+specialWords, l.Sentence(), prior)
}

// TestNgrams compares every unigram, pair and trigram of the tiny lexicon with
// the plain model, as near as the stored steps allow.
func TestNgrams(t *testing.T) {
	l := tiny(t)
	m := plainOfTiny(l)
	n := WordID(m.vocab)
	near := func(got Cost, p float64, within float64) bool {
		return math.Abs(float64(got)+math.Log(p)*float64(Nat)) <= within
	}
	for w := range n {
		if got := l.Unigram(w); !near(got, m.one(w), unigramStep/2+1) {
			t.Errorf("word %d costs %d, want %.0f", w, got, -100*math.Log(m.one(w)))
		}
	}
	const backed = backoffStep/2 + unigramStep/2 + 2
	strangers := 0 // taken for stored ones by the filter
	for b := range n {
		for c := range n {
			got, seen := l.Bigram(b, c)
			within := float64(bigramStep/2 + 1)
			kept := m.pair[[2]WordID{b, c}] > 0
			if seen && !kept {
				strangers++
				continue
			}
			if seen != kept {
				t.Fatalf("pair %d %d is kept: %v", b, c, seen)
			}
			if !kept {
				within = backed
			}
			if p := m.two(b, c); !near(got, p, within) {
				t.Errorf("pair %d %d (%s %s) costs %d, want %.0f", b, c, l.Spell(b), l.Spell(c), got, -100*math.Log(p))
			}
		}
	}
	asked := int(n) * int(n)
	for ab := range m.pair {
		a, b := ab[0], ab[1]
		for c := range n {
			asked++
			got, rests := l.Trigram(a, b, c)
			p, kept := m.three(a, b, c)
			longest := 1
			if kept {
				longest = 3
			} else if m.pair[[2]WordID{b, c}] > 0 {
				longest = 2
			}
			if rests > longest {
				strangers++
				continue
			}
			if rests != longest {
				t.Fatalf("trigram %d %d %d rests on %d words, want %d", a, b, c, rests, longest)
			}
			within := []float64{0, bigramBack/2 + backed, bigramBack/2 + bigramStep/2 + 2, trigramStep/2 + 1}[longest]
			if !near(got, p, within) {
				t.Errorf("trigram %d %d %d (%s %s %s) costs %d, want %.0f", a, b, c, l.Spell(a), l.Spell(b), l.Spell(c), got, -100*math.Log(p))
			}
		}
	}
	if most := 10 + 3*asked/2048; strangers > most {
		t.Errorf("%d of %d n-grams are taken for stored ones, at most %d were expected", strangers, asked, most)
	}
	// A pair that never was is no context.
	if got, rests := l.Trigram(l.Lookup("zeppelin"), l.Lookup("port"), l.Lookup("of")); rests != 2 {
		t.Errorf("a trigram after a pair never seen costs %d and rests on %d words", got, rests)
	}
}

// checkSums guards that what may follow any context has probability 1, within
// the steps in which costs are stored. One context in fifty may be off: a word
// taken for a stored one there has a probability out of nowhere.
func checkSums(t *testing.T, l *Lexicon) {
	t.Helper()
	n := WordID(l.Len() + specialWords)
	var off []string
	check := func(within float64, context string, cost func(WordID) Cost) {
		sum := 0.0
		for w := range n {
			sum += math.Exp(-float64(cost(w)) / float64(Nat))
		}
		if math.Abs(math.Log(sum)) > within {
			off = append(off, fmt.Sprintf("after %q: %.3f", context, sum))
		}
	}
	check(0.05, "", l.Unigram)
	if len(off) > 0 {
		t.Errorf("all words have another probability than 1, %v", off)
	}
	for b := range n {
		check(0.12, l.Spell(b), func(w WordID) Cost { c, _ := l.Bigram(b, w); return c })
	}
	if len(off) > int(n)/50 {
		t.Errorf("the words after one have another probability than 1: %v", off)
	}
	off = nil
	for a := range n {
		for b := range n {
			check(0.2, l.Spell(a)+" "+l.Spell(b), func(w WordID) Cost { c, _ := l.Trigram(a, b, w); return c })
		}
	}
	if len(off) > int(n*n)/50 {
		t.Errorf("the words after %d of %d pairs have another probability than 1: %v", len(off), n*n, off[:5])
	}
}

// TestSums checks the tiny lexicon by checkSums.
func TestSums(t *testing.T) { checkSums(t, tiny(t)) }
