package ocrfix

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestDiffUnified(t *testing.T) {
	const head = "--- raw\n+++ cleaned\n"
	tests := []struct{ name, raw, clean, want string }{
		{"same", "a\nb\n", "a\nb\n", ""},
		{"one line", "a\ntbe\nc\n", "a\nthe\nc\n", head + "@@ -1,3 +1,3 @@\n a\n-tbe\n+the\n c\n"},
		{"no end of line", "tbe", "the", head + "@@ -1 +1 @@\n-tbe\n\\ No newline at end of file\n+the\n\\ No newline at end of file\n"},
		{"end of line added", "a\nend", "a\nend\n", head + "@@ -1,2 +1,2 @@\n a\n-end\n\\ No newline at end of file\n+end\n"},
		{"text from nothing", "", "a\n", head + "@@ -0,0 +1 @@\n+a\n"},
		{"nothing from text", "a\n", "", head + "@@ -1 +0,0 @@\n-a\n"},
		{"lines joined", "the con-\ntract\nz\n", "the contract\nz\n", head + "@@ -1,3 +1,2 @@\n-the con-\n-tract\n+the contract\n z\n"},
		{"line dropped", "a\nFOLIO 3\nb\n", "a\nb\n", head + "@@ -1,3 +1,2 @@\n a\n-FOLIO 3\n b\n"},
		{"two hunks", "x\n1\n2\n3\n4\n5\n6\n7\nx\n", "y\n1\n2\n3\n4\n5\n6\n7\ny\n",
			head + "@@ -1,4 +1,4 @@\n-x\n+y\n 1\n 2\n 3\n@@ -6,4 +6,4 @@\n 5\n 6\n 7\n-x\n+y\n"},
		{"one hunk", "x\n1\n2\n3\n4\n5\n6\nx\n", "y\n1\n2\n3\n4\n5\n6\ny\n",
			head + "@@ -1,8 +1,8 @@\n-x\n+y\n 1\n 2\n 3\n 4\n 5\n 6\n-x\n+y\n"},
	}
	for _, tt := range tests {
		var b bytes.Buffer
		if err := DiffUnified(&b, tt.raw, DiffEdits(tt.raw, tt.clean), DiffOptions{}); err != nil || b.String() != tt.want {
			t.Errorf("%s: %v\n got %q\nwant %q", tt.name, err, b.String(), tt.want)
		}
	}
}

func TestDiffWords(t *testing.T) {
	raw := "Artic1e l2\nan exa mination ofthe\nfile\n\nend"
	clean := "Article 12\nan examination of the\nfile\n\nend."
	var b bytes.Buffer
	if err := DiffWords(&b, raw, DiffEdits(raw, clean), DiffOptions{RawName: "a.txt", Context: -1}); err != nil {
		t.Fatal(err)
	}
	want := "--- a.txt\n+++ cleaned\n@@ -1,2 +1,2 @@\n[-Artic1e-]{+Article+} [-l2-]{+12+}\n" +
		"an [-exa mination-]{+examination+} [-ofthe-]{+of the+}\n@@ -5 +5 @@\n[-end-]{+end.+}\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
	b.Reset()
	if err := DiffWords(&b, "tbe\n", DiffEdits("tbe\n", "the\n"), DiffOptions{Color: true}); err != nil {
		t.Fatal(err)
	}
	if want := "\x1b[31m[-tbe-]\x1b[m\x1b[32m{+the+}\x1b[m\n"; !strings.HasSuffix(b.String(), want) {
		t.Errorf("got %q, want %q at the end", b.String(), want)
	}
}

func TestDiffLeavesSuggestionsOut(t *testing.T) {
	var b bytes.Buffer
	err := DiffUnified(&b, "arid", []Edit{{Start: 0, End: 4, Raw: "arid", New: "and"}}, DiffOptions{})
	if err != nil || b.Len() > 0 {
		t.Errorf("got %q, %v", b.String(), err)
	}
	if err := DiffWords(&b, "arid", []Edit{{Start: 3, End: 9}}, DiffOptions{}); err == nil {
		t.Error("edits outside the text pass")
	}
}

type failingWriter struct{}

var errFull = errors.New("disk full")

func (failingWriter) Write([]byte) (int, error) { return 0, errFull }

func TestDiffPassesErrorsOn(t *testing.T) {
	if err := DiffUnified(failingWriter{}, "a", DiffEdits("a", "b"), DiffOptions{}); !errors.Is(err, errFull) {
		t.Errorf("error %v", err)
	}
}

