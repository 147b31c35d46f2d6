package pdftext

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

// TestOperators shows text with each operator of the text state.
func TestOperators(t *testing.T) {
	const start = "BT /F1 10 Tf 72 700 Td "
	tests := []struct{ name, content, want string }{
		{"Tj", start + "(The keeper) Tj ET", "The keeper\n"},
		{"escapes", start + `(a\(b\)c \\ \101\102\x) Tj ET`, "a(b)c \\ ABx\n"},
		{"broken line in a string", start + "(light\\\nhouse) Tj ET", "lighthouse\n"},
		{"nested parentheses", start + "(see (a) and (b)) Tj ET", "see (a) and (b)\n"},
		{"hexadecimal", start + "<4c 616D 70> Tj ET", "Lamp\n"},
		{"odd hexadecimal", start + "<4c616d7> Tj ET", "Lamp\n"},
		{"Td", start + "(one) Tj 40 0 Td (two) Tj 0 -14 Td (three) Tj ET", "one two\nthree\n"},
		{"TD and T*", start + "(one) Tj 0 -14 TD (two) Tj T* (three) Tj ET", "one\ntwo\nthree\n"},
		{"TL", start + "14 TL (one) Tj T* (two) Tj (three) ' ET", "one\ntwo\nthree\n"},
		{"double quote", start + "14 TL (one) Tj 2 1 (two) \" ET", "one\ntwo\n"},
		{"Tm for each word", "BT /F1 10 Tf 1 0 0 1 72 700 Tm (Each) Tj 1 0 0 1 98 700 Tm (word) Tj ET", "Each word\n"},
		{"TJ kerning", start + "[(Ke) 20 (ep) -15 (er)] TJ ET", "Keeper\n"},
		{"TJ gap", start + "[(the) -278 (lamp)] TJ ET", "the lamp\n"},
		{"TJ with a string", start + "(lamp) TJ ET", "lamp\n"},
		{"Tc", start + "4 Tc (HARBOUR) Tj ET", "HARBOUR\n"},
		{"Tw", start + "30 Tw (far apart) Tj ET", "far apart\n"},
		{"Tz", start + "200 Tz (wide) Tj 100 Tz ( text) Tj ET", "wide text\n"},
		{"Ts", start + "(m) Tj 3 Ts (e) Tj 0 Ts (r) Tj ET", "mer\n"},
		{"Tc as a gap", start + "(s) Tj 3 Tc 5 0 Td (ea) Tj 0 Tc 13.56 0 Td (wind) Tj ET", "se awind\n"},
		{"a space taken back by Tw", start + "-2.78 Tw (lamp oil) Tj 0 Tw ( wick) Tj ET", "lampoil wick\n"},
		{"a space taken back by TJ", start + "[(lamp ) 278 (oil)] TJ ET", "lampoil\n"},
		{"the same, invisible", start + "3 Tr [(lamp ) 278 (oil)] TJ ET", "lamp oil\n"},
		{"a space under a letter", start + "(W) Tj 5 0 Td [( ) -166 (e)] TJ ET", "We\n"},
		{"index", start + "(b) Tj -2 Ts (1) Tj 0 Ts (.) Tj ET", "b1.\n"},
		{"note mark before a stop", start + "(Party) Tj 3 Ts (2) Tj 0 Ts (. The) Tj ET", "Party 2. The\n"},
		{"note mark", start + "(Party) Tj /F1 6 Tf 4.5 Ts (2) Tj 0 Ts /F1 10 Tf ( shall) Tj ET", "Party 2 shall\n"},
		{"small capitals", start + "(A) Tj /F1 7 Tf (GREEMENT) Tj ET", "AGREEMENT\n"},
		{"invisible", start + "3 Tr (hidden layer) Tj ET", "hidden layer\n"},
		{"q and Q", "q 2 0 0 2 0 0 cm " + start + "(far) Tj ET Q " + start + "(near) Tj ET", "near\n"},
		{"unmatched Q", "Q Q Q " + start + "(still here) Tj ET", "still here\n"},
		{"scaled by cm", "q .1 0 0 .1 0 0 cm BT /F1 100 Tf 720 7000 Td (The lamp) Tj ET Q", "The lamp\n"},
		{"mirrored size", "BT /F1 -10 Tf -1 0 0 -1 72 700 Tm (turned twice) Tj ET", "turned twice\n"},
		{"printed twice", start + "(Bold) Tj ET BT /F1 10 Tf 72.3 700 Td (Bold) Tj ET", "Bold\n"},
		{"off the page", start + "(on) Tj 0 900 Td (off) Tj ET", "on\n"},
		{"no font", "BT 72 700 Td (no size) Tj ET", ""},
		{"unknown font", "BT /F9 10 Tf 72 700 Td (any font) Tj ET", "any font\n"},
		{"lost bracket", start + "[(one) -10 (two) Tj ET BT /F1 10 Tf 72 650 Td (three) Tj ET", "three\n"},
		{"odd numbers", "BT /F1 10 Tf 72 --700 Td 1 0 0 1 72 700. Tm (a) Tj 14.-5 0 Td (b) Tj ET", "a b\n"},
		{"stray delimiters", start + "(one) Tj ) > } (two) Tj ET", "onetwo\n"},
		{"comment", start + "% (no) Tj\n(yes) Tj ET", "yes\n"},
		{"inline image", start + "(one) Tj ET BI /W 2 /H 2 ID \x00(\xffEI( EI " + start + "0 -20 Td (two) Tj ET", "one\ntwo\n"},
		{"soft hyphen", start + "(light\xadhouse) Tj 0 -14 Td (har\xad) Tj 0 -14 Td (bour) Tj ET", "light-house\nhar-\nbour\n"},
		{"accent printed over", "BT /F1 10 Tf 72 700 Td (caf) Tj (e) Tj -5.56 0 Td ET", "cafe\n"},
		{"actual text", start + "/Span << /ActualText <FEFF00660069> >> BDC (X) Tj EMC (sh) Tj ET", "fish\n"},
		{"actual text of several words", start + "/P << /ActualText (other words) >> BDC (these words) Tj EMC ET", "these words\n"},
		{"unclosed string", start + "(never closed Tj ET", ""},
	}
	for _, tt := range tests {
		w := &pdfWriter{}
		fonts := map[string]string{"F1": "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}
		if got := strings.TrimSuffix(text(t, w.file(testPage{content: tt.content, fonts: fonts})), "\f"); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// TestAccents composes letters from a letter and an accent over it, in both
// orders, as TeX's old fonts need it.
func TestAccents(t *testing.T) {
	for _, content := range []string{
		"BT /F1 10 Tf 72 700 Td (caf) Tj 13.9 0 Td (e) Tj 1.1 0 Td (\xb4) Tj 4.5 0 Td (s) Tj ET",
		"BT /F1 10 Tf 72 700 Td (caf) Tj 15 0 Td (\xb4) Tj -1.1 0 Td (e) Tj 5.6 0 Td (s) Tj ET",
	} {
		w := &pdfWriter{}
		fonts := map[string]string{"F1": "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"}
		if got := text(t, w.file(testPage{content: content, fonts: fonts})); got != "cafés\n\f" {
			t.Errorf("%s: %q", content, got)
		}
	}
}

// TestGapsWithoutWidths places words by their standard widths, without space
// characters and without /Widths, so that only the metrics tell words apart.
func TestGapsWithoutWidths(t *testing.T) {
	words := strings.Fields("Will will fulfil the Wilmington Minutes if ill")
	for _, gap := range []float64{0.25, 0.28, 0.4} {
		x, content := 60.0, "BT /F1 10 Tf "
		for _, word := range words {
			content += fmt.Sprintf("1 0 0 1 %.3f 700 Tm %s Tj ", x, literal(word))
			x += 10 * (helvetica(word) + gap)
		}
		w := &pdfWriter{}
		if got, want := text(t, w.file(testPage{content: content + "ET"})), strings.Join(words, " ")+"\n\f"; got != want {
			t.Errorf("gap %g: got %q, want %q", gap, got, want)
		}
	}
}

func TestStandardWidths(t *testing.T) {
	tests := []struct {
		font string
		r    rune
		want float64
	}{
		{"Helvetica", 'A', .667}, {"Helvetica-Bold", 'a', .556}, {"Helvetica-Oblique", 'i', .222},
		{"ArialMT", 'W', .944}, {"Arial,Bold", '!', .333},
		{"Times-Roman", 'm', .778}, {"Times-Bold", 'm', .833}, {"Times-Italic", 'm', .722}, {"Times-BoldItalic", 'm', .778},
		{"TimesNewRomanPS-BoldMT", 'é', .444}, {"ABCDEF+TimesNewRoman", 'ß', .5},
		{"Courier", 'i', .6}, {"CourierNew,Bold", 'W', .6},
		{"Symbol", 'α', .631},
	}
	for _, tt := range tests {
		if got := standardFontFor(tt.font).width(tt.r); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("%s %c: width %g, want %g", tt.font, tt.r, got, tt.want)
		}
	}
}

// TestBoxes checks the boxes of words against the standard metrics.
func TestBoxes(t *testing.T) {
	w := &pdfWriter{}
	data := w.file(testPage{content: "BT /F1 10 Tf 72 700 Td (Lamp oil) Tj ET"})
	f, err := Open(data, "")
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Page(0)
	if err != nil {
		t.Fatal(err)
	}
	if p.Width != 595 || p.Height != 842 {
		t.Errorf("page of %g × %g", p.Width, p.Height)
	}
	oil := p.Lines[0].Words[1]
	x0 := 72 + 10*helvetica("Lamp ")
	if math.Abs(oil.X0-x0) > 0.01 || math.Abs(oil.X1-x0-10*helvetica("oil")) > 0.01 {
		t.Errorf("from %g to %g, want %g to %g", oil.X0, oil.X1, x0, x0+10*helvetica("oil"))
	}
	if baseline := 842.0 - 700; !(oil.Y0 < baseline-5 && oil.Y0 > baseline-12 && oil.Y1 > baseline && oil.Y1 < baseline+4) {
		t.Errorf("from %g to %g around the baseline %g", oil.Y0, oil.Y1, baseline)
	}
}

// TestForms puts the text layer into a Form XObject with resources of its
// own, as OCRmyPDF does, and a form into a form.
func TestForms(t *testing.T) {
	w := &pdfWriter{}
	image := w.stream("/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8", "\x80")
	font := w.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	inner := w.stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 100 100] /Matrix [1 0 0 1 0 -20] /Resources << /Font << /Other %d 0 R >> >>", font),
		"BT /Other 10 Tf 72 700 Td (inner form) Tj ET")
	layer := w.stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Filter /FlateDecode /Resources << /Font << /f-0-0 %d 0 R >> /XObject << /In %d 0 R >> >>", font, inner),
		deflate("BT 3 Tr /f-0-0 10 Tf 72 700 Td (the text) Tj 45 0 Td (layer) Tj ET /In Do BT /f-0-0 10 Tf 72 660 Td (after) Tj ET"))
	data := w.file(testPage{
		content:   "q 595 0 0 842 0 0 cm /Im0 Do Q q 1 0 0 1 0 0 cm /OCR-abc Do Q",
		resources: fmt.Sprintf("/XObject << /Im0 %d 0 R /OCR-abc %d 0 R >>", image, layer),
	})
	if got, want := text(t, data), "the text layer\ninner form\nafter\n\f"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	f, err := Open(data, "")
	if err != nil {
		t.Fatal(err)
	}
	if p, _ := f.Page(0); p.Images != 1 {
		t.Errorf("%d images, want 1", p.Images)
	}
}

