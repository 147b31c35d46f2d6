package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ocrfix/cmd/internal/record"
	"ocrfix/cmd/ocrfix/internal/archivedb"
)

// The files that batch keeps in its output folder, beside the outputs.
const (
	databaseName  = "archive.db"
	lockName      = "batch.lock"
	logName       = "batch.log"
	reportName    = "report.html"
	decisionsName = "decisions.tsv"
	undecidedName = "undecided.tsv"
	profileName   = "profile.txt"
)

// mostUndecided bounds the list of changes to be judged.
const mostUndecided = 10_000

// A batchRun is one call of the verb batch.
type batchRun struct {
	app   *app
	clean cleanRun // how one document is cleaned

	out         string
	formats     []string
	from        string
	retryFailed bool
	twoPass     bool
	twoPassSet  bool          // by its flag
	timeout     time.Duration // for one document, 0 for none

	profile   string // a hash of the profile that is used, "" for none
	writers   []record.Format
	settings  string // what the result of a document depends on, besides the document
	db        *archivedb.DB
	earlier   *archivedb.DB // the same for reading, by many goroutines
	log       *slog.Logger
	inputs    []input
	documents []archivedb.Document // one an input
	outputs   []map[string]string  // the path below out by format, one an input
	write     func(path string, data []byte) error
	stopping  <-chan struct{} // closed when no further document is to be begun
}

func (a *app) batchCmd() *cobra.Command { return newBatchRun(a).command() }

func newBatchRun(a *app) *batchRun {
	return &batchRun{app: a, write: a.partials.write, clean: cleanRun{app: a, uncertain: "leave"}}
}

func (r *batchRun) command() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "batch [flags] -o OUT PATH…",
		Short: "Clean a whole archive, with a database and a report",
		Long: `batch cleans every document below PATH…, which are files, folders, archives or
patterns such as "scans/*.pdf", and keeps what it finds in OUT:

  the cleaned files, named as "ocrfix clean" names them
  archive.db      documents, pages, changes, sections, commitments, failures: a
                  SQLite file with full-text search (see ocrfix search)
  report.html     what was found, to be read in a browser
  profile.txt     what the archive taught: see below
  undecided.tsv   the changes that ocrfix is not sure of
  decisions.tsv   what a person decided: rows of undecided.tsv with keep, change
                  or text (their own, in the column new) in the first column

It may be stopped at any moment, in any way: the same command goes on from
there. Documents that have not changed since are passed over, those that have,
or that a decision is about, are done again; so is everything when other flags,
another version of ocrfix or other language data would give another result.
What is no longer among the inputs stays in OUT.

An archive of 50 documents or more is gone over twice: first to learn how its
scanner errs and which names and words it uses, then to clean with that. What was
learned stands in profile.txt, which may be read and edited, and stays as it is
when documents are added; take it away to learn again.

Ctrl-C finishes the files in hand first; a second one does not.`,
		Example: `  ocrfix batch -o cleaned scans/
  ocrfix batch -o cleaned --format txt,json archive.tar.xz
  find /archive -newer stamp -name '*.pdf' | ocrfix batch -o cleaned --from -
  ocrfix batch -o cleaned --retry-failed scans/
  ocrfix search cleaned interoperability`,
		Annotations: exitStatuses(
			"0  done",
			"2  wrong usage, no input could be cleaned, or the run had to stop",
			"3  finished, but some inputs failed; each is named"),
		RunE: func(cmd *cobra.Command, args []string) error {
			r.twoPassSet = cmd.Flags().Changed("two-pass")
			return r.run(cmd.Context(), args)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&r.out, "output", "o", "", "keep results in the folder `OUT`")
	flags.StringSliceVarP(&r.formats, "format", "f", []string{"txt"}, "formats of the cleaned files: "+strings.Join(record.Formats.Names(), ", "))
	flags.StringVar(&r.from, "from", "", "take the paths of the inputs from the file `LIST`, one a line (-: standard input)")
	flags.BoolVar(&r.retryFailed, "retry-failed", false, "try the documents again that failed before (--password does, too)")
	flags.BoolVar(&r.twoPass, "two-pass", true, "learn from the archive first (from 50 documents, or when the flag is given; see ocrfix learn)")
	flags.DurationVar(&r.timeout, "timeout-per-document", 30*time.Minute, "give a document up after `TIME`, such as 90s or 10m, and name it as failed (0: never)")
	flags.IntVarP(&r.clean.jobs, "jobs", "j", 0, "clean `N` documents at the same time (0: one a processor); the result is the same")
	flags.Float64Var(&r.clean.minQuality, "min-quality", 0, "refuse a text of which a smaller `SHARE` of words is known, 0 to 1")
	flags.BoolVar(&r.clean.reflow, "reflow", false, "give running paragraphs instead of the lines of the page")
	flags.StringVar(&r.clean.furniture, "furniture", "keep", "what to do with running heads and page numbers: `keep|mark|drop` (mark: as suggestions)")
	r.clean.read.register(cmd)
	r.clean.correct.register(cmd)
	completeWith(cmd, "format", record.Formats.Names()...)
	completeWith(cmd, "furniture", "keep", "mark", "drop")
	return cmd
}

