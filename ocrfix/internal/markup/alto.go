package markup

import (
	"slices"
	"strings"
)

// altoRanks orders the parts of a page as they are read. The schema wants the
// print space last in the file; a page is read from top to bottom.
var altoRanks = map[string]int{
	"TopMargin": 1, "LeftMargin": 2, "PrintSpace": 3, "RightMargin": 4, "BottomMargin": 5,
}

// readALTO reads ALTO 1 to 4. A String is a word; HYP ends the word before it;
// the order of blocks follows ReadingOrder (4.3), else IDNEXT, else the file,
// with the bottom margin behind the print space.
func readALTO(f *File) error {
	s := NewScanner(f.src, Span{0, len(f.src)}, false)
	var (
		t     Token
		rank  int
		refs  []string // of ReadingOrder
		names []named  // every block element, closed ones with their range
		open  []int    // indexes into names
		last  = -1     // the String that is open, as an index into Words
		hyp   *Word    // the word before the HYP that is open
		pair  altoPair
		style = altoStyles{bold: map[string]bool{}}
	)
	for s.Next(&t) {
		switch t.Kind {
		case StartTag:
			switch t.Name {
			case "TextStyle":
				style.define(f.src, &t)
			case "Page":
				f.addPage(altoPageLabel(f.src, &t))
			case "TopMargin", "LeftMargin", "PrintSpace", "RightMargin", "BottomMargin":
				rank = altoRanks[t.Name]
			case "ElementRef":
				if a, ok := t.attr("REF"); ok {
					refs = append(refs, strings.Fields(f.src[a.Value.Start:a.Value.End])...)
				}
			case "TextBlock", "ComposedBlock", "Illustration", "GraphicalElement":
				if t.Name == "TextBlock" {
					style.block, _ = style.of(f.src, &t)
					f.addBlock(rank, t.Span)
				} else {
					f.closeBlock()
				}
				if !t.Empty {
					names = append(names, altoName(f, &t))
					open = append(open, len(names)-1)
				}
			case "TextLine":
				if bold, ok := style.of(f.src, &t); ok {
					style.line = bold
				} else {
					style.line = style.block
				}
				if !t.Empty {
					f.addLine(t.Span)
				}
			case "String":
				last = -1
				if w, ok := altoString(f.src, &t); ok {
					w.Bold = style.line
					if bold, ok := style.of(f.src, &t); ok {
						w.Bold = bold
					}
					f.addWord(w)
					pair.see(f, &t)
					if !t.Empty {
						last = len(f.Words) - 1
					}
				}
			case "HYP":
				hyp = nil
				if w := f.lastWord(); w != nil && w.beside == (Span{}) {
					altoHyphen(f.src, w, &t)
					hyp = w
				}
			}
		case EndTag:
			switch t.Name {
			case "TextBlock", "ComposedBlock", "Illustration", "GraphicalElement":
				f.closeBlock()
				if n := len(open); n > 0 {
					names[open[n-1]].last = len(f.Blocks)
					open = open[:n-1]
				}
			case "TextLine":
				if f.lineOpen {
					f.Lines[len(f.Lines)-1].elem.End = t.End
				}
				f.closeLine()
			case "HYP":
				if hyp != nil && hyp == f.lastWord() && hyp.beside != (Span{}) {
					hyp.beside.End = t.End
				}
			case "String":
				if last >= 0 {
					f.Words[last].elem.End = t.End
					last = -1
				}
			}
		}
	}
	if err := s.Err(); err != nil {
		return err
	}
	f.closeBlock()
	if len(refs) == 0 {
		refs = followNext(names)
	}
	f.finish(f.orderByRefs(refs, names))
	return nil
}

// altoStyles tells which text styles of a file are bold.
type altoStyles struct {
	bold        map[string]bool // by ID
	block, line bool            // the open block, the open line
}

// define notes the TextStyle element t.
func (s *altoStyles) define(src string, t *Token) {
	id, bold := "", false
	for _, a := range t.Attrs {
		switch v := src[a.Value.Start:a.Value.End]; a.Name {
		case "ID":
			id = v
		case "FONTSTYLE":
			bold = bold || strings.Contains(v, "bold")
		case "FONTFAMILY":
			bold = bold || boldName(v)
		}
	}
	if id != "" {
		s.bold[id] = bold
	}
}

