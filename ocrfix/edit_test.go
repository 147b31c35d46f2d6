package ocrfix

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

// editRandom returns a text and a random list of edits that fits it.
func editRandom(r *rand.Rand) (string, []Edit) {
	raw := docRandomText(r, 1+r.IntN(40))
	return raw, editRandomFor(r, raw)
}

// editRandomFor returns a random list of edits that fits raw.
func editRandomFor(r *rand.Rand, raw string) []Edit {
	var edits []Edit
	for at := 0; at <= len(raw) && len(edits) < 10; {
		start := at + r.IntN(6)
		end := start + r.IntN(4)
		for start < len(raw) && !utf8.RuneStart(raw[start]) {
			start++
		}
		end = max(start, end)
		for end < len(raw) && !utf8.RuneStart(raw[end]) {
			end++
		}
		if end > len(raw) {
			break
		}
		edits = append(edits, Edit{
			Start: start, End: end, Raw: raw[start:end],
			New:     docRandomText(r, r.IntN(3)),
			Applied: r.IntN(4) > 0,
		})
		at = end
	}
	return edits
}

func TestApplyAndUndo(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		raw, edits := editRandom(r)
		cleaned, err := Apply(raw, edits)
		if err != nil {
			t.Fatalf("Apply(%q, %+v): %v", raw, edits, err)
		}
		if want := editSlowApply(raw, edits); cleaned != want {
			t.Fatalf("Apply(%q, %+v) = %q, want %q", raw, edits, cleaned, want)
		}
		back, err := Undo(cleaned, edits)
		if err != nil || back != raw {
			t.Fatalf("Undo(%q, %+v) = %q, %v, want %q", cleaned, edits, back, err, raw)
		}
	}
}

// editSlowApply makes one edit after another from the last, so that no offset moves.
func editSlowApply(raw string, edits []Edit) string {
	for i := len(edits) - 1; i >= 0; i-- {
		if e := edits[i]; e.Applied {
			raw = raw[:e.Start] + e.New + raw[e.End:]
		}
	}
	return raw
}

func TestEditErrors(t *testing.T) {
	const raw = "the d1g1tal ecosystem"
	ok := Edit{Start: 4, End: 11, Raw: "d1g1tal", New: "digital", Applied: true}
	tests := []struct {
		name  string
		edits []Edit
		index int
	}{
		{"past the end", []Edit{{Start: 20, End: 22, Raw: "m?"}}, 0},
		{"negative", []Edit{{Start: -1, End: 0}}, 0},
		{"turned round", []Edit{{Start: 3, End: 2}}, 0},
		{"out of order", []Edit{ok, {Start: 0, End: 3, Raw: "the"}}, 1},
		{"overlap", []Edit{ok, {Start: 10, End: 12, Raw: "l "}}, 1},
		{"other raw text", []Edit{{Start: 0, End: 3, Raw: "tbe", New: "the"}}, 0},
	}
	for _, tt := range tests {
		_, err := Apply(raw, tt.edits)
		ee, is := errors.AsType[*EditError](err)
		if !is || ee.Index != tt.index {
			t.Errorf("%s: error %v, want one of edit %d", tt.name, err, tt.index)
		}
	}
	if _, err := Undo("the dagital ecosystem", []Edit{ok}); err == nil {
		t.Error("Undo takes a text that the edit did not make")
	}
}

func TestOffsetMap(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 2000 {
		raw, edits := editRandom(r)
		cleaned, _ := Apply(raw, edits)
		m := NewOffsetMap(edits)
		if got := m.CleanSpan(Span{0, len(raw)}); got != (Span{0, len(cleaned)}) {
			t.Fatalf("the whole of %q maps to %v of %q", raw, got, cleaned)
		}
		for at := range len(raw) {
			if editCovers(edits, at) {
				continue
			}
			c := m.ToClean(at)
			if raw[at] != cleaned[c] || m.ToRaw(c) != at {
				t.Fatalf("%q, %+v: raw byte %d maps to %d and back to %d", raw, edits, at, c, m.ToRaw(c))
			}
			if got := m.RawSpan(m.CleanSpan(Span{at, at + 1})); got.Start > at || got.End < at+1 {
				t.Fatalf("%q, %+v: raw byte %d maps back to %v", raw, edits, at, got)
			}
		}
		last := 0
		for c := range len(cleaned) + 1 {
			at := m.ToRaw(c)
			if at < last || at > len(raw) {
				t.Fatalf("%q, %+v: ToRaw(%d) = %d after %d", raw, edits, c, at, last)
			}
			last = at
		}
	}
}

// editCovers reports whether an applied edit covers the raw byte at.
func editCovers(edits []Edit, at int) bool {
	for _, e := range edits {
		if e.Applied && e.Start <= at && at < e.End {
			return true
		}
	}
	return false
}

func TestOffsetMapSpans(t *testing.T) {
	const raw = "Artic1e l2 ofthe (OSLO} accord"
	edits := []Edit{
		{Start: 0, End: 7, Raw: "Artic1e", New: "Article", Applied: true},
		{Start: 13, End: 13, New: " ", Applied: true},
		{Start: 22, End: 23, Raw: "}", New: ")", Applied: true},
		{Start: 30, End: 30, New: ".", Applied: true},
	}
	cleaned, err := Apply(raw, edits)
	if err != nil {
		t.Fatal(err)
	}
	m := NewOffsetMap(edits)
	for _, tt := range []struct{ raw, clean string }{
		{"Artic1e l2", "Article l2"},
		{"ofthe", "of the"},
		{"accord", "accord."},
		{"(OSLO}", "(OSLO)"},
	} {
		at := strings.Index(raw, tt.raw)
		s := m.CleanSpan(Span{at, at + len(tt.raw)})
		if got := cleaned[s.Start:s.End]; got != tt.clean {
			t.Errorf("%q became %q, want %q", tt.raw, got, tt.clean)
		}
		s = m.RawSpan(s)
		if got := raw[s.Start:s.End]; got != tt.raw {
			t.Errorf("%q came from %q, want %q", tt.clean, got, tt.raw)
		}
	}
	var zero OffsetMap
	if zero.ToClean(5) != 5 || zero.RawSpan(Span{1, 4}) != (Span{1, 4}) {
		t.Error("the zero map is not the identity")
	}
}

// FuzzApply guards: no list of edits panics, and what applies can be undone.
func FuzzApply(f *testing.F) {
	f.Add("abcdef", "x", 1, 2, "", 3, 3)
	f.Fuzz(func(t *testing.T, raw, new1 string, s1, e1 int, new2 string, s2, e2 int) {
		edits := []Edit{
			{Start: s1, End: e1, New: new1, Applied: true},
			{Start: s2, End: e2, New: new2, Applied: true},
		}
		for i, e := range edits {
			if 0 <= e.Start && e.Start <= e.End && e.End <= len(raw) {
				edits[i].Raw = raw[e.Start:e.End]
			}
		}
		cleaned, err := Apply(raw, edits)
		if err != nil {
			return
		}
		if back, err := Undo(cleaned, edits); err != nil || back != raw {
			t.Fatalf("Undo = %q, %v, want %q", back, err, raw)
		}
		m := NewOffsetMap(edits)
		for at := range len(raw) + 1 {
			if c := m.ToClean(at); c < 0 || c > len(cleaned) {
				t.Fatalf("ToClean(%d) = %d", at, c)
			}
		}
	})
}
