package lexicon

import (
	"math"
	"slices"
)

// A model is what estimate found: probabilities, and the n-grams kept.
type model struct {
	count    []uint32
	unigram  []float64
	backoff  []float64
	bigrams  []scored // value: probability and back-off steps
	trigrams []scored
}

// A scored is an n-gram with the value to store.
type scored struct {
	key   uint64
	value uint32
}

// discounts are the three of modified Kneser-Ney (Chen and Goodman 1998, eq. 26).
type discounts [4]float64

func discountsOf(list []counted) discounts {
	var n [5]float64
	for _, c := range list {
		if c.n <= 4 {
			n[c.n]++
		}
	}
	for i := 1; i <= 4; i++ {
		n[i] = max(n[i], 1)
	}
	y := n[1] / (n[1] + 2*n[2])
	d := discounts{0, 1 - 2*y*n[2]/n[1], 2 - 3*y*n[3]/n[2], 3 - 4*y*n[4]/n[3]}
	for i := 1; i <= 3; i++ {
		d[i] = min(max(d[i], 0.05), float64(i)-0.05)
	}
	return d
}

func (d discounts) of(n uint32) float64 { return d[min(n, 3)] }

// tally sorts keys and counts equal ones.
func tally(keys []uint64) []counted {
	slices.Sort(keys)
	var out []counted
	for i := 0; i < len(keys); {
		j := i + 1
		for j < len(keys) && keys[j] == keys[i] {
			j++
		}
		out = append(out, counted{keys[i], uint32(j - i)})
		i = j
	}
	return out
}

// groups calls f for every run of n-grams with the same context.
func groups(list []counted, f func(context uint64, run []counted, at int)) {
	for i := 0; i < len(list); {
		c := list[i].key >> idBits
		j := i + 1
		for j < len(list) && list[j].key>>idBits == c {
			j++
		}
		f(c, list[i:j], i)
		i = j
	}
}

func find(list []counted, key uint64) (int, bool) {
	return slices.BinarySearchFunc(list, key, func(c counted, k uint64) int {
		if c.key < k {
			return -1
		}
		if c.key > k {
			return 1
		}
		return 0
	})
}

