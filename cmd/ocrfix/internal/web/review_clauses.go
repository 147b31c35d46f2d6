package web

import (
	"bytes"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"ocrfix/ocrfix"
)

// A ClauseState is what a person made of a commitment.
type ClauseState string

// The states of a commitment.
const (
	ClauseOpen     ClauseState = "open"     // nobody has judged it
	ClauseReviewed ClauseState = "reviewed" // it is as a person wants it
	ClauseDropped  ClauseState = "dropped"  // it is no commitment
)

// A Clause is a commitment as a person wants it.
type Clause struct {
	ocrfix.Commitment
	Key   string // names it in every run
	State ClauseState
	Note  string // of the person
}

// A ClauseChoice is what a person wants of a commitment: all that the form
// holds. "" stands for what is not known.
type ClauseChoice struct {
	State                                 ClauseState
	Strength                              int // 0 to 4
	Actor, Action, Object, Deadline, Note string
}

// A clauseList shows the commitments of a document.
type clauseList struct {
	Root     string
	Doc      int
	Count    int
	Reviewed int           // clauses that a person has judged
	Blocks   [][]clauseRow // at most clausesInBlock of them in a table
	Judging  string        // key of the clause whose form is open, "" for none
}

func (v *Review) newClauseList(r *http.Request, doc int, res *ocrfix.Result) clauseList {
	list := v.Desk.Clauses(res)
	return clauseList{
		Root: v.root(), Doc: doc, Count: len(list), Reviewed: countReviewed(list), Blocks: layOutClauses(list),
		Judging: r.URL.Query().Get("clause"),
	}
}

// A clauseForm is where a person judges a commitment.
type clauseForm struct {
	Root       string
	Doc, Index int // of the clause in the table
	Clause     Clause
	Strengths  []strength
}

type strength struct {
	Value int
	Name  string
}

func newClauseForm(root string, doc, index int, c Clause) clauseForm {
	f := clauseForm{Root: root, Doc: doc, Index: index, Clause: c}
	for n := range 5 {
		f.Strengths = append(f.Strengths, strength{n, ocrfix.StrengthName(n)})
	}
	return f
}

func countReviewed(clauses []Clause) int {
	n := 0
	for _, c := range clauses {
		if c.State != ClauseOpen {
			n++
		}
	}
	return n
}

// clauses gives the commitments as they are after the decisions so far, for the
// script.
func (v *Review) clauses(w http.ResponseWriter, r *http.Request, doc int, _ *Judged) error {
	res, err := v.Desk.Result(doc)
	if err != nil {
		return err
	}
	render(w, "clauses", v.newClauseList(r, doc, res))
	return nil
}

// clause gives the form of a commitment, for the script.
func (v *Review) clause(w http.ResponseWriter, r *http.Request, doc int, _ *Judged) error {
	res, err := v.Desk.Result(doc)
	if err != nil {
		return err
	}
	for i, c := range v.Desk.Clauses(res) {
		if c.Key == r.PathValue("key") {
			render(w, "clause", newClauseForm(v.root(), doc, i, c))
			return nil
		}
	}
	return &Error{Status: http.StatusNotFound, Message: "there is no such commitment any more", Hint: "load the page again"}
}

// judgeClause keeps what the form of a commitment says.
func (v *Review) judgeClause(w http.ResponseWriter, r *http.Request, doc int, _ *Judged) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return malformed("the form is malformed", err)
	}
	form := r.PostForm
	strength, err := strconv.Atoi(form.Get("strength"))
	if err != nil || strength < 0 || strength > 4 {
		return badRequest("the strength must be from 0 to 4")
	}
	c := ClauseChoice{
		State: ClauseState(form.Get("state")), Strength: strength,
		Actor: form.Get("actor"), Action: form.Get("action"), Object: form.Get("object"),
		Deadline: form.Get("deadline"), Note: form.Get("note"),
	}
	if c.State != ClauseOpen && c.State != ClauseReviewed && c.State != ClauseDropped {
		return badRequest("the state must be open, reviewed or dropped")
	}
	if err := v.Desk.JudgeClause(doc, r.PathValue("key"), c); err != nil {
		return err
	}
	res, err := v.Desk.Result(doc)
	if err != nil {
		return err
	}
	clauses := v.Desk.Clauses(res)
	for i, clause := range clauses {
		if clause.Key != r.PathValue("key") {
			continue
		}
		if strings.Contains(r.Header.Get("Accept"), "application/json") {
			writeJSON(w, http.StatusOK, map[string]any{"state": clause.State, "reviewed": countReviewed(clauses)})
		} else {
			http.Redirect(w, r, fmt.Sprintf("%sdoc/%d#m%d", v.root(), doc, i), http.StatusSeeOther)
		}
		return nil
	}
	writeError(w, asError(nil)) // it was there a moment ago
	return nil
}

// clauseTable gives the commitments of a document as CSV, as a person wants
// them.
func (v *Review) clauseTable(w http.ResponseWriter, r *http.Request, doc int, _ *Judged) error {
	res, err := v.Desk.Result(doc)
	if err != nil {
		return err
	}
	clauses := v.Desk.Clauses(res)
	res.Commitments = nil
	for _, c := range clauses {
		if c.State != ClauseDropped {
			res.Commitments = append(res.Commitments, c.Commitment)
		}
	}
	var b bytes.Buffer
	if err := ocrfix.WriteCommitmentsCSV(&b, res); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="commitments.csv"`)
	w.Write(b.Bytes())
	return nil
}
