package pdftext

import (
	_ "embed"
	"encoding/binary"
	"strings"
	"sync"

	"github.com/ledongthuc/pdf"
	"golang.org/x/text/encoding/charmap"
)

// A program is what an embedded font program says of the characters that its
// glyphs show, for fonts of which the file itself says nothing.
type program struct {
	text map[int]string // by glyph
	// ofCode are the glyphs of the codes of a simple font, 0 for none.
	ofCode [256]int
	// ofCID are the glyphs of CIDs, nil where the CID is the glyph.
	ofCID map[uint32]int
}

// maxProgram is the size in bytes up to which a font program is read.
const maxProgram = 32 << 20

// gid returns the glyph of a CID.
func (p *program) gid(cid uint32) int {
	if p.ofCID != nil {
		return p.ofCID[cid]
	}
	return int(cid)
}

// code returns the text of a code of a simple font, "" where it is not known.
func (p *program) code(c byte) string {
	if p.ofCode[c] == 0 {
		return ""
	}
	return p.text[p.ofCode[c]]
}

// loadGlyphs prepares to ask the program of a descendant font, once a code has
// no other text.
func (f *File) loadGlyphs(c *font, d pdf.Value) {
	info := d.Key("CIDSystemInfo")
	switch ordering := info.Key("Ordering").Text(); ordering {
	case "Japan1", "GB1", "CNS1", "Korea1", "KR", "Japan2", "Manga1":
		c.charted = true
		c.name += ", Adobe-" + ordering
	}
	c.program = sync.OnceValue(func() (p *program) {
		quietly(func() { p = f.program(d.Key("FontDescriptor")) })
		return p
	})
	if m := d.Key("CIDToGIDMap"); m.Kind() == pdf.Stream {
		c.gids, _ = f.contents(m, 1<<17)
	}
}

// program reads the TrueType, OpenType or CFF program of a font descriptor, nil
// where there is none. A damaged one gives what could be read before the damage.
func (f *File) program(desc pdf.Value) *program {
	stream := desc.Key("FontFile2")
	if stream.Kind() != pdf.Stream {
		stream = desc.Key("FontFile3")
	}
	if stream.Kind() != pdf.Stream {
		return nil
	}
	data, err := f.contents(stream, maxProgram)
	if err != nil && len(data) == 0 {
		return nil
	}
	return programOf(data)
}

// programOf reads the bytes of a font program.
func programOf(data []byte) *program {
	p := &program{text: map[int]string{}}
	if len(data) > 4 && data[0] == 1 && data[1] == 0 && data[2] < 32 && data[3] >= 1 && data[3] <= 4 {
		quietly(func() { p.readCFF(data) })
	} else {
		quietly(func() { p.readSFNT(data) })
	}
	return p
}

func u16(b []byte, at int) int { return int(binary.BigEndian.Uint16(b[at:])) }
func u32(b []byte, at int) int { return int(binary.BigEndian.Uint32(b[at:])) }

// readSFNT reads the tables cmap, post and CFF of a TrueType or OpenType font.
func (p *program) readSFNT(data []byte) {
	tables := map[string][]byte{}
	for i := range min(u16(data, 4), 64) {
		at := 12 + 16*i
		if at+16 > len(data) {
			break
		}
		start, size := u32(data, at+8), u32(data, at+12)
		if start <= len(data) {
			tables[string(data[at:at+4])] = data[start:min(start+size, len(data))]
		}
	}
	if t := tables["cmap"]; t != nil {
		quietly(func() { p.readCmapTable(t) })
	}
	if t := tables["post"]; t != nil {
		quietly(func() { p.readPost(t) })
	}
	if t := tables["CFF "]; t != nil {
		quietly(func() { p.readCFF(t) })
	}
}

