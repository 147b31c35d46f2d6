package ocrfix

import (
	"strings"
	"testing"
)

// TestApostrophesOfParts guards that a straight apostrophe amid curly ones is
// turned, and that a part of the document that is set with straight ones is not.
func TestApostrophesOfParts(t *testing.T) {
	const curly = "The Council’s report names the office’s staff and the ministry’s budget. "
	const straight = "The board's note names the harbour's dues and the town's share. "
	raw := strings.Repeat(curly, 40) + "The party's reply came late. " + strings.Repeat(curly, 40) +
		"\n\n" + strings.Repeat(straight, 30)
	r, err := new(Cleaner).Clean(NewDocument(raw))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(r.Text, "The party’s reply") {
		t.Error("a straight apostrophe amid curly ones stays")
	}
	if n := strings.Count(r.Text, "town's share"); n < 20 {
		t.Errorf("%d of 30 straight apostrophes are left in a part that is set with them", n)
	}
}
