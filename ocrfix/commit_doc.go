package ocrfix

import (
	"strings"
)

// A commDoc is what is known of a document while its units are judged in order.
type commDoc struct {
	instrument Instrument
	lang       string // the language of most of the text
	parties    string // who a passive clause binds: "the Contracting Parties"
	year       int    // the date of the document, 0 when unknown
	month, day int
	single     bool // the text is one sentence: a pronoun may stand for anyone

	names map[string]bool // words written with a capital amid sentences

	headProcedural bool // the heading above speaks of the instrument's life
	headDefinition bool // … of definitions
	operative      int  // where the preamble ends, in bytes of the text

	mainBuf []bool // scratch of judgeV2

	lastActor string // the last actor named, for pronouns
	lastBody  bool
	soleActor string // the one named state or government that acts in this article
	soleFirst string // the first such of the document: where others act too, a passive binds all
	soleMany  bool
	host      string            // the one government that acts in the document
	hosts     bool              // more than one does
	scopes    map[string]string // of actors seen, a cache
	lastInstr bool              // the last subject was the instrument
	lastKind  string
}

// commHead is how much of a text is read to tell its kind, in bytes.
const commHead = 12000

// newCommDoc looks over the head of a text.
func newCommDoc(text string, forced *commLanguage, in Instrument) *commDoc {
	head := commJoinLines(strings.ToLower(text[:min(len(text), 3*commHead)]))
	tail := commJoinLines(strings.ToLower(text[max(min(len(text), 3*commHead), len(text)-commHead):]))
	d := &commDoc{instrument: in, single: len(text) < 1500}
	if forced != nil {
		d.lang = forced.code
	} else if d.lang = commGuess(head); d.lang == "" {
		d.lang = "en"
	}
	d.readHead(text, head, tail)
	if l := commLanguageOf(d.lang); l != nil {
		d.year, d.month, d.day = commDocDate(l, text)
	}
	d.names = commNames(text[:min(len(text), commNamesWindow)])
	d.parties = commPartiesOf(head, d.lang)
	return d
}

// commOperativeCues end a preamble, in lower case.
var commOperativeCues = []string{
	"have agreed as follows", "have agreed to the following", "have agreed on the following", "have agreed upon the following", "agree as follows", "have reached the following understanding", "have decided as follows",
	"have come to the following understanding", "zijn het volgende overeengekomen", "zijn overeengekomen als volgt", "overeengekomen als volgt", "overeengekomen hetgeen volgt", "hebben overeenstemming bereikt",
	"sont convenus de ce qui suit", "sont convenues de ce qui suit", "sont convenus des dispositions", "sont convenus des articles", "sont convenus comme suit", "ont arrêté les dispositions", "conviennent de ce qui suit",
	"sind wie folgt übereingekommen", "haben folgendes vereinbart", "vereinbaren folgendes", "kommen wie folgt überein", "sind über folgendes übereingekommen",
}

// commJoinLines replaces line ends by spaces, byte for byte.
func commJoinLines(s string) string { return strings.ReplaceAll(s, "\n", " ") }

// commNamesWindow is how much of a text is searched for names, in bytes.
const commNamesWindow = 200000

// commNames collects the capitalised words that follow a word in lower case.
func commNames(text string) map[string]bool {
	names := map[string]bool{}
	for i := 1; i+1 < len(text); i++ {
		if text[i] != ' ' && text[i] != '\n' || !sentLower(text[i-1]) || text[i+1] < 'A' || text[i+1] > 'Z' {
			continue
		}
		j := i + 2
		for j < len(text) && (sentAlnum(text[j]) || text[j] == '-' || text[j] >= 0x80) {
			j++
		}
		if j-i < 64 {
			names[text[i+1:j]] = true
		}
		i = j - 1
	}
	return names
}

// A commCue is evidence for a kind of document: phrases in lower case.
type commCue struct {
	in      Instrument
	weight  int
	phrases []string
}

