package ocrfix

import (
	"strconv"
	"strings"
)

// Types of a Deadline.
const (
	DeadlineExplicit  = "explicit"  // a date: by 2030
	DeadlineRelative  = "relative"  // a term: within six months of signature
	DeadlineRecurring = "recurring" // every year
	DeadlineEvent     = "event"     // before or during something, or "without delay"
)

// A timeRole says what a word does beside a date or a term.
type timeRole uint8

const (
	timeBy     timeRole = iota + 1 // by, until, before: the date is the last
	timeIn                         // in, during, for: within the date
	timeFrom                       // from, as of: the date is the first
	timeWithin                     // within: opens a term
	timePast                       // since, of, signed: no deadline
	timeEnd                        // end: of the year
	timeThis                       // this, current
	timeNext                       // next, coming
	timeLast                       // last, past
	timeEvery                      // every, each, per
	timeAfter                      // after, from, following: what a term runs from
	timeRange                      // to, and, through: between two dates
	timeLink                       // the, of, year: may stand between role and date
	timeLatest                     // latest: "at the latest"
	timePeriod                     // period, term
)

// timeWords are the roles of the words of the four languages. Where a word has
// another role in another language ("in", "en", "des") the roles agree.
var timeWords = func() map[string]timeRole {
	m := map[string]timeRole{}
	for role, words := range map[timeRole]string{
		timeBy:     "by until till before later uiterlijk vóór voor tot d'ici ici avant jusqu'au jusqu'à jusqu' tard bis spätestens earlier",
		timeIn:     "in during over for on throughout en au dans lors op gedurende im am während loop courant at le per",
		timeFrom:   "from starting beginning vanaf partir ab seit-dem as",
		timeWithin: "within binnen endéans innerhalb délai",
		timePast:   "since signed adopted concluded dated made done sinds depuis seit vom van du report",
		timeEnd:    "end eind einde fin ende close",
		timeThis:   "this current dit deze cette présente dieses diesem current",
		timeNext:   "next coming following komende volgend volgende prochain prochaine prochaines nächsten kommenden upcoming",
		timeLast:   "last past previous recent afgelopen vorig dernier dernière derniers letzten vergangenen",
		timeEvery:  "every each per elke elk ieder iedere chaque tous toutes alle om jede jeder jedes jedem pro par once twice a an",
		timeAfter:  "after thereafter following na daarna nach danach après suivant suivants",
		timeRange:  "to and through until or tot en et à au bis und -",
		timeLink:   "the of year years period calendar het de jaar jaren les l' de l'année année années des jahr jahre jahres no not than at about around mid summer spring autumn fall winter early late working business clear consecutive first second third fourth quarter half plus am its any one zum zur dem den",
		timeLatest: "latest laatste spätestens",
		timePeriod: "period term termijn période frist zeitraum course",
	} {
		for _, w := range strings.Fields(words) {
			if _, ok := m[w]; !ok || role < m[w] {
				m[w] = role
			}
		}
	}
	return m
}()

var timeUnits = func() map[string]byte {
	m := map[string]byte{}
	for u, names := range map[byte]string{
		'D': "day days dag dagen werkdag werkdagen jour jours tag tage tagen tages werktag werktage werktagen arbeitstag arbeitstage arbeitstagen", 'W': "week weeks weken semaine semaines woche wochen",
		'M': "month months maand maanden mois monat monate monaten monats", 'Y': "year years jaar jaren an ans année années jahr jahre jahren jahres",
		'Q': "quarter quarters kwartaal trimestre quartal", 'T': "decade decades decennium", 'H': "hour hours uur heures stunden",
	} {
		for _, w := range strings.Fields(names) {
			m[w] = u
		}
	}
	return m
}()

