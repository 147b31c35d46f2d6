package archivedb

import (
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"unicode"

	"ocrfix/ocrfix"
)

// ErrNoDocument says that the database has no such document, or that it has
// not been done.
var ErrNoDocument = errors.New("the database has no such document")

// A Hit is a page that a query finds.
type Hit struct {
	Path string `json:"path"`
	Page int    `json:"page"`
	// Label is the page number that the source states, "" where it does not.
	Label string `json:"label,omitempty"`
	// Snippet is a part of the cleaned text around what was found, which
	// stands between HitStart and HitEnd; of the raw text where only that
	// has it.
	Snippet string `json:"snippet"`
	Raw     bool   `json:"raw"`
	Output  string `json:"output"` // one of the files made of the document
}

// ErrNoWord says that a query names no word that a page must have.
var ErrNoWord = errors.New("the query names no word to look for")

// HitStart and HitEnd stand around what was found in a snippet.
const (
	HitStart = "\x02"
	HitEnd   = "\x03"
)

// snippetWords is the length of a snippet.
const snippetWords = 24

// Search finds the pages whose cleaned or raw text has every word of the query,
// the best first, at most limit of them. Case and accents do not matter. "In
// quotation marks" words stand side by side, word* stands for every word that
// begins so, and -word must not be on the page. A query without a word that must
// be there is an [ErrNoWord].
func (db *DB) Search(query string, limit int) ([]Hit, error) {
	expr := matchExpr(query)
	if expr == "" {
		return nil, ErrNoWord
	}
	var hits []Hit
	err := each(db.sql, `
		SELECT d.path, p.number, coalesce(p.label, ''),
			coalesce(snippet(pages_fts, 0, ?1, ?2, '…', ?3), ''), coalesce(snippet(pages_fts, 1, ?1, ?2, '…', ?3), ''),
			coalesce((SELECT path FROM outputs o WHERE o.document = d.id ORDER BY format LIMIT 1), '')
		FROM pages_fts JOIN pages p ON p.id = pages_fts.rowid JOIN documents d ON d.id = p.document
		WHERE pages_fts MATCH ?4 ORDER BY rank, d.path, p.number LIMIT ?5`,
		func(rows *sql.Rows) error {
			var h Hit
			var clean, raw string
			if err := rows.Scan(&h.Path, &h.Page, &h.Label, &clean, &raw, &h.Output); err != nil {
				return err
			}
			h.Snippet = clean
			if !strings.Contains(clean, HitStart) && strings.Contains(raw, HitStart) {
				h.Snippet, h.Raw = raw, true
			}
			h.Snippet = strings.Join(strings.Fields(h.Snippet), " ")
			hits = append(hits, h)
			return nil
		}, HitStart, HitEnd, snippetWords, expr, limit)
	return hits, err
}

// matchExpr turns what a person writes into an expression of FTS5 in which
// nothing but the signs of [DB.Search] has a meaning. It is empty where nothing
// is to be found.
func matchExpr(query string) string {
	var want, not []string
	for rest := strings.TrimSpace(query); rest != ""; rest = strings.TrimSpace(rest) {
		word, refused := strings.CutPrefix(rest, "-")
		var term, sign string
		if quoted, ok := strings.CutPrefix(word, `"`); ok {
			term, rest, _ = strings.Cut(quoted, `"`)
		} else {
			end := strings.IndexFunc(word, unicode.IsSpace)
			if end < 0 {
				end = len(word)
			}
			term, rest = word[:end], word[end:]
			if strings.HasSuffix(term, "*") {
				sign = " *"
			}
		}
		if !strings.ContainsFunc(term, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
			continue
		}
		term = `"` + strings.ReplaceAll(term, `"`, " ") + `"` + sign
		if refused {
			not = append(not, term)
		} else {
			want = append(want, term)
		}
	}
	if len(want) == 0 {
		return ""
	}
	expr := strings.Join(want, " AND ")
	if len(not) > 0 {
		expr = "(" + expr + ") NOT (" + strings.Join(not, " OR ") + ")"
	}
	return expr
}

// RawText gives the raw text of a document that has been done.
func (db *DB) RawText(id int64) (string, error) {
	var b strings.Builder
	err := each(db.sql, "SELECT coalesce(raw, text) FROM pages WHERE document = ? ORDER BY number", func(rows *sql.Rows) error {
		var page string
		if err := rows.Scan(&page); err != nil {
			return err
		}
		b.WriteString(page)
		return nil
	}, id)
	return b.String(), err
}

// Edits gives the cleaned text of the document of that location or path, its
// source and the edits that made it, as ocrfix.ReadEdits gives them from a file.
func (db *DB) Edits(path string) (*ocrfix.EditList, error) {
	var id int64
	var source string
	err := db.sql.QueryRow("SELECT id, coalesce(source, '') FROM documents WHERE location = ?1 OR path = ?1 ORDER BY location = ?1 DESC, id DESC LIMIT 1", path).Scan(&id, &source)
	if err == sql.ErrNoRows || err == nil && source == "" {
		return nil, ErrNoDocument
	}
	if err != nil {
		return nil, reason(err)
	}
	l := &ocrfix.EditList{}
	if err := json.Unmarshal([]byte(source), &l.Source); err != nil {
		return nil, err
	}
	var text strings.Builder
	err = each(db.sql, "SELECT text FROM pages WHERE document = ? ORDER BY number", func(rows *sql.Rows) error {
		var page string
		err := rows.Scan(&page)
		text.WriteString(page)
		return err
	}, id)
	if err != nil {
		return nil, err
	}
	l.Text = text.String()
	err = each(db.sql, `SELECT raw_start, raw_end, raw, new, class, rule, cost, confidence, applied, page, line FROM edits
		WHERE document = ? ORDER BY n`, func(rows *sql.Rows) error {
		var e ocrfix.Edit
		err := rows.Scan(&e.Start, &e.End, &e.Raw, &e.New, &e.Class, &e.Rule, &e.Cost, &e.Confidence, &e.Applied, &e.Page, &e.Line)
		l.Edits = append(l.Edits, e)
		return err
	}, id)
	return l, err
}
