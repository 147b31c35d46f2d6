package ocrfix

import (
	"cmp"
	"errors"
	"slices"
	"strings"
)

// ComposeEdits returns the edits that make of raw what second makes of the
// text that first makes of it: Apply(raw, ComposeEdits(raw, first, second)) is
// Apply(Apply(raw, first), second).
//
// Edits of first that second leaves alone keep all they say of themselves.
// Where the two meet they become one edit, which says what that of first said
// and adds the rule of second. Suggestions stay suggestions, but those of
// first that an applied edit of second meets, and those of second that meet
// any edit of first, are left out.
func ComposeEdits(raw string, first, second []Edit) ([]Edit, error) {
	middle, err := Apply(raw, first)
	if err != nil {
		return nil, err
	}
	if err := CheckEdits(middle, second); err != nil {
		return nil, err
	}
	all := append(placeFirst(first), placeSecond(second)...)
	slices.SortStableFunc(all, func(a, b placedEdit) int {
		return cmp.Or(cmp.Compare(a.at.Start, b.at.Start), cmp.Compare(min(a.at.End-a.at.Start, 1), min(b.at.End-b.at.Start, 1)))
	})
	c := &composer{raw: raw, middle: middle}
	for len(all) > 0 {
		n, reach := 1, all[0].at.End
		for n < len(all) && all[n].at.Start < reach {
			reach = max(reach, all[n].at.End)
			n++
		}
		c.add(all[:n], reach)
		all = all[n:]
	}
	return c.out, nil
}

// A placedEdit is an edit and its place in the text between the two lists: what
// an edit of the first list made, or what one of the second replaces.
type placedEdit struct {
	Edit
	at     Span
	second bool
}

func placeFirst(edits []Edit) []placedEdit {
	out := make([]placedEdit, len(edits))
	delta := 0
	for i, e := range edits {
		size := len(e.Raw)
		if e.Applied {
			size = len(e.New)
		}
		out[i] = placedEdit{Edit: e, at: Span{e.Start + delta, e.Start + delta + size}}
		delta += size - len(e.Raw)
	}
	return out
}

func placeSecond(edits []Edit) []placedEdit {
	out := make([]placedEdit, len(edits))
	for i, e := range edits {
		out[i] = placedEdit{Edit: e, at: Span{e.Start, e.End}, second: true}
	}
	return out
}

// A composer collects composed edits.
type composer struct {
	raw, middle   string
	out           []Edit
	last, lastRaw int // the end of what is done, in the middle text and in raw
}

// rawOffset returns the raw offset of a place in the middle text before which
// no edit of the first list lies but those done.
func (c *composer) rawOffset(at int) int { return c.lastRaw + at - c.last }

// add adds a group of edits that meet, which ends at reach.
func (c *composer) add(group []placedEdit, reach int) {
	applied := func(second bool) bool {
		return slices.ContainsFunc(group, func(p placedEdit) bool { return p.second == second && p.Applied })
	}
	if applied(false) && applied(true) {
		c.addMerged(group, reach)
		return
	}
	// One side has suggestions only, or nothing.
	keep := applied(true) || group[0].second && len(group) == 1
	for _, p := range group {
		if p.second == keep {
			c.addAlone(p)
		}
	}
}

func (c *composer) addAlone(p placedEdit) {
	e := p.Edit
	if p.second {
		e.Start = c.rawOffset(p.at.Start)
		e.End = e.Start + len(e.Raw)
	}
	c.last, c.lastRaw = p.at.End, e.End
	c.out = append(c.out, e)
}

// addMerged adds one edit for the applied edits of a group.
func (c *composer) addMerged(group []placedEdit, reach int) {
	at := group[0].at.Start
	rawStart := c.rawOffset(at)
	var first, second []Edit
	var text strings.Builder // what second makes of the middle text
	for _, p := range group {
		switch {
		case !p.Applied:
		case p.second:
			text.WriteString(c.middle[at:p.at.Start])
			text.WriteString(p.New)
			at = p.at.End
			second = append(second, p.Edit)
		default:
			c.last, c.lastRaw = p.at.End, p.End
			first = append(first, p.Edit)
		}
	}
	text.WriteString(c.middle[at:reach])
	e := first[0]
	rules := []string{e.Rule}
	for _, o := range first[1:] {
		e.Cost += o.Cost
		e.Confidence = min(e.Confidence, o.Confidence)
		e.Flags = append(slices.Clone(e.Flags), o.Flags...)
		rules = append(rules, o.Rule)
	}
	for _, o := range second {
		rules = append(rules, o.Rule)
	}
	slices.Sort(rules[1:])
	e.Rule = strings.Join(slices.DeleteFunc(slices.Compact(rules), func(s string) bool { return s == "" }), "; ")
	slices.Sort(e.Flags)
	e.Flags = slices.Compact(e.Flags)
	e.Start, e.End = rawStart, c.rawOffset(reach)
	e.Raw, e.New = c.raw[e.Start:e.End], text.String()
	e.Alternatives = nil // they were readings of a shorter text
	c.last, c.lastRaw = reach, e.End
	c.out = append(c.out, e)
}

// rewrite makes further edits in the cleaned text: r's edits and text become
// those of both. It is for layout, before sections are found.
func (r *Result) rewrite(second []Edit) error {
	if r.Document == nil {
		return errors.New("a result without its document")
	}
	edits, err := ComposeEdits(r.Document.Text, r.Edits, second)
	if err != nil {
		return err
	}
	if r.Text, err = Apply(r.Document.Text, edits); err != nil {
		return err
	}
	for i := range edits {
		e := &edits[i]
		if e.Page == 0 {
			e.Page, e.Line = r.Document.PageAt(e.Start)+1, max(r.Document.LineAt(e.Start), 0)+1
		}
	}
	r.Edits = edits
	r.Stats.Edits, _ = countApplied(edits)
	return nil
}
