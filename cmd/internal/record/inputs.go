package record

import (
	"bufio"
	"bytes"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"ocrfix/cmd/internal/archive"
	"ocrfix/ocrfix"
)

// Endings are the endings of the files that are taken from a folder or an
// archive. A file that is named itself is read whatever its ending: the first
// bytes decide.
var Endings = []string{".txt", ".text", ".pdf", ".hocr", ".htm", ".html", ".xhtml", ".xml", ".alto", ".page"}

// ErrNoDocuments says that a folder or an archive holds nothing to read.
var ErrNoDocuments = errors.New("holds no documents (" + strings.Join(Endings, " ") + ")")

// Wanted reports whether the file of that name, a path with slashes below a
// folder or in an archive, is taken: hidden ones are not.
func Wanted(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return false
		}
	}
	return slices.Contains(Endings, strings.ToLower(filepath.Ext(name)))
}

// LocalPath gives a path as one below a folder: without its drive, its root and
// its steps upwards.
func LocalPath(path string) string {
	path = strings.TrimPrefix(path, filepath.VolumeName(path))
	var parts []string
	for part := range strings.SplitSeq(filepath.ToSlash(path), "/") {
		if part != "" && part != "." && part != ".." {
			parts = append(parts, part)
		}
	}
	return filepath.Join(parts...)
}

// ArchiveError adds to an error of an archive what to try.
func ArchiveError(err error) error {
	for _, h := range []struct {
		err  error
		hint string
	}{
		{archive.ErrOffice, "save it as PDF or as text"},
		{archive.ErrEncrypted, "unpack the archive with its password and name the folder"},
		{archive.ErrTooLarge, "if you trust the archive, unpack it and name the folder"},
		{archive.ErrRatio, "if you trust the archive, unpack it and name the folder"},
		{archive.ErrEntries, "if you trust the archive, unpack it and name the folder"},
		{archive.ErrDepth, "unpack the outer archive and name the folder"},
	} {
		if errors.Is(err, h.err) {
			return WithHint(err, h.hint)
		}
	}
	return err
}

// Classes are the classes of change that can be switched off.
var Classes = []string{
	string(ocrfix.ClassNonWord), string(ocrfix.ClassRealWord), string(ocrfix.ClassBoundary),
	string(ocrfix.ClassCase), string(ocrfix.ClassPunctuation), string(ocrfix.ClassNumber),
	string(ocrfix.ClassName), string(ocrfix.ClassLayout), string(ocrfix.ClassEncoding),
}

// DisabledClasses gives the classes that are off when first disable and then
// enable has been followed; "all" stands for every class.
func DisabledClasses(enable, disable []string) ([]ocrfix.Class, error) {
	off := make(map[string]bool)
	set := func(names []string, value bool) error {
		for _, name := range names {
			switch {
			case name == "all":
				for _, c := range Classes {
					off[c] = value
				}
			case slices.Contains(Classes, name):
				off[name] = value
			default:
				return failf("the classes are "+strings.Join(Classes, ", ")+", all", "there is no class of change %q", name)
			}
		}
		return nil
	}
	if err := set(disable, true); err != nil {
		return nil, err
	}
	if err := set(enable, false); err != nil {
		return nil, err
	}
	var disabled []ocrfix.Class
	for _, c := range Classes {
		if off[c] {
			disabled = append(disabled, ocrfix.Class(c))
		}
	}
	return disabled, nil
}

// ParseWords reads a list of words in UTF-8: one a line, # begins a comment at
// the start of a line or after white space. A line of several words, such as a
// name, stands for each of them.
func ParseWords(data []byte) ([]string, error) {
	if !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0 {
		return nil, failf("save it as a text in UTF-8, one word a line", "is no list of words in UTF-8")
	}
	var words []string
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	lines.Buffer(nil, len(data)+1)
	for lines.Scan() {
		words = append(words, strings.Fields(uncomment(lines.Text()))...)
	}
	return words, lines.Err()
}

func uncomment(line string) string {
	for i, r := range line {
		if r == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			line = line[:i]
			break
		}
	}
	return line
}
