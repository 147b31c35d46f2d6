package ocrfix

import (
	"fmt"
	"strings"
	"sync"
	"unicode"
)

// commClass is a set of closed word classes. A word may be in several: "that"
// is a determiner, a relative and a conjunction.
type commClass uint64

const (
	cDet         commClass = 1 << iota // articles, demonstratives, possessives, quantifiers
	cPrep                              // prepositions
	cConj                              // and, or, but
	cRel                               // relatives: which, who, that
	cSub                               // subordinating conjunctions: if, when, because
	cThat                              // the conjunction of content clauses: that, whether
	cWe                                // first person plural subject
	cIt                                // personal pronouns that stand for someone named before
	cThis                              // pronouns that stand for a thing or a fact
	cQuant                             // each, both, neither: may be a subject alone
	cNot                               // negations
	cNone                              // negative determiners and pronouns: neither, no
	cBe                                // finite forms of be
	cBeInf                             // be, been: not finite
	cHave                              // finite forms of have
	cModal                             // shall, will, must
	cMay                               // may, can, could, might, should
	cFinite                            // other common finite verbs
	cParty                             // parties and states as nouns
	cBody                              // committees, tribunals, organisations
	cPerson                            // people by function
	cInstr                             // the instrument and its parts: agreement, annex, article
	cAdv                               // adverbs that may stand between subject and verb
	cMonth                             // months
	cUnit                              // day, week, month, year
	cNum                               // number words
	cDefine                            // mean, include, comprise: verbs of definition and content
	cDeem                              // deemed, considered, regarded
	cEntitle                           // entitled, permitted, right, enjoy
	cApply                             // apply, prevail, affect: what provisions do
	cForce                             // force, effect, valid, denounce: the life of an instrument
	cPart                              // participles that do not look like one
	cTry                               // endeavour, strive: a verb that qualifies
	cQual                              // words that make a phrase a qualification: appropriate, possible
	cLaw                               // laws, regulations, legislation, circumstances
	cValue                             // abstract values: peace, democracy
	cOpen                              // opens an aside or an example: including, such as
	cBase                              // plain forms of verbs that begin list items
	cExempt                            // exempt, free of, subject to (fees)
	cDuty                              // responsible, obliged, bound
	cName                              // (set by the tokeniser) a capitalised word of no class
	cVerb                              // (present-tense languages) common finite verb forms
	cGen                               // the genitive 's
	cRequest                           // verbs that call on others
	cOwn                               // possessives of the first person
	cProcNoun                          // notice, notification, procedures: of the instrument's life
	cRoleFree                          // nouns that look like actors but are none: paper, matter
	cAmount                            // verbs of amount: bedraagt, s'élève
	cInstrWeak                         // the instrument only after "this": decision, letter, text
	cEstab                             // participles of setting up
	cConvey                            // participles of giving: someone must give
	cFuture                            // finite verbs in the future tense
	cClitic                            // object pronouns and reflexives before the verb
	cAdj                               // adjectives that look like verbs
	cPolite                            // verbs of notes verbales and of mere statement
	cPassive                           // wordt, werden
	cPromise                           // promise verbs of the verb-second languages
	cIntent                            // their verbs of intention
	cConcede                           // while, whereas: their clause asserts
	cSay                               // verbs whose content clause may bind: declare, agree
	cTime                              // words of a date or a term that are neither month nor unit: delay, annually
	cPromised                          // participles of the promise verbs of the verb-second languages
	cPromiseNoun                       // their nouns of promise: Entschlossenheit, toezegging
)

// A commWord is what a language's tables know of a word.
type commWord struct {
	cls     commClass
	id      uint16 // its number in the patterns; 0: in none
	damaged bool   // a misreading of the word, such as "shal1"
}

// A commWords is one row of a table: the words of a class.
type commWords struct {
	cls   commClass
	words string // separated by white space
}

// A commMarkerKind says what kind of undertaking a marker makes.
type commMarkerKind uint8

