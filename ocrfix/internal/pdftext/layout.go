package pdftext

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Distances that make lines and columns, in ems.
const (
	segmentGap = 1.0 // a wider gap parts two segments of a line
	gutter     = 0.8 // columns are parted by at least so much white space
)

// The same in usual word gaps of the page, which count where they are more: a
// typewriter's spaces are as wide as a book's gutter.
const (
	segmentGaps = 1.8
	gutterGaps  = 1.6
)

// What makes text on both sides of white space columns, and not a table or a
// list with its labels: enough lines, long enough, and mostly full.
const (
	columnLines = 3
	columnRunes = 12
	columnFull  = 0.55 // median length of its lines / the longest
	columnWhole = 0.85 // a line as long as this / the longest fills its column
	columnShare = 0.5  // part of the shorter column beside the other
	// So few lines, each beside one of the other side, are a few lines with a
	// hole rather than columns.
	columnAligned = 6
	columnFlush   = 0.5 // part of the right column's lines that begin about its edge
	columnSharp   = 0.7 // the same, exactly at it, of columns beyond doubt
	columnPitch   = 1.3 // a line nearer than so many usual distances goes on with the one above
)

// layOut puts the words of a page in reading order: frame by frame, columns
// before rows.
func layOut(frames []*frame) []Line {
	var lines []Line
	for _, f := range frames {
		if len(f.words) == 0 {
			continue
		}
		gap := usualGap(f.words)
		segs := segments(f.words, gap, flushEdges(f.words))
		l := layouter{em: medianEm(segs), gap: gap}
		l.region(segs, 0)
		lines = append(lines, l.lines(f)...)
	}
	return lines
}

// A segment is a run of words on one line without a wide gap.
type segment struct {
	words  []word
	u0, u1 float64
	v, end float64 // baseline at its beginning and at its end
	em     float64
	runes  int
}

func newSegment(w word) segment {
	return segment{words: []word{w}, u0: w.u0, u1: w.u1, v: w.v, end: w.v1, em: w.em, runes: utf8.RuneCountInString(w.text)}
}

func (s *segment) append(t segment) {
	s.words = append(s.words, t.words...)
	s.u0, s.u1 = min(s.u0, t.u0), max(s.u1, t.u1)
	s.end, s.em = t.end, max(s.em, t.em)
	s.runes += t.runes + 1
}

// segments chains words in the order of the content, which for nearly every
// writer goes along the lines. A line of a crooked scan is followed word by
// word, so its slope does no harm.
func segments(words []word, gap float64, edges map[int]bool) []segment {
	segs := make([]segment, 0, len(words)/6+1)
	start := 0
	for i := range words {
		if i > start && (!follows(words[i-1], words[i], gap) || wide(words[i-1], words[i]) && edges[edgeOf(words[i])]) {
			segs = append(segs, chain(words[start:i]))
			start = i
		}
	}
	return append(segs, chain(words[start:]))
}

func chain(words []word) segment {
	s := newSegment(words[0])
	s.words = words
	for _, w := range words[1:] {
		s.u0, s.u1 = min(s.u0, w.u0), max(s.u1, w.u1)
		s.end, s.em = w.v1, max(s.em, w.em)
		s.runes += utf8.RuneCountInString(w.text) + 1
	}
	return s
}

func follows(a, b word, usual float64) bool {
	em := max(a.em, b.em)
	gap := b.u0 - a.u1
	rise := math.Abs(b.v - a.v1)
	if gap < -wordGap*em {
		// Recognised words are at times wider than printed.
		return b.u0 > a.u0 && rise < scriptRise*em
	}
	return rise < drift(a.em, b.em) && gap < max(segmentGap*em, segmentGaps*usual)
}

// wide reports whether the gap between two words could be a gutter.
func wide(a, b word) bool { return b.u0-a.u1 > gutter*max(a.em, b.em) }

func edgeOf(w word) int { return int(math.Round(w.u0)) }

// flushEdges returns the places, in whole points, where many words begin
// behind a wide gap. There a column may begin that the writer did not finish
// its neighbour before, going across the page line by line; and its gutter
// may be narrower than the gaps of justified words.
func flushEdges(words []word) map[int]bool {
	count := map[int]int{}
	for i := 1; i < len(words); i++ {
		if a, b := words[i-1], words[i]; wide(a, b) && math.Abs(b.v-a.v1) < lineDrift*b.em {
			count[edgeOf(b)]++
		}
	}
	edges := map[int]bool{}
	for e, n := range count {
		if n+max(count[e-1], count[e+1]) >= columnAligned {
			edges[e] = true
		}
	}
	return edges
}

