package ocrfix

import "strings"

// This file reads one unit of a language whose subject stands before its verb
// (English, French): where a predicate begins, what its subject is, and whether
// its clause is a main clause. It is no parser: it walks from the marker to the
// left over closed word classes and stops at a fixed number of tokens, so that
// the work stays linear.

// A commScan is the working state for one unit.
type commScan struct {
	l    *commLanguage
	text string
	toks []commTok
	all  commClass // the classes of all tokens
	hint commHint  // and their hints

	names map[string]bool // words that the document writes with a capital amid sentences
}

// newCommScan makes the state for a unit of the given tokens.
func newCommScan(l *commLanguage, text string, toks []commTok, names map[string]bool) *commScan {
	s := &commScan{l: l, text: text, toks: toks, names: names}
	for k := range toks {
		s.all |= toks[k].cls
		s.hint |= toks[k].hints
	}
	return s
}

// A commSubject is who a predicate is said of.
type commSubject struct {
	from, to int  // tokens; from == to when it is elided or absent
	head     int  // the token that decides its kind
	found    bool // false: the predicate is not finite, or has no subject here
	sub      bool // the clause is subordinate
	elided   bool // taken from an earlier predicate of the unit
}

const (
	commReach  = 90 // tokens to look at on either side of a marker
	commAsides = 6  // insertions between subject and verb
)

// subject finds the subject of the predicate whose first token is i.
func (s *commScan) subject(i int) commSubject {
	return s.subjectDepth(i, 3)
}

func (s *commScan) subjectDepth(i, depth int) commSubject {
	j, ok := s.stepBack(i)
	if !ok || j == 0 {
		return s.elided(i, depth)
	}
	t := &s.toks[j-1]
	switch {
	case t.is(cRel) && t.is(cDet) && j >= 2 && s.toks[j-2].word() && !s.toks[j-2].is(cPrep|cConj|cAdv): // "standards that will"
		return commSubject{from: j - 1, to: j, head: j - 1, found: true, sub: true}
	case t.is(cThis) && !t.is(cDet|cRel):
		return commSubject{from: j - 1, to: j, head: j - 1, found: true, sub: j >= 2 && s.opens(j-2)}
	case t.is(cWe | cIt):
		sub := j >= 2 && (s.opens(j-2) || s.toks[j-2].is(cSub)) && !s.toks[j-2].is(cConcede)
		return commSubject{from: j - 1, to: j, head: j - 1, found: true, sub: sub}
	case t.is(cConj) && (j >= len(s.toks) || s.toks[j].punct != '('):
		return s.elided(i, depth)
	case t.is(cPrep) && !t.is(cDet|cThis) && !t.is(cParty):
		return commSubject{}
	case t.is(cRel) && !t.is(cDet), t.is(cSub) && !t.is(cPrep):
		return commSubject{from: j - 1, to: j, head: j - 1, found: true, sub: true}
	}
	for n := 0; n < commAsides; n++ {
		f := s.segment(j)
		sub := s.resolve(f, j)
		if sub.found || f == 0 || s.toks[f-1].punct != ',' {
			if !sub.found {
				return s.elided(i, depth)
			}
			return sub
		}
		j = f - 1
		if j == 0 {
			break
		}
	}
	return commSubject{}
}

// stepBack goes from a predicate left over adverbs, negations and insertions to
// the end of the subject. It reports false where a comma shows that the subject
// is elided.
func (s *commScan) stepBack(i int) (int, bool) {
	j := i
	for n := 0; j > 0 && n < commReach; n++ {
		t := &s.toks[j-1]
		switch {
		case t.punct == '"':
			j--
		case t.punct == ')':
			j = s.openParen(j - 1)
		case t.punct == ',':
			k := s.aside(j - 1)
			if k < 0 {
				return j, false
			}
			for ; k >= 0; k = s.aside(j) {
				j = k
			}
		case t.is(cAdv|cNot) && !t.is(cThis|cIt|cWe|cParty|cBody|cPerson) && !(t.is(cQuant) && (j == 1 || !s.nominal(j-2))):
			j--
		default:
			return j, true
		}
	}
	return j, j > 0
}