var commCues = []commCue{
	{InstrumentTreaty, 3, []string{"contracting part", "have agreed as follows", "have agreed on the following", "hebben het volgende", "het volgende overeengekomen", "overeengekomen als volgt",
		"sont convenus de ce qui suit", "sont convenus des dispositions", "sont convenues de", "ont convenu", "folgendes vereinbart", "wie folgt übereingekommen", "sind wie folgt", "parties contractantes", "verdragsluitende partijen", "overeenkomstsluitende", "vertragsparteien", "staatsvertrag", "verwaltungsabkommen", "samenwerkingsakkoord",
		"in witness whereof", "ten blijke waarvan", "en foi de quoi", "zu urkund dessen"}},
	{InstrumentTreaty, 4, []string{"exchange of notes", "exchange of letters", "notenwechsel", "briefwechsel", "notawisseling", "briefwisseling", "échange de notes", "échange de lettres"}},
	{InstrumentTreaty, 2, []string{"shall enter into force", "treedt in werking", "entrera en vigueur", "entre en vigueur", "tritt in kraft", "this treaty", "this convention", "present convention", "present agreement", "this agreement shall", "dit verdrag", "deze overeenkomst", "present accord", "présent accord", "présente convention", "présent échange", "dieses abkommen", "dieser vertrag", "protocol"}},
	{InstrumentMemorandum, 4, []string{"memorandum of understanding", "memorandum van overeenstemming", "mémorandum d'entente", "mémorandum d’entente", "protocole d'entente", "absichtserklärung", "memorandum of cooperation", "the participants", "following understandings", "letter of intent", "intentieverklaring", "déclaration d'intention"}},
	{InstrumentCommunique, 3, []string{"we, the leaders", "we, the ministers", "we, the heads", "we the leaders", "communiqué", "communique", "nous, les ministres", "nous, chefs", "wij, de ministers", "wir, die"}},
	{InstrumentDeclaration, 3, []string{"joint declaration", "joint statement", "declaration on", "gezamenlijke verklaring", "déclaration commune", "gemeinsame erklärung", "political declaration"}},
	{InstrumentRecord, 4, []string{"record of the consultations", "record of consultations", "agreed minutes", "record of the", "minutes of the", "verslag van", "procès-verbal", "protokoll der sitzung", "niederschrift über", "ergebnisniederschrift", "ergebnisprotokoll", "sitzungsprotokoll", "kurzprotokoll", "besprechungsniederschrift", "compte rendu", "relevé de conclusions", "summary record"}},
	{InstrumentRegulation, 4, []string{"this regulation", "this directive", "this decision", "official journal of the european union", "member states shall", "arrêté royal", "koninklijk besluit", "avons arrêté et arrêtons", "hebben wij besloten en besluiten", "présent arrêté", "wird verordnet", "diese verordnung", "dieses gesetz", "présente loi", "présente ordonnance", "présent décret", "dit besluit", "deze wet"}},
	{InstrumentRegulation, 3, []string{"gelet op artikel", "gelet op de artikelen", "deze regeling treedt", "staatscourant", "staatsblad", "deze verordening", "vu la loi", "vu le décret", "vu l'arrêté", "présent règlement", "auf grund des", "aufgrund des §", "verordnet", "bundesgesetzblatt",
		"in exercise of the powers", "these regulations", "may be cited as", "this decree", "this ordinance", "this order shall"}},
}

// A commPhraseHit is what a phrase at the head of a document says.
type commPhraseHit struct {
	phrase string // after its first word
	cue    int    // index into commCues, -1 for an end of the preamble
}

// commPhraseIndex lists the phrases of commCues and commOperativeCues under
// their first words, so that one pass over a text finds them all.
var commPhraseIndex = func() map[string][]commPhraseHit {
	m := map[string][]commPhraseHit{}
	add := func(phrase string, cue int) {
		n := commPhraseWord(phrase)
		m[phrase[:n]] = append(m[phrase[:n]], commPhraseHit{phrase[n:], cue})
	}
	for i, c := range commCues {
		for _, p := range c.phrases {
			add(p, i)
		}
	}
	for _, p := range commOperativeCues {
		add(p, -1)
	}
	return m
}()

