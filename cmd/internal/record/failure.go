package record

import (
	"errors"
	"fmt"
	"io/fs"
	"strconv"

	"ocrfix/ocrfix"
)

// A hinted error says what to try.
type hinted struct {
	err  error
	hint string
}

func (e *hinted) Error() string   { return e.err.Error() }
func (e *hinted) Unwrap() error   { return e.err }
func (e *hinted) Hints() []string { return []string{e.hint} }

// WithHint is err with what to try.
func WithHint(err error, hint string) error { return &hinted{err, hint} }

func failf(hint, format string, args ...any) error {
	if err := fmt.Errorf(format, args...); hint != "" {
		return WithHint(err, hint)
	} else {
		return err
	}
}

// Describe is the text of err without the path and the hint that it may carry:
// the caller names the path, and hints stand on their own.
func Describe(err error) string {
	switch err := err.(type) {
	case *fs.PathError:
		return Describe(err.Err)
	case *ocrfix.ReadError:
		return Describe(err.Err)
	}
	return err.Error()
}

// Hints says what to try about err.
func Hints(err error) []string {
	var hinted interface{ Hints() []string }
	var read *ocrfix.ReadError
	switch {
	case errors.As(err, &hinted):
		return hinted.Hints()
	case errors.As(err, &read) && read.Hint != "":
		return []string{read.Hint}
	case errors.Is(err, fs.ErrPermission):
		return []string{"the file cannot be read or written by this user"}
	}
	return nil
}

// TooLarge says that something is larger than max bytes.
func TooLarge(max int64) error {
	return failf("--max-size raises the limit", "larger than %s", SizeText(max))
}

// SizeUnits are the units in which sizes are read and shown.
var SizeUnits = []struct {
	Name string
	Size int64
}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"kB", 1 << 10}}

// SizeText shows a number of bytes as 64MB.
func SizeText(n int64) string {
	for _, u := range SizeUnits {
		if n >= u.Size && n%u.Size == 0 {
			return fmt.Sprintf("%d%s", n/u.Size, u.Name)
		}
	}
	return strconv.FormatInt(n, 10)
}
