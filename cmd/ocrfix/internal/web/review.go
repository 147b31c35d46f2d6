package web

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"embed"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"ocrfix/cmd/ocrfix/internal/theme"
	"ocrfix/ocrfix"
)

// A Desk holds the documents that a person judges and keeps the decisions. Its
// methods are called by several goroutines at once. Documents and changes are
// counted from 0.
type Desk interface {
	// Documents lists the documents, the least sure first.
	Documents() []Summary
	// Document gives a document with what the decisions so far make of its
	// changes; it fails with an [*Error] where there is none.
	Document(doc int) (*Judged, error)
	// Result gives the document as the decisions make it, with its structure.
	Result(doc int) (*ocrfix.Result, error)
	// Decide keeps a decision; when it returns, no crash can lose it.
	Decide(doc, change int, c Choice) error
	// Clauses gives the commitments of a result as a person wants them.
	Clauses(res *ocrfix.Result) []Clause
	// JudgeClause keeps what a person wants of the commitment with the key;
	// when it returns, no crash can lose it.
	JudgeClause(doc int, key string, c ClauseChoice) error
	// Scan gives the words of a change and those around them as the page has
	// them: a picture in the format PNG. It fails with an [*Error] where there
	// is none.
	Scan(ctx context.Context, doc, change int) ([]byte, error)
	// Undo takes the last decision back; it reports false when this run has
	// made none.
	Undo() (bool, error)
}

// A Summary is a row in the queue of documents.
type Summary struct {
	Name    string
	Changes int
	Open    int     // that nobody has judged
	Unsure  float64 // the sum of how unsure those are, each from 0 to 1
}

// A Judged document is shown on a page of its own.
type Judged struct {
	Name    string
	Raw     *ocrfix.Document
	Changes []Change // by place in the raw text; none overlaps another
	Scanned bool     // changes can be shown as the page has them
}

// A State is what becomes of a change.
type State string

// The states of a change.
const (
	StateApplied   State = "applied"   // made unasked
	StateSuggested State = "suggested" // not made, for want of confidence
	StateAccepted  State = "accepted"  // a person agreed
	StateRejected  State = "rejected"  // a person wants the raw words
	StateWritten   State = "written"   // a person wants other words
)

// Judged reports whether a person has judged the change.
func (s State) Judged() bool { return s != StateApplied && s != StateSuggested }

// A Change is a correction with what a person made of it.
type Change struct {
	ocrfix.Edit        // as it was proposed
	State       State  // now
	Now         string // what stands in the place of Edit.Raw, or of Word
	// Word is the raw words that a decision is about, Proposed what they
	// become. Word is "" where the change lies between words and cannot be
	// decided.
	Word, Proposed, Before, After string
}

// A Choice is what a person wants of a change.
type Choice struct {
	Action      string // accept, reject, alternative or text
	Alternative int    // from 0, for the action alternative
	Text        string // for the action text
	Always      bool   // wherever the words stand, and not only between these neighbours
}

// Review shows the documents of a desk under an address that nobody can guess.
// Its fields must not change while it is in use.
type Review struct {
	Desk  Desk
	Token string // see NewToken; it begins every path
}

// NewToken returns a token of 128 random bits.
func NewToken() string { return rand.Text() }

// ReviewPolicy is the Content-Security-Policy for the pages of [Review]: they
// load what is embedded and run no script but that.
const ReviewPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

var (
	//go:embed review.gohtml
	reviewFiles embed.FS
	//go:embed review.css
	reviewStyle string
	//go:embed review.js
	reviewScript string
)

var reviewTemplates = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("").Funcs(template.FuncMap{
		"inc":        func(n int) int { return n + 1 },
		"percent":    func(p float64) string { return fmt.Sprintf("%.0f %%", 100*p) },
		"fixed":      func(x float64) string { return fmt.Sprintf("%.1f", x) },
		"join":       strings.Join,
		"plural":     plural,
		"signs":      visibleSigns,
		"clauseform": newClauseForm,
	}).ParseFS(reviewFiles, "review.gohtml"))
})

// visibleSigns shows line ends, which a change may hold.
var signs = strings.NewReplacer("\r\n", "↵", "\n", "↵", "\r", "↵", "\f", "⇟", "\t", "⇥")

func visibleSigns(s string) string { return signs.Replace(s) }

// plural gives "1 change" or "2 changes".
func plural(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return strconv.Itoa(n) + " " + what
}

