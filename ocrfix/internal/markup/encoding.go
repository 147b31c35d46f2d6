package markup

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// ErrEncoding is returned when a corrected file cannot be written back in the
// encoding that it came in.
var ErrEncoding = errors.New("cannot be written in the file's own encoding")

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)

	declaredXML  = regexp.MustCompile(`^\s*<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']`)
	declaredHTML = regexp.MustCompile(`(?i)<meta[^>]+charset\s*=\s*["']?([A-Za-z0-9._:-]+)`)
)

// encodingOf finds the encoding of a source by its byte order mark or by its
// declaration. It returns nil, with the length of the mark, for UTF-8.
func encodingOf(src []byte) (enc encoding.Encoding, bom int, err error) {
	switch {
	case bytes.HasPrefix(src, []byte("\xef\xbb\xbf")):
		return nil, 3, nil
	case bytes.HasPrefix(src, []byte("\xff\xfe")):
		return utf16LE, 2, nil
	case bytes.HasPrefix(src, []byte("\xfe\xff")):
		return utf16BE, 2, nil
	case bytes.HasPrefix(src, []byte("<\x00")):
		return utf16LE, 0, nil
	case bytes.HasPrefix(src, []byte("\x00<")):
		return utf16BE, 0, nil
	}
	head := src[:min(len(src), 2048)]
	m := declaredXML.FindSubmatch(head)
	if m == nil {
		m = declaredHTML.FindSubmatch(head)
	}
	if m == nil {
		return nil, 0, nil
	}
	name := strings.ToLower(string(m[1]))
	if name == "utf-8" || name == "utf8" || name == "us-ascii" || strings.HasPrefix(name, "utf-16") {
		return nil, 0, nil // a file in one-byte units cannot be UTF-16, whatever it says
	}
	enc, err = htmlindex.Get(name)
	if err != nil {
		return nil, 0, fmt.Errorf("unknown encoding %q", clip(name))
	}
	return enc, 0, nil
}

// encodingName is the name of an encoding as the WHATWG standard has it.
func encodingName(enc encoding.Encoding) string {
	switch enc {
	case nil:
		return "utf-8"
	case utf16LE:
		return "utf-16le"
	case utf16BE:
		return "utf-16be"
	}
	name, _ := htmlindex.Name(enc) // it came from there
	return name
}

// decode returns the source as the text that the scanner reads. Bytes that are
// not UTF-8 in a UTF-8 file stay as they are; the readers deal with them.
func decode(src []byte) (text string, enc encoding.Encoding, bom int, err error) {
	enc, bom, err = encodingOf(src)
	if err != nil {
		return "", nil, 0, err
	}
	if enc == nil {
		return string(src[bom:]), nil, bom, nil
	}
	out, err := enc.NewDecoder().Bytes(src[bom:])
	if err != nil {
		return "", nil, 0, err
	}
	return string(out), enc, bom, nil
}

// encode is the inverse of decode for a text that was changed. It refuses when
// the unchanged source does not survive the way there and back, since then
// bytes that nobody touched would change.
func (f *File) encode(text string) ([]byte, error) {
	mark := f.raw[:f.bom]
	if f.enc == nil {
		return append(bytes.Clone(mark), text...), nil
	}
	same, err := f.enc.NewEncoder().Bytes([]byte(f.src))
	if err != nil || !bytes.Equal(same, f.raw[f.bom:]) {
		return nil, fmt.Errorf("%w: it holds bytes that the encoding does not have", ErrEncoding)
	}
	out, err := encoding.HTMLEscapeUnsupported(f.enc.NewEncoder()).Bytes([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrEncoding, err)
	}
	return append(bytes.Clone(mark), out...), nil
}
