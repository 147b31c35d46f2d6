package ocrfix

import (
	"strconv"
	"strings"
)

// Kinds of a Commitment. Procedural ones and requests are recorded only when
// asked for.
const (
	KindCommitment = "commitment"
	KindProcedural = "procedural" // the instrument is its own subject
	KindRequest    = "request"    // calls on others
)

// An Instrument is the kind of a document, which decides what its verbs weigh:
// the shall of a treaty is not the shall of a communiqué.
type Instrument string

const (
	InstrumentUnknown     Instrument = ""
	InstrumentTreaty      Instrument = "treaty"
	InstrumentMemorandum  Instrument = "memorandum"
	InstrumentCommunique  Instrument = "communiqué"
	InstrumentDeclaration Instrument = "declaration"
	InstrumentRecord      Instrument = "record"
	InstrumentRegulation  Instrument = "regulation"
)

// MarshalJSON writes the kind, null where it is not known.
func (i Instrument) MarshalJSON() ([]byte, error) {
	if i == InstrumentUnknown {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(nil, string(i)), nil
}

// binding reports whether the parties of such a document bind themselves in law.
func (i Instrument) binding() bool {
	return i == InstrumentTreaty || i == InstrumentRegulation || i == InstrumentUnknown
}

// mutual reports whether a passive clause of such a document ("disputes shall
// be settled") binds its parties.
func (i Instrument) mutual() bool { return i == InstrumentTreaty || i == InstrumentMemorandum }

// indicative reports whether the present tense of such a document binds.
func (i Instrument) indicative() bool { return i.mutual() || i == InstrumentRegulation }

// A commVerdict is what was found in one unit.
type commVerdict struct {
	kind     string // "" for none
	strength int
	trigA    int // the trigger: tokens [trigA, trigB)
	trigB    int
	verb     int // the token of the main verb, -1 when unknown
	actorA   int // the actor: tokens [actorA, actorB); equal when not in the unit
	actorB   int
	actor    string // set when the actor is resolved from elsewhere
	body     bool
	passive  bool
	not      bool
	noun     bool // a promise noun: our commitment to
	damaged  bool
	torn     bool   // a list item without its stem
	right    bool   // an entitlement in a legislator's act
	setUp    string // the body that the clause sets up
	trigger  string // the words of a stem that bind it
	means    bool   // an item that names the means of a promise
}

// better reports whether v is to be preferred to w as the verdict of a unit:
// commitments before procedural clauses before requests, then by strength.
func (v *commVerdict) better(w *commVerdict) bool {
	if r, q := commRank(v.kind), commRank(w.kind); r != q {
		return r > q
	}
	return v.strength > w.strength
}

func commRank(kind string) int {
	switch kind {
	case KindCommitment:
		return 3
	case KindProcedural:
		return 2
	case KindRequest:
		return 1
	}
	return 0
}

// commMaxMarkers is how many markers of one unit are judged: no sentence has
// more, and a text that is no prose must not take long.
const commMaxMarkers = 40

// judgeEN judges one English unit.
func (d *commDoc) judgeEN(s *commScan) commVerdict {
	best := commVerdict{verb: -1}
	markers := 0
	for i := range s.toks {
		id := s.toks[i].id
		if id == 0 || len(s.l.byFirst[id]) == 0 {
			continue
		}
		if markers++; markers > commMaxMarkers {
			break
		}
		for k := range s.l.byFirst[id] {
			p := &s.l.byFirst[id][k]
			n := commMatch(s.toks, i, p)
			if n == 0 {
				continue
			}
			v := d.judgeMarkerEN(s, i, n, p)
			if v.kind == "" {
				continue
			}
			for j := i; j < i+n; j++ {
				v.damaged = v.damaged || s.toks[j].damaged
			}
			if v.better(&best) {
				best = v
			}
		}
	}
	return best
}

// judgeMarkerEN judges the marker of n tokens at i, which p matched.
func (d *commDoc) judgeMarkerEN(s *commScan, i, n int, p *commPattern) commVerdict {
	v := commVerdict{trigA: i, trigB: i + n, verb: -1, strength: p.strength}
	sub := s.subject(i)
	if s.toks[i].is(cConj) { // "reaffirm our support … and our commitment to"
		sub = s.elided(i, 3)
	}
	if !sub.found || sub.sub && !s.declared(sub) {
		return v
	}
	if p.kind == mkModal || p.kind == mkWill || p.kind == mkMust {
		return d.judgeModalEN(s, v, sub, p.kind)
	}
	switch p.kind {
	case mkHereby:
		return d.judgeHereby(s, v, sub)
	case mkProc:
		if s.instrument(sub) || s.toks[sub.head].is(cIt) && d.lastInstr {
			v.kind, v.strength, v.verb, v.actorA, v.actorB = KindProcedural, 0, i, sub.from, sub.to
		}
		return v
	}
	if p.kind == mkMay {
		v.not = s.word(i) == "cannot" || i+1 < len(s.toks) && s.toks[i+1].is(cNot) || s.hasClass(sub.from, sub.head+1, cNone)
		if v.not && strings.HasPrefix(s.word(sub.head), "reservation") && s.hasClass(sub.to, len(s.toks), cInstr) {
			v.kind, v.strength, v.actorA, v.actorB = KindProcedural, 0, sub.from, sub.to
			return v
		}
		if !v.not && !d.single {
			return d.mayEnd(s, v, sub)
		}
		if !v.not || !d.instrument.binding() || s.toks[sub.head].is(cIt|cWe) || !d.actorSubject(s, sub) || d.excerpt() {
			return v
		}
		v.verb = s.predicate(i + n).verb
		v.kind = KindCommitment
		d.setActor(s, &v, sub)
		return v
	}
	if i > 0 && (s.toks[i-1].is(cPrep|cModal|cMay|cBeInf) || s.toks[i-1].is(cDet) && !s.toks[i-1].is(cQuant)) {
		return v
	}
	if !d.actorSubject(s, sub) {
		return v
	}
	if sub.from > 0 && !sub.elided && s.word(sub.from-1) == "do" {
		return v // "nor do we seek to"
	}
	first := &s.toks[i]
	if sub.elided && first.is(cBase|cRequest|cFinite) && !first.is(cBe) && s.inInfinitive(i) {
		return v
	}
	v.verb = s.predicate(i + n).verb
	v.not = i > 0 && s.toks[i-1].is(cNot)
	for j := i; j < i+n; j++ {
		v.not = v.not || s.toks[j].is(cNot)
	}
	switch p.kind {
	case mkPolicy:
		// A statement of policy is no promise. An excerpt of a few sentences is
		// another matter: someone chose it, and what is doubtful in it is shown
		// with its doubt.
		if !d.excerpt() {
			return v
		}
		v.kind, v.torn = KindCommitment, true
	case mkRequest:
		if strings.HasSuffix(s.word(i), "ed") && (d.instrument != InstrumentRecord && d.instrument != InstrumentDeclaration || s.toks[max(i-1, 0)].is(cBe|cHave)) {
			return v // told as past, which only a record does
		}
		if v.trigB < len(s.toks) && s.toks[v.trigB].is(cPart|cModal|cMay|cBe) {
			return v // the noun
		}
		v.kind = KindRequest
	case mkIntent:
		v.kind = KindCommitment
	case mkFound:
		if v.setUp = s.established(i); v.setUp == "" || d.instrument != InstrumentTreaty {
			return v
		}
		v.kind, v.verb = KindCommitment, i
	case mkNoun, mkPromise, mkAgree, mkTask, mkDuty:
		if p.kind == mkNoun && s.bareValue(v.trigB) {
			return v
		}
		if p.kind == mkPromise && p.strength == 3 && s.bareValue(v.trigB) {
			return v
		}
		v.kind = KindCommitment
		v.noun = p.kind == mkNoun
		if p.kind == mkAgree {
			v.setUp = s.established(v.trigB - 1)
		}
		if !d.instrument.binding() && v.strength > 3 {
			v.strength = 3
		}
	}
	d.setActor(s, &v, sub)
	if v.kind == KindCommitment && v.not && p.kind != mkPromise {
		v.kind = "" // "does not intend to", "is not bound to"
	}
	d.lower(s, &v)
	return v
}

// mayEnd judges a permission: procedural where a party may end or change the
// instrument, nothing elsewhere.
func (d *commDoc) mayEnd(s *commScan, v commVerdict, sub commSubject) commVerdict {
	p := s.predicate(v.trigB)
	object := p.verb + 1
	if p.part >= 0 && s.word(p.part) == "cited" && s.instrument(sub) {
		v.kind, v.strength, v.verb, v.actorA, v.actorB = KindProcedural, 0, p.verb, sub.from, sub.to
		return v // how it is called
	}
	force := p.verb < len(s.toks) && s.toks[p.verb].is(cForce) || p.part >= 0 && s.toks[p.part].is(cForce)
	if !force || p.not {
		return v
	}
	instr := s.instrument(sub) || s.toks[sub.head].is(cIt) && d.lastInstr
	for object < len(s.toks) && object < p.verb+4 && !instr {
		instr = s.toks[object].is(cInstr) || s.word(object) == "it" && d.lastInstr
		object++
	}
	if instr {
		v.kind, v.strength, v.verb = KindProcedural, 0, p.verb
		v.actorA, v.actorB = sub.from, sub.to
	}
	return v
}

// judgeHereby judges what comes about by the text itself: "A Joint Council is
// hereby established".
func (d *commDoc) judgeHereby(s *commScan, v commVerdict, sub commSubject) commVerdict {
	hereby := false
	for k := v.trigA; k < v.trigB; k++ {
		hereby = hereby || s.word(k) == "hereby"
	}
	if !hereby || !d.instrument.mutual() && d.instrument != InstrumentRegulation {
		return v
	}
	v.kind, v.verb, v.passive = KindCommitment, v.trigB-1, true
	v.strength = d.weigh(4)
	if d.instrument.mutual() {
		d.setDefault(&v)
	}
	v.setUp = commJoin(s.text[s.toks[s.skipDet(sub.from)].start:s.toks[sub.to-1].end])
	return v
}

// skipDet returns the first token from k on that is no determiner.
func (s *commScan) skipDet(k int) int {
	if s.toks[k].is(cDet) && k+1 < len(s.toks) {
		return k + 1
	}
	return k
}

// declared reports whether a subordinate subject stands in the content clause
// of a verb that makes it binding: "we agree that the Fund will", "we stress
// that we will".
func (s *commScan) declared(sub commSubject) bool {
	if sub.from < 2 || !s.toks[sub.from-1].is(cThat) {
		return false
	}
	said := sub.from - 2
	if s.toks[said].punct == ',' { // "agree, however, that"
		if said = s.aside(said) - 1; said < 0 {
			return false
		}
	}
	before := &s.toks[said]
	return before.is(cSay) || before.is(cFinite) && s.toks[sub.head].is(cWe)
}

// inInfinitive reports whether the verb at i, which follows a conjunction, goes
// on an infinitive and not the main clause: "call on them to revisit and commit".
func (s *commScan) inInfinitive(i int) bool {
	if i >= 2 && s.toks[i-1].is(cConj) && s.toks[i-2].punct == ',' {
		return false
	}
	for k := i - 1; k > 0 && i-k < 40; k-- {
		if s.finite(k) && !s.toks[k].is(cBase) {
			return false
		}
		if s.toks[k].is(cRequest) {
			return true
		}
		if s.toks[k].punct == ';' {
			return false
		}
	}
	return false
}

// bareValue reports whether a promise is to a value without an action: "to
// peace and democracy".
func (s *commScan) bareValue(i int) bool {
	for i < len(s.toks) && s.toks[i].is(cAdv) && !s.toks[i].is(cDet) {
		i++
	}
	if i >= len(s.toks) || s.toks[i].is(cPart|cBase) && !s.toks[i].is(cValue) {
		return false
	}
	if i+1 < len(s.toks) && s.toks[i].cls == 0 && s.toks[i+1].is(cDet|cOwn) {
		return false // an unlisted verb and its object
	}
	last := -1
	for k := i; k < len(s.toks) && k < i+12; k++ {
		t := &s.toks[k]
		if t.punct == '-' {
			continue
		}
		if t.punct != 0 && t.punct != '"' || t.is(cRel|cSub|cThat) && !t.is(cDet) || t.is(cPrep) && last >= 0 {
			break
		}
		if !t.is(cPrep | cDet | cConj) {
			last = k
		}
	}
	return last >= 0 && s.toks[last].is(cValue) && (!s.toks[last].cap || s.word(last) == "charter")
}

// judgeModalEN judges shall, will and must.
func (d *commDoc) judgeModalEN(s *commScan, v commVerdict, sub commSubject, kind commMarkerKind) commVerdict {
	p := s.predicate(v.trigB)
	v.damaged = s.word(v.trigB) == "riot" // for not
	v.verb, v.not, v.passive = p.verb, p.not || s.hasClass(sub.from, sub.head+1, cNone) && !sub.elided, p.passive
	if !d.instrument.binding() && v.strength > 3 {
		v.strength = 3
	}
	actor := d.actorSubject(s, sub)
	instr := s.instrument(sub) || s.toks[sub.head].is(cIt) && d.lastInstr
	if s.toks[sub.head].is(cIt) && actor && (p.passive || s.intransitive(p.verb)) {
		actor, instr = false, !p.passive
	}
	thing := !actor && !instr
	if kind == mkMust && (!actor || !d.instrument.binding()) {
		return v
	}
	var verb, part commTok
	if p.verb < len(s.toks) {
		verb = s.toks[p.verb]
	}
	if p.part >= 0 {
		part = s.toks[p.part]
	}
	switch {
	case s.word(p.verb) == "mean":
		return v
	case verb.is(cDefine) && !verb.is(cBase) && (!actor || sub.head != sub.from && s.toks[sub.head].is(cBody)):
		if s.toks[sub.from].is(cThis) && kind == mkWill && d.lastKind == KindCommitment && p.verb+1 < len(s.toks) && s.toks[p.verb+1].is(cPart) && sub.to-sub.from == 1 {
			v.kind, v.actor = KindCommitment, d.lastActor // "This will include implementing …"
			return v
		}
		return v
	case part.is(cDeem), part.is(cPart) && p.part+1 < len(s.toks) && s.word(p.part+1) == "as" && !part.is(cEstab):
		return v
	case part.is(cEntitle), verb.is(cHave) && s.entitled(p.verb), verb.is(cEntitle) && !verb.is(cBase) && actor:
		v = d.procedural(s, v, instr)
		if v.kind == "" && (actor || s.toks[sub.head].is(cIt)) && !p.not && (d.instrument == InstrumentUnknown && d.single || d.instrument == InstrumentRegulation) {
			// In a legislator's act a right binds those who must honour it.
			v.kind, v.right = KindCommitment, true
			d.setActor(s, &v, sub)
		}
		return v
	case verb.is(cEntitle) && !actor:
		return d.procedural(s, v, instr)
	case part.is(cExempt) && d.instrument.mutual():
		v.kind = KindCommitment
		if s.word(p.part) == "subject" && !p.not {
			d.setDefault(&v)
		} else {
			d.setExempter(s, &v, p.part, sub.head)
		}
		return v
	case s.word(p.part) == "prohibited" && s.toks[sub.head].is(cIt):
		v.kind, v.not, v.passive = KindCommitment, true, true
		if d.instrument.mutual() {
			d.setDefault(&v)
		}
		return v
	}
	if d.aboutInstrument(s, v, sub, p, actor) {
		v.kind, v.strength = KindProcedural, 0
		d.setActor(s, &v, sub)
		return v
	}
	if instr {
		if verb.is(cApply) && p.not && !part.is(cForce) {
			return v
		}
		v.kind, v.strength = KindProcedural, 0
		v.actorA, v.actorB = sub.from, sub.to
		if part.is(cPart) && d.instrument.mutual() && !verb.is(cApply) && !part.is(cForce|cDeem) && !d.wholeInstrument(s, sub) {
			v.kind, v.strength = KindCommitment, commModalStrength(kind, d.instrument)
			d.setDefault(&v)
		}
		return v
	}
	if thing && s.word(p.verb) == "take" && s.word(p.verb+1) == "place" && d.instrument.mutual() {
		v.kind, v.passive = KindCommitment, true // consultations shall take place
		d.setDefault(&v)
		return v
	}
	if thing && (verb.is(cApply) || s.toks[sub.from].is(cThis) && sub.to-sub.from == 1) {
		if verb.is(cApply) && d.instrument.binding() && kind == mkModal && !p.not {
			v.kind, v.strength = KindProcedural, 0
		}
		if !(verb.is(cBeInf) && part.is(cEstab) && !p.not && s.word(sub.from) == "there") {
			return v
		}
	}
	if p.part >= 0 && (p.passive || part.is(cConvey)) {
		if a, b := s.agent(p.part, commByEN(s)); b > a {
			v.kind, v.actorA, v.actorB = KindCommitment, a, b
			v.body = s.toks[s.headOf(a, b)].is(cBody)
			d.lower(s, &v)
			return v
		}
		if actor && (!d.instrument.mutual()) {
			v.kind = KindCommitment
			d.setActor(s, &v, sub)
			d.lower(s, &v)
			return v
		}
		if d.instrument.mutual() && !part.is(cForce) {
			v.kind = KindCommitment
			d.setDefault(&v)
			d.lower(s, &v)
		} else if d.instrument == InstrumentRegulation && kind == mkModal && p.not && part.is(cPart) && !part.is(cDeem|cEntitle|cForce) {
			v.kind = KindCommitment // a prohibition: nobody may
		} else if !d.instrument.mutual() && kind == mkModal && !p.not && (part.is(cConvey) || s.hasClass(p.part+1, p.part+2, cConvey)) {
			v.kind = KindCommitment // someone must give; who, the text does not say
			d.lower(s, &v)
		}
		return v
	}
	if p.part >= 0 && !actor {
		if part.is(cDuty) && !p.not && d.instrument.mutual() {
			v.kind = KindCommitment
			d.setDefault(&v)
			if a, b := s.bound(p.part + 1); b > a {
				v.actor, v.actorA, v.actorB = "", a, b
			}
		}
		return v
	}
	if kind == mkWill && verb.is(cBeInf) && !s.toks[sub.head].is(cWe|cParty|cIt) && !part.is(cDuty) && !strings.HasSuffix(s.word(p.part), "ing") {
		return v // "Ghent will be the host city"
	}
	if p.part >= 0 && part.is(cDuty) && p.not {
		return v // "shall not be obliged"
	}
	if !actor {
		return v
	}
	v.kind = KindCommitment
	d.setActor(s, &v, sub)
	d.lower(s, &v)
	return v
}

// instrument reports whether a subject is the instrument or a part of it. Words
// such as decision and letter are, only where they mean this one.
func (s *commScan) instrument(sub commSubject) bool {
	t := &s.toks[sub.head]
	if t.is(cParty) {
		return false
	}
	if t.is(cInstr) {
		return true
	}
	if !t.is(cInstrWeak) {
		return false
	}
	for k := sub.from; k < sub.head; k++ {
		if w := s.word(k); w == "this" || w == "present" {
			return true
		}
	}
	return false
}

// intransitive reports whether the verb at k is one that provisions do and has
// no object: "apply to", "take effect".
func (s *commScan) intransitive(k int) bool {
	if k >= len(s.toks) || !s.toks[k].is(cApply|cForce) && s.word(k) != "enter" {
		return false
	}
	return k+1 >= len(s.toks) || !s.toks[k+1].is(cDet) && s.toks[k+1].cls != 0 || s.toks[k+1].is(cForce)
}

// commModalStrength is what a modal weighs in an instrument.
func commModalStrength(kind commMarkerKind, in Instrument) int {
	if kind == mkWill || !in.binding() {
		return 3
	}
	return 4
}

// procedural makes a right procedural where it is one to end the instrument.
func (d *commDoc) procedural(s *commScan, v commVerdict, instr bool) commVerdict {
	if instr || s.hasClass(0, len(s.toks), cForce) && s.hasClass(0, len(s.toks), cInstr) && s.forced(0) {
		v.kind, v.strength = KindProcedural, 0
	}
	return v
}

// entitled reports whether the object of have is a right.
func (s *commScan) entitled(i int) bool {
	return s.hasClass(i+1, min(i+6, len(s.toks)), cEntitle)
}

// hasClass reports whether a word of a class stands among the tokens a…b.
func (s *commScan) hasClass(a, b int, c commClass) bool {
	for k := a; k < b && k < len(s.toks); k++ {
		if s.toks[k].is(c) {
			return true
		}
	}
	return false
}

// hasWords reports whether one of the words stands among the tokens a…b.
func (s *commScan) hasWords(a, b int, words map[string]bool) bool {
	for k := max(a, 0); k < b; k++ {
		if words[s.word(k)] {
			return true
		}
	}
	return false
}

// word returns token k in lower case, as the tables write it where they list it.
func (s *commScan) word(k int) string {
	if k < 0 || k >= len(s.toks) {
		return ""
	}
	return s.toks[k].low
}

// forced reports whether an infinitive or a participle of ending an instrument
// stands after token i: "to terminate the application".
func (s *commScan) forced(i int) bool {
	for k := i; k < len(s.toks); k++ {
		if s.toks[k].is(cForce) && !s.toks[k].is(cInstr) {
			return true
		}
	}
	return false
}

// wholeInstrument reports whether a subject is the instrument itself, and not a
// letter or a decision under it.
func (d *commDoc) wholeInstrument(s *commScan, sub commSubject) bool {
	for k := sub.from; k < sub.head; k++ {
		if s.toks[k].is(cDet) {
			w := s.word(k)
			return w == "this" || w == "present" || w == "said"
		}
	}
	return true
}

// aboutInstrument reports whether a clause is about the life of the instrument
// although its subject is not the instrument: notices of termination, completion
// of the procedures for entry into force, amendments.
func (d *commDoc) aboutInstrument(s *commScan, v commVerdict, sub commSubject, p commPredicate, actor bool) bool {
	if d.headProcedural && !actor {
		return true
	}
	a, b := p.verb, min(p.verb+14, len(s.toks))
	force := false
	for k := a; k < b; k++ {
		t := &s.toks[k]
		if t.punct == ';' {
			break
		}
		if t.is(cForce) && !s.temporal(k) {
			force = true
		}
	}
	if !force {
		return false
	}
	if actor {
		return s.hasClass(a, b, cProcNoun) && (d.headProcedural || s.hasClass(a, len(s.toks), cInstr))
	}
	return s.toks[sub.head].is(cForce|cProcNoun|cInstr) || s.hasClass(sub.from, sub.to, cForce)
}

// temporal reports whether the word of force at k belongs to a time: "after the
// entry into force".
func (s *commScan) temporal(k int) bool {
	for j := k - 1; j >= 0 && j > k-8; j-- {
		switch s.word(j) {
		case "after", "before", "from", "until", "upon", "since", "following", "on", "during", "prior", "within":
			return true
		}
	}
	return false
}

// commByEN recognises the preposition of the doer.
func commByEN(s *commScan) func(*commTok) bool {
	return func(t *commTok) bool { return t.end-t.start == 2 && strings.EqualFold(s.text[t.start:t.end], "by") }
}

// lower takes a strength down to 2 where the main verb is qualified.
func (d *commDoc) lower(s *commScan, v *commVerdict) {
	if v.kind == KindCommitment && v.strength > 2 && s.qualified(v) {
		v.strength = 2
	}
}

// qualified reports whether a phrase of effort, discretion or domestic law
// qualifies the main verb, and not an inner phrase.
func (s *commScan) qualified(v *commVerdict) bool {
	if v.verb >= 0 && v.verb < len(s.toks) {
		t := &s.toks[v.verb]
		if t.is(cTry) {
			return true
		}
		if n := v.verb; s.hasClass(n+1, min(n+5, len(s.toks)), cTry) && !s.hasClass(n+1, min(n+5, len(s.toks)), cPrep) {
			return true
		}
	}
	for k := 0; k < len(s.toks); k++ {
		if s.toks[k].punct == '(' {
			k = s.closeParen(k) - 1
			continue
		}
		if k >= v.trigB && k > v.verb && (s.toks[k].is(cOpen) || s.toks[k].is(cRel|cThat) && !s.toks[k].is(cDet) || s.toks[k].punct == ';' || s.toks[k].is(cPart) && s.toks[k-1].punct == ',') {
			return false
		}
		if s.qualifier(k) > 0 && (k == 0 || k < v.verb || !s.toks[k-1].is(cPart)) {
			return true
		}
	}
	return false
}

// timeSoon are words of haste, which "as … as possible" does not weaken.
var timeSoon = wordSet("soon early quickly rapidly swiftly promptly expeditiously speedily")

// qualOpeners are the words with which a qualifying phrase begins.
var qualOpeners = wordSet("as where when wherever whenever if insofar within subject according in to")

// qualifier returns the length of the qualifying phrase at k, 0 for none:
// "as appropriate", "as far as possible", "within the framework of its laws".
func (s *commScan) qualifier(k int) int {
	t := &s.toks[k]
	if t.hints&hintQual != 0 && t.is(cPrep|cSub|cExempt) {
		w := s.word(k)
		if w == "as" && k > 0 && timeSoon[s.word(k-1)] {
			return 0
		}
		switch w {
		case "as", "where", "when", "wherever", "whenever", "if", "insofar":
			for j := k + 1; j < len(s.toks) && j < k+6; j++ {
				if s.toks[j].punct != 0 {
					break
				}
				if s.toks[j].is(cQual) && (w != "as" || j == k+1 || s.word(j-1) == "as") {
					for i := k + 1; i < j; i++ {
						if timeSoon[s.word(i)] {
							return 0
						}
					}
					return j - k + 1
				}
			}
		case "within", "subject", "according", "in", "to":
			if w == "in" && s.word(k+1) != "accordance" && s.word(k+1) != "conformity" && s.word(k+1) != "line" && s.word(k+1) != "compliance" {
				return 0
			}
			if w == "to" && s.word(k+2) != "extent" && s.word(k+3) != "extent" && s.word(k+2) != "degree" {
				return 0
			}
			own := false
			for j := k + 1; j < len(s.toks) && j < k+14; j++ {
				x := &s.toks[j]
				if x.punct != 0 {
					break
				}
				switch s.word(j) {
				case "its", "their", "national", "domestic", "respective", "internal", "available", "our":
					own = true
				}
				if own && x.is(cLaw) || w == "to" && (x.is(cQual) || x.is(cLaw)) {
					return j - k + 1
				}
			}
		}
	}
	return 0
}
