package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ocrfix/cmd/internal/record"
	"ocrfix/ocrfix"
)

// A readFlags holds the flags of reading, which several verbs share.
type readFlags struct {
	maxSize  byteSize // 0 is the limit of the format
	encoding string
	pdf      pdfFlags
}

func (f *readFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.Var(&f.maxSize, "max-size", "refuse an input larger than `SIZE` (default "+record.SizeText(record.MaxTextSize)+", PDF "+record.SizeText(record.MaxPDFSize)+")")
	flags.StringVar(&f.encoding, "encoding", "", "read texts as `NAME`: "+strings.Join(encodings, ", ")+" (default: found out)")
	f.pdf = newPDFFlags()
	f.pdf.register(cmd)
	completeWith(cmd, "encoding", encodings...)
	cmd.PreRunE = func(*cobra.Command, []string) error { return f.check() }
}

var encodings = []string{"utf-8", "utf-16le", "utf-16be", "windows-1252"}

func (f *readFlags) check() error {
	if f.encoding != "" && !slices.Contains(encodings, f.encoding) {
		return usagef("--encoding %s: there is no such encoding", f.encoding).hint("the encodings are " + strings.Join(encodings, ", "))
	}
	return f.pdf.check()
}

// load reads one input into a document.
func (a *app) load(in input, flags *readFlags) (*ocrfix.Document, error) {
	return a.loadWithin(context.Background(), in, flags)
}

// loadWithin is load that ends when ctx is done.
func (a *app) loadWithin(ctx context.Context, in input, flags *readFlags) (*ocrfix.Document, error) {
	if in.err != nil {
		return nil, in.err
	}
	r, err := a.open(in)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	options := record.ReadOptions{MaxSize: int64(flags.maxSize), Encoding: flags.encoding, PDF: flags.pdf.options(), Context: ctx}
	return options.Read(r, in.size, in.path)
}

// open opens an input: a file, an entry of an archive or standard input, which
// stays open.
func (a *app) open(in input) (io.ReadCloser, error) {
	switch {
	case in.entry != nil:
		return in.entry.Open()
	case in.path == stdin:
		return io.NopCloser(a.in), nil
	}
	return openFile(in.path)
}

// openFile opens a file to be read, no folder.
func openFile(path string) (*os.File, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, hinted(errFolder, "name a file in it")
	}
	return f, nil
}

// errFolder says that a file was meant.
var errFolder = errors.New("is a folder")

// loadFile reads the one document that a verb wants: a file, the only document
// of an archive, or standard input.
func (a *app) loadFile(path string, flags *readFlags) (*ocrfix.Document, error) {
	in := input{path: path, size: -1}
	if path != stdin && isArchive(path) {
		one, l, err := only(path)
		if err != nil {
			return nil, named(path, err)
		}
		defer l.close()
		in = one
	}
	d, err := a.load(in, flags)
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
		f, err := openFile(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r = f
	}
	data, err := io.ReadAll(io.LimitReader(r, int64(max)+1))
	if err == nil && len(data) > int(max) {
		err = tooLarge(max)
	}
	return data, err
}

// tooLarge refuses a file that is no document: no flag raises its limit.
func tooLarge(max byteSize) error {
	return usagef("larger than %s", record.SizeText(int64(max)))
}

// A byteSize is a number of bytes that is read and shown as 64MB.
type byteSize int64

func (b *byteSize) Type() string { return "size" }

func (b *byteSize) String() string {
	if *b == 0 {
		return ""
	}
	return record.SizeText(int64(*b))
}

func (b *byteSize) Set(s string) error {
	number, unit := strings.TrimSpace(s), int64(1)
	for _, u := range record.SizeUnits {
		rest, ok := cutSuffixFold(number, u.Name)
		if !ok {
			rest, ok = cutSuffixFold(number, u.Name[:1])
		}
		if ok {
			number, unit = strings.TrimSpace(rest), u.Size
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
