package record

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

	"ocrfix/ocrfix"
)

// A Verdict is what a person decided about words of the raw text.
type Verdict string

// The verdicts.
const (
	Keep   Verdict = "keep"   // they stay as they are
	Change Verdict = "change" // they become what ocrfix proposed
	Text   Verdict = "text"   // they become what the person typed
)

// DecisionColumns are the columns of a file of decisions. The first five are
// read, the others are for the person who fills the file in.
var DecisionColumns = []string{"decision", "raw", "new", "before", "after", "count", "example"}

// MaxDecisionsSize bounds a file of decisions.
const MaxDecisionsSize = 256 << 20

// A Decision says what becomes of words of the raw text, wherever they stand
// between the same neighbours. It knows no offsets, so that it holds in a
// document that was scanned again, and in every other.
type Decision struct {
	Verdict       Verdict
	Raw           []string // words, at least one
	New           string
	Before, After string // the neighbours, "" for any
}

// row is the decision as a text, for a digest.
func (d *Decision) row() string {
	return strings.Join([]string{string(d.Verdict), strings.Join(d.Raw, " "), d.New, d.Before, d.After}, "\t")
}

// context counts the neighbours that the decision names.
func (d *Decision) context() int {
	n := 0
	if d.Before != "" {
		n++
	}
	if d.After != "" {
		n++
	}
	return n
}

// A Decisions list is read once and used by many goroutines. Nil is an empty
// one.
type Decisions struct {
	byFirst map[string][]*Decision // by the first word, the one to try first in front
	digest  string                 // of all of them
}

// ReadDecisions reads a file of decisions: a table with tabs between its
// columns, as a spreadsheet saves it. Rows without a decision are passed over,
// and so are the line of column names and lines that begin with #. Of two rows
// about the same words the one with more neighbours goes first, then the later
// one. A file that does not exist is empty.
func ReadDecisions(path string) (*Decisions, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if len(data) > MaxDecisionsSize {
		return nil, TooLarge(MaxDecisionsSize)
	}
	return ParseDecisions(data)
}

func ParseDecisions(data []byte) (*Decisions, error) {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	r.Comma, r.Comment, r.LazyQuotes, r.FieldsPerRecord = '\t', '#', true, -1
	l := &Decisions{byFirst: make(map[string][]*Decision)}
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
		d := &Decision{
			Verdict: Verdict(strings.ToLower(strings.TrimSpace(fields[0]))),
			Raw:     strings.Fields(fields[1]),
			New:     strings.Join(strings.Fields(fields[2]), " "),
			Before:  strings.TrimSpace(fields[3]),
			After:   strings.TrimSpace(fields[4]),
		}
		switch d.Verdict {
		case "", "decision":
			continue
		case Keep, Change, Text:
		default:
			return nil, failf("the decisions are keep, change and text", "line %d: there is no decision %q", line, fields[0])
		}
		if len(d.Raw) == 0 {
			return nil, failf("", "line %d: the column raw is empty", line)
		}
		l.byFirst[d.Raw[0]] = append(l.byFirst[d.Raw[0]], d)
		io.WriteString(sum, d.row()+"\n")
	}
	if len(l.byFirst) == 0 {
		return nil, nil
	}
	for _, same := range l.byFirst {
		slices.Reverse(same)
		slices.SortStableFunc(same, func(a, b *Decision) int {
			return cmp.Or(cmp.Compare(len(b.Raw), len(a.Raw)), cmp.Compare(b.context(), a.context()))
		})
	}
	l.digest = hex.EncodeToString(sum.Sum(nil))
	return l, nil
}

// A Decided span of the raw text is one that a decision is about.
type Decided struct {
	ocrfix.Span
	*Decision
}

// Find gives the spans of the raw text that the decisions are about, in order;
// none overlaps another. The marks around a word count as part of it only
// where the decision names them.
func (l *Decisions) Find(text string) []Decided {
	if l == nil {
		return nil
	}
	words := wordsOf(text)
	var found []Decided
	for i := 0; i < len(words); {
		s, n, dec := l.at(text, words, i)
		if dec == nil {
			i++
			continue
		}
		found = append(found, Decided{s, dec})
		i += n
	}
	return found
}

// at gives the decision about the words from the i-th on, how many they are and
// where they stand.
func (l *Decisions) at(text string, words []ocrfix.Span, i int) (ocrfix.Span, int, *Decision) {
	word := text[words[i].Start:words[i].End]
	start, end := coreOf(word)
	for _, form := range []ocrfix.Span{{End: len(word)}, {Start: start, End: end}, {Start: start, End: len(word)}, {End: end}} {
		for _, d := range l.byFirst[word[form.Start:form.End]] {
			n := len(d.Raw)
			if n > 1 && form.End != len(word) || i+n > len(words) {
				continue
			}
			s := ocrfix.Span{Start: words[i].Start + form.Start, End: words[i].Start + form.End}
			if n > 1 {
				if s.End = endOfRun(text, words[i+1:i+n], d.Raw[1:]); s.End < 0 {
					continue
				}
			}
			if (d.Before == "" || d.Before == neighbour(text, words, i-1)) && (d.After == "" || d.After == neighbour(text, words, i+n)) {
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

// DigestOf names the decisions that are about words of a raw text, "" where
// there are none: a document must be done again when it changes.
func (l *Decisions) DigestOf(text string) string {
	found := l.Find(text)
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

// Replay makes the decisions good in a result: what a person kept is not
// changed, what a person wrote stands. It is to be called before the lines are
// rearranged.
func (l *Decisions) Replay(res *ocrfix.Result) error {
	found := l.Find(res.Document.Text)
	if len(found) == 0 {
		return nil
	}
	var edits []ocrfix.Edit
	rest := res.Edits
	for _, f := range found {
		for len(rest) > 0 && LiesBefore(rest[0], f.Span) {
			edits = append(edits, rest[0])
			rest = rest[1:]
		}
		var touched []ocrfix.Edit
		for len(rest) > 0 && Touches(rest[0], f.Span) {
			touched = append(touched, rest[0])
			rest = rest[1:]
		}
		for n := len(edits); n > 0 && edits[n-1].End > f.Start && f.Verdict != Keep; n-- {
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

// LiesBefore reports whether e lies before the span.
func LiesBefore(e ocrfix.Edit, s ocrfix.Span) bool {
	return e.End < s.Start || e.End == s.Start && e.Start < s.Start || e.Start == s.Start && e.End == s.Start
}

// Touches reports whether e, which does not lie before the span, has a byte in
// common with it or inserts inside it.
func Touches(e ocrfix.Edit, s ocrfix.Span) bool { return e.Start < s.End }

// edits gives what the decision makes of the edits that touch its words.
func (f *Decided) edits(d *ocrfix.Document, touched []ocrfix.Edit) []ocrfix.Edit {
	if f.Verdict == Keep {
		for i := range touched {
			touched[i].Applied, touched[i].Rule = false, ruleDecision+": keep"
		}
		return touched
	}
	var out []ocrfix.Edit
	e := ocrfix.Edit{
		Start: f.Start, End: f.End, Raw: d.Text[f.Start:f.End], New: f.New,
		Class: ocrfix.ClassNonWord, Rule: ruleDecision + ": " + string(f.Verdict), Confidence: 1, Applied: true,
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
