package ocrfix

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"strings"
	"sync"
)

//go:embed write_html.tmpl
var htmlSource string

var htmlTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("html").Parse(htmlSource)) })

// WriteHTML writes the cleaned text as one HTML page that needs nothing else:
// no script, no other file, nothing from a network. Every change is marked and
// says on hover what it was, why, and how sure; the raw readings can be shown
// beside them. Suggestions are underlined.
func WriteHTML(w io.Writer, r *Result) error {
	return htmlTemplate().Execute(w, newHTMLPage(r))
}

// The html types are what the template sees.
type (
	htmlPage struct {
		Title, Lang        string
		Applied, Suggested int
		Notes              []string
		Sections           []htmlSection
		Blocks             []htmlBlock
		Commitments        []htmlCommitment
	}
	htmlSection struct {
		ID, Title string
		Indent    int
	}
	htmlBlock struct {
		Kind   string // head, para, page or anchor
		ID     string // of a section
		Level  int    // of a head, 2 to 6
		Page   int
		Pieces []htmlPiece
	}
	htmlPiece struct {
		Text, Raw, Why, Class string
		Kind                  string // "", edit or suggestion
		Empty                 bool   // a deletion
	}
	htmlCommitment struct {
		Quote, Actor, Deadline, Strength string
		Page, Line                       int
		Touched                          bool
	}
)

func newHTMLPage(r *Result) *htmlPage {
	p := &htmlPage{Title: r.title(), Lang: r.Lang}
	p.Applied, p.Suggested = countApplied(r.Edits)
	if r.Document != nil {
		p.Notes = r.Document.Source.Notes
	}
	cutter := newPieceCutter(r)
	id := ""
	for _, b := range r.blocks() {
		out := htmlBlock{ID: id, Page: b.page}
		switch b.kind {
		case blockOpen:
			if id != "" { // a section that begins with another has no block of its own
				p.Blocks = append(p.Blocks, htmlBlock{Kind: "anchor", ID: id})
			}
			id = "s-" + b.section.ID
			p.Sections = append(p.Sections, htmlSection{id, sectionTitle(b.section), b.depth - 1})
			continue
		case blockClose:
			continue
		case blockPage:
			out.Kind, out.ID = "page", ""
			p.Blocks = append(p.Blocks, out)
			continue
		case blockHead:
			out.Kind, out.Level = "head", min(b.depth+1, 6)
		case blockPara:
			out.Kind = "para"
		}
		id = ""
		for _, piece := range cutter.cut(b.span) {
			out.Pieces = append(out.Pieces, newHTMLPiece(piece))
		}
		p.Blocks = append(p.Blocks, out)
	}
	for _, c := range r.Commitments {
		h := htmlCommitment{
			Quote: c.Quote, Actor: known(c.Actor.Text), Strength: StrengthName(c.Strength), Page: c.Page, Line: c.Line,
			Touched: c.OCR.Edits > 0,
		}
		if c.Deadline != nil {
			h.Deadline = c.Deadline.Text
		}
		p.Commitments = append(p.Commitments, h)
	}
	return p
}

func newHTMLPiece(p piece) htmlPiece {
	if p.edit == nil {
		return htmlPiece{Text: shownText(p.text)}
	}
	e := p.edit
	h := htmlPiece{Text: shownText(p.text), Raw: shownText(e.Raw), Class: string(e.Class), Kind: "edit", Empty: p.text == ""}
	why := []string{fmt.Sprintf("%s → %s", quoteShown(e.Raw), quoteShown(e.New))}
	if !e.Applied {
		h.Kind = "suggestion"
		why[0] = "suggested: " + why[0]
	}
	for _, s := range []string{string(e.Class), e.Rule} {
		if s != "" {
			why = append(why, s)
		}
	}
	if e.Confidence > 0 {
		why = append(why, fmt.Sprintf("%d %% sure", percent(e.Confidence)))
	}
	if len(e.Flags) > 0 {
		why = append(why, "touches a "+strings.Join(e.Flags, ", a "))
	}
	h.Why = shownText(strings.Join(why, "; "))
	return h
}

// quoteShown returns s so that spaces and line ends in it can be seen.
func quoteShown(s string) string {
	return "“" + strings.NewReplacer("\r", "", "\n", "⏎", "\f", "⤓").Replace(s) + "”"
}

// shownText returns s without the controls that HTML and XML do not take: a
// form feed becomes a line end, others U+FFFD.
func shownText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\f':
			return '\n'
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', 0x7f <= r && r < 0xa0:
			return '\uFFFD'
		}
		return r
	}, s)
}
