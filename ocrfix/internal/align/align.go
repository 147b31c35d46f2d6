// Package align compares sequences of symbols exactly: edit distance, the
// counts of an optimal alignment, and the longest common subsequence.
//
// Symbols are int32, so that runes and word numbers serve alike. Everything
// runs bit-parallel, 64 rows a machine word: the distance after Myers (1999)
// and Hyyrö (2003) in blocks, of which only those stay active that a path of
// at most k edits can pass (Ukkonen 1985), with k doubled until it suffices;
// the subsequence after Hyyrö (2004). Alignments that would need too much
// memory are split in the middle after Hirschberg (1975). A text of a million
// characters with 2 % of errors takes about a second.
//
// Results are deterministic: of several optimal alignments always the same
// one is taken.
package align

import "slices"

// recordWords is how many machine words an alignment may record before it is
// split in two.
const recordWords = 4 << 20

const wordBits = 64

// Counts are what an optimal alignment of a with b consists of. Its distance
// is Subs + Dels + Ins.
type Counts struct {
	Hits, Subs int
	Dels, Ins  int // symbols only in a, only in b
}

// Distance returns the Levenshtein distance between a and b. The guess of it
// may be anything; one that is a little too high saves the most time.
func Distance(a, b []int32, guess int) int {
	_, a, b = trim(a, b)
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	g := newGrid(a, b)
	for k := max(wordBits, len(a)-len(b), len(b)-len(a), guess); ; k *= 2 {
		if d, ok := g.distance(k); ok {
			return d
		}
	}
}

// Align returns the counts of an optimal alignment. Where several are
// optimal, it prefers symbols of a alone to pairs, and pairs to symbols of b
// alone, seen from the end, as the scorers do that rest on RapidFuzz. The
// guess is that of [Distance].
func Align(a, b []int32, guess int) Counts {
	n, a, b := trim(a, b)
	c := alignTrimmed(a, b, Distance(a, b, guess))
	c.Hits += n
	return c
}

// trim cuts off what a and b have in common at both ends and returns its length.
func trim(a, b []int32) (int, []int32, []int32) {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	a, b = a[n:], b[n:]
	m := 0
	for m < len(a) && m < len(b) && a[len(a)-1-m] == b[len(b)-1-m] {
		m++
	}
	return n + m, a[:len(a)-m], b[:len(b)-m]
}

// alignTrimmed aligns a and b, whose distance is d.
func alignTrimmed(a, b []int32, d int) Counts {
	switch {
	case len(a) == 0:
		return Counts{Ins: len(b)}
	case len(b) == 0:
		return Counts{Dels: len(a)}
	}
	if words := 2 * len(b) * min(d/wordBits+3, blocks(len(a))); words <= recordWords || len(b) == 1 {
		return newGrid(a, b).trace(d)
	}
	mid := len(b) / 2
	i, left := splitPoint(a, b, mid, d)
	c := alignTrimmed(a[:i], b[:mid], left)
	r := alignTrimmed(a[i:], b[mid:], d-left)
	return Counts{c.Hits + r.Hits, c.Subs + r.Subs, c.Dels + r.Dels, c.Ins + r.Ins}
}

// splitPoint returns an i such that an optimal alignment of a with b, whose
// distance is d, aligns a[:i] with b[:mid], and the distance of these two.
func splitPoint(a, b []int32, mid, d int) (i, left int) {
	forward := newGrid(a, b).scores(mid, d)
	backward := newGrid(reversed(a), reversed(b)).scores(len(b)-mid, d)
	for i, f := range forward {
		if r := backward[len(a)-i]; f >= 0 && r >= 0 && f+r == d {
			return i, f
		}
	}
	panic("align: no path of the distance found")
}

func reversed(s []int32) []int32 {
	s = slices.Clone(s)
	slices.Reverse(s)
	return s
}

func blocks(n int) int { return (n + wordBits - 1) / wordBits }

