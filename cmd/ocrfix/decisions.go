package main

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/cmd/ocrfix/internal/archivedb"
	"ocrfix/ocrfix"
)

// A verdict is what a person decided about words of the raw text.
type verdict string

// The verdicts.
const (
	verdictKeep   verdict = "keep"   // they stay as they are
	verdictChange verdict = "change" // they become what ocrfix proposed
	verdictText   verdict = "text"   // they become what the person typed
)

// decisionColumns are the columns of a file of decisions. The first five are
// read, the others are for the person who fills the file in.
var decisionColumns = []string{"decision", "raw", "new", "before", "after", "count", "example"}

// maxDecisionsSize bounds a file of decisions.
const maxDecisionsSize byteSize = 256 << 20

// A decision says what becomes of words of the raw text, wherever they stand
// between the same neighbours. It knows no offsets, so that it holds in a
// document that was scanned again, and in every other.
type decision struct {
	verdict       verdict
	raw           []string // words, at least one
	new           string
	before, after string // the neighbours, "" for any
}

// row is the decision as a text, for a digest.
func (d *decision) row() string {
	return strings.Join([]string{string(d.verdict), strings.Join(d.raw, " "), d.new, d.before, d.after}, "\t")
}

// context counts the neighbours that the decision names.
func (d *decision) context() int {
	n := 0
	if d.before != "" {
		n++
	}
	if d.after != "" {
		n++
	}
	return n
}

// A decisions list is read once and used by many goroutines. Nil is an empty
// one.
type decisions struct {
	byFirst map[string][]*decision // by the first word, the one to try first in front
	digest  string                 // of all of them
}

// readDecisions reads a file of decisions: a table with tabs between its
// columns, as a spreadsheet saves it. Rows without a decision are passed over,
// and so are the line of column names and lines that begin with #. Of two rows
// about the same words the one with more neighbours goes first, then the later
// one. A file that does not exist is empty.
func readDecisions(path string) (*decisions, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if len(data) > int(maxDecisionsSize) {
		return nil, tooLarge(maxDecisionsSize)
	}
	return parseDecisions(data)
}

func parseDecisions(data []byte) (*decisions, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	r.Comma, r.Comment, r.LazyQuotes, r.FieldsPerRecord = '\t', '#', true, -1
	l := &decisions{byFirst: make(map[string][]*decision)}
	sum := sha256.New()
	for {
		fields, err := r.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		fields = append(fields, "", "", "", "", "")
		line, _ := r.FieldPos(0)
		d := &decision{
			verdict: verdict(strings.ToLower(strings.TrimSpace(fields[0]))),
			raw:     strings.Fields(fields[1]),
			new:     strings.Join(strings.Fields(fields[2]), " "),
			before:  strings.TrimSpace(fields[3]),
			after:   strings.TrimSpace(fields[4]),
		}
		switch d.verdict {
		case "", "decision":
			continue
		case verdictKeep, verdictChange, verdictText:
		default:
			return nil, usagef("line %d: there is no decision %q", line, fields[0]).hint("the decisions are keep, change and text")
		}
		if len(d.raw) == 0 {
			return nil, usagef("line %d: the column raw is empty", line)
		}
		l.byFirst[d.raw[0]] = append(l.byFirst[d.raw[0]], d)
		io.WriteString(sum, d.row()+"\n")
	}
	if len(l.byFirst) == 0 {
		return nil, nil
	}
	for _, same := range l.byFirst {
		slices.Reverse(same)
		slices.SortStableFunc(same, func(a, b *decision) int {
			return cmp.Or(cmp.Compare(len(b.raw), len(a.raw)), cmp.Compare(b.context(), a.context()))
		})
	}
	l.digest = hex.EncodeToString(sum.Sum(nil))
	return l, nil
}

// A decided span of the raw text is one that a decision is about.
type decided struct {
	ocrfix.Span
	*decision
}

// find gives the spans of the raw text that the decisions are about, in order;
// none overlaps another. The marks around a word count as part of it only
// where the decision names them.
func (l *decisions) find(text string) []decided {
	if l == nil {
		return nil
	}
	words := wordsOf(text)
	var found []decided
	for i := 0; i < len(words); {
		s, n, dec := l.at(text, words, i)
		if dec == nil {
			i++
			continue
		}
		found = append(found, decided{s, dec})
		i += n
	}
	return found
}

