package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ocrfix/lexicon"
)

func (a *app) lexiconCmd() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lexicon",
		Short: "Look into the language data",
		Long: `lexicon shows what the built-in language data knows: where it comes from, and
how likely a word is.`,
		Example: `  ocrfix lexicon info
  ocrfix lexicon lookup treaty mteroperab1l1ty`,
		Annotations: exitStatuses("0  done", "2  wrong usage"),
		Args:        cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usagef("lexicon has no verb %q", args[0]).hint("ocrfix lexicon info, or ocrfix lexicon lookup WORD…")
			}
			return cmd.Help()
		},
	}
	cmd.AddCommand(a.lexiconInfoCmd(), a.lexiconLookupCmd())
	return cmd
}

func (a *app) lexiconInfoCmd() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:         "info [flags]",
		Short:       "Show the languages, the size of their data and its sources",
		Example:     "  ocrfix lexicon info\n  ocrfix lexicon info --format json",
		Args:        countArgs(0, 0),
		Annotations: exitStatuses("0  done", "2  wrong usage"),
		RunE: func(*cobra.Command, []string) error {
			var infos []langInfo
			for _, lang := range lexicon.Languages() {
				info := langInfo{Meta: lexicon.Builtin(lang).Meta()}
				if f := lexicon.BuiltinForms(lang); f != nil {
					info.Forms = new(f.Meta())
				}
				if m := lexicon.BuiltinMarks(lang); m != nil {
					info.Marks = new(m.Meta())
				}
				infos = append(infos, info)
			}
			return writeFormat(a.out, format, infos, writeInfo)
		},
	}
	registerFormat(cmd, &format)
	return cmd
}

// A langInfo describes the data of a language.
type langInfo struct {
	lexicon.Meta
	Forms *lexicon.FormsMeta `json:"forms,omitempty"`
	Marks *lexicon.MarksMeta `json:"marks,omitempty"`
}

// writeInfo writes the descriptions of the language data for a person.
func writeInfo(w io.Writer, infos []langInfo) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "language\tversion\twords\tbigrams\ttrigrams\ttokens\t")
	for _, m := range infos {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\t%d\t\n", m.Lang, m.Version, m.Words, m.Bigrams, m.Trigrams, m.Tokens)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	for _, m := range infos {
		if _, err := fmt.Fprintf(w, "\n%s is built from\n  %s\n", m.Lang, strings.Join(m.Sources, "\n  ")); err != nil {
			return err
		}
		if f := m.Forms; f != nil {
			if _, err := fmt.Fprintf(w, "\n%s has %d forms besides (%s), made from\n  %s\n", m.Lang, f.Words, f.Licence, strings.Join(f.Sources, "\n  ")); err != nil {
				return err
			}
		}
		if k := m.Marks; k != nil {
			if _, err := fmt.Fprintf(w, "\n%s has %d features of the marks between words, learned from %d places in\n  %s\n", m.Lang, k.Features, k.Places, strings.Join(k.Sources, "\n  ")); err != nil {
				return err
			}
		}
	}
	return nil
}

// A lookup is what one language knows of a word.
type lookup struct {
	Word  string `json:"word"`
	Lang  string `json:"lang"`
	Known bool   `json:"known"`
	Form  bool   `json:"form"` // not known, but in the list of forms
	// Cost is the negative logarithm of the word's probability without
	// context, in nats; for a word that is not known, that of its letters
	// under the character model.
	Cost float64  `json:"cost"`
	Seen []string `json:"seen"` // in running text, a word list, a list of names
}

func (a *app) lexiconLookupCmd() *cobra.Command {
	var format, lang string
	cmd := &cobra.Command{
		Use:   "lookup [flags] WORD…",
		Short: "Show whether words are known, from where, and how likely they are",
		Long: `lookup shows for each word whether it is known, where it was seen (running text,
word lists, lists of names) and its cost in nats, the negative logarithm of its
probability: 5 is common, 15 is rare. Case does not matter. A word that is not
known has the cost of its letters, as the model for unlisted names gives it; a
form is such a word that stands in the list of forms of French, which keeps it
from being changed.`,
		Example:     "  ocrfix lexicon lookup treaty démarche mteroperab1l1ty\n  ocrfix lexicon lookup --format json Tallinn",
		Args:        countArgs(1, -1),
		Annotations: exitStatuses("0  done", "2  wrong usage"),
		RunE: func(_ *cobra.Command, words []string) error {
			langs := lexicon.Languages()
			if lang != "" {
				if lexicon.Builtin(lang) == nil {
					return usagef("there is no built-in data for %q", lang).hint("the languages are " + strings.Join(langs, ", "))
				}
				langs = []string{lang}
			}
			var found []lookup
			for _, word := range words {
				for _, lang := range langs {
					found = append(found, lookUp(lexicon.Builtin(lang), word))
				}
			}
			return writeFormat(a.out, format, found, writeLookups)
		},
	}
	registerFormat(cmd, &format)
	cmd.Flags().StringVar(&lang, "lang", "", "look in one `LANGUAGE` only")
	completeWith(cmd, "lang", lexicon.Languages()...)
	return cmd
}

func lookUp(l *lexicon.Lexicon, word string) lookup {
	found := lookup{Word: word, Lang: l.Meta().Lang, Seen: []string{}}
	id := l.Lookup(word)
	if id == lexicon.NoWord {
		found.Form = lexicon.BuiltinForms(found.Lang).Has(word)
		found.Cost = float64(l.Letters(lexicon.Fold(word))) / float64(lexicon.Nat)
		return found
	}
	found.Known = true
	found.Cost = float64(l.Unigram(id)) / float64(lexicon.Nat)
	for _, f := range []struct {
		flag uint8
		name string
	}{{lexicon.FlagCorpus, "text"}, {lexicon.FlagListed, "list"}, {lexicon.FlagName, "names"}} {
		if l.Flags(id)&f.flag != 0 {
			found.Seen = append(found.Seen, f.name)
		}
	}
	return found
}

func writeLookups(w io.Writer, found []lookup) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, f := range found {
		known := "unknown"
		switch {
		case f.Form:
			known = "form"
		case f.Known:
			known = "known from " + strings.Join(f.Seen, ", ")
		}
		fmt.Fprintf(t, "%s\t%s\t%.2f\t%s\n", f.Word, f.Lang, f.Cost, known)
	}
	return t.Flush()
}

// registerFormat gives a verb the flag --format text|json.
func registerFormat(cmd *cobra.Command, format *string) {
	cmd.Flags().StringVarP(format, "format", "f", "text", "format of the result: text, json")
	completeWith(cmd, "format", "text", "json")
}

// writeFormat writes a value as indented JSON or, with text, for a person.
func writeFormat[T any](w io.Writer, format string, value T, text func(io.Writer, T) error) error {
	switch format {
	case "text":
		return text(w, value)
	case "json":
		enc := json.NewEncoder(w)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(value)
	}
	return usagef("there is no format %q", format).hint("the formats are text, json")
}
