package markup

import (
	"bytes"
	"cmp"
	"errors"
	"slices"
	"strings"

	"golang.org/x/text/encoding"
)

// A Format is one of the three markup formats.
type Format string

// The formats, by the names that commands and documents use.
const (
	ALTO Format = "alto"
	HOCR Format = "hocr"
	PAGE Format = "page"
)

// ErrFormat is returned for a source that is none of the three formats.
var ErrFormat = errors.New("neither ALTO nor hOCR nor PAGE")

// A File is a markup file as it was read: flat lists in which each level names
// a range of the next. Pages, Blocks and the Lines of a block stand in reading
// order, Words in the order of the source. A File is not changed after reading.
type File struct {
	Format   Format
	Encoding string // utf-8, utf-16le, utf-16be, windows-1252, …
	BOM      bool   // the source begins with a byte order mark
	Pages    []Page
	Blocks   []Block
	Lines    []Line
	Words    []Word

	raw []byte // the source as it came
	src string // the same in UTF-8, without byte order mark: what spans index
	enc encoding.Encoding
	bom int

	lineOpen bool // while reading: words belong to the last line
	full     bool // while reading: there were more than maxWords
}

// A Page is a run of Blocks.
type Page struct {
	Label       string // the page number that the source states, "" for none
	First, Last int    // Blocks[First:Last]
}

// A Block is a run of Lines that the source sets off from others.
type Block struct {
	First, Last int // Lines[First:Last]
	page        int
	rank        int // order of the part of the page that holds the block
	elem        Span
}

// A Line is a run of Words, at least one.
type Line struct {
	First, Last int // Words[First:Last]
	elem        Span
}

// A Level says what a Word stands for.
type Level int

const (
	// WordLevel: an element of its own holds the word.
	WordLevel Level = iota
	// TextLevel: the source gives only the text of a line, or loose text;
	// the Word is that text, with its spaces.
	TextLevel
)

// A Word is the smallest unit that the source holds, usually a word.
type Word struct {
	Text  string // never empty, on one line; a hyphen at the line end included
	Level Level
	// Glue says that no white space parts the word from the one before it.
	Glue bool
	// Confidence is what the engine says, in (0, 1]; 0: it does not say.
	Confidence float64
	Box        Box
	HasBox     bool
	Bold       bool // the source says that it is set in bold letters
	// Joined is the whole word of which this is the first part, where the
	// source says that a line end breaks it; "" otherwise.
	Joined string

	elem   Span   // the element, or the text itself at TextLevel
	hyphen string // ALTO: what the HYP element adds to Text
	beside Span   // ALTO: the HYP element; PAGE, TextLevel: the element whose TextEquiv holds the text
}

// A Box is a rectangle in the unit of the source, y growing downwards.
type Box struct{ X0, Y0, X1, Y1 float64 }

func (b Box) union(o Box) Box {
	return Box{min(b.X0, o.X0), min(b.Y0, o.Y0), max(b.X1, o.X1), max(b.Y1, o.Y1)}
}

// ErrTooLarge is returned for a source with more than four million words, some
// ten thousand pages. What is kept of a word takes more memory than its few
// bytes in a source that means harm.
var ErrTooLarge = errors.New("more words than a file may have")

const maxWords = 4 << 20

// Recognise tells the format from the first bytes of a source, "" for none:
// by the root element, and for HTML by the class ocr_page or the ocr-system
// declaration within those bytes. A few kilobytes are enough.
func Recognise(head []byte) Format {
	if !maybeMarkup(head) {
		return ""
	}
	text, _, _, err := decode(head)
	if err != nil {
		return ""
	}
	switch rootOf(text) {
	case "alto":
		return ALTO
	case "PcGts":
		return PAGE
	}
	if looksLikeHOCR(text) {
		return HOCR
	}
	return ""
}

// IsHTML reports whether a source that [Recognise] knows no format of is a page of
// HTML: by its document type or its first element.
func IsHTML(head []byte) bool {
	if !maybeMarkup(head) {
		return false
	}
	text, _, _, err := decode(head)
	if err != nil {
		return false
	}
	const doctype = "<!doctype html"
	text = strings.TrimSpace(text)
	if len(text) > len(doctype) && strings.EqualFold(text[:len(doctype)], doctype) {
		return true
	}
	switch strings.ToLower(rootOf(text)) {
	case "html", "head", "body":
		return true
	}
	return false
}

// rootOf is the name of the first element of a text that begins with one, "" of
// others.
func rootOf(text string) string {
	s := NewScanner(text, Span{0, len(text)}, false)
	var t Token
	for s.Next(&t) && t.Kind == Text && clean(text[t.Start:t.End]) == "" {
	}
	if t.Kind == StartTag {
		return t.Name
	}
	return ""
}

// maybeMarkup reports whether a source begins with <, behind white space, a
// byte order mark and the empty bytes of UTF-16. Most plain texts do not.
func maybeMarkup(head []byte) bool {
	head = bytes.TrimLeft(head, "\x00 \t\r\n\xef\xbb\xbf\xff\xfe")
	return len(head) > 0 && head[0] == '<'
}

func looksLikeHOCR(text string) bool {
	return strings.Contains(text, "ocr_page") || strings.Contains(text, "ocr-system") || strings.Contains(text, "ocrx_word")
}

