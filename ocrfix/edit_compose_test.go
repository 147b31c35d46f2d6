package ocrfix

import (
	"math/rand/v2"
	"testing"
)

func TestComposeEdits(t *testing.T) {
	r := rand.New(rand.NewPCG(17, 18))
	for range 4000 {
		raw, first := editRandom(r)
		middle, _ := Apply(raw, first)
		second := editRandomFor(r, middle)
		want, err := Apply(middle, second)
		if err != nil {
			t.Fatal(err)
		}
		edits, err := ComposeEdits(raw, first, second)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Apply(raw, edits)
		if err != nil || got != want {
			t.Fatalf("raw %q\nfirst %+v\nmiddle %q\nsecond %+v\ngot %q, %v\nwant %q\nedits %+v", raw, first, middle, second, got, err, want, edits)
		}
	}
}

func TestComposeEditsMerges(t *testing.T) {
	raw := "the con-\ntracting pany."
	first := []Edit{
		{Start: 4, End: 18, Raw: "con-\ntracting ", New: "con-\ntracting ", Applied: true, Rule: "a"},
		{Start: 18, End: 22, Raw: "pany", New: "party", Applied: true, Rule: "p→rt", Confidence: 0.9, Class: ClassNonWord},
	}
	second := []Edit{{Start: 7, End: 9, Raw: "-\n", Applied: true, Rule: "hyphen"}}
	edits, err := ComposeEdits(raw, first, second)
	if err != nil || len(edits) != 2 {
		t.Fatal(edits, err)
	}
	if e := edits[0]; e.New != "contracting " || e.Rule != "a; hyphen" {
		t.Errorf("merged %+v", e)
	}
	if e := edits[1]; e.Rule != "p→rt" || e.Confidence != 0.9 || e.Class != ClassNonWord {
		t.Errorf("left alone %+v", e)
	}
}

func TestComposeEditsRefuses(t *testing.T) {
	if _, err := ComposeEdits("a", []Edit{{Start: 0, End: 2}}, nil); err == nil {
		t.Error("first outside the text passes")
	}
	if _, err := ComposeEdits("a", nil, []Edit{{Start: 0, End: 1, Raw: "b"}}); err == nil {
		t.Error("second of another text passes")
	}
}
