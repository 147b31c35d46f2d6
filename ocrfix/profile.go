package ocrfix

import (
	"math"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
	"ocrfix/ocrfix/internal/lattice"
)

// A profile is what a document teaches about itself: how its scanner errs,
// and which unlisted words it uses on purpose.
type profile struct {
	channel *channel.Model
	// forms counts the tokens of the document, marks around them left out.
	forms map[string]int
	// words are unlisted forms that the document vouches for, with their cost.
	words map[string]int32
	// habits are the forms that stand in place of another time and again, by
	// what is found.
	habits map[string]string
	// damage is the share of words that the first pass would change, 0 to 1,
	// drawn towards one in sixty.
	damage   float64
	accented map[string]bool // forms that the first pass wanted accents on
	plain    map[string]bool // and those it wanted without theirs
	raised   rune            // the letter, as a capital, that the scanner takes its small one for, 0 if none
	// oldSpelling says that it is spelled as before there were rules: much of what
	// would be changed is.
	oldSpelling bool
	stopsLost   int                           // full stops that the first pass put in
	confused    map[confusion]map[string]bool // forms in which the first pass was sure of it
	lang        string                        // the main language, "" when unknown
	engine      engine                        // that read the document
	words0      int                           // words looked at in the first pass
	looked      map[string]int                // of each form
	repeated    map[string]int                // forms that the document has time and again
	titled      func() map[string]bool        // forms that stand behind a title or rank somewhere
	roman       func() map[string]int         // how many Roman numbers stand behind a word
	codes       func() int                    // how many of the forms are codes
	glued       func() int                    // and how many have a comma or semicolon between two letters
	base        *learned                      // what was known before
	first       *decoders                     // that took the first look, until they are given back
	giveBack    func()
	shown       map[string]bool // tokens that they looked at
}

// Limits of what is learned from.
const (
	profileSample = 3000 // tokens decoded in the first pass
	profilePrior  = 120  // occurrences of a character that the table weighs
	surelyBetter  = -450 // Delta from which a first-pass change teaches
)

// core is a token without the marks around it.
func core(raw string) string { return lattice.Core(raw) }

// learnProfile decodes a sample of the document with the general channel and
// counts what its safe corrections confuse (one round of expectation
// maximisation: Reynaert 2008 and the Profiler of Ringlstetter et al. 2007
// learn from a document in the same spirit).
func learnProfile(tokens []lattice.Token, blocks []string, lang string, base *learned) *profile {
	p := &profile{
		lang: lang, base: base,
		forms: make(map[string]int), words: make(map[string]int32), looked: make(map[string]int), shown: make(map[string]bool),
		confused: make(map[confusion]map[string]bool), accented: make(map[string]bool), plain: make(map[string]bool),
	}
	for i := range tokens {
		p.forms[core(tokens[i].Raw)]++
	}
	p.titled = sync.OnceValue(func() map[string]bool { return titledForms(tokens) })
	p.roman = sync.OnceValue(func() map[string]int { return romanBehind(tokens) })
	p.codes = sync.OnceValue(func() int { return p.countForms(code) })
	p.glued = sync.OnceValue(func() int { return p.countForms(glued) })
	before := base.in(lang)
	decoders := base.firstDecoders(before)
	p.first, p.giveBack = decoders, func() { before.giveBack(decoders) }
	look := p.look(tokens, blocks)
	p.oldSpelling = len(look.old) >= fewOld && len(look.old) >= len(look.others)
	p.raised = raisedLetter(tokens, lexicon.Builtin(lang))
	p.damage = (float64(look.changed) + 1) / (float64(p.words0) + 60) // a short text says little
	own := look.seen.Table(1)
	p.channel = before.model
	if base.without&lattice.PartChannel == 0 {
		p.channel = before.table.Compile(channel.Weights{
			Families: before.table.MixFrom(own, 4, before.start),
			Counts:   own,
			Prior:    profilePrior,
			Ease:     ease(p.damage),
		})
	}
	if base.without&lattice.PartOwn == 0 {
		p.learnWords(languagesOf(blocks), look.suspects)
		p.learnRepeated(look.suspects)
		p.learnHabits(look.changes, look.suspects)
	}
	return p
}

