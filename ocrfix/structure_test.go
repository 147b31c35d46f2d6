package ocrfix

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestStructure guards the way back: quotes, raw quotes, pages and lines, and
// what correction changed.
func TestStructure(t *testing.T) {
	raw := "Article 1\nEnergy\n\nThe Parties welcome the progress made.\n\fArticle 2\nTransport\n\nThe Parties sball build a bridge across the river. Estonia shall riot raise tolls before\nl9 June 2030.\n"
	d := NewDocument(raw)
	edit := func(from, to, flag string) Edit {
		start := strings.Index(raw, from)
		e := Edit{Start: start, End: start + len(from), Raw: from, New: to, Applied: true}
		if flag != "" {
			e.Flags = []string{flag}
		}
		return e
	}
	edits := []Edit{edit("sball", "shall", ""), edit("riot", "not", "negation"), edit("l9", "19", "date")}
	text, err := Apply(raw, edits)
	if err != nil {
		t.Fatal(err)
	}
	r := &Result{Document: d, Text: text, Edits: edits}
	r.Structure(nil)
	if len(r.Commitments) != 2 {
		t.Fatalf("commitments: %+v", r.Commitments)
	}
	for i, want := range []struct {
		trigger   string
		page      int
		line      int
		edits     int
		negation  bool
		date      bool
		raw       string
		isInside  string
		isOutside string
	}{
		{"shall", 2, 8, 1, false, false, "sball", "bridge", "tolls"},
		{"shall", 2, 8, 2, true, true, "riot", "tolls", "bridge"},
	} {
		c := r.Commitments[i]
		switch {
		case c.Quote != text[c.Start:c.End] || c.QuoteRaw != raw[c.RawStart:c.RawEnd]:
			t.Errorf("%d: quotes are not what stands at their offsets: %+v", i, c)
		case c.Page != want.page || c.Line != want.line:
			t.Errorf("%d: page %d, line %d; want %d, %d", i, c.Page, c.Line, want.page, want.line)
		case c.OCR != OCRTouch{want.edits, want.negation, want.date}:
			t.Errorf("%d: %+v", i, c.OCR)
		case !strings.Contains(c.QuoteRaw, want.raw) || !strings.Contains(c.Quote, want.isInside) || strings.Contains(c.Quote, want.isOutside):
			t.Errorf("%d: %q from %q", i, c.Quote, c.QuoteRaw)
		}
	}
	var places []string
	eachSection(r.Sections, func(s *Section) {
		places = append(places, fmt.Sprintf("%s: page %d, line %d", s.Heading, s.Page, s.Line))
	})
	if !slices.Contains(places, "Transport: page 2, line 5") {
		t.Errorf("sections %q", places)
	}
}

func TestStructureOfNothing(t *testing.T) {
	r := &Result{Document: NewDocument("")}
	r.Structure(nil)
	if len(r.Sections) != 0 || len(r.Commitments) != 0 {
		t.Errorf("found %+v %+v", r.Sections, r.Commitments)
	}
}

// TestStructureDamage guards what a record says of damage in its span: a number
// mended within its deadline counts as a date, a riot read as not lowers the
// confidence, and a bracket at the end of a condition stays.
func TestStructureDamage(t *testing.T) {
	raw := "Article 1\n\nThe Parties shall pay 1O crowns by 19 June 2O30.\n\nThe Parties shall riot charge a fee, unless they agree otherwise under Article 3(2).\n"
	edit := func(from, to string) Edit {
		start := strings.Index(raw, from)
		return Edit{Start: start, End: start + len(from), Raw: from, New: to, Applied: true, Flags: []string{"number"}}
	}
	for _, c := range []struct {
		edits []Edit
		date  bool
	}{
		{[]Edit{edit("1O", "10")}, false},
		{[]Edit{edit("2O30.", "2030.")}, true},
	} {
		text, err := Apply(raw, c.edits)
		if err != nil {
			t.Fatal(err)
		}
		r := &Result{Document: NewDocument(raw), Text: text, Edits: c.edits}
		r.Structure(nil)
		if len(r.Commitments) != 2 {
			t.Fatalf("commitments: %+v", r.Commitments)
		}
		if got := r.Commitments[0].OCR; got != (OCRTouch{1, false, c.date}) {
			t.Errorf("%s: %+v", c.edits[0].Raw, got)
		}
		fee := r.Commitments[1]
		if fee.Polarity != "negative" || !slices.Contains(fee.Tags, "damaged") || fee.Confidence > 0.8 {
			t.Errorf("riot: polarity %s, tags %q, confidence %v", fee.Polarity, fee.Tags, fee.Confidence)
		}
		if want := []string{"unless they agree otherwise under Article 3(2)"}; !slices.Equal(fee.Conditions, want) {
			t.Errorf("conditions %q, want %q", fee.Conditions, want)
		}
	}
}
