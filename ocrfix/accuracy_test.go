package ocrfix

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
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

// An accuracyPair is a unit of pairs/domain.jsonl.
type accuracyPair struct{ Lang, Engine, Level, Raw, Truth string }

// An accuracyFloor is a line of testdata/accuracy.tsv: what must hold for the
// pairs that it chooses.
type accuracyFloor struct {
	name                  string
	langs, levels         []string // nil: all
	fixed, broke, silence float64  // per cent, per cent, changes in 10,000 words
}

// chooses reports whether a pair counts for the floor.
func (f *accuracyFloor) chooses(p *accuracyPair) bool {
	return (f.langs == nil || slices.Contains(f.langs, p.Lang)) && (f.levels == nil || slices.Contains(f.levels, p.Level))
}

// TestAccuracy guards what the cleaner reaches on the development pairs, where
// they are present: no change may fall below the floors of accuracy.tsv.
func TestAccuracy(t *testing.T) {
	shared := accuracyShared()
	if shared == "" || testing.Short() {
		t.Skip("the shared corpora are not here, or -short")
	}
	var pairs []accuracyPair
	f, err := os.Open(filepath.Join(shared, "pairs", "domain.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for dec := json.NewDecoder(f); dec.More(); {
		var p accuracyPair
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		pairs = append(pairs, p)
	}
	floors := accuracyReadFloors(t)
	measures := make([]Measure, len(floors))
	var c Cleaner
	silent := make(map[string][]Edit) // by truth, which pairs share
	for i := range pairs {
		p := &pairs[i]
		if !slices.ContainsFunc(floors, func(f accuracyFloor) bool { return f.chooses(p) }) {
			continue
		}
		raw := accuracyClean(t, &c, p.Raw)
		if _, ok := silent[p.Truth]; !ok {
			silent[p.Truth] = accuracyClean(t, &c, p.Truth).Edits
		}
		for j := range floors {
			if floors[j].chooses(p) {
				measures[j].Add(p.Raw, raw.Text, p.Truth)
				measures[j].AddTruth(p.Truth, silent[p.Truth])
			}
		}
	}
	for i, floor := range floors {
		total := measures[i].Total()
		if total.Units == 0 {
			t.Errorf("%s chooses no pair", floor.name)
			continue
		}
		fixed := 100 * share(total.Fixed, total.Wrong)
		broke := 100 * share(total.Broke, total.Right)
		silence := 10_000 * share(total.SilentEdits, total.SilentWords)
		line := fmt.Sprintf("%s: fixed %.1f %% (floor %.1f), broke %.3f %% (%.3f), silence %.2f (%.2f)",
			floor.name, fixed, floor.fixed, broke, floor.broke, silence, floor.silence)
		if fixed < floor.fixed || broke > floor.broke || silence > floor.silence {
			t.Error(line)
		} else {
			t.Log(line)
		}
	}
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

func accuracyClean(t *testing.T, c *Cleaner, text string) *Result {
	t.Helper()
	res, err := c.Clean(NewDocument(text))
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// accuracyReadFloors reads the floors: tab-separated, # begins a comment.
func accuracyReadFloors(t *testing.T) []accuracyFloor {
	t.Helper()
	f, err := os.Open("testdata/accuracy.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var floors []accuracyFloor
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if line := lines.Text(); line != "" && line[0] != '#' {
			floor, err := accuracyParse(strings.Split(line, "\t"))
			if err != nil {
				t.Fatalf("accuracy.tsv: %q: %v", line, err)
			}
			floors = append(floors, floor)
		}
	}
	return floors
}

func accuracyParse(cells []string) (f accuracyFloor, err error) {
	if len(cells) != 6 {
		return f, fmt.Errorf("%d cells, want 6", len(cells))
	}
	f.name, f.langs, f.levels = cells[0], accuracyList(cells[1]), accuracyList(cells[2])
	for i, to := range []*float64{&f.fixed, &f.broke, &f.silence} {
		if *to, err = strconv.ParseFloat(cells[3+i], 64); err != nil {
			return f, err
		}
	}
	return f, nil
}

func accuracyList(cell string) []string {
	if cell == "*" {
		return nil
	}
	return strings.Split(cell, ",")
}