// A profile tells for a symbol which of 64 rows of a sequence hold it.
type profile struct {
	blocks    int
	positions map[int32][]int32
	dense     map[int32][]uint64 // nil where it would be too large
}

func newProfile(a []int32) *profile {
	p := &profile{blocks: blocks(len(a)), positions: map[int32][]int32{}}
	for i, s := range a {
		p.positions[s] = append(p.positions[s], int32(i))
	}
	if len(p.positions)*p.blocks > recordWords {
		return p
	}
	p.dense = make(map[int32][]uint64, len(p.positions))
	for s, positions := range p.positions {
		row := make([]uint64, p.blocks)
		for _, i := range positions {
			row[i/wordBits] |= 1 << (i % wordBits)
		}
		p.dense[s] = row
	}
	return p
}

// A row gives the bits of one symbol, block after block.
type row struct {
	dense     []uint64
	positions []int32
}

// row returns the bits of s for blocks from first on.
func (p *profile) row(s int32, first int) row {
	if p.dense != nil {
		return row{dense: p.dense[s]}
	}
	positions := p.positions[s]
	i, _ := slices.BinarySearch(positions, int32(first*wordBits))
	return row{positions: positions[i:]}
}

// at returns the bits of block b; a call must not ask for a block before that
// of an earlier call.
func (r *row) at(b int) uint64 {
	if r.dense != nil {
		return r.dense[b]
	}
	var bits uint64
	n := 0
	for n < len(r.positions) && int(r.positions[n]) < (b+1)*wordBits {
		bits |= 1 << (r.positions[n] % wordBits)
		n++
	}
	r.positions = r.positions[n:]
	return bits
}

// A grid is the table of distances between the prefixes of a (rows) and those
// of b (columns), of which one column stands at a time: in each block of 64
// rows the signs of the differences down the column, and the value of its
// last row.
type grid struct {
	a, b    []int32
	profile *profile
	plus    []uint64
	minus   []uint64
	score   []int
}

func newGrid(a, b []int32) *grid {
	n := blocks(len(a))
	return &grid{a, b, newProfile(a), make([]uint64, n), make([]uint64, n), make([]int, n)}
}

// run computes the first columns of the grid, as far as paths of at most k
// edits go. After each it calls seen, if not nil, with the column's number,
// from 1, and the range of its active blocks. It returns the range of the
// last, which is empty when there is no such path.
func (g *grid) run(columns, k int, seen func(j, first, last int)) (first, last int) {
	n := len(g.score)
	rest := len(g.a) - len(g.b) // rows less columns that are left, but for the position
	last = -1
	for b := 0; b < n; b++ {
		if lo := b * wordBits; b > 0 && lo+1+abs(rest-(lo+1)) > k {
			break
		}
		g.open(b)
		g.score[b] = (b + 1) * wordBits
		last = b
	}
	for j := 1; j <= columns; j++ {
		eq := g.profile.row(g.b[j-1], first)
		if eq.dense == nil && g.profile.dense != nil {
			eq.dense = make([]uint64, n) // a symbol that a lacks
		}
		carry := 1
		for b := first; b <= last; b++ {
			carry = g.step(b, eq.at(b), carry)
			g.score[b] += carry
		}
		q := rest + j // the row from which only diagonal steps are left
		for last+1 < n {
			below := g.score[last] - 1 // at least, in the row below
			if below+abs(q-((last+1)*wordBits+1)) > k {
				break
			}
			above, in := g.score[last], carry
			last++
			g.open(last)
			carry = g.step(last, eq.at(last), in)
			g.score[last] = above - in + wordBits + carry
		}
		if seen != nil {
			seen(j, first, last)
		}
		for first <= last && g.least(last, q) > k {
			last--
		}
		for first <= last && g.least(first, q) > k {
			first++
		}
		if first > last {
			break
		}
	}
	return first, last
}

// open makes a block ready whose column to the left no path has entered.
func (g *grid) open(b int) { g.plus[b], g.minus[b] = ^uint64(0), 0 }

