package pdftext

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed cffstrings.txt
var cffStringsTXT string

// cffStrings are the 391 standard strings (Adobe Technical Note 5176, appendix A).
var cffStrings = sync.OnceValue(func() []string { return strings.Fields(cffStringsTXT) })

// Operators of a Top DICT; those of two bytes begin with 12.
const (
	cffCharset     = 15
	cffEncoding    = 16
	cffCharStrings = 17
	cffROS         = 12<<8 | 30
)

// isoAdobe is the last glyph of the predefined charset 0, in which a glyph is
// its own string.
const isoAdobe = 228

// readCFF reads the charset and the encoding of a CFF font (Technical Note
// 5176): the names of its glyphs, or their CIDs where it has these instead.
func (p *program) readCFF(data []byte) {
	_, at := cffIndex(data, int(data[2])) // names of fonts
	tops, at := cffIndex(data, at)
	own, _ := cffIndex(data, at)
	top := cffDict(tops[0])
	glyphs := u16(data, top[cffCharStrings][0]) // the count that an INDEX begins with
	byCID := len(top[cffROS]) > 0
	if byCID {
		p.ofCID = map[uint32]int{0: 0}
	}
	byName := map[string]int{}
	put := func(gid, sid int) {
		if byCID {
			p.ofCID[uint32(sid)] = gid
			return
		}
		name := ""
		if sid < len(cffStrings()) {
			name = cffStrings()[sid]
		} else if i := sid - len(cffStrings()); i < len(own) {
			name = string(own[i])
		}
		byName[name] = gid
		p.name(gid, name)
	}
	if at := one(top[cffCharset]); at > 2 {
		cffCharsetOf(data[at:], glyphs, put)
	} else if at == 0 && !byCID {
		for gid := 1; gid < glyphs && gid <= isoAdobe; gid++ {
			put(gid, gid)
		}
	}
	if byCID {
		return
	}
	if at := one(top[cffEncoding]); at > 1 {
		p.readCFFEncoding(data[at:])
	} else if at == 0 {
		for code, name := range standardNames() {
			p.ofCode[code] = byName[name]
		}
	}
}

// standardNames are the glyph names of StandardEncoding by code: its codes are,
// in order, the strings from 1 on.
var standardNames = sync.OnceValue(func() map[int]string {
	names := map[int]string{}
	for code, r := range glyphs().standard {
		if r != 0 {
			names[code] = cffStrings()[len(names)+1]
		}
	}
	return names
})

func one(v []int) int {
	if len(v) == 0 {
		return 0
	}
	return v[0]
}

// cffIndex reads an INDEX and returns its elements and where it ends.
func cffIndex(data []byte, at int) (list [][]byte, end int) {
	count := u16(data, at)
	if count == 0 {
		return nil, at + 2
	}
	size := int(data[at+2])
	offset := func(i int) int {
		n := 0
		for _, b := range data[at+3+i*size : at+3+(i+1)*size] {
			n = n<<8 | int(b)
		}
		return n
	}
	base := at + 2 + (count+1)*size
	for i := range count {
		list = append(list, data[base+offset(i):base+offset(i+1)])
	}
	return list, base + offset(count)
}

// cffDict reads the integers of a DICT by operator; of a real number only the
// length matters here.
func cffDict(d []byte) map[int][]int {
	dict := map[int][]int{}
	var args []int
	for i := 0; i < len(d); {
		b := int(d[i])
		switch {
		case b == 12:
			dict[12<<8|int(d[i+1])] = args
			args = nil
			i += 2
		case b <= 21:
			dict[b] = args
			args = nil
			i++
		case b == 28:
			args = append(args, int(int16(u16(d, i+1))))
			i += 3
		case b == 29:
			args = append(args, int(int32(u32(d, i+1))))
			i += 5
		case b == 30:
			for i++; d[i]&0xf != 0xf && d[i]>>4 != 0xf; i++ {
			}
			args = append(args, 0)
			i++
		case b >= 32 && b <= 246:
			args = append(args, b-139)
			i++
		case b >= 247 && b <= 250:
			args = append(args, (b-247)*256+int(d[i+1])+108)
			i += 2
		case b >= 251 && b <= 254:
			args = append(args, -(b-251)*256-int(d[i+1])-108)
			i += 2
		default:
			i++
		}
	}
	return dict
}

// cffCharsetOf goes through a charset: the string, or the CID, of every glyph
// but the first.
func cffCharsetOf(c []byte, glyphs int, put func(gid, sid int)) {
	switch c[0] {
	case 0:
		for gid := 1; gid < glyphs; gid++ {
			put(gid, u16(c, 2*gid-1))
		}
	case 1, 2:
		wide := int(c[0]) // bytes of a count
		for gid, at := 1, 1; gid < glyphs; at += 2 + wide {
			first, left := u16(c, at), int(c[at+2])
			if wide == 2 {
				left = u16(c, at+2)
			}
			for i := 0; i <= left && gid < glyphs; i++ {
				put(gid, first+i)
				gid++
			}
		}
	}
}

// readCFFEncoding reads the glyphs of codes. Supplements, which give a glyph
// further codes, are passed over.
func (p *program) readCFFEncoding(e []byte) {
	switch e[0] & 0x7f {
	case 0:
		for i := range int(e[1]) {
			p.ofCode[e[2+i]] = i + 1
		}
	case 1:
		gid := 1
		for i := range int(e[1]) {
			first, left := int(e[2+2*i]), int(e[3+2*i])
			for code := first; code <= first+left && code < 256; code++ {
				p.ofCode[code] = gid
				gid++
			}
		}
	}
}