// readCmapTable reads the tables of characters to glyphs: those in Unicode for
// what glyphs show, and those for symbols or for the Macintosh for what the
// codes of a simple font are.
func (p *program) readCmapTable(t []byte) {
	unicode := false
	mac := []byte(nil)
	for i := range min(u16(t, 2), 32) {
		platform, encoding, at := u16(t, 4+8*i), u16(t, 6+8*i), u32(t, 8+8*i)
		if at >= len(t) {
			continue
		}
		sub := t[at:]
		switch {
		case platform == 0 && encoding != 5, platform == 3 && (encoding == 1 || encoding == 10):
			unicode = true
			eachGlyph(sub, func(code, gid int) {
				r, _ := firstRune(p.text[gid])
				if c := rune(code); c >= ' ' && !private(c) && (r == 0 || c < r) {
					p.text[gid] = string(c)
				}
				if code < 256 && p.ofCode[code] == 0 {
					p.ofCode[code] = gid
				}
			})
		case platform == 3 && encoding == 0:
			eachGlyph(sub, func(code, gid int) {
				if code < 256 || code>>12 == 0xf {
					p.ofCode[code&0xff] = gid
				}
			})
		case platform == 1 && encoding == 0:
			mac = sub
		}
	}
	if mac == nil {
		return
	}
	eachGlyph(mac, func(code, gid int) {
		if code > 255 {
			return
		}
		if p.ofCode[code] == 0 {
			p.ofCode[code] = gid
		}
		if r := charmap.Macintosh.DecodeByte(byte(code)); !unicode && code >= ' ' && p.text[gid] == "" {
			p.text[gid] = string(r)
		}
	})
}

// maxMapped bounds the pairs of one table of characters to glyphs.
const maxMapped = 1 << 18

// eachGlyph goes through a table of characters to glyphs in the formats 0, 4,
// 6 and 12, leaving glyph 0 out.
func eachGlyph(t []byte, do func(code, gid int)) {
	n := 0
	put := func(code, gid int) {
		if n++; gid > 0 && gid < 1<<16 {
			do(code, gid)
		}
	}
	switch u16(t, 0) {
	case 0:
		for code := range 256 {
			put(code, int(t[6+code]))
		}
	case 4:
		segs := u16(t, 6) / 2
		ends, starts := 14, 16+2*segs
		deltas, offsets := starts+2*segs, starts+4*segs
		for i := range segs {
			first, last := u16(t, starts+2*i), u16(t, ends+2*i)
			offset := u16(t, offsets+2*i)
			for code := first; code <= last && code < 0xffff && n < maxMapped; code++ {
				gid := code
				if offset != 0 {
					at := offsets + 2*i + offset + 2*(code-first)
					if at+2 > len(t) {
						break
					}
					if gid = u16(t, at); gid == 0 {
						continue
					}
				}
				put(code, (gid+u16(t, deltas+2*i))&0xffff)
			}
		}
	case 6:
		first := u16(t, 6)
		for i := range u16(t, 8) {
			put(first+i, u16(t, 10+2*i))
		}
	case 12:
		for i := range u32(t, 12) {
			first, last, gid := u32(t, 16+12*i), u32(t, 20+12*i), u32(t, 24+12*i)
			for code := first; code <= last && n < maxMapped; code++ {
				put(code, gid+code-first)
			}
		}
	}
}

//go:embed macglyphs.txt
var macGlyphsTXT string

// macGlyphs are the 258 names that the table post counts from.
var macGlyphs = sync.OnceValue(func() []string { return strings.Fields(macGlyphsTXT) })

// readPost reads the names of glyphs, for glyphs that have no character yet.
func (p *program) readPost(t []byte) {
	name := func(gid int, name string) {
		if p.text[gid] == "" {
			p.name(gid, name)
		}
	}
	switch u32(t, 0) {
	case 0x10000:
		for gid, n := range macGlyphs() {
			name(gid, n)
		}
	case 0x20000:
		count := u16(t, 32)
		var own []string
		for at := 34 + 2*count; at < len(t); at += 1 + int(t[at]) {
			own = append(own, string(t[at+1:min(at+1+int(t[at]), len(t))]))
		}
		for gid := range count {
			if i := u16(t, 34+2*gid); i < len(macGlyphs()) {
				name(gid, macGlyphs()[i])
			} else if i -= len(macGlyphs()); i < len(own) {
				name(gid, own[i])
			}
		}
	}
}

// name gives a glyph the text of its name, if that says any.
func (p *program) name(gid int, name string) {
	if name == ".notdef" {
		return
	}
	if t := glyphText(name, nil); t != "" {
		p.text[gid] = t
	}
}
