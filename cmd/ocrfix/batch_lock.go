package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// makeFolder makes the output folder where there is none, and gives what takes
// away again what a run that is refused has made: the folder and the lock in it.
// That is to be called while the lock is held.
func (r *batchRun) makeFolder() (clear func(), err error) {
	var made []string
	for dir := filepath.Clean(r.out); !exists(dir) && dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		made = append(made, dir)
	}
	lock := filepath.Join(r.out, lockName)
	if !exists(lock) {
		made = append([]string{lock}, made...)
	}
	if err := os.MkdirAll(r.out, 0o777); err != nil {
		return nil, named(r.out, err)
	}
	return func() {
		for _, path := range made {
			os.Remove(path) // a folder only when it is empty
		}
	}, nil
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// lock keeps other runs out of the output folder, until this one ends in
// whatever way. The file that is locked says who holds it.
func (r *batchRun) lock() (unlock func(), err error) {
	path := filepath.Join(r.out, lockName)
	lock := flock.New(path, flock.SetPermissions(0o666))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, named(path, err)
	}
	if !ok {
		return nil, hinted(fmt.Errorf("%s is in use by another run%s", r.out, holder(path)), "wait until it has ended, or give another folder with -o")
	}
	if err := sign(path); err != nil {
		_ = lock.Unlock()
		return nil, batchError(path, err)
	}
	return func() { _ = lock.Unlock() }, nil
}

// signatureAt is where the name of the holder begins in the locked file: some
// systems lock its first byte against reading.
const signatureAt = 1

// sign writes into the locked file which run holds it.
func sign(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	host, _ := os.Hostname()
	text := fmt.Sprintf("process %d on %s, since %s\n", os.Getpid(), host, time.Now().Format(time.DateTime))
	err = f.Truncate(signatureAt)
	if err == nil {
		_, err = f.WriteAt([]byte(text), signatureAt)
	}
	return errors.Join(err, f.Close())
}

// holder says which run holds the locked file, as far as can be told.
func holder(path string) string {
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	text, err := io.ReadAll(io.NewSectionReader(f, signatureAt, 1000))
	if err != nil || len(text) == 0 {
		return ""
	}
	return ": " + strings.TrimSpace(string(text))
}
