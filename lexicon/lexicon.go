package lexicon

import (
	"unicode"
	"unicode/utf8"
)

// A WordID numbers a word of one lexicon: its place in sorted order, then the
// special words that follow the last one.
type WordID int32

// NoWord is the number of no word at all.
const NoWord WordID = -1

// A Cost is a negative logarithm of a probability in hundredths of a nat.
// Costs are integers so that every machine computes the same.
type Cost int32

// Nat is the cost of one nat: what has the probability exp(-n) costs n·Nat.
const Nat Cost = 100

// A Lexicon is one language: its words and the models over them. It is read
// in place from the bytes of a language file, never changes, and may be used
// by any number of goroutines at once.
type Lexicon struct {
	meta     Meta
	words    dawg
	count    WordID // number of words, special ones left out
	alphabet []rune // rune of each code; code 0 is unused
	code     [128]byte
	codeWide map[rune]byte

	unigram string // one byte a word: cost in steps of unigramStep
	backoff string // one byte a word: cost in steps of backoffStep
	shape   string // two bytes a word: a nibble a Shape, cost in steps of shapeStep
	flags   string // one byte a word
	joints  string // the usual cost of each joint, then by joint two bytes a word: after it, before it
	bigram  fuse
	trigram fuse
	letters string // character model

	common func() *WordSet // made when first asked for
}

// Steps of the stored costs.
const (
	unigramStep = 8  // bytes: up to 20.4 nats
	backoffStep = 3  // bytes: up to 7.65 nats
	shapeStep   = 75 // nibbles: up to 11.25 nats
	jointStep   = 5  // bytes: up to 12.75 nats
	bigramStep  = 10 // 7 bits: up to 12.7 nats
	bigramBack  = 10 // 6 bits: up to 6.3 nats
	trigramStep = 35 // 5 bits: up to 10.85 nats

	bigramProbBits  = 7
	bigramBackBits  = 6
	trigramProbBits = 5
)

// Flags of a word.
const (
	FlagListed uint8 = 1 << iota // stands in a word list, not only in running text
	FlagName                     // stands in a list of names
	FlagCorpus                   // was seen in running text
)

// Meta says where a language file comes from.
type Meta struct {
	Lang    string `json:"lang"`
	Version int    `json:"version"`
	Elide   bool   `json:"elide"` // l', d', qu' are words
	// Compounds says that words are written together freely.
	Compounds bool     `json:"compounds"`
	Words     int      `json:"words"`
	Bigrams   int      `json:"bigrams"`
	Trigrams  int      `json:"trigrams"`
	Tokens    int64    `json:"tokens"`
	Sources   []string `json:"sources"`
}

// Meta returns the description stored in the language file.
func (l *Lexicon) Meta() Meta { return l.meta }

// Len is the number of words; numbers from 0 up to but without Len are words.
func (l *Lexicon) Len() int { return int(l.count) }

// The special words, which stand for classes of tokens in the n-gram model.
func (l *Lexicon) Unknown() WordID  { return l.count }     // a word not listed
func (l *Lexicon) Sentence() WordID { return l.count + 1 } // the border of sentences
func (l *Lexicon) Number() WordID   { return l.count + 2 } // a token that begins with a digit

const specialWords = 3

// Code gives the label under which a folded character is kept in the
// automaton, 0 when no word of the language has it.
func (l *Lexicon) Code(r rune) byte {
	if r < 128 {
		if r < 0 {
			return 0
		}
		return l.code[r]
	}
	return l.codeWide[r]
}

// Letter is the character of a code.
func (l *Lexicon) Letter(code byte) rune { return l.alphabet[code] }

// Codes is one more than the largest code.
func (l *Lexicon) Codes() int { return len(l.alphabet) }

// Root is where every walk through the words begins.
func (l *Lexicon) Root() Node { return Node{first: l.words.root, end: uint32(l.count)} }

