package lexicon

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"iter"
	"math"
	"slices"
	"strings"
)

// A MarksBuilder learns a file of marks from running text. Fill the fields, then
// call Build once. Equal inputs give equal bytes.
type MarksBuilder struct {
	Meta MarksMeta
	Lex  *Lexicon // of the language
	// Paragraphs gives the running text.
	Paragraphs func() iter.Seq[string]
	Max        int // features kept, those that tell most; 0 keeps all
	// Log, if not nil, is told of progress.
	Log func(format string, args ...any)

	slots uint // bits of a feature's key, 0: markSlots; files with fewer are for tests
}

// A MarksLoss measures a file of marks on running text. The zero value is ready.
type MarksLoss struct {
	Places int     // between words
	Nats   float64 // that the marks behind them cost
	words  []MarkedWord
}

// Add measures a paragraph.
func (l *MarksLoss) Add(m *Marks, paragraph string) {
	l.words = l.words[:0]
	for f := range strings.FieldsSeq(paragraph) {
		l.words = m.Append(l.words, f)
	}
	for i := range max(len(l.words)-1, 0) {
		if w := &l.words[i]; w.Mark < NumMarks && !w.elided {
			l.Places++
			l.Nats -= math.Log(m.Shares(l.words, i)[w.Mark])
		}
	}
}

// markLearner is a log-linear model while it is learned: by stochastic descent,
// each weight with a rate of its own (AdaGrad: Duchi, Hazan and Singer 2011).
type markLearner struct {
	slots          uint      // bits of a feature's key
	weight, square []float32 // NumMarks a slot; those of NoMark stay 0
	kept           []uint64  // bit set of slots, nil: all
	keys           [numFeatures]uint64
	loss           float64
	places         int64
}

const (
	markRate = 0.1
)

func (l *markLearner) has(slot uint64) bool {
	return l.kept == nil || l.kept[slot/64]>>(slot%64)&1 != 0
}

// see learns from the place behind word i.
func (l *markLearner) see(words []MarkedWord, i int) {
	features(words, i, &l.keys)
	var p [NumMarks]float64
	n := 0
	for _, k := range l.keys {
		slot := k >> (64 - l.slots)
		if !l.has(slot) {
			continue
		}
		l.keys[n] = slot * uint64(NumMarks)
		for m, w := range l.weight[l.keys[n] : l.keys[n]+uint64(NumMarks)] {
			p[m] += float64(w)
		}
		n++
	}
	normalise(&p)
	truth := words[i].Mark
	l.loss -= math.Log(p[truth])
	l.places++
	for m := MarkComma; m < NumMarks; m++ {
		least, most := markWeights[m].bounds()
		g := float32(p[m])
		if m == truth {
			g--
		}
		for _, at := range l.keys[:n] {
			at += uint64(m)
			l.square[at] += g * g
			w := l.weight[at] - markRate*g/float32(math.Sqrt(float64(l.square[at])+0.1))
			l.weight[at] = min(max(w, least), most)
		}
	}
}

// Build returns the file of marks.
func (b *MarksBuilder) Build() ([]byte, error) {
	log := b.Log
	if log == nil {
		log = func(string, ...any) {}
	}
	m := &Marks{lex: b.Lex}
	var words []MarkedWord
	starts := []int{0} // of paragraphs
	for p := range b.Paragraphs() {
		for f := range strings.FieldsSeq(p) {
			words = m.Append(words, f)
		}
		starts = append(starts, len(words))
	}
	log("words: %d", len(words))
	order := shuffled(len(starts) - 1)
	learn := func(l *markLearner) {
		for k, p := range order {
			for w, i := words[starts[p]:starts[p+1]], 0; i+1 < len(w); i++ {
				if w[i].Mark < NumMarks && !w[i].elided {
					l.see(w, i)
				}
			}
			if (k+1)%(len(order)/8+1) == 0 || k+1 == len(order) {
				log("%d of %d paragraphs, loss %.4f", k+1, len(order), l.loss/float64(max(l.places, 1)))
				b.Meta.Places += l.places
				l.loss, l.places = 0, 0
			}
		}
	}
	l := &markLearner{slots: cmp.Or(b.slots, markSlots)}
	l.weight, l.square = make([]float32, int(NumMarks)<<l.slots), make([]float32, int(NumMarks)<<l.slots)
	learn(l)
	kept := l.tellMost(b.Max)
	l.kept = make([]uint64, 1<<l.slots/64)
	for _, s := range kept {
		l.kept[s/64] |= 1 << (s % 64)
	}
	clear(l.weight)
	clear(l.square)
	b.Meta.Places = 0
	learn(l)

	keys, values := make([]uint64, 0, len(kept)), make([]uint32, 0, len(kept))
	for _, s := range kept {
		if v, told := l.packed(s); told {
			keys, values = append(keys, uint64(s)), append(values, v)
		}
	}
	b.Meta.Features = len(keys)
	log("kept %d features", len(keys))
	table, err := buildFuse(keys, values, markWidth, markBits)
	if err != nil {
		return nil, err
	}
	description, err := json.Marshal(b.Meta)
	if err != nil {
		return nil, err
	}
	out := make([]byte, marksHeader)
	copy(out, marksMagic)
	binary.LittleEndian.PutUint32(out[8:], fileVersion)
	binary.LittleEndian.PutUint32(out[12:], uint32(len(description)))
	return table.appendTo(append(out, description...)), nil
}

// tellMost returns the slots of the n features that tell most, in ascending order:
// those without which the likelihood would fall most, were it curved everywhere as
// it is where it was met.
func (l *markLearner) tellMost(n int) []uint32 {
	tells := make([]float32, 1<<l.slots)
	var slots []uint32
	for s := range tells {
		at := s * int(NumMarks)
		for m := range int(NumMarks) {
			tells[s] += l.weight[at+m] * l.weight[at+m] * l.square[at+m]
		}
		if tells[s] > 0 {
			slots = append(slots, uint32(s))
		}
	}
	slices.SortFunc(slots, func(a, b uint32) int { return cmp.Or(cmp.Compare(tells[b], tells[a]), cmp.Compare(a, b)) })
	if n > 0 {
		slots = slots[:min(len(slots), n)]
	}
	slices.Sort(slots)
	return slots
}

// packed is the value of a slot, and whether it tells anything.
func (l *markLearner) packed(slot uint32) (v uint32, told bool) {
	shift := uint(0)
	for m := MarkComma; m < NumMarks; m++ {
		w := &markWeights[m]
		steps := math.Round(float64(l.weight[slot*uint32(NumMarks)+uint32(m)]) / w.step)
		told = told || steps != 0
		v |= uint32(min(max(steps+float64(w.zero), 0), float64(uint32(1)<<w.bits-1))) << shift
		shift += w.bits
	}
	return v, told
}

// shuffled returns the numbers below n in an order that is the same each time.
func shuffled(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	x := uint64(1)
	for i := n - 1; i > 0; i-- {
		x = mix(x + 0x9e3779b97f4a7c15)
		j := int(x % uint64(i+1))
		out[i], out[j] = out[j], out[i]
	}
	return out
}
