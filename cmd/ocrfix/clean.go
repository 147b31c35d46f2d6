package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"ocrfix/cmd/internal/record"
	"ocrfix/lexicon"
	"ocrfix/ocrfix"
)

// A cleanRun is one call of the verb clean.
type cleanRun struct {
	app     *app
	read    readFlags
	correct correctFlags

	out        string
	format     string
	raw        bool
	check      bool
	uncertain  string
	jobs       int
	minQuality float64
	reflow     bool
	furniture  string
	decided    string // path of a file of decisions

	cleaner   *ocrfix.Cleaner
	writer    record.Format
	decisions *record.Decisions // what a person decided, replayed in every result
}

func (a *app) cleanCmd() *cobra.Command {
	r := &cleanRun{app: a}
	cmd := &cobra.Command{
		Use:   "clean [flags] PATH…",
		Short: "Give the text as the page had it",
		Long: `clean reads documents, repairs what the OCR engine misread and writes the
cleaned text. PATH is a file, a folder (every document below it), an archive
(.zip, .tar, .tar.gz or .tar.xz: every document in it) or - for standard input.

Without -o the result goes to standard output. With -o OUT, one file goes to
the file OUT; several, or a folder, go to OUT/<path below the folder with the
ending of the format>. Inputs that would write the same name keep their full
name: b.pdf and b.txt become b.pdf.txt and b.txt.txt. An output appears under
its name only when it is whole, and an input is never overwritten.`,
		Example: `  ocrfix clean record.txt                          to standard output
  ocrfix clean -o cleaned.txt record.txt           to a file
  ocrfix clean -o cleaned/ --format json archive/  a folder, with every change
  pdftotext scan.pdf - | ocrfix clean -            from standard input
  ocrfix clean --check archive/                    name the files that would change
  ocrfix clean --disable realword,name --protect names.txt record.txt
  ocrfix clean --threshold 0.98 record.txt         only what is nearly certain`,
		Args: countArgs(1, -1),
		Annotations: exitStatuses(
			"0  done",
			"1  --check: at least one text would change",
			"2  wrong usage, or no input could be cleaned",
			"3  finished, but some inputs failed; each is named"),
		RunE: func(cmd *cobra.Command, args []string) error { return r.run(cmd.Context(), args) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&r.out, "output", "o", "", "write to `OUT`, a file for one input, a folder for several")
	flags.StringVarP(&r.format, "format", "f", "txt", "format of the result: "+strings.Join(record.Formats.Names(), ", "))
	flags.BoolVar(&r.raw, "raw", false, "write what was read, uncorrected")
	flags.BoolVar(&r.check, "check", false, "write nothing; name the inputs that would change")
	flags.StringVar(&r.uncertain, "uncertain", "leave", "what to do with suggestions below the threshold: `leave|mark` (mark: \"word[?suggestion]\")")
	flags.IntVarP(&r.jobs, "jobs", "j", 0, "clean `N` documents at the same time (0: one a processor); the result is the same")
	flags.Float64Var(&r.minQuality, "min-quality", 0, "refuse a text of which a smaller `SHARE` of words is known, 0 to 1")
	flags.BoolVar(&r.reflow, "reflow", false, "give running paragraphs instead of the lines of the page")
	flags.StringVar(&r.furniture, "furniture", "keep", "what to do with running heads and page numbers: `keep|mark|drop` (mark: as suggestions)")
	flags.StringVar(&r.decided, "decisions", "", "replay what a person decided, from `FILE` (see ocrfix review)")
	r.read.register(cmd)
	r.correct.register(cmd)
	completeWith(cmd, "format", record.Formats.Names()...)
	completeWith(cmd, "uncertain", "leave", "mark")
	completeWith(cmd, "furniture", "keep", "mark", "drop")
	return cmd
}

func (r *cleanRun) run(ctx context.Context, args []string) error {
	if err := r.prepare(); err != nil {
		return err
	}
	l, err := expand(args, r.out)
	if err != nil {
		return err
	}
	defer l.close()
	out := r.out
	if r.check {
		out = ""
	}
	dest, err := planOutputs(l, out, r.writer.Ending)
	if err != nil {
		return err
	}
	if dest.stdout && !r.check && len(l.inputs) > 1 && !r.writer.Stream {
		return usagef("several %s documents cannot share standard output", r.format).hint("give a folder with -o")
	}
	r.app.sayPassed(l)
	return r.all(ctx, l.inputs, dest)
}

// prepare checks the flags.
func (r *cleanRun) prepare() error {
	var err error
	if r.writer, err = record.Formats.Find(r.format); err != nil {
		return err
	}
	switch {
	case r.uncertain != "leave" && r.uncertain != "mark":
		return usagef("--uncertain %s: must be leave or mark", r.uncertain)
	case r.uncertain == "mark" && r.format != "txt":
		return usagef("--uncertain mark is for --format txt").hint("the other formats show suggestions in their own way")
	case r.jobs < 0:
		return usagef("--jobs %d: must not be negative", r.jobs)
	case !(r.minQuality >= 0 && r.minQuality <= 1):
		return usagef("--min-quality %g: must be from 0 to 1", r.minQuality)
	case r.furniture != "keep" && r.furniture != "mark" && r.furniture != "drop":
		return usagef("--furniture %s: must be keep, mark or drop", r.furniture)
	case r.raw && (r.reflow || r.furniture != "keep"):
		return usagef("--raw changes nothing, so there is nothing to reflow or drop")
	case r.writer.InPlace && (r.reflow || r.furniture != "keep"):
		return usagef("--format %s keeps the lines of the page", r.format).hint("--reflow and --furniture are for the other formats")
	case r.raw && (r.minQuality > 0 || r.uncertain == "mark"):
		return usagef("--raw finds no changes, so there is nothing to judge a text by or to mark")
	case r.raw && r.check:
		return usagef("--raw changes nothing, so there is nothing to --check")
	}
	if r.jobs == 0 {
		r.jobs = runtime.GOMAXPROCS(0)
	}
	if err := r.readDecided(); err != nil {
		return err
	}
	r.cleaner, err = r.correct.cleaner(r.app)
	return err
}

// readDecided reads the file of --decisions, which must be there.
func (r *cleanRun) readDecided() (err error) {
	if r.decided == "" {
		return nil
	}
	if r.raw {
		return usagef("--raw changes nothing, so there are no --decisions to replay")
	}
	if _, err = os.Stat(r.decided); err == nil {
		r.decisions, err = record.ReadDecisions(r.decided)
	}
	if err != nil {
		return named("--decisions "+r.decided, err)
	}
	return nil
}

// A cleaned is what became of one input.
type cleaned struct {
	data     []byte // for standard output
	changed  bool
	applied  int
	suggests int
	notes    []string
	err      error
	unkept   bool // err is of writing
}

// all cleans every input and sums up.
func (r *cleanRun) all(ctx context.Context, inputs []input, dest plan) error {
	var changed, failed, applied, suggests int
	meter := r.app.newMeter(len(inputs))
	err := inOrder(ctx, len(inputs), r.jobs,
		func(i int) cleaned {
			c := cleaned{}
			c.err = guard(func() (err error) {
				c, err = r.one(inputs[i])
				if err == nil && !dest.stdout && len(inputs) == 1 {
					err = refuseExpanded(dest.paths[i], []string{inputs[i].path}, c.data)
				}
				if err == nil && !dest.stdout {
					err = r.app.partials.write(dest.paths[i], c.data)
					c.data, c.unkept = nil, err != nil
				}
				return err
			})
			return c
		},
		func(i int, c cleaned) error {
			path := inputs[i].path
			meter.step(path, c.err)
			if c.err != nil {
				if failed++; c.unkept {
					path = dest.paths[i]
				}
				r.app.ui.failed(path, c.err)
				return nil
			}
			for _, n := range c.notes {
				r.app.ui.note(path, n)
			}
			applied += c.applied
			suggests += c.suggests
			if c.changed {
				changed++
			}
			return r.emit(path, c, dest)
		})
	meter.finish()
	if err != nil {
		return err
	}
	if len(inputs) > 1 && !r.check {
		r.app.ui.say("%s cleaned, %s applied, %s left to judge", plural(len(inputs)-failed, "document"), plural(applied, "change"), plural(suggests, "suggestion"))
	}
	switch {
	case failed == len(inputs):
		return errNothing
	case failed > 0:
		return errPartly
	case r.check && changed > 0:
		return errDiffer
	}
	return nil
}

// emit writes to standard output what belongs there.
func (r *cleanRun) emit(path string, c cleaned, dest plan) error {
	switch {
	case r.check && c.changed:
		_, err := fmt.Fprintln(r.app.out, path)
		return err
	case !r.check && dest.stdout:
		_, err := r.app.out.Write(c.data)
		return err
	}
	return nil
}

// one cleans one input and renders the result.
func (r *cleanRun) one(in input) (cleaned, error) {
	d, err := r.app.load(in, &r.read)
	if err != nil {
		return cleaned{}, err
	}
	res, err := r.result(d)
	if err != nil {
		return cleaned{}, err
	}
	c := cleaned{changed: res.Text != d.Text, notes: d.Source.Notes}
	for _, e := range res.Edits {
		if e.Applied {
			c.applied++
		} else {
			c.suggests++
		}
	}
	if !r.raw && res.Lang == "" && strings.ContainsFunc(d.Text, unicode.IsLetter) {
		c.notes = append(slices.Clip(c.notes), unrepaired(c.changed))
	}
	if r.check {
		return c, nil
	}
	if r.uncertain == "mark" {
		c.data = []byte(markUncertain(res))
		return c, nil
	}
	if !r.writer.Bare {
		res.Structure(&ocrfix.StructureOptions{Lang: r.correct.lang})
	}
	c.data, err = r.writer.Render(res)
	return c, err
}

// unrepaired says that a text is in no language with data.
func unrepaired(changed bool) string {
	text := "no language that is repaired (" + strings.Join(lexicon.Languages(), ", ") + ")"
	if !changed {
		text += ": nothing is changed"
	}
	return text
}

// result corrects d, unless it is wanted raw.
func (r *cleanRun) result(d *ocrfix.Document) (*ocrfix.Result, error) {
	if r.raw {
		return &ocrfix.Result{Document: d, Text: d.Text}, nil
	}
	return r.maker().Result(d)
}

// maker says how documents are cleaned.
func (r *cleanRun) maker() *record.Maker {
	return &record.Maker{
		Cleaner: r.cleaner, Lang: r.correct.lang, MinQuality: r.minQuality, Decisions: r.decisions,
		Furniture: ocrfix.FurnitureMode(r.furniture), Reflow: r.reflow,
	}
}

// markUncertain gives the cleaned text with every suggestion that was not
// applied shown behind what stands: "gamed[?gained]".
func markUncertain(res *ocrfix.Result) string {
	var b strings.Builder
	raw, at := res.Document.Text, 0
	for _, e := range res.Edits {
		b.WriteString(raw[at:e.Start])
		if e.Applied {
			b.WriteString(e.New)
		} else {
			b.WriteString(raw[e.Start:e.End] + "[?" + e.New + "]")
		}
		at = e.End
	}
	b.WriteString(raw[at:])
	return b.String()
}
