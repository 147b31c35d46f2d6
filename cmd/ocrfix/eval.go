package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"ocrfix/cmd/internal/record"
	"ocrfix/ocrfix"
)

// maxPairsSize bounds a file of pairs in bytes.
const maxPairsSize byteSize = 2 << 30

// An evalRun is one call of the verb eval.
type evalRun struct {
	app     *app
	read    readFlags
	correct correctFlags

	pairs   []string
	out     string
	format  string
	report  bool
	silence bool
	holdOut holdOut
	where   map[string]string
	list    int
	jobs    int

	cleaner *ocrfix.Cleaner
	each    func(p *pair, m measured) // sees every pair in order, where not nil
}

// A pair is one unit to measure: what was read and what the page has.
type pair struct {
	ID     string `json:"id"`
	Set    string `json:"set"`
	Lang   string `json:"lang"`
	Kind   string `json:"kind"`
	Engine string `json:"engine"`
	Level  string `json:"level"`
	Raw    string `json:"raw"`
	Truth  string `json:"truth"`
}

// A measured is what the cleaner made of a pair.
type measured struct {
	compared *ocrfix.Compared
	silent   []ocrfix.Edit // made in the truth
	err      error
}

func (a *app) evalCmd() *cobra.Command {
	r := &evalRun{app: a}
	cmd := &cobra.Command{
		Use:   "eval [flags] RAW TRUTH | --pairs FILE.jsonl",
		Short: "Measure error rates before and after",
		Long: `eval cleans RAW and compares both with TRUTH, the text as the page has it. It
shows CER, WER and cMER before and after, how many units improved less how many
got worse (preference), the share of the wrong words that were repaired (fixed)
and of the right words that were damaged (broke), each with a 95 % bootstrap
interval. With --silence it also cleans the truth itself and counts the changes
made in 10,000 words that were right.

--pairs reads JSON lines {"id","lang","raw","truth"}, with "engine" and "level"
where known, instead of RAW and TRUTH. A pair without a truth is an error; "" is
the truth of an empty page. --hold-out I/N takes every pair of a
document, that is of an id up to its first full stop, or none; FILE@I/N takes
such a part of one file. FILE+N makes one document of every N of the same
language, engine and level, as archives keep several papers in one file.

--report writes a page with every set by language, engine and level, the errors
by kind, and how often changes are right that are called so likely; --list 100
adds the hundred commonest errors left and made, which quote the texts.`,
		Example: `  ocrfix eval record.txt truth.txt
  ocrfix eval --pairs domain.jsonl --silence
  ocrfix eval --pairs domain.jsonl --where engine=tesseract --where lang=en --list 20
  ocrfix eval --pairs domain.jsonl --pairs news.jsonl@1/4 --report -o BENCHMARK.md
  ocrfix eval --pairs domain.jsonl --report --list 100 -o errors.md
  ocrfix eval --pairs domain.jsonl --hold-out 1/5 --format json`,
		Args: cobra.ArbitraryArgs,
		Annotations: exitStatuses(
			"0  done",
			"2  wrong usage, or a text could not be read"),
		RunE: func(cmd *cobra.Command, args []string) error { return r.run(cmd.Context(), args) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&r.pairs, "pairs", nil, "measure the pairs in `FILE`, JSON lines (FILE@1/4: a part of its documents; FILE+8: eight as one)")
	flags.StringVarP(&r.out, "output", "o", "", "write to the file `OUT` instead of standard output")
	flags.StringVarP(&r.format, "format", "f", "text", "format of the result: text, json")
	flags.BoolVar(&r.report, "report", false, "write a page in Markdown: tables by set, language, engine, level and kind of error, and of reliability")
	flags.BoolVar(&r.silence, "silence", false, "also clean the truth and count the changes (--report does)")
	flags.Var(&r.holdOut, "hold-out", "measure only part `I/N` of the documents")
	flags.StringToStringVar(&r.where, "where", nil, "measure only pairs of which `FIELD=VALUE` is true: id, set, lang, kind, engine, level")
	flags.IntVar(&r.list, "list", 0, "also list the `N` commonest errors left and errors made")
	flags.IntVarP(&r.jobs, "jobs", "j", 0, "clean `N` units at the same time (0: one a processor); the result is the same")
	r.read.register(cmd)
	r.correct.register(cmd)
	completeWith(cmd, "format", "text", "json")
	return cmd
}

func (r *evalRun) run(ctx context.Context, args []string) error {
	if err := r.prepare(args); err != nil {
		return err
	}
	pairs, err := r.load(args)
	if err != nil {
		return err
	}
	groups, err := r.measure(ctx, pairs)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	switch {
	case r.report:
		err = writeReport(&b, groups, r.list)
	case r.format == "json":
		err = writeEvalJSON(&b, groups)
	default:
		err = writeEvalText(&b, groups.total.Evaluation(), r.list)
	}
	if err != nil {
		return err
	}
	return r.app.emit(r.out, b.Bytes(), args...)
}

// prepare checks the flags.
func (r *evalRun) prepare(args []string) error {
	switch {
	case len(r.pairs) == 0 && len(args) != 2:
		return usagef("eval needs a raw text and the truth").hint("usage: ocrfix eval RAW TRUTH, or ocrfix eval --pairs FILE.jsonl")
	case len(r.pairs) > 0 && len(args) > 0:
		return usagef("eval takes either RAW TRUTH or --pairs")
	case r.format != "text" && r.format != "json":
		return usagef("there is no format %q", r.format).hint("the formats are text, json")
	case r.jobs < 0:
		return usagef("--jobs %d: must not be negative", r.jobs)
	}
	if r.jobs == 0 {
		r.jobs = runtime.GOMAXPROCS(0)
	}
	if r.report {
		r.silence = true
	}
	if r.out != "" && r.out != stdin {
		if err := refuseOverwrite([]string{r.out}, append(slices.Clone(r.pairs), args...)); err != nil {
			return err
		}
	}
	var err error
	r.cleaner, err = r.correct.cleaner(r.app)
	return err
}

// load gives the pairs to measure.
func (r *evalRun) load(args []string) ([]pair, error) {
	if len(args) == 2 {
		if args[0] == stdin && args[1] == stdin {
			return nil, usagef("standard input (-) can be read only once")
		}
		raw, err := r.app.loadFile(args[0], &r.read)
		if err != nil {
			return nil, err
		}
		truth, err := r.app.loadFile(args[1], &r.read)
		if err != nil {
			return nil, err
		}
		if strings.TrimSpace(truth.Text) == "" {
			return nil, hinted(named(args[1], errors.New("there is no text in the truth")), "the order is: ocrfix eval RAW TRUTH")
		}
		return []pair{{ID: args[0], Raw: raw.Text, Truth: truth.Text}}, nil
	}
	var pairs []pair
	for _, file := range r.pairs {
		path, n := cutJoined(file)
		path, part := cutPart(path)
		read, err := r.loadPairs(path, part)
		if err != nil {
			return nil, named(path, err)
		}
		pairs = append(pairs, joinPairs(read, n)...)
	}
	if len(pairs) == 0 {
		return nil, usagef("no pair is left to measure").hint("look at --where and --hold-out")
	}
	return pairs, nil
}

// cutPart cuts the part of FILE@I/N off.
func cutPart(file string) (path string, part holdOut) {
	if i := strings.LastIndexByte(file, '@'); i > 0 && part.Set(file[i+1:]) == nil {
		return file[:i], part
	}
	return file, holdOut{}
}

// cutJoined cuts the number of FILE+N off; it is 1 where there is none.
func cutJoined(file string) (path string, n int) {
	if i := strings.LastIndexByte(file, '+'); i > 0 {
		if n, err := strconv.ParseUint(file[i+1:], 10, 16); err == nil && n > 0 {
			return file[:i], int(n)
		}
	}
	return file, 1
}

// joinPairs makes one pair of every n of the same set, language, engine and
// level, in order; fewer may be left for the last.
func joinPairs(pairs []pair, n int) []pair {
	if n == 1 {
		return pairs
	}
	var out []pair
	open := make(map[groupKey]int) // the pair that takes the next, in out
	have := make(map[groupKey]int) // how many it has
	for _, p := range pairs {
		key := groupKey{p.Set, p.Lang, p.Engine, p.Level}
		if have[key]%n == 0 {
			open[key] = len(out)
			p.Set = fmt.Sprintf("%s +%d", p.Set, n)
			out = append(out, p)
		} else {
			to := &out[open[key]]
			to.Raw += "\n\n" + p.Raw
			to.Truth += "\n\n" + p.Truth
		}
		have[key]++
	}
	return out
}

// loadPairs reads the pairs of a part of a file that --where and --hold-out leave.
func (r *evalRun) loadPairs(path string, part holdOut) ([]pair, error) {
	data, err := r.app.readAll(path, maxPairsSize)
	if err != nil {
		return nil, err
	}
	set := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	if part.n > 0 {
		set += " " + part.String()
	}
	var pairs []pair
	dec := json.NewDecoder(bytes.NewReader(data))
	for n := 1; ; n++ {
		p := pair{Set: set}
		line := struct {
			*pair
			Raw   *string `json:"raw"`
			Truth *string `json:"truth"`
		}{pair: &p}
		err := dec.Decode(&line)
		if errors.Is(err, io.EOF) {
			return pairs, nil
		}
		if err != nil {
			return nil, hinted(fmt.Errorf("pair %d: %w", n, err), `a pair is a line {"id":…,"lang":…,"raw":…,"truth":…}`)
		}
		wanted, err := p.matches(r.where)
		if err != nil {
			return nil, err
		}
		if !wanted || !r.holdOut.has(p.ID) || !part.has(p.ID) {
			continue
		}
		switch {
		case line.Raw == nil:
			return nil, lacks(n, p.ID, "raw")
		case line.Truth == nil:
			return nil, lacks(n, p.ID, "truth")
		}
		p.Raw, p.Truth = *line.Raw, *line.Truth
		pairs = append(pairs, p)
	}
}

// lacks is the error of pair n, which has nothing to compare: taken for empty, it
// would count as a page of errors.
func lacks(n int, id, field string) error {
	name := fmt.Sprintf("pair %d", n)
	if id != "" {
		name += " (" + id + ")"
	}
	return hinted(fmt.Errorf("%s has no %q", name, field),
		"give it one (\"\" where the page is empty), or leave the pair out, from the file or with --where")
}

// matches reports whether the fields of p have the values wanted.
func (p *pair) matches(where map[string]string) (bool, error) {
	fields := map[string]string{"id": p.ID, "set": p.Set, "lang": p.Lang, "kind": p.Kind, "engine": p.Engine, "level": p.Level}
	for name, want := range where {
		got, ok := fields[name]
		if !ok {
			return false, usagef("--where %s=%s: a pair has no field %q", name, want, name)
		}
		if got != want {
			return false, nil
		}
	}
	return true, nil
}

// A groupKey names a group of pairs: those with these fields, "" for any.
type groupKey struct{ set, lang, engine, level string }

// evalGroups are the measures of all pairs and of each group. The groups are
// those of a set and, within it, of each of the combinations that keys gives.
type evalGroups struct {
	total  *ocrfix.Measure
	groups map[groupKey]*ocrfix.Measure
	pairs  map[groupKey]bool // the groups that have every field of their pairs
}

// keys are the groups that a pair belongs to.
func (p *pair) keys() []groupKey {
	all := groupKey{p.Set, p.Lang, p.Engine, p.Level}
	keys := []groupKey{
		{set: p.Set},
		{set: p.Set, lang: p.Lang},
		{set: p.Set, engine: p.Engine},
		{set: p.Set, level: p.Level},
		{set: p.Set, lang: p.Lang, level: p.Level},
		all,
	}
	slices.SortFunc(keys, groupKey.compare)
	return slices.Compact(keys)
}

// measure cleans the pairs and adds them up.
func (r *evalRun) measure(ctx context.Context, pairs []pair) (*evalGroups, error) {
	g := &evalGroups{total: new(ocrfix.Measure), groups: make(map[groupKey]*ocrfix.Measure), pairs: make(map[groupKey]bool)}
	work := r.plan(pairs)
	meter := r.app.newMeter(len(pairs))
	defer meter.finish()
	err := inOrder(ctx, len(pairs), r.jobs,
		func(i int) (m measured) {
			m.err = guard(func() (err error) {
				if m.compared, err = work[i].compare(); err == nil && r.silence {
					m.silent, err = work[i].silence()
				}
				return err
			})
			return m
		},
		func(i int, m measured) error {
			meter.step(pairs[i].ID, m.err)
			if m.err != nil {
				return named(pairs[i].ID, m.err)
			}
			g.add(&pairs[i], m, r.silence)
			if r.each != nil {
				r.each(&pairs[i], m)
			}
			return nil
		})
	return g, err
}

// An evalWork is what is to be done for a pair; either may be called from any
// goroutine, and does its work once.
type evalWork struct {
	compare func() (*ocrfix.Compared, error)
	silence func() ([]ocrfix.Edit, error) // the changes made in the truth
}

// plan gives the work of every pair. Pairs that are the same, of a file and of
// a part of it, share it, as do those with the same truth.
func (r *evalRun) plan(pairs []pair) []evalWork {
	work := make([]evalWork, len(pairs))
	compare := make(map[[3]string]func() (*ocrfix.Compared, error))
	silence := make(map[string]func() ([]ocrfix.Edit, error))
	for i := range pairs {
		p := &pairs[i]
		key := [3]string{p.Lang, p.Raw, p.Truth}
		if compare[key] == nil {
			compare[key] = sync.OnceValues(func() (*ocrfix.Compared, error) {
				res, err := r.clean(p.Raw)
				if err != nil {
					return nil, err
				}
				return ocrfix.CompareResult(res, p.Truth, record.Known(p.Lang)), nil
			})
		}
		if silence[p.Truth] == nil {
			silence[p.Truth] = sync.OnceValues(func() ([]ocrfix.Edit, error) {
				res, err := r.clean(p.Truth)
				if err != nil {
					return nil, err
				}
				return res.Edits, nil
			})
		}
		work[i] = evalWork{compare[key], silence[p.Truth]}
	}
	return work
}

func (r *evalRun) clean(text string) (*ocrfix.Result, error) {
	return r.cleaner.Clean(ocrfix.NewDocument(text))
}

func (g *evalGroups) add(p *pair, m measured, silence bool) {
	g.pairs[groupKey{p.Set, p.Lang, p.Engine, p.Level}] = true
	to := []*ocrfix.Measure{g.total}
	for _, key := range p.keys() {
		if g.groups[key] == nil {
			g.groups[key] = new(ocrfix.Measure)
		}
		to = append(to, g.groups[key])
	}
	for _, measure := range to {
		measure.AddCompared(m.compared)
		if silence {
			measure.AddTruth(p.Truth, m.silent)
		}
	}
}

func (a groupKey) compare(b groupKey) int {
	return slices.Compare([]string{a.set, a.lang, a.engine, a.level}, []string{b.set, b.lang, b.engine, b.level})
}

// sorted gives the groups that are wanted, in the order of a report.
func (g *evalGroups) sorted(wanted func(groupKey) bool) []groupKey {
	var keys []groupKey
	for key := range g.groups {
		if wanted(key) {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, groupKey.compare)
	return keys
}

// finest reports whether every pair of the group agrees in every field.
func (g *evalGroups) finest(key groupKey) bool { return g.pairs[key] }

// A holdOut is part i of n of the documents; n of 0 means all of them. A
// document falls into a part by its name alone, so that a part stays the same
// when others are added.
type holdOut struct{ i, n uint32 }

func (h *holdOut) Type() string { return "part" }

func (h *holdOut) String() string {
	if h.n == 0 {
		return ""
	}
	return fmt.Sprintf("%d/%d", h.i, h.n)
}

func (h *holdOut) Set(s string) error {
	part, of, _ := strings.Cut(s, "/")
	i, err := strconv.ParseUint(part, 10, 16)
	n, err2 := strconv.ParseUint(of, 10, 16)
	if err != nil || err2 != nil || i < 1 || i > n {
		return fmt.Errorf("%q is not a part such as 1/5", s)
	}
	h.i, h.n = uint32(i), uint32(n)
	return nil
}

// has reports whether the document of a pair belongs to the part.
func (h *holdOut) has(id string) bool {
	if h.n == 0 {
		return true
	}
	document, _, _ := strings.Cut(id, ".")
	sum := fnv.New32a()
	io.WriteString(sum, document)
	return sum.Sum32()%h.n+1 == h.i
}
