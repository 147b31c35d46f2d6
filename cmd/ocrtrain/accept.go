package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"ocrfix/ocrfix"
)

// sampled says whether a newspaper unit is among those that acceptance learns
// from: they are many, and not the domain.
func sampled(p pair, file string) bool {
	return file != "bln600-train.jsonl" || hashOf(p.ID+"sample")%8 == 0
}

// domainWeight is what a proposal in a document of the domain counts beside
// one in a newspaper.
const domainWeight = 8

func learnAccept(args []string) error {
	fs := flag.NewFlagSet("accept", flag.ContinueOnError)
	dir := fs.String("pairs", "../shared/pairs", "folder of the pairs")
	out := fs.String("o", "", "file to write")
	list := fs.Int("list", 0, "list the commonest wrong proposals")
	row := fs.String("row", "", "learn the weights of this evidence alone, beside those that stand")
	all := fs.Bool("all", false, "learn from the held-out quarter too")
	if err := fs.Parse(args); err != nil {
		return err
	}
	if *out == "" {
		return errors.New("accept needs -o FILE")
	}
	var l ocrfix.AcceptLearner
	for _, file := range []string{"domain.jsonl", "overproof-train.jsonl", "bln600-train.jsonl"} {
		err := readPairs(filepath.Join(*dir, file), func(p pair) error {
			if heldOut(p.ID) && !*all || !sampled(p, file) {
				return nil
			}
			weight := 1.0
			if file == "domain.jsonl" {
				weight = domainWeight
			}
			l.Add(p.Raw, p.Truth, weight)
			l.Add(p.Truth, p.Truth, weight)
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, c := range l.Kinds() {
		n, right, harm := l.Count(c)
		fmt.Fprintf(os.Stderr, "%-12s %6d proposals, %6d right, %5d harmful\n", c, n, right, harm)
		for _, harm := range []bool{true, false} {
			for _, x := range l.Commonest(c, harm, *list) {
				fmt.Fprintf(os.Stderr, "  harm %v: %d [%s] %s → %s\n", harm, x.Count, x.Raw, x.Clean, x.Truth)
			}
		}
	}
	var b bytes.Buffer // a table that fails leaves the former one alone
	var err error
	if *row != "" {
		err = l.FitRow(&b, *row)
	} else {
		err = l.Fit(&b)
	}
	if err != nil {
		return err
	}
	return os.WriteFile(*out, b.Bytes(), 0o666)
}