const (
	mkModal   commMarkerKind = iota + 1 // shall: strength depends on the instrument
	mkWill                              // will: a promise, or a plain future
	mkMust                              // must
	mkMay                               // may not: a prohibition; may alone permits
	mkPromise                           // commits to, undertakes to
	mkAgree                             // agrees to: a duty in a treaty, a promise elsewhere
	mkNoun                              // our commitment to
	mkIntent                            // intends to, is ready to
	mkRequest                           // calls on
	mkDuty                              // is responsible for, is bound to
	mkPolicy                            // we support: counted in an excerpt alone
	mkHereby                            // is hereby established
	mkFound                             // establish, before a body
	mkProc                              // is subject to ratification
	mkMean                              // entend, compte: an intention before an infinitive
	mkTask                              // we task our ministers to
)

// A commMarker is one row of a table of markers. Pattern is a sequence of
// words; "a|b" stands for either, "<be>" for a group, "~" for up to seven
// words of any kind, "~~" for up to sixteen with their marks before an infinitive. Adverbs may stand between the words of a pattern unasked.
type commMarker struct {
	pattern  string
	kind     commMarkerKind
	strength int
}

// A commLanguage is the compiled tables of one language. It is not changed
// after commLanguageOf has built it.
type commLanguage struct {
	code    string
	v2      bool // the finite verb stands second, participles last: Dutch, German
	present bool // in treaties the present tense binds

	capNouns  bool // nouns are written with a capital: German
	nounFirst bool // adjectives follow their noun
	words     map[string]commWord
	vocab     commVocab       // words, for fast look-up
	byFirst   [][]commPattern // indexed by the number of the pattern's first word
	suffix    func(word string) commClass
	elision   bool // l', d', s' are words of their own

	abstract []string // endings of common nouns that name no doer
}

// A commPattern is a compiled marker.
type commPattern struct {
	elems    []commElem // without the first
	kind     commMarkerKind
	strength int
}

// A commElem is a set of word numbers; skip says what may stand before: 0
// adverbs, 1 a few words, 2 a whole phrase, where an infinitive follows.
type commElem struct {
	ids  []uint16
	skip uint8
}

// A commTables is the readable form of a language: see commit_markers_en.go.
type commTables struct {
	code     string
	v2       bool
	present  bool
	elision  bool
	classes  []commWords
	groups   map[string]string
	markers  []commMarker
	suffix   func(word string) commClass
	abstract string
	fragile  string // marker words whose misreadings are known too
}

// commCompounds are endings of compounds, which have the class of their last
// member: Verdragspartij, Schiedsgericht. They are listed by a hash of their last
// two bytes, in the order in which they are tried.
type commCompounds [256][]commCompound

// A commCompound is one ending.
type commCompound struct {
	end string
	cls commClass
}

// commCompoundsOf lists the words of some rows.
func commCompoundsOf(rows []commWords) *commCompounds {
	c := new(commCompounds)
	for _, row := range rows {
		for _, end := range strings.Fields(row.words) {
			k := commEnding(end)
			c[k] = append(c[k], commCompound{end, row.cls})
		}
	}
	return c
}

// commEnding hashes the last two bytes of w, which has that many.
func commEnding(w string) byte { return w[len(w)-1]*31 + w[len(w)-2] }

// class returns the class of w by its last member, 0 for none.
func (c *commCompounds) class(w string) commClass {
	if len(w) < 2 {
		return 0
	}
	for _, e := range c[commEnding(w)] {
		if len(w) > len(e.end)+2 && strings.HasSuffix(w, e.end) {
			return e.cls
		}
	}
	return 0
}

var commLanguages = map[string]func() *commLanguage{
	"en": sync.OnceValue(func() *commLanguage { return commCompile(commTablesEN) }),
	"nl": sync.OnceValue(func() *commLanguage { return commCompile(commTablesNL) }),
	"fr": sync.OnceValue(func() *commLanguage { return commCompile(commTablesFR) }),
	"de": sync.OnceValue(func() *commLanguage { return commCompile(commTablesDE) }),
}

// commLanguageOf returns the tables of a language, nil when there are none.
func commLanguageOf(code string) *commLanguage {
	if f := commLanguages[code]; f != nil {
		return f()
	}
	return nil
}

