package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"path"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"ocrfix/cmd/internal/record"
)

func init() {
	register.DoFn4x1[context.Context, Task, func(Counts), func(string), error](&cleanFn{})
	register.Emitter1[string]()
}

// cleanFn cleans the documents of shards and writes what is kept of them. It
// gives the counts of each shard and the name that its files have.
//
// A runner hands the elements of a bundle over one after another and does not
// try again, or it tries again, elsewhere and at the same time. So documents are
// cleaned side by side within a shard, and the next shard is begun before the
// last is whole; and every file is named after its content, so that whoever
// writes it again writes the same.
type cleanFn struct {
	Settings    Settings
	Out         string
	Effort      Effort
	RetryFailed bool // do shards again in which documents failed

	profile ListFile
	work    *shardWork
	pending []*pendingShard
}

// A Task is a shard to be cleaned, and what the archive taught, which lies among
// the results; no path means nothing.
type Task struct {
	Shard   Shard
	Profile ListFile
}

// A pendingShard is one that is being cleaned.
type pendingShard struct {
	documents int
	ready     chan struct{} // closed when the rest stands
	counts    Counts
	name      string
	stood     bool // it had been done before
	err       error
}

// mostPending is how many shards are worked at in one bundle.
const mostPending = 2

var (
	reusedDocuments = beam.NewCounter("ocrfix", "reused_documents") // of shards that stood
	cleanedShards   = beam.NewCounter("ocrfix", "cleaned_shards")
)

func (f *cleanFn) ProcessElement(ctx context.Context, task Task, emit func(Counts), done func(string)) error {
	if f.work == nil || f.profile != task.Profile {
		maker, err := f.Settings.maker(ctx, task.Profile)
		if err != nil {
			return err
		}
		formats, err := f.Settings.formats()
		if err != nil {
			return err
		}
		f.profile = task.Profile
		f.work = &shardWork{
			maker: maker, formats: formats, effort: f.Effort, read: f.Effort.readOptions(&f.Settings),
			out: store{f.Out}, slots: slots(f.Effort.Jobs), retryFailed: f.RetryFailed,
		}
	}
	p := &pendingShard{documents: len(task.Shard.Refs), ready: make(chan struct{})}
	work := f.work
	go func() {
		defer close(p.ready)
		p.counts, p.name, p.stood, p.err = work.do(ctx, task.Shard)
	}()
	f.pending = append(f.pending, p)
	return f.settle(ctx, mostPending-1, emit, done)
}

func (f *cleanFn) FinishBundle(ctx context.Context, emit func(Counts), done func(string)) error {
	return f.settle(ctx, 0, emit, done)
}

// settle waits until no more than most shards are being worked at and gives
// what became of the others, in order. It counts them too: Beam's counters are not
// to be used by several goroutines of one bundle.
func (f *cleanFn) settle(ctx context.Context, most int, emit func(Counts), done func(string)) error {
	for len(f.pending) > most {
		p := f.pending[0]
		f.pending = f.pending[1:]
		<-p.ready
		if p.err != nil {
			for _, rest := range f.pending {
				<-rest.ready
			}
			f.pending = nil
			return p.err
		}
		if p.stood {
			reusedDocuments.Inc(ctx, int64(p.documents))
		} else {
			cleanedShards.Inc(ctx, 1)
		}
		emit(p.counts)
		done(p.name)
	}
	return nil
}

var (
	slotsOnce sync.Once
	allSlots  chan struct{}
)

// slots bounds the documents that this process cleans at the same time, in all
// its stages and bundles.
func slots(jobs int) chan struct{} {
	slotsOnce.Do(func() {
		if jobs <= 0 {
			jobs = runtime.GOMAXPROCS(0)
		}
		allSlots = make(chan struct{}, jobs)
	})
	return allSlots
}

// eachRef calls f for every document of a shard, several at a time.
func eachRef(s Shard, slots chan struct{}, f func(i int)) {
	var wait sync.WaitGroup
	for i := range s.Refs {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			f(i)
		})
	}
	wait.Wait()
}

// A shardWork does shards. It may be used by several goroutines.
type shardWork struct {
	maker       *record.Maker
	formats     []record.Format
	effort      Effort
	read        record.ReadOptions
	out         store
	slots       chan struct{}
	retryFailed bool
}

// A marker says that a shard is done: it is written last, and as long as all it
// names stands and the documents have not changed, the shard is not done again.
type marker struct {
	Settings string          `json:"settings"`
	Inputs   []string        `json:"inputs"` // SHA-256 of each document, "" of one that cannot be read
	Outputs  []record.Output `json:"outputs"`
	Tables   map[string]int  `json:"tables"` // size in bytes
	Name     string          `json:"name"`   // of the shard's file in each table
	Counts   Counts          `json:"counts"`
}

func markerName(id string) string { return "shards/" + id + ".json" }

// do does a shard, unless it stands.
func (w *shardWork) do(ctx context.Context, s Shard) (c Counts, name string, stood bool, err error) {
	id := s.id()
	if m := w.standing(ctx, id, s); m != nil {
		return m.Counts, m.Name, true, nil
	}
	results := make([]done, len(s.Refs))
	eachRef(s, w.slots, func(i int) { results[i] = w.one(ctx, s.Refs[i]) })
	m := &marker{Settings: w.maker.Settings, Tables: make(map[string]int), Counts: Counts{Shards: 1}}
	rows := make(tables)
	for i := range results {
		d := &results[i]
		if d.err != nil {
			return Counts{}, "", false, d.err
		}
		m.Inputs = append(m.Inputs, d.sha256)
		m.Outputs = append(m.Outputs, d.outputs...)
		m.Counts.add(d.counts)
		rows.add(d.rows)
		d.rows = nil
	}
	sum := sha256.New()
	for _, table := range rows.names() {
		fmt.Fprintln(sum, table, rows[table].Len())
		sum.Write(rows[table].Bytes())
		m.Tables[table] = rows[table].Len()
	}
	m.Name = id + "-" + hex.EncodeToString(sum.Sum(nil)[:16])
	for _, table := range rows.names() {
		if err := w.out.write(ctx, partName(table, m.Name), rows[table].Bytes()); err != nil {
			return Counts{}, "", false, err
		}
	}
	text, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		return Counts{}, "", false, err
	}
	return m.Counts, m.Name, false, w.out.write(ctx, markerName(id), append(text, '\n'))
}