var timeNumbers = func() map[string]int {
	m := map[string]int{}
	for _, list := range []string{
		"one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9 ten:10 eleven:11 twelve:12 fourteen:14 fifteen:15 eighteen:18 twenty:20 twenty-four:24 thirty:30 forty:40 forty-five:45 fifty:50 sixty:60 seventy:70 eighty:80 ninety:90 hundred:100 thirteen:13 sixteen:16 seventeen:17 nineteen:19 twenty-one:21 twenty-five:25 twenty-eight:28 seventy-two:72 forty-eight:48 a:1 an:1",
		"een:1 één:1 twee:2 drie:3 vier:4 vijf:5 zes:6 zeven:7 acht:8 negen:9 tien:10 elf:11 twaalf:12 dertien:13 veertien:14 vijftien:15 zestien:16 zeventien:17 achttien:18 negentien:19 twintig:20 eenentwintig:21 vierentwintig:24 vijfentwintig:25 dertig:30 veertig:40 vijfenveertig:45 achtenveertig:48 vijftig:50 zestig:60 zeventig:70 tachtig:80 negentig:90 honderd:100",
		"un:1 une:1 deux:2 trois:3 quatre:4 cinq:5 sept:7 huit:8 neuf:9 dix:10 six:6 onze:11 douze:12 treize:13 quatorze:14 quinze:15 seize:16 dix-huit:18 vingt:20 vingt-quatre:24 trente:30 quarante:40 quarante-cinq:45 quarante-huit:48 cinquante:50 soixante:60 quatre-vingt-dix:90 cent:100",
		"ein:1 eine:1 einem:1 einer:1 eines:1 zwei:2 drei:3 fünf:5 sechs:6 sieben:7 neun:9 vier:4 acht:8 zehn:10 elf:11 zwölf:12 dreizehn:13 vierzehn:14 fünfzehn:15 sechzehn:16 achtzehn:18 zwanzig:20 einundzwanzig:21 vierundzwanzig:24 dreißig:30 dreissig:30 vierzig:40 fünfundvierzig:45 achtundvierzig:48 fünfzig:50 sechzig:60 siebzig:70 achtzig:80 neunzig:90 hundert:100",
	} {
		for _, f := range strings.Fields(list) {
			k := strings.IndexByte(f, ':')
			n, _ := strconv.Atoi(f[k+1:])
			m[f[:k]] = n
		}
	}
	return m
}()

// timeAhead follow a term that something is due ahead of.
var timeAhead = wordSet("from before prior voor vóór vor vorher zuvor tevoren avant auparavant voraus advance avance")

// timeSeasons come back every year, and timeOrdinals say how seldom: every second
// year.
var (
	timeSeasons  = wordSet("spring summer autumn winter voorjaar lente zomer najaar herfst printemps été automne hiver frühjahr frühling sommer herbst")
	timeOrdinals = map[string]int{"other": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "tweede": 2, "derde": 3, "vierde": 4, "vijfde": 5, "zweite": 2, "zweiten": 2, "dritte": 3, "dritten": 3, "vierte": 4, "vierten": 4, "fünfte": 5}
)

// timeHalves make a year six months: elk half jaar.
var timeHalves = wordSet("half halve halbe halben halbes")

// timeRates are words that say by themselves how often.
var timeRates = map[string]string{
	"annually": "R/P1Y", "yearly": "R/P1Y", "biennially": "R/P2Y", "biannually": "R/P6M", "semi-annually": "R/P6M", "quarterly": "R/P3M", "monthly": "R/P1M", "weekly": "R/P1W", "annual": "R/P1Y",
	"jaarlijks": "R/P1Y", "maandelijks": "R/P1M", "halfjaarlijks": "R/P6M", "tweejaarlijks": "R/P2Y", "annuellement": "R/P1Y", "mensuellement": "R/P1M",
	"jährlich": "R/P1Y", "monatlich": "R/P1M", "wöchentlich": "R/P1W", "trimestriellement": "R/P3M", "semestriellement": "R/P6M", "wekelijks": "R/P1W", "driemaandelijks": "R/P3M", "zweijährlich": "R/P2Y", "triennially": "R/P3Y", "halbjährlich": "R/P6M", "vierteljährlich": "R/P3M",
}

// timeVague are urgencies without a date; each pattern ends with the word that
// it is listed under.
var timeVague = map[string][]string{
	"possible": {"as soon as possible", "as early as possible", "as quickly as possible", "as rapidly as possible", "as swiftly as possible"},
	"delay":    {"without delay", "without undue delay", "without any delay", "without further delay", "without restriction or delay", "with minimum delay"},
	"urgency":  {"as a matter of urgency"}, "priority": {"as a matter of priority"},
	"immediately": {"immediately"}, "forthwith": {"forthwith"}, "promptly": {"promptly"}, "timeline": {"within the agreed timeline"}, "timeframe": {"within the agreed timeframe"},
	"practicable": {"as soon as practicable"}, "time": {"within a reasonable time", "within a reasonable period of time"}, "opportunity": {"at the earliest opportunity", "at the first opportunity"},
	"mogelijk": {"zo spoedig mogelijk", "zo snel mogelijk"}, "onverwijld": {"onverwijld"}, "uitstel": {"zonder uitstel"}, "vertraging": {"zonder vertraging"}, "onmiddellijk": {"onmiddellijk"}, "termijn": {"binnen een redelijke termijn"},
	"délais": {"dans les plus brefs délais", "dans les meilleurs délais"}, "délai": {"sans délai", "dans le plus bref délai", "dans un délai raisonnable"}, "immédiatement": {"immédiatement"}, "retard": {"sans retard"}, "promptement": {"promptement"}, "tôt": {"le plus tôt", "au plus tôt"},
	"unverzüglich": {"unverzüglich"}, "umgehend": {"umgehend"}, "möglich": {"so bald wie möglich", "so schnell wie möglich"}, "sofort": {"sofort"},
}