// estimate computes the pruned model over vocab words from a stream in which
// stop stands between sentences.
func estimate(stream []uint32, vocab int, stop WordID, prior func(id int) float64, maxBigrams, maxTrigrams int, log func(string, ...any)) *model {
	m := &model{count: make([]uint32, vocab), unigram: make([]float64, vocab), backoff: make([]float64, vocab)}
	for _, w := range stream {
		m.count[w]++
	}
	keys := make([]uint64, 0, len(stream))
	for i := 2; i < len(stream); i++ {
		if WordID(stream[i-1]) != stop {
			keys = append(keys, uint64(stream[i-2])<<(2*idBits)|uint64(stream[i-1])<<idBits|uint64(stream[i]))
		}
	}
	tri := tally(keys)
	log("trigrams: %d", len(tri))
	keys = keys[:0]
	for i := 1; i < len(stream); i++ {
		keys = append(keys, uint64(stream[i-1])<<idBits|uint64(stream[i]))
	}
	bi := tally(keys)
	log("bigrams: %d", len(bi))

	// Continuation counts: in how many contexts an n-gram was seen.
	keys = keys[:0]
	for _, t := range tri {
		keys = append(keys, t.key&(1<<(2*idBits)-1))
	}
	cont := tally(keys)
	after := make([]uint32, len(bi)) // continuation count of each bigram
	j := 0
	for i := range bi {
		for j < len(cont) && cont[j].key < bi[i].key {
			j++
		}
		if WordID(bi[i].key>>idBits) == stop {
			after[i] = bi[i].n // nothing precedes a sentence
		} else if j < len(cont) && cont[j].key == bi[i].key {
			after[i] = cont[j].n
		} else {
			after[i] = 1
		}
	}
	cont = nil

	// Unigrams.
	uni := make([]uint32, vocab)
	total := 0.0
	for _, b := range bi {
		uni[b.key&idMask]++
		total++
	}
	weights := 0.0
	for id := range vocab {
		weights += prior(id) + 0.02
	}
	const d1 = 0.6
	left := 0.0
	for _, n := range uni {
		if n > 0 {
			left += d1
		}
	}
	for id, n := range uni {
		p := left / total * (prior(id) + 0.02) / weights
		if n > 0 {
			p += (float64(n) - d1) / total
		}
		m.unigram[id] = p
	}

	// Bigrams, interpolated.
	probBi := make([]float64, len(bi))
	lambda := make([]float64, vocab)
	{
		list := make([]counted, len(bi))
		for i, b := range bi {
			list[i] = counted{b.key, after[i]}
		}
		d := discountsOf(list)
		groups(list, func(context uint64, run []counted, at int) {
			sum, held := 0.0, 0.0
			for _, c := range run {
				sum += float64(c.n)
				held += d.of(c.n)
			}
			g := held / sum
			lambda[context] = g
			for i, c := range run {
				probBi[at+i] = (float64(c.n)-d.of(c.n))/sum + g*m.unigram[c.key&idMask]
			}
		})
	}
	bigramProb := func(key uint64) float64 {
		if i, ok := find(bi, key); ok {
			return probBi[i]
		}
		return lambda[key>>idBits] * m.unigram[key&idMask]
	}

	// Trigrams, interpolated; what each teaches over its back-off decides who stays.
	d := discountsOf(tri)
	type candidate struct {
		key  uint64
		p    float64
		gain float32
	}
	var cands []candidate
	groups(tri, func(context uint64, run []counted, at int) {
		sum, held := 0.0, 0.0
		for _, c := range run {
			sum += float64(c.n)
			held += d.of(c.n)
		}
		g := held / sum
		for _, c := range run {
			if c.n < 2 {
				continue
			}
			low := bigramProb(c.key & (1<<(2*idBits) - 1))
			p := (float64(c.n)-d.of(c.n))/sum + g*low
			cands = append(cands, candidate{c.key, p, float32(float64(c.n) * math.Log(p/(g*low)))})
		}
	})
	log("trigrams seen twice: %d", len(cands))
	tri = nil
	if maxTrigrams > 0 && len(cands) > maxTrigrams {
		gains := make([]float32, len(cands))
		for i, c := range cands {
			gains[i] = c.gain
		}
		slices.Sort(gains)
		least := gains[len(gains)-maxTrigrams]
		cands = slices.DeleteFunc(cands, func(c candidate) bool { return c.gain < least })
	}

	// Bigrams kept: all that a trigram rests on, and those that teach most.
	keep := make([]bool, len(bi))
	needed := func(key uint64) {
		if i, ok := find(bi, key); ok {
			keep[i] = true
		}
	}
	for _, c := range cands {
		needed(c.key >> idBits)
		needed(c.key & (1<<(2*idBits) - 1))
	}
	rested := 0
	var gains []float32
	gainOf := func(i int) float32 {
		b := bi[i]
		return float32(float64(b.n) * math.Log(probBi[i]/(lambda[b.key>>idBits]*m.unigram[b.key&idMask])))
	}
	for i := range bi {
		if keep[i] {
			rested++
		} else {
			gains = append(gains, gainOf(i))
		}
	}
	least := float32(math.Inf(-1))
	if room := max(maxBigrams-rested, 0); maxBigrams > 0 && len(gains) > room {
		slices.Sort(gains)
		if room == 0 {
			least = float32(math.Inf(1))
		} else {
			least = gains[len(gains)-room]
		}
	}
	for i := range bi {
		keep[i] = keep[i] || gainOf(i) >= least
	}

	// Back-off weights of the pruned model.
	for id := range m.backoff {
		m.backoff[id] = 1
	}
	groups(bi, func(context uint64, run []counted, at int) {
		sum, low := 0.0, 0.0
		for i, c := range run {
			if keep[at+i] {
				sum += probBi[at+i]
				low += m.unigram[c.key&idMask]
			}
		}
		m.backoff[context] = max(1-sum, 1e-6) / max(1-low, 1e-6)
	})
	prunedBi := func(key uint64) float64 {
		if i, ok := find(bi, key); ok && keep[i] {
			return probBi[i]
		}
		return m.backoff[key>>idBits] * m.unigram[key&idMask]
	}
	backTri := make(map[uint64]float64)
	for i := 0; i < len(cands); {
		context := cands[i].key >> idBits
		sum, low := 0.0, 0.0
		for ; i < len(cands) && cands[i].key>>idBits == context; i++ {
			sum += cands[i].p
			low += prunedBi(cands[i].key & (1<<(2*idBits) - 1))
		}
		backTri[context] = max(1-sum, 1e-6) / max(1-low, 1e-6)
	}
	for i, b := range bi {
		if !keep[i] {
			continue
		}
		back := uint32(0)
		if g, ok := backTri[b.key]; ok {
			back = uint32(quantise(g, bigramBack, 1<<bigramBackBits-1))
		}
		p := uint32(quantise(probBi[i], bigramStep, 1<<bigramProbBits-1))
		m.bigrams = append(m.bigrams, scored{b.key, back<<bigramProbBits | p})
	}
	for _, c := range cands {
		m.trigrams = append(m.trigrams, scored{c.key, uint32(quantise(c.p, trigramStep, 1<<trigramProbBits-1))})
	}
	log("kept %d bigrams, %d trigrams", len(m.bigrams), len(m.trigrams))
	return m
}
