package ocrfix

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"ocrfix/ocrfix/internal/pdftext"
)

// PDFOptions say how to read PDF files. The zero value reads the text layer,
// with pdftotext as second reader where it is installed.
type PDFOptions struct {
	// Password opens an encrypted file.
	Password string
	// Known tells whether a word, given in lower case, is one of a
	// language; a page's quality is the share of its words that are. nil
	// means: one of any language that has built-in data.
	Known func(word string) bool
	// NoSecond keeps pdftotext out of it.
	NoSecond bool
	// OCR recognises the pages that have no text, with tesseract or
	// ocrmypdf; OCRLang names their languages as these programs do
	// ("eng+fra"), "" for English.
	OCR     bool
	OCRLang string
	// PageTime is how long a page may take to read, 0 for DefaultPDFPageTime;
	// Memory is how many bytes reading may take beyond the program itself,
	// 0 for DefaultPDFMemory. Both hold only in a program that calls
	// [RunPDFWorkerIfAsked].
	PageTime time.Duration
	Memory   int64
}

// The limits of reading a PDF file.
const (
	DefaultPDFPageTime = 20 * time.Second
	DefaultPDFMemory   = 1 << 30
)

// Errors of PDF files. They come wrapped in a [*ReadError].
var (
	// ErrNoTextLayer means that the pages are images only.
	ErrNoTextLayer = errors.New("no text layer")
	// ErrUnreadable means that the text layer is there but its fonts do not
	// say which characters they show.
	ErrUnreadable = errors.New("unreadable text layer")
	// ErrPassword means that the file is encrypted and the password, or the
	// want of one, does not open it.
	ErrPassword = errors.New("encrypted")
	// ErrDamaged means that nothing could be read of the file.
	ErrDamaged = errors.New("damaged")
	// ErrNoTool means that a program which is needed is not installed.
	ErrNoTool = errors.New("not installed")
)

// A PageInfo is what is known of a page beside its text.
type PageInfo struct {
	Width  float64 `json:"width"` // in the unit of the boxes: points for PDF
	Height float64 `json:"height"`
	// Reader is what read the page: ocrfix, pdftotext, tesseract or
	// ocrmypdf; "" where the page has no text.
	Reader string `json:"reader"`
	// Quality is the share of words that are known, 0 to 1; nil where it
	// cannot be told.
	Quality *float64 `json:"quality"`
	// Unmapped is the share of characters without a Unicode value, which
	// read U+FFFD.
	Unmapped float64 `json:"unmapped"`
	// Problem says why the page, or a part of it, could not be read.
	Problem string `json:"problem,omitempty"`
}

// What makes a page's text bad enough to ask a second reader.
const (
	poorQuality  = 0.5  // share of words known
	poorUnmapped = 0.02 // share of characters without a Unicode value
	poorWords    = 12   // fewer words say nothing of the share known
	// A page of which more characters lack a value than this has no text
	// worth the name; another reader's text for it must show known words.
	hopelessUnmapped = 0.3
	leastReadable    = 0.2
)

var pdfReader = reader{
	format:    "pdf",
	recognise: recognisePDF,
	read:      readPDF,
}

// recognisePDF wants the header at the beginning or, behind the garbage that
// some servers leave, in the first kilobyte of what holds objects.
func recognisePDF(head []byte) bool {
	i := bytes.Index(head[:min(len(head), 1024)], []byte("%PDF-"))
	return i == 0 || i > 0 && bytes.Contains(head[i:], []byte(" obj"))
}

// A pdfPage is a page on its way to the document.
type pdfPage struct {
	PageInfo
	lines   []pdftext.Line
	images  int
	blind   string  // the fonts that lack Unicode values
	charted bool    // a reader with the tables of public collections can map one
	quality float64 // PageInfo.Quality, -1 for nil
}

// A pdfReading is the reading of one file.
type pdfReading struct {
	ctx   context.Context
	data  []byte
	opt   *PDFOptions
	pages []pdfPage
	notes []string
	// memory is how many bytes a program that reads the file may use, 0 for
	// no limit.
	memory int64
}