// commPhraseWord measures the first word of a phrase.
func commPhraseWord(s string) int {
	for i := 0; i < len(s); i++ {
		if !sentAlnum(s[i]) && s[i] < 0x80 {
			return i
		}
	}
	return len(s)
}

// commScanPhrases calls hit for every phrase of the index in text, which is in
// lower case, with the offset of its end.
func commScanPhrases(text string, hit func(h *commPhraseHit, end int)) {
	for i := 0; i < len(text); {
		n := commPhraseWord(text[i:])
		if n == 0 {
			i++
			continue
		}
		list := commPhraseIndex[text[i:i+n]]
		for k := range list {
			if m := commPhraseAt(text[i+n:], list[k].phrase); m >= 0 {
				hit(&list[k], i+n+m)
			}
		}
		i += n
	}
}

// commPhraseAt returns how many bytes of text the phrase at its start takes up, -1
// where another text stands there. A space stands for any number of them, since a
// title may be set over several lines.
func commPhraseAt(text, phrase string) int {
	i := 0
	for k := 0; k < len(phrase); k++ {
		if i == len(text) || text[i] != phrase[k] {
			return -1
		}
		i++
		for phrase[k] == ' ' && i < len(text) && text[i] == ' ' {
			i++
		}
	}
	return i
}

// commTitle is how far a title may reach, in bytes.
const commTitle = 400

// readHead weighs the cues in the head and the tail of a text and finds the end
// of its preamble.
func (d *commDoc) readHead(text, head, tail string) {
	score := make([]int, len(commCues))
	seen := map[string]bool{}
	count := func(share int) func(*commPhraseHit, int) {
		return func(h *commPhraseHit, end int) {
			if h.cue < 0 {
				if share == 1 && d.operative == 0 && end <= len(text) {
					d.operative = end
				}
				return
			}
			if !seen[h.phrase] {
				seen[h.phrase] = true
				score[h.cue] += commCues[h.cue].weight / share
				if share == 1 && end < commTitle {
					score[h.cue] += 2 * commCues[h.cue].weight // the title tells best
				}
			}
		}
	}
	commScanPhrases(head, count(1))
	commScanPhrases(tail, count(2))
	if d.operative > max(2*commHead, len(text)/3) {
		d.operative = 0
	}
	total := map[Instrument]int{}
	for i, c := range commCues {
		total[c.in] += score[i]
	}
	if n := strings.Count(head, ". we ") + strings.Count(head, ". nous "); n >= 4 {
		total[InstrumentCommunique] += n
	}
	best := 2
	for _, c := range commCues {
		if d.instrument == InstrumentUnknown && total[c.in] > best {
			best = total[c.in]
		}
	}
	for _, c := range commCues {
		if d.instrument == InstrumentUnknown && best > 2 && total[c.in] == best {
			d.instrument = c.in
		}
	}
}

// commPartyNames are what instruments call their parties, the most special first.
var commPartyNames = map[string][]string{
	"en": {"the High Contracting Parties", "the Contracting Parties", "the Contracting States", "the Contracting Governments", "the Participants", "the Signatories", "the Sides", "the Parties"},
	"nl": {"de Hoge Verdragsluitende Partijen", "de Verdragsluitende Partijen", "de Overeenkomstsluitende Partijen", "de Deelnemers", "de partijen"},
	"fr": {"les Hautes Parties Contractantes", "les Parties contractantes", "les Participants", "les Signataires", "les Parties"},
	"de": {"die Hohen Vertragschließenden Teile", "die Vertragsparteien", "die Vertragsstaaten", "die Teilnehmer", "die Parteien"},
}

// commPartiesOf returns the name of the parties that the text uses.
func commPartiesOf(head, lang string) string {
	names := commPartyNames[lang]
	for _, n := range names {
		bare := strings.ToLower(n[strings.IndexByte(n, ' ')+1:])
		if strings.Contains(head, bare) {
			return n
		}
	}
	if len(names) == 0 {
		return ""
	}
	return names[len(names)-1]
}

