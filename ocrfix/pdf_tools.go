package ocrfix

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"ocrfix/ocrfix/internal/pdftext"
)

// Limits of the programs that are called for help.
const (
	toolTime   = 2 * time.Minute // for a page
	toolOutput = 256 << 20       // bytes
)

// tool runs an installed program on input for some pages, and returns what it
// writes. The error wraps ErrNoTool where there is no such program.
func (r *pdfReading) tool(pages int, input []byte, name string, args ...string) ([]byte, error) {
	out, struck, err := r.toolOnce(pages, input, name, args...)
	if struck {
		out, _, err = r.toolOnce(pages, input, name, args...)
	}
	return out, err
}

// toolOnce is tool that does not try again where the program was struck by a
// signal: see [pdftext.Struck].
func (r *pdfReading) toolOnce(pages int, input []byte, name string, args ...string) (text []byte, struck bool, err error) {
	path, err := exec.LookPath(name)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", name, ErrNoTool)
	}
	limit := time.Duration(max(pages, 1)) * toolTime
	ctx, cancel := context.WithTimeout(r.ctx, limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, path, args...)
	if shell, err := exec.LookPath("sh"); err == nil && r.memory > 0 && strings.HasPrefix(name, "pdf") {
		// These read the untrusted file itself; a shell is the way to limit
		// the memory of a program that is not ours.
		cmd = exec.CommandContext(ctx, shell, append([]string{"-c", `ulimit -v "$0" 2>/dev/null; exec "$@"`, strconv.FormatInt(r.memory>>10, 10), path}, args...)...)
	}
	apart(cmd).Stdin = bytes.NewReader(input)
	cmd.WaitDelay = time.Second
	var complaint bytes.Buffer
	cmd.Stderr = &limitedBuffer{b: &complaint, left: 4096}
	var out bytes.Buffer
	cmd.Stdout = &limitedBuffer{b: &out, left: toolOutput}
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil && r.ctx.Err() == nil {
			return nil, false, fmt.Errorf("%s took longer than %v", name, limit)
		}
		line, _, _ := strings.Cut(strings.TrimSpace(complaint.String()), "\n")
		return nil, cmd.ProcessState != nil && pdftext.Struck(cmd.ProcessState), fmt.Errorf("%s: %w: %s", name, err, line)
	}
	return out.Bytes(), false, nil
}

// A limitedBuffer keeps the first bytes and drops the rest.
type limitedBuffer struct {
	b    *bytes.Buffer
	left int
}

func (l *limitedBuffer) Write(p []byte) (int, error) {
	n := min(len(p), l.left)
	l.b.Write(p[:n])
	l.left -= n
	return len(p), nil
}

// pdftotext reads the pages from first to last, counted from 1, with the
// program of that name; 0 and 0 are all.
func (r *pdfReading) pdftotext(first, last int) ([]pdfPage, error) {
	args := []string{"-bbox-layout", "-enc", "UTF-8"}
	if first > 0 {
		args = append(args, "-f", strconv.Itoa(first), "-l", strconv.Itoa(last))
	}
	if r.opt.Password != "" {
		args = append(args, "-upw", r.opt.Password)
	}
	out, err := r.tool(last-first+1, r.data, "pdftotext", append(args, "-", "-")...)
	if err != nil {
		return nil, err
	}
	return parseBBox(out)
}

