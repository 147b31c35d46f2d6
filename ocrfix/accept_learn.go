package ocrfix

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
)

// An AcceptLearner fits the weights of acceptance to pairs of raw and true
// text. The zero value is ready to use by one goroutine.
type AcceptLearner struct{ cases map[Class][]acceptCase }

type acceptCase struct {
	e      evidence
	weight float64
	right  bool
	harm   bool
	seen   Confusion
}

// Add cleans the raw text and compares each proposal with the truth. Cases
// count by weight.
func (l *AcceptLearner) Add(raw, truth string, weight float64) {
	if l.cases == nil {
		l.cases = make(map[Class][]acceptCase)
	}
	c := &Cleaner{}
	d := NewDocument(raw)
	var at func(Span) (string, bool) // made where there is something to compare
	c.newRun(d).propose(func(p *proposal) {
		if at == nil {
			at = truthFor(d.Text, truth)
		}
		if p.repair != nil {
			return
		}
		want, ok := at(p.Span)
		if !ok {
			return
		}
		want, got, was := comparedForm(want), comparedForm(p.new), comparedForm(p.raw)
		class := p.kind(p.class())
		l.cases[class] = append(l.cases[class], acceptCase{p.evidence(), weight, got == want, was == want, Confusion{Kind: class, Raw: was, Clean: got, Truth: want}})
	})
}

// comparedForm is the form in which a token and its truth are compared: single
// spaces, the kind of quotes and dashes left aside.
func comparedForm(s string) string { return foldMarks(strings.Join(strings.Fields(s), " ")) }

// truthFor returns a function that tells what the truth has for a span of
// the raw text, whole words of it.
func truthFor(raw, truth string) func(Span) (string, bool) {
	// Both texts with single spaces and line-end hyphens joined; place maps
	// bytes of raw to characters of the flat text.
	var flat []rune
	place := make([]int32, len(raw)+1)
	joint := false // after a line-end hyphen: no space comes
	for i, r := range raw {
		for k := i; k < min(i+4, len(raw)); k++ {
			place[k] = int32(len(flat))
		}
		if strings.ContainsRune(" \t\r\n\f\v\u00a0", r) {
			n := len(flat)
			if r == '\n' && n > 1 && flat[n-1] == '-' && lexicon.IsLetter(flat[n-2]) {
				flat, joint = flat[:n-1], true
			} else if n > 0 && flat[n-1] != ' ' && !joint {
				flat = append(flat, ' ')
			}
			continue
		}
		joint = false
		flat = append(flat, r)
	}
	place[len(raw)] = int32(len(flat))
	t := []rune(strings.Join(strings.Fields(joinHyphens(truth)), " "))
	toTruth := make([]int32, len(flat)+1)
	alignPieces(flat, t, func(p channel.Pair) {
		for k := p.RawStart; k < p.RawEnd; k++ {
			toTruth[k] = int32(p.TruthStart)
			if p.RawEnd-p.RawStart == p.TruthEnd-p.TruthStart {
				toTruth[k] = int32(p.TruthStart + k - p.RawStart)
			} else if k > p.RawStart {
				toTruth[k] = int32(min(p.TruthStart+k-p.RawStart, p.TruthEnd))
			}
		}
	})
	toTruth[len(flat)] = int32(len(t))
	return func(s Span) (string, bool) {
		a, b := int(toTruth[place[s.Start]]), int(toTruth[place[s.End]])
		if place[s.End] > 0 {
			b = max(int(toTruth[place[s.End]-1])+1, a)
		}
		a, b = min(a, len(t)), min(b, len(t))
		for a < b && t[a] == ' ' {
			a++
		}
		for a > 0 && t[a-1] != ' ' {
			a--
		}
		for b > a && t[b-1] == ' ' {
			b--
		}
		for b < len(t) && t[b] != ' ' {
			b++
		}
		return string(t[a:b]), a < b
	}
}

const (
	alignedPiece   = 1000  // words of truth that are aligned at once
	longestAligned = 20000 // characters; longer, the texts are not the same
)

