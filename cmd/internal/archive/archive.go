// Package archive reads the documents inside .zip, .tar, .tar.gz and .tar.xz
// files, of which nobody knows who made them.
//
// Nothing is unpacked under a name that an archive chooses. A zip file and a
// plain tar file are read where they stand; what lies in a compressed tar, and
// an archive inside an archive, is copied to one nameless temporary file that
// [Archive.Close] removes. Names that lead out of the archive, links, devices,
// encrypted and doubled entries are refused, each with its reason, and so is
// everything that unpacks to more than [Limits] allow.
package archive

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Reasons for which an archive, or an entry of it, is refused.
var (
	ErrFormat    = errors.New("not an archive")
	ErrOffice    = errors.New("an office document, not an archive of documents")
	ErrTooLarge  = errors.New("unpacks to more than is allowed")
	ErrRatio     = errors.New("unpacks to many times its size, as a decompression bomb does")
	ErrEntries   = errors.New("holds more files than are allowed")
	ErrDepth     = errors.New("archives lie too deep inside one another")
	ErrName      = errors.New("its name leads out of the archive")
	ErrSpecial   = errors.New("a link, device or sparse file")
	ErrEncrypted = errors.New("encrypted")
	ErrTwice     = errors.New("another file of the archive has the same name")
)

// Limits bound what an archive may cost. A field that is 0 has its default.
type Limits struct {
	Entries int   // files, in archives inside the archive too; 100,000
	Bytes   int64 // unpacked, altogether; 8 GB
	Ratio   int64 // unpacked bytes to packed ones, from the first megabyte on; 250
	Depth   int   // archives inside archives; 2, a negative number none
}

func (l Limits) withDefaults() Limits {
	l.Entries = cmp.Or(l.Entries, 100_000)
	l.Bytes = cmp.Or(l.Bytes, 8<<30)
	l.Ratio = cmp.Or(l.Ratio, 250)
	l.Depth = max(cmp.Or(l.Depth, 2), 0)
	return l
}

// freeBytes is how much anything may unpack to whatever its ratio.
const freeBytes = 1 << 20

// An Entry is one document of an archive.
type Entry struct {
	// Name is the path inside the archive, with slashes, never absolute and
	// without "..": a/b.txt, or inner.zip/b.txt for an archive inside. Of an
	// entry whose name was refused it is that name, fit to be shown only.
	Name string
	Size int64 // in bytes, unpacked
	Err  error // why it cannot be read, nil when it can

	open func() (io.ReadCloser, error)
}

// Open returns the bytes of the entry. Several entries may be read at once.
// Reading fails with [ErrTooLarge] where there are more than Size bytes.
func (e *Entry) Open() (io.ReadCloser, error) {
	if e.Err != nil {
		return nil, e.Err
	}
	r, err := e.open()
	if err != nil {
		return nil, err
	}
	return &exact{ReadCloser: r, left: e.Size}, nil
}

// An exact reader refuses to give more than was announced.
type exact struct {
	io.ReadCloser
	left int64
}

func (x *exact) Read(p []byte) (int, error) {
	n, err := x.ReadCloser.Read(p)
	if x.left -= int64(n); x.left < 0 {
		return 0, ErrTooLarge
	}
	return n, err
}

// An Archive is an open archive. Its entries may be read until it is closed.
type Archive struct {
	// Entries are the documents that want chose, and everything that was
	// refused, by name.
	Entries []Entry
	// Skipped is how many files want did not choose.
	Skipped int

	file   *os.File
	spool  *os.File
	end    int64 // of the spool
	limits Limits
	unpack int64 // bytes left of limits.Bytes
	files  int   // files left of limits.Entries
	want   func(name string) bool
}

// Is reports whether the first bytes of a file, 512 at best, are those of an
// archive: zip, tar, gzip or xz.
func Is(head []byte) bool { return kindOf(head) != "" }

// IsFile reports whether what r gives is an archive, by its first bytes.
func IsFile(r io.Reader) bool {
	head := make([]byte, 512)
	n, _ := io.ReadFull(r, head)
	return Is(head[:n])
}

func kindOf(head []byte) string {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")), bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return "zip"
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return "gzip"
	case bytes.HasPrefix(head, []byte("\xfd7zXZ\x00")):
		return "xz"
	case len(head) >= 262 && string(head[257:262]) == "ustar":
		return "tar"
	}
	return ""
}

// endings are the names of archives inside archives.
var endings = []string{".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz"}

// HasEnding reports whether a file has the name of an archive.
func HasEnding(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(endings, func(e string) bool { return strings.HasSuffix(name, e) })
}

