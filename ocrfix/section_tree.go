package ocrfix

import (
	"maps"
	"slices"
	"strings"
)

// sectDepthLimit bounds the depth of the tree. Deeper headings become
// siblings at that depth.
const sectDepthLimit = 128

// A sectNode is an entry of the tree before it has a parent.
type sectNode struct {
	Section
	rank sectRank
	abbr string
	key  string // what tells it from its siblings, for its id
	leaf bool   // holds nothing but paragraphs
	own  bool   // has a numbering of its own: an annex, a letter
}

// The ranks below the headings.
const (
	rankBand sectRank = 490 // title, preamble, signature
	rankPara sectRank = 500 // and one more for each level of numbering
)

// sectBuild arranges nodes, which are in order of Start, as a tree: each
// stands under the nearest one before it that governs it. Sections end where
// the next one begins that they do not govern. It works on a stack, in linear
// time.
func sectBuild(nodes []*sectNode, end int) []*Section {
	var roots []*Section
	var stack []*sectNode
	pop := func(at int) {
		stack[len(stack)-1].End = at
		stack = stack[:len(stack)-1]
	}
	ids := make(sectIDs, len(nodes))
	for _, n := range nodes {
		for len(stack) > 0 {
			top := stack[len(stack)-1]
			if top.rank < n.rank && (!top.leaf || n.rank >= rankPara) && len(stack) < sectDepthLimit {
				break
			}
			pop(n.Start)
		}
		n.Level = len(stack) + 1
		n.ID = ids.name(n, stack)
		n.Children = []*Section{}
		if len(stack) == 0 {
			roots = append(roots, &n.Section)
		} else {
			p := stack[len(stack)-1]
			p.Children = append(p.Children, &n.Section)
		}
		stack = append(stack, n)
	}
	for len(stack) > 0 {
		pop(end)
	}
	return roots
}

// rankPlains gives the headings without a number their levels, region by
// region: by the type in which they are set first, see typeOf,
// then by what the text says, see rankAnnounced.
func (f *sectFinder) rankPlains() {
	for from := 0; from < len(f.heads); {
		to := from + 1
		for to < len(f.heads) && f.heads[to].rank > rankAppendix && (f.heads[to].rank >= rankNumbered) == (f.heads[from].rank >= rankNumbered) {
			to++
		}
		f.rankTypes(from, to)
		from = to
	}
}

// rankTypes ranks the plain headings among heads[from:to].
func (f *sectFinder) rankTypes(from, to int) {
	sizes := f.sizes(from, to)
	byType := map[int][]int{}
	for k := from; k < to; k++ {
		if h := &f.heads[k]; h.rank == rankPlain {
			t := f.typeOf(h, sizes)
			byType[t] = append(byType[t], k)
		}
	}
	level := sectRank(0)
	for _, t := range slices.Sorted(maps.Keys(byType)) {
		for _, k := range byType[t] {
			f.heads[k].rank += 2 * level
		}
		if len(byType[t]) > 1 {
			level++
		}
		f.rankAnnounced(byType[t])
	}
}

// typeOf gives a number to the type in which a heading is set, lower for one that
// stands above others: by the size of its letters first, then by their weight,
// by capitals and by centring.
func (f *sectFinder) typeOf(h *sectHead, sizes []float64) int {
	line := &f.lines[h.first]
	t := 0
	for t < len(sizes) && line.height < sizes[t] {
		t++
	}
	for _, set := range [...]bool{f.weight && line.bold, h.caps, h.centred} {
		t *= 2
		if !set {
			t++
		}
	}
	return t
}

// sectSizeStep is by how much larger letters must be to make a size of their own:
// the boxes of a scan are as high as the letters that happen to stand in them.
const sectSizeStep = 1.25

// sizes returns the least height of each size of letters, the largest first, in
// which the plain headings among heads[from:to] are set.
func (f *sectFinder) sizes(from, to int) []float64 {
	var heights, least []float64
	for k := from; k < to; k++ {
		if h := f.lines[f.heads[k].first].height; f.heads[k].rank == rankPlain && h > 0 {
			heights = append(heights, h)
		}
	}
	slices.Sort(heights)
	for i := len(heights) - 1; i > 0; i-- {
		if heights[i] > sectSizeStep*heights[i-1] {
			least = append(least, heights[i])
		}
	}
	return least
}

// rankAnnounced tells headings from subheadings among those at, which look
// alike. A heading governs the ones after it when no text stands between them
// or when its text ends by announcing them ("in the following areas:"). It
// governs them up to the next heading that governs others, or that the
// introduction of the document names as it named this one.
func (f *sectFinder) rankAnnounced(at []int) {
	if len(at) < 3 {
		return
	}
	named := f.namedInIntro(at)
	governs := make([]bool, len(at))
	some := false
	for x := 0; x+1 < len(at); x++ {
		h, next := &f.heads[at[x]], &f.heads[at[x+1]]
		if at[x]+1 == at[x+1] && (next.first == h.last+1 || f.announces(next.first-1, h.last)) {
			governs[x] = true
			some = true
		}
	}
	if !some {
		return
	}
	open, openNamed := false, false
	for x, k := range at {
		switch {
		case governs[x] && !(open && openNamed && !named[x]):
			open, openNamed = true, named[x]
		case open && openNamed && named[x]:
			open = false
		case open:
			f.heads[k].rank++
		}
	}
}

// announces reports whether the paragraph that ends on line i, below the
// heading's line head, announces what comes.
func (f *sectFinder) announces(i, head int) bool {
	if f.lines[i].stop == ':' {
		return true
	}
	from := i
	for from-1 > head && f.lines[from].gap == sectJoined && i-from < sectBlockLimit {
		from--
	}
	s := f.text[f.lines[from].Start:f.lines[i].End]
	if len(s) > sectShapeLimit || i-from > 1 {
		return false // a short sentence of its own
	}
	s = strings.ToLower(s)
	for _, w := range sectAnnounce {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// namedInIntro tells which of the headings at have all their longer words in
// the text before the first heading of the document. It names none when fewer
// than two are.
func (f *sectFinder) namedInIntro(at []int) []bool {
	named := make([]bool, len(at))
	first := f.heads[0].first
	if first == 0 || f.lines[first-1].End > 16000 {
		return named
	}
	if f.intro == nil {
		f.intro = map[string]bool{}
		for w := range strings.FieldsSeq(f.text[:f.lines[first-1].End]) {
			f.intro[sectStem(w)] = true
		}
	}
	count := 0
	for x, k := range at {
		words, known := 0, 0
		for w := range strings.FieldsSeq(f.heads[k].title) {
			if s := sectStem(w); s != "" {
				words++
				if f.intro[s] {
					known++
				}
			}
		}
		if named[x] = words > 0 && known == words; named[x] {
			count++
		}
	}
	if count < 2 {
		clear(named)
	}
	return named
}

// sectStem returns the beginning of a longer word, folded, and "" for a short one.
func sectStem(w string) string {
	var buf [64]byte
	fold := sectFold(buf[:0], w)
	if len(fold) < 4 {
		return ""
	}
	return string(fold[:min(len(fold), 6)])
}
