package ocrfix

import "strings"

// A sectRank orders headings by how much they govern: a lower rank stands
// above a higher one. The steps follow legal drafting in the four languages:
// annex, part, title, chapter, section, article, then numbered headings and
// headings without a number.
type sectRank int

const (
	rankAnnex      sectRank = 0
	rankAppendix   sectRank = 5
	rankDeclared   sectRank = 8 // a declaration or protocol without a number
	rankBook       sectRank = 10
	rankPart       sectRank = 15
	rankTitle      sectRank = 20
	rankChapter    sectRank = 25
	rankSection    sectRank = 30
	rankSubsection sectRank = 35
	rankGroup      sectRank = 40 // a heading without a number over articles
	rankArticle    sectRank = 50
	rankNumbered   sectRank = 100 // and one more for each style nested in it
	rankPlain      sectRank = 400 // a heading without a number
)

// A sectKeyword is a word that announces a numbered heading.
type sectKeyword struct {
	kind   string // as in Section.Kind
	abbr   string // as in Akoma Ntoso's identifiers
	rank   sectRank
	bare   bool // the word may stand without a number
	strict bool // only with strong signs: the word is common in prose too
}

// sectKinds lists the words, in English, Dutch, French and German, singular
// and, where headings use it, plural.
var sectKinds = []struct {
	words string
	sectKeyword
}{
	{"annex annexe annexes bijlage bijlagen anhang anlage anlagen beilage attachment enclosure schedule",
		sectKeyword{"annex", "anx", rankAnnex, true, false}},
	{"appendix appendice aanhangsel apéndice anhängsel", sectKeyword{"appendix", "apx", rankAppendix, true, false}},
	{"protocol protocole protokoll zusatzprotokoll schlussprotokoll unterzeichnungsprotokoll slotprotocol",
		sectKeyword{"protocol", "prot", rankAnnex, true, true}},
	{"nr no nº n° note brief letter lettre nota", sectKeyword{"letter", "let", rankAnnex, false, true}},
	{"book boek livre buch", sectKeyword{"book", "bk", rankBook, false, false}},
	{"part parts deel partie teil", sectKeyword{"part", "part", rankPart, false, false}},
	{"title titel titre", sectKeyword{"division", "ttl", rankTitle, false, false}},
	{"chapter hoofdstuk kapitel chapitre", sectKeyword{"chapter", "chp", rankChapter, false, false}},
	{"section sections sec afdeling sectie abschnitt", sectKeyword{"section", "sec", rankSection, false, false}},
	{"subsection unterabschnitt onderafdeling", sectKeyword{"subsection", "subsec", rankSubsection, false, false}},
	{"article articles artikel artikelen art arts rule clause règle regel", sectKeyword{"article", "art", rankArticle, false, false}},
	{"paragraph paragraaf paragraphe", sectKeyword{"clause", "cl", rankArticle, false, true}},
	{"item items agendapunt tagesordnungspunkt top", sectKeyword{"agenda", "item", rankArticle, false, true}},
	{"§ §§", sectKeyword{"article", "art", rankArticle, false, false}},
}

// sectKeywords finds a keyword by its folded form.
var sectKeywords = func() map[string]*sectKeyword {
	m := map[string]*sectKeyword{}
	for i := range sectKinds {
		for _, w := range strings.Fields(sectKinds[i].words) {
			m[string(sectFold(nil, w))] = &sectKinds[i].sectKeyword
		}
	}
	delete(m, "") // § folds to nothing and is read apart
	return m
}()

// sectLongestKeyword is the length of the longest of sectKeywords, in bytes.
var sectLongestKeyword = func() (n int) {
	for k := range sectKeywords {
		n = max(n, len(k))
	}
	return n
}()

var sectParagraphSign = &sectKinds[len(sectKinds)-1].sectKeyword

// sectLongKeywords lists the folded keywords long enough to be recognised
// with one letter wrong.
var sectLongKeywords = func() (long []string) {
	for i := range sectKinds {
		for _, w := range strings.Fields(sectKinds[i].words) {
			if f := string(sectFold(nil, w)); len(f) >= 6 && !sectKinds[i].strict && !strings.HasSuffix(w, "s") {
				long = append(long, f)
			}
		}
	}
	return long
}()

// sectLongMasks holds the sectMask of each of sectLongKeywords: one letter
// wrong changes two bits at most.
var sectLongMasks = func() (masks []uint64) {
	for _, k := range sectLongKeywords {
		masks = append(masks, sectMask([]byte(k)))
	}
	return masks
}()

