package markup

import (
	"cmp"
	"slices"
	"sort"
	"strconv"
	"strings"
)

// A pageWriter rewrites a PAGE file. The new text takes the place of the old
// in the main TextEquiv of a word, of its line and of every region around it;
// what stood there follows as a second TextEquiv with a higher index. Before
// 2016 the format had one TextEquiv only: there the raw text of the smallest
// element goes into its custom attribute.
type pageWriter struct {
	*rewriter
	indexed  bool // several TextEquiv may stand, told apart by index
	recorded map[int]bool
}

func (w *rewriter) page(changes []Change) {
	p := pageWriter{rewriter: w, recorded: map[int]bool{}}
	date := pageDate(w.f.src)
	p.indexed = date == "" || date >= "2016"
	for _, c := range changes {
		p.change(c)
	}
	p.containers(changes)
	if date == "" || date >= "2018" {
		p.addStep()
	}
}

// pageDate is the date in the name space of the file, "" where there is none.
func pageDate(src string) string {
	_, rest, ok := strings.Cut(src[:min(len(src), 8<<10)], "/pagecontent/")
	if !ok || len(rest) < 10 {
		return ""
	}
	return rest[:10]
}

// A pageEquiv is a TextEquiv that stands directly in an element.
type pageEquiv struct {
	tag     Token
	elem    Span
	unicode pageContent
	simple  pageContent // PlainText
	index   int         // -1 for none
}

// A pageContent is what an element of text holds.
type pageContent struct {
	at    Span
	found bool
	plain bool // character data and nothing else
	text  string
}

// A pageElem is an element with the TextEquiv elements that stand directly in
// it.
type pageElem struct {
	elem   Span
	equivs []pageEquiv
	place  int // where a TextEquiv could be put: behind Coords and glyphs
	depth  int
}

// main returns the TextEquiv that counts, nil where there is none.
func (e *pageElem) main() *pageEquiv {
	var best *pageEquiv
	for i := range e.equivs {
		if best == nil || e.equivs[i].index < best.index {
			best = &e.equivs[i]
		}
	}
	return best
}

// collect returns the elements of a part that holder chooses, in the order in
// which they begin, in one pass over the part.
func (p *pageWriter) collect(part Span, holder func(name string, depth int) bool) []pageElem {
	var found []pageElem
	var open []int // indexes into found
	var equiv *pageEquiv
	var content *pageContent
	s := p.scan(part)
	var t Token
	for depth := 0; s.Next(&t); {
		var top *pageElem
		below := -1 // levels below top at which the tag or text stands
		if t.Kind == EndTag {
			depth--
		}
		if n := len(open); n > 0 {
			top = &found[open[n-1]]
			below = depth - top.depth
		}
		switch {
		case t.Kind == Text && content != nil:
			content.add(p.f.src, &t)
		case t.Kind == StartTag && holder(t.Name, depth):
			found = append(found, pageElem{elem: t.Span, place: t.End, depth: depth})
			if !t.Empty {
				open = append(open, len(found)-1)
			}
		case t.Kind == StartTag && below == 1 && t.Name == "TextEquiv":
			top.equivs = append(top.equivs, p.newEquiv(&t))
			if !t.Empty {
				equiv = &top.equivs[len(top.equivs)-1]
			}
		case t.Kind == StartTag && below == 2 && equiv != nil && t.Name == "Unicode":
			content = equiv.unicode.begin(&t)
		case t.Kind == StartTag && below == 2 && equiv != nil && t.Name == "PlainText":
			content = equiv.simple.begin(&t)
		case t.Kind == EndTag && below == 0:
			top.elem.End = t.End
			open = open[:len(open)-1]
		case t.Kind == EndTag && below == 1 && equiv != nil:
			equiv.elem.End = t.End
			equiv = nil
		case t.Kind == EndTag && below == 2 && content != nil:
			content.end(t.Start)
			content = nil
		}
		if below == 1 && (t.Kind == EndTag || t.Empty) && (t.Name == "Coords" || t.Name == "Glyph") {
			top.place = t.End
		}
		if t.Kind == StartTag && !t.Empty {
			depth++
		}
	}
	return found
}

