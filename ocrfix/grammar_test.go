package ocrfix

import (
	"strings"
	"testing"
)

// TestApostrophesOfParts guards that a straight apostrophe amid curly ones is
// turned, and that a part of the document that is set with straight ones is not,
// to where it begins.
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
	if n := strings.Count(r.Text, "town's share"); n != 30 {
		t.Errorf("%d of 30 straight apostrophes are left in a part that is set with them", n)
	}

	const elided = "L’examen de l’accord relève d’une commission de l’assemblée. "
	const plain = "L'étude de l'annexe relève d'un comité de l'office. "
	raw = strings.Repeat(elided, 20) + "\n\n" + strings.Repeat(plain, 20)
	if r, err = new(Cleaner).Clean(NewDocument(raw)); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(r.Text, "'"); n != 80 {
		t.Errorf("%d of 80 straight apostrophes are left in a French part that is set with them", n)
	}
}
