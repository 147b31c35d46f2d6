package diffpage

import (
	"io"

	"ocrfix/ocrfix"
)

// A Format is a way to write a comparison: those of the verb diff and of the
// end point /v1/diff.
type Format struct {
	Name, ContentType string
	Write             func(io.Writer, *Comparison) error
}

// HTML is the name of the one format that a truth says something about.
const HTML = "html"

const plainText = "text/plain; charset=utf-8"

// Formats lists the formats, the usual one first.
var Formats = []Format{
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
	{"json", "application/json", func(w io.Writer, c *Comparison) error {
		return ocrfix.WriteEditsJSON(w, c.Edits)
	}},
}

// FormatNames gives the names of the formats.
func FormatNames() []string {
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return names
}

// FindFormat gives the format with the name.
func FindFormat(name string) (Format, bool) {
	for _, f := range Formats {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

func (c *Comparison) options() ocrfix.DiffOptions {
	opt := ocrfix.DiffOptions{RawName: c.RawName, CleanName: c.CleanName, Context: c.Context, Color: c.Color, Width: c.Width}
	if c.Context == 0 {
		opt.Context = -1 // none
	}
	return opt
}
