package ocrfix

// A Class is the kind of a change, as a reader would name it.
type Class string

// The classes of change. Each can be switched on and off.
const (
	ClassNonWord     Class = "nonword"     // the raw form is no word: d1g1tal → digital
	ClassRealWord    Class = "realword"    // a word, but the wrong one: gamed → gained
	ClassBoundary    Class = "boundary"    // spaces: ofthe → of the, exa mination → examination
	ClassCase        Class = "case"        // transItIons → transitions
	ClassPunctuation Class = "punctuation" // (OSLO} → (OSLO), a lost full stop
	ClassNumber      Class = "number"      // l9 June 2O24 → 19 June 2024
	ClassName        Class = "name"        // Zhytornyr → Zhytomyr
	ClassLayout      Class = "layout"      // furniture, hyphens at line ends, stray marks
	ClassEncoding    Class = "encoding"    // broken bytes
)

// An Edit is one change of the raw text: the bytes [Start, End) of
// Document.Text, which read Raw, become New. Edits of one document are sorted
// by Start and do not overlap. Edits that are not Applied are suggestions.
type Edit struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Raw   string `json:"raw"`
	New   string `json:"new"`
	Class Class  `json:"class"`
	// Rule says what made the change: the confusions of the channel that
	// explain it, such as "1→i ×2", or the name of a layout rule.
	Rule string `json:"rule"`
	// Cost is the score of New under channel and language model less that
	// of leaving Raw, in nats; negative is better.
	Cost float64 `json:"cost"`
	// Confidence is the calibrated probability that New is right, 0 to 1.
	Confidence   float64       `json:"confidence"`
	Applied      bool          `json:"applied"`
	Page         int           `json:"page"` // from 1
	Line         int           `json:"line"` // from 1, counted through the document
	Alternatives []Alternative `json:"alternatives"`
	Flags        []string      `json:"flags"` // negation, number, date
}

// An Alternative is a reading that lost, with its probability.
type Alternative struct {
	New        string  `json:"new"`
	Confidence float64 `json:"confidence"`
}
