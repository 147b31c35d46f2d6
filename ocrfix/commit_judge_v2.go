package ocrfix

import "strings"

// judgeV2 judges one unit of a language whose finite verb stands second: Dutch
// and German. It finds the first actor that is the subject of a main clause, by
// the verb beside it (after it, or before it where something else opens the
// sentence); failing that, a passive in the main clause, whose doer is named by
// door/durch or can only be the parties.
func (d *commDoc) judgeV2(s *commScan) commVerdict {
	none := commVerdict{verb: -1}
	c := commClauses{commScan: s, doc: d}
	c.mark()
	if c.courtesy() {
		return none
	}
	if v, ok := c.itself(); ok {
		return v
	}
	if v, ok := c.procedural(); ok {
		return v
	}
	best := none
	for k, n := 0, 0; k < len(s.toks) && n < commMaxMarkers; k++ {
		if !c.main[k] {
			continue
		}
		a, b, ok := c.actorAt(k)
		if !ok {
			continue
		}
		n++
		if v, found := c.judgeActor(a, b); found && v.better(&best) {
			best = v
		}
		k = b - 1
	}
	if best.kind == KindCommitment {
		return best
	}
	for _, judge := range [...]func() commVerdict{c.judgeWhoever, c.judgeCharge, c.judgeBan, c.judgeTalks} {
		if v := judge(); v.better(&best) {
			best = v
		}
	}
	if v := c.judgePassive(); v.better(&best) {
		best = v
	}
	return best
}

// courtesyWords are those of the formulas of notes.
var courtesyWords = sentSet("complimenten hoogachting hochachtung beehrt beehre beehren eer ehre")

// chargeWords are those of "ten laste van" and "zu Lasten".
var chargeWords = sentSet("laste lasten")

// courtesy reports whether the unit is a formula of notes and letters: "heeft de
// eer", "beehrt sich", "mit ausgezeichneter Hochachtung".
func (c *commClauses) courtesy() bool {
	for k := range c.toks {
		if c.toks[k].hints&hintNote == 0 {
			continue
		}
		switch c.word(k) {
		default:
			return true
		case "eer", "ehre":
			if k > 0 && (c.word(k-1) == "de" || c.word(k-1) == "die") && c.hasClass(max(k-3, 0), k, cHave) {
				return true
			}
		}
	}
	return false
}

// commClauses is a unit whose subordinate clauses are marked.
type commClauses struct {
	*commScan
	doc  *commDoc
	main []bool // token stands in a main clause
}

// mark tells main clauses from subordinate ones: a clause that a subordinator or
// a relative opens runs to the next comma, or, set off by no comma, to its verb.
func (c *commClauses) mark() {
	if cap(c.doc.mainBuf) < len(c.toks) {
		c.doc.mainBuf = make([]bool, len(c.toks)*2)
	}
	c.main = c.doc.mainBuf[:len(c.toks)]
	in, verbs := false, 0
	for k := range c.toks {
		t := &c.toks[k]
		if in && (t.punct == ',' || t.punct == ';' || t.punct == ':') {
			in = false
		}
		if !in && c.opensV2(k) {
			in, verbs = true, 0
		}
		c.main[k] = !in && t.word()
		if !in || !c.finiteV2(k) {
			continue
		}
		// A subordinate clause has one finite verb; a second one that no
		// conjunction joins to it is that of the main clause.
		aux := t.is(cPassive | cBe | cHave | cMay | cModal | cDuty)
		joined := c.toks[k-1].is(cConj|cPart|cVerb) && !(k > 1 && (c.word(k-2) == "te" || c.word(k-2) == "zu"))
		if verbs > 0 && !joined && (aux || c.actorNext(k)) {
			c.main[k], in = true, false
		}
		verbs++
	}
}

// actorNext reports whether an actor follows the verb at k at once.
func (c *commClauses) actorNext(k int) bool {
	return k+2 < len(c.toks) && c.toks[k+1].is(cDet) && !c.oblique(k+1) && (c.toks[k+2].is(cParty|cBody|cPerson) || k+3 < len(c.toks) && c.toks[k+3].is(cParty|cBody))
}

// opensV2 reports whether token k opens a subordinate clause.
func (c *commClauses) opensV2(k int) bool {
	t := &c.toks[k]
	if t.is(cSub) && !t.is(cPrep) {
		return true
	}
	if t.is(cThat) && k > 0 && c.toks[k-1].punct == ',' {
		return true
	}
	if !t.is(cRel) && !(t.is(cDet) && c.l.code == "de" && k > 0 && c.toks[k-1].punct == ',' && c.germanRelative(k)) {
		return false
	}
	if !t.is(cDet) || c.l.code == "de" {
		return true
	}
	// die, dat: relative after a noun, article elsewhere
	return k > 0 && (c.toks[k-1].punct == ',' || c.noun(k-1)) && k+1 < len(c.toks) && !c.articleHere(k)
}

// articleHere reports whether "die" at k, after a noun, is yet an article.
func (c *commClauses) articleHere(k int) bool {
	return c.toks[k-1].is(cVerb|cPrep|cPassive|cMay|cModal|cBe|cHave) && !c.noun(k-1)
}

// germanRelative reports whether the article after a comma is a relative: no
// noun follows at once.
func (c *commClauses) germanRelative(k int) bool {
	switch c.word(k) {
	case "die", "der", "das", "den", "dem":
	default:
		return false
	}
	for j := k + 1; j < len(c.toks) && j < k+4; j++ {
		t := &c.toks[j]
		if t.is(cPrep | cDet | cAdv | cNot | cPassive | cBe | cHave) {
			return true
		}
		if t.cap {
			return false
		}
	}
	return true
}

