package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"ocrfix/ocrfix"
)

// outcomes lists every wrong or changed token of the pairs that measure looks
// at, as tab separated values: the group, the unit, the stage at which the true
// reading was lost, the kind of change, the confidence, the raw, the new and the
// true text, what stands before and after.
func outcomes(args []string) error {
	fs := flag.NewFlagSet("outcomes", flag.ContinueOnError)
	dir := fs.String("pairs", "../shared/pairs", "folder of the pairs")
	only := fs.String("only", "", "look only at groups whose name contains this")
	lang := fs.String("lang", "en", "languages, comma separated")
	truth := fs.Bool("truth", false, "clean the truth in place of the raw text")
	if err := fs.Parse(args); err != nil {
		return err
	}
	units, err := measured(*dir, *only, *lang)
	if err != nil {
		return err
	}
	lists := make([]strings.Builder, len(units))
	work := make(chan int)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for i := range work {
				u := units[i]
				raw := u.Raw
				if *truth {
					raw = u.Truth
				}
				new(ocrfix.Cleaner).Outcomes(raw, u.Truth, func(o ocrfix.Outcome) {
					fmt.Fprintf(&lists[i], "%s\t%s\t%s\t%s\t%.2f\t%s\t%s\t%s\t%s\t%s\n", u.group, u.ID, o.Stage, o.Kind, o.Confidence, o.Raw, o.New, o.Truth, o.Before, o.After)
				})
			}
		})
	}
	for i := range units {
		work <- i
	}
	close(work)
	wg.Wait()
	for i := range lists {
		if _, err := os.Stdout.WriteString(lists[i].String()); err != nil {
			return err
		}
	}
	return nil
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
