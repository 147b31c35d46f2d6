package archivedb

import (
	"encoding/json"
	"slices"

	"ocrfix/ocrfix"
)

// A Record is a document that is done.
type Record struct {
	Result     *ocrfix.Result
	Bytes      int64 // of the source
	Year       int   // 0 when not known
	Settings   string
	Decisions  string
	Outputs    []Output
	Words      int
	Unknown    []WordCount // no word twice
	Keys       []Key       // one an edit
	Confusions []Confusion // no pair twice
}

// A WordCount is a word and how often it stands in the document.
type WordCount struct {
	Word  string
	Count int
}

// A Key names an edit by its words and those around them, not by its place.
type Key struct{ Word, New, Before, After string }

// A Confusion is what was read for what, and how often.
type Confusion struct {
	Raw, New string
	Count    int
}

// tables are those that hold the rows of documents.
var tables = []string{"outputs", "failures", "pages", "edits", "sections", "commitments", "unknown_words", "confusions"}

// Put enters a document that is done, in place of what was known of it. Its
// outputs must stand.
func (db *DB) Put(id int64, r *Record) error {
	if err := db.begin(); err != nil {
		return err
	}
	for _, table := range tables {
		if err := db.exec("DELETE FROM "+table+" WHERE document = ?", id); err != nil {
			return err
		}
	}
	for _, put := range []func(int64, *Record) error{
		db.putDocument, db.putOutputs, db.putPages, db.putEdits, db.putSections, db.putCommitments, db.putCounts,
	} {
		if err := put(id, r); err != nil {
			return err
		}
	}
	return db.finishDocument()
}

// PutFailure enters why a document failed. What an earlier run found in it
// stays.
func (db *DB) PutFailure(id int64, f Failure) error {
	if err := db.begin(); err != nil {
		return err
	}
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

func (db *DB) putDocument(id int64, r *Record) error {
	d := r.Result.Document
	source, err := json.Marshal(d.Source)
	if err != nil {
		return err
	}
	applied, unknown := 0, 0
	for _, e := range r.Result.Edits {
		if e.Applied {
			applied++
		}
	}
	for _, w := range r.Unknown {
		unknown += w.Count
	}
	var quality, year any
	if r.Result.Stats.Words > 0 {
		quality = r.Result.Stats.Quality
	}
	if r.Year != 0 {
		year = r.Year
	}
	return db.exec(`UPDATE documents SET state = 'done', sha256 = ?, bytes = ?, format = ?, lang = ?, year = ?, pages = ?,
		words = ?, unknown = ?, quality = ?, changes = ?, suggestions = ?, source = ?, settings = ?, decisions = ?, run = ? WHERE id = ?`,
		d.Source.SHA256, r.Bytes, d.Source.Format, null(r.Result.Lang), year, len(d.Pages),
		r.Words, unknown, quality, applied, len(r.Result.Edits)-applied, string(source), r.Settings, r.Decisions, db.run, id)
}

func (db *DB) putOutputs(id int64, r *Record) error {
	for _, o := range r.Outputs {
		err := db.exec("INSERT INTO outputs (document, format, path, bytes, sha256) VALUES (?, ?, ?, ?, ?)", id, o.Format, o.Path, o.Bytes, o.SHA256)
		if err != nil {
			return err
		}
	}
	return nil
}

// putPages cuts raw and cleaned text where the pages begin, so that the pages
// of a document in order are its text, form feeds and all.
func (db *DB) putPages(id int64, r *Record) error {
	d, text := r.Result.Document, r.Result.Text
	offsets := ocrfix.NewOffsetMap(r.Result.Edits)
	rawAt, textAt := 0, 0
	for i := range d.Pages {
		rawEnd, textEnd := len(d.Text), len(text)
		if i+1 < len(d.Pages) {
			rawEnd = d.Pages[i+1].Start
			textEnd = max(offsets.ToClean(rawEnd), textAt)
		}
		clean, raw := text[textAt:textEnd], d.Text[rawAt:rawEnd]
		var differs, label any
		if raw != clean {
			differs = raw
		}
		if i < len(d.PageLabels) {
			label = null(d.PageLabels[i])
		}
		err := db.exec("INSERT INTO pages (document, number, label, text, raw) VALUES (?, ?, ?, ?, ?)", id, i+1, label, clean, differs)
		if err != nil {
			return err
		}
		rawAt, textAt = rawEnd, textEnd
	}
	return nil
}

func (db *DB) putEdits(id int64, r *Record) error {
	for i, e := range r.Result.Edits {
		alternatives, err := list(e.Alternatives)
		if err != nil {
			return err
		}
		flags, err := list(e.Flags)
		if err != nil {
			return err
		}
		var k Key
		if i < len(r.Keys) {
			k = r.Keys[i]
		}
		err = db.exec(`INSERT INTO edits (document, n, page, line, raw_start, raw_end, raw, new, class, rule, cost, confidence, applied,
			flags, alternatives, word, word_new, before, after) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			id, i+1, e.Page, e.Line, e.Start, e.End, e.Raw, e.New, e.Class, e.Rule, e.Cost, e.Confidence, e.Applied,
			flags, alternatives, null(k.Word), null(k.New), null(k.Before), null(k.After))
		if err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) putSections(id int64, r *Record) error {
	n := 0
	var put func(sections []*ocrfix.Section, parent any) error
	put = func(sections []*ocrfix.Section, parent any) error {
		for _, s := range sections {
			n++
			own := n
			err := db.exec(`INSERT INTO sections (document, n, parent, id, level, kind, number, heading, note, page, line, text_start, text_end)
				VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				id, own, parent, s.ID, s.Level, s.Kind, null(s.Number), null(s.Heading), null(s.Note), s.Page, s.Line, s.Start, s.End)
			if err != nil {
				return err
			}
			if err := put(s.Children, own); err != nil {
				return err
			}
		}
		return nil
	}
	return put(r.Result.Sections, nil)
}

