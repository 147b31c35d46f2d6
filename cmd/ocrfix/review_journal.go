package main

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"ocrfix/cmd/internal/record"
	"ocrfix/cmd/ocrfix/internal/web"
)

// A journal is a table in a file, with tabs between its columns, to which rows
// are added and from which the last ones can be taken back. It is for one
// goroutine at a time.
type journal struct {
	path string
	head []string                // the columns, for a new file
	take func(data []byte) error // makes what stands in the file good

	data   []byte // of the file
	undoTo []int  // the lengths of the file before what this run has added
}

// writable makes the folder of the file and says whether the file can be
// written. It makes none.
func (j *journal) writable() error {
	if err := os.MkdirAll(filepath.Dir(j.path), 0o777); err != nil {
		return err
	}
	info, err := os.Stat(j.path)
	if err == nil && !info.Mode().IsRegular() {
		return usagef("is no file that can keep decisions")
	}
	f, openErr := os.OpenFile(j.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if openErr != nil {
		return openErr
	}
	openErr = f.Close()
	if errors.Is(err, fs.ErrNotExist) {
		os.Remove(followLink(j.path))
	}
	return openErr
}

// load reads the file, which need not exist.
func (j *journal) load() error {
	data, err := os.ReadFile(j.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if len(data) > record.MaxDecisionsSize {
		return tooLarge(record.MaxDecisionsSize)
	}
	return j.set(data)
}

func (j *journal) set(data []byte) error {
	if err := j.take(data); err != nil {
		return err
	}
	j.data = data
	return nil
}

// append writes rows at the end of the file and waits until they are on the
// disk. What another program has written there meanwhile is kept.
func (j *journal) append(rows [][]string) error {
	if err := j.load(); err != nil {
		return err
	}
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = '\t'
	if len(j.data) == 0 {
		w.Write(j.head)
	} else if !bytes.HasSuffix(j.data, []byte("\n")) {
		b.WriteByte('\n')
	}
	w.WriteAll(rows) // to memory: cannot fail
	before := len(j.data)
	data := append(slices.Clip(j.data), b.Bytes()...)
	f, err := os.OpenFile(j.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return err
	}
	_, err = f.Write(b.Bytes())
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	j.undoTo = append(j.undoTo, before)
	return j.set(data)
}

// undo takes back what append added last. It refuses when another program has
// changed the file since.
func (j *journal) undo() error {
	data, err := os.ReadFile(j.path)
	if err != nil {
		return err
	}
	if !bytes.Equal(data, j.data) {
		return &web.Error{Status: http.StatusConflict, Message: "another program has changed the file of decisions", Hint: "take the row out there"}
	}
	n := len(j.undoTo) - 1
	to := j.undoTo[n]
	f, err := os.OpenFile(j.path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := errors.Join(f.Truncate(int64(to)), f.Sync(), f.Close()); err != nil {
		return err
	}
	j.undoTo = j.undoTo[:n]
	return j.set(data[:to:to])
}