// commTimeClass lists the words of cTime in any language.
var commTimeClass = func() string {
	var b strings.Builder
	for _, m := range []map[string]string{timeRates} {
		for w := range m {
			b.WriteString(w + " ")
		}
	}
	for w := range timeVague {
		b.WriteString(w + " ")
	}
	for w := range monthNumber {
		b.WriteString(w + " ")
	}
	for w := range timeUnits {
		b.WriteString(w + " ")
	}
	for w := range timeSeasons {
		b.WriteString(w + " ")
	}
	return b.String() + "basis intervals prior before upon during pending until throughout voorafgaand tijdens gedurende alvorens pendant avant durant vor während bis after na nach après"
}()

// A commTime is a deadline found among the tokens [from, to).
type commTime struct {
	from, to   int
	typ        string
	start, end string
	inferred   bool
	rank       int // the lower, the more precise
}

// deadline returns when the undertaking is due, nil where the clause does not
// say. Of several the most precise is taken, and of those the first.
func (d *commDoc) deadline(s *commScan, v *commVerdict) *Deadline {
	best := commTime{rank: 2 * timeLater}
	for k := range s.toks {
		t := &s.toks[k]
		if !t.digit && !t.is(cTime) {
			continue
		}
		c, ok := d.timeAt(s, k)
		if !ok || s.otherClause(c.from, v.trigA) || d.ofRelative(s, c.from, v.trigA) {
			continue
		}
		if s.laterClause(v.trigB, c.from) {
			c.rank += timeLater
		}
		if c.rank < best.rank {
			best = c
		}
	}
	if best.rank == 2*timeLater {
		return nil
	}
	out := &Deadline{
		Text:     commJoin(s.text[s.toks[best.from].start:s.toks[best.to-1].end]),
		Type:     best.typ,
		Inferred: best.inferred,
	}
	if start := best.start; start != "" {
		out.Start = &start
	}
	if end := best.end; end != "" {
		out.End = &end
	}
	return out
}

// timeLater is added to the rank of a time that belongs to a further undertaking of
// the same unit: "will meet each year, and will report in 2030".
const timeLater = 50

// laterClause reports whether the time at k stands behind a second trigger that
// goes on from the one which ends at trigger.
func (s *commScan) laterClause(trigger, k int) bool {
	for j := trigger; j < k; j++ {
		if s.toks[j].is(cModal) && j > 0 && s.toks[j-1].is(cConj) {
			return true
		}
	}
	return false
}

// otherClause reports whether token k stands in a clause that ends before the
// trigger: what is said there has its own time.
func (s *commScan) otherClause(k, trigger int) bool {
	for j := 0; j < k && k < trigger; j++ {
		if s.finite(j) && !s.opensBefore(j) {
			return true
		}
	}
	return false
}

// ofRelative reports whether the time at token k, behind the trigger, is that of a
// relative clause and not of the undertaking: "any boat that was seized before
// 2020". Where the relative clause ends in its verb, all before the verb is of
// it; elsewhere a time after a verb of the past is.
func (d *commDoc) ofRelative(s *commScan, k, trigger int) bool {
	if s.l.v2 {
		return k < len(d.mainBuf) && k > trigger && !d.mainBuf[k] && s.inRelative(k, d.mainBuf)
	}
	past := false
	for j := k - 1; j > trigger; j-- {
		t := &s.toks[j]
		if t.punct == ',' || t.punct == ';' || t.punct == ':' {
			return false
		}
		past = past || s.pastVerb(j)
		if past && t.is(cRel) && s.opens(j) && j+1 < k && (!t.is(cDet) || s.nominal(j-1)) {
			return s.pastVerb(j+1) || s.pastVerb(min(j+2, k-1))
		}
	}
	return false
}

