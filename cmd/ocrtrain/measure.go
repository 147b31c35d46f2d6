package main

import (
	"flag"
	"fmt"
	"hash/fnv"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ocrfix/ocrfix"
)

func hashOf(s string) uint32 {
	h := fnv.New32a()
	h.Write([]byte(s))
	return h.Sum32()
}

// groupOf names the line of the table that a unit counts in.
func groupOf(p pair, file string) string {
	if file != "domain.jsonl" {
		return strings.TrimSuffix(file, ".jsonl")
	}
	level := p.Level
	if level == "l1" || level == "l2" {
		level = "l1+l2"
	}
	if p.Lang != "en" {
		return p.Lang
	}
	return p.Lang + " " + level
}

// A unit is a pair with the line of the table that it counts in.
type unit struct {
	pair
	group       string
	held        bool
	edits       []ocrfix.Edit
	silentEdits []ocrfix.Edit
}

// measured reads the pairs on which correction is measured: all of the domain,
// overproof's development set, and of bln600 a part that is kept out of learning.
func measured(dir, only, lang string) ([]*unit, error) {
	var units []*unit
	for _, file := range []string{"domain.jsonl", "overproof-dev.jsonl", "bln600-train.jsonl"} {
		err := readPairs(filepath.Join(dir, file), func(p pair) error {
			u := &unit{pair: p, group: groupOf(p, file), held: heldOut(p.ID)}
			if file == "bln600-train.jsonl" && (!u.held || hashOf(p.ID+"measure")%4 != 0) || !strings.Contains(u.group, only) ||
				!strings.Contains(","+lang+",", ","+p.Lang+",") {
				return nil
			}
			units = append(units, u)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return units, nil
}

// measure cleans every pair and prints a short table, for tuning; the
// benchmark page is made by ocrfix eval.
func measure(args []string) error {
	fs := flag.NewFlagSet("measure", flag.ContinueOnError)
	dir := fs.String("pairs", "../shared/pairs", "folder of the pairs")
	only := fs.String("only", "", "measure only groups whose name contains this")
	realWords := fs.Float64("realword-threshold", 0, "confidence from which real words are changed, 0 for the default")
	thresholds := fs.String("thresholds", "0.9", "confidences from which a change is applied, comma separated")
	silence := fs.Bool("silence", true, "clean the truth too")
	list := fs.Int("list", 0, "list the commonest misses and harms")
	lang := fs.String("lang", "en", "languages, comma separated")
	if err := fs.Parse(args); err != nil {
		return err
	}
	units, err := measured(*dir, *only, *lang)
	if err != nil {
		return err
	}
	c := &ocrfix.Cleaner{}
	work := make(chan *unit)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for u := range work {
				r, err := c.Clean(ocrfix.NewDocument(u.Raw))
				if err != nil {
					panic(err)
				}
				u.edits = r.Edits
				if *silence {
					if r, err = c.Clean(ocrfix.NewDocument(u.Truth)); err != nil {
						panic(err)
					}
					u.silentEdits = r.Edits
				}
			}
		})
	}
	for _, u := range units {
		work <- u
	}
	close(work)
	wg.Wait()

	for _, field := range strings.Split(*thresholds, ",") {
		threshold, err := strconv.ParseFloat(field, 64)
		if err != nil {
			return err
		}
		at := func(edits []ocrfix.Edit) []ocrfix.Edit {
			out := slices.Clone(edits)
			c := ocrfix.Cleaner{Threshold: threshold, RealWordThreshold: *realWords}
			for i := range out {
				out[i].Applied = out[i].Confidence >= c.Limit(out[i].Class)
			}
			return out
		}
		apply := func(raw string, edits []ocrfix.Edit) string {
			text, err := ocrfix.Apply(raw, at(edits))
			if err != nil {
				panic(err)
			}
			return text
		}
		fmt.Printf("threshold %v\n", threshold)
		var names []string
		sets := make(map[string]*ocrfix.Measure)
		add := func(name string, u *unit) {
			m := sets[name]
			if m == nil {
				m = &ocrfix.Measure{}
				sets[name] = m
				names = append(names, name)
			}
			m.Add(u.Raw, apply(u.Raw, u.edits), u.Truth)
			m.AddTruth(u.Truth, at(u.silentEdits))
		}
		for _, u := range units {
			add(u.group, u)
			if u.held && u.group != "bln600-train" {
				add(u.group+" held out", u)
			}
		}
		fmt.Printf("%-24s %6s %7s %8s %14s %14s %8s %8s\n", "set", "units", "fixed", "broke", "CER", "cMER", "worse", "silence")
		for _, n := range names {
			t := sets[n].Total()
			pct := func(a, b int) float64 { return 100 * float64(a) / float64(max(b, 1)) }
			fmt.Printf("%-24s %6d %6.1f%% %7.3f%% %6.2f→%5.2f%% %6.2f→%5.2f%% %7.1f%% %8.2f\n", n, t.Units, pct(t.Fixed, t.Wrong), pct(t.Broke, t.Right),
				pct(t.RawCharErrors, t.TruthChars), pct(t.CleanCharErrors, t.TruthChars),
				pct(t.RawMatchErrors, t.RawMatchLength), pct(t.CleanMatchErrors, t.CleanMatchLength), pct(t.Worse, t.Units),
				100*pct(t.SilentEdits, t.SilentWords))
		}
		if *list > 0 {
			for _, n := range names {
				e := sets[n].Evaluation()
				misses, harms := e.Misses[:min(len(e.Misses), *list)], e.Harms[:min(len(e.Harms), *list)]
				fmt.Printf("\n%s: misses\n", n)
				for _, x := range misses {
					fmt.Printf("%d %s [%s] %s → %s\n", x.Count, x.Kind, x.Raw, x.Clean, x.Truth)
				}
				fmt.Printf("%s: harms\n", n)
				for _, x := range harms {
					fmt.Printf("%d %s %s → %s\n", x.Count, x.Kind, x.Raw, x.Clean)
				}
			}
		}
	}
	return nil
}
