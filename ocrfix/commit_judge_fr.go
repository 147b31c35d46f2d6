package ocrfix

import "strings"

// judgeFR judges one French unit. In a treaty every present or future of a party
// binds, so the search runs over the finite verbs of the main clauses and sets
// aside what only permits, defines, states or speaks of the instrument itself.
func (d *commDoc) judgeFR(s *commScan) commVerdict {
	best := commVerdict{verb: -1}
	markers := 0
	for i := range s.toks {
		verb := s.verbFR(i)
		if !verb && s.toks[i].id == 0 {
			continue
		}
		if markers++; markers > commMaxMarkers {
			break
		}
		if id := s.toks[i].id; id != 0 {
			for k := range s.l.byFirst[id] {
				p := &s.l.byFirst[id][k]
				if n := commMatch(s.toks, i, p); n > 0 {
					v := d.judgeMarkerFR(s, i, n, p)
					if v.better(&best) {
						best = v
					}
				}
			}
		}
		if verb {
			if v := d.judgeVerbFR(s, i); v.better(&best) {
				best = v
			}
		}
	}
	return best
}

// verbFR reports whether token i is a finite verb: by its form, or after a
// reflexive or a negation.
func (s *commScan) verbFR(i int) bool {
	t := &s.toks[i]
	if t.is(cBe | cHave | cFuture) {
		return true
	}
	if t.is(cAdj) && !t.is(cVerb) || i == 0 {
		return false
	}
	prev := &s.toks[i-1]
	if s.word(i) == "entre" || s.word(i) == "entrent" {
		return s.word(i+1) == "en" // entre en vigueur
	}
	if !t.is(cVerb) && s.governsFR(i) {
		return true
	}
	if t.is(cVerb) {
		return !prev.is(cPrep) && !(prev.is(cDet) && !prev.is(cClitic)) || s.word(i-1) == "en"
	}
	switch s.word(i - 1) {
	case "se", "s'", "ne", "n'", "s’", "n’":
		return !t.is(cPart|cBeInf) && !strings.HasSuffix(s.word(i), "er") && !strings.HasSuffix(s.word(i), "ir") && t.word()
	}
	return false
}

// governsFR reports whether the word at i, which no list knows, is a verb by
// where it stands: between a noun and an article or a pronoun ("Chaque Partie
// classe les données"), or right after a subject pronoun that opens the clause.
func (s *commScan) governsFR(i int) bool {
	t, w := &s.toks[i], s.word(i)
	if !t.word() || t.cap || t.digit || len(w) < 3 || t.is(cPrep|cConj|cSub|cRel|cDet|cAdv|cNot|cParty|cBody|cPerson|cInstr|cPart|cQuant|cUnit|cMonth|cNum) {
		return false
	}
	switch w[len(w)-1] {
	case 'e', 't', 'd':
	default:
		return false
	}
	if s.word(i-1) == "les" && i > 1 && s.toks[i-2].word() && !s.toks[i-2].is(cPrep|cConj|cVerb|cSub) {
		return true // "les efface": no noun, which would be a plural
	}
	from := s.beforeClitics(i)
	if from > 0 && from <= 2 && s.toks[from-1].is(cIt) && (from == 1 || s.toks[from-2].punct != 0) {
		return true
	}
	if p := &s.toks[i-1]; !p.word() || p.is(cPrep|cDet|cConj|cSub|cRel|cAdv|cBe|cHave|cMay|cVerb|cFuture|cNum) || i+1 >= len(s.toks) {
		return false
	}
	if i == 2 && s.toks[0].is(cDet|cQuant) && s.nounAt(1) && (t.id == 0 || t.is(cPolite)) && s.toks[3].is(cPrep) && !s.hasClass(3, len(s.toks), cBe|cHave|cMay|cVerb|cFuture) {
		return true // the only verb: "Le propriétaire replante dans …"
	}
	switch s.word(i + 1) {
	case "le", "la", "les", "l'", "l’", "un", "une", "son", "sa", "ses", "leur", "leurs", "celui-ci", "celle-ci", "ceux-ci", "chaque", "tout", "toute", "tous", "toutes":
		return true
	}
	return false
}

