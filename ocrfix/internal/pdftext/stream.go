package pdftext

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/ledongthuc/pdf"
)

// errTooLong ends a stream that unpacks to more than a page can hold.
var errTooLong = errors.New("a stream unpacks to too many bytes")

// contents returns the decoded bytes of a stream, or of an array of streams
// in order, at most limit bytes. Damage at the end of a stream costs what
// follows it, not what came before.
func (f *File) contents(v pdf.Value, limit int) ([]byte, error) {
	if v.Kind() != pdf.Array {
		return f.stream(v, limit)
	}
	var all []byte
	for i := range v.Len() {
		b, err := f.stream(v.Index(i), limit-len(all))
		if err != nil && len(b) == 0 {
			return all, err
		}
		all = append(append(all, b...), '\n') // streams join at token borders
	}
	return all, nil
}

func (f *File) stream(v pdf.Value, limit int) ([]byte, error) {
	if v.Kind() != pdf.Stream {
		return nil, nil
	}
	r, err := f.unpacked(v)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	_, err = b.ReadFrom(io.LimitReader(r, int64(max(limit, 0))+1))
	if b.Len() > limit {
		return nil, errTooLong
	}
	if b.Len() > 0 {
		err = nil
	}
	return b.Bytes(), err
}

// unpacked returns a reader of the decoded stream. The structure reader panics
// over filters that it does not know, which are handled here.
func (f *File) unpacked(v pdf.Value) (r io.Reader, err error) {
	defer func() {
		if p := recover(); p != nil {
			r, err = f.decode(v)
		}
	}()
	return v.Reader(), nil
}