// nominal reports whether token k may end a noun phrase.
func (s *commScan) nominal(k int) bool {
	t := &s.toks[k]
	return t.word() && !t.is(cPrep|cConj|cSub|cRel|cDet|cModal|cBe)
}

// aside returns the comma that opens the insertion which the comma at c closes,
// or -1.
func (s *commScan) aside(c int) int {
	for k := c - 1; k > 0 && c-k < commReach; k-- {
		switch s.toks[k].punct {
		case ')':
			k = s.openParen(k)
		case ',', '-':
			f := &s.toks[k+1]
			if f.is(cPrep|cRel|cSub|cPart|cOpen) || f.is(cAdv|cConj) && !f.is(cQuant) || s.toks[k-1].is(cWe) || f.is(cDet) && s.actorToken(k-1) && s.apposed(k+1, c) {
				return k
			}
			return -1
		case ';', ':', '.':
			return -1
		}
	}
	return -1
}

// apposed reports whether the insertion a…b names the same thing again: a noun
// phrase that has no verb of its own.
func (s *commScan) apposed(a, b int) bool {
	for k := a; k < b; k++ {
		if s.finite(k) || s.toks[k].is(cConj) {
			return false
		}
	}
	return true
}

// openParen returns the index of the parenthesis that closes at c.
func (s *commScan) openParen(c int) int {
	for k := c - 1; k >= 0 && c-k < commReach; k-- {
		if s.toks[k].punct == '(' {
			return k
		}
	}
	return c
}

// segment returns where the run of words that ends before j begins.
func (s *commScan) segment(j int) int {
	k := j - 1
	for ; k >= 0 && j-k < commReach; k-- {
		switch s.toks[k].punct {
		case ')':
			k = s.openParen(k)
		case ',', ';', ':', '-', '.', '(':
			return k + 1
		}
	}
	return max(k, -1) + 1
}

// finite reports whether token k is a finite verb, as far as closed classes
// tell: not after an article, a preposition or an infinitive marker.
func (s *commScan) finite(k int) bool {
	t := &s.toks[k]
	if t.is(cBe | cHave | cModal | cMay) {
		return true
	}
	if !t.is(cFinite) {
		return false
	}
	if k > 1 && s.text[t.end-1] != 's' && s.toks[k-2].is(cDet|cOwn) && !s.toks[k-2].is(cQuant) && (s.toks[k-1].is(cPart) && !s.toks[k-1].is(cParty) || s.toks[k-1].cls == 0) {
		return false // a noun: "our unwavering support"
	}
	return k == 0 || !s.toks[k-1].is(cDet|cPrep|cModal|cMay|cOwn) && s.toks[k-1].punct == 0 || s.toks[k-1].is(cQuant|cRel)
}

// relativeVerb reports whether the word at k, of no class, is the verb of a
// relative clause: it follows who or which.
func (s *commScan) relativeVerb(k int) bool {
	if k == 0 || !s.toks[k].word() || s.toks[k].cap || !s.toks[k-1].is(cRel) {
		return false
	}
	if s.toks[k-1].is(cDet) && (k < 2 || !s.nounAt(k-2) || s.toks[k].cls != 0 || !strings.HasSuffix(s.word(k), "s")) {
		return false // "a Party that withdraws"
	}
	return !s.toks[k].is(cDet | cPrep | cConj | cWe | cIt | cAdv | cNot | cQuant | cParty | cBody | cPerson | cThis)
}

// opens reports whether token k opens a subordinate clause.
func (s *commScan) opens(k int) bool {
	t := &s.toks[k]
	if t.is(cSub) && !t.is(cPrep|cAdv) {
		return k+1 >= len(s.toks) || !s.toks[k+1].is(cPart) // "when taking measures"
	}
	if !t.is(cRel | cThat) {
		return false
	}
	if t.is(cDet) { // that: a conjunction before another determiner, or after a word that may govern it
		return k+1 < len(s.toks) && s.toks[k+1].is(cDet|cWe) && !s.toks[k+1].is(cThat) || k > 0 && s.toks[k-1].word() && !s.toks[k-1].is(cPrep|cConj|cModal|cMay)
	}
	return true
}

