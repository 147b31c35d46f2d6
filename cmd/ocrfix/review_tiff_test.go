package main

import (
	"bytes"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ocrfix/ocrfix"
)

// tiffOf gives a TIFF file of grey pages, 300 by 100 pixels. Pages of the kind
// 1 are smaller versions of others.
func tiffOf(order binary.AppendByteOrder, shades []byte, kinds []uint32) []byte {
	const wide, high = 300, 100
	b := []byte("II*\x00")
	if order.String() == binary.BigEndian.String() {
		b = []byte("MM\x00*")
	}
	next := len(b) // where the offset of the next directory belongs
	b = append(b, 0, 0, 0, 0)
	put := order.(binary.ByteOrder).PutUint32
	for i, shade := range shades {
		pixels := len(b)
		b = append(b, bytes.Repeat([]byte{shade}, wide*high)...)
		put(b[next:], uint32(len(b)))
		entries := [][2]uint32{{254, kinds[i]}, {256, wide}, {257, high}, {258, 8}, {259, 1}, {262, 1}, {273, uint32(pixels)}, {278, high}, {279, wide * high}}
		b = order.AppendUint16(b, uint16(len(entries)))
		for _, e := range entries {
			b = order.AppendUint16(b, uint16(e[0]))
			b = order.AppendUint16(b, 4) // whole numbers of 32 bits
			b = order.AppendUint32(order.AppendUint32(b, 1), e[1])
		}
		next = len(b)
		b = append(b, 0, 0, 0, 0)
	}
	return b
}

// TestScanOfTIFF guards that of a TIFF file with as many pages as the markup
// beside it each page shows its own, whatever the byte order, that smaller
// versions do not count, and that a file with another number of pages is not
// taken for it, nor one whose directories go in a circle.
func TestScanOfTIFF(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "two.hocr")
	page := scanHOCR[strings.Index(scanHOCR, "<div"):strings.Index(scanHOCR, "</body>")]
	write := func(name string, data []byte) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	write("two.hocr", []byte("<html><body>"+page+page+"</body></html>"))
	d, err := ocrfix.ReadFile(path, nil)
	if err != nil || len(d.Pages) != 2 {
		t.Fatalf("%d pages, %v", len(d.Pages), err)
	}
	first := func(page int) ocrfix.Span { return d.Lines[d.LineAt(d.Pages[page].Start)].Span }
	for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
		write("two.tif", tiffOf(order, []byte{255, 0, 0}, []uint32{0, 1, 0}))
		s := newScan(path, "", d)
		if s == nil {
			t.Fatalf("%v: no scan", order)
		}
		for i, dark := range []float64{0, 1, 0} {
			data, err := s.words(t.Context(), first(i%2))
			if err != nil {
				t.Fatalf("%v, page %d: %v", order, i%2, err)
			}
			if got := darkness(t, data); got != dark {
				t.Errorf("%v, page %d: %.2f of the picture is dark", order, i%2, got)
			}
		}
	}
	circle := tiffOf(binary.LittleEndian, []byte{0}, []uint32{0})
	copy(circle[len(circle)-4:], circle[4:8])
	for what, data := range map[string][]byte{
		"three pages": tiffOf(binary.LittleEndian, []byte{0, 0, 0}, []uint32{0, 0, 0}),
		"a circle":    circle,
		"cut short":   circle[:len(circle)-1],
		"no TIFF":     []byte("\x89PNG"),
	} {
		write("two.tif", data)
		if newScan(path, "", d) != nil {
			t.Errorf("%s: there is a scan", what)
		}
	}
	// An image of the page alone goes before one of all.
	write("two.tif", tiffOf(binary.LittleEndian, []byte{0, 0}, []uint32{0, 0}))
	write("two-2.tif", tiffOf(binary.LittleEndian, []byte{255}, []uint32{0}))
	s := newScan(path, "", d)
	if s.images[0].path == s.images[1].path {
		t.Errorf("the images are %v", s.images)
	}
	write("two-2.tif", []byte("II*\x00\xff\xff\xff\xff"))
	if _, err := newScan(path, "", d).words(t.Context(), first(1)); !errors.Is(err, errNoScan) {
		t.Errorf("a broken image: %v", err)
	}
}
