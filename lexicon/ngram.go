package lexicon

// The n-gram model is an interpolated Kneser-Ney trigram (Chen and Goodman
// 1998), pruned and kept in back-off form: what was kept has its probability,
// what was not has its context's back-off weight times the shorter n-gram's.

func bigramKey(a, b WordID) uint64 { return uint64(uint32(a))<<32 | uint64(uint32(b)) }
func trigramKey(a, b, c WordID) uint64 {
	return (bigramKey(a, b)+0x9e3779b97f4a7c15)*0xd6e8feb86659fd93 ^ uint64(uint32(c))*0xff51afd7ed558ccd
}

// Unigram is the cost of a word without its context.
func (l *Lexicon) Unigram(id WordID) Cost { return Cost(l.unigram[id]) * unigramStep }

// Bigram is the cost of b after a, and whether the pair itself is kept.
func (l *Lexicon) Bigram(a, b WordID) (Cost, bool) {
	if v, ok := l.bigram.get(bigramKey(a, b)); ok {
		return Cost(v&(1<<bigramProbBits-1)) * bigramStep, true
	}
	return Cost(l.backoff[a])*backoffStep + l.Unigram(b), false
}

// Trigram is the cost of c after a and b, and the length of the longest
// n-gram that it rests on, 1 to 3.
func (l *Lexicon) Trigram(a, b, c WordID) (Cost, int) {
	low, seen := l.Bigram(b, c)
	if b == l.Sentence() {
		if seen {
			return low, 2
		}
		return low, 1
	}
	v, context := l.bigram.get(bigramKey(a, b))
	if !context {
		if seen {
			return low, 2
		}
		return low, 1
	}
	if seen {
		if p, ok := l.trigram.get(trigramKey(a, b, c)); ok {
			return Cost(p) * trigramStep, 3
		}
	}
	cost := Cost(v>>bigramProbBits)*bigramBack + low
	if seen {
		return cost, 2
	}
	return cost, 1
}
