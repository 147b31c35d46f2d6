package lexicon

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Mark is what stands behind a word within running text.
type Mark uint8

// The marks that the model tells apart.
const (
	NoMark Mark = iota
	MarkComma
	MarkSemicolon
	MarkColon
	MarkStop
	NumMarks
	OtherMark // any other, or several
)

// MarkChars are the marks below NumMarks in order; a space stands for NoMark.
const MarkChars = " ,;:."

// Marks tell which mark stands between two words: a log-linear model of the words
// and marks on either side. It is read in place from the bytes of its file, never
// changes, and may be used by any number of goroutines at once.
type Marks struct {
	meta  MarksMeta
	lex   *Lexicon
	table fuse
	slots uint // bits of a feature's key
}

// MarksMeta says where a file of marks comes from.
type MarksMeta struct {
	Lang     string   `json:"lang"`
	Version  int      `json:"version"`
	Features int      `json:"features"`
	Places   int64    `json:"places"` // between words, learned from
	Sources  []string `json:"sources"`
}

// A MarkedWord is a word of running text as the model looks at it.
type MarkedWord struct {
	form, ending uint64 // hashes
	Mark         Mark   // behind it
	Capital      bool   // it begins with one
	Digit        bool   // it begins with one
	Opens        bool   // a quotation mark, a bracket or another mark stands before it
	elided       bool   // what follows is written together with it: l'
}

// frequentWord is the cost of the rarest word that the model knows by itself.
const frequentWord = 1400

// outside stands for what lies before and behind the text.
const outside = 0x62

func hashString(s string) uint64 {
	h := uint64(0xcbf29ce484222325)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 0x100000001b3
	}
	return h
}

// Append adds the words of a token, a run of characters without white space, to
// dst: none where it has neither letters nor digits, two where the first is elided.
func (m *Marks) Append(dst []MarkedWord, token string) []MarkedWord {
	from := strings.TrimLeftFunc(token, apart)
	word := strings.TrimRightFunc(from, apart)
	if word == "" {
		if len(dst) > 0 {
			dst[len(dst)-1].Mark = OtherMark
		}
		return dst
	}
	mark := markOf(from[len(word):])
	opens := len(from) < len(token)
	if at := strings.IndexAny(word, "'’"); at > 0 && m.lex.meta.Elide {
		_, n := utf8.DecodeRuneInString(word[at:])
		first := m.word(word[:at] + "'")
		first.Opens, first.elided = opens, true
		dst = append(dst, first)
		rest := word[at+n:]
		word = strings.TrimLeftFunc(rest, apart)
		opens = len(word) < len(rest)
	}
	w := m.word(word)
	w.Opens, w.Mark = opens, mark
	return append(dst, w)
}

// apart says whether a character is no part of a word or number.
func apart(r rune) bool { return !IsLetter(r) && !unicode.IsDigit(r) }

// markOf is the mark that the characters behind a word are, brackets and quotation
// marks left out.
func markOf(tail string) Mark {
	switch tail = strings.Trim(tail, ")]\"”’'»"); {
	case tail == "":
		return NoMark
	case len(tail) == 1 && strings.Contains(MarkChars[1:], tail):
		return Mark(strings.Index(MarkChars, tail))
	}
	return OtherMark
}

// word is a word without marks.
func (m *Marks) word(s string) MarkedWord {
	first, _ := utf8.DecodeRuneInString(s)
	w := MarkedWord{Capital: unicode.IsUpper(first), Digit: unicode.IsDigit(first)}
	if w.Digit {
		w.form = hashString(numberForm(s))
		w.ending = w.form
		return w
	}
	form := Fold(s)
	w.ending = mix(hashString(lastLetters(form, 3)))
	if id := m.lex.Lookup(strings.TrimSuffix(form, "'s")); id != NoWord && m.lex.Unigram(id) <= frequentWord {
		w.form = hashString(form)
	} else {
		w.form = w.ending + 1 + bit(w.Capital)
	}
	return w
}

// lastLetters are the last n characters of s.
func lastLetters(s string, n int) string {
	at := len(s)
	for ; n > 0 && at > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(s[:at])
		at -= size
	}
	return s[at:]
}

// numberForm is what the model knows of a number.
func numberForm(s string) string {
	last, _ := utf8.DecodeLastRuneInString(s)
	suffix := ""
	if !unicode.IsDigit(last) {
		suffix = "x"
	}
	switch {
	case strings.Contains(s, "."):
		return "1.1" + suffix
	case len(s) <= 2:
		return "11" + suffix
	case len(s) == 4 && (s[0] == '1' || s[0] == '2'):
		return "1111" + suffix
	}
	return "111" + suffix
}

// longestRun is how many words from mark to mark are told apart.
const longestRun = 15

// numFeatures is how many features a place has.
const numFeatures = 25

