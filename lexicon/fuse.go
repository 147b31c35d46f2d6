package lexicon

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
)

// A fuse is a static function from 64-bit keys to small values, stored as a
// 3-wise binary fuse filter whose cells carry a fingerprint and a value
// (Graf and Lemire, "Binary Fuse Filters", 2022; the value bits follow
// Dietzfelbinger and Pagh, "Succinct Data Structures for Retrieval", 2008).
//
// A key costs about 1.13 cells and a look-up three loads near each other.
// A key that was not stored is taken for a stored one with probability
// 2^-fingerprint bits.
type fuse struct {
	seed          uint64
	segmentLength uint32 // a power of two, 0 when nothing is stored
	segmentCount  uint32 // segments in which a first cell may lie
	width         uint32 // bytes a cell, 2 to 4
	valueBits     uint32
	cells         string // (segmentCount+2) × segmentLength cells, little endian
}

// mix is the finaliser of MurmurHash3.
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	x ^= x >> 33
	return x
}

// positions are the cells of a hash, in three segments that follow each other.
func (f *fuse) positions(h uint64) (a, b, c uint32) {
	hi, _ := bits.Mul64(h, uint64(f.segmentCount)*uint64(f.segmentLength))
	a = uint32(hi)
	mask := f.segmentLength - 1
	b = (a + f.segmentLength) ^ (uint32(h>>18) & mask)
	c = (a + 2*f.segmentLength) ^ (uint32(h) & mask)
	return a, b, c
}

// get returns the value of key and whether its fingerprint agrees.
func (f *fuse) get(key uint64) (uint32, bool) {
	if f.segmentLength == 0 {
		return 0, false
	}
	h := mix(key + f.seed)
	a, b, c := f.positions(h)
	var x uint32
	switch f.width {
	case 2:
		x = f.cell2(a) ^ f.cell2(b) ^ f.cell2(c)
	case 3:
		x = f.cell3(a) ^ f.cell3(b) ^ f.cell3(c)
	default:
		x = f.cell4(a) ^ f.cell4(b) ^ f.cell4(c)
	}
	return x & (1<<f.valueBits - 1), x>>f.valueBits == f.fingerprint(h)
}

func (f *fuse) fingerprint(h uint64) uint32 {
	return uint32((h^h>>32)*0x9e3779b97f4a7c15>>32) & (1<<(8*f.width-f.valueBits) - 1)
}

func (f *fuse) cell2(i uint32) uint32 {
	s := f.cells[2*i:]
	return uint32(s[0]) | uint32(s[1])<<8
}

func (f *fuse) cell3(i uint32) uint32 {
	s := f.cells[3*i:]
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16
}

func (f *fuse) cell4(i uint32) uint32 { return le32(f.cells[4*i:]) }

// fuseHeader is the number of bytes before the cells.
const fuseHeader = 24

// appendTo writes the header and the cells.
func (f *fuse) appendTo(dst []byte) []byte {
	dst = binary.LittleEndian.AppendUint64(dst, f.seed)
	for _, v := range []uint32{f.segmentLength, f.segmentCount, f.width, f.valueBits} {
		dst = binary.LittleEndian.AppendUint32(dst, v)
	}
	return append(dst, f.cells...)
}

// openFuse reads in place the table that appendTo wrote, whose values must have
// the given number of bits. No look-up in what it returns leaves the cells.
func openFuse(s string, valueBits uint32) (fuse, error) {
	if len(s) < fuseHeader {
		return fuse{}, errors.New("table is cut short")
	}
	f := fuse{
		seed:          uint64(le32(s)) | uint64(le32(s[4:]))<<32,
		segmentLength: le32(s[8:]), segmentCount: le32(s[12:]),
		width: le32(s[16:]), valueBits: le32(s[20:]),
		cells: s[fuseHeader:],
	}
	cells := (uint64(f.segmentCount) + 2) * uint64(f.segmentLength)
	if f.width < 2 || f.width > 4 || f.valueBits != valueBits || f.valueBits >= 8*f.width ||
		f.segmentLength&(f.segmentLength-1) != 0 || f.segmentLength > 0 && f.segmentCount == 0 ||
		cells > math.MaxUint32 || uint64(len(f.cells)) != cells*uint64(f.width) {
		return fuse{}, errors.New("table header does not fit its data")
	}
	return f, nil
}

func le32(s string) uint32 {
	return uint32(s[0]) | uint32(s[1])<<8 | uint32(s[2])<<16 | uint32(s[3])<<24
}

// buildFuse stores values under keys, which must differ from each other.
func buildFuse(keys []uint64, values []uint32, width, valueBits uint32) (fuse, error) {
	n := len(keys)
	f := fuse{width: width, valueBits: valueBits}
	if n == 0 {
		return f, nil
	}
	size := float64(n)
	f.segmentLength = uint32(1) << uint(math.Floor(math.Log(size)/math.Log(3.33)+2.25))
	f.segmentLength = min(max(f.segmentLength, 4), 1<<18)
	factor := math.Max(1.125, 0.875+0.25*math.Log(1e6)/math.Log(math.Max(size, 10)))
	capacity := uint32(size * factor)
	f.segmentCount = max((capacity+f.segmentLength-1)/f.segmentLength, 3) - 2
	total := (f.segmentCount + 2) * f.segmentLength

	count := make([]uint8, total)
	xor := make([]uint64, total) // xor of the hashes that fall on a cell
	order := make([]uint64, 0, n)
	cellOf := make([]uint32, 0, n)
	queue := make([]uint32, 0, n)
	for try := 0; ; try++ {
		if try == 60 {
			return f, errors.New("no seed separates the keys; is one of them doubled?")
		}
		f.seed = mix(uint64(try) + 0x5eed)
		clear(count)
		clear(xor)
		order, cellOf, queue = order[:0], cellOf[:0], queue[:0]
		full := false
		for _, k := range keys {
			h := mix(k + f.seed)
			a, b, c := f.positions(h)
			for _, p := range [3]uint32{a, b, c} {
				count[p]++
				full = full || count[p] == 255
				xor[p] ^= h
			}
		}
		if full {
			continue
		}
		for p := range count {
			if count[p] == 1 {
				queue = append(queue, uint32(p))
			}
		}
		for len(queue) > 0 {
			p := queue[len(queue)-1]
			queue = queue[:len(queue)-1]
			if count[p] != 1 {
				continue
			}
			h := xor[p]
			order = append(order, h)
			cellOf = append(cellOf, p)
			a, b, c := f.positions(h)
			for _, q := range [3]uint32{a, b, c} {
				count[q]--
				xor[q] ^= h
				if count[q] == 1 {
					queue = append(queue, q)
				}
			}
		}
		if len(order) == n {
			break
		}
	}
	// The hash is a bijection of the key for a given seed: values are found by hash.
	byHash := make(map[uint64]uint32, n)
	for i, k := range keys {
		byHash[mix(k+f.seed)] = values[i]
	}
	cells := make([]uint32, total)
	for i := len(order) - 1; i >= 0; i-- {
		h, p := order[i], cellOf[i]
		a, b, c := f.positions(h)
		cells[p] = 0
		cells[p] = cells[a] ^ cells[b] ^ cells[c] ^ (f.fingerprint(h)<<valueBits | byHash[h])
	}
	out := make([]byte, 0, int(total*width))
	for _, c := range cells {
		for w := uint32(0); w < width; w++ {
			out = append(out, byte(c>>(8*w)))
		}
	}
	f.cells = string(out)
	return f, nil
}
