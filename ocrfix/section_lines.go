package ocrfix

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A sectGap says what lies between a line and the line above it.
type sectGap uint8

const (
	sectJoined sectGap = iota // nothing: the lines touch
	sectTurned                // a page turns, and the text may run on
	sectBlank                 // at least one blank line
)

// A sectLine is a line of text that is neither blank nor page furniture.
type sectLine struct {
	Span             // without surrounding white space, bytes of the text
	num      int     // from 1, counted over all lines of the text
	page     int     // from 1
	indent   int     // columns of white space before it
	runes    int     // length in characters
	gap      sectGap // what lies above it
	stop     byte    // the punctuation that ends it, quotes and brackets aside; 0 for none
	height   float64 // of its letters, 0 when the source does not say
	bold     bool    // its letters are, as the source says
	opened   bool    // its gap is a guess: the text has no blank line there
	pageTop  bool    // among the first lines of its page
	pageFoot bool    // among the last lines of its page
}

// sectShapeLimit is the length in bytes beyond which a line is prose, whatever
// it looks like. It bounds the work spent on one line.
const sectShapeLimit = 400

// sectScan lists the lines of text that are not blank, in order. Page
// furniture is still among them.
func sectScan(text string, opt *SectionOptions) []sectLine {
	lines := make([]sectLine, 0, strings.Count(text, "\n")+1)
	page, gap := 1, sectBlank
	for num, at := 1, 0; at <= len(text); num++ {
		end := strings.IndexByte(text[at:], '\n')
		next := at + end + 1
		if end < 0 {
			end, next = len(text)-at, len(text)+1
		}
		raw := text[at : at+end]
		for {
			part, rest, turned := strings.Cut(raw, "\f")
			if l, ok := sectTrim(part, at); ok {
				l.num, l.page, l.gap = num, page, gap
				if num-1 < len(opt.Heights) {
					l.height = opt.Heights[num-1]
				}
				l.bold = num-1 < len(opt.Bold) && opt.Bold[num-1]
				l.stop = sectStop(text[l.Start:l.End])
				lines = append(lines, l)
				gap = sectJoined
			} else if gap == sectJoined && !turned {
				gap = sectBlank
			}
			if !turned {
				break
			}
			page++
			gap = sectTurned
			at += len(part) + 1
			raw = rest
		}
		at = next
	}
	return lines
}

// sectTrim measures the part of a line that begins at byte at of the text.
// It reports false for a blank one.
func sectTrim(part string, at int) (sectLine, bool) {
	var l sectLine
	start := 0
	for start < len(part) {
		switch {
		case part[start] == '\t':
			l.indent += 8 - l.indent%8
			start++
		case part[start] <= ' ':
			l.indent++
			start++
		case strings.HasPrefix(part[start:], "\u00a0"):
			l.indent++
			start += len("\u00a0")
		case strings.HasPrefix(part[start:], "\ufeff"):
			start += len("\ufeff")
		default:
			goto found
		}
	}
	return l, false
found:
	end := len(part)
	for end > start {
		if c := part[end-1]; c == ' ' || c == '\t' || c == '\r' || c == '\v' {
			end--
		} else if c == 0xa0 && strings.HasSuffix(part[start:end], "\u00a0") {
			end -= len("\u00a0")
		} else {
			break
		}
	}
	l.Start, l.End = at+start, at+end
	l.runes = utf8.RuneCountInString(part[start:end])
	return l, l.Start < l.End
}

// sectStop returns the mark that ends s: one of . ; : , ? ! or 0. Closing
// quotes and brackets after the mark are passed over.
func sectStop(s string) byte {
	if s == "" || isASCIILetter(s[len(s)-1]) {
		return 0
	}
	for i := 0; i < 4; i++ {
		r, n := utf8.DecodeLastRuneInString(s)
		switch r {
		case '.', ';', ':', ',', '?', '!':
			return byte(r)
		case '…':
			return '.'
		case '"', '\'', ')', ']', '}', '”', '’', '»', '›':
			s = strings.TrimRight(s[:len(s)-n], " ")
		default:
			return 0
		}
	}
	return 0
}

// ends reports whether the line may be the last of a sentence or clause.
func (l *sectLine) ends() bool { return l.stop != 0 && l.stop != ',' }

// sectWidth returns the usual length in characters of a full line of prose,
// at most 200: nine lines in ten are no longer.
func sectWidth(lines []sectLine) int {
	const most = 200
	var count [most + 1]int
	total := 0
	for i := range lines {
		n := min(lines[i].runes+lines[i].indent, most)
		count[n]++
		total++
	}
	for n, seen := 0, 0; n < most; n++ {
		if seen += count[n]; seen*10 >= total*9 {
			return max(n, 40)
		}
	}
	return most
}

// sectMargin returns the indent at which most lines begin.
func sectMargin(lines []sectLine) int {
	var count [64]int
	best := 0
	for i := range lines {
		if n := lines[i].indent; n < len(count) {
			if count[n]++; count[n] > count[best] {
				best = n
			}
		}
	}
	return best
}

// A sectShape says how the words of a short text are written.
type sectShape struct {
	words    int // runs of characters other than white space that hold a letter or digit
	long     int // words of four letters and more
	capped   int // long words that begin with a capital
	letters  int
	upper    int
	digits   int
	firstUp  bool // the first letter is a capital
	numerals int  // words without a letter
}

// sectShapeOf measures s, which must not be longer than sectShapeLimit.
func sectShapeOf(s string) sectShape {
	var h sectShape
	letters, digits, capital, first := 0, 0, false, true
	for _, r := range s {
		switch {
		case 'a' <= r && r <= 'z':
			letters++
		case r == ' ' || r >= utf8.RuneSelf && unicode.IsSpace(r) || '\t' <= r && r <= '\r':
			if letters+digits > 0 {
				first = h.word(letters, digits, capital, first)
			}
			letters, digits, capital = 0, 0, false
		case r >= '0' && r <= '9':
			digits++
		case 'A' <= r && r <= 'Z' || r >= utf8.RuneSelf && unicode.IsLetter(r):
			if up := r < utf8.RuneSelf || unicode.IsUpper(r); up {
				h.upper++
				capital = capital || letters == 0
			}
			letters++
		}
	}
	if letters+digits > 0 {
		h.word(letters, digits, capital, first)
	}
	return h
}

// word adds a word of that many letters and digits; first says that no word with
// a letter has come before, and is returned for the next.
func (h *sectShape) word(letters, digits int, capital, first bool) bool {
	h.letters += letters
	h.digits += digits
	h.words++
	if letters == 0 {
		h.numerals++
		return first
	}
	if first {
		h.firstUp = capital
	}
	if letters >= 4 {
		h.long++
		if capital {
			h.capped++
		}
	}
	return false
}

// caps reports whether the text stands in capitals. Digits that OCR puts for
// capitals (0, 1, 5) do not spoil it.
func (h sectShape) caps() bool { return h.letters >= 2 && h.upper*10 >= h.letters*8 }

// titled reports whether nearly every longer word begins with a capital.
func (h sectShape) titled() bool { return h.long > 0 && h.capped*4 >= h.long*3 }
