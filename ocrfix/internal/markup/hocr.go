package markup

import "strings"

// readHOCR reads hOCR 1.2. Pages are ocr_page; blocks ocr_par, or ocr_carea
// where there are no paragraphs; lines ocr_line and its kin; words ocrx_word,
// parted by a space even where the file leaves none between them. Of several
// readings (class alternatives) the inserted one counts and the deleted ones
// do not. Text that stands outside every word is kept at TextLevel.
func readHOCR(f *File) error {
	r := hocrReader{f: f, word: -1, count: map[string]int{}}
	s := NewScanner(f.src, Span{0, len(f.src)}, true)
	var t Token
	for s.Next(&t) {
		switch t.Kind {
		case StartTag:
			if err := r.start(&t); err != nil {
				return err
			}
		case EndTag:
			r.endTag(&t)
		case Text:
			r.text(t.Content)
		}
	}
	for len(r.open) > 0 {
		r.pop(len(f.src))
	}
	f.finish(r.order())
	return nil
}

// An hocrRole is what an element means to the reader.
type hocrRole int

const (
	roleNone hocrRole = iota
	rolePage
	roleArea
	roleBlock
	roleLine
	roleWord
	roleBreak // an HTML element that ends a line of loose text
	roleOther // another reading of what stands before it
)

func hocrRoleOf(class, name string) hocrRole {
	for class != "" {
		one := class
		if i := strings.IndexByte(class, ' '); i >= 0 {
			one, class = class[:i], class[i+1:]
		} else {
			class = ""
		}
		switch one {
		case "ocrx_word", "ocr_word":
			return roleWord
		case "ocr_line", "ocrx_line", "ocr_header", "ocr_footer", "ocr_caption", "ocr_textfloat", "ocr_pageno":
			return roleLine
		case "ocr_par", "ocrx_par":
			return roleBlock
		case "ocr_carea", "ocr_column", "ocrx_block", "ocr_float", "ocr_separator":
			return roleArea
		case "ocr_page":
			return rolePage
		}
	}
	switch name {
	case "del":
		return roleOther
	case "p", "div", "br", "li", "tr", "table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6":
		return roleBreak
	}
	return roleNone
}

// An hocrElem is an element that is open.
type hocrElem struct {
	name  string
	role  hocrRole
	start int
	line  int // roleLine: its line, as an index into Lines, or -1
}

type hocrReader struct {
	f     *File
	open  []hocrElem
	count map[string]int // open elements by name
	pages int            // open ocr_page elements
	other int            // open elements that hold another reading
	// fresh says that the next word begins a new line or block.
	freshBlock, freshLine bool

	strong   int  // open elements that make their text bold
	lineBold bool // so is the font that the open line names

	word  int      // depth of the open word element, -1 for none
	now   Word     // the word that is being read
	parts []string // its text so far
	space bool     // white space came since the last text

	orders []int // the order property of the area of each block, -1 for none
	areaAt int   // order property of the open area
}

func (r *hocrReader) start(t *Token) error {
	if n := len(r.open); n > 0 && r.open[n-1].name == t.Name && endsItself(t.Name) {
		r.pop(t.Start)
	}
	class := ""
	if a, ok := t.attr("class"); ok {
		class = r.f.src[a.Value.Start:a.Value.End]
	}
	e := hocrElem{name: t.Name, role: hocrRoleOf(class, t.Name), start: t.Start, line: -1}
	if r.word >= 0 && e.role != roleWord && e.role != roleOther {
		e.role = roleNone // what stands inside a word is only its dress
	}
	switch e.role {
	case rolePage:
		r.f.addPage(hocrPageLabel(r.title(t)))
		r.pages++
		r.freshBlock = true
		r.areaAt = -1
	case roleArea:
		r.freshBlock = true
		r.areaAt = -1
		if v, ok := hocrProperty(r.title(t), "order"); ok {
			if n, ok := number(v); ok {
				r.areaAt = int(n)
			}
		}
	case roleBlock:
		r.freshBlock = true
	case roleLine, roleBreak:
		r.freshLine = true
		r.lineBold = r.boldFont(t)
	case roleOther:
		if !t.Empty {
			r.other++
		}
	case roleWord:
		r.closeWord(t.Start)
		r.now = hocrWord(r.title(t))
		r.now.Bold = r.strong > 0 || r.lineBold || r.boldFont(t)
		r.now.elem = t.Span
		r.parts = r.parts[:0]
		if !t.Empty {
			r.word = len(r.open)
		}
	}
	if t.Empty {
		return nil
	}
	if len(r.open) >= MaxDepth {
		return &SyntaxError{Offset: t.Start, Msg: "elements nest too deep"}
	}
	r.open = append(r.open, e)
	r.count[e.name]++
	if makesBold(e.name) {
		r.strong++
	}
	return nil
}

