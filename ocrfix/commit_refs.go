package ocrfix

import (
	"slices"
	"strconv"
	"strings"
)

// refWords name the parts that a text refers to, and how their ids begin.
var refWords = map[string]string{
	"article": "art", "articles": "art", "art": "art", "artikel": "art", "artikelen": "art", "artikels": "art", "artikeln": "art",
	"annex": "anx", "annexes": "anx", "bijlage": "anx", "bijlagen": "anx", "annexe": "anx", "anlage": "anx", "anlagen": "anx", "beilage": "anx",
	"paragraph": "para", "paragraphs": "para", "paragraphe": "para", "paragraphes": "para", "lid": "para", "leden": "para", "absatz": "para", "alinéa": "para", "absätze": "para",
}

// refLimit is how many references of one unit are listed.
const refLimit = 16

// refs lists the articles, paragraphs and annexes that a unit refers to: the id
// of the section where it is one of this text, else the words.
func (f *commFinder) refs(s *commScan) []string {
	out := []string{}
	if s.hint&hintRef == 0 {
		return out
	}
	for k := 0; k < len(s.toks) && len(out) < refLimit; k++ {
		if s.toks[k].hints&hintRef == 0 || !s.toks[k].is(cInstr|cParty) && (s.toks[k].cls != 0 || s.l.code == "en") || s.toks[k].end-s.toks[k].start > 12 {
			continue
		}
		kind := refWords[s.word(k)]
		if kind == "" {
			continue
		}
		k = f.ref(s, k, kind, &out)
	}
	return out
}

// A refPlace is a part of a text as a reference names it.
type refPlace struct{ kind, number, para string }

// ref reads the reference whose word of kind stands at k and returns its last
// token.
func (f *commFinder) ref(s *commScan, k int, kind string, out *[]string) int {
	j := k + 1
	for first := true; ; first = false {
		number := s.refNumber(j)
		if number == "" {
			break
		}
		place, end := s.refRest(j+1, refPlace{kind: kind, number: number})
		start := k
		if !first {
			start = j
		}
		text := commJoin(f.text[s.toks[start].start:s.toks[end-1].end])
		if id := f.refID(s, place, end); id != "" {
			text = id
		}
		if !slices.Contains(*out, text) {
			*out = append(*out, text)
		}
		j = end
		if j+1 >= len(s.toks) || !s.toks[j].is(cConj) && s.toks[j].punct != ',' || s.refNumber(j+1) == "" {
			break
		}
		j++
	}
	return max(k, j-1)
}

// refRest reads what makes a reference narrower: "(2)", ", paragraph 2", "of
// Article 5". It returns the place and where the reference ends.
func (s *commScan) refRest(j int, p refPlace) (refPlace, int) {
	if j+2 < len(s.toks) && s.toks[j].punct == '(' && s.toks[j].start == s.toks[j-1].end && s.toks[j+2].punct == ')' {
		if p.kind == "art" && s.toks[j+1].digit {
			p.para = s.word(j + 1)
		}
		j += 3
	}
	i := j
	for i < len(s.toks) && (s.toks[i].punct == ',' || s.isOf(i)) {
		i++
	}
	if i < len(s.toks) && i > j || i == j && i < len(s.toks) {
		switch kind := refWords[s.word(i)]; {
		case p.kind == "art" && kind == "para" && s.refNumber(i+1) != "":
			p.para = s.refNumber(i + 1)
			return p, i + 2
		case p.kind == "para" && kind == "art" && i > j && s.refNumber(i+1) != "":
			return refPlace{"art", s.refNumber(i + 1), p.number}, i + 2
		}
	}
	return p, j
}

// refNumber reads the number at token k: Arabic, Roman, or a single capital.
func (s *commScan) refNumber(k int) string {
	if k >= len(s.toks) || !s.toks[k].word() {
		return ""
	}
	w := s.text[s.toks[k].start:s.toks[k].end]
	switch {
	case s.toks[k].digit:
		return strings.ToLower(strings.TrimRight(w, ".,"))
	case isRoman(w):
		return strconv.Itoa(readRoman(w))
	case len(w) == 1 && w[0] >= 'A' && w[0] <= 'Z':
		return strings.ToLower(w)
	}
	return ""
}

// refID returns the id of the section that is meant, "" where it is a part of
// another text or is not found.
func (f *commFinder) refID(s *commScan, p refPlace, end int) string {
	if s.refForeign(end) {
		return ""
	}
	id := p.kind + "_" + p.number
	if p.kind == "para" {
		here := f.sections.at(s.toks[0].start)
		if here == nil {
			return ""
		}
		top, _, _ := strings.Cut(*here, "__")
		id = top + "__para_" + p.number
	}
	if p.para != "" && f.sections.ids[id+"__para_"+p.para] {
		return id + "__para_" + p.para
	}
	if f.sections.ids[id] {
		return id
	}
	return ""
}

