package pdftext

import (
	"bufio"
	"encoding/gob"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// The dialogue between [Client] and [Serve]: a request as one line of JSON,
// then the bytes of the file; back comes a gob stream of replies, the first
// about the file, then one a page.

// A request begins the dialogue.
type request struct {
	Password string        `json:"password,omitempty"`
	From     int           `json:"from"`                // the first page wanted, from 0
	Repair   bool          `json:"repair,omitempty"`    // do not trust the cross references
	Memory   int64         `json:"memory,omitempty"`    // bytes the worker may use; 0: no limit
	PageTime time.Duration `json:"page_time,omitempty"` // after which the client gives a page up; 0: never
}

// A reply is what the worker found out next.
type reply struct {
	Pages    int  // of the first reply: the number of pages
	Repaired bool // likewise
	Kind     int  // likewise: which of fileErrors, 0 for none
	Err      string
	Page     *Page // of the others
}

// fileErrors are the errors of a file that keep their identity on the way
// from the worker. Their place in the list is part of the dialogue.
var fileErrors = []error{nil, ErrNotPDF, ErrPassword, ErrEncryption, ErrDamaged}

// Serve is the worker's side: it reads one request and one file from in,
// writes the replies to out, and returns. It takes limits upon the whole
// process.
func Serve(in io.Reader, out io.Writer) error {
	r := bufio.NewReader(in)
	line, err := r.ReadBytes('\n')
	if err != nil {
		return fmt.Errorf("reading the request: %w", err)
	}
	var req request
	if err := json.Unmarshal(line, &req); err != nil {
		return fmt.Errorf("reading the request: %w", err)
	}
	limitProcess(req.Memory)
	exitWithParent()
	tick := limitStep(req.PageTime)
	data, err := io.ReadAll(r)
	if err != nil {
		return fmt.Errorf("reading the file: %w", err)
	}
	w := bufio.NewWriterSize(out, 1<<16)
	enc := gob.NewEncoder(w)
	send := func(m reply) error {
		tick()
		if err := enc.Encode(m); err != nil {
			return err
		}
		return w.Flush()
	}
	f, err := open(data, req.Password, !req.Repair)
	if err != nil {
		return send(fileReply(err))
	}
	if err := send(reply{Pages: f.NumPages(), Repaired: f.Repaired}); err != nil {
		return err
	}
	for i := req.From; i < f.NumPages(); i++ {
		p, err := f.Page(i)
		m := reply{Page: p}
		if err != nil {
			m.Err = err.Error()
		}
		if err := send(m); err != nil {
			return err
		}
	}
	return nil
}

func fileReply(err error) reply {
	m := reply{Err: err.Error()}
	for i, known := range fileErrors {
		if i > 0 && errors.Is(err, known) {
			m.Kind = i
		}
	}
	return m
}

// fileError is the inverse of fileReply.
func (m reply) fileError() error {
	switch {
	case m.Kind > 0 && m.Kind < len(fileErrors):
		return &workerError{m.Err, fileErrors[m.Kind]}
	case m.Err != "":
		return errors.New(m.Err)
	}
	return nil
}

// A workerError is an error that came as text and is of a known kind.
type workerError struct {
	text string
	kind error
}

func (e *workerError) Error() string { return e.text }
func (e *workerError) Unwrap() error { return e.kind }
