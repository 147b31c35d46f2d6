package ocrfix

import "strings"

// A commStem is a clause that a list completes: "The Parties shall:".
type commStem struct {
	mode     commStemMode
	own      byte // kind of the stem's own label, 0 for none
	item     byte // kind of its items' labels, 0 before the first
	letter   byte // the label of the last item where it is one letter, else 0
	strength int
	trigger  string // the words that bind
	actor    string
	body     bool
	not      bool
}

// A commStemMode says what the items of a stem are.
type commStemMode uint8

const (
	stemNone  commStemMode = iota // items of a definition, a permission, a present tense
	stemOwn                       // "agree that:": each item is a clause of its own
	stemVerbs                     // "shall:", "agree to:": each item is an undertaking
	stemMeans                     // "by:": each item is a means, and undertaken too
	stemAsk                       // "We call on:": each item is a request
	stemList                      // "the following:": items that begin with a verb are undertakings
)

// commMaxStems is how deep lists may be nested.
const commMaxStems = 12

// enter finds the stem that unit u stands under, nil for none, and leaves the
// lists that end before it.
func (f *commFinder) enter(u commUnit) *commStem {
	if len(f.stems) == 0 {
		return nil
	}
	if !u.label {
		if u.first && sentUpperFirst(f.text[u.Start:u.End]) && f.stems[len(f.stems)-1].item != 0 {
			f.stems = f.stems[:0]
		}
		if len(f.stems) > 0 && u.first && f.stems[len(f.stems)-1].item == 0 {
			return &f.stems[len(f.stems)-1] // an item without a label
		}
		return nil
	}
	label := f.text[u.Start:u.body]
	kind, letter := commLabelKind(label), commLabelLetter(label)
	for len(f.stems) > 0 {
		top := &f.stems[len(f.stems)-1]
		switch {
		case top.item == kind, letter == 'i' && top.letter == 'h':
			top.letter = letter
			return top
		case top.item == 0 && top.own != kind:
			top.item, top.letter = kind, letter
			return top
		}
		f.stems = f.stems[:len(f.stems)-1]
	}
	return nil
}

// commLabelLetter returns the letter of a label such as "(i)", 0 where it is
// none or more than one.
func commLabelLetter(label string) byte {
	t := strings.Trim(strings.TrimSpace(label), "().,")
	if len(t) != 1 || !sentAlnum(t[0]) || sentDigit(t[0]) {
		return 0
	}
	return t[0] | 0x20
}

// commLabelKind classes a list label by its shape.
func commLabelKind(label string) byte {
	label = strings.TrimSpace(label)
	if label == "" {
		return 0
	}
	paren := label[0] == '('
	t := strings.Trim(label, "().,")
	switch {
	case t == "" || !sentAlnum(t[0]):
		return '-'
	case sentDigit(t[0]):
		if paren {
			return '2'
		}
		return '1'
	case romanLabel(t) && (len(t) > 1 || t == "i"):
		return 'i'
	case paren:
		return 'b'
	}
	return 'a'
}

// pushStem notes that the items which follow complete the unit. A stem without
// content of its own ("We will:") is no undertaking; its items are.
func (f *commFinder) pushStem(s *commScan, u commUnit, v *commVerdict) {
	st := commStem{strength: v.strength, body: v.body, actor: v.actor, not: v.not}
	if u.label {
		st.own = commLabelKind(f.text[u.Start:u.body])
	}
	if v.trigB > v.trigA {
		st.trigger = commJoin(f.text[s.toks[v.trigA].start:s.toks[v.trigB-1].end])
	}
	if v.kind == KindCommitment {
		if st.actor == "" && v.actorB > v.actorA {
			st.actor = commJoin(f.text[s.toks[v.actorA].start:s.toks[v.actorB-1].end])
		}
		st.mode = f.stemMode(s, v)
		if st.mode == stemVerbs || st.mode == stemOwn {
			v.kind = ""
		}
	}
	if v.kind == KindRequest && (u.stem || v.trigB >= len(s.toks)-1) {
		st.mode, v.kind = stemAsk, ""
	}
	if len(f.stems) == commMaxStems {
		f.stems = f.stems[1:]
	}
	f.stems = append(f.stems, st)
}

