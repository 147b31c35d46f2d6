package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/log"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners"
	"github.com/gofrs/flock"

	// The reflection-free runtime, and the runners.
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/core/runtime/exec/optimized"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/dataflow"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/dot"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/flink"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/prism"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/spark"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/runners/universal"

	"ocrfix/cmd/internal/record"
	"ocrfix/ocrfix"
)

// The exit statuses.
const (
	statusDone        = 0
	statusFailed      = 2 // wrong usage, the job failed, or no document could be cleaned
	statusPartly      = 3 // finished, but some documents failed
	statusInterrupted = 130
)

func main() {
	ocrfix.RunPDFWorkerIfAsked()
	os.Exit(run(os.Args[1:]))
}

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	j, err := parse(ctx, args)
	if errors.Is(err, flag.ErrHelp) {
		return statusDone
	}
	var counts *Counts
	if err == nil {
		counts, err = j.run(ctx, stop)
	}
	if ctx.Err() != nil {
		fmt.Fprintln(os.Stderr, "ocrfix-beam: interrupted; nothing is half-written\n  hint: the same command goes on from here")
		return statusInterrupted
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "ocrfix-beam: "+err.Error())
		for _, h := range record.Hints(err) {
			fmt.Fprintln(os.Stderr, "  hint: "+h)
		}
		return statusFailed
	}
	return j.verdict(counts)
}

// run runs the pipeline and gives what it counted, nil where nobody waits for
// its end.
func (j *job) run(ctx context.Context, stop func()) (*Counts, error) {
	if isWorker() {
		stop() // a worker ends at once when it is told to
		go endWithParent()
	}
	beam.Init() // in a worker this does not return
	if isHere() && !j.verbose {
		slog.SetDefault(slog.New(slog.DiscardHandler)) // what matters comes back as an error
		log.SetLogger(quietLogger{})
	}
	if err := j.settleLists(ctx); err != nil {
		return nil, err
	}
	unlock, err := j.lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	out := store{j.out}
	// What stands there afterwards is of this job.
	if err := out.remove(ctx, countsName); err != nil {
		return nil, err
	}
	if err := j.settleWorkerBinary(); err != nil {
		return nil, err
	}
	clean, err := ownTemp()
	if err != nil {
		return nil, err
	}
	defer clean()
	ended := make(chan error, 1)
	go func() {
		_, err := beam.Run(ctx, runnerName(), j.build())
		ended <- err
	}()
	select {
	case err = <-ended:
	case <-ctx.Done():
		err = ctx.Err() // not every runner listens
	}
	if err != nil {
		return nil, fmt.Errorf("the job failed: %s", j.cause(err))
	}
	if *jobopts.Async {
		return nil, nil
	}
	text, err := readFile(ctx, join(j.out, countsName), maxListFile)
	if err != nil {
		return nil, record.WithHint(fmt.Errorf("%w: the job ended without its last stage", errMissing), "the same command does what is missing")
	}
	c := new(Counts)
	return c, json.Unmarshal(text, c)
}

// cause shortens what a runner says of a failure to what failed: it shows the
// plan of every stage around it.
func (j *job) cause(err error) string {
	text := err.Error()
	if i := strings.LastIndex(text, "failed:\n"); i >= 0 && !j.verbose {
		text = text[i+len("failed:\n"):]
	}
	return strings.TrimSpace(text)
}

// verdict tells how it went and gives the exit status.
func (j *job) verdict(c *Counts) int {
	if c == nil {
		fmt.Fprintf(os.Stderr, "the job runs on; %s will tell that it has ended\n", join(j.out, countsName))
		return statusDone
	}
	fmt.Fprintf(os.Stderr, "%d documents cleaned, %d failed, %d pages, %d changes; see %s\n", c.Done, c.Failed, c.Pages, c.Changes, join(j.out, countsName))
	switch {
	case c.Failed == c.Listed:
		return statusFailed
	case c.Failed > 0:
		fmt.Fprintf(os.Stderr, "why they failed is in %s; --retry-failed tries again\n", join(j.out, "tables/failures"))
		return statusPartly
	}
	return statusDone
}

