package record

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"ocrfix/ocrfix"
)

// A Format renders a result.
type Format struct {
	Name   string
	Ending string // of the files it writes
	// Stream says that several results may follow one another in one output.
	Stream bool
	write  func(io.Writer, *ocrfix.Result) error
	// InPlace says that the format keeps every word at its place on the page.
	InPlace bool
	// Bare says that the format holds no sections and commitments, so that
	// they need not be found.
	Bare bool
}

// Formats are the formats of the verb clean; a further writer is one line.
var Formats = []Format{
	{Name: "txt", Ending: ".txt", Stream: true, Bare: true, write: ocrfix.WriteText},
	{Name: "json", Ending: ".json", Stream: true, write: ocrfix.WriteJSON},
	{Name: "jsonl", Ending: ".jsonl", Stream: true, write: writeJSONL},
	{Name: "md", Ending: ".md", Stream: true, write: ocrfix.WriteMarkdown},
	{Name: "html", Ending: ".html", write: ocrfix.WriteHTML},
	{Name: "tei", Ending: ".xml", write: ocrfix.WriteTEI},
	{Name: "alto", Ending: ".xml", Bare: true, InPlace: true, write: markupWriter("alto")},
	{Name: "hocr", Ending: ".hocr", Bare: true, InPlace: true, write: markupWriter("hocr")},
	{Name: "page", Ending: ".xml", Bare: true, InPlace: true, write: markupWriter("page")},
}

func writeJSONL(w io.Writer, res *ocrfix.Result) error { return ocrfix.WriteJSONL(w, res) }

// markupWriter writes corrections back into a file of the format.
func markupWriter(format string) func(io.Writer, *ocrfix.Result) error {
	return func(w io.Writer, res *ocrfix.Result) error {
		err := ocrfix.WriteMarkup(w, res, format)
		if errors.Is(err, ocrfix.ErrNoMarkup) {
			return WithHint(err, "--format txt or json takes any document")
		}
		return err
	}
}

// Render gives the result as the format has it.
func (f Format) Render(res *ocrfix.Result) ([]byte, error) {
	var b bytes.Buffer
	err := f.write(&b, res)
	return b.Bytes(), err
}

// FormatNames gives the names of the formats.
func FormatNames() []string {
	var names []string
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return names
}

// FindFormat gives the format of that name.
func FindFormat(name string) (Format, error) {
	for _, f := range Formats {
		if f.Name == name {
			return f, nil
		}
	}
	return Format{}, failf("the formats are "+strings.Join(FormatNames(), ", "), "there is no format %q", name)
}
