package ocrfix

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The test program is its own PDF worker.
func init() { RunPDFWorkerIfAsked() }

// TestReadPDFOfWriters reads files as well-known programs write them:
// LibreOffice, with subset fonts, ligatures, letters of several alphabets, a
// list and a table; OCRmyPDF, with the text layer in a Form XObject over the
// image.
func TestReadPDFOfWriters(t *testing.T) {
	files, err := filepath.Glob("testdata/pdf/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, file := range files {
		d, err := ReadFile(strings.TrimSuffix(file, "txt")+"pdf", nil)
		if err != nil {
			t.Fatal(err)
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d.Text != string(want) {
			t.Errorf("%s: got\n%s\nwant\n%s", file, d.Text, want)
		}
		if d.Source.Format != "pdf" || d.Source.Pages != 1 || len(d.Source.Notes) != 0 || len(d.Source.PageInfo) != 1 || d.Source.PageInfo[0].Reader != "ocrfix" {
			t.Errorf("%s: source %+v", file, d.Source)
		}
		checkPDFBoxes(t, d)
	}
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

// pdfOf writes a PDF file of the objects 1, 2, …, of which 1 must be the
// catalogue. It has no cross references; the reader finds the objects.
func pdfOf(objects ...string) string {
	var b strings.Builder
	b.WriteString("%PDF-1.4\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\n", len(objects)+1)
	return b.String()
}

// pdfPages writes a file of pages with the contents given, in Helvetica or
// the font given.
func pdfPages(font string, contents ...string) string {
	if font == "" {
		font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
	}
	objects := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", font, "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\nx\nendstream"}
	kids := ""
	for _, c := range contents {
		objects = append(objects,
			fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(c), c),
			fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /Im 4 0 R >> >> >>", len(objects)+1))
		kids += fmt.Sprintf("%d 0 R ", len(objects))
	}
	objects[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids, len(contents))
	return pdfOf(objects...)
}

const (
	lampPage  = "BT /F1 12 Tf 72 720 Td (The keepers shall) Tj 0 -15 Td (light the lamp.) Tj ET"
	imagePage = "q 595 0 0 842 0 0 cm /Im Do Q"
)

// TestReadPDFPages checks pages, lines, words and notes of a file with a text
// page, an empty one and an image.
func TestReadPDFPages(t *testing.T) {
	data := pdfPages("", lampPage, "", imagePage, lampPage, imagePage, imagePage)
	for _, worker := range []bool{true, false} {
		pdfWorkers.Store(worker)
		defer pdfWorkers.Store(true)
		d, err := Read(strings.NewReader(data), "lamp.pdf", nil)
		if err != nil {
			t.Fatal(err)
		}
		const page = "The keepers shall\nlight the lamp.\n"
		if want := page + "\f\f\f" + page + "\f\f\f"; d.Text != want {
			t.Errorf("text %q, want %q", d.Text, want)
		}
		if len(d.Pages) != 6 || len(d.Lines) != 4 || len(d.Words) != 12 || d.Lines[2].Page != 3 {
			t.Errorf("%d pages, %d lines, %d words", len(d.Pages), len(d.Lines), len(d.Words))
		}
		if notes := strings.Join(d.Source.Notes, "; "); !strings.Contains(notes, "pages 3, 5-6 are only an image") {
			t.Errorf("notes: %s", notes)
		}
		checkPDFBoxes(t, d)
	}
}

// TestReadPDFImages checks the error of a file without any text.
func TestReadPDFImages(t *testing.T) {
	_, err := Read(strings.NewReader(pdfPages("", imagePage, imagePage)), "scan.pdf", nil)
	var re *ReadError
	if !errors.Is(err, ErrNoTextLayer) || !errors.As(err, &re) || !strings.Contains(re.Hint, "--ocr") {
		t.Errorf("%v", err)
	}
	t.Setenv("PATH", t.TempDir())
	_, err = Read(strings.NewReader(pdfPages("", imagePage)), "scan.pdf", &ReadOptions{PDF: PDFOptions{OCR: true}})
	if !errors.Is(err, ErrNoTool) || !strings.Contains(err.Error(), "install tesseract-ocr") {
		t.Errorf("without tools: %v", err)
	}
}

// TestReadPDFPassword reads the encrypted files of the engine's tests.
func TestReadPDFPassword(t *testing.T) {
	const name = "internal/pdftext/testdata/aes-256.pdf"
	for password, hint := range map[string]string{"": "--password", "beacon": "wrong"} {
		if _, err := ReadFile(name, &ReadOptions{PDF: PDFOptions{Password: password}}); !errors.Is(err, ErrPassword) || !strings.Contains(err.Error(), hint) {
			t.Errorf("password %q: %v", password, err)
		}
	}
	d, err := ReadFile(name, &ReadOptions{PDF: PDFOptions{Password: "harbour"}})
	if err != nil || !strings.HasPrefix(d.Text, "The keepers shall\n") {
		t.Errorf("%v", err)
	}
}

func TestRecognisePDF(t *testing.T) {
	tests := map[string]bool{
		"%PDF-1.4\n%":                          true,
		"%PDF-2.0 ":                            true,
		"HTTP/1.1 200 OK\n\n%PDF-1.4\n1 0 obj": true,
		"A file begins with %PDF-1.4 today.":   false,
		"":                                     false,
	}
	for head, want := range tests {
		if recognisePDF([]byte(head)) != want {
			t.Errorf("%q: %v", head, !want)
		}
	}
}

// TestPDFQuality judges pages by known words and by unmapped characters.
func TestPDFQuality(t *testing.T) {
	known := map[string]bool{"the": true, "keepers": true, "shall": true, "light": true, "lamp": true}
	opt := &ReadOptions{PDF: PDFOptions{NoSecond: true, Known: func(w string) bool { return known[w] }}}
	font := "<< /Type /Font /Subtype /Type1 /BaseFont /X /Encoding << /Differences [113 /g1] >> >>"
	d, err := Read(strings.NewReader(pdfPages(font, lampPage, "BT /F1 12 Tf 72 720 Td (Thg xyzzy lamp qqqrr) Tj ET")), "q.pdf", opt)
	if err != nil {
		t.Fatal(err)
	}
	good, bad := d.Source.PageInfo[0], d.Source.PageInfo[1]
	if good.Quality == nil || *good.Quality != 1 || good.Unmapped != 0 {
		t.Errorf("good page: %v", good)
	}
	if bad.Quality == nil || *bad.Quality > 0.4 || bad.Unmapped < 0.1 {
		t.Errorf("bad page: quality %v, unmapped %g", *bad.Quality, bad.Unmapped)
	}
	if notes := strings.Join(d.Source.Notes, "; "); !strings.Contains(notes, "page 2: the file gives no Unicode value") {
		t.Errorf("notes: %s", notes)
	}
}

// TestPDFSecondReader has pdftotext serve a page of which our reader makes
// nothing: glyph names that are character codes in disguise.
func TestPDFSecondReader(t *testing.T) {
	needTools(t, "pdftotext")
	font := "<< /Type /Font /Subtype /Type3 /FontMatrix [.001 0 0 .001 0 0] /FontBBox [0 0 600 600] /CharProcs << >> /FirstChar 1 /LastChar 4 /Widths [600 600 600 600] /Encoding << /Differences [1 /c76 /c97 /c109 /c112] >> >>"
	page := "BT /F1 12 Tf 72 720 Td (\\001\\002\\003\\004) Tj ET"
	d, err := Read(strings.NewReader(pdfPages(font, page)), "g.pdf", nil)
	if err != nil {
		t.Fatal(err)
	}
	if d.Text != "Lamp\n\f" || d.Source.PageInfo[0].Reader != "pdftotext" || !strings.Contains(strings.Join(d.Source.Notes, "; "), "page 1: read by pdftotext") {
		t.Errorf("%q by %s, notes %q", d.Text, d.Source.PageInfo[0].Reader, d.Source.Notes)
	}
	checkPDFBoxes(t, d)
}

// TestPDFUnreadable refuses a file whose fonts do not say what they show, also
// where the second reader takes codes for characters, and says so of a page.
func TestPDFUnreadable(t *testing.T) {
	const font = "<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Lamp /Encoding /Identity-H /DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Lamp /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 600 >>] >>"
	const blind = "BT /F1 12 Tf 72 720 Td <0034003500360037> Tj 0 -15 Td <00380039003a003b> Tj ET"
	_, err := Read(strings.NewReader(pdfPages(font, blind)), "b.pdf", nil)
	if !errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), "(Lamp)") || !strings.Contains(err.Error(), "--ocr") {
		t.Errorf("a file: %v", err)
	}
	// A page beside one that can be read: the note, and nothing invented.
	data := strings.Replace(pdfPages("", lampPage, blind), "/F1 12 Tf 72 720 Td <", "/F2 12 Tf 72 720 Td <", 1)
	data = strings.ReplaceAll(data, "/Font << /F1 3 0 R >>", "/Font << /F1 3 0 R /F2 "+font+" >>")
	d, err := Read(strings.NewReader(data), "p.pdf", nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := "The keepers shall\nlight the lamp.\n\f\uFFFD\uFFFD\uFFFD\uFFFD\n\uFFFD\uFFFD\uFFFD\uFFFD\n\f"; d.Text != want {
		t.Errorf("a page: %q", d.Text)
	}
	if notes := strings.Join(d.Source.Notes, "; "); !strings.Contains(notes, "page 2: the file gives no Unicode value for 100 % of the characters (Lamp)") {
		t.Errorf("notes: %s", notes)
	}
	if q := d.Source.PageInfo[1].Quality; q == nil || *q != 0 {
		t.Errorf("quality %v", q)
	}
}

// TestPDFStrangePages says which pages have hardly a known word.
func TestPDFStrangePages(t *testing.T) {
	const strange = "BT /F1 12 Tf 72 720 Td (Xlk wqz prt blkq rrtv nnb zzxw qqpl mmrt vvbn xxcd lkjh wrt plk) Tj ET"
	d, err := Read(strings.NewReader(pdfPages("", strange, lampPage, strange, strange)), "s.pdf", nil)
	if err != nil {
		t.Fatal(err)
	}
	if notes := strings.Join(d.Source.Notes, "; "); !strings.Contains(notes, "pages 1, 3-4 have text of which fewer than half of the words are known") {
		t.Errorf("notes: %s", notes)
	}
}

func needTools(t *testing.T, names ...string) {
	t.Helper()
	for _, n := range names {
		if !installed(n) {
			t.Skipf("%s is not installed", n)
		}
	}
}

// TestPDFOCR has a scan recognised, with boxes and confidences.
func TestPDFOCR(t *testing.T) {
	needTools(t, "tesseract", "pdftoppm")
	if testing.Short() {
		t.Skip("takes seconds")
	}
	d, err := ReadFile("testdata/pdf/image-only.pdf", &ReadOptions{PDF: PDFOptions{OCR: true}})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(d.Text, "wishing to keep alight the lamps of both coasts") || d.Source.PageInfo[0].Reader != "tesseract" {
		t.Errorf("%q by %s", d.Text, d.Source.PageInfo[0].Reader)
	}
	for _, w := range d.Words {
		if w.Confidence <= 0 || w.Confidence > 1 {
			t.Errorf("%q: confidence %g", d.Text[w.Start:w.End], w.Confidence)
		}
	}
	checkPDFBoxes(t, d)
	_, err = ReadFile("testdata/pdf/image-only.pdf", &ReadOptions{PDF: PDFOptions{OCR: true, OCRLang: "qaa"}})
	if !errors.Is(err, ErrNoTool) || !strings.Contains(err.Error(), "tesseract-ocr-qaa") {
		t.Errorf("unknown language: %v", err)
	}
}

// TestPDFOCRmyPDF asks OCRmyPDF, where tesseract is not installed, for the pages
// that need it and no others. A script stands for the program.
func TestPDFOCRmyPDF(t *testing.T) {
	needTools(t, "sh", "cp")
	made, err := filepath.Abs("testdata/pdf/ocrmypdf.pdf")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range []string{"sh", "cp"} {
		path, err := exec.LookPath(name)
		if err == nil {
			err = os.Symlink(path, filepath.Join(dir, name))
		}
		if err != nil {
			t.Skip(err)
		}
	}
	script := "#!/bin/sh\necho \"$@\" >" + filepath.Join(dir, "args") + "\nfor out; do :; done\ncp " + made + " \"$out\"\n"
	if err := os.WriteFile(filepath.Join(dir, "ocrmypdf"), []byte(script), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir)
	want, err := os.ReadFile("testdata/pdf/ocrmypdf.txt")
	if err != nil {
		t.Fatal(err)
	}
	d, err := Read(strings.NewReader(pdfPages("", imagePage, lampPage)), "scan.pdf", &ReadOptions{PDF: PDFOptions{OCR: true, OCRLang: "fra"}})
	if err != nil {
		t.Fatal(err)
	}
	if got := string(want) + "The keepers shall\nlight the lamp.\n\f"; d.Text != got || d.Source.PageInfo[0].Reader != "ocrmypdf" || d.Source.PageInfo[1].Reader != "ocrfix" {
		t.Errorf("%q by %s and %s", d.Text, d.Source.PageInfo[0].Reader, d.Source.PageInfo[1].Reader)
	}
	args, err := os.ReadFile(filepath.Join(dir, "args"))
	if err != nil || !strings.HasPrefix(string(args), "--force-ocr --pages 1 ") || !strings.Contains(string(args), " -l fra ") {
		t.Errorf("called with %s, %v", args, err)
	}
}

func TestParseBBox(t *testing.T) {
	pages, err := parseBBox([]byte(`<!DOCTYPE html><html><body><doc>
<page width="595.3" height="842"><flow>
<block><line><word xMin="72" yMin="80" xMax="90" yMax="92">Oil</word><word xMin="93" yMin="80" xMax="99" yMax="92">&amp;</word></line>
<line><word xMin="72" yMin="94" xMax="90" yMax="106">wick</word></line></block>
<block><line></line><line><word xMin="72" yMin="120" xMax="90" yMax="132">Lamp&nbsp;post</word></line></block>
</flow></page><page width="10" height="20"></page></doc></body></html>`))
	if err != nil || len(pages) != 2 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	got := ""
	for _, l := range pages[0].lines {
		got += fmt.Sprint(l.Gap)
		for _, w := range l.Words {
			got += " " + w.Text
		}
		got += "\n"
	}
	if want := "true Oil &\nfalse wick\nfalse Lamp post\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if w := pages[0].lines[0].Words[0]; w.X0 != 72 || w.Y1 != 92 || pages[0].Width != 595.3 || pages[1].Reader != "" {
		t.Errorf("%+v", pages)
	}
}

