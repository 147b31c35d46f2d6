package ocrfix

import (
	"sync"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// Languages that are not repaired but resemble one that is would be taken for
// damage to it: Spanish for French, Danish for Dutch. Their commonest words tell
// them: most of these are short, and even much damage leaves many whole.

// otherLanguages are the commonest words, of two letters or more, of languages
// of treaties that are written as the repaired ones are.
var otherLanguages = map[string]string{
	"Afrikaans":     "die van en in is het nie dat wat met vir op te om by as sal aan word deur hierdie of tot uit wees ook enige ander kan moet hulle hul deur sy oor tussen onder regering republiek ooreenkoms partye artikel",
	"Catalan":       "de la el que els les del en per un una amb es al dels al no són ha aquest aquesta com més entre sobre ni pel pels seva seu seus aquests han sense ser l' d' s' qualsevol dues altres també govern república acord parts article fet textos exemplars llengües igualment autèntics",
	"Danish":        "og at er der en af til den for de det med som på ikke om et har eller skal ved kan fra denne være mellem efter under hvor sin dette disse mod bliver blive også inden hver andre regering regeringen republikken aftale parterne artikel",
	"Galician":      "de do da que os as un unha en no na dos das por para con se ao aos non como ou máis este esta polo pola entre sobre seu súa seus foi ser será goberno república acordo partes artigo feito textos exemplares linguas",
	"Italian":       "di il la che in del della per un una le con si dei delle al alla da dal nel nella gli lo non sono ed tra sulla sul degli ai alle come anche dalla dalle questo ogni loro suo sua essere dell' all' nell' l' d' governo repubblica accordo parti presente articolo fatto testi lingue esemplari entrambi facenti fede",
	"Latin":         "et in ad non ut cum quod de est per qui quae ex ab sed si pro quam vel ac atque ne sive hoc eius aut nec sunt esse eorum inter sub quo quibus omnibus haec",
	"Luxembourgish": "de vun an déi den ass op mat fir net der dem sech dat am zu ze eng en hunn huet sinn gëtt oder wéi vum eis bei aus regierung ofkommes artikel",
	"Norwegian":     "og at er det en av til den for de med som på ikke om et har eller skal ved kan fra denne være mellom etter under hvor sin dette disse mot blir bli også innen hver andre å regjering regjeringen republikken avtale partene artikkel",
	"Portuguese":    "de do da que os as um uma em no na dos das por para com se ao aos não como ou mais este esta pelo pela entre sobre seu sua seus suas foi ser será são sem qualquer governo república acordo partes presente artigo feito textos exemplares línguas ambos igualmente fé",
	"Romanian":      "de la în și să cu pe care din nu au pentru ale al ai un sau prin este se ce fi mai acest această între asupra dintre lor fost vor va cele celor guvernul republicii acord acordul părțile prezentul articolul exemplare limbile",
	"Spanish":       "de la que el en los del las por con una para se un su al es no lo como más este esta entre sobre sin sus ha han ser o ni cada cualquier dos todos fue será estos estas ya desde hasta sí gobierno república acuerdo partes presente artículo hecho textos ejemplares lenguas idiomas ambos siendo igualmente auténticos excelencia señor",
	"Swedish":       "och att är som en av till den för de det med på inte om ett har eller skall ska vid kan från denna vara mellan efter under där sin detta dessa mot blir bli även inom varje andra regering regeringen republiken avtal parterna artikel",
}

// A block is in another language if it has so many words of it that the repaired
// one does not have as commonest ones, and more than twice as many as it has of
// these that the other has not.
const (
	leastOther = 3
	oftenOwn   = 6*lexicon.Nat + 50 // cost up to which a word is one of the commonest
	otherWords = 120                // words looked at
)

// otherSets are the words of each, folded.
var otherSets = sync.OnceValue(func() []map[string]bool {
	var sets []map[string]bool
	for _, words := range otherLanguages {
		sets = append(sets, wordSet(words))
	}
	return sets
})

// inOther says whether a block is in a language that is not repaired.
func inOther(tokens []lattice.Token) bool {
	sets := otherSets()
	var own []*lexicon.Lexicon
	for _, lang := range lexicon.Languages() {
		own = append(own, lexicon.Builtin(lang))
	}
	// Of each other language and each repaired one: words of the one alone.
	others, ours := make([]int, len(sets)*len(own)), make([]int, len(sets)*len(own))
	for word := range toldWords(tokens, true, otherWords) {
		word = lexicon.Fold(straight(word))
		for m, lex := range own {
			id := lex.Lookup(word)
			often := id != lexicon.NoWord && lex.Unigram(id) <= oftenOwn
			for k := range sets {
				switch at := k*len(own) + m; {
				case sets[k][word] && !often:
					others[at]++
				case often && !sets[k][word]:
					ours[at]++
				}
			}
		}
	}
	for k := range sets {
		is := true
		for at := k * len(own); at < (k+1)*len(own); at++ {
			is = is && others[at] >= leastOther && others[at] > 2*ours[at]
		}
		if is {
			return true
		}
	}
	return false
}