func (r *batchRun) run(ctx context.Context, args []string) error {
	if err := r.prepare(args); err != nil {
		return err
	}
	paths, err := r.paths(args)
	if err != nil {
		return err
	}
	clear, err := r.makeFolder()
	if err != nil {
		return err
	}
	unlock, err := r.lock()
	if err != nil {
		return err
	}
	defer unlock()
	list, err := r.plan(paths)
	if err != nil {
		clear()
		return err
	}
	defer list.close()
	r.app.sayPassed(list)
	if err := r.learn(ctx); err != nil {
		return err
	}
	closeDB, err := r.open()
	if err != nil {
		return err
	}
	err = r.all(ctx)
	return errors.Join(err, closeDB())
}

// plan reads the decisions, and gives the inputs and each of them its outputs.
func (r *batchRun) plan(paths []string) (l list, err error) {
	if r.clean.decisions, err = record.ReadDecisions(filepath.Join(r.out, decisionsName)); err != nil {
		return list{}, named(filepath.Join(r.out, decisionsName), err)
	}
	if l, err = r.list(paths); err != nil {
		return list{}, err
	}
	if r.outputs, err = planBatch(l, r.out, r.writers); err != nil {
		l.close()
		return list{}, err
	}
	r.inputs = l.inputs
	return l, nil
}

// prepare checks the flags.
func (r *batchRun) prepare(args []string) error {
	switch {
	case r.out == "" || r.out == stdin:
		return usagef("batch needs a folder for its results").hint("usage: ocrfix batch -o OUT PATH…")
	case len(args) == 0 && r.from == "":
		return usagef("batch needs an input").hint("usage: ocrfix batch -o OUT PATH…")
	case slices.Contains(args, stdin):
		return usagef("a document on standard input cannot be read again").hint("--from - reads a list of paths from standard input")
	case r.twoPassSet && r.twoPass && r.clean.correct.profile != "":
		return usagef("--two-pass learns a profile, and --profile gives one")
	case r.timeout < 0:
		return usagef("--timeout-per-document %s: must not be negative", r.timeout)
	case len(r.formats) == 0:
		return usagef("--format names no format").hint("the formats are " + strings.Join(record.Formats.Names(), ", "))
	}
	if info, err := os.Stat(r.out); err == nil && !info.IsDir() {
		return usagef("%s is a file, but results need a folder", r.out)
	}
	for _, format := range r.formats {
		r.clean.format = format
		if err := r.clean.prepare(); err != nil {
			return err
		}
		for _, w := range r.writers {
			if w.Ending == r.clean.writer.Ending {
				return usagef("%s and %s files would have the same names", w.Name, format).hint("run once for each, with another -o")
			}
		}
		r.writers = append(r.writers, r.clean.writer)
	}
	return nil
}

// open opens database and log, enters the run and what it is to do, and takes
// away what a killed run left half-written.
func (r *batchRun) open() (closeAll func() error, err error) {
	path := filepath.Join(r.out, databaseName)
	if r.db, err = archivedb.Create(path); err != nil {
		return nil, batchError(path, err)
	}
	var logFile *os.File
	closeAll = func() error {
		var errs []error
		if r.earlier != nil {
			errs = append(errs, r.earlier.Close())
		}
		if logFile != nil {
			errs = append(errs, logFile.Close())
		}
		if err := errors.Join(append(errs, r.db.Close())...); err != nil {
			return batchError(path, err)
		}
		return nil
	}
	defer func() {
		if err != nil {
			r.db.Discard()
			_ = closeAll()
		}
	}()
	settings := r.batchSettings()
	r.settings = settings.fingerprint()
	clean, err := r.db.Begin(settings.Version, settings)
	if err != nil {
		return nil, batchError(path, err)
	}
	if !clean {
		removePartials(r.out)
	}
	if err := r.register(); err != nil {
		return nil, batchError(path, err)
	}
	if r.earlier, err = archivedb.Open(path); err != nil {
		return nil, batchError(path, err)
	}
	if logFile, err = os.OpenFile(filepath.Join(r.out, logName), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666); err != nil {
		return nil, named(filepath.Join(r.out, logName), err)
	}
	r.log = slog.New(slog.NewJSONHandler(logFile, nil))
	return closeAll, nil
}

// register enters the documents and takes away outputs that have another name
// now.
func (r *batchRun) register() error {
	entries := make([]archivedb.Entry, len(r.inputs))
	times := make(map[string]int)
	for i, in := range r.inputs {
		location, err := in.location()
		if err != nil {
			return err
		}
		if times[location]++; times[location] > 1 {
			location = fmt.Sprintf("%s (%d)", location, times[location]) // refused entries of an archive
		}
		entries[i] = archivedb.Entry{Location: location, Path: filepath.ToSlash(in.path), Outputs: r.outputs[i]}
	}
	docs, obsolete, err := r.db.Register(entries)
	if err != nil {
		return err
	}
	r.documents = docs
	for _, o := range obsolete {
		if r.stands(o) {
			os.Remove(filepath.Join(r.out, filepath.FromSlash(o.Path)))
		}
	}
	return nil
}