func readPDF(data []byte, _ string, opt *ReadOptions) (*Document, error) {
	r := &pdfReading{ctx: opt.Context, data: data, opt: &opt.PDF}
	if r.ctx == nil {
		r.ctx = context.Background()
	}
	if err := r.own(); err != nil {
		return nil, err
	}
	r.second()
	if err := r.recognise(); err != nil {
		return nil, err
	}
	if err := r.ctx.Err(); err != nil {
		return nil, err
	}
	if err := r.refuse(); err != nil {
		return nil, err
	}
	return r.document()
}

// own reads the text layer with our own reader.
func (r *pdfReading) own() error {
	var res *pdftext.Result
	var err error
	if pdfWorkers.Load() {
		c := pdftext.Client{
			Worker:   pdfWorkerCommand,
			PageTime: r.opt.PageTime,
			Memory:   r.opt.Memory,
		}
		if c.PageTime == 0 {
			c.PageTime = DefaultPDFPageTime
		}
		if c.Memory == 0 {
			c.Memory = DefaultPDFMemory
		}
		r.memory = c.Memory
		res, err = c.Read(r.ctx, r.data, r.opt.Password)
	} else {
		res, err = pdftext.ReadAll(r.data, r.opt.Password)
	}
	if err != nil {
		return r.openError(err)
	}
	for i := range res.Pages {
		p := &res.Pages[i]
		page := pdfPage{
			PageInfo: PageInfo{Width: p.Width, Height: p.Height},
			lines:    p.Lines,
			images:   p.Images,
			blind:    p.Blind,
			charted:  p.Charted,
		}
		if len(p.Lines) > 0 {
			page.Reader = "ocrfix"
		}
		if res.Errs[i] != nil {
			page.Problem = res.Errs[i].Error()
		}
		r.judge(&page)
		r.pages = append(r.pages, page)
	}
	if res.Repaired {
		r.note("the file's table of contents was damaged; its objects were found by searching")
	}
	return nil
}

// openError turns an error of the file as a whole into one for the user. A
// file that our reader cannot open may still be one for pdftotext.
func (r *pdfReading) openError(err error) error {
	if r.ctx.Err() != nil {
		return r.ctx.Err()
	}
	if errors.Is(err, pdftext.ErrPassword) {
		if r.opt.Password != "" {
			return &ReadError{Err: fmt.Errorf("%w, and the password is wrong", ErrPassword)}
		}
		return &ReadError{Err: ErrPassword, Hint: "--password opens it"}
	}
	forged := errors.Is(err, pdftext.ErrTime) || errors.Is(err, pdftext.ErrMemory) || errors.Is(err, pdftext.ErrCrash)
	if !r.opt.NoSecond && !forged {
		pages, terr := r.pdftotext(0, 0)
		if terr == nil && len(pages) > 0 {
			for _, p := range pages {
				r.judge(&p)
				r.pages = append(r.pages, p)
			}
			r.note("read by pdftotext, as our own reader could not open the file: %v", err)
			return nil
		}
	}
	switch {
	case errors.Is(err, pdftext.ErrEncryption):
		return &ReadError{Err: fmt.Errorf("%w: %w", ErrPassword, err), Hint: "decrypt it first"}
	case forged:
		return &ReadError{Err: fmt.Errorf("%w: %w", ErrDamaged, err), Hint: "the file may be forged; --pdf-time and --pdf-memory raise the limits"}
	}
	return &ReadError{Err: fmt.Errorf("%w: %w", ErrDamaged, err)}
}

// judge sets the quality of a page.
func (r *pdfReading) judge(p *pdfPage) {
	isKnown := r.opt.Known
	if isKnown == nil {
		isKnown = knownAnywhere
	}
	var l legibility
	for _, line := range p.lines {
		for _, w := range line.Words {
			l.add(w.Text, isKnown)
		}
	}
	p.Quality, p.quality, p.Unmapped = nil, -1, l.unmapped()
	if share, ok := l.quality(); ok {
		p.Quality, p.quality = &share, share
	}
}

