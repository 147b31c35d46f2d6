package main

import (
	"bytes"
	"context"
	"errors"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"ocrfix/lexicon"
	"ocrfix/ocrfix"
)

// maxProfileSize bounds a profile in bytes, as ocrfix.ReadProfile does.
const maxProfileSize byteSize = 64 << 20

// A learnRun is one call of the verb learn.
type learnRun struct {
	app     *app
	read    readFlags
	correct correctFlags

	out       string
	pairs     []string
	corrected bool
	jobs      int
	holdOut   holdOut
	where     map[string]string
}

func (a *app) learnCmd() *cobra.Command {
	r := &learnRun{app: a}
	cmd := &cobra.Command{
		Use:   "learn [flags] -o FILE PATH…",
		Short: "Learn from an archive how its scanner errs and which words it uses",
		Long: `learn writes a profile: the confusions of the archive's scanner with their
weights, the names that the archive uses and its other words that no list has.
The other verbs use it with --profile FILE. It is a text that can be read and
edited; ocrfix batch makes one by itself for an archive of 50 documents or more.

There are three things to learn from:

  PATH…              raw documents: files, folders or archives. What cleaning
                     proposes counts by its confidence, and words count that
                     many documents have and that no damage explains.
  --corrected PATH…  raw and corrected files in turn: RAW CORRECTED RAW CORRECTED…
  --pairs FILE       the same as JSON lines {"id","raw","truth"}

A corrected text teaches more than a raw one: a few dozen pages are enough. Raw
documents should be a hundred or more.`,
		Example: `  ocrfix learn -o archive.profile scans/ more.tar.xz
  ocrfix learn -o archive.profile --corrected p1.txt p1.fixed.txt p2.txt p2.fixed.txt
  ocrfix learn -o archive.profile --pairs pairs.jsonl
  ocrfix clean --profile archive.profile -o cleaned scans/`,
		Annotations: exitStatuses(
			"0  done",
			"2  wrong usage, or nothing could be learned",
			"3  finished, but some inputs failed; each is named"),
		RunE: func(cmd *cobra.Command, args []string) error { return r.run(cmd.Context(), args) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&r.out, "output", "o", "", "write the profile to `FILE` (-: standard output)")
	flags.BoolVar(&r.corrected, "corrected", false, "the paths are raw and corrected files in turn")
	flags.StringArrayVar(&r.pairs, "pairs", nil, "learn from the pairs in `FILE`, JSON lines")
	flags.Var(&r.holdOut, "hold-out", "learn only from pairs outside part `I/N` of the documents (see ocrfix eval)")
	flags.StringToStringVar(&r.where, "where", nil, "learn only from pairs of which `FIELD=VALUE` is true (see ocrfix eval)")
	flags.IntVarP(&r.jobs, "jobs", "j", 0, "read `N` documents at the same time (0: one a processor); the result is the same")
	r.read.register(cmd)
	r.correct.usual()
	flags.StringVar(&r.correct.lang, "lang", "", "force a `LANGUAGE` ("+strings.Join(lexicon.Languages(), ", ")+") instead of finding it by paragraph")
	flags.StringVar(&r.correct.profile, "profile", "", "begin with the profile in `FILE`")
	completeWith(cmd, "lang", lexicon.Languages()...)
	return cmd
}

func (r *learnRun) run(ctx context.Context, args []string) error {
	if err := r.prepare(args); err != nil {
		return err
	}
	var p *ocrfix.Profile
	var err error
	if r.corrected || len(r.pairs) > 0 {
		p, err = r.fromPairs(ctx, args)
	} else {
		p, err = r.fromRaw(ctx, args)
	}
	if err != nil && !errors.Is(err, errPartly) {
		return err
	}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		return err
	}
	if err := r.app.emit(r.out, b.Bytes(), args...); err != nil {
		return err
	}
	r.app.ui.say("learned from %s: %s, %s, %s", plural(p.Documents, "document"), plural(p.Confusions(), "confusion"),
		plural(len(p.Names()), "name"), plural(len(p.Vocabulary()), "word"))
	return err
}

