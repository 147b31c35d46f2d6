package archivedb

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"ocrfix/cmd/internal/record"
	"ocrfix/ocrfix"
)

// recordOf is a done document whose applied edits turn raw words into new ones.
func recordOf(t *testing.T, text string, changes ...string) *record.Record {
	t.Helper()
	d, err := ocrfix.Read(strings.NewReader(text), "a.txt", nil)
	if err != nil {
		t.Fatal(err)
	}
	res := &ocrfix.Result{Document: d, Lang: "en"}
	at := 0
	for i := 0; i < len(changes); i += 2 {
		n := strings.Index(d.Text[at:], changes[i])
		if n < 0 {
			t.Fatalf("%q does not hold %q", d.Text[at:], changes[i])
		}
		start := at + n
		at = start + len(changes[i])
		res.Edits = append(res.Edits, ocrfix.Edit{Start: start, End: at, Raw: changes[i], New: changes[i+1], Applied: true, Page: d.PageAt(start) + 1, Line: 1})
	}
	if res.Text, err = ocrfix.Apply(d.Text, res.Edits); err != nil {
		t.Fatal(err)
	}
	res.Structure(nil)
	return &record.Record{Result: res, Bytes: int64(len(text)), Settings: "s", Words: len(d.Words)}
}

// create makes a database with a run and documents a/0, a/1 and so on.
func create(t *testing.T, path string, n int) (*DB, []Document) {
	t.Helper()
	db, err := Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Begin("test", nil); err != nil {
		t.Fatal(err)
	}
	docs, _, err := db.Register(entries(n))
	if err != nil {
		t.Fatal(err)
	}
	return db, docs
}

func entries(n int) []Entry {
	var list []Entry
	for i := range n {
		name := fmt.Sprintf("a/%d", i)
		list = append(list, Entry{Location: "/" + name, Path: name, Outputs: map[string]string{"txt": name + ".txt"}})
	}
	return list
}

// TestText guards: the pages of a document are its raw and its cleaned text to
// the last byte, also where a change crosses a page break, and lead back to the
// bytes that were read.
func TestText(t *testing.T) {
	for _, c := range []struct {
		text    string
		changes []string
	}{
		{"", nil},
		{"one\ftwo\f", nil},
		{"\f\f\f", nil},
		{"the har\fb0ur is\fopen", []string{"har\fb0ur", "harbour"}},
		{"a\fb", []string{"\f", ""}},
		{"first\fsecond\fthird", []string{"first\fsec", "X", "ond\f", "\fY\f"}},
		{"\ufeffThé Parti\xe2\x82 agr\xffee.\r\n\fcafé", []string{"café", "coffee"}},
	} {
		path := filepath.Join(t.TempDir(), "archive.db")
		db, docs := create(t, path, 1)
		rec := recordOf(t, c.text, c.changes...)
		if err := db.Put(docs[0].ID, rec); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		db, err := Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if raw, err := db.RawText(docs[0].ID); err != nil || raw != rec.Result.Document.Text {
			t.Errorf("%q: raw text %q, %v", c.text, raw, err)
		}
		edits, err := db.Edits("a/0")
		if err != nil || edits.Text != rec.Result.Text {
			t.Fatalf("%q: cleaned text %q, %v; want %q", c.text, edits.Text, err, rec.Result.Text)
		}
		if raw, err := edits.RawBytes(edits.Text); err != nil || string(raw) != c.text {
			t.Errorf("%q: restored %q, %v", c.text, raw, err)
		}
	}
}

func TestSearch(t *testing.T) {
	path := filepath.Join(t.TempDir(), "archive.db")
	db, docs := create(t, path, 3)
	for i, rec := range []*record.Record{
		recordOf(t, "enhancing mteroperab1l1ty of systems\fsecond page: fishing vessels", "mteroperab1l1ty", "interoperability"),
		recordOf(t, "The délégation left; vessels for fishing remain."),
		recordOf(t, "nothing"),
	} {
		if err := db.Put(docs[i].ID, rec); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Put(docs[2].ID, recordOf(t, "done again")); err != nil {
		t.Fatal(err)
	}
	if err := db.Flush(); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"interoperability":            "a/0:1",
		"mteroperab1l1ty":             "a/0:1 raw",
		"Delegation":                  "a/1:1",
		`"fishing vessels"`:           "a/0:2",
		"vessels fishing -delegation": "a/0:2",
		"vess*":                       "a/0:2 a/1:1",
		"nothing":                     "",
		"again":                       "a/2:1",
		`again AND (NEAR "`:           "",
		`'); DROP TABLE pages; --`:    "",
		`text:again`:                  "",
	} {
		hits, err := db.Search(query, 10)
		if err != nil {
			t.Errorf("%q: %v", query, err)
		}
		found := make(map[string]bool)
		for _, h := range hits {
			name := fmt.Sprintf("%s:%d", h.Path, h.Page)
			if h.Raw {
				name += " raw"
			}
			found[name] = true
			if !strings.Contains(h.Snippet, HitStart) {
				t.Errorf("%q: nothing marked in %q", query, h.Snippet)
			}
		}
		for w := range strings.SplitSeq(strings.ReplaceAll(want, " raw", "_raw"), " ") {
			if w = strings.ReplaceAll(w, "_raw", " raw"); w != "" && !found[w] {
				t.Errorf("%q: %s is not among %v", query, w, found)
			}
		}
		if len(found) != len(strings.Fields(strings.ReplaceAll(want, " raw", ""))) {
			t.Errorf("%q: found %v, want %s", query, found, want)
		}
	}
	for _, query := range []string{"", "- * \" —", "-again"} {
		if hits, err := db.Search(query, 10); len(hits) > 0 || !errors.Is(err, ErrNoWord) {
			t.Errorf("%q: %v, %v, want %v", query, hits, err, ErrNoWord)
		}
	}
	db.Close()
}