// noun reports whether token k is likely a noun.
func (c *commClauses) noun(k int) bool {
	t := &c.toks[k]
	if t.is(cParty | cBody | cPerson | cInstr | cName) {
		return true
	}
	return t.word() && !t.is(cPrep|cConj|cDet|cAdv|cNot|cBe|cHave|cMay|cModal|cPassive|cSub|cRel|cThat|cIt|cWe|cPart|cPolite|cPromise|cIntent) &&
		(!t.is(cVerb) || strings.HasSuffix(c.word(k), "en") && k > 0 && c.toks[k-1].is(cDet|cPrep|cAdj))
}

// finiteV2 reports whether token k has the form of a finite verb.
func (c *commClauses) finiteV2(k int) bool {
	t := &c.toks[k]
	if t.is(cBe | cHave | cMay | cModal | cPassive) {
		return !t.is(cDet) || k+1 < len(c.toks) && !c.possessive(k)
	}
	if t.is(cPrep|cDet|cConj|cAdv|cParty|cBody|cPerson|cInstr|cAdj|cSub|cRel) && !t.is(cVerb|cDuty|cPromise|cTry|cPolite|cIntent) {
		return false
	}
	if t.cap && k > 0 {
		return false
	}
	if k > 0 && t.is(cVerb|cAmount) {
		p := &c.toks[k-1]
		if p.is(cDet|cPrep|cAdj|cQuant) && !p.is(cThis|cIt|cAdv) && !(c.l.capNouns && p.cap && p.is(cAdj)) || p.is(cName|cPart) && c.adjectival(k-1) {
			return false // a noun
		}
	}
	return t.is(cVerb | cDuty | cPromise | cTry | cPolite | cIntent | cRequest | cAmount | cApply | cDefine | cEntitle)
}

// adjectival reports whether the word at k, a participle or a word with a capital,
// has the ending of an adjective: a Dutch name of people ends so, Belgische, and
// with a capital no German adjective does amid a sentence.
func (c *commClauses) adjectival(k int) bool {
	w := c.word(k)
	if !c.toks[k].cap {
		return strings.HasSuffix(w, "e")
	}
	return !c.l.capNouns && (strings.HasSuffix(w, "se") || strings.HasSuffix(w, "che"))
}

// possessive reports whether "zijn" or "sein" at k is his, not are.
func (c *commClauses) possessive(k int) bool {
	return k > 0 && c.toks[k-1].is(cPrep|cVerb|cConj) && c.noun(k+1)
}

// actorAt reports the noun phrase of an actor that begins at token k and may be
// a subject: no preposition governs it and it is no genitive.
func (c *commClauses) actorAt(k int) (a, b int, ok bool) {
	t := &c.toks[k]
	if t.is(cWe) {
		return k, k + 1, true
	}
	if t.is(cIt) && !t.is(cDet|cThis) && (k < 3 || c.clauseStart(k) || c.finiteV2(k-1) && c.main[k-1]) {
		return k, k + 1, c.doc.lastActor != "" && !c.doc.lastInstr
	}
	if k > 0 && (c.toks[k-1].is(cPrep) || c.toks[k-1].is(cDet) && !c.toks[k-1].is(cThis) || c.toks[k-1].is(cAdj)) {
		return
	}
	if !t.is(cDet|cQuant|cParty|cBody|cPerson) && !(c.l.code == "nl" && t.is(cName) && c.names[c.text[t.start:t.end]]) {
		return
	}
	if c.oblique(k) {
		return
	}
	head := -1
	b = k
	if c.l.code == "nl" && k+2 < len(c.toks) && c.word(k+1) == "van" && (t.is(cQuant) || c.word(k) == "een") && c.toks[k+2].is(cDet|cQuant) {
		b = k + 3 // geen van beide Partijen
	}
	for ; b < len(c.toks) && b < k+12; b++ {
		x := &c.toks[b]
		if head >= 0 && x.is(cVerb) && !x.cap && c.toks[b-1].is(cParty|cBody|cPerson) && c.word(b) == "staat" {
			break // staat toe
		}
		if x.is(cParty|cBody|cPerson) || c.doerDE(b) || c.l.code == "nl" && x.is(cName) && (c.names[c.text[x.start:x.end]] || c.l.code == "nl" && b > 0) {
			head = b
			continue
		}
		if head >= 0 {
			if c.ofPhrase(b) {
				b = c.afterOf(b) - 1
				continue
			}
			if x.is(cConj) && b+1 < len(c.toks) && c.toks[b+1].is(cDet|cParty|cBody) && !c.oblique(b+1) {
				continue
			}
			if x.is(cDet|cParty) && c.toks[b-1].is(cConj) {
				continue
			}
			if c.apposedName(b) {
				continue
			}
			break
		}
		if !x.word() || x.is(cPrep|cConj|cSub|cInstr|cNot) && !x.is(cDet) || c.finiteV2(b) && !x.is(cDet) && !x.is(cAdj) && !x.is(cPart) {
			return 0, 0, false
		}
		if x.is(cDet) && b > k && !c.toks[b-1].is(cDet|cQuant) {
			return 0, 0, false
		}
		if b > k+3 || c.l.code == "de" && x.cap && b > 0 && !c.titleAdjective(b) {
			return 0, 0, false
		}
	}
	if head > 0 && c.word(head) == "lid" && refOrdinal[c.word(head-1)] {
		return 0, 0, false // the first paragraph, no member
	}
	return k, b, head >= 0
}

