package lattice

import (
	"cmp"
	"slices"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
)

// An Arrival is a word that the walk read from raw[from:To].
type Arrival struct {
	Word    lexicon.WordID
	To      int      // index after the last raw character read
	Cost    [3]int32 // of the channel, for the word in small letters, with a first capital, in capitals
	Generic int      // steps that no row of the table explains
}

// Least is the cost in the cheapest case.
func (a *Arrival) Least() int32 { return min(a.Cost[0], a.Cost[1], a.Cost[2]) }

// lostNear is the cost of the dearest letter that is taken for lost where
// little damage is expected.
const lostNear = 620

// bounds of one walk.
const (
	perPosition = 200  // states kept at one raw position
	beamWidth   = 1200 // how far behind the best state of a position one may lie
	maxRawWord  = 40   // characters

	positionBits = 6 // of a position in it
)

type walkState struct {
	node    lexicon.Node
	cost    costs
	least   int32
	generic int8
	lost    bool // the last move read no raw character
	begun   bool // a move was made
}

// costs are those of a word in small letters, with a first capital, in capitals.
type costs struct{ lower, title, upper int32 }

func (c costs) least() int32 { return min(c.lower, c.title, c.upper) }

// A Walker reads words out of damaged characters: it walks the lexicon's
// automaton beside the raw text, at each step reading up to three raw
// characters as up to three true ones at the channel's cost. It keeps its
// scratch space between calls and serves one goroutine.
type Walker struct {
	lex     *lexicon.Lexicon
	ch      *channel.Model
	at      [maxRawWord + 1]position
	end     int              // the last position of this walk
	buckets map[rune]*bucket // what the channel reads from a raw character
	deleted []move           // what it may have lost
	lost    []move           // what this walk takes it to have lost
	longer  []*longer        // what is read from more than one character at a place
	places  placeTable
	fan     lexicon.Fan      // of the state that is followed
	fanned  bool             // it was made
	among   *lexicon.WordSet // the words that are looked for, nil for all
	order   []uint64
	sorted  []walkState
	out     []Arrival
}

// NewWalker returns a walker over the lexicon and the channel.
func NewWalker(lex *lexicon.Lexicon, ch *channel.Model) *Walker {
	w := &Walker{lex: lex, ch: ch, buckets: make(map[rune]*bucket)}
	w.deleted = w.moves(ch.Deleted())
	return w
}

// A move is an entry of the channel in the codes of the lexicon.
type move struct {
	lower, title, upper int32
	least               int32
	codes               [channel.MaxRunes]byte
	n                   uint8 // codes
}

// A bucket holds the moves over raw strings that begin with one character.
type bucket struct {
	one  []move
	more []longer
}

type longer struct {
	rest  []rune
	moves []move
}

// moves are the entries whose truth the lexicon has letters for, in order of
// their least cost inside a word.
func (w *Walker) moves(entries []channel.Entry) []move {
	out := make([]move, 0, len(entries))
next:
	for i := range entries {
		e := &entries[i]
		m := move{lower: e.Lower, title: e.Title, upper: e.Upper, least: min(e.Lower, e.Upper)}
		for _, r := range e.Truth {
			c := w.lex.Code(r)
			if c == 0 {
				continue next
			}
			m.codes[m.n] = c
			m.n++
		}
		if m.n == 0 {
			m.title = m.least
		}
		out = append(out, m)
	}
	slices.SortStableFunc(out, func(a, b move) int { return cmp.Compare(a.least, b.least) })
	return out
}

func (w *Walker) bucket(r rune) *bucket {
	b, ok := w.buckets[r]
	if ok {
		return b
	}
	b = &bucket{}
	if from := w.ch.Bucket(r); from != nil {
		b.one = w.moves(from.One)
		for _, l := range from.More {
			b.more = append(b.more, longer{l.Rest, w.moves(l.Entries)})
		}
	}
	w.buckets[r] = b
	return b
}

