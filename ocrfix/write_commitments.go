package ocrfix

import (
	"encoding/csv"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
)

// StrengthName names a strength of commitment: mandatory, firm promise,
// qualified, intention or none.
func StrengthName(strength int) string {
	names := []string{"none", "intention", "qualified", "firm promise", "mandatory"}
	if strength < 0 || strength >= len(names) {
		return strconv.Itoa(strength)
	}
	return names[strength]
}

// WriteSectionsCSV writes the sections of a result as comma-separated values
// (RFC 4180), one a row in the order of the text, parents before children.
// Offsets are bytes of the cleaned text. Cells that a spreadsheet would take
// for a formula begin with an apostrophe.
func WriteSectionsCSV(w io.Writer, r *Result) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"id", "level", "kind", "number", "heading", "start", "end", "page", "line", "note"}) // Flush tells
	eachSection(r.Sections, func(s *Section) {
		_ = out.Write(safeCells(s.ID, strconv.Itoa(s.Level), s.Kind, s.Number, s.Heading,
			strconv.Itoa(s.Start), strconv.Itoa(s.End), strconv.Itoa(s.Page), strconv.Itoa(s.Line), s.Note))
	})
	out.Flush()
	return out.Error()
}

// WriteCommitmentsCSV writes the commitments of a result as comma-separated
// values (RFC 4180), one a row in the order of the text. Lists are joined by
// "; ", what is unknown is empty. Cells that a spreadsheet would take for a
// formula begin with an apostrophe.
func WriteCommitmentsCSV(w io.Writer, r *Result) error {
	headings := sectionTitles(r.Sections)
	out := csv.NewWriter(w)
	_ = out.Write([]string{"id", "section", "heading", "kind", "strength", "actor", "scope", "counterparty",
		"trigger", "polarity", "action", "object", "deadline", "deadline_start", "deadline_end", "conditions",
		"qualifiers", "refs", "quote", "quote_raw", "page", "line", "confidence", "ocr_edits",
		"negation_touched", "date_touched"})
	for _, c := range r.Commitments {
		var deadline Deadline
		if c.Deadline != nil {
			deadline = *c.Deadline
		}
		_ = out.Write(safeCells(c.ID, known(c.Section), headings[known(c.Section)], c.Kind, strconv.Itoa(c.Strength),
			known(c.Actor.Text), known(c.Actor.Scope), known(c.Counterparty), c.Trigger, c.Polarity,
			known(c.Action), known(c.Object), deadline.Text, known(deadline.Start), known(deadline.End),
			strings.Join(c.Conditions, "; "), strings.Join(c.Qualifiers, "; "), strings.Join(c.Refs, "; "),
			c.Quote, c.QuoteRaw, strconv.Itoa(c.Page), strconv.Itoa(c.Line),
			strconv.FormatFloat(c.Confidence, 'g', 3, 64), strconv.Itoa(c.OCR.Edits),
			strconv.FormatBool(c.OCR.NegationTouched), strconv.FormatBool(c.OCR.DateTouched)))
	}
	out.Flush()
	return out.Error()
}

// WriteOutline writes the sections and commitments of a result as Markdown: an
// outline of the document with every commitment under its section, quoted with
// its page and line. Commitments outside every section that the result holds
// come first. Sections below the headings, such as paragraphs, are named only
// where they hold some.
func WriteOutline(w io.Writer, r *Result) error {
	listed := make(map[string]bool)
	eachSection(r.Sections, func(s *Section) { listed[s.ID] = true })
	bySection := make(map[string][]Commitment)
	for _, c := range r.Commitments {
		id := known(c.Section)
		if !listed[id] {
			id = ""
		}
		bySection[id] = append(bySection[id], c)
	}
	var b strings.Builder
	writeCommitmentItems(&b, bySection[""])
	eachSection(r.Sections, func(s *Section) {
		if s.Heading == "" && len(bySection[s.ID]) == 0 && slices.Contains(unlisted, s.Kind) {
			return
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "%s %s\n", strings.Repeat("#", min(max(s.Level, 1), 6)), markdownLine(sectionTitle(s)))
		if s.Note != "" {
			fmt.Fprintf(&b, "\n*%s*\n", markdownLine(s.Note))
		}
		if items := bySection[s.ID]; len(items) > 0 {
			b.WriteByte('\n')
			writeCommitmentItems(&b, items)
		}
	})
	_, err := io.WriteString(w, b.String())
	return err
}

// unlisted are the kinds of section that an outline does not name for their
// own sake.
var unlisted = []string{"paragraph", "point", "recital", "preamble", "signature"}

func writeCommitmentItems(b *strings.Builder, items []Commitment) {
	for _, c := range items {
		actor := known(c.Actor.Text)
		if actor == "" {
			actor = "?"
		}
		fmt.Fprintf(b, "- **%s** (%s): “%s”", markdownLine(actor), StrengthName(c.Strength), markdownLine(c.Quote))
		fmt.Fprintf(b, " — page %d, line %d", c.Page, c.Line)
		if c.Kind != "commitment" {
			fmt.Fprintf(b, "; %s", c.Kind)
		}
		if c.Deadline != nil {
			fmt.Fprintf(b, "; due %s", markdownLine(c.Deadline.Text))
		}
		if c.OCR.Edits > 0 {
			fmt.Fprintf(b, "; %d corrected", c.OCR.Edits)
		}
		if c.OCR.NegationTouched {
			b.WriteString("; **a negation was corrected: compare with the scan**")
		}
		if c.OCR.DateTouched {
			b.WriteString("; **a date was corrected: compare with the scan**")
		}
		b.WriteByte('\n')
	}
}

// eachSection calls visit for every section, parents before children.
func eachSection(sections []*Section, visit func(*Section)) {
	for _, s := range sections {
		visit(s)
		eachSection(s.Children, visit)
	}
}

// sectionTitle is the number and heading of s, or what it is where it has
// neither.
func sectionTitle(s *Section) string {
	title := strings.TrimSpace(s.Number + " " + s.Heading)
	if title == "" {
		title = "(" + s.Kind + ")"
	}
	return title
}

func sectionTitles(sections []*Section) map[string]string {
	titles := make(map[string]string)
	eachSection(sections, func(s *Section) { titles[s.ID] = sectionTitle(s) })
	return titles
}

// known is the string, or "" where it is not known.
func known(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// safeCells keeps spreadsheets from running a cell as a formula (OWASP, CSV
// injection).
func safeCells(cells ...string) []string {
	for i, c := range cells {
		if c != "" && strings.ContainsRune("=+-@\t\r", rune(c[0])) {
			cells[i] = "'" + c
		}
	}
	return cells
}

var markdownEscapes = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, "|", `\|`)

// markdownLine is text on one line in which no character means mark-up.
func markdownLine(text string) string {
	return markdownEscapes.Replace(strings.Join(strings.Fields(text), " "))
}
