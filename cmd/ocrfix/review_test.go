package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"ocrfix/cmd/internal/record"
	"ocrfix/cmd/ocrfix/internal/web"
	"ocrfix/ocrfix"
)

const reviewToken = "T0KEN"

// openReview gives the pages of the verb review for texts, as a run of the
// command would serve them, with decisions in the file.
func openReview(t *testing.T, decisions string, texts ...string) (*reviewDesk, http.Handler) {
	t.Helper()
	desk, err := newReviewDesk(decisions, "")
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		res, err := new(ocrfix.Cleaner).Clean(ocrfix.NewDocument(text))
		if err != nil {
			t.Fatal(err)
		}
		desk.add(fmt.Sprintf("doc%d.txt", i), res, nil)
	}
	desk.sort()
	review := &web.Review{Desk: desk, Token: reviewToken}
	return desk, (&web.Guard{Policy: web.ReviewPolicy}).Wrap(review.Handler())
}

// visit asks for a path behind the token; with a form it sends that.
func visit(h http.Handler, path string, form url.Values, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", "/"+reviewToken+"/"+path, nil)
	if form != nil {
		r = httptest.NewRequest("POST", "/"+reviewToken+"/"+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.Host = "127.0.0.1:4000"
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const reviewText = "The Parties attach great importance to the d1g1tal economy of their countries.\n" +
	"They shall give Part1cular attention to the d1g1tal markets, and they agree on a second po1nt.\n"

// changeOf finds the change of a raw word.
func changeOf(t *testing.T, desk *reviewDesk, raw string) int {
	t.Helper()
	d, err := desk.Document(0)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(d.Changes, func(c web.Change) bool { return c.Word == raw })
	if i < 0 {
		t.Fatalf("no change of %q in %+v", raw, d.Changes)
	}
	return i
}

func decideOn(t *testing.T, desk *reviewDesk, h http.Handler, raw string, form url.Values) {
	t.Helper()
	w := visit(h, fmt.Sprintf("doc/0/change/%d", changeOf(t, desk, raw)), form)
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), "/"+reviewToken+"/doc/0?at=") {
		t.Fatalf("%s: status %d, %s, %s", raw, w.Code, w.Header().Get("Location"), w.Body)
	}
}

// cleanedText is what the verb clean gives with the decisions.
func cleanedText(t *testing.T, decisions, text string) string {
	t.Helper()
	list, err := record.ReadDecisions(decisions)
	if err != nil {
		t.Fatal(err)
	}
	res, err := new(ocrfix.Cleaner).Clean(ocrfix.NewDocument(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := list.Replay(res); err != nil {
		t.Fatal(err)
	}
	return res.Text
}

// TestReviewDecides guards the way of a decision: from the form into the file
// at once, from there into a page opened anew and into the cleaned text, and
// out again.
func TestReviewDecides(t *testing.T) {
	path := filepath.Join(t.TempDir(), "decisions.tsv")
	desk, h := openReview(t, path, reviewText)
	decideOn(t, desk, h, "d1g1tal", url.Values{"action": {"reject"}})
	if got := cleanedText(t, path, reviewText); !strings.Contains(got, "the d1g1tal economy") || !strings.Contains(got, "the digital markets") {
		t.Errorf("after a rejection: %q", got)
	}
	decideOn(t, desk, h, "d1g1tal", url.Values{"action": {"reject"}, "always": {"yes"}})
	decideOn(t, desk, h, "Part1cular", url.Values{"action": {"text"}, "text": {" special\t<b> "}})
	decideOn(t, desk, h, "po1nt.", url.Values{"action": {"accept"}})
	want := "to the d1g1tal economy of their countries.\nThey shall give special <b> attention to the d1g1tal markets, and they agree on a second point.\n"
	if got := cleanedText(t, path, reviewText); !strings.HasSuffix(got, want) {
		t.Errorf("after all: %q", got)
	}

	desk, h = openReview(t, path, reviewText) // the command started again
	if d, _ := desk.Document(0); d.Changes[changeOf(t, desk, "po1nt.")].State != web.StateAccepted || d.Changes[changeOf(t, desk, "d1g1tal")].State != web.StateRejected {
		t.Errorf("the decisions are not there any more: %+v", d.Changes)
	}
	if w := visit(h, "doc/0/undo", url.Values{}); w.Code != http.StatusConflict {
		t.Errorf("undoing what another run decided: status %d", w.Code)
	}
	before, _ := os.ReadFile(path)
	decideOn(t, desk, h, "po1nt.", url.Values{"action": {"reject"}})
	if w := visit(h, "doc/0/undo", url.Values{}); w.Code != http.StatusSeeOther {
		t.Errorf("undo: status %d, %s", w.Code, w.Body)
	}
	if after, _ := os.ReadFile(path); string(after) != string(before) {
		t.Errorf("undone, but the file is %q", after)
	}
	decideOn(t, desk, h, "po1nt.", url.Values{"action": {"reject"}})
	if err := os.WriteFile(path, append(before, "keep\tword\t\t\t\n"...), 0o666); err != nil {
		t.Fatal(err)
	}
	if w := visit(h, "doc/0/undo", url.Values{}); w.Code != http.StatusConflict {
		t.Errorf("undo over another program's row: status %d", w.Code)
	}
}

// TestReviewScript guards what the script of the page is told.
func TestReviewScript(t *testing.T) {
	desk, h := openReview(t, filepath.Join(t.TempDir(), "decisions.tsv"), reviewText)
	i := changeOf(t, desk, "Part1cular")
	w := visit(h, fmt.Sprintf("doc/0/change/%d", i), url.Values{"action": {"reject"}}, "Accept", "application/json")
	var got struct {
		Changes []struct {
			Index      int
			State, Now string
		}
		Open, Next int
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != 200 {
		t.Fatalf("status %d, %s", w.Code, w.Body)
	}
	if len(got.Changes) != 1 || got.Changes[0].Index != i || got.Changes[0].State != "rejected" || got.Changes[0].Now != "Part1cular" || got.Next == i {
		t.Errorf("%s", w.Body)
	}
	w = visit(h, fmt.Sprintf("doc/0/change/%d", i), nil)
	if w.Code != 200 || !strings.Contains(w.Body.String(), `<dt>Now</dt><dd class="read">Part1cular</dd>`) {
		t.Errorf("status %d, %s", w.Code, w.Body)
	}
}

func TestReviewRefuses(t *testing.T) {
	_, h := openReview(t, filepath.Join(t.TempDir(), "decisions.tsv"), reviewText)
	for _, tt := range []struct {
		path   string
		form   url.Values
		header []string
		status int
	}{
		{path: "", status: 200},
		{path: "doc/0", status: 200},
		{path: "doc/0?at=99999", status: 200},
		{path: "review.css", status: 200},
		{path: "review.js", status: 200},
		{path: "review.gohtml", status: 404},
		{path: "../../etc/passwd", status: 307}, // to the same without dots, which is not there
		{path: "doc/1", status: 404},
		{path: "doc/-1", status: 404},
		{path: "doc/0/change/99999", status: 404},
		{path: "doc/0/change/99999", form: url.Values{"action": {"accept"}}, status: 404},
		{path: "doc/0/change/0", form: url.Values{"action": {"delete"}}, status: 400},
		{path: "doc/0/change/0", form: url.Values{"action": {"alternative-99"}}, status: 400},
		{path: "doc/0/change/0", form: url.Values{"action": {"text"}, "text": {strings.Repeat("x", 70_000)}}, status: 413},
		{path: "doc/0/change/0", form: url.Values{"action": {"accept"}}, header: []string{"Sec-Fetch-Site", "cross-site"}, status: 403},
		{path: "doc/0/change/0", form: url.Values{"action": {"accept"}}, header: []string{"Origin", "http://evil.example"}, status: 403},
		{path: "doc/0", form: url.Values{}, status: 405},
	} {
		w := visit(h, tt.path, tt.form, tt.header...)
		if w.Code != tt.status {
			t.Errorf("%s %v: status %d, want %d: %.200s", tt.path, tt.form, w.Code, tt.status, w.Body)
		}
		if w.Header().Get("Content-Security-Policy") != web.ReviewPolicy {
			t.Errorf("%s: no policy", tt.path)
		}
	}
	for _, path := range []string{"/", "/wrong/", "/wrong/doc/0", "/" + reviewToken + "x/doc/0", "/doc/0"} {
		r := httptest.NewRequest("GET", path, nil)
		r.Host = "127.0.0.1:4000"
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != 404 {
			t.Errorf("%s without the token: status %d", path, w.Code)
		}
	}
}

// TestReviewQueue guards that the least sure document comes first.
func TestReviewQueue(t *testing.T) {
	desk, h := openReview(t, filepath.Join(t.TempDir(), "decisions.tsv"), "The Parties agree on every point.\n", strings.Repeat(reviewText, 3))
	if list := desk.Documents(); list[0].Unsure < list[1].Unsure || list[0].Name != "doc1.txt" {
		t.Errorf("%+v", list)
	}
	if w := visit(h, "", nil); !strings.Contains(w.Body.String(), ">doc1.txt</a>") {
		t.Errorf("%s", w.Body)
	}
}

// namesIn gives the name of every element of a page, and with @ before it that
// of every attribute.
func namesIn(page string) map[string]bool {
	names := make(map[string]bool)
	for z := html.NewTokenizer(strings.NewReader(page)); ; {
		switch z.Next() {
		case html.ErrorToken:
			return names
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			names[token.Data] = true
			for _, a := range token.Attr {
				names["@"+a.Key] = true
			}
		}
	}
}

// FuzzReviewPage guards that whatever stands in a document is shown as text,
// and never as an element or an attribute.
func FuzzReviewPage(f *testing.F) {
	for _, s := range []string{
		"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</span><iframe srcdoc=x>", "{{.}}", "javascript:alert(1)",
		"Art1cle <b>1</b>\n\fThe <i>Parties</i> shall meet.", "a\rb\x00c\xff",
	} {
		f.Add(s)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, s string) {
		if len(s) > 2000 {
			t.Skip()
		}
		desk, err := newReviewDesk(filepath.Join(dir, "none.tsv"), "")
		if err != nil {
			t.Fatal(err)
		}
		d := ocrfix.NewDocument("The Parties agree on " + s + " and on tbe rest.")
		at := strings.LastIndex(d.Text, "tbe")
		words := strings.Join(strings.Fields(d.Text[len("The Parties agree on "):at]), " ")
		res := &ocrfix.Result{Document: d, Text: d.Text, Edits: []ocrfix.Edit{{
			Start: at, End: at + 3, Raw: "tbe", New: words, Rule: words, Class: ocrfix.ClassNonWord, Line: 1, Page: 1,
			Alternatives: []ocrfix.Alternative{{New: words}}, Flags: []string{words},
		}}}
		desk.add(words, res, nil)
		h := (&web.Guard{Policy: web.ReviewPolicy}).Wrap((&web.Review{Desk: desk, Token: reviewToken}).Handler())
		found, err := desk.Result(0)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range found.Commitments {
			desk.clauses[clauseKey(c.QuoteRaw)] = web.ClauseChoice{State: web.ClauseReviewed, Actor: s, Action: s, Object: s, Deadline: s, Note: s}
		}
		for _, path := range []string{"", "doc/0", "doc/0/change/0"} {
			w := visit(h, path, nil)
			if w.Code != 200 {
				t.Fatalf("%s: status %d, %s", path, w.Code, w.Body)
			}
			names := namesIn(w.Body.String())
			for _, bad := range []string{"img", "iframe", "b", "i", "@onerror", "@srcdoc", "@style", "@onclick", "svg", "object", "base"} {
				if names[bad] {
					t.Fatalf("%s: the page has %s:\n%s", path, bad, w.Body)
				}
			}
			if n := strings.Count(w.Body.String(), "<script"); n > 1 {
				t.Fatalf("%s: %d scripts", path, n)
			}
		}
	})
}

// TestReviewUnwritable guards that the folder of the decisions is made, and that
// a decision that cannot be written is answered with the file and the reason.
func TestReviewUnwritable(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	path := filepath.Join(dir, "decisions.tsv")
	desk, h := openReview(t, path, reviewText)
	if list, err := os.ReadDir(dir); err != nil || len(list) > 0 {
		t.Fatalf("%v, error %v: want an empty folder", list, err)
	}
	var told []string
	desk.failed = func(path string, err error) { told = append(told, path) }
	change := fmt.Sprintf("doc/0/change/%d", changeOf(t, desk, "d1g1tal"))
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	w := visit(h, change, url.Values{"action": {"reject"}})
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "decisions.tsv: no such file") || !slices.Equal(told, []string{path}) {
		t.Errorf("status %d, %s, told of %v", w.Code, w.Body, told)
	}
	if err := os.WriteFile(dir, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := newReviewDesk(path, ""); err == nil || !strings.Contains(err.Error(), "decisions.tsv: ") {
		t.Errorf("error %v, want one that names the file", err)
	}
}
