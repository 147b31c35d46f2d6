package ocrfix

import (
	"testing"

	"ocrfix/lexicon"
)

func TestUnlikeCapital(t *testing.T) {
	for _, c := range []struct {
		a, b   string
		unlike bool
	}{
		{"Aggression", "aggression", true},
		{"between", "Between", true},
		{"Of", "of", false},
		{"Is", "is", false},
		{"Les", "les", false},
		{"Élan", "élan", false},
		{"and", "and", false},
	} {
		if got := unlikeCapital(c.a, c.b); got != c.unlike {
			t.Errorf("%s, %s: %v, want %v", c.a, c.b, got, c.unlike)
		}
	}
}

func TestRaisedInside(t *testing.T) {
	lex := lexicon.Builtin("en")
	for _, c := range []struct {
		raw, new string
		raised   bool
	}{
		{"RecognItion", "Recognition", true},
		{"RussIa’s", "Russia’s", true},
		{"Inter-AmerIcan", "Inter-American", true},
		{"BeNeLux", "Benelux", false},
		{"LinkedIn", "Linkedin", false},
	} {
		if got := raisedInside(c.raw, c.new, lex); got != c.raised {
			t.Errorf("%s, %s: %v, want %v", c.raw, c.new, got, c.raised)
		}
	}
}