// alignPieces aligns raw with truth and calls yield for the stretches, in order.
// Long texts are cut where both have the same two words, since aligning takes
// memory and time by the square of their length; a piece in which there are none
// is one stretch.
func alignPieces(raw, truth []rune, yield func(channel.Pair)) {
	r, t := wordsOf(raw), wordsOf(truth)
	fromR, fromT := 0, 0
	cut := func(toR, toT int) {
		a, b := raw[fromR:toR], truth[fromT:toT]
		pairs := []channel.Pair{{RawEnd: len(a), TruthEnd: len(b)}}
		if len(a) <= longestAligned && len(b) <= longestAligned {
			pairs = channel.Align(a, b)
		}
		for _, p := range pairs {
			yield(channel.Pair{RawStart: p.RawStart + fromR, RawEnd: p.RawEnd + fromR, TruthStart: p.TruthStart + fromT, TruthEnd: p.TruthEnd + fromT})
		}
		fromR, fromT = toR, toT
	}
	if len(t) > alignedPiece {
		words := func(text []rune, spans []Span) []string {
			list := make([]string, len(spans))
			for i, w := range spans {
				list[i] = string(text[w.Start:w.End])
			}
			return list
		}
		for _, at := range commonCuts(words(raw, r), words(truth, t), alignedPiece, 2) {
			cut(r[at.raw].Start, t[at.truth].Start)
		}
	}
	cut(len(raw), len(truth))
}

// wordsOf finds the words of a text with single spaces, in characters.
func wordsOf(text []rune) []Span {
	var out []Span
	for i := 0; i < len(text); i++ {
		start := i
		for i < len(text) && text[i] != ' ' {
			i++
		}
		if i > start {
			out = append(out, Span{start, i})
		}
	}
	return out
}

// Fit computes the weights and writes them.
func (l *AcceptLearner) Fit(w io.Writer) error {
	out := make(acceptWeights)
	classes := l.Kinds()
	var all []acceptCase
	for _, c := range classes {
		all = append(all, l.cases[c]...)
	}
	general := fitLogistic(all, evidence{}, 1, allRows)
	for _, c := range classes {
		out[c] = fitLogistic(l.cases[c], general, 3, allRows)
	}
	return out.write(w, classes)
}

// FitRow computes the weights of one evidence alone, by its name, beside those
// that stand, and writes all.
func (l *AcceptLearner) FitRow(w io.Writer, name string) error {
	row := slices.Index(evidenceNames[:], name)
	if row < 0 {
		return fmt.Errorf("no evidence is called %q", name)
	}
	out := maps.Clone(builtinAccept())
	for c, start := range out {
		start[row] = 0
		out[c] = fitLogistic(l.cases[c], start, 3, row)
	}
	return out.write(w, slices.Sorted(maps.Keys(out)))
}

// Kinds lists the kinds of change that were seen, in order.
func (l *AcceptLearner) Kinds() []Class { return slices.Sorted(maps.Keys(l.cases)) }

// Count says how many cases of a class were seen, how many right, how many harmful.
func (l *AcceptLearner) Count(c Class) (n, right, harm int) {
	for _, x := range l.cases[c] {
		n++
		if x.right {
			right++
		} else if x.harm {
			harm++
		}
	}
	return n, right, harm
}

// Commonest lists what went wrong most often in a class of change: harm done
// to right words, or wrong words changed but not repaired.
func (l *AcceptLearner) Commonest(c Class, harm bool, n int) []Confusion {
	list := make(map[Confusion]int)
	for _, x := range l.cases[c] {
		if !x.right && x.harm == harm {
			list[x.seen]++
		}
	}
	return topConfusions(list, n)
}

const allRows = -1

// fitLogistic finds the weights of greatest likelihood by gradient descent
// with momentum, drawn towards start with strength pull: that of one row, or of all
// where row is allRows.
func fitLogistic(cases []acceptCase, start evidence, pull float64, row int) evidence {
	w, speed := start, evidence{}
	n := 0.0
	for i := range cases {
		n += cases[i].weight
	}
	if n == 0 {
		return start
	}
	rate := 0.8
	for range 1500 {
		var grad evidence
		for i := range cases {
			c := &cases[i]
			sum := 0.0
			for k, x := range c.e {
				sum += float64(w[k] * x)
			}
			p := 1 / (1 + math.Exp(-sum))
			y := 0.0
			if c.right {
				y = 1
			}
			for k, x := range c.e {
				grad[k] += float64(c.weight * (p - y) * x)
			}
		}
		for k := range grad {
			if row != allRows && k != row {
				continue
			}
			g := grad[k]/n + pull*(w[k]-start[k])/n
			speed[k] = 0.9*speed[k] - rate*0.1*g*4
			w[k] += speed[k]
		}
	}
	return w
}
