package main

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
)

// speedRuns is how often a call is measured; the least of its times counts,
// since other programs only ever add to it.
const speedRuns = 6

// TestCleanSpeed measures the whole process on one processor, on the English
// texts of an engine's level in the shared pairs as one document, of which the
// start is a good part, and time and again up to a megabyte, which finds its
// words in the caches. Time is that of the processor.
func TestCleanSpeed(t *testing.T) {
	if !*longArchive {
		t.Skip("long: -archive")
	}
	pairs := sharedPairs()
	if pairs == "" {
		t.Skip("the shared pairs are not here")
	}
	t.Setenv("GOMAXPROCS", "1")
	for _, c := range []struct {
		level string
		least float64 // MB/s of the larger document
	}{{"officescan", 0.5}, {"l1", 0.2}} {
		text := levelText(t, filepath.Join(pairs, "domain.jsonl"), c.level)
		for _, times := range []int{1, 1<<20/len(text) + 1} {
			var data []byte
			for range times {
				data = append(data, text...)
			}
			in := filepath.Join(t.TempDir(), "in.txt")
			if err := os.WriteFile(in, data, 0o666); err != nil {
				t.Fatal(err)
			}
			var least measuredRun
			for k := range speedRuns {
				if m := measure(t, "clean", "-o", filepath.Join(t.TempDir(), "out.txt"), in); k == 0 || m.cpu < least.cpu {
					least = m
				}
			}
			speed := float64(len(data)) / 1e6 / least.cpu.Seconds()
			t.Logf("%s, %d kB: %v, %.2f MB/s, %d MB of memory", c.level, len(data)/1000, least.cpu, speed, least.memory>>20)
			if least.memory > 250<<20 {
				t.Errorf("%s: %d MB of memory", c.level, least.memory>>20)
			}
			if times > 1 && speed < c.least {
				t.Errorf("%s: %.2f MB/s, want %.2f", c.level, speed, c.least)
			}
		}
	}
}

// levelText joins the raw English texts of a level.
func levelText(t *testing.T, pairs, level string) []byte {
	t.Helper()
	f, err := os.Open(pairs)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var text []byte
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var p struct{ Lang, Level, Raw string }
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if p.Lang == "en" && p.Level == level {
			text = append(append(text, p.Raw...), '\n')
		}
	}
	if lines.Err() != nil || len(text) == 0 {
		t.Fatalf("no text of %s: %v", level, lines.Err())
	}
	return text
}
