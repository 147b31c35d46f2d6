package channel

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// alignCosts is the least cost of writing a as b, by the plain recurrence
// over whole tables.
func alignCosts(a, b []rune) int {
	d := make([][]int, len(a)+1)
	for i := range d {
		d[i] = make([]int, len(b)+1)
		for j := range d[i] {
			switch {
			case i == 0:
				d[i][j] = alignEdit * j
			case j == 0:
				d[i][j] = alignEdit * i
			default:
				d[i][j] = min(d[i-1][j-1]+int(substitution(a[i-1], b[j-1], fold(a[i-1]), fold(b[j-1]))), d[i-1][j]+alignEdit, d[i][j-1]+alignEdit)
			}
		}
	}
	return d[len(a)][len(b)]
}

// checkPairs guards that the stretches cover both sides in order, equal ones
// one by one, and returns what they cost.
func checkPairs(raw, truth []rune, pairs []Pair) (int, error) {
	i, j, cost := 0, 0, 0
	for k, p := range pairs {
		if p.RawStart != i || p.TruthStart != j || p.RawEnd < i || p.TruthEnd < j || p.RawEnd+p.TruthEnd == i+j {
			return 0, fmt.Errorf("stretch %d is %+v, after %d and %d", k, p, i, j)
		}
		i, j = p.RawEnd, p.TruthEnd
		if i > len(raw) || j > len(truth) {
			return 0, fmt.Errorf("stretch %d is %+v, beyond %d and %d", k, p, len(raw), len(truth))
		}
		cost += alignCosts(raw[p.RawStart:p.RawEnd], truth[p.TruthStart:p.TruthEnd])
	}
	if i != len(raw) || j != len(truth) {
		return 0, fmt.Errorf("the stretches end at %d of %d and %d of %d", i, len(raw), j, len(truth))
	}
	return cost, nil
}

// TestAlignPlain compares Align with the plain recurrence on random strings:
// the same cost, and stretches that add up to it.
func TestAlignPlain(t *testing.T) {
	const seed = 21
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	letters := []rune("aAbBéi1l  .")
	draw := func(n int) []rune {
		s := make([]rune, n)
		for i := range s {
			s[i] = letters[random.IntN(len(letters))]
		}
		return s
	}
	for range 2000 {
		truth := draw(random.IntN(25))
		raw := draw(random.IntN(25))
		if random.IntN(3) > 0 { // a damaged copy
			raw = nil
			for _, r := range truth {
				switch random.IntN(8) {
				case 0:
				case 1:
					raw = append(raw, draw(1)...)
				case 2:
					raw = append(append(raw, r), draw(1)...)
				default:
					raw = append(raw, r)
				}
			}
		}
		cost, err := checkPairs(raw, truth, Align(raw, truth))
		if err != nil {
			t.Fatalf("%q for %q: %v", string(raw), string(truth), err)
		}
		if want := alignCosts(raw, truth); cost != want {
			t.Fatalf("%q for %q: the stretches cost %d, want %d", string(raw), string(truth), cost, want)
		}
	}
}

// TestAlignLong aligns texts far longer than the band, of which parts are lost
// and invented: all of both must still be covered.
func TestAlignLong(t *testing.T) {
	line := "the parties agree to keep the port open until winter "
	for name, c := range map[string][2]string{
		"equal":          {strings.Repeat(line, 60), strings.Repeat(line, 60)},
		"nothing read":   {"", strings.Repeat(line, 20)},
		"nothing true":   {strings.Repeat(line, 20), ""},
		"a part lost":    {strings.Repeat(line, 30), strings.Repeat(line, 60)},
		"a part twice":   {strings.Repeat(line, 60), strings.Repeat(line, 30)},
		"another script": {strings.Repeat("ж", 900), strings.Repeat(line, 30)},
	} {
		raw, truth := []rune(c[0]), []rune(c[1])
		cost, err := checkPairs(raw, truth, Align(raw, truth))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if name == "equal" && cost != 0 {
			t.Errorf("equal texts cost %d", cost)
		}
	}
}

// TestAlignStretches is the table of what becomes a confusion. A stretch is
// truth/raw; what came through whole is left out.
func TestAlignStretches(t *testing.T) {
	for _, c := range []struct{ truth, raw, want string }{
		{"digital", "d1g1tal", "i/1 i/1"},
		{"inter", "mter", "in/m"},
		{"modern", "modem", "rn/m"},
		{"of the", "ofthe", " /"},
		{"Port", "port", "P/p"},
		{"port", "po rt", "/ "},
		{"war. It", "war It", "./"},
		{"", "", ""},
		{"abc", "xyz", "a/x b/y c/z"},
	} {
		raw, truth := []rune(c.raw), []rune(c.truth)
		var got []string
		for _, p := range Align(raw, truth) {
			a, b := string(truth[p.TruthStart:p.TruthEnd]), string(raw[p.RawStart:p.RawEnd])
			if a != b {
				got = append(got, a+"/"+b)
			}
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%q read as %q: %q, want %q", c.truth, c.raw, s, c.want)
		}
	}
}
