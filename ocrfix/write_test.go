package ocrfix

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

const writeSampleText = `PREAMBLE

The Govemments of Freedonia & <Sylvania>,

ARTICLE 1
Use of the *river*
1. Each Party sha1l keep ofthe
river's banks.
2. It will riot dam it.` + "\f" + `_ It may sail it.

ARTICLE 2
Done at Fordham`

// writeSample returns a result with two pages, nested sections, and edits of
// every shape: a replacement, a boundary, a deletion, an insertion at the very
// end, a suggestion.
func writeSample(t testing.TB) *Result {
	t.Helper()
	d := NewDocument(writeSampleText)
	d.Source.Path = "archive/treaty <1>.txt"
	var edits []Edit
	add := func(raw, new string, class Class, applied bool) {
		at := strings.Index(d.Text, raw)
		if raw == "" {
			at = len(d.Text)
		}
		if at < 0 {
			t.Fatalf("no %q in the sample", raw)
		}
		edits = append(edits, Edit{Start: at, End: at + len(raw), Raw: raw, New: new, Class: class, Rule: "test",
			Confidence: 0.97, Applied: applied, Page: d.PageAt(at) + 1, Line: d.LineAt(at) + 1})
	}
	add("Govemments", "Governments", ClassNonWord, true)
	add("sha1l", "shall", ClassNonWord, true)
	add("ofthe\nriver's", "of the\nriver's", ClassBoundary, true)
	add("riot", "not", ClassRealWord, false)
	add("_ ", "", ClassLayout, true)
	add("", ".", ClassPunctuation, true)
	edits[3].Flags = []string{"negation"}
	text, err := Apply(d.Text, edits)
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) int { return strings.Index(text, s) }
	return &Result{
		Document: d, Lang: "en", Text: text, Edits: edits,
		Sections: []*Section{
			{ID: "preamble", Level: 1, Kind: "preamble", Heading: "PREAMBLE", Start: 0, End: at("ARTICLE 1")},
			{ID: "art_1", Level: 1, Kind: "article", Number: "1", Heading: "Use of the *river*", Start: at("ARTICLE 1"), End: at("ARTICLE 2"),
				Children: []*Section{
					{ID: "art_1__para_1", Level: 2, Kind: "paragraph", Number: "1", Start: at("1. Each"), End: at("2. It")},
					{ID: "art_1__para_2", Level: 2, Kind: "paragraph", Number: "2", Start: at("2. It"), End: at("\f")},
				}},
			{ID: "art_2", Level: 1, Kind: "article", Number: "2", Start: at("ARTICLE 2"), End: len(text)},
		},
	}
}

