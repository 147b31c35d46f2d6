package ocrfix

import "strings"

// courtesyWords are those of the formulas of notes.
var courtesyWords = wordSet("complimenten hoogachting hochachtung beehrt beehre beehren eer ehre")

// courtesy reports whether the unit is a formula of notes and letters: "heeft de
// eer", "beehrt sich", "mit ausgezeichneter Hochachtung".
func (c *commClauses) courtesy() bool {
	if c.hint&hintNote == 0 {
		return false
	}
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

// itself reports whether a pronoun for the instrument is the subject and the
// clause is about its life: "Es kann gekündigt werden".
func (c *commClauses) itself() (commVerdict, bool) {
	v := commVerdict{verb: -1}
	if !c.doc.lastInstr || len(c.toks) < 3 || !c.toks[0].is(cIt) || !c.finiteV2(1) || !c.hasClass(1, len(c.toks), cForce|cApply) {
		return v, false
	}
	v.kind, v.actorA, v.actorB = KindProcedural, 0, 1
	return v, true
}

// procedural reports whether the instrument, a change of it or its end is the
// subject of the main clause.
func (c *commClauses) procedural() (commVerdict, bool) {
	v := commVerdict{verb: -1}
	for k := range c.toks {
		if k > 30 || c.all&(cInstr|cProcNoun) == 0 {
			break
		}
		t := &c.toks[k]
		if !c.main[k] || !t.is(cInstr|cProcNoun) {
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
	if c.all&cBe == 0 || !c.mainHas(0, len(c.toks), cBe) {
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
var commPurpose = wordSet("begründet begründen schafft schept regelt regeln bezweckt bezwecken dient heeft hebben beoogt beogen strekt hat bestimmt bepaalt beschrijft omschrijft beschreibt legt")

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
