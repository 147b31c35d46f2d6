package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"ocrfix/cmd/internal/record"
	"ocrfix/ocrfix"
)

func init() {
	register.Combiner1[Counts](&sumFn{})
	register.DoFn4x1[context.Context, Counts, func(*Counts) bool, func(*string) bool, error](&finishFn{})
	register.Iter1[Counts]()
	register.Iter1[string]()
}

// Counts sum up documents, shards or a whole archive.
type Counts struct {
	Listed       int64 `json:"listed"` // documents that were found
	ListedShards int64 `json:"listed_shards"`
	Shards       int64 `json:"shards"` // that are done
	Done         int64 `json:"done"`   // documents that were cleaned, now or by an earlier job
	Failed       int64 `json:"failed"`
	Pages        int64 `json:"pages"`
	Bytes        int64 `json:"bytes"` // read
	Words        int64 `json:"words"`
	Unknown      int64 `json:"unknown"`
	Changes      int64 `json:"changes"`
	Suggestions  int64 `json:"suggestions"`
	Sections     int64 `json:"sections"`
	Commitments  int64 `json:"commitments"`
}

func (c *Counts) add(d Counts) {
	c.Listed += d.Listed
	c.ListedShards += d.ListedShards
	c.Shards += d.Shards
	c.Done += d.Done
	c.Failed += d.Failed
	c.Pages += d.Pages
	c.Bytes += d.Bytes
	c.Words += d.Words
	c.Unknown += d.Unknown
	c.Changes += d.Changes
	c.Suggestions += d.Suggestions
	c.Sections += d.Sections
	c.Commitments += d.Commitments
}

// countsOf counts what a document holds.
func countsOf(r *record.Record) Counts {
	res := r.Result
	c := Counts{Done: 1, Pages: int64(len(res.Document.Pages)), Bytes: r.Bytes, Words: int64(r.Words), Commitments: int64(len(res.Commitments))}
	for _, u := range r.Unknown {
		c.Unknown += int64(u.Count)
	}
	for _, e := range res.Edits {
		if e.Applied {
			c.Changes++
		} else {
			c.Suggestions++
		}
	}
	c.Sections = countSections(res.Sections)
	return c
}

func countSections(list []*ocrfix.Section) int64 {
	n := int64(len(list))
	for _, s := range list {
		n += countSections(s.Children)
	}
	return n
}

// A counter counts the bytes that are read.
type counter struct {
	r io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	c.n += int64(n)
	return n, err
}

// sumFn adds counts.
type sumFn struct{}

func (*sumFn) MergeAccumulators(a, b Counts) Counts {
	a.add(b)
	return a
}

// countsName is the file that says that the archive is done, and what is in it.
const countsName = "counts.json"

// errMissing says that a job came to its end without having done everything: a
// worker that dies does not make every runner fail.
var errMissing = errors.New("parts of the archive were not done")

// finishFn makes sure that nothing is missing, takes away what earlier jobs left
// of the tables, and writes the counts.
type finishFn struct {
	Settings Settings
	Out      string
}

func (f *finishFn) ProcessElement(ctx context.Context, c Counts, listed func(*Counts) bool, done func(*string) bool) error {
	var l Counts
	for listed(&l) {
		c.add(l)
	}
	if c.Shards != c.ListedShards || c.Done+c.Failed != c.Listed {
		return fmt.Errorf("%w: %d of %d documents, %d of %d shards", errMissing, c.Done+c.Failed, c.Listed, c.Shards, c.ListedShards)
	}
	// 24 bytes a shard is all that must be held of the archive at once.
	live := make(map[[16]byte]bool)
	var name string
	for done(&name) {
		live[short(name)] = true
	}
	out := store{f.Out}
	if err := sweep(ctx, out, live); err != nil {
		return err
	}
	if err := f.writeRun(ctx, out, c); err != nil {
		return err
	}
	text, err := json.MarshalIndent(c, "", " ")
	if err != nil {
		return err
	}
	return out.write(ctx, countsName, append(text, '\n'))
}

// short is a name of a shard's files in little room.
func short(name string) [16]byte {
	var s [16]byte
	sum := record.Hash([]byte(name))
	copy(s[:], sum)
	return s
}

// sweep takes away the rows of shards that are not live: of documents that have
// changed, or are no longer among the inputs. Cleaned files stay.
func sweep(ctx context.Context, out store, live map[[16]byte]bool) error {
	ids := make(map[[16]byte]bool)
	for _, table := range tableNames {
		if table == "runs" {
			continue
		}
		names, err := out.list(ctx, "tables/"+table)
		if err != nil {
			return err
		}
		for _, n := range names {
			shard, ok := strings.CutSuffix(n, ".jsonl")
			if !ok {
				continue
			}
			id, _, _ := strings.Cut(shard, "-")
			if live[short(shard)] {
				ids[short(id)] = true
				continue
			}
			if err := out.remove(ctx, partName(table, shard)); err != nil {
				return err
			}
		}
	}
	names, err := out.list(ctx, "shards")
	if err != nil {
		return err
	}
	for _, n := range names {
		if id, ok := strings.CutSuffix(n, ".json"); ok && !ids[short(id)] {
			if err := out.remove(ctx, markerName(id)); err != nil {
				return err
			}
		}
	}
	return nil
}

// writeRun writes the one row of the table runs. Times and machines, which
// differ from job to job, are left out.
func (f *finishFn) writeRun(ctx context.Context, out store, c Counts) error {
	settings, err := json.Marshal(f.Settings)
	if err != nil {
		return err
	}
	t := make(tables)
	err = t.row("runs",
		[]string{"id", "started", "ended", "outcome", "host", "process", "version", "settings", "files", "done", "skipped", "failed", "pages", "bytes", "seconds"},
		[]any{runID, nil, nil, "done", nil, nil, f.Settings.Version, record.JSON(settings), c.Listed, c.Done, 0, c.Failed, c.Pages, c.Bytes, nil})
	if err != nil {
		return err
	}
	return out.write(ctx, "tables/runs/run.jsonl", t["runs"].Bytes())
}
