package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ocrfix/cmd/ocrfix/internal/archivedb"
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

func TestDocumentYear(t *testing.T) {
	for _, c := range []struct {
		path, text string
		want       int
	}{
		{"scans/1999/ARG_01_1946.txt", "in 1950", 1946},
		{"scans/note.txt", "Done at Vienna, 24 May 1950.", 1950},
		{"scans/note12345.txt", "no 123456, 2O24", 0},
		{"scans/note.txt", strings.Repeat("word ", 400) + "1950", 0},
	} {
		if got := documentYear(c.path, c.text); got != c.want {
			t.Errorf("%s %.30q: got %d, want %d", c.path, c.text, got, c.want)
		}
	}
}

func TestCountUnknown(t *testing.T) {
	known := func(w string) bool { return slices.Contains([]string{"the", "state", "of", "art"}, w) }
	words, unknown := countUnknown("the qzx, state-of-the-art (qzx) 1946 a1b — brzt\n", known)
	if got := fmt.Sprint(words, unknown); got != "8 [{brzt 1} {qzx 2}]" {
		t.Error(got)
	}
}

func TestLocalPath(t *testing.T) {
	for path, want := range map[string]string{"/data/a/b.txt": "data/a/b.txt", "../../a/./b.txt": "a/b.txt", "b.txt": "b.txt", "/": ""} {
		if got := filepath.ToSlash(localPath(path)); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

// TestReport guards: the report shows hostile names and words as text, loads
// nothing, and groups what is too wide.
func TestReport(t *testing.T) {
	s := &archivedb.Summary{
		Total:      archivedb.Totals{Documents: 1234567, Words: 10, Unknown: 1},
		Damaged:    []archivedb.Damaged{{Path: "<script>alert(1)</script>", Output: "a b/#1?.txt", Rate: 12.5}},
		Confusions: []archivedb.Confusion{{Raw: "m", New: "in", Count: 90}, {Raw: "", New: " ", Count: 1}},
		Unknown:    []archivedb.Unknown{{Word: "<b>", Count: 3, Documents: 2}},
		Failures:   []archivedb.FailureOf{{Path: "x.pdf", Reason: "not a PDF file"}},
	}
	for year := 1946; year < 1976; year++ {
		s.Actors = append(s.Actors, archivedb.ActorYear{Actor: "the Parties", Year: year, Count: 2})
	}
	s.Actors = append(s.Actors, archivedb.ActorYear{Actor: "", Year: 0, Count: 1})
	page, err := renderReport(s)
	if err != nil {
		t.Fatal(err)
	}
	html := string(page)
	for _, want := range []string{"&lt;script&gt;alert", "1\u202f234\u202f567", `href="./a%20b/%231%3F.txt"`, "&lt;b&gt;", "not a PDF file", "1945–1949", "not known", "not named", ">60<", "∅", "␣", "10.00 %"} {
		if !strings.Contains(html, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	for _, bad := range []string{"<script", "http:", "https:", "url(", "ZgotmplZ"} {
		if strings.Contains(html, bad) {
			t.Errorf("the report has %q", bad)
		}
	}
	if again, _ := renderReport(s); string(again) != html {
		t.Error("the report differs from time to time")
	}
}
