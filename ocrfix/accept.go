package ocrfix

import (
	"bufio"
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
// showed a difference.

// evidenceNames name the columns of the evidence, in order.
var evidenceNames = []string{
	"bias", "gain 0-3", "gain 3-8", "gain 8-20", "margin 0-2", "margin 2-8", "channel", "generic",
	"raw known", "raw title", "raw capitals", "new rarity", "length", "digit inside", "mark inside",
	"raw repeated", "new repeated", "damage", "marks changed", "spaces put in", "joined", "heading",
	"first letter", "line start", "raw title known", "hyphens", "raises", "lowers", "new name", "after mark", "short", "agreed", "agreed share", "not English",
	"stop put in", "stop changed", "I lowered", "strokes only", "new capitals", "next small", "next capital",
	"gain", "margin", "left of margin", "raw rarity", "named", "raw common", "final s", "cut at capital",
	"quote amid small", "stops lost", "small, short text", "confused elsewhere",
}

type evidence [53]float64

// evidenceOf gathers what acceptance looks at. All values are near -3 to 3.
func (p *proposal) evidence(pr *profile) evidence {
	lex := p.lex
	gain := -float64(p.Delta) / 100
	margin, margin0 := 10.0, 30.0 // margin0: to the best other reading that is not the raw text
	for _, o := range p.Others {
		if !o.Identity {
			margin = float64(o.Delta-p.Delta) / 100
			margin0 = min(margin, 30)
			break
		}
	}
	rawCore, newCore := core(p.raw), core(p.new)
	known, rare, usual := 0.0, 0.0, 0.0
	if id := lex.Lookup(rawCore); id != lexicon.NoWord && !lex.RunTogether(id) {
		known, rare = 1, float64(lex.Unigram(id))/100-8
		rare, usual = max(rare, 0), max(-rare, 0)
	}
	shape := lexicon.ShapeOf(rawCore)
	rarity, letters, name := 0.0, 0, 0.0
	for _, it := range p.Reading.Items {
		if it.Kind == lattice.ItemWord {
			rarity = max(rarity, float64(lex.Unigram(it.Word))/100)
			if lex.Flags(it.Word)&lexicon.FlagName != 0 && it.Shape == lexicon.Title {
				name = 1
			}
		}
	}
	digit, mark := 0.0, 0.0
	for _, r := range rawCore {
		switch {
		case unicode.IsDigit(r):
			digit = 1
		case !lexicon.IsLetter(r) && r != '-' && r != '\'' && r != '’' && r != ' ':
			mark = 1
		default:
			letters++
		}
	}
	first := 0.0
	if a, b := []rune(rawCore), []rune(newCore); len(a) > 0 && len(b) > 0 && a[0] != b[0] && !unicode.IsDigit(a[0]) {
		first = 1
	}
	share := 0.0
	if p.agreed > 1 {
		share = min(float64(p.agreed)/float64(max(pr.forms[rawCore], 1)), 1)
	}
	clamp := func(x, lo, hi float64) float64 { return min(max(x, lo), hi) - lo }
	is := func(b bool) float64 {
		if b {
			return 1
		}
		return 0
	}
	return evidence{
		1, clamp(gain, 0, 3) / 1.5, clamp(gain, 3, 8) / 2.5, clamp(gain, 8, 20) / 6,
		clamp(margin, 0, 2), clamp(margin, 2, 8) / 3,
		min(float64(p.Reading.Channel)/100, 20) / 8, float64(p.Reading.Generic),
		known, is(shape == lexicon.Title && known == 0), is(shape == lexicon.Upper),
		(rarity - 10) / 4, (float64(min(letters, 14)) - 6) / 4, digit, mark,
		math.Log1p(float64(max(pr.forms[rawCore]-1, 0))) * 0.7, math.Log1p(float64(pr.forms[newCore])) * 0.7,
		(math.Log(pr.damage+0.002) + 4) / 2, float64(min(p.Reading.Marks, 3)), float64(p.Reading.Splits),
		is(p.Count > 1), is(p.heading), first, is(p.lineStart),
		is(shape == lexicon.Title && known == 1 && !p.afterMark), is(strings.Count(p.raw, "-") != strings.Count(p.new, "-")),
		is(raises(rawCore, newCore)), is(raises(newCore, rawCore)), name, is(p.afterMark),
		float64(max(4-utf8.RuneCountInString(rawCore), 0)),
		math.Log(float64(max(p.agreed, 1))), share, is(p.lang != "en"),
		is(p.new == p.raw+"."), is(endsInStop(p.raw) != endsInStop(p.new) && p.new != p.raw+"."),
		is(strings.HasPrefix(rawCore, "I") && strings.HasPrefix(newCore, "l")), is(strokes(rawCore) == strokes(newCore)),
		is(lexicon.ShapeOf(newCore) == lexicon.Upper && shape != lexicon.Upper), is(p.next == nextSmall), is(p.next == nextCapital),
		clamp(gain, 0, 80) / 20, margin0 / 10, clamp(margin0-gain, -20, 20) / 10, rare / 4, is(p.named && lettersOf(rawCore) != lettersOf(newCore)),
		usual / 2, is(known == 1 && (newCore == rawCore+"s" || rawCore == newCore+"s")),
		is(cutAtCapital(rawCore, newCore)), is(p.quoteAmidSmall()),
		math.Log1p(float64(max(pr.stopsLost-1, 0))), is(shape == lexicon.Lower) * max(1-float64(pr.words0)/200, 0),
		math.Log1p(float64(pr.confusedElsewhere(rawCore, newCore))) / 1.5,
	}
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
		return p.repair.class()
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
	seen := p.evidence(p.profile)
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
	return w, in.Err()
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
