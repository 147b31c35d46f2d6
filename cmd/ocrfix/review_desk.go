package main

import (
	"cmp"
	"errors"
	"math"
	"net/http"
	"slices"
	"strings"
	"sync"

	"ocrfix/cmd/internal/record"
	"ocrfix/cmd/ocrfix/internal/web"
	"ocrfix/ocrfix"
)

// A reviewDesk is the [web.Desk] of the verb review: results of cleaning, and
// the files of what a person decided.
type reviewDesk struct {
	lang   string
	docs   []*reviewed
	failed func(path string, err error) // told of what could not be written, nil for nobody

	mu           sync.Mutex
	decisions    *record.Decisions
	clauses      clauseList
	decisionFile *journal
	clauseFile   *journal
	order        []*journal // that this run wrote into, the last one last
}

// A reviewed document does not change, but for what is remembered of it.
type reviewed struct {
	name string
	res  *ocrfix.Result // before any decision
	keys []record.Key
	scan *scan // nil where there is none

	changes []web.Change      // as the decisions make them, nil for not known
	follow  *record.Decisions // the decisions that they follow

	made       *ocrfix.Result    // as the decisions make it, nil for not known
	madeFollow *record.Decisions // the decisions that it follows
}

// newReviewDesk returns an empty desk that keeps decisions in the file at path
// and what is made of commitments beside it. Neither file need exist, but both
// must be such that they can be written.
func newReviewDesk(path, lang string) (*reviewDesk, error) {
	k := &reviewDesk{lang: lang}
	k.decisionFile = &journal{path: path, head: record.DecisionColumns[:5], take: func(data []byte) (err error) {
		list, err := record.ParseDecisions(data)
		if err == nil {
			k.decisions = list
		}
		return err
	}}
	k.clauseFile = &journal{path: clausesPath(path), head: clauseColumns, take: func(data []byte) (err error) {
		list, err := parseClauses(data)
		if err == nil {
			k.clauses = list
		}
		return err
	}}
	for _, j := range []*journal{k.decisionFile, k.clauseFile} {
		err := j.writable()
		if err == nil {
			err = j.load()
		}
		if err != nil {
			return nil, named(j.path, err)
		}
	}
	return k, nil
}

func (k *reviewDesk) add(name string, res *ocrfix.Result, s *scan) {
	k.docs = append(k.docs, &reviewed{name: name, res: res, keys: record.EditKeys(res), scan: s})
}

// sort puts the least sure document first.
func (k *reviewDesk) sort() {
	unsure := make(map[*reviewed]float64)
	for _, d := range k.docs {
		unsure[d] = summary(d.name, k.changes(d)).Unsure
	}
	slices.SortStableFunc(k.docs, func(a, b *reviewed) int { return cmp.Compare(unsure[b], unsure[a]) })
}

// Documents implements [web.Desk].
func (k *reviewDesk) Documents() []web.Summary {
	k.mu.Lock()
	defer k.mu.Unlock()
	list := make([]web.Summary, len(k.docs))
	for i, d := range k.docs {
		list[i] = summary(d.name, k.changes(d))
	}
	return list
}

func summary(name string, changes []web.Change) web.Summary {
	s := web.Summary{Name: name, Changes: len(changes)}
	for _, c := range changes {
		if !c.State.Judged() {
			s.Open++
			s.Unsure += 1 - math.Abs(2*c.Confidence-1)
		}
	}
	return s
}

