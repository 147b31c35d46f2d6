package archive

import (
	"archive/tar"
	"bufio"
	"compress/gzip"
	"errors"
	"io"
	"strings"

	"github.com/ulikunitz/xz"
)

// tar lists a plain tar file, whose entries are read where they stand.
func (a *Archive) tar(s source) error {
	r := io.NewSectionReader(s.r, 0, s.size)
	return a.entries(s, tar.NewReader(r), func(h *tar.Header, _ io.Reader) (Entry, error) {
		at, err := r.Seek(0, io.SeekCurrent)
		if err == nil && at+h.Size > s.size {
			err = io.ErrUnexpectedEOF
		}
		return a.section(s.r, at, h.Size), err
	})
}

// packed lists a gzip or xz file: a tar file, of which every chosen entry is
// copied to the spool, or a single document.
func (a *Archive) packed(s source, head []byte) error {
	r, err := a.unpacker(s, head)
	if err != nil {
		return err
	}
	b := bufio.NewReaderSize(r, 64<<10)
	first, err := b.Peek(512)
	if err != nil && err != io.EOF {
		return err
	}
	if kindOf(first) != "tar" {
		return a.single(s, b)
	}
	return a.entries(s, tar.NewReader(b), func(_ *tar.Header, r io.Reader) (Entry, error) {
		at, n, err := a.copy(r)
		return a.section(a.spool, at, n), err
	})
}

// single lists the one document that a gzip or xz file holds.
func (a *Archive) single(s source, r io.Reader) error {
	name := s.name
	for _, ending := range []string{".gz", ".xz"} {
		if n := len(name) - len(ending); n > 0 && strings.EqualFold(name[n:], ending) {
			name = name[:n]
		}
	}
	name, ok, err := a.take(s, name, nil)
	if !ok || err != nil {
		return err
	}
	at, n, err := a.copy(r)
	if err != nil {
		return err
	}
	a.Entries = append(a.Entries, a.section(a.spool, at, n))
	a.Entries[len(a.Entries)-1].Name = name
	return nil
}

// section is an entry that lies unpacked in r.
func (a *Archive) section(r io.ReaderAt, at, size int64) Entry {
	return Entry{Size: size, open: func() (io.ReadCloser, error) {
		return io.NopCloser(io.NewSectionReader(r, at, size)), nil
	}}
}

// entries goes through a tar file; hold makes the entry of a chosen file.
func (a *Archive) entries(s source, t *tar.Reader, hold func(*tar.Header, io.Reader) (Entry, error)) error {
	for {
		h, err := t.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return err
		}
		if h.Typeflag == tar.TypeDir || h.Typeflag == tar.TypeXGlobalHeader {
			continue
		}
		name, ok, err := a.take(s, h.Name, tarRefusal(h))
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		e, err := hold(h, t)
		if err != nil {
			return err
		}
		e.Name = name
		if err := a.add(s, e); err != nil {
			return err
		}
	}
}

// tarRefusal says why an entry is not read, nil when it is.
func tarRefusal(h *tar.Header) error {
	if h.Typeflag != tar.TypeReg {
		return ErrSpecial
	}
	for key := range h.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return ErrSpecial
		}
	}
	return nil
}

// unpacker returns the unpacked bytes of a gzip or xz file, which end in
// [ErrRatio] or [ErrTooLarge] when there are too many of them.
func (a *Archive) unpacker(s source, head []byte) (io.Reader, error) {
	in := &counter{r: bufio.NewReaderSize(io.NewSectionReader(s.r, 0, s.size), 32<<10)}
	var r io.Reader
	var err error
	if kindOf(head) == "gzip" {
		r, err = gzip.NewReader(in)
	} else if err = checkXZ(s.r, s.size); err == nil {
		r, err = xz.ReaderConfig{SingleStream: true}.NewReader(in)
	}
	if err != nil {
		return nil, err
	}
	return &watched{r: r, in: in, limits: a.limits}, nil
}

// A counter counts what is read.
type counter struct {
	r *bufio.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// ReadByte keeps the unpackers from reading ahead behind a buffer of their own.
func (c *counter) ReadByte() (byte, error) {
	b, err := c.r.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

// A watched reader compares what comes out with what went in. It counts all
// that is unpacked, what lies between the chosen entries too.
type watched struct {
	r      io.Reader
	in     *counter
	out    int64
	limits Limits
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.r.Read(p)
	w.out += int64(n)
	switch {
	case w.out > freeBytes && w.out/w.limits.Ratio > w.in.n:
		return 0, ErrRatio
	case w.out > w.limits.Bytes:
		return 0, ErrTooLarge
	}
	return n, err
}
