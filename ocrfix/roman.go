package ocrfix

import (
	"strings"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// romanFigures are the figures of the Roman numbers of headings, 1 to 399, as
// print has them.
const romanFigures = "IVXLC"

// inRoman reports whether w is of these figures alone, in whatever order.
func inRoman(w string) bool { return strings.Trim(w, romanFigures) == "" }

// isRoman reports whether w is a number of these figures.
func isRoman(w string) bool { return inRoman(w) && readRoman(w) > 0 }

// romanLabel reports whether the label of an item may be a Roman number. It is
// read more loosely than that of a heading, in either case and in any order; but C
// in such a list is the letter.
func romanLabel(s string) bool { return strings.Trim(s, "ivxlIVXL1") == "" }

// romanOrdinal: XVIe, IVde, XIXth. M and D count here: years are written so too.
func romanOrdinal(s string) bool {
	ending := strings.TrimLeft(s, romanFigures+"DM")
	numeral := s[:len(s)-len(ending)]
	return (len(numeral) > 1 || numeral == "I") && ordinalEndings[ending]
}

var ordinalEndings = wordSet("e de ste er re ier ière ième ème th st nd rd")

// readRoman reads a roman number up to 399 in capitals, where 1, l, | and !
// may stand for I; 0 when w is none.
func readRoman(w string) int {
	if len(w) > 9 {
		return 0
	}
	total, last, run := 0, 1000, 0
	for i := 0; i < len(w); i++ {
		v := romanDigit(w[i])
		if v == 0 {
			return 0
		}
		switch {
		case v < last:
			total += v
			run = 1
		case v == last:
			run++
			if run > 3 || v == 5 || v == 50 {
				return 0
			}
			total += v
		default: // a smaller one stands before: IV, IX, XL
			if run != 1 || last*5 != v && last*10 != v || i >= 2 && romanDigit(w[i-2]) < v {
				return 0
			}
			total += v - 2*last
			run = 4 // nothing may follow it but a smaller one
		}
		last = v
	}
	return total
}

func romanDigit(c byte) int {
	switch c {
	case 'I', '1', 'l', '|', '!':
		return 1
	case 'V', 'v':
		return 5
	case 'X', 'x':
		return 10
	case 'L':
		return 50
	case 'C':
		return 100
	}
	return 0
}

// writeRoman writes n, 1 to 399, in Roman figures; "" for others.
func writeRoman(n int) string {
	if n < 1 || n > 399 {
		return ""
	}
	var b strings.Builder
	for _, d := range []struct {
		v int
		s string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.v; n -= d.v {
			b.WriteString(d.s)
		}
	}
	return b.String()
}

// fewRoman is how many Roman numbers must stand behind a word in a text before what
// is none there is thought one too.
const fewRoman = 2

// romanBehind counts the Roman numbers behind each word that announces one, folded:
// Article IV.
func romanBehind(tokens []lattice.Token) map[string]int {
	out := make(map[string]int)
	for i := 1; i < len(tokens); i++ {
		if isRoman(core(tokens[i].Raw)) {
			if word := lexicon.Fold(tokens[i-1].Raw); numbered[word] {
				out[word]++
			}
		}
	}
	return out
}

// mendsRoman says whether a change makes a Roman number of what is none behind a word
// that the text has such numbers behind.
func (p *proposal) mendsRoman() bool {
	raw, number := core(p.raw), core(p.new)
	if inserted := strings.TrimRight(raw, "AB"); inserted != raw && readRoman(inserted) > 0 {
		return false // Article IIA
	}
	return isRoman(number) && !isRoman(raw) && p.profile.roman()[lexicon.Fold(p.before)] >= fewRoman
}
