package pdftext

import (
	"slices"
	"unicode/utf16"
)

// A cmap maps character codes to Unicode (a ToUnicode CMap) or to character
// identifiers (an Encoding CMap), after Adobe Technical Note 5014.
type cmap struct {
	spaces []codeSpace
	text   []textRange // sorted by lo, later definitions first
	cids   []cidRange  // likewise
}

// A codeSpace says which codes have n bytes.
type codeSpace struct {
	n      int
	lo, hi uint32
}

// A textRange maps the codes lo to hi to dst with the last unit counted up,
// or, when list is set, to the elements of list.
type textRange struct {
	lo, hi uint32
	dst    []uint16
	list   [][]uint16
}

type cidRange struct{ lo, hi, cid uint32 }

// parseCMap reads a CMap. What it does not understand it passes over.
func parseCMap(data []byte) *cmap {
	m := &cmap{}
	l := lexer{data: data}
	for n := 0; n < maxCMapRanges; {
		op := l.next()
		if op == "" {
			break
		}
		// The count before "begin" is not believed: a section ends where its
		// operator says.
		switch op {
		case "begincodespacerange":
			n += m.section(&l, 2, func(a []operand) {
				if k := len(a[0].str); k >= 1 && k <= 4 && k == len(a[1].str) {
					m.spaces = append(m.spaces, codeSpace{k, code(a[0].str), code(a[1].str)})
				}
			})
		case "beginbfchar":
			n += m.section(&l, 2, func(a []operand) {
				c := code(a[0].str)
				m.text = append(m.text, textRange{lo: c, hi: c, dst: units(a[1])})
			})
		case "beginbfrange":
			n += m.section(&l, 3, func(a []operand) {
				r := textRange{lo: code(a[0].str), hi: code(a[1].str)}
				if a[2].kind == kindArray {
					for _, e := range a[2].arr {
						r.list = append(r.list, units(e))
					}
				} else {
					r.dst = units(a[2])
				}
				m.text = append(m.text, r)
			})
		case "begincidchar":
			n += m.section(&l, 2, func(a []operand) {
				c := code(a[0].str)
				m.cids = append(m.cids, cidRange{c, c, uint32(max(0, a[1].num))})
			})
		case "begincidrange":
			n += m.section(&l, 3, func(a []operand) {
				m.cids = append(m.cids, cidRange{code(a[0].str), code(a[1].str), uint32(max(0, a[2].num))})
			})
		default:
			n++
		}
	}
	slices.SortStableFunc(m.text, func(a, b textRange) int { return compare(a.lo, b.lo) })
	slices.SortStableFunc(m.cids, func(a, b cidRange) int { return compare(a.lo, b.lo) })
	return m
}

// section reads groups of k operands up to the operator that ends the
// section, and returns their number.
func (m *cmap) section(l *lexer, k int, do func([]operand)) int {
	group := make([]operand, 0, 3)
	for n := 0; ; {
		v, op, ok := l.token(0)
		if !ok || op != "" || n == maxCMapRanges {
			l.elem = l.elem[:0]
			return n + 1
		}
		if group = append(group, v); len(group) == k {
			do(group)
			group, n = group[:0], n+1
		}
	}
}

func compare(a, b uint32) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// code returns the number that up to four bytes spell.
func code(b []byte) uint32 {
	var v uint32
	for _, c := range b[:min(len(b), 4)] {
		v = v<<8 | uint32(c)
	}
	return v
}

// units returns the UTF-16 units of a destination string.
func units(v operand) []uint16 {
	b := v.str
	if v.kind != kindString || len(b) == 0 {
		return nil
	}
	if len(b)%2 == 1 { // one byte for a Latin letter, as some writers have it
		b = append([]byte{0}, b...)
	}
	u := make([]uint16, 0, len(b)/2)
	for i := 0; i < len(b); i += 2 {
		u = append(u, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return u
}

// next returns the first code of b and its length in bytes, as the code
// spaces have it; otherwise a code of n bytes.
func (m *cmap) next(b []byte, n int) (uint32, int) {
	for k := 1; k <= 4 && k <= len(b); k++ {
		c := code(b[:k])
		for _, s := range m.spaces {
			if s.n == k && inSpace(c, s) {
				return c, k
			}
		}
	}
	n = min(n, len(b))
	return code(b[:n]), n
}

// inSpace compares byte by byte, as code spaces are rectangles.
func inSpace(c uint32, s codeSpace) bool {
	for shift := 0; shift < 8*s.n; shift += 8 {
		if b := byte(c >> shift); b < byte(s.lo>>shift) || b > byte(s.hi>>shift) {
			return false
		}
	}
	return true
}

// lookup returns the text of a code, "" when the map has none.
func (m *cmap) lookup(c uint32) string {
	i, _ := slices.BinarySearchFunc(m.text, c, func(r textRange, c uint32) int {
		if r.lo <= c {
			return -1
		}
		return 1
	})
	// Ranges that overlap are rare; look at a few that begin before c.
	for n := 0; i > 0 && n < 8; n++ {
		i--
		r := m.text[i]
		if c > r.hi {
			continue
		}
		d := c - r.lo
		if r.list != nil {
			if int(d) < len(r.list) {
				return string(utf16.Decode(r.list[d]))
			}
			return ""
		}
		if len(r.dst) == 0 {
			return ""
		}
		if len(r.dst) == 2 && utf16.IsSurrogate(rune(r.dst[0])) {
			return string(utf16.DecodeRune(rune(r.dst[0]), rune(r.dst[1])) + rune(d))
		}
		u := slices.Clone(r.dst)
		u[len(u)-1] += uint16(d)
		return string(utf16.Decode(u))
	}
	return ""
}

// cid returns the character identifier of a code.
func (m *cmap) cid(c uint32) uint32 {
	i, _ := slices.BinarySearchFunc(m.cids, c, func(r cidRange, c uint32) int {
		if r.lo <= c {
			return -1
		}
		return 1
	})
	for n := 0; i > 0 && n < 8; n++ {
		i--
		if r := m.cids[i]; c <= r.hi {
			return r.cid + c - r.lo
		}
	}
	return 0
}
