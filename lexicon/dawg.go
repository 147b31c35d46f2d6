package lexicon

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// A dawg is the minimal acyclic automaton of the folded words, numbered so
// that a walk adds up the word's place in sorted order (Lucchesi and
// Kowaltowski 1993; built as Daciuk et al. 2000 describe for sorted input).
//
// It is a run of 8-byte edges; the edges of a node lie together, sorted by
// label. Bits of an edge: 0-7 label (a code of the alphabet), 8 last edge of
// its node, 9 the target ends a word, 10-36 index of the target's first edge
// (0: none), 37-63 how many of the words that end at or below its node sort
// before those through this edge.
type dawg struct {
	edges string
	root  uint32
	fan   []Node // of the root, by label; nil where it is not kept
}

// A Node is a place in a walk through the words of a lexicon.
type Node struct {
	first uint32 // index of its first edge, 0 when it has none
	index uint32 // words that sort before those below this node
	end   uint32 // and with those
	word  bool
}

type edge uint64

func (e edge) label() byte    { return byte(e) }
func (e edge) last() bool     { return e&(1<<8) != 0 }
func (e edge) final() bool    { return e&(1<<9) != 0 }
func (e edge) target() uint32 { return uint32(e>>10) & (1<<27 - 1) }
func (e edge) skip() uint32   { return uint32(e >> 37) }

func (d *dawg) edge(i uint32) edge {
	s := d.edges[8*i : 8*i+8]
	return edge(uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56)
}

// step follows the edge with the label.
func (d *dawg) step(n Node, label byte) (Node, bool) {
	if n.first == d.root && d.fan != nil {
		to := d.fan[label]
		return to, to != Node{}
	}
	if n.first == 0 {
		return Node{}, false
	}
	for i := n.first; ; i++ {
		e := d.edge(i)
		if l := e.label(); l >= label {
			if l > label {
				return Node{}, false
			}
			return n.through(e, d.end(n, i, e)), true
		}
		if e.last() {
			return Node{}, false
		}
	}
}

// end is the number of the first word that sorts after those through edge e, the
// one with index i, of node n.
func (d *dawg) end(n Node, i uint32, e edge) uint32 {
	if e.last() {
		return n.end
	}
	return n.index + d.edge(i+1).skip()
}

func (n Node) through(e edge, end uint32) Node {
	return Node{first: e.target(), index: n.index + e.skip(), end: end, word: e.final()}
}

// check returns the number of words that the automaton holds, or the first
// edge that breaks its rules; labels must be below codes.
func (d *dawg) check(codes int) (words uint64, err error) {
	n := uint32(len(d.edges) / 8)
	if d.root == 0 {
		return 0, nil
	}
	starts := func(i uint32) bool { return i == 1 || d.edge(i-1).last() }
	if !starts(d.root) {
		return 0, errors.New("the root is no node")
	}
	if d.edge(d.root).skip() != 0 {
		return 0, errors.New("the root is a word")
	}
	// Edges lead onwards, so that one pass from the end meets every target
	// before what leads to it. counts[i], where a node begins at i, is how
	// many words end at it or below.
	counts := make([]uint64, n)
	for end := n; end > 1; { // edges [first, end) are a node
		first := end - 1
		if !d.edge(first).last() {
			return 0, errors.New("the last node does not end")
		}
		for !starts(first) {
			first--
		}
		count := uint64(d.edge(first).skip()) // 1 where the node ends a word
		if count > 1 {
			return 0, fmt.Errorf("edge %d: wrong number", first)
		}
		for i := first; i < end; i++ {
			e := d.edge(i)
			t := e.target()
			switch {
			case e.label() == 0 || int(e.label()) >= codes || i > first && e.label() <= d.edge(i-1).label():
				return 0, fmt.Errorf("edge %d: label %d", i, e.label())
			case uint64(e.skip()) != count:
				return 0, fmt.Errorf("edge %d: wrong number", i)
			case t == 0 && !e.final():
				return 0, fmt.Errorf("edge %d leads nowhere", i)
			case t == 0:
				count++
				continue
			case t <= i || t >= n || !starts(t):
				return 0, fmt.Errorf("edge %d leads to %d, where no node begins", i, t)
			case e.final() != (d.edge(t).skip() == 1):
				return 0, fmt.Errorf("edge %d: the end of a word", i)
			}
			if count += counts[t]; count >= mostWords {
				return 0, errors.New("too many words")
			}
		}
		counts[first] = count
		end = first
	}
	return counts[d.root], nil
}

