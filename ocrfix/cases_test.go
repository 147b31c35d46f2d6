package ocrfix

import (
	"bufio"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

var caseUpdate = flag.Bool("update-known", false, "rewrite the list of known failures of the case files")

const caseFolder = "../testdata/cases"

// caseKnownFailures lists the cases that the cleaner cannot do yet, one a
// line. It complains when an entry starts to pass.
const caseKnownFailures = caseFolder + "/known-failures"

// A caseFile is one file of testdata/cases; testdata/README.md describes it.
type caseFile struct {
	name         string
	cleaner      Cleaner
	raw, cleaned string
	edits        []caseEdit
}

// A caseEdit is an edit that the cleaner must apply.
type caseEdit struct {
	raw, new string
	class    Class
	flags    []string
}

// TestCases cleans every case file and compares.
func TestCases(t *testing.T) {
	known := caseReadKnown(t)
	failed := make(map[string]string)
	for _, c := range caseReadAll(t) {
		t.Run(c.name, func(t *testing.T) {
			err := c.check()
			reason, isKnown := known[c.name]
			switch {
			case err != nil:
				failed[c.name] = reason
				if !isKnown && !*caseUpdate {
					t.Error(err)
				}
			case isKnown && !*caseUpdate:
				t.Errorf("passes now: remove it from %s (or run this test with -update-known)", caseKnownFailures)
			}
		})
		delete(known, c.name)
	}
	if *caseUpdate {
		caseWriteKnown(t, failed)
		return
	}
	for _, name := range slices.Sorted(maps.Keys(known)) {
		t.Errorf("%s names %s, which does not exist", caseKnownFailures, name)
	}
}

// TestCaseFormat guards the reader of case files against mistakes in them.
func TestCaseFormat(t *testing.T) {
	for name, text := range map[string]string{
		"no description":  "-- raw --\nx\n",
		"no raw text":     "About.\n-- cleaned --\nx\n",
		"unknown section": "About.\n-- raw --\nx\n-- clean --\nx\n",
		"unknown option":  "About.\n-- options --\ncolour red\n-- raw --\nx\n",
		"bad edit":        "About.\n-- raw --\nx\n-- edits --\n\"x\" y\n",
	} {
		if c, err := caseParse(name, []byte(text)); err == nil {
			t.Errorf("%s: taken as %+v", name, c)
		}
	}
}

// check cleans the raw text and reports the first expectation that fails.
func (c *caseFile) check() error {
	res, err := c.cleaner.Clean(NewDocument(c.raw))
	if err != nil {
		return err
	}
	if res.Text != c.cleaned {
		return fmt.Errorf("cleaned text:\n%s\nwant:\n%s", res.Text, c.cleaned)
	}
	if text, err := Apply(c.raw, res.Edits); err != nil || text != res.Text {
		return fmt.Errorf("the edits give another text than the result: %v", err)
	}
	if raw, err := Undo(res.Text, res.Edits); err != nil || raw != c.raw {
		return fmt.Errorf("undoing does not give the raw text: %v", err)
	}
	for _, want := range c.edits {
		if err := want.find(res.Edits); err != nil {
			return err
		}
	}
	again, err := c.cleaner.Clean(NewDocument(res.Text))
	if err != nil {
		return err
	}
	if again.Text != res.Text {
		return fmt.Errorf("cleaning the cleaned text again gives\n%s", again.Text)
	}
	return nil
}

// find looks for the edit among those applied.
func (w caseEdit) find(edits []Edit) error {
	var seen []string
	for _, e := range edits {
		if !e.Applied {
			continue
		}
		if e.Raw == w.raw && e.New == w.new && e.Class == w.class && slices.Equal(e.Flags, w.flags) {
			return nil
		}
		seen = append(seen, fmt.Sprintf("%q %q %s %s", e.Raw, e.New, e.Class, strings.Join(e.Flags, " ")))
	}
	return fmt.Errorf("no edit %q %q %s %s; applied were\n%s",
		w.raw, w.new, w.class, strings.Join(w.flags, " "), strings.Join(seen, "\n"))
}

// caseReadAll reads every case file. Finding none is a failure.
func caseReadAll(t *testing.T) []*caseFile {
	t.Helper()
	paths, err := filepath.Glob(caseFolder + "/*.txt")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no case files: %v", err)
	}
	var cases []*caseFile
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		c, err := caseParse(strings.TrimSuffix(filepath.Base(path), ".txt"), data)
		if err != nil {
			t.Fatalf("%s: %v", path, err)
		}
		cases = append(cases, c)
	}
	return cases
}

