package diffpage

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"ocrfix/cmd/internal/record"
	"ocrfix/ocrfix"
)

// A Format is a way to write a comparison: those of the verb diff and of the
// end point /v1/diff.
type Format struct {
	Name, ContentType string
	Write             func(io.Writer, *Comparison) error
}

// HTML and JSON are the formats that say themselves which changes the truth
// confirms; [Comparison.Judgement] says it beside the others.
const (
	HTML = "html"
	JSON = "json"
)

const plainText = "text/plain; charset=utf-8"

func (f Format) String() string { return f.Name }

// Formats lists the formats.
var Formats = record.FormatList[Format]{
	{"unified", plainText, func(w io.Writer, c *Comparison) error {
		return ocrfix.DiffUnified(w, c.Document.Text, c.Edits, c.options())
	}},
	{"words", plainText, func(w io.Writer, c *Comparison) error {
		return ocrfix.DiffWords(w, c.Document.Text, c.Edits, c.options())
	}},
	{"side", plainText, func(w io.Writer, c *Comparison) error {
		return ocrfix.DiffSide(w, c.Document.Text, c.Edits, c.options())
	}},
	{HTML, "text/html; charset=utf-8", Write},
	{JSON, "application/json", writeJSON},
}

func (c *Comparison) options() ocrfix.DiffOptions {
	opt := ocrfix.DiffOptions{RawName: c.RawName, CleanName: c.CleanName, Context: c.Context, Color: c.Color, Width: c.Width}
	if c.Context == 0 {
		opt.Context = -1 // none
	}
	return opt
}

// writeJSON writes the list of edits, each with what the truth says of it where
// there is one.
func writeJSON(w io.Writer, c *Comparison) error {
	if c.Truth == nil {
		return ocrfix.WriteEditsJSON(w, c.Edits)
	}
	type judged struct {
		ocrfix.Edit
		Truth verdict `json:"truth"`
	}
	list := make([]judged, len(c.Edits))
	for i, v := range judge(c.Document.Text, c.Edits, *c.Truth) {
		list[i] = judged{c.Edits[i].WithLists(), v}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(list)
}

// mostWrong is how many changes that are not right a judgement names.
const mostWrong = 20

// Judgement says in lines what the truth says of the comparison: error rates
// before and after, how many of the changes that were made are right, and which
// are not. Controls are shown as signs.
func (c *Comparison) Judgement() []string {
	var rates, wrong []string
	for _, m := range errorRates(c) {
		rates = append(rates, m.Name+" "+m.Raw+" → "+m.Clean)
	}
	counts := make(map[verdict]int)
	made := 0
	for i, v := range judge(c.Document.Text, c.Edits, *c.Truth) {
		e := c.Edits[i]
		if !e.Applied {
			continue
		}
		made++
		if counts[v]++; v != verdictRight {
			wrong = append(wrong, fmt.Sprintf("line %d: “%s” → “%s” %s", e.Line, shown(e.Raw), shown(e.New), v))
		}
	}
	lines := []string{
		strings.Join(rates, ", "),
		fmt.Sprintf("of %d changes %d right, %d %s, %d %s", made, counts[verdictRight], counts[verdictBroke], verdictBroke, counts[verdictMissed], verdictMissed),
	}
	if more := len(wrong) - mostWrong; more > 0 {
		wrong = append(wrong[:mostWrong], fmt.Sprintf("and %d more", more))
	}
	return append(lines, wrong...)
}