// A firstLook is what the first pass would change.
type firstLook struct {
	seen        channel.Counter   // what it read, and as what
	suspects    map[string]int    // how often it would change a form
	changes     map[[2]string]int // and to what, of forms that may be damage each time
	changed     int               // safely
	old, others map[string]bool   // forms that it would change: in old spelling, and the rest
}

// look decodes the first tokens of a document.
func (p *profile) look(tokens []lattice.Token, blocks []string) *firstLook {
	l := &firstLook{suspects: make(map[string]int), changes: make(map[[2]string]int), old: make(map[string]bool), others: make(map[string]bool)}
	for i, k := 0, 0; i < len(tokens) && p.words0 < profileSample; k++ {
		j := blockEnd(tokens, i, mostTokens)
		if dec := p.first.of(blocks[k]); dec != nil {
			for _, c := range dec.Decode(tokens[i:j]) {
				raw := tokens[i+c.First].Raw
				p.words0++
				p.shown[raw] = true
				p.looked[core(raw)]++
				if c.Count > 1 { // a scrap between the two ends is no confusion
					raw += " " + tokens[i+c.First+c.Count-1].Raw
				}
				p.note(l, raw, &c, dec.Lex)
			}
		}
		i = j
	}
	return l
}

// note counts what the first pass makes of a token, or of two.
func (p *profile) note(l *firstLook, raw string, c *lattice.Choice, lex *lexicon.Lexicon) {
	if c.Reading.Identity {
		countWhole(&l.seen, raw, p.base.longer)
		return
	}
	if c.Delta > surelyBetter {
		return
	}
	form, read := core(raw), core(c.Reading.Text)
	if c.Count == 1 && changesForm(lexicon.Fold(form), lexicon.Fold(read), lex) && !common(lex, behindElision(read, lex)) {
		return // it may well stand there
	}
	if c.Count == 1 && form != read {
		l.suspects[form]++
		if oldSpelled(form, read) {
			l.old[form] = true
		} else {
			l.others[form] = true
		}
		if losesAccents(read, form) {
			p.accented[form] = true
		}
		if losesAccents(form, read) {
			p.plain[form] = true
		}
		if !plainWord(form) || common(lex, form) {
			l.changes[[2]string{form, read}]++
		}
	}
	if c.Reading.Generic == 0 {
		l.changed++
		if c.Reading.Text == raw+"." {
			p.stopsLost++
		}
		countChange(&l.seen, raw, c.Reading.Text)
		p.countConfused(form, read)
	}
}

// languagesOf lists the languages of blocks, each once, in order.
func languagesOf(blocks []string) []string {
	var out []string
	for _, lang := range blocks {
		if !slices.Contains(out, lang) {
			out = append(out, lang)
		}
	}
	return out
}

// countForms counts the forms of a kind.
func (p *profile) countForms(kind func(string) bool) int {
	n := 0
	for form := range p.forms {
		if kind(form) {
			n++
		}
	}
	return n
}

// glued says whether a form has a comma or a semicolon between two letters.
func glued(form string) bool {
	before, behind, ok := strings.Cut(strings.ReplaceAll(form, ";", ","), ",")
	next, _ := utf8.DecodeRuneInString(behind)
	return ok && letterBefore(before) && lexicon.IsLetter(next)
}

// fewOld is how many forms in old spelling show that a document is old.
const fewOld = 4

func titledForms(tokens []lattice.Token) map[string]bool {
	out := make(map[string]bool)
	for i := range tokens {
		if named(tokens, i) {
			out[core(tokens[i].Raw)] = true
		}
	}
	return out
}

