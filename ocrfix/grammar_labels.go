package ocrfix

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/ocrfix/internal/lattice"
)

// The items of a list follow one another: what stands between (a) and (c) at the
// start of a line, and looks like a label, is (b).

// A labelStyle is how the items of a list are marked: (a), 1., iv).
type labelStyle struct {
	open  bool // a bracket before
	kind  byte // 'a', 'A', '1', 'i' or 'I'
	close byte // ')' or '.'
}

// A label is the mark of an item: token at, the value-th of its list.
type label struct {
	at, value int
}

const (
	longestLabel = 4   // characters, brackets and stop included
	listReach    = 600 // tokens from one item to the next
	mostItems    = 26
)

// write is the label of an item.
func (s labelStyle) write(value int) string {
	text := ""
	switch s.kind {
	case '1':
		text = strconv.Itoa(value)
	case 'a', 'A':
		text = string(rune(s.kind) + rune(value-1))
	case 'i':
		text = lowerRoman[value-1]
	case 'I':
		text = strings.ToUpper(lowerRoman[value-1])
	}
	if s.open {
		text = "(" + text
	}
	return text + string(s.close)
}

var lowerRoman = strings.Fields("i ii iii iv v vi vii viii ix x xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii xxiv xxv xxvi")

// labelsIn reads a token as a label in every style that it may be of: i) is the
// ninth letter and the first number.
func labelsIn(raw string) map[labelStyle]int {
	body, open := strings.CutPrefix(raw, "(")
	n := len(body) - 1
	if n < 1 || body[n] != ')' && body[n] != '.' || open && body[n] == '.' {
		return nil
	}
	out := make(map[labelStyle]int)
	s := labelStyle{open: open, close: body[n]}
	body = body[:n]
	if v, err := strconv.Atoi(body); err == nil && v > 0 && v <= mostItems && body[0] != '0' {
		s.kind = '1'
		out[s] = v
	}
	if len(body) == 1 && body[0] >= 'a' && body[0] <= 'z' {
		s.kind = 'a'
		out[s] = int(body[0]-'a') + 1
	}
	if len(body) == 1 && body[0] >= 'A' && body[0] <= 'Z' {
		s.kind = 'A'
		out[s] = int(body[0]-'A') + 1
	}
	for i, numeral := range lowerRoman {
		if body == strings.ToUpper(numeral) {
			s.kind = 'I'
			out[s] = i + 1
		}
		if body == numeral {
			s.kind = 'i'
			out[s] = i + 1
		}
	}
	return out
}

// repairLabels mends the labels of items by those before and behind.
func repairLabels(tokens []lattice.Token, out map[int]repair) {
	lists := make(map[labelStyle][]label)
	var short []int // tokens at the start of a line that may be labels
	for i := range tokens {
		if !tokens[i].LineStart && !tokens[i].BlockStart || len(tokens[i].Raw) > 2*longestLabel || i+1 == len(tokens) {
			continue
		}
		short = append(short, i)
		for s, v := range labelsIn(tokens[i].Raw) {
			lists[s] = append(lists[s], label{i, v})
		}
	}
	inList := make(map[int]bool)
	for _, list := range lists {
		for k, n := range list[1:] {
			if n.value == list[k].value+1 {
				inList[list[k].at], inList[n.at] = true, true
			}
		}
	}
	short = slices.DeleteFunc(short, func(i int) bool { return inList[i] })
	for s, list := range lists {
		p := label{at: -1} // what stands before the first item
		for _, n := range list {
			if n.at-p.at > listReach || n.value == 2 && p.value != 1 {
				p = label{max(p.at, n.at-listReach), 0}
			}
			if n.value == p.value+2 {
				s.mendBetween(tokens, short, p, n, out)
			}
			p = n
		}
	}
}

// mendBetween mends the one token between two labels that looks like the label
// between them.
func (s labelStyle) mendBetween(tokens []lattice.Token, short []int, p, n label, out map[int]repair) {
	found := -1
	for _, i := range short {
		if i <= p.at || i >= n.at || !s.like(tokens[i].Raw, p.value+1) {
			continue
		}
		if found >= 0 {
			return
		}
		found = i
	}
	if found >= 0 {
		out[found] = repair{s.write(p.value + 1), "item label", labelSure}
	}
}

const labelSure = 0.9

// like says whether a token looks like a damaged label: as it is but for a mark too
// many or a misread one, with its marks around a sign that is no label's, or a
// letter or digit that looks like the one it should be. The first of a list must
// have its marks.
func (s labelStyle) like(raw string, value int) bool {
	want := s.write(value)
	if raw == want || utf8.RuneCountInString(raw) > longestLabel {
		return false
	}
	body, tail := raw, ""
	if s.open {
		if body = strings.TrimPrefix(raw, "("); body == raw {
			return false
		}
	}
	isMark := func(r rune) bool { return strings.ContainsRune(".,:;)}]", r) }
	if n := strings.LastIndexFunc(body, func(r rune) bool { return !isMark(r) }); n >= 0 {
		_, size := utf8.DecodeRuneInString(body[n:])
		body, tail = body[:n+size], body[n+size:]
	}
	wanted := strings.Trim(want, "().")
	switch {
	case body == wanted:
		return tail != "" && (s.close == '.') == !strings.ContainsAny(tail, ")}]") || tail == "" && s.kind == '1' && !s.open && value > 1
	case tail != string(s.close):
		return false
	case strings.ContainsFunc(body, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }):
		return !strings.ContainsAny(body, "()[]\"'’“”„«»-–—*•§/.,")
	}
	return strings.Contains(body, wanted) && len(body) > 1 && !s.mayBe(body) || looksLike[body+wanted]
}

// mayBe says whether a label of another list may have such a body: bb, 3A, 12.
func (s labelStyle) mayBe(body string) bool {
	return body[0] == body[len(body)-1] || s.kind != '1'
}

// looksLike are letters and digits that scanners take for one another, as read and
// as they should be.
var looksLike = wordSet("b6 S5 s5 i1 I1 l1 o0 g9 q9 Z2 z2 6b 9g 9q 4d")

// repairItemMarks mends the mark behind the number of a list's item (2, The
// Parties shall …), where the item before or after has its full stop.
func repairItemMarks(tokens []lattice.Token, out map[int]repair) {
	stopped := make(map[int]bool)
	var doubtful []int
	for i := range tokens {
		raw := tokens[i].Raw
		if !tokens[i].LineStart || len(raw) > len("99.") || i+1 == len(tokens) {
			continue
		}
		if n, ok := itemNumber(raw, "."); ok {
			stopped[n] = true
		} else if next, _ := utf8.DecodeRuneInString(core(tokens[i+1].Raw)); unicode.IsUpper(next) {
			doubtful = append(doubtful, i)
		}
	}
	for _, i := range doubtful {
		raw := tokens[i].Raw
		if n, ok := itemNumber(raw, ",:;"); ok && (stopped[n-1] || stopped[n+1]) {
			out[i] = repair{raw[:len(raw)-1] + ".", "item mark", 0.95}
		}
	}
}

// itemNumber is the number before one of the marks, all that a token holds.
func itemNumber(raw, marks string) (int, bool) {
	number := strings.TrimRight(raw, marks)
	n, err := strconv.Atoi(number)
	return n, err == nil && len(raw) == len(number)+1
}