// one returns an element with its texts.
func (p *pageWriter) one(elem Span) *pageElem {
	return &p.collect(elem, func(_ string, depth int) bool { return depth == 0 })[0]
}

func (p *pageWriter) newEquiv(t *Token) pageEquiv {
	e := pageEquiv{tag: *t, elem: t.Span, index: -1}
	e.tag.Attrs = slices.Clone(t.Attrs)
	if n, ok := number(p.attrValue(t, "index")); ok {
		e.index = int(n)
	}
	return e
}

func (c *pageContent) begin(t *Token) *pageContent {
	*c = pageContent{at: Span{t.End, t.End}, found: !t.Empty, plain: true}
	if t.Empty {
		return nil
	}
	return c
}

// add takes the first run of text; with a second the content is not plain.
func (c *pageContent) add(src string, t *Token) {
	if c.text != "" || t.CDATA {
		c.plain = false
		return
	}
	c.text = src[t.Content.Start:t.Content.End]
}

func (c *pageContent) end(at int) {
	c.at.End = at
	c.plain = c.plain && c.at.End-c.at.Start == len(c.text)
}

// change gives the words of c their new texts, without what is around them.
func (p *pageWriter) change(c Change) {
	words := p.f.Words[c.First:c.Last]
	if words[0].Level == TextLevel {
		if !p.recorded[words[0].beside.Start] {
			p.record(p.one(words[0].beside), "")
		}
		p.replace(words[0].elem, escapeText(strings.Join(c.New, " ")))
		return
	}
	if len(c.New) == 0 || len(c.New) == len(words) {
		for i, word := range words {
			text := ""
			if len(c.New) > 0 {
				text = c.New[i]
			}
			if text != word.Text {
				p.word(word, text, word.Text, nil)
			}
		}
		return
	}
	boxes, boxed := p.f.boxes(c)
	last := words[min(len(words), len(c.New))-1]
	var clones strings.Builder
	for j, text := range c.New {
		var box *Box
		if boxed {
			box = &boxes[j]
		}
		switch {
		case j == 0:
			p.word(words[0], text, strings.Join(p.f.texts(c), " "), box)
		case j < len(words):
			p.word(words[j], text, "", box)
		default:
			clones.WriteString(p.indent(last.elem.Start) + p.clone(last, j, text, box))
		}
	}
	p.insert(last.elem.End, clones.String())
	for _, word := range words[min(len(words), len(c.New)):] {
		p.remove(word.elem)
	}
}

// word gives a Word element its text, and its box where one is given; raw is
// what to record as the old text, "" for nothing.
func (p *pageWriter) word(word Word, text, raw string, box *Box) {
	if box != nil {
		p.setCoords(word.elem, *box)
	}
	p.glyphs(word, text)
	e := p.one(word.elem)
	main := e.main()
	if main == nil {
		p.insert(e.place, "<"+p.prefix(word.elem)+"TextEquiv><"+p.prefix(word.elem)+"Unicode>"+escapeText(text)+
			"</"+p.prefix(word.elem)+"Unicode></"+p.prefix(word.elem)+"TextEquiv>")
		return
	}
	if raw != "" {
		p.record(e, raw)
	}
	p.setContent(main, text)
}

// prefix is the name space prefix that an element's name has.
func (p *pageWriter) prefix(elem Span) string {
	t := p.tag(elem)
	return strings.TrimSuffix(t.FullName, t.Name)
}

// setContent gives a TextEquiv its text, in both forms where it has both.
func (p *pageWriter) setContent(e *pageEquiv, text string) {
	for _, content := range []pageContent{e.unicode, e.simple} {
		if content.found {
			p.replace(content.at, escapeText(text))
		}
	}
}

