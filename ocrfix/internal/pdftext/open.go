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
	// mended is the same file, repaired, for pages that cannot be read as it
	// is; nil before the first of them and where repair fails.
	mended   *File
	repaired bool // repair was tried

	// What was found so far, by reference as printed ("12 0 R"); fonts also
	// by their printed dictionaries.
	fonts  map[string]*font
	states map[string]fontState
}

// Open reads the structure of a PDF file held in data, which it may change:
// the caller must not use data afterwards. The password opens an encrypted
// file; one that wants none opens with "".
func Open(data []byte, password string) (*File, error) {
	return open(data, password, true)
}

// open opens a file by its own cross references, where these are trusted and
// lead to pages, and else by new ones.
func open(data []byte, password string, trust bool) (f *File, err error) {
	defer recovered(&err)
	start := bytes.Index(data[:min(len(data), 1024)], []byte("%PDF-"))
	if start < 0 {
		return nil, ErrNotPDF
	}
	f = newFile(data[start:])
	if _, err := decrypt(f.data, password); err != nil {
		return nil, err
	}
	f.data = tidy(f.data)
	if trust {
		if err := f.read(f.data); err == nil && len(f.pages) > 0 {
			return f, nil
		}
	}
	return f.repair()
}

func newFile(data []byte) *File {
	return &File{data: data, fonts: map[string]*font{}, states: map[string]fontState{}}
}

// repair opens the file with its cross references rebuilt.
func (f *File) repair() (*File, error) {
	data, err := rebuild(f.data)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	m := newFile(nil)
	m.Repaired = true
	if err := m.read(data); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if len(m.pages) == 0 {
		return nil, fmt.Errorf("%w: no pages", ErrDamaged)
	}
	return m, nil
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
