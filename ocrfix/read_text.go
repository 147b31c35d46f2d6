package ocrfix

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	"golang.org/x/text/encoding/charmap"
)

// The names of the encodings that a text may have.
const (
	encUTF8    = "utf-8"
	encUTF16LE = "utf-16le"
	encUTF16BE = "utf-16be"
	encANSI    = "windows-1252" // a superset of Latin-1 for printable characters
)

const bomUTF8 = "\xef\xbb\xbf"

// sampleBytes is how much of a text is looked at to guess its encoding where
// the whole need not be.
const sampleBytes = 64 << 10

// maxRepairs is the number of broken places from which a text counts as
// Windows-1252, in which no byte is broken.
const maxRepairs = 100_000

// readText reads a plain text in any of the encodings above.
func readText(data []byte, _ string, opt *ReadOptions) (*Document, error) {
	if err := refuseBinary(data); err != nil {
		return nil, err
	}
	enc, bom, err := textEncoding(data, opt.Encoding)
	if err != nil {
		return nil, err
	}
	var text string
	var repairs []Repair
	switch body := data[bom:]; enc {
	case encUTF8:
		text, repairs = decodeUTF8(body)
	case encUTF16LE:
		text, repairs = decodeUTF16(body, binary.LittleEndian)
	case encUTF16BE:
		text, repairs = decodeUTF16(body, binary.BigEndian)
	case encANSI:
		text = decodeANSI(body)
	default:
		return nil, &ReadError{
			Err:  fmt.Errorf("unknown encoding %q", enc),
			Hint: strings.Join([]string{encUTF8, encUTF16LE, encUTF16BE, encANSI}, ", "),
		}
	}
	d := NewDocument(text)
	d.Source.Encoding, d.Source.BOM, d.Source.Repairs = enc, bom > 0, repairs
	if enc != encUTF8 {
		d.note("read as %s", enc)
	}
	if len(repairs) > 0 {
		d.note("broken characters repaired: %d, the first in line %d", len(repairs), d.LineAt(repairs[0].Start)+1)
	}
	if n := strings.Count(text, "\x00"); n > 0 {
		d.note("NUL characters in the text: %d", n)
	}
	return d, nil
}

func (d *Document) note(format string, args ...any) {
	d.Source.Notes = append(d.Source.Notes, fmt.Sprintf(format, args...))
}

// binaryKinds are first bytes of files that are no text, and what to do.
var binaryKinds = []struct{ magic, kind, hint string }{
	{"PK\x03\x04", "a ZIP archive or office document", "save it as plain text or PDF"},
	{"\x89PNG", "a PNG image", "run OCR on it first"},
	{"\xff\xd8\xff", "a JPEG image", "run OCR on it first"},
	{"GIF8", "a GIF image", "run OCR on it first"},
	{"II*\x00", "a TIFF image", "run OCR on it first"},
	{"MM\x00*", "a TIFF image", "run OCR on it first"},
	{"\x1f\x8b", "gzip data", "unpack it first"},
	{"BZh", "bzip2 data", "unpack it first"},
	{"\xfd7zXZ", "xz data", "unpack it first"},
	{"(\xb5/\xfd", "zstd data", "unpack it first"},
	{"\xd0\xcf\x11\xe0", "an old office document", "save it as plain text or PDF"},
	{"{\\rtf", "a rich text document", "save it as plain text"},
	{"\x7fELF", "a program", ""},
	{"\xff\xfe\x00\x00", "UTF-32 text", "convert it to UTF-8"},
	{"\x00\x00\xfe\xff", "UTF-32 text", "convert it to UTF-8"},
}

func refuseBinary(data []byte) error {
	for _, b := range binaryKinds {
		if bytes.HasPrefix(data, []byte(b.magic)) {
			return &ReadError{Err: fmt.Errorf("%w: %s", ErrBinary, b.kind), Hint: b.hint}
		}
	}
	return nil
}

