package pdftext

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/ledongthuc/pdf"
)

// A font turns the bytes of a shown string into characters with widths.
type font struct {
	composite bool
	toUnicode *cmap   // nil when the file has none
	codes     *cmap   // of a composite font, nil for two-byte identity
	utf16     bool    // the codes of a composite font are UTF-16
	identity  bool    // the codes of a composite font are or become its CIDs
	vertical  bool    // text runs down the page
	fall      float64 // advance of vertical text, in ems

	// program returns the embedded font program, nil where there is none that
	// names its glyphs; gids maps the CIDs of a composite font to them, nil for
	// what the program itself has.
	program func() *program
	gids    []byte

	name    string // for messages
	bold    bool
	charted bool // its CIDs are those of a public collection

	text  [256]string  // of a simple font, "" where unknown
	width [256]float64 // of a simple font, in ems

	cidWidth     map[uint32]float64 // of a composite font, in ems
	defaultWidth float64

	// ascent and descent are the reach above and below the baseline, in ems,
	// both positive.
	ascent, descent float64

	cache map[uint32]string // texts of composite codes
}

// A char is one code of a shown string.
type char struct {
	text  string  // "" shows nothing, U+FFFD is unknown
	width float64 // advance in ems
	fall  float64 // the same of vertical text
	space bool    // the single-byte code 32, which word spacing widens
}

// font returns the font of a font dictionary. The structure reader keeps no
// cache and its values no identity, but the printed form of a dictionary
// names its references, so equal forms are equal fonts of one file.
func (f *File) font(v pdf.Value) *font {
	if v.Kind() != pdf.Dict {
		return unknownFont()
	}
	key := v.String()
	if c, ok := f.fonts[key]; ok {
		return c
	}
	c := f.loadFont(v)
	f.fonts[key] = c
	return c
}

// unknownFont stands for a font that the page uses without having it.
var unknownFont = sync.OnceValue(func() *font {
	f := &font{ascent: 0.75, descent: 0.25}
	std := standardFontFor("Helvetica")
	e := winAnsi()
	for code, r := range e {
		f.text[code], f.width[code] = textOf(r), std.width(r)
	}
	return f
})

// loadFont reads a font dictionary; what of it is damaged is left at its
// default.
func (f *File) loadFont(v pdf.Value) *font {
	c := &font{ascent: 0.75, descent: 0.25, cache: map[uint32]string{}, name: fontName(v)}
	quietly(func() { c.bold = isBold(v) })
	quietly(func() { c.toUnicode = f.loadCMap(v.Key("ToUnicode")) })
	if v.Key("Subtype").Name() == "Type0" {
		c.composite = true
		c.defaultWidth = 1
		quietly(func() { f.loadComposite(c, v) })
		return c
	}
	quietly(func() { f.loadSimple(c, v) })
	return c
}

// fontName returns the name of a font without the tag of its subset.
func fontName(v pdf.Value) (name string) {
	quietly(func() { name = v.Key("BaseFont").Name() })
	if i := strings.IndexByte(name, '+'); i == 6 {
		name = name[7:]
	}
	if name == "" || len(name) > 60 || strings.ContainsFunc(name, func(r rune) bool { return r <= ' ' || r >= 0x7f }) {
		return "unnamed font"
	}
	return name
}

// forceBold is the flag of a font descriptor for letters that are bold however
// small (ISO 32000-1, 9.8.2), and boldWeight the least FontWeight of a bold font.
const (
	forceBold  = 1 << 18
	boldWeight = 600
)

// isBold reports whether a font is bold by its descriptor or by its name.
func isBold(v pdf.Value) bool {
	desc := v.Key("FontDescriptor")
	if v.Key("Subtype").Name() == "Type0" {
		desc = v.Key("DescendantFonts").Index(0).Key("FontDescriptor")
	}
	if desc.Key("FontWeight").Float64() >= boldWeight || desc.Key("Flags").Int64()&forceBold != 0 {
		return true
	}
	name := v.Key("BaseFont").Name()
	if i := strings.IndexByte(name, '+'); i == 6 {
		name = name[7:]
	}
	return boldName.MatchString(name)
}

// boldName matches the names of bold fonts, those of TeX (CMBX10, SFBX1200) and
// of the PostScript set (NimbusRomNo9L-Medi) among them.
var boldName = regexp.MustCompile(`(?i)bold|black|heavy|[-,_]bd|[-,_]demi|[-,_]medi$|[-,_]medi(ital|obli)|^(cm|sf|ec)(bx|b\d|ssbx)`)

func quietly(do func()) {
	defer func() { recover() }()
	do()
}

func (f *File) loadCMap(v pdf.Value) *cmap {
	if v.Kind() != pdf.Stream {
		return nil
	}
	data, err := f.contents(v, maxCMapBytes)
	if err != nil || len(data) == 0 {
		return nil
	}
	return parseCMap(data)
}

