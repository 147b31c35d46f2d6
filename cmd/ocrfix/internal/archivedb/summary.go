package archivedb

import (
	"cmp"
	"database/sql"
	"slices"

	"ocrfix/cmd/internal/record"
)

// A Summary is what the report of an archive shows.
type Summary struct {
	Runs        []RunSummary
	Total       Totals
	Damaged     []Damaged
	Confusions  []record.Confusion // the commonest first
	Unknown     []Unknown          // the commonest first
	Actors      []ActorYear
	Failures    []FailureOf
	MoreDamaged int // documents that Damaged leaves out
	MoreUnknown int
}

// Totals count over the archive.
type Totals struct {
	Documents, Done, Failed, Pending int
	Pages, Bytes, Words              int
	Unknown, Changes, Suggestions    int
	Commitments, Sections            int
}

// A RunSummary is one call of batch.
type RunSummary struct {
	ID                                    int
	Started, Outcome                      string
	Done, Skipped, Failed, Pages, Seconds int
}

// A Damaged document is one that was changed.
type Damaged struct {
	Path, Output         string
	Pages, Words         int
	Changes, Suggestions int
	Unknown              int
	Rate                 float64 // changes in a thousand words
}

// An Unknown is a word of the cleaned texts that no language has.
type Unknown struct {
	Word             string
	Count, Documents int
}

// An ActorYear counts the commitments of one actor in one year.
type ActorYear struct {
	Actor string // "" when not known
	Year  int    // of the document, 0 when not known
	Count int
}

// A FailureOf is why a document failed.
type FailureOf struct{ Path, Reason, Hint string }

// How much of each list a report shows.
const (
	mostDamaged    = 200
	mostUnknown    = 300
	mostConfusions = 400
)

