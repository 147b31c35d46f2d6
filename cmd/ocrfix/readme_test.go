package main

import (
	"os"
	"slices"
	"strings"
	"testing"

	"ocrfix/ocrfix"
)

// TestReadmeExample guards the before and after of the README: the lines come
// from the record, and cleaning still gives what the README shows.
func TestReadmeExample(t *testing.T) {
	read := func(path string) []string {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return strings.Split(string(data), "\n")
	}
	raw := read("../../testdata/record.txt")
	truth := read("../../testdata/record.truth.txt")
	res, err := new(ocrfix.Cleaner).Clean(ocrfix.NewDocument(strings.Join(raw, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	cleaned := strings.Split(res.Text, "\n")
	inside, before, after := false, 0, 0
	for _, line := range read("../../README.md") {
		switch {
		case strings.HasPrefix(line, "```"):
			inside = line == "```diff"
		case inside && strings.HasPrefix(line, "-"):
			before++
			if !slices.Contains(raw, line[1:]) {
				t.Errorf("not in the record: %q", line[1:])
			}
		case inside && strings.HasPrefix(line, "+"):
			after++
			if !slices.Contains(truth, line[1:]) {
				t.Errorf("not what the page had: %q", line[1:])
			}
			if !slices.Contains(cleaned, line[1:]) {
				t.Errorf("cleaning does not give %q any more: show other lines in the README", line[1:])
			}
		}
	}
	if before == 0 || before != after {
		t.Errorf("%d lines before, %d after", before, after)
	}
}
