package main

import (
	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/register"
)

func init() { register.Function1x1(makeTask) }

// A job is what the command line asks for.
type job struct {
	list        listFn
	settings    Settings
	out         string
	effort      Effort
	profile     ListFile // that was given or stands among the results
	learnFrom   int      // documents from which the archive is learned from; 0 for never
	retryFailed bool
	verbose     bool
}

// build lays the stages out:
//
//	list the documents, in shards
//	  → learn from a sample of them → put together what was learned, as a profile
//	  → read, clean and split each shard with it, write its files and rows
//	  → add the counts up, make sure that nothing is missing
//
// Only references to documents, counts, and what was learned travel between the
// stages. Documents are read anew by each stage that needs them: where they lie
// is nearer to every worker than another worker is.
func (j *job) build() *beam.Pipeline {
	p, s := beam.NewPipelineWithRoot()
	shards, listed := beam.ParDo2(s.Scope("List"), &j.list, beam.Impulse(s))
	var tasks beam.PCollection
	switch learning := s.Scope("Learn"); {
	case j.profile.Path != "":
		tasks = beam.ParDo(learning, taskWith, shards, beam.SideInput{Input: beam.Create(learning, j.profile)})
	case j.learnFrom > 0:
		tasks = j.learn(learning, shards, listed)
	default:
		tasks = beam.ParDo(learning, makeTask, shards)
	}
	counts, done := beam.ParDo2(s.Scope("Clean"), &cleanFn{Settings: j.settings, Out: j.out, Effort: j.effort, RetryFailed: j.retryFailed},
		beam.Reshuffle(s.Scope("Spread"), tasks))
	sum := s.Scope("Count")
	total := beam.Combine(sum, &sumFn{}, counts)
	beam.ParDo0(s.Scope("Finish"), &finishFn{Settings: j.settings, Out: j.out}, total, beam.SideInput{Input: listed}, beam.SideInput{Input: done})
	return p
}

// makeTask makes a task of a shard. The stage that cleans has no side input:
// Prism does not rest while a stage that has one is at work, and takes as much of
// the processors as the stage itself.
func makeTask(s Shard) Task { return Task{Shard: s} }