func TestParseTSV(t *testing.T) {
	lines := parseTSV([]byte("level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"+
		"1\t1\t0\t0\t0\t0\t0\t0\t100\t100\t-1\t\n"+
		"5\t1\t1\t1\t1\t1\t100\t50\t40\t20\t96.5\tLamp\n"+
		"5\t1\t1\t1\t1\t2\t150\t50\t40\t20\t0\toil\n"+
		"5\t1\t1\t1\t2\t1\t100\t80\t40\t20\t91\t \n"+
		"5\t1\t2\t1\t1\t1\t100\t90\t40\t20\t91\tEnd\n"), 0.5)
	if len(lines) != 2 || len(lines[0].Words) != 2 || !lines[1].Gap {
		t.Fatalf("%+v", lines)
	}
	w := lines[0].Words[0]
	if w.Text != "Lamp" || w.X0 != 50 || w.Y0 != 25 || w.X1 != 70 || w.Y1 != 35 || w.Confidence != 0.965 || lines[0].Words[1].Confidence != 0.01 {
		t.Errorf("%+v", lines[0].Words)
	}
}

// TestDomainScans reads the scans of the shared pairs: the words are those of
// the engine's own text and of pdftotext, in order, and so are the lines.
func TestDomainScans(t *testing.T) {
	dirs := sharedScans(t)
	words, lines, n := 0.0, 0.0, 0
	for _, dir := range dirs {
		d, err := ReadFile(filepath.Join(dir, "scan.pdf"), nil)
		if err != nil {
			t.Errorf("%s: %v", dir, err)
			continue
		}
		var meta struct {
			Extras struct {
				From string `json:"from_variant"`
			} `json:"extras"`
		}
		data, err := os.ReadFile(filepath.Join(dir, "meta.json"))
		if err == nil {
			err = json.Unmarshal(data, &meta)
		}
		if err != nil {
			t.Fatal(err)
		}
		raw, err := os.ReadFile(filepath.Join(dir, meta.Extras.From))
		if err != nil {
			t.Fatal(err)
		}
		f := pdfF1(strings.Fields(d.Text), strings.Fields(string(raw)))
		words, lines, n = words+f, lines+pdfF1(pdfLines(d.Text), pdfLines(string(raw))), n+1
		if f < 0.995 {
			t.Errorf("%s: words of the engine: F1 %.4f", dir, f)
		}
		if installed("pdftotext") {
			out, err := exec.Command("pdftotext", "-raw", filepath.Join(dir, "scan.pdf"), "-").Output()
			if err != nil {
				t.Fatal(err)
			}
			if f := pdfF1(strings.Fields(d.Text), strings.Fields(string(out))); f < 0.995 {
				t.Errorf("%s: words of pdftotext: F1 %.4f", dir, f)
			}
		}
		checkPDFBoxes(t, d)
	}
	t.Logf("%d files: F1 of words %.4f, of lines %.4f", n, words/float64(n), lines/float64(n))
	if lines/float64(n) < 0.98 {
		t.Error("too few lines are right")
	}
}

