package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ocrfix/ocrfix"
)

// A readFlags holds the flags of reading, which several verbs share.
type readFlags struct {
	maxSize byteSize
	pdf     pdfFlags
}

// defaultMaxSize is the largest input that is read unasked.
const defaultMaxSize byteSize = 64 << 20

func newReadFlags() readFlags { return readFlags{maxSize: defaultMaxSize, pdf: newPDFFlags()} }

func (f *readFlags) register(cmd *cobra.Command) {
	cmd.Flags().Var(&f.maxSize, "max-size", "refuse an input larger than `SIZE`")
	f.pdf.register(cmd)
}

// load reads one input into a document.
func (a *app) load(in input, flags *readFlags) (*ocrfix.Document, error) {
	if in.err != nil {
		return nil, in.err
	}
	if err := flags.pdf.check(); err != nil {
		return nil, err
	}
	opt := &ocrfix.ReadOptions{MaxBytes: int64(flags.maxSize), PDF: flags.pdf.options()}
	var d *ocrfix.Document
	var err error
	if in.path == stdin {
		d, err = ocrfix.Read(a.in, stdin, opt)
	} else {
		d, err = ocrfix.ReadFile(in.path, opt)
	}
	if errors.Is(err, ocrfix.ErrTooLarge) {
		err = tooLarge(flags.maxSize)
	}
	return d, err
}

// loadFile reads the one document that a verb wants: a file or standard input.
func (a *app) loadFile(path string, flags *readFlags) (*ocrfix.Document, error) {
	d, err := a.load(input{path: path}, flags)
	if err != nil {
		return nil, named(path, err)
	}
	for _, n := range d.Source.Notes {
		a.ui.note(path, n)
	}
	return d, nil
}

// readAll reads a file that is no document, such as a list of words, or
// standard input, of at most max bytes.
func (a *app) readAll(path string, max byteSize) ([]byte, error) {
	r := a.in
	if path != stdin {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		info, err := f.Stat()
		switch {
		case err != nil:
			return nil, err
		case info.IsDir():
			return nil, usagef("%s is a folder", path).hint("name a file in it")
		case info.Size() > int64(max):
			return nil, tooLarge(max)
		}
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(max)+1))
	if err == nil && len(data) > int(max) {
		err = tooLarge(max)
	}
	return data, err
}

func tooLarge(max byteSize) error {
	return usagef("larger than %s", max.String()).hint("--max-size raises the limit")
}

// A byteSize is a number of bytes that is read and shown as 64MB.
type byteSize int64

var byteUnits = []struct {
	name string
	size int64
}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"kB", 1 << 10}}

func (b *byteSize) Type() string { return "size" }

func (b *byteSize) String() string {
	for _, u := range byteUnits {
		if int64(*b) >= u.size && int64(*b)%u.size == 0 {
			return fmt.Sprintf("%d%s", int64(*b)/u.size, u.name)
		}
	}
	return strconv.FormatInt(int64(*b), 10)
}

func (b *byteSize) Set(s string) error {
	number, unit := strings.TrimSpace(s), int64(1)
	for _, u := range byteUnits {
		rest, ok := cutSuffixFold(number, u.name)
		if !ok {
			rest, ok = cutSuffixFold(number, u.name[:1])
		}
		if ok {
			number, unit = strings.TrimSpace(rest), u.size
			break
		}
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n <= 0 || n > (1<<40)/unit {
		return fmt.Errorf("%q is not a size such as 64MB", s)
	}
	*b = byteSize(n * unit)
	return nil
}

func cutSuffixFold(s, suffix string) (string, bool) {
	if len(s) > len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix) {
		return s[:len(s)-len(suffix)], true
	}
	return s, false
}
