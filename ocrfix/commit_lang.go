package ocrfix

import "encoding/binary"

// commGuessWords is how many words of a paragraph tell its language.
const commGuessWords = 36

// commGuess returns the language of a piece of text by its function words, ""
// where they do not tell.
func commGuess(text string) string {
	count, words := uint32(0), 0 // a byte a language
	for i := 0; i < len(text) && words < commGuessWords; {
		word, start := uint64(0), i // its last eight bytes, the last the highest
		for ; i < len(text); i++ {
			c := commGuessLetter[text[i]]
			if c == 0 {
				break
			}
			word = word>>8 | uint64(c)<<56
		}
		if k := i - start; k > 0 && k < 8 {
			count += commFunctionMask(word >> (8 * uint(8-k)))
			words++
		}
		i++
	}
	var n [4]byte
	binary.LittleEndian.PutUint32(n[:], count)
	best, second := 0, -1
	for l := 1; l < 4; l++ {
		if n[l] > n[best] {
			best, second = l, best
		} else if second < 0 || n[l] > n[second] {
			second = l
		}
	}
	if n[best] < 3 || second >= 0 && n[best] < n[second]+2 {
		return ""
	}
	return commLangCodes[best]
}

// commGuessLetter maps the bytes that words are made of to lower case, all others
// to 0.
var commGuessLetter = func() (t [256]byte) {
	for c := range 256 {
		if b := byte(c); sentAlnum(b) || b >= 0x80 {
			t[c] = sentAppendLower(nil, string([]byte{b}))[0]
		}
	}
	return t
}()

var commLangCodes = [4]string{"en", "nl", "fr", "de"}

// commFunctionSize is the size of commFunctionTable, a power of two.
const commFunctionSize = 512

// commFunctionTable holds commFunctionWords by the bytes of the word as a
// number, in open addressing.
var commFunctionTable = func() (t [commFunctionSize]struct {
	word uint64
	mask uint32
}) {
	for w, m := range commFunctionWords {
		var buf [8]byte
		copy(buf[:], w)
		k := binary.LittleEndian.Uint64(buf[:])
		i := commFunctionSlot(k)
		for t[i].word != 0 {
			i = (i + 1) % commFunctionSize
		}
		t[i].word, t[i].mask = k, m
	}
	return t
}()

func commFunctionSlot(word uint64) uint64 {
	return word * 0x9e3779b97f4a7c15 >> 55 % commFunctionSize
}

// commFunctionMask looks up a word of at most eight bytes, 0 for unknown.
func commFunctionMask(word uint64) uint32 {
	for i := commFunctionSlot(word); commFunctionTable[i].word != 0; i = (i + 1) % commFunctionSize {
		if commFunctionTable[i].word == word {
			return commFunctionTable[i].mask
		}
	}
	return 0
}

// commFunctionWords gives for a word the languages it is common in: a byte each,
// 1 or 0, in the order of commLangCodes from the lowest.
var commFunctionWords = func() map[string]uint32 {
	m := map[string]uint32{}
	for l, words := range [4]string{
		`the of and to in by shall will with for that which this is are be their its on as or from has have not any`,
		`de het een van en in op te met voor dat die deze dit zijn worden wordt door aan niet ter bij tot tussen uit als of om naar`,
		`le la les de des du et un une en dans par pour que qui sur au aux ce cette sont est avec ou ne pas leur`,
		`der die das und in den dem des zu mit von für ein eine einer im auf ist sind werden wird durch nicht oder als an bei`,
	} {
		for w := range wordSet(words) {
			m[w] |= 1 << (8 * l)
		}
	}
	return m
}()