// Handler returns the pages. A [Guard] with [ReviewPolicy] should stand before
// it. Without the token every path gets status 404.
func (v *Review) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{token}/{$}", v.queue)
	mux.HandleFunc("GET /{token}/doc/{doc}", v.of(v.document))
	mux.HandleFunc("GET /{token}/doc/{doc}/change/{change}", v.of(v.panel))
	mux.HandleFunc("POST /{token}/doc/{doc}/change/{change}", v.of(v.decide))
	mux.HandleFunc("POST /{token}/doc/{doc}/undo", v.of(v.undo))
	mux.HandleFunc("GET /{token}/doc/{doc}/clause/{key}", v.of(v.clause))
	mux.HandleFunc("POST /{token}/doc/{doc}/clause/{key}", v.of(v.judgeClause))
	mux.HandleFunc("GET /{token}/doc/{doc}/commitments", v.of(v.clauses))
	mux.HandleFunc("GET /{token}/doc/{doc}/commitments.csv", v.of(v.clauseTable))
	mux.HandleFunc("GET /{token}/doc/{doc}/change/{change}/scan.png", v.of(v.scan))
	mux.HandleFunc("GET /{token}/review.css", serveText("text/css; charset=utf-8", theme.CSS+reviewStyle))
	mux.HandleFunc("GET /{token}/review.js", serveText("text/javascript; charset=utf-8", reviewScript))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		if v.Token == "" || subtle.ConstantTimeCompare([]byte(token), []byte(v.Token)) != 1 {
			writeError(w, &Error{Status: http.StatusNotFound, Message: "there is nothing here", Hint: "open the address that ocrfix review printed"})
			return
		}
		mux.ServeHTTP(w, r)
	})
}

func serveText(contentType, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		io.WriteString(w, text)
	}
}

// A queuePage lists the documents.
type queuePage struct {
	Root      string
	Documents []Summary
}

func (v *Review) queue(w http.ResponseWriter, _ *http.Request) {
	render(w, "queue", queuePage{v.root(), v.Desk.Documents()})
}

func (v *Review) root() string { return "/" + v.Token + "/" }

// A documentPage shows one document.
type documentPage struct {
	Root     string
	Doc      int
	Document *Judged
	Open     int // changes that nobody has judged
	Done     int // the others
	Pages    []reviewPage
	Sections []outlineRow

	Clauses clauseList
	Panel   *changePanel // of the change that was chosen, nil for none
}

// A changePanel is where a person judges one change.
type changePanel struct {
	Root       string
	Doc, Index int
	Count      int
	Change     Change
	Others     []otherReading
	Line       rawLine // that the change begins in
	Scanned    bool    // there may be a picture of the change
}

// An otherReading is an alternative that is not what was read: to reject is a
// choice of its own.
type otherReading struct {
	Index int // in Change.Alternatives
	New   string
}

// A rawLine is a line around the words of a change.
type rawLine struct{ Before, Words, After string }

type outlineRow struct {
	Title       string
	Level, Line int
}

func (v *Review) document(w http.ResponseWriter, r *http.Request, doc int, d *Judged) error {
	res, err := v.Desk.Result(doc)
	if err != nil {
		return err
	}
	p := documentPage{
		Root: v.root(), Doc: doc, Document: d, Open: countOpen(d.Changes),
		Pages: layOut(d), Sections: outline(nil, res.Text, res.Sections), Clauses: v.newClauseList(r, doc, res),
	}
	p.Done = len(d.Changes) - p.Open
	at, err := strconv.Atoi(r.URL.Query().Get("at"))
	if err != nil {
		at = nextOpen(d.Changes, 0)
	}
	if at >= 0 && at < len(d.Changes) {
		p.Panel = v.newPanel(doc, d, at)
	}
	render(w, "document", p)
	return nil
}

func (v *Review) newPanel(doc int, d *Judged, i int) *changePanel {
	c := d.Changes[i]
	p := &changePanel{Root: v.root(), Doc: doc, Index: i, Count: len(d.Changes), Change: c, Scanned: d.Scanned}
	for k, a := range c.Alternatives {
		if a.New != c.Raw {
			p.Others = append(p.Others, otherReading{k, a.New})
		}
	}
	raw := d.Raw
	if n := c.Line - 1; n >= 0 && n < len(raw.Lines) {
		l := raw.Lines[n]
		start := min(max(c.Start, l.Start), l.End)
		end := min(max(c.End, start), l.End)
		p.Line = rawLine{raw.Text[l.Start:start], raw.Text[start:end], raw.Text[end:l.End]}
	}
	return p
}

// panel gives the panel of one change, for the script.
func (v *Review) panel(w http.ResponseWriter, r *http.Request, doc int, d *Judged) error {
	i, err := findChange(r, d)
	if err != nil {
		return err
	}
	render(w, "panel", v.newPanel(doc, d, i))
	return nil
}

// of makes a handler of h, which is told the document that the path names and
// answers unless it fails.
func (v *Review) of(h func(w http.ResponseWriter, r *http.Request, doc int, d *Judged) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		doc, d, err := v.find(r)
		if err == nil {
			err = h(w, r, doc, d)
		}
		if err != nil {
			writeError(w, asError(err))
		}
	}
}

// find gives the document that the path names.
func (v *Review) find(r *http.Request) (int, *Judged, error) {
	doc, err := strconv.Atoi(r.PathValue("doc"))
	if err != nil {
		return 0, nil, &Error{Status: http.StatusNotFound, Message: "there is no such document"}
	}
	d, err := v.Desk.Document(doc)
	return doc, d, err
}

