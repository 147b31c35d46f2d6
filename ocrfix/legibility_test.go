package ocrfix

import (
	"strings"
	"testing"
)

func TestLegibility(t *testing.T) {
	known := func(w string) bool { return strings.Contains(" the well known lamp's keeper lamp écluse ", " "+w+" ") }
	tests := []struct {
		text       string
		asked, has int
	}{
		{"", 0, 0},
		{"The lamp, (Keeper) ÉCLUSE", 4, 4},
		{"tbe lanp", 2, 0},
		{"well-known well-kmown lamp/keeper lamp’s", 4, 3},
		{"12 1,000.50 § a I -- *** ... (1) 3-4", 0, 0}, // nothing to ask about
		{"~|^ =;: \uFFFD \uFFFDlamp", 4, 0},
		{"1amp br1dge", 2, 0},
	}
	for _, tt := range tests {
		var l legibility
		for w := range strings.FieldsSeq(tt.text) {
			l.add(w, known)
		}
		if l.asked != tt.asked || l.known != tt.has {
			t.Errorf("%q: %d asked, %d known; want %d, %d", tt.text, l.asked, l.known, tt.asked, tt.has)
		}
	}
}