// resolve finds the subject within the words f…j that precede a predicate.
func (s *commScan) resolve(f, j int) commSubject {
	if f >= j {
		return commSubject{}
	}
	member := f // where the last member of a list begins, with its conjunction
	if s.toks[f].is(cConj) {
		f++
	}
	if f >= j {
		return commSubject{}
	}
	lastFinite, opener, openers := -1, -1, 0
	for k := f; k < j; k++ {
		if (s.finite(k) || s.relativeVerb(k)) && (k > f || !s.toks[k].is(cDet)) && k+1 < j {
			lastFinite = k
		}
		if s.opens(k) && k+1 < j {
			opener = k
			openers++
		}
	}
	if opener >= 0 && opener > lastFinite {
		return s.np(opener+1, j, !s.toks[opener].is(cConcede))
	}
	first := &s.toks[f]
	switch {
	case lastFinite >= 0 && opener >= 0 && opener < lastFinite && s.toks[opener].is(cRel) && !first.is(cPrep|cSub|cThat) && opener > f && !s.hasFinite(f, opener):
		return s.np(f, j, false)
	case lastFinite >= 0 && opener == f && first.is(cRel) && !first.is(cDet):
		return commSubject{} // a relative clause set off by commas
	case lastFinite >= 0 && opener > f && first.is(cSub) && s.toks[opener].is(cRel):
		finite := f // "If X is Y the Z who is W": the noun phrase before the relative
		for k := f; k < opener; k++ {
			if s.finite(k) {
				finite = k
			}
		}
		if p := s.npStart(finite+1, opener); p >= 0 {
			return s.np(p, j, false)
		}
		return commSubject{}
	case lastFinite >= 0:
		if c := s.lastConj(lastFinite, j); c > 0 && c+1 < j && s.actorToken(s.headOf(c+1, j)) && !s.hasClass(c+1, j, cPrep|cDet) {
			return s.np(c+1, j, false)
		}
		if p := s.npStart(lastFinite+1, j); p >= 0 {
			sub := opener >= 0 && s.toks[opener].is(cThat|cRel) && !s.toks[opener].is(cSub)
			if s.toks[p].is(cName) && s.nominal(p-1) && !s.toks[p-1].is(cAdv|cThat|cFinite|cHave) {
				sub = false // a full stop was lost before the name
			}
			return s.np(p, j, sub)
		}
		return commSubject{}
	case first.is(cPrep|cSub) || first.is(cOpen) && !first.is(cDet) || first.is(cPart) && !first.is(cParty|cPerson|cBody) && f+1 < j || first.is(cAdv) && !first.is(cQuant|cDet):
		from := f + 1
		for first.is(cPrep) && !first.is(cSub) && from < j && s.toks[from].is(cDet) && (from == f+1 || !s.toks[from].is(cQuant)) {
			from++ // what the preposition governs: "in this connexion Chile"
		}
		for _, a := range [...]int{from, f + 1} {
			if p := s.npStart(a, j); p >= 0 {
				return s.np(p, j, false)
			}
		}
		if first.is(cPart) && s.toks[j-1].is(cParty|cBody|cPerson) && !s.hasClass(f, j, cPrep) {
			return s.np(f, j, false) // "developing countries"
		}
		return commSubject{}
	}
	for n := 0; n < commAsides && member > 1 && s.toks[member-1].punct == ','; n++ { // A, B and C
		g := s.segment(member - 1)
		if g >= member-1 || !s.listed(g, member-1) || !s.joined(member, j) {
			break
		}
		f, member = g, g
	}
	return s.np(f, j, false)
}

// hasFinite reports whether a finite verb stands among the words a…b.
func (s *commScan) hasFinite(a, b int) bool {
	for k := a; k < b; k++ {
		if s.finite(k) {
			return true
		}
	}
	return false
}

// listed reports whether the words a…b are a noun phrase that may be a member
// of a list.
func (s *commScan) listed(a, b int) bool {
	t := &s.toks[a]
	if t.is(cPrep|cSub|cPart|cAdv|cConj|cRel) && !t.is(cDet) || !t.word() || s.toks[b-1].is(cAdv|cUnit|cMonth) {
		return false
	}
	if !s.actorToken(s.headOf(a, b)) {
		return false
	}
	for k := a; k < b; k++ {
		if s.finite(k) || s.opens(k) {
			return false
		}
	}
	return true
}

