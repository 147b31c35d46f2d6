package main

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ocrfix/cmd/ocrfix/internal/web"
)

const clauseText = "ARTICLE 1\nEach Party shall submit a rep0rt to the Committee by 1 May 2024.\nThe Parties shall meet in Oslo every year.\n"

// TestReviewClauses guards that a commitment can be changed, dropped and taken
// back, that this is kept at once, and that it is there in a page opened anew,
// in the table, and in what split lists.
func TestReviewClauses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "decisions.tsv")
	desk, h := openReview(t, path, clauseText)
	clauses := func() []web.Clause {
		t.Helper()
		res, err := desk.Result(0)
		if err != nil {
			t.Fatal(err)
		}
		list := desk.Clauses(res)
		if len(list) != 2 {
			t.Fatalf("%d commitments in %q", len(list), res.Text)
		}
		return list
	}
	list := clauses()
	judge := func(i int, status int, form url.Values, header ...string) string {
		t.Helper()
		w := visit(h, "doc/0/clause/"+list[i].Key, form, header...)
		if w.Code != status {
			t.Fatalf("status %d, want %d: %s", w.Code, status, w.Body)
		}
		return w.Body.String()
	}
	edited := url.Values{"state": {"reviewed"}, "strength": {"3"}, "actor": {" the <Members>\n"}, "action": {"submit"}, "object": {""}, "deadline": {"by 2 May 2025"}, "note": {"ask"}}
	judge(0, http.StatusSeeOther, edited)
	got := judge(1, http.StatusOK, url.Values{"state": {"dropped"}, "strength": {"4"}}, "Accept", "application/json")
	var answer struct {
		State    string
		Reviewed int
	}
	if err := json.Unmarshal([]byte(got), &answer); err != nil || answer.State != "dropped" || answer.Reviewed != 2 {
		t.Errorf("%s", got)
	}
	judge(0, http.StatusBadRequest, url.Values{"state": {"reviewed"}, "strength": {"9"}})
	judge(0, http.StatusBadRequest, url.Values{"state": {"gone"}, "strength": {"1"}})
	if w := visit(h, "doc/0/clause/none", edited); w.Code != http.StatusNotFound {
		t.Errorf("a commitment that is not there: status %d", w.Code)
	}

	desk, h = openReview(t, path, clauseText) // the command started again
	list = clauses()
	c := list[0]
	if c.State != web.ClauseReviewed || c.Strength != 3 || *c.Actor.Text != "the <Members>" || c.Object != nil || c.Commitment.Deadline.Text != "by 2 May 2025" || c.Note != "ask" {
		t.Errorf("%+v", c)
	}
	w := visit(h, "doc/0/commitments.csv", nil)
	if body := w.Body.String(); !strings.Contains(body, "the <Members>") || strings.Contains(body, "Oslo") || strings.Count(body, "\n") != 2 {
		t.Errorf("%s", body)
	}
	kept, err := readClauses(clausesPath(path))
	if err != nil {
		t.Fatal(err)
	}
	res, _ := desk.Result(0)
	kept.replay(res)
	if len(res.Commitments) != 1 || res.Commitments[0].Tags[len(res.Commitments[0].Tags)-1] != tagReviewed {
		t.Errorf("%+v", res.Commitments)
	}

	judge(1, http.StatusSeeOther, url.Values{"state": {"open"}, "strength": {"4"}})
	if s := clauses()[1].State; s != web.ClauseOpen {
		t.Errorf("taken back, but %s", s)
	}
	if w := visit(h, "doc/0/undo", url.Values{}, "Accept", "application/json"); w.Code != 200 || !strings.Contains(w.Body.String(), `"changes":[]`) {
		t.Errorf("undo: status %d, %s", w.Code, w.Body)
	}
	if s := clauses()[1].State; s != web.ClauseDropped {
		t.Errorf("undone, but %s", s)
	}
	if err := os.WriteFile(clausesPath(path), []byte("gone\tx\t1\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := newReviewDesk(path, ""); err == nil || !strings.Contains(err.Error(), "line 1") {
		t.Errorf("a state that is none: %v", err)
	}
}