// commCompile numbers the words and compiles the patterns. A fault in a table
// is a fault of the program and panics.
func commCompile(t commTables) *commLanguage {
	l := &commLanguage{code: t.code, v2: t.v2, present: t.present, elision: t.elision, nounFirst: t.elision, capNouns: t.code == "de",
		suffix: t.suffix, abstract: strings.Fields(t.abstract), words: map[string]commWord{}, byFirst: make([][]commPattern, 1)}
	for _, row := range append(t.classes, commWords{cTime, commTimeClass}) {
		for _, w := range strings.Fields(row.words) {
			e := l.words[w]
			e.cls |= row.cls
			l.words[w] = e
			if row.cls == cRoleFree { // and their plurals
				e = l.words[w+"s"]
				e.cls |= row.cls
				l.words[w+"s"] = e
			}
		}
	}
	if t.suffix != nil && t.present { // listed verbs have their tense from their ending
		for w, e := range l.words {
			if e.cls&(cApply|cDefine|cEntitle|cPolite|cTry|cForce) != 0 && e.cls&(cParty|cBody|cPerson|cInstr|cPrep|cAdj) == 0 {
				e.cls |= t.suffix(w) & (cFuture | cVerb)
				l.words[w] = e
			}
		}
	}
	number := func(w string) uint16 {
		e := l.words[w]
		if e.id == 0 {
			e.id = uint16(len(l.byFirst))
			l.byFirst = append(l.byFirst, nil)
			l.words[w] = e
		}
		return e.id
	}
	for _, m := range t.markers {
		var elems []commElem
		skip := uint8(0)
		for _, f := range strings.Fields(m.pattern) {
			if f == "~" || f == "~~" {
				skip = uint8(len(f))
				continue
			}
			alts := f
			if f[0] == '<' {
				alts = t.groups[strings.Trim(f, "<>")]
				if alts == "" {
					panic(fmt.Sprintf("commitments %s: no group %s", t.code, f))
				}
			}
			e := commElem{skip: skip}
			for _, w := range strings.FieldsFunc(alts, func(r rune) bool { return r == '|' || unicode.IsSpace(r) }) {
				e.ids = append(e.ids, number(w))
			}
			elems, skip = append(elems, e), 0
		}
		for _, id := range elems[0].ids {
			l.byFirst[id] = append(l.byFirst[id], commPattern{elems[1:], m.kind, m.strength})
		}
	}
	for _, w := range strings.Fields(t.fragile) {
		for _, bad := range commMisreadings(w) {
			if _, known := l.words[bad]; !known && !commRealWords[bad] {
				e := l.words[w]
				e.damaged = true
				l.words[bad] = e
			}
		}
	}
	l.vocab = commVocabOf(l.words)
	return l
}

// common reports whether a word has the ending of a common noun.
func (l *commLanguage) common(w string) bool {
	for _, e := range l.abstract {
		if strings.HasSuffix(w, e) {
			return true
		}
	}
	return false
}

// commRealWords look like misreadings of markers and are words of their own.
var commRealWords = wordSet("riot nut mist wilt nou niet wird zai wal sali")

// commConfusions are the misreadings, most of single letters, that a marker
// survives: what scanners make of shall, will and not.
var commConfusions = [...][2]string{
	{"l", "1"}, {"l", "i"}, {"l", "I"}, {"l", "|"}, {"i", "1"}, {"i", "l"}, {"i", "j"}, {"h", "b"}, {"h", "li"},
	{"m", "rn"}, {"m", "in"}, {"n", "ri"}, {"n", "u"}, {"u", "n"}, {"a", "o"}, {"e", "c"}, {"o", "0"}, {"s", "5"},
	{"w", "vv"}, {"t", "f"}, {"ll", "11"}, {"ll", "ii"}, {"g", "q"}, {"d", "cl"}, {"mm", "m"}, {"tt", "t"}, {"ö", "o"}, {"é", "e"}, {"è", "e"}, {"z", "2"},
}

// commMisreadings lists the forms of w with one confusion, and those with the
// same confusion throughout.
func commMisreadings(w string) []string {
	var out []string
	for _, c := range commConfusions {
		for i := 0; ; {
			k := strings.Index(w[i:], c[0])
			if k < 0 {
				break
			}
			i += k
			out = append(out, strings.ToLower(w[:i]+c[1]+w[i+len(c[0]):]))
			i += len(c[0])
		}
		if all := strings.ToLower(strings.ReplaceAll(w, c[0], c[1])); all != w {
			out = append(out, all)
		}
	}
	return out
}
