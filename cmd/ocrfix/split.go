package main

import (
	"bytes"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"ocrfix/cmd/internal/record"
	"ocrfix/ocrfix"
)

// A splitRun is one call of the verb split.
type splitRun struct {
	app     *app
	read    readFlags
	correct correctFlags

	out         string
	format      string
	raw         bool
	only        string
	minStrength int
	with        []string
	decided     string // path of a file of decisions
}

// A splitFormat writes sections and commitments in one format.
type splitFormat struct {
	name  string
	write func(w io.Writer, res *ocrfix.Result, only string) error
}

func (f splitFormat) String() string { return f.name }

// splitFormats are the formats of the verb split; a further writer is one line.
var splitFormats = record.FormatList[splitFormat]{
	{"json", func(w io.Writer, res *ocrfix.Result, _ string) error { return ocrfix.WriteJSON(w, res) }},
	{"md", func(w io.Writer, res *ocrfix.Result, _ string) error { return ocrfix.WriteOutline(w, res) }},
	{"csv", writeSplitCSV},
	{"xlsx", writeXLSX},
	{"akn", func(w io.Writer, res *ocrfix.Result, _ string) error { return ocrfix.WriteAKN(w, res) }},
}

// What --only can be.
const (
	onlySections    = "sections"
	onlyCommitments = "commitments"
)

func (a *app) splitCmd() *cobra.Command {
	r := &splitRun{app: a}
	cmd := &cobra.Command{
		Use:   "split [flags] PATH",
		Short: "List sections and commitments",
		Long: `split cleans a document, finds its sections, and lists what the parties
undertook to do: a clause in which an identifiable actor binds itself to
something that can be checked. Each commitment quotes its clause, with page and
line, and says whether a correction touched a negation or a date in it.

Strengths: 4 mandatory (shall, undertakes to), 3 firm promise (will, agrees to),
2 qualified (shall endeavour), 1 intention (intends, aims, offers).`,
		Example: `  ocrfix split record.txt                             as JSON
  ocrfix split --format md record.txt                 an outline to read
  ocrfix split --format csv -o promises.csv record.txt
  ocrfix split --format xlsx -o promises.xlsx record.txt
  ocrfix split --min-strength 3 --with procedural treaty.txt
  ocrfix split --only sections --format csv treaty.txt`,
		Args: countArgs(1, 1),
		Annotations: exitStatuses(
			"0  done, whether or not there are any",
			"2  wrong usage, or the document could not be read"),
		RunE: func(cmd *cobra.Command, args []string) error { return r.run(args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&r.out, "output", "o", "", "write to the file `OUT` instead of standard output")
	flags.StringVarP(&r.format, "format", "f", "json", "format of the result: "+strings.Join(splitFormats.Names(), ", "))
	flags.BoolVar(&r.raw, "raw", false, "take the text as it was read, uncorrected")
	flags.StringVar(&r.only, "only", "", "list only `WHAT`: sections, commitments")
	flags.IntVar(&r.minStrength, "min-strength", 0, "leave out commitments weaker than `N`, 1 to 4")
	flags.StringSliceVar(&r.with, "with", nil, "also list clauses of `KIND`: procedural, request")
	flags.StringVar(&r.decided, "decisions", "", "follow what a person decided: `FILE`, and what ocrfix review keeps of commitments beside it")
	r.read.register(cmd)
	r.correct.register(cmd)
	completeWith(cmd, "format", splitFormats.Names()...)
	completeWith(cmd, "only", onlySections, onlyCommitments)
	completeWith(cmd, "with", ocrfix.KindProcedural, ocrfix.KindRequest)
	return cmd
}

func (r *splitRun) run(path string) error {
	write, opt, err := r.prepare()
	if err != nil {
		return err
	}
	cleaner, err := r.correct.cleaner(r.app)
	if err != nil {
		return err
	}
	if r.out != "" && r.out != stdin {
		if err := refuseOverwrite([]string{r.out}, []string{path}); err != nil {
			return err
		}
	}
	d, err := r.app.loadFile(path, &r.read)
	if err != nil {
		return err
	}
	res := &ocrfix.Result{Document: d, Text: d.Text}
	if !r.raw {
		if res, err = cleaner.Clean(d); err != nil {
			return named(path, err)
		}
	}
	decided := func() {} // what is made of commitments
	if r.decided != "" {
		if decided, err = r.follow(res); err != nil {
			return named("--decisions "+r.decided, err)
		}
	}
	res.Structure(opt)
	decided()
	switch r.only {
	case onlySections:
		res.Commitments = nil
	case onlyCommitments:
		res.Sections = nil
	}
	var b bytes.Buffer
	if err := write(&b, res, r.only); err != nil {
		return err
	}
	return r.app.emit(r.out, b.Bytes(), path)
}

// follow replays decisions in a result, and gives the function that replays what
// was made of its commitments, once it has them.
func (r *splitRun) follow(res *ocrfix.Result) (func(), error) {
	if _, err := os.Stat(r.decided); err != nil {
		return nil, err
	}
	list, err := record.ReadDecisions(r.decided)
	if err != nil {
		return nil, err
	}
	if !r.raw {
		if err := list.Replay(res); err != nil {
			return nil, err
		}
	}
	clauses, err := readClauses(clausesPath(r.decided))
	return func() { clauses.replay(res) }, err
}

// prepare checks the flags.
func (r *splitRun) prepare() (func(io.Writer, *ocrfix.Result, string) error, *ocrfix.StructureOptions, error) {
	format, err := splitFormats.Find(r.format)
	switch {
	case err != nil:
		return nil, nil, err
	case r.only != "" && r.only != onlySections && r.only != onlyCommitments:
		return nil, nil, usagef("--only %s: must be sections or commitments", r.only)
	case r.minStrength < 0 || r.minStrength > 4:
		return nil, nil, usagef("--min-strength %d: must be from 1 to 4", r.minStrength)
	}
	opt := &ocrfix.StructureOptions{Lang: r.correct.lang}
	opt.Commitments.MinStrength = r.minStrength
	for _, kind := range r.with {
		switch kind {
		case ocrfix.KindProcedural:
			opt.Commitments.Procedural = true
		case ocrfix.KindRequest:
			opt.Commitments.Requests = true
		default:
			return nil, nil, usagef("--with %s: must be procedural or request", kind)
		}
	}
	return format.write, opt, nil
}

// writeSplitCSV writes one table: the commitments, unless only the sections
// are wanted.
func writeSplitCSV(w io.Writer, res *ocrfix.Result, only string) error {
	if only == onlySections {
		return ocrfix.WriteSectionsCSV(w, res)
	}
	return ocrfix.WriteCommitmentsCSV(w, res)
}
