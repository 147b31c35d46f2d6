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
	longestLabel = 4   // characters of a damaged one, brackets and stop included
	listReach    = 600 // tokens from one item to the next
	mostItems    = 26
	labelSure    = 0.9
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
		text = strings.ToLower(writeRoman(value))
	case 'I':
		text = writeRoman(value)
	}
	if s.open {
		text = "(" + text
	}
	return text + string(s.close)
}

// labelsIn reads a token as a label in every style that it may be of: i) is the
// ninth letter and the first number. It returns the value in each.
func labelsIn(raw string) map[labelStyle]int {
	body, open := strings.CutPrefix(raw, "(")
	n := len(body) - 1
	if n < 1 || body[n] != ')' && body[n] != '.' || open && body[n] == '.' {
		return nil
	}
	out := make(map[labelStyle]int)
	s := labelStyle{open: open, close: body[n]}
	body = body[:n]
	if v, err := strconv.Atoi(body); err == nil && v > 0 && v <= mostItems && strconv.Itoa(v) == body {
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
	upper := strings.ToUpper(body)
	if v := readRoman(upper); v > 0 && v <= mostItems && writeRoman(v) == upper {
		switch body {
		case upper:
			s.kind = 'I'
			out[s] = v
		case strings.ToLower(upper):
			s.kind = 'i'
			out[s] = v
		}
	}
	return out
}

// repairLabels mends the labels of items by those before and behind. What two lists
// want for labels of their own stays as it is.
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
	wanted := make(map[int]string) // "" where lists do not agree
	for s, list := range lists {
		p := label{at: -1} // what stands before the first item
		for _, n := range list {
			if n.at-p.at > listReach || n.value == 2 && p.value != 1 {
				p = label{max(p.at, n.at-listReach), 0}
			}
			if n.value == p.value+2 {
				if i := s.between(tokens, short, p, n); i >= 0 {
					text := s.write(p.value + 1)
					if other, ok := wanted[i]; ok && other != text {
						text = ""
					}
					wanted[i] = text
				}
			}
			p = n
		}
	}
	for i, text := range wanted {
		if text != "" {
			out[i] = repair{text, "item label", labelSure}
		}
	}
}

// between finds the one token between two labels that looks like the label between
// them, -1 where there is none or more than one. The indexes in short ascend.
func (s labelStyle) between(tokens []lattice.Token, short []int, p, n label) int {
	found := -1
	from, _ := slices.BinarySearch(short, p.at+1)
	for _, i := range short[from:] {
		if i >= n.at {
			break
		}
		if s.like(tokens[i].Raw, p.value+1) {
			if found >= 0 {
				return -1
			}
			found = i
		}
	}
	return found
}

// like says whether a token looks like a damaged label: as it is but for a mark too
// many or a misread one, with its marks around a sign that is no label's, a letter
// or digit that looks like the one it should be, or a number with a figure or letter
// too many. The first of a list must have its marks.
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
	return s.kind == '1' && oneTooMany(body, wanted) || looksLike[body+wanted]
}

// oneTooMany says whether a number is in a body with more beside it, but for what
// lists have too: 11, and 3a, which may be left where 3 went.
func oneTooMany(body, number string) bool {
	before, behind, ok := strings.Cut(body, number)
	added := before == "" && len(behind) == 1 && isASCIILetter(behind[0]) && !strings.Contains("iIl", behind)
	return ok && body[0] != body[len(body)-1] && !added
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
	return n, err == nil && isDigit(number[0]) && len(raw) == len(number)+1
}