// commHeadWords tell what an article is about by its heading, in lower case.
var commHeadWords = struct{ procedural, definition []string }{
	procedural: []string{"entry into force", "termination", "duration", "amendment", "final provision", "final clause", "territorial", "withdrawal", "denunciation",
		"discontinu", "validity", "commencement", "ratification", "accession", "authentic", "inwerkingtreding", "beëindiging", "opzegging", "wijziging", "slotbepaling", "territoriale", "duur",
		"entrée en vigueur", "dénonciation", "durée", "modification", "dispositions finales", "application territoriale", "inkrafttreten", "kündigung", "geltungsdauer", "änderung", "schlussbestimmung"},
	definition: []string{"definition", "interpretation of terms", "begripsomschrijving", "definitie", "définition", "begriffsbestimmung", "use of terms"},
}

// heading notes what the part of the text that begins here is about.
func (d *commDoc) heading(line string) {
	d.soleActor = ""
	d.headProcedural, d.headDefinition = false, false
	var buf [sentMaxHeading]byte
	low := sentAppendLower(buf[:0], line)
	for i := 0; i+1 < len(low); i++ {
		for _, w := range commHeadIndex[commHeadSlot(low[i], low[i+1])] {
			if rest := low[i:]; len(rest) >= len(w.word) && string(rest[:len(w.word)]) == w.word {
				d.headProcedural = d.headProcedural || !w.definition
				d.headDefinition = d.headDefinition || w.definition
			}
		}
	}
}

// A commHeadWord is one of commHeadWords.
type commHeadWord struct {
	word       string
	definition bool
}

// commHeadIndex lists commHeadWords by their first two bytes.
var commHeadIndex = func() (t [256][]commHeadWord) {
	for _, w := range commHeadWords.procedural {
		slot := &t[commHeadSlot(w[0], w[1])]
		*slot = append(*slot, commHeadWord{w, false})
	}
	for _, w := range commHeadWords.definition {
		slot := &t[commHeadSlot(w[0], w[1])]
		*slot = append(*slot, commHeadWord{w, true})
	}
	return t
}()

// commHeadSlot hashes the first two bytes of a word.
func commHeadSlot(a, b byte) byte { return a*31 + b }

// judge judges a unit by the rules of its language.
func (d *commDoc) judge(s *commScan) commVerdict {
	var v commVerdict
	switch s.l.code {
	case "en":
		v = d.judgeEN(s)
	case "fr":
		v = d.judgeFR(s)
	default:
		v = d.judgeV2(s)
	}
	if v.kind == "" && s.constitutes() {
		v.kind, v.strength = KindProcedural, 0 // an exchange of notes says what it is
	}
	if v.kind == "" && d.instrument.indicative() && (d.instrument == InstrumentRegulation && s.repeals() || s.amends()) {
		v.kind, v.strength = KindProcedural, 0
	}
	if d.headDefinition && v.passive {
		return commVerdict{verb: -1} // an article of definitions binds no one
	}
	return v
}

// constituteWords are how letters say that together they are an agreement.
var constituteWords = wordSet("constitute constitutes constituer constituent constitueront constituera vormen vormt bilden bildet")

// constitutes reports whether the unit says that letters or texts make up an
// instrument: "this Note and your reply shall constitute an agreement".
func (s *commScan) constitutes() bool {
	if s.hint&hintMake == 0 {
		return false
	}
	for k := range s.toks {
		if s.toks[k].hints&hintMake == 0 {
			continue
		}
		from := k + 1
		switch s.word(from) {
		case "between", "entre": // two Governments
			from++
		}
		for j := from; j < len(s.toks) && j < k+9; j++ {
			if s.toks[j].is(cInstr) && !s.hasClass(from, j, cPrep|cRel) || s.l.v2 && s.toks[j].is(cInstr) {
				return true
			}
		}
		for j := k - 1; s.l.v2 && j >= max(0, k-8); j-- { // a content clause, its verb last
			if s.toks[j].is(cInstr) && j > 0 && (s.word(j-1) == "een" || s.word(j-1) == "ein" || s.word(j-1) == "eine") {
				return true
			}
		}
	}
	return false
}