// decode reads a stream with the filters of old writers: LZW, hexadecimal,
// run length, ASCII 85 and deflate.
func (f *File) decode(v pdf.Value) (io.Reader, error) {
	raw, err := f.rawStream(v)
	if err != nil {
		return nil, err
	}
	var r io.Reader = bytes.NewReader(raw)
	filters := v.Key("Filter")
	params := v.Key("DecodeParms")
	if filters.Kind() == pdf.Name {
		return filter(r, filters.Name(), params)
	}
	for i := range filters.Len() {
		if r, err = filter(r, filters.Index(i).Name(), params.Index(i)); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// rawStream returns the bytes of a stream as they stand in the file. The
// structure reader tells a stream's place only in its printed form,
// "<<…>>@offset".
func (f *File) rawStream(v pdf.Value) ([]byte, error) {
	s := v.String()
	at, err := strconv.Atoi(s[strings.LastIndexByte(s, '@')+1:])
	if err != nil || at < 0 || at > len(f.data) {
		return nil, errors.New("a stream is not in the file")
	}
	raw := f.data[at:]
	if n := v.Key("Length").Int64(); n > 0 && n < int64(len(raw)) {
		return raw[:n], nil
	}
	if i := bytes.Index(raw, []byte("endstream")); i >= 0 {
		return raw[:i], nil
	}
	return raw, nil
}

func filter(r io.Reader, name string, params pdf.Value) (io.Reader, error) {
	switch name {
	case "FlateDecode", "Fl":
		z, err := zlib.NewReader(r)
		if err != nil {
			return nil, err
		}
		return unpredict(z, params)
	case "LZWDecode", "LZW":
		early := params.Key("EarlyChange")
		return unpredict(newLZW(r, early.IsNull() || early.Int64() != 0), params)
	case "ASCII85Decode", "A85":
		return ascii85.NewDecoder(&asciiReader{r: r, end: '~', lead: "<~"}), nil
	case "ASCIIHexDecode", "AHx":
		b, err := io.ReadAll(io.LimitReader(r, 2*maxContent))
		if err != nil && len(b) == 0 {
			return nil, err
		}
		l := lexer{data: b}
		return bytes.NewReader(l.hex()), nil
	case "RunLengthDecode", "RL":
		return &runLength{r: r}, nil
	case "Crypt":
		return r, nil
	}
	return nil, fmt.Errorf("stream filter %q is not supported", name)
}

// unpredict undoes the PNG predictors 10 to 15 (ISO 32000-1, 7.4.4.4).
func unpredict(r io.Reader, params pdf.Value) (io.Reader, error) {
	p := params.Key("Predictor").Int64()
	if p < 2 {
		return r, nil
	}
	positive := func(key string, zero int64) int64 {
		if n := params.Key(key).Int64(); n > 0 {
			return n
		}
		return zero
	}
	colors, bits, columns := positive("Colors", 1), positive("BitsPerComponent", 8), positive("Columns", 1)
	if p < 10 || colors > 32 || bits > 32 || columns > 1<<20 {
		return nil, fmt.Errorf("stream predictor %d is not supported", p)
	}
	step := int(max(1, colors*bits/8))
	n := int((colors*bits*columns + 7) / 8)
	return &pngReader{r: r, step: step, row: make([]byte, n), prior: make([]byte, n)}, nil
}

// A pngReader undoes the row filters of PNG.
type pngReader struct {
	r          io.Reader
	step       int
	row, prior []byte
	rest       []byte
}

func (p *pngReader) Read(b []byte) (int, error) {
	if len(p.rest) == 0 {
		var kind [1]byte
		if _, err := io.ReadFull(p.r, kind[:]); err != nil {
			return 0, err
		}
		p.row, p.prior = p.prior, p.row
		if _, err := io.ReadFull(p.r, p.row); err != nil {
			return 0, err
		}
		for i := range p.row {
			var left, up, corner byte
			up = p.prior[i]
			if i >= p.step {
				left, corner = p.row[i-p.step], p.prior[i-p.step]
			}
			switch kind[0] {
			case 1:
				p.row[i] += left
			case 2:
				p.row[i] += up
			case 3:
				p.row[i] += byte((int(left) + int(up)) / 2)
			case 4:
				p.row[i] += paeth(left, up, corner)
			}
		}
		p.rest = p.row
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}

func paeth(a, b, c byte) byte {
	p := int(a) + int(b) - int(c)
	pa, pb, pc := abs(p-int(a)), abs(p-int(b)), abs(p-int(c))
	switch {
	case pa <= pb && pa <= pc:
		return a
	case pb <= pc:
		return b
	}
	return c
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// An asciiReader passes printable characters up to end, without the lead
// that some writers put before them.
type asciiReader struct {
	r    io.Reader
	end  byte
	lead string
	done bool
}

func (a *asciiReader) Read(b []byte) (int, error) {
	if a.done {
		return 0, io.EOF
	}
	n, err := a.r.Read(b)
	k := 0
	for _, c := range b[:n] {
		switch {
		case a.lead != "" && c == a.lead[0]:
			a.lead = a.lead[1:]
		case c == a.end:
			a.done = true
			return k, nil
		case c > ' ' && c < 0x7f:
			a.lead = ""
			b[k] = c
			k++
		}
	}
	return k, err
}

// A runLength undoes RunLengthDecode (ISO 32000-1, 7.4.5).
type runLength struct {
	r    io.Reader
	rest []byte
	buf  [130]byte
}

func (l *runLength) Read(b []byte) (int, error) {
	if len(l.rest) == 0 {
		var head [1]byte
		if _, err := io.ReadFull(l.r, head[:]); err != nil {
			return 0, err
		}
		switch n := int(head[0]); {
		case n == 128:
			return 0, io.EOF
		case n < 128:
			if _, err := io.ReadFull(l.r, l.buf[:n+1]); err != nil {
				return 0, err
			}
			l.rest = l.buf[:n+1]
		default:
			if _, err := io.ReadFull(l.r, head[:]); err != nil {
				return 0, err
			}
			l.rest = l.buf[:257-n]
			for i := range l.rest {
				l.rest[i] = head[0]
			}
		}
	}
	n := copy(b, l.rest)
	l.rest = l.rest[n:]
	return n, nil
}
