package main

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"ocrfix/ocrfix"
)

// darkness gives the share of a picture's pixels that are dark.
func darkness(t *testing.T, data []byte) float64 {
	t.Helper()
	img, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	dark, b := 0, img.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if r, _, _, _ := img.At(x, y).RGBA(); r < 0x8000 {
				dark++
			}
		}
	}
	return float64(dark) / float64(b.Dx()*b.Dy())
}

// TestScanOfPDF guards that the picture of a word of a PDF file has it in it: it
// is as wide as the boxes say, and there is ink in it.
func TestScanOfPDF(t *testing.T) {
	if _, err := exec.LookPath(pdftoppm); err != nil {
		t.Skip("no pdftoppm")
	}
	path := "../../ocrfix/testdata/pdf/libreoffice.pdf"
	d, err := ocrfix.ReadFile(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := newScan(path, "", d)
	for i, line := range d.Lines[:4] {
		first, _, _ := strings.Cut(d.Text[line.Start:line.End], " ")
		span := ocrfix.Span{Start: line.Start, End: line.Start + len(first)}
		data, err := s.words(t.Context(), span)
		if first == "" {
			if !errors.Is(err, errNoScan) {
				t.Errorf("an empty line: %v", err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		box, _ := s.box(span)
		config, err := png.DecodeConfig(bytes.NewReader(data))
		if err != nil {
			t.Fatal(err)
		}
		if want := (box.X1 - box.X0) * scanDPI / 72; float64(config.Width) < want-2 || float64(config.Width) > want+2 {
			t.Errorf("line %d: %d pixels wide, not %.0f", i+1, config.Width, want)
		}
		if ink := darkness(t, data); ink < 0.02 || ink > 0.5 {
			t.Errorf("line %d: %.3f of the picture is dark", i+1, ink)
		}
	}
}

const scanHOCR = `<html><body><div class="ocr_page" title="image /etc/passwd; bbox 0 0 300 100">
<span class="ocr_line" title="bbox 10 10 290 30"><span class="ocrx_word" title="bbox 10 10 100 30">Tbe</span> <span class="ocrx_word" title="bbox 110 10 290 30">Part1es</span></span>
<span class="ocr_line" title="bbox 10 60 290 80"><span class="ocrx_word" title="bbox 10 60 290 80">agree.</span></span></div></body></html>`

// TestScanBesideMarkup guards that an image beside markup is found and cut at
// the line, that one in other units than pixels is not, and that a name in the
// markup is not followed.
func TestScanBesideMarkup(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "page.hocr")
	if err := os.WriteFile(path, []byte(scanHOCR), 0o666); err != nil {
		t.Fatal(err)
	}
	d, err := ocrfix.ReadFile(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if s := newScan(path, "", d); s != nil {
		t.Fatal("a scan without an image")
	}
	page := image.NewGray(image.Rect(0, 0, 300, 100))
	for i := range page.Pix {
		page.Pix[i] = 255
	}
	for x := 10; x < 290; x++ { // only the second line has ink
		for y := 60; y < 80; y++ {
			page.SetGray(x, y, color.Gray{})
		}
	}
	for _, kind := range []struct {
		ending string
		encode func(io.Writer, image.Image) error
	}{
		{".tif", func(w io.Writer, m image.Image) error {
			return tiff.Encode(w, m, &tiff.Options{Compression: tiff.Deflate})
		}},
		{".jpg", func(w io.Writer, m image.Image) error { return jpeg.Encode(w, m, nil) }},
		{".png", png.Encode},
	} {
		var b bytes.Buffer
		if err := kind.encode(&b, page); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "page"+kind.ending), b.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		s := newScan(path, "", d)
		if s == nil || !strings.HasSuffix(s.images[0].path, kind.ending) { // of several the first of the list
			t.Fatalf("%s: no scan", kind.ending)
		}
		for i, ink := range []float64{0, 0.4} {
			data, err := s.words(t.Context(), d.Lines[i].Span)
			if err != nil {
				t.Fatal(err)
			}
			if got := darkness(t, data); got < ink || got > 2*ink+0.001 {
				t.Errorf("%s, line %d: %.2f of the picture is dark", kind.ending, i+1, got)
			}
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "page.png"), []byte("no image"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := newScan(path, "", d).words(t.Context(), d.Lines[0].Span); !errors.Is(err, errNoScan) {
		t.Errorf("a broken image: %v", err)
	}
	alto := filepath.Join(dir, "mm.xml")
	if err := os.WriteFile(alto, []byte("<alto><Description><MeasurementUnit> mm10 </MeasurementUnit>"), 0o666); err != nil {
		t.Fatal(err)
	}
	if inPixels(alto) || !inPixels(path) {
		t.Error("the unit is not found out")
	}
}