// Step follows one character code from n.
func (l *Lexicon) Step(n Node, code byte) (Node, bool) { return l.words.step(n, code) }

// A Fan holds the steps that lead on from one node, for whom asks for many.
// The zero value has none; it serves one goroutine.
type Fan struct {
	from  Node
	stamp uint32
	steps [256]struct {
		edge  edge
		end   uint32 // see dawg.end
		stamp uint32 // that of the fan, if from has the step
	}
}

// Fan fills f with the steps that lead on from n.
func (l *Lexicon) Fan(f *Fan, n Node) {
	if f.stamp++; f.stamp == 0 {
		*f = Fan{stamp: 1}
	}
	f.from = n
	if n.first == 0 {
		return
	}
	e := l.words.edge(n.first)
	for i := n.first + 1; ; i++ {
		s := &f.steps[e.label()]
		s.edge, s.end, s.stamp = e, n.end, f.stamp
		if e.last() {
			return
		}
		e = l.words.edge(i)
		s.end = n.index + e.skip()
	}
}

// Step follows one character code.
func (f *Fan) Step(code byte) (Node, bool) {
	if s := &f.steps[code]; s.stamp == f.stamp {
		return f.from.through(s.edge, s.end), true
	}
	return Node{}, false
}

// fanOut gives the steps that lead on from n, by code. Every look-up begins at
// the root, whose steps are many.
func (l *Lexicon) fanOut(n Node) []Node {
	fan := make([]Node, 256)
	l.Edges(n, func(code byte, next Node) { fan[code] = next })
	return fan
}

// Edges calls f for every step that leads on from n, in order of codes.
func (l *Lexicon) Edges(n Node, f func(code byte, next Node)) {
	if n.first == 0 {
		return
	}
	for i := n.first; ; i++ {
		e := l.words.edge(i)
		f(e.label(), n.through(e, l.words.end(n, i, e)))
		if e.last() {
			return
		}
	}
}

// runTogether is by how much two words side by side must be likelier than the
// same letters as one word.
const runTogether = 3 * Nat

// RunTogether says whether a word that no list has, only running text, is
// rather two words that a text ran together: the text that the counts are of
// was scanned in part.
func (l *Lexicon) RunTogether(w WordID) bool {
	if w >= WordID(l.Len()) || l.Flags(w)&(FlagListed|FlagName) != 0 {
		return false
	}
	s, whole := l.Spell(w), l.Unigram(w)
	for i := range s {
		if i < 2 || len(s)-i < 2 {
			continue
		}
		a, b := l.Lookup(s[:i]), l.Lookup(s[i:])
		if a == NoWord || b == NoWord {
			continue
		}
		if p, _ := l.Bigram(a, b); l.Unigram(a)+p+runTogether < whole {
			return true
		}
	}
	return false
}

// Key is a number of 54 bits, its own for each place that a walk may reach.
func (n Node) Key() uint64 { return uint64(n.first)<<27 | uint64(n.index) }

// Word is the number of the word that ends at n, or NoWord.
func (n Node) Word() WordID {
	if !n.word {
		return NoWord
	}
	return WordID(n.index)
}

// Lookup returns the number of a word in any case, or NoWord.
func (l *Lexicon) Lookup(word string) WordID {
	n := l.Root()
	for _, r := range word {
		c := l.Code(FoldRune(r))
		if c == 0 {
			if f := Fold(string(r)); utf8.RuneCountInString(f) > 1 {
				return l.lookupFolded(Fold(word))
			}
			return NoWord
		}
		var ok bool
		if n, ok = l.Step(n, c); !ok {
			return NoWord
		}
	}
	return n.Word()
}

func (l *Lexicon) lookupFolded(word string) WordID {
	n := l.Root()
	for _, r := range word {
		var ok bool
		if n, ok = l.Step(n, l.Code(r)); !ok {
			return NoWord
		}
	}
	return n.Word()
}

