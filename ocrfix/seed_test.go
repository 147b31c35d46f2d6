package ocrfix

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// seedGoal is the share of the damaged words of a seed that must be repaired.
const seedGoal = 0.90

// TestSeeds cleans the scanned seeds whose damaged words stand in
// testdata/seed, where the seeds are present: most damaged words must be
// repaired, and no other word may change.
func TestSeeds(t *testing.T) {
	shared := accuracyShared()
	if shared == "" {
		t.Skip("the shared corpora are not here")
	}
	lists, err := filepath.Glob("../testdata/seed/*.tsv")
	if err != nil || len(lists) == 0 {
		t.Fatalf("no list of damaged words: %v", err)
	}
	for _, list := range lists {
		name := strings.TrimSuffix(filepath.Base(list), ".tsv")
		t.Run(name, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join(shared, "seeds", name+".raw.txt"))
			if err != nil {
				t.Fatal(err)
			}
			damaged := seedRead(t, list, string(raw))
			res, err := new(Cleaner).Clean(NewDocument(string(raw)))
			if err != nil {
				t.Fatal(err)
			}
			repaired, touched := seedJudge(t, string(raw), damaged, res.Edits)
			line := fmt.Sprintf("%d of %d damaged words repaired (%.1f %%; goal %.0f %%), %d right words touched",
				repaired, len(damaged), 100*share(repaired, len(damaged)), 100*seedGoal, touched)
			if touched > 0 || share(repaired, len(damaged)) < seedGoal {
				t.Error(line)
			} else {
				t.Log(line)
			}
		})
	}
}

// seedJudge counts the damaged words that the applied edits turn into what the
// page said, and the edits that change anything else.
func seedJudge(t *testing.T, raw string, damaged, edits []Edit) (repaired, touched int) {
	t.Helper()
	edits = slices.DeleteFunc(slices.Clone(edits), func(e Edit) bool { return !e.Applied })
	for _, e := range edits {
		if !slices.ContainsFunc(damaged, func(d Edit) bool { return seedMeet(&d, &e) }) {
			t.Errorf("line %d: a right word changed, %q to %q", e.Line, e.Raw, e.New)
			touched++
		}
	}
	for i := range damaged {
		d := &damaged[i]
		// The edits may change more at once than the word: compare all of it.
		whole := Span{d.Start, d.End}
		for grown := true; grown; {
			grown = false
			for _, list := range [][]Edit{damaged, edits} {
				for _, e := range list {
					if seedMeet(&Edit{Start: whole.Start, End: whole.End}, &e) && (e.Start < whole.Start || e.End > whole.End) {
						whole = Span{min(whole.Start, e.Start), max(whole.End, e.End)}
						grown = true
					}
				}
			}
		}
		got, want := seedText(t, raw, whole, edits), seedText(t, raw, whole, damaged)
		if got == want {
			repaired++
		} else {
			t.Logf("line %d: missed %q, which is %q: left as %q", d.Line, d.Raw, d.New, got)
		}
	}
	return repaired, touched
}

// seedMeet says whether two changes share a byte.
func seedMeet(a, b *Edit) bool { return a.Start < b.End && b.Start < a.End }

// seedText is the part of raw in the span with the edits made; none may cross
// its borders.
func seedText(t *testing.T, raw string, in Span, edits []Edit) string {
	t.Helper()
	var inside []Edit
	for _, e := range edits {
		if in.Start <= e.Start && e.End <= in.End {
			e.Start, e.End = e.Start-in.Start, e.End-in.Start
			inside = append(inside, e)
		}
	}
	text, err := Apply(raw[in.Start:in.End], inside)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// seedRead reads a list of damaged words, as testdata/README.md describes it,
// as the edits that repair the raw text.
func seedRead(t *testing.T, path, raw string) []Edit {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(raw))); !bytes.Contains(data, []byte(sum)) {
		t.Fatalf("%s was made for another file than the one with sha256 %s", path, sum)
	}
	d := NewDocument(raw)
	var edits []Edit
	for i, row := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if strings.HasPrefix(row, "#") {
			continue
		}
		cells := strings.Split(row, "\t")
		if len(cells) != 4 {
			t.Fatalf("%s:%d: %d cells, want 4", path, i+1, len(cells))
		}
		line, err1 := strconv.Atoi(cells[0])
		word, err2 := strconv.Atoi(cells[1])
		if err1 != nil || err2 != nil || line < 1 || line > len(d.Lines) || word < 1 {
			t.Fatalf("%s:%d: no such place", path, i+1)
		}
		e := Edit{Raw: cells[2], New: strings.TrimSuffix(cells[3], "∅"), Line: line, Applied: true}
		n := 0
		for w := range eachField(raw, d.Lines[line-1].Span) {
			if n++; n == word {
				e.Start, e.End = w.Start, w.Start+len(e.Raw)
			}
		}
		edits = append(edits, e)
	}
	if err := CheckEdits(raw, edits); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	return edits
}
