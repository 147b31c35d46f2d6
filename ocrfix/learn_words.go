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
	leastNameDocuments = 2
	leastNameCount     = 4
	leastWordDocuments = 3
	leastWordCount     = 6
	leastSure          = 2 // in corrected text
)

// A learnedGroup is a word in all its shapes.
type learnedGroup struct {
	byShape                      [4]int64 // occurrences, by lexicon.Shape
	count, documents, sure, part int64
	forms                        []string
	langs                        uint32 // as in formSum
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
		g.count, g.sure, g.part = g.count+n, g.sure+f.Sure, g.part+f.Part
		g.documents = max(g.documents, f.Documents)
		g.forms = append(g.forms, form)
		g.langs |= f.Langs
	}
	judge := newWordJudge(s, p)
	for _, folded := range slices.Sorted(maps.Keys(groups)) {
		g := groups[folded]
		form, name := g.form(s, judge)
		if form == "" || !g.often(name) || judge.partOfWord(g) || g.sure == 0 && judge.damaged(form, g) {
			continue
		}
		if name {
			p.names[form] = int(min(g.count, maxProfileCount))
		} else {
			p.words[form] = int(min(g.count, maxProfileCount))
		}
	}
}

// form chooses how the word is written, and whether it keeps its capitals; ""
// when its shapes are those of damage.
func (g *learnedGroup) form(s *learnedSums, judge *wordJudge) (form string, name bool) {
	most := func(shape lexicon.Shape) string {
		best := ""
		for _, f := range g.forms {
			if lexicon.ShapeOf(f) == shape && (best == "" || s.Forms[f].Count+s.Forms[f].Sure > s.Forms[best].Count+s.Forms[best].Sure) {
				best = f
			}
		}
		return best
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
		if g.sure == 0 && (!camel(f) || judge.runOn(f, g)) {
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
func (g *learnedGroup) often(name bool) bool {
	switch {
	case g.sure >= leastSure:
		return true
	case name:
		return g.documents >= leastNameDocuments && g.count >= leastNameCount
	}
	return g.documents >= leastWordDocuments && g.count >= leastWordCount
}

// A wordJudge tells words from damage that is done over and over.
type wordJudge struct {
	sums     *learnedSums
	words    float64
	decoders *decoders
}

func newWordJudge(s *learnedSums, p *Profile) *wordJudge {
	// The words are not in the profile yet; its channel says what damage is likely.
	return &wordJudge{sums: s, words: float64(max(s.Words, 1)), decoders: newDecoders((&Profile{channel: p.channel}).learned().base, 0)}
}

const (
	// damageShare is the share of a word's occurrences that damage to other
	// words must not be expected to explain.
	damageShare = 0.25
	// cheapDamage is the cost of a reading up to which a word that the archive
	// has rivalShare times as often is taken for the right one.
	cheapDamage = 550
	rivalShare  = 2
	// partShare is the share of occurrences that a neighbour may complete to a
	// listed word.
	partShare = 0.2
)

// partOfWord says whether the word is what a space has cut off another.
func (j *wordJudge) partOfWord(g *learnedGroup) bool {
	return float64(g.part) > partShare*float64(g.count)
}

// runOn says whether the word is two words of a language of its documents.
func (j *wordJudge) runOn(form string, g *learnedGroup) bool {
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

// damaged says whether the word is damage to what the archive says otherwise.
func (j *wordJudge) damaged(form string, g *learnedGroup) bool {
	n := float64(g.count)
	for i, lang := range lexicon.Languages() {
		if g.langs&(1<<i) == 0 {
			continue
		}
		dec := j.decoders.of(lang)
		if dec == nil {
			continue
		}
		expected := 0.0
		for _, r := range dec.Readings(form, lattice.Far) {
			if r.Identity || losesAccents(form, core(r.Text)) {
				continue
			}
			seen := j.occurrences(&r, dec.Lex)
			expected += seen * math.Exp(-float64(r.Channel)/100)
			if r.Channel <= cheapDamage && r.Generic == 0 && seen >= rivalShare*n {
				return true
			}
		}
		if expected > damageShare*n {
			return true
		}
	}
	return false
}

// occurrences estimates how often the archive has the words of a reading, one
// after the other.
func (j *wordJudge) occurrences(r *lattice.Reading, lex *lexicon.Lexicon) float64 {
	seen, prev := 0.0, lexicon.NoWord
	for _, it := range r.Items {
		if it.Kind != lattice.ItemWord {
			continue
		}
		if it.Word >= lexicon.WordID(lex.Len()) {
			return 0
		}
		if prev == lexicon.NoWord {
			seen = float64(j.sums.Known[strings.ToLower(lex.Spell(it.Word))])
		} else {
			c, _ := lex.Bigram(prev, it.Word)
			seen *= math.Exp(-float64(c) / 100)
		}
		prev = it.Word
	}
	return seen
}

// losesAccents says whether b is a but for accents that a has: a scanner loses
// accents, and a writer puts them.
func losesAccents(a, b string) bool {
	a, b = lexicon.Fold(a), lexicon.Fold(b)
	return a != b && unaccented(a) == b
}
