package ocrfix

import (
	"errors"
	"os"
	"strings"
	"testing"
)

// The test program is its own PDF worker.
func init() { RunPDFWorkerIfAsked() }

// TestReadPDFOfLibreOffice reads a file as LibreOffice writes it, with
// subset fonts, ligatures, letters of several alphabets, a list and a table.
func TestReadPDFOfLibreOffice(t *testing.T) {
	d, err := ReadFile("testdata/pdf/libreoffice.pdf", nil)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/pdf/libreoffice.txt")
	if err != nil {
		t.Fatal(err)
	}
	if d.Text != string(want) {
		t.Errorf("got\n%s\nwant\n%s", d.Text, want)
	}
	if d.Source.Format != "pdf" || d.Source.Pages != 1 || len(d.Source.Notes) != 0 || len(d.Source.PageInfo) != 1 || d.Source.PageInfo[0].Reader != "ocrfix" {
		t.Errorf("source %+v", d.Source)
	}
	checkPDFBoxes(t, d)
}

// checkPDFBoxes checks that words have boxes on their page, and that the words
// of a line run from left to right.
func checkPDFBoxes(t *testing.T, d *Document) {
	t.Helper()
	for i, w := range d.Words {
		page := d.Source.PageInfo[d.Lines[w.Line].Page]
		b := w.Box
		if b == nil || b.X0 >= b.X1 || b.Y0 >= b.Y1 || b.X0 < -5 || b.Y0 < -5 || b.X1 > page.Width+5 || b.Y1 > page.Height+5 {
			t.Fatalf("word %q has the box %+v", d.Text[w.Start:w.End], b)
		}
		if i > 0 && d.Words[i-1].Line == w.Line && d.Words[i-1].Box.X0 > b.X0 {
			t.Errorf("line %d: %q stands left of the word before it", w.Line+1, d.Text[w.Start:w.End])
		}
	}
}

func TestReadPDFErrors(t *testing.T) {
	tests := []struct {
		name, data string
		want       error
	}{
		{"only a header", "%PDF-1.4\n", ErrDamaged},
		{"no objects", "%PDF-1.4\nxref\n0 0\ntrailer\n<< >>\nstartxref\n9\n%%EOF", ErrDamaged},
		{"no pages", "%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Type /Pages /Kids [] /Count 9 >> endobj", ErrDamaged},
	}
	for _, tt := range tests {
		_, err := Read(strings.NewReader(tt.data), "x.pdf", &ReadOptions{PDF: PDFOptions{NoSecond: true}})
		var re *ReadError
		if !errors.Is(err, tt.want) || !errors.As(err, &re) || re.Name != "x.pdf" {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.want)
		}
	}
}
