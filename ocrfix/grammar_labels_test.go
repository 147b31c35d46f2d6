package ocrfix

import "testing"

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
