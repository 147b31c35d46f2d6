package archive

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/ulikunitz/xz/lzma"
)

// maxDictionary is the largest xz dictionary that is allowed: 64 MB, which is
// what xz -9 uses.
const maxDictionary = 64 << 20

var errXZ = errors.New("xz: damaged, or not made of LZMA2 blocks alone")

// checkXZ walks over the blocks of an xz file without unpacking them (The .xz
// File Format 1.2, section 3, and the chunks of LZMA2). The dictionary that a
// block asks for is allocated at once when it is unpacked, so that a few bytes
// could ask for 4 GB.
func checkXZ(r io.ReaderAt, size int64) error {
	var head [12]byte
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return errXZ
	}
	check := [16]int64{0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64}[head[7]&15]
	for at := int64(len(head)); ; {
		length, err := xzBlockHeader(r, at)
		if err != nil || length == 0 {
			return err // 0: the index, behind which nothing is unpacked
		}
		at += length
		packed, err := xzChunks(r, at, size)
		if err != nil {
			return err
		}
		at += (packed+3)&^3 + check
	}
}

// xzBlockHeader returns the length of the block header at an offset, 0 where
// the index begins there.
func xzBlockHeader(r io.ReaderAt, at int64) (int64, error) {
	var h [1024]byte // the longest that there can be
	n, err := r.ReadAt(h[:], at)
	if err != nil && err != io.EOF || n == 0 {
		return 0, errXZ
	}
	if h[0] == 0 {
		return 0, nil
	}
	length := (int64(h[0]) + 1) * 4
	if length > int64(n) {
		return 0, errXZ
	}
	p := h[2:length]
	for _, flag := range []byte{0x40, 0x80} { // packed and unpacked size
		if h[1]&flag != 0 {
			_, width := binary.Uvarint(p)
			p = p[max(width, 0):]
		}
	}
	if h[1]&3 != 0 || len(p) < 3 || p[0] != 0x21 || p[1] != 1 {
		return 0, errXZ // another filter before LZMA2
	}
	if size, err := lzma.DecodeDictCap(p[2]); err != nil || size > maxDictionary {
		return 0, fmt.Errorf("%w: a dictionary of more than %d MB", ErrTooLarge, maxDictionary>>20)
	}
	return length, nil
}

// xzChunks returns the length of the LZMA2 chunks at an offset, their end mark
// included.
func xzChunks(r io.ReaderAt, from, size int64) (int64, error) {
	var h [5]byte
	for at := from; at < size; {
		n, err := r.ReadAt(h[:], at)
		if err != nil && err != io.EOF {
			return 0, err
		}
		switch control := h[0]; {
		case control == 0:
			return at + 1 - from, nil
		case n < len(h):
			return 0, errXZ
		case control >= 0x80:
			at += 5 + int64(binary.BigEndian.Uint16(h[3:])) + 1
			if control >= 0xc0 {
				at++ // new properties
			}
		case control <= 2:
			at += 3 + int64(binary.BigEndian.Uint16(h[1:])) + 1
		default:
			return 0, errXZ
		}
	}
	return 0, errXZ
}