// Summary sums the archive up.
func (db *DB) Summary() (*Summary, error) {
	s := &Summary{}
	for _, read := range []func(*Summary) error{
		db.readTotals, db.readRuns, db.readDamaged, db.readConfusions, db.readUnknown, db.readActors, db.readFailures,
	} {
		if err := read(s); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (db *DB) readTotals(s *Summary) error {
	t := &s.Total
	return reason(db.sql.QueryRow(`SELECT count(*), coalesce(sum(state = 'done'), 0), coalesce(sum(state = 'failed'), 0), coalesce(sum(state = 'pending'), 0),
		coalesce(sum(pages), 0), coalesce(sum(bytes), 0), coalesce(sum(words), 0), coalesce(sum(unknown), 0), coalesce(sum(changes), 0), coalesce(sum(suggestions), 0),
		(SELECT count(*) FROM commitments), (SELECT count(*) FROM sections) FROM documents`).
		Scan(&t.Documents, &t.Done, &t.Failed, &t.Pending, &t.Pages, &t.Bytes, &t.Words, &t.Unknown, &t.Changes, &t.Suggestions, &t.Commitments, &t.Sections))
}

func (db *DB) readRuns(s *Summary) error {
	return each(db.sql, `SELECT id, started, coalesce(outcome, 'at work'), coalesce(done, 0), coalesce(skipped, 0), coalesce(failed, 0),
		coalesce(pages, 0), CAST(coalesce(seconds, 0) AS INTEGER) FROM runs ORDER BY id DESC LIMIT 20`, func(rows *sql.Rows) error {
		var r RunSummary
		err := rows.Scan(&r.ID, &r.Started, &r.Outcome, &r.Done, &r.Skipped, &r.Failed, &r.Pages, &r.Seconds)
		s.Runs = append(s.Runs, r)
		return err
	})
}

func (db *DB) readDamaged(s *Summary) error {
	err := each(db.sql, `SELECT path, coalesce((SELECT o.path FROM outputs o WHERE o.document = d.id ORDER BY format LIMIT 1), ''),
		pages, words, changes, suggestions, unknown, 1000.0 * changes / max(words, 1) AS rate
		FROM documents d WHERE changes + suggestions > 0 ORDER BY rate DESC, suggestions DESC, path LIMIT ?`, func(rows *sql.Rows) error {
		var d Damaged
		err := rows.Scan(&d.Path, &d.Output, &d.Pages, &d.Words, &d.Changes, &d.Suggestions, &d.Unknown, &d.Rate)
		s.Damaged = append(s.Damaged, d)
		return err
	}, mostDamaged)
	if err != nil {
		return err
	}
	err = db.sql.QueryRow("SELECT count(*) FROM documents WHERE changes + suggestions > 0").Scan(&s.MoreDamaged)
	s.MoreDamaged -= len(s.Damaged)
	return reason(err)
}

func (db *DB) readConfusions(s *Summary) error {
	return each(db.sql, "SELECT raw, new, sum(count) AS n FROM confusions GROUP BY raw, new ORDER BY n DESC, raw, new LIMIT ?", func(rows *sql.Rows) error {
		var c record.Confusion
		err := rows.Scan(&c.Raw, &c.New, &c.Count)
		s.Confusions = append(s.Confusions, c)
		return err
	}, mostConfusions)
}

func (db *DB) readUnknown(s *Summary) error {
	err := each(db.sql, "SELECT word, sum(count) AS n, count(*) FROM unknown_words GROUP BY word ORDER BY n DESC, word LIMIT ?", func(rows *sql.Rows) error {
		var u Unknown
		err := rows.Scan(&u.Word, &u.Count, &u.Documents)
		s.Unknown = append(s.Unknown, u)
		return err
	}, mostUnknown)
	if err != nil {
		return err
	}
	err = db.sql.QueryRow("SELECT count(DISTINCT word) FROM unknown_words").Scan(&s.MoreUnknown)
	s.MoreUnknown -= len(s.Unknown)
	return reason(err)
}

// readActors counts the commitments of every actor as it is written, sorted.
func (db *DB) readActors(s *Summary) error {
	err := each(db.sql, `SELECT coalesce(c.actor, ''), coalesce(d.year, 0), count(*)
		FROM commitments c JOIN documents d ON d.id = c.document WHERE c.kind = 'commitment'
		GROUP BY 1, 2`, func(rows *sql.Rows) error {
		var a ActorYear
		err := rows.Scan(&a.Actor, &a.Year, &a.Count)
		s.Actors = append(s.Actors, a)
		return err
	})
	slices.SortFunc(s.Actors, func(a, b ActorYear) int { return cmp.Or(cmp.Compare(a.Actor, b.Actor), cmp.Compare(a.Year, b.Year)) })
	return err
}

func (db *DB) readFailures(s *Summary) error {
	return each(db.sql, "SELECT path, reason, coalesce(hint, '') FROM failures f JOIN documents d ON d.id = f.document ORDER BY path", func(rows *sql.Rows) error {
		var f FailureOf
		err := rows.Scan(&f.Path, &f.Reason, &f.Hint)
		s.Failures = append(s.Failures, f)
		return err
	})
}

// An Undecided change is a suggestion that nobody has judged.
type Undecided struct {
	record.Key
	Count   int    // of the same words between the same neighbours
	Example string // the path of a document that has it
}

// Undecided lists the suggestions, those whose words come most often first, at
// most limit of them.
func (db *DB) Undecided(limit int) ([]Undecided, error) {
	var found []Undecided
	err := each(db.sql, `SELECT word, word_new, coalesce(before, '') AS b, coalesce(after, '') AS a, count(*) AS c, min(d.path)
		FROM edits e JOIN documents d ON d.id = e.document
		WHERE NOT applied AND word IS NOT NULL AND word_new IS NOT NULL AND rule NOT LIKE 'decision%'
		GROUP BY word, word_new, b, a
		ORDER BY sum(count(*)) OVER (PARTITION BY word, word_new) DESC, word, word_new, c DESC, b, a LIMIT ?`, func(rows *sql.Rows) error {
		var u Undecided
		err := rows.Scan(&u.Word, &u.New, &u.Before, &u.After, &u.Count, &u.Example)
		found = append(found, u)
		return err
	}, limit)
	return found, err
}
