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

func TestNumbersAndSeries(t *testing.T) {
	for s, want := range map[string]bool{"7": true, "12": true, "5.3": true, "2.1.4": true, "1990": false, "": false, "5.": false} {
		if got := shortNumber(s); got != want {
			t.Errorf("short number %q: %v", s, got)
		}
	}
	for s, want := range map[string]bool{"VIa": true, "IIIb": true, "Ia": false, "Via": false, "IIVa": false} {
		if got := classOfSeries(s, "fr"); got != want {
			t.Errorf("class of a series %q: %v", s, got)
		}
	}
	for s, want := range map[string]bool{"BdL": true, "BPr": true, "USA": false, "Usa": false, "bDL": false} {
		if got := shortMixed(s); got != want {
			t.Errorf("abbreviation with small letters %q: %v", s, got)
		}
	}
}
