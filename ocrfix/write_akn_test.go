package ocrfix

import (
	"encoding/xml"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// aknTexts returns the texts of the section cases, by name.
func aknTexts(t *testing.T) map[string]string {
	names, _ := filepath.Glob("../testdata/sections/*.txt")
	if len(names) == 0 {
		t.Fatal("no cases found")
	}
	texts := map[string]string{"empty": "", "amp": "A & B <c>\x00\n\nArticle 1\n\n\"x\" & <y>\n"}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text, _, _ := strings.Cut(string(data), "-- outline --\n")
		texts[filepath.Base(name)] = strings.ReplaceAll(text, "^L", "\f")
	}
	return texts
}

func aknWrite(t testing.TB, r *Result) string {
	var b strings.Builder
	if err := WriteAKN(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestWriteAKNKeepsText checks that the output is well-formed XML and that it
// holds every letter and digit of the text in order, but for the marks and the damage of labels.
func TestWriteAKNKeepsText(t *testing.T) {
	for name, text := range aknTexts(t) {
		sections := FindSections(text, nil)
		out := aknWrite(t, &Result{Text: text, Sections: sections})
		eachSection(sections, func(s *Section) { // labels come out mended
			if s.written != "" {
				text = strings.Replace(text, s.written, s.Number, 1)
			}
		})
		var got strings.Builder
		dec := xml.NewDecoder(strings.NewReader(out))
		for {
			tok, err := dec.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v\n%s", name, err, out)
			}
			if c, ok := tok.(xml.CharData); ok {
				got.Write(c)
			}
		}
		if g, w := sectNorm(got.String()), sectNorm(strings.ReplaceAll(text, "\x00", "")); g != w {
			t.Errorf("%s: text changed\ngot  %s\nwant %s", name, g, w)
		}
	}
}

// TestWriteAKNValid validates the output against the schema, where both the
// schema and xmllint are at hand.
func TestWriteAKNValid(t *testing.T) {
	if _, err := exec.LookPath("xmllint"); err != nil {
		t.Skip("xmllint is not installed")
	}
	xsd := ""
	for _, dir := range []string{os.Getenv("OCRFIX_SHARED"), "../../shared"} {
		if _, err := os.Stat(filepath.Join(dir, "specs/akomantoso30.xsd")); dir != "" && err == nil {
			xsd = filepath.Join(dir, "specs/akomantoso30.xsd")
		}
	}
	if xsd == "" {
		t.Skip("the schema is not here")
	}
	dir := t.TempDir()
	args := []string{"--nonet", "--noout", "--schema", xsd}
	for name, text := range aknTexts(t) {
		file := filepath.Join(dir, name+".xml")
		out := aknWrite(t, &Result{Lang: "en", Text: text, Sections: FindSections(text, nil), Document: &Document{Source: Source{Path: "a b/" + name}}})
		if err := os.WriteFile(file, []byte(out), 0o644); err != nil {
			t.Fatal(err)
		}
		args = append(args, file)
	}
	if out, err := exec.Command("xmllint", args...).CombinedOutput(); err != nil {
		t.Errorf("not valid: %v\n%.4000s", err, out)
	}
}

// TestWriteAKNTakesAnything writes sections that fit neither the text nor one
// another.
func TestWriteAKNTakesAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 1))
	for range 300 {
		text := strings.Repeat("Article 1 – ü & x\n\n", r.IntN(5))
		out := aknWrite(t, &Result{Text: text, Sections: writeRandomSections(r, len(text), 0)})
		if err := xml.Unmarshal([]byte(out), new(struct{ XMLName xml.Name })); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWriteAKNOutline(t *testing.T) {
	text := "Treaty on Salt\n\nThe Parties,\n\nWishing to trade salt,\n\nHave agreed as follows:\n\nChapter I – Trade\n\nArticle 1\nDuties\n\n1. Salt is free of duty:\n\n(a) by land;\n\n(b) by sea.\n\nDone at Halm.\n"
	out := aknWrite(t, &Result{Text: text, Sections: FindSections(text, nil)})
	for _, want := range []string{
		`<longTitle eId="title">`, "<p>Treaty on Salt</p>", `<recital eId="preamble__rec_1">`, `<formula name="enactingFormula" eId="preamble__formula">`,
		`<chapter eId="chp_1">`, "<num>Chapter I</num>", "<heading>Trade</heading>", `<article eId="art_1">`, `<paragraph eId="art_1__para_1">`,
		`<intro eId="art_1__para_1__intro">`, "<p>Salt is free of duty:</p>", `<point eId="art_1__para_1__point_b">`, "<p>by sea.</p>", `<conclusions eId="signature">`,
	} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
}