// inRelative reports whether a relative opens the clause of token k, which is no
// main clause, and its verb is still to come.
func (s *commScan) inRelative(k int, main []bool) bool {
	a, b := k, k
	for a > 0 && !main[a-1] && s.toks[a-1].punct == 0 {
		a--
	}
	for b+1 < len(s.toks) && !main[b+1] && s.toks[b+1].punct == 0 {
		b++
	}
	t := &s.toks[a]
	relative := t.is(cRel) || t.is(cDet) && a > 0 && s.toks[a-1].punct == ','
	return relative && b > k && s.toks[b].is(cVerb|cPart|cBe|cHave|cPassive|cMay|cModal)
}

// pastAuxiliaries and pastForms are verbs of the past that their form does not
// show.
var (
	pastAuxiliaries = wordSet("was were had has have avait avaient ont a était étaient fut furent eut eurent")
	pastForms       = wordSet("fell became began came made took gave ran held left arose went did paid sent wrote broke lost met sold bought built brought found kept said saw stood")
)

// pastVerb reports whether token k is a finite verb of the past, or a form of
// have that makes one.
func (s *commScan) pastVerb(k int) bool {
	w := s.word(k)
	return pastAuxiliaries[w] || s.l.code == "en" && (pastForms[w] || strings.HasSuffix(w, "ed") && len(w) > 4)
}

// opensBefore reports whether the finite verb at j belongs to a conditional
// clause at the head of the unit.
func (s *commScan) opensBefore(j int) bool {
	for k := 0; k < min(j, 3); k++ {
		if s.toks[k].is(cSub) {
			return true
		}
	}
	return false
}

// timeAt reads the date or term whose chief word is token k.
func (d *commDoc) timeAt(s *commScan, k int) (commTime, bool) {
	if y, z := s.year(k); y > 0 {
		return d.timeDate(s, k, y, z)
	}
	w := s.word(k)
	if rate, ok := timeRates[w]; ok {
		if n := s.times(k - 1); n > 1 && rate == "R/P1Y" && 12%n == 0 {
			return commTime{from: k - 1, to: k + 1, typ: DeadlineRecurring, end: "R/" + commDuration(12/n, 'M'), rank: 3}, true
		}
		if k+1 < len(s.toks) && s.word(k+1) == "basis" {
			a := k
			for a > 0 && k-a < 2 && s.toks[a-1].word() {
				a--
			}
			return commTime{from: a, to: k + 2, typ: DeadlineRecurring, end: rate, rank: 3}, true
		}
		if k+1 < len(s.toks) && s.attributive(k+1) {
			return commTime{}, false
		}
		if strings.HasSuffix(w, "ly") || s.l.code != "en" {
			return commTime{from: k, to: k + 1, typ: DeadlineRecurring, end: rate, rank: 3}, true
		}
		return commTime{}, false
	}
	if timeSeasons[w] && k > 0 && timeWords[s.word(k-1)] == timeEvery && len(s.word(k-1)) > 3 { // chaque été, not a été
		return commTime{from: k - 1, to: k + 1, typ: DeadlineRecurring, end: "R/P1Y", rank: 3}, true
	}
	for _, p := range timeVague[w] {
		n := strings.Count(p, " ")
		if k-n >= 0 && strings.EqualFold(commJoin(s.text[s.toks[k-n].start:s.toks[k].end]), p) {
			return commTime{from: k - n, to: k + 1, typ: DeadlineEvent, rank: 5}, true
		}
	}
	if m := monthNumber[w]; m > 0 && s.toks[k].cap == (s.l.code == "en" || s.l.code == "de") {
		return d.timeMonth(s, k, m)
	}
	if u := timeUnits[w]; u != 0 {
		return d.timeUnit(s, k, u)
	}
	return s.timeEvent(k, w)
}

// year reads token k as a year or a range of years.
func (s *commScan) year(k int) (from, to int) {
	t := &s.toks[k]
	if !t.digit || t.end-t.start < 4 {
		return 0, 0
	}
	w := s.text[t.start:t.end]
	y, err := strconv.Atoi(w[:4])
	if err != nil || y < 1600 || y > 2200 {
		return 0, 0
	}
	switch len(w) {
	case 4:
		return y, y
	case 9:
		if z, err := strconv.Atoi(w[5:]); err == nil && w[4] == '-' && z >= y && z < 2200 {
			return y, z
		}
	}
	return 0, 0
}