// usualGap returns the median gap between words that follow each other.
func usualGap(words []word) float64 {
	var gaps []float64
	for i := 1; i < len(words); i++ {
		a, b := words[i-1], words[i]
		em := max(a.em, b.em)
		if gap := b.u0 - a.u1; gap > 0 && gap < 4*em && math.Abs(b.v-a.v1) < lineDrift*em {
			gaps = append(gaps, gap)
		}
	}
	return middle(gaps)
}

func medianEm(segs []segment) float64 {
	return median(segs, func(s segment) float64 { return s.em })
}

func median(segs []segment, of func(segment) float64) float64 {
	v := make([]float64, len(segs))
	for i, s := range segs {
		v[i] = of(s)
	}
	return middle(v)
}

// middle sorts the values and returns their median, 0 where there are none.
func middle(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[len(v)/2]
}

// A layouter cuts a page into regions of one column each.
type layouter struct {
	em   float64   // the usual size of the text
	gap  float64   // the usual gap between words
	rows []segment // the result: whole lines in reading order

	within bool // one side of a cut is being looked at
	reads  int  // segments that were read to judge cuts
}

// maxSegments is how many segments a region may have for columns to be looked
// for, whose search is quadratic.
const maxSegments = 2000

// maxWithin is the same for the columns of one side of a cut, whose search is
// made for many cuts.
const maxWithin = 300

// maxReads is how many segments are read to judge the cuts of a page; a printed
// page takes a few thousand. When they are used up there are no more columns,
// so that words strewn about a page take no longer than print.
const maxReads = 200_000

// region reads one region: what is above a pair of columns, the left one, the
// right one, what is below; or, without columns, its rows.
func (l *layouter) region(segs []segment, depth int) {
	if len(segs) == 0 {
		return
	}
	slices.SortStableFunc(segs, func(a, b segment) int {
		return cmp.Or(cmp.Compare(a.v, b.v), cmp.Compare(a.u0, b.u0))
	})
	if depth < 16 && len(segs) >= 2*columnLines && len(segs) <= maxSegments {
		if c, ok := l.columns(segs); ok {
			var left, right []segment
			for _, s := range segs[c.from:c.to] {
				if s.u0 < c.u {
					left = append(left, s)
				} else {
					right = append(right, s)
				}
			}
			above, below := slices.Clone(segs[:c.from]), slices.Clone(segs[c.to:])
			l.region(above, depth+1)
			l.region(left, depth+1)
			l.region(right, depth+1)
			l.region(below, depth+1)
			return
		}
	}
	l.rows = append(l.rows, rows(segs)...)
}

// A cut parts segs[from:to] at u into two columns.
type cut struct {
	u        float64
	from, to int
	lines    int
	width    float64
}

// columns finds the best cut: the one with most lines, then the widest.
func (l *layouter) columns(segs []segment) (best cut, ok bool) {
	edges := make([]float64, 0, len(segs))
	for _, s := range segs {
		edges = append(edges, math.Round(s.u0*2)/2)
	}
	slices.Sort(edges)
	edges = slices.Compact(edges)
	for _, u := range edges[1:] {
		// Between segments that cross u lie runs that do not.
		from := 0
		for i := 0; i <= len(segs); i++ {
			if i < len(segs) && !(segs[i].u0 < u-1 && segs[i].u1 > u-0.5) {
				continue
			}
			if i-from >= 2*columnLines {
				if c, found := l.judge(segs, from, i, u-1); found &&
					(!ok || c.lines > best.lines || c.lines == best.lines && c.width > best.width+1) {
					best, ok = c, true
				}
			}
			from = i + 1
		}
	}
	return best, ok
}