// stemMode reads the end of a stem that undertakes something.
func (f *commFinder) stemMode(s *commScan, v *commVerdict) commStemMode {
	k := len(s.toks) - 1
	for k > 0 && s.toks[k].punct != 0 {
		k--
	}
	if k < v.trigB {
		if s.word(k) == "that" {
			return stemOwn
		}
		return stemVerbs
	}
	for k >= v.trigB && s.toks[k].is(cAdv|cNot) && !s.toks[k].is(cPrep) {
		k--
	}
	if k < v.trigB {
		return stemVerbs
	}
	if k-v.trigB < 3 && stemActs[s.word(k)] {
		return stemVerbs
	}
	switch s.word(k) {
	case "to":
		if k > 0 && (s.toks[k-1].is(cPart) && s.toks[k-1].id == 0 || stemNouns[s.word(k-1)]) {
			return stemNone // "limited to:", "with respect to:"
		}
		return stemVerbs
	case "shall", "will", "zullen", "zal", "te", "à", "de", "om", "ertoe", "dazu", "af", "overeen", "überein":
		return stemVerbs
	case "that", "dat", "que", "dass": // "shall ensure that:" has its content
		return stemNone
	case "by", "through", "door", "en", "par":
		return stemMeans
	}
	if s.hasClass(v.trigB, len(s.toks), cSub) && s.word(k) != "following" {
		return stemNone
	}
	for j := v.trigB; j < len(s.toks); j++ {
		switch s.word(j) {
		case "unless", "tenzij", "unless:", "information", "if", "where":
			return stemNone
		}
	}
	return stemList
}

// stemActs announce items that are each an undertaking: "agree on the following
// steps:".
var stemActs = wordSet("steps measures actions commitments undertakings maatregelen stappen acties afspraken maßnahmen schritte mesures engagements")

// stemNouns take "to" after them without an infinitive.
var stemNouns = wordSet("respect regard relation reference addition subject")

// underStem turns the verdict of an item into that of its stem, where the item
// has no clause of its own.
func (f *commFinder) underStem(s *commScan, st *commStem, v *commVerdict) {
	if v.kind != "" {
		return
	}
	first := 0
	for first < len(s.toks) && (s.toks[first].punct != 0 || s.toks[first].is(cAdv|cConj) && !s.toks[first].is(cBase)) {
		first++
	}
	if first >= len(s.toks) {
		return
	}
	t := &s.toks[first]
	ok := false
	switch st.mode {
	case stemAsk:
		v.kind, v.trigger, v.verb, v.trigA, v.trigB = KindRequest, st.trigger, first, first, first
		return
	case stemVerbs:
		ok = true
	case stemMeans:
		ok = !t.is(cFinite) && !commStating(s.word(first))
	case stemList:
		ok = t.is(cBase) && !t.is(cDet) || s.word(first) == "to"
	}
	if !ok {
		return
	}
	v.kind, v.strength, v.actor, v.body = KindCommitment, st.strength, st.actor, st.body
	v.not = st.not || t.is(cNot) || first > 0 && s.toks[first-1].is(cNot)
	v.trigger, v.verb, v.trigA, v.trigB, v.means = st.trigger, first, first, first, st.mode == stemMeans
	if s.word(first) == "to" || t.is(cNot) {
		v.verb = min(first+1, len(s.toks))
	}
	f.doc.lower(s, v)
}

// fragment judges a list item that was torn from its stem, in a text that holds
// no more: "Publish a national plan by 2030". It counts as a promise, at low
// confidence, since what stands before such items binds as a rule.
func (d *commDoc) fragment(s *commScan, v *commVerdict) {
	if !d.excerpt() {
		return
	}
	start := 0
	for k := range s.toks { // a stem on the same line: "We agreed the following: extend …"
		if s.toks[k].punct == ':' && k+1 < len(s.toks) {
			start = k + 1
		}
	}
	for k := start; k < len(s.toks); k++ {
		t := &s.toks[k]
		if t.punct != 0 || t.is(cAdv) && !t.is(cBase) {
			continue
		}
		if c := s.aheadComma(k); t.is(cPrep) && c > 0 { // "In accordance with the law, ensure …"
			k = c
			continue
		}
		w := s.word(k)
		verb := t.is(cBase) || !s.hasClass(0, min(len(s.toks), 12), cModal|cMay) && strings.HasSuffix(w, "ing") && t.is(cPart) && !commStating(w)
		if !verb || k+1 < len(s.toks) && (s.toks[k+1].is(cBe|cModal|cMay) || s.toks[k+1].is(cPrep) && !t.cap || s.toks[k+1].punct != 0) {
			return
		}
		v.kind, v.strength, v.verb, v.torn = KindCommitment, 3, k, true
		return
	}
}

// aheadComma returns the first comma after token k, 0 for none nearby.
func (s *commScan) aheadComma(k int) int {
	for j := k + 1; j < len(s.toks) && j < k+16; j++ {
		if s.toks[j].punct == ',' {
			return j
		}
	}
	return 0
}

// excerpt reports whether the text is too short to tell its kind, or is an
// excerpt of a political text.
func (d *commDoc) excerpt() bool {
	return d.single && (d.instrument == InstrumentUnknown || d.instrument == InstrumentCommunique || d.instrument == InstrumentDeclaration)
}

// commStating reports whether a participle only states something.
func commStating(w string) bool {
	switch w {
	case "reiterating", "recognizing", "recognising", "noting", "welcoming", "highlighting", "stressing", "emphasizing", "emphasising", "underlining", "acknowledging", "recalling":
		return true
	}
	return false
}
