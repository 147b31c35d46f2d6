// Command ocrlex builds the language files that ocrfix embeds.
//
//	ocrlex build -corpora DIR -lang en -o lexicon/data/en.lex
//	ocrlex forms -corpora DIR -lang fr -o lexicon/data/fr.forms
//	ocrlex marks -corpora DIR -lang en -o lexicon/data/en.marks
//	ocrlex perplexity FILE.lex < TEXT
//	ocrlex perplexity FILE.marks < TEXT
//
// The recipe of each language stands in recipes.go; MODEL.md beside the data
// says what came out.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"ocrfix/lexicon"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "ocrlex:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("say what to do: build, forms, marks or perplexity")
	}
	switch args[0] {
	case "build":
		return build(args[1:])
	case "forms":
		return forms(args[1:])
	case "marks":
		return marks(args[1:])
	case "perplexity":
		return perplexity(args[1:])
	}
	return fmt.Errorf("unknown verb %q: build, forms, marks or perplexity", args[0])
}

func build(args []string) error {
	fs := flag.NewFlagSet("build", flag.ContinueOnError)
	corpora := fs.String("corpora", "../shared/corpora", "folder of the corpora")
	lang := fs.String("lang", "en", "language")
	out := fs.String("o", "", "file to write")
	if err := fs.Parse(args); err != nil {
		return err
	}
	recipe, ok := recipes[*lang]
	if !ok || *out == "" {
		return fmt.Errorf("need -o FILE and a language with a recipe, not %q", *lang)
	}
	b, failed, err := recipe.builder(*corpora, *lang)
	if err != nil {
		return err
	}
	b.Log = func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) }
	data, err := b.Build()
	if err != nil {
		return err
	}
	if err := failed(); err != nil {
		return err
	}
	return writeFile(*out, data)
}

// writeFile writes a file whole or not at all.
func writeFile(path string, data []byte) error {
	tmp := path + ".tmp"
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		return err
	}
	if err := os.WriteFile(tmp, data, 0o666); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "%s: %d bytes\n", path, len(data))
	return os.Rename(tmp, path)
}

// perplexity measures a language file, or a file of marks, on held-out text, a
// paragraph a line.
func perplexity(args []string) error {
	if len(args) != 1 {
		return fmt.Errorf("need one language file or file of marks")
	}
	data, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	if strings.HasSuffix(args[0], ".marks") {
		return marksLoss(string(data), in)
	}
	lex, err := lexicon.Open(string(data))
	if err != nil {
		return err
	}
	if err := lex.Check(); err != nil {
		return err
	}
	var m lexicon.Perplexity
	for in.Scan() {
		m.Add(lex, in.Text())
	}
	fmt.Printf("tokens %d, unknown %.2f %%, perplexity %.1f, n-grams hit 3/2/1: %.1f %% %.1f %% %.1f %%\n",
		m.Tokens, 100*m.UnknownShare(), m.Value(), 100*m.Hits(3), 100*m.Hits(2), 100*m.Hits(1))
	return in.Err()
}
