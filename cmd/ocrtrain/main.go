// Command ocrtrain learns the tables that ocrfix embeds from pairs of raw and
// true text.
//
//	ocrtrain channel -pairs DIR -o ocrfix/channel.tsv
//	ocrtrain accept -pairs DIR -o ocrfix/accept.tsv
//	ocrtrain measure -pairs DIR
//	ocrtrain outcomes -pairs DIR
//
// A quarter of the documents, chosen by name, is kept out of all learning;
// measure shows it apart.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"strings"

	"ocrfix/ocrfix"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "ocrtrain:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "channel":
			return learnChannel(args[1:])
		case "accept":
			return learnAccept(args[1:])
		case "measure":
			return measure(args[1:])
		case "outcomes":
			return outcomes(args[1:])
		}
	}
	return fmt.Errorf("say what to do: channel, accept, measure or outcomes")
}

// A pair is a line of the pairs files.
type pair struct {
	ID     string `json:"id"`
	Lang   string `json:"lang"`
	Engine string `json:"engine"`
	Level  string `json:"level"`
	Raw    string `json:"raw"`
	Truth  string `json:"truth"`
}

// heldOut says whether a unit is kept out of all learning: a quarter of the
// documents, chosen by their names, every variant of a document alike.
func heldOut(id string) bool {
	doc, _, _ := strings.Cut(id, ".")
	h := fnv.New32a()
	h.Write([]byte(doc))
	return h.Sum32()%4 == 0
}

func readPairs(path string, yield func(pair) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	in.Buffer(nil, 1<<26)
	for in.Scan() {
		var p pair
		if err := json.Unmarshal(in.Bytes(), &p); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if err := yield(p); err != nil {
			return err
		}
	}
	return in.Err()
}

func learnChannel(args []string) error {
	fs := flag.NewFlagSet("channel", flag.ContinueOnError)
	dir := fs.String("pairs", "../shared/pairs", "folder of the pairs")
	out := fs.String("o", "", "file to write")
	all := fs.Bool("all", false, "learn from the held-out quarter too")
	least := fs.Int("least", 2, "leave out rows seen less often")
	if err := fs.Parse(args); err != nil {
		return err
	}
	var l ocrfix.ChannelLearner
	for _, file := range []string{"domain.jsonl", "overproof-train.jsonl", "bln600-train.jsonl"} {
		err := readPairs(filepath.Join(*dir, file), func(p pair) error {
			if heldOut(p.ID) && !*all {
				return nil
			}
			family := p.Engine
			if family == "" {
				family = "newspaper"
			}
			if family == "tesseract" && p.Lang != "en" { // it has a model a language; of other engines there is too little
				family += " " + p.Lang
			}
			l.Add(family, p.Raw, p.Truth)
			return nil
		})
		if err != nil {
			return err
		}
	}
	f, err := os.Create(*out)
	if err != nil {
		return err
	}
	if err := l.WriteTable(f, *least); err != nil {
		return err
	}
	return f.Close()
}
