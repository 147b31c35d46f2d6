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
	if head.is(cIt) && d.lastActor != "" {
		v.actor, v.body = d.lastActor, d.lastBody
	}
}

// setDefault records the parties as the actor: of a passive clause, whose doer
// can be no one else.
func (d *commDoc) setDefault(v *commVerdict) {
	v.actorA, v.actorB, v.actor = 0, 0, d.parties
}
