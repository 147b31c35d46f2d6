package ocrfix

import (
	"os"
	"path/filepath"
	"testing"

	"ocrfix/lexicon"
)

// accuracyShared is the folder of the shared corpora, "" where there is none.
func accuracyShared() string {
	for _, dir := range []string{os.Getenv("OCRFIX_SHARED"), "../../shared"} {
		if info, err := os.Stat(filepath.Join(dir, "pairs")); dir != "" && err == nil && info.IsDir() {
			return dir
		}
	}
	return ""
}

// TestCleanSeedStays guards a correct page in Dutch: it must come through as
// it is.
func TestCleanSeedStays(t *testing.T) {
	shared := accuracyShared()
	if shared == "" {
		t.Skip("the shared corpora are not here")
	}
	if lexicon.Builtin("nl") == nil {
		t.Skip("no Dutch yet")
	}
	pages, err := filepath.Glob(filepath.Join(shared, "seeds", "*.nl.txt"))
	if err != nil || len(pages) == 0 {
		t.Fatalf("no Dutch seed: %v", err)
	}
	for _, path := range pages {
		d, err := ReadFile(path, nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := new(Cleaner).Clean(d)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range res.Edits {
			if e.Applied {
				t.Errorf("%s:%d: %q to %q", filepath.Base(path), e.Line, e.Raw, e.New)
			}
		}
	}
}
