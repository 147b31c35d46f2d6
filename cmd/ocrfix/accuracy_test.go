package main

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"ocrfix/ocrfix"
)

//go:generate go test -run=^TestAccuracy$ -update-benchmark .

var updateBenchmark = flag.Bool("update-benchmark", false, "write ocrfix/BENCHMARK.md anew from the shared pairs")

const (
	benchmarkPage = "../../ocrfix/BENCHMARK.md"
	floorsFile    = "../../ocrfix/testdata/accuracy.tsv"
)

// benchmarkPairs are the sets of the page: each whole, where it is small, or a
// part of its documents that nothing is learned from (an eighth of those of
// which ocrtrain keeps a quarter); the domain also as long documents.
var benchmarkPairs = []string{
	"domain.jsonl", "domain.jsonl+8", "domain.jsonl@1/4", "overproof-dev.jsonl", "overproof-train.jsonl@1/4", "bln600-train.jsonl@1/8",
}

// sharedPairs is the folder of the shared pairs, "" where there is none.
func sharedPairs() string {
	for _, dir := range []string{os.Getenv("OCRFIX_SHARED"), "../../../shared"} {
		dir = filepath.Join(dir, "pairs")
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
	}
	return ""
}

// A floor is a line of accuracy.tsv: what must hold for the pairs that it
// chooses.
type floor struct {
	name                  string
	sets, langs, levels   []string // nil: all
	fixed, broke, silence float64  // per cent, per cent, changes in 10,000 words
	flagged               int
	measure               ocrfix.Measure
}

// TestAccuracy guards what the cleaner reaches on the shared pairs, where they
// are present: the floors of accuracy.tsv, and every figure of BENCHMARK.md
// within its tolerance, so that nothing gets worse unseen.
func TestAccuracy(t *testing.T) {
	dir := sharedPairs()
	if dir == "" || testing.Short() {
		t.Skip("the shared pairs are not here, or -short")
	}
	floors := readFloors(t)
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	r := &evalRun{app: newApp(null, null, null), format: "text", report: true}
	r.correct.usual()
	for _, file := range benchmarkPairs {
		r.pairs = append(r.pairs, filepath.Join(dir, file))
	}
	r.each = func(p *pair, m measured) {
		for _, f := range floors {
			if f.chooses(p) {
				f.measure.AddCompared(m.compared)
				f.measure.AddTruth(p.Truth, m.silent)
			}
		}
	}
	if err := r.prepare(nil); err != nil {
		t.Fatal(err)
	}
	pairs, err := r.load(nil)
	if err != nil {
		t.Fatal(err)
	}
	groups, err := r.measure(t.Context(), pairs)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range floors {
		f.check(t)
	}
	var page bytes.Buffer
	if err := writeReport(&page, groups, 0); err != nil {
		t.Fatal(err)
	}
	if *updateBenchmark {
		if err := os.WriteFile(benchmarkPage, page.Bytes(), 0o666); err != nil {
			t.Fatal(err)
		}
		return
	}
	old, err := os.ReadFile(benchmarkPage)
	if err != nil {
		t.Fatal(err)
	}
	for _, worse := range compareFigures(readFigures(t, string(old)), readFigures(t, page.String())) {
		t.Error(worse)
	}
	if t.Failed() {
		t.Log("if the change is meant, write the page anew: go generate ./cmd/ocrfix")
	}
}

// chooses reports whether a pair counts for the floor.
func (f *floor) chooses(p *pair) bool {
	has := func(list []string, value string) bool { return list == nil || slices.Contains(list, value) }
	return has(f.sets, strings.ReplaceAll(p.Set, " ", "@")) && has(f.langs, p.Lang) && has(f.levels, p.Level)
}

func (f *floor) check(t *testing.T) {
	t.Helper()
	total := f.measure.Total()
	if total.Units == 0 {
		t.Errorf("%s chooses no pair", f.name)
		return
	}
	share := func(part, whole int) float64 { return float64(part) / float64(max(whole, 1)) }
	fixed, broke := 100*share(total.Fixed, total.Wrong), 100*share(total.Broke, total.Right)
	silence := 10_000 * share(total.SilentEdits, total.SilentWords)
	line := fmt.Sprintf("%s: fixed %.1f %% (floor %.1f), broke %.3f %% (%.3f), silence %.2f (%.2f), flagged %d (%d)",
		f.name, fixed, f.fixed, broke, f.broke, silence, f.silence, total.SilentFlagged, f.flagged)
	if fixed < f.fixed || broke > f.broke || silence > f.silence || total.SilentFlagged > f.flagged {
		t.Error(line)
	} else {
		t.Log(line)
	}
}

// readFloors reads accuracy.tsv: tab-separated, # begins a comment.
func readFloors(t *testing.T) []*floor {
	t.Helper()
	data, err := os.ReadFile(floorsFile)
	if err != nil {
		t.Fatal(err)
	}
	var floors []*floor
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		f, err := parseFloor(strings.Split(line, "\t"))
		if err != nil {
			t.Fatalf("%s: %q: %v", floorsFile, line, err)
		}
		floors = append(floors, f)
	}
	return floors
}

func parseFloor(cells []string) (*floor, error) {
	if len(cells) != 8 {
		return nil, fmt.Errorf("%d cells, want 8", len(cells))
	}
	list := func(cell string) []string {
		if cell == "*" {
			return nil
		}
		return strings.Split(cell, ",")
	}
	f := &floor{name: cells[0], sets: list(cells[1]), langs: list(cells[2]), levels: list(cells[3])}
	var err error
	for i, to := range []*float64{&f.fixed, &f.broke, &f.silence} {
		if *to, err = strconv.ParseFloat(cells[4+i], 64); err != nil {
			return nil, err
		}
	}
	f.flagged, err = strconv.Atoi(cells[7])
	return f, err
}

