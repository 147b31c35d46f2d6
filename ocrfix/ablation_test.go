package ocrfix

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"ocrfix/ocrfix/internal/channel"
	"ocrfix/ocrfix/internal/lattice"
)

var ablation = flag.Bool("ablation", false, "measure what each part of the decoder gains and costs, for the package comment of lattice")

// ablationSets are the columns of the table.
var ablationSets = []string{"office scanner", "English l1, l2", "Dutch", "French", "German", "articles", "sentences"}

// TestAblation measures the decoder with each part left out by itself: words
// fixed and broken in per cent, and the time that the processor takes for all
// sets beside what it takes with all parts.
func TestAblation(t *testing.T) {
	units := ablationUnits(t)
	without := func(parts lattice.Parts) *learned {
		l := *builtinLearned()
		l.without, l.bases = parts, new(sync.Map)
		return &l
	}
	rows := []struct {
		name string
		base *learned
	}{
		{"all parts", without(0)},
		{"no channel from pairs", unlearned()},
		{"no document channel", without(lattice.PartChannel)},
		{"bigrams for trigrams", without(lattice.PartTrigrams)},
		{"no boundary moves", without(lattice.PartBoundaries)},
		{"no marks for spaces", without(lattice.PartMarkSpaces)},
		{"no specks", without(lattice.PartSpecks)},
		{"no lone quotation marks", without(lattice.PartQuotes)},
		{"no wide search", without(lattice.PartWide)},
		{"no character model", without(lattice.PartLetters)},
		{"no words, habits", without(lattice.PartOwn)},
		{"no marks between words", without(lattice.PartMarksBetween)},
	}
	measures, took := make([]map[string]*Measure, len(rows)), make([]time.Duration, len(rows))
	for i := range rows {
		measures[i] = make(map[string]*Measure)
		for _, set := range ablationSets {
			measures[i][set] = &Measure{}
		}
	}
	for _, u := range units {
		if u.set == "" {
			continue
		}
		for i, row := range rows { // one after the other: what else the machine does takes as much of each
			begun := cpuTime()
			text := cleanedBy(t, row.base, u.Raw)
			took[i] += cpuTime() - begun
			measures[i][u.set].Add(u.Raw, text, u.Truth)
		}
	}
	fmt.Printf("%-25s", "")
	for _, set := range ablationSets {
		fmt.Printf("%-15s", set)
	}
	fmt.Println("time")
	for i, row := range rows {
		fmt.Printf("%-25s", row.name)
		for _, set := range ablationSets {
			fmt.Printf("%-15s", fixedAndBroke(measures[i][set]))
		}
		fmt.Printf("%3.0f %%\n", 100*took[i].Seconds()/took[0].Seconds())
	}
}

// cleanedBy cleans a text with what base knows before it looks at one.
func cleanedBy(t *testing.T, base *learned, raw string) string {
	t.Helper()
	r := new(Cleaner).newRun(NewDocument(raw))
	r.learned = base
	res, err := r.clean()
	if err != nil {
		t.Fatal(err)
	}
	return res.Text
}

// fixedAndBroke shows both, in per cent.
func fixedAndBroke(m *Measure) string {
	c := m.Total()
	return fmt.Sprintf("%.1f/%.3f", 100*float64(c.Fixed)/float64(c.Wrong), 100*float64(c.Broke)/float64(c.Right))
}

// unlearned is what is known before a document is looked at where the channel
// was learned from nothing: every confusion is as likely as any other.
func unlearned() *learned {
	t := &channel.Table{Families: builtinChannel().Families}
	for _, r := range builtinChannel().Rows {
		if r.Truth == r.Raw {
			t.Rows = append(t.Rows, r)
		}
	}
	return learnedOf(t)
}

// TestUnseenEngines measures English documents of each engine with the channel of
// all engines, and with that of all others: what a scanner gains that the table
// has, and what is left for one that it has not.
func TestUnseenEngines(t *testing.T) {
	units := ablationUnits(t)
	fmt.Printf("%-16s%-16sunseen\n", "engine", "seen")
	for _, engine := range []string{"sim", "gocr", "ocrad", "tesseract"} {
		fmt.Printf("%-16s", engine)
		for _, base := range []*learned{builtinLearned(), learnedWithout(engine)} {
			var m Measure
			for _, u := range units {
				if u.Lang != "en" || u.Engine != engine {
					continue
				}
				m.Add(u.Raw, cleanedBy(t, base, u.Raw), u.Truth)
			}
			fmt.Printf("%-16s", fixedAndBroke(&m))
		}
		fmt.Println()
	}
}

// learnedWithout is what is known where the table has no column of an engine.
func learnedWithout(engine string) *learned {
	t := &channel.Table{Families: builtinChannel().Families}
	for _, r := range builtinChannel().Rows {
		counts, sum := slices.Clone(r.Counts), 0
		for f, name := range t.Families {
			if channel.Engine(name) == engine {
				counts[f] = 0
			}
			sum += counts[f]
		}
		if sum > 0 {
			t.Rows = append(t.Rows, channel.Row{Truth: r.Truth, Raw: r.Raw, Counts: counts})
		}
	}
	return learnedOf(t)
}

type ablationUnit struct {
	set, ID, Lang, Level, Engine, Raw, Truth string
}

// ablationUnits reads the development pairs, of the sentences every sixteenth, and
// the English documents of other levels, which are of no set.
func ablationUnits(t *testing.T) (units []ablationUnit) {
	if !*ablation {
		t.Skip("long: -ablation")
	}
	shared := accuracyShared()
	if shared == "" {
		t.Skip("the shared corpora are not here")
	}
	sets := map[string]string{"en officescan": "office scanner", "en l1": "English l1, l2", "en l2": "English l1, l2"}
	for lang, set := range map[string]string{"nl": "Dutch", "fr": "French", "de": "German"} {
		for _, level := range []string{"l0", "l1", "l2", "l3", "officescan"} {
			sets[lang+" "+level] = set
		}
	}
	for _, file := range []string{"domain.jsonl", "overproof-dev.jsonl", "bln600-train.jsonl"} {
		f, err := os.Open(filepath.Join(shared, "pairs", file))
		if err != nil {
			t.Fatal(err)
		}
		in := bufio.NewScanner(f)
		in.Buffer(nil, 1<<26)
		for n := 0; in.Scan(); n++ {
			var u ablationUnit
			if err := json.Unmarshal(in.Bytes(), &u); err != nil {
				t.Fatal(err)
			}
			switch {
			case strings.HasPrefix(file, "overproof"):
				u.set = "articles"
			case strings.HasPrefix(file, "bln600"):
				if n%16 == 0 {
					u.set = "sentences"
				}
			default:
				u.set = sets[u.Lang+" "+u.Level]
			}
			if u.set != "" || u.Engine != "" && u.Lang == "en" {
				units = append(units, u)
			}
		}
		if err := in.Err(); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	return units
}
