package ocrfix

import (
	"slices"
	"strconv"
	"strings"
)

// settle decides the value of every number, takes the weak candidates that
// fill a gap and drops the others, notes numbers that are missing or misread,
// and drops a table of contents.
func (f *sectFinder) settle() {
	byKind := map[*sectKeyword][]int{}
	var order []*sectKeyword
	for k := range f.heads {
		kw := f.heads[k].kw
		if byKind[kw] == nil {
			order = append(order, kw)
		}
		byKind[kw] = append(byKind[kw], k)
	}
	dropped := make([]bool, len(f.heads))
	for _, kw := range order {
		f.settleKind(byKind[kw], dropped)
	}
	f.heads = sectKeep(f.heads, dropped)
	f.dropApart()
	f.dropContents()
	clear(f.isHead)
	for _, h := range f.heads {
		for j := h.first; j <= h.last; j++ {
			f.isHead[j] = true
		}
	}
}

func sectKeep(heads []sectHead, dropped []bool) []sectHead {
	kept := heads[:0]
	for k, h := range heads {
		if !dropped[k] {
			kept = append(kept, h)
		}
	}
	return kept
}

// sectGapLimit is how many numbers may be missing at once: more is a new
// count, as of articles 1401, 1402, 1501.
const sectGapLimit = 20

// settleKind settles the headings at of one kind, which are in order.
func (f *sectFinder) settleKind(at []int, dropped []bool) {
	style := f.styleOf(at)
	for _, k := range at {
		n := &f.heads[k].num
		f.heads[k].value = n.value(style)
		if style == styleRoman && n.roman > 0 {
			n.suffix = "" // the V of 1V is none
		}
	}
	// nextStrong[x] is the value of the first strong heading after at[x].
	nextStrong := make([]int, len(at))
	for x, next := len(at)-1, 0; x >= 0; x-- {
		nextStrong[x] = next
		if h := &f.heads[at[x]]; !h.weak {
			next = h.value
		}
	}
	last, taken := 0, 0
	for x, k := range at {
		h := &f.heads[k]
		if x > 0 {
			h.regainPoint(f.heads[at[x-1]].num.parts)
		}
		if len(h.num.parts) > 0 {
			last, taken = h.value, taken+1
			dropped[k] = h.weak && !(x > 0 && sectFollows(f.heads[at[x-1]].num.parts, h.num.parts))
			continue
		}
		if d := h.num.figure(); d > 0 && style == styleArabic && (d == last+1 || d > last && d+1 == nextStrong[x]) {
			h.num.arabic, h.value = d, d // "Artikel S"
		}
		if h.num.value(style) == 0 && !h.kw.bare && nextStrong[x] == last+2 {
			h.value, h.expect = last+1, strconv.Itoa(last+1)
		}
		switch {
		case h.kw.abbr == "let" && h.value != last+1 && h.value != 1:
			dropped[k] = true // "No. 2653" is the letter's own number
			continue
		case h.weak && (nextStrong[x] == h.value || !f.fits(at, x, last)):
			dropped[k] = true
			continue
		case h.value == last+1 || h.value == last && h.num.suffix != "" || h.value == 1 || h.value == 0:
		case last > 0 && nextStrong[x] == last+2 && h.value != last:
			h.expect = strconv.Itoa(last + 1)
			h.value = last + 1
		case h.value > last+1 && last > 0 && h.value < last+sectGapLimit:
			h.missing = h.value - last - 1
		}
		taken++
		last = h.value
	}
	// Words that also mean other things count only as a series.
	if kw := f.heads[at[0]].kw; kw.abbr == "let" || kw.abbr == "cl" || kw.abbr == "item" {
		alone := kw.abbr == "let" && strings.HasSuffix(f.heads[at[0]].number, "I")
		if taken < 2 && !alone || f.heads[at[0]].value != 1 {
			for _, k := range at {
				dropped[k] = true
			}
		}
	}
}