// record keeps the old text of an element, raw, or what its main TextEquiv has
// where raw is empty: in a copy of that TextEquiv, which takes the index after
// the highest, or in the custom attribute.
func (p *pageWriter) record(elem *pageElem, raw string) {
	main := elem.main()
	if main == nil || p.recorded[elem.elem.Start] {
		return
	}
	p.recorded[elem.elem.Start] = true
	old := clean(unescape(main.unicode.text, false))
	if !p.indexed {
		p.recordCustom(elem.elem, cmp.Or(raw, old))
		return
	}
	highest := 0
	for _, e := range elem.equivs {
		highest = max(highest, e.index)
	}
	if main.index < 0 {
		p.patchTag(&main.tag, attrPatch{name: "index", value: "0", add: true})
	}
	part := rewriter{f: p.f}
	part.patchTag(&main.tag, attrPatch{name: "index", value: strconv.Itoa(highest + 1), add: true})
	if raw != "" && raw != old {
		(&pageWriter{rewriter: &part}).setContent(main, raw)
	}
	p.insert(main.elem.End, p.indent(main.elem.Start)+part.applyTo(main.elem))
}

// recordCustom keeps the old text in the custom attribute, in the form in
// which Transkribus writes its own there.
func (p *pageWriter) recordCustom(elem Span, raw string) {
	var b strings.Builder
	for _, r := range raw {
		if strings.ContainsRune(`{};:\"'`, r) {
			b.WriteString(`\u00` + strconv.FormatInt(int64(r), 16))
		} else {
			b.WriteRune(r)
		}
	}
	t := p.tag(elem)
	custom := p.attrValue(&t, "custom")
	if strings.Contains(custom, "ocrfix {raw:") {
		return
	}
	p.patchTag(&t, attrPatch{name: "custom", value: strings.TrimSpace(custom + " ocrfix {raw:" + b.String() + ";}"), add: true})
}

// setCoords gives an element the points of a box.
func (p *pageWriter) setCoords(elem Span, box Box) {
	coords := p.elements(elem, "Coords", 1)
	if len(coords) == 0 {
		return
	}
	t := p.tag(coords[0])
	p.patchTag(&t, attrPatch{name: "points", value: boxPoints(box)})
}

func boxPoints(b Box) string {
	at := func(x, y float64) string {
		return decimal(round(max(x, 0), 0), 0) + "," + decimal(round(max(y, 0), 0), 0)
	}
	return at(b.X0, b.Y0) + " " + at(b.X1, b.Y0) + " " + at(b.X1, b.Y1) + " " + at(b.X0, b.Y1)
}

// glyphs gives the glyphs of a word their new characters, or takes them away
// where they do not fit any more.
func (p *pageWriter) glyphs(word Word, text string) {
	glyphs := p.elements(word.elem, "Glyph", 1)
	old, now := []rune(word.Text), []rune(text)
	for i, e := range glyphs {
		if len(glyphs) != len(old) || len(old) != len(now) {
			p.remove(e)
			continue
		}
		if old[i] == now[i] {
			continue
		}
		glyph := p.one(e)
		if main := glyph.main(); main != nil {
			p.record(glyph, string(old[i]))
			p.setContent(main, string(now[i]))
		}
	}
}