// A figure is a number of the benchmark page that should be large or small,
// with how much worse it may become.
type figure struct {
	value, tolerance float64
	large            bool // the larger the better
}

// Of which a row of few words may lose some to chance.
const (
	chanceWords   = 3   // words
	chanceFixed   = 1.5 // per cent of the wrong words
	chanceBroke   = 0.01
	chanceSilence = 0.5
	chanceError   = 0.02
)

// readFigures reads the tables of a benchmark page: by "row: column".
func readFigures(t *testing.T, page string) map[string]figure {
	t.Helper()
	figures := make(map[string]figure)
	var head []string
	for line := range strings.Lines(page) {
		line = strings.TrimSpace(line)
		if !strings.HasPrefix(line, "|") {
			head = nil
			continue
		}
		cells := strings.Split(strings.Trim(line, "|"), "|")
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		switch {
		case head == nil:
			head = cells
			continue
		case strings.HasPrefix(cells[0], "---"):
			continue
		}
		column := func(name string) string {
			if i := slices.Index(head, name); i >= 0 && i < len(cells) {
				return cells[i]
			}
			return ""
		}
		var name []string
		for _, field := range []string{"set", "language", "engine", "level", "kind"} {
			if s := column(field); s != "" {
				name = append(name, s)
			}
		}
		add := func(what string, value, tolerance float64, large bool) {
			figures[strings.Join(name, " ")+": "+what] = figure{value, tolerance, large}
		}
		words := number(t, column("words"))
		switch {
		case column("kind") != "":
			wrong := number(t, column("wrong"))
			add("fixed", number(t, column("fixed")), max(chanceFixed, 100*chanceWords/max(wrong, 1)), true)
			broke := number(t, column("broke"))
			add("broke", broke, max(chanceWords, broke/5), false)
		case column("words") != "":
			// How many words of a row were wrong it does not say: CER tells.
			wrong := words * max(number(t, column("CER"))/25, 0.002)
			add("fixed", number(t, column("fixed")), max(chanceFixed, 100*chanceWords/wrong), true)
			add("broke", number(t, column("broke")), max(chanceBroke, 100*chanceWords/words), false)
			add("silence", number(t, column("silence")), max(chanceSilence, 10_000*chanceWords/words), false)
			_, flagged, _ := strings.Cut(column("silence"), ", ")
			add("changes of numbers, dates and negations in the truth", number(t, flagged), 0, false)
		case column("expected calibration error") != "":
			few := 1 / math.Sqrt(max(number(t, column("changes")), 1))
			add("calibration error", number(t, column("expected calibration error")), max(chanceError, few), false)
		}
	}
	if len(figures) == 0 {
		t.Fatal("the page has no figures")
	}
	return figures
}

var numberPattern = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?`)

// number reads the number that a cell begins with; 0 for an empty one.
func number(t *testing.T, cell string) float64 {
	t.Helper()
	if cell == "" {
		return 0
	}
	x, err := strconv.ParseFloat(numberPattern.FindString(cell), 64)
	if err != nil {
		t.Fatalf("%q is no number", cell)
	}
	return x
}

// compareFigures says which figures are worse than they were, sorted.
func compareFigures(old, now map[string]figure) []string {
	var worse []string
	for name, was := range old {
		is, ok := now[name]
		loss := is.value - was.value
		if was.large {
			loss = -loss
		}
		switch {
		case !ok:
			worse = append(worse, name+" is not measured any more")
		case loss > was.tolerance+1e-9:
			worse = append(worse, fmt.Sprintf("%s: %g, was %g", name, is.value, was.value))
		}
	}
	slices.Sort(worse)
	return worse
}

// TestFigures guards the comparison of pages itself.
func TestFigures(t *testing.T) {
	page := func(fixed, broke, kind, ece string) string {
		return reportHead + reportRowHead +
			"| domain | en |  | l1 | 22 | 19552 | 1.91 % → 1.01 % (−47.2 % [−59.3, −34.9]) | 1.5 % → 0.6 % (−59.7 %) | +100.0 % | " + fixed + " % [40.6, 58.5] | " + broke + " % [0.016, 0.080] | 1.53, 0 |\n" +
			reportKindHead + "| domain | en |  |  | nonword | 5573 | " + kind + " % [72.6, 81.7] | 0 |\n" +
			reportErrorHead + "| domain | en | 7142 | " + ece + " |\n"
	}
	old := readFigures(t, page("49.6", "0.045", "77.2", "0.010"))
	if len(old) != 7 {
		t.Fatalf("%d figures: %v", len(old), old)
	}
	for _, c := range []struct{ fixed, broke, kind, ece, want string }{
		{"49.6", "0.045", "77.2", "0.010", ""},
		{"48.2", "0.059", "75.8", "0.029", ""},
		{"60.0", "0.000", "99.0", "0.001", ""},
		{"48.0", "0.045", "77.2", "0.010", "domain en l1: fixed: 48, was 49.6"},
		{"49.6", "0.062", "77.2", "0.010", "domain en l1: broke: 0.062, was 0.045"},
		{"49.6", "0.045", "75.0", "0.010", "domain en nonword: fixed: 75, was 77.2"},
		{"49.6", "0.045", "77.2", "0.031", "domain en: calibration error: 0.031, was 0.01"},
	} {
		got := strings.Join(compareFigures(old, readFigures(t, page(c.fixed, c.broke, c.kind, c.ece))), "\n")
		if got != c.want {
			t.Errorf("%v: got %q", c, got)
		}
	}
}