// TestDiffProperties guards: the edits make the one text of the other, and the
// unified diff, applied as patch does, does the same.
func TestDiffProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for range 1500 {
		raw, edits := editRandom(r)
		clean, _ := Apply(raw, edits)
		got, err := Apply(raw, DiffEdits(raw, clean))
		if err != nil || got != clean {
			t.Fatalf("DiffEdits(%q, %q) makes %q, %v", raw, clean, got, err)
		}
		for _, list := range [][]Edit{edits, DiffEdits(raw, clean)} {
			for _, context := range []int{-1, 1, 0} {
				var b bytes.Buffer
				if err := DiffUnified(&b, raw, list, DiffOptions{Context: context}); err != nil {
					t.Fatal(err)
				}
				got, err := diffPatch(raw, b.String())
				if err != nil || got != clean {
					t.Fatalf("raw %q, clean %q, diff\n%s\nmakes %q, %v", raw, clean, b.String(), got, err)
				}
				if err := DiffWords(&b, raw, list, DiffOptions{Context: context}); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
}

// diffPatch applies a unified diff, checking every line and number.
func diffPatch(raw, diff string) (string, error) {
	if diff == "" {
		return raw, nil
	}
	old := splitLines(raw)
	lines := splitLines(diff)[2:]
	var out []string
	at := 0
	for i := 0; i < len(lines); {
		f := strings.Fields(lines[i])
		if f[0] != "@@" {
			return "", fmt.Errorf("no hunk: %q", lines[i])
		}
		oldFirst, oldCount := diffParseRange(f[1])
		newFirst, newCount := diffParseRange(f[2])
		for ; at < oldFirst; at++ {
			out = append(out, old[at])
		}
		if len(out) != newFirst {
			return "", fmt.Errorf("%q begins after %d new lines", lines[i], len(out))
		}
		for i++; i < len(lines) && lines[i][0] != '@'; i++ {
			text := lines[i][1:]
			mark := lines[i][0]
			if i+1 < len(lines) && lines[i+1][0] == '\\' {
				text = strings.TrimSuffix(text, "\n")
			}
			switch mark {
			case ' ', '-':
				if at >= len(old) || old[at] != text {
					return "", fmt.Errorf("line %d is not %q", at, text)
				}
				at++
				oldCount--
			}
			switch mark {
			case ' ', '+':
				out = append(out, text)
				newCount--
			}
		}
		if oldCount != 0 || newCount != 0 {
			return "", fmt.Errorf("counts off by %d and %d", oldCount, newCount)
		}
	}
	out = append(out, old[at:]...)
	return strings.Join(out, ""), nil
}

// diffParseRange returns how many lines stand before a range, and its length.
func diffParseRange(s string) (before, n int) {
	first, count, ok := strings.Cut(s[1:], ",")
	before, _ = strconv.Atoi(first)
	n = 1
	if ok {
		n, _ = strconv.Atoi(count)
	}
	if n > 0 {
		before--
	}
	return before, n
}

// TestDiffEditsOfLongTexts guards against a time that explodes: a line without
// end, many lines that all differ, lines turned round, texts that have nothing
// to do with each other.
func TestDiffEditsOfLongTexts(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	n := 60_000
	if testing.Short() {
		n = 15_000
	}
	raw, clean := evalNoisyText(r, n)
	lines := func(s string) string { return strings.ReplaceAll(s, "t ", "t\n") }
	_, other := evalNoisyText(r, n/4)
	turned := splitLines(lines(raw))
	slices.Reverse(turned)
	for name, pair := range map[string][2]string{
		"one line": {raw, clean},
		"lines":    {lines(raw), lines(clean)},
		"turned":   {lines(raw), strings.Join(turned, "")},
		"foreign":  {raw[:n], strings.ToUpper(other)[:n]},
	} {
		start := time.Now()
		got, err := Apply(pair[0], DiffEdits(pair[0], pair[1]))
		if err != nil || got != pair[1] {
			t.Errorf("%s: the edits do not make the text: %v", name, err)
		}
		if d := time.Since(start); d > time.Minute {
			t.Errorf("%s: %v for %d bytes", name, d, len(pair[0]))
		}
	}
}

func FuzzDiffEdits(f *testing.F) {
	f.Add("a tbe\r\n\fc", "a the\n\fc\xff")
	f.Fuzz(func(t *testing.T, raw, clean string) {
		edits := DiffEdits(raw, clean)
		if got, err := Apply(raw, edits); err != nil || got != clean {
			t.Fatalf("DiffEdits(%q, %q) makes %q, %v", raw, clean, got, err)
		}
		if back, err := Undo(clean, edits); err != nil || back != raw {
			t.Fatalf("Undo gives %q, %v, want %q", back, err, raw)
		}
	})
}

// TestDiffEditsStrayLines guards that a mark on a line of its own that goes is
// an edit by itself, however many empty lines stand around it and go with it.
func TestDiffEditsStrayLines(t *testing.T) {
	for _, tt := range []struct{ raw, clean, want string }{
		{"one tbe\n\n•\n\ntwo tbe\n", "one the\n\ntwo the\n", `tbe→the •↵↵→ tbe→the`},
		{"one tbe\n\n•\n\ntwo tbe\n", "one the\n\n\n\ntwo the\n", `tbe→the •→ tbe→the`},
		{"one tbe end\n\n•\n\ntwo tbe\n\n,\n\nthree tbe\n", "one the end\n\ntwo the\n\nthree the\n", `tbe→the •↵↵→ tbe→the ,↵↵→ tbe→the`},
		{"a\n\n•\n\nb\n", "a\n\nb\n", `•↵↵→`},
		{"a\n\n\n\nb tbe\n\nc\n", "a\n\nb the\n\n\nc\n", `↵↵→ tbe→the →↵`},
		{"• tbe,\n", "the\n", `•·→ tbe,→the`},
		{"tbe ,\n", "the,\n", `tbe·,→the,`},
		{"- -\n", "the\n", `-·→ -→the`},
	} {
		var got []string
		for _, e := range DiffEdits(tt.raw, tt.clean) {
			got = append(got, strings.NewReplacer("\n", "↵", " ", "·").Replace(e.Raw+"→"+e.New))
		}
		if got := strings.Join(got, " "); got != tt.want {
			t.Errorf("%q and %q: %s, want %s", tt.raw, tt.clean, got, tt.want)
		}
	}
}
