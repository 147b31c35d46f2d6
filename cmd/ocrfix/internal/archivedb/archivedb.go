// Package archivedb keeps what a run over an archive found, and how far it has
// come, in one SQLite file. SCHEMA.md describes its tables.
//
// The file is the journal of the run: a document counts as done from the moment
// when the transaction that holds its rows stands, and that comes after its
// outputs have their names. Everything a killed run did later than that is done
// again by the next one, with the same result.
package archivedb

import (
	"bytes"
	"context"
	"database/sql"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed schema.sql
var schema string

// Version is the version of the schema, PRAGMA user_version.
const Version = 1

// applicationID marks the file as ours: "ocrf" in ASCII.
const applicationID = 0x6f637266

// Errors that a caller may want to tell apart.
var (
	ErrNotOurs = errors.New("not a database of ocrfix batch")
	ErrVersion = errors.New("made by another version of ocrfix")
	ErrFull    = errors.New("no space left")
)

// A DB is an open database. Its methods are called from one goroutine, except
// those of reading, which several may call at once.
type DB struct {
	sql *sql.DB
	// The open transaction, nil when there is none, the statements prepared
	// in it, and how much it holds.
	tx       *sql.Tx
	prepared map[string]*sql.Stmt
	held     int
	begun    time.Time
	run      int64
	fresh    map[int64]bool // documents that were new and have no rows yet
}

// A transaction is committed when it holds so many documents, or is so old:
// what a killed run has to do again.
const (
	mostHeld = 256
	oldest   = time.Second
)

// Create opens the database at path for writing and makes it where it does not
// exist. One process at a time may do so, which the caller sees to.
func Create(path string) (*DB, error) {
	db, err := open(path, "rwc", "journal_mode(WAL)", "wal_autocheckpoint(8192)", "synchronous(NORMAL)", "temp_store(MEMORY)", "cache_size(-16384)", "busy_timeout(10000)")
	if err != nil {
		return nil, err
	}
	if err := db.prepareSchema(); err != nil {
		db.sql.Close()
		return nil, err
	}
	return db, nil
}

// Open opens the database at path for reading, while a run writes it or not.
func Open(path string) (*DB, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	db, err := open(path, "ro", "busy_timeout(10000)")
	if err != nil {
		return nil, err
	}
	if err := db.check(); err != nil {
		db.sql.Close()
		return nil, err
	}
	return db, nil
}

func open(path, mode string, pragmas ...string) (*DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	query := url.Values{"mode": {mode}, "_pragma": pragmas}
	uri := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: query.Encode()}
	if uri.Path[0] != '/' {
		uri.Path = "/" + uri.Path // a drive
	}
	pool, err := sql.Open("sqlite", uri.String())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	if err := pool.Ping(); err != nil {
		pool.Close()
		return nil, reason(err)
	}
	return &DB{sql: pool, fresh: make(map[int64]bool)}, nil
}

// Is reports whether the file at path begins as a database of ours does.
func Is(path string) bool {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	var head [72]byte // the last four bytes hold the application ID
	_, err = io.ReadFull(f, head[:])
	return err == nil && bytes.HasPrefix(head[:], []byte("SQLite format 3\x00")) && binary.BigEndian.Uint32(head[68:]) == applicationID
}

// prepareSchema makes the tables of a new file and checks those of an old one.
func (db *DB) prepareSchema() error {
	var tables int
	if err := db.sql.QueryRow("SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return reason(err)
	}
	if tables > 0 {
		return db.check()
	}
	_, err := db.sql.Exec(fmt.Sprintf("BEGIN; %s; PRAGMA application_id = %d; PRAGMA user_version = %d; COMMIT", schema, applicationID, Version))
	return reason(err)
}

// check refuses the file of another program, or of another version.
func (db *DB) check() error {
	var id, version int
	if err := db.sql.QueryRow("PRAGMA application_id").Scan(&id); err != nil {
		return reason(err)
	}
	if err := db.sql.QueryRow("PRAGMA user_version").Scan(&version); err != nil {
		return reason(err)
	}
	switch {
	case id != applicationID:
		return ErrNotOurs
	case version != Version:
		return fmt.Errorf("%w (schema %d, not %d)", ErrVersion, version, Version)
	}
	return nil
}

// Close commits what is held and closes the file. A database that was written
// is left as one file, which opens from a folder without the right to write.
func (db *DB) Close() error {
	err := db.Flush()
	if db.run != 0 {
		// A reader that is at work keeps the journal beside the file; both
		// are whole.
		_, _ = db.sql.Exec("PRAGMA journal_mode = DELETE")
	}
	return errors.Join(err, reason(db.sql.Close()))
}

// Flush commits what is held.
func (db *DB) Flush() error {
	if db.tx == nil {
		return nil
	}
	tx := db.tx
	db.tx, db.prepared, db.held = nil, nil, 0
	return reason(tx.Commit())
}

// Discard takes back what is held.
func (db *DB) Discard() {
	if db.tx != nil {
		_ = db.tx.Rollback()
		db.tx, db.prepared, db.held = nil, nil, 0
	}
}

// begin opens a transaction where none is open.
func (db *DB) begin() error {
	if db.tx != nil {
		return nil
	}
	tx, err := db.sql.BeginTx(context.Background(), nil)
	if err != nil {
		return reason(err)
	}
	db.tx, db.prepared, db.begun = tx, make(map[string]*sql.Stmt), time.Now()
	return nil
}

// exec runs one statement in the open transaction.
func (db *DB) exec(query string, args ...any) error {
	stmt := db.prepared[query]
	if stmt == nil {
		var err error
		if stmt, err = db.tx.Prepare(query); err != nil {
			return reason(err)
		}
		db.prepared[query] = stmt
	}
	_, err := stmt.Exec(args...)
	return reason(err)
}

// finishDocument commits when enough is held.
func (db *DB) finishDocument() error {
	if db.held++; db.held >= mostHeld || time.Since(db.begun) >= oldest {
		return db.Flush()
	}
	return nil
}

// reason turns the errors of SQLite that mean something outside it into those
// that a caller knows.
func reason(err error) error {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("%w: %v", ErrFull, err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return fmt.Errorf("%w: %v", fs.ErrPermission, err)
	case sqlite3.SQLITE_NOTADB:
		return ErrNotOurs
	}
	return err
}