func TestBlocks(t *testing.T) {
	r := writeSample(t)
	var got []string
	for _, b := range r.blocks() {
		switch b.kind {
		case blockOpen:
			got = append(got, "open "+b.section.ID)
		case blockClose:
			got = append(got, "close "+b.section.ID)
		case blockPage:
			got = append(got, fmt.Sprint("page ", b.page))
		case blockHead:
			got = append(got, fmt.Sprintf("head %q", r.Text[b.span.Start:b.span.End]))
		case blockPara:
			got = append(got, fmt.Sprintf("para %q", r.Text[b.span.Start:b.span.End]))
		}
	}
	want := []string{
		"open preamble", `head "PREAMBLE"`, `para "The Governments of Freedonia & <Sylvania>,"`, "close preamble",
		"open art_1", `head "ARTICLE 1\nUse of the *river*"`,
		"open art_1__para_1", `para "1. Each Party shall keep of the\nriver's banks."`, "close art_1__para_1",
		"open art_1__para_2", `para "2. It will riot dam it."`, "page 2", "close art_1__para_2",
		`para "It may sail it."`, "close art_1",
		"open art_2", `para "ARTICLE 2\nDone at Fordham."`, "close art_2",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestWriteText(t *testing.T) {
	r := writeSample(t)
	var b bytes.Buffer
	if err := WriteText(&b, r); err != nil || b.String() != r.Text {
		t.Errorf("got %q, %v", b.String(), err)
	}
	raw, err := Undo(b.String(), r.Edits)
	if err != nil || raw != writeSampleText {
		t.Errorf("undone %q, %v", raw, err)
	}
}

func TestWriteMarkdown(t *testing.T) {
	var b bytes.Buffer
	if err := WriteMarkdown(&b, writeSample(t)); err != nil {
		t.Fatal(err)
	}
	want := `# PREAMBLE

The Governments of Freedonia \& \<Sylvania\>,

# ARTICLE 1 Use of the \*river\*

1\. Each Party shall keep of the
river's banks.

2\. It will riot dam it.

<!-- page 2 -->

It may sail it.

ARTICLE 2
Done at Fordham.
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestEscapeMarkdownLine(t *testing.T) {
	for in, want := range map[string]string{
		"# no heading": `\# no heading`, "- no item": `\- no item`, "12) no item": `12\) no item`, "=====": `\=====`,
		"3.5 million": `3\.5 million`, "1992 was": "1992 was", "a-b": "a-b", "": "",
	} {
		if got := escapeMarkdownLine(in); got != want {
			t.Errorf("escapeMarkdownLine(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWriteTEI(t *testing.T) {
	var b bytes.Buffer
	if err := WriteTEI(&b, writeSample(t)); err != nil {
		t.Fatal(err)
	}
	checkTEI(t, b.Bytes())
	_, body, _ := strings.Cut(b.String(), "<body>\n")
	want := `      <pb n="1"/>
      <div type="preamble" xml:id="preamble">
        <head><lb/>PREAMBLE</head>
        <p><lb/>The <choice><sic>Govemments</sic><corr cert="0.97" resp="#ocrfix" type="nonword">Governments</corr></choice> of Freedonia &amp; &lt;Sylvania&gt;,</p>
      </div>
      <div type="article" n="1" xml:id="art_1">
        <head><lb/>ARTICLE 1
<lb/>Use of the *river*</head>
        <div type="paragraph" n="1" xml:id="art_1__para_1">
          <p><lb/>1. Each Party <choice><sic>sha1l</sic><corr cert="0.97" resp="#ocrfix" type="nonword">shall</corr></choice> keep <choice><sic>ofthe
<lb/>river&#39;s</sic><corr cert="0.97" resp="#ocrfix" type="boundary">of the
<lb/>river&#39;s</corr></choice> banks.</p>
        </div>
        <div type="paragraph" n="2" xml:id="art_1__para_2">
          <p><lb/>2. It will riot dam it.</p>
          <pb n="2"/>
        </div>
        <div type="continued">
          <p><lb/><choice><sic>_ </sic><corr cert="0.97" resp="#ocrfix" type="layout"></corr></choice>It may sail it.</p>
        </div>
      </div>
      <div type="article" n="2" xml:id="art_2">
        <p><lb/>ARTICLE 2
<lb/>Done at Fordham<choice><sic></sic><corr cert="0.97" resp="#ocrfix" type="punctuation">.</corr></choice></p>
      </div>
    </body>
  </text>
</TEI>
`
	if body != want {
		t.Errorf("got\n%s\nwant\n%s", body, want)
	}
}

// TestWriteTEILabels gives pages the numbers that the source states.
func TestWriteTEILabels(t *testing.T) {
	d := NewDocument("one\n\ftwo\n\fthree\n\f")
	d.PageLabels = []string{"iv", "", `"6"`}
	var b bytes.Buffer
	if err := WriteTEI(&b, &Result{Document: d, Text: d.Text}); err != nil {
		t.Fatal(err)
	}
	checkTEI(t, b.Bytes())
	for _, want := range []string{`<pb n="iv"/>`, `<pb n="[2]"/>`, `<pb n="&#34;6&#34;"/>`} {
		if strings.Count(b.String(), want) != 1 {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
}

// checkTEI reports what is not well-formed, and paragraphs after divisions,
// which TEI does not allow.
func checkTEI(t testing.TB, data []byte) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(data))
	ids := map[string]bool{}
	var afterDiv []bool
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, data)
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			name := tok.Name.Local
			if (name == "p" || name == "head") && afterDiv[len(afterDiv)-1] {
				t.Fatalf("%s after a div in\n%s", name, data)
			}
			for _, a := range tok.Attr {
				if a.Name.Local == "id" {
					if ids[a.Value] {
						t.Fatalf("id %s twice in\n%s", a.Value, data)
					}
					ids[a.Value] = true
				}
			}
			afterDiv = append(afterDiv, false)
		case xml.EndElement:
			afterDiv = afterDiv[:len(afterDiv)-1]
			if tok.Name.Local == "div" {
				afterDiv[len(afterDiv)-1] = true
			}
		}
	}
}

func checkHTML(t testing.TB, data []byte) {
	t.Helper()
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict, dec.AutoClose, dec.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		_, err := dec.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, data)
		}
	}
}