// figure returns the figure that a letter alone stands for on a bad scan, 0 for
// letters that are like none.
func (n *sectNumber) figure() int {
	if n.arabic > 0 || n.roman > 0 || n.letter == 0 {
		return 0
	}
	d, _ := sectDigit(byte('A' + n.letter - 1))
	return max(d, 0)
}

// fits reports whether the weak heading at[x] goes on with a count that stands
// at last: it is the next number, or, at the start, the first of two.
func (f *sectFinder) fits(at []int, x, last int) bool {
	h := &f.heads[at[x]]
	switch {
	case last == 0:
		return h.value == 1 && x+1 < len(at) && f.heads[at[x+1]].value == 2
	case h.value == last:
		return h.num.suffix != ""
	}
	return h.value == last+1
}

// regainPoint reads a number such as 415 as 4.15 where that follows before.
func (h *sectHead) regainPoint(before []int) {
	n := len(before)
	if n < 2 || len(h.num.parts) > 0 || h.num.arabic < 10 {
		return
	}
	next := slices.Clone(before)
	next[n-1]++
	digits, text := "", ""
	for i, p := range next {
		if i > 0 {
			text += "."
		}
		digits += strconv.Itoa(p)
		text += strconv.Itoa(p)
	}
	if digits == strconv.Itoa(h.num.arabic) {
		h.num.parts, h.expect = next, text
	}
}

// sectFollows reports whether the decimal number b comes right after a.
func sectFollows(a, b []int) bool {
	n := len(b)
	if n == 0 {
		return false
	}
	switch {
	case len(a) == n:
		return slices.Equal(a[:n-1], b[:n-1]) && b[n-1] == a[n-1]+1
	case len(a) == n-1:
		return slices.Equal(a, b[:n-1]) && b[n-1] == 1
	case len(a) > n:
		return sectFollows(a[:n], b)
	}
	return false
}

// styleOf returns how the headings at count: by the numbers that can be read
// in one way only, else by whether 1 or I stands there.
func (f *sectFinder) styleOf(at []int) sectStyle {
	var votes [3]int
	for _, k := range at {
		n := &f.heads[k].num
		switch {
		case n.arabic > 500: // the number of a letter or a law
		case n.arabic > 0 && n.roman == 0:
			votes[styleArabic] += 2
		case n.roman > 0 && n.arabic == 0 && n.letter == 0:
			votes[styleRoman] += 2
		case n.letter > 0 && n.roman == 0:
			votes[styleLetter] += 2
		case n.roman > 0 && strings.Contains(f.heads[k].number[len(f.heads[k].number)-1:], "I"):
			votes[styleRoman]++
		case n.arabic > 0:
			votes[styleArabic]++
		}
	}
	best := styleArabic
	for _, s := range []sectStyle{styleRoman, styleLetter} {
		if votes[s] > votes[best] {
			best = s
		}
	}
	return best
}

// dropContents drops headings that come in an unbroken run of four and more
// and all come again later: a table of contents without leaders.
func (f *sectFinder) dropContents() {
	type key struct {
		kw     *sectKeyword
		number string
	}
	lastOf := map[key]int{}
	for k, h := range f.heads {
		lastOf[key{h.kw, h.number}] = k
	}
	dropped := make([]bool, len(f.heads))
	for k := 0; k < len(f.heads); {
		end := k
		for end+1 < len(f.heads) && f.heads[end+1].first == f.heads[end].last+1 {
			end++
		}
		again := 0
		for x := k; x <= end; x++ {
			if lastOf[key{f.heads[x].kw, f.heads[x].number}] > end {
				again++
			}
		}
		if n := end - k + 1; n >= 4 && again*10 >= n*8 {
			for x := k; x <= end; x++ {
				dropped[x] = true
			}
		}
		k = end + 1
	}
	f.heads = sectKeep(f.heads, dropped)
}