// poor reports whether a second reader is to be asked about the page.
func (p *pdfPage) poor() bool {
	words := 0
	for _, l := range p.lines {
		words += len(l.Words)
	}
	return p.Problem != "" || p.Unmapped > poorUnmapped || p.quality >= 0 && p.quality < poorQuality && words >= poorWords
}

// hopeless reports whether most of the page's text cannot be read.
func (p *pdfPage) hopeless() bool { return len(p.lines) > 0 && p.Unmapped > hopelessUnmapped }

// betterThan reports whether the reading p is to be preferred to q: more of
// its characters and words can be read, and it is not a mere part.
func (p *pdfPage) betterThan(q *pdfPage) bool {
	if len(p.lines) == 0 || q.Problem == "" && len(p.lines)*2 < len(q.lines) {
		return false
	}
	if q.Problem != "" && len(q.lines) == 0 {
		return true
	}
	if q.hopeless() && !q.charted && p.quality < leastReadable {
		return false // codes taken for characters look like text
	}
	return p.Unmapped < q.Unmapped-0.01 && p.quality >= q.quality-0.05 ||
		p.quality > q.quality+0.05 && p.Unmapped <= q.Unmapped+0.01 ||
		q.Problem != "" && len(p.lines) > len(q.lines)
}

// second asks pdftotext about the pages that read badly.
func (r *pdfReading) second() {
	if r.opt.NoSecond {
		return
	}
	var poor []int
	for i := range r.pages {
		if p := &r.pages[i]; p.Reader != "pdftotext" && p.poor() {
			poor = append(poor, i)
		}
	}
	const apart = 4 // more pages than these are read in one go
	for len(poor) > 0 {
		some := poor[:1]
		if len(poor) > apart {
			some = poor
		}
		first := some[0]
		got, err := r.pdftotext(first+1, some[len(some)-1]+1)
		if errors.Is(err, ErrNoTool) {
			return
		}
		for _, i := range some {
			if err == nil && i-first < len(got) {
				r.prefer(i, got[i-first])
			}
		}
		poor = poor[len(some):]
	}
}

// prefer takes pdftotext's reading of page i where it is the better one.
func (r *pdfReading) prefer(i int, q pdfPage) {
	p := &r.pages[i]
	r.judge(&q)
	if !q.betterThan(p) {
		return
	}
	if q.Width == 0 {
		q.Width, q.Height = p.Width, p.Height
	}
	q.images = p.images
	*p = q
	r.note("page %d: read by pdftotext, as our own reader read it badly", i+1)
}

// refuse returns the error of a file that gave nothing to read.
func (r *pdfReading) refuse() error {
	text, hopeless, images, problem := false, "", 0, ""
	for i := range r.pages {
		p := &r.pages[i]
		if p.hopeless() {
			hopeless = cmp.Or(hopeless, p.blind, "unnamed")
		} else {
			text = text || len(p.lines) > 0
		}
		images += p.images
		if problem == "" {
			problem = p.Problem
		}
	}
	switch {
	case text:
		return nil
	case hopeless != "":
		return &ReadError{
			Err:  fmt.Errorf("%w: the fonts do not say which characters they show (%s)", ErrUnreadable, hopeless),
			Hint: "--ocr recognises the pages instead, with tesseract or ocrmypdf",
		}
	case problem != "":
		return &ReadError{Err: fmt.Errorf("%w: %s", ErrDamaged, problem)}
	case images > 0:
		return &ReadError{
			Err:  fmt.Errorf("%w: all pages are images", ErrNoTextLayer),
			Hint: "--ocr recognises them first, with tesseract or ocrmypdf",
		}
	}
	return nil
}

func (r *pdfReading) note(format string, args ...any) {
	r.notes = append(r.notes, fmt.Sprintf(format, args...))
}

