package record

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"

	"ocrfix/ocrfix"
)

// The sizes in bytes up to which a document is read unasked. PDF files are large
// because of the images in them.
const (
	MaxTextSize = 64 << 20
	MaxPDFSize  = 512 << 20
)

// ReadOptions say how documents are read.
type ReadOptions struct {
	MaxSize  int64  // in bytes; 0 for the limit of the format
	Encoding string // of texts; "" to find it out
	PDF      ocrfix.PDFOptions
	Context  context.Context // ends the reading when it is done; nil for never
}

// Read reads a document of size bytes, -1 when that is not known, from r. The
// path is that which the document is to be known by.
func (o *ReadOptions) Read(r io.Reader, size int64, path string) (*ocrfix.Document, error) {
	head := bufio.NewReader(r)
	limit := o.limit(head)
	if size > limit {
		return nil, TooLarge(limit)
	}
	pdf := o.PDF
	pdf.Known = Known("")
	first, _ := head.Peek(1024)
	opened := hasTag(first, "<html")
	last := &tailReader{Reader: head}
	d, err := ocrfix.Read(sizedReader{last, size}, filepath.ToSlash(path), &ocrfix.ReadOptions{
		MaxBytes: limit,
		Encoding: o.Encoding,
		PDF:      pdf,
		Context:  o.Context,
	})
	if errors.Is(err, ocrfix.ErrTooLarge) {
		err = TooLarge(limit)
	}
	if err == nil && d.Source.Format == "hocr" && opened && !hasTag(last.tail, "</html") {
		d.Source.Notes = append(d.Source.Notes, "the hOCR ends within an element; it may be cut off")
	}
	return d, err
}

// hasTag reports whether a part of a file of HTML, in whatever encoding, holds
// what begins a tag.
func hasTag(part []byte, tag string) bool {
	part = bytes.ToLower(bytes.ReplaceAll(part, []byte{0}, nil))
	return bytes.Contains(part, []byte(tag))
}

// A tailReader keeps the end of what is read, at least tailSize bytes.
type tailReader struct {
	io.Reader
	tail []byte
}

const tailSize = 4 << 10

func (r *tailReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if n > 0 {
		keep := r.tail[max(len(r.tail)-tailSize, 0):]
		r.tail = append(keep, p[max(n-tailSize, 0):n]...)
	}
	return n, err
}

// limit gives the size up to which the document that begins with head is read.
func (o *ReadOptions) limit(head *bufio.Reader) int64 {
	if o.MaxSize != 0 {
		return o.MaxSize
	}
	if first, _ := head.Peek(1024); bytes.Contains(first, []byte("%PDF-")) {
		return MaxPDFSize
	}
	return MaxTextSize
}

// A sizedReader tells how much it will give, so that the memory for it is taken
// in one piece.
type sizedReader struct {
	io.Reader
	size int64 // -1 when not known
}

// Len gives the size in bytes, 0 when it is not known.
func (r sizedReader) Len() int { return int(max(r.size, 0)) }

// A Maker says how documents are cleaned and recorded. Its methods may be called
// by several goroutines.
type Maker struct {
	Cleaner    *ocrfix.Cleaner
	Lang       string  // the language, "" to find it out
	MinQuality float64 // the share of known words from which a text is taken
	Decisions  *Decisions
	Furniture  ocrfix.FurnitureMode
	Reflow     bool
	Settings   string // names all that a result depends on besides the document
}

// Within gives a copy whose work ends with the error of ctx when that is done.
func (m *Maker) Within(ctx context.Context) *Maker {
	within, cleaner := *m, *m.Cleaner
	cleaner.Context = ctx
	within.Cleaner = &cleaner
	return &within
}

// Result corrects a document.
func (m *Maker) Result(d *ocrfix.Document) (*ocrfix.Result, error) {
	res, err := m.Cleaner.Clean(d)
	if err != nil {
		return nil, err
	}
	if res.Stats.Words > 0 && res.Stats.Quality < m.MinQuality {
		return nil, failf("recognise the pages again, or lower --min-quality",
			"only %.1f %% of its words are known; --min-quality wants %.1f %%", 100*res.Stats.Quality, 100*m.MinQuality)
	}
	if err := m.Decisions.Replay(res); err != nil {
		return nil, err
	}
	if err := res.Furniture(m.Furniture); err != nil {
		return nil, err
	}
	if m.Reflow {
		return res, res.Reflow(Known(res.Lang))
	}
	return res, nil
}

// Record corrects a document, whose input has that path and size in bytes (-1
// when not known), and gives what the tables keep of it, but for its outputs.
func (m *Maker) Record(d *ocrfix.Document, path string, size int64) (*Record, error) {
	res, err := m.Result(d)
	if err != nil {
		return nil, err
	}
	res.Structure(&ocrfix.StructureOptions{Lang: m.Lang})
	rec := &Record{
		Result: res, Bytes: max(size, 0), Settings: m.Settings, Decisions: m.Decisions.DigestOf(d.Text),
		Year: Year(path, res.Text), Keys: EditKeys(res), Confusions: CountConfusions(res.Edits),
	}
	rec.Words, rec.Unknown = CountUnknown(res.Text, Known(res.Lang))
	return rec, nil
}
