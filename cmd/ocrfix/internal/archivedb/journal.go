package archivedb

import (
	"database/sql"
	"encoding/json"
	"maps"
	"os"
	"slices"
	"time"

	"ocrfix/cmd/internal/record"
)

// An Outcome is how a run ended.
type Outcome string

// The outcomes.
const (
	Done        Outcome = "done"
	Interrupted Outcome = "interrupted" // by the user, after the files in hand
	Stopped     Outcome = "stopped"     // by an error that concerns every file, such as a full disk
	Killed      Outcome = "killed"      // at no chosen moment
)

// Counts sum up a run.
type Counts struct {
	Files   int `json:"files"`
	Done    int `json:"done"`
	Skipped int `json:"skipped"` // stood already
	Failed  int `json:"failed"`
	Pages   int `json:"pages"` // of the documents done
	Bytes   int `json:"bytes"` // read for them
}

// Begin enters a run of a version of the command with settings, which are shown
// as JSON. clean is false where the run before it was killed, so
// that partial files may lie about.
func (db *DB) Begin(version string, settings any) (clean bool, err error) {
	if err := db.begin(); err != nil {
		return false, err
	}
	shown, err := json.Marshal(settings)
	if err != nil {
		return false, err
	}
	var killed int
	if err := db.tx.QueryRow("SELECT count(*) FROM runs WHERE outcome IS NULL").Scan(&killed); err != nil {
		return false, reason(err)
	}
	if err := db.exec("UPDATE runs SET outcome = ? WHERE outcome IS NULL", Killed); err != nil {
		return false, err
	}
	host, _ := os.Hostname()
	result, err := db.tx.Exec("INSERT INTO runs (started, host, process, version, settings) VALUES (?, ?, ?, ?, ?)",
		stamp(time.Now()), host, os.Getpid(), version, string(shown))
	if err != nil {
		return false, reason(err)
	}
	if db.run, err = result.LastInsertId(); err != nil {
		return false, err
	}
	return killed == 0, db.Flush()
}

// End enters how the run ended. What it did is counted in the rows, since a run
// that had to stop may have lost the last of them.
func (db *DB) End(outcome Outcome, c Counts, took time.Duration) error {
	if err := db.begin(); err != nil {
		return err
	}
	err := db.exec(`UPDATE runs SET ended = ?, outcome = ?, files = ?, skipped = ?, failed = ?, seconds = ?,
		(done, pages, bytes) = (SELECT count(*), coalesce(sum(pages), 0), coalesce(sum(bytes), 0) FROM documents WHERE run = runs.id AND state = 'done')
		WHERE id = ?`,
		stamp(time.Now()), outcome, c.Files, c.Skipped, c.Failed, took.Seconds(), db.run)
	if err != nil {
		return err
	}
	return db.Flush()
}

func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// An Entry is a document that a run is to do.
type Entry struct {
	Location string            // unique: where it is, however it is named
	Path     string            // as it is named
	Outputs  map[string]string // path below the output folder by format
}

// A Document is what the journal knows of a document.
type Document struct {
	ID        int64
	Path      string // as it was last named
	State     string // pending, done or failed
	SHA256    string // of the source that the rows were made from
	Settings  string // that they were made with
	Decisions string // that they were made with
	Outputs   []record.Output
	Failure   *record.Failure // nil unless the state is failed
	// Taken names the document, not among the entries, that an output of
	// this one belongs to.
	Taken string
}