// document puts the pages together: a line a line, an empty one between
// paragraphs, a form feed after each page.
func (r *pdfReading) document() (*Document, error) {
	var b strings.Builder
	var words []pdftext.Word
	for i := range r.pages {
		for k, l := range r.pages[i].lines {
			if k > 0 && l.Gap {
				b.WriteByte('\n')
			}
			for j, w := range l.Words {
				if j > 0 {
					b.WriteByte(' ')
				}
				b.WriteString(w.Text)
				words = append(words, w)
			}
			b.WriteByte('\n')
		}
		b.WriteByte('\f')
	}
	d := NewDocument(b.String())
	if d.Words == nil { // longer than MaxIndexed
		d.Words = slices.Collect(d.EachWord())
	}
	d.Source.Format, d.Source.Encoding = "pdf", ""
	if err := d.placeWords(words); err != nil {
		return nil, err
	}
	for i := range r.pages {
		d.Source.PageInfo = append(d.Source.PageInfo, r.pages[i].PageInfo)
	}
	d.Source.Notes = append(r.notes, r.pageNotes()...)
	return d, nil
}

// placeWords gives the words their boxes and confidences. No word of a PDF
// reader holds white space, so they are the words of the text, one by one.
func (d *Document) placeWords(words []pdftext.Word) error {
	if len(words) != len(d.Words) {
		return fmt.Errorf("%d words were read and %d are in the text", len(words), len(d.Words))
	}
	boxes := make([]Box, len(words))
	var weight lineWeight
	for i, w := range words {
		weight.add(d.Words[i].Line, len(w.Text), w.Bold)
		boxes[i] = Box{w.X0, w.Y0, w.X1, w.Y1}
		d.Words[i].Box = &boxes[i]
		d.Words[i].Confidence = w.Confidence
	}
	d.Bold = weight.lines(len(d.Lines))
	return nil
}

// pageNotes says which pages lack text, and why.
func (r *pdfReading) pageNotes() []string {
	var notes []string
	var images, empty, strange []int
	for i, p := range r.pages {
		switch {
		case p.Problem != "" && len(p.lines) == 0:
			notes = append(notes, fmt.Sprintf("page %d could not be read: %s", i+1, p.Problem))
		case p.Problem != "":
			notes = append(notes, fmt.Sprintf("page %d was read in part: %s", i+1, p.Problem))
		case len(p.lines) > 0 && p.Unmapped > poorUnmapped:
			note := fmt.Sprintf("page %d: the file gives no Unicode value for %.0f %% of the characters", i+1, max(1, 100*p.Unmapped))
			if p.blind != "" {
				note += " (" + p.blind + ")"
			}
			notes = append(notes, note)
		case p.poor():
			strange = append(strange, i+1)
		case len(p.lines) > 0:
		case p.images > 0:
			images = append(images, i+1)
		default:
			empty = append(empty, i+1)
		}
	}
	if len(strange) > 0 {
		notes = append(notes, fmt.Sprintf("%s text of which fewer than half of the words are known; --min-quality refuses such", pageList(strange, "has", "have")))
	}
	if len(images) > 0 {
		notes = append(notes, fmt.Sprintf("%s only an image, without text; --ocr recognises it", pageList(images, "is", "are")))
	}
	if len(empty) > 0 && len(empty) == len(r.pages) {
		notes = append(notes, "the file has no text")
	}
	return notes
}

// pageList writes "page 3 is" or "pages 3, 5-9 are".
func pageList(pages []int, is, are string) string {
	var parts []string
	for i := 0; i < len(pages); {
		j := i
		for j+1 < len(pages) && pages[j+1] == pages[j]+1 {
			j++
		}
		part := fmt.Sprint(pages[i])
		if j > i {
			part = fmt.Sprintf("%d-%d", pages[i], pages[j])
		}
		parts, i = append(parts, part), j+1
	}
	if len(pages) == 1 {
		return "page " + parts[0] + " " + is
	}
	return "pages " + strings.Join(parts, ", ") + " " + are
}