// least returns what a path through block b costs at least, on the whole. The
// row above the grid counts as part of the first block.
func (g *grid) least(b, q int) int {
	lo, hi := b*wordBits, (b+1)*wordBits
	return g.score[b] - hi + max(q, 2*lo-q)
}

// step moves block b on by one column: eq are the rows whose symbol is that
// of the column, in and the result the differences along the row above the
// block and along its last row.
func (g *grid) step(b int, eq uint64, in int) int {
	pv, mv := g.plus[b], g.minus[b]
	var inPlus, inMinus uint64
	if in > 0 {
		inPlus = 1
	} else if in < 0 {
		inMinus = 1
	}
	xv := eq | mv
	eq |= inMinus
	xh := (((eq & pv) + pv) ^ pv) | eq
	ph := mv | ^(xh | pv)
	mh := pv & xh
	out := int(ph>>63) - int(mh>>63)
	ph = ph<<1 | inPlus
	mh = mh<<1 | inMinus
	g.plus[b] = mh | ^(xv | ph)
	g.minus[b] = ph & xv
	return out
}

// distance returns the distance if it is at most k.
func (g *grid) distance(k int) (int, bool) {
	first, last := g.run(len(g.b), k, nil)
	if first > last || last < len(g.score)-1 {
		return 0, false
	}
	d := g.value(last, len(g.a))
	return d, d <= k
}

// value returns the value in row i, from 1, of block b.
func (g *grid) value(b, i int) int {
	v := g.score[b]
	for r := (b+1)*wordBits - 1; r >= i; r-- {
		bit := uint(r % wordBits)
		v += int(g.minus[b]>>bit&1) - int(g.plus[b]>>bit&1)
	}
	return v
}

// scores returns the values of all rows, from 0, after the given number of
// columns, and -1 for those that no path of at most k edits passes.
func (g *grid) scores(columns, k int) []int {
	out := make([]int, len(g.a)+1)
	for i := range out {
		out[i] = -1
	}
	first, last := g.run(columns, k, nil)
	if first == 0 {
		out[0] = columns
	}
	for b := first; b <= last; b++ {
		v := g.score[b]
		for r := (b+1)*wordBits - 1; r >= b*wordBits; r-- {
			if r < len(g.a) {
				out[r+1] = v
			}
			bit := uint(r % wordBits)
			v += int(g.minus[b]>>bit&1) - int(g.plus[b]>>bit&1)
		}
	}
	return out
}

// trace walks back through the grid, whose distance is d.
func (g *grid) trace(d int) Counts {
	type column struct{ first, last, at int }
	columns := make([]column, len(g.b)+1)
	columns[0] = column{0, -1, 0}
	var bits []uint64 // plus and minus of each active block
	g.run(len(g.b), d, func(j, first, last int) {
		columns[j] = column{first, last, len(bits)}
		for b := first; b <= last; b++ {
			bits = append(bits, g.plus[b], g.minus[b])
		}
	})
	// sign tells how the value in row i of column j differs from that above.
	sign := func(i, j int) int {
		c, b := columns[j], (i-1)/wordBits
		if b < c.first || b > c.last {
			return 1
		}
		bit := uint((i - 1) % wordBits)
		at := c.at + 2*(b-c.first)
		return int(bits[at]>>bit&1) - int(bits[at+1]>>bit&1)
	}
	var c Counts
	i, j := len(g.a), len(g.b)
	for i > 0 && j > 0 {
		switch {
		case sign(i, j) > 0:
			c.Dels++
			i--
		case sign(i, j-1) < 0:
			c.Ins++
			j--
		default:
			if g.a[i-1] == g.b[j-1] {
				c.Hits++
			} else {
				c.Subs++
			}
			i--
			j--
		}
	}
	c.Dels += i
	c.Ins += j
	return c
}

func abs(x int) int { return max(x, -x) }
