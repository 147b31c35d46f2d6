package main

import (
	"fmt"
	"os"
	"path/filepath"

	"ocrfix/cmd/internal/archive"
	"ocrfix/cmd/internal/record"
)

// isArchive reports whether the file at path is an archive, by its first bytes.
// A pipe is none: it cannot be read twice.
func isArchive(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || !info.Mode().IsRegular() {
		return false
	}
	return archive.IsFile(f)
}

// addArchive adds the documents in the archive at path, as those of a folder
// are added. What the archive must not or cannot give becomes an input with an
// error. Results go below the folder under.
func (l *list) addArchive(path, under string) {
	refuse := func(name string, err error) {
		l.inputs = append(l.inputs, input{path: name, rel: filepath.Base(path), archive: path, err: err})
	}
	a, err := archive.Open(path, record.Wanted, archive.Limits{})
	if err != nil {
		refuse(path, record.ArchiveError(err))
		return
	}
	l.archives = append(l.archives, a)
	l.skipped += a.Skipped
	if len(a.Entries) == 0 {
		refuse(path, record.ErrNoDocuments)
	}
	for i := range a.Entries {
		e := &a.Entries[i]
		name := path + "/" + e.Name
		if e.Err != nil {
			refuse(name, record.ArchiveError(e.Err))
			continue
		}
		l.inputs = append(l.inputs, input{path: name, rel: filepath.Join(under, filepath.FromSlash(e.Name)), size: e.Size, entry: e, archive: path})
	}
}

// close gives the archives of the list back, after which its inputs cannot be
// read any more.
func (l *list) close() {
	for _, a := range l.archives {
		a.Close()
	}
}

// only returns the one document of the archive at path, for a verb that wants
// one. The list that it comes from is to be closed.
func only(path string) (input, *list, error) {
	l := &list{}
	l.addArchive(path, "")
	if len(l.inputs) != 1 {
		l.close()
		return input{}, nil, hinted(fmt.Errorf("holds %d documents, and one is wanted", len(l.inputs)), "unpack it and name the document")
	}
	return l.inputs[0], l, nil
}
