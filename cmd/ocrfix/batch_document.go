package main

import (
	"os"
	"path/filepath"
	"slices"

	"ocrfix/cmd/internal/record"
	"ocrfix/cmd/ocrfix/internal/archivedb"
)

// A done document is what became of one input of a batch.
type done struct {
	left    bool // an interrupt may have reached the programs that read it
	skipped bool // the results of an earlier run stand
	record  *record.Record
	failure *record.Failure
	err     error // of the failure, for a person
	again   bool  // the failure is known from an earlier run
	stop    error // ends the run
}

// one cleans one document and writes its outputs, unless they stand. It is
// called by several goroutines at once.
func (r *batchRun) one(i int) done {
	d := done{}
	err := guard(func() (err error) {
		if d, err = r.standing(i); err != nil || d.skipped || d.failure != nil {
			return err
		}
		d.record, err = inTime(r.timeout, func(t *deadline) (*record.Record, error) { return r.make(i, t) })
		return err
	})
	switch {
	case err == nil:
		return d
	case concernsAll(err):
		return done{stop: err}
	case r.isStopping():
		return done{left: true} // to be tried again by the next run
	}
	return done{err: err, failure: r.failure(i, err)}
}

func (r *batchRun) isStopping() bool {
	select {
	case <-r.stopping:
		return true
	default:
		return false
	}
}

// failure describes an error for the journal.
func (r *batchRun) failure(i int, err error) *record.Failure {
	f := record.NewFailure(err)
	f.Settings = r.settings
	if r.inputs[i].err == nil {
		f.SHA256, _ = r.hashInput(r.inputs[i])
	}
	return f
}

// standing reports whether an earlier run has done the document, or failed to,
// with these settings and this content.
func (r *batchRun) standing(i int) (done, error) {
	in, doc := r.inputs[i], r.documents[i]
	switch {
	case doc.Taken != "":
		return done{}, usagef("its result would be written over that of %s", doc.Taken).hint("give another folder with -o")
	case in.err != nil:
		return done{}, in.err
	case doc.State == "done" && doc.Settings == r.settings:
		sum, err := r.hashInput(in)
		if err != nil || sum != doc.SHA256 || slices.ContainsFunc(doc.Outputs, func(o record.Output) bool { return !r.stands(o) }) {
			return done{}, err
		}
		same, err := r.sameDecisions(doc)
		return done{skipped: same}, err
	case doc.Failure != nil && doc.Failure.Settings == r.settings && !r.retryFailed && r.clean.read.pdf.password == "":
		sum, err := r.hashInput(in)
		if err != nil || sum != doc.Failure.SHA256 {
			return done{}, err
		}
		return done{failure: doc.Failure, again: true, err: hintedReason(doc.Failure)}, nil
	}
	return done{}, nil
}

// hintedReason is the error that a failure was made of, as far as it is known.
func hintedReason(f *record.Failure) error {
	err := usagef("%s", f.Reason)
	if f.Hint != "" {
		return err.hint(f.Hint)
	}
	return err
}

// sameDecisions reports whether the decisions about the words of a document are
// those that it was done with.
func (r *batchRun) sameDecisions(doc archivedb.Document) (bool, error) {
	if r.clean.decisions == nil {
		return doc.Decisions == "", nil
	}
	raw, err := r.earlier.RawText(doc.ID)
	if err != nil {
		return false, err
	}
	return r.clean.decisions.DigestOf(raw) == doc.Decisions, nil
}

// stands reports whether an output is as it was written.
func (r *batchRun) stands(o record.Output) bool {
	f, err := os.Open(filepath.Join(r.out, filepath.FromSlash(o.Path)))
	if err != nil {
		return false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() != o.Bytes {
		return false
	}
	sum, err := record.HashReader(f)
	return err == nil && sum == o.SHA256
}

// hashInput gives the hash of what an input holds.
func (r *batchRun) hashInput(in input) (string, error) {
	f, err := r.app.open(in)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return record.HashReader(f)
}

// make cleans a document, writes its outputs, if it is in time, and gives its
// record.
func (r *batchRun) make(i int, t *deadline) (*record.Record, error) {
	d, err := r.app.loadWithin(t, r.inputs[i], &r.clean.read)
	if err != nil {
		return nil, err
	}
	maker := r.clean.maker().Within(t)
	maker.Settings = r.settings
	rec, err := maker.Record(d, r.inputs[i].path, r.inputs[i].size)
	if err != nil {
		return nil, err
	}
	files := make([][]byte, len(r.writers))
	for k, w := range r.writers {
		if files[k], err = w.Render(rec.Result); err != nil {
			return nil, err
		}
	}
	if !t.keep() {
		return nil, nil
	}
	for k, w := range r.writers {
		data, path := files[k], r.outputs[i][w.Name]
		if err := r.write(filepath.Join(r.out, filepath.FromSlash(path)), data); err != nil {
			return nil, named(path, err)
		}
		rec.Outputs = append(rec.Outputs, record.Output{Format: w.Name, Path: path, Bytes: int64(len(data)), SHA256: record.Hash(data)})
	}
	return rec, nil
}