// apposedName reports whether the German word at b, behind the noun of a party, is
// its name, and the verb follows: "das Fürstentum Lehn stellt".
func (c *commClauses) apposedName(b int) bool {
	return c.l.capNouns && c.toks[b].cap && c.toks[b].is(cName) && c.toks[b-1].is(cParty) && c.toks[b-1].cap && b+1 < len(c.toks) && c.finiteV2(b+1)
}

// doerDE reports whether the unlisted German noun at k names a doer by its ending
// after a masculine article in the nominative: "der Besitzer", "ein Züchter".
func (c *commClauses) doerDE(k int) bool {
	if c.l.code != "de" || k == 0 || !c.toks[k].cap || c.toks[k].entry != 0 {
		return false
	}
	w := c.word(k)
	if len(w) < 6 || !strings.HasSuffix(w, "er") || thingsDE[w] {
		return false
	}
	switch c.word(k - 1) {
	case "der", "ein", "jeder", "kein", "dieser":
		return true
	}
	return false
}

// thingsDE end as doers do and are none.
var thingsDE = sentSet("container computer winter sommer fehler zähler behälter speicher filter körper bunker trichter eimer keller anker kutter finger hunger zucker donner hammer acker schalter decoder server drucker stecker koffer teller wecker kalender september oktober november dezember charakter parameter sender")

// titleAdjective reports whether the capitalised word at k is an adjective in
// the name of a body: die Gemischte Kommission.
func (c *commClauses) titleAdjective(k int) bool {
	if k+1 >= len(c.toks) || !c.toks[k+1].is(cParty|cBody|cPerson) {
		return false
	}
	w := c.word(k)
	return strings.HasSuffix(w, "e") || strings.HasSuffix(w, "en") || strings.HasSuffix(w, "er") || strings.HasSuffix(w, "es")
}

// itself reports whether a pronoun for the instrument is the subject and the
// clause is about its life: "Es kann gekündigt werden".
func (c *commClauses) itself() (commVerdict, bool) {
	v := commVerdict{verb: -1}
	if !c.doc.lastInstr || len(c.toks) < 3 || !c.toks[0].is(cIt) || !c.finiteV2(1) || !c.hasClass(1, len(c.toks), cForce) {
		return v, false
	}
	v.kind, v.actorA, v.actorB = KindProcedural, 0, 1
	return v, true
}

// refOrdinal are the ordinals that make a paragraph of the Dutch "lid".
var refOrdinal = sentSet("eerste tweede derde vierde vijfde zesde zevende achtste laatste vorige dit")

// oblique reports whether the determiner at k is a genitive or a dative.
func (c *commClauses) oblique(k int) bool {
	if c.l.code != "de" {
		return false
	}
	switch c.word(k) {
	case "den", "dem", "des", "einem", "einer", "eines", "ihren", "diesen", "diesem", "beiden":
		return k == 0 || c.word(k) != "beiden" || !c.toks[k-1].is(cDet)
	case "der", "dieser", "jeder":
		// nominative before a masculine, genitive or dative before others
		for j := k + 1; j < len(c.toks) && j < k+4; j++ {
			if c.toks[j].is(cParty | cBody | cPerson) {
				w := c.word(j)
				return c.toks[j].is(cParty) && !c.masculine(w) ||
					strings.HasSuffix(w, "ion") || strings.HasSuffix(w, "gruppe") || strings.HasSuffix(w, "en") && w != "staaten"
			}
		}
	}
	return false
}

