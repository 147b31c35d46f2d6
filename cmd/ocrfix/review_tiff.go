package main

import (
	"encoding/binary"
	"errors"
	"image"
	"io"
	"os"

	"golang.org/x/image/tiff"
)

// A tiffPage is a TIFF file as if the page whose directory lies at first were
// its only one: a decoder begins with the directory that the head names (TIFF
// 6.0, section 2).
type tiffPage struct {
	*os.File
	head [tiffHead]byte
}

const (
	tiffHead  = 8       // bytes: byte order, 42, offset of the first directory
	tiffEntry = 12      // bytes of an entry of a directory, which stand between its count and the next offset
	mostTIFF  = 100_000 // directories that are looked at
)

// ReadAt implements [io.ReaderAt], which the decoder reads by.
func (p *tiffPage) ReadAt(b []byte, off int64) (int, error) {
	n, err := p.File.ReadAt(b, off)
	if off < tiffHead {
		copy(b[:n], p.head[off:])
	}
	return n, err
}

// tiffPages gives where the directories of the pages of a TIFF file lie.
// Smaller versions of a page are none.
func tiffPages(r io.ReaderAt) ([]uint32, error) {
	head := make([]byte, tiffHead)
	if _, err := r.ReadAt(head, 0); err != nil {
		return nil, err
	}
	order, err := tiffOrder(head)
	if err != nil {
		return nil, err
	}
	var pages []uint32
	at := order.Uint32(head[4:])
	for range mostTIFF {
		if at == 0 {
			return pages, nil
		}
		page := at
		whole, next, err := tiffDirectory(r, order, at)
		if err != nil {
			return nil, err
		}
		if whole {
			pages = append(pages, page)
		}
		at = next
	}
	return nil, errors.New("the TIFF file has no last directory")
}

func tiffOrder(head []byte) (binary.ByteOrder, error) {
	switch string(head[:4]) {
	case "II*\x00":
		return binary.LittleEndian, nil
	case "MM\x00*":
		return binary.BigEndian, nil
	}
	return nil, errors.New("not a TIFF file")
}

// tiffDirectory reads whether a directory is that of a page in its whole size,
// and where the next one lies, 0 after the last.
func tiffDirectory(r io.ReaderAt, order binary.ByteOrder, at uint32) (whole bool, next uint32, err error) {
	var count [2]byte
	if _, err := r.ReadAt(count[:], int64(at)); err != nil {
		return false, 0, err
	}
	size := tiffEntry * int(order.Uint16(count[:]))
	entries := make([]byte, size+4)
	if _, err := r.ReadAt(entries, int64(at)+2); err != nil {
		return false, 0, err
	}
	whole = true
	const newSubfileType, reduced = 254, 1
	for e := entries[:size]; len(e) > 0; e = e[tiffEntry:] {
		if order.Uint16(e) == newSubfileType {
			whole = order.Uint32(e[8:])&reduced == 0
		}
	}
	return whole, order.Uint32(entries[size:]), nil
}

// countTIFF gives the number of pages of the TIFF file at path, 0 where it is
// none.
func countTIFF(path string) int {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer f.Close()
	pages, err := tiffPages(f)
	if err != nil {
		return 0
	}
	return len(pages)
}

// openTIFF opens a page of a TIFF file, from 0 on, that is not too large.
func openTIFF(f *os.File, pages []uint32, page int) (image.Image, error) {
	if page >= len(pages) {
		return nil, errors.New("the TIFF file has fewer pages")
	}
	p := &tiffPage{File: f}
	if _, err := f.ReadAt(p.head[:], 0); err != nil {
		return nil, err
	}
	order, err := tiffOrder(p.head[:])
	if err != nil {
		return nil, err
	}
	order.PutUint32(p.head[4:], pages[page])
	config, err := tiff.DecodeConfig(p)
	if err != nil {
		return nil, err
	}
	if err := checkPixels(config); err != nil {
		return nil, err
	}
	return tiff.Decode(p)
}