// day reads token k as a day of the month, or the last day of a range of days.
func (s *commScan) day(k int) int {
	if k < 0 || !s.toks[k].digit {
		return 0
	}
	w := s.word(k)
	if i := strings.LastIndexByte(w, '-'); i > 0 {
		w = w[i+1:]
	}
	for _, suf := range [...]string{"th", "st", "nd", "rd", "er", "ste", "e"} {
		w = strings.TrimSuffix(w, suf)
	}
	n, err := strconv.Atoi(w)
	if err != nil || n < 1 || n > 31 || len(w) > 2 {
		return 0
	}
	return n
}

// dateStart finds the day and the month before the year at k.
func (s *commScan) dateStart(k int) (from, month, day int) {
	from = k
	j := k - 1
	if j >= 0 && s.toks[j].punct == ',' {
		j--
	}
	if j >= 0 && s.day(j) > 0 && j > 0 && monthNumber[s.word(j-1)] > 0 { // March 9, 1995
		return j - 1, monthNumber[s.word(j-1)], s.day(j)
	}
	j = k - 1
	for j > k-3 && j >= 0 && timeWords[s.word(j)] == timeLink {
		j--
	}
	if j < 0 || monthNumber[s.word(j)] == 0 {
		return
	}
	from, month = j, monthNumber[s.word(j)]
	j--
	for j >= 0 && (s.toks[j].punct == '.' || s.word(j) == "of" || s.word(j) == "day") {
		j--
	}
	if d := s.day(j); d > 0 {
		from, day = j, d
	}
	return
}

// timeDate reads the date that ends in the year at k.
func (d *commDoc) timeDate(s *commScan, k, y, z int) (commTime, bool) {
	from, month, day := s.dateStart(k)
	c := commTime{to: k + 1, typ: DeadlineExplicit, rank: 1}
	c.end = commDate(y, month, day)
	if z > y {
		c.start, c.end = commDate(y, 0, 0), commDate(z, 0, 0)
	}
	a, role, isEnd := s.timeRoleBefore(from)
	if isEnd {
		if month == 0 {
			c.end = commDate(y, 12, 31)
		} else if day == 0 {
			c.end = commDate(y, month, commMonthDays(y, month))
		}
	}
	if next := s.yearAfter(k + 1); next > 0 { // 2020 through to 2025
		if last, _ := s.year(next); last > y {
			z = last
			c.start, c.end, c.to = commDate(y, month, day), commDate(z, 0, 0), next+1
		}
	}
	if b := s.timeLatest(c.to); b > 0 {
		c.to = b
		if role == 0 {
			role = timeBy
		}
	}
	if k+1 < len(s.toks) && c.to == k+1 && (day == 0 && s.attributive(k+1) || month == 0 && s.word(k-1) == "the" && s.toks[k+1].is(cName)) {
		return c, false
	}
	c.from = a
	switch role {
	case timeBy:
		return c, d.year == 0 || max(y, z) >= d.year-1
	case timeIn, timeThis:
		if c.start == "" {
			c.start = c.end
		}
		past := d.year > 0 && y < d.year || s.pastBefore(a)
		if d.year == 0 && y < 1950 {
			past = true
		}
		return c, !past
	case timeFrom:
		c.start, c.end = commDate(y, month, day), ""
		return c, d.year == 0 || y >= d.year
	}
	return c, false
}

// attributive reports whether the word at k is a noun that a year before it
// only names: "the 2050 scenario".
func (s *commScan) attributive(k int) bool {
	t := &s.toks[k]
	if !t.word() || t.noSpace || s.l.capNouns && !t.cap {
		return false
	}
	return !t.is(cPrep|cConj|cDet|cAdv|cRel|cSub|cThat|cModal|cBe|cHave|cMay|cPart|cFinite|cWe|cIt|cThis|cBase|cVerb|cName) && !t.digit
}

// pastBefore reports whether a past participle or the like stands before a: what
// follows is when something happened.
func (s *commScan) pastBefore(a int) bool {
	for k := a - 1; k >= 0 && k > a-7 && s.toks[k].punct != ','; k-- {
		switch timeWords[s.word(k)] {
		case timePast:
			return !s.isOf(k)
		}
	}
	return false
}