// repealWords are participles of ending another text.
var repealWords = wordSet("repealed revoked ingetrokken abrogé abrogée abrogés abrogées aufgehoben")

// repeals reports whether the unit ends another text: "The Bee Order 2009 is
// revoked".
func (s *commScan) repeals() bool {
	for k := 1; k < len(s.toks); k++ {
		if s.toks[k].small && s.hasClass(max(0, k-3), k, cBe|cBeInf|cPassive) && repealWords[s.word(k)] {
			return true
		}
		if w := s.word(k - 1); w == "außer" && s.word(k) == "kraft" || w == "buiten" && s.word(k) == "werking" {
			return true
		}
	}
	return false
}

// amendWords are participles of changing a text.
var amendWords = wordSet(`replaced amended deleted inserted vervangen gewijzigd geschrapt ingevoegd remplacé remplacée remplacés remplacées modifié modifiée modifiés modifiées supprimé supprimée supprimés supprimées
	ersetzt geändert gestrichen eingefügt`)

// amends reports whether the unit changes a part of a text: "Article 4 is replaced
// by the following".
func (s *commScan) amends() bool {
	if s.all&cInstr == 0 {
		return false
	}
	passive := -1
	for k := 1; k < len(s.toks); k++ {
		t := &s.toks[k]
		if t.is(cRel|cSub) && !t.is(cDet|cPrep) {
			return false
		}
		if t.is(cBe|cBeInf|cPassive) && s.hasClass(0, min(k, 6), cInstr) {
			passive = k
		}
		if passive >= 0 && (s.l.v2 || k-passive <= 3) && t.small && amendWords[s.word(k)] {
			return true
		}
	}
	return false
}

// remember keeps what later units may refer back to.
func (d *commDoc) remember(s *commScan, v *commVerdict) {
	d.lastKind = v.kind
	if v.kind == KindProcedural && v.actorB == v.actorA+1 && d.lastInstr && s.toks[v.actorA].is(cIt) {
		return // the pronoun goes on meaning the instrument
	}
	if v.kind == KindProcedural && v.actorB > v.actorA {
		d.lastInstr = s.hasClass(v.actorA, v.actorB, cInstr) || d.instrument.indicative() && s.hasWords(v.actorA, v.actorB, aboutWords)
		return
	}
	if v.kind == "" && s.toks[0].word() {
		if d.instrument.indicative() && s.aboutText() {
			d.lastInstr = true
		} else if sub := s.topic(); sub.found {
			d.lastActor = commJoin(s.text[s.toks[sub.from].start:s.toks[sub.to-1].end])
			d.lastBody = s.toks[sub.head].is(cBody) && !s.toks[sub.head].is(cParty)
			d.lastInstr = false
		}
	}
	if v.kind == "" || v.kind == KindRequest {
		return
	}
	d.lastInstr = false
	body := v.setUp
	if v.passive && body == "" {
		body = s.established(v.verb)
	}
	if v.passive && body == "" && s.l.nounFirst {
		body = s.establishedFirst()
	}
	if body != "" {
		d.lastActor, d.lastBody = body, true
		return
	}
	switch {
	case v.passive && v.actor != "": // the parties, whom the clause does not name
	case v.actor != "":
		d.lastActor, d.lastBody = v.actor, v.body
	case v.actorB > v.actorA:
		d.lastActor = commJoin(s.text[s.toks[v.actorA].start:s.toks[v.actorB-1].end])
		if rest, ok := strings.CutPrefix(d.lastActor, "Neither "); ok {
			d.lastActor = "each " + rest // a pronoun after it means any of them
		}
		d.lastBody = v.body
		d.soleActor = ""
		if h := s.headOf(v.actorA, v.actorB); !v.body && (commGovernment(s.word(h)) || s.toks[h].is(cName) && s.l.code != "de") && d.scope(s, v, d.lastActor) == ScopeOne {
			d.soleActor = d.lastActor
			if d.soleFirst == "" {
				d.soleFirst = d.lastActor
			}
			d.soleMany = d.soleMany || !strings.EqualFold(d.soleFirst, d.lastActor)
			if commGovernment(s.word(h)) {
				d.hosts = d.hosts || d.host != "" && !strings.EqualFold(d.host, d.lastActor)
				d.host = d.lastActor
			}
		}
	}
}

