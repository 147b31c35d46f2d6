package ocrfix

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"ocrfix/ocrfix/internal/markup"
)

// ReadOptions say how to read a document. The zero value, and nil, recognise
// the format and the encoding and read up to DefaultMaxBytes.
type ReadOptions struct {
	// Format forces a format: text, pdf, hocr, alto or page.
	Format string
	// Encoding forces the encoding of a text: utf-8, utf-16le, utf-16be or
	// windows-1252.
	Encoding string
	// MaxBytes is the size from which a source is refused; 0 means
	// DefaultMaxBytes, a negative number no limit.
	MaxBytes int64
	// PDF says how to read PDF files.
	PDF PDFOptions
	// Context, if not nil, ends the reading of a PDF file, and the programs
	// that help with it, when it is done; Read then returns its error.
	Context context.Context
}

// DefaultMaxBytes is the size in bytes up to which a source is read.
const DefaultMaxBytes = 512 << 20

// Errors that a caller may want to tell apart. They come wrapped in a
// [*ReadError], which names the source and says what to try.
var (
	ErrBinary   = errors.New("not a text")
	ErrTooLarge = errors.New("too large")
	ErrFormat   = errors.New("unknown format")
)

// A ReadError says why a source could not be read.
type ReadError struct {
	Name string // of the source, as given to Read
	Err  error
	Hint string // what to try, "" when there is nothing to say
}

func (e *ReadError) Error() string {
	s := e.Err.Error()
	if e.Name != "" {
		s = e.Name + ": " + s
	}
	if e.Hint != "" {
		s += " (" + e.Hint + ")"
	}
	return s
}

func (e *ReadError) Unwrap() error { return e.Err }

// A reader turns the bytes of one format into a document. The document's
// Source gets its path, hash, page count and, unless the reader set it, its
// format from Read.
type reader struct {
	format string
	// recognise tells from the first bytes of a source, at most headBytes,
	// whether it is of this format.
	recognise func(head []byte) bool
	read      func(data []byte, name string, opt *ReadOptions) (*Document, error)
}

// headBytes is how much of a source recognise sees.
const headBytes = 16 << 10

// readers are asked in this order; the plain text reader comes after all.
var readers = []reader{pdfReader, altoReader, pageReader, hocrReader}

var textReader = reader{
	format: "text",
	read:   readText,
}

// Read reads a document. The first bytes choose the reader, unless opt names
// a format; name is where the bytes come from, for messages and Source.Path.
//
// All of r is read into memory, up to opt.MaxBytes. No input makes Read
// panic; what it cannot take is a [*ReadError].
func Read(r io.Reader, name string, opt *ReadOptions) (*Document, error) {
	if opt == nil {
		opt = &ReadOptions{}
	}
	data, err := readAll(r, opt.MaxBytes)
	if err != nil {
		return nil, readError(name, err)
	}
	rd, err := findReader(data, opt.Format)
	if err != nil {
		return nil, readError(name, err)
	}
	sum := sha256.Sum256(data)
	d, err := rd.read(data, name, opt)
	if err != nil {
		return nil, readError(name, err)
	}
	if d.Source.Format == "" {
		d.Source.Format = rd.format
	}
	d.Source.Path = name
	d.Source.SHA256 = hex.EncodeToString(sum[:])
	d.Source.Pages = len(d.Pages)
	return d, nil
}

// ReadFile reads the document in a file; see [Read].
func ReadFile(path string, opt *ReadOptions) (*Document, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, &ReadError{Name: path, Err: errors.New("is a directory"), Hint: "give -o OUT to clean a folder"}
	}
	return Read(f, filepath.ToSlash(path), opt)
}

func readError(name string, err error) error {
	if re, ok := errors.AsType[*ReadError](err); ok {
		if re.Name == "" {
			re.Name = name
		}
		return re
	}
	return &ReadError{Name: name, Err: err}
}

func findReader(data []byte, format string) (reader, error) {
	head := data[:min(len(data), headBytes)]
	for _, rd := range readers {
		if format == rd.format || format == "" && rd.recognise(head) {
			return rd, nil
		}
	}
	switch {
	case format == "" && markup.IsHTML(head): // its tags would be read as words
		return reader{}, &ReadError{Err: fmt.Errorf("%w: a web page (HTML without hOCR)", ErrBinary), Hint: "save it as plain text, with a browser or a program such as pandoc"}
	case format == "", format == textReader.format:
		return textReader, nil
	}
	return reader{}, &ReadError{Err: fmt.Errorf("%w %q", ErrFormat, format), Hint: "text, pdf, hocr, alto or page"}
}

// readAll reads r whole, in one piece where its length is known beforehand.
func readAll(r io.Reader, limit int64) ([]byte, error) {
	if limit == 0 {
		limit = DefaultMaxBytes
	}
	tooLarge := &ReadError{Err: ErrTooLarge, Hint: fmt.Sprintf("the limit is %d MB; cut the file in parts or raise the limit", limit>>20)}
	size := sizeHint(r)
	if limit > 0 {
		if size > limit {
			return nil, tooLarge
		}
		r = io.LimitReader(r, limit+1)
	}
	var buf bytes.Buffer
	if size > 0 {
		buf.Grow(int(size) + bytes.MinRead)
	}
	if _, err := buf.ReadFrom(r); err != nil {
		return nil, err
	}
	if limit > 0 && int64(buf.Len()) > limit {
		return nil, tooLarge
	}
	return buf.Bytes(), nil
}

// sizeHint returns how many bytes r will give, or 0 where that is not known.
func sizeHint(r io.Reader) int64 {
	switch r := r.(type) {
	case interface{ Len() int }: // strings.Reader, bytes.Reader, bytes.Buffer
		return int64(r.Len())
	case *os.File:
		if info, err := r.Stat(); err == nil && info.Mode().IsRegular() {
			return info.Size()
		}
	}
	return 0
}
