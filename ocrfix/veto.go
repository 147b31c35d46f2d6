package ocrfix

import (
	"slices"
	"strings"

	"ocrfix/lexicon"
)

// What is never made, however likely it looks: changes by which right texts were
// harmed, each for what it does and not for the word that it does it to. The
// decoder weighs how likely a reading is; that the raw text may be so on purpose
// it cannot know.

// A change is a proposal as the vetoes look at it.
type change struct {
	*proposal
	a, b    string // raw and new, without the marks around them
	x, y    string // these folded
	letters bool   // other letters or digits, not only marks, spaces and capitals
	known   bool   // a is listed
}

func newChange(p *proposal) *change {
	c := &change{proposal: p, a: core(p.raw), b: core(p.new)}
	c.x, c.y = lexicon.Fold(c.a), lexicon.Fold(c.b)
	c.letters = lettersOf(c.a) != lettersOf(c.b)
	c.known = p.lex.Lookup(c.a) != lexicon.NoWord
	return c
}

// A veto forbids changes of one kind.
type veto struct {
	name    string // as explain shows it
	forbids func(c *change) bool
}

// vetoed names the first veto that forbids a proposal, "" if none does.
func (p *proposal) vetoed() string {
	c := newChange(p)
	for i := range vetoes {
		if vetoes[i].forbids(c) {
			return vetoes[i].name
		}
	}
	return ""
}

// vetoes are in order of what they look at; their order makes no difference to
// whether a change is made.
var vetoes = slices.Concat(wordVetoes, nameVetoes, capitalVetoes, accentVetoes, markVetoes, hyphenVetoes, numberVetoes, languageVetoes)

// wordVetoes keep words that stand there on purpose.
var wordVetoes = []veto{
	{"a word of the archive", func(c *change) bool { return c.letters && c.profile.base.vouches(c.a) }},
	{"usual in the archive", func(c *change) bool { return c.usual(c.a, c.b) }},
	{"both are everywhere", func(c *change) bool { return c.swapsCommonest(c.a, c.b) }},
	{"a word of the trade", func(c *change) bool { return c.letters && !c.known && tradeWords[c.x] }},
	{"words of another language", func(c *change) bool { return c.harmsForeign(c.a, c.b) }},
	{"spelled so too", func(c *change) bool { // honour, honor
		return c.lang == "en" && !strings.EqualFold(c.a, c.b) && !cutAtCapital(c.a, c.b) && !splitInside(c.a, c.b, c.lex) &&
			(c.known && spelling(unaccented(c.a)) == spelling(unaccented(c.b)) ||
				c.lex.Lookup(c.b) != lexicon.NoWord && spelling(c.a) == spelling(c.b) && strings.Count(c.a, "'") == strings.Count(c.b, "'"))
	}},
	{"old spelling", func(c *change) bool { // theyr, custome
		return c.profile.oldSpelling && (oldSpelled(c.a, c.b) || !c.known && c.lex.Lookup(strings.TrimSuffix(c.a, "e")) != lexicon.NoWord)
	}},
	{"another form of the word", func(c *change) bool { // colonialist, colonialism
		return c.known && c.Count == 1 && c.confused() >= unlikelyForm && otherForm(c.a, c.b) && !strings.ContainsAny(c.raw, "^~_|<>") // but State^: States
	}},
	{"an abbreviation", func(c *change) bool {
		return !c.heading && acronym(c.a) && c.a != c.b && !c.mendsElision(c.a, c.b) && !c.mendsRoman()
	}},
	{"cut short", func(c *change) bool { // lit. b
		return c.letters && c.Count == 1 && len(c.a) > 2 && strings.HasSuffix(c.raw, ".") && writtenShort(c.x)
	}},
	{"a stop is no letter", func(c *change) bool { // illeg. is no damaged illegal
		return c.profile.damage < littleDamage && strings.HasSuffix(c.raw, ".") && !strings.HasSuffix(c.new, ".") &&
			len(c.b) > len(c.a) && strings.HasPrefix(c.y, c.x)
	}},
	{"a point of the compass", func(c *change) bool { return compassPoints[c.a] }},
	{"as one speaks", func(c *change) bool { // heav'n, g'sprungen
		return strings.ContainsAny(c.a, "'’") && c.y == strings.ReplaceAll(straight(c.x), "'", "e")
	}},
}

