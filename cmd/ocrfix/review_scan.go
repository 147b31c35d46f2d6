package main

import (
	"bytes"
	"context"
	"fmt"
	"image"
	_ "image/jpeg" // a scan beside markup may be one
	"image/png"
	"math"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"ocrfix/cmd/ocrfix/internal/web"
	"ocrfix/ocrfix"
)

// A scan shows changed words of a document as its page has them: a PDF file by
// pdftoppm, and markup by an image of the page that lies beside it. It may be
// used by several goroutines at once.
type scan struct {
	doc      *ocrfix.Document
	pdf      string      // path of the file, "" for none
	password string      // of the file
	images   []pageImage // of each page

	mu      sync.Mutex
	made    map[ocrfix.Span][]byte // PNG by words
	decoded image.Image            // the image used last
	from    pageImage              // where it is from
}

// A pageImage is where the image of a page is: in a file, "" for none, and
// there at a page, which counts from 0 and is above 0 only in a TIFF file.
type pageImage struct {
	path string
	page int
}

const (
	scanDPI      = 150              // of a snippet of a PDF file
	scanTime     = 20 * time.Second // for a snippet
	mostSnippets = 100              // kept
	mostPixels   = 40_000_000       // of an image that is opened
	mostSide     = 3000             // of a snippet, in pixels
)

// pdftoppm is the program that draws pages of PDF files.
const pdftoppm = "pdftoppm"

// newScan gives the scan of the document at path, nil where there is none to
// show.
func newScan(path, password string, d *ocrfix.Document) *scan {
	if !slices.ContainsFunc(d.Words, func(w ocrfix.Word) bool { return w.Box != nil }) {
		return nil
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return nil
	}
	s := &scan{doc: d, password: password, made: make(map[ocrfix.Span][]byte)}
	switch d.Source.Format {
	case "pdf":
		if _, err := exec.LookPath(pdftoppm); err != nil {
			return nil
		}
		s.pdf = path
		return s
	case "hocr", "alto", "page":
		if !inPixels(path) {
			return nil
		}
		s.images = imagesBeside(path, len(d.Pages))
		if slices.ContainsFunc(s.images, func(p pageImage) bool { return p.path != "" }) {
			return s
		}
	}
	return nil
}

// inPixels reports whether the coordinates of a file of markup are pixels:
// ALTO may have others.
func inPixels(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 64<<10)
	n, _ := f.Read(head)
	_, unit, found := bytes.Cut(head[:n], []byte("MeasurementUnit>"))
	return !found || bytes.HasPrefix(bytes.TrimSpace(unit), []byte("pixel"))
}

// imageEndings are those of images that can be opened, and of them those that
// may hold several pages.
var (
	imageEndings = []string{".png", ".jpg", ".jpeg", ".tif", ".tiff"}
	tiffEndings  = imageEndings[3:]
)

// imagesBeside finds the images of the pages of a.hocr or a.alto.xml: a.png
// where there is one page, else a-1.png, a_1.png, a-01.png and so on, or a.tif
// with as many pages. A name that the file itself gives is not followed.
func imagesBeside(path string, pages int) []pageImage {
	base := strings.TrimSuffix(path, filepath.Ext(path))
	bases := []string{base}
	if ext := filepath.Ext(base); ext == ".alto" || ext == ".page" || ext == ".hocr" {
		bases = append(bases, strings.TrimSuffix(base, ext))
	}
	find := func(endings []string, names ...string) string {
		for _, name := range names {
			for _, ext := range endings {
				if info, err := os.Stat(name + ext); err == nil && info.Mode().IsRegular() {
					return name + ext
				}
			}
		}
		return ""
	}
	images := make([]pageImage, pages)
	if all := find(tiffEndings, bases...); pages > 1 && all != "" && countTIFF(all) == pages {
		for i := range images {
			images[i] = pageImage{all, i}
		}
	}
	for i := range images {
		for _, b := range bases {
			var names []string
			for _, format := range []string{"%s-%d", "%s_%d", "%s-%02d", "%s_%02d", "%s-%03d", "%s_%03d", "%s-%04d", "%s_%04d"} {
				names = append(names, fmt.Sprintf(format, b, i+1))
			}
			if pages == 1 {
				names = append([]string{b}, names...)
			}
			if one := find(imageEndings, names...); one != "" {
				images[i] = pageImage{path: one}
				break
			}
		}
	}
	return images
}

var errNoScan = &web.Error{Status: http.StatusNotFound, Message: "there is no scan of these words"}

