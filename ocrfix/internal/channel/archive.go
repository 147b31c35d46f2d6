package channel

import "slices"

// Each calls f with every row counted, in no particular order.
func (c *Counter) Each(f func(truth, raw string, n int)) {
	for k, counts := range c.rows {
		sum := 0
		for _, n := range counts {
			sum += n
		}
		f(k[0], k[1], sum)
	}
}

// With returns t with the rows of own, whose families count together, as one
// more family. Neither table is changed.
func (t *Table) With(family string, own *Table) *Table {
	out := &Table{Families: append(slices.Clone(t.Families), family)}
	n := len(t.Families)
	place := make(map[[2]string]int, len(t.Rows))
	for i, r := range t.Rows {
		counts := make([]int, n+1)
		copy(counts, r.Counts)
		out.Rows = append(out.Rows, Row{r.Truth, r.Raw, counts})
		place[[2]string{r.Truth, r.Raw}] = i
	}
	for i := range own.Rows {
		r := &own.Rows[i]
		at, ok := place[[2]string{r.Truth, r.Raw}]
		if !ok {
			at = len(out.Rows)
			out.Rows = append(out.Rows, Row{r.Truth, r.Raw, make([]int, n+1)})
		}
		out.Rows[at].Counts[n] += r.Total()
	}
	out.sort()
	return out
}

// AddWeighed is Add with a weight. It counts truths of more than one character
// only where longer has them, so that their rows and what comes through whole
// are of one measure.
func (c *Counter) AddWeighed(family, raw, truth string, weight int, longer map[string]bool) {
	if weight <= 0 {
		return
	}
	r, t := []rune(raw), []rune(truth)
	pairs := Align(r, t)
	for i, p := range pairs {
		if p.TruthEnd-p.TruthStart > MaxRunes || p.RawEnd-p.RawStart > MaxRunes {
			continue
		}
		a, b := string(t[p.TruthStart:p.TruthEnd]), string(r[p.RawStart:p.RawEnd])
		if p.TruthEnd-p.TruthStart <= 1 || longer[a] {
			c.Count(family, a, b, weight)
		}
		for n := 2; n <= MaxRunes; n++ {
			if whole := wholeRun(r, t, pairs, i, n); longer[whole] {
				c.Count(family, whole, whole, weight)
			}
		}
	}
}
