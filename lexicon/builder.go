package lexicon

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Builder makes a language file from running text and word lists. Fill the
// fields, then call Build once. Equal inputs give equal bytes.
type Builder struct {
	Meta Meta
	// Paragraphs gives the running text; it is read twice and must give the
	// same both times.
	Paragraphs func() iter.Seq[string]
	// Lists are words that count as known whatever the text says.
	Lists []List
	// MinCount is how often running text must show a word that no list has; 0 means 3.
	MinCount int
	// MaxTrigrams bounds the trigrams kept, those first that teach most; 0 keeps
	// all that were seen more than once.
	MaxTrigrams int
	// MaxBigrams is the same for pairs; those that trigrams rest on stay.
	MaxBigrams int
	// Log, if not nil, is told of progress.
	Log func(format string, args ...any)
}

// A List is a word list with the flags that its words get and the weight of a
// word that running text never shows, relative to the others.
type List struct {
	Words  []string
	Flags  uint8
	Weight float64
}

const maxWordRunes = 30

type wordCount struct {
	total int
	shape [numShapes]int32
	flags uint8
	prior float64
}

// A counted is an n-gram as a key that sorts by its words, and its count.
type counted struct {
	key uint64
	n   uint32
}

const (
	idBits = 21
	idMask = 1<<idBits - 1
)

// Build returns the language file.
func (b *Builder) Build() ([]byte, error) {
	log := b.Log
	if log == nil {
		log = func(string, ...any) {}
	}
	table := b.countWords()
	alphabet := chooseAlphabet(table)
	log("forms seen: %d, alphabet: %s", len(table), string(alphabet))
	lex := &Lexicon{}
	lex.setAlphabet(alphabet)
	keys, entry := b.chooseWords(table, lex)
	n := len(keys)
	if n+specialWords > idMask {
		return nil, errors.New("too many words for the builder")
	}
	var err error
	if lex.words, err = buildDawg(keys); err != nil {
		return nil, err
	}
	lex.count = WordID(n)
	log("words kept: %d, automaton: %d bytes", n, len(lex.words.edges))

	letters := buildLetters(func(yield func(string, float64)) {
		for _, w := range sortedForms(table) {
			c := table[w]
			if c.total > 0 && strings.Trim(w, "'") != "" {
				yield(w, math.Log1p(float64(c.total)))
			}
		}
	})

	stream, joints := b.numberText(lex)
	log("tokens: %d", len(stream))
	b.Meta.Words, b.Meta.Tokens = n, int64(len(stream))
	m := estimate(stream, n+specialWords, WordID(n)+1, func(id int) float64 {
		if id < n {
			return entry[id].prior
		}
		return 1
	}, b.MaxBigrams, b.MaxTrigrams, log)
	b.Meta.Bigrams, b.Meta.Trigrams = len(m.bigrams), len(m.trigrams)

	var part [numSections][]byte
	part[secAlphabet] = []byte(string(alphabet))
	part[secWords] = append(binary.LittleEndian.AppendUint32(nil, lex.words.root), lex.words.edges...)
	for id := range n + specialWords {
		part[secUnigram] = append(part[secUnigram], quantise(m.unigram[id], unigramStep, 255))
		part[secBackoff] = append(part[secBackoff], quantise(m.backoff[id], backoffStep, 255))
	}
	part[secJoints] = jointBytes(joints, m.count)
	for id := range n {
		part[secShape] = append(part[secShape], shapeBytes(&entry[id])...)
		part[secFlags] = append(part[secFlags], entry[id].flags)
	}
	keysOf := func(list []scored, key func(uint64) uint64) ([]uint64, []uint32) {
		ks, vs := make([]uint64, len(list)), make([]uint32, len(list))
		for i, s := range list {
			ks[i], vs[i] = key(s.key), s.value
		}
		return ks, vs
	}
	ks, vs := keysOf(m.bigrams, func(k uint64) uint64 { return bigramKey(WordID(k>>idBits), WordID(k&idMask)) })
	bi, err := buildFuse(ks, vs, 3, bigramProbBits+bigramBackBits)
	if err != nil {
		return nil, fmt.Errorf("bigrams: %w", err)
	}
	ks, vs = keysOf(m.trigrams, func(k uint64) uint64 {
		return trigramKey(WordID(k>>(2*idBits)), WordID(k>>idBits&idMask), WordID(k&idMask))
	})
	tri, err := buildFuse(ks, vs, 2, trigramProbBits)
	if err != nil {
		return nil, fmt.Errorf("trigrams: %w", err)
	}
	part[secBigram] = bi.appendTo(nil)
	part[secTrigram] = tri.appendTo(nil)
	part[secLetters] = []byte(letters)
	if part[secMeta], err = json.Marshal(b.Meta); err != nil {
		return nil, err
	}
	return assemble(part), nil
}

// countWords is the first reading: forms, shapes, lists.
func (b *Builder) countWords() map[string]*wordCount {
	table := make(map[string]*wordCount)
	at := func(folded string) *wordCount {
		c := table[folded]
		if c == nil {
			c = &wordCount{}
			table[strings.Clone(folded)] = c
		}
		return c
	}
	var tokens []Token
	for p := range b.Paragraphs() {
		tokens = Tokenize(tokens[:0], p, b.Meta.Elide)
		initial := true
		for _, t := range tokens {
			switch t.Kind {
			case TokenWord:
				w := p[t.Start:t.End]
				c := at(Fold(w))
				c.total++
				c.flags |= FlagCorpus
				if !initial {
					c.shape[ShapeOf(w)]++
				}
				initial = false
			case TokenStop, TokenBreak:
				initial = true
			}
		}
	}
	for _, l := range b.Lists {
		for _, w := range l.Words {
			if f := Fold(w); f != "" {
				c := at(f)
				c.flags |= l.Flags
				c.prior = max(c.prior, l.Weight)
				if c.total == 0 {
					c.shape[ShapeOf(w)]++
				}
			}
		}
	}
	return table
}

