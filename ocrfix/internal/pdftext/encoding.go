package pdftext

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/encoding/charmap"
)

//go:embed latin.tsv
var latinTSV string

//go:embed symbol.tsv
var symbolTSV string

// noRune stands for a character without a known Unicode value.
const noRune = '\uFFFD'

// An encoding gives the character of each code of a simple font; 0 means that
// the encoding says nothing of the code.
type encoding [256]rune

// glyphData is what latin.tsv and symbol.tsv hold.
type glyphData struct {
	runes    map[string]rune    // by glyph name
	widths   [6]map[rune]uint16 // thousandths of an em, columns of latin.tsv
	symbolW  map[rune]uint16
	standard encoding // StandardEncoding
	symbol   encoding // of the font Symbol
}

var glyphs = sync.OnceValue(func() *glyphData {
	g := &glyphData{runes: map[string]rune{}, symbolW: map[rune]uint16{}}
	for i := range g.widths {
		g.widths[i] = make(map[rune]uint16, 320)
	}
	each(latinTSV, func(f []string, r rune) {
		g.runes[f[0]] = r
		if code, err := strconv.Atoi(f[2]); err == nil {
			g.standard[code] = r
		}
		for i := range g.widths {
			w, _ := strconv.Atoi(f[3+i])
			g.widths[i][r] = uint16(w)
		}
	})
	each(symbolTSV, func(f []string, r rune) {
		if _, ok := g.runes[f[0]]; !ok {
			g.runes[f[0]] = r
		}
		code, _ := strconv.Atoi(f[2])
		g.symbol[code] = r
		w, _ := strconv.Atoi(f[3])
		g.symbolW[r] = uint16(w)
	})
	return g
})

// each calls do for the fields of every line of a table, and the character
// that the second field names.
func each(table string, do func(f []string, r rune)) {
	for line := range strings.Lines(table) {
		if line[0] == '#' {
			continue
		}
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		r, err := strconv.ParseUint(f[1], 16, 32)
		if err != nil {
			panic("pdftext: bad table line " + line)
		}
		do(f, rune(r))
	}
}

var winAnsi = sync.OnceValue(func() *encoding {
	e := fromCharmap(charmap.Windows1252)
	for code := range e {
		// ISO 32000-1, D.2, note 5: codes that are not used show a bullet.
		if code > 0x7e && (e[code] == noRune || e[code] < 0xa0) {
			e[code] = '•'
		}
	}
	e[0xad] = '-' // note 6: the hyphen, once more
	return e
})

var macRoman = sync.OnceValue(func() *encoding { return fromCharmap(charmap.Macintosh) })

func fromCharmap(m *charmap.Charmap) *encoding {
	e := &encoding{}
	for code := 0x20; code < 256; code++ {
		e[code] = m.DecodeByte(byte(code))
	}
	return e
}

// zapfDingbats is the encoding of that font, which follows the Dingbats block
// of Unicode but for the characters that Unicode had already elsewhere.
var zapfDingbats = sync.OnceValue(func() *encoding {
	e := &encoding{0x20: ' '}
	for code := 0x21; code < 0x7f; code++ {
		e[code] = 0x2700 + rune(code-0x20)
	}
	for code := 0xa1; code < 0xff; code++ {
		e[code] = 0x2761 + rune(code-0xa1)
	}
	for code := range 10 {
		e[0xac+code] = '①' + rune(code)
	}
	for code, r := range map[int]rune{
		0x25: '☎', 0x2a: '☛', 0x2b: '☞', 0x48: '★', 0x6c: '●', 0x6e: '■', 0x73: '▲', 0x74: '▼',
		0x75: '◆', 0x77: '◗', 0xa8: '♣', 0xa9: '♦', 0xaa: '♥', 0xab: '♠', 0xd5: '→', 0xd6: '↔', 0xd7: '↕',
	} {
		e[code] = r
	}
	return e
})

// baseEncoding returns the encoding that PDF names so, nil for others.
func baseEncoding(name string) *encoding {
	switch name {
	case "WinAnsiEncoding":
		return winAnsi()
	case "MacRomanEncoding":
		return macRoman()
	case "StandardEncoding":
		return &glyphs().standard
	}
	return nil
}

// glyphText returns the characters that a glyph name stands for, by the rules
// of the Adobe Glyph List specification, "" when it says none. Names outside
// the tables here are looked up with other, which may be nil.
func glyphText(name string, other func(string) rune) string {
	name, _, _ = strings.Cut(name, ".") // a.sc is an a
	if name == "" {
		return ""
	}
	if r, ok := glyphs().runes[name]; ok {
		return string(r)
	}
	switch name { // ligatures that the standard fonts lack
	case "ff", "ffi", "ffl":
		return name
	}
	if strings.Contains(name, "_") { // f_i
		var b strings.Builder
		for part := range strings.SplitSeq(name, "_") {
			t := glyphText(part, other)
			if t == "" {
				return ""
			}
			b.WriteString(t)
		}
		return b.String()
	}
	if hex, ok := strings.CutPrefix(name, "uni"); ok && len(hex) >= 4 && len(hex)%4 == 0 {
		var b strings.Builder
		for ; hex != ""; hex = hex[4:] {
			r, err := strconv.ParseUint(hex[:4], 16, 16)
			if err != nil {
				return ""
			}
			b.WriteRune(rune(r))
		}
		return b.String()
	}
	if hex, ok := strings.CutPrefix(name, "u"); ok && len(hex) >= 4 && len(hex) <= 6 {
		if r, err := strconv.ParseUint(hex, 16, 32); err == nil && r <= 0x10ffff {
			return string(rune(r))
		}
	}
	if other != nil {
		if r := other(name); r != 0 {
			return string(r)
		}
	}
	return ""
}

// A standardFont is one of the 14 fonts that a file may use without saying
// how wide their characters are.
type standardFont struct {
	widths map[rune]uint16 // nil: every character is fixed wide
	fixed  uint16
	enc    *encoding // built in
}

// standardFontFor returns the metrics for a font name, also for the names that
// Windows writers give the same fonts, and for others the nearest by its
// name: a word gap is then still found.
func standardFontFor(name string) standardFont {
	if i := strings.IndexByte(name, '+'); i == 6 {
		name = name[7:]
	}
	n := strings.ToLower(name)
	has := func(parts ...string) bool {
		for _, p := range parts {
			if strings.Contains(n, p) {
				return true
			}
		}
		return false
	}
	g := glyphs()
	bold, italic := has("bold", "black", "demi"), has("italic", "oblique")
	switch {
	case strings.HasPrefix(n, "symbol"):
		return standardFont{widths: g.symbolW, enc: &g.symbol}
	case has("zapfdingbats", "dingbats"):
		return standardFont{fixed: 788, enc: zapfDingbats()}
	case has("courier", "mono", "typewriter", "consol"):
		return standardFont{fixed: 600, enc: &g.standard}
	case has("times", "serif", "roman", "garamond", "georgia", "palatino", "bookman", "schoolbook", "cambria", "cmr") && !has("sans"):
		column := 2
		if bold {
			column++
		}
		if italic {
			column += 2
		}
		return standardFont{widths: g.widths[column], enc: &g.standard}
	case bold:
		return standardFont{widths: g.widths[1], enc: &g.standard}
	}
	return standardFont{widths: g.widths[0], enc: &g.standard}
}

// width returns the advance of r in ems.
func (s standardFont) width(r rune) float64 {
	if s.widths == nil {
		return float64(s.fixed) / 1000
	}
	if w, ok := s.widths[r]; ok {
		return float64(w) / 1000
	}
	return 0.5
}