// endsItself reports whether an element ends where the next of its name begins,
// as HTML allows.
func endsItself(name string) bool {
	switch name {
	case "p", "li", "tr", "td", "th", "dt", "dd":
		return true
	}
	return false
}

// makesBold reports whether an element of that name has its text in bold letters.
func makesBold(name string) bool { return name == "b" || name == "strong" }

// boldFont reports whether the title of t names a bold font (x_font).
func (r *hocrReader) boldFont(t *Token) bool {
	a, ok := t.attr("title")
	if !ok || !strings.Contains(r.f.src[a.Value.Start:a.Value.End], "x_font") {
		return false
	}
	name, _ := hocrProperty(r.title(t), "x_font")
	return boldName(name)
}

func (r *hocrReader) title(t *Token) string {
	if a, ok := t.attr("title"); ok {
		return unescape(r.f.src[a.Value.Start:a.Value.End], true)
	}
	return ""
}

// endTag closes the nearest open element of that name and all inside it; an
// end tag that closes nothing is passed over.
func (r *hocrReader) endTag(t *Token) {
	if r.count[t.Name] == 0 {
		return
	}
	for r.open[len(r.open)-1].name != t.Name {
		r.pop(t.Start)
	}
	r.pop(t.End)
}

// pop closes the innermost element, which ends at byte end.
func (r *hocrReader) pop(end int) {
	e := r.open[len(r.open)-1]
	r.open = r.open[:len(r.open)-1]
	r.count[e.name]--
	if makesBold(e.name) {
		r.strong--
	}
	switch e.role {
	case rolePage:
		r.pages--
		r.freshBlock = true
	case roleArea, roleBlock:
		r.freshBlock = true
	case roleLine:
		r.freshLine = true
		if e.line >= 0 && e.line < len(r.f.Lines) {
			r.f.Lines[e.line].elem = Span{e.start, end}
		}
	case roleBreak:
		r.freshLine = true
	case roleOther:
		r.other--
	case roleWord:
		if len(r.open) == r.word {
			r.closeWord(end)
		}
	}
}

// text takes character data.
func (r *hocrReader) text(at Span) {
	if r.other > 0 {
		return
	}
	if r.word >= 0 {
		r.parts = append(r.parts, r.f.src[at.Start:at.End])
		r.now.Bold = r.now.Bold || r.strong > 0
		return
	}
	trimmed := trimSpan(r.f.src, at)
	if trimmed.Start > at.Start || trimmed.Start == trimmed.End {
		r.space = true
	}
	if trimmed.Start == trimmed.End || r.pages == 0 {
		return
	}
	if text := clean(unescape(r.f.src[trimmed.Start:trimmed.End], true)); text != "" {
		r.add(Word{Text: text, Level: TextLevel, Bold: r.strong > 0 || r.lineBold, elem: trimmed})
	}
	r.space = trimmed.End < at.End
}

