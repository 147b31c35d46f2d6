package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ocrfix/cmd/internal/archive"
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
	head := make([]byte, 512)
	n, _ := io.ReadFull(f, head)
	return archive.Is(head[:n])
}

// addArchive adds the documents in the archive at path, as those of a folder
// are added. What the archive must not or cannot give becomes an input with an
// error. Results go below the folder under.
func (l *list) addArchive(path, under string) {
	refuse := func(name string, err error) {
		l.inputs = append(l.inputs, input{path: name, rel: filepath.Base(path), err: err})
	}
	a, err := archive.Open(path, wanted, archive.Limits{})
	if err != nil {
		refuse(path, archiveError(err))
		return
	}
	l.archives = append(l.archives, a)
	l.skipped += a.Skipped
	if len(a.Entries) == 0 {
		refuse(path, errNoDocuments)
	}
	for i := range a.Entries {
		e := &a.Entries[i]
		name := path + "/" + e.Name
		if e.Err != nil {
			refuse(name, archiveError(e.Err))
			continue
		}
		l.inputs = append(l.inputs, input{path: name, rel: filepath.Join(under, filepath.FromSlash(e.Name)), size: e.Size, entry: e})
	}
}

// wanted chooses the files of an archive that are taken, as in a folder.
func wanted(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return false
		}
	}
	return slices.Contains(endings, strings.ToLower(filepath.Ext(name)))
}

// close gives the archives of the list back, after which its inputs cannot be
// read any more.
func (l *list) close() {
	for _, a := range l.archives {
		a.Close()
	}
}

// archiveError adds what to try.
func archiveError(err error) error {
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
			return hinted(err, h.hint)
		}
	}
	return err
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
