package ocrfix

import (
	"math"
	"strings"
	"unicode/utf8"

	"ocrfix/lexicon"
)

// What a change must not do to names, to words of other languages and to words
// that an archive is full of. The decoder weighs each as it weighs damage: it
// cannot know the names of the world, and its n-grams hold too little of how
// often right words stand where they seldom stand.

// dearConfusion is the cost of a reading in the channel from which a word needs
// more for it than to look like another.
const dearConfusion = 550

// unlistedLetters is how much more the letters of a name that no list has may
// cost than those of one that taught what letters cost.
const unlistedLetters = 4 * lexicon.Nat

// harmsName says whether a proposal, a to b without the marks around them,
// changes a name on no more ground than that another one looks like it.
func (p *proposal) harmsName(a, b string) bool {
	pr := p.profile
	if lexicon.ShapeOf(a) != lexicon.Title || lexicon.ShapeOf(b) != lexicon.Title || lettersOf(a) == lettersOf(b) {
		return false
	}
	name, other := owner(a), owner(b)
	switch {
	case a == b+"s":
		return true // the Eisenhowers
	case addressing[lexicon.Fold(a)] && addressing[lexicon.Fold(b)]:
		return true // Sir and Mr: no scanner makes one of the other
	case p.heading || p.Count > 1 || p.lang == "de" || !plainWord(name):
		return false // every noun of German has a capital
	case p.lex.Lookup(a) == lexicon.NoWord && p.lex.Lookup(name) != lexicon.NoWord && name != a:
		return p.confused() >= dearConfusion/2 // Lenin’s, Franco's
	case p.lex.Lookup(name) != lexicon.NoWord || p.afterMark || p.confused() < dearConfusion || pr.forms[b] > 0:
		return false
	}
	id := p.lex.Lookup(other)
	return id != lexicon.NoWord && p.lex.Shape(id, lexicon.Title) < p.lex.Shape(id, lexicon.Lower) &&
		p.lex.Letters(name) <= p.lex.Letters(other)+unlistedLetters &&
		!p.seen(p.before, other) && !p.seen(other, p.after)
}

// seen says whether running text has two words one after the other, neither of
// which stands beside all others.
func (p *proposal) seen(a, b string) bool {
	x, y := p.lex.Lookup(core(a)), p.lex.Lookup(core(b))
	if x == lexicon.NoWord || y == lexicon.NoWord || min(p.lex.Unigram(x), p.lex.Unigram(y)) < everywhere {
		return false
	}
	_, seen := p.lex.Bigram(x, y)
	return seen
}

// rare says whether a word is one that few texts have and the document nowhere.
func (p *proposal) rare(b string) bool {
	id := p.lex.Lookup(b)
	return p.profile.forms[b] == 0 && (id == lexicon.NoWord || p.lex.Unigram(id) > everyday)
}

// owner gives a word without the ending of a possessive.
func owner(s string) string { return strings.TrimSuffix(strings.TrimSuffix(s, "'s"), "’s") }

// lowersParticle says whether a proposal takes its capital from a small word
// within a name: some families write theirs with one, and Dutch all where no
// forename stands before.
func (p *proposal) lowersParticle(a, b string) bool {
	if !strings.EqualFold(a, b) || !raises(b, a) || !particles[lexicon.Fold(a)] {
		return false
	}
	if first, _ := utf8.DecodeRuneInString(a); p.lang == "nl" && p.profile.forms[a] >= ownForm && p.profile.raised != first {
		return true // de leden Voordewind en Van Bommel
	}
	if p.before != core(p.before) || lexicon.ShapeOf(p.before) != lexicon.Title {
		return false
	}
	id := p.lex.Lookup(p.before)
	return id == lexicon.NoWord || p.lex.Shape(id, lexicon.Title) < p.lex.Shape(id, lexicon.Lower)
}

// particles are the small words within the names of families, folded.
var particles = wordSet("van von den der de ter ten het du des le la della del di da dos al el bin ibn ben zu zum zur")

// harmsForeign says whether a proposal changes a word of a phrase in another
// language, or of a name. In a document with next to no damage no list has it, nor
// the word beside it; with little damage, no text has those on both sides, and few
// the other.
func (p *proposal) harmsForeign(a, b string) bool {
	pr := p.profile
	switch {
	case p.Count > 1 || !plainWord(a) || p.lex.Lookup(a) != lexicon.NoWord || lettersOf(a) == lettersOf(b):
		return false
	case p.amidForeign(a):
		return true
	case pr.damage > littleDamage || p.heading || p.confused() < dearConfusion:
		return false
	case pr.damage > cleanDamage:
		return p.rare(b) && p.uncounted(p.before) && p.uncounted(p.after) // pongee, habutai, honan
	}
	if _, own := pr.known(owner(b)); own {
		return false
	}
	return p.strange(p.before) || p.strange(p.after)
}