// fewRaised is how many words show that a scanner makes capitals of a letter other
// than i, of which scanners often do.
const fewRaised = 3

// raisedLetter finds the letter, as a capital, that most capitals of words amid words
// in small letters are which seldom have one, of a few words at least: lost full
// stops would show others as well, and what has a capital on purpose is one word.
func raisedLetter(tokens []lattice.Token, lex *lexicon.Lexicon) rune {
	if lex == nil {
		return 0
	}
	all, n, words := 0, make(map[rune]int), make(map[rune]map[lexicon.WordID]bool)
	for i := range tokens {
		w := core(tokens[i].Raw)
		if !tokens[i].AmidSmall || lexicon.ShapeOf(w) != lexicon.Title {
			continue
		}
		if id := lex.Lookup(w); id != lexicon.NoWord && lex.Shape(id, lexicon.Title) >= lattice.SmallWord {
			first, _ := utf8.DecodeRuneInString(w)
			if words[first] == nil {
				words[first] = make(map[lexicon.WordID]bool)
			}
			words[first][id] = true
			n[first]++
			all++
		}
	}
	for letter, k := range n {
		if 2*k > all && (len(words[letter]) >= fewRaised || letter == 'I' && k > 1) {
			return letter
		}
	}
	return 0
}

// common says whether a form is a word that texts have often: what is rare may
// be a name, and stands there on purpose each time.
func common(lex *lexicon.Lexicon, form string) bool { return listedBelow(lex, form, 11*lexicon.Nat) }

// listedBelow says whether a form is listed, and costs less.
func listedBelow(lex *lexicon.Lexicon, form string, cost lexicon.Cost) bool {
	id := lex.Lookup(form)
	return id != lexicon.NoWord && lex.Unigram(id) < cost
}

// learnHabits finds the forms that the first pass changed more than once, and
// mostly to the same.
func (p *profile) learnHabits(changes map[[2]string]int, suspects map[string]int) {
	p.habits = make(map[string]string)
	for c, n := range changes {
		if n >= 2 && 2*n > suspects[c[0]] && 4*n >= p.looked[c[0]] {
			p.habits[c[0]] = c[1]
		}
	}
}

// ease is how much cheaper errors are in a document of which so large a share
// of words is damaged than in one with usual damage.
func ease(damage float64) int32 {
	const usual, most = 0.03, 180
	return int32(min(max(100*math.Log((damage+0.01)/usual), 0), most))
}

// countWhole counts the characters of a token that stays as it is.
func countWhole(seen *channel.Counter, raw string, longer map[string]bool) {
	raw += " "
	for i := range raw {
		for n, j := 1, i; n <= channel.MaxRunes; n++ {
			_, size := utf8.DecodeRuneInString(raw[j:])
			if size == 0 {
				break
			}
			j += size
			if s := raw[i:j]; n == 1 || longer[straight(s)] {
				seen.Count("document", s, s, 1)
			}
		}
	}
}

func countChange(seen *channel.Counter, raw, truth string) {
	r, t := []rune(raw), []rune(truth)
	for _, p := range channel.Align(r, t) {
		if p.RawEnd-p.RawStart <= channel.MaxRunes && p.TruthEnd-p.TruthStart <= channel.MaxRunes {
			seen.Count("document", string(t[p.TruthStart:p.TruthEnd]), string(r[p.RawStart:p.RawEnd]), 1)
		}
	}
}

// A confusion is what the page had, and what the scanner made of it.
type confusion struct{ truth, raw string }

// eachConfusion goes through what makes one word of another.
func eachConfusion(raw, truth string, yield func(confusion)) {
	r, t := []rune(raw), []rune(truth)
	for _, p := range channel.Align(r, t) {
		if c := (confusion{string(t[p.TruthStart:p.TruthEnd]), string(r[p.RawStart:p.RawEnd])}); c.truth != c.raw {
			yield(c)
		}
	}
}