// at gives the decision about the words from the i-th on, how many they are and
// where they stand.
func (l *decisions) at(text string, words []ocrfix.Span, i int) (ocrfix.Span, int, *decision) {
	word := text[words[i].Start:words[i].End]
	start, end := coreOf(word)
	for _, form := range []ocrfix.Span{{End: len(word)}, {Start: start, End: end}, {Start: start, End: len(word)}, {End: end}} {
		for _, d := range l.byFirst[word[form.Start:form.End]] {
			n := len(d.raw)
			if n > 1 && form.End != len(word) || i+n > len(words) {
				continue
			}
			s := ocrfix.Span{Start: words[i].Start + form.Start, End: words[i].Start + form.End}
			if n > 1 {
				if s.End = endOfRun(text, words[i+1:i+n], d.raw[1:]); s.End < 0 {
					continue
				}
			}
			if (d.before == "" || d.before == neighbour(text, words, i-1)) && (d.after == "" || d.after == neighbour(text, words, i+n)) {
				return s, n, d
			}
		}
	}
	return ocrfix.Span{}, 0, nil
}

// endOfRun gives where the last of the words ends when they read as want, the
// last one perhaps without the marks behind it; -1 when they do not.
func endOfRun(text string, words []ocrfix.Span, want []string) int {
	for i, w := range words {
		word := text[w.Start:w.End]
		if word == want[i] {
			continue
		}
		_, end := coreOf(word)
		if i+1 < len(words) || word[:end] != want[i] {
			return -1
		}
		return w.Start + end
	}
	return words[len(words)-1].End
}

// neighbour gives the i-th word without the marks around it, "" where there is
// none.
func neighbour(text string, words []ocrfix.Span, i int) string {
	if i < 0 || i >= len(words) {
		return ""
	}
	word := text[words[i].Start:words[i].End]
	start, end := coreOf(word)
	return word[start:end]
}

