package ocrfix

import "encoding/binary"

// commGuessWords is how many words of a paragraph tell its language.
const commGuessWords = 36

// commGuess returns the language of a piece of text by its function words, ""
// where they do not tell.
func commGuess(text string) string {
	var n [4]int
	words := 0
	for i := 0; i < len(text) && words < commGuessWords; {
		for i < len(text) && !sentAlnum(text[i]) && text[i] < 0x80 {
			i++
		}
		var buf [8]byte
		j, k := i, 0
		for j < len(text) && (sentAlnum(text[j]) || text[j] >= 0x80) {
			if k < len(buf) {
				c := text[j]
				if 'A' <= c && c <= 'Z' {
					c |= 0x20
				}
				buf[k] = c
			}
			k++
			j++
		}
		if k > 0 && k < len(buf) {
			m := commFunctionMask(binary.LittleEndian.Uint64(buf[:]))
			for l := range n {
				n[l] += int(m >> l & 1)
			}
			words++
		}
		i = max(j, i+1)
	}
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

var commLangCodes = [4]string{"en", "nl", "fr", "de"}

// commFunctionSize is the size of commFunctionTable, a power of two.
const commFunctionSize = 512

// commFunctionTable holds commFunctionWords by the bytes of the word as a
// number, in open addressing.
var commFunctionTable = func() (t [commFunctionSize]struct {
	word uint64
	mask uint8
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
func commFunctionMask(word uint64) uint8 {
	for i := commFunctionSlot(word); commFunctionTable[i].word != 0; i = (i + 1) % commFunctionSize {
		if commFunctionTable[i].word == word {
			return commFunctionTable[i].mask
		}
	}
	return 0
}

// commFunctionWords gives for a word the languages it is common in, a bit each
// in the order of commLangCodes.
var commFunctionWords = func() map[string]uint8 {
	m := map[string]uint8{}
	for l, words := range [4]string{
		`the of and to in by shall will with for that which this is are be their its on as or from has have not any`,
		`de het een van en in op te met voor dat die deze dit zijn worden wordt door aan niet ter bij tot tussen uit als of om naar`,
		`le la les de des du et un une en dans par pour que qui sur au aux ce cette sont est avec ou ne pas leur`,
		`der die das und in den dem des zu mit von für ein eine einer im auf ist sind werden wird durch nicht oder als an bei`,
	} {
		for w := range sentSet(words) {
			m[w] |= 1 << l
		}
	}
	return m
}()