// closeWord adds the open word, if there is one and it holds text.
func (r *hocrReader) closeWord(end int) {
	if r.word < 0 {
		return
	}
	r.word = -1
	w := r.now
	w.elem.End = end
	text := ""
	if len(r.parts) == 1 {
		text = r.parts[0]
	} else {
		text = strings.Join(r.parts, "")
	}
	w.Text = clean(unescape(text, true))
	if w.Text != "" {
		r.add(w)
		r.space = false
	}
}

// add puts a word behind the others, beginning a line or block where one is due.
func (r *hocrReader) add(w Word) {
	f := r.f
	if len(f.Pages) == 0 {
		f.addPage("")
		r.freshBlock = true
	}
	if r.freshBlock || len(f.Blocks) == 0 {
		f.addBlock(0, Span{})
		r.orders = append(r.orders[:len(f.Blocks)-1], r.areaAt)
		r.freshLine = true
	}
	if r.freshLine || !f.lineOpen {
		f.addLine(w.elem)
		for i := len(r.open) - 1; i >= 0; i-- {
			if r.open[i].role == roleLine {
				r.open[i].line = len(f.Lines) - 1
				break
			}
		}
		r.space = true
	}
	if before := f.lastWord(); before != nil {
		w.Glue = !r.space && (w.Level == TextLevel || before.Level == TextLevel)
	}
	r.freshBlock, r.freshLine = false, false
	f.addWord(w)
}

// order returns the positions that order properties of the areas give, nil
// unless every block lies in an area that has one.
func (r *hocrReader) order() []int {
	r.f.closeBlock()
	for _, o := range r.orders {
		if o < 0 {
			return nil
		}
	}
	return r.orders
}

func hocrWord(title string) (w Word) {
	if v, ok := hocrProperty(title, "x_wconf"); ok {
		if n, ok := number(v); ok {
			w.Confidence = confidence(n / 100)
		}
	}
	w.Box, w.HasBox = hocrBox(title)
	return w
}

// hocrBox reads the bbox property: left, top, right, bottom.
func hocrBox(title string) (Box, bool) {
	v, ok := hocrProperty(title, "bbox")
	if !ok {
		return Box{}, false
	}
	var side [4]float64
	for i := range side {
		v = strings.TrimLeft(v, " \t\r\n")
		end := strings.IndexAny(v, " \t\r\n")
		if end < 0 {
			end = len(v)
		}
		if side[i], ok = number(v[:end]); !ok {
			return Box{}, false
		}
		v = v[end:]
	}
	return Box{side[0], side[1], side[2], side[3]}, true
}

// hocrPageLabel is the logical page number of a page's title. The physical one
// (ppageno) only counts the images, from 0.
func hocrPageLabel(title string) string {
	if v, ok := hocrProperty(title, "lpageno"); ok {
		return clean(strings.Trim(v, `"`))
	}
	return ""
}

// hocrProperty returns the value of one property of a title, which is a list
// of "name value" parted by semicolons; quoted strings may hold semicolons.
func hocrProperty(title, name string) (string, bool) {
	for title != "" {
		end := propertyEnd(title)
		p := strings.TrimLeft(title[:end], " \t\r\n")
		if v, ok := strings.CutPrefix(p, name); ok && v != "" && isSpace(v[0]) {
			return strings.Trim(v, " \t\r\n"), true
		}
		title = title[min(end+1, len(title)):]
	}
	return "", false
}

// propertyEnd returns the index of the semicolon that ends the first property.
func propertyEnd(title string) int {
	quoted := false
	for i := 0; i < len(title); i++ {
		switch title[i] {
		case '"':
			quoted = !quoted
		case ';':
			if !quoted {
				return i
			}
		}
	}
	return len(title)
}

// trimSpan drops white space from both ends of a range.
func trimSpan(src string, at Span) Span {
	for at.Start < at.End && isSpace(src[at.Start]) {
		at.Start++
	}
	for at.End > at.Start && isSpace(src[at.End-1]) {
		at.End--
	}
	return at
}