// timeRoleBefore reads the words before a date, to the left from token k.
func (s *commScan) timeRoleBefore(k int) (from int, role timeRole, end bool) {
	j := k - 1
	for n := 0; j >= 0 && n < 6; n++ {
		w := s.word(j)
		if s.isOf(j) && j > 0 {
			if r := timeWords[s.word(j-1)]; r != timeEnd && r != timeLink && r != timeFrom {
				return k, 0, end
			}
			j--
			continue
		}
		switch r := timeWords[w]; r {
		case timeEnd:
			end = true
		case timeLink, timeRange:
			if r == timeRange && (w == "and" || w == "or" || w == "et" || w == "und" || s.toks[j].punct != 0) {
				return k, 0, end
			}
		case timeBy, timeIn, timeFrom, timeThis, timeWithin, timeAfter:
			if end && r == timeIn {
				r = timeBy
			}
			for j > 0 {
				p := timeWords[s.word(j-1)]
				if p == timeBy || p == timeLink && s.word(j-1) != "of" && s.toks[j-1].is(cPrep|cNot|cDet) {
					j--
					r = min(r, timeBy)
					continue
				}
				break
			}
			if r == timeThis {
				continue
			}
			if j > 0 && s.word(j-1) == "à" { // à partir de
				j--
			}
			return j, r, end
		default:
			return k, 0, end
		}
		j--
	}
	return k, 0, end
}

// timeLatest returns where "at the latest" ends that begins at k, 0 for none.
func (s *commScan) timeLatest(k int) int {
	for j := k; j < len(s.toks) && j < k+4; j++ {
		w := s.word(j)
		if w == "latest" || w == "tard" || w == "laatste" && j > k {
			return j + 1
		}
		if !s.toks[j].is(cPrep|cDet) && w != "plus" && w != "au" {
			return 0
		}
	}
	return 0
}

// yearAfter returns the token of a second year: "… through to 2025", 0 for none.
func (s *commScan) yearAfter(k int) int {
	for j := k; j < len(s.toks) && j < k+3; j++ {
		if y, _ := s.year(j); y > 0 {
			if j > k {
				return j
			}
			return 0
		}
		if timeWords[s.word(j)] != timeRange && s.toks[j].punct != '-' && timeWords[s.word(j)] != timeBy {
			return 0
		}
	}
	return 0
}

// timeMonth reads a month that no year follows: "in September".
func (d *commDoc) timeMonth(s *commScan, k, m int) (commTime, bool) {
	for j := k + 1; j < len(s.toks) && j < k+4; j++ {
		if y, _ := s.year(j); y > 0 {
			return commTime{}, false
		}
	}
	if d.year == 0 {
		return commTime{}, false
	}
	from, day := k, s.day(k-1)
	if day > 0 {
		from--
	} else if k+1 < len(s.toks) && s.day(k+1) > 0 {
		return commTime{}, false
	}
	a, role, end := s.timeRoleBefore(from)
	if role != timeBy && role != timeIn || s.word(a) == "on" || s.between(a) {
		return commTime{}, false
	}
	y := d.year
	if d.month > m {
		y++
	}
	c := commTime{from: a, to: k + 1, typ: DeadlineExplicit, rank: 2, inferred: true}
	if end && day == 0 {
		day = commMonthDays(y, m)
	}
	c.end = commDate(y, m, day)
	if role == timeIn {
		c.start = c.end
	}
	return c, true
}

// between reports whether the day at k is one end of a season that comes back every
// year: "between 15 March and 31 July".
func (s *commScan) between(k int) bool {
	for j := k - 1; j >= 0 && j >= k-8; j-- {
		switch s.word(j) {
		case "between", "entre", "tussen", "zwischen":
			return true
		}
	}
	return false
}