// lock keeps other jobs of this machine out of a local output folder, and takes
// away what a killed one left half-written.
func (j *job) lock() (unlock func(), err error) {
	if isRemote(j.out) {
		return func() {}, nil
	}
	if err := os.MkdirAll(j.out, 0o777); err != nil {
		return nil, err
	}
	l := flock.New(filepath.Join(j.out, "beam.lock"), flock.SetPermissions(0o666))
	ok, err := l.TryLock()
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, record.WithHint(fmt.Errorf("%s is in use by another job", j.out), "wait until it has ended, or give another folder with -o")
	}
	if err := os.RemoveAll(filepath.Join(j.out, partialFolder)); err != nil {
		return nil, err
	}
	return func() { _ = l.Unlock() }, nil
}

// settleWorkerBinary makes the workers run this program. Left alone, Beam looks
// for its source and builds it.
func (j *job) settleWorkerBinary() error {
	if isHere() || *jobopts.WorkerBinary != "" || runtime.GOOS != "linux" {
		return nil
	}
	path, err := os.Executable()
	if err == nil {
		*jobopts.WorkerBinary = path
	}
	return err
}

// endWithParent ends a worker, which Beam lets sleep for ever after its job, when
// the program that started it has ended, and removes the copy of this program
// that was made for it.
func endWithParent() {
	for parent := os.Getppid(); os.Getppid() == parent; {
		time.Sleep(time.Second)
	}
	if self, err := os.Executable(); err == nil && filepath.Base(self) == "worker" && strings.HasPrefix(filepath.Base(filepath.Dir(self)), "bin") {
		os.RemoveAll(filepath.Dir(self))
	}
	os.Exit(statusDone)
}

// ownTemp gives this process a folder of its own for temporary files, which goes
// with it: Beam leaves a file there for every job whose work is done here.
func ownTemp() (clean func(), err error) {
	dir, err := os.MkdirTemp("", "ocrfix-beam-*")
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"TMPDIR", "TMP", "TEMP"} {
		if err := os.Setenv(name, dir); err != nil {
			return nil, err
		}
	}
	return func() { os.RemoveAll(dir) }, nil
}

// runnerName is the runner that was asked for, or the one in this process.
func runnerName() string {
	if *runners.Runner != "" {
		return *runners.Runner
	}
	return "prism"
}

// isHere reports whether the documents are worked at in this process, so that
// paths mean what they mean here.
func isHere() bool {
	return runnerName() == "prism" && *jobopts.Endpoint == "" && *jobopts.EnvironmentType == "" || jobopts.IsLoopback()
}

// A lineFlags holds flags that become settings.
type lineFlags struct {
	formats, enable, disable, protect, decisions string
	maxSize, memory                              size
	profile                                      string
	twoPass                                      bool
}

// parse reads the command line. Flags may stand behind paths, too.
func parse(ctx context.Context, args []string) (*job, error) {
	j := &job{}
	var f lineFlags
	own := f.register(j)
	all := flag.CommandLine
	all.Init("ocrfix-beam", flag.ContinueOnError)
	all.Usage = func() {}
	own.VisitAll(func(g *flag.Flag) { all.Var(g.Value, g.Name, g.Usage) })
	helpAll := all.Bool("help-beam", false, "")
	for {
		if err := all.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				printHelp(os.Stdout, own)
				return nil, err
			}
			return nil, record.WithHint(err, "ocrfix-beam --help shows the flags")
		}
		if args = all.Args(); len(args) == 0 {
			break
		}
		j.list.Paths, args = append(j.list.Paths, args[0]), args[1:]
	}
	if *helpAll {
		all.SetOutput(os.Stdout)
		all.PrintDefaults()
		return nil, flag.ErrHelp
	}
	if isWorker() {
		return j, nil
	}
	return j, f.settle(j)
}

