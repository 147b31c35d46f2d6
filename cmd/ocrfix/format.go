package main

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"ocrfix/ocrfix"
)

// A resultWriter renders a result in one format.
type resultWriter struct {
	name   string
	ending string // of the files it writes
	// stream says that several results may follow one another in one output.
	stream bool
	write  func(io.Writer, *ocrfix.Result) error
	// inPlace says that the format keeps every word at its place on the page.
	inPlace bool
	// bare says that the format holds no sections and commitments, so that
	// they need not be found.
	bare bool
}

// formats are the formats of the verb clean; a further writer is one line.
var formats = []resultWriter{
	{name: "txt", ending: ".txt", stream: true, bare: true, write: ocrfix.WriteText},
	{name: "json", ending: ".json", stream: true, write: ocrfix.WriteJSON},
	{name: "jsonl", ending: ".jsonl", stream: true, write: writeJSONL},
	{name: "md", ending: ".md", stream: true, write: ocrfix.WriteMarkdown},
	{name: "html", ending: ".html", write: ocrfix.WriteHTML},
	{name: "tei", ending: ".xml", write: ocrfix.WriteTEI},
	{name: "alto", ending: ".xml", bare: true, inPlace: true, write: markupWriter("alto")},
	{name: "hocr", ending: ".hocr", bare: true, inPlace: true, write: markupWriter("hocr")},
	{name: "page", ending: ".xml", bare: true, inPlace: true, write: markupWriter("page")},
}

func writeJSONL(w io.Writer, res *ocrfix.Result) error { return ocrfix.WriteJSONL(w, res) }

// markupWriter writes corrections back into a file of the format.
func markupWriter(format string) func(io.Writer, *ocrfix.Result) error {
	return func(w io.Writer, res *ocrfix.Result) error {
		err := ocrfix.WriteMarkup(w, res, format)
		if errors.Is(err, ocrfix.ErrNoMarkup) {
			return hinted(err, "--format txt or json takes any document")
		}
		return err
	}
}

// render gives the result as the format has it.
func (f resultWriter) render(res *ocrfix.Result) ([]byte, error) {
	var b bytes.Buffer
	err := f.write(&b, res)
	return b.Bytes(), err
}

func formatNames() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

func findFormat(name string) (resultWriter, error) {
	for _, f := range formats {
		if f.name == name {
			return f, nil
		}
	}
	return resultWriter{}, usagef("there is no format %q", name).hint("the formats are " + strings.Join(formatNames(), ", "))
}