// textEncoding returns the encoding of data and the length of its byte order
// mark. It trusts forced, then the mark, then the bytes.
func textEncoding(data []byte, forced string) (enc string, bom int, err error) {
	switch {
	case bytes.HasPrefix(data, []byte(bomUTF8)):
		enc, bom = encUTF8, 3
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		enc, bom = encUTF16LE, 2
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		enc, bom = encUTF16BE, 2
	}
	switch {
	case forced != "" && forced != enc:
		return forced, 0, nil
	case bom > 0:
		return enc, bom, nil
	}
	if enc := guessUTF16(data[:min(len(data), sampleBytes)]); enc != "" {
		return enc, 0, nil
	}
	if n := countControls(data); n*50 > len(data) {
		return "", 0, &ReadError{
			Err:  fmt.Errorf("%w: %d of %d bytes are control characters", ErrBinary, n, len(data)),
			Hint: "is it the right file?",
		}
	}
	if utf8.Valid(data) || mostlyUTF8(data) {
		return encUTF8, 0, nil
	}
	return encANSI, 0, nil
}

// countControls counts the bytes that no text has in an encoding of one byte
// a character: controls other than white space, and backspace and escape,
// which terminals leave behind.
func countControls(data []byte) int {
	n := 0
	for _, b := range data {
		if b < ' ' && (b < '\b' || b > '\r') && b != 0x1b || b == 0x7f {
			n++
		}
	}
	return n
}

// guessUTF16 recognises UTF-16 without a byte order mark by the NUL bytes of
// its spaces, line ends and Latin letters, which all stand on one side.
func guessUTF16(sample []byte) string {
	var nul [2]int
	for i, b := range sample {
		if b == 0 {
			nul[i&1]++
		}
	}
	units := len(sample) / 2
	switch {
	case units < 2:
		return ""
	case nul[1]*10 > units && nul[0]*10 < nul[1]:
		return plausibleUTF16(sample, binary.LittleEndian, encUTF16LE)
	case nul[0]*10 > units && nul[1]*10 < nul[0]:
		return plausibleUTF16(sample, binary.BigEndian, encUTF16BE)
	}
	return ""
}

// plausibleUTF16 returns enc unless the sample, decoded, is full of controls
// and of halves of characters.
func plausibleUTF16(sample []byte, order binary.ByteOrder, enc string) string {
	bad, units := 0, len(sample)/2
	for i := 0; i+1 < len(sample); i += 2 {
		u := order.Uint16(sample[i:])
		if u < ' ' && (u < '\t' || u > '\r') || u >= 0xfff0 || u >= 0xe000 && u < 0xf900 {
			bad++
		}
	}
	if bad*50 > units {
		return ""
	}
	return enc
}

// mostlyUTF8 reports whether data, which is not valid UTF-8, has more
// characters of several bytes than broken ones, and few enough of these.
func mostlyUTF8(data []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(data); {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			bad++
		} else {
			good++
		}
		i += n
	}
	return good > bad && bad <= maxRepairs
}

// decodeUTF8 returns data as text. A lone byte that is no UTF-8 but a printing
// character of Windows-1252 becomes that character, as where two files were
// joined; other broken bytes become U+FFFD, one for each run.
func decodeUTF8(data []byte) (string, []Repair) {
	if utf8.Valid(data) {
		// The text keeps the bytes alive and nobody writes to them.
		return unsafe.String(unsafe.SliceData(data), len(data)), nil
	}
	var b strings.Builder
	b.Grow(len(data) + len(data)/100)
	var repairs []Repair
	for i := 0; i < len(data); {
		if n := validPrefix(data[i:]); n > 0 {
			b.Write(data[i : i+n])
			i += n
			continue
		}
		end := i + 1
		for end < len(data) && brokenAt(data[end:]) {
			end++
		}
		start := b.Len()
		if c := charmap.Windows1252.DecodeByte(data[i]); end == i+1 && c >= 0xa0 && c != utf8.RuneError {
			b.WriteRune(c)
		} else {
			b.WriteRune(utf8.RuneError)
		}
		repairs = append(repairs, Repair{start, b.Len(), bytes.Clone(data[i:end])})
		i = end
	}
	return b.String(), repairs
}

func brokenAt(data []byte) bool {
	r, n := utf8.DecodeRune(data)
	return r == utf8.RuneError && n == 1
}

