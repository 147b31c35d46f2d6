package ocrfix

import "strings"

// judgeV2 judges one unit of a language whose finite verb stands second: Dutch
// and German. It finds the first actor that is the subject of a main clause, by
// the verb beside it (after it, or before it where something else opens the
// sentence); failing that, a passive in the main clause, whose doer is named by
// door/durch or can only be the parties. This file tells main clauses from
// others; commit_second_actor.go finds the actor, commit_second_verb.go what the
// verb makes of it, commit_second_passive.go judges clauses without an actor, and
// commit_second_procedural.go those about the text itself.
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
	first := c.verbFirst() // a condition, up to its comma
	clear(c.main[:first])
	for k := first; k < len(c.toks); k++ {
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
