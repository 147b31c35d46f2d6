package main

import (
	"path/filepath"
	"strings"
	"testing"

	"ocrfix/cmd/internal/record"
	"ocrfix/cmd/ocrfix/internal/archivedb"
)

func TestLocalPath(t *testing.T) {
	for path, want := range map[string]string{"/data/a/b.txt": "data/a/b.txt", "../../a/./b.txt": "a/b.txt", "b.txt": "b.txt", "/": ""} {
		if got := filepath.ToSlash(record.LocalPath(path)); got != want {
			t.Errorf("%s: got %q, want %q", path, got, want)
		}
	}
}

// TestLocation guards: an entry whose name leads out of its archive is not taken
// for the file that lies there.
func TestLocation(t *testing.T) {
	for _, c := range []struct {
		in   input
		want string
	}{
		{input{path: "a/../b.txt"}, "b.txt"},
		{input{path: "a.zip/../b.txt", archive: "a.zip"}, "a.zip/../b.txt"},
	} {
		got, err := c.in.location()
		if err != nil {
			t.Fatal(err)
		}
		here, _ := filepath.Abs(".")
		if want := filepath.ToSlash(here) + "/" + c.want; got != want {
			t.Errorf("%s: got %s, want %s", c.in.path, got, want)
		}
	}
}

// TestRateText guards: a slow run does not seem to stand still.
func TestRateText(t *testing.T) {
	for rate, want := range map[float64]string{0: "0.0 kB/s", 4321: "4.3 kB/s", 99_000: "99.0 kB/s", 512_345: "0.51 MB/s"} {
		if got := rateText(rate); got != want {
			t.Errorf("%v: got %s, want %s", rate, got, want)
		}
	}
}

// TestReport guards: the report shows hostile names and words as text, loads
// nothing, and groups what is too wide.
func TestReport(t *testing.T) {
	s := &archivedb.Summary{
		Total:      archivedb.Totals{Documents: 1234567, Words: 10, Unknown: 1},
		Damaged:    []archivedb.Damaged{{Path: "in.zip/a/<script>alert(1)", Output: "a b/#1?.txt", Rate: 12.5}, {Path: "in.zip/ab.txt"}},
		Confusions: []record.Confusion{{Raw: "m", New: "in", Count: 90}, {Raw: "", New: " ", Count: 1}},
		Unknown:    []archivedb.Unknown{{Word: "<b>", Count: 3, Documents: 2}},
		Failures:   []archivedb.FailureOf{{Path: "x.pdf", Reason: "not a PDF file"}},
	}
	for year := 1946; year < 1976; year++ {
		s.Actors = append(s.Actors, archivedb.ActorYear{Actor: "the Parties", Year: year, Count: 2}, archivedb.ActorYear{Actor: "The Parties", Year: year, Count: 1})
	}
	s.Actors = append(s.Actors, archivedb.ActorYear{Actor: "Parties", Year: 1975, Count: 1})
	s.Actors = append(s.Actors, archivedb.ActorYear{Actor: "", Year: 0, Count: 1})
	page, err := renderReport(s)
	if err != nil {
		t.Fatal(err)
	}
	html := string(page)
	for _, want := range []string{">a/&lt;script&gt;alert(1)</a>", ">ab.txt<", ">in.zip/<", "1\u202f234\u202f567", `href="./a%20b/%231%3F.txt"`, "&lt;b&gt;", "not a PDF file", "1946–1949", ">1975<", "not known", "not named", ">the Parties<", ">91<", "∅", "␣", "10.00 %"} {
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
