package ocrfix

import (
	"slices"
	"strings"
	"testing"
)

// TestEvidence guards: each evidence has a name of its own.
func TestEvidence(t *testing.T) {
	for i, e := range evidenceOf {
		if e.name == "" || e.of == nil || slices.Index(evidenceNames[:], e.name) != i {
			t.Errorf("evidence %d is %q", i, e.name)
		}
	}
}

// TestAcceptTable guards: a table of weights is read as it was written, and one
// that lacks a row is refused.
func TestAcceptTable(t *testing.T) {
	w, err := parseAccept(strings.NewReader(acceptTSV))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(strings.TrimSuffix(acceptTSV, "\n"), "\n")
	var classes []Class
	for _, c := range strings.Split(strings.TrimSpace(lines[0]), "\t")[1:] {
		classes = append(classes, Class(c))
	}
	var b strings.Builder
	if err := w.write(&b, classes); err != nil || b.String() != acceptTSV {
		t.Errorf("%v, read and written:\n%s\nwant:\n%s", err, b.String(), acceptTSV)
	}
	for i := range lines {
		if _, err := parseAccept(strings.NewReader(strings.Join(lines[:i], ""))); err == nil {
			t.Errorf("a table cut short after %d lines was read", i)
		}
		if _, err := parseAccept(strings.NewReader(strings.Join(slices.Delete(slices.Clone(lines), i, i+1), ""))); err == nil {
			t.Errorf("a table without line %d was read", i+1)
		}
	}
}
