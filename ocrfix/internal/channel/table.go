// Package channel is the noisy channel: how likely a scanner writes one
// string for another. Its table is learned from aligned pairs of raw and true
// text, can be read and edited by a person, and is compiled for the decoder.
package channel

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// MaxRunes is the longest string of either side of a row, in characters.
const MaxRunes = 3

// A Row says how often, in each family of sources, Truth came out as Raw.
// Rows with Truth equal to Raw count what came through unharmed.
type Row struct {
	Truth, Raw string
	Counts     []int
}

// A Table is the channel as counts. Rows are sorted by Truth, then by Raw.
//
// A family is named for an engine, or for an engine and the language of what it
// read, with a space between them: one that expects French sees accents that
// others do not.
type Table struct {
	Families []string
	Rows     []Row

	once sync.Once
	laid *layout // made when first asked for
}

// Total is the sum of a row's counts.
func (r *Row) Total() int {
	n := 0
	for _, c := range r.Counts {
		n += c
	}
	return n
}

// Engine is the engine that a family is named for.
func Engine(family string) string {
	engine, _, _ := strings.Cut(family, " ")
	return engine
}

// Speaks says whether a family is of a language.
func (t *Table) Speaks(lang string) bool {
	return slices.ContainsFunc(t.Families, func(f string) bool { return f == Engine(f)+" "+lang })
}

// In returns the table for texts in a language, "" where that is unknown: the
// families of other languages count among those of their engines alone.
func (t *Table) In(lang string) *Table {
	out := &Table{Rows: make([]Row, len(t.Rows))}
	place := make([]int, len(t.Families))
	for f, name := range t.Families {
		if name != Engine(name)+" "+lang {
			name = Engine(name)
		}
		if place[f] = slices.Index(out.Families, name); place[f] < 0 {
			place[f] = len(out.Families)
			out.Families = append(out.Families, name)
		}
	}
	n := len(out.Families)
	counts := make([]int, n*len(t.Rows))
	for i, r := range t.Rows {
		sums := counts[i*n : (i+1)*n : (i+1)*n]
		for f, c := range r.Counts {
			sums[place[f]] += c
		}
		out.Rows[i] = Row{r.Truth, r.Raw, sums}
	}
	return out
}

// empty stands for the empty string in the file, space for a space.
const (
	emptySign = "∅"
	spaceSign = "␣"
)

func show(s string) string {
	if s == "" {
		return emptySign
	}
	return strings.ReplaceAll(s, " ", spaceSign)
}

func read(s string) string {
	if s == emptySign {
		return ""
	}
	return strings.ReplaceAll(s, spaceSign, " ")
}

func hasSign(s string) bool { return strings.Contains(s, emptySign) || strings.Contains(s, spaceSign) }

// Write prints the table: a head line, then truth, raw and a count a family,
// separated by tabs.
func (t *Table) Write(w io.Writer) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "truth\traw\t%s\n", strings.Join(t.Families, "\t"))
	for _, r := range t.Rows {
		fmt.Fprintf(b, "%s\t%s", show(r.Truth), show(r.Raw))
		for _, c := range r.Counts {
			fmt.Fprintf(b, "\t%d", c)
		}
		fmt.Fprintln(b)
	}
	return b.Flush()
}

const (
	usualRows    = 4000 // about how many rows a table has
	mostFamilies = 100  // and how many columns of counts at the most
)