// timeUnit reads a phrase whose chief word is a unit of time.
func (d *commDoc) timeUnit(s *commScan, k int, u byte) (commTime, bool) {
	c := commTime{to: k + 1}
	n, j := 0, k-1
	for steps := 0; j >= 0 && steps < 6; steps, j = steps+1, j-1 {
		w := s.word(j)
		if s.toks[j].punct == ')' || s.toks[j].punct == '(' {
			continue
		}
		if s.toks[j].digit && n == 0 {
			if v, err := strconv.Atoi(w); err == nil && v < 1000 {
				n = v
				continue
			}
			return c, false
		}
		if times := timeTimes[w]; times > 1 && u == 'Y' && 12%times == 0 {
			return commTime{from: j, to: k + 1, typ: DeadlineRecurring, rank: 3, end: "R/" + commDuration(12/times, 'M')}, true
		}
		r := timeWords[w]
		if timeHalves[w] && u == 'Y' && n == 0 {
			u, n = 'M', 6
			continue
		}
		if w == "per" {
			r = timeEvery
		}
		if r == timeIn && w == "dans" && n > 0 {
			r = timeWithin // "dans les huit jours"
		}
		if v := timeOrdinals[w]; v > 0 && n == 0 && j > 0 && timeWords[s.word(j-1)] == timeEvery {
			n = v
			continue
		}
		if v := timeNumbers[w]; v > 0 && r != timeIn && (n == 0 || r == 0) {
			if n == 0 {
				n = v
			}
			if r != timeEvery {
				continue
			}
		}
		switch r {
		case timeEvery:
			if (w == "a" || w == "an" || w == "per" || w == "par" || w == "pro") && j > 0 {
				before := s.word(j - 1)
				if s.counted(j - 1) {
					c.from, c.typ, c.rank, c.end = j, DeadlineRecurring, 3, "R/"+commDuration(max(n, 1), u)
					return c, true
				}
				if before != "once" && before != "twice" && before != "fois" && before != "times" && before != "keer" && before != "mal" {
					continue
				}
				j--
				if n := s.times(j); n > 1 && u == 'Y' && 12%n == 0 {
					return commTime{from: j, to: k + 1, typ: DeadlineRecurring, rank: 3, end: "R/" + commDuration(12/n, 'M')}, true
				}
			}
			if w == "once" || w == "twice" {
				return c, false
			}
			c.from, c.typ, c.rank, c.end = j, DeadlineRecurring, 3, "R/"+commDuration(max(n, 1), u)
			return c, true
		case timeWithin:
			if n == 0 {
				return c, false
			}
			c.from, c.typ, c.rank, c.end = j, DeadlineRelative, 2, commDuration(n, u)
			c.to = s.termEnd(k + 1)
			return c, true
		case timeThis, timeNext:
			if u != 'Y' || s.plural(k) || d.year == 0 {
				return c, false
			}
			return d.timeThisYear(s, k, j, r)
		case timeLast, timePast:
			return c, false
		case timeLink, timePeriod, timeIn, timeBy:
			continue
		default:
			if s.isOf(j) {
				continue
			}
		}
		break
	}
	if n > 0 && k+1 < len(s.toks) {
		after := timeWords[s.word(k+1)]
		ahead := k + 1
		for ahead < k+3 && ahead+1 < len(s.toks) && s.toks[ahead].is(cPrep|cDet) && !timeAhead[s.word(ahead)] {
			ahead++ // "van tevoren", "im Voraus", "à l'avance"
		}
		if after == timeAfter || timeAhead[s.word(ahead)] {
			from := k
			for from > 0 && (timeNumbers[s.word(from-1)] > 0 || s.toks[from-1].digit || s.toks[from-1].punct == '(' || s.toks[from-1].punct == ')') {
				from--
			}
			return commTime{from: from, to: s.termEnd(k + 1), typ: DeadlineRelative, end: commDuration(n, u), rank: 2}, from < k
		}
	}
	return c, false
}

// times returns how often a year or month something comes, by the word at k and
// the number before it: twice, three times, deux fois; 1 where it does not say.
func (s *commScan) times(k int) int {
	if n := timeTimes[s.word(k)]; n > 0 {
		return n
	}
	switch s.word(k) {
	case "times", "fois", "keer", "mal":
		return max(1, timeNumbers[s.word(k-1)])
	}
	return 1
}

// timeTimes are words that say how many times.
var timeTimes = map[string]int{"once": 1, "twice": 2, "thrice": 3, "eenmaal": 1, "tweemaal": 2, "driemaal": 3, "viermaal": 4, "einmal": 1, "zweimal": 2, "dreimal": 3, "viermal": 4}

// counted reports whether the word at k is a plural with its number before it:
// "five hundred teachers (a year)".
func (s *commScan) counted(k int) bool {
	if w := s.word(k); w == "fois" || w == "times" || !strings.HasSuffix(w, "s") || !s.toks[k].word() || s.toks[k].is(cUnit|cAdv|cPrep) {
		return false
	}
	for j := k - 1; j >= 0 && j > k-4; j-- {
		if s.toks[j].digit || s.toks[j].is(cNum) || timeNumbers[s.word(j)] > 1 {
			return true
		}
	}
	return false
}

// plural reports whether the unit at k is a plural.
func (s *commScan) plural(k int) bool {
	w := s.word(k)
	return strings.HasSuffix(w, "s") && w != "jahres" || w == "jaren" || w == "jahre" || w == "jahren"
}

