package ocrfix

// A Span is a half-open range of bytes, [Start, End).
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// A Source says where a document came from.
type Source struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"` // of the bytes read, in hexadecimal
	Format string `json:"format"` // text, pdf, hocr, alto or page
	Pages  int    `json:"pages"`
	// Encoding names the encoding that Text was decoded from: utf-8,
	// utf-16le, utf-16be or windows-1252.
	Encoding string `json:"encoding,omitempty"`
	// Notes are things a user should know about the reading, such as
	// repaired bytes or the second reader that served a page.
	Notes []string `json:"notes,omitempty"`
}

// A Document is a text as it was read, before any correction.
//
// Text is never changed after reading. All "raw" offsets anywhere in this
// package are byte offsets into Text. A Document may be read by several
// goroutines at once.
type Document struct {
	Source Source
	// Text is the raw text in valid UTF-8, lines as the source has them,
	// pages separated by a form feed.
	Text string
	// Pages are the spans of the pages, without their form feeds. There is
	// at least one page, which may be empty.
	Pages []Span
	// Lines are the spans of the lines, without their line ends.
	Lines []Line
	// Words are the maximal runs of characters that are not white space.
	Words []Word

	markup any // what a markup reader keeps for its writer
}

// A Line is one line of the raw text.
type Line struct {
	Span
	Page int // index into Document.Pages
}

// A Word is a maximal run of characters other than white space.
type Word struct {
	Span
	Line int // index into Document.Lines
	// Confidence is what the OCR engine thought of the word, in (0, 1];
	// 0 means that the source does not say.
	Confidence float64
	Box        *Box // nil where the source has no coordinates
}

// A Box is a rectangle on a page in the source's own unit, y growing downwards.
type Box struct{ X0, Y0, X1, Y1 float64 }
