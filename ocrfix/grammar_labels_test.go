package ocrfix

import (
	"testing"

	"ocrfix/ocrfix/internal/lattice"
)

func TestLabelLike(t *testing.T) {
	letter, number := labelStyle{open: true, kind: 'a', close: ')'}, labelStyle{kind: '1', close: '.'}
	for _, c := range []struct {
		style labelStyle
		raw   string
		value int
		like  bool
	}{
		{letter, "(¢)", 3, true},
		{letter, "(c).", 3, true},
		{letter, "(c}", 3, true},
		{letter, "(g)", 3, false},
		{letter, "(2)", 2, false},
		{letter, "c", 3, false}, // no label by itself
		{letter, "(bb)", 2, false},
		{number, "i.", 1, true},
		{number, "b.", 6, true},
		{number, "a.", 1, false},
		{number, "41.", 1, true},
		{number, "11.", 1, false},
		{number, "3A.", 2, false},
		{number, "3A.", 3, false},
		{number, "3b.", 3, false},
		{number, "3l.", 3, true},
		{number, "i3.", 3, true},
		{number, "&.", 3, true},
		{number, "2,", 2, true},
		{number, "2", 2, true},
		{number, "1", 1, false}, // a paragraph's number, perhaps
		{number, "[1]", 1, false},
		{number, "\"1.", 1, false},
		{number, "-.", 2, false},
	} {
		if got := c.style.like(c.raw, c.value); got != c.like {
			t.Errorf("%q like %s: %v, want %v", c.raw, c.style.write(c.value), got, c.like)
		}
	}
}

func TestLabelsIn(t *testing.T) {
	for _, c := range []struct {
		raw    string
		styles int
	}{
		{"(a)", 1}, {"(i)", 2}, {"I.", 2}, {"12.", 1}, {"26)", 1}, {"xxvi)", 1}, {"XIV.", 1},
		{"", 0}, {"(", 0}, {")", 0}, {"(a.", 0}, {"27)", 0}, {"xxvii)", 0}, {"0.", 0}, {"05.", 0}, {"+5)", 0}, {"-5.", 0},
		{"Iv)", 0}, {"l.", 1}, {"ll.", 0}, {"\xff)", 0}, {"ı)", 0},
	} {
		got := labelsIn(c.raw)
		if len(got) != c.styles {
			t.Errorf("%q: %v, want %d", c.raw, got, c.styles)
		}
		for s, v := range got {
			if w := s.write(v); w != c.raw {
				t.Errorf("%q is written %q", c.raw, w)
			}
		}
	}
}

func TestItemNumber(t *testing.T) {
	for raw, want := range map[string]bool{"2.": true, "02.": true, "2": false, "2..": false, ".": false, "-2.": false, "+2.": false} {
		if _, got := itemNumber(raw, "."); got != want {
			t.Errorf("%q: %v", raw, got)
		}
	}
}

// TestLabelsOfTwoLists guards that a label which two lists want stays, whichever is
// looked at first.
func TestLabelsOfTwoLists(t *testing.T) {
	var tokens []lattice.Token
	for _, label := range []string{"iii)", "c)", "¢)", "e)", "v)", "(a)", "(¢)", "(c)"} {
		tokens = append(tokens, lattice.Token{Raw: label, LineStart: true}, lattice.Token{Raw: "oars"})
	}
	for range 20 {
		out := make(map[int]repair)
		repairLabels(tokens, out)
		if len(out) != 1 || out[12].text != "(b)" {
			t.Fatalf("%v", out)
		}
	}
}