// timeThisYear reads "this year", "by the end of this year", "next year" and
// "over the coming year".
func (d *commDoc) timeThisYear(s *commScan, k, j int, r timeRole) (commTime, bool) {
	y := d.year
	if r == timeNext {
		y++
	}
	c := commTime{from: j, to: k + 1, typ: DeadlineExplicit, rank: 2, inferred: true, end: commDate(y, 0, 0)}
	a, role, end := s.timeRoleBefore(j)
	switch {
	case end:
		c.from, c.end = a, commDate(y, 12, 31)
	case role == timeIn && r == timeNext && s.word(a) == "over":
		c.from, c.start, c.end = a, commDate(d.year, d.month, d.day), commDate(y, d.month, d.day)
	case role == timeBy || role == timeIn:
		c.from = a
	}
	return c, true
}

// termEnd returns where the phrase ends that says what a term runs from.
func (s *commScan) termEnd(k int) int {
	if k >= len(s.toks) {
		return len(s.toks)
	}
	if r := timeWords[s.word(k)]; r != timeAfter && r != timeFrom && !s.isOf(k) && s.word(k) != "before" && s.word(k) != "prior" && s.word(k) != "à" {
		return k
	}
	j := k + 1
	for ; j < len(s.toks) && j < k+12; j++ {
		t := &s.toks[j]
		if t.punct != 0 || t.is(cModal|cBe|cMay|cRel|cConj) && !t.is(cDet) {
			break
		}
	}
	return j
}

// timeEvent reads an event before, during or until which something is due.
func (s *commScan) timeEvent(k int, w string) (commTime, bool) {
	start := k == 0 || k == 1 && !s.toks[0].word()
	switch w {
	case "voorafgaand", "tijdens", "pending", "pendant", "durant":
	case "prior", "before", "upon", "during", "gedurende", "avant", "vor", "während":
		if !start {
			return commTime{}, false
		}
	default:
		return commTime{}, false
	}
	j := k + 1
	for ; j < len(s.toks) && j < k+14; j++ {
		t := &s.toks[j]
		if t.punct != 0 || t.is(cModal|cBe|cHave|cMay) || t.is(cVerb) && j > k+2 {
			break
		}
	}
	if j == k+1 || w == "before" && j < len(s.toks) && s.toks[j].punct != ',' {
		return commTime{}, false
	}
	return commTime{from: k, to: j, typ: DeadlineEvent, rank: 4}, true
}

// commDate writes an ISO 8601 date with as much precision as is known.
func commDate(y, m, d int) string {
	b := []byte(strconv.Itoa(y))
	for _, v := range [...]int{m, d} {
		if v == 0 {
			break
		}
		b = append(b, '-', byte('0'+v/10), byte('0'+v%10))
	}
	return string(b)
}

func commMonthDays(y, m int) int {
	switch m {
	case 4, 6, 9, 11:
		return 30
	case 2:
		if y%4 == 0 && (y%100 != 0 || y%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// commDuration writes an ISO 8601 duration.
func commDuration(n int, u byte) string {
	switch u {
	case 'Q':
		n, u = 3*n, 'M'
	case 'T':
		n, u = 10*n, 'Y'
	case 'H':
		return "PT" + strconv.Itoa(n) + "H"
	}
	return "P" + strconv.Itoa(n) + string(u)
}

// commDocDate finds the date of a document: that of its signature, else the
// first full date at its head. Zeros mean unknown.
func commDocDate(l *commLanguage, text string) (y, m, d int) {
	const window = 4000
	tail := text[max(0, len(text)-window):]
	low := strings.ToLower(tail)
	for _, cue := range [...]string{"done at", "done in", "signed at", "gedaan te", "fait à", "fait en", "geschehen", "in witness whereof", "ten blijke waarvan"} {
		if i := strings.Index(low, cue); i >= 0 && i < len(tail) {
			if y, m, d = commFirstDate(l, tail[i:]); y > 0 {
				return
			}
		}
	}
	return commFirstDate(l, text[:min(len(text), window)])
}

func commFirstDate(l *commLanguage, text string) (y, m, d int) {
	s := newCommScan(l, text, commTokenize(nil, &commSeen{lang: l}, text, 0, len(text)), nil)
	for k := range s.toks {
		if year, _ := s.year(k); year > 0 {
			from, month, day := s.dateStart(k)
			if _, role, _ := s.timeRoleBefore(from); month > 0 && day > 0 && role != timeBy && role != timeFrom {
				return year, month, day // and no date by which something is due
			}
		}
	}
	return 0, 0, 0
}
