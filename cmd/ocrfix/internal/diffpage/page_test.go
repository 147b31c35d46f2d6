package diffpage

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"ocrfix/ocrfix"
)

func compare(raw, clean string) *Comparison {
	return &Comparison{Document: ocrfix.NewDocument(raw), Edits: ocrfix.DiffEdits(raw, clean), Text: clean, RawName: "raw.txt", CleanName: "cleaned"}
}

func written(t *testing.T, c *Comparison) string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, c); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestLay guards that each edit stands in one line, whole, and that the lines
// hold all the rest of the text.
func TestLay(t *testing.T) {
	for _, tt := range []struct{ raw, clean string }{
		{"", "new\n"}, {"a\n", "a\nb\n"}, {"a", "a\nb"}, {"con-\ntract\nz\n", "contract\nz\n"}, {"a\n\fb c\n\f", "a\nb d\n"},
		{"x\n1\n2\n3\n", ""}, {"a tbe\nb tbe\n", "a the\nb the\n"}, {"\n\nx", "y\n\nx"},
	} {
		d, edits := ocrfix.NewDocument(tt.raw), ocrfix.DiffEdits(tt.raw, tt.clean)
		var seen []int
		var text strings.Builder
		for _, l := range Lay(d, edits) {
			for _, p := range l.Pieces {
				if p.Edit >= 0 {
					seen = append(seen, p.Edit)
					text.WriteString(edits[p.Edit].New)
				}
				text.WriteString(p.Text)
			}
		}
		for i := range edits {
			if !slices.Contains(seen, i) || len(seen) != len(edits) {
				t.Errorf("%q to %q: the edits %v of %d", tt.raw, tt.clean, seen, len(edits))
			}
		}
		if got, want := unspaced(text.String()), unspaced(tt.clean); got != want {
			t.Errorf("%q to %q: laid out as %q", tt.raw, tt.clean, got)
		}
	}
}

func unspaced(s string) string { return strings.Join(strings.Fields(s), "") }

func TestFold(t *testing.T) {
	raw := strings.Repeat("same\n", 20) + "tbe\n" + strings.Repeat("same\n", 5)
	c := compare(raw, strings.Replace(raw, "tbe", "the", 1))
	c.Context = 3
	p := newPage(c)
	var got []int
	for _, b := range p.Pages[0].Blocks {
		n := len(b.Lines)
		if b.Folded {
			n = -n
		}
		got = append(got, n)
	}
	if want := []int{-17, 9}; !slices.Equal(got, want) {
		t.Errorf("blocks of %d lines, want %d", got, want)
	}
}

// TestJudge guards what the truth says of changes, suggestions included.
func TestJudge(t *testing.T) {
	raw := "tbe old mteroperab1l1ty ofthe land arid sea\nexa mination end"
	edit := func(old, now string, applied bool) ocrfix.Edit {
		at := strings.Index(raw, old)
		return ocrfix.Edit{Start: at, End: at + len(old), Raw: old, New: now, Applied: applied}
	}
	edits := []ocrfix.Edit{
		edit("tbe", "the", true), edit("old", "odd", true), edit("mteroperab1l1ty", "interoperably", true),
		edit("ofthe", "of the", true), edit("arid", "and", false), edit("sea", "see", false), edit("exa mination", "examination", true),
	}
	got := judge(raw, edits, "the old interoperability of the land\nand sea examination end")
	want := []verdict{verdictRight, verdictBroke, verdictMissed, verdictRight, verdictRight, verdictBroke, verdictRight}
	if !slices.Equal(got, want) {
		t.Errorf("got %q\nwant %q", got, want)
	}
}

func TestWrite(t *testing.T) {
	c := compare("The tbe end.\nIt 1s so.\n", "The the end.\nIt is so.\n")
	for i := range c.Edits {
		e := &c.Edits[i]
		e.Class, e.Rule, e.Confidence, e.Flags = ocrfix.ClassNonWord, "b→h", 0.997, []string{"number"}
		e.Alternatives = []ocrfix.Alternative{{New: "tube", Confidence: 0.02}}
	}
	page := written(t, c)
	for _, want := range []string{
		"<title>raw.txt → cleaned</title>", `id="c0"`, `id="l2"`, `id="p1"`, "<del>tbe</del><ins>the</ins>", "known words",
		`title="“tbe” → “the”; nonword; b→h; 99 % sure; touches number; not tube 2"`, "<kbd>b</kbd>",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page[strings.Index(page, "<body"):])
		}
	}
	if page != written(t, c) {
		t.Error("the same comparison gives another page")
	}
	truth := "The the end.\nIt 1s so.\n"
	c.Truth = &truth
	page = written(t, c)
	for _, want := range []string{"<dt>CER</dt>", "<dt>WER</dt>", `data-v="right"`, `data-v="broke what stood"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s with a truth", want)
		}
	}
	for _, foreign := range []string{"http:", "https:", "src=", "url(", "@import"} {
		if strings.Contains(strings.ToLower(page), foreign) {
			t.Errorf("%s in the page", foreign)
		}
	}
	c.Edits[0].Raw = "x"
	if err := Write(new(bytes.Buffer), c); err == nil {
		t.Error("edits of another text pass")
	}
}

// FuzzPage guards that whatever stands in a text, its truth, its edits and its
// name comes as text: the elements of the page are those of the same page about
// harmless words.
func FuzzPage(f *testing.F) {
	for _, s := range []string{
		"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</style><b>", "</title><svg onload=x>", "{{.}}", "' onclick=x '", "&lt;b&gt;", "a\r\n\fb\x00\xff", "\t<",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 2000 {
			t.Skip()
		}
		d := ocrfix.NewDocument("We " + s + " tbe rest.")
		at := strings.LastIndex(d.Text, "tbe")
		e := ocrfix.Edit{
			Start: at, End: at + 3, Raw: "tbe", New: s, Class: ocrfix.Class(s), Rule: s, Applied: true, Page: 1, Line: 1, Flags: []string{s},
			Alternatives: []ocrfix.Alternative{{New: s, Confidence: 0.1}},
		}
		c := &Comparison{Document: d, Edits: []ocrfix.Edit{e}, Lang: s, RawName: s, CleanName: s, Truth: &s}
		d.Source.Notes = []string{s}
		allowed := map[string]bool{}
		for _, n := range strings.Fields("html head meta title style body a header h1 h2 span p dl div dt dd del ins form label select option input button output details summary table thead tbody tr th td kbd main section aside script") {
			allowed[n] = true
		}
		scripts := 0
		for z := html.NewTokenizer(strings.NewReader(written(t, c))); ; {
			kind := z.Next()
			if kind == html.ErrorToken {
				break
			}
			if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
				continue
			}
			token := z.Token()
			if !allowed[token.Data] {
				t.Fatalf("an element %s", token)
			}
			if token.Data == "script" {
				scripts++
			}
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" || a.Key == "srcdoc" || a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
					t.Fatalf("an attribute of %s", token)
				}
			}
		}
		if scripts != 1 {
			t.Fatalf("%d scripts", scripts)
		}
	})
}
