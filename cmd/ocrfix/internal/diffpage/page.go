/*
Package diffpage writes what was changed in a text, in every [Format]; first of
all as one HTML file that needs nothing else: no other file and no network.

That file can be read without its script. The script, the only one that the
file's own policy lets run, adds filters, movement by keys and a panel that says
everything about the change it stands at.
*/
package diffpage

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"

	"ocrfix/cmd/internal/record"
	"ocrfix/cmd/ocrfix/internal/theme"
	"ocrfix/ocrfix"
)

// A Comparison is what is written: a raw text and the edits of it.
type Comparison struct {
	Document *ocrfix.Document
	Edits    []ocrfix.Edit // as [ocrfix.CheckEdits] accepts them
	Text     string        // what the applied edits make of the document's text
	Lang     string        // of the text, "" when not known

	RawName, CleanName string
	// Context is the number of unchanged lines around a change that are shown
	// or, on a page, not folded.
	Context int
	// Color marks changes with terminal colours, and Width is the number of
	// columns of the format side, 0 for 130; a page has no use for either.
	Color bool
	Width int
	// Truth is the text as the page has it; nil when not known.
	Truth *string
}

var (
	//go:embed page.gohtml
	pageSource string
	//go:embed page.css
	ownStyle string
	//go:embed page.js
	pageScript string

	pageStyle    = theme.CSS + ownStyle
	pageTemplate = sync.OnceValue(func() *template.Template { return template.Must(template.New("page").Parse(pageSource)) })

	// Policy is the Content-Security-Policy of a page, which it also states
	// itself: its own style and script, and nothing else.
	Policy = fmt.Sprintf("default-src 'none'; base-uri 'none'; form-action 'none'; style-src '%s'; script-src '%s'", digest(pageStyle), digest(pageScript))
)

// digest names an inline style or script in a Content-Security-Policy.
func digest(s string) string {
	sum := sha256.Sum256([]byte(s))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}

// Write writes the page of a comparison. Equal comparisons give equal bytes. It
// fails with an [*ocrfix.EditError] where the edits are not those of the text.
func Write(w io.Writer, c *Comparison) error {
	if err := ocrfix.CheckEdits(c.Document.Text, c.Edits); err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	if err := pageTemplate().Execute(out, newPage(c)); err != nil {
		return err
	}
	return out.Flush()
}

// The types that the template sees.
type (
	page struct {
		Title, Policy, Lang string
		Style               template.CSS
		Script              template.JS

		RawName, CleanName string
		Notes              []string
		Applied, Suggested int
		Measures           []measure // with a truth: error rates; else known words
		Verdicts           []count   // of the changes, with a truth
		Classes, Rules     []count
		Numbers            []int // of the pages that hold changes
		Confusions         []confusion
		More               []confusion // the rarer ones

		Pages []sheet
	}
	// A measure is a share before and after the changes.
	measure struct{ Name, Raw, Clean string }
	count   struct {
		Name  string
		Count int
	}
	confusion struct {
		Index    int
		Raw, New string
		Count    int
	}
	// A sheet is a page of the document.
	sheet struct {
		Number int
		Blocks []block
	}
	// A block is a run of lines, folded or not.
	block struct {
		Folded bool
		Lines  []shownLine
	}
	shownLine struct {
		Number int
		Pieces []shownPiece
	}
	shownPiece struct {
		Text   string
		Change *change // nil for text
	}
	change struct {
		Index, Page, Line int
		Raw, New          string
		Class             ocrfix.Class
		Rule              string
		Applied           bool
		Sure              string // in %, "" when not known
		Cost              string
		Flags             string
		Others            string // the readings that lost, one a line, after a tab how sure
		Verdict           verdict
		Confusions        string // their indexes, with spaces between
		Why               string // all that in a sentence
	}
)

// Class of the HTML element.
func (c *change) State() string {
	if c.Applied {
		return "applied"
	}
	return "suggested"
}

// First and Last are the numbers of the lines of a block.
func (b block) First() int { return b.Lines[0].Number }
func (b block) Last() int  { return b.Lines[len(b.Lines)-1].Number }

const (
	mostRules      = 300 // in the list of the filter, the commonest first
	mostConfusions = 20  // shown without asking
	blockLines     = 40  // of a block that is not folded: what is off screen is not laid out
)

func newPage(c *Comparison) *page {
	p := &page{
		Title: c.RawName + " → " + c.CleanName, Policy: Policy, Lang: c.Lang,
		Style: template.CSS(pageStyle), Script: template.JS(pageScript),
		RawName: c.RawName, CleanName: c.CleanName, Notes: c.Document.Source.Notes,
	}
	verdicts := make([]verdict, len(c.Edits))
	if c.Truth != nil {
		verdicts = judge(c.Document.Text, c.Edits, *c.Truth)
		p.Measures = errorRates(c)
		p.Verdicts = countVerdicts(verdicts)
	} else {
		p.Measures = knownShare(c)
	}
	changes := p.count(c.Edits, verdicts)
	for i, lines := range sheets(c.Document, Lay(c.Document, c.Edits)) {
		s := sheet{Number: i + 1, Blocks: fold(lines, changes, c.Context)}
		if slices.ContainsFunc(lines, func(l Line) bool { return l.changed() }) {
			p.Numbers = append(p.Numbers, s.Number)
		}
		p.Pages = append(p.Pages, s)
	}
	return p
}

