package main

import (
	"flag"
	"fmt"
	"iter"
	"os"
	"path/filepath"

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
		Meta: lexicon.MarksMeta{Lang: *lang, Version: 1, Sources: recipe.texts},
		Lex:  lexicon.Builtin(*lang),
		Max:  *most,
		Log:  func(format string, args ...any) { fmt.Fprintf(os.Stderr, format+"\n", args...) },
		Paragraphs: func() iter.Seq[string] {
			return func(yield func(string) bool) {
				for _, t := range recipe.texts {
					ok, err := paragraphs(filepath.Join(*corpora, t+".txt.xz"), yield)
					if readErr = err; err != nil || !ok {
						return
					}
				}
			}
		},
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
