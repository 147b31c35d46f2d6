package pdftext

import (
	"bytes"
	"math"
	"testing"
	"unicode"
	"unicode/utf8"
)

// FuzzContent interprets any bytes as the content of a page. Words are valid
// UTF-8 without white space, with boxes that are numbers.
func FuzzContent(f *testing.F) {
	for _, s := range []string{
		"BT /F1 10 Tf 72 700 Td (The keeper) Tj ET",
		"q 2 0 0 2 0 0 cm BT /F1 10 Tf 14 TL [(a) -300 (b)] TJ T* 1 2 (c) \" ET Q",
		"BI /W 2 ID \x00\x01 EI /Span << /ActualText <FEFF0041> >> BDC EMC",
		"BT /F1 1e300 Tf 1e308 0 0 1e308 0 0 Tm (big) Tj ET",
		"[[[[<", "((((", "<<<<", "/Fm Do",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		w := &pdfWriter{}
		data := w.file(testPage{content: string(content)})
		file, err := Open(data, "")
		if err != nil {
			return
		}
		p, _ := file.Page(0)
		checkPage(t, p)
	})
}

// FuzzFont reads any bytes as a ToUnicode map, and shows all codes with it.
func FuzzFont(f *testing.F) {
	f.Add([]byte("begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfrange <00> <FF> <0041> endbfrange endcmap"))
	f.Add([]byte("1 beginbfchar <41> <D835DD38> endbfchar 1 beginbfrange <42> <44> [<0041> <> <FF>] endbfrange begincidrange <00> <FF> -1"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m := parseCMap(data)
		fonts := []*font{
			{toUnicode: m, cache: map[uint32]string{}},
			{toUnicode: m, codes: m, composite: true, cache: map[uint32]string{}},
		}
		codes := make([]byte, 0, 512)
		for i := range 256 {
			codes = append(codes, byte(i), byte(255-i))
		}
		for _, font := range fonts {
			for rest := codes; len(rest) > 0; {
				c, n := font.next(rest)
				if n < 1 || n > len(rest) || !utf8.ValidString(c.text) {
					t.Fatalf("%d bytes are %q", n, c.text)
				}
				rest = rest[n:]
			}
		}
	})
}

// FuzzProgram reads any bytes as a font program. Its texts are characters.
func FuzzProgram(f *testing.F) {
	f.Add([]byte(sfnt("cmap", cmapTable(3, 1, cmapListed), "post", be32(0x20000)+string(make([]byte, 28))+be(2, 47, 258)+"\x01a")))
	f.Add([]byte(sfnt("cmap", cmapTable(3, 10, cmapWide), "CFF ", cff("", 3, "\x00"+be(sidL, sidA), "\x00\x02ab"))))
	f.Add([]byte(cff(be(0x8b8b)+"\x8b\x0c\x1e", 5, "\x02"+be(40, 3), "\x00")))
	f.Add([]byte(cff("", 5, "\x01"+be(sidL)+"\x03", "\x01\x01\x11\x03")))
	f.Fuzz(func(t *testing.T, data []byte) {
		p := programOf(data)
		for gid, s := range p.text {
			if gid < 0 || s == "" || !utf8.ValidString(s) {
				t.Fatalf("glyph %d is %q", gid, s)
			}
		}
		for code := range 256 {
			p.code(byte(code))
			p.gid(uint32(code))
		}
	})
}

// FuzzRepair rebuilds and decrypts any bytes. What rebuild makes ends in a
// cross-reference stream that begins where it says.
func FuzzRepair(f *testing.F) {
	for _, seed := range hostileSeeds(f)[:5] {
		f.Add(seed)
	}
	f.Add([]byte("1 0 obj << /Type /Catalog >> endobj trailer << /Root 1 0 R /Encrypt << /Filter /Standard >> >>"))
	f.Fuzz(func(t *testing.T, data []byte) {
		decrypt(bytes.Clone(data), "harbour")
		out, err := rebuild(bytes.Clone(data))
		if err != nil {
			return
		}
		i := bytes.LastIndex(out, []byte("startxref\n"))
		at := int(number(bytes.TrimSuffix(out[i+len("startxref\n"):], []byte("\n%%EOF"))))
		if at >= len(out) || !bytes.Contains(out[at:min(len(out), at+40)], []byte(" 0 obj")) {
			t.Fatalf("no object at %d", at)
		}
	})
}

func checkPage(t *testing.T, p *Page) {
	for _, l := range p.Lines {
		if len(l.Words) == 0 {
			t.Fatal("a line without words")
		}
		for _, w := range l.Words {
			if w.Text == "" || !utf8.ValidString(w.Text) {
				t.Fatalf("word %q", w.Text)
			}
			for _, r := range w.Text {
				if unicode.IsSpace(r) || unicode.IsControl(r) {
					t.Fatalf("word %q", w.Text)
				}
			}
			for _, v := range []float64{w.X0, w.Y0, w.X1, w.Y1} {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("word %q in %v", w.Text, w)
				}
			}
		}
	}
}
