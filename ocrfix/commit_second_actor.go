package ocrfix

import "strings"

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
	if t.is(cDet|cThis) && k+1 < len(c.toks) && c.toks[k+1].is(cModal|cPassive) && demonstratives[c.word(k)] && c.clauseStart(k) {
		return k, k + 1, c.doc.lastActor != "" && !c.doc.lastInstr
	}
	if k > 0 && (c.toks[k-1].is(cPrep) || c.toks[k-1].is(cDet) && !c.toks[k-1].is(cThis) || c.toks[k-1].is(cAdj)) {
		return
	}
	if !t.is(cDet|cQuant|cParty|cBody|cPerson) && !(c.l.code == "nl" && t.is(cName) && c.names[c.text[t.start:t.end]]) && !(k == 0 && c.doer(k)) {
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
	if c.l.code == "nl" && t.is(cQuant|cNone) && c.word(k+1) == "der" {
		b = k + 2 // geen der Partijen
	}
	for ; b < len(c.toks) && b < k+12; b++ {
		x := &c.toks[b]
		if head >= 0 && x.is(cVerb) && !x.cap && c.toks[b-1].is(cParty|cBody|cPerson) && c.word(b) == "staat" {
			break // staat toe
		}
		if x.is(cParty|cBody|cPerson) || c.doer(b) || c.l.code == "nl" && x.is(cName) && (c.names[c.text[x.start:x.end]] || c.l.code == "nl" && b > 0) {
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

// demonstratives stand alone for someone named before: "Diese wird prüfen".
var demonstratives = wordSet("diese dieser deze")

// apposedName reports whether the German word at b, behind the noun of a party, is
// its name, and the verb follows: "das Fürstentum Lehn stellt".
func (c *commClauses) apposedName(b int) bool {
	return c.l.capNouns && c.toks[b].cap && c.toks[b].is(cName) && c.toks[b-1].is(cParty) && c.toks[b-1].cap && b+1 < len(c.toks) && c.finiteV2(b+1)
}

// doer reports whether the unlisted noun at k names someone by what he does, as
// its ending and the article before it show: "der Besitzer", "een imker".
func (c *commClauses) doer(k int) bool {
	if c.toks[k].entry != 0 {
		return false
	}
	w := c.word(k)
	if k == 0 {
		return c.l.code == "nl" && (strings.HasSuffix(w, "s") || strings.HasSuffix(w, "en")) && doerNL(w) // Vissers uit beide landen
	}
	if c.toks[k].cap != c.l.capNouns || !c.hasClass(max(k-2, 0), k, cDet|cQuant) {
		return false
	}
	if c.l.code == "de" {
		return len(w) >= 6 && strings.HasSuffix(w, "er") && !thingsDE[w] && articlesDE[c.word(k-1)]
	}
	article := k - 1
	if article > 0 && strings.HasSuffix(c.word(article), "e") && !articlesNL[c.word(article)] {
		article-- // an adjective
	}
	return articlesNL[c.word(article)] && doerNL(w)
}

// articlesDE and articlesNL may stand before the noun of a doer that is a subject.
var (
	articlesDE = wordSet("der ein jeder kein dieser")
	articlesNL = wordSet("de een elke iedere geen deze alle")
)

// doerNL reports whether a Dutch noun has the ending of a doer, in the singular or
// in the plural: imker, vissers, monteur, specialisten.
func doerNL(w string) bool {
	w = strings.TrimSuffix(w, "s")
	if len(w) < 5 || thingsNL[w] {
		return false
	}
	for _, end := range [...]string{"meter", "jaar", "baar", "vaar", "ment", "menten", "water"} {
		if strings.HasSuffix(w, end) {
			return false
		}
	}
	for _, end := range [...]string{"er", "eur", "ist", "isten", "aar", "aren", "ant", "anten", "ent", "enten", "oloog", "ologen", "kundige", "kundigen", "lieden"} {
		if strings.HasSuffix(w, end) {
			return len(w) > len(end)+2
		}
	}
	return false
}

// thingsDE and thingsNL end as doers do and are none.
var (
	thingsDE = wordSet("container computer winter sommer fehler zähler behälter speicher filter körper bunker trichter eimer keller anker kutter finger hunger zucker donner hammer acker schalter decoder server drucker stecker koffer teller wecker kalender september oktober november dezember charakter parameter sender")
	thingsNL = wordSet(`kamer zomer winter nummer letter liter computer server container zender filter oever zolder kelder anker leder leger kader cijfer offer venster klooster rooster register theater
		monster poeder september oktober november december kalender charter order koffer hamer trekker tanker sleper bunker tender folder ordner stekker teller wekker tijger vinger honger suiker donder akker
		karakter parameter schakelaar adelaar altaar gebaar bezwaar gevaar evenaar restaurant variant constant diamant olifant document continent accent talent percent procent patent procenten percenten accenten talenten
		kleur humeur voorkeur ander andere verder hoger lager groter kleiner beter langer korter later eerder minder nader breder dieper sneller zwaarder jonger ouder sterker strenger ruimer zekerder gevaren bezwaren`)
)

// titleAdjective reports whether the capitalised word at k is an adjective in
// the name of a body: die Gemischte Kommission.
func (c *commClauses) titleAdjective(k int) bool {
	if k+1 >= len(c.toks) || !c.toks[k+1].is(cParty|cBody|cPerson) {
		return false
	}
	w := c.word(k)
	return strings.HasSuffix(w, "e") || strings.HasSuffix(w, "en") || strings.HasSuffix(w, "er") || strings.HasSuffix(w, "es")
}

// refOrdinal are the ordinals that make a paragraph of the Dutch "lid".
var refOrdinal = wordSet("eerste tweede derde vierde vijfde zesde zevende achtste laatste vorige dit")

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
	case "van", "der", "des", "von", "eines", "einer":
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
		if c.l.capNouns && c.toks[k].is(cDet) && !c.ofPhrase(k) {
			break // another noun phrase: "eines Vertragsstaats seine Tätigkeit"
		}
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