// sectOrdinals gives the value of number words as they stand in headings:
// "PART TWO", "Erster Teil", "Article premier", "Eerste deel".
var sectOrdinals = func() map[string]int {
	m := map[string]int{}
	for i, words := range []string{
		"one first premier première unique erster erste erstes einziger eerste enig",
		"two second deuxième seconde zweiter zweite zweites tweede",
		"three third troisième dritter dritte drittes derde",
		"four fourth quatrième vierter vierte viertes vierde",
		"five fifth cinquième fünfter fünfte fünftes vijfde",
		"six sixth sixième sechster sechste sechstes zesde",
		"seven seventh septième siebenter siebter siebte zevende",
		"eight eighth huitième achter achte achtes achtste",
		"nine ninth neuvième neunter neunte neuntes negende",
		"ten tenth dixième zehnter zehnte zehntes tiende",
		"eleven eleventh onzième elfter elfte elfde",
		"twelve twelfth douzième zwölfter zwölfte twaalfde",
	} {
		for _, w := range strings.Fields(words) {
			m[string(sectFold(nil, w))] = i + 1
		}
	}
	return m
}()

// sectPreambles, sectDeclared and the lists below hold what a heading without
// a number may say, or begin with, that tells its kind. All are folded.
var (
	sectPreambles = sectFoldList("preamble", "präambel", "preambule", "préambule", "preambel", "aanhef", "recitals", "considérants", "overwegingen", "erwägungsgründe")

	// sectDeclared begins texts that follow a treaty and stand on their own.
	sectDeclared = sectFoldList("protocol", "protocole", "protokoll", "zusatzprotokoll", "schlussprotokoll", "schlusserklärung", "slotakte", "final act", "acte final", "schlussakte",
		"declaration", "déclaration", "verklaring", "erklärung", "gemeinsame erklärung", "gemeenschappelijke verklaring", "joint declaration", "déclaration commune", "unilateral declaration", "interpretative declaration",
		"agreed minute", "agreed minutes", "procès verbal", "proces verbaal", "notenwechsel", "briefwechsel", "briefwisseling", "exchange of letters", "exchange of notes", "échange de lettres", "échange de notes", "side letter", "annexe", "annex", "bijlage", "anhang", "anlage",
		"memorandum of understanding", "record of", "understanding")

	// sectTestimonia begin the clause before the signatures.
	sectTestimonia = []string{
		"in witness whereof", "in faith whereof", "in testimony whereof", "done at", "done in", "signed at", "signed in",
		"en foi de quoi", "fait à", "fait en", "fait a", "en fe de lo cual",
		"ten blijke waarvan", "gedaan te", "gedaan in", "ondertekend te", "getekend te", "ten bewijze waarvan",
		"zu urkund dessen", "zu urkunde dessen", "geschehen zu", "geschehen in", "geschehen am", "unterzeichnet in", "gegeben zu",
	}

	// sectVerbs are small words that a sentence has and a heading has not.
	sectVerbs = wordSet("shall will is are was were has have had may must should hereby agrees " +
		"zal zullen zijn wordt worden heeft hebben kan kunnen wird werden ist sind hat haben soll sollen kann können " +
		"est sont sera seront doit doivent ont peut peuvent")

	// sectLinks are words that no phrase ends with.
	sectLinks = wordSet("of the and or in to for by with from at on as a an that which its their " +
		"van de het een en of te ten ter met door voor aan bij op dat die deze dit der den " +
		"du des la le les et ou à au aux par pour dans avec sur en un une que qui " +
		"und oder der die das dem den des von vom zu zum zur mit für auf im ein eine einer")

	// sectMarkings are the words of security and urgency marks, which stand
	// alone on a line without being headings.
	sectMarkings = sectFoldList("secret", "top", "most", "confidential", "restricted", "unclassified", "immediate", "urgent", "priority", "personal", "important", "routine", "limited", "official", "use", "only", "copy", "draft",
		"geheim", "zeer", "streng", "vertraulich", "vertrouwelijk", "vs", "nfd", "confidentiel", "très", "secrète", "diffusion", "restreinte", "original", "certified", "true", "translation", "traduction", "vertaling", "übersetzung")

	// sectAnnounce ends a paragraph that announces the headings after it.
	sectAnnounce = []string{"following", "below", "folgende", "volgende", "hierna", "hieronder", "suivant", "ci-après", "nachstehend"}
)

// sectFoldList returns the folded forms of the words as a set.
func sectFoldList(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[string(sectFold(nil, w))] = true
	}
	return m
}