func sharedScans(t *testing.T) []string {
	for _, shared := range []string{os.Getenv("OCRFIX_SHARED"), "../../shared"} {
		if found, _ := filepath.Glob(filepath.Join(shared, "pairs", "domain", "*", "scan.pdf")); shared != "" && len(found) > 0 {
			for i := range found {
				found[i] = filepath.Dir(found[i])
			}
			return found
		}
	}
	t.Skip("the shared pairs are not here")
	return nil
}

func pdfLines(text string) []string {
	var lines []string
	for line := range strings.FieldsFuncSeq(text, func(r rune) bool { return r == '\n' || r == '\f' }) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// pdfF1 compares two sequences by their longest common subsequence.
func pdfF1(a, b []string) float64 {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			up := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(up, row[j])
			}
			diagonal = up
		}
	}
	return 2 * float64(row[len(b)]) / float64(max(1, len(a)+len(b)))
}

// bigPDF writes a file of so many pages of text.
func bigPDF(pages int) string {
	words := strings.Fields("the keepers of both coasts shall light their lamps before nightfall and put them out after sunrise unless the harbour master orders otherwise by signal or by letter")
	contents := make([]string, pages)
	n := 0
	for i := range contents {
		var b strings.Builder
		b.WriteString("BT /F1 10 Tf 13 TL 60 780 Td\n")
		for range 54 {
			b.WriteString("[")
			for range 13 {
				fmt.Fprintf(&b, "(%s) -278 ", words[n*7%len(words)])
				n++
			}
			b.WriteString("] TJ T*\n")
		}
		b.WriteString("ET")
		contents[i] = b.String()
	}
	return pdfPages("", contents...)
}

