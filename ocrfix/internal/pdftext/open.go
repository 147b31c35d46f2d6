package pdftext

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/ledongthuc/pdf"
)

// Errors of a file as a whole.
var (
	ErrNotPDF     = errors.New("not a PDF file")
	ErrPassword   = errors.New("the file is encrypted and the password does not open it")
	ErrEncryption = errors.New("the file is encrypted in a way that is not supported")
	ErrDamaged    = errors.New("the file is damaged beyond repair")
)

// A File is an open PDF file. It serves one goroutine.
type File struct {
	data []byte
	// Repaired says that the cross references were rebuilt.
	Repaired bool

	pages []pageNode
	fonts map[string]*font // by the printed form of the font dictionary
}

// Open reads the structure of a PDF file held in data, which it may change:
// the caller must not use data afterwards. The password opens an encrypted
// file; one that wants none opens with "".
func Open(data []byte, password string) (*File, error) {
	start := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-"))
	if start < 0 {
		return nil, ErrNotPDF
	}
	f := &File{data: data[start:], fonts: map[string]*font{}}
	if _, err := decrypt(f.data, password); err != nil {
		return nil, err
	}
	if err := f.read(tidy(f.data)); err == nil && len(f.pages) > 0 {
		return f, nil
	}
	mended, mendErr := rebuild(f.data)
	if mendErr != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, mendErr)
	}
	f.Repaired = true
	if err := f.read(mended); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if len(f.pages) == 0 {
		return nil, fmt.Errorf("%w: no pages", ErrDamaged)
	}
	return f, nil
}

// NumPages returns the number of pages found in the page tree, whatever the
// tree's own counts say.
func (f *File) NumPages() int { return len(f.pages) }

// read opens data and walks the page tree.
func (f *File) read(data []byte) (err error) {
	defer recovered(&err)
	f.data, f.pages = data, nil
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	f.pages = walkPages(r.Trailer().Key("Root").Key("Pages"))
	return nil
}

// tidy gives the file the head and the tail that the structure reader insists
// on: a header line of exactly "%PDF-1.N", and "%%EOF" at the very end. It
// writes into data.
func tidy(data []byte) []byte {
	const header = "%PDF-1.7\n"
	if len(data) > len(header) {
		copy(data, header)
	}
	if i := bytes.LastIndex(data, []byte("%%EOF")); i >= 0 && bytes.LastIndex(data, []byte("startxref")) < i {
		return data[: i+len("%%EOF") : i+len("%%EOF")]
	}
	return append(data[:len(data):len(data)], "\n%%EOF"...)
}

// recovered turns a panic of the structure reader into an error.
func recovered(err *error) {
	switch p := recover().(type) {
	case nil:
	case error:
		*err = p
	default:
		*err = fmt.Errorf("%v", p)
	}
}
