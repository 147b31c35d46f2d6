package main

import (
	"errors"
	"io/fs"
	"runtime"
	"syscall"

	"ocrfix/cmd/ocrfix/internal/archivedb"
)

// batchError says what stopped a run and how to go on.
func batchError(path string, err error) error {
	hint := ""
	switch {
	case isFull(err):
		hint = "make room; then the same command goes on from where it stopped"
	case errors.Is(err, syscall.EROFS), errors.Is(err, fs.ErrPermission):
		hint = "make the folder writable; then the same command goes on from where it stopped"
	case errors.Is(err, archivedb.ErrNotOurs), errors.Is(err, archivedb.ErrVersion):
		hint = "give another folder with -o"
	}
	if err = named(path, err); hint != "" {
		return hinted(err, hint)
	}
	return err
}

// isFull reports whether there is no room left to write.
func isFull(err error) bool {
	var errno syscall.Errno
	return errors.Is(err, archivedb.ErrFull) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) ||
		runtime.GOOS == "windows" && errors.As(err, &errno) && errno == 112 // ERROR_DISK_FULL
}

// concernsAll reports whether an error of writing would meet every document.
func concernsAll(err error) bool { return isFull(err) || errors.Is(err, syscall.EROFS) }