// nameVetoes keep names.
var nameVetoes = []veto{
	{"a name", func(c *change) bool { return c.harmsName(c.a, c.b) }},
	{"a name with an apostrophe", func(c *change) bool { // O'Neill, d'Arcy
		return nameWithMark(c.a) && !strings.ContainsAny(c.b, "'’")
	}},
	{"a particle of a name", func(c *change) bool { return c.lowersParticle(c.a, c.b) }}, // Liesbeth Van den Broeck
	{"a name behind a title", func(c *change) bool { // Graf Beust: every noun of German has a capital
		return c.lang == "de" && c.letters && !c.known && plainWord(c.a) && (c.named || c.profile.titled()[c.a]) ||
			c.letters && c.Count == 1 && c.named && !c.known && plainWord(c.a) && lexicon.ShapeOf(c.b) == lexicon.Title && c.rare(c.b) && c.profile.damage < littleDamage
	}},
	{"a name or a noun", func(c *change) bool { // Hafid
		return c.lang == "de" && c.letters && c.Count == 1 && !c.known && lexicon.ShapeOf(c.a) == lexicon.Title && plainWord(c.a) && !misreadCompound(c.a, c.b) &&
			c.profile.damage < littleDamage && c.confused() >= dearConfusion && c.profile.forms[c.b] == 0
	}},
}

// capitalVetoes keep capitals.
var capitalVetoes = []veto{
	{"a capital by its place", func(c *change) bool { // a sentence or a line may begin there, or a title or courtesy have it
		return strings.EqualFold(c.a, c.b) && raises(c.b, c.a) && (c.capitalByPlace() || addresses[c.x]) && !c.lowersRaised()
	}},
	{"a capital unlike its small letter", func(c *change) bool { // no scanner takes an a for an A
		return strings.EqualFold(c.a, c.b) && unlikeCapital(c.a, c.b)
	}},
	{"capitals within", func(c *change) bool { // BeNeLux, VietNam
		return strings.EqualFold(c.a, c.b) && partsInCapitals(c.a, c.profile.forms[c.a]) && !raisedInside(c.a, c.b, c.lex)
	}},
	{"an abbreviation with small letters", func(c *change) bool { // BdL; XXl is none
		return c.Count == 1 && shortMixed(c.a) && lexicon.ShapeOf(c.b) == lexicon.Upper && c.rare(c.b) && strings.ReplaceAll(c.a, "l", "I") != c.b
	}},
	{"no capital amid small letters", func(c *change) bool {
		return strings.EqualFold(c.a, c.b) && lexicon.ShapeOf(c.a) == lexicon.Lower && lexicon.ShapeOf(c.b) == lexicon.Mixed
	}},
	{"an i, no sentence", func(c *change) bool { // the capital behind is one of the scanner's
		return c.new == c.raw+"." && c.profile.raised == 'I' && strings.HasPrefix(c.after, "I")
	}},
}

// accentVetoes keep accents, and words without.
var accentVetoes = []veto{
	{"capitals without accents", func(c *change) bool {
		return c.a != c.b && unaccented(c.a) == unaccented(c.b) && lexicon.ShapeOf(c.a) != lexicon.Lower &&
			c.profile.forms[c.a] >= min(c.profile.forms[c.b], ownForm) && !c.mendsSmallLetters(c.a, c.b)
	}},
	{"accents of another language", func(c *change) bool { // démarche, aide-mémoire
		return losesAccents(c.a, c.b) && (c.lang == "en" || !c.known) && knownWord(c.a, knownAnywhere) && !c.inEveryText(c.b)
	}},
	{"both are forms of the verb", func(c *change) bool { // rationalisé, rationalise
		return losesAccents(c.a, c.b) && participle(c.a) && c.Delta > -participleProof && (c.known || c.lex.Lookup(infinitive(c.a)) != lexicon.NoWord)
	}},
	{"no accent is lost elsewhere", func(c *change) bool { // the author left it out
		return losesAccents(c.b, c.a) && !c.known && len(c.profile.accented) < 2 && c.profile.damage < littleDamage
	}},
}

