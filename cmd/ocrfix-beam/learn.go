package main

import (
	"context"
	"fmt"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"

	"ocrfix/cmd/internal/record"
	"ocrfix/ocrfix"
)

func init() {
	register.DoFn4x0[context.Context, Shard, func(*Counts) bool, func(Shard)](&sampleFn{})
	register.DoFn3x1[context.Context, Shard, func(Learned), error](&learnFn{})
	register.Emitter1[Learned]()
	register.Combiner1[Learned](&mergeFn{})
	register.DoFn5x1[context.Context, int, func(*Counts) bool, func(*Learned) bool, func(ListFile), error](&profileFn{})
	register.Emitter1[ListFile]()
	register.Iter1[Learned]()
	register.Function2x1(taskWith)
}

// profileName is the file below OUT that says what the archive taught. As long as
// it stands nothing is learned anew.
const profileName = "profile.txt"

// Learned is what documents taught, as an ocrfix.Learner is marshalled.
type Learned struct {
	Data []byte
}

// learn lays out the first pass: a sample of the archive teaches, what was learned
// is put together and becomes a profile among the results, and every shard a task
// to be cleaned with it. Only the stages that take no time have side inputs; see
// makeTask.
func (j *job) learn(s beam.Scope, shards, listed beam.PCollection) beam.PCollection {
	counts := beam.SideInput{Input: listed}
	sample := beam.Reshuffle(s, beam.ParDo(s, &sampleFn{From: j.learnFrom}, shards, counts))
	merged := beam.Combine(s, &mergeFn{}, beam.ParDo(s, &learnFn{Settings: j.settings, Effort: j.effort}, sample))
	profile := beam.ParDo(s, &profileFn{Out: j.out, From: j.learnFrom}, beam.Create(s, 0), counts, beam.SideInput{Input: merged})
	return beam.ParDo(s, taskWith, shards, beam.SideInput{Input: profile})
}

// taskWith makes a task of a shard and the profile to clean it with.
func taskWith(s Shard, profile ListFile) Task { return Task{s, profile} }

// total gives the number of documents that were listed.
func total(listed func(*Counts) bool) int {
	var sum, c Counts
	for listed(&c) {
		sum.add(c)
	}
	return int(sum.Listed)
}

// sampleFn leaves of each shard the documents to learn from.
type sampleFn struct {
	From int // the number of documents from which anything is learned
	n    int // documents, once they were counted
}

func (f *sampleFn) ProcessElement(_ context.Context, s Shard, listed func(*Counts) bool, emit func(Shard)) {
	if f.n == 0 {
		f.n = total(listed)
	}
	if f.n < f.From {
		return
	}
	sample := record.SampleOf(f.n)
	left := Shard{First: s.First}
	for i, r := range s.Refs {
		words, fully := sample.Has(s.First + i)
		if words && r.Reason == "" {
			left.Refs = append(left.Refs, r)
			left.Fully = append(left.Fully, fully)
		}
	}
	if len(left.Refs) > 0 {
		emit(left)
	}
}

// learnFn learns from samples, and gives what it has learned once a bundle.
type learnFn struct {
	Settings Settings
	Effort   Effort

	maker *record.Maker
	all   *ocrfix.Learner
}

func (f *learnFn) ProcessElement(ctx context.Context, s Shard, _ func(Learned)) error {
	if f.maker == nil {
		maker, err := f.Settings.maker(ctx, ListFile{})
		if err != nil {
			return err
		}
		f.maker = maker
	}
	if f.all == nil {
		f.all = &ocrfix.Learner{}
	}
	read := f.Effort.readOptions(&f.Settings)
	one := make([]*ocrfix.Learner, len(s.Refs))
	eachRef(s, slots(f.Effort.Jobs), func(i int) {
		// What cannot be read is passed over: the second pass says why.
		_ = guard(func() error {
			return f.Effort.spend(ctx, func(ctx context.Context) (err error) {
				one[i], err = learnFrom(ctx, s.Refs[i], read, f.maker, s.Fully[i])
				return err
			})
		})
	})
	for _, l := range one {
		if l != nil {
			f.all.Merge(l)
		}
	}
	return nil
}

// learnFrom learns from one document, nil with an error.
func learnFrom(ctx context.Context, r Ref, read record.ReadOptions, maker *record.Maker, fully bool) (*ocrfix.Learner, error) {
	file, err := openRef(ctx, r)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	read.Context = ctx
	d, err := read.Read(file, r.Size, r.Path)
	if err != nil {
		return nil, err
	}
	return record.Learn(d, maker.Within(ctx).Cleaner, fully)
}

func (f *learnFn) FinishBundle(_ context.Context, emit func(Learned)) error {
	if f.all == nil {
		return nil
	}
	data, err := f.all.MarshalBinary()
	if err != nil {
		return err
	}
	f.all = nil
	emit(Learned{data})
	return nil
}

// mergeFn puts together what was learned; the order does not matter.
type mergeFn struct{}

func (*mergeFn) MergeAccumulators(a, b Learned) (Learned, error) {
	var sum, other ocrfix.Learner
	for _, part := range []struct {
		l    *ocrfix.Learner
		data []byte
	}{{&sum, a.Data}, {&other, b.Data}} {
		if len(part.data) == 0 {
			continue
		}
		if err := part.l.UnmarshalBinary(part.data); err != nil {
			return Learned{}, err
		}
	}
	sum.Merge(&other)
	data, err := sum.MarshalBinary()
	return Learned{data}, err
}

// profileFn writes what was learned as a profile; of an archive that is too small
// to learn from it gives none.
type profileFn struct {
	Out  string
	From int
}

func (f *profileFn) ProcessElement(ctx context.Context, _ int, listed func(*Counts) bool, merged func(*Learned) bool, emit func(ListFile)) error {
	if total(listed) < f.From {
		emit(ListFile{})
		return nil
	}
	var all ocrfix.Learner
	var l Learned
	if merged(&l) {
		if err := all.UnmarshalBinary(l.Data); err != nil {
			return err
		}
	}
	data, err := record.ProfileOf(&all)
	if err != nil {
		return err
	}
	if err := (store{f.Out}).write(ctx, profileName, data); err != nil {
		return fmt.Errorf("%s: %w", profileName, err)
	}
	emit(ListFile{join(f.Out, profileName), record.Hash(data)})
	return nil
}
