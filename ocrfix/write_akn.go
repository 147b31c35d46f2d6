package ocrfix

import (
	"bufio"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// WriteAKN writes the sections of a result, with all of the cleaned text, as
// an Akoma Ntoso document (OASIS LegalDocML 1.0, namespace akn/3.0): the title
// as preface, the preamble with its recitals, the rest as the hierarchy of the
// main body, signatures at the end as conclusions. Kinds that Akoma Ntoso has
// no element for, such as annexes inside the same text, are hcontainers named
// by their kind. The eId of every element is the section's id.
//
// What the text does not say is marked as unknown: the date is 0001-01-01 and
// the country xx. Characters that XML cannot hold become U+FFFD.
func WriteAKN(w io.Writer, r *Result) error {
	a := &aknWriter{Writer: bufio.NewWriter(w), text: r.Text, ids: map[string]int{}}
	a.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0">
  <doc name="document">
`)
	a.depth = 2
	a.meta(r)
	a.document(r.Sections)
	a.WriteString("  </doc>\n</akomaNtoso>\n")
	return a.Flush()
}

// An aknWriter writes one document. Its errors are kept by the bufio.Writer.
type aknWriter struct {
	*bufio.Writer
	text  string
	ids   map[string]int // how often each eId was asked for
	depth int
}

// aknDepth bounds how deep elements nest: sections below are written as text.
const aknDepth = 2 * sectDepthLimit

// aknElements maps the kinds that are elements of Akoma Ntoso to their names.
var aknElements = map[string]string{
	"article": "article", "paragraph": "paragraph", "point": "point", "part": "part", "chapter": "chapter",
	"section": "section", "subsection": "subsection", "book": "book", "clause": "clause", "division": "title",
}

// aknLanguages gives the three-letter codes of ISO 639-2 that Akoma Ntoso asks for.
var aknLanguages = map[string]string{"en": "eng", "nl": "nld", "fr": "fra", "de": "deu", "et": "est"}

func (a *aknWriter) meta(r *Result) {
	lang := aknLanguages[r.Lang]
	if lang == "" {
		lang = "und"
	}
	name := "document"
	if r.Document != nil {
		base := path.Base(strings.ReplaceAll(r.Document.Source.Path, `\`, "/"))
		if slug := sectSlug(strings.TrimSuffix(base, path.Ext(base))); slug != "" {
			name = slug
		}
	}
	work := "/akn/xx/doc/0001-01-01/" + name
	a.open(`meta`)
	a.open(`identification source="#ocrfix"`)
	for _, level := range []struct{ element, uri, more string }{
		{"FRBRWork", work, `FRBRcountry value="xx"`},
		{"FRBRExpression", work + "/" + lang + "@", `FRBRlanguage language="` + lang + `"`},
		{"FRBRManifestation", work + "/" + lang + "@.xml", ""},
	} {
		a.open(level.element)
		a.empty(`FRBRthis value="` + level.uri + `"`)
		a.empty(`FRBRuri value="` + level.uri + `"`)
		a.empty(`FRBRdate date="0001-01-01" name="unknown"`)
		a.empty(`FRBRauthor href="#ocrfix"`)
		if level.more != "" {
			a.empty(level.more)
		}
		a.close(level.element)
	}
	a.close("identification")
	a.open(`references source="#ocrfix"`)
	a.empty(`TLCOrganization eId="ocrfix" href="/akn/ontology/organizations/xx/ocrfix" showAs="ocrfix"`)
	a.close("references")
	a.close("meta")
	a.ids["ocrfix"] = 1
}

// document writes the parts of the document that the roots make up.
func (a *aknWriter) document(roots []*Section) {
	front := len(a.text)
	if len(roots) > 0 {
		front = a.within(roots[0].Start, 0, len(a.text))
	}
	lead := a.text[:front]
	if len(roots) > 0 && roots[0].Kind == "title" {
		s := roots[0]
		roots = roots[1:]
		a.open("preface")
		a.open(`longTitle` + a.eID("title"))
		a.paragraphs(lead + a.text[front:a.within(s.End, front, len(a.text))])
		a.close("longTitle")
		a.close("preface")
		lead = ""
	}
	if len(roots) > 0 && roots[0].Kind == "preamble" {
		a.preamble(roots[0])
		roots = roots[1:]
	}
	var last *Section
	if n := len(roots); n > 1 && roots[n-1].Kind == "signature" {
		last, roots = roots[n-1], roots[:n-1]
	}
	a.open("mainBody")
	a.paragraphs(lead)
	for _, s := range roots {
		a.section(s)
	}
	if len(roots) == 0 && strings.TrimSpace(lead) == "" {
		a.line("<p/>")
	}
	a.close("mainBody")
	if last != nil {
		a.open("conclusions" + a.eID(last.ID))
		a.paragraphs(a.span(last.Start, last.End))
		a.close("conclusions")
	}
}

// preamble writes a preamble: its own text, the recitals, and what follows the
// last of them as the enacting formula.
func (a *aknWriter) preamble(s *Section) {
	a.open("preamble" + a.eID(s.ID))
	from, to := s.Start, s.End
	if len(s.Children) > 0 {
		to = s.Children[0].Start
	}
	a.paragraphs(a.span(from, to))
	if len(s.Children) > 0 {
		a.open("recitals" + a.eID(s.ID+"__recitals"))
		formula := ""
		for i, c := range s.Children {
			body := a.span(a.within(c.Start+len(c.label()), c.Start, c.End), c.End)
			if i == len(s.Children)-1 {
				body, formula = aknCut(body)
			}
			a.open("recital" + a.eID(c.ID))
			a.element("num", c.Number)
			a.paragraphs(body)
			a.close("recital")
		}
		a.close("recitals")
		if strings.TrimSpace(formula) != "" {
			a.open(`formula name="enactingFormula"` + a.eID(s.ID+"__formula"))
			a.paragraphs(formula)
			a.close("formula")
		}
	}
	a.close("preamble")
}

// aknCut parts s after its first paragraph.
func aknCut(s string) (first, rest string) {
	body := strings.TrimLeft(s, " \t\r\n\f")
	if at := strings.Index(body, "\n\n"); at >= 0 {
		at += len(s) - len(body)
		return s[:at], s[at:]
	}
	return s, ""
}

// section writes s and what it governs.
func (a *aknWriter) section(s *Section) {
	name := aknElements[s.Kind]
	if name == "" {
		name = "hcontainer"
		a.open(`hcontainer name="` + xmlText(s.Kind) + `"` + a.eID(s.ID))
	} else {
		a.open(name + a.eID(s.ID))
	}
	a.element("num", s.Number)
	a.element("heading", s.Heading)
	body := headingEnd(a.text, s)
	switch {
	case len(s.Children) == 0 || a.depth > aknDepth:
		a.open("content" + a.eID(s.ID+"__content"))
		a.paragraphs(a.span(body, s.End))
		a.close("content")
	default:
		if intro := a.span(body, s.Children[0].Start); strings.TrimSpace(intro) != "" {
			a.open("intro" + a.eID(s.ID+"__intro"))
			a.paragraphs(intro)
			a.close("intro")
		}
		for _, c := range s.Children {
			a.section(c)
		}
	}
	a.close(name)
}

// headingEnd returns the byte of the text at which the number and heading of s
// end, as far as they stand at its beginning.
func headingEnd(text string, s *Section) int {
	start := min(max(s.Start, 0), len(text))
	body := text[start:min(max(s.End, start), len(text))]
	at := 0
	if i := strings.Index(body, s.label()); i >= 0 && strings.Trim(body[:i], "#*_ ") == "" {
		at = i + len(s.label())
	}
	mark := at
	if s.Heading == "" { // what closes a number alone: "1." or "Article 5."
		return start + at + len(body[at:]) - len(strings.TrimLeft(body[at:], ".:)"))
	}
	for i, w := range strings.Fields(s.Heading) {
		for at < len(body) && !strings.HasPrefix(body[at:], w) {
			r, n := utf8.DecodeRuneInString(body[at:])
			if unicode.IsLetter(r) || i > 0 && !unicode.IsSpace(r) {
				return start + mark // the heading does not stand here
			}
			at += n
		}
		if at == len(body) {
			return start + mark
		}
		at += len(w)
	}
	return start + at
}

// within clamps the offset n to [from, to].
func (a *aknWriter) within(n, from, to int) int { return max(from, min(n, to)) }

// span returns the text of [from, to), cut to what there is.
func (a *aknWriter) span(from, to int) string {
	from = a.within(from, 0, len(a.text))
	return a.text[from:a.within(to, from, len(a.text))]
}

// paragraphs writes each paragraph of s as p, its lines kept.
func (a *aknWriter) paragraphs(s string) {
	var lines []string
	flush := func() {
		if len(lines) > 0 {
			a.line("<p>" + strings.Join(lines, "\n") + "</p>")
			lines = nil
		}
	}
	for line := range strings.FieldsFuncSeq(s, func(r rune) bool { return r == '\r' || r == '\f' }) {
		for l := range strings.SplitSeq(line, "\n") {
			if l = strings.TrimSpace(l); l != "" {
				lines = append(lines, xmlText(l))
			} else {
				flush()
			}
		}
	}
	flush()
}

// eID returns the attribute of an id, made unique.
func (a *aknWriter) eID(id string) string {
	id = strings.Join(strings.Fields(id), "_")
	if id == "" {
		id = "x"
	}
	name := id
	for a.ids[name]++; a.ids[name] > 1; a.ids[name]++ {
		a.ids[id]++
		name = id + "_" + strconv.Itoa(a.ids[id])
	}
	return ` eId="` + xmlText(name) + `"`
}

func (a *aknWriter) line(s string) {
	fmt.Fprintf(a, "%s%s\n", strings.Repeat("  ", min(a.depth, 20)), s)
}

func (a *aknWriter) open(tag string) {
	a.line("<" + tag + ">")
	a.depth++
}

func (a *aknWriter) close(name string) {
	a.depth--
	a.line("</" + name + ">")
}

func (a *aknWriter) empty(tag string) { a.line("<" + tag + "/>") }

// element writes an element that holds a text, nothing for "".
func (a *aknWriter) element(name, text string) {
	if text != "" {
		a.line("<" + name + ">" + xmlText(text) + "</" + name + ">")
	}
}
