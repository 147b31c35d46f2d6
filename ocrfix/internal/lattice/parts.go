package lattice

import "ocrfix/lexicon"

// Parts are parts of the decoder that can be left out, to measure what each
// gains: the table in the package comment is made so.
type Parts uint16

const (
	PartTrigrams     Parts = 1 << iota // words two before, beside the last one
	PartLetters                        // the character model: without it unknown words cost all the same
	PartBoundaries                     // spaces put in and dropped, tokens joined
	PartMarkSpaces                     // a space where the scanner has a mark
	PartSpecks                         // marks beside words that stand for nothing
	PartQuotes                         // the look for quotation marks without their other
	PartWide                           // a wider search for words that hardly ever stand where they are
	PartChannel                        // the channel that a document teaches, of whoever makes the decoder
	PartOwn                            // the words and habits of a document, likewise
	PartMarksBetween                   // the second look at marks between words, likewise
)

// meanLetters is what the letters of an unknown word cost on average.
const meanLetters = 23 * lexicon.Nat

// letters is the cost of the letters of an unknown word.
func (r *Reader) letters(s string) int32 {
	if r.Without&PartLetters != 0 {
		return int32(meanLetters)
	}
	return int32(r.Lex.Letters(s))
}