// TestPDFSpeed reads 300 pages in at most three times the time of pdftotext,
// both as processes: the least of five runs each, of more where the machine is
// busy with other tests.
func TestPDFSpeed(t *testing.T) {
	needTools(t, "pdftotext")
	if testing.Short() {
		t.Skip("takes seconds")
	}
	const pages = 300
	name := filepath.Join(t.TempDir(), "big.pdf")
	if err := os.WriteFile(name, []byte(bigPDF(pages)), 0o666); err != nil {
		t.Fatal(err)
	}
	ours, theirs := time.Hour, time.Hour
	for n := 0; n < 5 || n < 25 && ours > 3*theirs; n++ {
		start := time.Now()
		d, err := ReadFile(name, nil)
		if err != nil || len(d.Pages) != pages || len(d.Words) != pages*54*13 {
			t.Fatalf("%d pages, %d words, %v", len(d.Pages), len(d.Words), err)
		}
		ours = min(ours, time.Since(start))
		start = time.Now()
		if err := exec.Command("pdftotext", name, filepath.Join(t.TempDir(), "out")).Run(); err != nil {
			t.Fatal(err)
		}
		theirs = min(theirs, time.Since(start))
	}
	t.Logf("%v, pdftotext %v: ratio %.2f", ours, theirs, float64(ours)/float64(theirs))
	if ours > 3*theirs {
		t.Errorf("%v for %d pages, pdftotext %v", ours, pages, theirs)
	}
}

// BenchmarkReadPDF reads 50 pages in a child process; the bytes are those of
// the text read.
func BenchmarkReadPDF(b *testing.B) {
	data := bigPDF(50)
	d, err := Read(strings.NewReader(data), "big.pdf", nil)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(d.Text)))
	for b.Loop() {
		if _, err := Read(strings.NewReader(data), "big.pdf", nil); err != nil {
			b.Fatal(err)
		}
	}
}