// joined reports whether a conjunction stands among the words a…b.
func (s *commScan) joined(a, b int) bool { return s.lastConj(max(a-1, 0), b) >= 0 }

func (s *commScan) lastConj(a, b int) int {
	for k := b - 1; k > a; k-- {
		if s.toks[k].is(cConj) {
			return k
		}
	}
	return -1
}

// npStart finds the start of the last noun phrase in a…j that is not governed
// by a preposition: a determiner after a noun or participle, or a name.
func (s *commScan) npStart(a, j int) int {
	for p := j - 1; p >= a; p-- {
		t := &s.toks[p]
		if t.is(cDet|cQuant|cWe|cIt) && (p == a || !s.toks[p-1].is(cPrep|cDet|cConj|cQuant|cRel)) {
			return p
		}
	}
	p := j
	for p > a && s.toks[p-1].cap && s.toks[p-1].word() && !s.toks[p-1].is(cMonth) {
		p--
	}
	if p < j && (p == 0 || !s.toks[p-1].is(cPrep)) {
		return p
	}
	return -1
}

// np makes a subject of the noun phrase a…b and finds its head: the last word
// before a preposition, a relative or a participle.
func (s *commScan) np(a, b int, sub bool) commSubject {
	for a < b && (!s.toks[a].word() || s.toks[a].digit || s.toks[a].is(cAdv|cConj) && !s.toks[a].is(cDet|cQuant)) {
		a++
	}
	for k := b - 1; k > a; k-- { // a heading on the same line: "Duration This Agreement"
		if s.toks[k].cap && s.toks[k].is(cDet) && !s.toks[k-1].is(cPrep|cConj|cDet) && s.toks[k-1].word() && (k > a+1 || !s.toks[a].cap) {
			a = k
			break
		}
	}
	if a >= b {
		return commSubject{}
	}
	head := s.headOf(a, b)
	if h := &s.toks[head]; h.is(cDet) && !h.is(cQuant|cThis|cParty|cBody|cPerson) && b > a+1 {
		return commSubject{} // "other than …"
	}
	return commSubject{from: a, to: b, head: head, found: true, sub: sub}
}

func (s *commScan) headOf(a, b int) int {
	if s.l.nounFirst {
		return s.headFirst(a, b)
	}
	head := a
	for k := a; k < b; k++ {
		t := &s.toks[k]
		if t.is(cPrep) && !t.is(cParty|cBody|cPerson) && k > a {
			if head == a && s.toks[a].is(cQuant) && k+1 < b { // each of the Parties
				return s.headOf(k+1, b)
			}
			break
		}
		if k > a && (t.is(cRel) && !t.is(cDet) || t.punct == ',' || t.punct == '(' || t.is(cConj) && s.toks[head].is(cParty|cBody|cPerson)) {
			break
		}
		if t.is(cThat) && k > a || t.punct == '"' && k > a && !t.noSpace {
			break
		}
		if t.is(cPart) && !t.is(cParty|cBody|cPerson) && k > a && s.toks[head].is(cParty|cBody|cPerson) {
			break
		}
		if t.word() && !t.is(cGen) && (!t.is(cDet) || k == a) {
			head = k
		}
	}
	return head
}

// headFirst finds the head where adjectives follow their noun: the first noun
// of a known kind before a preposition or a verb, else the first word.
func (s *commScan) headFirst(a, b int) int {
	first := -1
	for k := a; k < b; k++ {
		t := &s.toks[k]
		if k > a && (t.is(cPrep|cConj) && first >= 0 || t.is(cRel) || t.punct == ',' || t.punct == '(') {
			break
		}
		if t.is(cQuant) && k+1 < b && s.isOf(k+1) { // chacune des Parties
			return s.headFirst(k+2, b)
		}
		if !t.word() || t.is(cDet|cPrep) && !t.is(cParty) {
			continue
		}
		if t.is(cParty | cBody | cPerson | cInstr | cWe | cIt | cThis) {
			return k
		}
		if first < 0 {
			first = k
		}
	}
	return max(first, a)
}