// parseBBox reads what pdftotext -bbox-layout writes: page, flow, block,
// line, word.
func parseBBox(data []byte) ([]pdfPage, error) {
	dec := xml.NewDecoder(bytes.NewReader(data))
	dec.Strict = false
	dec.Entity = xml.HTMLEntity
	var pages []pdfPage
	var word *pdftext.Word
	gap := false
	for {
		tok, err := dec.Token()
		if err == io.EOF {
			return pages, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading the output of pdftotext: %w", err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if t.Name.Local == "page" {
				pages = append(pages, pdfPage{PageInfo: PageInfo{
					Width: xmlNumber(t, "width"), Height: xmlNumber(t, "height"), Reader: "pdftotext",
				}})
			}
			if len(pages) == 0 {
				continue
			}
			p := &pages[len(pages)-1]
			switch t.Name.Local {
			case "block":
				gap = true
			case "line":
				p.lines = append(p.lines, pdftext.Line{Gap: gap})
				gap = false
			case "word":
				word = &pdftext.Word{X0: xmlNumber(t, "xMin"), Y0: xmlNumber(t, "yMin"), X1: xmlNumber(t, "xMax"), Y1: xmlNumber(t, "yMax")}
			}
		case xml.CharData:
			if word != nil {
				word.Text += string(t)
			}
		case xml.EndElement:
			if t.Name.Local == "word" && word != nil {
				addWord(&pages[len(pages)-1], *word)
				word = nil
			}
			if t.Name.Local == "page" {
				p := &pages[len(pages)-1]
				p.lines = withWords(p.lines)
				if len(p.lines) == 0 {
					p.Reader = ""
				}
			}
		}
	}
}

// addWord appends a word to the last line, cut at white space if there is
// any in it.
func addWord(p *pdfPage, w pdftext.Word) {
	if len(p.lines) == 0 {
		p.lines = append(p.lines, pdftext.Line{})
	}
	l := &p.lines[len(p.lines)-1]
	for _, part := range strings.Fields(strings.ToValidUTF8(w.Text, "\uFFFD")) {
		w.Text = part
		l.Words = append(l.Words, w)
	}
}

func withWords(lines []pdftext.Line) []pdftext.Line {
	kept := lines[:0]
	for _, l := range lines {
		if len(l.Words) > 0 {
			kept = append(kept, l)
		}
	}
	return kept
}

func xmlNumber(e xml.StartElement, name string) float64 {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			v, _ := strconv.ParseFloat(a.Value, 64)
			return v
		}
	}
	return 0
}

// ocrDPI is the resolution at which pages are drawn for recognition, and
// ocrPixels is how many pixels a page may have; a larger one is drawn coarser.
const (
	ocrDPI    = 300
	ocrPixels = 100e6
)

