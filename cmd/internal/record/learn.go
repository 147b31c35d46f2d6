package record

import (
	"bytes"
	"strings"

	"ocrfix/ocrfix"
)

// TwoPassFrom is the number of documents from which an archive is gone over
// twice unasked: first to learn from it, then to clean it.
const TwoPassFrom = 50

// A Sample says which documents of an archive are learned from. It need not be
// all: names and words come from at most 4,000 documents, spread evenly over the
// archive, and confusions, for which they must be cleaned, from at most 200.
type Sample struct{ every, fully int }

// The sizes of a sample, and how much of a document is learned from, in bytes.
const (
	wordsLearned = 4000
	fullyLearned = 200
	mostLearned  = 1 << 20
)

// SampleOf gives the sample of n documents.
func SampleOf(n int) Sample {
	return Sample{max((n+wordsLearned-1)/wordsLearned, 1), max((n+fullyLearned-1)/fullyLearned, 1)}
}

// Has reports whether the i-th document, from 0, is in the sample, and whether
// its confusions are.
func (s Sample) Has(i int) (words, confusions bool) {
	confusions = i%s.fully == 0
	return confusions || i%s.every == 0, confusions
}

// Learn learns from one document: its words or, fully, its confusions too, for
// which the cleaner cleans it.
func Learn(d *ocrfix.Document, c *ocrfix.Cleaner, fully bool) (*ocrfix.Learner, error) {
	if len(d.Text) > mostLearned {
		d = ocrfix.NewDocument(strings.ToValidUTF8(d.Text[:mostLearned], ""))
	}
	l := &ocrfix.Learner{Cleaner: c}
	if !fully {
		l.AddWords(d)
		return l, nil
	}
	if _, err := l.AddRaw(d); err != nil {
		return nil, err
	}
	return l, nil
}

// ProfileOf gives the profile of an archive as a file has it. Where nothing was
// in a language known it is that of no archive.
func ProfileOf(l *ocrfix.Learner) ([]byte, error) {
	p, err := l.Profile()
	if err != nil {
		p = &ocrfix.Profile{}
	}
	var b bytes.Buffer
	err = p.Write(&b)
	return b.Bytes(), err
}
