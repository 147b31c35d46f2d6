package ocrfix

import (
	"slices"
	"strings"

	"ocrfix/ocrfix/internal/lattice"
)

// An Outcome is what became of a token, or of two read as one, that the raw
// text has wrong or the cleaner changed, and how far the true reading got.
// Texts have single spaces, straight quotes and plain hyphens.
type Outcome struct {
	Raw, New, Truth string // New is the likeliest reading in its place
	Before, After   string // the raw tokens around it, at most outcomeContext each side
	Kind            Class  // by which the change is judged, or would be
	Stage           Stage
	Confidence      float64 // in New, 0 where it is Raw
}

// A Stage is where the true reading was lost.
type Stage string

const (
	StageFixed      Stage = "fixed"
	StageHarm       Stage = "harm"         // the raw text was right, and was changed
	StageFrozen     Stage = "frozen"       // the token must not change
	StageVetoed     Stage = "vetoed"       // by a guard
	StageUnsure     Stage = "unsure"       // the likeliest, but not likely enough
	StageOutweighed Stage = "outweighed"   // a candidate, but another is likelier
	StageNotSought  Stage = "not sought"   // would be a candidate if the token were doubted more
	StageNoWord     Stage = "no candidate" // not even then
)

// outcomeContext is how many tokens an outcome shows on either side.
const outcomeContext = 4

// Outcomes cleans raw and calls yield for each token that differs from the
// truth or was changed, in order. It takes several times as long as Clean.
func (c *Cleaner) Outcomes(raw, truth string, yield func(Outcome)) {
	d := NewDocument(raw)
	at := truthFor(d.Text, truth)
	r := c.newRun(d)
	r.seen = func(s *stretch, p *proposal, dec *lattice.Decoder) {
		want, ok := at(Span{s.places[p.First].Start, s.places[p.First+p.Count-1].End})
		if !ok {
			return
		}
		o := Outcome{Raw: comparedForm(p.raw), New: comparedForm(p.new), Truth: comparedForm(want), Kind: p.kind(p.class())}
		applied := false
		vetoed := p.repair == nil && p.raw != p.new && p.vetoed() != ""
		if p.raw != p.new {
			e := p.judge(d)
			o.Confidence = e.Confidence
			applied = !vetoed && e.Confidence >= r.Limit(e.Class)
		}
		if o.Raw == o.Truth && !applied {
			return
		}
		switch {
		case applied && o.New == o.Truth:
			o.Stage = StageFixed
		case o.Raw == o.Truth:
			o.Stage = StageHarm
		case s.tokens[p.First].Frozen:
			o.Stage = StageFrozen
		case o.New == o.Truth && vetoed:
			o.Stage = StageVetoed
		case o.New == o.Truth:
			o.Stage = StageUnsure
		case has(p.Tried, o.Truth):
			o.Stage = StageOutweighed
		case has(dec.Readings(s.tokens[p.First].Raw, lattice.Far), o.Truth):
			o.Stage = StageNotSought
		default:
			o.Stage = StageNoWord
		}
		words := func(from, to int) string {
			var out []string
			for _, t := range s.tokens[max(from, 0):min(to, len(s.tokens))] {
				out = append(out, t.Raw)
			}
			return strings.Join(out, " ")
		}
		o.Before = words(p.First-outcomeContext, p.First)
		o.After = words(p.First+p.Count, p.First+p.Count+outcomeContext)
		yield(o)
	}
	r.propose(func(*proposal) {})
}

// has says whether one of the readings is what is wanted.
func has(list []lattice.Reading, want string) bool {
	return slices.ContainsFunc(list, func(x lattice.Reading) bool { return comparedForm(x.Text) == want })
}
