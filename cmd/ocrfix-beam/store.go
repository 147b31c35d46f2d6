package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"

	// The places that paths may name: gs://bucket/…, s3://bucket/… and
	// this machine.
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/gcs"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/local"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/s3"
)

// isRemote reports whether a path is the URL of an object store. Files of this
// machine are opened without Beam, whose local file system leaves one
// descriptor open for every file that it is asked the size of.
func isRemote(path string) bool { return strings.Contains(path, "://") }

// fileSystems are the object stores in use, by scheme. One connection serves all
// files: Beam's own way, one for each, asks for credentials every time.
var fileSystems sync.Map

func fileSystem(ctx context.Context, path string) (filesystem.Interface, error) {
	scheme, _, _ := strings.Cut(path, "://")
	if fsys, ok := fileSystems.Load(scheme); ok {
		return fsys.(filesystem.Interface), nil
	}
	fsys, err := filesystem.New(context.WithoutCancel(ctx), path)
	if err != nil {
		return nil, err
	}
	kept, loaded := fileSystems.LoadOrStore(scheme, fsys)
	if loaded {
		fsys.Close()
	}
	return kept.(filesystem.Interface), nil
}

// join gives the path of name, which has slashes, below the folder root.
func join(root, name string) string {
	if isRemote(root) {
		return strings.TrimSuffix(root, "/") + "/" + name
	}
	return filepath.Join(root, filepath.FromSlash(name))
}

// open opens a file for reading.
func open(ctx context.Context, path string) (io.ReadCloser, error) {
	if isRemote(path) {
		fsys, err := fileSystem(ctx, path)
		if err != nil {
			return nil, err
		}
		return fsys.OpenRead(ctx, path)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, &fs.PathError{Op: "read", Path: path, Err: errors.New("is a folder")}
	}
	return f, nil
}

// readFile reads a file of at most max bytes.
func readFile(ctx context.Context, path string, max int64) ([]byte, error) {
	r, err := open(ctx, path)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, max+1))
	if err == nil && int64(len(data)) > max {
		err = fmt.Errorf("larger than %d bytes", max)
	}
	return data, err
}

// A store is the folder of the results. Nothing in it is ever half-written: an
// object appears when it is whole, and a file is written elsewhere first and then
// given its name.
type store struct{ root string }

// partialFolder holds the files that are being written.
const partialFolder = ".partial"

// write makes data the file of that name below the folder.
func (s store) write(ctx context.Context, name string, data []byte) error {
	path := join(s.root, name)
	if isRemote(path) {
		fsys, err := fileSystem(ctx, path)
		if err != nil {
			return err
		}
		w, err := fsys.OpenWrite(ctx, path)
		if err != nil {
			return err
		}
		if _, err := w.Write(data); err != nil {
			return errors.Join(err, w.Close())
		}
		return w.Close()
	}
	partial := filepath.Join(s.root, partialFolder, fmt.Sprintf("%016x", rand.Uint64()))
	for _, p := range []string{partial, path} {
		if err := os.MkdirAll(filepath.Dir(p), 0o777); err != nil {
			return err
		}
	}
	err := os.WriteFile(partial, data, 0o666)
	if err == nil {
		err = os.Rename(partial, path)
	}
	if err != nil {
		os.Remove(partial)
	}
	return err
}

// stands reports whether the file of that name has that many bytes. A name that
// was made from its content needs no more.
func (s store) stands(ctx context.Context, name string, size int64) bool {
	path := join(s.root, name)
	if !isRemote(path) {
		info, err := os.Stat(path)
		return err == nil && info.Mode().IsRegular() && info.Size() == size
	}
	fsys, err := fileSystem(ctx, path)
	if err != nil {
		return false
	}
	n, err := fsys.Size(ctx, path)
	return err == nil && n == size
}

// has reports whether there is a file of that name.
func (s store) has(ctx context.Context, name string) (bool, error) {
	path := join(s.root, name)
	if !isRemote(path) {
		_, err := os.Stat(path)
		if errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
		return err == nil, err
	}
	fsys, err := fileSystem(ctx, path)
	if err != nil {
		return false, err
	}
	found, err := fsys.List(ctx, path)
	return len(found) > 0, err
}

// list gives the names of the files in a folder below the store, sorted, without
// those that are being written.
func (s store) list(ctx context.Context, folder string) ([]string, error) {
	path := join(s.root, folder)
	var names []string
	if isRemote(path) {
		fsys, err := fileSystem(ctx, path)
		if err != nil {
			return nil, err
		}
		paths, err := fsys.List(ctx, path+"/*")
		if err != nil {
			return nil, err
		}
		for _, p := range paths {
			names = append(names, p[strings.LastIndexByte(p, '/')+1:])
		}
	} else {
		entries, err := os.ReadDir(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		for _, e := range entries {
			if e.Type().IsRegular() && !strings.HasPrefix(e.Name(), ".") {
				names = append(names, e.Name())
			}
		}
	}
	slices.Sort(names)
	return names, nil
}

// remove takes a file away; that it is not there is no error.
func (s store) remove(ctx context.Context, name string) error {
	path := join(s.root, name)
	if !isRemote(path) {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	if there, err := s.has(ctx, name); err != nil || !there {
		return err
	}
	fsys, err := fileSystem(ctx, path)
	if err != nil {
		return err
	}
	r, ok := fsys.(filesystem.Remover)
	if !ok {
		return fmt.Errorf("%s: this object store cannot remove; take it away by hand", path)
	}
	return r.Remove(ctx, path)
}

// copyToTemp copies a remote file to a nameless temporary one.
func copyToTemp(ctx context.Context, path string) (name string, err error) {
	r, err := open(ctx, path)
	if err != nil {
		return "", err
	}
	defer r.Close()
	f, err := os.CreateTemp("", "ocrfix-beam-*")
	if err != nil {
		return "", err
	}
	_, err = io.Copy(f, r)
	if err = errors.Join(err, f.Close()); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	return f.Name(), nil
}
