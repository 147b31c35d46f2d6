package main

import (
	"bytes"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"ocrfix/ocrfix"
)

// maxEditsSize bounds a list of edits in bytes.
const maxEditsSize byteSize = 1 << 30

// An undoRun is one call of the verb undo.
type undoRun struct {
	app *app
	out string
}

func (a *app) undoCmd() *cobra.Command {
	r := &undoRun{app: a}
	cmd := &cobra.Command{
		Use:   "undo [flags] CLEANED EDITS | OUT PATH",
		Short: "Give the raw bytes again",
		Long: `undo makes the raw bytes again from the cleaned text and the edits that made
it: the JSON of "ocrfix clean --format json", or its list "edits" alone. The
result is exact, byte for byte, whatever the encoding was; it is checked
against the hash that the JSON carries. CLEANED may be - for standard input,
and the JSON itself, which holds the cleaned text. What was read from PDF, hOCR,
ALTO or PAGE is refused: the edits are of the text in it.

For a folder OUT that "ocrfix batch" has filled, undo gives the document that
the database knows as PATH; nothing but the database is needed.`,
		Example: `  ocrfix clean --format json -o record.json record.txt
  ocrfix clean -o cleaned.txt record.txt
  ocrfix undo cleaned.txt record.json > raw.txt    raw.txt equals record.txt
  ocrfix undo record.json record.json | cmp - record.txt
  ocrfix undo -o restored.txt cleaned scans/record.txt`,
		Args: countArgs(2, 2),
		Annotations: exitStatuses(
			"0  done",
			"2  wrong usage, or the edits do not give the raw bytes"),
		RunE: func(cmd *cobra.Command, args []string) error { return r.run(args[0], args[1]) },
	}
	cmd.Flags().StringVarP(&r.out, "output", "o", "", "write to the file `OUT` instead of standard output")
	return cmd
}

func (r *undoRun) run(cleanedPath, editsPath string) error {
	if cleanedPath == stdin && editsPath == stdin {
		return usagef("standard input (-) can be read only once")
	}
	if r.out != "" {
		if err := refuseOverwrite([]string{r.out}, []string{cleanedPath, editsPath}); err != nil {
			return err
		}
	}
	make := r.raw
	if _, err := os.Stat(filepath.Join(cleanedPath, databaseName)); err == nil {
		make = rawFromArchive
	}
	raw, err := make(cleanedPath, editsPath)
	if err != nil {
		return err
	}
	return r.app.emit(r.out, raw)
}

// raw makes the raw bytes and checks them.
func (r *undoRun) raw(cleanedPath, editsPath string) ([]byte, error) {
	data, err := r.app.readAll(editsPath, maxEditsSize)
	if err != nil {
		return nil, named(editsPath, err)
	}
	list, err := ocrfix.ReadEdits(bytes.NewReader(data))
	if err != nil {
		return nil, hinted(named(editsPath, err), "EDITS is what \"ocrfix clean --format json\" writes")
	}
	cleaned := list.Text
	if cleanedPath != editsPath {
		text, err := r.app.readAll(cleanedPath, maxEditsSize)
		if err != nil {
			return nil, named(cleanedPath, err)
		}
		cleaned = string(text)
	}
	if err := refuseMarkup(list); err != nil {
		return nil, named(editsPath, err)
	}
	raw, err := list.RawBytes(cleaned)
	if err != nil {
		return nil, hinted(named(cleanedPath, err), "CLEANED must be the text as ocrfix wrote it, unchanged")
	}
	return raw, nil
}

// refuseMarkup returns an error where the text was taken out of a file of
// another kind, which its edits cannot give again.
func refuseMarkup(list *ocrfix.EditList) error {
	switch f := list.Source.Format; f {
	case "", "text":
		return nil
	default:
		return usagef("the text was taken out of a file of the format %s, whose bytes cannot be made again", f).
			hint("the file that was read has not been changed; ocrfix clean --raw gives its text")
	}
}

// rawFromArchive makes the raw bytes of a document from the database of a batch.
func rawFromArchive(out, path string) ([]byte, error) {
	db, err := openArchive(out)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	list, err := db.Edits(filepath.ToSlash(path))
	if err != nil {
		return nil, hinted(named(path, err), "the table documents has the paths; a failed document has no edits")
	}
	if err := refuseMarkup(list); err != nil {
		return nil, named(path, err)
	}
	raw, err := list.RawBytes(list.Text)
	if err != nil {
		return nil, named(path, err)
	}
	return raw, nil
}
