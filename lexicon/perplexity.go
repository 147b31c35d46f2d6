package lexicon

import "math"

// Perplexity measures a lexicon on held-out text. The zero value is empty.
type Perplexity struct {
	Tokens  int
	unknown int
	cost    int64
	hits    [4]int
}

// Add scores one paragraph.
func (p *Perplexity) Add(l *Lexicon, text string) {
	a, b := l.Sentence(), l.Sentence()
	for _, t := range Tokenize(nil, text, l.meta.Elide) {
		var id WordID
		switch t.Kind {
		case TokenWord:
			if id = l.Lookup(text[t.Start:t.End]); id == NoWord {
				id = l.Unknown()
				p.unknown++
			}
		case TokenNumber:
			id = l.Number()
		case TokenStop:
			id = l.Sentence()
		default:
			continue
		}
		c, n := l.Trigram(a, b, id)
		p.cost += int64(c)
		p.hits[n]++
		p.Tokens++
		a, b = b, id
	}
}

// Value is the perplexity a token.
func (p *Perplexity) Value() float64 {
	return math.Exp(float64(p.cost) / float64(max(p.Tokens, 1)) / float64(Nat))
}

// UnknownShare is the share of tokens that are no words of the lexicon, 0 to 1.
func (p *Perplexity) UnknownShare() float64 { return float64(p.unknown) / float64(max(p.Tokens, 1)) }

// Hits is the share of tokens whose longest kept n-gram has n words.
func (p *Perplexity) Hits(n int) float64 { return float64(p.hits[n]) / float64(max(p.Tokens, 1)) }
