package ocrfix

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestOutcomes guards that what became of damaged tokens is told by its stage.
func TestOutcomes(t *testing.T) {
	const raw = "The d1g1tal economy of the two States was discussed at length. The delegates met in Qvxzwk and left."
	const truth = "The digital economy of the two States was discussed at length. The delegates met in Geneva and left."
	type told struct {
		raw, truth string
		stage      Stage
	}
	var got []told
	new(Cleaner).Outcomes(raw, truth, func(o Outcome) { got = append(got, told{o.Raw, o.Truth, o.Stage}) })
	want := []told{{"d1g1tal", "digital", StageFixed}, {"Qvxzwk", "Geneva", StageNoWord}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	new(Cleaner).Outcomes(truth, truth, func(o Outcome) { t.Errorf("of a text without errors: %+v", o) })
}

// TestAlignPieces lays a long text beside itself with errors: each word must find
// its own, whether it was cut or not.
func TestAlignPieces(t *testing.T) {
	var raw, truth []string
	for i := range 3 * alignedPiece {
		word := fmt.Sprintf("w%dx", i)
		truth = append(truth, word)
		if i%7 == 0 {
			word = strings.Replace(word, "w", "vv", 1)
		}
		raw = append(raw, word)
	}
	text := strings.Join(raw, " ")
	at := truthFor(text, strings.Join(truth, " "))
	start := 0
	for i, word := range raw {
		if got, ok := at(Span{start, start + len(word)}); !ok || got != truth[i] {
			t.Fatalf("word %d: %q for %q", i, got, truth[i])
		}
		start += len(word) + 1
	}
}

// TestAlignNothingAlike guards: texts that have nothing in common take no memory
// by the square of their length.
func TestAlignNothingAlike(t *testing.T) {
	raw, truth := strings.Repeat("abc ", 50_000), strings.Repeat("xyz ", 50_000)
	if _, ok := truthFor(raw, truth)(Span{0, len("abc")}); !ok {
		t.Error("no truth for the first word")
	}
}
