package archivedb

import (
	"strings"

	"ocrfix/cmd/internal/record"
)

// Put enters a document that is done, in place of what was known of it. Its
// outputs must stand.
func (db *DB) Put(id int64, r *record.Record) error {
	if err := db.begin(); err != nil {
		return err
	}
	if db.fresh[id] {
		delete(db.fresh, id)
	} else if err := db.empty(id); err != nil {
		return err
	}
	values, err := r.Document()
	if err != nil {
		return err
	}
	values = append(values, db.run, id)
	if err := db.exec("UPDATE documents SET state = 'done', "+strings.Join(record.DocumentColumns, " = ?, ")+" = ?, run = ? WHERE id = ?", values...); err != nil {
		return err
	}
	err = r.Rows(func(table string, columns []string, values ...any) error {
		return db.exec(insert(table, columns), append([]any{id}, values...)...)
	})
	if err != nil {
		return err
	}
	return db.finishDocument()
}

// empty takes away the rows of a document.
func (db *DB) empty(id int64) error {
	for _, table := range append([]string{"failures"}, record.Tables...) {
		if err := db.exec("DELETE FROM "+table+" WHERE document = ?", id); err != nil {
			return err
		}
	}
	return nil
}

// PutFailure enters why a document failed. What an earlier run found in it
// stays.
func (db *DB) PutFailure(id int64, f record.Failure) error {
	if err := db.begin(); err != nil {
		return err
	}
	delete(db.fresh, id)
	if err := db.exec("UPDATE documents SET state = 'failed' WHERE id = ?", id); err != nil {
		return err
	}
	err := db.exec("INSERT OR REPLACE INTO failures (document, reason, hint, sha256, settings, run) VALUES (?, ?, ?, ?, ?, ?)",
		id, f.Reason, null(f.Hint), null(f.SHA256), f.Settings, db.run)
	if err != nil {
		return err
	}
	return db.finishDocument()
}

// insert is the statement that enters a row of a document.
func insert(table string, columns []string) string {
	var b strings.Builder
	b.WriteString("INSERT INTO " + table + " (document")
	for _, c := range columns {
		b.WriteString(`, "` + c + `"`)
	}
	b.WriteString(") VALUES (?" + strings.Repeat(", ?", len(columns)) + ")")
	return b.String()
}

// null is NULL for an empty text.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}
