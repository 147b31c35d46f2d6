package pdftext

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf16"

	"github.com/ledongthuc/pdf"
)

// ErrTooBig ends a page that asks for more work than a page can need.
var ErrTooBig = errors.New("the page is larger than any real page")

// Page reads page i, counted from 0. On an error the page holds what was read
// before it, and may be used.
func (f *File) Page(i int) (*Page, error) {
	if i < 0 || i >= len(f.pages) {
		return nil, fmt.Errorf("no page %d", i+1)
	}
	p, err := f.page(&f.pages[i])
	if err == nil || f.Repaired || errors.Is(err, ErrTooBig) {
		return p, err
	}
	if !f.repaired {
		f.repaired = true
		quietly(func() { f.mended, _ = f.repair() })
	}
	if f.mended == nil || len(f.mended.pages) != len(f.pages) {
		return p, err
	}
	if q, mendedErr := f.mended.page(&f.mended.pages[i]); q.Glyphs > p.Glyphs {
		return q, mendedErr
	}
	return p, err
}

func (f *File) page(n *pageNode) (p *Page, err error) {
	p = &Page{}
	defer recovered(&err)
	p.Width, p.Height = n.size()
	in := &interp{
		file:  f,
		words: collector{width: p.Width, height: p.Height, blind: map[*font]bool{}},
	}
	in.g.ctm = n.device()
	in.g.text.scale = 1
	err = in.page(n)
	p.Images = in.images
	p.Lines = layOut(in.words.finish())
	p.Glyphs, p.Unmapped = in.words.glyphs, in.words.unmapped
	p.Blind, p.Charted = in.words.blindFonts()
	return p, err
}

// An interp runs the content of one page (ISO 32000-1, 8 and 9), as far as
// text is concerned.
type interp struct {
	file  *File
	words collector

	g     graphics
	stack []graphics
	tm    matrix // text matrix
	tlm   matrix // text line matrix

	res *resources

	depth     int // of forms
	budget    int // operators still allowed
	bytes     int // content bytes still allowed
	formsLeft int
	images    int

	// marks is the stack of marked content: for each level whether it
	// brings replacement text.
	marks []bool
}

// graphics is what q saves.
type graphics struct {
	ctm  matrix
	text textState
}

type textState struct {
	font                 *font
	size                 float64
	charSpace, wordSpace float64
	scale                float64 // of Tz, 1 for 100
	leading, rise        float64
	invisible            bool // rendering mode 3
	stroked              bool // rendering mode 2, which thickens the letters
}

func (in *interp) page(n *pageNode) (err error) {
	defer recovered(&err)
	if n.dict.IsNull() {
		return errors.New("the page cannot be loaded")
	}
	in.budget, in.bytes, in.formsLeft = maxOperators, maxContent, maxForms
	data, err := in.file.contents(n.dict.Key("Contents"), in.bytes)
	in.bytes -= len(data)
	in.res = in.file.resources(n.resources)
	if runErr := in.run(data); runErr != nil {
		return runErr
	}
	in.annotations(n)
	return err
}

// Annotation flags (ISO 32000-1, 12.5.3) of what a reader does not see.
const annotationHidden = 1<<1 | 1<<5

// annotations shows the appearances of the page's annotations: stamps, typed
// notes, filled form fields. One that cannot be read shows nothing.
func (in *interp) annotations(n *pageNode) {
	list := n.dict.Key("Annots")
	for i := range min(list.Len(), maxAnnotations) {
		quietly(func() {
			a := list.Index(i)
			look := a.Key("AP").Key("N")
			if look.Kind() == pdf.Dict { // one for each state
				look = look.Key(a.Key("AS").Name())
			}
			rect, ok := rectangle(a.Key("Rect"))
			if look.Kind() != pdf.Stream || !ok || a.Key("F").Int64()&annotationHidden != 0 || a.Key("Subtype").Name() == "Popup" {
				return
			}
			in.g = graphics{ctm: fit(look, rect).mul(n.device())}
			in.g.text.scale = 1
			in.form(look)
		})
	}
}

// fit returns the map that lays the bounding box of a form, under its own
// matrix, into a rectangle (12.5.5).
func fit(form pdf.Value, rect [4]float64) matrix {
	box, ok := rectangle(form.Key("BBox"))
	if !ok {
		return matrix{1, 0, 0, 1, rect[0], rect[1]}
	}
	m := formMatrix(form)
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, corner := range [][2]float64{{box[0], box[1]}, {box[2], box[1]}, {box[0], box[3]}, {box[2], box[3]}} {
		p := m.move(corner[0], corner[1])
		x0, y0, x1, y1 = min(x0, p.e), min(y0, p.f), max(x1, p.e), max(y1, p.f)
	}
	sx, sy := (rect[2]-rect[0])/(x1-x0), (rect[3]-rect[1])/(y1-y0)
	return matrix{sx, 0, 0, sy, rect[0] - x0*sx, rect[1] - y0*sy}
}