// limits bound a walk: the cost of its moves together, that of letters lost at
// one place, how many steps it takes that the table does not list, and whether
// only common words are looked for.
type limits struct {
	budget, lost int32
	generic      int
	common       bool
}

// Walk returns the words that raw[from:] may begin with, within the limits. The
// slice is valid until the next call.
func (w *Walker) Walk(raw []rune, from int, l limits) []Arrival {
	raw = raw[from:min(len(raw), from+maxRawWord)]
	w.lose(l.lost)
	w.open(len(raw), l.budget)
	if w.among = nil; l.common {
		w.among = w.lex.Common()
	}
	return w.walk(raw, from, l.generic)
}

// lose sets how dear the letters are that a walk takes for lost.
func (w *Walker) lose(dearest int32) {
	n, _ := slices.BinarySearchFunc(w.deleted, dearest+1, func(m move, c int32) int { return cmp.Compare(m.least, c) })
	w.lost = w.deleted[:n]
}

// Span returns the words that raw[from:] may begin with and that go on behind
// the space at raw[gap], within the budget, by moves that the table lists.
func (w *Walker) Span(raw []rune, from, gap int, budget int32) []Arrival {
	raw = raw[from:min(len(raw), from+maxRawWord)]
	w.lose(lostNear)
	w.among = nil
	w.open(len(raw), budget)
	if b := w.bucket(' '); len(b.one) > 0 {
		for p := 0; p <= gap-from; p++ {
			w.at[p].lower(budget + 1 - b.one[0].least) // the space is still to come
		}
	}
	return w.walk(raw, from, 0)
}

// open makes the positions of n characters ready.
func (w *Walker) open(n int, budget int32) {
	for p := range n + 1 {
		w.at[p].open(budget)
	}
}

// walk fills the positions that were made ready.
func (w *Walker) walk(raw []rune, from, generic int) []Arrival {
	n := len(raw)
	w.end = n
	w.places.clear(leastPlaces)
	w.out = w.out[:0]
	w.at[0].states = append(w.at[0].states, walkState{node: w.lex.Root()})
	for p := 0; p <= n; p++ {
		w.sort(p)
		var b *bucket
		w.longer = w.longer[:0]
		if p < n {
			b = w.bucket(raw[p])
			for j := range b.more {
				l := &b.more[j]
				if to := p + 1 + len(l.rest); to <= n && slices.Equal(l.rest, raw[p+1:to]) {
					w.longer = append(w.longer, l)
				}
			}
		}
		// The list grows while it is read: lost characters stay at p.
		for k := 0; k < len(w.at[p].states); k++ {
			s := w.at[p].states[k]
			if s.least >= w.at[p].bound {
				continue
			}
			if id := s.node.Word(); id != lexicon.NoWord && p > 0 && (w.among == nil || w.among.Has(id)) {
				w.out = append(w.out, Arrival{Word: id, To: from + p, Cost: [3]int32{s.cost.lower, s.cost.title, s.cost.upper}, Generic: int(s.generic)})
			}
			if w.fanned = w.many(b, p, &s); w.fanned {
				w.lex.Fan(&w.fan, s.node)
			}
			if !s.lost {
				w.follow(w.lost, p, p, &s)
			}
			if p == n {
				continue
			}
			w.follow(b.one, p, p+1, &s)
			for _, l := range w.longer {
				w.follow(l.moves, p, p+1+len(l.rest), &s)
			}
			if int(s.generic) < generic {
				w.generic(p, &s)
			}
		}
	}
	return w.out
}

// many says whether so many moves lead on from state s at p that its node is
// worth fanning out.
func (w *Walker) many(b *bucket, p int, s *walkState) bool {
	const few = 4
	if !s.lost && len(w.lost) > 0 && s.least+w.lost[0].least < w.at[p].bound {
		return true
	}
	return b != nil && len(b.one) > few && s.least+b.one[few].least < w.at[p+1].bound
}