// amidForeign says whether an unlisted word is one of another of the languages and
// stands beside one of the same: MINISTERIE VAN BUITENLANDSE ZAKEN.
func (p *proposal) amidForeign(a string) bool {
	if utf8.RuneCountInString(a) < 4 {
		return false
	}
	for _, lang := range lexicon.Languages() {
		if lang == p.lang {
			continue
		}
		lex := lexicon.Builtin(lang)
		if id := lex.Lookup(a); id == lexicon.NoWord || lex.Unigram(id) > foreignWord {
			continue
		}
		for _, beside := range [...]string{core(p.before), core(p.after)} {
			there, here := lex.Lookup(beside), p.lex.Lookup(beside)
			if there != lexicon.NoWord && (here == lexicon.NoWord || lex.Unigram(there)+foreignGain < p.lex.Unigram(here)) {
				return true
			}
		}
	}
	return false
}

const (
	foreignWord = 14 * lexicon.Nat // cost up to which a word is usual in its language
	foreignGain = 2 * lexicon.Nat  // that by which the word beside it is commoner there
)

// cleanDamage is the share of damaged words up to which two words side by side
// that no list has are meant so.
const cleanDamage = 0.005

// strange says whether a token is a word of letters that its language does not
// list.
func (p *proposal) strange(token string) bool {
	word := owner(core(token))
	return len(word) > 3 && plainWord(word) && p.lex.Lookup(word) == lexicon.NoWord && lexicon.ShapeOf(word) != lexicon.Mixed
}

// uncounted says whether a token is a word of letters that its language has only
// in lists, or not at all.
func (p *proposal) uncounted(token string) bool {
	word := core(token)
	id := p.lex.Lookup(word)
	return len(word) > 3 && plainWord(word) && (id == lexicon.NoWord || p.lex.Unigram(id) > onlyListed)
}

// onlyListed is the cost of a word that hardly any counted text has.
const onlyListed = 16 * lexicon.Nat

// swapsCommonest says whether a proposal makes one of the commonest words of
// another, where little is damaged and the place asks for it too little: these
// stand beside nearly any word, and or is not of wherever of is likelier.
func (p *proposal) swapsCommonest(a, b string) bool {
	pr := p.profile
	x, y := p.lex.Lookup(a), p.lex.Lookup(b)
	return pr.damage < littleDamage && p.Count == 1 && x != lexicon.NoWord && y != lexicon.NoWord &&
		p.lex.Unigram(x) < commonest && p.lex.Unigram(y) < commonest && p.sameMarks(a, b) &&
		!strings.EqualFold(unaccented(a), unaccented(b)) && p.Delta > -commonestProof
}

// sameMarks says whether a proposal leaves the marks around a word alone.
func (p *proposal) sameMarks(a, b string) bool {
	return strings.Replace(p.raw, a, "", 1) == strings.Replace(p.new, b, "", 1)
}

// usual says whether the archive has a listed word far more often than damage
// to the other would give it, and the place does not ask for the other so much
// more. A mark that is read as a letter is damage whatever the word.
func (p *proposal) usual(a, b string) bool {
	pr := p.profile
	common := pr.base.common
	n := float64(common[lexicon.Fold(owner(a))])
	if n == 0 || p.Count > 1 || strings.EqualFold(a, b) || lexicon.ShapeOf(a) == lexicon.Mixed || !p.sameMarks(a, b) {
		return false
	}
	damaged := float64(max(common[lexicon.Fold(owner(b))], leastCommon)) * math.Exp(-float64(p.confused())/100)
	return -float64(p.Delta)/100 < usualProof*math.Log(n/damaged)
}

const (
	// commonest is the cost of a word that every text is full of.
	commonest = 75 * lexicon.Nat / 10
	// commonestProof is what a place must save by another of the commonest words
	// where no more than littleDamage of the words is damaged.
	commonestProof = 800
	littleDamage   = 0.02
	// leastCommon is how often an archive must have a listed word to count it.
	leastCommon = 20
	// everywhere is the cost of a word up to which it stands beside any other.
	everywhere = 8 * lexicon.Nat
	// usualProof is how much a place must ask for another word than one that
	// the archive has too often for damage, in logarithms of that excess.
	usualProof = 1.25
)

// confused is what the confusions of a proposal cost in a document with usual
// damage: one is eased, where much is damaged.
func (p *proposal) confused() int32 { return p.Reading.Channel + p.profile.channel.Ease }

// unlikelyForm is the cost of a reading in the channel from which a long word is
// left as it is where the other is a form of the same.
const unlikelyForm = 700

// otherForm says whether two long words differ in an ending of no more than two
// letters.
func otherForm(a, b string) bool {
	const long, ending = 8, 2
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return lettersOf(a) != lettersOf(b) && n >= long-ending && min(len(a), len(b)) >= long && max(len(a), len(b))-n <= ending
}
