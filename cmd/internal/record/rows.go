package record

import (
	"encoding/json"
	"slices"

	"ocrfix/ocrfix"
)

// A JSON value stands in a column as it is: a list or an object.
type JSON string

// Tables are the tables that hold the rows of documents, besides the table
// documents itself and that of failures.
var Tables = []string{"outputs", "pages", "edits", "sections", "commitments", "unknown_words", "confusions"}

// A putter takes a row of one of [Tables]: its columns but for the first, which
// is document, and their values. They are numbers, truth values, texts, [JSON]
// and nil for what is not known.
type putter func(table string, columns []string, values ...any) error

// DocumentColumns are the columns of the table documents that tell what was
// found in one.
var DocumentColumns = []string{"sha256", "bytes", "format", "lang", "year", "pages", "words", "unknown", "quality",
	"changes", "suggestions", "source", "settings", "decisions"}

// The columns of the tables; cmd/ocrfix/internal/archivedb/SCHEMA.md says what
// they mean.
var (
	outputColumns = []string{"format", "path", "bytes", "sha256"}
	pageColumns   = []string{"number", "label", "text", "raw"}
	editColumns   = []string{"n", "page", "line", "raw_start", "raw_end", "raw", "new", "class", "rule", "cost", "confidence", "applied",
		"flags", "alternatives", "word", "word_new", "before", "after"}
	sectionColumns    = []string{"n", "parent", "id", "level", "kind", "number", "heading", "note", "page", "line", "text_start", "text_end"}
	commitmentColumns = []string{"n", "id", "section", "kind", "strength", "actor", "actor_scope", "counterparty", "trigger", "polarity",
		"action", "object", "deadline", "deadline_type", "deadline_start", "deadline_end", "conditions", "qualifiers", "refs", "quote", "quote_raw",
		"page", "line", "text_start", "text_end", "raw_start", "raw_end", "confidence", "edits", "negation_touched", "date_touched", "instrument", "tags"}
	unknownColumns   = []string{"word", "count"}
	confusionColumns = []string{"raw", "new", "count"}
)

// Document gives the values of the [DocumentColumns].
func (r *Record) Document() ([]any, error) {
	d := r.Result.Document
	source, err := json.Marshal(d.Source)
	if err != nil {
		return nil, err
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
	return []any{d.Source.SHA256, r.Bytes, d.Source.Format, null(r.Result.Lang), year, len(d.Pages), r.Words, unknown, quality,
		applied, len(r.Result.Edits) - applied, JSON(source), r.Settings, r.Decisions}, nil
}

// Rows gives the rows of the document in the [Tables] to put, until that returns
// an error.
func (r *Record) Rows(put func(table string, columns []string, values ...any) error) error {
	for _, rows := range []func(putter) error{r.putOutputs, r.putPages, r.putEdits, r.putSections, r.putCommitments, r.putCounts} {
		if err := rows(put); err != nil {
			return err
		}
	}
	return nil
}

func (r *Record) putOutputs(put putter) error {
	for _, o := range r.Outputs {
		err := put("outputs", outputColumns, o.Format, o.Path, o.Bytes, o.SHA256)
		if err != nil {
			return err
		}
	}
	return nil
}

// putPages cuts raw and cleaned text where the pages begin, so that the pages
// of a document in order are its text, form feeds and all.
func (r *Record) putPages(put putter) error {
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
		err := put("pages", pageColumns, i+1, label, clean, differs)
		if err != nil {
			return err
		}
		rawAt, textAt = rawEnd, textEnd
	}
	return nil
}

func (r *Record) putEdits(put putter) error {
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
		err = put("edits", editColumns,
			i+1, e.Page, e.Line, e.Start, e.End, e.Raw, e.New, e.Class, e.Rule, e.Cost, e.Confidence, e.Applied,
			flags, alternatives, null(k.Word), null(k.New), null(k.Before), null(k.After))
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Record) putSections(put putter) error {
	n := 0
	var walk func(sections []*ocrfix.Section, parent any) error
	walk = func(sections []*ocrfix.Section, parent any) error {
		for _, s := range sections {
			n++
			own := n
			err := put("sections", sectionColumns,
				own, parent, s.ID, s.Level, s.Kind, null(s.Number), null(s.Heading), null(s.Note), s.Page, s.Line, s.Start, s.End)
			if err != nil {
				return err
			}
			if err := walk(s.Children, own); err != nil {
				return err
			}
		}
		return nil
	}
	return walk(r.Result.Sections, nil)
}

func (r *Record) putCommitments(put putter) error {
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
		err := put("commitments", commitmentColumns,
			i+1, c.ID, c.Section, c.Kind, c.Strength, c.Actor.Text, c.Actor.Scope, c.Counterparty, c.Trigger, c.Polarity,
			c.Action, c.Object, null(deadline.Text), null(deadline.Type), deadline.Start, deadline.End, lists[0], lists[1], lists[2], c.Quote, c.QuoteRaw,
			c.Page, c.Line, c.Start, c.End, c.RawStart, c.RawEnd, c.Confidence, c.OCR.Edits, c.OCR.NegationTouched, c.OCR.DateTouched, null(string(c.Instrument)), lists[3])
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Record) putCounts(put putter) error {
	for _, w := range r.Unknown {
		if err := put("unknown_words", unknownColumns, w.Word, w.Count); err != nil {
			return err
		}
	}
	for _, c := range r.Confusions {
		if err := put("confusions", confusionColumns, c.Raw, c.New, c.Count); err != nil {
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
	return JSON(data), err
}
