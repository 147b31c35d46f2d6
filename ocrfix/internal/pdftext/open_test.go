package pdftext

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sample returns a file of two pages and what is read of it.
func sample() (data []byte, want string) {
	w := &pdfWriter{}
	return w.file(
		testPage{content: "BT /F1 12 Tf 72 720 Td (The keepers shall) Tj 0 -15 Td (light the lamp.) Tj ET"},
		testPage{content: "BT /F1 12 Tf 72 720 Td (Second page.) Tj ET"},
	), "The keepers shall\nlight the lamp.\n\fSecond page.\n\f"
}

// TestOddFiles opens files that are not quite as the standard wants them.
func TestOddFiles(t *testing.T) {
	data, want := sample()
	cut := func(sep string) []byte { return data[:bytes.LastIndex(data, []byte(sep))] }
	replace := func(old, new string) []byte { return bytes.Replace(data, []byte(old), []byte(new), 1) }
	tests := []struct {
		name     string
		data     []byte
		repaired bool
	}{
		{"as it should be", data, false},
		{"newer version", replace("%PDF-1.4", "%PDF-2.0"), false},
		{"blank behind the version", replace("%PDF-1.4\n%", "%PDF-1.4 \n"), false},
		{"garbage before", append([]byte("HTTP/1.1 200 OK\r\n\r\n"), data...), false},
		{"garbage after", append(bytes.Clone(data), strings.Repeat("\x00", 3000)...), false},
		{"no end mark", cut("%%EOF"), false},
		{"no cross references", cut("xref\n0"), true},
		{"no trailer", cut("trailer"), true},
		{"wrong offset of the table", replace("startxref\n", "startxref\n1"), true},
		{"moved objects", replace("1 0 obj", "\n\n\n\n1 0 obj"), true},
		{"cut in the second page", data[:bytes.LastIndex(data, []byte("Second"))+8], true},
	}
	for _, tt := range tests {
		f, err := Open(bytes.Clone(tt.data), "")
		if err != nil {
			if tt.name == "cut in the second page" {
				continue // its catalogue is gone
			}
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if f.Repaired != tt.repaired {
			t.Errorf("%s: repaired %v", tt.name, f.Repaired)
		}
		if got := text(t, tt.data); got != want {
			t.Errorf("%s: got %q, want %q", tt.name, got, want)
		}
	}
}

func TestOpenErrors(t *testing.T) {
	for _, s := range []string{"", "%PD", "plain text", strings.Repeat("x", 2000) + "%PDF-1.4"} {
		if _, err := Open([]byte(s), ""); !errors.Is(err, ErrNotPDF) {
			t.Errorf("%.20q: %v, want ErrNotPDF", s, err)
		}
	}
	for _, s := range []string{"%PDF-", "%PDF-1.4", "%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 1 0 R >>\nendobj"} {
		if _, err := Open([]byte(s), ""); !errors.Is(err, ErrDamaged) {
			t.Errorf("%q: %v, want ErrDamaged", s, err)
		}
	}
}

// TestObjectStreams opens a file whose objects are packed, through its
// cross-reference stream and, with that destroyed, by searching.
func TestObjectStreams(t *testing.T) {
	w := &pdfWriter{}
	inside := map[int][2]int{}
	head, body := "", ""
	for i, o := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R /Resources << /Font << /F1 4 0 R >> >> >>",
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	} {
		inside[w.reserve()] = [2]int{5, i}
		head += fmt.Sprintf("%d %d ", i+1, len(body))
		body += o + " "
	}
	w.stream(fmt.Sprintf("/Type /ObjStm /N 4 /First %d /Filter /FlateDecode", len(head)), deflate(head+body))
	w.stream("", "BT /F1 10 Tf 72 700 Td (packed objects) Tj ET")
	data := w.packed(1, inside)

	const want = "packed objects\n\f"
	if got := text(t, data); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	broken := bytes.Replace(data, []byte("/Type /XRef"), []byte("/Type /Gone"), 1)
	if got := text(t, broken); got != want {
		t.Errorf("repaired: got %q, want %q", got, want)
	}
}

