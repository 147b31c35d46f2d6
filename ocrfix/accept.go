package ocrfix

import (
	"bufio"
	"cmp"
	_ "embed"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// Acceptance: a logistic regression for each kind of change turns what is
// known of a proposal into the probability that it is right. The weights
// stand in accept.tsv, made by `ocrtrain accept` from the pairs; the columns of
// bars, boundaries, case and marks were learned last, the others before, since
// what was learned beside them broke more: real words of the speeches half of
// the time. Learned once more, boundaries gained 0.2 points on the pairs and
// pulled right words of the speeches apart; the other columns gained nothing
// without harm.
// After that the bias of the kinds that make another mark of one was lowered by
// 0.7, to a stop by 1.2, and of those that put one in by 0.2: a third less is
// broken in English (l1, l2) for half a point less fixed. The last was lowered by
// 0.8 more, and what a text says that has lost others was made to weigh 1: of such
// proposals at 0.6 to 0.8 half were right, nine of ten in texts that lost four
// stops or more. Boosted trees
// on top of it were tried: they gained nothing on documents kept out of learning.
// The rows from "quote amid small" on stand beside weights that were there before
// them. The last was learned so, by itself (`ocrtrain accept -row`), and kept for
// four kinds, for marks dropped by half: it broke more in the others. The rest
// were set by the shares of such proposals that are right, for the kinds that
// showed a difference; from "no word by itself" to "never small" each was learned by
// itself again.

// evidenceOf lists what acceptance looks at, in the order of the rows of
// accept.tsv. All values are near -3 to 3.
var evidenceOf = [...]struct {
	name string
	of   func(facts) float64 // by value: a pointer would put them on the heap
}{
	{"bias", func(f facts) float64 { return 1 }},
	{"gain 0-3", func(f facts) float64 { return within(f.gain, 0, 3) / 1.5 }},
	{"gain 3-8", func(f facts) float64 { return within(f.gain, 3, 8) / 2.5 }},
	{"gain 8-20", func(f facts) float64 { return within(f.gain, 8, 20) / 6 }},
	{"margin 0-2", func(f facts) float64 { return within(f.margin, 0, 2) }},
	{"margin 2-8", func(f facts) float64 { return within(f.margin, 2, 8) / 3 }},
	{"channel", func(f facts) float64 { return min(float64(f.p.Reading.Channel)/100, 20) / 8 }},
	{"generic", func(f facts) float64 { return float64(f.p.Reading.Generic) }},
	{"raw known", func(f facts) float64 { return is(f.known) }},
	{"raw title", func(f facts) float64 { return is(f.shape == lexicon.Title && !f.known) }},
	{"raw capitals", func(f facts) float64 { return is(f.shape == lexicon.Upper) }},
	{"new rarity", func(f facts) float64 { return (f.newCost - 10) / 4 }},
	{"length", func(f facts) float64 { return (float64(min(f.letters, 14)) - 6) / 4 }},
	{"digit inside", func(f facts) float64 { return is(f.digit) }},
	{"mark inside", func(f facts) float64 { return is(f.mark) }},
	{"raw repeated", func(f facts) float64 { return math.Log1p(float64(max(f.p.profile.forms[f.raw]-1, 0))) * 0.7 }},
	{"new repeated", func(f facts) float64 { return math.Log1p(float64(f.p.profile.forms[f.new])) * 0.7 }},
	{"damage", func(f facts) float64 { return (math.Log(f.p.profile.damage+0.002) + 4) / 2 }},
	{"marks changed", func(f facts) float64 { return float64(min(f.p.Reading.Marks, 3)) }},
	{"spaces put in", func(f facts) float64 { return float64(f.p.Reading.Splits) }},
	{"joined", func(f facts) float64 { return is(f.p.Count > 1) }},
	{"heading", func(f facts) float64 { return is(f.p.heading) }},
	{"first letter", func(f facts) float64 { return is(otherFirst(f.raw, f.new)) }},
	{"line start", func(f facts) float64 { return is(f.p.lineStart) }},
	{"raw title known", func(f facts) float64 { return is(f.shape == lexicon.Title && f.known && !f.p.afterMark) }},
	{"hyphens", func(f facts) float64 { return is(strings.Count(f.p.raw, "-") != strings.Count(f.p.new, "-")) }},
	{"raises", func(f facts) float64 { return is(raises(f.raw, f.new)) }},
	{"lowers", func(f facts) float64 { return is(raises(f.new, f.raw)) }},
	{"new name", func(f facts) float64 { return is(f.newName) }},
	{"after mark", func(f facts) float64 { return is(f.p.afterMark) }},
	{"short", func(f facts) float64 { return float64(max(4-utf8.RuneCountInString(f.raw), 0)) }},
	{"agreed", func(f facts) float64 { return math.Log(float64(max(f.p.agreed, 1))) }},
	{"agreed share", func(f facts) float64 { return f.p.agreedShare(f.raw) }},
	{"not English", func(f facts) float64 { return is(f.p.lang != "en") }},
	{"stop put in", func(f facts) float64 { return is(f.p.new == f.p.raw+".") }},
	{"stop changed", func(f facts) float64 { return is(endsInStop(f.p.raw) != endsInStop(f.p.new) && f.p.new != f.p.raw+".") }},
	{"I lowered", func(f facts) float64 { return is(strings.HasPrefix(f.raw, "I") && strings.HasPrefix(f.new, "l")) }},
	{"strokes only", func(f facts) float64 { return is(strokes(f.raw) == strokes(f.new)) }},
	{"new capitals", func(f facts) float64 { return is(lexicon.ShapeOf(f.new) == lexicon.Upper && f.shape != lexicon.Upper) }},
	{"next small", func(f facts) float64 { return is(f.p.next == nextSmall) }},
	{"next capital", func(f facts) float64 { return is(f.p.next == nextCapital) }},
	{"gain", func(f facts) float64 { return within(f.gain, 0, 80) / 20 }},
	{"margin", func(f facts) float64 { return f.margin / 10 }},
	{"left of margin", func(f facts) float64 { return within(f.margin-f.gain, -20, 20) / 10 }},
	{"raw rarity", func(f facts) float64 { return max(f.rawCost-8, 0) / 4 }},
	{"named", func(f facts) float64 { return is(f.p.named && lettersOf(f.raw) != lettersOf(f.new)) }},
	{"raw common", func(f facts) float64 { return max(8-f.rawCost, 0) / 2 }},
	{"final s", func(f facts) float64 { return is(f.known && (f.new == f.raw+"s" || f.raw == f.new+"s")) }},
	{"cut at capital", func(f facts) float64 { return is(cutAtCapital(f.raw, f.new)) }},
	{"quote amid small", func(f facts) float64 { return is(f.p.quoteAmidSmall()) }},
	{"stops lost", func(f facts) float64 { return math.Log1p(float64(max(f.p.profile.stopsLost-1, 0))) }},
	{"small, short text", func(f facts) float64 {
		return is(f.shape == lexicon.Lower) * max(1-float64(f.p.profile.words0)/200, 0)
	}},
	{"raised letter", func(f facts) float64 { return is(f.p.lowersRaised()) }},
	{"no word by itself", func(f facts) float64 { return is(f.p.tornApart()) }},
	{"common amid small", func(f facts) float64 { return is(f.commonAmidSmall()) }},
	{"never small", func(f facts) float64 { return f.neverSmall() }},
	{"confused elsewhere", func(f facts) float64 { return math.Log1p(float64(f.p.profile.confusedElsewhere(f.raw, f.new))) / 1.5 }},
}

// evidenceNames name the evidence, in order.
var evidenceNames = func() (names [len(evidenceOf)]string) {
	for i := range evidenceOf {
		names[i] = evidenceOf[i].name
	}
	return names
}()

type evidence [len(evidenceOf)]float64

// facts are what several of the evidence are made of. Costs are in nats.
type facts struct {
	p        *proposal
	raw, new string        // cores of the proposal's
	shape    lexicon.Shape // of raw
	known    bool          // raw is a word
	digit    bool          // in raw
	mark     bool          // in raw
	newName  bool          // the reading has a name
	letters  int           // of raw
	rawCost  float64       // of a known word, 8 for others
	newCost  float64       // of the rarest word of the reading
	gain     float64       // over raw
	margin   float64       // to the best other reading that is not raw, up to 30
}

func (p *proposal) facts() facts {
	lex := p.lex
	f := facts{p: p, raw: core(p.raw), new: core(p.new), rawCost: 8, gain: -float64(p.Delta) / 100, margin: 30}
	for _, o := range p.Others {
		if !o.Identity {
			f.margin = min(float64(o.Delta-p.Delta)/100, 30)
			break
		}
	}
	f.shape = lexicon.ShapeOf(f.raw)
	if id := lex.Lookup(f.raw); id != lexicon.NoWord && !lex.RunTogether(id) {
		f.known, f.rawCost = true, float64(lex.Unigram(id))/100
	}
	for _, it := range p.Reading.Items {
		if it.Kind == lattice.ItemWord {
			f.newCost = max(f.newCost, float64(lex.Unigram(it.Word))/100)
			if lex.Flags(it.Word)&lexicon.FlagName != 0 && it.Shape == lexicon.Title {
				f.newName = true
			}
		}
	}
	for _, r := range f.raw {
		switch {
		case unicode.IsDigit(r):
			f.digit = true
		case !lexicon.IsLetter(r) && r != '-' && r != '\'' && r != '’' && r != ' ':
			f.mark = true
		default:
			f.letters++
		}
	}
	return f
}

// evidence gathers what acceptance looks at.
func (p *proposal) evidence() evidence {
	f := p.facts()
	var e evidence
	for i := range evidenceOf {
		e[i] = evidenceOf[i].of(f)
	}
	return e
}

// within is how far x is above lo, up to hi.
func within(x, lo, hi float64) float64 { return min(max(x, lo), hi) - lo }

func is(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// otherFirst says whether b begins otherwise than a, which begins with no digit.
func otherFirst(a, b string) bool {
	x, n := utf8.DecodeRuneInString(a)
	y, m := utf8.DecodeRuneInString(b)
	return n > 0 && m > 0 && x != y && !unicode.IsDigit(x)
}

// agreedShare is the share of the places of a form that are read the same way.
func (p *proposal) agreedShare(form string) float64 {
	if p.agreed <= 1 {
		return 0
	}
	return min(float64(p.agreed)/float64(max(p.profile.forms[form], 1)), 1)
}

// quoteAmidSmall says whether a change only takes a quotation mark from a word
// in running text: no mark before it, and a small letter behind it.
func (p *proposal) quoteAmidSmall() bool {
	first, _ := utf8.DecodeRuneInString(p.new)
	last, _ := utf8.DecodeLastRuneInString(p.before)
	if !unicode.IsLower(first) || !unicode.IsLower(last) {
		return false
	}
	quote, opens := strings.CutSuffix(p.raw, p.new)
	if !opens {
		quote, _ = strings.CutPrefix(p.raw, p.new)
	}
	return isQuote(quote) && (opens || p.next == nextSmall)
}

// tornApart says whether a change only joins two tokens into a word of which one part
// is none, a hyphen between them or not.
func (p *proposal) tornApart() bool {
	head, tail, ok := strings.Cut(p.raw, " ")
	if p.Count != 2 || !ok || lettersOf(p.raw) != lettersOf(p.new) {
		return false
	}
	head, tail = core(head), core(tail)
	return len(head) > 1 && len(tail) > 1 && (p.lex.Lookup(head) == lexicon.NoWord || p.lex.Lookup(tail) == lexicon.NoWord)
}

// commonAmidSmall says whether a change only takes the capital from one of the
// commonest words of English, a small letter before it and behind. Others have
// capitals out of courtesy (Zij, Elle), or nouns that look like such words.
func (f *facts) commonAmidSmall() bool {
	last, _ := utf8.DecodeLastRuneInString(f.p.before)
	return strings.EqualFold(f.raw, f.new) && raises(f.new, f.raw) && f.known && f.newCost < float64(commonest)/100 &&
		unicode.IsLower(last) && f.p.next == nextSmall && !f.p.lineStart && f.p.lang == "en"
}

// lowersRaised says whether a change only takes a capital for a small letter where
// the scanner does the reverse, and no sentence begins: French ones do so with L'.
func (p *proposal) lowersRaised() bool {
	first, _ := utf8.DecodeRuneInString(core(p.raw))
	before, _ := utf8.DecodeLastRuneInString(p.before)
	return first == p.profile.raised && unicode.IsLower(before) && p.next == nextSmall && (!p.lineStart || !strings.ContainsAny(p.raw, "'’")) &&
		strings.EqualFold(core(p.raw), core(p.new)) && raises(core(p.new), core(p.raw))
}

// neverSmall is by how many nats, in fours, a small letter that a capital is put for
// is dearer than texts that know the word with either.
func (f *facts) neverSmall() float64 {
	id := f.p.lex.Lookup(f.raw)
	if id == lexicon.NoWord || !raises(f.raw, f.new) || !strings.EqualFold(f.raw, f.new) {
		return 0
	}
	return within(float64(f.p.lex.Shape(id, lexicon.Lower))/100, 4, 12) / 4
}

// isQuote says whether s is one quotation mark.
func isQuote(s string) bool {
	return s != "" && strings.Contains(`'"‘’“”`, s) && utf8.RuneCountInString(s) == 1
}

// cutAtCapital says whether a change only puts a space or a hyphen before a
// capital within a word, between parts of three letters or more.
func cutAtCapital(raw, new string) bool {
	at := strings.IndexAny(new, " -")
	if at < 3 || len(new)-at < 4 || new[:at]+new[at+1:] != raw {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(new[:at])
	after, _ := utf8.DecodeRuneInString(new[at+1:])
	return unicode.IsLower(before) && unicode.IsUpper(after)
}

func endsInStop(s string) bool { return strings.HasSuffix(s, ".") }

// strokes folds the characters that are one upright stroke in most types.
func strokes(s string) string { return strokeFolds.Replace(s) }

var strokeFolds = strings.NewReplacer("1", "l", "I", "l", "i", "l", "|", "l", "!", "l", "j", "l", "t", "l", "f", "l")

// raises says whether b begins with a capital and a does not.
func raises(a, b string) bool {
	x, _ := utf8.DecodeRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	return unicode.IsLower(x) && unicode.IsUpper(y)
}

// class names the kind of change.
func (p *proposal) class() Class {
	lex := p.lex
	a, b := lettersOf(p.raw), lettersOf(p.new)
	rawWords, newWords := len(strings.Fields(p.raw)), len(strings.Fields(p.new))
	switch {
	case p.repair != nil:
		return cmp.Or(p.of, p.repair.class())
	case rawWords != newWords, a == b && len(p.new) > len(p.raw) && strings.Count(p.new, "-") > strings.Count(p.raw, "-"):
		return ClassBoundary
	case a == b:
		return ClassPunctuation
	case strings.EqualFold(a, b):
		return ClassCase
	case lex.Lookup(core(p.raw)) != lexicon.NoWord || elided(core(p.raw), lex):
		return ClassRealWord
	}
	if id := lex.Lookup(core(p.new)); id != lexicon.NoWord && lex.Flags(id)&lexicon.FlagName != 0 &&
		lex.Flags(id)&lexicon.FlagListed == 0 && lexicon.ShapeOf(core(p.new)) == lexicon.Title {
		return ClassName
	}
	return ClassNonWord
}

// A proposal of punctuation is judged by what happens to the mark, and so is a
// boundary where a mark stands in place of a space.
const (
	kindSpaced  Class = "mark to space"
	kindPutIn   Class = "mark put in"
	kindDropped Class = "mark dropped"
	kindStopped Class = "mark to stop"
	kindPaused  Class = "stop to mark"
	kindBar     Class = "bar" // an upright bar by itself to a word
)

// kind names the weights by which a proposal of class c is judged.
func (p *proposal) kind(c Class) Class {
	a, b := utf8.RuneCountInString(p.raw), utf8.RuneCountInString(p.new)
	switch {
	case c == ClassBoundary && p.Count == 1 && a == b && lettersOf(p.raw) == lettersOf(p.new):
		return kindSpaced
	case p.raw == bar:
		return kindBar
	case c != ClassPunctuation:
		return c
	case p.lex.Meta().Elide && strings.Count(p.raw, "'")+strings.Count(p.raw, "’") < strings.Count(p.new, "'")+strings.Count(p.new, "’"):
		return ClassNonWord // an elision: another word, as it is weighed
	case a < b:
		return kindPutIn
	case a > b:
		return kindDropped
	case endsInStop(p.new):
		return kindStopped
	case endsInStop(p.raw):
		return kindPaused
	}
	return c
}

func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// accepted is how sure the evidence makes of a proposal of class c, by itself.
func (p *proposal) accepted(c Class) float64 {
	seen := p.evidence()
	return builtinAccept().confidence(p.kind(c), &seen)
}

// acceptWeights are the weights of each kind.
type acceptWeights map[Class]evidence

//go:embed accept.tsv
var acceptTSV string

var builtinAccept = sync.OnceValue(func() acceptWeights {
	w, err := parseAccept(strings.NewReader(acceptTSV))
	if err != nil {
		panic("built-in acceptance weights: " + err.Error())
	}
	return w
})

// parseAccept reads a table: a head line "evidence" and the classes, then a
// line for each name in evidenceNames.
func parseAccept(r io.Reader) (acceptWeights, error) {
	in := bufio.NewScanner(r)
	w := make(acceptWeights)
	var classes []Class
	row := 0
	for in.Scan() {
		cells := strings.Split(in.Text(), "\t")
		if classes == nil {
			for _, c := range cells[1:] {
				classes = append(classes, Class(c))
			}
			continue
		}
		if row >= len(evidenceNames) || cells[0] != evidenceNames[row] || len(cells) != len(classes)+1 {
			return nil, fmt.Errorf("row %d does not fit", row+1)
		}
		for i, c := range classes {
			x, err := strconv.ParseFloat(cells[i+1], 64)
			if err != nil {
				return nil, fmt.Errorf("row %d: %w", row+1, err)
			}
			e := w[c]
			e[row] = x
			w[c] = e
		}
		row++
	}
	if err := in.Err(); err != nil {
		return nil, err
	}
	if row < len(evidenceNames) {
		return nil, fmt.Errorf("row %d, %q, is missing", row+1, evidenceNames[row])
	}
	return w, nil
}

func (w acceptWeights) write(out io.Writer, classes []Class) error {
	b := bufio.NewWriter(out)
	fmt.Fprint(b, "evidence")
	for _, c := range classes {
		fmt.Fprintf(b, "\t%s", c)
	}
	fmt.Fprintln(b)
	for i, name := range evidenceNames {
		fmt.Fprint(b, name)
		for _, c := range classes {
			fmt.Fprintf(b, "\t%.3f", w[c][i])
		}
		fmt.Fprintln(b)
	}
	return b.Flush()
}

// confidence is the probability that a proposal of kind c is right.
func (w acceptWeights) confidence(c Class, e *evidence) float64 {
	weights, ok := w[c]
	if !ok {
		weights = w[ClassNonWord]
	}
	sum := 0.0
	for i, x := range e {
		sum += float64(weights[i] * x)
	}
	return 1 / (1 + math.Exp(-sum))
}

// rounded leaves of a confidence what every machine computes alike: logarithms
// and exponentials differ in their last digits from one processor to another.
func rounded(confidence float64) float64 { return math.Round(confidence*1e6) / 1e6 }