// clone writes a Word for a new word that has no old one: a copy of the last
// one with a name, box and text of its own, without glyphs and old texts.
func (p *pageWriter) clone(word Word, j int, text string, box *Box) string {
	part := pageWriter{rewriter: &rewriter{f: p.f}}
	t := p.tag(word.elem)
	if id, ok := t.attr("id"); ok {
		part.patchTag(&t, attrPatch{name: "id", value: p.freshID(p.value(id) + "_" + strconv.Itoa(j+1))})
	}
	if box != nil {
		part.setCoords(word.elem, *box)
	}
	for _, e := range part.elements(word.elem, "Glyph", 1) {
		part.remove(e)
	}
	e := part.one(word.elem)
	main := e.main()
	for i := range e.equivs {
		if &e.equivs[i] != main {
			part.remove(e.equivs[i].elem)
		}
	}
	if main != nil {
		part.setContent(main, text)
	} else {
		prefix := p.prefix(word.elem)
		part.insert(e.place, "<"+prefix+"TextEquiv><"+prefix+"Unicode>"+escapeText(text)+"</"+prefix+"Unicode></"+prefix+"TextEquiv>")
	}
	return part.applyTo(word.elem)
}

// containers makes the changes in the texts of the lines and regions that hold
// the changed words.
func (p *pageWriter) containers(changes []Change) {
	words := make([]int, len(p.f.Words)) // in the order of the source
	for i := range words {
		words[i] = i
	}
	start := func(i int) int { return p.f.Words[i].elem.Start }
	slices.SortStableFunc(words, func(a, b int) int { return cmp.Compare(start(a), start(b)) })
	changes = slices.Clone(changes)
	slices.SortFunc(changes, func(a, b Change) int { return cmp.Compare(start(a.First), start(b.First)) })
	before := func(at int) int {
		return sort.Search(len(changes), func(i int) bool { return start(changes[i].First) >= at })
	}
	holders := p.collect(Span{0, len(p.f.src)}, func(name string, _ int) bool { return name == "TextLine" || isRegion(name) })
	for i := range holders {
		h := &holders[i]
		inside := changes[before(h.elem.Start):before(h.elem.End)]
		if len(inside) == 0 {
			continue
		}
		first := sort.Search(len(words), func(i int) bool { return start(words[i]) >= h.elem.Start })
		last := sort.Search(len(words), func(i int) bool { return start(words[i]) >= h.elem.End })
		p.container(h, words[first:last], inside)
	}
}

// container makes the changes of the given words in the text of an element
// around them. The words of that text are matched with those below; a change
// whose words are not found there leaves it alone. Where no word is left below
// there is no text.
func (p *pageWriter) container(elem *pageElem, words []int, changes []Change) {
	main := elem.main()
	if main == nil || !main.unicode.found || p.own(words, main) {
		return
	}
	left := len(words)
	for _, c := range changes {
		left += len(c.New) - (c.Last - c.First)
	}
	if left == 0 { // or a reader would take this text for that of the words
		if p.indexed {
			p.record(elem, "")
		}
		p.setContent(main, "")
		return
	}
	tokens, from := p.below(words)
	p.containerText(elem, main.unicode, tokens, from, changes, true)
	if main.simple.found {
		p.containerText(elem, main.simple, tokens, from, changes, false)
	}
}

// own reports whether the text of a TextEquiv is itself what the words are.
func (p *pageWriter) own(words []int, e *pageEquiv) bool {
	for _, i := range words {
		if p.f.Words[i].elem.In(e.elem) {
			return true
		}
	}
	return false
}

// below returns the words of the texts of f.Words[words], and where among
// them those of each begin.
func (p *pageWriter) below(words []int) (tokens []string, from map[int]int) {
	from = make(map[int]int, len(words))
	for _, i := range words {
		from[i] = len(tokens)
		tokens = append(tokens, strings.Fields(p.f.Words[i].Text)...)
	}
	return tokens, from
}

func (p *pageWriter) containerText(elem *pageElem, content pageContent, tokens []string, from map[int]int, changes []Change, record bool) {
	if !content.plain {
		return
	}
	places := fieldsIn(p.f.src, content.at)
	texts := make([]string, len(places))
	for i, at := range places {
		texts[i] = clean(unescape(p.f.src[at.Start:at.End], false))
	}
	match := matchWords(tokens, texts)
	for _, c := range changes {
		first, ok := from[c.First]
		if !ok {
			continue
		}
		n := 0
		for i := c.First; i < c.Last; i++ {
			n += len(strings.Fields(p.f.Words[i].Text))
		}
		if !consecutive(match[first : first+n]) {
			continue
		}
		at := places[match[first] : match[first]+n]
		if record && p.indexed {
			p.record(elem, "")
		}
		p.replaceFields(at, strings.Fields(strings.Join(c.New, " ")))
	}
}