// box gives the box around the words that a span of the raw text touches in the
// line that it begins in, and what stands around them, in the unit of the source.
func (s *scan) box(span ocrfix.Span) (ocrfix.Box, bool) {
	words := s.doc.Words
	line := s.doc.LineAt(span.Start)
	at, _ := slices.BinarySearchFunc(words, line, func(w ocrfix.Word, line int) int { return w.Line - line })
	var all, these *ocrfix.Box // of the line, of the words
	for ; at < len(words) && words[at].Line == line; at++ {
		w := words[at]
		if b := w.Box; b != nil && b.X1 > b.X0 && b.Y1 > b.Y0 && !math.IsInf(b.X1-b.X0, 0) && !math.IsInf(b.Y1-b.Y0, 0) {
			all = around(all, *b)
			if w.Start <= span.End && w.End >= span.Start {
				these = around(these, *b)
			}
		}
	}
	if these == nil {
		return ocrfix.Box{}, false
	}
	high := all.Y1 - all.Y0
	return ocrfix.Box{
		X0: max(these.X0-6*high, all.X0-high, 0), Y0: max(all.Y0-0.4*high, 0),
		X1: min(these.X1+6*high, all.X1+high), Y1: all.Y1 + 0.4*high,
	}, true
}

func around(a *ocrfix.Box, b ocrfix.Box) *ocrfix.Box {
	if a == nil {
		return &b
	}
	return &ocrfix.Box{X0: min(a.X0, b.X0), Y0: min(a.Y0, b.Y0), X1: max(a.X1, b.X1), Y1: max(a.Y1, b.Y1)}
}

// words draws the words that a span of the raw text touches, as PNG.
func (s *scan) words(ctx context.Context, span ocrfix.Span) ([]byte, error) {
	if s == nil {
		return nil, errNoScan
	}
	box, ok := s.box(span)
	if !ok {
		return nil, errNoScan
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if data, ok := s.made[span]; ok {
		return data, nil
	}
	draw := s.cut
	if s.pdf != "" {
		draw = s.drawPDF
	}
	data, err := draw(ctx, s.doc.PageAt(span.Start), box)
	if err != nil {
		return nil, err
	}
	if len(s.made) >= mostSnippets {
		clear(s.made)
	}
	s.made[span] = data
	return data, nil
}

// drawPDF draws a part of a page, whose unit is the point.
func (s *scan) drawPDF(ctx context.Context, page int, b ocrfix.Box) ([]byte, error) {
	const scale = scanDPI / 72.0
	pixels := func(points float64) string { return strconv.Itoa(int(min(points*scale, 1e6))) }
	size := func(points float64) string { return strconv.Itoa(max(int(min(points*scale, mostSide)), 1)) }
	args := []string{"-png", "-singlefile", "-cropbox", "-r", strconv.Itoa(scanDPI), "-f", strconv.Itoa(page + 1), "-l", strconv.Itoa(page + 1),
		"-x", pixels(b.X0), "-y", pixels(b.Y0), "-W", size(b.X1 - b.X0), "-H", size(b.Y1 - b.Y0)}
	if s.password != "" {
		args = append(args, "-upw", s.password)
	}
	ctx, cancel := context.WithTimeout(ctx, scanTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, pdftoppm, append(args, s.pdf)...)
	cmd.WaitDelay = time.Second
	data, err := cmd.Output()
	if err != nil || !bytes.HasPrefix(data, []byte("\x89PNG")) {
		return nil, errNoScan
	}
	return data, nil
}

// cut cuts a part out of the image of a page, whose unit is the pixel.
func (s *scan) cut(_ context.Context, page int, b ocrfix.Box) ([]byte, error) {
	if page >= len(s.images) || s.images[page].path == "" {
		return nil, errNoScan
	}
	if s.from != s.images[page] {
		img, err := openImage(s.images[page])
		if err != nil {
			return nil, errNoScan
		}
		s.decoded, s.from = img, s.images[page]
	}
	at := s.decoded.Bounds()
	part := image.Rect(at.Min.X+int(min(b.X0, 1e6)), at.Min.Y+int(min(b.Y0, 1e6)), at.Min.X+int(min(b.X1, 1e6)), at.Min.Y+int(min(b.Y1, 1e6))).Intersect(at)
	part.Max.X, part.Max.Y = min(part.Max.X, part.Min.X+mostSide), min(part.Max.Y, part.Min.Y+mostSide)
	cutter, ok := s.decoded.(interface {
		SubImage(image.Rectangle) image.Image
	})
	if part.Empty() || !ok {
		return nil, errNoScan
	}
	var out bytes.Buffer
	if err := png.Encode(&out, cutter.SubImage(part)); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// openImage opens an image that is not too large.
func openImage(p pageImage) (image.Image, error) {
	f, err := os.Open(p.path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	if pages, err := tiffPages(f); err == nil {
		return openTIFF(f, pages, p.page)
	}
	config, _, err := image.DecodeConfig(f)
	if err != nil {
		return nil, err
	}
	if err := checkPixels(config); err != nil {
		return nil, err
	}
	if _, err := f.Seek(0, 0); err != nil {
		return nil, err
	}
	img, _, err := image.Decode(f)
	return img, err
}

func checkPixels(c image.Config) error {
	if c.Width <= 0 || c.Height <= 0 || c.Width > mostPixels/c.Height {
		return fmt.Errorf("an image of %d by %d pixels", c.Width, c.Height)
	}
	return nil
}

// Scan implements [web.Desk].
func (k *reviewDesk) Scan(ctx context.Context, doc, change int) ([]byte, error) {
	d := k.docs[doc]
	e := d.res.Edits[change]
	return d.scan.words(ctx, ocrfix.Span{Start: e.Start, End: e.End})
}