func FuzzSearch(f *testing.F) {
	for _, q := range []string{`a "b c`, `-x*`, `""`, "a\x00b", "NOT", `"*"*`} {
		f.Add(q)
	}
	db, err := Create(filepath.Join(f.TempDir(), "archive.db"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { db.Close() })
	f.Fuzz(func(t *testing.T, query string) {
		if _, err := db.Search(query, 1); err != nil && !errors.Is(err, ErrNoWord) {
			t.Fatalf("%q becomes %q: %v", query, matchExpr(query), err)
		}
	})
}

// TestFull guards: when the disk is full the error says so, what was committed
// stays, and the run can go on later.
func TestFull(t *testing.T) {
	path := filepath.Join(t.TempDir(), "archive.db")
	db, docs := create(t, path, 60)
	if _, err := db.sql.Exec("PRAGMA max_page_count = 120"); err != nil {
		t.Fatal(err)
	}
	rec := recordOf(t, strings.Repeat("The Parties shall meet again in the harb0ur. ", 200), "harb0ur", "harbour")
	put := func() (n int, err error) {
		for _, d := range docs {
			if err := db.Put(d.ID, rec); err != nil {
				return n, err
			}
			if err := db.Flush(); err != nil {
				return n, err
			}
			n++
		}
		return n, nil
	}
	n, err := put()
	if !errors.Is(err, ErrFull) || n == 0 {
		t.Fatalf("after %d documents: %v, want %v", n, err, ErrFull)
	}
	db.Discard()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if db, err = Create(path); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if clean, err := db.Begin("test", nil); err != nil || clean {
		t.Fatalf("after a run that did not end: clean %v, %v", clean, err)
	}
	if docs, _, err = db.Register(entries(60)); err != nil {
		t.Fatal(err)
	}
	for i, d := range docs {
		if (d.State == "done") != (i < n) {
			t.Fatalf("document %d is %s after %d", i, d.State, n)
		}
	}
	if n, err := put(); n != 60 || err != nil {
		t.Errorf("with room: %d documents, %v", n, err)
	}
}

// TestRegister guards: new names of outputs make a document pending and the old
// files obsolete; an output that another document owns is named.
func TestRegister(t *testing.T) {
	db, docs := create(t, filepath.Join(t.TempDir(), "archive.db"), 2)
	defer db.Close()
	for i, d := range docs {
		rec := recordOf(t, "text")
		rec.Outputs = []record.Output{{Format: "txt", Path: fmt.Sprintf("a/%d.txt", i), SHA256: "x"}}
		if err := db.Put(d.ID, rec); err != nil {
			t.Fatal(err)
		}
	}
	list := entries(1)
	list[0].Outputs = map[string]string{"txt": "a/0.pdf.txt"}
	list = append(list,
		Entry{Location: "/b/0", Path: "b/0", Outputs: map[string]string{"txt": "a/0.txt"}},
		Entry{Location: "/b/1", Path: "b/1", Outputs: map[string]string{"txt": "a/1.txt"}})
	docs, obsolete, err := db.Register(list)
	if err != nil {
		t.Fatal(err)
	}
	if docs[0].State != "pending" || docs[1].Taken != "" || docs[2].Taken != "a/1" {
		t.Errorf("got %+v", docs)
	}
	if len(obsolete) != 0 {
		t.Errorf("obsolete are %v, but another document writes it now", obsolete)
	}
	list[0].Outputs = map[string]string{"md": "a/0.md"}
	if err := db.Put(docs[0].ID, &record.Record{Result: recordOf(t, "text").Result, Outputs: []record.Output{{Format: "txt", Path: "a/0.pdf.txt"}}}); err != nil {
		t.Fatal(err)
	}
	if _, obsolete, err = db.Register(list[:1]); err != nil || len(obsolete) != 1 || obsolete[0].Path != "a/0.pdf.txt" {
		t.Errorf("obsolete are %v, %v", obsolete, err)
	}
}

func TestFailure(t *testing.T) {
	db, docs := create(t, filepath.Join(t.TempDir(), "archive.db"), 1)
	defer db.Close()
	want := record.Failure{Reason: "not a text", Hint: "look", SHA256: "x", Settings: "s"}
	if err := db.PutFailure(docs[0].ID, want); err != nil {
		t.Fatal(err)
	}
	docs, _, err := db.Register(entries(1))
	if err != nil || docs[0].State != "failed" || docs[0].Failure == nil || *docs[0].Failure != want {
		t.Fatalf("got %+v, %v", docs, err)
	}
	if err := db.Put(docs[0].ID, recordOf(t, "text")); err != nil {
		t.Fatal(err)
	}
	if docs, _, err = db.Register(entries(1)); err != nil || docs[0].State != "done" || docs[0].Failure != nil {
		t.Errorf("got %+v, %v", docs, err)
	}
	if err := db.End(Done, Counts{Files: 1}, time.Second); err != nil {
		t.Error(err)
	}
	s, err := db.Summary()
	if err != nil || len(s.Failures) != 0 || s.Total.Done != 1 || s.Runs[0].Outcome != string(Done) {
		t.Errorf("got %+v, %v", s, err)
	}
}

func TestRefused(t *testing.T) {
	dir := t.TempDir()
	if _, err := Open(filepath.Join(dir, "none.db")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
	text := filepath.Join(dir, "text.db")
	if err := os.WriteFile(text, []byte(strings.Repeat("no database ", 100)), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := Create(text); !errors.Is(err, ErrNotOurs) {
		t.Errorf("a text: %v", err)
	}
	if Is(text) || Is(dir) || Is(filepath.Join(dir, "none.db")) {
		t.Error("a text, a folder or no file is taken for a database")
	}
	path := filepath.Join(dir, "archive.db")
	db, _ := create(t, path, 1)
	if _, err := db.sql.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	if !Is(path) {
		t.Error("a database is not taken for one")
	}
	if _, err := Open(path); !errors.Is(err, ErrVersion) {
		t.Errorf("another version: %v", err)
	}
	if left, _ := filepath.Glob(path + "-*"); len(left) > 0 {
		t.Errorf("left beside the database: %v", left)
	}
}

// BenchmarkPut measures what the journal costs a document, in bytes of raw
// text.
func BenchmarkPut(b *testing.B) {
	db, err := Create(filepath.Join(b.TempDir(), "archive.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Begin("test", nil); err != nil {
		b.Fatal(err)
	}
	docs, _, err := db.Register(entries(b.N))
	if err != nil {
		b.Fatal(err)
	}
	text := strings.Repeat("The Parties shall meet again in the harb0ur of Copenhagen not later than two years after signature.\n", 200)
	rec := &record.Record{Result: &ocrfix.Result{Document: ocrfix.NewDocument(text), Text: text}}
	for at := strings.Index(text, "harb0ur"); at >= 0; {
		rec.Result.Edits = append(rec.Result.Edits, ocrfix.Edit{Start: at, End: at + 7, Raw: "harb0ur", New: "harbour", Applied: true})
		next := strings.Index(text[at+1:], "harb0ur")
		if next < 0 {
			break
		}
		at += 1 + next
	}
	if rec.Result.Text, err = ocrfix.Apply(text, rec.Result.Edits); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	b.ResetTimer()
	for _, d := range docs {
		if err := db.Put(d.ID, rec); err != nil {
			b.Fatal(err)
		}
	}
	if err := db.Flush(); err != nil {
		b.Fatal(err)
	}
}

// TestSchemaPage guards: SCHEMA.md names every table and column.
func TestSchemaPage(t *testing.T) {
	page, err := os.ReadFile("SCHEMA.md")
	if err != nil {
		t.Fatal(err)
	}
	_, sections, _ := strings.Cut(string(page), "\n## ")
	described := make(map[string]string)
	for section := range strings.SplitSeq(sections, "\n## ") {
		title, text, _ := strings.Cut(section, "\n")
		for table := range strings.SplitSeq(title, ", ") {
			described[table] = text
		}
	}
	db, _ := create(t, filepath.Join(t.TempDir(), "archive.db"), 0)
	defer db.Close()
	columns := 0
	err = each(db.sql, `SELECT m.name, c.name FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'pages_fts%'`, func(rows *sql.Rows) error {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			return err
		}
		columns++
		if column != "document" && column != "n" && !regexp.MustCompile(`\b`+column+`\b`).MatchString(described[table]) {
			t.Errorf("%s.%s is not described", table, column)
		}
		return nil
	})
	if err != nil || columns < 50 {
		t.Errorf("%d columns, %v", columns, err)
	}
}
