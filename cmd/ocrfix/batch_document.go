package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"ocrfix/cmd/ocrfix/internal/archivedb"
	"ocrfix/ocrfix"
)

// A done document is what became of one input of a batch.
type done struct {
	left    bool // the run was stopped before it was begun
	skipped bool // the results of an earlier run stand
	record  *archivedb.Record
	failure *archivedb.Failure
	err     error // of the failure, for a person
	again   bool  // the failure is known from an earlier run
	stop    error // ends the run
}

// one cleans one document and writes its outputs, unless they stand. It is
// called by several goroutines at once.
func (r *batchRun) one(i int) done {
	if r.isStopping() {
		return done{left: true}
	}
	d := done{}
	err := guard(func() (err error) {
		if d, err = r.standing(i); err != nil || d.skipped || d.failure != nil {
			return err
		}
		d.record, err = r.make(i)
		return err
	})
	switch {
	case err == nil:
		return d
	case concernsAll(err):
		return done{stop: err}
	case r.isStopping():
		return done{left: true} // an interrupt reaches the reader of PDF files, too
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
func (r *batchRun) failure(i int, err error) *archivedb.Failure {
	f := &archivedb.Failure{Reason: describe(err), Settings: r.settings}
	if len(f.Reason) > 1000 {
		f.Reason = f.Reason[:1000]
	}
	f.Reason = strings.ToValidUTF8(f.Reason, "")
	if hints := hints(err); len(hints) > 0 {
		f.Hint, _, _ = strings.Cut(hints[0], "\n")
	}
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
		if err != nil || sum != doc.SHA256 || slices.ContainsFunc(doc.Outputs, func(o archivedb.Output) bool { return !r.stands(o) }) {
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
func hintedReason(f *archivedb.Failure) error {
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
	return r.clean.decisions.digestOf(raw) == doc.Decisions, nil
}

// stands reports whether an output is as it was written.
func (r *batchRun) stands(o archivedb.Output) bool {
	f, err := os.Open(filepath.Join(r.out, filepath.FromSlash(o.Path)))
	if err != nil {
		return false
	}
	defer f.Close()
	if info, err := f.Stat(); err != nil || info.Size() != o.Bytes {
		return false
	}
	sum, err := hashReader(f)
	return err == nil && sum == o.SHA256
}

// hashInput gives the hash of what an input holds.
func (r *batchRun) hashInput(in input) (string, error) {
	f, err := r.app.open(in)
	if err != nil {
		return "", err
	}
	defer f.Close()
	return hashReader(f)
}

// hashReader gives the SHA-256 of what a reader gives, in hexadecimal.
func hashReader(f io.Reader) (string, error) {
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// make cleans a document, writes its outputs and gives its record.
func (r *batchRun) make(i int) (*archivedb.Record, error) {
	d, err := r.app.load(r.inputs[i], &r.clean.read)
	if err != nil {
		return nil, err
	}
	res, err := r.clean.result(d)
	if err != nil {
		return nil, err
	}
	res.Structure(&ocrfix.StructureOptions{Lang: r.clean.correct.lang})
	rec := &archivedb.Record{
		Result: res, Bytes: max(r.inputs[i].size, 0), Settings: r.settings, Decisions: r.clean.decisions.digestOf(d.Text),
		Year: documentYear(r.inputs[i].path, res.Text), Keys: editKeys(res), Confusions: countConfusions(res.Edits),
	}
	rec.Words, rec.Unknown = countUnknown(res.Text, knownIn(res.Lang))
	for _, w := range r.writers {
		data, err := w.render(res)
		if err != nil {
			return nil, err
		}
		path := r.outputs[i][w.name]
		if err := r.write(filepath.Join(r.out, filepath.FromSlash(path)), data); err != nil {
			return nil, named(path, err)
		}
		rec.Outputs = append(rec.Outputs, archivedb.Output{Format: w.name, Path: path, Bytes: int64(len(data)), SHA256: hash(data)})
	}
	return rec, nil
}

// countUnknown counts the words of a cleaned text, and those that known does
// not know, sorted; what holds a digit, or no letter, is not asked about.
func countUnknown(text string, known func(string) bool) (words int, unknown []archivedb.WordCount) {
	counts := make(map[string]int)
	for field := range strings.FieldsFuncSeq(text, unicode.IsSpace) {
		words++
		start, end := coreOf(field)
		word := field[start:end]
		if len(word) > longestUnknown || strings.ContainsFunc(word, unicode.IsNumber) || !strings.ContainsFunc(word, unicode.IsLetter) {
			continue
		}
		if n, seen := counts[word]; seen {
			counts[word] = n + min(n, 1)
			continue
		}
		counts[word] = 0 // known
		if !known(word) && !knownParts(word, known) {
			counts[word] = 1
		}
	}
	for word, n := range counts {
		if n > 0 {
			unknown = append(unknown, archivedb.WordCount{Word: word, Count: n})
		}
	}
	slices.SortFunc(unknown, func(a, b archivedb.WordCount) int { return strings.Compare(a.Word, b.Word) })
	return words, unknown
}

// longestUnknown is the length in bytes of the longest word that is counted.
const longestUnknown = 64

// knownParts reports whether the parts of a word between hyphens, strokes and
// the like are all known.
func knownParts(word string, known func(string) bool) bool {
	parts := strings.FieldsFunc(word, func(r rune) bool { return !isWordRune(r) })
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(part string) bool { return len(part) > 1 && !known(part) })
}

// countConfusions counts what the applied edits read for what, sorted.
func countConfusions(edits []ocrfix.Edit) []archivedb.Confusion {
	counts := make(map[[2]string]int)
	for _, e := range edits {
		if e.Applied && e.Class != ocrfix.ClassLayout {
			for _, pair := range confusions(e.Raw, e.New) {
				counts[pair]++
			}
		}
	}
	found := make([]archivedb.Confusion, 0, len(counts))
	for pair, n := range counts {
		found = append(found, archivedb.Confusion{Raw: pair[0], New: pair[1], Count: n})
	}
	slices.SortFunc(found, func(a, b archivedb.Confusion) int {
		return cmp.Or(strings.Compare(a.Raw, b.Raw), strings.Compare(a.New, b.New))
	})
	return found
}

// The largest edit that is aligned, in characters, and the longest confusion.
const (
	longestAligned   = 64
	longestConfusion = 3
)

// confusions aligns what stands with what was meant, character by character,
// and gives the runs that differ, of at most three characters on each side.
func confusions(raw, new string) [][2]string {
	a, b := []rune(raw), []rune(new)
	if len(a) > longestAligned || len(b) > longestAligned {
		return nil
	}
	cost := levenshtein(a, b)
	var found [][2]string
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		if i < len(a) && j < len(b) && a[i] == b[j] && cost[i][j] == cost[i+1][j+1] {
			i, j = i+1, j+1
			continue
		}
		fromI, fromJ := i, j
		for (i < len(a) || j < len(b)) && !(i < len(a) && j < len(b) && a[i] == b[j] && cost[i][j] == cost[i+1][j+1]) {
			switch {
			case i < len(a) && j < len(b) && cost[i][j] == cost[i+1][j+1]+1:
				i, j = i+1, j+1
			case i < len(a) && cost[i][j] == cost[i+1][j]+1:
				i++
			default:
				j++
			}
		}
		if i-fromI <= longestConfusion && j-fromJ <= longestConfusion {
			found = append(found, [2]string{string(a[fromI:i]), string(b[fromJ:j])})
		}
	}
	return found
}

// levenshtein gives at [i][j] the fewest changes that make b[j:] of a[i:].
func levenshtein(a, b []rune) [][]int {
	cost := make([][]int, len(a)+1)
	for i := range cost {
		cost[i] = make([]int, len(b)+1)
	}
	for i := len(a); i >= 0; i-- {
		for j := len(b); j >= 0; j-- {
			switch {
			case i == len(a):
				cost[i][j] = len(b) - j
			case j == len(b):
				cost[i][j] = len(a) - i
			case a[i] == b[j]:
				cost[i][j] = cost[i+1][j+1]
			default:
				cost[i][j] = 1 + min(cost[i+1][j+1], cost[i+1][j], cost[i][j+1])
			}
		}
	}
	return cost
}

var yearPattern = regexp.MustCompile(`(?:^|[^0-9])(1[5-9][0-9]{2}|20[0-9]{2})(?:[^0-9]|$)`)

// headOfText is where a text states its own date, in bytes.
const headOfText = 1500

// documentYear gives the year in the name of a file or, where that has none,
// the first one at the head of the text; 0 when there is none.
func documentYear(path, text string) int {
	for _, s := range []string{filepath.Base(path), text[:min(len(text), headOfText)]} {
		if m := yearPattern.FindStringSubmatch(s); m != nil {
			year, _ := strconv.Atoi(m[1])
			return year
		}
	}
	return 0
}