// refForeign reports whether the words from token k on say that another text is
// meant: "of the Vienna Convention", not "of this Agreement".
func (s *commScan) refForeign(k int) bool {
	if k >= len(s.toks) || !s.isOf(k) {
		return false
	}
	for j := k + 1; j < len(s.toks) && j < k+8; j++ {
		switch s.word(j) {
		case "this", "present", "dit", "deze", "ce", "cet", "cette", "présent", "présente", "dieses", "dieser", "diesem":
			return false
		}
		if s.toks[j].is(cInstr) && refWords[s.word(j)] == "" {
			return true
		}
	}
	return false
}

// condWords open conditions; under each, what must follow: "" for nothing. A
// star stands for up to five words.
var condWords = map[string][]string{
	"if": {""}, "unless": {""}, "should": {""}, "where": {""}, "when": {""}, "whenever": {""}, "provided": {"that"}, "subject": {"to"}, "on": {"condition"}, "upon": {"request"},
	"in":      {"the event", "case", "geval", "dat geval"},
	"without": {"* consent", "* approval", "* agreement", "* permission", "* authorisation", "* authorization"},
	"at":      {"the request"},
	"indien":  {""}, "wanneer": {""}, "tenzij": {""}, "mits": {""}, "zonder": {"* toestemming", "* instemming"}, "op": {"verzoek"}, "ingeval": {""}, "behoudens": {""},
	"si": {""}, "s'": {"il"}, "lorsque": {""}, "lorsqu'": {""}, "sauf": {""}, "sous": {"réserve"}, "sans": {"* consentement", "* accord", "* autorisation", "* approbation"}, "à": {"la demande", "condition", "moins"}, "pourvu": {""}, "dans": {"le cas"},
	"wenn": {""}, "falls": {""}, "sofern": {""}, "soweit": {""}, "vorbehaltlich": {""}, "ohne": {"* zustimmung", "* einwilligung", "* genehmigung"}, "auf": {"ersuchen", "antrag", "verlangen"}, "im": {"falle", "fall"}, "es": {"sei denn"},
}

// condBefore are openers that are conditions only at the head of a clause.
var condBefore = wordSet("where when whenever should wenn si wanneer in im on op auf à dans upon behoudens sauf subject")

// conditions lists the conditional clauses and the consents on which an
// undertaking depends, as written.
func (s *commScan) conditions() []string {
	out := []string{}
	if e := s.verbFirst(); e > 0 {
		out = append(out, commJoin(s.text[s.toks[0].start:s.toks[e-1].end]))
	}
	for k := 0; k < len(s.toks) && s.hint&hintCond != 0; k++ {
		t := &s.toks[k]
		if t.hints&hintCond == 0 || !t.is(cSub|cPrep|cRel|cExempt|cMay|cPart|cIt|cConj) && (t.cls != 0 || s.l.code == "en") {
			continue
		}
		w := s.word(k)
		list := condWords[w]
		if list == nil || condBefore[w] && !(k == 0 || s.toks[k-1].punct == ',' || s.toks[k-1].is(cConj|cModal) || w == "à" || w == "auf" || w == "op" || w == "subject") {
			continue
		}
		if w == "should" && k > 0 || s.hasClass(k+1, k+3, cQual) {
			continue // "where possible" qualifies
		}
		for _, rest := range list {
			if !s.follows(k+1, rest) {
				continue
			}
			e := s.condEnd(k)
			text := commJoin(s.text[t.start:s.toks[e-1].end])
			out = append(out, strings.TrimRight(text, ".;:"))
			k = e - 1
			break
		}
	}
	return out
}

// verbFirst returns where a condition ends that begins with its verb, as Dutch and
// German have it, 0 where there is none: "Wird die Bahn geschlossen, so …".
func (s *commScan) verbFirst() int {
	if !s.l.v2 || len(s.toks) < 4 || !s.toks[0].is(cBe|cHave|cPassive|cVerb) || s.toks[0].is(cDet|cConj|cPrep) || !s.toks[1].is(cDet|cName|cIt|cQuant) {
		return 0
	}
	for k := 2; k+1 < len(s.toks) && k < commReach; k++ {
		if s.toks[k].punct != ',' {
			continue
		}
		w := s.word(k + 1)
		if w == "so" || w == "dan" || s.toks[k+1].is(cBe|cHave|cPassive|cModal|cMay|cVerb|cPromise|cDuty) && !s.toks[k+1].is(cDet|cRel|cConj|cPrep) {
			return k
		}
		return 0
	}
	return 0
}

