package lexicon

import (
	"bytes"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

// tinyText is the running text of the tiny lexicon, a paragraph a line.
const tinyText = `The Ministers met in Riga on 3 May 2031 and signed the protocol.
The Ministers agreed to open the border posts before winter, and to keep them open.
The Ministers met again in Tallinn. The well-known port of Riga was visited.
Each Party shall inform the other Party of any change, without delay.
Each Party shall open its archives. Each Party shall keep a copy of the protocol.
The other Party shall inform the secretariat of NATO, without delay.
The well-known captain's log was kept in the archives of the port.
A long-term programme, agreed in Riga, was signed by the secretariat of NATO.
No change of the programme shall be made without the consent of each Party.
The port authority shall keep the posts open, and shall inform the captain.
Both Ministers hope to meet again before winter. Both Parties thank the port of Riga.
Any copy of the log shall be kept by the secretariat, and any change shall be signed.
The café at the port was open before the Ministers met in Riga.`

// tinyList are words that the tiny lexicon knows without having read them.
var tinyList = []string{"Zeppelin", "archive", "archivist", "archives", "çedille", "o'clock", "NATO", "UNESCO", "a"}

func tinyParagraphs() iter.Seq[string] {
	return func(yield func(string) bool) {
		for range 3 {
			for p := range strings.SplitSeq(tinyText, "\n") {
				if !yield(p) {
					return
				}
			}
		}
		yield("The port of Riga shall thank the captain of the other port.")
	}
}

func tinyBuilder() *Builder {
	return &Builder{
		Meta:       Meta{Lang: "en", Version: 1, Sources: []string{"tiny"}},
		Paragraphs: tinyParagraphs,
		Lists: []List{
			{Words: tinyList, Flags: FlagListed, Weight: 1},
			{Words: []string{"Riga", "Tallinn"}, Flags: FlagName, Weight: 0.5},
		},
		MinCount: 1,
	}
}

var tinyBytes = sync.OnceValue(func() []byte {
	data, err := tinyBuilder().Build()
	if err != nil {
		panic(err)
	}
	return data
})

// tiny is the lexicon of the tests.
func tiny(t testing.TB) *Lexicon {
	t.Helper()
	l, err := Open(string(tinyBytes()))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// tinyWords are the words that the tiny lexicon must have, folded, in the
// order of their codes, and their flags.
func tinyWords() ([]string, map[string]uint8) {
	flags := make(map[string]uint8)
	for p := range tinyParagraphs() {
		for _, f := range strings.FieldsFunc(p, func(r rune) bool { return !IsLetter(r) && r != '\'' }) {
			if head, ok := strings.CutSuffix(f, "'s"); ok {
				flags["'s"] |= FlagCorpus
				f = head
			}
			flags[Fold(f)] |= FlagCorpus
		}
	}
	for _, w := range tinyList {
		flags[Fold(w)] |= FlagListed
	}
	flags["riga"] |= FlagName
	flags["tallinn"] |= FlagName
	delete(flags, "'s") // kept below by hand: a token with one letter
	flags["'s"] = FlagCorpus
	words := make([]string, 0, len(flags))
	for w := range flags {
		words = append(words, w)
	}
	slices.Sort(words) // the alphabet is sorted, so codes sort as characters do
	return words, flags
}

// TestBuildTwice guards that the same input gives the same bytes.
func TestBuildTwice(t *testing.T) {
	again, err := tinyBuilder().Build()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(tinyBytes(), again) {
		t.Error("two builds of the same input differ")
	}
}

// TestBuildPruned guards the bounds of the n-grams: at most those wanted, and
// the rest still a distribution.
func TestBuildPruned(t *testing.T) {
	b := tinyBuilder()
	b.MaxBigrams, b.MaxTrigrams = 60, 25
	data, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	l, err := Open(string(data))
	if err != nil {
		t.Fatal(err)
	}
	// Equal gains stay together, and a trigram keeps the pairs it rests on.
	if m := l.Meta(); m.Trigrams == 0 || m.Trigrams > 60 || m.Bigrams == 0 || m.Bigrams > 150 {
		t.Errorf("kept %d bigrams and %d trigrams", m.Bigrams, m.Trigrams)
	}
	if full := tiny(t).Meta(); full.Trigrams <= l.Meta().Trigrams || full.Bigrams <= l.Meta().Bigrams {
		t.Errorf("nothing was pruned: %+v of %+v", l.Meta(), full)
	}
	checkSums(t, l)
}

// TestBuildMinCount guards that rare words of the text stay out, those of lists
// never.
func TestBuildMinCount(t *testing.T) {
	b := tinyBuilder()
	b.MinCount = 4
	data, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	l, err := Open(string(data))
	if err != nil {
		t.Fatal(err)
	}
	for word, known := range map[string]bool{"port": true, "tallinn": true, "zeppelin": true, "consent": false, "café": false} {
		if (l.Lookup(word) != NoWord) != known {
			t.Errorf("%s is known: %v", word, !known)
		}
	}
}

// TestBuildRandom builds from random words, which no order or shape of the
// automaton may upset.
func TestBuildRandom(t *testing.T) {
	const seed = 7
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	for range 20 {
		var words []string
		for range 1 + random.IntN(200) {
			w := make([]byte, 1+random.IntN(6))
			for i := range w {
				w[i] = "abcd"[random.IntN(4)]
			}
			words = append(words, string(w))
		}
		slices.Sort(words)
		words = slices.Compact(words)
		b := &Builder{
			Paragraphs: func() iter.Seq[string] { return slices.Values([]string{"abc bca cab. Abc."}) },
			Lists:      []List{{Words: words, Flags: FlagListed, Weight: 1}},
		}
		data, err := b.Build()
		if err != nil {
			t.Fatal(err)
		}
		l, err := Open(string(data))
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Check(); err != nil {
			t.Fatal(err)
		}
		if l.Len() != len(words) {
			t.Fatalf("%d words of %d", l.Len(), len(words))
		}
		for id, w := range words {
			if got := l.Lookup(w); got != WordID(id) {
				t.Fatalf("%s has number %d, want %d", w, got, id)
			}
			if got := l.Spell(WordID(id)); got != w {
				t.Fatalf("number %d is spelt %q, want %q", id, got, w)
			}
		}
	}
}
