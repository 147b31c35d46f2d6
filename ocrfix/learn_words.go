package ocrfix

import (
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// How often a word that no list has must be seen to be one of the archive's
// own. Words with a capital are mostly names, which are more in number and are
// lost more easily.
const (
	leastNameDocuments = 2 // for leastNameCount
	leastNameCount     = 4
	manyNameDocuments  = 3 // for any count
	leastWordDocuments = 3
	leastWordCount     = 6
	leastSure          = 2 // in corrected text
)

// A learnedGroup is a word in all its shapes.
type learnedGroup struct {
	byShape                              [4]int64 // occurrences, by lexicon.Shape
	count, documents, sure, part, within int64
	forms                                []string
	langs                                uint32 // as in formSum

	form string // as it is written
	name bool   // with its capitals
}

// chooseWords puts the words into p that the archive uses on purpose.
func (s *learnedSums) chooseWords(p *Profile) {
	groups := make(map[string]*learnedGroup)
	for _, form := range slices.Sorted(maps.Keys(s.Forms)) {
		f, folded := s.Forms[form], lexicon.Fold(form)
		g := groups[folded]
		if g == nil {
			g = &learnedGroup{}
			groups[folded] = g
		}
		n := f.Count + f.Sure
		g.byShape[lexicon.ShapeOf(form)] += n
		g.count, g.sure, g.part, g.within = g.count+n, g.sure+f.Sure, g.part+f.Part, g.within+f.Within
		g.documents = max(g.documents, f.Documents)
		g.forms = append(g.forms, form)
		g.langs |= f.Langs
	}
	for folded, g := range groups {
		g.form, g.name = g.written(s)
		if g.form == "" || !g.often() || g.partOfWord() {
			delete(groups, folded)
		}
	}
	judge := newWordJudge(s, p, groups)
	for _, folded := range slices.Sorted(maps.Keys(groups)) {
		g := groups[folded]
		if g.sure == 0 && judge.damaged(g) {
			continue
		}
		if g.name {
			p.names[g.form] = int(min(g.count, maxProfileCount))
		} else {
			p.words[g.form] = int(min(g.count, maxProfileCount))
		}
	}
}

// written chooses how the word is written, and whether it keeps its capitals;
// "" when its shapes are those of damage.
func (g *learnedGroup) written(s *learnedSums) (form string, name bool) {
	most := func(shape lexicon.Shape) string {
		best := ""
		for _, f := range g.forms {
			if lexicon.ShapeOf(f) == shape && (best == "" || s.Forms[f].Count+s.Forms[f].Sure > s.Forms[best].Count+s.Forms[best].Sure) {
				best = f
			}
		}
		return best
	}
	if strings.Contains(g.forms[0], "-") {
		best := g.forms[0]
		for _, f := range g.forms {
			if s.Forms[f].Count+s.Forms[f].Sure > s.Forms[best].Count+s.Forms[best].Sure {
				best = f
			}
		}
		return best, strings.ContainsFunc(best, unicode.IsUpper)
	}
	lower, title, upper, mixed := g.byShape[lexicon.Lower], g.byShape[lexicon.Title], g.byShape[lexicon.Upper], g.byShape[lexicon.Mixed]
	switch {
	case lower*5 >= g.count:
		return most(lexicon.Lower), false
	case title > 0 && title >= mixed:
		return most(lexicon.Title), true
	case mixed > upper:
		// McDonald and EdTech, but theCypriot, tKe and HousE only where a
		// person has written them.
		f := most(lexicon.Mixed)
		if g.sure == 0 && (!camel(f) || g.runOn(f)) {
			return "", false
		}
		return f, true
	}
	return most(lexicon.Upper), true
}

// camel says whether a word is made of parts with a capital and small letters.
func camel(s string) bool {
	capital, parts, small := false, 0, 0
	for _, r := range s {
		switch {
		case lexicon.ShapeOf(string(r)) != lexicon.Lower:
			if capital || parts > 0 && small == 0 {
				return false
			}
			capital, small = true, 0
			parts++
		default:
			if parts == 0 {
				return false
			}
			capital = false
			small++
		}
	}
	return parts == 2 && small > 1
}

// often says whether the word was seen often enough.
func (g *learnedGroup) often() bool {
	switch {
	case g.sure >= leastSure:
		return true
	case g.name:
		return g.documents >= leastNameDocuments && g.count >= leastNameCount || g.documents >= manyNameDocuments
	}
	return g.documents >= leastWordDocuments && g.count >= leastWordCount
}

// partShare is the share of occurrences that a neighbour may complete to a
// listed word.
const partShare = 0.2

// partOfWord says whether the word is what a space has cut off another.
func (g *learnedGroup) partOfWord() bool {
	return float64(g.part) > partShare*float64(g.count)
}

// runOn says whether a form is two words of a language of its documents.
func (g *learnedGroup) runOn(form string) bool {
	for i, lang := range lexicon.Languages() {
		if g.langs&(1<<i) != 0 && runTogether(form, lexicon.Builtin(lang)) {
			return true
		}
	}
	return false
}

// runTogether says whether a word goes over from small letters to a capital
// between two listed words, so that it is likelier a lost space or hyphen than a
// name: superPowers, GuineaBissau.
func runTogether(form string, lex *lexicon.Lexicon) bool {
	at := strings.LastIndexFunc(form, unicode.IsUpper)
	return at >= shortestPart && len(form)-at >= shortestPart &&
		lex.Lookup(form[:at]) != lexicon.NoWord && lex.Lookup(form[at:]) != lexicon.NoWord
}

// shortestPart is the length in bytes of a part of a word run together with
// another; shorter ones are those of EdTech and McDonald.
const shortestPart = 3

// A wordJudge tells words from damage that is done over and over.
type wordJudge struct {
	sums     *learnedSums
	groups   map[string]*learnedGroup // that may be words, by folded form
	decoders *decoders
}

// newWordJudge judges groups by the channel of p, which has no words yet.
func newWordJudge(s *learnedSums, p *Profile, groups map[string]*learnedGroup) *wordJudge {
	forms := make(map[string]int)
	for _, g := range groups {
		forms[g.form] = 1
	}
	j := &wordJudge{s, groups, newDecoders((&Profile{channel: p.channel}).learned().in("").model, 0)}
	j.decoders.own = newOwnWords(forms, nil)
	return j
}

const (
	// damageShare is the share of a word's occurrences that damage to other
	// words must not be expected to explain.
	damageShare = 0.25
	// cheapDamage is the cost of a reading up to which a word that the archive
	// has rivalShare times as often is taken for the right one.
	cheapDamage = 550
	rivalShare  = 2
	// A word in small letters, shortestMisspelt or more, is misspelt when the
	// archive has one misspeltShare times as often that is a letter away.
	misspeltShare    = 20
	shortestMisspelt = 6
)

// damaged says whether the word is damage to what the archive says otherwise.
func (j *wordJudge) damaged(g *learnedGroup) bool {
	// What stands amid sentences with its capital is damage to a name, not to a
	// word that has a capital where a sentence begins.
	n, seenAs := float64(g.count), j.sums.Known
	if g.name && lexicon.ShapeOf(g.form) == lexicon.Title && 2*g.within >= g.count {
		n, seenAs = float64(g.within), j.sums.Capitals
	}
	if strings.Contains(g.form, "-") && float64(j.sums.Known[lexicon.Fold(joined(g.form))]) >= misspeltShare*n {
		return true // the hyphen of a line end
	}
	for i, lang := range lexicon.Languages() {
		if g.langs&(1<<i) == 0 {
			continue
		}
		dec := j.decoders.of(lang)
		if dec == nil {
			continue
		}
		expected := 0.0
		for _, r := range dec.Readings(g.form, lattice.Far) {
			if r.Identity || losesAccents(g.form, core(r.Text)) || strings.EqualFold(joined(g.form), joined(core(r.Text))) {
				continue
			}
			seen := occurrences(&r, dec.Lex, seenAs)
			if other := j.groups[lexicon.Fold(core(r.Text))]; other != nil && other != g {
				seen = float64(other.count)
			}
			expected += seen * math.Exp(-float64(r.Channel)/100)
			if r.Channel <= cheapDamage && r.Generic == 0 && seen >= rivalShare*n {
				return true
			}
			if !g.name && len(r.Items) == 1 && seen >= misspeltShare*n && misspelt(g.form, core(r.Text)) {
				return true
			}
		}
		if expected > damageShare*n {
			return true
		}
	}
	return false
}

// joined gives a word without its hyphens.
func joined(s string) string { return strings.ReplaceAll(s, "-", "") }

// occurrences estimates how often the archive has the words of a reading, one
// after the other, of which seenAs counts the first.
func occurrences(r *lattice.Reading, lex *lexicon.Lexicon, seenAs map[string]int64) float64 {
	seen, prev := 0.0, lexicon.NoWord
	for _, it := range r.Items {
		if it.Kind != lattice.ItemWord {
			continue
		}
		if it.Word >= lexicon.WordID(lex.Len()) {
			return 0
		}
		if prev == lexicon.NoWord {
			seen = float64(seenAs[strings.ToLower(lex.Spell(it.Word))])
		} else {
			c, _ := lex.Bigram(prev, it.Word)
			seen *= math.Exp(-float64(c) / 100)
		}
		prev = it.Word
	}
	return seen
}

// misspelt says whether a is b but for one letter amid it: lost, added or
// another one, or two that have changed places. Beginnings and endings make
// other words.
func misspelt(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) < shortestMisspelt || len(y) < shortestMisspelt {
		return false
	}
	first, last := 0, 0
	for first < min(len(x), len(y)) && x[first] == y[first] {
		first++
	}
	for last < min(len(x), len(y))-first && x[len(x)-1-last] == y[len(y)-1-last] {
		last++
	}
	if first == 0 || last == 0 {
		return false
	}
	x, y = x[first:len(x)-last], y[first:len(y)-last]
	return max(len(x), len(y)) == 1 || len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
}

// losesAccents says whether b is a but for accents that a has: a scanner loses
// accents, and a writer puts them.
func losesAccents(a, b string) bool {
	a, b = lexicon.Fold(a), lexicon.Fold(b)
	return a != b && unaccented(a) == b
}
