package main

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"ocrfix/cmd/internal/record"
	"ocrfix/ocrfix"
)

// learn gives the cleaner the profile of the archive: that of --profile, that
// which an earlier run has left or a person has edited, or else, where two
// passes are wanted, one that it learns and writes. What counts of the profile
// is entered in the settings, so that another one has the documents done again.
func (r *batchRun) learn(ctx context.Context) error {
	path := filepath.Join(r.out, profileName)
	if r.clean.correct.profile == "" && r.twoPass {
		data, err := os.ReadFile(path)
		switch {
		case err == nil:
			return r.useProfile(path, data)
		case !errors.Is(err, fs.ErrNotExist):
			return named(path, err)
		case !r.twoPassSet && len(r.inputs) < record.TwoPassFrom:
			return nil
		}
		return r.firstPass(ctx, path)
	}
	if p := r.clean.cleaner.Profile; p != nil {
		var b bytes.Buffer
		if err := p.Write(&b); err != nil {
			return err
		}
		r.profile = record.Hash(b.Bytes())
	}
	return nil
}

// useProfile takes a profile that stands in the output folder.
func (r *batchRun) useProfile(path string, data []byte) error {
	p, err := ocrfix.ReadProfile(bytes.NewReader(data))
	if err != nil {
		return hinted(named(path, err), "mend it, or take it away to learn again")
	}
	r.clean.cleaner.Profile, r.profile = p, record.Hash(data)
	return nil
}

// firstPass learns from the inputs and writes what it has learned. Inputs that
// cannot be read are passed over: the second pass names them.
func (r *batchRun) firstPass(ctx context.Context, path string) error {
	removePartials(r.out) // a run that was killed here has not entered itself
	r.app.orderly.Store(true)
	r.stopping = ctx.Done()
	of := record.SampleOf(len(r.inputs))
	var sample []int
	for i := range r.inputs {
		if words, _ := of.Has(i); words {
			sample = append(sample, i)
		}
	}
	all := &ocrfix.Learner{}
	meter := r.app.newMeter(len(sample))
	meter.count.Phase = "learn"
	err := runQueue(context.WithoutCancel(ctx), len(sample), r.queue(sample),
		func(k int) *ocrfix.Learner {
			i := sample[k]
			_, fully := of.Has(i)
			one, err := inTime(r.timeout, func(t *deadline) (*ocrfix.Learner, error) { return r.learnFrom(t, i, fully) })
			if err != nil {
				return nil
			}
			return one
		},
		func(k int, one *ocrfix.Learner) error {
			if one != nil {
				all.Merge(one)
			}
			meter.step(r.inputs[sample[k]].path, nil)
			return nil
		})
	meter.finish()
	switch {
	case err != nil:
		return err
	case r.isStopping():
		r.app.ui.print("ocrfix: interrupted while learning, before the first document; nothing is half-written")
		r.app.ui.print("  hint: the same command goes on from here")
		return errInterrupted
	}
	p, err := all.Profile()
	if err != nil {
		p = &ocrfix.Profile{} // nothing in a language known: not to be tried again
	}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		return err
	}
	if err := r.write(path, b.Bytes()); err != nil {
		return batchError(path, err)
	}
	r.app.ui.say("learned from %s: %s, %s, %s; see %s", plural(p.Documents, "document"), plural(p.Confusions(), "confusion"),
		plural(len(p.Names()), "name"), plural(len(p.Vocabulary()), "word"), path)
	return r.useProfile(path, b.Bytes())
}

// learnFrom learns from one document: its words or, fully, its confusions too.
func (r *batchRun) learnFrom(ctx context.Context, i int, fully bool) (one *ocrfix.Learner, err error) {
	err = guard(func() error {
		d, err := r.app.loadWithin(ctx, r.inputs[i], &r.clean.read)
		if err != nil {
			return err
		}
		one, err = record.Learn(d, r.clean.maker().Within(ctx).Cleaner, fully)
		return err
	})
	return one, err
}