// aboutText reports whether a unit begins with the instrument as its subject:
// "Le présent mémorandum ne crée". A pronoun after it means the instrument.
func (s *commScan) aboutText() bool {
	for k := 1; k+1 < len(s.toks) && k < 4 && s.toks[0].is(cDet); k++ {
		if s.toks[k].is(cInstr) {
			return s.hasClass(0, k, cThis) || aboutWords[s.word(k-1)]
		}
	}
	return false
}

// aboutWords before its noun say that the text at hand is meant.
var aboutWords = wordSet("this present dit deze onderhavige ce cet cette présent présente dieses diese dieser")

// topic finds the actor with which a unit that binds nobody begins, as its
// subject: "The Prime Ministers stressed …". A pronoun after it means them.
func (s *commScan) topic() commSubject {
	e := 0
	for e < len(s.toks) && e < 7 && s.toks[e].word() && !s.toks[e].is(cPrep|cSub|cConj|cModal|cMay|cBe|cHave|cWe|cIt) && (s.toks[e].is(cDet) || s.toks[e].cap || s.nounAt(e) || e == 1) {
		e++
	}
	if e == 0 || e >= len(s.toks) || !s.toks[0].is(cDet|cName) || !s.nounAt(e-1) {
		return commSubject{}
	}
	if t := &s.toks[e]; !t.word() || t.is(cPrep|cConj) && !t.is(cPart) || t.cap {
		return commSubject{}
	}
	return commSubject{from: 0, to: e, head: e - 1, found: true}
}

// commGovernment reports whether a noun means one government, as against any of
// the parties.
func commGovernment(w string) bool {
	switch w {
	case "government", "gouvernement", "regering", "regierung", "bundesregierung", "republic", "kingdom":
		return true
	}
	return false
}

// commScopes bounds how many actors a commDoc remembers the scope of.
const commScopes = 256

// scope tells how an actor is bound.
func (d *commDoc) scope(s *commScan, v *commVerdict, text string) string {
	if v.body {
		return ScopeBody
	}
	if known := d.scopes[text]; known != "" {
		return known
	}
	if d.scopes == nil || len(d.scopes) == commScopes {
		d.scopes = map[string]string{}
	}
	scope := commScopeOf(text)
	d.scopes[text] = scope
	return scope
}

// commScopeOf reads the scope of an actor from its words.
func commScopeOf(text string) string {
	low := " " + strings.ReplaceAll(strings.ToLower(text), "united states", "") + " "
	for _, w := range [...]string{" each ", " either ", " neither ", " every ", " elke ", " elk ", " ieder", " geen van ", " chaque ", " chacun", " aucune ", " jede", " keine"} {
		if strings.Contains(low, w) {
			return ScopeEach
		}
	}
	for _, w := range [...]string{" parties ", " participants ", " both ", " governments ", " sides ", " we ", " they ", " states ", " members ", " partijen ", " beide", " regeringen ", " lidstaten ", " staten ", " autoriteiten ", " organen ", " autorités ", " behörden ", " staaten ", " wij ", " we ", " nous ", " deux ", " gouvernements ", " wir ", " parteien ", " vertragsparteien ", " regierungen ", " signatories ", " and ", " en ", " et ", " und "} {
		if strings.Contains(low, w) {
			return ScopeJoint
		}
	}
	return ScopeOne
}