func caseParse(name string, data []byte) (*caseFile, error) {
	archive := txtar.Parse(data)
	if strings.TrimSpace(string(archive.Comment)) == "" {
		return nil, fmt.Errorf("does not say what it guards")
	}
	c := &caseFile{name: name}
	hasCleaned := false
	for _, f := range archive.Files {
		var err error
		switch f.Name {
		case "options":
			err = c.parseOptions(string(f.Data))
		case "raw":
			c.raw = string(f.Data)
		case "cleaned":
			c.cleaned, hasCleaned = string(f.Data), true
		case "edits":
			err = c.parseEdits(string(f.Data))
		default:
			err = fmt.Errorf("unknown section %q", f.Name)
		}
		if err != nil {
			return nil, err
		}
	}
	if c.raw == "" {
		return nil, fmt.Errorf("has no raw text")
	}
	if !hasCleaned {
		c.cleaned = c.raw
	}
	return c, nil
}

func (c *caseFile) parseOptions(text string) error {
	for line := range strings.Lines(text) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch key {
		case "threshold":
			x, err := strconv.ParseFloat(value, 64)
			if err != nil {
				return err
			}
			c.cleaner.Threshold = x
		case "disable":
			c.cleaner.Disable = append(c.cleaner.Disable, Class(value))
		case "protect":
			c.cleaner.Protect = append(c.cleaner.Protect, value)
		case "lang":
			c.cleaner.Lang = value
		default:
			return fmt.Errorf("unknown option %q", key)
		}
	}
	return nil
}

func (c *caseFile) parseEdits(text string) error {
	for line := range strings.Lines(text) {
		var e caseEdit
		var class string
		rest := strings.TrimSpace(line)
		for _, to := range []*string{&e.raw, &e.new} {
			quoted, err := strconv.QuotedPrefix(rest)
			if err != nil {
				return fmt.Errorf("edit %q: %w", rest, err)
			}
			if *to, err = strconv.Unquote(quoted); err != nil {
				return fmt.Errorf("edit %q: %w", rest, err)
			}
			rest = strings.TrimSpace(rest[len(quoted):])
		}
		class, rest, _ = strings.Cut(rest, " ")
		e.class, e.flags = Class(class), strings.Fields(rest)
		c.edits = append(c.edits, e)
	}
	return nil
}

// caseReadKnown reads the known failures: a name a line, then why.
func caseReadKnown(t *testing.T) map[string]string {
	t.Helper()
	f, err := os.Open(caseKnownFailures)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	known := make(map[string]string)
	for lines := bufio.NewScanner(f); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		if line == "" || line[0] == '#' {
			continue
		}
		name, reason, _ := strings.Cut(line, " ")
		known[name] = reason
	}
	return known
}

func caseWriteKnown(t *testing.T, failed map[string]string) {
	t.Helper()
	var b strings.Builder
	b.WriteString("# Cases that the cleaner cannot do yet: a name, and why where that is known.\n" +
		"# go test ./ocrfix -run TestCases -update-known writes this file anew.\n")
	for _, name := range slices.Sorted(maps.Keys(failed)) {
		b.WriteString(strings.TrimSpace(name+" "+failed[name]) + "\n")
	}
	if err := os.WriteFile(caseKnownFailures, []byte(b.String()), 0o666); err != nil {
		t.Fatal(err)
	}
}