// Open opens the archive at path and lists what want chooses of it by name; nil
// chooses every file. A damaged archive is an error; one that is damaged at its
// end, or that grows beyond the limits, gives what stood before, and an entry
// with the archive's own name and the error.
func Open(path string, want func(name string) bool, limits Limits) (*Archive, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = ErrFormat // a pipe cannot be read twice
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	if want == nil {
		want = func(string) bool { return true }
	}
	a := &Archive{file: f, limits: limits.withDefaults(), want: want}
	a.unpack, a.files = a.limits.Bytes, a.limits.Entries
	err = a.list(source{r: f, size: info.Size(), name: filepath.Base(path)})
	if err != nil && len(a.Entries) == 0 {
		a.Close()
		return nil, err
	}
	if err != nil {
		a.Entries = append(a.Entries, Entry{Name: theRest, Err: err})
	}
	a.sort()
	return a, nil
}

// theRest names what an archive would have held beyond its last entry that could
// be listed.
const theRest = "(the rest)"

// Close gives the archive and its temporary file back.
func (a *Archive) Close() error {
	var errs []error
	if a.spool != nil {
		errs = append(errs, a.spool.Close())
		os.Remove(a.spool.Name()) // where it could not be removed while open
	}
	return errors.Join(append(errs, a.file.Close())...)
}

// sort orders the entries by name and refuses the second of a name.
func (a *Archive) sort() {
	slices.SortStableFunc(a.Entries, func(x, y Entry) int { return strings.Compare(x.Name, y.Name) })
	for i := 1; i < len(a.Entries); i++ {
		if e := &a.Entries[i]; e.Name == a.Entries[i-1].Name && e.Err == nil {
			e.Err = ErrTwice
		}
	}
}

// A source is an archive to be listed: the outermost file or one inside it.
type source struct {
	r     io.ReaderAt
	size  int64
	name  string // of the file, for a packed file that is no tar
	under string // what stands before the names of its entries
	depth int
}

func (a *Archive) list(s source) error {
	head := make([]byte, 512)
	n, err := s.r.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return err
	}
	switch kindOf(head[:n]) {
	case "zip":
		return a.zip(s)
	case "tar":
		return a.tar(s)
	case "gzip", "xz":
		return a.packed(s, head[:n])
	}
	return ErrFormat
}

// take counts a file and returns the name it is listed under. ok is false
// where the file is not to be listed, or was listed as refused.
func (a *Archive) take(s source, raw string, refused error) (name string, ok bool, err error) {
	if a.files--; a.files < 0 {
		return "", false, ErrEntries
	}
	name, err = localName(raw)
	if err != nil {
		a.refuse(s.under+shown(raw), err)
		return "", false, nil
	}
	nested := HasEnding(name)
	name = s.under + name
	if !nested && !a.want(name) {
		a.Skipped++
		return "", false, nil
	}
	if refused != nil {
		a.refuse(name, refused)
		return "", false, nil
	}
	return name, true, nil
}

func (a *Archive) refuse(name string, err error) {
	a.Entries = append(a.Entries, Entry{Name: name, Err: err})
}

// add lists a file, or what is in it where it is an archive itself.
func (a *Archive) add(s source, e Entry) error {
	if !HasEnding(e.Name) {
		a.Entries = append(a.Entries, e)
		return nil
	}
	if s.depth >= a.limits.Depth {
		a.refuse(e.Name, ErrDepth)
		return nil
	}
	r, err := e.Open()
	if err != nil {
		a.refuse(e.Name, err)
		return nil
	}
	defer r.Close()
	at, n, err := a.copy(r)
	if errors.Is(err, ErrTooLarge) {
		return err
	}
	if err == nil {
		err = a.list(source{
			r: io.NewSectionReader(a.spool, at, n), size: n,
			name: filepath.Base(e.Name), under: e.Name + "/", depth: s.depth + 1,
		})
	}
	if errors.Is(err, ErrTooLarge) || errors.Is(err, ErrEntries) {
		return err // of the whole
	}
	if err != nil {
		a.refuse(e.Name, err)
	}
	return nil
}

// copy appends what r gives to the spool, within the limit on bytes.
func (a *Archive) copy(r io.Reader) (at, n int64, err error) {
	if a.spool == nil {
		if a.spool, err = os.CreateTemp("", "ocrfix-*"); err != nil {
			return 0, 0, err
		}
		os.Remove(a.spool.Name()) // the open file stays; some systems refuse
	}
	at = a.end
	n, err = io.Copy(io.NewOffsetWriter(a.spool, at), io.LimitReader(r, a.unpack+1))
	a.end += n
	if a.unpack -= n; a.unpack < 0 {
		return at, n, fmt.Errorf("%w (%d bytes)", ErrTooLarge, a.limits.Bytes)
	}
	return at, n, err
}
