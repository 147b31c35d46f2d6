package ocrfix

import (
	"slices"
	"sort"
	"strconv"
	"strings"
)

// CommitmentOptions say what FindCommitments returns. The zero value, and nil,
// return commitments alone, of any strength.
type CommitmentOptions struct {
	// MinStrength leaves out weaker commitments; 0 keeps all.
	MinStrength int
	// Procedural and Requests also return clauses of those kinds, whose
	// strength is 0.
	Procedural bool
	Requests   bool
	// Instrument is the kind of the document, "" to find out.
	Instrument Instrument
}

// FindCommitments returns the undertakings of a cleaned text in reading order,
// one record a sentence, list item or numbered clause: that of its strongest
// clause. Offsets are bytes of text; the fields Raw…, Page, Line and OCR are
// left for the caller ([Result.Structure]). lang is "en", "nl", "fr" or "de";
// "" means: find out for each paragraph. Text in another language yields
// nothing. The definition of a commitment follows the G7 and G20 Research
// Groups; the rules for hard cases are in the comments of commit_kind.go.
//
// The time is linear in the length of the text, whatever it holds.
func FindCommitments(text, lang string, sections []*Section, opt *CommitmentOptions) []Commitment {
	if opt == nil {
		opt = &CommitmentOptions{}
	}
	idx := newCommSections(sections)
	f := commFinder{text: text, opt: opt, sections: idx, forced: commLanguageOf(lang)}
	if lang != "" && f.forced == nil {
		return nil
	}
	f.doc = newCommDoc(text, f.forced, opt.Instrument)
	if len(idx.list) >= commWhole {
		f.doc.single = false
	}
	var last commUnit // a unit is judged when the next one is known
	seen := false
	sentSplit(text, idx.breaks(text), commFurniture(text), func(u commUnit) {
		if seen {
			f.unit(last, u)
		}
		last, seen = u, true
	})
	if seen {
		f.unit(last, commUnit{})
	}
	return f.out
}

// commWhole is how many sections make even a short text a whole document.
const commWhole = 4

// commTitleZone is how far into a text, in bytes, a line without a full stop is
// taken for a part of its title.
const commTitleZone = 1500

// commFurniture lists the running heads and page numbers of a text, which stand
// in the midst of sentences.
func commFurniture(text string) []Span {
	if !sectTurns(text) {
		return nil
	}
	lines := sectScan(text, &SectionOptions{})
	var out []Span
	for i, drop := range sectFurniture(text, lines) {
		if drop {
			out = append(out, lines[i].Span)
		}
	}
	return out
}

// A commFinder carries what one call of FindCommitments knows.
type commFinder struct {
	text     string
	opt      *CommitmentOptions
	sections *commSections
	forced   *commLanguage // nil: by paragraph
	doc      *commDoc
	stems    []commStem
	lang     *commLanguage
	words    []*commSeen // of the languages met
	toks     []commTok
	out      []Commitment
}

// growAhead makes room in list for one more and, where it is full, for as many as
// the part of a text from at to end will bring if it is like the part before.
func growAhead[T any](list []T, at, end int) []T {
	n := len(list)
	if n < cap(list) {
		return list
	}
	rest := float64(n) * float64(end-at) / float64(at+1)
	return slices.Grow(list, 1+min(4*n, int(1.1*rest)))
}

// add adds the record of a unit that begins at byte at and returns it, empty but
// for its id.
func (f *commFinder) add(at int) *Commitment {
	f.out = append(growAhead(f.out, at, len(f.text)), Commitment{ID: "c" + strconv.Itoa(len(f.out)+1)})
	return &f.out[len(f.out)-1]
}

// unit judges one unit and records what it holds.
func (f *commFinder) unit(u, next commUnit) {
	text := f.text[u.Start:u.End]
	if u.heading && sentHeadingLine(text) {
		f.stems = f.stems[:0]
		f.doc.heading(text)
		return
	}
	if u.first {
		f.lang = f.language(u)
	}
	if f.lang == nil {
		return
	}
	f.toks = commTokenize(f.toks[:0], f.wordsOf(f.lang), f.text, u.body, u.End)
	if !commHasWord(f.toks) {
		return
	}
	s := newCommScan(f.lang, f.text, f.toks, f.doc.names)
	v := f.doc.judge(s)
	title := f.lang.present && u.open && !u.stem && u.Start < commTitleZone && !f.doc.single
	if u.Start < f.doc.operative || title {
		v = commVerdict{verb: -1}
	}
	if u.heading && !f.doc.single && (v.kind == "" || f.lang.present) {
		f.stems = f.stems[:0]
		f.doc.heading(text)
		return
	}
	stem := f.enter(u)
	if stem != nil && !u.label && v.kind != "" && sentUpperFirst(text) {
		stem, f.stems = nil, f.stems[:0] // a clause of its own ends a list without labels
	}
	comma := next.label && !next.number && !u.label && f.text[u.End-1] == ','
	isStem := u.stem || (u.open || comma) && next.label && !next.number
	if stem != nil {
		f.underStem(s, stem, &v)
	} else if v.kind == "" && f.doc.single {
		f.doc.fragment(s, &v)
	}
	if isStem {
		f.pushStem(s, u, &v)
	}
	f.doc.remember(s, &v)
	if v.kind == "" || v.kind == KindProcedural && !f.opt.Procedural || v.kind == KindRequest && !f.opt.Requests {
		return
	}
	if v.kind == KindCommitment && v.strength < f.opt.MinStrength {
		return
	}
	f.record(s, u, &v)
}

