package pdftext

import (
	"fmt"
	"strings"
	"testing"
)

// TestEncodings shows single codes with each way of saying what they mean.
func TestEncodings(t *testing.T) {
	cmapOf := func(body string) string {
		return streamObject("", "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"+body+"\nendcmap end end")
	}
	tests := []struct {
		name, font string
		stream     string // object that the font refers to as 1 0 R
		show, want string
	}{
		{name: "standard", font: "/Subtype /Type1 /BaseFont /Helvetica", show: "(\\252so\\272 \\256 \\267 it`s)", want: "“so” fi • it‘s"},
		{name: "WinAnsi", font: "/Subtype /TrueType /BaseFont /Arial /Encoding /WinAnsiEncoding", show: "(\\223caf\\351\\224 \\200 5 \\226 na\\357ve)", want: "“café” € 5 – naïve"},
		{name: "MacRoman", font: "/Subtype /TrueType /BaseFont /Arial /Encoding /MacRomanEncoding", show: "(caf\\216 \\322no\\323)", want: "café “no”"},
		{name: "TrueType without encoding", font: "/Subtype /TrueType /BaseFont /Arial", show: "(\\351t\\351)", want: "été"},
		{name: "Differences over a base", font: "/Subtype /Type1 /BaseFont /Helvetica /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [65 /Eacute 97 /f_i /uni0142 /u1D11E /a.sc] >>",
			show: "(ABabcd \\351)", want: "ÉBfił𝄞a é"},
		{name: "Differences alone", font: "/Subtype /Type1 /BaseFont /Times-Roman /Encoding << /Differences [1 /T /h /e 128 /ffi /fl] >>", show: "(\\001\\002\\003 e\\200cient \\201ag)", want: "The efficient flag"},
		{name: "a name of the long list", font: "/Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [65 /afii10065 /Omega] >>", show: "(AB)", want: "аΩ"},
		{name: "an unknown name", font: "/Subtype /Type1 /BaseFont /Helvetica /Encoding << /Differences [65 /g123] >>", show: "(AB)", want: "\uFFFDB"},
		{name: "Symbol", font: "/Subtype /Type1 /BaseFont /Symbol", show: "(abS\\267)", want: "αβΣ•"},
		{name: "Type 1 program", font: "/Subtype /Type1 /BaseFont /ABCDEF+Old /FontDescriptor << /Type /FontDescriptor /FontFile 1 0 R >>",
			stream: streamObject("", "%!PS-AdobeFont-1.0: Old\n/Encoding 256 array\n0 1 255 {1 index exch /.notdef put} for\ndup 33 /L put\ndup 34 /amp put\ndup 35 /a put\nreadonly def\ncurrentfile eexec dup 36 /b put"),
			show:   "(!#$)", want: "La$"},
		{name: "ToUnicode over WinAnsi", font: "/Subtype /TrueType /BaseFont /ABCDEF+Sub /Encoding /WinAnsiEncoding /ToUnicode 1 0 R",
			stream: cmapOf("1 begincodespacerange <00> <FF> endcodespacerange 2 beginbfchar <41> <006F> <42> <00660069> endbfchar"),
			show:   "(ABC)", want: "ofiC"},
		{name: "ToUnicode that says nothing", font: "/Subtype /TrueType /BaseFont /ABCDEF+Sub /Encoding /WinAnsiEncoding /ToUnicode 1 0 R",
			stream: cmapOf("1 beginbfchar <41> <0000> endbfchar 1 beginbfrange <42> <43> <E000> endbfrange"),
			show:   "(ABC)", want: "ABC"},
		{name: "identity with ranges", font: "/Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 /DW 500 /W [1 [600 700] 10 12 250] >>] /ToUnicode 1 0 R",
			stream: cmapOf("1 begincodespacerange <0000> <FFFF> endcodespacerange 3 beginbfrange <0001> <0003> <0061> <0010> <0012> [<0078> <00660066> <D835DD38>] <00FE> <0101> <2013> endbfrange"),
			show:   "<00010002000300100011001200FE0101>", want: "abcxff𝔸–‖"},
		{name: "one range for all, as tesseract writes it", font: "/Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 /DW 500 >>] /ToUnicode 1 0 R",
			stream: cmapOf("1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange"),
			show:   "<0042006F006E0141>", want: "BonŁ"},
		{name: "identity without ToUnicode", font: "/Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType2 >>]", show: "<00410042>", want: "\uFFFD\uFFFD"},
		{name: "UCS2", font: "/Subtype /Type0 /BaseFont /X /Encoding /UniGB-UCS2-H /DescendantFonts [<< /Subtype /CIDFontType0 >>]", show: "<00410416>", want: "AЖ"},
		{name: "codes of one and two bytes", font: "/Subtype /Type0 /BaseFont /X /Encoding 1 0 R /ToUnicode 1 0 R /DescendantFonts [<< /Subtype /CIDFontType0 /DW 500 >>]",
			stream: cmapOf("2 begincodespacerange <00> <7F> <8100> <FEFF> endcodespacerange 2 begincidrange <00> <7F> 1 <8100> <81FF> 200 endcidrange 1 beginbfrange <00> <7F> <0000> endbfrange 1 beginbfchar <8140> <00E9> endbfchar"),
			show:   "<6181406131>", want: "aéa1"},
		{name: "Type 3", font: "/Subtype /Type3 /FontMatrix [.01 0 0 .01 0 0] /FontBBox [0 0 1 1] /CharProcs << >> /FirstChar 65 /LastChar 66 /Widths [60 60] /Encoding << /Differences [65 /L /a] >>", show: "(AB)", want: "La"},
	}
	for _, tt := range tests {
		w := &pdfWriter{}
		stream := tt.stream
		if stream == "" {
			stream = "null"
		}
		w.add(stream)
		data := w.file(testPage{
			content: "BT /F1 10 Tf 72 700 Td " + tt.show + " Tj ET",
			fonts:   map[string]string{"F1": "<< /Type /Font " + tt.font + " >>"},
		})
		if got := strings.TrimRight(text(t, data), "\n\f"); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestUnmapped counts the characters that the file has no Unicode value for.
func TestUnmapped(t *testing.T) {
	w := &pdfWriter{}
	data := w.file(testPage{
		content: "BT /F1 10 Tf 72 700 Td (AAAB) Tj ET",
		fonts:   map[string]string{"F1": "<< /Type /Font /Subtype /Type1 /BaseFont /X /Encoding << /Differences [65 /g77] >> >>"},
	})
	f, err := Open(data, "")
	if err != nil {
		t.Fatal(err)
	}
	if p, err := f.Page(0); err != nil || p.Glyphs != 4 || p.Unmapped != 3 {
		t.Errorf("%d of %d, %v; want 3 of 4", p.Unmapped, p.Glyphs, err)
	}
}

// TestWidthsByCode checks that widths go by code: wrong ones would part or
// join the words.
func TestWidthsByCode(t *testing.T) {
	w := &pdfWriter{}
	tu := w.add(streamObject("", "begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0001> <001A> <0061> endbfrange endcmap"))
	font := fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode %d 0 R /DescendantFonts [<< /Subtype /CIDFontType2 /DW 1000 /W [1 [2000 300] 3 4 100] >>] >>", tu)
	data := w.file(testPage{
		content: "BT /F1 10 Tf 1 0 0 1 72 700 Tm <0001> Tj 1 0 0 1 92 700 Tm <0002> Tj 1 0 0 1 95 700 Tm <0003> Tj 1 0 0 1 99 700 Tm <0004> Tj ET",
		fonts:   map[string]string{"F1": font},
	})
	if got := text(t, data); got != "abc d\n\f" {
		t.Errorf("got %q, want %q", got, "abc d\n\f")
	}
}

// TestBold reads which words are bold, shown in stars: by the name of the font,
// by its descriptor, by thickened letters and by a second print a little off.
func TestBold(t *testing.T) {
	font := func(name, descriptor string) string {
		return "<< /Type /Font /Subtype /Type1 /BaseFont /" + name + " /FontDescriptor << /Type /FontDescriptor " + descriptor + " >> >>"
	}
	for _, c := range []struct{ font, content, want string }{
		{font("Times-Roman", "/Flags 34"), "(lamp oil) Tj", "lamp oil"},
		{font("ABCDEF+Arial-BoldMT", ""), "(lamp oil) Tj", "*lamp* *oil*"},
		{font("ABCDEF+CMBX12", ""), "(lamp) Tj", "*lamp*"},
		{font("NimbusRomNo9L-Medi", ""), "(lamp) Tj", "*lamp*"},
		{font("Avenir-Medium", ""), "(lamp) Tj", "lamp"},
		{font("F1", "/Flags 262178"), "(lamp) Tj", "*lamp*"},
		{font("F1", "/FontWeight 700"), "(lamp) Tj", "*lamp*"},
		{"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /UniGB-UCS2-H /DescendantFonts [ << /Type /Font /Subtype /CIDFontType2 /BaseFont /X /FontDescriptor << /FontWeight 700 >> >> ] >>", "<006C> Tj", "*l*"},
		{font("Times-Roman", ""), "2 Tr (lamp ) Tj 0 Tr (oil) Tj", "*lamp* oil"},
		{font("Times-Roman", ""), "2 Tr (la) Tj 0 Tr (mp) Tj", "lamp"},
		{font("Times-Roman", ""), "(lamp) Tj ET BT /F1 10 Tf 72.3 700 Td (lamp) Tj", "*lamp*"},
	} {
		w := &pdfWriter{}
		f, err := Open(w.file(testPage{content: "BT /F1 10 Tf 72 700 Td " + c.content + " ET", fonts: map[string]string{"F1": c.font}}), "")
		if err != nil {
			t.Fatal(err)
		}
		p, err := f.Page(0)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, l := range p.Lines {
			for _, word := range l.Words {
				if word.Bold {
					word.Text = "*" + word.Text + "*"
				}
				got = append(got, word.Text)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s, %s: got %s, want %s", c.font, c.content, s, c.want)
		}
	}
}
