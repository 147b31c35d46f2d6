package ocrfix

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNewDocument(t *testing.T) {
	tests := []struct {
		text         string
		pages, lines []string
		words        []string
	}{
		{"", []string{""}, nil, nil},
		{"\f", []string{""}, nil, nil},
		{"one", []string{"one"}, []string{"one"}, []string{"one"}},
		{"one\n", []string{"one\n"}, []string{"one"}, []string{"one"}},
		{"a b\r\nc\rd\n\ne", []string{"a b\r\nc\rd\n\ne"}, []string{"a b", "c", "d", "", "e"}, []string{"a", "b", "c", "d", "e"}},
		{"p one\n\fp two\f", []string{"p one\n", "p two"}, []string{"p one", "p two"}, []string{"p", "one", "p", "two"}},
		{"a\f\fb", []string{"a", "", "b"}, []string{"a", "b"}, []string{"a", "b"}},
		{"né\u00a0à\u2003ö", []string{"né\u00a0à\u2003ö"}, []string{"né\u00a0à\u2003ö"}, []string{"né", "à", "ö"}},
		{"bad \xff\xfe byte", []string{"bad \uFFFD byte"}, []string{"bad \uFFFD byte"}, []string{"bad", "\uFFFD", "byte"}},
	}
	for _, tt := range tests {
		d := NewDocument(tt.text)
		if got := docTexts(d, d.Pages, func(s Span) Span { return s }); !slices.Equal(got, tt.pages) {
			t.Errorf("%q: pages %q, want %q", tt.text, got, tt.pages)
		}
		if got := docTexts(d, d.Lines, func(l Line) Span { return l.Span }); !slices.Equal(got, tt.lines) {
			t.Errorf("%q: lines %q, want %q", tt.text, got, tt.lines)
		}
		if got := docTexts(d, d.Words, func(w Word) Span { return w.Span }); !slices.Equal(got, tt.words) {
			t.Errorf("%q: words %q, want %q", tt.text, got, tt.words)
		}
		if d.Source.Pages != len(tt.pages) {
			t.Errorf("%q: Source.Pages = %d", tt.text, d.Source.Pages)
		}
	}
}

func docTexts[T any](d *Document, list []T, span func(T) Span) []string {
	var out []string
	for _, x := range list {
		s := span(x)
		out = append(out, d.Text[s.Start:s.End])
	}
	return out
}

// docRandomText returns n pieces of what documents are made of.
func docRandomText(r *rand.Rand, n int) string {
	pieces := []string{"a", "word", " ", "  ", "\n", "\r\n", "\r", "\f", "é", "-\n", "\u00a0", "ünder", ".", "\x00", "日本"}
	var b strings.Builder
	for range n {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// checkDocument reports what in d breaks the promises of Document.
func checkDocument(t testing.TB, d *Document) {
	t.Helper()
	if !utf8.ValidString(d.Text) {
		t.Fatal("Text is no valid UTF-8")
	}
	if len(d.Pages) == 0 || d.Pages[0].Start != 0 {
		t.Fatalf("pages %v", d.Pages)
	}
	last := 0
	for i, p := range d.Pages {
		if p.Start < last || p.End < p.Start || p.End > len(d.Text) {
			t.Fatalf("page %d: %v after %d", i, p, last)
		}
		last = p.End
	}
	last = 0
	for i, l := range d.Lines {
		if l.Start < last || l.End < l.Start || l.End > d.Pages[l.Page].End || l.Start < d.Pages[l.Page].Start {
			t.Fatalf("line %d: %v on page %v", i, l, d.Pages[l.Page])
		}
		if strings.ContainsAny(d.Text[l.Start:l.End], "\n\r\f") {
			t.Fatalf("line %d holds a line end: %q", i, d.Text[l.Start:l.End])
		}
		if got := d.LineAt(l.Start); got != i {
			t.Fatalf("LineAt(%d) = %d, want %d", l.Start, got, i)
		}
		if got := d.PageAt(l.Start); got != l.Page {
			t.Fatalf("PageAt(%d) = %d, want %d", l.Start, got, l.Page)
		}
		last = l.End
	}
	var words []string
	for w := range d.EachWord() {
		if l := d.Lines[w.Line]; w.Start < l.Start || w.End > l.End {
			t.Fatalf("word %v outside line %v", w, l)
		}
		words = append(words, d.Text[w.Start:w.End])
	}
	if want := strings.Fields(d.Text); !slices.Equal(words, want) {
		t.Fatalf("words %q, want %q", words, want)
	}
}

func TestDocumentProperties(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		d := NewDocument(docRandomText(r, r.IntN(30)))
		checkDocument(t, d)
		d.Words = nil // as in a text that is too long for the list
		checkDocument(t, d)
	}
}

func TestLineAtWithoutLines(t *testing.T) {
	d := NewDocument("")
	if l, p := d.LineAt(0), d.PageAt(0); l != -1 || p != 0 {
		t.Errorf("LineAt, PageAt = %d, %d, want -1, 0", l, p)
	}
}