// count gives the changes as they are shown, and counts them.
func (p *page) count(edits []ocrfix.Edit, verdicts []verdict) []change {
	classes, rules := make(map[string]int), make(map[string]int)
	pairs := make(map[record.Confusion]int) // with how often
	found := make([][]record.Confusion, len(edits))
	for i, e := range edits {
		if e.Applied {
			p.Applied++
		} else {
			p.Suggested++
		}
		if e.Class != "" {
			classes[string(e.Class)]++
		}
		if e.Rule != "" {
			rules[e.Rule]++
		}
		e.Applied = true // suggestions have confusions too
		for _, pair := range record.CountConfusions([]ocrfix.Edit{e}) {
			n := pair.Count
			pair.Count = 0
			pairs[pair] += n
			found[i] = append(found[i], pair)
		}
	}
	p.Classes, p.Rules = commonest(classes), commonest(rules)
	p.Rules = p.Rules[:min(len(p.Rules), mostRules)]
	p.Confusions = commonestConfusions(pairs)
	index := make(map[record.Confusion]int)
	for i := range p.Confusions {
		row := &p.Confusions[i]
		row.Index = i
		index[record.Confusion{Raw: row.Raw, New: row.New}] = i
		row.Raw, row.New = shown(row.Raw), shown(row.New)
	}
	n := min(len(p.Confusions), mostConfusions)
	p.Confusions, p.More = p.Confusions[:n], p.Confusions[n:]
	changes := make([]change, len(edits))
	for i, e := range edits {
		changes[i] = newChange(i, e, verdicts[i])
		var rows []string
		for _, pair := range found[i] {
			rows = append(rows, strconv.Itoa(index[pair]))
		}
		changes[i].Confusions = strings.Join(rows, " ")
	}
	return changes
}

func commonest(counts map[string]int) []count {
	list := make([]count, 0, len(counts))
	for name, n := range counts {
		list = append(list, count{name, n})
	}
	slices.SortFunc(list, func(a, b count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Name, b.Name))
	})
	return list
}

func commonestConfusions(counts map[record.Confusion]int) []confusion {
	list := make([]confusion, 0, len(counts))
	for pair, n := range counts {
		list = append(list, confusion{Raw: pair.Raw, New: pair.New, Count: n})
	}
	slices.SortFunc(list, func(a, b confusion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Raw, b.Raw), strings.Compare(a.New, b.New))
	})
	return list
}

func newChange(i int, e ocrfix.Edit, v verdict) change {
	c := change{
		Index: i, Page: e.Page, Line: e.Line, Raw: shown(e.Raw), New: shown(e.New), Class: e.Class, Rule: e.Rule,
		Applied: e.Applied, Flags: strings.Join(e.Flags, ", "), Verdict: v,
	}
	why := []string{fmt.Sprintf("“%s” → “%s”", c.Raw, c.New)}
	if !e.Applied {
		why[0] = "suggested: " + why[0]
	}
	for _, s := range []string{string(v), string(e.Class), e.Rule} {
		if s != "" {
			why = append(why, s)
		}
	}
	if e.Confidence > 0 {
		c.Sure = percent(e.Confidence)
		why = append(why, c.Sure+" % sure")
	}
	if e.Cost != 0 {
		c.Cost = strconv.FormatFloat(e.Cost, 'f', 1, 64)
	}
	if c.Flags != "" {
		why = append(why, "touches "+c.Flags)
	}
	var others []string
	for _, o := range e.Alternatives {
		s := shown(o.New)
		if o.Confidence > 0 {
			s += "\t" + percent(o.Confidence)
		}
		others = append(others, s)
	}
	c.Others = strings.Join(others, "\n")
	if len(others) > 0 {
		why = append(why, "not "+strings.NewReplacer("\n", ", ", "\t", " ").Replace(c.Others))
	}
	c.Why = strings.Join(why, "; ")
	return c
}

// percent gives a probability in %, never 100 for what is not certain.
func percent(p float64) string {
	n := int(100*p + 0.5)
	if n == 100 && p < 1 {
		n = 99
	}
	return strconv.Itoa(n)
}

// errorRates compares raw and cleaned text with the truth.
func errorRates(c *Comparison) []measure {
	var m ocrfix.Measure
	m.Add(c.Document.Text, c.Text, *c.Truth)
	n := m.Total()
	return []measure{
		{"CER", share(n.RawCharErrors, n.TruthChars), share(n.CleanCharErrors, n.TruthChars)},
		{"WER", share(n.RawWordErrors, n.TruthWords), share(n.CleanWordErrors, n.TruthWords)},
	}
}

// knownShare counts the words that the lexicon has.
func knownShare(c *Comparison) []measure {
	known := record.Known(c.Lang)
	of := func(text string) string {
		words, unknown := record.CountUnknown(text, known)
		n := words
		for _, w := range unknown {
			n -= w.Count
		}
		return share(n, words)
	}
	return []measure{{"known words", of(c.Document.Text), of(c.Text)}}
}

func share(part, whole int) string {
	if whole == 0 {
		return "–"
	}
	return fmt.Sprintf("%.2f %%", 100*float64(part)/float64(whole))
}
