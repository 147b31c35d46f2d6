package align

import (
	"math/rand/v2"
	"testing"
)

// slowDistance is the textbook table.
func slowDistance(a, b []int32) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j := range b {
			d := min(row[j], row[j+1]) + 1
			if a[i] == b[j] {
				d = min(d, diagonal)
			} else {
				d = min(d, diagonal+1)
			}
			diagonal, row[j+1] = row[j+1], d
		}
	}
	return row[len(b)]
}

// slowAlign walks back through the whole table with the preferences of Align.
func slowAlign(a, b []int32) (c Counts) {
	n, a, b := trim(a, b)
	c.Hits = n
	at := func(i, j int) int { return slowDistance(a[:i], b[:j]) }
	i, j := len(a), len(b)
	for i > 0 && j > 0 {
		switch d := at(i, j); {
		case at(i-1, j)+1 == d:
			c.Dels++
			i--
		case at(i, j-1) < at(i-1, j-1):
			c.Ins++
			j--
		default:
			if a[i-1] == b[j-1] {
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

func slowCommon(a, b []int32) int {
	row := make([]int, len(b)+1)
	for i := range a {
		diagonal := 0
		for j := range b {
			n := max(row[j], row[j+1])
			if a[i] == b[j] {
				n = max(n, diagonal+1)
			}
			diagonal, row[j+1] = row[j+1], n
		}
	}
	return row[len(b)]
}

// randomPair returns a sequence and a damaged copy of it, or another one.
func randomPair(r *rand.Rand, n, symbols int) (a, b []int32) {
	random := func(n int) []int32 {
		s := make([]int32, n)
		for i := range s {
			s[i] = r.Int32N(int32(symbols))
		}
		return s
	}
	a = random(n)
	if r.IntN(4) == 0 {
		return a, random(r.IntN(n + 1))
	}
	noise := r.IntN(40) + 1
	for _, s := range a {
		switch r.IntN(noise + 3) {
		case 0:
			b = append(b, s, r.Int32N(int32(symbols)))
		case 1:
			if r.IntN(8) == 0 {
				b = append(b, random(r.IntN(100))...)
			}
		case 2:
			b = append(b, r.Int32N(int32(symbols)))
		default:
			b = append(b, s)
		}
	}
	return a, b
}

// TestAgainstTables compares everything with the textbook tables; the seed is
// fixed, and a failure prints the sizes.
func TestAgainstTables(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for n := range 1200 {
		a, b := randomPair(r, r.IntN(n/3+2), 1+r.IntN(30))
		d := slowDistance(a, b)
		if got := Distance(a, b, r.IntN(d+9)); got != d {
			t.Fatalf("case %d (%d, %d symbols): distance %d, want %d", n, len(a), len(b), got, d)
		}
		c := Align(a, b, 0)
		if c.Subs+c.Dels+c.Ins != d || c.Hits+c.Subs+c.Dels != len(a) || c.Hits+c.Subs+c.Ins != len(b) {
			t.Fatalf("case %d: alignment %+v of %d with %d symbols, distance %d", n, c, len(a), len(b), d)
		}
		if len(a)+len(b) < 80 {
			if want := slowAlign(a, b); c != want {
				t.Fatalf("case %d: alignment %+v, want %+v", n, c, want)
			}
		}
		checkCommon(t, n, a, b)
		if len(a) > 1 && len(b) > 1 {
			mid := 1 + r.IntN(len(b)-1)
			i, left := splitPoint(a, b, mid, d)
			if slowDistance(a[:i], b[:mid]) != left || slowDistance(a[i:], b[mid:]) != d-left {
				t.Fatalf("case %d: split at %d, %d is not optimal", n, i, mid)
			}
			i = splitCommon(a, b, mid)
			if slowCommon(a[:i], b[:mid])+slowCommon(a[i:], b[mid:]) != slowCommon(a, b) {
				t.Fatalf("case %d: split of the subsequence at %d, %d is not optimal", n, i, mid)
			}
		}
	}
}

func checkCommon(t *testing.T, n int, a, b []int32) {
	t.Helper()
	count, last := 0, int32(-1)
	for i, j := range Common(a, b) {
		if j < 0 {
			continue
		}
		if j <= last || a[i] != b[j] {
			t.Fatalf("case %d: symbol %d matched with %d after %d", n, i, j, last)
		}
		last = j
		count++
	}
	if want := slowCommon(a, b); count != want {
		t.Fatalf("case %d: %d in common, want %d", n, count, want)
	}
}

func TestSparseProfile(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 50 {
		a, b := randomPair(r, 500, 100)
		g := newGrid(a, b)
		g.profile.dense = nil
		d := slowDistance(a, b)
		if got, ok := g.distance(d); !ok || got != d {
			t.Fatalf("distance %d, %v, want %d", got, ok, d)
		}
		if _, ok := newGrid(a, b).distance(d - 1); ok {
			t.Fatal("a path cheaper than the distance")
		}
	}
}

// TestAlignPrefersGaps guards the choice among optimal alignments.
func TestAlignPrefersGaps(t *testing.T) {
	if got, want := Align([]int32{1, 2, 3}, []int32{2, 1, 4}, 0), (Counts{Hits: 1, Subs: 0, Dels: 2, Ins: 2}); got == want {
		t.Fatalf("%+v has distance 4", got)
	}
	if got, want := Align([]int32{1, 2}, []int32{2, 1}, 0), (Counts{Hits: 1, Dels: 1, Ins: 1}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func benchmarkPair(n, symbols int) (a, b []int32) {
	r := rand.New(rand.NewPCG(5, 6))
	a = make([]int32, n)
	for i := range a {
		a[i] = r.Int32N(int32(symbols))
		switch r.IntN(50) {
		case 0:
			b = append(b, r.Int32N(int32(symbols)))
		default:
			b = append(b, a[i])
		}
	}
	return a, b
}

func BenchmarkDistanceMillion(b *testing.B) {
	x, y := benchmarkPair(1_000_000, 60)
	b.SetBytes(int64(len(x)))
	for b.Loop() {
		Distance(x, y, 0)
	}
}

func BenchmarkCommonWords(b *testing.B) {
	x, y := benchmarkPair(170_000, 2000)
	for b.Loop() {
		Common(x, y)
	}
}
