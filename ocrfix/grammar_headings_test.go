package ocrfix

import "testing"

func TestLikeNumber(t *testing.T) {
	for _, c := range []struct {
		raw   string
		value int
		roman bool
		like  bool
	}{
		{"VI", 7, true, false}, // the author's
		{"VIl", 8, true, true},
		{"Hf", 2, true, true},
		{"|", 1, true, true},
		{"IV", 6, true, false},
		{"¢", 4, false, true},
		{"#4", 14, false, true},
		{"S", 5, false, true},
		{"5a", 5, false, false},
		{"I", 1, false, false}, // of a typewriter
		{"8", 3, false, false},
	} {
		if got := likeNumber(c.raw, c.value, c.roman); got != c.like {
			t.Errorf("%q like %s: %v, want %v", c.raw, writeHeading(c.value, c.roman), got, c.like)
		}
	}
}