// mostWords bounds the words of a file: their numbers have 27 bits.
const mostWords = 1 << 27

// buildNode is a state under construction.
type buildNode struct {
	id       uint32 // from 1, once frozen
	final    bool
	labels   []byte
	children []*buildNode
	words    uint32 // words at or below, once frozen
	place    uint32 // index of the first edge, once laid out
	visited  bool   // while laying out
}

// buildDawg makes the automaton of the code strings, which must be sorted and
// without doubles; an empty, equal or unsorted key is refused by its index.
func buildDawg(words []string) (dawg, error) {
	register := make(map[string]*buildNode)
	root := &buildNode{}
	path := []*buildNode{root}
	key := make([]byte, 0, 256)
	// freeze returns the node that stands for all with the same words below.
	freeze := func(n *buildNode) *buildNode {
		key = key[:0]
		if n.final {
			key = append(key, 1)
		} else {
			key = append(key, 0)
		}
		for i, c := range n.children {
			key = append(key, n.labels[i])
			key = binary.LittleEndian.AppendUint32(key, c.id)
		}
		if old := register[string(key)]; old != nil {
			return old
		}
		if n.final {
			n.words = 1
		}
		for _, c := range n.children {
			n.words += c.words
		}
		n.id = uint32(len(register) + 1)
		register[string(key)] = n
		return n
	}
	prev := ""
	// shrink freezes what lies deeper than to letters on the path.
	shrink := func(to int) {
		for len(path)-1 > to {
			last := path[len(path)-1]
			path = path[:len(path)-1]
			parent := path[len(path)-1]
			parent.children[len(parent.children)-1] = freeze(last)
		}
	}
	for i, w := range words {
		if i > 0 && w <= prev || w == "" {
			return dawg{}, fmt.Errorf("word %d (%q) is empty, doubled or out of order", i, w)
		}
		common := 0
		for common < len(w) && common < len(prev) && w[common] == prev[common] {
			common++
		}
		shrink(common)
		for _, c := range []byte(w[common:]) {
			n := &buildNode{}
			parent := path[len(path)-1]
			parent.labels = append(parent.labels, c)
			parent.children = append(parent.children, n)
			path = append(path, n)
		}
		path[len(path)-1].final = true
		prev = w
	}
	shrink(0)
	root.words = 0
	for _, c := range root.children {
		root.words += c.words
	}

	// Lay the nodes out so that every edge leads onwards: Check can then rule
	// out circles in one pass.
	var order []*buildNode
	var visit func(n *buildNode)
	visit = func(n *buildNode) {
		n.visited = true
		for i := len(n.children) - 1; i >= 0; i-- {
			if c := n.children[i]; !c.visited {
				visit(c)
			}
		}
		order = append(order, n)
	}
	visit(root)
	slices.Reverse(order)
	next := uint32(1) // edge 0 is unused: 0 means "no edges"
	for _, n := range order {
		if len(n.children) > 0 {
			n.place = next
			next += uint32(len(n.children))
		}
	}
	if next >= mostWords || root.words >= mostWords {
		return dawg{}, errors.New("too many words for the format")
	}
	out := make([]byte, 8, 8*next)
	for _, n := range order {
		skip := uint32(0)
		if n.final {
			skip = 1
		}
		for i, c := range n.children {
			e := uint64(n.labels[i]) | uint64(c.place)<<10 | uint64(skip)<<37
			if i == len(n.children)-1 {
				e |= 1 << 8
			}
			if c.final {
				e |= 1 << 9
			}
			out = binary.LittleEndian.AppendUint64(out, e)
			skip += c.words
		}
	}
	return dawg{edges: string(out), root: root.place}, nil
}
