package ocrfix

// A commHint is a set of roles that a word may have outside the classes. Most
// words have none, so that the stages which look for them need no look-up.
type commHint uint8

const (
	hintRef    commHint = 1 << iota // names a part of a text: see refWords
	hintCond                        // opens a condition: see condWords
	hintParty                       // leads to a counterparty: see partyTo
	hintNote                        // stands in the formulas of notes: see courtesyWords
	hintCharge                      // says at whose charge
	hintMake                        // makes up an instrument: see constituteWords
	hintQual                        // opens a qualification: see commScan.qualifier
	hintTalk                        // names talks: see talkNouns
)

// A commEntry is a word of a commVocab.
type commEntry struct {
	commWord
	word  string // in lower case
	hints commHint
	known bool // the tables of the language list it
}

// A commVocab finds the words of one language by their bytes: a hash table with
// open addressing, at most half full. Entry 0 stands for every other word. It
// is not changed after commVocabOf has built it.
type commVocab struct {
	slots   []uint16 // numbers of entries, 0 for free ones
	entries []commEntry
	shift   uint8
}

// commVocabOf lists the words of a language and all words with a hint.
func commVocabOf(words map[string]commWord) commVocab {
	hints := map[string]commHint{}
	for w := range refWords {
		hints[w] |= hintRef
	}
	for w := range condWords {
		hints[w] |= hintCond
	}
	for _, m := range [...]map[string]bool{partyTo, partyOther, partyEach, partyPair} {
		for w := range m {
			hints[w] |= hintParty
		}
	}
	for h, m := range map[commHint]map[string]bool{hintQual: qualOpeners, hintNote: courtesyWords, hintCharge: chargeWords, hintMake: constituteWords, hintTalk: talkNouns} {
		for w := range m {
			hints[w] |= h
		}
	}
	v := commVocab{entries: make([]commEntry, 1, 1+len(words)+len(hints)), shift: 63}
	for w, e := range words {
		v.entries = append(v.entries, commEntry{e, w, hints[w], true})
		delete(hints, w)
	}
	for w, h := range hints {
		v.entries = append(v.entries, commEntry{word: w, hints: h})
	}
	for 1<<(64-v.shift) < 2*len(v.entries) {
		v.shift--
	}
	v.slots = make([]uint16, 1<<(64-v.shift))
	for n := 1; n < len(v.entries); n++ {
		i := commHash(v.entries[n].word) >> v.shift
		for v.slots[i] != 0 {
			i = (i + 1) & uint64(len(v.slots)-1)
		}
		v.slots[i] = uint16(n)
	}
	return v
}

// commHash mixes the length and the bytes of a word, by its first and last eight.
func commHash(w string) uint64 {
	const k = 0x9e3779b97f4a7c15
	n := len(w)
	var a, b uint64
	if n >= 8 {
		a, b = commEight(w), commEight(w[n-8:])
	} else {
		for i := range len(w) {
			a = a<<8 | uint64(w[i])
		}
	}
	return ((a^uint64(n))*k ^ b) * k
}

// commEight reads the first eight bytes of w as a number.
func commEight(w string) uint64 {
	_ = w[7]
	return uint64(w[0]) | uint64(w[1])<<8 | uint64(w[2])<<16 | uint64(w[3])<<24 | uint64(w[4])<<32 | uint64(w[5])<<40 | uint64(w[6])<<48 | uint64(w[7])<<56
}

// find returns the number of the entry of a word in lower case, 0 for none.
func (v *commVocab) find(w string) uint16 {
	for i := commHash(w) >> v.shift; ; i = (i + 1) & uint64(len(v.slots)-1) {
		n := v.slots[i]
		if n == 0 || v.entries[n].word == w {
			return n
		}
	}
}
