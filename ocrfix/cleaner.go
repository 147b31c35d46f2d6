package ocrfix

import (
	"slices"

	"ocrfix/lexicon"
)

// A Cleaner corrects documents. The zero value is ready to use, applies what
// it is sure of, and may be used by several goroutines at once; its fields
// must not change while it is in use.
type Cleaner struct {
	// Threshold is the confidence from which a change is applied, 0 to 1.
	// 0 means DefaultThreshold.
	Threshold float64
	// Disable lists classes of change that are neither applied nor suggested.
	Disable []Class
	// Protect lists words that are never changed, compared exactly.
	Protect []string
	// Lang forces a language ("en"); empty means: find out per paragraph.
	Lang string
	// Profile is what an archive has taught; nil means nothing.
	Profile *Profile
}

// DefaultThreshold is the confidence from which a change is applied.
const DefaultThreshold = 0.55

// A Result is a cleaned document.
type Result struct {
	Document    *Document
	Lang        string // the main language, "" when unknown
	Text        string // the cleaned text: Document.Text with the applied edits
	Edits       []Edit
	Sections    []*Section
	Commitments []Commitment
	Stats       Stats
}

// Stats are counts over one document, before and after correction.
type Stats struct {
	Words         int     `json:"words"`
	UnknownBefore int     `json:"unknown_before"`
	UnknownAfter  int     `json:"unknown_after"`
	Edits         int     `json:"edits"`   // applied
	Quality       float64 `json:"quality"` // share of words known before correction, 0 to 1
}

// Clean finds and applies the corrections of d. It fills every field of the
// result but Sections and Commitments, which [Result.Structure] fills.
func (c *Cleaner) Clean(d *Document) (*Result, error) {
	r := &Result{Document: d}
	threshold := c.Threshold
	if threshold == 0 {
		threshold = DefaultThreshold
	}
	props, pr := c.propose(d)
	r.Lang = pr.lang
	for i := range props {
		p := &props[i]
		e := p.judge(d, pr)
		if p.fallback != nil && (e.Confidence < threshold || slices.Contains(c.Disable, e.Class)) {
			p.repair, p.new = p.fallback, p.fallback.text
			e = p.judge(d, pr)
		}
		if slices.Contains(c.Disable, e.Class) {
			continue
		}
		e.Applied = e.Confidence >= threshold
		if e.Confidence >= leastSuggested {
			r.Edits = append(r.Edits, e)
		}
	}
	var err error
	r.Text, err = Apply(d.Text, r.Edits)
	r.count(c.Protect)
	return r, err
}

// leastSuggested is the confidence from which a change is worth showing.
const leastSuggested = 0.3

// propose runs the two passes over the document: the first learns from it,
// the second corrects.
func (c *Cleaner) propose(d *Document) ([]proposal, *profile) {
	g := newGuard(c.Protect)
	tokens, places := blockTokens(d, g)
	repairs := repairTokens(tokens)
	for i, fix := range repairs {
		if g.protects(tokens[i].Raw) {
			delete(repairs, i)
			continue
		}
		tokens[i].Raw = fix.text
		tokens[i].Frozen = g.frozen(fix.text)
	}
	blocks, lang := blockLanguages(tokens, c.Lang)
	pr := learnProfile(tokens, blocks, c.Profile.learned())
	pr.lang = lang
	pr.engine = engineOf(d, g, lang)
	props := decode(d, pr, tokens, places, blocks, repairs)
	kept := props[:0]
	for _, p := range props {
		if p.repair != nil || !g.vetoes(&p, pr) {
			kept = append(kept, p)
		} else if p.fallback != nil {
			p.repair, p.new = p.fallback, p.fallback.text
			kept = append(kept, p)
		}
	}
	return kept, pr
}

// judge makes the edit of a proposal with its confidence.
func (p *proposal) judge(d *Document, pr *profile) Edit {
	e := p.edit(d)
	if p.repair != nil {
		e.Confidence, e.Rule = p.repair.confidence, p.repair.rule
	} else {
		seen := p.evidence(pr)
		e.Confidence = builtinAccept().confidence(p.kind(e.Class), &seen)
	}
	e.Confidence = pr.engine.weigh(e.Confidence, d, p.Span)
	return e
}

func (p *proposal) edit(d *Document) Edit {
	e := Edit{
		Start: p.Start, End: p.End, Raw: p.raw, New: p.new,
		Class: p.class(), Cost: float64(p.Delta) / float64(lexicon.Nat),
		Page: d.Lines[p.line].Page + 1, Line: p.line + 1,
		Flags: editFlags(p.raw, p.new),
	}
	for _, o := range p.Others {
		e.Alternatives = append(e.Alternatives, Alternative{New: o.Text})
	}
	return e
}
