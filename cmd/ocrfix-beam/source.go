package main

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"

	"ocrfix/cmd/internal/archive"
	"ocrfix/cmd/internal/record"
)

// openRef opens a document.
func openRef(ctx context.Context, r Ref) (io.ReadCloser, error) {
	if r.Reason != "" {
		if err := errors.New(r.Reason); r.Hint == "" {
			return nil, err
		} else {
			return nil, record.WithHint(err, r.Hint)
		}
	}
	if r.Archive == "" {
		return open(ctx, r.Path)
	}
	a, err := archives.open(ctx, r.Archive)
	if err != nil {
		return nil, err
	}
	if r.Entry >= len(a.Entries) || !strings.HasSuffix(r.Path, "/"+a.Entries[r.Entry].Name) {
		archives.close(a)
		return nil, fmt.Errorf("%s has changed since the job began", r.Archive)
	}
	f, err := a.Entries[r.Entry].Open()
	if err != nil {
		archives.close(a)
		return nil, err
	}
	return &entryReader{f, a}, nil
}

// An entryReader gives the archive back when it is closed.
type entryReader struct {
	io.ReadCloser
	a *openArchive
}

func (e *entryReader) Close() error {
	err := e.ReadCloser.Close()
	archives.close(e.a)
	return err
}

// archives are those that this process has open. What opening one costs, for a
// .tar.xz file unpacking all of it, is paid once and not for every shard.
var archives archiveCache

// mostArchives is how many archives stay open that nobody reads.
const mostArchives = 2

type archiveCache struct {
	mu    sync.Mutex
	byUse list.List // of *openArchive, the last used in front
}

type openArchive struct {
	*archive.Archive
	path  string
	once  sync.Once
	err   error
	users int
}

func (c *archiveCache) open(ctx context.Context, path string) (*openArchive, error) {
	a := c.take(path)
	a.once.Do(func() { a.Archive, a.err = openArchiveFile(ctx, path) })
	if a.err != nil {
		c.close(a)
		return nil, a.err
	}
	return a, nil
}

// take gives the archive of that path, open or about to be.
func (c *archiveCache) take(path string) *openArchive {
	c.mu.Lock()
	defer c.mu.Unlock()
	for e := c.byUse.Front(); e != nil; e = e.Next() {
		if a := e.Value.(*openArchive); a.path == path {
			c.byUse.MoveToFront(e)
			a.users++
			return a
		}
	}
	a := &openArchive{path: path, users: 1}
	c.byUse.PushFront(a)
	return a
}

// close gives an archive back, and the least used one up where there are too
// many.
func (c *archiveCache) close(a *openArchive) {
	c.mu.Lock()
	defer c.mu.Unlock()
	a.users--
	idle := 0
	for e := c.byUse.Front(); e != nil; {
		next := e.Next()
		if o := e.Value.(*openArchive); o.users == 0 {
			if idle++; idle > mostArchives || o.err != nil {
				c.byUse.Remove(e)
				if o.Archive != nil {
					o.Archive.Close()
				}
			}
		}
		e = next
	}
}

// openArchiveFile opens an archive, a copy of it where it is remote.
func openArchiveFile(ctx context.Context, path string) (*archive.Archive, error) {
	local := path
	if isRemote(path) {
		var err error
		if local, err = copyToTemp(ctx, path); err != nil {
			return nil, err
		}
		defer os.Remove(local) // the open file stays
	}
	return archive.Open(local, record.Wanted, archive.Limits{})
}

// listArchive gives the documents in the archive at path, which was named so,
// and those that it must not or cannot give.
func listArchive(ctx context.Context, location, path, under string, emit func(Ref)) (skipped int) {
	refuse := func(location, path string, entry int, err error) {
		f := record.NewFailure(record.ArchiveError(err))
		emit(Ref{Location: location, Path: path, Rel: under, Size: -1, Archive: path, Entry: entry, Reason: f.Reason, Hint: f.Hint})
	}
	a, err := archives.open(ctx, path)
	if err != nil {
		refuse(location, path, 0, err)
		return 0
	}
	defer archives.close(a)
	if len(a.Entries) == 0 {
		refuse(location, path, 0, record.ErrNoDocuments)
	}
	for i := range a.Entries {
		e := &a.Entries[i]
		name := location + "/" + e.Name
		if n := sameBefore(a.Entries, i); n > 0 {
			name = fmt.Sprintf("%s (%d)", name, n+1)
		}
		if e.Err != nil {
			refuse(name, path+"/"+e.Name, i, e.Err)
			continue
		}
		emit(Ref{
			Location: name, Path: path + "/" + e.Name, Rel: strings.TrimPrefix(under+"/"+e.Name, "/"),
			Size: e.Size, Archive: path, Entry: i,
		})
	}
	return a.Skipped
}

// sameBefore counts the entries before the i-th that have its name; they stand
// side by side.
func sameBefore(entries []archive.Entry, i int) int {
	n := 0
	for i > n && entries[i-n-1].Name == entries[i].Name {
		n++
	}
	return n
}