func TestWriteHTML(t *testing.T) {
	r := writeSample(t)
	who := "Each Party"
	r.Commitments = []Commitment{{Quote: "Each Party shall keep <it>", Strength: 4, Actor: Actor{Text: &who}, Page: 1, Line: 7,
		Deadline: &Deadline{Text: "within a year"}, OCR: OCRTouch{Edits: 1}}}
	var b bytes.Buffer
	if err := WriteHTML(&b, r); err != nil {
		t.Fatal(err)
	}
	checkHTML(t, b.Bytes())
	for _, want := range []string{
		`<html lang="en">`, `<title>treaty &lt;1&gt;.txt</title>`, "5 corrected, 1 suggested.",
		`<del>sha1l</del><ins class="nonword" title="“sha1l” → “shall”; nonword; test; 97 % sure">shall</ins>`,
		`<span class="suggestion realword" title="suggested: “riot” → “not”; realword; test; 97 % sure; touches a negation">riot</span>`,
		`<ins class="layout gone"`, `<h2 id="s-art_1">ARTICLE 1`, `<a href="#s-art_1__para_1">1</a>`, `<p id="s-art_1__para_1">`,
		`&lt;Sylvania&gt;`, `<strong>Each Party</strong> (mandatory; within a year; page 1, line 7; corrected inside)<br>Each Party shall keep &lt;it&gt;`,
		`id="page-2"`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
	for _, foreign := range []string{"<script", "http:", "https:", "src="} {
		if strings.Contains(strings.ToLower(b.String()), foreign) {
			t.Errorf("%s in the page", foreign)
		}
	}
}

// TestWritersTakeAnything guards the writers against texts, edits and trees
// of sections that do not fit together.
func TestWritersTakeAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(15, 16))
	for range 500 {
		raw, edits := editRandom(r)
		text, _ := Apply(raw, edits)
		if r.IntN(5) == 0 {
			text = docRandomText(r, 10)
		}
		res := &Result{Document: NewDocument(raw), Text: text, Edits: edits, Sections: writeRandomSections(r, len(text), 0)}
		var b bytes.Buffer
		if err := WriteTEI(&b, res); err != nil {
			t.Fatal(err)
		}
		checkTEI(t, b.Bytes())
		b.Reset()
		if err := WriteHTML(&b, res); err != nil {
			t.Fatal(err)
		}
		checkHTML(t, b.Bytes())
		if err := WriteMarkdown(&b, res); err != nil {
			t.Fatal(err)
		}
	}
	for _, write := range []func(io.Writer, *Result) error{WriteText, WriteMarkdown, WriteHTML, WriteTEI} {
		if err := write(io.Discard, &Result{}); err != nil {
			t.Error(err)
		}
		if err := write(failingWriter{}, writeSample(t)); err == nil {
			t.Error("an error of the writer beneath is lost")
		}
	}
}

func writeRandomSections(r *rand.Rand, size, depth int) []*Section {
	var out []*Section
	for range r.IntN(3) {
		s := &Section{ID: fmt.Sprint("s", r.IntN(9)), Kind: "part", Start: r.IntN(size + 1), End: r.IntN(size + 3), Heading: "word"}
		if depth < 3 {
			s.Children = writeRandomSections(r, size, depth+1)
		}
		out = append(out, s)
	}
	return out
}