// of reports whether the element t is bold by its own STYLE or by the style that
// it refers to; ok is false where it says nothing of either.
func (s *altoStyles) of(src string, t *Token) (bold, ok bool) {
	for _, a := range t.Attrs {
		switch a.Name {
		case "STYLE":
			return strings.Contains(src[a.Value.Start:a.Value.End], "bold"), true
		case "STYLEREFS":
			for id := range strings.FieldsSeq(src[a.Value.Start:a.Value.End]) {
				if b, known := s.bold[id]; known {
					bold, ok = bold || b, true
				}
			}
		}
	}
	return bold, ok
}

// altoPageLabel is the number printed on the page, else that of the image in
// its volume, unless a writer just counts from 0.
func altoPageLabel(src string, t *Token) string {
	for _, name := range []string{"PRINTED_IMG_NR", "PHYSICAL_IMG_NR"} {
		a, ok := t.attr(name)
		if !ok {
			continue
		}
		if label := clean(unescape(src[a.Value.Start:a.Value.End], false)); label != "" && label != "0" {
			return label
		}
	}
	return ""
}

// altoName notes the identifier of a block element whose own block, if it is a
// TextBlock, has just been added.
func altoName(f *File, t *Token) named {
	n := named{first: len(f.Blocks)}
	if t.Name == "TextBlock" {
		n.first--
	}
	n.last = n.first
	for _, a := range slices.Backward(t.Attrs) { // the first of a name counts, as for attr
		switch a.Name {
		case "ID":
			n.id = f.src[a.Value.Start:a.Value.End]
		case "IDNEXT":
			n.next = f.src[a.Value.Start:a.Value.End]
		}
	}
	return n
}

// altoString reads a String element; ok is false where it holds no text.
func altoString(src string, t *Token) (w Word, ok bool) {
	w.elem = t.Span
	const left, top, wide, high, all = 0, 1, 2, 3, 0b1111
	var sides [4]float64
	found := 0                                   // which of them, a bit each
	for _, a := range slices.Backward(t.Attrs) { // the first of a name counts, as for attr
		v := src[a.Value.Start:a.Value.End]
		side := -1
		switch a.Name {
		case "CONTENT":
			w.Text = clean(unescape(v, false))
		case "WC":
			if n, isNumber := number(v); isNumber {
				w.Confidence = confidence(n)
			}
		case "HPOS":
			side = left
		case "VPOS":
			side = top
		case "WIDTH":
			side = wide
		case "HEIGHT":
			side = high
		}
		if side >= 0 {
			if n, isNumber := number(v); isNumber {
				sides[side] = n
				found |= 1 << side
			}
		}
	}
	if w.HasBox = found == all; w.HasBox {
		w.Box = Box{sides[left], sides[top], sides[left] + sides[wide], sides[top] + sides[high]}
	}
	return w, w.Text != ""
}

// altoHyphen adds the content of a HYP element to the word before it, unless
// that ends in it already, as some engines write it.
func altoHyphen(src string, w *Word, t *Token) {
	a, _ := t.attr("CONTENT")
	hyphen := clean(unescape(src[a.Value.Start:a.Value.End], false))
	if hyphen == "" {
		return
	}
	w.beside = t.Span
	if !strings.HasSuffix(w.Text, hyphen) {
		w.Text += hyphen
		w.hyphen = hyphen
	}
}

// An altoPair watches for words that SUBS_TYPE says are two parts of one.
type altoPair struct {
	first  int
	joined string
}

// see looks at the String whose word has just been added.
func (p *altoPair) see(f *File, t *Token) {
	kind, ok := t.attr("SUBS_TYPE")
	if !ok {
		p.joined = ""
		return
	}
	content := ""
	if a, ok := t.attr("SUBS_CONTENT"); ok {
		content = clean(unescape(f.src[a.Value.Start:a.Value.End], false))
	}
	switch f.src[kind.Value.Start:kind.Value.End] {
	case "HypPart1":
		p.first, p.joined = len(f.Words)-1, content
	case "HypPart2":
		if p.joined == "" || p.first != len(f.Words)-2 {
			break
		}
		f.Words[p.first].Joined = p.joined
		p.joined = ""
	}
}

// followNext turns IDNEXT links into a list of references: each chain from an
// element that no other points to. It returns nil where there are no links.
func followNext(names []named) []string {
	next := make(map[string]string)
	target := make(map[string]bool)
	for _, n := range names {
		if n.next != "" && n.id != "" {
			next[n.id] = n.next
			target[n.next] = true
		}
	}
	if len(next) == 0 {
		return nil
	}
	var refs []string
	seen := make(map[string]bool)
	for _, n := range names {
		if n.id == "" || target[n.id] {
			continue
		}
		for id := n.id; id != "" && !seen[id]; id = next[id] {
			seen[id] = true
			refs = append(refs, id)
		}
	}
	return refs
}
