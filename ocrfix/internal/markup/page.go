package markup

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// readPAGE reads PAGE 2010 to 2024. Where several TextEquiv stand, the one
// with the lowest index counts, and one without index before all others. Text
// comes from words, for a line without them from the line, and for a region
// without any line of text from the region. The order of regions is that of
// ReadingOrder; regions that it does not name follow as they stand.
func readPAGE(f *File) error {
	r := pageReader{f: f, blockOf: -1}
	s := NewScanner(f.src, Span{0, len(f.src)}, false)
	var t Token
	for s.Next(&t) {
		switch t.Kind {
		case StartTag:
			r.start(&t)
			if t.Empty {
				r.end(&t)
			}
		case EndTag:
			r.end(&t)
		case Text:
			if r.unicode {
				r.texts = append(r.texts, t)
			}
		}
	}
	if err := s.Err(); err != nil {
		return err
	}
	f.closeBlock()
	f.finish(f.orderByRefs(r.order.flatten(nil), r.names))
	return nil
}

// A pageHolder is an open element that can hold text: a region, line, word or
// glyph.
type pageHolder struct {
	name   string
	start  int
	text   pageText // of the best TextEquiv so far
	box    Box
	hasBox bool
	glyphs []string // Word: texts of its glyphs
	region int      // index into names
	index  int      // TextLine: stated position, -1 for none
	number bool     // a region that holds the page number
	bold   bool     // its own TextStyle says so
	custom string   // TextLine: what Transkribus writes of its parts
	words  int      // TextLine: words before it; region: lines before it
}

// A pageText is the content of one TextEquiv.
type pageText struct {
	text  string
	at    Span // the content of Unicode
	plain bool // at is plain character data, so that parts of it can be replaced
	index int
	conf  float64
	found bool
}

type pageReader struct {
	f       *File
	open    []pageHolder
	blockOf int // region of the last block, as an index into names; -1 for none
	names   []named
	indexes []int // stated position of each of f.Lines, -1 for none

	equiv   pageText // the TextEquiv that is being read
	inEquiv bool
	unicode bool
	texts   []Token // text inside Unicode
	inner   int     // where it begins

	order  pageGroup
	groups []*pageGroup
}

func isRegion(name string) bool { return strings.HasSuffix(name, "Region") }

func (r *pageReader) value(t *Token, name string) string {
	if a, ok := t.attr(name); ok {
		return unescape(r.f.src[a.Value.Start:a.Value.End], false)
	}
	return ""
}

func (r *pageReader) start(t *Token) {
	switch t.Name {
	case "Page":
		r.f.addPage("")
		r.blockOf = -1
	case "ReadingOrder":
		r.groups = append(r.groups[:0], &r.order)
	case "OrderedGroup", "OrderedGroupIndexed", "UnorderedGroup", "UnorderedGroupIndexed", "RegionRef", "RegionRefIndexed":
		r.startGroup(t)
	case "TextLine", "Word", "Glyph":
		r.startHolder(t)
	case "Coords":
		if n := len(r.open); n > 0 && !r.inEquiv {
			h := &r.open[n-1]
			h.box, h.hasBox = pointsBox(r.value(t, "points"))
		}
	case "TextStyle":
		if n := len(r.open); n > 0 && (r.value(t, "bold") == "true" || boldName(r.value(t, "fontFamily"))) {
			r.open[n-1].bold = true
		}
	case "TextEquiv":
		r.inEquiv = true
		r.equiv = pageText{index: -1}
		if n, ok := number(r.value(t, "index")); ok {
			r.equiv.index = int(n)
		}
		if n, ok := number(r.value(t, "conf")); ok {
			r.equiv.conf = confidence(n)
		}
	case "Unicode":
		r.unicode = r.inEquiv
		r.texts = r.texts[:0]
		r.inner = t.End
	default:
		if isRegion(t.Name) {
			r.startRegion(t)
		}
	}
}

func (r *pageReader) end(t *Token) {
	switch t.Name {
	case "ReadingOrder":
		r.groups = r.groups[:0]
	case "OrderedGroup", "OrderedGroupIndexed", "UnorderedGroup", "UnorderedGroupIndexed", "RegionRef", "RegionRefIndexed":
		if n := len(r.groups); n > 1 {
			r.groups = r.groups[:n-1]
		}
	case "Unicode":
		if r.unicode {
			r.endUnicode(t)
		}
		r.unicode = false
	case "TextEquiv":
		if n := len(r.open); r.inEquiv && n > 0 && r.equiv.found {
			if h := &r.open[n-1]; !h.text.found || r.equiv.index < h.text.index {
				h.text = r.equiv
			}
		}
		r.inEquiv = false
	case "TextLine", "Word", "Glyph":
		r.endHolder(t)
	default:
		if isRegion(t.Name) {
			r.endHolder(t)
		}
	}
}