func findChange(r *http.Request, d *Judged) (int, error) {
	i, err := strconv.Atoi(r.PathValue("change"))
	if err != nil || i < 0 || i >= len(d.Changes) {
		return 0, &Error{Status: http.StatusNotFound, Message: "there is no such change"}
	}
	return i, nil
}

// maxForm bounds what a person may send: a few words.
const maxForm = 64 << 10

func (v *Review) decide(w http.ResponseWriter, r *http.Request, doc int, before *Judged) error {
	i, err := findChange(r, before)
	if err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return malformed("the form is malformed", err)
	}
	c := Choice{Action: r.PostForm.Get("action"), Text: r.PostForm.Get("text"), Always: r.PostForm.Get("always") != ""}
	if n, ok := strings.CutPrefix(c.Action, "alternative-"); ok {
		c.Action = "alternative"
		if c.Alternative, err = strconv.Atoi(n); err != nil || c.Alternative < 0 || c.Alternative >= len(before.Changes[i].Alternatives) {
			return badRequest("there is no such alternative")
		}
	}
	if err := v.Desk.Decide(doc, i, c); err != nil {
		return err
	}
	v.answer(w, r, doc, before, i)
	return nil
}

func (v *Review) undo(w http.ResponseWriter, r *http.Request, doc int, before *Judged) error {
	done, err := v.Desk.Undo()
	if err == nil && !done {
		err = &Error{Status: http.StatusConflict, Message: "there is nothing to undo"}
	}
	if err != nil {
		return err
	}
	v.answer(w, r, doc, before, -1)
	return nil
}

// scan gives the picture of a change.
func (v *Review) scan(w http.ResponseWriter, r *http.Request, doc int, d *Judged) error {
	i, err := findChange(r, d)
	if err != nil {
		return err
	}
	data, err := v.Desk.Scan(r.Context(), doc, i)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "image/png")
	w.Write(data)
	return nil
}

// A changeState is what a decision made of a change.
type changeState struct {
	Index int    `json:"index"`
	State State  `json:"state"`
	Now   string `json:"now"`
}

// answer says what became different from before: as JSON to the script, else
// with the page at the next change to judge.
func (v *Review) answer(w http.ResponseWriter, r *http.Request, doc int, before *Judged, decided int) {
	after, err := v.Desk.Document(doc)
	if err != nil {
		writeError(w, asError(err))
		return
	}
	changed := []changeState{}
	for i, c := range after.Changes {
		if b := before.Changes[i]; b.State != c.State || b.Now != c.Now {
			changed = append(changed, changeState{i, c.State, visibleSigns(c.Now)})
		}
	}
	if decided < 0 { // undone: go to where it was
		decided = nextOpen(after.Changes, 0)
		if len(changed) > 0 {
			decided = changed[0].Index
		}
	} else {
		decided = nextOpen(after.Changes, decided)
	}
	if strings.Contains(r.Header.Get("Accept"), "application/json") {
		writeJSON(w, http.StatusOK, map[string]any{"changes": changed, "open": countOpen(after.Changes), "next": decided})
		return
	}
	http.Redirect(w, r, fmt.Sprintf("%sdoc/%d?at=%d#c%d", v.root(), doc, decided, decided), http.StatusSeeOther)
}

// nextOpen gives the first change from i on that nobody has judged, the first
// of all where there is none behind i, and i where all are judged.
func nextOpen(changes []Change, i int) int {
	for n := range changes {
		if k := (i + n) % len(changes); !changes[k].State.Judged() && changes[k].Word != "" {
			return k
		}
	}
	return i
}

func countOpen(changes []Change) int {
	n := 0
	for _, c := range changes {
		if !c.State.Judged() {
			n++
		}
	}
	return n
}

func outline(rows []outlineRow, text string, sections []*ocrfix.Section) []outlineRow {
	for _, s := range sections {
		if title := sectionTitle(text, s); title != "" {
			rows = append(rows, outlineRow{title, min(max(s.Level, 1), 6), s.Line})
		}
		rows = outline(rows, text, s.Children)
	}
	return rows
}

// titleWords is how many words stand for a section without a heading.
const titleWords = 7

// sectionTitle gives number and heading of a section of the text or, where it
// has but a figure, the words that it begins with; "" where it has neither.
func sectionTitle(text string, s *ocrfix.Section) string {
	if s.Heading != "" || s.Number == "" || strings.Contains(s.Number, " ") { // ARTICLE 1
		return strings.TrimSpace(s.Number + " " + s.Heading)
	}
	words := strings.Fields(text[s.Start:min(s.Start+400, s.End)])
	if len(words) == 0 {
		return s.Number
	}
	title := strings.ToValidUTF8(strings.Join(words[:min(len(words), titleWords)], " "), "")
	if len(words) > titleWords {
		title += "…"
	}
	return title
}

// render writes a page only when it is whole.
func render(w http.ResponseWriter, name string, data any) {
	var b bytes.Buffer
	if err := reviewTemplates().ExecuteTemplate(&b, name, data); err != nil {
		writeError(w, asError(err))
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Write(b.Bytes())
}
