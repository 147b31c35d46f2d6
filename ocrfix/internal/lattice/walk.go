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
	trace   int32
}

// Least is the cost in the cheapest case.
func (a *Arrival) Least() int32 { return min(a.Cost[0], a.Cost[1], a.Cost[2]) }

// limits of one walk.
const (
	perPosition = 64   // states kept at one raw position
	perOpening  = 200  // the same at the first few, where little tells them apart
	beamWidth   = 1200 // how far behind the best state of a position one may lie
	maxRawWord  = 40   // characters
)

type walkState struct {
	node    lexicon.Node
	cost    [3]int32
	least   int32
	trace   int32
	generic int8
	lost    int8 // truth characters since the last raw one
}

// A step is one move of a walk, kept to explain the result.
type step struct {
	prev  int32
	from  int16
	to    int16
	truth string
}

// A Walker reads words out of damaged characters: it walks the lexicon's
// automaton beside the raw text, at each step reading up to three raw
// characters as up to three true ones at the channel's cost. It keeps its
// scratch space between calls and serves one goroutine.
type Walker struct {
	lex     *lexicon.Lexicon
	ch      *channel.Model
	at      [maxRawWord + 1][]walkState
	steps   []step
	letters []string // spelling of each code
	seen    map[lexicon.Node]int32
	out     []Arrival
}

// NewWalker returns a walker over the lexicon and the channel.
func NewWalker(lex *lexicon.Lexicon, ch *channel.Model) *Walker {
	w := &Walker{lex: lex, ch: ch, letters: make([]string, lex.Codes()), seen: make(map[lexicon.Node]int32)}
	for c := 1; c < lex.Codes(); c++ {
		w.letters[c] = string(lex.Letter(byte(c)))
	}
	return w
}

// Walk returns the words that raw[from:] may begin with, within the budget,
// using at most generic steps that the table does not list. The slice is
// valid until the next call.
func (w *Walker) Walk(raw []rune, from int, budget int32, generic int) []Arrival {
	raw = raw[:min(len(raw), from+maxRawWord)]
	n := len(raw) - from
	for i := range n + 1 {
		w.at[i] = w.at[i][:0]
	}
	w.steps = w.steps[:0]
	w.out = w.out[:0]
	w.at[0] = append(w.at[0], walkState{node: w.lex.Root(), trace: -1})
	for p := 0; p <= n; p++ {
		w.prune(p)
		best := int32(0)
		if len(w.at[p]) > 0 {
			best = w.at[p][0].least
		}
		limit := min(budget, best+beamWidth)
		// The list grows while it is read: lost characters stay at p.
		for k := 0; k < len(w.at[p]); k++ {
			s := w.at[p][k]
			if id := s.node.Word(); id != lexicon.NoWord && p > 0 {
				w.out = append(w.out, Arrival{Word: id, To: from + p, Cost: s.cost, Generic: int(s.generic), trace: s.trace})
			}
			first := s.trace < 0
			if s.lost == 0 {
				for i := range w.ch.Deleted() {
					e := &w.ch.Deleted()[i]
					if s.least+min(e.Lower, e.Upper) > limit {
						break
					}
					w.take(p, p, from, &s, e, first, 0, limit)
				}
			}
			if p == n {
				continue
			}
			if b := w.ch.Bucket(raw[from+p]); b != nil {
				for i := range b.One {
					e := &b.One[i]
					if s.least+min(e.Lower, e.Upper) > limit {
						break
					}
					w.take(p, p+1, from, &s, e, first, 0, limit)
				}
				for j := range b.More {
					l := &b.More[j]
					to := p + 1 + len(l.Rest)
					if to > n || !slices.Equal(l.Rest, raw[from+p+1:from+to]) {
						continue
					}
					for i := range l.Entries {
						e := &l.Entries[i]
						if s.least+min(e.Lower, e.Upper) > limit {
							break
						}
						w.take(p, to, from, &s, e, first, 0, limit)
					}
				}
			}
			if int(s.generic) < generic {
				w.generic(p, from, n, &s, limit)
			}
		}
	}
	return w.out
}

// take follows the truth of an entry from state s.
func (w *Walker) take(p, to, from int, s *walkState, e *channel.Entry, first bool, generic int8, limit int32) {
	node := s.node
	for _, r := range e.Truth {
		c := w.lex.Code(r)
		if c == 0 {
			return
		}
		var ok bool
		if node, ok = w.lex.Step(node, c); !ok {
			return
		}
	}
	title := e.Lower
	if first {
		title = e.Title
		if e.Truth == "" {
			title = min(e.Lower, e.Upper)
		}
	}
	w.push(p, to, from, s, node, e.Lower, title, e.Upper, e.Truth, generic, limit)
}

func (w *Walker) push(p, to, from int, s *walkState, node lexicon.Node, lower, title, upper int32, truth string, generic int8, limit int32) {
	t := walkState{
		node:    node,
		cost:    [3]int32{s.cost[0] + lower, s.cost[1] + title, s.cost[2] + upper},
		generic: s.generic + generic,
	}
	t.least = min(t.cost[0], t.cost[1], t.cost[2])
	if t.least > limit {
		return
	}
	if to == p {
		t.lost = s.lost + 1
	}
	w.steps = append(w.steps, step{s.trace, int16(from + p), int16(from + to), truth})
	t.trace = int32(len(w.steps) - 1)
	w.at[to] = append(w.at[to], t)
}

// generic makes the moves that the table does not list: any letter for the
// raw character, the raw character invented, any letter lost.
func (w *Walker) generic(p, from, n int, s *walkState, limit int32) {
	sub, del, ins := w.ch.Substitution, w.ch.Deletion, w.ch.Insertion
	if s.least+ins <= limit {
		w.push(p, p+1, from, s, s.node, ins, ins, ins, "", 1, limit)
	}
	if s.least+sub <= limit {
		w.lex.Edges(s.node, func(c byte, next lexicon.Node) {
			w.push(p, p+1, from, s, next, sub, sub, sub, w.letters[c], 1, limit)
		})
	}
	if s.lost == 0 && s.least+del <= limit {
		w.lex.Edges(s.node, func(c byte, next lexicon.Node) {
			w.push(p, p, from, s, next, del, del, del, w.letters[c], 1, limit)
		})
	}
}

// prune sorts the states at p by cost, drops all but the cheapest of each
// node, and keeps the best.
func (w *Walker) prune(p int) {
	list := w.at[p]
	if len(list) < 2 {
		return
	}
	slices.SortFunc(list, func(a, b walkState) int {
		return cmp.Or(cmp.Compare(a.least, b.least), cmp.Compare(a.trace, b.trace))
	})
	clear(w.seen)
	kept, most := list[:0], perPosition
	if p <= 3 {
		most = perOpening
	}
	for _, s := range list {
		if i, ok := w.seen[s.node]; ok {
			for c := range 3 {
				kept[i].cost[c] = min(kept[i].cost[c], s.cost[c])
			}
			continue
		}
		if len(kept) == most {
			break
		}
		w.seen[s.node] = int32(len(kept))
		kept = append(kept, s)
	}
	w.at[p] = kept
}

// Explain returns the moves of an arrival of the last walk, in order.
func (w *Walker) Explain(a *Arrival) []Move {
	var moves []Move
	for t := a.trace; t >= 0; t = w.steps[t].prev {
		s := &w.steps[t]
		moves = append(moves, Move{int(s.from), int(s.to), s.truth})
	}
	slices.Reverse(moves)
	return moves
}

// A Move says that raw[From:To] was read as Truth.
type Move struct {
	From, To int
	Truth    string
}