// Spell returns the folded spelling of a word.
func (l *Lexicon) Spell(id WordID) string {
	if id < 0 || id >= l.count {
		return ""
	}
	var out []byte
	n := l.Root()
	for {
		if n.word {
			if n.index == uint32(id) {
				return string(out)
			}
		}
		// Take the last edge that does not skip past the word.
		var best Node
		var label byte
		found := false
		for i := n.first; n.first != 0; i++ {
			e := l.words.edge(i)
			t := n.through(e, l.words.end(n, i, e))
			if t.index > uint32(id) {
				break
			}
			best, label, found = t, e.label(), true
			if e.last() {
				break
			}
		}
		if !found {
			return ""
		}
		out = utf8.AppendRune(out, l.alphabet[label])
		n = best
	}
}

// commonWord is the cost of the rarest word that is common: about one in ten of
// the listed ones, and one in a thousand of those in running text is not.
const (
	commonWord     = 1350
	commonCompound = 1500 // in languages that write words together, each is rarer
)

// A WordSet holds words of one lexicon. It does not change.
type WordSet struct {
	bits []uint64 // by number of the word
}

// Common returns the words that texts have often enough for a known word to be
// misread for them.
func (l *Lexicon) Common() *WordSet { return l.common() }

func (l *Lexicon) findCommon() *WordSet {
	s := &WordSet{make([]uint64, (l.count+63)/64)}
	dearest := Cost(commonWord)
	if l.meta.Compounds {
		dearest = commonCompound
	}
	for i := range len(l.unigram) - specialWords {
		if Cost(l.unigram[i])*unigramStep <= dearest {
			s.bits[i/64] |= 1 << (i % 64)
		}
	}
	return s
}

// Has says whether the set has a word of the lexicon.
func (s *WordSet) Has(w WordID) bool { return s.bits[w/64]>>(w%64)&1 != 0 }

// widest is the number of words from which on some are taken to be in a set.
const widest = 1024

// Below says whether a word that a walk through n may reach is in the set; it
// may say so in error where those are very many.
func (s *WordSet) Below(n Node) bool {
	a, b := n.index, n.end
	if b-a > widest {
		return true
	}
	for b-a > 64-a%64 {
		if s.bits[a/64]>>(a%64) != 0 {
			return true
		}
		a += 64 - a%64
	}
	return s.bits[a/64]>>(a%64)&(1<<(b-a)-1) != 0
}

// Flags returns what is known of where a word comes from.
func (l *Lexicon) Flags(id WordID) uint8 {
	if id < 0 || id >= l.count {
		return 0
	}
	return l.flags[id]
}

// Shape returns the cost of a word taking the shape away from the start of a
// sentence. Sentence-initial capitals were not counted.
func (l *Lexicon) Shape(id WordID, s Shape) Cost {
	if id < 0 || id >= l.count {
		return 0
	}
	nib := l.shape[2*int(id)+int(s)/2] >> (4 * (s % 2)) & 15
	return Cost(nib) * shapeStep
}

// A Joint is a mark between two words that the n-gram model does not see.
type Joint int

// The joints.
const (
	Comma  Joint = iota // a comma
	Hyphen              // a hyphen without spaces
	numJoints
)

// Joint is the cost of the mark between words a and b, taking what comes
// before and what comes after as independent.
func (l *Lexicon) Joint(j Joint, a, b WordID) Cost {
	usual := Cost(le16(l.joints[2*int(j):]))
	at := func(id WordID, side int) Cost {
		return Cost(l.joints[2*int(numJoints)+2*(int(j)*int(l.count+specialWords)+int(id))+side]) * jointStep
	}
	return max(at(a, 0)+at(b, 1)-usual, 0)
}

func le16(s string) uint16 { return uint16(s[0]) | uint16(s[1])<<8 }

// IsLetter says whether r can stand inside a word.
func IsLetter(r rune) bool { return unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) }
