package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"

	"ocrfix/cmd/internal/record"
)

// tables hold rows as JSONL, one object a line, by the name of the table. Names
// and columns are those of archive.db, in their order.
type tables map[string]*bytes.Buffer

// row adds a row. Every value of a column stands, null where it is not known.
func (t tables) row(table string, columns []string, values []any) error {
	b := t[table]
	if b == nil {
		b = new(bytes.Buffer)
		t[table] = b
	}
	for i, c := range columns {
		open := ","
		if i == 0 {
			open = "{"
		}
		fmt.Fprintf(b, "%s%q:", open, c)
		if err := writeValue(b, values[i]); err != nil {
			return fmt.Errorf("table %s, column %s: %w", table, c, err)
		}
	}
	b.WriteString("}\n")
	return nil
}

// writeValue writes a value as JSON: truth as 0 and 1, as in archive.db.
func writeValue(b *bytes.Buffer, v any) error {
	switch x := v.(type) {
	case record.JSON:
		b.WriteString(string(x))
		return nil
	case bool:
		v = 0
		if x {
			v = 1
		}
	case float64:
		if math.IsNaN(x) || math.IsInf(x, 0) {
			v = nil
		}
	}
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	b.Truncate(b.Len() - 1) // the line feed
	return nil
}

// add adds the rows of other.
func (t tables) add(other tables) {
	for name, rows := range other {
		if t[name] == nil {
			t[name] = new(bytes.Buffer)
		}
		t[name].Write(rows.Bytes())
	}
}

// names gives the names of the tables that have rows, sorted.
func (t tables) names() []string { return slices.Sorted(maps.Keys(t)) }

// tableNames are all tables.
var tableNames = append([]string{"documents", "failures", "runs"}, record.Tables...)

// runID is the number of the run in the tables: they tell of one.
const runID = 1

// done adds the rows of a document that was cleaned.
func (t tables) done(r Ref, rec *record.Record) error {
	values, err := rec.Document()
	if err != nil {
		return err
	}
	if err := t.document(r, "done", values, runID); err != nil {
		return err
	}
	id := documentID(r.Location)
	return rec.Rows(func(table string, columns []string, values ...any) error {
		return t.row(table, append([]string{"document"}, columns...), append([]any{id}, values...))
	})
}

// failed adds the rows of a document that was not.
func (t tables) failed(r Ref, f *record.Failure) error {
	if err := t.document(r, "failed", make([]any, len(record.DocumentColumns)), nil); err != nil {
		return err
	}
	return t.row("failures", []string{"document", "reason", "hint", "sha256", "settings", "run"},
		[]any{documentID(r.Location), f.Reason, null(f.Hint), null(f.SHA256), f.Settings, runID})
}

func (t tables) document(r Ref, state string, values []any, run any) error {
	columns := append(append([]string{"id", "location", "path", "state"}, record.DocumentColumns...), "run")
	values = append(append([]any{documentID(r.Location), r.Location, r.Path, state}, values...), run)
	return t.row("documents", columns, values)
}

// null is nil for an empty text.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
