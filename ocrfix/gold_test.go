package ocrfix

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// mostGoldChanges is how many changes in 10,000 words may be made in the gold
// texts. Most of those that are made mend faults of these texts: words run
// together (actionsthrough), letters wrong (walradarkeien).
const mostGoldChanges = 4.0

// TestGoldTexts cleans the texts of treaties and declarations in which sections
// and commitments are labelled, where they are present. They were not scanned, or
// corrected since: they must stay nearly as they are, and their numbers and
// negations wholly.
func TestGoldTexts(t *testing.T) {
	shared := accuracyShared()
	if shared == "" || testing.Short() {
		t.Skip("the shared corpora are not here, or -short")
	}
	files, err := filepath.Glob(filepath.Join(shared, "gold", "*", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no gold text: %v", err)
	}
	var measure Measure
	var changes []string
	for _, file := range files {
		if strings.HasSuffix(file, ".ocr.txt") {
			continue // damaged on purpose
		}
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		res, err := new(Cleaner).Clean(NewDocument(string(raw)))
		if err != nil {
			t.Fatal(err)
		}
		measure.AddTruth(string(raw), res.Edits)
		for _, e := range res.Edits {
			if !e.Applied {
				continue
			}
			line := fmt.Sprintf("%s, line %d: %q to %q, %s, %.2f", filepath.Base(file), e.Line, e.Raw, e.New, e.Class, e.Confidence)
			changes = append(changes, line)
			if slices.Contains(e.Flags, "number") || slices.Contains(e.Flags, "negation") {
				t.Error(line)
			}
		}
	}
	total := measure.Total()
	rate := 10_000 * share(total.SilentEdits, total.SilentWords)
	line := fmt.Sprintf("%d changes in %d words: %.2f in 10,000 (at most %.2f)", total.SilentEdits, total.SilentWords, rate, mostGoldChanges)
	if rate > mostGoldChanges {
		t.Errorf("%s\n%s", line, strings.Join(changes, "\n"))
	} else {
		t.Log(line)
	}
}
