package channel

// A Pair is a stretch of the alignment: raw[RawStart:RawEnd] was written for
// truth[TruthStart:TruthEnd], in runes. Equal stretches are one rune long.
type Pair struct {
	RawStart, RawEnd     int
	TruthStart, TruthEnd int
}

// Alignment costs, in halves of an ordinary edit.
const (
	alignEdit  = 2
	alignCase  = 1 // a letter in the other case
	alignSpace = 3 // a space for a mark or a letter
)

// Align lays raw beside truth at least cost (Wagner and Fischer 1974) within
// a band about the diagonal, and returns the stretches in order. Adjacent
// edits are one stretch, but substitutions one by one are kept apart.
// Memory is len(raw) times the band, about a quarter of len(truth).
func Align(raw, truth []rune) []Pair {
	n, m := len(raw), len(truth)
	band := min(max(400, m/8, abs(n-m)+200), m) // no farther than truth goes
	width := 2*band + 1
	const inf = 1 << 29
	move := make([]uint8, (n+1)*width) // 0 none, 1 diagonal, 2 raw only, 3 truth only
	prev, cur := make([]int32, width), make([]int32, width)
	small := make([]rune, m) // truth in small letters
	for j, r := range truth {
		small[j] = fold(r)
	}
	center := func(i int) int {
		if n == 0 {
			return 0
		}
		return int(int64(i) * int64(m) / int64(n))
	}
	for i := 0; i <= n; i++ {
		base := center(i) - band
		shift := 0 // how much the band moved since the row before
		var r, lower rune
		if i > 0 {
			shift = base - (center(i-1) - band)
			r, lower = raw[i-1], fold(raw[i-1])
		}
		for k := range cur {
			j := base + k
			cur[k] = inf
			if j < 0 || j > m {
				continue
			}
			if i == 0 && j == 0 {
				cur[k] = 0
				continue
			}
			var how uint8
			best := int32(inf)
			if i > 0 && j > 0 {
				if p := k - 1 + shift; p >= 0 && p < width {
					if c := prev[p] + substitution(r, truth[j-1], lower, small[j-1]); c < best {
						best, how = c, 1
					}
				}
			}
			if i > 0 {
				if p := k + shift; p >= 0 && p < width {
					if c := prev[p] + alignEdit; c < best {
						best, how = c, 2
					}
				}
			}
			if k > 0 {
				if c := cur[k-1] + alignEdit; c < best {
					best, how = c, 3
				}
			}
			cur[k] = best
			move[i*width+k] = how
		}
		prev, cur = cur, prev
	}
	var steps []uint8
	for i, j := n, m; i > 0 || j > 0; {
		k := j - (center(i) - band)
		how := uint8(2)
		if k >= 0 && k < width {
			how = move[i*width+k]
		}
		if how == 0 || how != 3 && i == 0 {
			how = 3
		}
		if how != 2 && j == 0 {
			how = 2
		}
		steps = append(steps, how)
		if how != 3 {
			i--
		}
		if how != 2 {
			j--
		}
	}
	return gather(raw, truth, steps)
}

// substitution is the cost of b read as a, which fold to x and y.
func substitution(a, b, x, y rune) int32 {
	switch {
	case a == b:
		return 0
	case x == y:
		return alignCase
	case (a == ' ') != (b == ' '):
		return alignSpace
	}
	return alignEdit
}

// gather turns steps, last first, into stretches.
func gather(raw, truth []rune, steps []uint8) []Pair {
	var out []Pair
	i, j := 0, 0
	for s := len(steps) - 1; s >= 0; {
		if steps[s] == 1 && raw[i] == truth[j] {
			out = append(out, Pair{i, i + 1, j, j + 1})
			i, j, s = i+1, j+1, s-1
			continue
		}
		p := Pair{i, i, j, j}
		plain := true // substitutions only
		for s >= 0 && !(steps[s] == 1 && raw[i] == truth[j]) {
			plain = plain && steps[s] == 1
			if steps[s] != 3 {
				i++
			}
			if steps[s] != 2 {
				j++
			}
			s--
		}
		p.RawEnd, p.TruthEnd = i, j
		if plain {
			for k := 0; p.RawStart+k < p.RawEnd; k++ {
				out = append(out, Pair{p.RawStart + k, p.RawStart + k + 1, p.TruthStart + k, p.TruthStart + k + 1})
			}
			continue
		}
		out = append(out, p)
	}
	return out
}

func abs(x int) int {
	if x < 0 {
		return -x
	}
	return x
}
