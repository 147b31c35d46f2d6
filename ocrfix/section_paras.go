package ocrfix

import (
	"strconv"
	"strings"
)

// body adds what stands under the heading h, up to line to: the recitals of a
// preamble, or numbered paragraphs and points and the signatures.
func (f *sectFinder) body(nodes []*sectNode, h *sectHead, to int) []*sectNode {
	from := h.last + 1
	if f.preambleHead(h.first) {
		return f.recitals(nodes, from, to)
	}
	sign := from
	for sign < to && !(f.lines[sign].gap != sectJoined && f.testimonium(sign)) {
		sign++
	}
	start := h.last
	if h.bodyAt >= f.lines[h.last].End {
		start = from
	}
	nodes = f.paragraphs(nodes, h.bodyAt, start, sign)
	if sign < to {
		n := &sectNode{rank: rankDeclared, abbr: "signature", leaf: true}
		n.Kind = "signature"
		nodes = append(nodes, f.at(sign, n))
	}
	return nodes
}

// recitals adds the paragraphs of a preamble that are reasons: those that end
// in a comma or semicolon or bear a number. The first paragraph names the
// parties.
func (f *sectFinder) recitals(nodes []*sectNode, from, to int) []*sectNode {
	count := 0
	for i := from; i < to; {
		end := i
		for end+1 < to && f.lines[end+1].gap == sectJoined {
			end++
		}
		b, _, numbered := sectParseBare(f.clip(i))
		reason := i > from && (f.lines[end].stop == ',' || f.lines[end].stop == ';')
		if numbered = numbered && b.mark == '('; numbered || reason {
			count++
			n := &sectNode{rank: rankPara, abbr: "rec", key: strconv.Itoa(count)}
			n.Kind = "recital"
			if numbered {
				n.Number = f.bareText(f.clip(i))
			}
			nodes = append(nodes, f.at(i, n))
		}
		i = end + 1
	}
	return nodes
}

// bareText returns the number with its marks at the start of s.
func (f *sectFinder) bareText(s string) string {
	for i := range len(s) {
		if s[i] == ' ' || i > 0 && (s[i-1] == '.' && !isDigitAt(s, i) || s[i-1] == ')') {
			return s[:i]
		}
	}
	return s
}

// A sectCount is a numbering in progress.
type sectCount struct {
	style sectBare
	value int
}

// sectCountLimit is how many numberings may stand inside one another.
const sectCountLimit = sectDepthLimit

// paragraphs adds the numbered paragraphs and points on the lines from to to,
// beginning at byte at of line from. A number opens a paragraph where it goes
// on with a numbering in progress, or begins one at 1, a or i.
func (f *sectFinder) paragraphs(nodes []*sectNode, at, from, to int) []*sectNode {
	var counts []sectCount
	var first *sectNode // a number that no count has begun with
	var firstCount sectCount
	for i := from; i < to; i++ {
		l := &f.lines[i]
		start := l.Start
		if i == from && at > start {
			start = min(at, l.End)
		} else if may, _ := f.opens(i); !may {
			continue
		}
		s := f.text[start:l.End]
		if len(s) > sectShapeLimit {
			s = s[:sectShapeLimit]
		}
		sign := len(s)
		s = strings.TrimPrefix(s, "§ ")
		sign -= len(s)
		b, num, ok := sectParseBare(s)
		if !ok && sign > 0 {
			b, num, ok = sectParseBare(strings.Replace(s, " ", ". ", 1)) // "§ 2 Les"
		}
		if !ok {
			continue
		}
		depth, value, style := sectCountOn(counts, b, &num)
		if depth < 0 {
			// An excerpt may begin anywhere: its first number counts once the
			// next one follows on.
			n := f.paragraph(i, start, 0, num.arabic, b)
			if len(counts) == 0 && b.style == styleArabic && b.depth == 1 {
				if first != nil && num.arabic == firstCount.value+1 && b == firstCount.style {
					nodes = append(nodes, first, n)
					counts = append(counts, sectCount{b, num.arabic})
				}
				first, firstCount = n, sectCount{b, num.arabic}
			}
			continue
		}
		counts = append(counts[:depth], sectCount{style, value})
		nodes = append(nodes, f.paragraph(i, start, depth, value, style))
	}
	return nodes
}

// paragraph makes the node of a numbered paragraph or point that begins at
// byte start of line i.
func (f *sectFinder) paragraph(i, start, depth, value int, style sectBare) *sectNode {
	n := f.at(i, &sectNode{rank: rankPara + sectRank(depth)})
	n.Start = start
	s := f.text[start:f.lines[i].End]
	bare := strings.TrimPrefix(s, "§ ")
	n.Number = s[:len(s)-len(bare)] + f.bareText(bare)
	n.Kind, n.abbr, n.key = "paragraph", "para", strconv.Itoa(value)
	if style.style != styleArabic {
		n.Kind, n.abbr, n.key = "point", "point", sectSlug(n.Number)
	}
	return n
}

// sectCountOn finds the numbering that a number goes on with. It returns the
// depth of it, -1 for none, the value and the style in which it was read.
func sectCountOn(counts []sectCount, b sectBare, n *sectNumber) (depth, value int, style sectBare) {
	read := func(s sectBare) int {
		if len(n.parts) > 0 {
			return n.parts[len(n.parts)-1]
		}
		if s.style == styleRoman && n.roman == 0 || s.style == styleLetter && n.letter == 0 || s.style == styleArabic && n.arabic == 0 {
			return 0
		}
		return n.value(s.style)
	}
	like := func(s sectBare) bool {
		return s.depth == b.depth && s.mark == b.mark && (s.lower == b.lower || s.style == styleArabic)
	}
	for d := len(counts) - 1; d >= 0; d-- {
		if s := counts[d].style; like(s) {
			if v := read(s); v == counts[d].value+1 || v == counts[d].value+2 && s.style == styleArabic {
				return d, v, s
			}
		}
	}
	for _, s := range [...]sectStyle{b.style, styleRoman} {
		b.style = s
		if read(b) == 1 {
			for d := range counts {
				if counts[d].style == b {
					return d, 1, b // the numbering starts anew
				}
			}
			if len(counts) < sectCountLimit {
				return len(counts), 1, b
			}
		}
	}
	return -1, 0, b
}
