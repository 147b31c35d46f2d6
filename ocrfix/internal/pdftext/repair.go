package pdftext

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// maxObject bounds the object numbers that a rebuilt file may have.
const maxObject = 1 << 20

// An entry says where an object stands: at a byte of the file, or as element
// number place of the object stream in.
type entry struct {
	in, place int
}

// rebuild returns data with a new cross-reference stream at its end, made by
// looking for objects from the first byte to the last. Of two objects with
// one number the later counts, as it does after an update.
func rebuild(data []byte) ([]byte, error) {
	if i := bytes.LastIndex(data, []byte("%%EOF")); i < 0 {
		data = append(data[:len(data):len(data)], '\n')
	}
	s := scan{data: data, entries: map[int]entry{}}
	s.objects()
	s.trailers()
	if s.trailer["Root"] == nil && s.catalog > 0 {
		s.trailer = rawDict{"Root": fmt.Appendf(nil, "%d 0 R", s.catalog)}
	}
	if s.trailer["Root"] == nil {
		return nil, errors.New("no catalogue")
	}
	return s.write(), nil
}

// A scan collects what rebuild finds.
type scan struct {
	data    []byte
	entries map[int]entry
	trailer rawDict
	catalog int // number of an object of type Catalog
}

// objects finds "12 0 obj" everywhere.
func (s *scan) objects() {
	num, _, start, body, ok := s.nextObject(0)
	for ; ok; num, _, start, body, ok = s.nextObject(body) {
		s.entries[num] = entry{place: start}
		s.object(num, s.data[body:])
	}
}

// nextObject finds the first "12 0 obj" from pos on: its numbers, where it begins
// and what it heads.
func (s *scan) nextObject(pos int) (num, gen, start, body int, ok bool) {
	for body = pos; ; {
		i := bytes.Index(s.data[body:], []byte("obj"))
		if i < 0 {
			return 0, 0, 0, 0, false
		}
		at := body + i
		body = at + len("obj")
		if num, gen, start, ok = objectHead(s.data, at); ok {
			return num, gen, start, body, true
		}
	}
}

// objectHead reads "12 0 " backwards from the place of "obj", and returns
// number, generation and where they begin.
func objectHead(data []byte, at int) (num, gen, start int, ok bool) {
	i := at
	back := func(is func(byte) bool) (from, to int) {
		to = i
		for i > 0 && is(data[i-1]) && to-i < 10 {
			i--
		}
		return i, to
	}
	back(isSpace)
	genFrom, genTo := back(isDigit)
	if gap, gapTo := back(isSpace); genFrom == genTo || gap == gapTo {
		return 0, 0, 0, false
	}
	from, to := back(isDigit)
	if from == to {
		return 0, 0, 0, false
	}
	n := number(data[from:to])
	return int(n), int(number(data[genFrom:genTo])), from, n > 0 && n < maxObject
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// object looks at an object's dictionary, at the head of body.
func (s *scan) object(num int, body []byte) {
	l := lexer{data: body[:min(len(body), 1<<16)]}
	v, _, _ := l.token(0)
	if v.kind != kindDict || !bytes.Contains(v.str, []byte("/Type")) {
		return
	}
	d := parseDict(v.str)
	switch d.name("Type") {
	case "Catalog":
		s.catalog = num
	case "XRef":
		if d["Root"] != nil {
			s.trailer = d
		}
	case "ObjStm":
		s.objectStream(num, d, body[l.pos:])
	}
}

// objectStream lists the objects inside an object stream.
func (s *scan) objectStream(num int, d rawDict, body []byte) {
	i := bytes.Index(body[:min(len(body), 64)], []byte("stream"))
	if i < 0 {
		return
	}
	body = bytes.TrimPrefix(body[i+len("stream"):], []byte("\r"))
	body = bytes.TrimPrefix(body, []byte("\n"))
	if d.name("Filter") == "FlateDecode" || bytes.Contains(d["Filter"], []byte("FlateDecode")) {
		z, err := zlib.NewReader(bytes.NewReader(body))
		if err != nil {
			return
		}
		body, _ = io.ReadAll(io.LimitReader(z, maxContent))
	}
	first := d.int("First")
	if first > len(body) {
		return
	}
	l := lexer{data: body[:first]}
	var offsets []int
	for n := range d.int("N") {
		id, _, ok := l.token(0)
		at, _, _ := l.token(0)
		if !ok || id.num <= 0 || id.num >= maxObject {
			break
		}
		if _, plain := s.entries[int(id.num)]; !plain {
			s.entries[int(id.num)] = entry{in: num, place: n}
		}
		offsets = append(offsets, first+int(at.num))
		if from := offsets[n]; s.catalog == 0 && from >= 0 && from < len(body) {
			head := body[from:min(len(body), from+256)]
			if bytes.Contains(head, []byte("/Catalog")) && bytes.HasPrefix(bytes.TrimSpace(head), []byte("<<")) {
				s.catalog = int(id.num)
			}
		}
	}
}

// trailers finds trailer dictionaries; the last with a Root counts.
func (s *scan) trailers() {
	for pos := 0; ; {
		i := bytes.Index(s.data[pos:], []byte("trailer"))
		if i < 0 {
			return
		}
		pos += i + len("trailer")
		l := lexer{data: s.data[pos:min(len(s.data), pos+1<<16)]}
		if v, _, _ := l.token(0); v.kind == kindDict {
			if d := parseDict(v.str); d["Root"] != nil {
				s.trailer = d // the last one counts: it is of the last update
			}
		}
	}
}

// write appends the cross-reference stream.
func (s *scan) write() []byte {
	nums := make([]int, 0, len(s.entries))
	for n := range s.entries {
		nums = append(nums, n)
	}
	slices.Sort(nums)
	self := 1
	if len(nums) > 0 {
		self = nums[len(nums)-1] + 1
	}
	table := make([]byte, 7*(self+1))
	for _, n := range nums {
		e, row := s.entries[n], table[7*n:]
		if e.in > 0 {
			row[0] = 2
			binary.BigEndian.PutUint32(row[1:], uint32(e.in))
			binary.BigEndian.PutUint16(row[5:], uint16(e.place))
		} else {
			row[0] = 1
			binary.BigEndian.PutUint32(row[1:], uint32(e.place))
		}
	}
	out := append(s.data[:len(s.data):len(s.data)], '\n')
	at := len(out)
	out = fmt.Appendf(out, "%d 0 obj\n<< /Type /XRef /Size %d /W [1 4 2] /Length %d", self, self+1, len(table))
	for _, key := range []string{"Root", "ID", "Info"} {
		if v := s.trailer[key]; v != nil {
			out = fmt.Appendf(out, " /%s %s", key, v)
		}
	}
	out = append(out, " >>\nstream\n"...)
	out = append(out, table...)
	return fmt.Appendf(out, "\nendstream\nendobj\nstartxref\n%d\n%%%%EOF", at)
}