// isWorker reports whether a runner started this program to work for it.
func isWorker() bool {
	w := flag.Lookup("worker")
	return w != nil && w.Value.String() == "true"
}

func (f *lineFlags) register(j *job) *flag.FlagSet {
	s := &j.settings
	own := flag.NewFlagSet("ocrfix-beam", flag.ContinueOnError)
	own.StringVar(&j.out, "o", "", "keep results in the folder or object-store `OUT` (gs://bucket/folder, s3://…)")
	own.StringVar(&j.list.From, "from", "", "take the paths of the inputs from the file or object `LIST`, one a line, each once")
	own.BoolVar(&j.verbose, "verbose", false, "show what the runner says")
	own.StringVar(&f.formats, "format", "txt", "formats of the cleaned files, with commas: "+strings.Join(record.Formats.Names(), ", "))
	own.IntVar(&j.list.Mean, "shard", 64, "documents that a worker does in one go, about `N`")
	own.IntVar(&j.effort.Jobs, "jobs", 0, "clean `N` documents at the same time in each worker process (0: one a processor)")
	own.DurationVar(&j.effort.Timeout, "timeout-per-document", 30*time.Minute, "give a document up after `TIME`, such as 90s or 10m, and name it as failed (0: never)")
	own.BoolVar(&j.retryFailed, "retry-failed", false, "do the shards again in which documents failed before (--password does, too)")
	own.BoolVar(&f.twoPass, "two-pass", true, "learn from the archive first (from 50 documents, or when the flag is given; --two-pass=false: never)")
	own.StringVar(&f.profile, "profile", "", "use what was learned before, from `FILE` (see ocrfix learn), which every worker must be able to open")
	own.Float64Var(&s.Threshold, "threshold", ocrfix.DefaultThreshold, "confidence from which a change is applied, 0 to 1")
	own.Float64Var(&s.RealWords, "realword-threshold", ocrfix.DefaultRealWordThreshold, "that from which a known word becomes another, never below --threshold")
	own.StringVar(&f.enable, "enable", "", "switch `CLASSES` of change on, with commas, after --disable")
	own.StringVar(&f.disable, "disable", "", "switch `CLASSES` of change off: "+strings.Join(record.Classes, ",")+",all")
	own.StringVar(&f.protect, "protect", "", "`FILES` of words that are never changed, with commas; every worker must be able to open them")
	own.StringVar(&f.decisions, "decisions", "", "replay what a person decided, from `FILE`, which every worker must be able to open")
	own.StringVar(&s.Lang, "lang", "", "force a `LANGUAGE` (en, nl, fr, de) instead of finding it by paragraph")
	own.BoolVar(&s.Reflow, "reflow", false, "give running paragraphs instead of the lines of the page")
	own.StringVar(&s.Furniture, "furniture", "keep", "what to do with running heads and page numbers: `keep|mark|drop`")
	own.Float64Var(&s.MinQuality, "min-quality", 0, "refuse a text of which a smaller `SHARE` of words is known, 0 to 1")
	own.Var(&f.maxSize, "max-size", "refuse an input larger than `SIZE` (default "+record.SizeText(record.MaxTextSize)+", PDF "+record.SizeText(record.MaxPDFSize)+")")
	own.StringVar(&s.Encoding, "encoding", "", "read texts as `NAME`: utf-8, utf-16le, utf-16be, windows-1252")
	own.BoolVar(&s.OCR, "ocr", false, "PDF: recognise pages without text, where tesseract or ocrmypdf is in the image")
	own.StringVar(&s.OCRLang, "ocr-lang", "", "PDF: `LANGUAGES` for --ocr (\"eng+fra\"; default eng)")
	own.BoolVar(&s.NoSecond, "no-pdftotext", false, "PDF: do not ask pdftotext about pages that read badly")
	own.StringVar(&j.effort.Password, "password", "", "PDF: `PASSWORD` of encrypted files; it travels in the job's description, for its runner to see")
	own.DurationVar(&s.PageTime, "pdf-time", ocrfix.DefaultPDFPageTime, "PDF: give a page up after `TIME`")
	f.memory = ocrfix.DefaultPDFMemory
	own.Var(&f.memory, "pdf-memory", "PDF: give a page up that takes more than `SIZE` of memory")
	return own
}

