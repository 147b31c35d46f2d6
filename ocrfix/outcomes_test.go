package ocrfix

import (
	"slices"
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