func sortedForms(table map[string]*wordCount) []string {
	forms := make([]string, 0, len(table))
	for w := range table {
		forms = append(forms, w)
	}
	slices.Sort(forms)
	return forms
}

// chooseAlphabet takes the letters that running text and lists use enough.
func chooseAlphabet(table map[string]*wordCount) []rune {
	count := make(map[rune]int)
	for w, c := range table {
		for _, r := range w {
			if unicode.IsLetter(r) && unicode.Is(unicode.Latin, r) || r == '\'' {
				count[r] += 1 + c.total
			}
		}
	}
	var runes []rune
	for r := range count {
		runes = append(runes, r)
	}
	slices.SortFunc(runes, func(a, b rune) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	runes = runes[:min(len(runes), 120)]
	slices.Sort(runes)
	return runes
}

// chooseWords returns the words kept, as code strings in order, with their counts.
func (b *Builder) chooseWords(table map[string]*wordCount, lex *Lexicon) ([]string, []wordCount) {
	least := b.MinCount
	if least == 0 {
		least = 3
	}
	type kept struct {
		key string
		c   *wordCount
	}
	var list []kept
forms:
	for w, c := range table {
		if c.flags&^FlagCorpus == 0 && c.total < least || utf8.RuneCountInString(w) > maxWordRunes {
			continue
		}
		var key []byte
		letters := 0
		for _, r := range w {
			code := lex.Code(r)
			if code == 0 {
				continue forms
			}
			key = append(key, code)
			if r != '\'' {
				letters++
			}
		}
		if letters == 0 {
			continue
		}
		list = append(list, kept{string(key), c})
	}
	slices.SortFunc(list, func(a, b kept) int { return strings.Compare(a.key, b.key) })
	keys, entry := make([]string, len(list)), make([]wordCount, len(list))
	for i, k := range list {
		keys[i], entry[i] = k.key, *k.c
	}
	return keys, entry
}

// numberText is the second reading: the text as word numbers, and how often
// each joint follows and precedes each word.
func (b *Builder) numberText(lex *Lexicon) (stream []uint32, joints [numJoints][]uint32) {
	for j := range joints {
		joints[j] = make([]uint32, 2*(int(lex.count)+specialWords))
	}
	stop := uint32(lex.Sentence())
	stream = append(stream, stop)
	cache := make(map[string]uint32)
	var tokens []Token
	for p := range b.Paragraphs() {
		tokens = Tokenize(tokens[:0], p, b.Meta.Elide)
		pending := numJoints
		for _, t := range tokens {
			switch t.Kind {
			case TokenWord, TokenNumber:
				id := uint32(lex.Number())
				if t.Kind == TokenWord {
					w := Fold(p[t.Start:t.End])
					var ok bool
					if id, ok = cache[w]; !ok {
						if f := lex.lookupFolded(w); f != NoWord {
							id = uint32(f)
						} else {
							id = uint32(lex.Unknown())
						}
						cache[strings.Clone(w)] = id
					}
				}
				stream = append(stream, id)
				if pending < numJoints {
					joints[pending][2*id+1]++
				}
				pending = numJoints
			case TokenStop:
				pending = numJoints
				if stream[len(stream)-1] != stop {
					stream = append(stream, stop)
				}
			case TokenComma, TokenHyphen:
				pending = Comma
				if t.Kind == TokenHyphen {
					pending = Hyphen
				}
				joints[pending][2*stream[len(stream)-1]]++
			}
		}
		if stream[len(stream)-1] != stop {
			stream = append(stream, stop)
		}
	}
	return stream, joints
}

// jointBytes packs the costs of the joints.
func jointBytes(joints [numJoints][]uint32, count []uint32) []byte {
	total := 0.0
	for _, n := range count {
		total += float64(n)
	}
	var out []byte
	var rate [numJoints]float64
	for j := range joints {
		for id := range count {
			rate[j] += float64(joints[j][2*id]) / total
		}
		rate[j] = max(rate[j], 1e-6)
		out = binary.LittleEndian.AppendUint16(out, uint16(math.Round(-math.Log(rate[j])*float64(Nat))))
	}
	const prior = 20 // occurrences that the usual rate weighs
	for j := range joints {
		for id, n := range count {
			for side := range 2 {
				p := (float64(joints[j][2*id+side]) + prior*rate[j]) / (float64(n) + prior)
				out = append(out, quantise(p, jointStep, 255))
			}
		}
	}
	return out
}

// shapeBytes packs the costs of the four shapes of a word.
func shapeBytes(c *wordCount) []byte {
	total := 0.0
	for _, n := range c.shape {
		total += float64(n)
	}
	// A little of every shape: any word may stand in a heading.
	base := [numShapes]float64{0.02, 0.02, 0.02, 0.0005}
	var nib [numShapes]byte
	for s, n := range c.shape {
		nib[s] = quantise((float64(n)+base[s]*3)/(total+0.0605*3), shapeStep, 15)
	}
	return []byte{nib[0] | nib[1]<<4, nib[2] | nib[3]<<4}
}
