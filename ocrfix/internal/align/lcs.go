package align

import "math/bits"

// Common returns, for each symbol of a, the index of the symbol of b that it
// is matched with in a longest common subsequence, or -1.
func Common(a, b []int32) []int32 {
	match := make([]int32, len(a))
	common(a, b, match, 0)
	return match
}

// common fills match for a against b, which begins at offset of the whole.
func common(a, b []int32, match []int32, offset int) {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		match[n] = int32(offset + n)
		n++
	}
	a, b, match, offset = a[n:], b[n:], match[n:], offset+n
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		match[len(a)-1] = int32(offset + len(b) - 1)
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	match = match[:len(a)]
	switch {
	case len(a) == 0 || len(b) == 0:
		for i := range match {
			match[i] = -1
		}
	case len(b)*blocks(len(a)) <= recordWords || len(b) == 1:
		traceCommon(a, b, match, offset)
	default:
		mid := len(b) / 2
		i := splitCommon(a, b, mid)
		common(a[:i], b[:mid], match[:i], offset)
		common(a[i:], b[mid:], match[i:], offset+mid)
	}
}

// splitCommon returns the least i such that a longest common subsequence of a
// and b is made of those of a[:i] with b[:mid] and of a[i:] with b[mid:].
func splitCommon(a, b []int32, mid int) int {
	forward := commonLengths(a, b[:mid])
	backward := commonLengths(reversed(a), reversed(b[mid:]))
	best, at := -1, 0
	for i, f := range forward {
		if n := f + backward[len(a)-i]; n > best {
			best, at = n, i
		}
	}
	return at
}

// commonLengths returns for each i the length of the longest common
// subsequence of a[:i] and b.
func commonLengths(a, b []int32) []int {
	var last []uint64
	runCommon(a, b, func(_ int, v []uint64) { last = v })
	out := make([]int, len(a)+1)
	for i := range a {
		out[i+1] = out[i]
		if last != nil && last[i/wordBits]>>(i%wordBits)&1 == 0 {
			out[i+1]++
		}
	}
	return out
}

// runCommon goes through the columns of the table of lengths. A bit of v is 0
// in the rows where the length is one more than in the row above. v is
// overwritten by the next column.
func runCommon(a, b []int32, seen func(j int, v []uint64)) {
	p := newProfile(a)
	v := make([]uint64, p.blocks)
	for i := range v {
		v[i] = ^uint64(0)
	}
	for j, s := range b {
		if len(p.positions[s]) > 0 {
			eq := p.row(s, 0)
			var carry uint64
			for i := range v {
				u := v[i] & eq.at(i)
				sum, c := bits.Add64(v[i], u, carry)
				v[i], carry = sum|v[i]&^u, c
			}
		}
		seen(j, v)
	}
}

// traceCommon fills match by walking back through the recorded columns.
func traceCommon(a, b []int32, match []int32, offset int) {
	n := blocks(len(a))
	columns := make([]uint64, 0, n*len(b))
	runCommon(a, b, func(_ int, v []uint64) { columns = append(columns, v...) })
	grows := func(i, j int) bool { return columns[j*n+i/wordBits]>>(i%wordBits)&1 == 0 }
	for i := range match {
		match[i] = -1
	}
	for i, j := len(a)-1, len(b)-1; i >= 0 && j >= 0; {
		switch {
		case !grows(i, j):
			i--
		case j > 0 && grows(i, j-1):
			j--
		default:
			match[i] = int32(offset + j)
			i--
			j--
		}
	}
}
