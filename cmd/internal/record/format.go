package record

import (
	"bytes"
	"errors"
	"fmt"
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

func (f Format) String() string { return f.Name }

// Formats are the formats of the verb clean; a further writer is one line.
var Formats = FormatList[Format]{
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

// A FormatList is the formats of a verb, the usual one first. Each goes by what
// its String method gives.
type FormatList[F fmt.Stringer] []F

// Names gives the names of the formats.
func (l FormatList[F]) Names() []string {
	var names []string
	for _, f := range l {
		names = append(names, f.String())
	}
	return names
}

// Find gives the format of that name.
func (l FormatList[F]) Find(name string) (F, error) {
	for _, f := range l {
		if f.String() == name {
			return f, nil
		}
	}
	var none F
	return none, failf("the formats are "+strings.Join(l.Names(), ", "), "there is no format %q", name)
}