// follows reports whether the words of a pattern stand at k.
func (s *commScan) follows(k int, rest string) bool {
	room := 0
	for _, w := range strings.Fields(rest) {
		if w == "*" {
			room = 6
			continue
		}
		for ; room > 0 && k < len(s.toks) && s.word(k) != w; room-- {
			k++
		}
		if s.word(k) != w {
			return false
		}
		k++
	}
	return true
}

// condEnd returns where the condition ends that begins at k: at the comma before
// the main clause where it stands first, at a comma or the end elsewhere.
func (s *commScan) condEnd(k int) int {
	last := 0
	for j := k + 1; j < len(s.toks) && j-k < commReach; j++ {
		t := &s.toks[j]
		switch t.punct {
		case '(':
			j = s.closeParen(j) - 1
		case ';', ':':
			return j
		case ',':
			if j == k+1 {
				continue // "unless, within a month, …"
			}
			last = j
			if k > 0 || j+1 < len(s.toks) && !s.toks[j+1].is(cPrep|cRel|cPart|cConj) {
				return j
			}
		}
		if k == 0 && last > 0 && t.is(cModal) && !s.toks[j].is(cRel) {
			return last
		}
	}
	if last > 0 && k == 0 {
		return last
	}
	e := len(s.toks)
	for e > k+1 && s.toks[e-1].punct != 0 && s.toks[e-1].punct != ')' {
		e--
	}
	return min(e, k+commReach)
}

// qualifiers lists the phrases that weaken an undertaking, as written.
func (s *commScan) qualifiers() []string {
	out := []string{}
	for k := 0; k < len(s.toks); k++ {
		from, to := k, 0
		switch t := &s.toks[k]; {
		case s.l.code == "en":
			if n := s.qualifier(k); n > 0 {
				to = k + n
			}
		case t.is(cQual) && k > 0 && s.toks[k-1].is(cPrep|cSub|cRel|cClitic|cAdv):
			from, to = k-1, k+1
			for from > 0 && k-from < 4 && s.toks[from].is(cDet|cPrep) && !s.toks[from].is(cSub) && s.toks[from-1].is(cPrep) {
				from--
			}
		}
		if s.toks[k].is(cTry) && to == 0 {
			to = k + 1
		}
		if to > from {
			out = append(out, commJoin(s.text[s.toks[from].start:s.toks[min(to, len(s.toks))-1].end]))
			k = to - 1
		}
	}
	return out
}

// partyWords lead to whom an undertaking is owed.
var partyTo = wordSet("to with towards toward aan met jegens à au aux avec envers an mit gegenüber disposal")

// partyOther say that the other side is meant.
var partyOther = wordSet("other andere autre autres anderen latter")

// partyEach are reciprocal words that are no noun phrase.
var partyEach = wordSet("elkaar einander l'autre")

// partyPair are reciprocal before "other" or "another".
var partyPair = wordSet("each one")

// counterparty returns whom the undertaking is owed to, where the clause says
// so: "to the other Party", "each other", "shall notify the Secretariat".
func (s *commScan) counterparty(v *commVerdict) *string {
	for k := max(v.verb, 0); k < len(s.toks); k++ {
		t := &s.toks[k]
		if e := s.told(k, v); e > 0 {
			text := commJoin(s.text[s.toks[k].start:s.toks[e-1].end])
			return &text
		}
		if t.hints&hintParty == 0 && t.punct != ';' && t.punct != ':' || s.l.code == "en" && t.punct == 0 && !t.is(cDet|cPrep|cQuant|cNum) && s.word(k) != "disposal" {
			continue
		}
		w := s.word(k)
		from, to := 0, 0
		switch {
		case (w == "au" || w == "aux") && k+1 < len(s.toks) && s.toks[k+1].is(cParty|cBody):
			from, to = k, s.npEnd(k+1)
		case partyEach[w]:
			from, to = k, k+1
		case partyPair[w] && k+1 < len(s.toks) && (s.word(k+1) == "other" || s.word(k+1) == "another"):
			from, to = k, k+2
		case w == "other" && s.word(k-1) == "the" && (tellVerbs[s.word(k-2)] || partyTo[s.word(k-2)]) && s.otherAlone(k+1):
			from, to = k-1, k+1
		case partyOther[w] && s.l.code != "en" && s.each(v) && otherArticles[s.word(k-1)] && s.otherAlone(k+1):
			from, to = k-1, k+1
		case partyOther[w] && s.partyAfter(k) > 0:
			from, to = k, s.partyAfter(k)
			for from > 0 && s.toks[from-1].is(cDet) && k-from < 2 {
				from--
			}
			if from > 0 && s.toks[from-1].is(cPrep) && !partyTo[s.word(from-1)] && !s.toks[from-1].is(cDet) {
				continue // "nationals of the other Party"
			}
		case w == "disposal" && k+2 < len(s.toks) && s.isOf(k+1):
			e := s.npEnd(k + 2)
			if e <= k+2 || !s.toks[s.headOf(k+2, e)].is(cParty|cBody) {
				continue
			}
			from, to = k+2, e
		case partyTo[w] && t.is(cPrep) && k+1 < len(s.toks) && s.toks[k+1].is(cDet):
			e := s.npEnd(k + 1)
			if e <= k+1 || !s.toks[s.headOf(k+1, e)].is(cParty|cBody) {
				continue
			}
			from, to = k+1, e
		case t.punct == ';' || t.punct == ':':
			return nil
		default:
			continue
		}
		text := commJoin(s.text[s.toks[from].start:s.toks[to-1].end])
		return &text
	}
	return nil
}