// loadComposite reads a Type 0 font (ISO 32000-1, 9.7).
func (f *File) loadComposite(c *font, v pdf.Value) {
	enc := v.Key("Encoding")
	c.fall = 1
	switch name := enc.Name(); {
	case enc.Kind() == pdf.Stream:
		c.codes = f.loadCMap(enc)
		c.identity = true
		c.vertical = enc.Key("WMode").Int64() == 1
	case strings.Contains(name, "UCS2"), strings.Contains(name, "UTF16"):
		c.utf16 = true
		c.vertical = strings.HasSuffix(name, "-V")
	default:
		c.identity = strings.HasPrefix(name, "Identity")
		c.vertical = name == "V" || strings.HasSuffix(name, "-V")
	}
	d := v.Key("DescendantFonts").Index(0)
	f.loadGlyphs(c, d)
	if dw2 := d.Key("DW2"); dw2.Len() == 2 {
		c.fall = -dw2.Index(1).Float64() / 1000
	}
	if w := d.Key("DW"); !w.IsNull() {
		c.defaultWidth = w.Float64() / 1000
	}
	c.reach(d.Key("FontDescriptor"), "")
	c.cidWidth = map[uint32]float64{}
	w := d.Key("W")
	for i := 0; i+1 < w.Len() && len(c.cidWidth) < 1<<17; {
		first := uint32(max(0, w.Index(i).Int64()))
		if list := w.Index(i + 1); list.Kind() == pdf.Array {
			for j := range list.Len() {
				c.cidWidth[first+uint32(j)] = list.Index(j).Float64() / 1000
			}
			i += 2
			continue
		}
		last := uint32(min(max(0, w.Index(i+1).Int64()), 0xffff))
		for cid := first; cid <= last; cid++ {
			c.cidWidth[cid] = w.Index(i+2).Float64() / 1000
		}
		i += 3
	}
}

// loadSimple reads a Type 1, TrueType or Type 3 font (9.6).
func (f *File) loadSimple(c *font, v pdf.Value) {
	base := v.Key("BaseFont").Name()
	std := standardFontFor(base)
	desc := v.Key("FontDescriptor")
	c.reach(desc, base)
	quietly(func() { f.loadEncoding(c, v, std) })

	unit := 0.001
	if v.Key("Subtype").Name() == "Type3" {
		if m := v.Key("FontMatrix"); m.Len() == 6 && m.Index(0).Float64() != 0 {
			unit = m.Index(0).Float64()
		}
		// Glyph space of a Type 3 font can have any unit; ascent and descent
		// stay at their defaults.
	}
	widths := v.Key("Widths")
	if widths.Len() == 0 {
		for code := range c.width {
			r, _ := firstRune(c.text[code])
			c.width[code] = std.width(r)
		}
		return
	}
	missing := desc.Key("MissingWidth").Float64() * unit
	for code := range c.width {
		c.width[code] = missing
	}
	first := v.Key("FirstChar").Int64()
	for i := range min(widths.Len(), 256) {
		if code := first + int64(i); code >= 0 && code < 256 {
			c.width[code] = widths.Index(i).Float64() * unit
		}
	}
}

// loadEncoding fills c.text: the base encoding (named, the font program's own,
// or the standard one), then the Differences.
func (f *File) loadEncoding(c *font, v pdf.Value, std standardFont) {
	enc := v.Key("Encoding")
	base := baseEncoding(enc.Name())
	if base == nil {
		base = baseEncoding(enc.Key("BaseEncoding").Name())
	}
	desc := v.Key("FontDescriptor")
	if base == nil {
		base = std.enc
		if v.Key("Subtype").Name() == "TrueType" && base == &glyphs().standard {
			base = winAnsi()
		}
	}
	for code, r := range base {
		c.text[code] = textOf(r)
	}
	if baseEncoding(enc.Name()) == nil && enc.Key("BaseEncoding").IsNull() {
		for code, name := range f.builtIn(desc) {
			c.text[code] = glyphText(name, nil)
		}
		if c.toUnicode == nil {
			f.askProgram(c, desc)
		}
	}
	diffs := enc.Key("Differences")
	code := int64(0)
	for i := range diffs.Len() {
		switch x := diffs.Index(i); x.Kind() {
		case pdf.Integer, pdf.Real:
			code = int64(x.Float64())
		case pdf.Name:
			if code >= 0 && code < 256 {
				at := byte(code)
				c.text[at] = glyphText(x.Name(), func(string) rune { return listed(v, at) })
			}
			code++
		}
	}
}

// askProgram takes the characters of a simple font from its program.
func (f *File) askProgram(c *font, desc pdf.Value) {
	p := f.program(desc)
	if p == nil {
		return
	}
	for code := range c.text {
		if t := p.code(byte(code)); t != "" {
			c.text[code] = t
		}
	}
}

