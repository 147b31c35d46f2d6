package ocrfix

import (
	"math"
	"slices"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// An Explanation tells how the cleaner read a document, token by token.
type Explanation struct {
	Lang string `json:"lang"` // the main language, "" when unknown
	// Damage is the share of words that the first pass over the document
	// would change, 0 to 1; it sets how much is believed of the rest.
	Damage float64          `json:"damage"`
	Tokens []ExplainedToken `json:"tokens"`
}

// An ExplainedToken is a token, or two read as one, and how it may be read.
type ExplainedToken struct {
	Line    int    `json:"line"` // from 1
	Raw     string `json:"raw"`
	New     string `json:"new"` // Raw where nothing is changed
	Lang    string `json:"lang"`
	Verdict string `json:"verdict"`        // one of the Verdict constants
	Veto    string `json:"veto,omitempty"` // what the raw text is taken for, where a change is vetoed
	// Of the change, where there is one: see [Edit].
	Class      Class   `json:"class,omitempty"`
	Rule       string  `json:"rule,omitempty"`
	Cost       float64 `json:"cost,omitempty"`
	Confidence float64 `json:"confidence,omitempty"`
	// Candidates are the readings of the token by itself, the raw one first,
	// then the likeliest.
	Candidates []Candidate `json:"candidates"`
	// Reasons are what spoke most for and against the change.
	Reasons []Reason `json:"reasons,omitempty"`
}

// The verdicts on a token.
const (
	VerdictKept      = "kept"      // the raw text is the likeliest in its place
	VerdictGuarded   = "guarded"   // must not change: protected, a number, a reference, an address
	VerdictVetoed    = "vetoed"    // a change was likely, and is of a kind that is never made
	VerdictDoubted   = "doubted"   // a change was likely, and not sure enough to be shown
	VerdictSuggested = "suggested" // shown, not applied
	VerdictApplied   = "applied"
)

// A Candidate is one reading of a token by itself. Costs are in nats.
type Candidate struct {
	Text    string  `json:"text"`
	Channel float64 `json:"channel"` // that the scanner made the raw text of it
	Words   float64 `json:"words"`   // of its words, context left out
	Rule    string  `json:"rule"`    // the confusions that it takes
}

// A Reason is a piece of evidence and what it adds to the logit of the
// confidence.
type Reason struct {
	Name  string  `json:"name"`
	Adds  float64 `json:"adds"`
	Value float64 `json:"value"`
}

// mostCandidates and mostReasons bound what is told of one token.
const mostCandidates, mostReasons = 6, 5

// Explain cleans d as [Cleaner.Clean] does and tells how each token was read.
// It takes several times as long; give it a sentence or a page.
func (c *Cleaner) Explain(d *Document) (*Explanation, error) {
	out := &Explanation{Tokens: []ExplainedToken{}}
	var spans []Span // of the tokens
	r := c.newRun(d)
	r.seen = func(s *stretch, p *proposal, dec *lattice.Decoder) {
		out.Damage = max(out.Damage, s.profile.damage)
		out.Tokens = append(out.Tokens, r.explain(s, p, dec))
		spans = append(spans, Span{s.places[p.First].Start, s.places[p.First+p.Count-1].End})
	}
	result, err := r.clean()
	if err != nil {
		return nil, err
	}
	out.Lang = result.Lang
	edits := result.Edits
	for i := range out.Tokens {
		for len(edits) > 0 && edits[0].End < spans[i].End {
			edits = edits[1:]
		}
		if len(edits) == 0 || edits[0].Start > spans[i].Start {
			continue
		}
		t := &out.Tokens[i]
		t.setChange(&edits[0])
		t.Verdict = VerdictSuggested
		if edits[0].Applied {
			t.Verdict = VerdictApplied
		}
	}
	return out, nil
}

func (t *ExplainedToken) setChange(e *Edit) {
	t.New, t.Class, t.Rule, t.Cost, t.Confidence = e.New, e.Class, e.Rule, e.Cost, e.Confidence
}

// explain tells how a token was read, before it is judged whether the change is
// shown.
func (r *run) explain(s *stretch, p *proposal, dec *lattice.Decoder) ExplainedToken {
	at := p.First
	first, last := s.places[at], s.places[at+p.Count-1]
	raw := r.doc.Text[first.Start:last.End]
	t := ExplainedToken{Line: first.line + 1, Raw: raw, New: raw, Lang: p.lang, Verdict: VerdictKept, Candidates: []Candidate{}}
	if p.raw != p.new {
		t.Verdict = VerdictDoubted
		if p.repair == nil {
			if t.Veto = p.vetoed(); t.Veto != "" {
				t.Verdict = VerdictVetoed
			}
		}
		e := p.judge(r.doc)
		p.account(&e)
		t.setChange(&e)
		if p.repair == nil {
			t.Reasons = p.reasons(e.Class)
		}
	} else if s.tokens[at].Frozen {
		t.Verdict = VerdictGuarded
	}
	if s.tokens[at].Frozen {
		return t
	}
	list := dec.Readings(s.tokens[at].Raw, lattice.Far)
	// Every candidate shows beside the raw text what it is spared.
	spared := dec.Spared(&list[0])
	if p.Count > 1 { // a scrap between the two ends is no part of a candidate
		list, spared = dec.Joins(s.tokens[at].Raw, s.tokens[at+p.Count-1].Raw, lattice.JoinBudget), 0
	}
	for i := range list[:min(len(list), mostCandidates)] {
		x := &list[i]
		t.Candidates = append(t.Candidates, Candidate{Text: x.Text, Rule: ruleOf(raw, x.Text),
			Channel: nats(x.Channel + spared), Words: nats(x.Score() - x.Channel)})
	}
	return t
}

func nats(c int32) float64 { return float64(c) / float64(lexicon.Nat) }

// reasons are the pieces of evidence of most weight.
func (p *proposal) reasons(class Class) []Reason {
	e, w := p.evidence(), builtinAccept()[p.kind(class)]
	var out []Reason
	for i, x := range e {
		if adds := float64(w[i] * x); math.Abs(adds) >= 0.1 {
			out = append(out, Reason{evidenceNames[i], math.Round(adds*100) / 100, math.Round(x*100) / 100})
		}
	}
	slices.SortStableFunc(out, func(a, b Reason) int {
		switch x, y := math.Abs(a.Adds), math.Abs(b.Adds); {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	return out[:min(len(out), mostReasons)]
}