// validPrefix returns the length of the longest prefix that is valid UTF-8.
func validPrefix(data []byte) int {
	i := 0
	for i < len(data) {
		if data[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, n := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		i += n
	}
	return i
}

// decodeUTF16 returns data as text. Half a character (a lone surrogate, or
// the odd byte of a truncated file) becomes U+FFFD.
func decodeUTF16(data []byte, order binary.ByteOrder) (string, []Repair) {
	var b strings.Builder
	b.Grow(len(data))
	var repairs []Repair
	for i := 0; i < len(data); {
		n := min(2, len(data)-i)
		r := utf8.RuneError
		broken := n == 1
		if !broken {
			r = rune(order.Uint16(data[i:]))
			if utf16.IsSurrogate(r) {
				low := utf8.RuneError
				if i+3 < len(data) {
					low = rune(order.Uint16(data[i+2:]))
				}
				if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
					broken = true
				} else {
					n = 4
				}
			}
		}
		start := b.Len()
		b.WriteRune(r)
		if broken {
			repairs = append(repairs, Repair{start, b.Len(), bytes.Clone(data[i : i+n])})
		}
		i += n
	}
	return b.String(), repairs
}

// decodeANSI returns Windows-1252 data as text. Its five free bytes stand for
// the controls of the same number, as browsers read them, so that every byte
// can be written again.
func decodeANSI(data []byte) string {
	var b strings.Builder
	b.Grow(len(data) + len(data)/16)
	for _, c := range data {
		b.WriteRune(decodeANSIByte(c))
	}
	return b.String()
}

func decodeANSIByte(c byte) rune {
	r := charmap.Windows1252.DecodeByte(c)
	if r == utf8.RuneError {
		return rune(c)
	}
	return r
}

// ErrNotRaw means that a text is not the raw text of its source.
var ErrNotRaw = errors.New("not the raw text of this source")

// Encode writes text in the encoding that the source had, byte order mark
// included, without line ends or anything else being changed. A character
// that the encoding lacks is an error.
func (s *Source) Encode(text string) ([]byte, error) {
	out := make([]byte, 0, len(text)+3)
	if s.BOM {
		out = s.appendRune(out, '\ufeff')
	}
	return s.appendText(out, text)
}

// Bytes returns the bytes that were read, exactly, given the raw text that
// they were read as (Document.Text). It is ErrNotRaw when text is another:
// the hash of the source decides. Of a source that is not plain text (PDF,
// hOCR, ALTO, PAGE) it returns the raw text in UTF-8, since the file itself
// cannot be had from its text.
func (s *Source) Bytes(text string) ([]byte, error) {
	if s.Format != textReader.format {
		return []byte(text), nil
	}
	out := make([]byte, 0, len(text)+3)
	if s.BOM {
		out = s.appendRune(out, '\ufeff')
	}
	at := 0
	var err error
	for _, r := range s.Repairs {
		if r.Start < at || r.End < r.Start || r.End > len(text) {
			return nil, ErrNotRaw
		}
		if out, err = s.appendText(out, text[at:r.Start]); err != nil {
			return nil, err
		}
		out = append(out, r.Raw...)
		at = r.End
	}
	if out, err = s.appendText(out, text[at:]); err != nil {
		return nil, err
	}
	if s.SHA256 != "" {
		if sum := sha256.Sum256(out); hex.EncodeToString(sum[:]) != s.SHA256 {
			return nil, ErrNotRaw
		}
	}
	return out, nil
}

func (s *Source) appendText(out []byte, text string) ([]byte, error) {
	if s.Encoding == encUTF8 || s.Encoding == "" {
		return append(out, text...), nil
	}
	for i, r := range text {
		n := len(out)
		if out = s.appendRune(out, r); len(out) == n {
			return nil, fmt.Errorf("byte %d: %s has no character %q", i, s.Encoding, r)
		}
	}
	return out, nil
}

// appendRune appends r in the encoding of the source, or nothing where the
// encoding does not have it.
func (s *Source) appendRune(out []byte, r rune) []byte {
	switch s.Encoding {
	case encUTF16LE:
		return appendUTF16(out, r, binary.LittleEndian)
	case encUTF16BE:
		return appendUTF16(out, r, binary.BigEndian)
	case encANSI:
		if c, ok := charmap.Windows1252.EncodeRune(r); ok && r != utf8.RuneError {
			return append(out, c)
		}
		if r < math.MaxUint8 && decodeANSIByte(byte(r)) == r {
			return append(out, byte(r))
		}
		return out
	}
	return utf8.AppendRune(out, r)
}

func appendUTF16(out []byte, r rune, order binary.AppendByteOrder) []byte {
	if a, b := utf16.EncodeRune(r); a != utf8.RuneError {
		out = order.AppendUint16(out, uint16(a))
		return order.AppendUint16(out, uint16(b))
	}
	return order.AppendUint16(out, uint16(r))
}
