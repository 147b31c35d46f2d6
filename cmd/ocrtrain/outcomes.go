package main

import (
	"flag"
	"fmt"
	"os"
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
