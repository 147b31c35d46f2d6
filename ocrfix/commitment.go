package ocrfix

// A Commitment is a clause in which an actor binds itself to something that
// can be checked (definition after the G7 and G20 Research Groups). Start and
// End are bytes of the cleaned text, RawStart and RawEnd of the raw text.
// What is not known is nil or empty, never a guess.
type Commitment struct {
	ID           string    `json:"id"`
	Section      *string   `json:"section"`  // id of the innermost section
	Kind         string    `json:"kind"`     // commitment, procedural or request
	Strength     int       `json:"strength"` // 4 mandatory, 3 firm promise, 2 qualified, 1 intention, 0 none
	Actor        Actor     `json:"actor"`
	Counterparty *string   `json:"counterparty"`
	Trigger      string    `json:"trigger"`  // the word that binds: shall, undertakes to
	Polarity     string    `json:"polarity"` // positive or negative
	Action       *string   `json:"action"`
	Object       *string   `json:"object"`
	Deadline     *Deadline `json:"deadline"`
	Conditions   []string  `json:"conditions"`
	Qualifiers   []string  `json:"qualifiers"`
	Refs         []string  `json:"refs"`
	Quote        string    `json:"quote"`
	QuoteRaw     string    `json:"quote_raw"`
	Start        int       `json:"start"`
	End          int       `json:"end"`
	RawStart     int       `json:"raw_start"`
	RawEnd       int       `json:"raw_end"`
	Page         int       `json:"page"`
	Line         int       `json:"line"`
	Confidence   float64   `json:"confidence"`
	OCR          OCRTouch  `json:"ocr"`
	// Instrument is the kind of the document, which is told apart from the
	// strength: the will of a memorandum is not the shall of a treaty.
	Instrument Instrument `json:"instrument"`
	// Tags name the choices behind a record on which careful readers differ:
	// passive, body, reaffirmed, means, excerpt, damaged.
	Tags []string `json:"tags"`
}

// An Actor is who binds itself; Scope is each, joint, one or body.
type Actor struct {
	Text  *string `json:"text"`
	Scope *string `json:"scope"`
}

// A Deadline is when it is due. Type is explicit, relative, recurring or
// event; Start and End are ISO 8601 dates or durations.
type Deadline struct {
	Text     string  `json:"text"`
	Type     string  `json:"type"`
	Start    *string `json:"start"`
	End      *string `json:"end"`
	Inferred bool    `json:"inferred"`
}

// OCRTouch says what correction changed inside a commitment.
type OCRTouch struct {
	Edits           int  `json:"edits"`
	NegationTouched bool `json:"negation_touched"`
	DateTouched     bool `json:"date_touched"`
}