// masculine reports whether the German noun of a party w, or its last member,
// is a masculine, before which "der" is the nominative.
func (c *commClauses) masculine(w string) bool {
	for _, end := range [...]string{"staat", "minister", "teilnehmer", "unterzeichner", "partner", "bund", "kanton", "senat"} {
		if strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// ofPhrase reports whether an attribute begins at b: van het Koninkrijk, der
// Bundesrepublik.
func (c *commClauses) ofPhrase(b int) bool {
	switch c.word(b) {
	case "van", "der", "des", "von":
		return b+1 < len(c.toks)
	}
	return false
}

func (c *commClauses) afterOf(b int) int {
	k := b + 1
	for k < len(c.toks) && c.toks[k].is(cDet|cAdj) {
		k++
	}
	if k < len(c.toks) && c.toks[k].word() && !c.toks[k].is(cPrep|cPassive|cMay|cModal|cBe|cHave) {
		k++
	}
	for k < len(c.toks) && k < b+8 && (c.toks[k].is(cDet|cParty|cAdj|cBody) || c.toks[k].cap || c.ofPhrase(k)) && !c.toks[k].is(cRel|cPassive|cMay) {
		k++
	}
	return k
}

// judgeActor judges the clause whose subject may be the words a…b.
func (c *commClauses) judgeActor(a, b int) (commVerdict, bool) {
	v := commVerdict{verb: -1}
	verb := -1
	after := c.skipAdverbs(b)
	attr := a > 0 && c.l.code == "de" && !c.toks[a].is(cDet|cQuant|cWe|cIt) && !c.toks[a-1].is(cMay|cModal|cPassive|cBe|cHave|cPromise|cDuty|cTry)
	switch {
	case attr: // "erwähnten Parteien": an adjective
	case a > 0 && c.finiteV2(a-1) && c.main[a-1] && (!c.toks[a-1].is(cPart) || c.l.code == "de" && !strings.HasPrefix(c.word(a-1), "ge")) || a > 0 && c.finiteV2(a-1) && c.toks[a-1].is(cMay|cModal|cPassive|cBe|cHave):
		verb = a - 1
	case after < len(c.toks) && c.finiteV2(after) && c.agrees(a, b, after) && c.clauseStart(a):
		verb = after
	case after == b && c.clauseStart(a):
		if verb = c.pastAttribute(b); verb < 0 {
			verb = c.pastRelative(b)
		}
	}
	if verb < 0 {
		return v, false
	}
	v.trigA, v.trigB, v.verb, v.strength = verb, verb+1, verb, c.doc.weigh(4)
	from := max(verb+1, b)
	return c.classify(v, a, b, from)
}

// commAttribute is how many words an attribute between subject and verb may have.
const commAttribute = 8

// pastAttribute returns the finite verb behind an attribute that a preposition
// opens at b ("die Behörden nach Absatz 1 sind"), -1 for none.
func (c *commClauses) pastAttribute(b int) int {
	if b >= len(c.toks) || !c.toks[b].is(cPrep) {
		return -1
	}
	for k := b + 2; k < len(c.toks) && k <= b+commAttribute; k++ {
		t := &c.toks[k]
		if !t.word() || !c.main[k] || t.is(cParty|cBody|cPerson) && t.is(cWe) {
			return -1
		}
		if c.finiteV2(k) && !c.toks[k-1].is(cPrep|cDet) {
			return k
		}
	}
	return -1
}

// pastRelative returns the finite verb behind a relative clause that no comma
// sets off at b ("de Partij die … ontvangt, vernietigt", "op wier grondgebied"),
// -1 for none.
func (c *commClauses) pastRelative(b int) int {
	if b+1 >= len(c.toks) || !c.toks[b].is(cRel) && !(c.toks[b].is(cPrep) && c.toks[b+1].is(cRel)) {
		return -1
	}
	for k := b + 2; k < len(c.toks) && k < b+commReach; k++ {
		if c.main[k] && c.finiteV2(k) && !c.toks[k-1].is(cPrep|cDet) {
			return k
		}
	}
	return -1
}

// skipAdverbs steps over a relative clause or an insertion after a subject.
func (c *commClauses) skipAdverbs(b int) int {
	for n := 0; b < len(c.toks) && n < 3; n++ {
		t := &c.toks[b]
		if t.punct == ',' {
			e := c.afterAside(b)
			if e <= b+1 {
				return b
			}
			b = e
			continue
		}
		return b
	}
	return b
}

// clauseStart reports whether the words before a leave it room to be the first
// part of its clause: nothing, a mark, a conjunction, or an insertion.
func (c *commClauses) clauseStart(a int) bool {
	if a == 0 {
		return true
	}
	p := &c.toks[a-1]
	return p.punct != 0 || p.is(cConj) && !c.toks[a].is(cName)
}

// agrees reports whether the verb at k may have the subject a…b, by number.
func (c *commClauses) agrees(a, b, k int) bool {
	t := &c.toks[k]
	if t.is(cBe | cHave | cMay | cModal | cPassive | cDuty) {
		return true
	}
	if t.is(cPrep | cDet | cConj | cAdv) {
		return false
	}
	return true
}

// classify decides what the clause with subject a…b and the verb of v binds.
func (c *commClauses) classify(v commVerdict, a, b, from int) (commVerdict, bool) {
	d := c.doc
	t := &c.toks[v.verb]
	end := c.clauseEnd(from)
	v.not = c.mainHas(from, end, cNot) || c.hasClass(a, b, cNone)
	commit := func(strength int) (commVerdict, bool) {
		v.kind, v.strength = KindCommitment, strength
		v.actorA, v.actorB = a, b
		head := c.lastNoun(a, b)
		v.body = c.toks[head].is(cBody) && !c.toks[head].is(cParty)
		if c.toks[a].is(cIt) && !c.toks[a].is(cDet) {
			v.actor, v.body = d.lastActor, d.lastBody
		}
		c.qualify(&v, end)
		return v, true
	}
	binding := d.instrument.indicative() && d.instrument.binding()
	switch {
	case t.is(cHave|cBe) && c.mainHas(from, end, cPromised) && !c.hasClass(from, end, cEntitle):
		return commit(3) // haben … beschlossen
	case promiseParticles[c.word(v.verb)] != "":
		if !c.hasWord(from, end, promiseParticles[c.word(v.verb)]) {
			break // not "kamen … überein"
		}
		return commit(d.weigh(4))
	case t.is(cPolite) && tellParticles[c.word(v.verb)] != "" && binding && c.hasWord(from, end, tellParticles[c.word(v.verb)]):
		return commit(4) // deelt … mee
	case binding && (strings.HasPrefix(c.word(v.verb), "erken") || strings.HasPrefix(c.word(v.verb), "anerkenn")) && c.mutual(from, end):
		return commit(4) // erkennen elkaars vaarbewijzen
	case t.is(cPolite) && c.infinitive(from, end) && c.hasClass(from, min(end, from+5), cPromiseNoun):
		return commit(3) // bekräftigen unsere Entschlossenheit, … zu
	case t.is(cMay):
		w := c.word(v.verb)
		if (w == "mag" || w == "mogen" || w == "darf" || w == "dürfen") && v.not {
			return commit(d.weigh(4))
		}
		if (w == "soll" || w == "sollen") && binding && !c.hasClass(from, end, cPassive|cBeInf|cForce) {
			return commit(2) // in law a duty that leaves room
		}
		if c.hasClass(from, end, cForce) && (c.hasClass(from, end, cInstr) || d.lastInstr && (c.hasWord(from, end, "es") || c.hasWord(from, end, "het"))) {
			v.kind, v.strength, v.actorA, v.actorB = KindProcedural, 0, a, b
			return v, true
		}
		return v, false
	case c.hasClass(from, end, cForce) && c.hasClass(from, end, cProcNoun) && (d.headProcedural || c.hasWord(from, end, "inwerkingtreding") || c.hasWord(from, end, "inkrafttreten")):
		v.kind, v.strength, v.actorA, v.actorB = KindProcedural, 0, a, b
		return v, true
	case c.hasClass(from, end, cForce) && c.hasClass(from, end, cInstr) && c.hasClass(from, end, cProcNoun|cForce) && !c.temporalV2(from, end):
		v.kind, v.strength, v.actorA, v.actorB = KindProcedural, 0, a, b
		return v, true
	case t.is(cIntent), c.hasClass(from, end, cIntent) && t.is(cBe):
		return commit(1)
	case t.is(cBe) && c.hasPhrase(from, end, "van plan"), t.is(cHave) && (c.hasPhrase(from, end, "de intentie") || c.hasPhrase(from, end, "die absicht")):
		return commit(1)
	case t.is(cTry):
		return commit(2)
	case t.is(cModal):
		if !binding && d.instrument != InstrumentUnknown {
			return commit(3)
		}
		return commit(d.weigh(4))
	case t.is(cPassive):
		return c.judgeWerden(v, a, b, from, end, commit)
	case t.is(cHave):
		if c.word(v.verb) != "" && c.l.code == "de" && c.infinitive(from, end) && !c.hasClass(from, end, cEntitle) {
			return commit(d.weigh(4)) // haben … zu erbringen
		}
		if c.hasPhrase(from, end, "tot taak") || c.hasPhrase(from, end, "de plicht") || c.hasPhrase(from, end, "zur aufgabe") {
			return commit(d.weigh(4))
		}
		return v, false
	case t.is(cBe):
		if strings.HasPrefix(c.word(v.verb), "bl") && c.mainHas(end-2, end, cVerb) && !c.mainHas(from, end, cEntitle) && binding {
			return commit(4) // blijven … nakomen
		}
		if c.mainHas(from, min(end, from+14), cDuty) && !c.hasPhrase(from, end, "niet gehouden") && !c.hasPhrase(from, end, "nicht verpflichtet") && !c.hasPhrase(from, end, "niet verplicht") {
			return commit(d.weigh(4))
		}
		return v, false
	case t.is(cDuty):
		if strings.HasPrefix(c.word(v.verb), "dien") && !c.hasWord(from, end, "te") {
			if !binding || c.hasWord(from, end, "doel") || c.hasWord(from, end, "doelen") {
				return v, false
			}
			return commit(4) // dient in: submits
		}
		return commit(d.weigh(4))
	case t.is(cRequest) && !binding:
		v.kind, v.strength, v.actorA, v.actorB = KindRequest, 0, a, b
		return v, true
	case t.is(cPolite | cDefine), t.is(cEntitle), t.is(cApply) && !c.hasClass(a, b, cParty|cBody|cPerson|cWe):
		return v, false
	case t.is(cPromise) && !binding:
		return commit(3)
	case !d.instrument.indicative():
		return v, false // the present of a text that does not bind
	}
	return commit(d.weigh(4))
}

// mutual reports whether a reciprocal word stands among the words a…b.
func (c *commClauses) mutual(a, b int) bool {
	for k := a; k < b; k++ {
		switch c.word(k) {
		case "elkaar", "elkaars", "wederzijds", "wederkerig", "einander", "gegenseitig":
			return true
		}
	}
	return false
}

// promiseParticles are the verbs that promise only with the particle which
// stands at the end of their clause: kommen … überein, zegden … toe.
var promiseParticles = map[string]string{
	"kommt": "überein", "kommen": "überein", "kam": "überein", "kamen": "überein", "sagte": "zu", "sagten": "zu",
	"kwam": "overeen", "kwamen": "overeen", "zegde": "toe", "zegden": "toe", "sprak": "af", "spraken": "af",
}

// tellParticles make a verb of statement one of telling somebody.
var tellParticles = map[string]string{"deelt": "mee", "delen": "mee", "teilt": "mit", "teilen": "mit"}

// judgeWerden judges wordt/wird with an actor as its subject: a passive, or in
// German the future.
func (c *commClauses) judgeWerden(v commVerdict, a, b, from, end int, commit func(int) (commVerdict, bool)) (commVerdict, bool) {
	if c.l.code == "de" {
		if !c.hasClass(from, end, cBeInf) && c.future(from, end) {
			return commit(c.doc.weigh(4))
		}
	}
	if x, y := c.agentV2(v.verb); y > x {
		r, ok := commit(c.doc.weigh(4))
		r.passive, r.actorA, r.actorB = true, x, y
		return r, ok
	}
	if !c.doc.instrument.mutual() || c.hasClass(from, end, cDeem|cForce) {
		return v, false
	}
	r, ok := commit(c.doc.weigh(4))
	r.passive = true
	c.doc.setDefault(&r)
	return r, ok
}

// future reports whether an infinitive ends the main clause a…b, which makes a
// future of werden.
func (c *commClauses) future(a, b int) bool {
	for k := a; k < b; k++ {
		t := &c.toks[k]
		if !c.main[k] || t.cap || !t.is(cVerb|cPart|cPolite|cPromise|cTry|cIntent) || k+1 < b && c.toks[k+1].word() && !c.toks[k+1].is(cConj) {
			continue
		}
		if w := c.word(k); strings.HasSuffix(w, "n") && !strings.HasPrefix(w, "ge") {
			return true
		}
	}
	return false
}

// mainHas reports whether a word of the class stands in the main clause.
func (c *commClauses) mainHas(a, b int, cls commClass) bool {
	for k := a; k < b && k < len(c.toks); k++ {
		if c.main[k] && c.toks[k].is(cls) {
			return true
		}
	}
	return false
}

func (c *commClauses) infinitive(a, b int) bool {
	for k := a; k+1 < b; k++ {
		if w := c.word(k); (w == "te" || w == "zu") && c.toks[k+1].is(cVerb) {
			return true
		}
	}
	return c.l.code == "de" && c.joinedInfinitive(a, b)
}

// joinedInfinitive reports whether an infinitive with zu inside ("vorzulegen")
// stands among the words a…b.
func (c *commClauses) joinedInfinitive(a, b int) bool {
	for k := a; k < b; k++ {
		w := c.word(k)
		if len(w) < 8 || c.toks[k].cap || w[len(w)-1] != 'n' {
			continue
		}
		if i := strings.Index(w[2:], "zu"); i >= 0 && i+6 < len(w) {
			return true
		}
	}
	return false
}

func (c *commClauses) lastNoun(a, b int) int {
	for k := a; k < b; k++ {
		if c.toks[k].is(cParty | cBody | cPerson) {
			return k
		}
	}
	return a
}

func (c *commClauses) hasWord(a, b int, w string) bool {
	for k := a; k < b && k < len(c.toks); k++ {
		if c.word(k) == w {
			return true
		}
	}
	return false
}

func (c *commClauses) hasPhrase(a, b int, p string) bool {
	x, y, _ := strings.Cut(p, " ")
	for k := a; k+1 < b && k+1 < len(c.toks); k++ {
		if c.word(k) == x && c.word(k+1) == y {
			return true
		}
	}
	return false
}

// clauseEnd returns where the clause ends that goes on at k.
func (c *commClauses) clauseEnd(k int) int {
	e := k
	for ; e < len(c.toks) && e-k < commReach; e++ {
		if p := c.toks[e].punct; p == ';' || p == ':' {
			break
		}
	}
	return e
}

// temporalV2 reports whether all words of force among a…b belong to a time.
func (c *commClauses) temporalV2(a, b int) bool {
	for k := a; k < b; k++ {
		if !c.toks[k].is(cForce) || c.toks[k].is(cInstr) {
			continue
		}
		in := false
		for j := k - 1; j >= max(0, k-6); j-- {
			switch c.word(j) {
			case "na", "voor", "tot", "binnen", "vanaf", "voorafgaand", "sinds", "nach", "vor", "bis", "ab", "innerhalb", "bij", "bei":
				in = true
			}
		}
		if !in {
			return false
		}
	}
	return true
}

// qualify lowers the strength of v where a phrase of discretion or of domestic
// law stands in its clause.
func (c *commClauses) qualify(v *commVerdict, end int) {
	if v.strength < 3 {
		return
	}
	for k := 0; k < end; k++ {
		t := &c.toks[k]
		if t.is(cOpen) || !c.main[k] && k > v.verb+4 {
			if k > v.verb {
				return
			}
		}
		switch {
		case t.is(cTry):
			v.strength = 2
		case t.is(cQual) && k > 0 && c.qualWord(k):
			v.strength = 2
		case t.is(cLaw) && !v.passive && c.ownLaw(k):
			v.strength = 2
		}
	}
}

// qualWord reports whether the word at k ends an adverbial: waar mogelijk, indien
// nodig, soweit möglich, nach Möglichkeit.
func (c *commClauses) qualWord(k int) bool {
	switch c.word(k - 1) {
	case "waar", "indien", "wanneer", "voorzover", "als", "soweit", "wenn", "falls", "sofern", "nach":
		return true
	case "mate":
		return true
	case "veel", "zoveel", "weit":
		return true
	}
	return false
}

// ownLaw reports whether the law at k is the party's own and limits the duty.
func (c *commClauses) ownLaw(k int) bool {
	own, limit := false, false
	for j := k - 1; j >= max(0, k-7); j-- {
		switch c.word(j) {
		case "hun", "haar", "zijn", "nationale", "beschikbare", "eigen", "ihrer", "seiner", "ihres", "seines", "innerstaatlichen", "geltenden", "verfügbaren":
			own = true
		case "binnen", "kader", "overeenstemming", "overeenkomstig", "krachtens", "volgens", "grenzen", "rahmen", "maßgabe", "einklang", "gemäß":
			limit = true
		}
	}
	return own && limit
}

// agentV2 finds the doer of a passive: door de zendende partij, durch die
// Vertragsparteien.
func (c *commClauses) agentV2(verb int) (from, to int) {
	for k := verb + 1; k+1 < len(c.toks) && k < verb+40; k++ {
		if w := c.word(k); w != "door" && w != "durch" && w != "von" && w != "vom" || !c.main[k] {
			continue
		}
		e := k + 1
		head := false
		for ; e < len(c.toks) && e < k+8; e++ {
			x := &c.toks[e]
			if x.is(cParty | cBody | cPerson) {
				head = true
				continue
			}
			if head && c.ofPhrase(e) {
				e = c.afterOf(e) - 1
				continue
			}
			if !x.word() || head || x.is(cPrep|cConj) && !x.is(cDet) || x.is(cInstr) {
				break
			}
		}
		if head {
			return k + 1, e
		}
	}
	return 0, 0
}

// judgePassive judges a unit without an actor as its subject.
func (c *commClauses) judgePassive() commVerdict {
	v := commVerdict{verb: -1}
	d := c.doc
	for k := range c.toks {
		t := &c.toks[k]
		if !c.main[k] || !t.is(cPassive|cModal|cMay|cDuty|cAmount|cBe) || t.is(cBe) && t.is(cDet) && c.possessiveV2(k) {
			continue
		}
		if t.is(cMay) {
			return v
		}
		end := c.clauseEnd(k + 1)
		v.trigA, v.trigB, v.verb, v.strength = k, k+1, k, d.weigh(4)
		v.not = c.mainHas(k+1, end, cNot)
		switch {
		case t.is(cAmount) && d.instrument.mutual():
			v.kind = KindCommitment
			d.setDefault(&v)
			return v
		case t.is(cDuty) && !c.hasClass(k+1, end, cPassive) && !(c.l.code == "de" && c.hasWord(k+1, end, "werden")), t.is(cModal) && !c.hasClass(k+1, end, cPassive) && !c.hasWord(k, end, "worden"):
			continue
		case t.is(cBe) && !(c.infinitive(k, end) && c.l.code == "de") && !c.bindingEffect(k, end) && !c.hasClass(k+1, min(k+8, end), cExempt):
			continue
		}
		if (c.mainHas(k+1, min(end, k+25), cDeem) || c.mainHas(k+1, min(end, k+8), cEntitle)) && !t.is(cDuty) {
			return v
		}
		v.passive = true
		if a, b := c.agentV2(k); b > a {
			v.kind, v.actorA, v.actorB = KindCommitment, a, b
			v.body = c.toks[c.lastNoun(a, b)].is(cBody)
			c.qualify(&v, end)
			return v
		}
		if d.instrument == InstrumentRegulation && t.is(cBe|cDuty) {
			v.kind = KindCommitment // a legislator's "ist zu zahlen", whoever it is
			c.qualify(&v, end)
			return v
		}
		if d.instrument.mutual() {
			v.kind = KindCommitment
			d.setDefault(&v)
			if t.is(cBe) {
				if a, b := c.bound(k + 1); b > a {
					v.actor, v.actorA, v.actorB = "", a, b
				}
			}
			c.qualify(&v, end)
		}
		return v
	}
	return v
}

// judgeWhoever judges a clause whose subject is a relative: "Wer eine Hecke
// besitzt, muss sie schneiden".
func (c *commClauses) judgeWhoever() commVerdict {
	none := commVerdict{verb: -1}
	first := 0
	for first < len(c.toks) && c.toks[first].punct != 0 {
		first++
	}
	if w := c.word(first); w != "wer" && w != "wie" && w != "degene" || !c.doc.instrument.indicative() {
		return none
	}
	for k := first + 1; k+1 < len(c.toks) && k < first+commReach; k++ {
		if c.toks[k].punct != ',' || !c.finiteV2(k+1) {
			continue
		}
		v := commVerdict{trigA: k + 1, trigB: k + 2, verb: k + 1, strength: c.doc.weigh(4)}
		if v, ok := c.classify(v, first, k, k+2); ok {
			v.body = false
			return v
		}
		return none
	}
	return none
}

// judgeBan judges an impersonal prohibition, "Het is verboden te", and a
// permission that a passive denies, "dürfen nicht gerodet werden".
func (c *commClauses) judgeBan() commVerdict {
	v := commVerdict{verb: -1}
	if !c.doc.instrument.indicative() {
		return v
	}
	for k := range c.toks {
		if c.main[k] && c.toks[k].is(cBe|cMay) && c.bans(k) {
			v.kind, v.strength, v.trigA, v.trigB, v.verb = KindCommitment, c.doc.weigh(4), k, k+1, k
			v.not, v.passive = true, true
			if c.doc.instrument.mutual() {
				c.doc.setDefault(&v)
			}
			return v
		}
	}
	return v
}

// bans reports whether the form of be or the modal at k forbids.
func (c *commClauses) bans(k int) bool {
	end := c.clauseEnd(k + 1)
	if c.toks[k].is(cBe) {
		near := min(end, k+4)
		return c.hasWord(k+1, near, "verboden") || c.hasWord(k+1, near, "verboten") || c.hasWord(k+1, near, "untersagt")
	}
	switch c.word(k) {
	case "dürfen", "darf", "mogen", "mag":
		return c.mainHas(k+1, end, cNot) && c.mainHas(k+1, end, cPassive)
	}
	return false
}

// talkNouns and talkVerbs make "Dit overleg begint binnen zestig dagen" a duty of
// the parties.
var (
	talkNouns = sentSet("overleg consultaties raadplegingen onderhandelingen konsultationen verhandlungen gespräche beratungen")
	talkVerbs = sentSet("begint beginnen vindt vinden beginnt findet finden")
)

// judgeTalks judges a clause that says when talks of the parties take place.
func (c *commClauses) judgeTalks() commVerdict {
	v := commVerdict{verb: -1}
	for k := 0; k+1 < len(c.toks) && k < 6 && c.doc.instrument.mutual(); k++ {
		if c.main[k] && c.toks[k].hints&hintTalk != 0 && talkVerbs[c.word(k+1)] && (k == 0 || c.toks[k-1].is(cDet|cAdj)) {
			v.kind, v.strength, v.trigA, v.trigB, v.verb, v.passive = KindCommitment, c.doc.weigh(4), k+1, k+2, k+1, true
			c.doc.setDefault(&v)
			return v
		}
	}
	return v
}

// judgeCharge judges a clause that says who bears a cost: "komen ten laste van
// de eigenaar", "gehen zu Lasten des Entsendestaats".
func (c *commClauses) judgeCharge() commVerdict {
	v := commVerdict{verb: -1}
	if !c.doc.instrument.indicative() {
		return v
	}
	for k := 2; k+2 < len(c.toks); k++ {
		if c.toks[k].hints&hintCharge == 0 || !c.main[k] || c.word(k-1) != "ten" && c.word(k-1) != "zu" || !c.ofPhrase(k+1) {
			continue
		}
		verb := -1
		for j := k - 2; j > 0 && verb < 0; j-- {
			if c.main[j] && c.finiteV2(j) {
				verb = j
			}
		}
		end := k + 2
		for end < len(c.toks) && c.toks[end].word() && !c.finiteV2(end) && !c.toks[end].is(cRel|cConj) {
			end++
		}
		if verb < 0 || !c.hasClass(k+1, end, cParty|cBody|cPerson) {
			continue
		}
		v.kind, v.strength, v.trigA, v.trigB, v.verb = KindCommitment, c.doc.weigh(4), verb, verb+1, verb
		v.passive, v.actorA, v.actorB = true, k+2, end
		if c.l.code == "de" && c.word(k+1) != "von" {
			v.actorA = k + 1
		}
		return v
	}
	return v
}

// bindingEffect reports whether something is said to bind: bindend voor.
func (c *commClauses) bindingEffect(a, b int) bool {
	return c.hasWord(a, b, "bindend") || c.hasWord(a, b, "endgültig") || c.hasWord(a, b, "verbindlich")
}

func (c *commClauses) possessiveV2(k int) bool {
	if k > 1 && c.toks[k-1].is(cVerb) && c.toks[k-2].is(cDet) {
		return false // "Alle stukken zijn"
	}
	return k > 0 && c.toks[k-1].is(cPrep|cVerb|cConj)
}

// procedural reports whether the instrument, a change of it or its end is the
// subject of the main clause.
func (c *commClauses) procedural() (commVerdict, bool) {
	v := commVerdict{verb: -1}
	for k := range c.toks {
		t := &c.toks[k]
		if !c.main[k] || !t.is(cInstr|cProcNoun) || k > 30 {
			continue
		}
		a := k
		for a > 0 && c.toks[a-1].is(cDet) {
			a--
		}
		if a > 0 && (c.toks[a-1].is(cPrep) || c.oblique(a)) || c.l.code == "de" && c.word(a) == "dieses" && strings.HasSuffix(c.word(k), "s") {
			continue
		}
		before := a > 0 && c.finiteV2(a-1) && !c.actorBefore(a-1)
		after := k+1 < len(c.toks) && c.finiteV2(k+1)
		if !before && !(after && c.clauseStart(a)) && !(a == 0 && c.hasClass(k, len(c.toks), cForce)) {
			continue
		}
		if k+1 < len(c.toks) && commPurpose[c.word(k+1)] && !c.forceV2(k+1) {
			return v, false // "Dieses Abkommen regelt": what it is about
		}
		if c.weakInstrument(k) && !c.hasClass(k+1, len(c.toks), cForce) {
			continue
		}
		v.kind = KindProcedural
		v.actorA, v.actorB = a, k+1
		return v, true
	}
	if c.doc.headProcedural && c.hasClass(0, len(c.toks), cForce) {
		for k := range c.toks {
			if c.main[k] && c.toks[k].is(cForce) && c.hasClass(0, len(c.toks), cInstr|cProcNoun) {
				v.kind = KindProcedural
				return v, true
			}
		}
	}
	if !c.mainHas(0, len(c.toks), cBe) {
		return v, false
	}
	for k := range c.toks { // "de Engelse tekst is doorslaggevend", "… blijft van toepassing"
		if !c.main[k] {
			continue
		}
		switch c.word(k) {
		case "doorslaggevend", "maßgebend":
			v.kind = KindProcedural
			return v, true
		case "toepassing":
			if c.word(k-1) == "van" && !(k+1 < len(c.toks) && c.toks[k+1].word() && strings.HasPrefix(c.word(k+1), "zijnd")) {
				v.kind = KindProcedural
				return v, true
			}
		}
	}
	return v, false
}

// forceV2 reports whether a word of force stands after token k; "de werking
// van" a thing is none.
func (c *commClauses) forceV2(k int) bool {
	for ; k < len(c.toks); k++ {
		if c.toks[k].is(cForce) && (c.word(k) != "werking" || c.word(k-1) == "in" || c.word(k-1) == "buiten") {
			return true
		}
	}
	return false
}

// commPurpose are verbs by which an instrument says what it is about.
var commPurpose = sentSet("begründet begründen schafft schept regelt regeln bezweckt bezwecken dient heeft hebben beoogt beogen strekt hat bestimmt bepaalt beschrijft omschrijft beschreibt legt")

// actorBefore reports whether the verb at k has an actor before it: a noun
// phrase after it is then its object.
func (c *commClauses) actorBefore(k int) bool {
	for j := 0; j < k; j++ {
		if !c.main[j] || !c.clauseStart(j) {
			continue
		}
		if _, b, ok := c.actorAt(j); ok && b <= k {
			return true
		}
	}
	return false
}

// weakInstrument reports whether the noun at k may also mean another text.
func (c *commClauses) weakInstrument(k int) bool {
	switch c.word(k) {
	case "regeling", "overeenkomst", "overeenkomsten", "nota", "vereinbarung", "vereinbarungen", "erklärung", "tekst", "lid":
		for j := max(0, k-2); j < k; j++ {
			if w := c.word(j); w == "deze" || w == "dit" || w == "diese" || w == "onderhavige" {
				return false
			}
		}
		return true
	}
	return false
}
