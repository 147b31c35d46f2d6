package ocrfix

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
		case t.is(cBe) && !(c.infinitive(k, end) && c.l.code == "de") && !c.bindingEffect(k, end) && !c.mainHas(k+1, end, cExempt):
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
			if t.is(cBe) && c.hasClass(k+1, end, cExempt) {
				d.setExempter(c.commScan, &v, k, c.subjectHead(k))
			} else if t.is(cBe) {
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

// subjectHead returns the noun of the actor that is the subject of the verb at k,
// -1 where none is.
func (c *commClauses) subjectHead(k int) int {
	for j := range k + 2 {
		if j < len(c.toks) && c.main[j] {
			if a, b, ok := c.actorAt(j); ok && (b == k || a == k+1) {
				return c.lastNoun(a, b)
			}
		}
	}
	return -1
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
	talkNouns = wordSet("overleg consultaties raadplegingen onderhandelingen konsultationen verhandlungen gespräche beratungen")
	talkVerbs = wordSet("begint beginnen vindt vinden beginnt findet finden")
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
	if c.hint&hintCharge == 0 || !c.doc.instrument.indicative() {
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

// chargeWords are those of "ten laste van" and "zu Lasten".
var chargeWords = wordSet("laste lasten")
