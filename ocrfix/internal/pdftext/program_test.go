package pdftext

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
)

// be writes numbers of two bytes, big endian.
func be(n ...int) string {
	var b []byte
	for _, v := range n {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return string(b)
}

func be32(n int) string { return be(n>>16, n&0xffff) }

// sfnt writes a font of the tables given, tag and content in turn.
func sfnt(tables ...string) string {
	n := len(tables) / 2
	head, body := "\x00\x01\x00\x00"+be(n, 0, 0, 0), ""
	for i := 0; i < len(tables); i += 2 {
		head += tables[i] + be32(0) + be32(12+16*n+len(body)) + be32(len(tables[i+1]))
		body += tables[i+1]
	}
	return head + body
}

// cmapTable writes a table of characters to glyphs with one part.
func cmapTable(platform, encoding int, part string) string {
	return be(0, 1, platform, encoding) + be32(12) + part
}

// Three ways to say that the glyphs 1 to 5 show "L", "a", "m", "p" and a space:
// by glyphs listed, by a difference, and in ranges of 32 bits.
var (
	cmapListed  = be(4, 0, 0, 8, 0, 0, 0, 'L', 'a', 'p', 0xffff, 0, 'L', 'a', 'm', 0xffff, 1-'L', 2-'a', 0, 1, 0, 0, 4, 0, 3, 1, 1, 4)
	cmapSpace   = be(4, 0, 0, 4, 0, 0, 0, ' ', 0xffff, 0, ' ', 0xffff, 5-' ', 1, 0, 0)
	cmapTrimmed = be(6, 0, 0, 'L', 1, 1)
	cmapWide    = be(12, 0) + be32(0) + be32(0) + be32(3) + be32('L') + be32('L') + be32(1) + be32('a') + be32('a') + be32(2) + be32(0x1d11e) + be32(0x1d11e) + be32(3)
)

// cffList writes a CFF INDEX.
func cffList(list ...string) string {
	if len(list) == 0 {
		return be(0)
	}
	b := be(len(list)) + "\x02"
	at := 1
	for _, s := range list {
		b += be(at)
		at += len(s)
	}
	return b + be(at) + strings.Join(list, "")
}

// cff writes a CFF font with so many glyphs; charset and encoding are its tables,
// or the number of a predefined one; first begins the Top DICT.
func cff(first string, glyphs int, charset, encoding string, own ...string) string {
	number := func(n int) string { return "\x1d" + be32(n) }
	table := func(s string) bool { return len(s) > 1 }
	size := len(first) + 3*6
	begin := "\x01\x00\x04\x02" + cffList("X")
	rest := cffList(own...) + cffList()
	at := len(begin) + len(cffList(strings.Repeat("x", size))) + len(rest)
	place := func(s string) int {
		if !table(s) {
			return int(s[0])
		}
		at += len(s)
		return at - len(s)
	}
	top := first + number(place(charset)) + "\x0f" + number(place(encoding)) + "\x10" + number(at) + "\x11"
	b := begin + cffList(top) + rest
	for _, s := range []string{charset, encoding} {
		if table(s) {
			b += s
		}
	}
	return b + cffList(make([]string, glyphs)...)
}

// The strings of "L", "a" and "space" among the standard ones; the font's own
// begin at 391.
const sidL, sidA, sidSpace = 45, 66, 1

// TestPrograms reads fonts of which only the embedded program says what they
// show.
func TestPrograms(t *testing.T) {
	const (
		cid = "/Subtype /Type0 /BaseFont /ABCDEF+X /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 /DW 600 %s /FontDescriptor << /Type /FontDescriptor /%s 1 0 R >> >>]"
		one = "/Subtype /%s /BaseFont /ABCDEF+X /FirstChar 0 /LastChar 40 /Widths [600 600 600 600] /FontDescriptor << /Type /FontDescriptor /Flags 4 /MissingWidth 600 /%s 1 0 R >>"
	)
	post := func(names ...string) string {
		b, text := be32(0x20000)+strings.Repeat("\x00", 28)+be(len(names)), ""
		n := 258
		for _, name := range names {
			if name == "L" {
				b += be(47) // of the Macintosh
				continue
			}
			b += be(n)
			text += string(rune(len(name))) + name
			n++
		}
		return b + text
	}
	charset := "\x00" + be(sidL, sidA, 391, 392, sidSpace)
	tests := []struct {
		name, font, program, show, want string
	}{
		{"Unicode", fmt.Sprintf(cid, "", "FontFile2"), sfnt("cmap", cmapTable(3, 1, cmapListed)), "<0001000200030004>", "Lamp"},
		{"space", fmt.Sprintf(cid, "", "FontFile2"), sfnt("cmap", cmapTable(0, 3, cmapSpace), "post", post(".notdef", "L", "a")), "<000100020005000200010005>", "La aL"},
		{"32 bits", fmt.Sprintf(cid, "", "FontFile2"), sfnt("cmap", cmapTable(3, 10, cmapWide)), "<000100020003>", "La𝄞"},
		{"Macintosh", fmt.Sprintf(cid, "", "FontFile2"), sfnt("cmap", cmapTable(1, 0, "\x00\x00\x01\x06\x00\x00"+strings.Repeat("\x00", 0x8e)+"\x02"+strings.Repeat("\x00", 113))), "<0002>", "é"},
		{"CIDs mapped", fmt.Sprintf(cid, "/CIDToGIDMap 2 0 R", "FontFile2"), sfnt("cmap", cmapTable(3, 1, cmapListed)), "<000200030004>", "\uFFFDLa"},
		{"names", fmt.Sprintf(cid, "", "FontFile2"), sfnt("post", post(".notdef", "L", "a", "ffi", "g77")), "<0001000200030004>", "Laffi\uFFFD"},
		{"CFF", fmt.Sprintf(cid, "", "FontFile3"), cff("", 6, charset, "\x00", "m", "uni0070"), "<000100020003000400050001>", "Lamp L"},
		{"CFF in OpenType", fmt.Sprintf(cid, "", "FontFile3"), "OTTO" + sfnt("CFF ", cff("", 6, charset, "\x00", "m", "p"))[4:], "<0001000200030004>", "Lamp"},
		{"CFF by CIDs, under Unicode", fmt.Sprintf(cid, "", "FontFile3"), sfnt("CFF ", cff(be(0x8b8b)+"\x8b\x0c\x1e", 5, "\x02"+be(40, 3), "\x00"), "cmap", cmapTable(3, 1, cmapListed)), "<00280029002a002b0001>", "Lamp\uFFFD"},
		{"CFF by CIDs, nothing else", fmt.Sprintf(cid, "", "FontFile3"), cff(be(0x8b8b)+"\x8b\x0c\x1e", 5, "\x02"+be(40, 3), "\x00"), "<0028>", "\uFFFD"},
		{"first charset", fmt.Sprintf(cid, "", "FontFile3"), cff("", 229, "\x00", "\x00"), "<002d0042>", "La"},
		{"codes of CFF", fmt.Sprintf(one, "Type1", "FontFile3"), cff("", 6, charset, "\x00\x05\x11\x12\x13\x14\x15", "m", "p"), "<1112131415111213>", "Lamp Lam"},
		{"ranges of codes", fmt.Sprintf(one, "Type1", "FontFile3"), cff("", 6, "\x01"+be(sidL)+"\x00"+be(sidA)+"\x00"+be(391)+"\x01"+be(1)+"\x00", "\x01\x01\x11\x03", "m", "p"), "<11121314>", "Lamp"},
		{"standard codes of CFF", fmt.Sprintf(one, "Type1", "FontFile3"), cff("", 6, charset, "\x00", "m", "p"), "(La)", "La"},
		{"codes of TrueType", fmt.Sprintf(one, "TrueType", "FontFile2"), sfnt("cmap", cmapTable(3, 0, be(6, 0, 0, 0xf011, 2, 1, 2)), "post", post(".notdef", "L", "a")), "<1112>", "La"},
		{"what a program says nothing of", fmt.Sprintf(one, "TrueType", "FontFile2"), sfnt("cmap", cmapTable(3, 1, cmapTrimmed)), "(La)", "La"},
		{"no program", fmt.Sprintf(cid, "", "FontFile2"), "not a font", "<0001>", "\uFFFD"},
	}
	for _, tt := range tests {
		w := &pdfWriter{}
		w.stream("", tt.program)
		w.stream("", be(0, 0, 0, 1, 2))
		data := w.file(testPage{
			content: "BT /F1 10 Tf 72 700 Td " + tt.show + " Tj ET",
			fonts:   map[string]string{"F1": "<< /Type /Font " + tt.font + " >>"},
		})
		if got := strings.TrimRight(text(t, data), "\n\f"); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
		// Cut anywhere, a program gives less, but neither panics nor hangs.
		for n := range tt.program {
			programOf([]byte(tt.program[:n]))
		}
	}
}

// TestBlindFonts names the fonts that lack values and their collection.
func TestBlindFonts(t *testing.T) {
	w := &pdfWriter{}
	data := w.file(testPage{
		content: "BT /F1 10 Tf 72 700 Td <0001> Tj /F2 10 Tf <0002> Tj /F3 10 Tf (a) Tj ET",
		fonts: map[string]string{
			"F1": "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Ryumin /Encoding /90ms-RKSJ-H /DescendantFonts [<< /Subtype /CIDFontType0 /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >>] >>",
			"F2": "<< /Type /Font /Subtype /Type0 /BaseFont /Other /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>] >>",
			"F3": "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
		},
	})
	f, err := Open(data, "")
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Page(0)
	if err != nil || p.Unmapped != 2 || p.Blind != "Other; Ryumin, Adobe-Japan1" || !p.Charted {
		t.Errorf("%d unmapped, %q, %v, %v", p.Unmapped, p.Blind, p.Charted, err)
	}
}

// TestVertical reads lines that run down the page, the first at its right.
func TestVertical(t *testing.T) {
	const font = "<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /%s /DescendantFonts [<< /Subtype /CIDFontType0 /DW 1000 %s >>] /ToUnicode %d 0 R >>"
	identity := streamObject("", "1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange")
	lines := []string{"<706F548C6761>", "<7B2C4E00>", "[<706F> -200 <53F0>]"}
	want := "灯和条\n第一\n灯台"
	// The lines as a page has them, and in the wrong order.
	for _, order := range [][]int{{0, 1, 2}, {2, 0, 1}} {
		content := "BT /F1 12 Tf "
		for _, i := range order {
			content += fmt.Sprintf("1 0 0 1 %d 700 Tm %s TJ ", 500-18*i, strings.Replace("["+strings.Trim(lines[i], "[]")+"]", "[[", "[", 1))
		}
		w := &pdfWriter{}
		w.add(identity)
		data := w.file(testPage{content: content + "ET", fonts: map[string]string{"F1": fmt.Sprintf(font, "Identity-V", "", 1)}})
		if got := strings.Join(strings.FieldsFunc(text(t, data), func(r rune) bool { return r == '\n' || r == '\f' }), "\n"); got != want {
			t.Errorf("order %v: got %q, want %q", order, got, want)
		}
		f, err := Open(data, "")
		if err != nil {
			t.Fatal(err)
		}
		p, err := f.Page(0)
		if err != nil {
			t.Fatal(err)
		}
		// Three characters below each other, centred on x = 500 of a page of 842.
		if b := p.Lines[0].Words[0]; b.X0 != 494 || b.X1 != 506 || b.Y0 != p.Height-700 || b.Y1 != p.Height-700+36 {
			t.Errorf("box %+v on a page %g high", b, p.Height)
		}
	}
	// Halves of an em, by DW2.
	w := &pdfWriter{}
	w.add(identity)
	data := w.file(testPage{content: "BT /F1 12 Tf 1 0 0 1 500 700 Tm <706F548C> Tj ET", fonts: map[string]string{"F1": fmt.Sprintf(font, "Identity-V", "/DW2 [880 -500]", 1)}})
	f, err := Open(data, "")
	if err != nil {
		t.Fatal(err)
	}
	if p, err := f.Page(0); err != nil || p.Lines[0].Words[0].Y1-p.Lines[0].Words[0].Y0 != 12 {
		t.Errorf("%+v, %v", p, err)
	}
}