// markVetoes keep quotation marks, brackets, apostrophes and stops.
var markVetoes = []veto{
	{"left out or broken off", func(c *change) bool {
		return strings.ContainsRune(c.raw, '…') && !strings.ContainsRune(c.new, '…') || strings.Contains(c.raw, "--")
	}},
	{"emphasis", func(c *change) bool { // _may_
		raw := strings.TrimRight(c.raw, ".,;:")
		return len(raw) > 2 && raw[0] == '_' && raw[len(raw)-1] == '_' && strings.Trim(raw, "_") == c.b && c.known
	}},
	{"one of a pair of quotation marks", func(c *change) bool {
		return unquotes(c.raw, c.new) || c.paired && (quotesOf(c.raw, quotes) > quotesOf(c.new, quotes) ||
			!c.letters && quotesOf(c.raw, guillemets) > quotesOf(c.new, guillemets)) || closesTwice(c.raw) && !closesTwice(c.new)
	}},
	{"a bracket that closes", func(c *change) bool { // invalidité);l'assurance
		return closesInside(c.raw) && strings.Count(c.new, ")") < strings.Count(c.raw, ")")
	}},
	{"a contraction", func(c *change) bool { return apostropheParts(c.raw, c.new) || c.lang == "en" && contractedTwice(c.a) }},
	{"a possessive", func(c *change) bool { return ownerBefore(c.a) && apostrophes(c.b) < apostrophes(c.a) }}, // People'sRepublic
	{"the stop of an abbreviation", func(c *change) bool { // 125 fr. pour les maîtres; 5 per cent. of the sum: centum
		return c.a == c.b && (abbreviated(c.a) || titleAbbreviations[c.x]) && strings.HasSuffix(c.raw, ".") && !strings.HasSuffix(c.new, ".") ||
			c.raw == c.new+"." && c.raw == "cent." && lexicon.Fold(c.before) == "per" && c.next == nextSmall
	}},
	{"a cry", func(c *change) bool {
		return c.a == c.b && c.known && strings.HasSuffix(c.raw, "!") && !strings.HasSuffix(c.new, "!") && (c.next != nextSmall || c.profile.damage < littleDamage)
	}},
	{"a label", func(c *change) bool { return c.lineStart && losesLabelStop(c.raw, c.new, c.lex) }}, // a.het besluit
	{"a stop that was a letter", func(c *change) bool { // .ransactions is no .transactions
		return strings.HasPrefix(c.raw, ".") && strings.HasPrefix(c.new, ".") && c.letters
	}},
	{"of several owners", func(c *change) bool { // directors' decision
		return c.lang == "en" && c.next == nextSmall && strings.HasSuffix(c.new, "s") && straight(c.raw) == c.new+"'"
	}},
	{"a colon ends no sentence", func(c *change) bool { // sont convenus des dispositions suivantes:
		word, colon := strings.CutSuffix(c.raw, ":")
		return colon && c.new == word+"."
	}},
	{"a colon where a line ended", func(c *change) bool { // désigne:du
		return strings.ReplaceAll(c.raw, ":", " ") == c.new && c.profile.glued() >= fewGlued
	}},
}

// hyphenVetoes keep hyphens, and words without.
var hyphenVetoes = []veto{
	{"hyphens come and go", func(c *change) bool { // to-day, vice-president
		return c.Count == 1 && strings.Count(c.a, "-") > strings.Count(c.b, "-") &&
			strings.ReplaceAll(c.a, "-", " ") == strings.ReplaceAll(c.b, "-", " ") && !articleFirst(c.a) && !neverHyphened(c.a, c.lex, c.profile.damage >= seldomDash && c.profile.words0 >= fewWords)
	}},
	{"known words with a hyphen", func(c *change) bool { // co-respondent is no damaged correspondent
		return c.letters && compounded(c.a, c.lex) && !strings.ContainsAny(c.b, "- ")
	}},
	{"a prefix", func(c *change) bool { return c.lang != "fr" && prefixed(c.a, c.b) }},             // nonapplication
	{"a part that never stands alone", func(c *change) bool { return combining(c.a, c.b, c.lex) }}, // socioéconomique
	{"began in the line before", func(c *change) bool { // Gegen- seite
		return c.known && c.lineStart && strings.HasSuffix(c.before, "-")
	}},
	{"goes on in the next line", func(c *change) bool {
		return c.lineEnds && strings.HasSuffix(c.raw, "-") && !strings.HasSuffix(c.new, "-")
	}},
	{"a word between the parts", func(c *change) bool { // un- no able
		if c.Count != 3 {
			return false
		}
		between := lexicon.Fold(core(strings.Fields(c.raw)[1])) // tokens are told apart as Fields does
		return negations[between] || conjunctions[between]
	}},
	{"part of a word beside a conjunction", func(c *change) bool { // In- und Ausland, Wetterdaten und -informationen
		return strings.HasSuffix(c.raw, "-") && (!strings.HasSuffix(c.new, "-") || strings.EqualFold(c.a, c.b)) && conjunctions[lexicon.Fold(c.after)] ||
			c.Count == 2 && joinsConjunction(c.raw) || strings.HasPrefix(c.raw, "-") && strings.EqualFold(c.a, c.b)
	}},
}

