package lexicon

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"unicode/utf8"
)

// FORMAT.md describes the file byte by byte.

const (
	magic       = "OCRLEX"
	fileVersion = 1
	headerSize  = 16
)

// ErrFormat is what Open's errors wrap when the bytes are no language file.
var ErrFormat = errors.New("not an ocrfix language file")

// sections in the order of the file.
const (
	secMeta = iota
	secAlphabet
	secWords
	secUnigram
	secBackoff
	secShape
	secFlags
	secJoints
	secBigram
	secTrigram
	secLetters
	numSections
)

// Open reads a language file in place: data must stay as it is while the
// lexicon is in use, and no word of it is decoded. Errors wrap ErrFormat.
func Open(data string) (*Lexicon, error) {
	bad := func(what string) error { return fmt.Errorf("%w: %s", ErrFormat, what) }
	if len(data) < headerSize+16*numSections || data[:len(magic)] != magic {
		return nil, bad("wrong first bytes")
	}
	if v := le32(data[8:]); v != fileVersion {
		return nil, bad(fmt.Sprintf("version %d, this program reads version %d", v, fileVersion))
	}
	if le32(data[12:]) != numSections {
		return nil, bad("wrong number of sections")
	}
	var part [numSections]string
	for i := range part {
		at := headerSize + 16*i
		start := uint64(le32(data[at:])) | uint64(le32(data[at+4:]))<<32
		size := uint64(le32(data[at+8:])) | uint64(le32(data[at+12:]))<<32
		if start > uint64(len(data)) || size > uint64(len(data))-start {
			return nil, bad("cut short")
		}
		part[i] = data[start : start+size]
	}
	l := &Lexicon{
		unigram: part[secUnigram], backoff: part[secBackoff], shape: part[secShape],
		flags: part[secFlags], joints: part[secJoints], letters: part[secLetters],
	}
	if err := json.Unmarshal([]byte(part[secMeta]), &l.meta); err != nil {
		return nil, bad("description: " + err.Error())
	}
	if l.meta.Words < 0 || l.meta.Words >= mostWords {
		return nil, bad("number of words")
	}
	l.common = sync.OnceValue(l.findCommon)
	l.count = WordID(l.meta.Words)
	alphabet := []rune(part[secAlphabet])
	if len(alphabet) > 255 || !utf8.ValidString(part[secAlphabet]) || !ascending(alphabet) {
		return nil, bad("alphabet")
	}
	l.setAlphabet(alphabet)
	n := int(l.count)
	switch {
	case len(l.unigram) != n+specialWords || len(l.backoff) != n+specialWords ||
		len(l.joints) != 2*int(numJoints)*(n+specialWords+1) || len(l.shape) != 2*n || len(l.flags) != n || len(l.letters) != charSize:
		return nil, bad("tables of different lengths")
	case len(part[secWords]) < 12 || len(part[secWords])%8 != 4:
		return nil, bad("word automaton")
	}
	l.words = dawg{root: le32(part[secWords]), edges: part[secWords][4:]}
	if uint64(l.words.root)*8 >= uint64(len(l.words.edges)) {
		return nil, bad("word automaton")
	}
	var err error
	if l.bigram, err = openFuse(part[secBigram], bigramProbBits+bigramBackBits); err != nil {
		return nil, bad("bigrams: " + err.Error())
	}
	if l.trigram, err = openFuse(part[secTrigram], trigramProbBits); err != nil {
		return nil, bad("trigrams: " + err.Error())
	}
	return l, nil
}

// ascending says whether every character comes after the one before it.
func ascending(runes []rune) bool {
	for i := 1; i < len(runes); i++ {
		if runes[i] <= runes[i-1] {
			return false
		}
	}
	return true
}

// Check reads the whole word automaton of a lexicon that comes from an
// untrusted file: every step must lead onwards to a node, labels ascend within
// a node and stand for letters, and the steps number the words from 0 up to
// but without Len. After Check returns nil, no method panics on numbers and
// codes that the lexicon gave. Its errors wrap ErrFormat.
func (l *Lexicon) Check() error {
	below, err := l.words.check(len(l.alphabet))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if below != uint64(l.count) {
		return fmt.Errorf("%w: the automaton has %d words, the description %d", ErrFormat, below, l.count)
	}
	return nil
}

// assemble writes the parts as one file.
func assemble(part [numSections][]byte) []byte {
	out := make([]byte, headerSize+16*numSections)
	copy(out, magic)
	binary.LittleEndian.PutUint32(out[8:], fileVersion)
	binary.LittleEndian.PutUint32(out[12:], numSections)
	for i, p := range part {
		at := headerSize + 16*i
		binary.LittleEndian.PutUint64(out[at:], uint64(len(out)))
		binary.LittleEndian.PutUint64(out[at+8:], uint64(len(p)))
		out = append(out, p...)
	}
	return out
}