// run interprets one content stream. A q without its Q ends with the stream.
func (in *interp) run(data []byte) error {
	l := lexer{data: data}
	floor := len(in.stack)
	for {
		op := l.next()
		if op == "" {
			in.stack = in.stack[:floor]
			return nil
		}
		if in.budget--; in.budget < 0 || in.words.glyphs > maxGlyphs {
			return ErrTooBig
		}
		if err := in.do(op, l.args, floor); err != nil {
			return err
		}
	}
}

// arg returns operand i of the n that an operator takes, counted from the
// last, so that stray operands before them do no harm.
func arg(args []operand, n, i int) operand {
	if k := len(args) - n + i; k >= 0 {
		return args[k]
	}
	return operand{}
}

func num(args []operand, n, i int) float64 { return arg(args, n, i).num }

// do executes one operator. Operators that do not concern text are ignored.
func (in *interp) do(op string, args []operand, floor int) error {
	t := &in.g.text
	switch op {
	case "q":
		if len(in.stack) < maxGraphics {
			in.stack = append(in.stack, in.g)
		}
	case "Q":
		if n := len(in.stack); n > floor {
			in.g, in.stack = in.stack[n-1], in.stack[:n-1]
		}
	case "cm":
		if m := matrixOf(args); m.finite() {
			in.g.ctm = m.mul(in.g.ctm)
		}
	case "BT":
		in.tm, in.tlm = identity, identity
	case "Tf":
		t.font, t.size = in.res.font(string(arg(args, 2, 0).str)), num(args, 2, 1)
	case "Tc":
		t.charSpace = num(args, 1, 0)
	case "Tw":
		t.wordSpace = num(args, 1, 0)
	case "Tz":
		t.scale = num(args, 1, 0) / 100
	case "TL":
		t.leading = num(args, 1, 0)
	case "Tr":
		mode := num(args, 1, 0)
		t.invisible, t.stroked = mode == 3, mode == 2
	case "Ts":
		t.rise = num(args, 1, 0)
	case "Td":
		in.moveLine(num(args, 2, 0), num(args, 2, 1))
	case "TD":
		t.leading = -num(args, 2, 1)
		in.moveLine(num(args, 2, 0), num(args, 2, 1))
	case "Tm":
		if m := matrixOf(args); m.finite() {
			in.tm, in.tlm = m, m
		}
	case "T*":
		in.moveLine(0, -t.leading)
	case "Tj":
		in.show(arg(args, 1, 0).str)
	case "'":
		in.moveLine(0, -t.leading)
		in.show(arg(args, 1, 0).str)
	case "\"":
		t.wordSpace, t.charSpace = num(args, 3, 0), num(args, 3, 1)
		in.moveLine(0, -t.leading)
		in.show(arg(args, 3, 2).str)
	case "TJ":
		in.showArray(arg(args, 1, 0))
	case "gs":
		if s := in.res.state(string(arg(args, 1, 0).str)); s.font != nil {
			t.font, t.size = s.font, s.size
		}
	case "Do":
		return in.paint(string(arg(args, 1, 0).str))
	case "BI":
		in.images++
	case "BMC":
		in.mark(false)
	case "BDC":
		in.beginMarked(arg(args, 2, 1))
	case "EMC":
		if n := len(in.marks); n > 0 {
			if in.marks[n-1] {
				in.words.endReplace()
			}
			in.marks = in.marks[:n-1]
		}
	}
	return nil
}

func matrixOf(args []operand) matrix {
	if len(args) < 6 {
		return matrix{a: math.NaN()}
	}
	n := func(i int) float64 { return num(args, 6, i) }
	return matrix{n(0), n(1), n(2), n(3), n(4), n(5)}
}

func (in *interp) moveLine(x, y float64) {
	if m := in.tlm.move(x, y); m.finite() {
		in.tlm, in.tm = m, m
	}
}

// showArray shows the strings of a TJ, moved by its numbers.
func (in *interp) showArray(v operand) {
	t := &in.g.text
	if v.kind == kindString { // (…) TJ, as some writers have it
		in.show(v.str)
	}
	n := 0
	for _, e := range v.arr {
		n += len(e.str)
	}
	for _, e := range v.arr {
		switch e.kind {
		case kindString:
			in.showPart(e.str, n)
		case kindNumber:
			if t.font != nil && t.font.vertical {
				in.tm = in.tm.move(0, -e.num/1000*t.size)
			} else {
				in.tm = in.tm.move(-e.num/1000*t.size*t.scale, 0)
			}
		}
	}
}

// show shows one string.
func (in *interp) show(s []byte) { in.showPart(s, len(s)) }

// letterspaced is from how many characters on character spacing is taken for
// the letterspacing of a word. In a shorter string it can be a gap: some
// writers set "(eo)" so that it reads "the old".
const letterspaced = 5

