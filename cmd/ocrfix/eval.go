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
	format  string
	report  bool
	silence bool
	holdOut holdOut
	where   map[string]string
	list    int
	jobs    int

	cleaner *ocrfix.Cleaner
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
	clean  string
	silent []ocrfix.Edit // made in the truth
	err    error
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
where known, instead of RAW and TRUTH. --hold-out I/N takes every pair of a
document, that is of an id up to its first full stop, or none.`,
		Example: `  ocrfix eval record.txt truth.txt
  ocrfix eval --pairs domain.jsonl --silence
  ocrfix eval --pairs domain.jsonl --where engine=tesseract --where lang=en --list 20
  ocrfix eval --pairs domain.jsonl --pairs news.jsonl --report > BENCHMARK.md
  ocrfix eval --pairs domain.jsonl --hold-out 1/5 --format json`,
		Args: cobra.ArbitraryArgs,
		Annotations: exitStatuses(
			"0  done",
			"2  wrong usage, or a text could not be read"),
		RunE: func(cmd *cobra.Command, args []string) error { return r.run(cmd.Context(), args) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&r.pairs, "pairs", nil, "measure the pairs in `FILE`, JSON lines")
	flags.StringVarP(&r.format, "format", "f", "text", "format of the result: text, json")
	flags.BoolVar(&r.report, "report", false, "write a page in Markdown: a row for each set, language, engine and level")
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
	switch {
	case r.report:
		return writeReport(r.app.out, groups)
	case r.format == "json":
		return writeEvalJSON(r.app.out, groups)
	}
	return writeEvalText(r.app.out, groups.total.Evaluation(), r.list)
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
		return []pair{{ID: args[0], Raw: raw.Text, Truth: truth.Text}}, nil
	}
	var pairs []pair
	for _, path := range r.pairs {
		read, err := r.loadPairs(path)
		if err != nil {
			return nil, named(path, err)
		}
		pairs = append(pairs, read...)
	}
	if len(pairs) == 0 {
		return nil, usagef("no pair is left to measure").hint("look at --where and --hold-out")
	}
	return pairs, nil
}

// loadPairs reads the pairs of a file that --where and --hold-out leave.
func (r *evalRun) loadPairs(path string) ([]pair, error) {
	data, err := r.app.readAll(path, maxPairsSize)
	if err != nil {
		return nil, err
	}
	set := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
	var pairs []pair
	dec := json.NewDecoder(bytes.NewReader(data))
	for n := 1; ; n++ {
		p := pair{Set: set}
		err := dec.Decode(&p)
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
		if wanted && r.holdOut.has(p.ID) {
			pairs = append(pairs, p)
		}
	}
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

// A groupKey names a row of the report.
type groupKey struct{ set, lang, engine, level string }

// evalGroups are the measures of all pairs and of each group, in the order in
// which groups first appear.
type evalGroups struct {
	total  *ocrfix.Measure
	keys   []groupKey
	groups map[groupKey]*ocrfix.Measure
}

// measure cleans the pairs and adds them up.
func (r *evalRun) measure(ctx context.Context, pairs []pair) (*evalGroups, error) {
	g := &evalGroups{total: &ocrfix.Measure{Known: record.Known("")}, groups: make(map[groupKey]*ocrfix.Measure)}
	meter := r.app.newMeter(len(pairs))
	defer meter.finish()
	err := inOrder(ctx, len(pairs), r.jobs,
		func(i int) (m measured) {
			m.err = guard(func() error { return r.one(&pairs[i], &m) })
			return m
		},
		func(i int, m measured) error {
			meter.step(pairs[i].ID, m.err)
			if m.err != nil {
				return named(pairs[i].ID, m.err)
			}
			g.add(&pairs[i], m, r.silence)
			return nil
		})
	return g, err
}

// one cleans the raw text of p and, where silence is measured, its truth.
func (r *evalRun) one(p *pair, m *measured) error {
	res, err := r.clean(p, p.Raw)
	if err != nil {
		return err
	}
	m.clean = res.Text
	if r.silence {
		res, err := r.clean(p, p.Truth)
		if err != nil {
			return err
		}
		m.silent = res.Edits
	}
	return nil
}

func (r *evalRun) clean(p *pair, text string) (*ocrfix.Result, error) {
	return r.cleaner.Clean(ocrfix.NewDocument(text))
}

func (g *evalGroups) add(p *pair, m measured, silence bool) {
	key := groupKey{p.Set, p.Lang, p.Engine, p.Level}
	group := g.groups[key]
	if group == nil {
		group = &ocrfix.Measure{Known: record.Known(p.Lang)}
		g.groups[key] = group
		g.keys = append(g.keys, key)
	}
	for _, to := range []*ocrfix.Measure{g.total, group} {
		to.Add(p.Raw, m.clean, p.Truth)
		if silence {
			to.AddTruth(p.Truth, m.silent)
		}
	}
}

// sorted gives the groups in the order of a report.
func (g *evalGroups) sorted() []groupKey {
	keys := slices.Clone(g.keys)
	slices.SortStableFunc(keys, func(a, b groupKey) int {
		return slices.Compare([]string{a.set, a.lang, a.engine, a.level}, []string{b.set, b.lang, b.engine, b.level})
	})
	return keys
}

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