// follow makes the moves from state s at p, whose node the fan is of, that are
// cheap enough where they end.
func (w *Walker) follow(moves []move, p, to int, s *walkState) {
	q := &w.at[to]
	for i := range moves {
		m := &moves[i]
		if s.least+m.least >= q.bound {
			return // the moves are in order of cost
		}
		node, ok := s.node, true
		if m.n > 0 {
			if w.fanned {
				node, ok = w.fan.Step(m.codes[0])
			} else {
				node, ok = w.lex.Step(node, m.codes[0])
			}
			if !ok {
				continue
			}
			for _, c := range m.codes[1:m.n] {
				if node, ok = w.lex.Step(node, c); !ok {
					break
				}
			}
			if !ok || w.among != nil && !w.among.Below(node) {
				continue
			}
		}
		title := m.lower
		if !s.begun {
			title = m.title
		}
		w.push(p, to, node, costs{s.cost.lower + m.lower, s.cost.title + title, s.cost.upper + m.upper}, s.generic)
	}
}

// generic makes the moves that the table does not list: any letter for the
// raw character, the raw character invented, any letter lost.
func (w *Walker) generic(p int, s *walkState) {
	dearer := func(c int32) costs {
		return costs{s.cost.lower + c, s.cost.title + c, s.cost.upper + c}
	}
	sub, del, ins := w.ch.Substitution, w.ch.Deletion, w.ch.Insertion
	w.push(p, p+1, s.node, dearer(ins), s.generic+1)
	if s.least+sub < w.at[p+1].bound {
		w.lex.Edges(s.node, func(c byte, next lexicon.Node) {
			w.push(p, p+1, next, dearer(sub), s.generic+1)
		})
	}
	if !s.lost && s.least+del < w.at[p].bound {
		w.lex.Edges(s.node, func(c byte, next lexicon.Node) {
			w.push(p, p, next, dearer(del), s.generic+1)
		})
	}
}

// push adds a state to a position, or to the state that it has of that node.
func (w *Walker) push(p, to int, node lexicon.Node, c costs, generic int8) {
	q := &w.at[to]
	least := c.least()
	if least >= q.bound {
		return
	}
	at := len(q.states)
	if to != p {
		at = w.place(p, to, node)
	}
	if at < len(q.states) {
		s := &q.states[at]
		if least < s.least {
			q.move(s.least, least)
			s.least, s.generic = least, generic
		}
		s.cost = costs{min(s.cost.lower, c.lower), min(s.cost.title, c.title), min(s.cost.upper, c.upper)}
		return
	}
	q.states = append(q.states, walkState{})
	s := &q.states[at]
	s.node, s.cost, s.least = node, c, least
	s.generic, s.lost, s.begun = generic, to == p, true
	q.add(least)
}

// sort puts the states at p in order of cost, equal ones as they came, and
// keeps the best: by bins first, then within them.
func (w *Walker) sort(p int) {
	q := &w.at[p]
	if len(q.states) < 2 {
		return
	}
	var ends [bins + 1]int32
	for i := range q.states {
		if c := q.states[i].least; c < q.bound {
			ends[c/binWidth+1]++
		}
	}
	top := (q.bound - 1) / binWidth
	for b := q.least / binWidth; b <= top; b++ {
		ends[b+1] += ends[b]
	}
	n := int(ends[top+1])
	order := slices.Grow(w.order[:0], n)[:n]
	for i := range q.states {
		if c := q.states[i].least; c < q.bound {
			b := c / binWidth
			order[ends[b]] = uint64(c)<<32 | uint64(i)
			ends[b]++
		}
	}
	insertionSort(order)
	w.order, w.sorted = order, w.sorted[:0]
	for _, o := range order[:min(n, perPosition)] {
		w.sorted = append(w.sorted, q.states[uint32(o)])
	}
	q.states, w.sorted = w.sorted, q.states
}