// partFR reports whether the word at k, after a form of être, is a participle:
// by its class, or by the ending of an irregular one.
func (s *commScan) partFR(k int) bool {
	if k >= len(s.toks) {
		return false
	}
	t := &s.toks[k]
	if t.is(cPart) {
		return true
	}
	if !t.word() || t.cap || t.is(cPrep|cDet|cConj|cAdv|cDuty|cAdj|cEntitle|cExempt) {
		return false
	}
	w := strings.TrimSuffix(strings.TrimSuffix(s.word(k), "s"), "e")
	for _, end := range [...]string{"uit", "ert", "int", "ein", "rit", "fai", "dit", "clu", "ndu", "enu", "vu", "is"} {
		if len(w) > 3 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// beforeClitics steps back from a verb over its object pronouns.
func (s *commScan) beforeClitics(i int) int {
	for i > 0 && s.toks[i-1].is(cClitic|cNot) {
		if s.toks[i-1].is(cWe) && (i < 2 || !s.toks[i-2].is(cWe)) {
			break
		}
		i--
	}
	return i
}

func (d *commDoc) judgeMarkerFR(s *commScan, i, n int, p *commPattern) commVerdict {
	v := commVerdict{trigA: i, trigB: i + n, verb: i + n, strength: p.strength}
	sub := s.subject(s.beforeClitics(i))
	if !sub.found || sub.sub {
		return v
	}
	if p.kind == mkMean && !s.infinitiveFR(i+n) {
		return v
	}
	if p.kind == mkMust {
		return d.judgeVerbFR(s, i)
	}
	if !d.actorSubject(s, sub) || p.kind == mkNoun && s.bareValue(v.trigB) {
		return v
	}
	v.kind = KindCommitment
	switch p.kind {
	case mkRequest:
		if s.toks[sub.head].is(cWe) || !d.instrument.mutual() {
			v.kind = KindRequest
		} else {
			v.kind = ""
		}
	default:
		v.strength = d.weigh(v.strength)
	}
	v.not = s.negatedFR(i)
	d.setActor(s, &v, sub)
	if p.kind != mkIntent && p.kind != mkMean {
		d.lowerNear(s, &v)
	}
	return v
}

// infinitiveFR reports whether an infinitive stands at k, by its ending,
// adverbs and pronouns before it aside.
func (s *commScan) infinitiveFR(k int) bool {
	for k < len(s.toks) && s.toks[k].is(cAdv|cClitic|cNot) {
		k++
	}
	if k >= len(s.toks) || s.toks[k].cap || s.toks[k].is(cPrep|cDet) {
		return false
	}
	w := s.word(k)
	return len(w) > 3 && (strings.HasSuffix(w, "er") || strings.HasSuffix(w, "ir") || strings.HasSuffix(w, "re"))
}

// weigh lowers what binds in law to a promise where the text does not.
func (d *commDoc) weigh(strength int) int {
	if strength == 4 && !d.instrument.binding() {
		return 3
	}
	return strength
}

// negatedFR reports whether ne stands before the verb at i.
func (s *commScan) negatedFR(i int) bool {
	for k := i - 1; k >= 0 && k >= i-4; k-- {
		if w := s.word(k); w == "ne" || w == "n'" || w == "n’" {
			return true
		}
		if !s.toks[k].is(cClitic) {
			return false
		}
	}
	return false
}

// judgeVerbFR judges the clause whose finite verb is token i.
func (d *commDoc) judgeVerbFR(s *commScan, i int) commVerdict {
	v := commVerdict{trigA: i, trigB: i + 1, verb: i, not: s.negatedFR(i), strength: d.weigh(4)}
	from := s.beforeClitics(i)
	sub := s.subject(from)
	if !sub.found || sub.sub {
		return v
	}
	t := &s.toks[i]
	actor := d.actorSubject(s, sub)
	it := s.toks[sub.head].is(cIt)
	instr := s.instrumentFR(sub) || it && d.lastInstr
	if s.toks[sub.head].is(cNone) {
		v.not = true
	}
	next := i + 1
	for next < len(s.toks) && (s.toks[next].is(cAdv|cNot) && !s.toks[next].is(cDet) || s.toks[next].punct == '"' || s.toks[next].is(cBeInf)) {
		next++
	}
	var after commTok
	if next < len(s.toks) {
		after = s.toks[next]
	}
	switch {
	case it && impersonalFR[s.word(i)]:
		return v
	case t.is(cMay) && v.not && actor && (!it || d.instrument == InstrumentRegulation) && d.instrument.indicative():
		v.kind = KindCommitment // ne peut: a prohibition
		d.setActor(s, &v, sub)
		return v
	case t.is(cMay), t.is(cEntitle), t.is(cDefine) && !(actor && t.is(cVerb)), t.is(cPolite) && !t.is(cFuture) && d.instrument != InstrumentRegulation && !(actor && v.not && d.instrument.indicative()):
		if instr {
			v.kind, v.strength = KindProcedural, 0
		}
		return v
	case t.is(cHave):
		if s.word(next) == "pour" && (s.word(next+1) == "tâche" || s.word(next+1) == "mission") && d.instrument.mutual() {
			v.kind, v.verb = KindCommitment, next+2 // aura pour tâche de
			d.setActor(s, &v, sub)
			return v
		}
		return v
	}
	if sub.elided && !t.is(cFuture) && from > 0 && !s.toks[from-1].is(cConj) {
		return v // a form in the midst of a phrase
	}
	if instr && purposeFR[s.word(i)] {
		return v // "Le présent Accord fixe": what it is about
	}
	if instr || d.headProcedural && !actor {
		v.kind, v.strength = KindProcedural, 0
		v.actorA, v.actorB = sub.from, sub.to
		return v
	}
	if actor && s.hasClass(i, min(i+12, len(s.toks)), cForce) && s.hasClass(i, len(s.toks), cInstr) && s.hasClass(i, len(s.toks), cProcNoun) {
		v.kind, v.strength = KindProcedural, 0
		v.actorA, v.actorB = sub.from, sub.to
		return v
	}
	if t.is(cBe) {
		return d.judgeBeFR(s, v, sub, next, after, actor, it)
	}
	if actor {
		if !d.instrument.indicative() && !t.is(cFuture) {
			return v // the present of a text that does not bind
		}
		v.kind = KindCommitment
		if !d.instrument.binding() {
			v.strength = 3
		}
		d.setActor(s, &v, sub)
		d.lowerNear(s, &v)
		return v
	}
	if i > 0 && (s.word(i-1) == "se" || s.word(i-1) == "s'" || s.word(i-1) == "s’") && !t.is(cApply|cForce) && d.instrument.mutual() {
		v.kind, v.passive = KindCommitment, true // "le règlement s'effectuera"
		d.setDefault(&v)
	}
	return v
}

// purposeFR are verbs by which an instrument says what it is about.
var purposeFR = wordSet("fixe définit détermine vise concerne précise énonce établit décrit porte traite crée")

// impersonalFR are verbs whose il stands for no one.
var impersonalFR = wordSet("convient conviendra faut faudra agit agira appartient appartiendra existe existera importe y s'agit")

// judgeBeFR judges a clause with être: a passive, a duty, an exemption.
func (d *commDoc) judgeBeFR(s *commScan, v commVerdict, sub commSubject, next int, after commTok, actor, it bool) commVerdict {
	if d.instrument.indicative() && s.word(next) == "à" && s.word(next+1) == "la" && s.word(next+2) == "charge" { // sont à la charge de la France
		if e := s.npEnd(next + 4); e > next+4 && s.actorToken(s.headOf(next+4, e)) {
			v.kind, v.passive, v.actorA, v.actorB = KindCommitment, true, next+4, e
		}
		return v
	}
	if it && d.instrument.indicative() && (s.word(next) == "interdit" || s.word(next) == "défendu") { // il est interdit de
		v.kind, v.not, v.passive = KindCommitment, true, true
		if d.instrument.mutual() {
			d.setDefault(&v)
		}
		return v
	}
	if after.is(cDeem | cEntitle) {
		return v
	}
	v.passive, v.verb = true, next
	switch {
	case after.is(cDuty) && !after.is(cPart):
		if actor {
			v.kind = KindCommitment
			d.setActor(s, &v, sub)
		} else if d.instrument.mutual() {
			v.kind = KindCommitment
			d.setDefault(&v)
			if a, b := s.bound(next + 1); b > a {
				v.actor, v.actorA, v.actorB = "", a, b
			}
		}
	case after.is(cExempt) && d.instrument.mutual():
		v.kind = KindCommitment
		d.setExempter(s, &v, next, sub.head)
	case s.partFR(next) && (!after.is(cForce) || strings.HasPrefix(s.word(next), "soumis") && !s.hasClass(next+1, min(next+7, len(s.toks)), cForce|cProcNoun|cLaw|cInstr)):
		if a, b := s.agent(next, func(t *commTok) bool { return t.end-t.start == 3 && s.text[t.start:t.end] == "par" }); b > a {
			v.kind, v.actorA, v.actorB = KindCommitment, a, b
			v.body = s.toks[s.headOf(a, b)].is(cBody | cPerson)
		} else if d.instrument.mutual() && !s.toks[sub.head].is(cThis) {
			v.kind = KindCommitment
			d.setDefault(&v)
		} else if d.instrument == InstrumentRegulation && (v.not || s.hasClass(sub.from, sub.to, cNone)) {
			v.kind, v.not = KindCommitment, true // a prohibition: nobody may
		}
	}
	return v
}

// instrumentFR reports whether a subject is the instrument, a part of it or its
// application.
func (s *commScan) instrumentFR(sub commSubject) bool {
	t := &s.toks[sub.head]
	if t.is(cParty | cBody | cPerson) {
		return false
	}
	return t.is(cInstr) || t.is(cForce|cProcNoun) && s.hasClass(sub.from, sub.to, cInstr)
}

// lowerNear takes a strength down to 2 where a qualifying phrase stands beside
// the main verb.
func (d *commDoc) lowerNear(s *commScan, v *commVerdict) {
	if v.strength < 3 {
		return
	}
	if v.verb < len(s.toks) && s.toks[v.verb].is(cTry) {
		v.strength = 2
		return
	}
	for k := 0; k < len(s.toks) && k < v.verb+26; k++ {
		t := &s.toks[k]
		if t.is(cQual) && k < v.verb+6 && k > 0 && (k > v.verb || s.toks[k-1].is(cPrep|cSub|cClitic)) && !s.toks[k].is(cInstr) {
			if k < v.verb+5 && s.adverbialFR(k) {
				v.strength = 2
				return
			}
		}
		if meansFR[s.word(k)] && k > 2 && s.toks[k-1].is(cDet) && s.hasWords(k-4, k-1, limitsFR) {
			v.strength = 2
			return
		}
		if t.is(cLaw) && (s.toks[max(k-1, 0)].is(cDet)) && s.lawFR(k) {
			v.strength = 2
			return
		}
	}
}

// limitsFR and meansFR make a qualification together: dans la limite de ses moyens.
var (
	limitsFR = wordSet("limite limites mesure cadre")
	meansFR  = wordSet("moyens ressources possibilités disponibilités capacités")
)

// adverbialFR reports whether the qualifying word at k ends an adverbial: au
// besoin, si nécessaire, dans la mesure du possible.
func (s *commScan) adverbialFR(k int) bool {
	switch s.word(k - 1) {
	case "au", "si", "du", "cas", "que":
		return s.word(k) != "échéant" || k < 4
	}
	return false
}

// lawFR reports whether the law at k is the party's own and limits what it does:
// "compatibles avec leur législation".
func (s *commScan) lawFR(k int) bool {
	switch s.word(k - 1) {
	case "leur", "sa", "ses", "leurs", "son":
	default:
		return false
	}
	for j := k - 2; j >= 0 && j > k-6; j-- {
		switch s.word(j) {
		case "avec", "cadre", "conformément", "réserve", "selon", "limites":
			return true
		}
	}
	return false
}
