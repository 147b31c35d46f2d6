package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"ocrfix/cmd/internal/archive"
	"ocrfix/cmd/internal/record"
	"ocrfix/cmd/ocrfix/internal/archivedb"
)

// stdin is the path that means standard input.
const stdin = "-"

// An input is one document to be read.
type input struct {
	path string // as the user names it; stdin for standard input
	// rel is where the result belongs below an output folder, before its
	// ending is changed: the path below the folder that was named, or the
	// base name of a file that was named itself.
	rel  string
	size int64 // in bytes; -1 when not known
	err  error // why it cannot be read, when that is known already

	entry   *archive.Entry // what to read where it lies in an archive
	archive string         // the archive that it lies in, as path begins
}

// A list is what the arguments stand for.
type list struct {
	inputs  []input
	folder  bool     // a folder or an archive was among the arguments
	skipped int      // files in folders and archives that have another ending
	batches []string // folders in folders that a batch has filled

	archives []*archive.Archive // open, for close
}

// expand turns the arguments of a verb into inputs: files, standard input and
// every document below a folder or in an archive, in the order of the arguments
// and by name within a folder or archive. A path that does not exist becomes an
// input with an error, so that the others go on. The folder out, where results
// go, is not entered, nor are hidden files and folders, nor what a batch has
// filled below a folder. Links to files are read, links to folders are not
// followed. What is named twice is taken once.
func expand(args []string, out string) (list, error) {
	var l list
	seen := make(map[string]bool)
	for _, arg := range args {
		if arg == "" {
			return list{}, errEmpty
		}
		if arg != stdin {
			arg = filepath.Clean(arg)
		}
		if seen[arg] {
			if arg == stdin {
				return list{}, usagef("standard input (-) can be read only once")
			}
			continue
		}
		seen[arg] = true
		if arg == stdin {
			l.inputs = append(l.inputs, input{path: stdin, rel: "stdin", size: -1})
			continue
		}
		info, err := os.Stat(arg)
		switch {
		case err != nil:
			l.inputs = append(l.inputs, input{path: arg, rel: filepath.Base(arg), err: err})
		case info.IsDir():
			l.folder = true
			l.walk(arg, out, seen)
		case isArchive(arg):
			l.folder = true
			l.addArchive(arg, "")
		default:
			l.inputs = append(l.inputs, fileInput(arg, filepath.Base(arg), info))
		}
	}
	return l, nil
}

// errEmpty refuses an argument that would stand for the current folder.
var errEmpty = hinted(errors.New("an argument is empty"), "name a file, a folder or an archive")

// walk adds the documents below root.
func (l *list) walk(root, out string, seen map[string]bool) {
	before := len(l.inputs)
	fail := func(path string, err error) {
		l.inputs = append(l.inputs, input{path: path, rel: filepath.Base(path), err: err})
	}
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			fail(path, err)
			return nil
		case path != root && strings.HasPrefix(d.Name(), "."):
			return skip(d)
		case d.IsDir():
			if path != root && out != "" && samePath(path, out) {
				return fs.SkipDir
			}
			if path != root && archivedb.Is(filepath.Join(path, databaseName)) {
				l.batches = append(l.batches, path)
				return fs.SkipDir
			}
			return nil
		case !archive.HasEnding(path) && !record.Wanted(d.Name()):
			l.skipped++
			return nil
		}
		if path != root && seen[path] {
			return nil
		}
		info, err := os.Stat(path)
		switch {
		case err != nil:
			fail(path, err)
			return nil
		case !info.Mode().IsRegular():
			l.skipped++
			return nil
		}
		rel, err := filepath.Rel(root, path)
		if err != nil {
			fail(path, err)
			return nil
		}
		seen[path] = true
		if archive.HasEnding(path) {
			l.addArchive(path, rel)
			return nil
		}
		l.inputs = append(l.inputs, fileInput(path, rel, info))
		return nil
	})
	if len(l.inputs) == before {
		fail(root, record.ErrNoDocuments)
	}
}

// sayPassed says what lies in folders and archives and is not taken.
func (a *app) sayPassed(l list) {
	if l.skipped > 0 {
		a.ui.say("ocrfix: passed over %s of another kind (read from folders and archives: %s)", plural(l.skipped, "file"), strings.Join(record.Endings, " "))
	}
	if n := len(l.batches); n > 0 {
		shown := strings.Join(l.batches[:min(n, 3)], ", ")
		if n > 3 {
			shown += ", …"
		}
		a.ui.say("ocrfix: passed over %s with the results of a batch: %s", plural(n, "folder"), shown)
	}
}

// skip passes over a file or a whole folder.
func skip(d fs.DirEntry) error {
	if d.IsDir() {
		return fs.SkipDir
	}
	return nil
}

func fileInput(path, rel string, info fs.FileInfo) input {
	in := input{path: path, rel: rel, size: info.Size()}
	if !info.Mode().IsRegular() {
		in.size = -1 // a pipe or a device
	}
	return in
}

// samePath reports whether two paths lead to the same existing file or folder.
func samePath(a, b string) bool {
	ai, err := os.Stat(a)
	if err != nil {
		return false
	}
	bi, err := os.Stat(b)
	return err == nil && os.SameFile(ai, bi)
}