// TestAnnotations reads the appearances of annotations: shown ones, at the
// place of their rectangle.
func TestAnnotations(t *testing.T) {
	w := &pdfWriter{}
	font := w.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
	look := func(s, matrix string) int {
		return w.stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 200 20] %s /Resources << /Font << /F %d 0 R >> >>", matrix, font),
			"BT /F 10 Tf 2 5 Td ("+s+") Tj ET")
	}
	annots := fmt.Sprintf(`/Annots [
		<< /Subtype /Stamp /Rect [100 600 300 620] /AP << /N %d 0 R >> >>
		<< /Subtype /FreeText /F 2 /Rect [100 500 300 520] /AP << /N %d 0 R >> >>
		<< /Subtype /Popup /Rect [100 500 300 520] /AP << /N %d 0 R >> >>
		<< /Subtype /Widget /Rect [100 400 500 440] /AS /On /AP << /N << /On %d 0 R /Off %d 0 R >> >> >>
		<< /Subtype /Link /Rect [0 0 1 1] >> 7 ]`,
		look("DECLASSIFIED", ""), look("hidden", ""), look("popup", ""), look("ticked", "/Matrix [1 0 0 1 50 50]"), look("not ticked", ""))
	data := w.file(testPage{content: "BT /F1 10 Tf 72 700 Td (page) Tj ET", attrs: annots})
	if got := text(t, data); got != "page\nDECLASSIFIED\nticked\n\f" {
		t.Errorf("got %q", got)
	}
	f, _ := Open(data, "")
	p, _ := f.Page(0)
	if b := p.Lines[2].Words[0]; math.Abs(b.X0-104) > 0.1 || b.Y1 < 842-430-5 || b.Y0 > 842-400-10 {
		t.Errorf("the scaled field is at %+v", b)
	}
}

// TestFormCycle paints forms that paint each other: the page ends, in
// reasonable time, with the text around them.
func TestFormCycle(t *testing.T) {
	w := &pdfWriter{}
	a, b := w.reserve(), w.reserve()
	res := fmt.Sprintf("/Resources << /XObject << /A %d 0 R /B %d 0 R >> >>", a, b)
	w.set(a, streamObject("/Type /XObject /Subtype /Form /BBox [0 0 9 9] "+res, "/A Do /B Do"))
	w.set(b, streamObject("/Type /XObject /Subtype /Form /BBox [0 0 9 9] "+res, "/B Do /A Do"))
	data := w.file(testPage{
		content:   "BT /F1 10 Tf 72 700 Td (before) Tj ET /A Do",
		resources: fmt.Sprintf("/XObject << /A %d 0 R >>", a),
	})
	f, err := Open(data, "")
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.Page(0)
	if got := pageText(p); got != "before\n" || err != ErrTooBig {
		t.Errorf("read %q, %v", got, err)
	}
}
