package ocrfix

// A Section is a part of the cleaned text under one heading.
// Offsets are bytes of the cleaned text; a section ends where the next one of
// the same or a higher level begins, so children lie inside their parent.
type Section struct {
	ID    string `json:"id"` // stable when text above changes: art_3__para_2
	Level int    `json:"level"`
	// Kind is title, preamble, recital, book, part, division (a TITLE of a
	// law), chapter, section, subsection, article, clause, agenda, heading,
	// paragraph, point, signature, annex, appendix, protocol, declaration or
	// letter.
	Kind string `json:"kind"`
	// Number is the label: "Article 3". OCR damage in it is mended where the
	// language and the count prove it; "" when there is none.
	Number  string `json:"number"`
	Heading string `json:"heading"` // "" when there is none
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Page    int    `json:"page"` // from 1
	Line    int    `json:"line"` // from 1
	// Note says what is odd about the number: one missing before it, or one
	// that OCR misread. It is empty when the count is in order.
	Note     string     `json:"note,omitempty"`
	Children []*Section `json:"children"`

	written string // the label as it stands in the text, "" where that is Number
}

// label returns the label of s as it stands in the text.
func (s *Section) label() string {
	if s.written != "" {
		return s.written
	}
	return s.Number
}