// settle checks the flags and makes them settings.
func (f *lineFlags) settle(j *job) error {
	s := &j.settings
	if j.out == "" {
		return record.WithHint(errors.New("a folder for the results is needed"), "usage: ocrfix-beam -o OUT PATH…")
	}
	if len(j.list.Paths) == 0 && j.list.From == "" {
		return record.WithHint(errors.New("an input is needed"), "usage: ocrfix-beam -o OUT PATH…")
	}
	if info, err := os.Stat(j.out); err == nil && !isRemote(j.out) && !info.IsDir() {
		return fmt.Errorf("%s is a file, but results need a folder", j.out)
	}
	for _, bad := range []struct {
		is   bool
		text string
	}{
		{j.list.Mean < 1, fmt.Sprintf("-shard %d: must be 1 or more", j.list.Mean)},
		{j.effort.Jobs < 0, fmt.Sprintf("-jobs %d: must not be negative", j.effort.Jobs)},
		{j.effort.Timeout < 0, fmt.Sprintf("-timeout-per-document %s: must not be negative", j.effort.Timeout)},
		{!(s.Threshold > 0 && s.Threshold <= 1), fmt.Sprintf("-threshold %g: must be above 0 and up to 1", s.Threshold)},
		{!(s.RealWords > 0 && s.RealWords <= 1), fmt.Sprintf("-realword-threshold %g: must be above 0 and up to 1", s.RealWords)},
		{!(s.MinQuality >= 0 && s.MinQuality <= 1), fmt.Sprintf("-min-quality %g: must be from 0 to 1", s.MinQuality)},
		{!slices.Contains([]string{"keep", "mark", "drop"}, s.Furniture), "-furniture " + s.Furniture + ": must be keep, mark or drop"},
		{s.PageTime <= 0, fmt.Sprintf("-pdf-time %v: must be more than nothing", s.PageTime)},
		{s.OCRLang != "" && !s.OCR, "-ocr-lang is for -ocr"},
	} {
		if bad.is {
			return errors.New(bad.text)
		}
	}
	s.Version, s.MaxSize, s.Memory, s.Formats = version(), int64(f.maxSize), int64(f.memory), split(f.formats)
	formats, err := s.formats()
	if err != nil {
		return err
	}
	endings := make(map[string]string)
	for _, w := range formats {
		if other := endings[w.Ending]; other != "" {
			return record.WithHint(fmt.Errorf("%s and %s files would have the same names", other, w.Name), "run once for each, with another -o")
		}
		if endings[w.Ending] = w.Name; w.InPlace && (s.Reflow || s.Furniture != "keep") {
			return record.WithHint(fmt.Errorf("--format %s keeps the lines of the page", w.Name), "--reflow and --furniture are for the other formats")
		}
	}
	disabled, err := record.DisabledClasses(split(f.enable), split(f.disable))
	if err != nil {
		return err
	}
	for _, c := range disabled {
		s.Disable = append(s.Disable, string(c))
	}
	for _, path := range split(f.protect) {
		s.Protect = append(s.Protect, ListFile{Path: path})
	}
	if f.decisions != "" {
		s.Decisions = &ListFile{Path: f.decisions}
	}
	twoPassSet := false
	flag.Visit(func(g *flag.Flag) { twoPassSet = twoPassSet || g.Name == "two-pass" })
	switch {
	case f.profile != "" && f.twoPass && twoPassSet:
		return errors.New("--two-pass learns a profile, and --profile gives one")
	case f.profile != "":
		j.profile.Path = f.profile
	case f.twoPass && twoPassSet:
		j.learnFrom = 1
	case f.twoPass:
		j.learnFrom = record.TwoPassFrom
	}
	j.list.Out = j.out
	j.retryFailed = j.retryFailed || j.effort.Password != ""
	return j.checkPaths()
}

