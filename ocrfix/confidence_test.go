package ocrfix

import (
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestConfidenceAt(t *testing.T) {
	d := NewDocument("one two  three\nfour")
	for i, c := range []float64{0.9, 0.4, 0.96, 0} {
		d.Words[i].Confidence = c
	}
	tests := []struct {
		start, end int
		want       float64 // 0: nothing is said
	}{
		{0, 3, 0.9},
		{1, 2, 0.9},
		{0, 7, 0.4},
		{3, 4, 0}, // only the space
		{3, 5, 0.4},
		{4, 14, 0.4},
		{9, 14, 0.96},
		{14, 14, 0.96}, // something put in behind
		{3, 3, 0.9},
		{4, 4, 0.4},
		{8, 8, 0}, // between two spaces
		{9, 19, 0},
		{15, 19, 0},
		{19, 19, 0},
	}
	for _, tt := range tests {
		got, ok := d.confidenceAt(Span{tt.start, tt.end})
		if ok != (tt.want > 0) || got != tt.want && ok {
			t.Errorf("[%d,%d): %g, %v; want %g", tt.start, tt.end, got, ok, tt.want)
		}
	}
	if _, ok := NewDocument("").confidenceAt(Span{}); ok {
		t.Error("an empty text has a confidence")
	}
}

// engineDocument is a text of known words, every tenth of them misread, with
// the confidence that sure gives to each.
func engineDocument(sure func(misread bool) float64) *Document {
	text := strings.Repeat("the parties shall keep the lamps of both xqtzw coasts ", 20)
	d := NewDocument(text)
	for i, w := range d.Words {
		d.Words[i].Confidence = sure(text[w.Start:w.End] == "xqtzw")
	}
	return d
}

// TestEngine takes an engine's word for nothing unless it doubts some words, and
// those with reason.
func TestEngine(t *testing.T) {
	n := 0
	tests := []struct {
		name string
		sure func(misread bool) float64
		want bool
	}{
		{"none", func(bool) float64 { return 0 }, false},
		{"always sure", func(bool) float64 { return 1 }, false},
		{"never sure", func(bool) float64 { return 0.5 }, false},
		{"knows", func(misread bool) float64 {
			if misread {
				return 0.3
			}
			return 0.97
		}, true},
		{"the other way round", func(misread bool) float64 {
			if misread {
				return 0.97
			}
			return 0.3
		}, false},
		{"by chance", func(bool) float64 {
			n++
			return 0.97 - float64(n*7%3)/4
		}, false},
	}
	for _, tt := range tests {
		g := engineOf(engineDocument(tt.sure), newGuard(nil), "en")
		if g.telling != tt.want {
			t.Errorf("%s: %v", tt.name, g.telling)
		}
	}
	d := NewDocument("sure fair poor none")
	for i, c := range []float64{0.95, 0.94, 0.49, 0} {
		d.Words[i].Confidence = c
	}
	for i, want := range []float64{0.75, 0.9, 18.0 / 19, 0.9} {
		if got := (engine{telling: true}).weigh(0.9, d, d.Words[i].Span); math.Abs(got-want) > 1e-9 {
			t.Errorf("word %d: %g, want %g", i, got, want)
		}
		if got := (engine{}).weigh(0.9, d, d.Words[i].Span); got != 0.9 {
			t.Errorf("word %d of an engine that tells nothing: %g", i, got)
		}
	}
	for _, p := range []float64{0, 1} { // what is certain stays so
		if got := (engine{telling: true}).weigh(p, d, d.Words[0].Span); got != p {
			t.Errorf("%g becomes %g", p, got)
		}
	}
}

// TestEngineConfidence compares, on the pages of the shared pairs, the
// corrections with the engine's confidence and without: more words are right
// and fewer are broken. Without it, they are those of the document's own text as a
// plain one, word by word, from hOCR and ALTO, and those of the engine's plain text
// but for a word perhaps, beside a blank line that it wrote and did not mark up; from
// PDF, whose layout is our own, nearly so.
func TestEngineConfidence(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	var with, without Measure
	var c Cleaner
	clean := func(d *Document) string {
		t.Helper()
		r, err := c.Clean(d)
		if err != nil {
			t.Fatal(err)
		}
		return r.Text
	}
	least := 1.0
	for _, dir := range sharedScans(t) {
		truth, err := os.ReadFile(filepath.Join(dir, "truth.txt"))
		if err != nil {
			t.Fatal(err)
		}
		plain := strings.Fields(clean(NewDocument(markupRaw(t, dir))))
		for _, name := range []string{"page.hocr", "page.alto.xml", "scan.pdf"} {
			d, err := ReadFile(filepath.Join(dir, name), nil)
			if err != nil {
				t.Fatal(err)
			}
			if name == "page.hocr" {
				with.Add(d.Text, clean(d), string(truth))
			}
			for i := range d.Words {
				d.Words[i].Confidence = 0
			}
			text := clean(d)
			if name == "page.hocr" {
				without.Add(d.Text, text, string(truth))
			}
			got := strings.Fields(text)
			same := pdfF1(got, plain)
			if name == "scan.pdf" {
				least = min(least, same)
				continue
			}
			if own := clean(NewDocument(d.Text)); !slices.Equal(got, strings.Fields(own)) {
				t.Errorf("%s of %s is not corrected as its own text", name, filepath.Base(dir))
			}
			if same < 0.998 {
				t.Errorf("%s of %s is not corrected as its plain text: F1 %.4f", name, filepath.Base(dir), same)
			}
		}
	}
	a, b := with.Total(), without.Total()
	t.Logf("of %d wrong words fixed %d with the confidence, %d without; of %d right ones broke %d and %d; PDF as the plain text: F1 at least %.4f",
		a.Wrong, a.Fixed, b.Fixed, a.Right, a.Broke, b.Broke, least)
	if a.Fixed < b.Fixed || a.Broke > b.Broke {
		t.Error("the confidence of the engine does harm")
	}
	if least < 0.99 {
		t.Errorf("a PDF file is corrected unlike its plain text: F1 %.4f", least)
	}
}
