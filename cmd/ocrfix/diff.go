package main

import (
	"bytes"
	"io"
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

// A comparison is what a diff shows: a raw text and the edits that lead to the
// other.
type comparison struct {
	res   *ocrfix.Result
	opt   ocrfix.DiffOptions
	truth *string // nil when not known
}

// A diffFormat writes a comparison in one format.
type diffFormat struct {
	name  string
	write func(io.Writer, comparison) error
}

// formatHTML is the one format that a truth says something about.
const formatHTML = "html"

// diffFormats are the formats of the verb diff.
var diffFormats = []diffFormat{
	{"unified", func(w io.Writer, c comparison) error {
		return ocrfix.DiffUnified(w, c.res.Document.Text, c.res.Edits, c.opt)
	}},
	{"words", func(w io.Writer, c comparison) error {
		return ocrfix.DiffWords(w, c.res.Document.Text, c.res.Edits, c.opt)
	}},
	{"side", func(w io.Writer, c comparison) error {
		return ocrfix.DiffSide(w, c.res.Document.Text, c.res.Edits, c.opt)
	}},
	{formatHTML, func(w io.Writer, c comparison) error {
		return diffpage.Write(w, &diffpage.Comparison{
			Document: c.res.Document, Edits: c.res.Edits, Text: c.res.Text, Lang: c.res.Lang,
			RawName: c.opt.RawName, CleanName: c.opt.CleanName, Context: max(c.opt.Context, 0), Truth: c.truth,
		})
	}},
	{"json", func(w io.Writer, c comparison) error { return ocrfix.WriteEditsJSON(w, c.res.Edits) }},
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
gives the error rates and says which changes were right.`,
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
	flags.StringVarP(&r.format, "format", "f", "unified", "format of the result: "+strings.Join(diffNames(), ", "))
	flags.IntVarP(&r.context, "context", "U", 3, "show `N` unchanged lines around a change")
	flags.IntVar(&r.width, "width", 0, "columns of --format side (0: those of the terminal, else 130)")
	flags.StringVar(&r.truth, "truth", "", "`FILE` with the text as the page has it, for --format html")
	r.read.register(cmd)
	r.correct.register(cmd)
	completeWith(cmd, "format", diffNames()...)
	return cmd
}

func diffNames() []string {
	var names []string
	for _, f := range diffFormats {
		names = append(names, f.name)
	}
	return names
}

func (r *diffRun) run(args []string) error {
	write, err := r.prepare(args)
	if err != nil {
		return err
	}
	res, err := r.compare(args)
	if err != nil {
		return err
	}
	c := comparison{res: res, opt: ocrfix.DiffOptions{
		RawName:   args[0],
		CleanName: args[len(args)-1],
		Context:   r.context,
		Color:     r.app.ui.onOut() && r.out == "",
		Width:     r.columns(),
	}}
	if r.truth != "" {
		d, err := r.app.loadFile(r.truth, &r.read)
		if err != nil {
			return err
		}
		c.truth = &d.Text
	}
	if len(args) == 1 {
		c.opt.CleanName += "\t(cleaned)" // what follows a tab is no part of the name for patch
		if r.format == formatHTML {
			c.opt.CleanName = "cleaned"
		}
	}
	if r.context == 0 {
		c.opt.Context = -1 // none
	}
	var b bytes.Buffer
	if err := write(&b, c); err != nil {
		return err
	}
	if err := r.app.emit(r.out, b.Bytes()); err != nil {
		return err
	}
	if res.Text != res.Document.Text {
		return errDiffer
	}
	return nil
}

// prepare checks the flags.
func (r *diffRun) prepare(args []string) (func(io.Writer, comparison) error, error) {
	if r.context < 0 {
		return nil, usagef("--context %d: must not be negative", r.context)
	}
	if r.width < 0 || r.width > mostColumns {
		return nil, usagef("--width %d: must be from 0 to %d", r.width, mostColumns)
	}
	inputs := args
	if r.truth != "" {
		if r.format != formatHTML {
			return nil, usagef("--truth says something only with --format html").hint("ocrfix eval RAW TRUTH gives the error rates")
		}
		inputs = append(slices.Clip(args), r.truth)
	}
	once := 0
	for _, path := range inputs {
		if path == stdin {
			once++
		}
	}
	if once > 1 {
		return nil, usagef("standard input (-) can be read only once")
	}
	if r.out != "" && r.out != stdin {
		if err := refuseOverwrite([]string{r.out}, inputs); err != nil {
			return nil, err
		}
	}
	for _, f := range diffFormats {
		if f.name == r.format {
			return f.write, nil
		}
	}
	return nil, usagef("there is no format %q", r.format).hint("the formats are " + strings.Join(diffNames(), ", "))
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
