package ocrfix

import (
	"math"
	"strings"
	"sync"
	"unicode"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
	"ocrfix/ocrfix/internal/lattice"
)

// A profile is what a document teaches about itself: how its scanner errs,
// and which unlisted words it uses on purpose.
type profile struct {
	channel *channel.Model
	// forms counts the tokens of the document, marks around them left out.
	forms map[string]int
	// words are unlisted forms that the document vouches for, with their cost.
	words map[string]int32
	// damage is the share of words that the first pass would change, 0 to 1.
	damage float64
	words0 int // words looked at in the first pass
}

// Limits of what is learned from.
const (
	profileSample = 12000 // tokens decoded in the first pass
	profilePrior  = 120   // occurrences of a character that the table weighs
	surelyBetter  = -450  // Delta from which a first-pass change teaches
)

var baseChannel = sync.OnceValue(func() *channel.Model { return builtinChannel().Compile(channel.Weights{}) })
var longerTruths = sync.OnceValue(func() map[string]bool { return builtinChannel().Longer() })

// core is a token without the marks around it.
func core(raw string) string {
	return strings.TrimFunc(raw, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// learnProfile decodes a sample of the document with the general channel and
// counts what its safe corrections confuse (one round of expectation
// maximisation: Reynaert 2008 and the Profiler of Ringlstetter et al. 2007
// learn from a document in the same spirit).
func learnProfile(lex *lexicon.Lexicon, tokens []lattice.Token) *profile {
	p := &profile{forms: make(map[string]int), words: make(map[string]int32)}
	for i := range tokens {
		p.forms[core(tokens[i].Raw)]++
	}
	dec := &lattice.Decoder{Reader: lattice.NewReader(lex, baseChannel()), Beam: 6}
	var seen channel.Counter
	changed := 0
	for i := 0; i < len(tokens) && p.words0 < profileSample; {
		j := blockEnd(tokens, i, mostTokens)
		for _, c := range dec.Decode(tokens[i:j]) {
			p.words0++
			raw := tokens[i+c.First].Raw
			if c.Count > 1 {
				raw += " " + tokens[i+c.First+1].Raw
			}
			switch {
			case c.Reading.Identity:
				countWhole(&seen, raw)
			case c.Delta <= surelyBetter && c.Reading.Generic == 0:
				changed++
				countChange(&seen, raw, c.Reading.Text)
			}
		}
		i = j
	}
	p.damage = float64(changed) / float64(max(p.words0, 1))
	own := seen.Table(1)
	p.channel = builtinChannel().Compile(channel.Weights{
		Families: builtinChannel().Mix(own, 4),
		Counts:   own,
		Prior:    profilePrior,
	})
	p.learnWords(lex)
	return p
}

// countWhole counts the characters of a token that stays as it is.
func countWhole(seen *channel.Counter, raw string) {
	longer := longerTruths()
	raw += " "
	for i := range raw {
		for n, j := 1, i; n <= channel.MaxRunes; n++ {
			_, size := decodeRune(raw[j:])
			if size == 0 {
				break
			}
			j += size
			if s := raw[i:j]; n == 1 || longer[s] {
				seen.Count("document", s, s, 1)
			}
		}
	}
}

func countChange(seen *channel.Counter, raw, truth string) {
	r, t := []rune(raw), []rune(truth)
	for _, p := range channel.Align(r, t) {
		if p.RawEnd-p.RawStart <= channel.MaxRunes && p.TruthEnd-p.TruthStart <= channel.MaxRunes {
			seen.Count("document", string(t[p.TruthStart:p.TruthEnd]), string(r[p.RawStart:p.RawEnd]), 1)
		}
	}
}

// learnWords decides which unlisted forms the document uses on purpose: those
// it repeats, unless a common word explains them as damage.
func (p *profile) learnWords(lex *lexicon.Lexicon) {
	reader := lattice.NewReader(lex, p.channel)
	for form, n := range p.forms {
		if n < 2 || form == "" || !plainWord(form) || lex.Lookup(form) != lexicon.NoWord {
			continue
		}
		if lexicon.ShapeOf(form) == lexicon.Lower && n < 3 {
			continue
		}
		if r := reader.Readings(form, lattice.Far); len(r) > 1 && r[1].Generic == 0 && r[1].Channel < 450 &&
			r[1].Splits == 0 && p.forms[r[1].Text] >= n {
			continue
		}
		p.words[form] = int32(max(650-100*math.Log(float64(n)), 300))
	}
}

// plainWord: letters, with hyphens and apostrophes inside.
func plainWord(s string) bool {
	for _, r := range s {
		if !lexicon.IsLetter(r) && r != '\'' && r != '’' {
			return false
		}
	}
	return true
}
