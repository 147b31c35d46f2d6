package archive

import (
	"archive/zip"
	"errors"
	"io/fs"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// zip lists a zip file. The announced sizes are checked before anything is
// unpacked, and hold the entries to their word afterwards.
func (a *Archive) zip(s source) error {
	z, err := zip.NewReader(s.r, s.size)
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return err
	}
	if isOffice(z) {
		return ErrOffice
	}
	if err := a.checkSizes(z, s.size); err != nil {
		return err
	}
	for _, f := range z.File {
		if f.FileInfo().IsDir() {
			continue
		}
		name, ok, err := a.take(s, zipName(f), a.zipRefusal(f))
		if err != nil {
			return err
		}
		if !ok {
			continue
		}
		a.unpack -= int64(f.UncompressedSize64)
		if err := a.add(s, Entry{Name: name, Size: int64(f.UncompressedSize64), open: f.Open}); err != nil {
			return err
		}
	}
	return nil
}

// isOffice reports whether a zip file is the container of one document: Office
// Open XML, OpenDocument, EPUB or Java.
func isOffice(z *zip.Reader) bool {
	for i, f := range z.File {
		if f.Name == "[Content_Types].xml" || f.Name == "META-INF/MANIFEST.MF" || i == 0 && f.Name == "mimetype" {
			return true
		}
	}
	return false
}

// checkSizes refuses a zip file whose entries lie over one another, which is
// how the worst bombs are made, or announce more than is allowed.
func (a *Archive) checkSizes(z *zip.Reader, size int64) error {
	var packed, unpacked uint64
	for _, f := range z.File {
		if f.UncompressedSize64 > uint64(a.unpack) {
			return ErrTooLarge
		}
		packed += f.CompressedSize64
		unpacked += f.UncompressedSize64
		if f.CompressedSize64 > uint64(size) || packed > uint64(size) {
			return ErrRatio
		}
		if unpacked > uint64(a.unpack) {
			return ErrTooLarge
		}
	}
	return nil
}

// zipRefusal says why an entry is not read, nil when it is.
func (a *Archive) zipRefusal(f *zip.File) error {
	switch {
	case !f.Mode().IsRegular() && f.Mode().Type() != fs.ModeDir:
		return ErrSpecial
	case f.Flags&1 != 0:
		return ErrEncrypted
	case f.UncompressedSize64 > freeBytes && f.UncompressedSize64/uint64(a.limits.Ratio) > f.CompressedSize64:
		return ErrRatio
	}
	return nil
}

// zipName is the name of an entry, which in old files is in code page 437.
func zipName(f *zip.File) string {
	if !f.NonUTF8 || strings.ToValidUTF8(f.Name, "") == f.Name {
		return f.Name
	}
	name, err := charmap.CodePage437.NewDecoder().String(f.Name)
	if err != nil {
		return f.Name
	}
	return name
}