// Read reads a whole source, which the File keeps and nobody may change.
// It returns [ErrFormat], [ErrTooLarge], or a [SyntaxError] where the source
// is damaged.
func Read(src []byte) (*File, error) {
	format := Recognise(src[:min(len(src), 16<<10)])
	text, enc, bom, err := decode(src)
	if err != nil {
		return nil, err
	}
	f := &File{Format: format, Encoding: encodingName(enc), BOM: bom > 0, raw: src, src: text, enc: enc, bom: bom}
	f.Words = make([]Word, 0, wordsIn(text, format))
	switch format {
	case ALTO:
		err = readALTO(f)
	case HOCR:
		err = readHOCR(f)
	case PAGE:
		err = readPAGE(f)
	default:
		return nil, ErrFormat
	}
	if err == nil && f.full {
		err = ErrTooLarge
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

// wordsIn guesses how many words a source has, to take their memory at once.
func wordsIn(text string, format Format) int {
	mark := map[Format]string{ALTO: "CONTENT=", HOCR: "ocrx_word", PAGE: "Word>"}[format]
	return min(strings.Count(text, mark), len(text)/64)
}

// addPage begins a page.
func (f *File) addPage(label string) {
	f.closeBlock()
	f.Pages = append(f.Pages, Page{Label: label})
}

// addBlock begins a block, and a page where none has begun.
func (f *File) addBlock(rank int, elem Span) {
	if len(f.Pages) == 0 {
		f.addPage("")
	}
	f.closeBlock()
	f.Blocks = append(f.Blocks, Block{First: len(f.Lines), page: len(f.Pages) - 1, rank: rank, elem: elem})
}

// closeBlock ends the last block and drops it again if nothing came into it.
func (f *File) closeBlock() {
	f.closeLine()
	if n := len(f.Blocks); n > 0 && f.Blocks[n-1].Last <= f.Blocks[n-1].First {
		f.Blocks = f.Blocks[:n-1]
	}
}

// addLine begins a line, and a block where none has begun.
func (f *File) addLine(elem Span) {
	if n := len(f.Blocks); n == 0 || f.Blocks[n-1].page != len(f.Pages)-1 {
		f.addBlock(0, Span{})
	}
	f.closeLine()
	f.Lines = append(f.Lines, Line{First: len(f.Words), elem: elem})
	f.Blocks[len(f.Blocks)-1].Last = len(f.Lines)
	f.lineOpen = true
}

// closeLine ends the last line and drops it again if no word came into it.
func (f *File) closeLine() {
	f.lineOpen = false
	if n := len(f.Lines); n > 0 && f.Lines[n-1].Last <= f.Lines[n-1].First {
		f.Lines = f.Lines[:n-1]
		f.Blocks[len(f.Blocks)-1].Last = len(f.Lines)
	}
}

// addWord adds a word to the open line, or to one of its own.
func (f *File) addWord(w Word) {
	if len(f.Words) >= maxWords {
		f.full = true
		return
	}
	if !f.lineOpen {
		f.addLine(w.elem)
	}
	f.Words = append(f.Words, w)
	f.Lines[len(f.Lines)-1].Last = len(f.Words)
}

// lastWord returns the last word of the open line, nil where there is none.
func (f *File) lastWord() *Word {
	if n := len(f.Words); f.lineOpen && n > f.Lines[len(f.Lines)-1].First {
		return &f.Words[n-1]
	}
	return nil
}

// finish closes what is open and puts the blocks into reading order: page by
// page, by explicit position where order gives one (order[i] is the position
// of Blocks[i]), else by rank, else as they stand.
func (f *File) finish(order []int) {
	f.closeBlock()
	type placed struct {
		Block
		at int
	}
	all := make([]placed, len(f.Blocks))
	for i, b := range f.Blocks {
		all[i] = placed{Block: b}
		if order != nil {
			all[i].at = order[i]
		}
	}
	slices.SortStableFunc(all, func(a, b placed) int {
		return cmp.Or(cmp.Compare(a.page, b.page), cmp.Compare(a.at, b.at), cmp.Compare(a.rank, b.rank))
	})
	if len(f.Pages) == 0 {
		f.Pages = []Page{{}}
	}
	next := 0
	for p := range f.Pages {
		f.Pages[p].First = next
		for next < len(all) && all[next].page == p {
			f.Blocks[next] = all[next].Block
			next++
		}
		f.Pages[p].Last = next
		f.joinSoftHyphens(f.Blocks[f.Pages[p].First:next])
	}
}

// softHyphen is how hOCR, and some engines elsewhere, mark a hyphen that only
// the line end put there.
const softHyphen = "\u00ad"

// joinSoftHyphens fills Joined for words that a soft hyphen breaks at a line end.
func (f *File) joinSoftHyphens(blocks []Block) {
	var before *Word
	for _, b := range blocks {
		for _, l := range f.Lines[b.First:b.Last] {
			if before != nil {
				before.Joined = strings.TrimSuffix(before.Text, softHyphen) + f.Words[l.First].Text
			}
			before = nil
			if w := &f.Words[l.Last-1]; w.Level == WordLevel && w.Joined == "" && strings.HasSuffix(w.Text, softHyphen) {
				before = w
			}
		}
	}
}

// A named range is what an identifier of the source stands for.
type named struct {
	id          string
	first, last int // Blocks
	next        string
}

// orderByRefs gives each block the position of the first reference that names
// it or something around it; blocks that nobody names come last, as they stand.
func (f *File) orderByRefs(refs []string, names []named) []int {
	if len(refs) == 0 {
		return nil
	}
	byID := make(map[string]int, len(names))
	for i, n := range names {
		if _, twice := byID[n.id]; !twice {
			byID[n.id] = i
		}
	}
	order := make([]int, len(f.Blocks))
	for i := range order {
		order[i] = len(refs)
	}
	for at, ref := range refs {
		i, ok := byID[ref]
		if !ok {
			continue
		}
		n := &names[i]
		for b := n.first; b < min(n.last, len(order)); b++ {
			if order[b] == len(refs) {
				order[b] = at
			}
		}
		n.last = n.first // so that a name repeated a million times costs nothing
	}
	return order
}
