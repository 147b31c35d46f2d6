package main

import (
	"bytes"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"ocrfix/cmd/ocrfix/internal/diffpage"
	"ocrfix/ocrfix"
)

// A diffRun is one call of the verb diff.
type diffRun struct {
	app     *app
	read    readFlags
	correct correctFlags

	out     string
	format  string
	context int
	width   int
	truth   string
}

func (a *app) diffCmd() *cobra.Command {
	r := &diffRun{app: a}
	cmd := &cobra.Command{
		Use:   "diff [flags] RAW [CLEANED]",
		Short: "Show what changed, raw against cleaned",
		Long: `diff shows how the cleaned text differs from the raw one. Without CLEANED it
cleans RAW itself; with --format json or html every change then has its rule,
cost, confidence and alternatives, suggestions included. With CLEANED it
compares the two texts as they are. RAW and CLEANED may be of any format that is
read: text, PDF, hOCR, ALTO, PAGE.

--format html writes one file for a browser that needs no network: filters by
class, rule, page and confidence, a table of what was read for what, keys j and
k to go through the changes. With --truth FILE, the text as the page has it, it
gives the error rates and says which changes were right; so does json, change by
change, and the other formats say it on standard error.`,
		Example: `  ocrfix diff record.txt                     what cleaning would change
  ocrfix diff --format words record.txt      within the lines: [-d1g1tal-]{+digital+}
  ocrfix diff --format side record.txt       side by side, as wide as the terminal
  ocrfix diff --format html -o diff.html record.txt
  ocrfix diff record.txt cleaned.txt         two texts
  ocrfix diff --format json record.txt       the list of edits
  ocrfix diff --context 0 record.txt | grep '^[-+]'`,
		Args: countArgs(1, 2),
		Annotations: exitStatuses(
			"0  the texts are the same",
			"1  they differ",
			"2  wrong usage, or a text could not be read"),
		RunE: func(cmd *cobra.Command, args []string) error { return r.run(args) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&r.out, "output", "o", "", "write to the file `OUT` instead of standard output")
	flags.StringVarP(&r.format, "format", "f", "unified", "format of the result: "+strings.Join(diffpage.Formats.Names(), ", "))
	flags.IntVarP(&r.context, "context", "U", 3, "show `N` unchanged lines around a change")
	flags.IntVar(&r.width, "width", 0, "columns of --format side (0: those of the terminal, else 130)")
	flags.StringVar(&r.truth, "truth", "", "`FILE` with the text as the page has it: says which changes were right")
	r.read.register(cmd)
	r.correct.register(cmd)
	completeWith(cmd, "format", diffpage.Formats.Names()...)
	return cmd
}

func (r *diffRun) run(args []string) error {
	format, err := r.prepare(args)
	if err != nil {
		return err
	}
	res, err := r.compare(args)
	if err != nil {
		return err
	}
	c := &diffpage.Comparison{
		Document: res.Document, Edits: res.Edits, Text: res.Text, Lang: res.Lang,
		RawName: args[0], CleanName: args[len(args)-1], Context: r.context,
		Color: r.app.ui.onOut() && r.out == "", Width: r.columns(),
	}
	if len(args) == 1 {
		c.CleanName += "\t(cleaned)" // what follows a tab is no part of the name for patch
		if r.format == diffpage.HTML {
			c.CleanName = "cleaned"
		}
	}
	if r.truth != "" {
		d, err := r.app.loadFile(r.truth, &r.read)
		if err != nil {
			return err
		}
		c.Truth = &d.Text
	}
	var b bytes.Buffer
	if err := format.Write(&b, c); err != nil {
		return err
	}
	if err := r.app.emit(r.out, b.Bytes(), args...); err != nil {
		return err
	}
	if c.Truth != nil && r.format != diffpage.HTML && r.format != diffpage.JSON {
		for _, line := range c.Judgement() {
			r.app.ui.say("ocrfix: %s", line)
		}
	}
	if res.Text != res.Document.Text {
		return errDiffer
	}
	return nil
}

// prepare checks the flags and finds the format.
func (r *diffRun) prepare(args []string) (format diffpage.Format, err error) {
	if r.context < 0 {
		return format, usagef("--context %d: must not be negative", r.context)
	}
	if r.width < 0 || r.width > mostColumns {
		return format, usagef("--width %d: must be from 0 to %d", r.width, mostColumns)
	}
	inputs := args
	if r.truth != "" {
		inputs = append(slices.Clip(args), r.truth)
	}
	once := 0
	for _, path := range inputs {
		if path == stdin {
			once++
		}
	}
	if once > 1 {
		return format, usagef("standard input (-) can be read only once")
	}
	if r.out != "" && r.out != stdin {
		if err := refuseOverwrite([]string{r.out}, inputs); err != nil {
			return format, err
		}
	}
	return diffpage.Formats.Find(r.format)
}

const mostColumns = 10_000

// columns gives how wide --format side is.
func (r *diffRun) columns() int {
	if r.width == 0 && r.out == "" {
		if f, ok := r.app.out.(*os.File); ok {
			if n, _, err := term.GetSize(int(f.Fd())); err == nil {
				return n
			}
		}
	}
	return r.width
}

// compare reads the raw text, and reads the cleaned one or makes it.
func (r *diffRun) compare(args []string) (*ocrfix.Result, error) {
	cleaner, err := r.correct.cleaner(r.app)
	if err != nil {
		return nil, err
	}
	d, err := r.app.loadFile(args[0], &r.read)
	if err != nil {
		return nil, err
	}
	if len(args) == 1 {
		res, err := cleaner.Clean(d)
		if err != nil {
			return nil, named(args[0], err)
		}
		return res, nil
	}
	cleaned, err := r.app.loadFile(args[1], &r.read)
	if err != nil {
		return nil, err
	}
	return &ocrfix.Result{Document: d, Text: cleaned.Text, Edits: ocrfix.DiffEdits(d.Text, cleaned.Text)}, nil
}