// endUnicode takes the text of the Unicode element that t closes.
func (r *pageReader) endUnicode(t *Token) {
	at := Span{r.inner, max(r.inner, t.Start)}
	if t.Empty || t.Kind == StartTag {
		at = Span{t.End, t.End}
	}
	r.equiv.found, r.equiv.at = true, at
	switch {
	case len(r.texts) == 0:
		r.equiv.plain = at.Start == at.End
	case len(r.texts) == 1 && !r.texts[0].CDATA && r.texts[0].Span == at:
		r.equiv.plain = true
		r.equiv.text = r.f.src[at.Start:at.End]
	default:
		var b strings.Builder
		for _, t := range r.texts {
			s := r.f.src[t.Content.Start:t.Content.End]
			if !t.CDATA {
				s = unescape(s, false)
			}
			b.WriteString(s)
		}
		r.equiv.text = b.String()
	}
}

// string is the text on one line.
func (p *pageText) string() string {
	if p.plain {
		return clean(unescape(p.text, false))
	}
	return clean(p.text)
}

func (r *pageReader) startRegion(t *Token) {
	r.f.closeBlock()
	r.blockOf = -1
	r.names = append(r.names, named{id: r.value(t, "id"), first: len(r.f.Blocks), last: len(r.f.Blocks)})
	r.startHolder(t)
	h := &r.open[len(r.open)-1]
	h.region = len(r.names) - 1
	h.words = len(r.f.Lines)
	h.number = r.value(t, "type") == "page-number"
}

func (r *pageReader) startHolder(t *Token) {
	h := pageHolder{name: t.Name, start: t.Start, region: -1, index: -1}
	if t.Name == "TextLine" {
		h.custom = r.value(t, "custom")
		h.index = pageLineIndex(r.value(t, "index"), h.custom)
		r.addLine(t.Span, h.index)
		h.words = len(r.f.Words)
	}
	r.open = append(r.open, h)
}

// addLine begins a line in a block of the innermost region.
func (r *pageReader) addLine(elem Span, index int) {
	region := -1
	for i := len(r.open) - 1; i >= 0 && region < 0; i-- {
		region = r.open[i].region
	}
	if region != r.blockOf || region < 0 {
		r.f.addBlock(0, elem)
		r.blockOf = region
	}
	r.f.addLine(elem)
	r.indexes = append(r.indexes[:len(r.f.Lines)-1], index)
}

func (r *pageReader) endHolder(t *Token) {
	n := len(r.open) - 1
	if n < 0 || r.open[n].name != t.Name {
		return
	}
	h := r.open[n]
	r.open = r.open[:n]
	elem := Span{h.start, t.End}
	switch h.name {
	case "Glyph":
		if n > 0 && r.open[n-1].name == "Word" {
			r.open[n-1].glyphs = append(r.open[n-1].glyphs, h.text.string())
		}
	case "Word":
		r.endWord(h, elem)
	case "TextLine":
		r.endLine(h, elem)
	default:
		r.endRegion(h, elem)
	}
}

func (r *pageReader) endWord(h pageHolder, elem Span) {
	text := h.text.string()
	if text == "" {
		text = clean(strings.Join(h.glyphs, ""))
	}
	if text == "" || !r.f.lineOpen || len(r.open) == 0 || r.open[len(r.open)-1].name != "TextLine" {
		return
	}
	r.f.addWord(Word{Text: text, Confidence: h.text.conf, Box: h.box, HasBox: h.hasBox, Bold: h.bold, elem: elem})
}

func (r *pageReader) endLine(h pageHolder, elem Span) {
	if !r.f.lineOpen {
		return // a region stood inside the line
	}
	if len(r.f.Words) == h.words {
		text := h.text.string()
		if text == "" {
			r.f.closeLine()
			return
		}
		at := h.text.at
		if h.text.plain {
			at = trimSpan(r.f.src, at)
		}
		r.f.addWord(Word{Text: text, Level: TextLevel, elem: at, beside: elem})
	}
	r.f.Lines[len(r.f.Lines)-1].elem = elem
	r.embolden(h.words, h.bold || customBold(h.custom, r.f.Words[h.words:]))
	r.f.closeLine()
}

// embolden makes the words from the given one on bold, which an element around
// them is.
func (r *pageReader) embolden(from int, bold bool) {
	for i := from; bold && i < len(r.f.Words); i++ {
		r.f.Words[i].Bold = true
	}
}

// customBold reports whether the custom attribute of a line says of all of its
// words that they are bold: textStyle {offset:0; length:12;bold:true;}.
func customBold(custom string, words []Word) bool {
	_, style, ok := strings.Cut(custom, "textStyle")
	if !ok {
		return false
	}
	style, _, _ = strings.Cut(style, "}")
	length := -1
	if _, v, ok := strings.Cut(style, "length:"); ok {
		v, _, _ = strings.Cut(v, ";")
		if n, ok := number(strings.TrimSpace(v)); ok {
			length = int(n)
		}
	}
	for i := range words {
		length -= utf8.RuneCountInString(words[i].Text)
	}
	return length >= 0 && strings.Contains(style, "offset:0;") && strings.Contains(style, "bold:true")
}