// partName gives the name of the file that holds the rows of a shard in a table.
func partName(table, shard string) string { return "tables/" + table + "/" + shard + ".jsonl" }

// standing gives the marker of a shard that is done, nil for one that is not.
func (w *shardWork) standing(ctx context.Context, id string, s Shard) *marker {
	text, err := readFile(ctx, join(w.out.root, markerName(id)), maxListFile)
	if err != nil {
		return nil
	}
	m := new(marker)
	if json.Unmarshal(text, m) != nil || m.Settings != w.maker.Settings || len(m.Inputs) != len(s.Refs) || w.retryFailed && m.Counts.Failed > 0 {
		return nil
	}
	same := make([]bool, len(s.Refs))
	eachRef(s, w.slots, func(i int) {
		sum, err := hashRef(ctx, s.Refs[i])
		same[i] = sum == m.Inputs[i] && (err == nil || sum == "")
	})
	if slices.Contains(same, false) {
		return nil
	}
	for table, size := range m.Tables {
		if !w.out.stands(ctx, partName(table, m.Name), int64(size)) {
			return nil
		}
	}
	for _, o := range m.Outputs {
		if !w.out.stands(ctx, o.Path, o.Bytes) {
			return nil
		}
	}
	return m
}

// hashRef gives the hash of what a document holds, "" with an error.
func hashRef(ctx context.Context, r Ref) (string, error) {
	f, err := openRef(ctx, r)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return record.HashReader(f)
}

// A done document is what became of one.
type done struct {
	rows    tables
	outputs []record.Output
	sha256  string
	counts  Counts
	err     error // of writing: it concerns the job, and not this document alone
}

// one cleans a document and writes its files. What goes wrong in it becomes a
// row of the table failures.
func (w *shardWork) one(ctx context.Context, r Ref) done {
	d := done{rows: make(tables)}
	rec, files, err := w.make(ctx, r)
	if err != nil && ctx.Err() != nil {
		d.err = ctx.Err() // the job's
		return d
	}
	if err != nil {
		f := record.NewFailure(err)
		f.Settings = w.maker.Settings
		f.SHA256, _ = hashRef(ctx, r)
		d.sha256, d.counts = f.SHA256, Counts{Failed: 1}
		d.err = d.rows.failed(r, f)
		return d
	}
	for i, data := range files {
		o := record.Output{Format: w.formats[i].Name, Bytes: int64(len(data)), SHA256: record.Hash(data)}
		o.Path = outputName(r.Rel, o.SHA256, w.formats[i].Ending)
		if !w.out.stands(ctx, o.Path, o.Bytes) {
			if d.err = w.out.write(ctx, o.Path, data); d.err != nil {
				return d
			}
		}
		rec.Outputs = append(rec.Outputs, o)
	}
	d.sha256, d.outputs, d.counts = rec.Result.Document.Source.SHA256, rec.Outputs, countsOf(rec)
	d.err = d.rows.done(r, rec)
	return d
}

// make reads and cleans a document in the time it has. A panic becomes an error.
func (w *shardWork) make(ctx context.Context, r Ref) (rec *record.Record, files [][]byte, err error) {
	err = guard(func() error {
		return w.effort.spend(ctx, func(ctx context.Context) (err error) {
			rec, files, err = w.tryMake(ctx, r)
			return err
		})
	})
	return rec, files, err
}

// guard calls f and turns a panic into an error.
func guard(f func() error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = record.WithHint(fmt.Errorf("internal error: %v", p), fmt.Sprintf("please report this with the document:\n%s", debug.Stack()))
		}
	}()
	return f()
}

func (w *shardWork) tryMake(ctx context.Context, r Ref) (rec *record.Record, files [][]byte, err error) {
	f, err := openRef(ctx, r)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	size := &counter{r: f}
	read := w.read
	read.Context = ctx
	doc, err := read.Read(size, r.Size, r.Path)
	if err != nil {
		return nil, nil, err
	}
	length := r.Size
	if length < 0 {
		length = size.n
	}
	if rec, err = w.maker.Within(ctx).Record(doc, r.Path, length); err != nil {
		return nil, nil, err
	}
	for _, format := range w.formats {
		data, err := format.Render(rec.Result)
		if err != nil {
			return nil, nil, err
		}
		files = append(files, data)
	}
	return rec, files, nil
}

// The longest name that a file of a document keeps, in bytes; file systems allow
// 255. What is longer is cut, with its hash in place of the rest.
const longestName = 180

// outputName gives a cleaned file its name: that of the document with a piece of
// the hash of what the file holds.
func outputName(rel, sha256, ending string) string {
	dir, base := path.Split(rel)
	if len(base) > longestName {
		cut := longestName
		for !utf8.RuneStart(base[cut]) {
			cut--
		}
		base = base[:cut] + "…" + record.Hash([]byte(base))[:16]
	}
	return strings.TrimPrefix(path.Join("files", dir, base+"."+sha256[:16]+ending), "/")
}