// commHasWord reports whether a token is a word, and not a number or a mark.
func commHasWord(toks []commTok) bool {
	for i := range toks {
		if toks[i].word() && !toks[i].digit {
			return true
		}
	}
	return false
}

// language finds the language of the paragraph that begins with u.
func (f *commFinder) language(u commUnit) *commLanguage {
	if f.forced != nil {
		return f.forced
	}
	if l := commGuess(f.text[u.Start:u.End]); l != "" {
		return commLanguageOf(l)
	}
	if f.lang != nil {
		return f.lang
	}
	return commLanguageOf(f.doc.lang)
}

// wordsOf returns the words seen in a language.
func (f *commFinder) wordsOf(l *commLanguage) *commSeen {
	for _, w := range f.words {
		if w.lang == l {
			return w
		}
	}
	w := &commSeen{lang: l}
	f.words = append(f.words, w)
	return w
}

// record makes the record of a verdict.
func (f *commFinder) record(s *commScan, u commUnit, v *commVerdict) {
	c := f.add(u.Start)
	c.Section = f.sections.at(u.Start)
	c.Kind, c.Strength, c.Polarity = v.kind, v.strength, "positive"
	c.Quote, c.Start, c.End = f.text[u.Start:u.End], u.Start, u.End
	c.Conditions, c.Qualifiers, c.Refs = s.conditions(), s.qualifiers(), f.refs(s)
	c.Confidence, c.Instrument, c.Tags = commConfidence(v), f.doc.instrument, v.tags()
	if v.not {
		c.Polarity = "negative"
	}
	if v.trigB > v.trigA {
		c.Trigger = commJoin(f.text[s.toks[v.trigA].start:s.toks[v.trigB-1].end])
	} else {
		c.Trigger = v.trigger
	}
	f.setActor(s, v, c)
	f.setAction(s, v, c)
	c.Deadline = f.doc.deadline(s, v)
	c.Counterparty = s.counterparty(v)
}

// setActor fills the actor of c.
func (f *commFinder) setActor(s *commScan, v *commVerdict, c *Commitment) {
	text := v.actor
	if text == "" && v.actorB > v.actorA {
		text = commJoin(f.text[s.toks[v.actorA].start:s.toks[v.actorB-1].end])
	}
	if text == "" {
		return
	}
	c.Actor.Text = &text
	scope := f.doc.scope(s, v, text)
	c.Actor.Scope = &scope
}

// setAction fills the verb of c and what it governs. What a noun names ("committed
// to the reform of the Fund") has no verb and is all object.
func (f *commFinder) setAction(s *commScan, v *commVerdict, c *Commitment) {
	if v.verb < 0 || v.verb >= len(s.toks) {
		return
	}
	k := s.action(v)
	if k < 0 {
		f.setObject(s, v.verb, c)
		return
	}
	first := k
	if s.toks[k].is(cBeInf) && k+1 < len(s.toks) {
		for k+1 < len(s.toks) && k < first+12 && !s.toks[k].is(cPart) {
			k++
		}
	}
	action := commJoin(f.text[s.toks[first].start:s.toks[k].end])
	c.Action = &action
	f.setObject(s, k+1, c)
}

// setObject fills what stands from token k to the end of the clause.
func (f *commFinder) setObject(s *commScan, k int, c *Commitment) {
	end := k
	for end < len(s.toks) && s.toks[end].punct != ';' && s.toks[end].punct != ':' {
		end++
	}
	if end > k {
		start := s.toks[k].start
		if k > 0 {
			start = s.toks[k-1].end
		}
		if object := commJoin(f.text[start:s.toks[end-1].end]); object != "" {
			object = strings.TrimRight(object, ".,")
			c.Object = &object
		}
	}
}

