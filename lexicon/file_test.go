package lexicon

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// sectionAt is where a section of a file begins.
func sectionAt(data []byte, section int) int {
	return int(binary.LittleEndian.Uint64(data[headerSize+16*section:]))
}

// TestOpenRefuses changes a sound file in one place: Open must refuse it, with
// ErrFormat.
func TestOpenRefuses(t *testing.T) {
	good := tinyBytes()
	set := func(at int, value uint32) func([]byte) []byte {
		return func(b []byte) []byte { binary.LittleEndian.PutUint32(b[at:], value); return b }
	}
	bigram, trigram := sectionAt(good, secBigram), sectionAt(good, secTrigram)
	for name, spoil := range map[string]func([]byte) []byte{
		"empty":                    func(b []byte) []byte { return nil },
		"another magic":            func(b []byte) []byte { b[0]++; return b },
		"another version":          set(8, fileVersion+1),
		"another section count":    set(12, numSections+1),
		"only the header":          func(b []byte) []byte { return b[:headerSize+16*numSections] },
		"last byte lost":           func(b []byte) []byte { return b[:len(b)-1] },
		"a section beyond the end": set(headerSize+4, 1),
		"a size that wraps round":  set(headerSize+12, 0xffffffff),
		"broken description":       func(b []byte) []byte { b[sectionAt(b, secMeta)] = '['; return b },
		"alphabet out of order": func(b []byte) []byte {
			at := sectionAt(b, secAlphabet)
			b[at], b[at+1] = b[at+1], b[at]
			return b
		},
		"alphabet no UTF-8":          func(b []byte) []byte { b[sectionAt(b, secWords)-1] = 0xff; return b },
		"root outside":               set(sectionAt(good, secWords), 1<<20),
		"shorter unigrams":           set(headerSize+16*secUnigram+8, 3),
		"shorter letters":            set(headerSize+16*secLetters+8, charSize-1),
		"bigrams: segment length":    set(bigram+8, 3),
		"bigrams: no segments":       set(bigram+12, 0),
		"bigrams: segments wrap":     set(bigram+12, 0xfffffffe),
		"bigrams: cell width":        set(bigram+16, 4),
		"bigrams: value bits":        set(bigram+20, bigramProbBits),
		"trigrams: value bits":       set(trigram+20, 0),
		"trigrams: another width":    set(trigram+16, 3),
		"trigrams: nothing but head": set(trigram+8, 0),
	} {
		l, err := Open(string(spoil(slices.Clone(good))))
		if l != nil || !errors.Is(err, ErrFormat) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	for cut := 0; cut < len(good); cut += 1 + cut/8 {
		if _, err := Open(string(good[:cut])); !errors.Is(err, ErrFormat) {
			t.Fatalf("the first %d of %d bytes: error %v", cut, len(good), err)
		}
	}
}

// TestCheckRefuses spoils every edge of the automaton, one at a time: Check
// must notice whatever would number the words otherwise or lead astray.
func TestCheckRefuses(t *testing.T) {
	good := tinyBytes()
	l := tiny(t)
	if err := l.Check(); err != nil {
		t.Fatal(err)
	}
	first, edges := sectionAt(good, secWords)+4, len(l.words.edges)/8
	for name, spoil := range map[string]func(uint64) uint64{
		"label 0":             func(e uint64) uint64 { return e &^ 0xff },
		"label unknown":       func(e uint64) uint64 { return e | 0xff },
		"last edge or not":    func(e uint64) uint64 { return e ^ 1<<8 },
		"end of a word":       func(e uint64) uint64 { return e ^ 1<<9 },
		"back to the start":   func(e uint64) uint64 { return e&^(uint64(mostWords-1)<<10) | 1<<10 },
		"target far away":     func(e uint64) uint64 { return e | uint64(mostWords-1)<<10 },
		"one number too many": func(e uint64) uint64 { return e + 1<<37 },
	} {
		for i := 1; i < edges; i++ {
			bad := slices.Clone(good)
			e := binary.LittleEndian.Uint64(bad[first+8*i:])
			binary.LittleEndian.PutUint64(bad[first+8*i:], spoil(e))
			l, err := Open(string(bad))
			if err == nil {
				err = l.Check()
			}
			if !errors.Is(err, ErrFormat) {
				t.Errorf("%s at edge %d (%x): error %v", name, i, e, err)
			}
		}
	}
}

// TestOpenMutated changes random bytes: what Open and Check let pass must
// answer every question without a panic.
func TestOpenMutated(t *testing.T) {
	const seed = 3
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	good := tinyBytes()
	end := sectionAt(good, secLetters)
	passed := 0
	for range 300 {
		bad := slices.Clone(good)
		for range 1 + random.IntN(3) {
			bad[random.IntN(end)] = byte(random.Uint32())
		}
		ok, err := askAll(string(bad))
		if err != nil {
			t.Error(err)
		}
		if ok {
			passed++
		}
	}
	if passed == 0 {
		t.Error("no changed file was sound: nothing was asked")
	}
}

// FuzzOpen writes a patch into a sound file at a place before the letters,
// and cuts bytes off its end.
func FuzzOpen(f *testing.F) {
	good := tinyBytes()
	end := sectionAt(good, secLetters)
	for s := range numSections {
		f.Add(uint32(headerSize+16*s), []byte{1}, uint32(0))
		f.Add(uint32(sectionAt(good, s)), []byte{0xff, 0xff}, uint32(s%2))
	}
	f.Add(uint32(sectionAt(good, secBigram)+8), []byte{4, 0, 0, 0, 0, 0, 0, 0}, uint32(0))
	f.Fuzz(func(t *testing.T, at uint32, patch []byte, cut uint32) {
		bad := slices.Clone(good)
		copy(bad[int(at)%end:end], patch)
		bad = bad[:len(bad)-int(cut)%len(bad)]
		if _, err := askAll(string(bad)); err != nil {
			t.Error(err)
		}
	})
}

// askAll opens and checks a file and asks it everything. ok says that it was
// sound.
func askAll(data string) (ok bool, err error) {
	l, err := Open(data)
	if err == nil {
		err = l.Check()
	}
	if err != nil {
		if !errors.Is(err, ErrFormat) {
			return false, fmt.Errorf("not wrapped: %w", err)
		}
		return false, nil
	}
	n := WordID(min(l.Len(), 500))
	for id := range n {
		w := l.Spell(id)
		if w == "" {
			return true, fmt.Errorf("word %d has no spelling", id)
		}
		if got := l.lookupFolded(w); got != id {
			return true, fmt.Errorf("word %d is spelt %q, which is word %d", id, w, got)
		}
		l.Lookup(w)
		l.Letters(w)
		l.Flags(id)
		l.Shape(id, Mixed)
		for _, next := range []WordID{0, n - 1, WordID(l.Len()) - 1, l.Unknown(), l.Sentence(), l.Number()} {
			l.Bigram(id, next)
			l.Trigram(next, id, next)
			l.Trigram(id, next, id)
			l.Joint(Comma, id, next)
			l.Joint(Hyphen, next, id)
		}
	}
	for _, w := range []string{"", "The", "port’s", "ﬁne", "\xff", "日"} {
		l.Lookup(w)
	}
	for c := range l.Codes() {
		l.Letter(byte(c))
	}
	l.Edges(l.Root(), func(code byte, next Node) { l.Step(next, code) })
	return true, nil
}