// Parse reads what Write prints. Lines that begin with # and a space are
// comments. Errors name the line: columns that are missing, a side of more than
// MaxRunes characters, a count below 0 or above 2^31-1, a row that stands twice,
// more than a hundred families.
func Parse(r io.Reader) (*Table, error) {
	t := &Table{Rows: make([]Row, 0, usualRows)}
	in := bufio.NewScanner(r)
	lines := make([]int, 0, usualRows) // of the rows
	var seen map[[2]string]int         // the same by what they say, once they are out of order
	var cells []string
	var counts []int // of many rows
	for line := 1; in.Scan(); line++ {
		s := strings.TrimRight(in.Text(), "\r")
		if s == "" || strings.HasPrefix(s, "# ") {
			continue
		}
		cells = slices.AppendSeq(cells[:0], strings.SplitSeq(s, "\t"))
		if t.Families == nil {
			if len(cells) < 3 || cells[0] != "truth" || cells[1] != "raw" {
				return nil, fmt.Errorf("line %d: the head line must read truth, raw and the families, separated by tabs", line)
			}
			if len(cells)-2 > mostFamilies {
				return nil, fmt.Errorf("line %d: more than %d families", line, mostFamilies)
			}
			t.Families = slices.Clone(cells[2:])
			continue
		}
		if len(cells) != len(t.Families)+2 {
			return nil, fmt.Errorf("line %d: %d columns, the head line has %d", line, len(cells), len(t.Families)+2)
		}
		row := Row{Truth: read(cells[0]), Raw: read(cells[1])}
		if n := max(utf8.RuneCountInString(row.Truth), utf8.RuneCountInString(row.Raw)); n > MaxRunes || row.Truth == "" && row.Raw == "" {
			return nil, fmt.Errorf("line %d: a side has 1 to %d characters", line, MaxRunes)
		}
		if n := len(t.Rows); seen == nil && n > 0 && compareRows(t.Rows[n-1], row) >= 0 {
			seen = make(map[[2]string]int, usualRows)
			for i, r := range t.Rows {
				seen[[2]string{r.Truth, r.Raw}] = lines[i]
			}
		}
		if seen != nil {
			if at := seen[[2]string{row.Truth, row.Raw}]; at > 0 {
				return nil, fmt.Errorf("line %d: the same row stands on line %d", line, at)
			}
			seen[[2]string{row.Truth, row.Raw}] = line
		}
		if len(counts) < len(t.Families) {
			counts = make([]int, usualRows*len(t.Families))
		}
		row.Counts, counts = counts[:len(t.Families):len(t.Families)], counts[len(t.Families):]
		for i, c := range cells[2:] {
			n, err := strconv.ParseUint(c, 10, 31)
			if err != nil {
				return nil, fmt.Errorf("line %d: %q is no count", line, c)
			}
			row.Counts[i] = int(n)
		}
		t.Rows, lines = append(t.Rows, row), append(lines, line)
	}
	if t.Families == nil && in.Err() == nil {
		return nil, fmt.Errorf("the table is empty")
	}
	if seen != nil {
		t.sort()
	}
	return t, in.Err()
}

func (t *Table) sort() { slices.SortFunc(t.Rows, compareRows) }

func compareRows(a, b Row) int {
	return cmp.Or(strings.Compare(a.Truth, b.Truth), strings.Compare(a.Raw, b.Raw))
}

// A Counter gathers confusions. The zero value is ready.
type Counter struct {
	families []string
	rows     map[[2]string][]int
}

// Add aligns one raw text with its truth and counts under the family.
// White space should be collapsed in both.
func (c *Counter) Add(family, raw, truth string) {
	r, t := []rune(raw), []rune(truth)
	pairs := Align(r, t)
	for i, p := range pairs {
		a, b := string(t[p.TruthStart:p.TruthEnd]), string(r[p.RawStart:p.RawEnd])
		if p.TruthEnd-p.TruthStart > MaxRunes || p.RawEnd-p.RawStart > MaxRunes {
			continue // lost or invented text is no confusion
		}
		c.Count(family, a, b, 1)
		// What came through whole, two and three characters long, is the
		// measure for rows with longer truths.
		for n := 2; n <= MaxRunes; n++ {
			if whole := wholeRun(r, t, pairs, i, n); whole != "" {
				c.Count(family, whole, whole, 1)
			}
		}
	}
}

func wholeRun(r, t []rune, pairs []Pair, i, n int) string {
	if i+n > len(pairs) {
		return ""
	}
	for _, p := range pairs[i : i+n] {
		if p.RawEnd-p.RawStart != 1 || p.TruthEnd-p.TruthStart != 1 || r[p.RawStart] != t[p.TruthStart] {
			return ""
		}
	}
	return string(t[pairs[i].TruthStart:pairs[i+n-1].TruthEnd])
}