// insertionSort sorts what is nearly in order.
func insertionSort(list []uint64) {
	for i := 1; i < len(list); i++ {
		x, k := list[i], i
		for ; k > 0 && list[k-1] > x; k-- {
			list[k] = list[k-1]
		}
		list[k] = x
	}
}

// A position holds the states at one place of the raw text, and knows from
// which cost on another would not be kept.
type position struct {
	states []walkState
	bound  int32 // states from this cost on are not kept
	least  int32
	counts [bins]uint16 // states below bound, by cost
	kept   int          // sum of counts up to top
	top    int
}

const (
	binWidth   = 32
	bins       = 80
	mostBudget = bins*binWidth - 1
)

func (q *position) open(budget int32) {
	budget = min(budget, mostBudget)
	q.states, q.bound, q.least, q.kept, q.top = q.states[:0], budget+1, budget, 0, int(budget)/binWidth
	clear(q.counts[:])
}

func (q *position) add(cost int32) {
	q.counts[cost/binWidth]++
	q.kept++
	if cost < q.least {
		q.least = cost
		q.lower(cost + beamWidth + 1)
	}
	for q.kept-int(q.counts[q.top]) >= perPosition {
		q.kept -= int(q.counts[q.top])
		q.top--
		q.bound = min(q.bound, int32(q.top+1)*binWidth)
	}
}

// move notes that a state has become cheaper.
func (q *position) move(from, to int32) {
	if int(from/binWidth) <= q.top {
		q.counts[from/binWidth]--
		q.kept--
	}
	q.add(to)
}

// lower brings the bound down to a cost.
func (q *position) lower(bound int32) {
	if bound = max(bound, 0); bound >= q.bound {
		return
	}
	q.bound = bound
	for top := int(bound-1) / binWidth; q.top > top; q.top-- {
		q.kept -= int(q.counts[q.top])
	}
}

// A placeTable finds the states of nodes at the positions ahead. It is small
// where a walk is, and holds no nodes but points at them, to stay in the cache.
type placeTable struct {
	slots []placeSlot
	stamp uint32
	used  int
}

type placeSlot struct {
	stamp uint32
	state uint32 // its index at its position, and the position
}

const leastPlaces = 1 << 9

func (t *placeTable) clear(size int) {
	if size > cap(t.slots) {
		t.slots = make([]placeSlot, size)
	}
	t.slots, t.used = t.slots[:size], 0
	if t.stamp++; t.stamp == 0 {
		clear(t.slots[:cap(t.slots)])
		t.stamp = 1
	}
}

// place returns the index of the state of a node at a position behind p, that of
// the next one where there is none.
func (w *Walker) place(p, to int, node lexicon.Node) int {
	if 2*w.places.used >= len(w.places.slots) {
		w.widenPlaces(p)
	}
	s := w.slot(to, node)
	if s.stamp != w.places.stamp {
		*s = placeSlot{w.places.stamp, uint32(len(w.at[to].states)<<positionBits | to)}
		w.places.used++
	}
	return int(s.state >> positionBits)
}

func (w *Walker) slot(to int, node lexicon.Node) *placeSlot {
	slots, mask := w.places.slots, uint64(len(w.places.slots)-1)
	key := node.Key()<<positionBits | uint64(to)
	for i := key * 0x9E3779B97F4A7C15 >> 40; ; i++ {
		s := &slots[i&mask]
		if s.stamp != w.places.stamp || int(s.state%(1<<positionBits)) == to && w.at[to].states[s.state>>positionBits].node == node {
			return s
		}
	}
}

// widenPlaces makes room for more states behind p.
func (w *Walker) widenPlaces(p int) {
	w.places.clear(2 * len(w.places.slots))
	for to := p + 1; to <= min(p+channel.MaxRunes, w.end); to++ {
		for i := range w.at[to].states {
			*w.slot(to, w.at[to].states[i].node) = placeSlot{w.places.stamp, uint32(i<<positionBits | to)}
			w.places.used++
		}
	}
}