func (p *profile) countConfused(raw, truth string) {
	eachConfusion(raw, truth, func(c confusion) {
		if p.confused[c] == nil {
			p.confused[c] = make(map[string]bool)
		}
		p.confused[c][raw] = true
	})
}

// confusedElsewhere is in how many other forms of the document the first pass
// was sure of all that makes raw of truth.
func (p *profile) confusedElsewhere(raw, truth string) int {
	least := -1
	eachConfusion(raw, truth, func(c confusion) {
		n := len(p.confused[c])
		if p.confused[c][raw] {
			n--
		}
		if least < 0 || n < least {
			least = n
		}
	})
	return max(least, 0)
}

// known says what the letters of a word cost that the document or its archive
// vouches for.
func (p *profile) known(w string) (int32, bool) {
	c, ok := p.words[w]
	if a, of := p.base.known(w); of && (!ok || a < c) {
		return a, true
	}
	return c, ok
}

// learnWords decides which unlisted forms the document uses on purpose: those
// it repeats, unless a common word explains them as damage, or their
// neighbours asked for another word most times: suspects counts how often.
func (p *profile) learnWords(langs []string, suspects map[string]int) {
	decoders := newDecoders(p.channel, 0)
	for form, n := range p.forms {
		if n < 2 || form == "" || !plainWord(form) {
			continue
		}
		if lexicon.ShapeOf(form) == lexicon.Lower && n < 3 {
			continue
		}
		if 2*suspects[form] > min(n, p.looked[form]) || p.explained(form, n, langs, decoders) {
			continue
		}
		p.words[form] = int32(max(650-100*math.Log(float64(n)), 300))
	}
}

// explained says whether a repeated form is a word of a language of the
// document, or damage to one that the document has as often.
func (p *profile) explained(form string, n int, langs []string, decoders *decoders) bool {
	for _, lang := range langs {
		dec := decoders.of(lang)
		if dec == nil {
			continue
		}
		if dec.Lex.Lookup(form) != lexicon.NoWord {
			return true
		}
		r := dec.Readings(form, lattice.Sure)
		if len(r) > 1 && r[1].Generic == 0 && r[1].Channel < 450 && r[1].Splits == 0 && p.forms[r[1].Text] >= n {
			return true
		}
	}
	return false
}

// plainWord: letters, with hyphens and apostrophes inside.
func plainWord(s string) bool {
	for _, r := range s {
		if !lexicon.IsLetter(r) && r != '\'' && r != '’' {
			return false
		}
	}
	return true
}

// A word must stand in a document so often to be a candidate for what the
// lexicon has no likely word for, in words of so many bytes.
const (
	oftenRepeated    = 2
	shortestRepeated = 6
)

// learnRepeated gathers the words that the document repeats, and that the first
// pass did not want to change.
func (p *profile) learnRepeated(suspects map[string]int) {
	p.repeated = make(map[string]int)
	for form, n := range p.forms {
		_, vouched := p.words[form]
		if len(form) >= shortestRepeated && (n >= oftenRepeated || vouched) && 2*suspects[form] <= min(n, p.looked[form]) && plainWord(form) {
			p.repeated[form] = n
		}
	}
}

// repeatedWords gives these as candidates, made when first asked for.
func (p *profile) repeatedWords() func() *lattice.OwnWords {
	return sync.OnceValue(func() *lattice.OwnWords { return newOwnWords(nil, p.repeated) })
}

// muchDamage is the share of damaged words from which a document is read anew.
const muchDamage = 0.08

// barren says whether the first look at the document found nothing else in a
// token of known words: what the document shows of its scanner seldom makes more
// of it, unless much is damaged.
func (p *profile) barren() func(lang, raw string, effort lattice.Effort) bool {
	if p.damage > muchDamage {
		return nil
	}
	return func(lang, raw string, effort lattice.Effort) bool {
		return p.shown[raw] && len(p.first.of(lang).Readings(raw, effort)) == 1
	}
}
