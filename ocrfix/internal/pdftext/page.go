package pdftext

// A Page is what was read from one page. A page without text has no Lines.
type Page struct {
	Width, Height float64
	Lines         []Line
	// Images counts the images that the page paints; a page with images and
	// no lines is a scan without a text layer.
	Images int
	// Glyphs counts the characters shown, spaces apart, and Unmapped those
	// among them that the file gives no Unicode value for; they read U+FFFD.
	Glyphs, Unmapped int
	// Blind names the fonts of the unmapped characters, "" where there are
	// none. Charted says that one of them is of a public character collection
	// (Adobe-Japan1 and the like), which a reader with its tables can map.
	Blind   string
	Charted bool
}

// A Line is one line of text; it has at least one word.
type Line struct {
	Words []Word
	// Gap says that white space sets the line off from the one before, as
	// between paragraphs.
	Gap bool
}

// A Word is a run of characters without white space and its rectangle.
type Word struct {
	Text           string
	X0, Y0, X1, Y1 float64
	// Confidence is what an OCR engine thought of the word, 0 to 1; a PDF
	// file does not say, and it is 0.
	Confidence float64
	Bold       bool
}

// Limits of one page. Far above what a printed page holds, they only end
// what is forged.
const (
	maxPages       = 100_000
	maxTreeDepth   = 64
	maxTreeNodes   = 400_000
	maxContent     = 64 << 20 // bytes of decoded content streams
	maxOperators   = 8_000_000
	maxGlyphs      = 400_000
	maxFormDepth   = 16
	maxForms       = 20_000
	maxGraphics    = 512 // depth of q
	maxAnnotations = 5_000
	maxCMapBytes   = 8 << 20
	maxCMapRanges  = 200_000
)
