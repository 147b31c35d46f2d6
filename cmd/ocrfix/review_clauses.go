package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"io"
	"net/http"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"ocrfix/cmd/ocrfix/internal/web"
	"ocrfix/ocrfix"
)

// clauseColumns are the columns of a file of judged commitments. A row holds
// the whole commitment as a person wants it; of two rows about the same clause
// the later one stands.
var clauseColumns = []string{"state", "clause", "strength", "actor", "action", "object", "deadline", "note"}

// tagReviewed marks a commitment that a person has judged.
const tagReviewed = "reviewed"

// clausesPath is where judged commitments are kept beside a file of decisions.
func clausesPath(decisions string) string {
	ext := filepath.Ext(decisions)
	return strings.TrimSuffix(decisions, ext) + ".commitments" + ext
}

// A clauseList holds what a person made of commitments, by clauseKey.
type clauseList map[string]web.ClauseChoice

// clauseKey names a commitment by the raw words of its clause, so that it is
// found wherever these words stand, in a new scan too.
func clauseKey(quoteRaw string) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(quoteRaw), " ")))
	return hex.EncodeToString(sum[:12])
}

// readClauses reads a file of judged commitments, which need not exist.
func readClauses(path string) (clauseList, error) {
	var list clauseList
	j := &journal{path: path, take: func(data []byte) (err error) {
		list, err = parseClauses(data)
		return err
	}}
	err := j.load()
	return list, err
}

// parseClauses reads a file of judged commitments. Lines that begin with # are
// passed over, and so is the line of column names.
func parseClauses(data []byte) (clauseList, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	r.Comma, r.Comment, r.LazyQuotes, r.FieldsPerRecord = '\t', '#', true, -1
	list := make(clauseList)
	for {
		fields, err := r.Read()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		fields = append(fields, make([]string, len(clauseColumns))...)
		state := web.ClauseState(strings.TrimSpace(fields[0]))
		switch state {
		case "", "state":
			continue
		case web.ClauseOpen, web.ClauseReviewed, web.ClauseDropped:
		default:
			return nil, usagef("line %d: there is no state %q", line, fields[0]).hint("the states are open, reviewed and dropped")
		}
		strength, err := strconv.Atoi(fields[2])
		if err != nil || strength < 0 || strength > 4 {
			return nil, usagef("line %d: the strength %q is not from 0 to 4", line, fields[2])
		}
		list[clauseKey(fields[1])] = web.ClauseChoice{
			State: state, Strength: strength, Actor: fields[3], Action: fields[4], Object: fields[5], Deadline: fields[6], Note: fields[7],
		}
	}
}

// judge gives the commitments of a result as a person wants them.
func (l clauseList) judge(res *ocrfix.Result) []web.Clause {
	clauses := make([]web.Clause, len(res.Commitments))
	for i, c := range res.Commitments {
		clauses[i] = web.Clause{Commitment: c, Key: clauseKey(c.QuoteRaw), State: web.ClauseOpen}
		choice, ok := l[clauses[i].Key]
		if !ok || choice.State == web.ClauseOpen {
			continue
		}
		m := &clauses[i]
		m.State, m.Note, m.Strength = choice.State, choice.Note, choice.Strength
		m.Actor.Text = orNil(choice.Actor)
		m.Action = orNil(choice.Action)
		m.Object = orNil(choice.Object)
		switch {
		case choice.Deadline == "":
			m.Commitment.Deadline = nil
		case c.Deadline == nil || c.Deadline.Text != choice.Deadline:
			m.Commitment.Deadline = &ocrfix.Deadline{Text: choice.Deadline, Type: "explicit"}
		}
		m.Tags = append(slices.Clone(c.Tags), tagReviewed)
	}
	return clauses
}

func orNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// replay makes the judgements good in a result: what a person dropped is taken
// out, what a person wrote stands, and each bears the tag reviewed.
func (l clauseList) replay(res *ocrfix.Result) {
	var kept []ocrfix.Commitment
	for _, c := range l.judge(res) {
		if c.State != web.ClauseDropped {
			kept = append(kept, c.Commitment)
		}
	}
	res.Commitments = kept
}

// Clauses implements [web.Desk].
func (k *reviewDesk) Clauses(res *ocrfix.Result) []web.Clause {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.clauses.judge(res)
}

// JudgeClause implements [web.Desk].
func (k *reviewDesk) JudgeClause(doc int, key string, c web.ClauseChoice) error {
	res, err := k.Result(doc)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(res.Commitments, func(c ocrfix.Commitment) bool { return clauseKey(c.QuoteRaw) == key })
	if i < 0 {
		return &web.Error{Status: http.StatusNotFound, Message: "there is no such commitment any more", Hint: "load the page again"}
	}
	row := []string{string(c.State), res.Commitments[i].QuoteRaw, strconv.Itoa(c.Strength), c.Actor, c.Action, c.Object, c.Deadline, c.Note}
	for i := range row {
		row[i] = strings.Join(strings.Fields(strings.ToValidUTF8(row[i], "\uFFFD")), " ")
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.write(k.clauseFile, [][]string{row})
}
