package pdftext

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"strings"
	"testing"
)

// A writer builds small PDF files for the tests.
type pdfWriter struct {
	objects []string // of object 1, 2, …
}

func (w *pdfWriter) add(body string) int {
	w.objects = append(w.objects, body)
	return len(w.objects)
}

// reserve returns the number of an object that set fills later.
func (w *pdfWriter) reserve() int           { return w.add("null") }
func (w *pdfWriter) set(n int, body string) { w.objects[n-1] = body }

func (w *pdfWriter) stream(dict, data string) int {
	return w.add(streamObject(dict, data))
}

func streamObject(dict, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(data), data)
}

func deflate(s string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	z.Write([]byte(s))
	z.Close()
	return b.String()
}

// bytes writes the file, with a classic cross-reference table. extra goes
// into the trailer.
func (w *pdfWriter) bytes(root int, extra string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
	at := make([]int, len(w.objects))
	for i, o := range w.objects {
		at[i] = b.Len()
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, a := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", a)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root %d 0 R %s >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, root, extra, start)
	return b.Bytes()
}

// packed writes the file with a cross-reference stream, which can say of an
// object that it is in an object stream: inside gives stream and place.
func (w *pdfWriter) packed(root int, inside map[int][2]int) []byte {
	var b, table bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	row := func(kind byte, a, c int) { table.Write([]byte{kind, byte(a >> 16), byte(a >> 8), byte(a), byte(c)}) }
	row(0, 0, 0)
	for i, o := range w.objects {
		if at, ok := inside[i+1]; ok {
			row(2, at[0], at[1])
			continue
		}
		row(1, b.Len(), 0)
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start, self := b.Len(), len(w.objects)+1
	row(1, start, 0)
	fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", self, streamObject(fmt.Sprintf("/Type /XRef /Size %d /W [1 3 1] /Root %d 0 R", self+1, root), table.String()))
	fmt.Fprintf(&b, "startxref\n%d\n%%%%EOF\n", start)
	return b.Bytes()
}

// A testPage is one page of a test file.
type testPage struct {
	content   string
	fonts     map[string]string // font dictionaries by name; F1 is Helvetica where none is given
	resources string            // more entries of the resource dictionary
	attrs     string            // more entries of the page dictionary
}

// file writes pages with the objects that w already has.
func (w *pdfWriter) file(pages ...testPage) []byte {
	return w.bytes(w.pages(pages...), "")
}

// pages adds the objects of pages and returns the catalogue's number.
func (w *pdfWriter) pages(pages ...testPage) int {
	tree := w.reserve()
	var kids []string
	for _, p := range pages {
		fonts := ""
		if p.fonts == nil {
			p.fonts = map[string]string{"F1": "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
		}
		for _, name := range sortedKeys(p.fonts) {
			fonts += fmt.Sprintf(" /%s %d 0 R", name, w.add(p.fonts[name]))
		}
		c := w.stream("", p.content)
		n := w.add(fmt.Sprintf("<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font <<%s >> %s >> %s >>",
			tree, c, fonts, p.resources, p.attrs))
		kids = append(kids, fmt.Sprintf("%d 0 R", n))
	}
	w.set(tree, fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", strings.Join(kids, " "), len(kids)))
	return w.add(fmt.Sprintf("<< /Type /Catalog /Pages %d 0 R >>", tree))
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	for i := range keys {
		for j := i; j > 0 && keys[j] < keys[j-1]; j-- {
			keys[j], keys[j-1] = keys[j-1], keys[j]
		}
	}
	return keys
}

// text returns what is read of a file: lines, each ending with a line feed,
// a page mark after each page.
func text(t testing.TB, data []byte) string {
	t.Helper()
	f, err := Open(bytes.Clone(data), "")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i := range f.NumPages() {
		p, err := f.Page(i)
		if err != nil {
			t.Errorf("page %d: %v", i+1, err)
		}
		b.WriteString(pageText(p))
		b.WriteByte('\f')
	}
	return b.String()
}

func pageText(p *Page) string {
	var b strings.Builder
	for _, l := range p.Lines {
		for i, w := range l.Words {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(w.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// literal writes s as a literal string in WinAnsiEncoding, for characters of
// Latin-1.
func literal(s string) string {
	var b strings.Builder
	b.WriteByte('(')
	for _, r := range s {
		if r == '(' || r == ')' || r == '\\' {
			b.WriteByte('\\')
		}
		b.WriteByte(byte(r))
	}
	b.WriteByte(')')
	return b.String()
}

// helvetica returns the width of s in ems.
func helvetica(s string) float64 {
	std := standardFontFor("Helvetica")
	w := 0.0
	for _, r := range s {
		w += std.width(r)
	}
	return w
}