// judge decides whether segs[from:to], none of which crosses u, are two
// columns.
func (l *layouter) judge(segs []segment, from, to int, u float64) (cut, bool) {
	var left, right side
	for i := range segs[from:to] {
		s := &segs[from+i]
		if s.u0 < u {
			left.add(s)
		} else {
			right.add(s)
		}
	}
	width := right.u0 - left.u1
	shared := min(left.bottom, right.bottom) - max(left.top, right.top)
	shorter := min(left.bottom-left.top, right.bottom-right.top)
	if left.lines < columnLines || right.lines < columnLines || width < gutter*l.em || shared < columnShare*shorter {
		return cut{}, false
	}
	if l.reads += 2 * (to - from); l.reads > maxReads {
		return cut{}, false
	}
	left.read(segs[from:to], func(s segment) bool { return s.u0 < u })
	right.read(segs[from:to], func(s segment) bool { return s.u0 >= u })
	least := gutter * l.em
	if !right.sharp() {
		least = max(least, gutterGaps*l.gap)
	}
	if width < least {
		return cut{}, false
	}
	if !left.prose() && !l.inColumns(left.segs) || !(right.prose() && right.flush()) && !l.inColumns(right.segs) {
		return cut{}, false
	}
	if right.lines < columnAligned && right.beside(&left) {
		return cut{}, false
	}
	// A line or two above both columns, but beside neither, belong before
	// them, unless they begin a column that is the taller.
	top := max(left.top, right.top) - 0.5*l.em
	for n := 0; n < 2 && from < to && segs[from].v < top; n++ {
		own := &left
		if segs[from].u0 >= u {
			own = &right
		}
		if own.begins(&segs[from]) {
			break
		}
		if left.top < top-4*l.em || right.top < top-4*l.em || n == 0 {
			from++
		}
	}
	return cut{u: u, from: from, to: to, lines: left.lines + right.lines, width: width}, true
}

// inColumns reports whether one side of a cut is columns in its turn, which need
// not be level: the rows of such a side are no prose.
func (l *layouter) inColumns(side []segment) bool {
	if l.within || len(side) < 2*columnAligned || len(side) > maxWithin {
		return false
	}
	l.within = true
	_, ok := l.columns(side)
	l.within = false
	return ok
}

// A side is the text on one side of a cut.
type side struct {
	n, lines    int
	segs        []segment // from top to bottom, after read
	rows        []segment // its lines, after read
	u0, u1      float64
	top, bottom float64
}

// add measures one more segment.
func (s *side) add(g *segment) {
	if s.n == 0 {
		s.u0, s.u1, s.top = g.u0, g.u1, g.v
	}
	if s.n == 0 || g.v-s.bottom > lineDrift*g.em {
		s.lines++
	}
	s.n++
	s.bottom = g.v
	s.u0, s.u1 = min(s.u0, g.u0), max(s.u1, g.u1)
}

// read finds the lines of the segments that belong to the side.
func (s *side) read(segs []segment, mine func(segment) bool) {
	own := make([]segment, 0, s.n)
	for _, g := range segs {
		if mine(g) {
			own = append(own, g)
		}
	}
	s.segs, s.rows = own, rows(own)
}

// prose reports whether the side reads like running text: most of its lines
// are long or, in a long column, enough of them reach from edge to edge while
// the others are verse, code or a list.
func (s *side) prose() bool {
	runes := median(s.rows, func(g segment) float64 { return float64(g.runes) })
	if runes < columnRunes {
		return false
	}
	width := s.u1 - s.u0
	if median(s.rows, func(g segment) float64 { return g.u1 - g.u0 }) >= columnFull*width {
		return true
	}
	whole := 0
	for _, g := range s.rows {
		if g.u1-g.u0 > columnWhole*width {
			whole++
		}
	}
	return len(s.rows) >= 2*columnAligned && 4*whole >= len(s.rows)
}

// flush reports whether most lines begin at one place. Text that is parted by
// a hole in it, where a scan was damaged, begins anywhere.
func (s *side) flush() bool { return s.beginAt(1) >= columnFlush }

// sharp reports whether the lines are many and begin at exactly one place, as
// gaps that fall below each other by chance do not.
func (s *side) sharp() bool { return s.lines >= columnAligned && s.beginAt(0.2) >= columnSharp }

// beginAt returns the share of lines that begin within so many ems of where
// the middle one does.
func (s *side) beginAt(ems float64) float64 {
	edge := median(s.rows, func(g segment) float64 { return g.u0 })
	n := 0
	for _, g := range s.rows {
		if math.Abs(g.u0-edge) < ems*g.em {
			n++
		}
	}
	return float64(n) / float64(len(s.rows))
}

// begins reports whether a line of the side is followed by the next below it at
// no more than the usual distance. What stands beside it, where the side is
// columns in its turn, does not count.
func (s *side) begins(g *segment) bool {
	var pitches []float64
	next := math.Inf(1)
	last := math.Inf(-1)
	for _, t := range s.segs {
		if t.u1 <= g.u0 || t.u0 >= g.u1 {
			continue
		}
		d := t.v - last
		if d < lineDrift*t.em {
			continue
		}
		if !math.IsInf(d, 1) {
			pitches = append(pitches, d)
		}
		if last <= g.v {
			next = d
		}
		last = t.v
	}
	return len(pitches) > 0 && next < columnPitch*middle(pitches)
}