// prepare checks the flags.
func (r *learnRun) prepare(args []string) error {
	usage := "usage: ocrfix learn -o FILE PATH…"
	switch {
	case r.out == "":
		return usagef("learn needs a file for the profile").hint(usage)
	case len(args) == 0 && len(r.pairs) == 0:
		return usagef("learn needs documents").hint(usage)
	case len(args) > 0 && len(r.pairs) > 0:
		return usagef("learn takes either PATH… or --pairs")
	case r.corrected && len(args)%2 != 0:
		return usagef("--corrected takes raw and corrected files in turn, and got %d files", len(args)).
			hint("ocrfix learn -o FILE --corrected RAW CORRECTED RAW CORRECTED…")
	case r.jobs < 0:
		return usagef("--jobs %d: must not be negative", r.jobs)
	case (r.corrected || len(r.pairs) > 0) && r.correct.profile != "":
		return usagef("--profile helps to learn from raw documents; pairs need no help")
	}
	if r.out != stdin {
		if err := refuseOverwrite([]string{r.out}, append(args, r.pairs...)); err != nil {
			return err
		}
	}
	if r.jobs == 0 {
		r.jobs = runtime.GOMAXPROCS(0)
	}
	return nil
}

// fromPairs learns from raw and corrected texts.
func (r *learnRun) fromPairs(ctx context.Context, args []string) (*ocrfix.Profile, error) {
	pairs, err := r.loadPairs(args)
	if err != nil {
		return nil, err
	}
	all := &ocrfix.Learner{}
	meter := r.app.newMeter(len(pairs))
	defer meter.finish()
	err = inOrder(ctx, len(pairs), r.jobs,
		func(i int) *ocrfix.Learner {
			l := &ocrfix.Learner{}
			l.AddPair(pairs[i].Raw, pairs[i].Truth)
			return l
		},
		func(i int, l *ocrfix.Learner) error {
			meter.step(pairs[i].ID, nil)
			all.Merge(l)
			return nil
		})
	if err != nil {
		return nil, err
	}
	return all.Profile()
}

func (r *learnRun) loadPairs(args []string) ([]pair, error) {
	var pairs []pair
	for i := 0; i+1 < len(args); i += 2 {
		e := evalRun{app: r.app, read: r.read}
		p, err := e.load(args[i : i+2])
		if err != nil {
			return nil, err
		}
		pairs = append(pairs, p...)
	}
	for _, path := range r.pairs {
		e := evalRun{app: r.app, where: r.where}
		read, err := e.loadPairs(path, holdOut{})
		if err != nil {
			return nil, named(path, err)
		}
		for _, p := range read {
			if r.holdOut.n == 0 || !r.holdOut.has(p.ID) {
				pairs = append(pairs, p)
			}
		}
	}
	if len(pairs) == 0 {
		return nil, usagef("no pair is left to learn from").hint("look at --where and --hold-out")
	}
	return pairs, nil
}

// fromRaw learns from raw documents.
func (r *learnRun) fromRaw(ctx context.Context, args []string) (*ocrfix.Profile, error) {
	l, err := expand(args, "")
	if err != nil {
		return nil, err
	}
	defer l.close()
	r.app.sayPassed(l)
	cleaner, err := r.correct.cleaner(r.app)
	if err != nil {
		return nil, err
	}
	all, failed, err := r.app.learnRaw(ctx, l.inputs, r.jobs, func(i int, one *ocrfix.Learner) error {
		d, err := r.app.load(l.inputs[i], &r.read)
		if err != nil {
			return err
		}
		one.Cleaner = cleaner
		_, err = one.AddRaw(d)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case failed == len(l.inputs):
		return nil, errNothing
	}
	p, err := all.Profile()
	if err == nil && failed > 0 {
		err = errPartly
	}
	return p, err
}

// learnRaw lets learn add every input to a learner of its own, merges them, and
// names and counts the inputs that failed.
func (a *app) learnRaw(ctx context.Context, inputs []input, jobs int, learn func(i int, one *ocrfix.Learner) error) (all *ocrfix.Learner, failed int, err error) {
	type learned struct {
		l   *ocrfix.Learner
		err error
	}
	all = &ocrfix.Learner{}
	meter := a.newMeter(len(inputs))
	defer meter.finish()
	err = inOrder(ctx, len(inputs), jobs,
		func(i int) learned {
			l := &ocrfix.Learner{}
			return learned{l, guard(func() error { return learn(i, l) })}
		},
		func(i int, d learned) error {
			meter.step(inputs[i].path, d.err)
			if d.err != nil {
				failed++
				a.ui.failed(inputs[i].path, d.err)
				return nil
			}
			all.Merge(d.l)
			return nil
		})
	return all, failed, err
}

// readProfile reads a profile from a file.
func (a *app) readProfile(path string) (*ocrfix.Profile, error) {
	data, err := a.readAll(path, maxProfileSize)
	if err != nil {
		return nil, err
	}
	return ocrfix.ReadProfile(bytes.NewReader(data))
}