// checkPaths refuses paths that mean something else on another machine, and
// inputs that the results would mix with.
func (j *job) checkPaths() error {
	paths := append(slices.Clone(j.list.Paths), j.out, j.list.From, j.profile.Path)
	for _, l := range j.settings.Protect {
		paths = append(paths, l.Path)
	}
	if d := j.settings.Decisions; d != nil {
		paths = append(paths, d.Path)
	}
	for _, p := range paths {
		switch {
		case p == "-":
			return errors.New("standard input cannot be read by workers")
		case p != "" && !isRemote(p) && !filepath.IsAbs(p) && !isHere():
			return record.WithHint(fmt.Errorf("%s: workers elsewhere cannot find a path that is not absolute", p), "name an absolute path that every worker has, or the URL of an object store")
		}
	}
	var whole []string
	for _, p := range j.list.Paths {
		if !isRemote(p) {
			p = location(p)
		}
		if !isRemote(p) && samePath(p, j.out) || isRemote(p) && strings.TrimSuffix(p, "/") == strings.TrimSuffix(j.out, "/") {
			return record.WithHint(fmt.Errorf("%s is an input and the folder for the results", p), "give another folder with -o")
		}
		for _, other := range whole {
			if p == other || strings.HasPrefix(p, other+"/") || strings.HasPrefix(other, p+"/") {
				return fmt.Errorf("%s and %s hold the same documents: name each once", other, p)
			}
		}
		whole = append(whole, strings.TrimSuffix(p, "/"))
	}
	return nil
}

// settleLists reads the lists once, to know what the workers must find in them,
// and refuses one that cannot be read before the job begins.
func (j *job) settleLists(ctx context.Context) error {
	s := &j.settings
	for i := range s.Protect {
		l, data, err := newListFile(ctx, s.Protect[i].Path)
		if err == nil {
			_, err = record.ParseWords(data)
		}
		if err != nil {
			return fmt.Errorf("--protect %w", err)
		}
		s.Protect[i] = l
	}
	if err := j.settleProfile(ctx); err != nil {
		return err
	}
	if s.Decisions != nil {
		l, data, err := newListFile(ctx, s.Decisions.Path)
		if err == nil {
			_, err = record.ParseDecisions(data)
		}
		if err != nil {
			return fmt.Errorf("--decisions %w", err)
		}
		s.Decisions = &l
	}
	if f := j.list.From; f != "" && isHere() && !isRemote(f) {
		if _, err := os.Stat(f); err != nil {
			return fmt.Errorf("--from %w", err)
		}
	}
	return nil
}

// settleProfile takes the profile that was given or, where the archive is to be
// learned from, that which an earlier job left among the results.
func (j *job) settleProfile(ctx context.Context) error {
	path := j.profile.Path
	if j.learnFrom > 0 {
		path = join(j.out, profileName)
	}
	if path == "" {
		return nil
	}
	if j.learnFrom > 0 {
		if there, err := (store{j.out}).has(ctx, profileName); err != nil || !there {
			return err
		}
	}
	l, data, err := newListFile(ctx, path)
	if err == nil {
		_, err = ocrfix.ReadProfile(bytes.NewReader(data))
	}
	if err != nil {
		return fmt.Errorf("the profile %w", err)
	}
	j.profile = l
	return nil
}

// split gives the parts of a list with commas.
func split(list string) []string {
	var parts []string
	for part := range strings.SplitSeq(list, ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// A quietLogger says nothing.
type quietLogger struct{}

func (quietLogger) Log(context.Context, log.Severity, int, string) {}
