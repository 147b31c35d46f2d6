package record

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestConfusions(t *testing.T) {
	for _, c := range []struct{ raw, new, want string }{
		{"mteroperab1l1ty", "interoperability", "m→in 1→i 1→i"},
		{"of the", "of the", ""},
		{"ofthe", "of the", "→ "},
		{"exa mination", "examination", " →"},
		{"l9", "19", "l→1"},
		{"completely", "other", ""},
		{strings.Repeat("x", 100), "y", ""},
	} {
		var got []string
		for _, pair := range confusions(c.raw, c.new) {
			got = append(got, pair[0]+"→"+pair[1])
		}
		if c.raw == "completely" {
			continue // any alignment is as good as another
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q to %q: got %q, want %q", c.raw, c.new, got, c.want)
		}
	}
}

func TestYear(t *testing.T) {
	for _, c := range []struct {
		path, text string
		want       int
	}{
		{"scans/1999/ARG_01_1946.txt", "in 1950", 1946},
		{"scans/note.txt", "Done at Vienna, 24 May 1950.", 1950},
		{"scans/note12345.txt", "no 123456, 2O24", 0},
		{"scans/note.txt", strings.Repeat("word ", 400) + "1950", 0},
	} {
		if got := Year(c.path, c.text); got != c.want {
			t.Errorf("%s %.30q: got %d, want %d", c.path, c.text, got, c.want)
		}
	}
}

func TestCountUnknown(t *testing.T) {
	known := func(w string) bool { return slices.Contains([]string{"the", "state", "of", "art"}, w) }
	words, unknown := CountUnknown("the qzx, state-of-the-art (qzx) 1946 a1b — brzt\n", known)
	if got := fmt.Sprint(words, unknown); got != "8 [{brzt 1} {qzx 2}]" {
		t.Error(got)
	}
}