// features are the keys of what the model looks at in the place behind word i,
// which is not the last.
func features(words []MarkedWord, i int, out *[numFeatures]uint64) {
	at := func(k int) uint64 {
		if k < 0 || k >= len(words) {
			return outside
		}
		return words[k].form
	}
	l1, l2, l3 := at(i), at(i-1), at(i-2)
	r1, r2, r3 := at(i+1), at(i+2), at(i+3)
	left, right := &words[i], &words[i+1]
	look := bit(right.Capital) | bit(right.Opens)<<1
	all := look | bit(left.Capital)<<2 | bit(right.Digit)<<3
	before, behind := uint64(NumMarks)+2, uint64(NumMarks)+2
	if i > 0 {
		before = uint64(words[i-1].Mark)
	}
	if i+2 < len(words) {
		behind = uint64(right.Mark)
	}
	since, until := uint64(1), uint64(1)
	for k := i - 1; k >= 0 && words[k].Mark == NoMark && since < longestRun; k-- {
		since++
	}
	for k := i + 1; k+1 < len(words) && words[k].Mark == NoMark && until < longestRun; k++ {
		until++
	}
	n := 0
	add := func(x ...uint64) {
		h := uint64(n+1) * 0x9e3779b97f4a7c15
		for _, v := range x {
			h = mix(h ^ v)
		}
		out[n] = h
		n++
	}
	add(all)
	add(l1)
	add(r1)
	add(r1, all)
	add(l1, r1)
	add(l2, l1)
	add(r1, r2)
	add(l1, r1, r2)
	add(l2, l1, r1)
	add(l3, l2, l1)
	add(r1, r2, r3)
	add(l1, r2)
	add(l2, r1)
	add(since, look)
	add(since, r1)
	add(until, look)
	add(until, r1)
	add(since, until)
	add(left.ending, all)
	add(right.ending)
	add(left.ending, right.ending)
	add(before, l1)
	add(behind, r1)
	add(before, behind, all)
	add(l2, l1, r1, r2)
}

func bit(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// A markWeight is how the table has what a feature adds to the logarithm of the
// odds of a mark against none.
type markWeight struct {
	bits uint
	zero uint32  // steps that mean nothing is added
	step float64 // nats
}

// markWeights are the weights in a value, the bits of the first lowest.
var markWeights = [NumMarks]markWeight{
	MarkComma:     {6, 31, 0.1},
	MarkSemicolon: {4, 7, 0.35},
	MarkColon:     {4, 7, 0.35},
	MarkStop:      {6, 31, 0.1},
}

// bounds are the least and the most that is added, in nats.
func (w *markWeight) bounds() (least, most float32) {
	return float32(-float64(w.zero) * w.step), float32(float64(uint32(1)<<w.bits-1-w.zero) * w.step)
}

const (
	markBits  = 20
	markWidth = 4  // bytes a cell
	markSlots = 25 // bits of a feature's key
)

// Shares are the probabilities of the marks behind word i, which is not the last.
func (m *Marks) Shares(words []MarkedWord, i int) (shares [NumMarks]float64) {
	var keys [numFeatures]uint64
	features(words, i, &keys)
	var steps [NumMarks]int32
	for _, k := range keys {
		v, ok := m.table.get(k >> (64 - m.slots))
		if !ok {
			continue
		}
		for mark := MarkComma; mark < NumMarks; mark++ {
			w := &markWeights[mark]
			steps[mark] += int32(v&(1<<w.bits-1)) - int32(w.zero)
			v >>= w.bits
		}
	}
	for mark := range shares {
		shares[mark] = float64(steps[mark]) * markWeights[mark].step
	}
	normalise(&shares)
	return shares
}

// normalise turns logarithms of odds into probabilities.
func normalise(p *[NumMarks]float64) {
	most, sum := slices.Max(p[:]), 0.0
	for m := range p {
		p[m] = math.Exp(p[m] - most)
		sum += p[m]
	}
	for m := range p {
		p[m] /= sum
	}
}

const (
	marksMagic  = "OCRMRK"
	marksHeader = 16
)

// OpenMarks reads a file of marks in place: data must stay as it is while they are
// in use. lex is the lexicon of the language, not nil. Errors wrap ErrFormat.
func OpenMarks(data string, lex *Lexicon) (*Marks, error) {
	bad := func(what string) error { return fmt.Errorf("%w: marks: %s", ErrFormat, what) }
	if len(data) < marksHeader || data[:len(marksMagic)] != marksMagic {
		return nil, bad("wrong first bytes")
	}
	if v := le32(data[8:]); v != fileVersion {
		return nil, bad(fmt.Sprintf("version %d, this program reads version %d", v, fileVersion))
	}
	rest := data[marksHeader:]
	n := le32(data[12:])
	if uint64(n) > uint64(len(rest)) {
		return nil, bad("cut short")
	}
	m := &Marks{lex: lex, slots: markSlots}
	if err := json.Unmarshal([]byte(rest[:n]), &m.meta); err != nil {
		return nil, bad("description: " + err.Error())
	}
	var err error
	if m.table, err = openFuse(rest[n:], markBits); err != nil {
		return nil, bad(err.Error())
	}
	return m, nil
}

// Meta describes the file.
func (m *Marks) Meta() MarksMeta { return m.meta }
