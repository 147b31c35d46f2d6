package ocrfix

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"ocrfix/ocrfix/internal/markup"
)

// The markup readers give a document the text that a plain text of the same
// pages would have: words parted by a space, lines ended by LF, blocks parted
// by an empty line, pages by a form feed. A word that the source breaks over a
// line end stays broken, with its hyphen; [Document.Hyphens] says what the
// source takes it for. Damaged XML is an error and names the byte.
var (
	hocrReader = markupReader(markup.HOCR)
	altoReader = markupReader(markup.ALTO)
	pageReader = markupReader(markup.PAGE)
)

func markupReader(format markup.Format) reader {
	return reader{
		format:    string(format),
		recognise: func(head []byte) bool { return markup.Recognise(head) == format },
		read: func(data []byte, _ string, _ *ReadOptions) (*Document, error) {
			return readMarkup(data, format)
		},
	}
}

// A Hyphen is a word of which the source says that a line end breaks it.
type Hyphen struct {
	Word   int    // index into Document.Words of the first part
	Joined string // the whole word
}

// A markupSource is what write-back needs of a markup file.
type markupSource struct {
	file  *markup.File
	nodes []markupNode // in the order of the text
}

// A markupNode says where a word of the file stands in Document.Text. Nodes of
// one line are parted by a space, or by nothing where the file has them so.
type markupNode struct {
	Span
	word int // index into file.Words
	line int // index into Document.Lines
}

func readMarkup(data []byte, format markup.Format) (*Document, error) {
	f, err := markup.Read(data)
	if errors.Is(err, markup.ErrTooLarge) {
		return nil, &ReadError{Err: fmt.Errorf("%w: %w", ErrTooLarge, err), Hint: "cut it into its pages"}
	}
	if err != nil {
		return nil, &ReadError{Err: fmt.Errorf("damaged %s file: %w", format, err)}
	}
	if f.Format != format {
		return nil, &ReadError{Err: fmt.Errorf("%w: not %s but %s", ErrFormat, format, f.Format)}
	}
	b := &markupBuilder{f: f, d: &Document{Source: Source{Format: string(format), Encoding: f.Encoding, BOM: f.BOM}}}
	b.size()
	for _, p := range f.Pages {
		b.page(p)
	}
	b.d.Text = b.text.String()
	b.words()
	b.d.markup = &markupSource{file: f, nodes: b.nodes}
	return b.d, nil
}

// A markupBuilder turns a markup file into a document.
type markupBuilder struct {
	f     *markup.File
	d     *Document
	text  strings.Builder
	nodes []markupNode
}

// size makes room for all that is to come.
func (b *markupBuilder) size() {
	n := len(b.f.Words) + len(b.f.Lines) + 2*len(b.f.Blocks) + 2*len(b.f.Pages)
	for i := range b.f.Words {
		n += len(b.f.Words[i].Text)
	}
	b.text.Grow(n)
	b.nodes = make([]markupNode, 0, len(b.f.Words))
	b.d.Lines = make([]Line, 0, len(b.f.Lines)+len(b.f.Blocks))
}

func (b *markupBuilder) page(p markup.Page) {
	d := b.d
	if len(d.Pages) > 0 {
		b.text.WriteByte('\f')
	}
	start, page := b.text.Len(), len(d.Pages)
	for i, block := range b.f.Blocks[p.First:p.Last] {
		if i > 0 {
			d.Lines = append(d.Lines, Line{Span: Span{b.text.Len(), b.text.Len()}, Page: page})
			b.text.WriteByte('\n')
		}
		for _, line := range b.f.Lines[block.First:block.Last] {
			b.line(line, page)
		}
	}
	d.Pages = append(d.Pages, Span{start, b.text.Len()})
	if p.Label != "" && d.PageLabels == nil {
		d.PageLabels = make([]string, len(b.f.Pages))
	}
	if p.Label != "" {
		d.PageLabels[page] = p.Label
	}
}

func (b *markupBuilder) line(l markup.Line, page int) {
	start := b.text.Len()
	for i := l.First; i < l.Last; i++ {
		w := &b.f.Words[i]
		if i > l.First && !w.Glue {
			b.text.WriteByte(' ')
		}
		at := b.text.Len()
		b.text.WriteString(w.Text)
		b.nodes = append(b.nodes, markupNode{Span: Span{at, b.text.Len()}, word: i, line: len(b.d.Lines)})
	}
	b.d.Lines = append(b.d.Lines, Line{Span: Span{start, b.text.Len()}, Page: page})
	b.text.WriteByte('\n')
}

// words fills the words of the document, with confidence and box of the node
// that each lies in; of several that one is glued from, the lowest confidence
// and the box around them.
func (b *markupBuilder) words() {
	d := b.d
	d.Words = make([]Word, 0, len(b.nodes))
	boxes := make([]Box, 0, len(b.nodes))
	var weight lineWeight
	n := 0
	for i, line := range d.Lines {
		for s := range eachField(d.Text, line.Span) {
			for b.nodes[n].End <= s.Start {
				n++
			}
			w := Word{Span: s, Line: i}
			for k := n; k < len(b.nodes) && b.nodes[k].Start < s.End; k++ {
				node := &b.f.Words[b.nodes[k].word]
				weight.add(i, min(s.End, b.nodes[k].End)-max(s.Start, b.nodes[k].Start), node.Bold)
				if w.Confidence == 0 || node.Confidence != 0 && node.Confidence < w.Confidence {
					w.Confidence = node.Confidence
				}
				if node.Joined != "" && b.nodes[k].End == s.End {
					d.Hyphens = append(d.Hyphens, Hyphen{Word: len(d.Words), Joined: node.Joined})
				}
				if !node.HasBox || node.Level != markup.WordLevel {
					continue
				}
				if part := nodeBox(node, b.nodes[k].Span, s); w.Box == nil {
					boxes = append(boxes, part)
					w.Box = &boxes[len(boxes)-1]
				} else {
					*w.Box = Box{min(w.Box.X0, part.X0), min(w.Box.Y0, part.Y0), max(w.Box.X1, part.X1), max(w.Box.Y1, part.Y1)}
				}
			}
			d.Words = append(d.Words, w)
		}
	}
	d.Bold = weight.lines(len(d.Lines))
}

// nodeBox returns the box of a word that lies in a node: all of it, or, where
// the node holds several words, a share by characters.
func nodeBox(node *markup.Word, at, word Span) Box {
	box := Box(node.Box)
	if word.Start <= at.Start && at.End <= word.End {
		return box
	}
	from := max(word.Start-at.Start, 0)
	to := min(word.End, at.End) - at.Start
	before := utf8.RuneCountInString(node.Text[:from])
	inside := utf8.RuneCountInString(node.Text[from:to])
	step := (box.X1 - box.X0) / float64(utf8.RuneCountInString(node.Text))
	return Box{box.X0 + step*float64(before), box.Y0, box.X0 + step*float64(before+inside), box.Y1}
}