// Register enters the documents that are new, in order, and returns what is
// known of each. A document whose outputs have other names than before is
// pending again; its old outputs are returned in obsolete, unless another
// entry writes them now.
func (db *DB) Register(entries []Entry) (docs []Document, obsolete []record.Output, err error) {
	if err := db.begin(); err != nil {
		return nil, nil, err
	}
	known, err := db.load()
	if err != nil {
		return nil, nil, err
	}
	planned := make(map[string]bool)
	listed := make(map[int64]bool)
	for _, e := range entries {
		d := known[e.Location]
		if d == nil {
			result, err := db.tx.Exec("INSERT INTO documents (location, path) VALUES (?, ?)", e.Location, e.Path)
			if err != nil {
				return nil, nil, reason(err)
			}
			d = &Document{Path: e.Path, State: "pending"}
			if d.ID, err = result.LastInsertId(); err != nil {
				return nil, nil, err
			}
			db.fresh[d.ID] = true
		}
		if d.Path != e.Path {
			if err := db.exec("UPDATE documents SET path = ? WHERE id = ?", e.Path, d.ID); err != nil {
				return nil, nil, err
			}
		}
		if len(d.Outputs) > 0 && !sameOutputs(d.Outputs, e.Outputs) {
			if err := db.forget(d); err != nil {
				return nil, nil, err
			}
			obsolete = append(obsolete, d.Outputs...)
			d.Outputs, d.State = nil, "pending"
		}
		for _, path := range e.Outputs {
			planned[path] = true
		}
		listed[d.ID] = true
		docs = append(docs, *d)
	}
	obsolete = slices.DeleteFunc(obsolete, func(o record.Output) bool { return planned[o.Path] })
	owners := make(map[string]string)
	for _, d := range known {
		for _, o := range d.Outputs {
			if !listed[d.ID] {
				owners[o.Path] = d.Path
			}
		}
	}
	for i, e := range entries {
		for _, format := range slices.Sorted(maps.Keys(e.Outputs)) {
			if owner := owners[e.Outputs[format]]; owner != "" {
				docs[i].Taken = owner
			}
		}
	}
	return docs, obsolete, db.Flush()
}

func sameOutputs(have []record.Output, want map[string]string) bool {
	if len(have) != len(want) {
		return false
	}
	return !slices.ContainsFunc(have, func(o record.Output) bool { return want[o.Format] != o.Path })
}

// forget makes a document pending again; its rows stay until it is done anew.
func (db *DB) forget(d *Document) error {
	if err := db.exec("DELETE FROM outputs WHERE document = ?", d.ID); err != nil {
		return err
	}
	return db.exec("UPDATE documents SET state = 'pending' WHERE id = ?", d.ID)
}

// load reads what is known of every document, by location.
func (db *DB) load() (map[string]*Document, error) {
	known := make(map[string]*Document)
	byID := make(map[int64]*Document)
	err := each(db.tx, `SELECT id, location, path, state, coalesce(sha256, ''), coalesce(settings, ''), coalesce(decisions, '') FROM documents`,
		func(rows *sql.Rows) error {
			d, location := &Document{}, ""
			if err := rows.Scan(&d.ID, &location, &d.Path, &d.State, &d.SHA256, &d.Settings, &d.Decisions); err != nil {
				return err
			}
			known[location], byID[d.ID] = d, d
			return nil
		})
	if err != nil {
		return nil, err
	}
	err = each(db.tx, `SELECT document, format, path, bytes, sha256 FROM outputs ORDER BY document, format`, func(rows *sql.Rows) error {
		var id int64
		var o record.Output
		if err := rows.Scan(&id, &o.Format, &o.Path, &o.Bytes, &o.SHA256); err != nil {
			return err
		}
		byID[id].Outputs = append(byID[id].Outputs, o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	err = each(db.tx, `SELECT document, reason, coalesce(hint, ''), coalesce(sha256, ''), settings FROM failures`, func(rows *sql.Rows) error {
		var id int64
		var f record.Failure
		if err := rows.Scan(&id, &f.Reason, &f.Hint, &f.SHA256, &f.Settings); err != nil {
			return err
		}
		byID[id].Failure = &f
		return nil
	})
	return known, err
}

// A querier is a database or a transaction.
type querier interface {
	Query(query string, args ...any) (*sql.Rows, error)
}

// each calls f for every row of a query.
func each(q querier, query string, f func(*sql.Rows) error, args ...any) error {
	rows, err := q.Query(query, args...)
	if err != nil {
		return reason(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return reason(rows.Err())
}
