package ocrfix

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// WriteJSON writes a result as one indented JSON object. Lists are never
// null; what is unknown is null. Offsets of edits are bytes of the raw text,
// those of sections and commitments bytes of the cleaned text. It writes
// nothing before the whole object stands.
func WriteJSON(w io.Writer, r *Result) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(newJSONResult(r))
}

// WriteJSONL writes results like [WriteJSON], each on a line of its own.
func WriteJSONL(w io.Writer, results ...*Result) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, r := range results {
		if err := enc.Encode(newJSONResult(r)); err != nil {
			return err
		}
	}
	return nil
}

// MarshalJSON returns the object that [WriteJSON] writes.
func (r *Result) MarshalJSON() ([]byte, error) { return json.Marshal(newJSONResult(r)) }

// The json types say how the model is written: which lists are never null,
// which empty strings are null. The fields come in the order of the contract.
type (
	jsonResult struct {
		Source      Source        `json:"source"`
		Lang        *string       `json:"lang"`
		Text        string        `json:"text"`
		Edits       []Edit        `json:"edits"`
		Sections    []jsonSection `json:"sections"`
		Commitments []Commitment  `json:"commitments"`
		Stats       Stats         `json:"stats"`
	}
	jsonSection struct {
		Section                // its other fields
		Number   *string       `json:"number"`
		Heading  *string       `json:"heading"`
		Children []jsonSection `json:"children"`
	}
)

func newJSONResult(r *Result) jsonResult {
	j := jsonResult{
		Lang:        nullEmpty(r.Lang),
		Text:        r.Text,
		Edits:       make([]Edit, len(r.Edits)),
		Sections:    newJSONSections(r.Sections),
		Commitments: make([]Commitment, len(r.Commitments)),
		Stats:       r.Stats,
	}
	if r.Document != nil {
		j.Source = r.Document.Source
	}
	for i, e := range r.Edits {
		j.Edits[i] = e.WithLists()
	}
	for i, c := range r.Commitments {
		c.Conditions = notNil(c.Conditions)
		c.Qualifiers = notNil(c.Qualifiers)
		c.Refs = notNil(c.Refs)
		j.Commitments[i] = c
	}
	return j
}

// WithLists returns e with empty lists where it has none, as the JSON of a
// result has them.
func (e Edit) WithLists() Edit {
	e.Alternatives = notNil(e.Alternatives)
	e.Flags = notNil(e.Flags)
	return e
}

func newJSONSections(sections []*Section) []jsonSection {
	out := make([]jsonSection, len(sections))
	for i, s := range sections {
		out[i] = jsonSection{
			Section:  *s,
			Number:   nullEmpty(s.Number),
			Heading:  nullEmpty(s.Heading),
			Children: newJSONSections(s.Children),
		}
	}
	return out
}

func notNil[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}

func nullEmpty(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// An EditList is what undoing a cleaned text takes, read from the JSON that
// [WriteJSON] wrote.
type EditList struct {
	Source Source
	Text   string // the cleaned text
	Edits  []Edit
}

// RawBytes returns the bytes that were read, from the cleaned text that the
// edits made; see [Source.Bytes].
func (l *EditList) RawBytes(cleaned string) ([]byte, error) {
	raw, err := Undo(cleaned, l.Edits)
	if err != nil {
		return nil, err
	}
	return l.Source.Bytes(raw)
}

// ReadEdits reads the edits of one document from the JSON of a result; it
// takes a bare list of edits too. Several documents in one stream, as JSONL
// has them, are an error, since the cleaned text of one does not say which
// is meant.
func ReadEdits(r io.Reader) (*EditList, error) {
	dec := json.NewDecoder(r)
	var first json.RawMessage
	if err := dec.Decode(&first); err != nil {
		return nil, fmt.Errorf("reading edits: %w", err)
	}
	if err := dec.Decode(new(json.RawMessage)); err == nil {
		return nil, errors.New("reading edits: several documents where one is meant")
	} else if err != io.EOF {
		return nil, fmt.Errorf("reading edits: %w", err)
	}
	var list EditList
	if len(first) > 0 && first[0] == '[' {
		if err := json.Unmarshal(first, &list.Edits); err != nil {
			return nil, fmt.Errorf("reading edits: %w", err)
		}
		return &list, nil
	}
	var result struct {
		Source Source  `json:"source"`
		Text   string  `json:"text"`
		Edits  *[]Edit `json:"edits"`
	}
	if err := json.Unmarshal(first, &result); err != nil {
		return nil, fmt.Errorf("reading edits: %w", err)
	}
	if result.Edits == nil {
		return nil, errors.New(`reading edits: the JSON has no "edits"`)
	}
	return &EditList{result.Source, result.Text, *result.Edits}, nil
}