// listed asks the structure reader, which has the whole Adobe Glyph List, for
// the character of a code that the Differences name. It answers with the code
// itself where it does not know the name.
func listed(v pdf.Value, code byte) rune {
	f := pdf.Font{V: v}
	r, ok := firstRune(f.Encoder().Decode(string([]byte{code})))
	if !ok || r == rune(code) || r == noRune {
		return 0
	}
	return r
}

var builtInEntry = regexp.MustCompile(`dup\s+(\d{1,3})\s*/([^\s/]+)\s+put`)

// builtIn returns the encoding inside a Type 1 font program: names by code.
func (f *File) builtIn(desc pdf.Value) map[int]string {
	program := desc.Key("FontFile")
	if program.Kind() != pdf.Stream {
		return nil
	}
	data, err := f.contents(program, maxCMapBytes)
	if err != nil {
		return nil
	}
	if i := bytes.Index(data, []byte("eexec")); i >= 0 {
		data = data[:i]
	}
	names := map[int]string{}
	for _, m := range builtInEntry.FindAllSubmatch(data, 256) {
		if code, err := strconv.Atoi(string(m[1])); err == nil && code < 256 {
			names[code] = string(m[2])
		}
	}
	return names
}

// reach sets ascent and descent from a font descriptor, where they are
// plausible.
func (c *font) reach(desc pdf.Value, base string) {
	if a := desc.Key("Ascent").Float64() / 1000; a >= 0.4 && a <= 1.2 {
		c.ascent = a
	}
	if d := -desc.Key("Descent").Float64() / 1000; d >= 0 && d <= 0.6 && !desc.Key("Descent").IsNull() {
		c.descent = d
	}
}

// next returns the first character of b and how many bytes it has.
func (c *font) next(b []byte) (char, int) {
	if !c.composite {
		ch := char{text: c.text[b[0]], width: c.width[b[0]], space: b[0] == ' '}
		if c.toUnicode != nil {
			if t, ok := c.cache[uint32(b[0])]; ok {
				ch.text = t
			} else {
				ch.text = c.choose(uint32(b[0]), ch.text)
				c.cache[uint32(b[0])] = ch.text
			}
		}
		if ch.text == "" {
			ch.text = string(noRune)
		}
		return ch, 1
	}
	k, n := c.codeOf(b)
	ch := char{width: c.defaultWidth, fall: c.fall, space: n == 1 && b[0] == ' '}
	cid := k
	if c.codes != nil {
		cid = c.codes.cid(k)
	}
	if w, ok := c.cidWidth[cid]; ok {
		ch.width = w
	}
	t, ok := c.cache[k]
	if !ok {
		if c.utf16 {
			t = textOf(rune(k))
		}
		if t = c.choose(k, t); t == "" {
			t = c.glyphText(cid)
		}
		if len(c.cache) < 1<<17 {
			c.cache[k] = t
		}
	}
	ch.text = t
	return ch, n
}

// glyphText returns what the embedded program says of the glyph of a CID.
func (c *font) glyphText(cid uint32) string {
	if !c.identity || c.program == nil {
		return string(noRune)
	}
	p := c.program()
	if p == nil {
		return string(noRune)
	}
	gid := p.gid(cid)
	if c.gids != nil {
		gid = 0
		if i := 2 * int(cid); i+1 < len(c.gids) {
			gid = int(c.gids[i])<<8 | int(c.gids[i+1])
		}
	}
	if t := p.text[gid]; t != "" {
		return t
	}
	return string(noRune)
}

func (c *font) codeOf(b []byte) (uint32, int) {
	switch {
	case c.codes != nil && len(c.codes.spaces) > 0:
		return c.codes.next(b, 2)
	case len(b) == 1:
		return uint32(b[0]), 1
	}
	return uint32(b[0])<<8 | uint32(b[1]), 2
}

// choose returns what the ToUnicode map says of a code, or, where it says
// nothing usable, what the encoding says.
func (c *font) choose(code uint32, encoded string) string {
	if c.toUnicode == nil {
		return encoded
	}
	t := c.toUnicode.lookup(code)
	r, ok := firstRune(t)
	switch {
	case !ok, r == noRune, r < ' ' && r != '\t', r == 0x7f:
		return encoded
	case private(r) && encoded != "":
		return encoded
	}
	return t
}

// private reports whether r is in a private use area.
func private(r rune) bool {
	return r >= 0xe000 && r <= 0xf8ff || r >= 0xf0000
}

func firstRune(s string) (rune, bool) {
	for _, r := range s {
		return r, true
	}
	return 0, false
}

func textOf(r rune) string {
	if r == 0 {
		return ""
	}
	return string(r)
}