// removePartials takes away the partial files that a killed run left.
func removePartials(root string) {
	_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && isPartial(d.Name()) {
			os.Remove(path)
		}
		return nil
	})
}

// isPartial reports whether a file has the name of one that is being written.
func isPartial(name string) bool {
	return strings.HasPrefix(name, ".ocrfix-") && strings.HasSuffix(name, ".tmp")
}

// all cleans every document and sums up.
func (r *batchRun) all(ctx context.Context) error {
	r.app.orderly.Store(true)
	r.stopping = ctx.Done()
	begun := time.Now()
	r.log.Info("run begins", "documents", len(r.inputs), "version", version())
	meter := r.newBatchMeter()
	cut := false
	err := runQueue(context.WithoutCancel(ctx), len(r.inputs), r.queue(nil), r.one, func(i int, d done) error {
		if cut = cut || d.left; cut {
			return nil // the rows are entered without a gap, so that they get the same numbers however often a run is stopped
		}
		if err := r.enter(i, d); err != nil {
			return err
		}
		meter.step(r.inputs[i], d)
		return nil
	})
	meter.finish()
	outcome := archivedb.Done
	switch {
	case err != nil:
		outcome = archivedb.Stopped
		r.app.partials.abandon() // a worker may still be writing
	case ctx.Err() != nil:
		outcome = archivedb.Interrupted
	}
	err = r.end(err, outcome, meter.counts, time.Since(begun))
	r.log.Info("run ends", "outcome", outcome, "done", meter.counts.Done, "skipped", meter.counts.Skipped, "failed", meter.counts.Failed)
	if err != nil {
		return err
	}
	return r.verdict(outcome, meter.counts)
}

// queue says how documents are gone through: the inputs of a sample, by index,
// or all where it is nil.
func (r *batchRun) queue(sample []int) queue {
	return queue{jobs: r.clean.jobs, stop: r.stopping, size: func(i int) int64 {
		if sample != nil {
			i = sample[i]
		}
		return r.inputs[i].size
	}}
}

// enter puts into the journal what became of a document.
func (r *batchRun) enter(i int, d done) error {
	id, path := r.documents[i].ID, r.inputs[i].path
	switch {
	case d.stop != nil:
		return batchError(path, d.stop)
	case d.skipped:
		return nil
	case d.failure != nil:
		r.app.ui.failed(path, d.err)
		r.log.Error("failed", "path", path, "reason", d.failure.Reason)
		if d.again {
			return nil
		}
		if err := r.db.PutFailure(id, *d.failure); err != nil {
			return batchError(filepath.Join(r.out, databaseName), err)
		}
		return nil
	}
	for _, note := range d.record.Result.Document.Source.Notes {
		r.log.Info("note", "path", path, "note", note)
	}
	if err := r.db.Put(id, d.record); err != nil {
		return batchError(filepath.Join(r.out, databaseName), err)
	}
	r.log.Info("done", "path", path, "pages", len(d.record.Result.Document.Pages), "edits", len(d.record.Result.Edits))
	return nil
}

// end enters how the run ended and, unless it had to stop, writes the report
// and the list of changes to be judged.
func (r *batchRun) end(err error, outcome archivedb.Outcome, counts archivedb.Counts, took time.Duration) error {
	path := filepath.Join(r.out, databaseName)
	if err != nil {
		// What can still be entered is; the first error is the one to tell.
		_ = r.db.Flush()
		_ = r.db.End(outcome, counts, took)
		return err
	}
	if err := errors.Join(r.db.Flush(), r.db.End(outcome, counts, took)); err != nil {
		return batchError(path, err)
	}
	for _, file := range []struct {
		name string
		make func() ([]byte, error)
	}{{reportName, r.report}, {undecidedName, r.undecided}} {
		data, err := file.make()
		if err == nil {
			err = r.write(filepath.Join(r.out, file.name), data)
		}
		if err != nil {
			return batchError(filepath.Join(r.out, file.name), err)
		}
	}
	return nil
}

func (r *batchRun) undecided() ([]byte, error) {
	list, err := r.db.Undecided(mostUndecided)
	if err != nil {
		return nil, err
	}
	return writeUndecided(list)
}

// verdict tells how it went and gives what the exit status comes from.
func (r *batchRun) verdict(outcome archivedb.Outcome, c archivedb.Counts) error {
	left := c.Files - c.Done - c.Skipped - c.Failed
	ui := r.app.ui
	ui.say("%s cleaned, %d unchanged since an earlier run, %d failed", plural(c.Done, "document"), c.Skipped, c.Failed)
	if outcome == archivedb.Interrupted {
		ui.print(fmt.Sprintf("ocrfix: interrupted with %s to go; nothing is half-written", plural(left, "document")))
		ui.print("  hint: the same command goes on from here")
		return errInterrupted
	}
	ui.say("see %s", filepath.Join(r.out, reportName))
	if c.Failed > 0 {
		ui.say("--retry-failed tries again what failed")
	}
	switch {
	case c.Failed == c.Files:
		return errNothing
	case c.Failed > 0:
		return errPartly
	}
	return nil
}