// action returns the verb of what is undertaken or asked, -1 where there is none:
// that of the infinitive or of the content clause where a noun phrase stands
// right behind the trigger ("invite the Commission to join").
func (s *commScan) action(v *commVerdict) int {
	if t := &s.toks[v.verb]; t.word() && (!t.is(cDet|cPrep|cConj|cRel|cWe|cIt) || t.is(cBase|cVerb|cFinite|cBe|cHave)) {
		return v.verb
	}
	for k := v.verb; s.l.code == "en" && v.verb > 0 && k+1 < len(s.toks) && k < v.verb+20 && s.toks[k].word(); k++ {
		next := &s.toks[k+1]
		if v.kind == KindRequest && s.word(k) == "to" && next.word() && !next.is(cDet|cPrep|cConj|cWe|cIt) && !next.cap {
			return k + 1
		}
		if s.word(v.trigB-1) == "that" && s.toks[k].is(cModal) {
			return s.predicate(k + 1).verb
		}
	}
	return -1
}

// commJoin collapses white space.
func commJoin(s string) string {
	space := false
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case ' ':
			if space {
				return commFields(s)
			}
			space = true
		case '\n', '\t', '\r', '\f':
			return commFields(s)
		default:
			space = false
		}
	}
	return strings.TrimSpace(s)
}

// commFields joins the words of s by single spaces.
func commFields(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for w := range strings.FieldsSeq(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// commConfidence is a rough probability that a careful reader would agree.
func commConfidence(v *commVerdict) float64 {
	c := 0.92
	switch {
	case v.kind == KindProcedural:
		c = 0.8
	case v.passive && v.actorB == v.actorA:
		c = 0.75
	case v.noun, v.strength == 1:
		c = 0.85
	}
	if v.torn || v.right {
		c = 0.5
	}
	if v.damaged {
		c *= 0.8
	}
	return c
}

// tags names the choices behind a verdict.
func (v *commVerdict) tags() []string {
	out := []string{}
	for _, t := range [...]struct {
		on   bool
		name string
	}{{v.passive, "passive"}, {v.body, "body"}, {v.noun, "reaffirmed"}, {v.means, "means"}, {v.torn || v.right, "excerpt"}, {v.damaged, "damaged"}} {
		if t.on {
			out = append(out, t.name)
		}
	}
	return out
}

// commSections finds the innermost section of an offset.
type commSections struct {
	list   []*Section // in order of Start, parents before children
	starts []int
	parent []int // index in list, -1 at the root
	ids    map[string]bool
}

// commMaxDepth is how deep a tree of sections is followed.
const commMaxDepth = 200

func newCommSections(roots []*Section) *commSections {
	n := commCountSections(roots, 0)
	x := &commSections{ids: make(map[string]bool, n), list: make([]*Section, 0, n), starts: make([]int, 0, n), parent: make([]int, 0, n)}
	var walk func([]*Section, int, int)
	walk = func(list []*Section, parent, depth int) {
		for _, s := range list {
			if depth > commMaxDepth || s == nil {
				return
			}
			x.list = append(x.list, s)
			x.ids[s.ID] = true
			x.starts = append(x.starts, s.Start)
			x.parent = append(x.parent, parent)
			walk(s.Children, len(x.list)-1, depth+1)
		}
	}
	walk(roots, -1, 0)
	return x
}

// commCountSections counts the sections of a tree down to commMaxDepth.
func commCountSections(list []*Section, depth int) int {
	if depth > commMaxDepth {
		return 0
	}
	n := len(list)
	for _, s := range list {
		if s != nil {
			n += commCountSections(s.Children, depth+1)
		}
	}
	return n
}

// at returns the id of the innermost section that holds the offset, nil for none.
func (x *commSections) at(off int) *string {
	for i := sort.SearchInts(x.starts, off+1) - 1; i >= 0; i = x.parent[i] {
		if s := x.list[i]; off < s.End {
			return &s.ID
		}
	}
	return nil
}

// breaks returns where headings begin and end, ascending: no sentence runs over
// them.
func (x *commSections) breaks(text string) []int {
	var out []int
	for _, s := range x.list {
		if s.Heading == "" && s.Number == "" || s.Start < 0 || s.Start >= len(text) {
			continue
		}
		out = append(out, s.Start)
		if s.Heading != "" {
			if end := commHeadingEnd(text, s); end > s.Start {
				out = append(out, end)
			}
		}
	}
	sort.Ints(out)
	return out
}

// commHeadingEnd returns where the words of a heading end in the text.
func commHeadingEnd(text string, s *Section) int {
	at := s.Start
	limit := min(s.End, len(text), s.Start+len(s.Heading)*2+200)
	for w := range strings.FieldsSeq(s.Heading) {
		k := strings.Index(text[at:max(limit, at)], w)
		if k < 0 {
			return 0
		}
		at += k + len(w)
	}
	for at < len(text) && (text[at] == '.' || text[at] == ':') {
		at++
	}
	return at
}