// otherArticles stand before the other party that is named by them alone: de
// andere, l'autre.
var otherArticles = wordSet("de l' die der dem den")

// each reports whether the actor of a verdict is any of the parties.
func (s *commScan) each(v *commVerdict) bool {
	return v.actorB > v.actorA && commScopeOf(s.text[s.toks[v.actorA].start:s.toks[v.actorB-1].end]) == ScopeEach
}

// otherAlone reports whether "the other" before token k means the other party: no
// noun follows.
func (s *commScan) otherAlone(k int) bool {
	return k >= len(s.toks) || s.toks[k].punct != 0 || s.toks[k].is(cPrep|cConj|cAdv|cSub) || s.word(k) == "thereof"
}

// tellVerbs have whom they are done to as their object: notify the Secretariat,
// zendt de Autoriteit.
var tellVerbs = wordSet(`notify inform send give provide supply furnish offer grant pay advise consult assist compensate reimburse lend
	zendt zenden verstrekt verstrekken geeft geven verleent verlenen betaalt betalen vergoedt vergoeden raadpleegt raadplegen informeert informeren verschaft verschaffen biedt bieden
	zeigt zeigen meldet melden legt legen unterrichtet unterrichten informiert informieren übermittelt übermitteln gewährt gewähren leistet leisten stellt stellen teilt teilen erstattet erstatten zahlt zahlen konsultiert konsultieren`)

// told returns where the noun phrase of a party or body ends that begins at k,
// right behind a verb of telling or giving, 0 where there is none.
func (s *commScan) told(k int, v *commVerdict) int {
	if k == 0 || k != v.verb+1 || !tellVerbs[s.word(k-1)] || k >= v.actorA && k < v.actorB || !s.toks[k].is(cDet|cName) {
		return 0
	}
	if s.l.code == "de" {
		switch s.word(k) {
		case "dem", "der", "den", "einem", "einer", "jeder", "jedem", "das", "die":
		default:
			return 0
		}
	}
	if s.l.code == "en" && k+2 < len(s.toks) && s.toks[k].is(cDet) && s.toks[k+1].word() && s.toks[k+2].is(cDet) && !s.toks[k+2].is(cPrep|cConj|cRel|cPart) {
		return k + 2 // two objects: "send the keeper a report"
	}
	e := k
	for e < len(s.toks) && e < k+4 && !s.toks[e].is(cParty|cBody) {
		if !s.toks[e].word() || e > k && s.toks[e].is(cDet|cPrep) {
			return 0
		}
		e++
	}
	if e >= len(s.toks) || !s.toks[e].is(cParty|cBody) {
		return 0
	}
	e++
	for e < len(s.toks) && e < k+9 && (s.toks[e].cap && s.toks[e].is(cName|cParty) || s.ofName(e) || s.isOf(e-1) && s.toks[e].is(cDet)) {
		e++
	}
	return e
}

// ofName reports whether "of" stands at k and a name follows, perhaps after an
// article: "of the Republic", not "of any damage".
func (s *commScan) ofName(k int) bool {
	if !s.isOf(k) || k+1 >= len(s.toks) {
		return false
	}
	if s.toks[k+1].is(cDet) {
		k++
	}
	return k+1 < len(s.toks) && s.toks[k+1].cap && s.toks[k+1].word()
}

// partyAfter returns where the noun of a party ends that stands after k.
func (s *commScan) partyAfter(k int) int {
	for j := k + 1; j < len(s.toks) && j < k+3; j++ {
		if s.toks[j].is(cParty) && s.word(j) != "contracting" && s.word(j) != "contractante" {
			return j + 1
		}
	}
	return 0
}
