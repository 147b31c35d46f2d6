package ocrfix

import (
	"iter"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Span is a half-open range of bytes, [Start, End).
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// A Source says where a document came from.
type Source struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"` // of the bytes read, in hexadecimal
	Format string `json:"format"` // text, pdf, hocr, alto or page
	Pages  int    `json:"pages"`
	// Encoding names the encoding that Text was decoded from: utf-8,
	// utf-16le, utf-16be or windows-1252.
	Encoding string `json:"encoding,omitempty"`
	// BOM says that the bytes began with a byte order mark, which Text
	// does not hold.
	BOM bool `json:"bom,omitempty"`
	// Repairs are the places of Text whose bytes were broken, in order.
	// With them [Source.Bytes] gives back exactly what was read.
	Repairs []Repair `json:"repairs,omitempty"`
	// Notes are things a user should know about the reading, such as
	// repaired bytes or the second reader that served a page.
	Notes []string `json:"notes,omitempty"`
	// PageInfo says for each page of a PDF file how it was read.
	PageInfo []PageInfo `json:"page_info,omitempty"`
}

// A Repair is a place where the bytes read were no text in their encoding: the
// bytes [Start, End) of Document.Text stand for Raw.
type Repair struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Raw   []byte `json:"raw"` // base64 in JSON
}

// A Document is a text as it was read, before any correction.
//
// Text is never changed after reading. All "raw" offsets anywhere in this
// package are byte offsets into Text. A Document may be read by several
// goroutines at once.
type Document struct {
	Source Source
	// Text is the raw text in valid UTF-8, lines as the source has them,
	// pages separated by a form feed.
	Text string
	// Pages are the spans of the pages, without their form feeds. There is
	// at least one page, which may be empty.
	Pages []Span
	// Lines are the spans of the lines, without their line ends.
	Lines []Line
	// Words are the maximal runs of characters that are not white space.
	// They are nil where Text is longer than MaxIndexed and the source says
	// nothing of its words; [Document.EachWord] goes through them always.
	Words []Word
	// Bold says for each of Lines whether nearly all of its letters are set
	// bold; nil where the source shows no such line.
	Bold []bool
	// PageLabels are the numbers that the source states for its pages, one a
	// page, "" where it does not; nil where it states none.
	PageLabels []string
	// Hyphens are the words that a line end breaks, where the source itself
	// says so (ALTO SUBS_CONTENT, soft hyphens), in order.
	Hyphens []Hyphen

	markup any // what a markup reader keeps for its writer
}

// A Line is one line of the raw text.
type Line struct {
	Span
	Page int // index into Document.Pages
}

// A Word is a maximal run of characters other than white space.
type Word struct {
	Span
	Line int // index into Document.Lines
	// Confidence is what the OCR engine thought of the word, in (0, 1];
	// 0 means that the source does not say.
	Confidence float64
	Box        *Box // nil where the source has no coordinates
}

// A Box is a rectangle on a page in the source's own unit, y growing downwards.
type Box struct{ X0, Y0, X1, Y1 float64 }

// MaxIndexed is the length in bytes up to which a plain text gets a list of
// its words. A word's entry is eight times as long as the word, so that the
// list, and not the text, would fill the memory.
const MaxIndexed = 16 << 20

// NewDocument returns the document of a text: its pages, lines and words.
//
// A form feed ends a page, so that one at the very end opens no further page.
// Lines end at LF, CR LF or a lone CR, and at the end of their page; an end
// of line at the end of a page opens no further line. Bytes that are no UTF-8
// become U+FFFD; [Read] is the way to keep them.
func NewDocument(text string) *Document {
	d := &Document{Text: strings.ToValidUTF8(text, "\uFFFD")}
	d.index()
	if len(d.Text) <= MaxIndexed {
		d.Words = slices.AppendSeq(make([]Word, 0, len(d.Text)/6), d.EachWord())
	}
	d.Source = Source{Format: "text", Encoding: "utf-8", Pages: len(d.Pages)}
	return d
}

// index finds the pages and lines of the text.
func (d *Document) index() {
	ends := "\n"
	if strings.IndexByte(d.Text, '\r') >= 0 {
		ends = "\r\n"
	}
	// The lines of a hostile text can be forty times as long as the text: their
	// list must not grow by copying.
	d.Lines = make([]Line, 0, strings.Count(d.Text, "\n")+strings.Count(d.Text, "\f")+1)
	for start := 0; ; {
		end := len(d.Text)
		if n := strings.IndexByte(d.Text[start:], '\f'); n >= 0 {
			end = start + n
		}
		d.addPage(start, end, ends)
		if end >= len(d.Text)-1 {
			break
		}
		start = end + 1
	}
}

// addPage appends the page [start, end) of the text and its lines, which end
// at the characters of ends.
func (d *Document) addPage(start, end int, ends string) {
	page := len(d.Pages)
	d.Pages = append(d.Pages, Span{start, end})
	for start < end {
		stop, next := end, end
		if n := strings.IndexAny(d.Text[start:end], ends); n >= 0 {
			stop = start + n
			next = stop + 1
			if d.Text[stop] == '\r' && next < end && d.Text[next] == '\n' {
				next++
			}
		}
		d.Lines = append(d.Lines, Line{Span: Span{start, stop}, Page: page})
		start = next
	}
}

// EachWord goes through the words of d in order, with what the source says of
// them where Words has it.
func (d *Document) EachWord() iter.Seq[Word] {
	return func(yield func(Word) bool) {
		if d.Words != nil {
			for _, w := range d.Words {
				if !yield(w) {
					return
				}
			}
			return
		}
		for i, line := range d.Lines {
			for s := range eachField(d.Text, line.Span) {
				if !yield(Word{Span: s, Line: i}) {
					return
				}
			}
		}
	}
}

// eachField goes through the maximal runs of characters that are not white
// space in text[in.Start:in.End].
func eachField(text string, in Span) iter.Seq[Span] {
	return func(yield func(Span) bool) {
		start := -1
		for i := in.Start; i < in.End; {
			r, n := rune(text[i]), 1
			if r >= utf8.RuneSelf {
				r, n = utf8.DecodeRuneInString(text[i:in.End])
			}
			switch {
			case !unicode.IsSpace(r):
				if start < 0 {
					start = i
				}
			case start >= 0:
				if !yield(Span{start, i}) {
					return
				}
				start = -1
			}
			i += n
		}
		if start >= 0 {
			yield(Span{start, in.End})
		}
	}
}

// LineAt returns the index into Lines of the line that holds the byte at
// offset; the end of a line belongs to it. It is 0 for an offset before the
// first line and -1 where there are no lines. It takes O(log n).
func (d *Document) LineAt(offset int) int {
	n := sort.Search(len(d.Lines), func(i int) bool { return d.Lines[i].Start > offset })
	if n == 0 && len(d.Lines) > 0 {
		return 0
	}
	return n - 1
}

// PageAt returns the index into Pages of the page that holds the byte at
// offset; the form feed after a page belongs to it. It is 0 for an offset
// before the first page. It takes O(log n).
func (d *Document) PageAt(offset int) int {
	n := sort.Search(len(d.Pages), func(i int) bool { return d.Pages[i].Start > offset })
	return max(n-1, 0)
}