// showPart shows a string that is, perhaps, a part of a longer one of n bytes.
// Text is read in every rendering mode: mode 3, invisible, is how scans carry
// theirs.
func (in *interp) showPart(s []byte, n int) {
	t := &in.g.text
	if t.font == nil {
		t.font = unknownFont()
	}
	m := in.tm.mul(in.g.ctm)
	if !m.finite() {
		return
	}
	em := math.Hypot(m.c*t.size, m.d*t.size)
	run := glyphRun{
		m:         m,
		em:        em,
		hem:       math.Hypot(m.a*t.size*t.scale, m.b*t.size*t.scale),
		invisible: t.invisible,
		bold:      t.font.bold || t.stroked,
		ascent:    t.font.ascent,
		descent:   t.font.descent,
		font:      t.font,
	}
	if t.size*t.scale < 0 {
		run.mirror = true
	}
	tracking := t.charSpace * t.scale
	if t.font.vertical {
		run.em, run.hem = run.hem, run.em
		run.ascent, run.descent = 0.5, 0.5 // the pen goes along the middle
		run.mirror = t.size < 0
		tracking = -t.charSpace
	}
	if n < letterspaced {
		tracking = 0
	}
	x := 0.0 // along the line
	for len(s) > 0 {
		ch, n := t.font.next(s)
		s = s[n:]
		w := ch.width * t.size
		space := t.charSpace
		if ch.space {
			space += t.wordSpace
		}
		if t.font.vertical {
			w = ch.fall * t.size
			in.words.add(&run, ch.text, x, t.rise, w, tracking)
			x += w - space // the y axis points the other way
			continue
		}
		in.words.add(&run, ch.text, x, t.rise, w*t.scale, tracking)
		x += (w + space) * t.scale
	}
	if t.font.vertical {
		in.tm = in.tm.move(0, -x)
	} else {
		in.tm = in.tm.move(x, 0)
	}
}

// paint handles Do: a form is run in place, an image counted.
func (in *interp) paint(name string) error {
	x := in.res.form(name)
	switch x.Key("Subtype").Name() {
	case "Image":
		in.images++
		return nil
	case "Form":
		return in.form(x)
	}
	return nil
}

// form runs a Form XObject (8.10). One that cannot be read shows nothing.
func (in *interp) form(x pdf.Value) error {
	if in.depth >= maxFormDepth {
		return nil
	}
	if in.formsLeft--; in.formsLeft < 0 {
		return ErrTooBig
	}
	data, err := in.file.contents(x, in.bytes)
	if err != nil && len(data) == 0 {
		if errors.Is(err, errTooLong) {
			return ErrTooBig
		}
		return nil
	}
	in.bytes -= len(data)

	outer := *in
	in.g.ctm = formMatrix(x).mul(in.g.ctm)
	if r := x.Key("Resources"); r.Kind() == pdf.Dict {
		in.res = in.file.resources(r)
	}
	in.depth++
	err = in.run(data)
	in.depth--
	in.g, in.tm, in.tlm = outer.g, outer.tm, outer.tlm
	in.res = outer.res
	for len(in.marks) > len(outer.marks) {
		in.do("EMC", nil, 0)
	}
	return err
}

// formMatrix returns the matrix of a form, the identity where it has none.
func formMatrix(form pdf.Value) matrix {
	a := form.Key("Matrix")
	if a.Len() != 6 {
		return identity
	}
	n := func(i int) float64 { return a.Index(i).Float64() }
	if m := (matrix{n(0), n(1), n(2), n(3), n(4), n(5)}); m.finite() {
		return m
	}
	return identity
}

func (in *interp) mark(replaces bool) {
	if len(in.marks) < maxGraphics {
		in.marks = append(in.marks, replaces)
	} else if replaces {
		in.words.endReplace()
	}
}

// beginMarked opens marked content. Its ActualText, if any, stands for all
// that is shown inside (14.9.4): the outermost one counts.
func (in *interp) beginMarked(properties operand) {
	text, ok := "", false
	switch properties.kind {
	case kindDict:
		d := parseDict(properties.str)
		if _, ok = d["ActualText"]; ok {
			text = textString(d.value("ActualText").str)
		}
	case kindName:
		text, ok = in.res.actualText(string(properties.str))
	}
	ok = ok && in.words.beginReplace(text)
	in.mark(ok)
}

// textString decodes a text string (7.9.2.2): UTF-16 with a mark, UTF-8 with
// a mark, else PDFDocEncoding, which is Latin where it matters.
func textString(b []byte) string {
	switch {
	case len(b) >= 2 && b[0] == 0xfe && b[1] == 0xff:
		u := make([]uint16, 0, len(b)/2)
		for i := 2; i+1 < len(b); i += 2 {
			u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
		}
		return string(utf16.Decode(u))
	case len(b) >= 3 && b[0] == 0xef && b[1] == 0xbb && b[2] == 0xbf:
		return string(b[3:])
	}
	r := make([]rune, len(b))
	for i, c := range b {
		r[i] = rune(c)
		if c >= 0x80 && c < 0xa0 {
			r[i] = winAnsi()[c]
		}
	}
	return string(r)
}