// actorToken reports whether token k, as the head of a noun phrase, names
// someone who can bind himself.
func (s *commScan) actorToken(k int) bool {
	t := &s.toks[k]
	if t.is(cInstr) && !t.is(cParty) {
		return false
	}
	if t.is(cBody) && k+2 < len(s.toks) && actNouns[s.word(k)] && s.word(k+1) == "of" && s.toks[k+2].small && !s.toks[k+2].is(cDet) {
		return false
	}
	if t.is(cParty | cBody | cPerson | cWe) {
		return !t.is(cRoleFree) || t.cap && k > 0
	}
	if !t.is(cName) || t.is(cPart) {
		return false
	}
	return k > 0 && s.toks[k-1].word() && !s.toks[k-1].cap || s.named(k)
}

// actNouns name a body, and before "of" and a common noun an act: the delegation
// of power, the administration of justice.
var actNouns = wordSet("delegation administration management direction")

// named reports whether the capitalised word at k is a name, and not a noun
// that only begins its sentence or stands in a title.
func (s *commScan) named(k int) bool {
	w := s.text[s.toks[k].start:s.toks[k].end]
	if s.names[w] {
		return true
	}
	if s.toks[k].upper {
		return true
	}
	if k+1 < len(s.toks) && s.toks[k+1].is(cPrep) {
		return false
	}
	return !s.l.common(w)
}

// elided finds the subject of an earlier finite predicate of the unit.
func (s *commScan) elided(i, depth int) commSubject {
	if depth == 0 {
		return commSubject{}
	}
	tries := 0
	for k := i - 1; k > 0 && i-k < commReach && tries < commAsides; k-- {
		if !s.finite(k) {
			continue
		}
		tries++
		if sub := s.subjectDepth(k, depth-1); sub.found && !sub.sub {
			sub.elided = true
			return sub
		}
	}
	return s.opening()
}

// opening takes the name or the noun of a party that begins the unit for the
// subject of a verb that no class lists: "Estonia possesses … and is ready to".
func (s *commScan) opening() commSubject {
	e := 0
	for e < len(s.toks) && e < 8 && s.toks[e].word() && (s.toks[e].is(cDet) || s.toks[e].cap || s.nounAt(e)) && !s.toks[e].is(cPrep|cSub|cPart) {
		e++
	}
	if e == 0 || !s.actorToken(s.headOf(0, e)) {
		return commSubject{}
	}
	return commSubject{from: 0, to: e, head: s.headOf(0, e), found: true, elided: true}
}

// closeParen returns the index after the parenthesis that opens at k.
func (s *commScan) closeParen(k int) int {
	for c := k + 1; c < len(s.toks) && c-k < commReach; c++ {
		if s.toks[c].punct == ')' {
			return c + 1
		}
	}
	return k + 1
}

// A commPredicate is what follows a modal.
type commPredicate struct {
	verb    int  // the first verb, len(toks) when there is none
	part    int  // the participle or adjective after a form of be, else -1
	not     bool // negated
	passive bool
}

// predicate reads on from token i, the first after a modal.
func (s *commScan) predicate(i int) commPredicate {
	p := commPredicate{verb: len(s.toks), part: -1}
	j := i
	for n := 0; j < len(s.toks) && j-i < commReach && n < commReach; n++ {
		t := &s.toks[j]
		switch {
		case t.is(cNot), j == i && s.word(j) == "riot": // a misreading of not
			p.not = true
			j++
			continue
		case t.punct == ',':
			j = s.afterAside(j)
			continue
		case t.punct == '(':
			j = s.closeParen(j)
			continue
		case t.punct == '"', t.is(cAdv) && !t.is(cBase), t.is(cQuant) && !t.is(cDet):
			j++
			continue
		case t.is(cPrep) || t.is(cPart) && j+1 < len(s.toks) && s.toks[j+1].is(cPrep):
			if k := s.verbAfter(j); k > j {
				j = k
			}
		}
		break
	}
	if j >= len(s.toks) {
		return p
	}
	p.verb = j
	if !s.toks[j].is(cBeInf | cBe) {
		return p
	}
	for k := j + 1; k < len(s.toks) && k < j+12; k++ {
		t := &s.toks[k]
		switch {
		case t.is(cNot):
			p.not = true
		case t.punct == ',':
			if e := s.afterAside(k); e > k+1 {
				k = e - 1
			}
		case t.punct == '(':
			k = s.closeParen(k) - 1
		case t.is(cAdv) && !t.is(cPart), t.punct == '"', t.is(cBeInf), t.is(cConj), t.is(cPrep) && k == j+1 && s.partAfter(k) > 0:
			if e := s.partAfter(k); t.is(cPrep) && e > k {
				k = e - 1
			}
		default:
			p.part = k
			p.passive = t.is(cPart) || t.is(cDeem)
			return p
		}
	}
	return p
}