// replaceFields puts new words in the place of consecutive old ones.
func (p *pageWriter) replaceFields(at []Span, now []string) {
	switch {
	case len(at) == len(now):
		for i := range at {
			p.replaceText(at[i], now[i])
		}
	case len(now) == 0:
		end := at[len(at)-1].End
		begin := at[0].Start
		for begin > 0 && (p.f.src[begin-1] == ' ' || p.f.src[begin-1] == '\t') {
			begin--
		}
		p.replace(Span{begin, end}, "")
	default:
		p.replace(Span{at[0].Start, at[len(at)-1].End}, escapeText(strings.Join(now, " ")))
	}
}

// fieldsIn returns the runs of bytes other than white space.
func fieldsIn(src string, in Span) []Span {
	var list []Span
	for at := in.Start; at < in.End; {
		if isSpace(src[at]) {
			at++
			continue
		}
		end := at
		for end < in.End && !isSpace(src[end]) {
			end++
		}
		list = append(list, Span{at, end})
		at = end
	}
	return list
}

// consecutive reports whether the numbers follow one another, none being -1.
func consecutive(list []int) bool {
	for i, n := range list {
		if n < 0 || n != list[0]+i {
			return false
		}
	}
	return len(list) > 0
}

// maxMatchCells bounds the table of matchWords.
const maxMatchCells = 1 << 20

// matchWords gives for each word of a its place in b along a longest common
// subsequence, -1 for none. Texts too long and too different to compare are
// matched at both ends only.
func matchWords(a, b []string) []int {
	match := make([]int, len(a))
	for i := range match {
		match[i] = -1
	}
	lo := 0
	for lo < len(a) && lo < len(b) && a[lo] == b[lo] {
		match[lo] = lo
		lo++
	}
	endA, endB := len(a), len(b)
	for endA > lo && endB > lo && a[endA-1] == b[endB-1] {
		endA--
		endB--
		match[endA] = endB
	}
	rows, cols := endA-lo, endB-lo
	if rows == 0 || cols == 0 || rows > maxMatchCells/(cols+1) {
		return match
	}
	length := make([]int32, (rows+1)*(cols+1))
	for i := rows - 1; i >= 0; i-- {
		for j := cols - 1; j >= 0; j-- {
			at := i*(cols+1) + j
			if a[lo+i] == b[lo+j] {
				length[at] = length[at+cols+2] + 1
			} else {
				length[at] = max(length[at+cols+1], length[at+1])
			}
		}
	}
	for i, j := 0, 0; i < rows && j < cols; {
		at := i*(cols+1) + j
		switch {
		case a[lo+i] == b[lo+j]:
			match[lo+i] = lo + j
			i++
			j++
		case length[at+cols+1] >= length[at+1]:
			i++
		default:
			j++
		}
	}
	return match
}

// addStep says in the metadata that the program has been at work.
func (p *pageWriter) addStep() {
	for _, elem := range p.elements(Span{0, len(p.f.src)}, "Metadata", 1) {
		end := p.endTagOf(elem)
		if end <= elem.Start {
			return
		}
		at := p.spaceBefore(end)
		name := p.prefix(elem) + "MetadataItem"
		value := strings.TrimSpace(p.step.Software + " " + p.step.Version)
		p.insert(at, p.indent(end)+element(name, ` type="processingStep" name="recognition/post-correction" value="`+escapeAttr(value, '"')+`"`, ""))
		return
	}
}