// numberVetoes keep numbers, dates and codes.
var numberVetoes = []veto{
	{"mostly digits", func(c *change) bool { return digitsOf(c.raw) != digitsOf(c.new) && mostlyDigits(c.a) }},
	{"a number close behind", func(c *change) bool { // Articlel2
		return c.Count == 1 && numberBehind(c.a) && !strings.HasSuffix(digitsOf(c.b), digitsOf(c.a))
	}},
	{"the mark of a note", func(c *change) bool { return noteMark(c.a, c.b) && c.lex.Lookup(c.b) != lexicon.NoWord }},
	{"a Roman numeral", func(c *change) bool { // XVIe is not XVII; xiij, small and with the j of old hands
		return romanOrdinal(c.a) && !strings.EqualFold(c.a, c.b) ||
			strings.Contains(c.a, "j") && c.y == strings.ReplaceAll(c.x, "j", "i") && strings.Trim(c.y, "ivxlcdm") == ""
	}},
	{"a part of a series", func(c *change) bool { return classOfSeries(c.a, c.lang) }}, // BGE 101 Ia 11; division VIa
	{"a month cut short", func(c *change) bool { return c.shortMonth(c.a) }},
	{"a code", func(c *change) bool { // G7; D1, D3 and E1
		return namesGroup(c.a, c.b, c.lex) || code(c.a) &&
			(c.profile.forms[c.a] > 1 && c.profile.forms[c.b] == 0 || digitsOf(c.b) == "" && c.profile.codes() >= fewCodes)
	}},
	{"part of the number of a document", func(c *change) bool { return documentPart(c.a, c.b) }},
}

// languageVetoes keep what one language has and the lexicon does not.
var languageVetoes = []veto{
	{"another pronoun", func(c *change) bool { return c.lex.Meta().Elide && swapsElision(c.a, c.b, c.lex) }}, // m'incombe, n'incombe
	{"a listed form", func(c *change) bool { // fraîchi, s'esclaffe
		return c.Count == 1 && changesForm(c.x, c.y, c.lex) && !c.outdoesForm(c.b)
	}},
	{"another tense", func(c *change) bool { // werden, worden
		return (c.lang == "nl" || c.lang == "de") && c.x != c.y && passive[c.x] && passive[c.y] && !strings.HasSuffix(c.raw, "[")
	}},
	{"one word", func(c *change) bool { // artisjokkentelers, neunzehnhundertsechsundfünfzig
		return (c.lang == "nl" || c.lang == "de") && (partsCompound(c.a, c.b, c.lex) || strings.ReplaceAll(c.b, " ", "") == c.a && numberInWords(c.x))
	}},
	{"a form of a listed word", func(c *change) bool { // paraguayischer
		return c.lang == "de" && c.letters && c.Count == 1 && !c.known && plainWord(c.a) &&
			unaccented(c.a) != unaccented(c.b) && otherFormListed(c.a, c.lex, c.capitalByPlace())
	}},
	{"no article before it", func(c *change) bool { // Deutscher Bundestag, in bisherigem Umfang
		return c.lang == "de" && c.x == "in" && c.y == "im" && strings.HasSuffix(core(c.after), "em") || c.lang == "de" && c.known && strings.HasSuffix(c.a, "er") && c.b == c.a[:len(c.a)-1]+"n" &&
			(c.afterMark || c.lineStart || strings.HasSuffix(c.before, "er"))
	}},
	{"another ending", func(c *change) bool { // in bisherigem Umfang
		return c.lang == "de" && c.letters && c.Count == 1 && c.known && c.sameMarks(c.a, c.b) && otherEnding(c.x, c.y)
	}},
	{"a noun behind an article", func(c *change) bool { // die Oder
		return c.lang == "de" && strings.EqualFold(c.a, c.b) && raises(c.b, c.a) && !strings.HasPrefix(c.a, "I") && beforeNouns[lexicon.Fold(c.before)]
	}},
	{"a letter that typewriters lack", func(c *change) bool { // gemäsz
		return c.lang == "de" && !strings.EqualFold(c.a, c.b) && strings.ReplaceAll(c.x, "sz", "ss") == strings.ReplaceAll(c.y, "ß", "ss")
	}},
}
