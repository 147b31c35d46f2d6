package ocrfix

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A judgement is what the truth says of one change.
type judgement struct {
	confidence float64
	right      bool
}

// judge compares every edit, applied or not, with what the truth has in its
// place; the kind of quotes and dashes aside.
func judge(raw, truth string, edits []Edit) []judgement {
	if len(edits) == 0 {
		return nil
	}
	at := truthFor(raw, truth)
	out := make([]judgement, len(edits))
	for i, e := range edits {
		// A change of part of a word is judged with the word as a whole.
		span := wholeTokens(raw, Span{e.Start, e.End})
		got := raw[span.Start:e.Start] + e.New + raw[e.End:span.End]
		want, _ := at(span)
		out[i] = judgement{e.Confidence, judgedForm(got) == judgedForm(want)}
	}
	return out
}

func judgedForm(s string) string {
	return foldMarks(strings.Join(strings.Fields(joinHyphens(s)), " "))
}

// wholeTokens widens a span to the white space around it.
func wholeTokens(text string, s Span) Span {
	for s.Start > 0 && s.Start < s.End {
		first, _ := utf8.DecodeRuneInString(text[s.Start:])
		before, n := utf8.DecodeLastRuneInString(text[:s.Start])
		if unicode.IsSpace(first) || unicode.IsSpace(before) {
			break
		}
		s.Start -= n
	}
	for s.End < len(text) && s.Start < s.End {
		last, _ := utf8.DecodeLastRuneInString(text[:s.End])
		after, n := utf8.DecodeRuneInString(text[s.End:])
		if unicode.IsSpace(last) || unicode.IsSpace(after) {
			break
		}
		s.End += n
	}
	return s
}

// A ReliabilityBin is the changes, applied or suggested, whose confidence is at
// least Low and below High (in the last bin, 1 too).
type ReliabilityBin struct {
	Low        float64 `json:"low"`
	High       float64 `json:"high"`
	Changes    int     `json:"changes"`
	Right      int     `json:"right"`      // that give what the page has
	Confidence float64 `json:"confidence"` // the mean, 0 where there are none
}

const reliabilityBins = 10

// reliability sorts judgements into bins of equal width, and gives the expected
// calibration error: the mean distance of confidence and share of right
// changes, bins weighted by their changes.
func reliability(list []judgement) (bins []ReliabilityBin, err float64) {
	bins = make([]ReliabilityBin, reliabilityBins)
	for i := range bins {
		bins[i].Low, bins[i].High = float64(i)/reliabilityBins, float64(i+1)/reliabilityBins
	}
	for _, j := range list {
		b := &bins[min(int(j.confidence*reliabilityBins), reliabilityBins-1)]
		b.Changes++
		b.Confidence += j.confidence
		if j.right {
			b.Right++
		}
	}
	for i := range bins {
		b := &bins[i]
		if b.Changes == 0 {
			continue
		}
		err += math.Abs(b.Confidence-float64(b.Right)) / float64(len(list))
		b.Confidence /= float64(b.Changes)
	}
	return bins, err
}