// Document implements [web.Desk].
func (k *reviewDesk) Document(doc int) (*web.Judged, error) {
	if doc < 0 || doc >= len(k.docs) {
		return nil, &web.Error{Status: http.StatusNotFound, Message: "there is no such document"}
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.docs[doc]
	return &web.Judged{Name: d.name, Raw: d.res.Document, Changes: k.changes(d), Scanned: d.scan != nil}, nil
}

// Result implements [web.Desk].
func (k *reviewDesk) Result(doc int) (*ocrfix.Result, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.docs[doc]
	if d.made == nil || d.madeFollow != k.decisions {
		res := *d.res
		if err := k.decisions.Replay(&res); err != nil {
			return nil, err
		}
		res.Structure(&ocrfix.StructureOptions{Lang: k.lang})
		d.made, d.madeFollow = &res, k.decisions
	}
	res := *d.made
	return &res, nil
}

// changes gives the edits of a document with what the decisions make of them.
// The list must not be changed.
func (k *reviewDesk) changes(d *reviewed) []web.Change {
	if d.changes != nil && d.follow == k.decisions {
		return d.changes
	}
	found := k.decisions.Find(d.res.Document.Text)
	changes := make([]web.Change, len(d.res.Edits))
	for i, e := range d.res.Edits {
		key := d.keys[i]
		c := web.Change{Edit: e, State: web.StateSuggested, Now: e.Raw, Word: key.Word, Proposed: key.New, Before: key.Before, After: key.After}
		if e.Applied {
			c.State, c.Now = web.StateApplied, e.New
		}
		for len(found) > 0 && found[0].End <= e.Start && !(found[0].End == e.Start && e.End == e.Start) {
			found = found[1:]
		}
		if len(found) > 0 && record.Touches(e, found[0].Span) && !record.LiesBefore(e, found[0].Span) {
			c.State, c.Now = stateOf(found[0].Decision, key)
		}
		changes[i] = c
	}
	d.changes, d.follow = changes, k.decisions
	return changes
}

// stateOf gives what a decision makes of the change with the key.
func stateOf(d *record.Decision, key record.Key) (web.State, string) {
	switch {
	case d.Verdict == record.Keep:
		return web.StateRejected, strings.Join(d.Raw, " ")
	case d.New == key.New:
		return web.StateAccepted, d.New
	}
	return web.StateWritten, d.New
}

// Decide implements [web.Desk].
func (k *reviewDesk) Decide(doc, change int, c web.Choice) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	d := k.docs[doc]
	key := d.keys[change]
	if key.Word == "" {
		return &web.Error{Status: http.StatusUnprocessableEntity, Message: "the change lies between words, so that no decision can name it"}
	}
	row := []string{string(record.Keep), key.Word, "", key.Before, key.After}
	switch c.Action {
	case "reject":
	case "accept":
		row[0], row[2] = string(record.Change), key.New
	case "alternative":
		row[0], row[2] = string(record.Text), d.alternative(change, c.Alternative)
	case "text":
		row[0], row[2] = string(record.Text), strings.Join(strings.Fields(strings.ToValidUTF8(c.Text, "\uFFFD")), " ")
	default:
		return &web.Error{Status: http.StatusBadRequest, Message: "the action must be accept, reject, alternative or text"}
	}
	rows := [][]string{row}
	if c.Always {
		rows = append([][]string{{row[0], row[1], row[2], "", ""}}, rows...)
		if !k.changes(d)[change].State.Judged() {
			rows = rows[:1] // no decision about this very place overrules the general one
		}
	}
	return k.write(k.decisionFile, rows)
}

// write adds rows to one of the files.
func (k *reviewDesk) write(j *journal, rows [][]string) error {
	if err := j.append(rows); err != nil {
		return k.unkept(j, err)
	}
	k.order = append(k.order, j)
	return nil
}

// unkept is the answer to a request whose rows one of the files does not hold
// because of err.
func (k *reviewDesk) unkept(j *journal, err error) error {
	if _, ok := errors.AsType[*web.Error](err); ok {
		return err
	}
	if k.failed != nil {
		k.failed(j.path, err)
	}
	return &web.Error{Status: http.StatusInternalServerError, Message: j.path + ": " + describe(err), Hint: "nothing was kept"}
}

// alternative gives the words of a change with another reading in its place.
func (d *reviewed) alternative(change, n int) string {
	res := *d.res
	res.Edits = slices.Clone(res.Edits)
	res.Edits[change].New = res.Edits[change].Alternatives[n].New
	return record.EditKeys(&res)[change].New
}

// Undo implements [web.Desk]. It refuses when another program has changed the
// file since the decision.
func (k *reviewDesk) Undo() (bool, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	n := len(k.order) - 1
	if n < 0 {
		return false, nil
	}
	if err := k.order[n].undo(); err != nil {
		return false, k.unkept(k.order[n], err)
	}
	k.order = k.order[:n]
	return true, nil
}
