package ocrfix

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var sectUpdate = flag.Bool("sections.update", false, "write the outlines of the section cases anew")

// sectOutline prints a tree as the case files do.
func sectOutline(roots []*Section) string {
	var b strings.Builder
	var walk func(s *Section)
	walk = func(s *Section) {
		fmt.Fprintf(&b, "%4d %s%s %s %q %q", s.Line, strings.Repeat("  ", s.Level-1), s.Kind, s.ID, s.Number, s.Heading)
		if s.Note != "" {
			fmt.Fprintf(&b, " (%s)", s.Note)
		}
		b.WriteByte('\n')
		for _, c := range s.Children {
			walk(c)
		}
	}
	for _, s := range roots {
		walk(s)
	}
	return b.String()
}

func TestSectionCases(t *testing.T) {
	const mark = "-- outline --\n"
	names, _ := filepath.Glob("../testdata/sections/*.txt")
	if len(names) == 0 {
		t.Fatal("no cases found")
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			head, want, ok := strings.Cut(string(data), mark)
			if !ok {
				t.Fatal("no outline")
			}
			roots := FindSections(strings.ReplaceAll(head, "^L", "\f"), nil)
			got := sectOutline(roots)
			if *sectUpdate {
				if err := os.WriteFile(name, []byte(head+mark+got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}
