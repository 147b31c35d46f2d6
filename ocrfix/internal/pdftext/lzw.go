package pdftext

import (
	"bufio"
	"errors"
	"io"
)

// An lzwReader undoes LZWDecode (ISO 32000-1, 7.4.4): codes of 9 to 12 bits,
// high bit first, 256 clears the table, 257 ends. With early change, the
// default, codes grow one entry before they must, which the standard
// library's compress/lzw cannot do.
type lzwReader struct {
	r     *bufio.Reader
	early int
	bits  uint32
	nbits uint
	width uint
	next  int // code of the next entry
	prev  int // code read before, -1 after a clear
	entry [4096]struct {
		prefix int16
		first  byte
		last   byte
	}
	out  []byte // the string of a code, written from its end
	rest []byte
}

const (
	lzwClear = 256
	lzwEnd   = 257
)

func newLZW(r io.Reader, early bool) *lzwReader {
	l := &lzwReader{r: bufio.NewReader(r), out: make([]byte, 4096)}
	if early {
		l.early = 1
	}
	for i := range 256 {
		l.entry[i].prefix, l.entry[i].first, l.entry[i].last = -1, byte(i), byte(i)
	}
	l.clear()
	return l
}

func (l *lzwReader) clear() { l.width, l.next, l.prev = 9, 258, -1 }

func (l *lzwReader) code() (int, error) {
	for l.nbits < l.width {
		b, err := l.r.ReadByte()
		if err != nil {
			return 0, err
		}
		l.bits = l.bits<<8 | uint32(b)
		l.nbits += 8
	}
	l.nbits -= l.width
	return int(l.bits >> l.nbits & (1<<l.width - 1)), nil
}

func (l *lzwReader) Read(b []byte) (int, error) {
	for len(l.rest) == 0 {
		if err := l.step(); err != nil {
			return 0, err
		}
	}
	n := copy(b, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}

// step reads one code.
func (l *lzwReader) step() error {
	c, err := l.code()
	switch {
	case err != nil:
		return err
	case c == lzwEnd:
		return io.EOF
	case c == lzwClear:
		l.clear()
		return nil
	case c > l.next || c == l.next && l.prev < 0:
		return errors.New("bad LZW code")
	}
	if l.prev >= 0 && l.next < len(l.entry) {
		e := &l.entry[l.next]
		e.prefix, e.first = int16(l.prev), l.entry[l.prev].first
		if c == l.next {
			e.last = e.first
		} else {
			e.last = l.entry[c].first
		}
		l.next++
		if l.next+l.early >= 1<<l.width && l.width < 12 {
			l.width++
		}
	}
	i := len(l.out)
	for k := c; k >= 0 && i > 0; k = int(l.entry[k].prefix) {
		i--
		l.out[i] = l.entry[k].last
	}
	l.rest, l.prev = l.out[i:], c
	return nil
}