// coreOf gives the part of a word from its first to its last letter or digit,
// the whole word where it has none.
func coreOf(word string) (start, end int) {
	start = strings.IndexFunc(word, isWordRune)
	if start < 0 {
		return 0, len(word)
	}
	last := strings.LastIndexFunc(word, isWordRune)
	_, n := utf8.DecodeRuneInString(word[last:])
	return start, last + n
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// wordsOf gives the words of a text: its runs of characters without white
// space.
func wordsOf(text string) []ocrfix.Span {
	words := make([]ocrfix.Span, 0, len(text)/6)
	start := -1
	for i, r := range text {
		switch {
		case !unicode.IsSpace(r):
			if start < 0 {
				start = i
			}
		case start >= 0:
			words = append(words, ocrfix.Span{Start: start, End: i})
			start = -1
		}
	}
	if start >= 0 {
		words = append(words, ocrfix.Span{Start: start, End: len(text)})
	}
	return words
}

// digestOf names the decisions that are about words of a raw text, "" where
// there are none: a document must be done again when it changes.
func (l *decisions) digestOf(text string) string {
	found := l.find(text)
	if len(found) == 0 {
		return ""
	}
	sum := sha256.New()
	for _, f := range found {
		fmt.Fprintf(sum, "%d %d %s\n", f.Start, f.End, f.row())
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// ruleDecision begins the rule of an edit that a person decided.
const ruleDecision = "decision"

// replay makes the decisions good in a result: what a person kept is not
// changed, what a person wrote stands. It is to be called before the lines are
// rearranged.
func (l *decisions) replay(res *ocrfix.Result) error {
	found := l.find(res.Document.Text)
	if len(found) == 0 {
		return nil
	}
	var edits []ocrfix.Edit
	rest := res.Edits
	for _, f := range found {
		for len(rest) > 0 && before(rest[0], f.Span) {
			edits = append(edits, rest[0])
			rest = rest[1:]
		}
		var touched []ocrfix.Edit
		for len(rest) > 0 && touches(rest[0], f.Span) {
			touched = append(touched, rest[0])
			rest = rest[1:]
		}
		for n := len(edits); n > 0 && edits[n-1].End > f.Start && f.verdict != verdictKeep; n-- {
			edits = edits[:n-1] // reaches into words that a person decided
		}
		edits = append(edits, f.edits(res.Document, touched)...)
	}
	edits = append(edits, rest...)
	text, err := ocrfix.Apply(res.Document.Text, edits)
	if err != nil {
		return err
	}
	res.Edits, res.Text = edits, text
	res.Stats.Edits = 0
	for _, e := range edits {
		if e.Applied {
			res.Stats.Edits++
		}
	}
	return nil
}

// before reports whether e lies before the span, touches whether it has a byte
// in common with it or inserts inside it.
func before(e ocrfix.Edit, s ocrfix.Span) bool {
	return e.End < s.Start || e.End == s.Start && e.Start < s.Start || e.Start == s.Start && e.End == s.Start
}

func touches(e ocrfix.Edit, s ocrfix.Span) bool { return e.Start < s.End }

// edits gives what the decision makes of the edits that touch its words.
func (f *decided) edits(d *ocrfix.Document, touched []ocrfix.Edit) []ocrfix.Edit {
	if f.verdict == verdictKeep {
		for i := range touched {
			touched[i].Applied, touched[i].Rule = false, ruleDecision+": keep"
		}
		return touched
	}
	var out []ocrfix.Edit
	e := ocrfix.Edit{
		Start: f.Start, End: f.End, Raw: d.Text[f.Start:f.End], New: f.new,
		Class: ocrfix.ClassNonWord, Rule: ruleDecision + ": " + string(f.verdict), Confidence: 1, Applied: true,
		Page: d.PageAt(f.Start) + 1, Line: max(d.LineAt(f.Start), 0) + 1,
	}
	for _, t := range touched {
		if t.Start >= f.Start && t.End <= f.End {
			e.Class = t.Class
			for _, flag := range t.Flags {
				if !slices.Contains(e.Flags, flag) {
					e.Flags = append(e.Flags, flag)
				}
			}
		}
	}
	if e.New != e.Raw {
		out = append(out, e)
	}
	return out
}

// editKeys gives the words that each edit of a result changes, and those around
// them: the key of a decision about it.
func editKeys(res *ocrfix.Result) []archivedb.Key {
	d := res.Document
	words := wordsOf(d.Text)
	keys := make([]archivedb.Key, len(res.Edits))
	at := 0 // the first word that ends behind the edit's start
	for i, e := range res.Edits {
		for at < len(words) && (words[at].End < e.Start || words[at].End == e.Start && e.End > e.Start) {
			at++
		}
		last := at
		for last < len(words) && words[last].Start < max(e.End, e.Start+1) {
			last++
		}
		if last == at {
			continue // between words
		}
		s := ocrfix.Span{Start: min(words[at].Start, e.Start), End: max(words[last-1].End, e.End)}
		if start, _ := coreOf(d.Text[s.Start:e.Start]); e.Start > s.Start && !strings.ContainsFunc(d.Text[s.Start:e.Start], isWordRune) {
			s.Start = e.Start
		} else {
			s.Start += start
		}
		if tail := d.Text[e.End:s.End]; !strings.ContainsFunc(tail, isWordRune) {
			s.End = e.End
		} else {
			_, end := coreOf(tail)
			s.End = e.End + end
		}
		keys[i] = archivedb.Key{
			Word:   strings.Join(strings.Fields(d.Text[s.Start:s.End]), " "),
			New:    strings.Join(strings.Fields(textWith(d.Text, res.Edits, i, s)), " "),
			Before: neighbour(d.Text, words, at-1),
			After:  neighbour(d.Text, words, last),
		}
	}
	return keys
}

// textWith gives a span of the raw text with the i-th edit made, and with those
// beside it in the span that are applied.
func textWith(raw string, edits []ocrfix.Edit, i int, s ocrfix.Span) string {
	first := i
	for first > 0 && edits[first-1].Start >= s.Start {
		first--
	}
	var b strings.Builder
	at := s.Start
	for j := first; j < len(edits) && edits[j].End <= s.End; j++ {
		if e := edits[j]; j == i || e.Applied {
			b.WriteString(raw[at:e.Start])
			b.WriteString(e.New)
			at = e.End
		}
	}
	b.WriteString(raw[at:s.End])
	return b.String()
}

// writeUndecided gives the suggestions that nobody has judged as a file of
// decisions whose first column is to be filled in.
func writeUndecided(list []archivedb.Undecided) ([]byte, error) {
	var b bytes.Buffer
	w := csv.NewWriter(&b)
	w.Comma = '\t'
	if err := w.Write(decisionColumns); err != nil {
		return nil, err
	}
	for _, u := range list {
		if err := w.Write([]string{"", u.Word, u.New, u.Before, u.After, fmt.Sprint(u.Count), u.Example}); err != nil {
			return nil, err
		}
	}
	w.Flush()
	return b.Bytes(), w.Error()
}