func (r *pageReader) endRegion(h pageHolder, elem Span) {
	if len(r.f.Lines) == h.words && h.text.string() != "" {
		r.regionText(h, elem)
	}
	if h.bold && len(r.f.Lines) > h.words {
		r.embolden(r.f.Lines[h.words].First, true)
	}
	if h.number && len(r.f.Lines) > h.words && len(r.f.Pages) > 0 {
		if p := &r.f.Pages[len(r.f.Pages)-1]; p.Label == "" {
			p.Label = r.f.Words[r.f.Lines[h.words].First].Text
		}
	}
	r.sortLines(h.words)
	r.f.closeBlock()
	r.blockOf = -1
	r.names[h.region].last = len(r.f.Blocks)
}

// regionText makes lines of the text of a region.
func (r *pageReader) regionText(h pageHolder, elem Span) {
	r.f.addBlock(0, elem)
	add := func(text string, at Span) {
		if text == "" {
			return
		}
		r.f.addLine(elem)
		r.indexes = append(r.indexes[:len(r.f.Lines)-1], -1)
		r.f.addWord(Word{Text: text, Level: TextLevel, elem: at, beside: elem})
	}
	if !h.text.plain {
		add(h.text.string(), h.text.at)
		return
	}
	for start := h.text.at.Start; start < h.text.at.End; {
		end := h.text.at.End
		if n := strings.IndexByte(r.f.src[start:end], '\n'); n >= 0 {
			end = start + n
		}
		at := trimSpan(r.f.src, Span{start, end})
		add(clean(unescape(r.f.src[at.Start:at.End], false)), at)
		start = end + 1
	}
}

// sortLines puts the lines from the given one on into their stated order,
// where they lie in one block and every one states its place.
func (r *pageReader) sortLines(from int) {
	lines := r.f.Lines[from:]
	if len(lines) < 2 || len(r.f.Blocks) == 0 || r.f.Blocks[len(r.f.Blocks)-1].First > from {
		return
	}
	indexes := r.indexes[from:len(r.f.Lines)]
	if slices.Contains(indexes, -1) || slices.IsSorted(indexes) {
		return
	}
	by := make([]int, len(lines))
	for i := range by {
		by[i] = i
	}
	slices.SortStableFunc(by, func(a, b int) int { return cmp.Compare(indexes[a], indexes[b]) })
	old := slices.Clone(lines)
	for i, j := range by {
		lines[i] = old[j]
	}
}

// pageLineIndex returns the position of a line in its region: of the index
// attribute (2019) or of the custom one, as Transkribus writes it.
func pageLineIndex(index, custom string) int {
	if index == "" {
		_, rest, ok := strings.Cut(custom, "readingOrder")
		if !ok {
			return -1
		}
		_, rest, ok = strings.Cut(rest, "index:")
		if !ok {
			return -1
		}
		index, _, _ = strings.Cut(rest, ";")
	}
	n, ok := number(index)
	if !ok || n < 0 {
		return -1
	}
	return int(n)
}

// pointsBox returns the box around the points "x,y x,y …".
func pointsBox(points string) (Box, bool) {
	var b Box
	found := false
	for points != "" {
		p := points
		if i := strings.IndexByte(points, ' '); i >= 0 {
			p, points = points[:i], points[i+1:]
		} else {
			points = ""
		}
		xs, ys, ok := strings.Cut(p, ",")
		if !ok {
			continue
		}
		x, okX := number(xs)
		y, okY := number(ys)
		if !okX || !okY {
			return Box{}, false
		}
		if at := (Box{x, y, x, y}); found {
			b = b.union(at)
		} else {
			b, found = at, true
		}
	}
	return b, found
}

// A pageGroup is a node of the reading order.
type pageGroup struct {
	ref      string // the region that it stands for, "" for none
	index    int
	sorted   bool // its children are ordered by index
	children []*pageGroup
}

func (r *pageReader) startGroup(t *Token) {
	if len(r.groups) == 0 {
		return
	}
	g := &pageGroup{ref: r.value(t, "regionRef"), index: -1, sorted: strings.HasPrefix(t.Name, "Ordered")}
	if n, ok := number(r.value(t, "index")); ok {
		g.index = int(n)
	}
	parent := r.groups[len(r.groups)-1]
	parent.children = append(parent.children, g)
	r.groups = append(r.groups, g)
}

// flatten appends the regions of g in order: children before the region that
// holds them, so that their own order counts.
func (g *pageGroup) flatten(refs []string) []string {
	if g.sorted {
		slices.SortStableFunc(g.children, func(a, b *pageGroup) int { return cmp.Compare(a.index, b.index) })
	}
	for _, c := range g.children {
		refs = c.flatten(refs)
	}
	if g.ref != "" {
		refs = append(refs, g.ref)
	}
	return refs
}
