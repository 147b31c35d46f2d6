package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"
)

// refuseExpanded returns an error if out and the sources are what a shell makes of
// a pattern behind -o, as in "-o *.txt", and the first file, which became the
// output, holds another text than data. That of an earlier run may be replaced: it
// has most of its words in common.
func refuseExpanded(out string, sources []string, data []byte) error {
	if !fromPattern(append([]string{out}, sources...)) {
		return nil
	}
	old, err := os.ReadFile(out)
	if err != nil || akin(old, data) {
		return nil
	}
	return usagef("%s holds another text, which would be lost", out).
		hint("of a pattern behind -o the shell makes file names, and the first of them is the output: name the output, then the pattern").
		hint("if the file is not needed, remove it first")
}

// fromPattern reports whether the paths are all files of one folder whose names
// begin and end as theirs do: a*.txt.
func fromPattern(paths []string) bool {
	if len(paths) < 2 {
		return false
	}
	dir, names := filepath.Dir(paths[0]), make([]string, 0, len(paths))
	start, end := filepath.Base(paths[0]), filepath.Ext(paths[0])
	for _, path := range paths {
		name := filepath.Base(path)
		if path == stdin || filepath.Dir(path) != dir {
			return false
		}
		for !strings.HasPrefix(name, start) {
			start = start[:len(start)-1]
		}
		if filepath.Ext(name) != end {
			end = ""
		}
		names = append(names, name)
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return false
	}
	found := 0
	for _, e := range entries {
		name := e.Name()
		if !strings.HasPrefix(name, start) || !strings.HasSuffix(name, end) || start == "" && name[0] == '.' {
			continue
		}
		if !e.Type().IsRegular() || !slices.Contains(names, name) {
			return false
		}
		found++
	}
	return found == len(names)
}

// akinOf: of so many runs of words of the shorter text the longer must have one.
const akinOf = 5

// akin reports whether the text of old is much the same as that of data, or there
// is none, in whatever format either is.
func akin(old, data []byte) bool {
	a, b := wordRuns(old), wordRuns(data)
	both := 0
	for run := range a {
		if b[run] {
			both++
		}
	}
	return len(old) == 0 || both > 0 && akinOf*both >= min(len(a), len(b))
}

// wordRuns are the runs of three words of a text, and those that its end cuts short.
func wordRuns(data []byte) map[string]bool {
	words := strings.FieldsFunc(strings.ToLower(string(data)), func(r rune) bool { return !unicode.IsLetter(r) })
	runs := make(map[string]bool, len(words))
	for i := range words {
		runs[strings.Join(words[i:min(i+3, len(words))], " ")] = true
	}
	return runs
}