func (db *DB) putCommitments(id int64, r *Record) error {
	for i, c := range r.Result.Commitments {
		var deadline ocrfix.Deadline
		if c.Deadline != nil {
			deadline = *c.Deadline
		}
		var lists []any
		for _, texts := range [][]string{c.Conditions, c.Qualifiers, c.Refs, c.Tags} {
			l, err := list(texts)
			if err != nil {
				return err
			}
			lists = append(lists, l)
		}
		err := db.exec(`INSERT INTO commitments (document, n, id, section, kind, strength, actor, actor_scope, counterparty, "trigger", polarity,
			"action", object, deadline, deadline_type, deadline_start, deadline_end, conditions, qualifiers, refs, quote, quote_raw,
			page, line, text_start, text_end, raw_start, raw_end, confidence, edits, negation_touched, date_touched, instrument, tags)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			id, i+1, c.ID, c.Section, c.Kind, c.Strength, c.Actor.Text, c.Actor.Scope, c.Counterparty, c.Trigger, c.Polarity,
			c.Action, c.Object, null(deadline.Text), null(deadline.Type), deadline.Start, deadline.End, lists[0], lists[1], lists[2], c.Quote, c.QuoteRaw,
			c.Page, c.Line, c.Start, c.End, c.RawStart, c.RawEnd, c.Confidence, c.OCR.Edits, c.OCR.NegationTouched, c.OCR.DateTouched, null(string(c.Instrument)), lists[3])
		if err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) putCounts(id int64, r *Record) error {
	for _, w := range r.Unknown {
		if err := db.exec("INSERT INTO unknown_words (document, word, count) VALUES (?, ?, ?)", id, w.Word, w.Count); err != nil {
			return err
		}
	}
	for _, c := range r.Confusions {
		if err := db.exec("INSERT INTO confusions (document, raw, new, count) VALUES (?, ?, ?, ?)", id, c.Raw, c.New, c.Count); err != nil {
			return err
		}
	}
	return nil
}

// null is NULL for an empty text.
func null(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// list gives a list as JSON, NULL for an empty one.
func list[T any](l []T) (any, error) {
	if len(l) == 0 {
		return nil, nil
	}
	data, err := json.Marshal(slices.Clip(l))
	return string(data), err
}
