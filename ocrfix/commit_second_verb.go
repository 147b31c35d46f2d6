package ocrfix

import "strings"

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
		} else if b == a+1 && demonstratives[c.word(a)] {
			v.actorA, v.actorB = a, a // someone named before, and it does not say who
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
	case (strings.HasPrefix(c.word(v.verb), "erklär") || strings.HasPrefix(c.word(v.verb), "verkla")) && (c.hasWord(from, end, "bereit") || c.hasWord(from, end, "bereid")):
		return commit(1) // erklärte sich bereit
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
