package ocrfix

// Scopes of an Actor.
const (
	ScopeEach  = "each"  // each Party for itself
	ScopeJoint = "joint" // the Parties together
	ScopeOne   = "one"   // one named state or person
	ScopeBody  = "body"  // a body of the parties, such as a committee
)

// actorSubject reports whether a subject is someone who can bind himself. A
// pronoun of the third person is one when the last subject was.
func (d *commDoc) actorSubject(s *commScan, sub commSubject) bool {
	t := &s.toks[sub.head]
	switch {
	case t.is(cWe):
		return true
	case t.is(cIt) && sub.to-sub.from == 1:
		return !d.lastInstr && (d.lastActor != "" || d.single)
	case t.is(cThis) && sub.to-sub.from == 1 && !t.is(cQuant):
		return false
	case t.is(cQuant) && sub.to-sub.from == 1:
		return !t.is(cNone) || s.word(sub.head) == "neither"
	}
	if s.actorToken(sub.head) {
		return true
	}
	if t.is(cQuant) && !t.is(cThis) && sub.head+1 == sub.to { // "the latter"
		return !t.is(cNone)
	}
	for k := sub.head + 1; k < sub.to; k++ { // the Secretariat and the Parties
		if s.toks[k].is(cConj) && k+1 < sub.to && (s.toks[k+1].is(cDet) || s.toks[k+1].is(cName)) {
			if s.toks[sub.head].is(cInstr | cPart) {
				return false
			}
			return s.actorToken(s.headOf(k+1, sub.to)) && !s.hasClass(sub.head, k, cPrep)
		}
	}
	return false
}

// setActor records a subject as the actor of a verdict.
func (d *commDoc) setActor(s *commScan, v *commVerdict, sub commSubject) {
	v.actorA, v.actorB = sub.from, sub.to
	head := &s.toks[sub.head]
	v.body = head.is(cBody) && !head.is(cParty)
	if !head.is(cIt) {
		return
	}
	if s.toks[0].is(cSub) { // "If a Party objects, it shall"
		for k := 1; k < 7 && k < sub.from && !s.finite(k) && !s.toks[k].is(cPrep|cPart); k++ {
			if s.nounAt(k) && !s.nounAt(k+1) {
				v.actorA, v.actorB, v.body = 1, k+1, s.toks[k].is(cBody)
				return
			}
		}
	}
	if d.lastActor != "" {
		v.actor, v.body = d.lastActor, d.lastBody
	}
}

// setDefault records who must be the doer of a clause that names none: the one
// government that the article speaks of, else the parties.
func (d *commDoc) setDefault(v *commVerdict) {
	v.actorA, v.actorB, v.actor = 0, 0, d.parties
	if d.soleActor != "" && !d.soleMany {
		v.actor = d.soleActor
	}
}

// setExempter records who grants an exemption said after token k, an abstention:
// the party by whom or in whose territory it holds, else the one government of
// the document, else the parties. Where one of these may be the exempt itself,
// whose head is token head, nobody is named.
func (d *commDoc) setExempter(s *commScan, v *commVerdict, k, head int) {
	v.actorA, v.actorB, v.actor = 0, 0, ""
	one := head >= 0 && s.toks[head].is(cBody|cName)
	switch a, b := s.exempter(k); {
	case b > a:
		v.actorA, v.actorB = a, b
	case d.host != "" && !d.hosts:
		v.actor = d.host
	case !one:
		v.actor = d.parties
	}
}

// exempter finds the party by whom or in whose territory an exemption holds.
func (s *commScan) exempter(k int) (from, to int) {
	for j := k + 1; j < len(s.toks) && j < k+commReach; j++ {
		if s.toks[j].punct == ';' || s.toks[j].punct == ':' {
			break
		}
		if !exemptBy[s.word(j-1)] {
			continue
		}
		from, to = j, j
		for end := s.npEnd(j); to < end && (to == j || !s.isOf(to) || !s.l.capNouns && s.ofName(to)); {
			to++
		}
		if to > from && s.toks[s.headOf(from, to)].is(cParty) {
			if s.l.capNouns && s.word(j-1) == "der" {
				from--
			}
			return from, to
		}
	}
	return 0, 0
}

// exemptBy lead to the party that grants an exemption.
var exemptBy = wordSet("by in of par dans de du l' door van von durch im der des")

// bound finds whom a binding effect is said to reach, "binding on the Parties",
// after token k.
func (s *commScan) bound(k int) (from, to int) {
	for j := k; j < len(s.toks) && j < k+6; j++ {
		switch s.word(j) {
		case "on", "upon", "for", "pour", "voor", "für":
			if e := s.npEnd(j + 1); e > j+1 {
				return j + 1, e
			}
		}
	}
	return 0, 0
}

// established finds the body that a clause sets up after token k: "there shall
// be established a Joint Committee".
func (s *commScan) established(k int) string {
	for j := k + 1; j < len(s.toks) && j < k+8; j++ {
		t := &s.toks[j]
		if t.is(cPrep) || t.punct != 0 {
			break
		}
		if !t.is(cDet) || j+1 >= len(s.toks) {
			continue
		}
		e := j + 1
		for e < len(s.toks) && s.toks[e].word() && !s.toks[e].is(cPrep|cRel|cSub|cPart|cDeem|cModal|cBe) {
			e++
		}
		if e > j+1 && s.hasClass(j+1, e, cBody) {
			return commJoin(s.text[s.toks[j+1].start:s.toks[e-1].end])
		}
	}
	return ""
}

// establishFR are participles of setting up, in French.
var establishFR = wordSet("créé créée créés créées institué instituée institués instituées constitué constituée établi établie formé formée")

// establishedFirst finds the body that stands before the verb which sets it up:
// "Un comité de suivi sera créé".
func (s *commScan) establishedFirst() string {
	if len(s.toks) < 3 || !s.toks[0].is(cDet) {
		return ""
	}
	e := 1
	for e < len(s.toks) && e < 9 && !s.toks[e].is(cBe) && s.toks[e].word() {
		e++
	}
	if e+1 >= len(s.toks) || !s.toks[e].is(cBe) || !s.hasClass(1, e, cBody) {
		return ""
	}
	for k := e + 1; k < min(e+4, len(s.toks)); k++ {
		if establishFR[s.word(k)] {
			return commJoin(s.text[s.toks[1].start:s.toks[e-1].end])
		}
	}
	return ""
}