// beside reports whether every line of s has a line of t on its baseline.
func (s *side) beside(t *side) bool {
	for _, a := range s.rows {
		if !slices.ContainsFunc(t.rows, func(b segment) bool { return math.Abs(a.v-b.v) < lineDrift*a.em }) {
			return false
		}
	}
	return true
}

// rows joins the segments of each line, given from top to bottom, and returns
// the lines so.
func rows(segs []segment) []segment {
	var out []segment
	var parts [][]segment
next:
	for _, s := range segs {
		for i := len(parts) - 1; i >= 0 && i >= len(parts)-6; i-- {
			if beside(parts[i], s) {
				parts[i] = append(parts[i], s)
				continue next
			}
		}
		parts = append(parts, []segment{s})
	}
	for _, p := range parts {
		slices.SortStableFunc(p, func(a, b segment) int { return cmp.Compare(a.u0, b.u0) })
		line := p[0]
		line.words = slices.Clip(line.words)
		for _, s := range p[1:] {
			line.append(s)
		}
		out = append(out, line)
	}
	slices.SortStableFunc(out, func(a, b segment) int { return cmp.Compare(a.v+a.end, b.v+b.end) })
	return out
}

// beside reports whether s continues a line or fills a gap in it: on the
// baseline of its neighbour, and printed over none of the line.
func beside(line []segment, s segment) bool {
	const enough = 200 // segments of one line to compare with; no print has more
	line = line[max(0, len(line)-enough):]
	near := -1
	distance := math.Inf(1)
	for i, t := range line {
		overlap := min(s.u1, t.u1) - max(s.u0, t.u0)
		if overlap > 0.3*min(s.u1-s.u0, t.u1-t.u0) && overlap > 0.3*s.em {
			return false
		}
		if d := max(s.u0-t.u1, t.u0-s.u1); d < distance {
			near, distance = i, d
		}
	}
	t := line[near]
	rise := s.v - t.end
	if s.u0 < t.u0 {
		rise = t.v - s.end
	}
	return math.Abs(rise) < drift(s.em, t.em)
}

// lines returns the rows as lines of the page.
func (l *layouter) lines(f *frame) []Line {
	pitch := l.pitch()
	out := make([]Line, 0, len(l.rows))
	for i, r := range l.rows {
		line := Line{Words: make([]Word, 0, len(r.words))}
		if i == 0 {
			line.Gap = true
		} else {
			d := r.v - l.rows[i-1].v
			line.Gap = d > 1.35*max(pitch, 1.15*r.em) || d < -20*l.em && r.u0 < l.rows[i-1].u0
		}
		for k, w := range r.words {
			if text := softHyphen(w.text, k == len(r.words)-1); text != "" {
				line.Words = append(line.Words, f.word(w, text))
			}
		}
		if len(line.Words) > 0 {
			out = append(out, line)
		}
	}
	return out
}

// pitch returns the usual distance between baselines.
func (l *layouter) pitch() float64 {
	var d []float64
	for i := 1; i < len(l.rows); i++ {
		if v := l.rows[i].v - l.rows[i-1].v; v > lineDrift*l.em && v < 3*l.em {
			d = append(d, v)
		}
	}
	if len(d) == 0 {
		return 1.2 * l.em
	}
	return middle(d)
}

// softHyphen shows a soft hyphen where it is printed, at the end of a line.
func softHyphen(s string, last bool) string {
	const shy = "\u00ad"
	if !strings.Contains(s, shy) {
		return s
	}
	t := strings.TrimSuffix(s, shy)
	hyphen := last && t != s
	if t = strings.ReplaceAll(t, shy, ""); hyphen {
		t += "-"
	}
	return t
}

// word returns w with its box in the coordinates of the page.
func (f *frame) word(w word, text string) Word {
	x0, y0 := f.xy(w.u0, w.v-w.above)
	x1, y1 := f.xy(w.u1, w.v+w.below)
	x2, y2 := f.xy(w.u0, w.v+w.below)
	x3, y3 := f.xy(w.u1, w.v-w.above)
	return Word{
		Text: text, Bold: w.bold,
		X0: min(x0, x1, x2, x3), Y0: min(y0, y1, y2, y3),
		X1: max(x0, x1, x2, x3), Y1: max(y0, y1, y2, y3),
	}
}
