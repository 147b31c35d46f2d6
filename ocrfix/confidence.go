package ocrfix

import (
	"slices"
	"sort"
)

// OCR engines tell how sure they are of each word, some better than others. In
// tesseract's pages of the development pairs (TestEngineConfidence) it was wrong
// in 0.4 % of the words of which it was sure, and in 25 % of the others; and of
// the changes that the decoder wanted in words that the engine was sure of, a
// third as many were right as it thought, while in words of which the engine
// had doubts hardly one was wrong. So the odds of a change fall in the former and
// rise in the latter.

const (
	sureConfidence  = 0.95    // from which the engine counts as sure
	doubtConfidence = 0.5     // below which it has doubts
	sureOdds        = 1.0 / 3 // what the odds of a change in a sure word are multiplied by
	doubtOdds       = 2.0     // the same in a doubtful one
	leastOfEach     = 0.01    // share of words the engine must be sure of, and not sure of
	leastContrast   = 3       // how much oftener than the sure words the others must be unknown
)

// An engine is the OCR engine that read a document, as far as it says how sure
// it is. The zero value says nothing.
type engine struct {
	// telling says that the engine is sure of better words than of others.
	telling bool
}

// engineOf looks how the words of which the engine is sure compare with the
// others: how many of them the lexicon of the main language lacks (of all
// languages, where lang is "").
func engineOf(d *Document, g *guard, lang string) engine {
	if !slices.ContainsFunc(d.Words, func(w Word) bool { return w.Confidence != 0 }) {
		return engine{}
	}
	counter := newWordCounter(g, lang)
	var words, strange [2]int // unsure and sure
	for _, w := range d.Words {
		if w.Confidence == 0 {
			continue
		}
		sure := 0
		if w.Confidence >= sureConfidence {
			sure = 1
		}
		words[sure]++
		if counter.kind(d.Text[w.Start:w.End]) == kindUnknown {
			strange[sure]++
		}
	}
	if least := max(leastOfEach*float64(words[0]+words[1]), 1); float64(min(words[0], words[1])) < least || strange[0] == 0 {
		return engine{}
	}
	// strange[0]/words[0] against strange[1]/words[1]
	return engine{telling: strange[0]*words[1] >= leastContrast*strange[1]*words[0]}
}

// weigh returns the probability that a change is right, given that without
// knowing the engine's mind.
func (g engine) weigh(p float64, d *Document, at Span) float64 {
	if !g.telling {
		return p
	}
	odds := 1.0
	switch c, ok := d.confidenceAt(at); {
	case !ok:
	case c >= sureConfidence:
		odds = sureOdds
	case c < doubtConfidence:
		odds = doubtOdds
	}
	return p * odds / (p*odds + (1 - p))
}

// confidenceAt returns what the OCR engine thought of the text in s, 0 to 1:
// the lowest confidence of the words that s touches. It is false where the
// source says nothing of one of them, or s touches none. It takes O(log n).
func (d *Document) confidenceAt(s Span) (float64, bool) {
	least := 1.0
	first := sort.Search(len(d.Words), func(i int) bool { return d.Words[i].End > s.Start })
	if s.Start == s.End { // an insertion belongs to the word that it adjoins
		first = sort.Search(len(d.Words), func(i int) bool { return d.Words[i].End >= s.Start })
	}
	n := 0
	for _, w := range d.Words[first:] {
		if w.Start > s.End || w.Start == s.End && s.Start < s.End {
			break
		}
		if w.Confidence == 0 {
			return 0, false
		}
		least = min(least, w.Confidence)
		n++
	}
	return least, n > 0
}
