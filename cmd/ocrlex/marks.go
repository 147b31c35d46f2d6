package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"

	"ocrfix/lexicon"
)

// marks writes the file of marks of a language.
func marks(args []string) error {
	fs := flag.NewFlagSet("marks", flag.ContinueOnError)
	corpora := fs.String("corpora", "../shared/corpora", "folder of the corpora")
	lang := fs.String("lang", "en", "language")
	out := fs.String("o", "", "file to write")
	most := fs.Int("max", 0, "features kept, 0: as the recipe says")
	if err := fs.Parse(args); err != nil {
		return err
	}
	recipe, ok := recipes[*lang]
	if !ok || *out == "" {
		return fmt.Errorf("need -o FILE and a language with a recipe, not %q", *lang)
	}
	if *most == 0 {
		*most = recipe.maxMarks
	}
	var readErr error
	b := &lexicon.MarksBuilder{
		Meta:       lexicon.MarksMeta{Lang: *lang, Version: 1, Sources: recipe.texts},
		Lex:        lexicon.Builtin(*lang),
		Paragraphs: recipe.runningText(*corpora, &readErr),
		Max:        *most,
		Log:        func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) },
	}
	data, err := b.Build()
	if err != nil {
		return err
	}
	if readErr != nil {
		return readErr
	}
	return writeFile(*out, data)
}

// marksLoss measures a file of marks on what in has, a paragraph a line.
func marksLoss(data string, in *bufio.Scanner) error {
	m, err := lexicon.OpenMarks(data, nil) // only to see of which language
	if err != nil {
		return err
	}
	lex := lexicon.Builtin(m.Meta().Lang)
	if lex == nil {
		return fmt.Errorf("no lexicon of the language %q", m.Meta().Lang)
	}
	if m, err = lexicon.OpenMarks(data, lex); err != nil {
		return err
	}
	var l lexicon.MarksLoss
	for in.Scan() {
		l.Add(m, in.Text())
	}
	fmt.Printf("places %d, %.4f nats a place\n", l.Places, l.Nats/float64(max(l.Places, 1)))
	return in.Err()
}