// partAfter finds the participle after an insertion without commas: "be, at
// the request of a Party, submitted".
func (s *commScan) partAfter(k int) int {
	for j := k + 1; j < len(s.toks) && j < k+10; j++ {
		if s.toks[j].punct != 0 {
			return 0
		}
		if s.toks[j].is(cPart) && !s.toks[j-1].is(cPrep|cDet) {
			return j
		}
	}
	return 0
}

// verbAfter finds the verb after an insertion without commas.
func (s *commScan) verbAfter(j int) int {
	for k := j + 1; k < len(s.toks) && k < j+30; k++ {
		t := &s.toks[k]
		if t.punct == ';' || t.punct == ':' {
			return 0
		}
		if t.is(cBeInf|cBase) && !s.toks[k-1].is(cDet|cPrep|cConj) {
			return k
		}
	}
	return 0
}

// afterAside returns the token after the insertion that the comma at c opens.
func (s *commScan) afterAside(c int) int {
	for k := c + 1; k < len(s.toks) && k-c < commReach; k++ {
		switch s.toks[k].punct {
		case '(':
			k = s.closeParen(k) - 1
		case ';', ':', '.':
			return c + 1
		case ',':
			return k + 1
		}
	}
	return c + 1
}

// agent finds the doer of a passive, "by the Parties", after token k: the range
// of its noun phrase, empty when there is none.
func (s *commScan) agent(k int, by func(*commTok) bool) (from, to int) {
	for j := k + 1; j < len(s.toks) && j < k+40; j++ {
		t := &s.toks[j]
		if t.punct == ';' || t.punct == ':' || t.is(cSub) && !t.is(cPrep|cAdv) || t.is(cRel) && !t.is(cDet) {
			return 0, 0
		}
		if !by(t) || j+1 >= len(s.toks) {
			continue
		}
		if s.toks[j-1].is(cPart) && j-1 > k && !s.toks[j-2].is(cConj|cAdv) {
			continue // the agent of another participle
		}
		e := s.npEnd(j + 1)
		if e > j+1 && s.actorToken(s.headOf(j+1, e)) {
			return j + 1, e
		}
	}
	return 0, 0
}

// npEnd returns where the noun phrase that begins at a ends: before a verb, a
// mark, or a preposition other than of.
func (s *commScan) npEnd(a int) int {
	k := a
	for ; k < len(s.toks) && k < a+14; k++ {
		t := &s.toks[k]
		if t.punct != 0 && t.punct != '"' || k > a && (s.finite(k) || t.is(cRel) && !t.is(cDet)) {
			break
		}
		if t.is(cPrep) && !t.is(cParty) && !s.isOf(k) || t.is(cPart) && !t.cap && k > a && !t.is(cParty|cPerson|cBody) && !s.nounAt(k+1) || t.is(cAdv) && k > a {
			break
		}
		if t.is(cConj) && (k+1 >= len(s.toks) || !s.toks[k+1].is(cDet|cParty|cBody|cPerson|cName)) {
			break
		}
	}
	for k > a && s.toks[k-1].is(cPrep|cConj) {
		k--
	}
	return k
}

// nounAt reports whether a noun of a party, body or person stands at k.
func (s *commScan) nounAt(k int) bool {
	return k < len(s.toks) && s.toks[k].is(cParty|cBody|cPerson)
}

// isOf reports whether token k is the preposition of belonging.
func (s *commScan) isOf(k int) bool {
	switch s.text[s.toks[k].start:s.toks[k].end] {
	case "of", "de", "du", "des", "d'", "d’", "van", "der", "von":
		return true
	}
	return false
}
