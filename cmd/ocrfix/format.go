package main

import (
	"strings"

	"ocrfix/ocrfix"
)

// A resultWriter renders a result in one format.
type resultWriter struct {
	name   string
	ending string // of the files it writes
	// stream says that several results may follow one another in one output.
	stream bool
	render func(*ocrfix.Result) ([]byte, error)
}

// formats are the formats of the verb clean; a further writer is one line.
var formats = []resultWriter{
	{name: "txt", ending: ".txt", stream: true, render: renderText},
}

func renderText(res *ocrfix.Result) ([]byte, error) { return []byte(res.Text), nil }

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