// recognise gives the pages without text to an OCR program, if that is asked
// for.
func (r *pdfReading) recognise() error {
	if !r.opt.OCR {
		return nil
	}
	var wanted []int
	for i, p := range r.pages {
		if p.hopeless() || len(p.lines) == 0 && (p.images > 0 || p.Problem != "") {
			wanted = append(wanted, i)
		}
	}
	if len(wanted) == 0 {
		return nil
	}
	lang := r.opt.OCRLang
	if lang == "" {
		lang = "eng"
	}
	dir, err := os.MkdirTemp("", "ocrfix-ocr-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	in := filepath.Join(dir, "in.pdf")
	if err := os.WriteFile(in, r.data, 0o600); err != nil {
		return err
	}
	switch {
	case installed("tesseract") && installed("pdftoppm"):
		return r.tesseract(dir, in, lang, wanted)
	case installed("ocrmypdf"):
		return r.ocrmypdf(dir, in, lang, wanted)
	case installed("tesseract"):
		return &ReadError{Err: fmt.Errorf("pdftoppm, which draws pages for tesseract, is %w", ErrNoTool), Hint: "install poppler-utils, or ocrmypdf"}
	}
	return &ReadError{Err: fmt.Errorf("no OCR program: tesseract and ocrmypdf are %w", ErrNoTool), Hint: "install tesseract-ocr and poppler-utils, or ocrmypdf"}
}

func installed(name string) bool {
	_, err := exec.LookPath(name)
	return err == nil
}

// tesseract draws each page and has it recognised, with boxes and confidences.
func (r *pdfReading) tesseract(dir, in, lang string, wanted []int) error {
	for _, i := range wanted {
		n := strconv.Itoa(i + 1)
		image := filepath.Join(dir, "page")
		p := &r.pages[i]
		dpi := ocrDPI
		if inches := p.Width / 72 * p.Height / 72; inches*ocrDPI*ocrDPI > ocrPixels {
			dpi = int(math.Sqrt(ocrPixels / inches))
		}
		args := []string{"-r", strconv.Itoa(dpi), "-gray", "-png", "-singlefile", "-f", n, "-l", n}
		if r.opt.Password != "" {
			args = append(args, "-upw", r.opt.Password)
		}
		if _, err := r.tool(1, nil, "pdftoppm", append(args, in, image)...); err != nil {
			p.Problem = err.Error()
			continue
		}
		out, err := r.tool(1, nil, "tesseract", image+".png", "-", "-l", lang, "--dpi", strconv.Itoa(dpi), "tsv")
		if err != nil {
			if strings.Contains(err.Error(), "loading language") || strings.Contains(err.Error(), "opening data file") {
				return &ReadError{Err: fmt.Errorf("tesseract has no language data for %q: %w", lang, ErrNoTool), Hint: "install tesseract-ocr-" + strings.ReplaceAll(lang, "+", " tesseract-ocr-")}
			}
			p.Problem = err.Error()
			continue
		}
		p.lines, p.Problem = parseTSV(out, 72/float64(dpi)), ""
		if len(p.lines) > 0 {
			p.Reader = "tesseract"
			r.note("page %d: recognised by tesseract (%s)", i+1, lang)
		}
		r.judge(p)
	}
	return nil
}

// ocrmypdf has the pages wanted recognised, whatever text they have, and reads
// them from its output.
func (r *pdfReading) ocrmypdf(dir, in, lang string, wanted []int) error {
	if r.opt.Password != "" {
		return &ReadError{Err: errors.New("ocrmypdf takes no encrypted files"), Hint: "decrypt it first (qpdf --decrypt)"}
	}
	out := filepath.Join(dir, "out.pdf")
	var list []string
	for _, i := range wanted {
		list = append(list, strconv.Itoa(i+1))
	}
	args := []string{"--force-ocr", "--pages", strings.Join(list, ","), "--output-type", "pdf", "--optimize", "0", "--quiet", "-l", lang}
	if _, err := r.tool(len(r.pages), nil, "ocrmypdf", append(args, in, out)...); err != nil {
		return &ReadError{Err: err}
	}
	data, err := os.ReadFile(out)
	if err != nil {
		return err
	}
	again := &pdfReading{ctx: r.ctx, data: data, opt: &PDFOptions{
		Known: r.opt.Known, NoSecond: true, PageTime: r.opt.PageTime, Memory: r.opt.Memory,
	}}
	if err := again.own(); err != nil {
		return err
	}
	for _, i := range wanted {
		if i < len(again.pages) && len(again.pages[i].lines) > 0 {
			again.pages[i].images = r.pages[i].images
			r.pages[i] = again.pages[i]
			r.pages[i].Reader = "ocrmypdf"
			r.note("page %d: recognised by ocrmypdf (%s)", i+1, lang)
		}
	}
	return nil
}

// parseTSV reads tesseract's table of words; scale turns pixels into points.
// Its columns: level, page, block, paragraph, line, word, left, top, width,
// height, confidence in percent, text.
func parseTSV(data []byte, scale float64) []pdftext.Line {
	var lines []pdftext.Line
	at, paragraph := "", ""
	for row := range strings.Lines(string(data)) {
		f := strings.Split(strings.TrimRight(row, "\r\n"), "\t")
		if len(f) != 12 || f[0] != "5" {
			continue
		}
		n := func(i int) float64 { v, _ := strconv.ParseFloat(f[i], 64); return v * scale }
		for _, text := range strings.Fields(strings.ToValidUTF8(f[11], "\uFFFD")) {
			if key := strings.Join(f[1:5], " "); key != at {
				at = key
				p := strings.Join(f[1:4], " ")
				lines = append(lines, pdftext.Line{Gap: p != paragraph})
				paragraph = p
			}
			conf, _ := strconv.ParseFloat(f[10], 64)
			l := &lines[len(lines)-1]
			l.Words = append(l.Words, pdftext.Word{
				Text: text, X0: n(6), Y0: n(7), X1: n(6) + n(8), Y1: n(7) + n(9),
				Confidence: min(max(conf/100, 0.01), 1),
			})
		}
	}
	return lines
}