// TestPageTrees opens trees that lie: each must end, and give its pages once.
func TestPageTrees(t *testing.T) {
	page := func(parent, contents int) string {
		return fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>", parent, contents)
	}
	build := func(tree func(w *pdfWriter, page int) int) []byte {
		w := &pdfWriter{}
		c := w.stream("", "BT /F1 10 Tf 72 700 Td (once) Tj ET")
		root := tree(w, w.add(page(1, c)))
		return w.bytes(w.add(fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R >>", root)), "")
	}
	tests := []struct {
		name string
		data []byte
	}{
		{"forged count", build(func(w *pdfWriter, p int) int {
			return w.add(fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R] /Count 2000000000 >>", p))
		})},
		{"negative count", build(func(w *pdfWriter, p int) int {
			return w.add(fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R] /Count -7 >>", p))
		})},
		{"a node that is its own kid", build(func(w *pdfWriter, p int) int {
			n := w.reserve()
			w.set(n, fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R %d 0 R %d 0 R] /Count 3 >>", n, p, n))
			return n
		})},
		{"two nodes that are each other's kids", build(func(w *pdfWriter, p int) int {
			a, b := w.reserve(), w.reserve()
			w.set(a, fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R %d 0 R] /Count 4 >>", b, b))
			w.set(b, fmt.Sprintf("<< /Type /Pages /Kids [%d 0 R %d 0 R %d 0 R] /Parent %d 0 R /Count 4 >>", a, p, a, a))
			return a
		})},
		{"one page listed often", build(func(w *pdfWriter, p int) int {
			return w.add(fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count 900 >>", strings.Repeat(fmt.Sprintf("%d 0 R ", p), 900)))
		})},
		{"kids that are not there", build(func(w *pdfWriter, p int) int {
			return w.add(fmt.Sprintf("<< /Type /Pages /Kids [99 0 R %d 0 R 98 0 R null] /Count 3 >>", p))
		})},
	}
	for _, tt := range tests {
		if got := text(t, tt.data); got != "once\n\f" {
			t.Errorf("%s: got %q", tt.name, got)
		}
	}
}

// TestMovedPage has a right table but for one page, which repair finds.
func TestMovedPage(t *testing.T) {
	data, want := sample()
	i := bytes.Index(data, []byte("xref\n"))
	second := bytes.LastIndex(data[:i], []byte("<< /Type /Page "))
	at := bytes.LastIndex(data[:second], []byte("\n")) // line before: "7 0 obj"
	at = bytes.LastIndex(data[:at], []byte("\n")) + 1
	row := []byte(fmt.Sprintf("%010d 00000 n", at))
	if !bytes.Contains(data, row) {
		t.Fatal("no such row")
	}
	data = bytes.Replace(data, row, []byte(fmt.Sprintf("%010d 00000 n", at+7)), 1)
	if got := text(t, data); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestBadPage damages one page of two: it costs that page only.
func TestBadPage(t *testing.T) {
	data, _ := sample()
	first := bytes.Index(data, []byte("/Contents"))
	data = append(data[:first:first], bytes.Replace(data[first:], []byte("/Contents"), []byte("/Content("), 1)...)
	res, err := ReadAll(data, "")
	if err != nil {
		t.Fatal(err)
	}
	last := len(res.Pages) - 1
	if got := pageText(&res.Pages[last]); got != "Second page.\n" || res.Errs[last] != nil {
		t.Errorf("the good page reads %q, %v", got, res.Errs[last])
	}
}

func TestFilters(t *testing.T) {
	const plain = "BT /F1 10 Tf 72 700 Td (The lamp is lit) Tj 0 -20 Td (at every harbour, at every harbour, at every harbour.) Tj ET"
	const want = "The lamp is lit\nat every harbour, at every harbour, at every harbour.\n\f"
	deflated := deflate(plain)
	tests := []struct{ name, dict, data string }{
		{"none", "", plain},
		{"deflate", "/Filter /FlateDecode", deflated},
		{"deflate, cut short", "/Filter /FlateDecode", deflated[:len(deflated)-5]},
		{"LZW", "/Filter /LZWDecode", lzwEncode(plain, 1)},
		{"LZW, late change", "/Filter /LZWDecode /DecodeParms << /EarlyChange 0 >>", lzwEncode(plain, 0)},
		{"LZW, long", "/Filter [/LZWDecode]", lzwEncode(plain+strings.Repeat(" % the quick brown keeper jumps over the lazy lamp\n", 400), 1)},
		{"hexadecimal", "/Filter /ASCIIHexDecode", fmt.Sprintf("%x>", plain)},
		{"hexadecimal of deflate", "/Filter [/ASCIIHexDecode /FlateDecode]", fmt.Sprintf("%X>", deflated)},
		{"run length", "/Filter /RunLengthDecode", runLengthEncode(plain)},
		{"predictor", "/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 10 >>", deflate(pngEncode(plain, 10))},
	}
	for _, tt := range tests {
		w := &pdfWriter{}
		data := w.file(testPage{content: plain})
		data = bytes.Replace(data, []byte(streamObject("", plain)), []byte(streamObject(tt.dict, tt.data)), 1)
		if got := text(t, data); got != want && !(tt.name == "deflate, cut short" && strings.HasPrefix(got, "The lamp is lit\n")) {
			t.Errorf("%s: got %q", tt.name, got)
		}
	}
}

// lzwEncode packs s as LZWDecode unpacks it.
func lzwEncode(s string, early int) string {
	var out []byte
	bits, n := uint32(0), uint(0)
	width := uint(9)
	emit := func(code int) {
		bits = bits<<width | uint32(code)
		for n += width; n >= 8; n -= 8 {
			out = append(out, byte(bits>>(n-8)))
		}
	}
	table := map[string]int{}
	clear := func() {
		emit(lzwClear)
		table, width = map[string]int{}, 9
		for i := range 256 {
			table[string([]byte{byte(i)})] = i
		}
	}
	clear()
	next, cur := 258, ""
	for i := range len(s) {
		c := s[i : i+1]
		if _, ok := table[cur+c]; ok {
			cur += c
			continue
		}
		emit(table[cur])
		table[cur+c] = next
		next++
		if next-1+early >= 1<<width && width < 12 {
			width++
		}
		if next == 4094 {
			clear()
			next = 258
		}
		cur = c
	}
	emit(table[cur])
	emit(lzwEnd)
	if n > 0 {
		out = append(out, byte(bits<<(8-n)))
	}
	return string(out)
}

func runLengthEncode(s string) string {
	var b strings.Builder
	for len(s) > 0 {
		n := min(len(s), 100)
		b.WriteByte(byte(n - 1))
		b.WriteString(s[:n])
		s = s[n:]
	}
	return b.String() + "\xff \x80" // 2 blanks, the end
}

// pngEncode puts every row under another of the PNG filters.
func pngEncode(s string, columns int) string {
	s += strings.Repeat(" ", (columns-len(s)%columns)%columns)
	var b strings.Builder
	prior := make([]byte, columns)
	for i := 0; i < len(s); i += columns {
		row, kind := []byte(s[i:i+columns]), byte(i/columns%5)
		b.WriteByte(kind)
		for k := range row {
			var left, corner byte
			if k > 0 {
				left, corner = row[k-1], prior[k-1]
			}
			b.WriteByte(row[k] - [5]byte{0, left, prior[k], byte((int(left) + int(prior[k])) / 2), paeth(left, prior[k], corner)}[kind])
		}
		copy(prior, row)
	}
	return b.String()
}

// TestEncrypted opens files that qpdf encrypted, with the user password
// "harbour" and the owner password "owner".
func TestEncrypted(t *testing.T) {
	_, want := sample()
	for _, name := range []string{"rc4-40.pdf", "rc4-128.pdf", "aes-128.pdf", "aes-256-r5.pdf", "aes-256.pdf", "aes-256-packed.pdf"} {
		data, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, password := range []string{"", "beacon"} {
			if _, err := Open(bytes.Clone(data), password); !errors.Is(err, ErrPassword) {
				t.Errorf("%s, password %q: %v, want ErrPassword", name, password, err)
			}
		}
		for _, password := range []string{"harbour", "owner"} {
			res, err := ReadAll(data, password)
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			got := ""
			for i := range res.Pages {
				got += pageText(&res.Pages[i]) + "\f"
			}
			if got != want {
				t.Errorf("%s, password %q: %q, %v", name, password, got, res.Errs)
			}
		}
	}
	data, _ := os.ReadFile("testdata/rc4-128.pdf")
	data = bytes.Replace(data, []byte("/Standard"), []byte("/Certificate"), 1)
	if _, err := Open(data, "harbour"); !errors.Is(err, ErrEncryption) {
		t.Errorf("another handler: %v, want ErrEncryption", err)
	}
}
