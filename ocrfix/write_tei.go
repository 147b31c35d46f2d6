package ocrfix

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode"
)

// WriteTEI writes the cleaned text as a TEI P5 document: sections as div with
// head, paragraphs as p, pages and lines as pb and lb, and each applied edit
// as a choice of sic, the raw text, and corr, the new one, with its confidence
// as cert and its class as type. Suggestions are left out. Characters that XML
// cannot hold become U+FFFD. A page has the number that the source states; where
// that states it for others only, its place in the file stands in brackets.
func WriteTEI(w io.Writer, r *Result) error {
	t := &teiWriter{Writer: bufio.NewWriter(w), cutter: newPieceCutter(r), ids: map[string]bool{}}
	t.header(r)
	if r.Document != nil {
		t.labels = r.Document.PageLabels
	}
	t.WriteString("  <text>\n    <body>\n")
	t.page(1)
	for _, b := range r.blocks() {
		t.block(b)
	}
	if !t.filled {
		t.WriteString("      <p/>\n") // a body may not be empty
	}
	t.leave(0)
	t.WriteString("    </body>\n  </text>\n</TEI>\n")
	return t.Flush()
}

type teiWriter struct {
	*bufio.Writer
	cutter *pieceCutter
	ids    map[string]bool
	labels []string // of the pages
	open   []teiDiv
	// afterDiv says of the body whether a div ended in it.
	afterDiv bool
	filled   bool
}

// A teiDiv is a div that is open. After a div in it, TEI takes no p any more.
type teiDiv struct{ afterDiv, rest bool }

func (t *teiWriter) header(r *Result) {
	t.WriteString(xml.Header)
	t.WriteString(`<TEI xmlns="http://www.tei-c.org/ns/1.0"`)
	if r.Lang != "" {
		fmt.Fprintf(t, ` xml:lang="%s"`, xmlText(r.Lang))
	}
	var source Source
	if r.Document != nil {
		source = r.Document.Source
	}
	applied, suggested := countApplied(r.Edits)
	fmt.Fprintf(t, `>
  <teiHeader>
    <fileDesc>
      <titleStmt>
        <title>%s</title>
        <respStmt xml:id="ocrfix"><resp>automatic correction of OCR</resp><name>ocrfix</name></respStmt>
      </titleStmt>
      <publicationStmt><p>Unpublished.</p></publicationStmt>
      <sourceDesc><p>%s</p></sourceDesc>
    </fileDesc>
    <encodingDesc>
      <editorialDecl><correction method="markup"><p>%d corrections made and marked, %d more suggested.</p></correction></editorialDecl>
    </encodingDesc>
  </teiHeader>
`, xmlText(r.title()), xmlText(teiSource(source)), applied, suggested)
}

func teiSource(s Source) string {
	text := "Text"
	if s.Format != "" && s.Format != textReader.format {
		text = strings.ToUpper(s.Format)
	}
	if s.Path != "" {
		text += " " + s.Path
	}
	if s.SHA256 != "" {
		text += ", SHA-256 " + s.SHA256
	}
	return text
}

func (t *teiWriter) block(b block) {
	switch b.kind {
	case blockOpen:
		t.leaveRest()
		t.indent()
		t.WriteString("<div")
		t.attribute("type", b.section.Kind)
		t.attribute("n", b.section.Number)
		if id := b.section.ID; isNCName(id) && !t.ids[id] && id != "ocrfix" {
			t.ids[id] = true
			t.attribute("xml:id", id)
		}
		t.WriteString(">\n")
		t.open = append(t.open, teiDiv{})
	case blockClose:
		t.leaveRest()
		t.leave(len(t.open) - 1)
	case blockPage:
		t.page(b.page)
	case blockHead:
		t.element("head", b.span)
	case blockPara:
		if t.afterADiv() {
			t.indent()
			t.WriteString("<div type=\"continued\">\n")
			t.open = append(t.open, teiDiv{rest: true})
		}
		t.element("p", b.span)
	}
	t.filled = t.filled || b.kind != blockPage
}

// page writes the beginning of a page, counted from 1.
func (t *teiWriter) page(n int) {
	label := strconv.Itoa(n)
	if len(t.labels) > 0 {
		label = "[" + label + "]"
	}
	if n <= len(t.labels) && t.labels[n-1] != "" {
		label = t.labels[n-1]
	}
	t.indent()
	t.WriteString("<pb")
	t.attribute("n", label)
	t.WriteString("/>\n")
}

func (t *teiWriter) afterADiv() bool {
	if n := len(t.open); n > 0 {
		return t.open[n-1].afterDiv
	}
	return t.afterDiv
}

// leaveRest leaves the div that holds what follows a section, if one is open.
func (t *teiWriter) leaveRest() {
	if n := len(t.open); n > 0 && t.open[n-1].rest {
		t.leave(n - 1)
	}
}

// leave closes divs until n are open.
func (t *teiWriter) leave(n int) {
	for len(t.open) > n {
		t.open = t.open[:len(t.open)-1]
		t.indent()
		t.WriteString("</div>\n")
		if k := len(t.open); k > 0 {
			t.open[k-1].afterDiv = true
		} else {
			t.afterDiv = true
		}
	}
}

func (t *teiWriter) indent() {
	t.WriteString("      ")
	for range t.open {
		t.WriteString("  ")
	}
}

func (t *teiWriter) attribute(name, value string) {
	if value != "" {
		fmt.Fprintf(t, ` %s="%s"`, name, xmlText(value))
	}
}

// element writes a span as an element with its lines and corrections.
func (t *teiWriter) element(name string, s Span) {
	t.indent()
	fmt.Fprintf(t, "<%s><lb/>", name)
	for _, p := range t.cutter.cut(s) {
		if p.edit == nil || !p.edit.Applied {
			t.lines(p.text)
			continue
		}
		t.WriteString("<choice><sic>")
		t.lines(p.edit.Raw)
		t.WriteString("</sic><corr")
		if p.edit.Confidence > 0 {
			t.attribute("cert", teiCertainty(p.edit.Confidence))
		}
		t.attribute("resp", "#ocrfix")
		t.attribute("type", string(p.edit.Class))
		t.WriteByte('>')
		t.lines(p.text)
		t.WriteString("</corr></choice>")
	}
	fmt.Fprintf(t, "</%s>\n", name)
}

// teiCertainty returns a probability with four digits at most, rounded down so
// that only what is certain is 1.
func teiCertainty(p float64) string {
	return strconv.FormatFloat(math.Floor(p*1e4)/1e4, 'f', -1, 64)
}

// lines writes text with its line ends as lb, page ends inside a correction too.
func (t *teiWriter) lines(text string) {
	text = shownText(text)
	for i, line := range trimmedLines(text) {
		if i > 0 {
			t.WriteString("\n<lb/>")
		}
		t.WriteString(xmlText(line))
	}
	if strings.HasSuffix(text, "\n") {
		t.WriteString("\n<lb/>")
	}
}

// xmlText escapes s for XML text and attributes.
func xmlText(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes everything
	return b.String()
}

// isNCName reports whether s can be an xml:id.
func isNCName(s string) bool {
	for i, r := range s {
		if !(r == '_' || unicode.IsLetter(r) || i > 0 && (unicode.IsDigit(r) || r == '-' || r == '.')) {
			return false
		}
	}
	return s != ""
}