// Count adds n cases of truth coming out as raw. An apostrophe beside letters
// is counted as a straight one, as words are read; by itself it keeps its kind.
// The signs that stand for nothing and for a space in the file are not counted:
// as themselves they could not be read back.
func (c *Counter) Count(family, truth, raw string, n int) {
	if hasSign(truth) || hasSign(raw) {
		return
	}
	if lettersIn(truth) > 0 {
		truth, raw = strings.ReplaceAll(truth, "’", "'"), strings.ReplaceAll(raw, "’", "'")
	}
	if c.rows == nil {
		c.rows = make(map[[2]string][]int)
	}
	f := slices.Index(c.families, family)
	if f < 0 {
		f = len(c.families)
		c.families = append(c.families, family)
	}
	counts := c.rows[[2]string{truth, raw}]
	for len(counts) <= f {
		counts = append(counts, 0)
	}
	counts[f] += n
	c.rows[[2]string{truth, raw}] = counts
}

// Table returns the rows seen at least least times, and the unharmed
// counterpart of every truth among them. Two letters or more that were lost
// together are text that is missing, not signs that look like nothing: such
// rows are left out.
func (c *Counter) Table(least int) *Table {
	t := &Table{Families: slices.Clone(c.families)}
	needed := make(map[string]bool)
	for k, counts := range c.rows {
		sum := 0
		for _, n := range counts {
			sum += n
		}
		if k[0] != k[1] && sum >= least && !(k[1] == "" && lettersIn(k[0]) > 1) || k[0] == k[1] && len([]rune(k[0])) == 1 {
			needed[k[0]] = true
			if k[0] != k[1] {
				t.add(k, counts)
			}
		}
	}
	for truth := range needed {
		if counts := c.rows[[2]string{truth, truth}]; truth != "" && counts != nil {
			t.add([2]string{truth, truth}, counts)
		}
	}
	t.sort()
	return t
}

func lettersIn(s string) int {
	n := 0
	for _, r := range s {
		if letter(r) {
			n++
		}
	}
	return n
}

func (t *Table) add(k [2]string, counts []int) {
	row := Row{Truth: k[0], Raw: k[1], Counts: make([]int, len(t.Families))}
	copy(row.Counts, counts)
	t.Rows = append(t.Rows, row)
}

func fold(r rune) rune { return unicode.ToLower(r) }

func letter(r rune) bool { return unicode.IsLetter(r) }

// Mix returns how likely each family is to have made the confusions of a
// document, given as a table with one family: the weights of a mixture found
// by expectation maximisation, with prior confusions spread evenly beside.
func (t *Table) Mix(seen *Table, prior float64) []float64 { return t.MixFrom(seen, prior, nil) }

// MixFrom is Mix with the prior confusions spread by the weights of start,
// evenly where it is nil.
func (t *Table) MixFrom(seen *Table, prior float64, start []float64) []float64 {
	n := len(t.Families)
	if start == nil {
		start = make([]float64, n)
		for f := range start {
			start[f] = 1 / float64(n)
		}
	}
	weights := slices.Clone(start)
	l := t.layout()
	type likely struct {
		count float64
		p     []float64
	}
	var cases []likely
	for i := range seen.Rows {
		s := &seen.Rows[i]
		at, ok := l.at[[2]string{s.Truth, s.Raw}]
		if !ok || int(at) >= len(t.Rows) || s.Truth == s.Raw || s.Truth == "" {
			continue
		}
		c := likely{count: float64(s.Total()), p: make([]float64, n)}
		total := l.total(l.rows[at].truth, n)
		for f, count := range t.Rows[at].Counts {
			c.p[f] = (float64(count) + 0.01) / (total[f] + 100)
		}
		cases = append(cases, c)
	}
	for range 20 {
		next := make([]float64, n)
		sum := prior
		for f := range next {
			next[f] = prior * start[f]
		}
		for _, l := range cases {
			all := 0.0
			for f, p := range l.p {
				all += weights[f] * p
			}
			for f, p := range l.p {
				next[f] += l.count * weights[f] * p / all
			}
			sum += l.count
		}
		for f := range next {
			weights[f] = next[f] / sum
		}
	}
	return weights
}

// Longer lists the truths of more than one character, whose unharmed
// occurrences a document must count too.
func (t *Table) Longer() map[string]bool {
	out := make(map[string]bool)
	for i := range t.Rows {
		if len([]rune(t.Rows[i].Truth)) > 1 {
			out[t.Rows[i].Truth] = true
		}
	}
	return out
}
