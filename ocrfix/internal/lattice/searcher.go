package lattice

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
)

// A part is one piece of a reading under construction: a word or marks, and
// what the pieces before it cost together.
type part struct {
	prev    int32          // index of the piece before, -1 for none
	word    lexicon.WordID // NoWord for marks
	last    lexicon.WordID // the last word so far, or NoWord
	text    string         // the marks, or the spelling of the word in its shape where known
	score   int32          // channel, words without context, shapes
	channel int32
	shape   lexicon.Shape
	inWord  bool // a word ends here; else a new one may begin
	hyphen  bool // a hyphen stands between last and what comes
	lost    bool // a mark that the scanner lost
	words   uint8
	generic uint8
	marks   uint8
	splits  uint8
}

const (
	partsKept = 10   // at one position
	worstGap  = 1400 // how far behind the best reading another may lie
	unbounded = 1 << 29
)

// budgets bound a search: the cost of the channel for the first word, for one
// behind a mark, for one behind a space put in; that of letters lost at one
// place; how many generic steps the first word may take; and whether all words
// are common ones.
type budgets struct {
	first, part, split, lost int32
	generic                  int
	common                   bool
}

// farEfforts are the searches for what a damaged token may have been. A wider
// one is made only where the likeliest reading of that before it costs more
// than enough in the channel, or only cuts the token into pieces that are no
// likelier than the whole.
var farEfforts = [...]struct {
	budgets
	enough int32
}{
	{budgets{1000, 900, 300, 550, 0, false}, 550},
	{budgets{1500, 900, 500, 1500, 1, false}, 1000},
	{budgets{2400, 900, 900, 2400, 1, true}, 2400},
}

// A searcher builds the readings of one token. Positions are characters.
type searcher struct {
	*Reader
	raw   []rune
	parts []part
	tail  int // from where there are only marks
	at    [maxRawWord + 1][]int32
	limit [maxRawWord + 1]int32 // of the score of a part at each position
	best  int32                 // least score of a complete reading so far
	done  []int32
	order []int64
}

func (r *Reader) search(raw []rune, effort Effort) []Reading {
	n := len(raw)
	if n == 0 || n > maxRawWord {
		return nil
	}
	s := r.searcher
	split := int32(300)
	if !r.Lex.Meta().Elide && r.common(r.Identity(string(raw)).Items) {
		split = 0 // seldom two words that run together, as French dun may be
	}
	switch effort {
	case Near:
		return s.within(raw, budgets{int32(min(500+40*n, 900)) - r.Ch.Ease, 300, split, lostNear, 0, true})
	case Wide:
		return s.within(raw, budgets{int32(min(500+200*n, 1200)) - r.Ch.Ease, 300, split, lostNear, 0, true})
	}
	efforts := farEfforts[:]
	if effort == Sure {
		efforts = efforts[:1]
	}
	var list []Reading
	for _, e := range efforts {
		e.first = min(e.first-r.Ch.Ease, int32(500+160*n))
		list = s.within(raw, e.budgets)
		if len(list) > 0 && list[0].Channel <= e.enough && (list[0].Splits == 0 || list[0].score < r.Identity(string(raw)).score && !r.cutsLetter(&list[0])) {
			break
		}
	}
	return list
}

// cutsLetter says whether a reading has a word of one letter that is none: the
// letter may be one too many.
func (r *Reader) cutsLetter(x *Reading) bool {
	return slices.ContainsFunc(x.Items, func(it Item) bool {
		return it.Kind == ItemWord && it.Word < lexicon.WordID(r.Lex.Len()) && utf8.RuneCountInString(r.Lex.Spell(it.Word)) == 1 && r.Lex.Unigram(it.Word) > 8*lexicon.Nat
	})
}

// common says whether all words of a reading are common ones.
func (r *Reader) common(items []Item) bool {
	return !slices.ContainsFunc(items, func(it Item) bool {
		return it.Kind == ItemWord && (it.Word >= lexicon.WordID(r.Lex.Len()) || !r.Lex.Common().Has(it.Word))
	})
}

// within searches readings of raw within the budgets.
func (s *searcher) within(raw []rune, b budgets) []Reading {
	n := len(raw)
	s.begin(raw)
	// Marks before the first word: kept or read otherwise.
	s.add(0, part{prev: -1, word: lexicon.NoWord, last: lexicon.NoWord})
	for p := 0; p < n && !lexicon.IsLetter(raw[p]) && !unicode.IsDigit(raw[p]); p++ {
		for _, i := range s.at[p] {
			s.mark(i, p, false)
		}
	}
	for p := 0; p <= n; p++ {
		s.prune(&s.at[p])
		for k := 0; k < len(s.at[p]); k++ {
			i := s.at[p][k]
			x := &s.parts[i]
			if !x.inWord {
				continue
			}
			rest := raw[p:]
			if p >= s.tail {
				s.finish(i, rest)
				continue
			}
			if possessive(rest) {
				s.parts = append(s.parts, s.owner(i, rest))
				s.finish(int32(len(s.parts)-1), rest[2:])
			}
			if x.words >= 4 || x.score > s.best+worstGap-300 {
				continue
			}
			if s.elided[x.word] {
				t := *x
				t.prev, t.word, t.text = i, lexicon.NoWord, ""
				t.inWord = false
				s.add(p, t)
				continue
			}
			if !lexicon.IsLetter(raw[p]) && !unicode.IsDigit(raw[p]) {
				s.mark(i, p, true)
				continue
			}
			if b.split == 0 {
				continue
			}
			s.lost(i, p, " ")
			if unicode.IsUpper(raw[p]) && unicode.IsLower(raw[p-1]) {
				s.lost(i, p, "-")
			}
		}
		if p == n {
			break
		}
		s.prune(&s.at[p])
		var starts [partsKept]int32
		open, first := 0, false
		for _, i := range s.at[p] {
			if x := &s.parts[i]; !x.inWord && open < len(starts) {
				starts[open] = i
				open++
				first = first || x.words == 0
			}
		}
		switch {
		case open == 0:
		case first:
			s.walkFrom(p, starts[:open], limits{b.first, b.lost, b.generic, b.common})
		case lexicon.IsLetter(raw[p-1]) || unicode.IsDigit(raw[p-1]):
			s.walkFrom(p, starts[:open], limits{min(b.first, b.split), b.lost, 0, b.common})
		default:
			s.walkFrom(p, starts[:open], limits{min(b.first, b.part), b.lost, 0, b.common})
		}
	}
	return s.readings()
}

// owner continues part i with the possessive that rest begins with.
func (s *searcher) owner(i int32, rest []rune) part {
	t := s.parts[i]
	t.prev, t.word, t.text, t.shape = i, max(s.Lex.Lookup("'s"), 0), string(rest[:2]), lexicon.Lower
	return t
}

func (s *searcher) begin(raw []rune) {
	s.raw, s.best = raw, unbounded
	s.parts, s.done = s.parts[:0], s.done[:0]
	for s.tail = len(raw); s.tail > 0 && tailOfMarks(raw[s.tail-1:s.tail]); s.tail-- {
	}
	for i := range len(raw) + 1 {
		s.at[i], s.limit[i] = s.at[i][:0], unbounded
	}
}

func (s *searcher) add(p int, x part) {
	s.parts = append(s.parts, x)
	s.at[p] = append(s.at[p], int32(len(s.parts)-1))
}

// prune keeps the best of a list of parts, in order of score.
func (s *searcher) prune(list *[]int32) {
	if len(*list) < 2 {
		return
	}
	s.sort(*list)
	*list = (*list)[:min(len(*list), partsKept)]
}

// sort puts parts in order of score, equal ones as they were made.
func (s *searcher) sort(list []int32) {
	s.order = s.order[:0]
	for _, i := range list {
		s.order = append(s.order, int64(s.parts[i].score)<<32|int64(i))
	}
	slices.Sort(s.order)
	for k, o := range s.order {
		list[k] = int32(o)
	}
}

// walkFrom continues the parts, which are in order of score, with the words
// that may begin at p.
func (s *searcher) walkFrom(p int, starts []int32, l limits) {
	arrivals := s.walk.Walk(s.raw, p, l)
	// The whole readings first: what they cost bounds the others.
	for k := range arrivals {
		if a := &arrivals[k]; a.To >= s.tail && a.To > p {
			_, costs := bestShapes(s.Lex, a)
			for _, i := range starts {
				if x := &s.parts[i]; x.score+costs[0] < s.best && s.follows(x, a.Word) {
					s.best = min(s.best, x.score+costs[0]+s.wordCost(x, a.Word)+100)
				}
			}
		}
	}
	first := !slices.ContainsFunc(starts, func(i int32) bool { return s.parts[i].last != lexicon.NoWord })
	for k := range arrivals {
		a := &arrivals[k]
		least := s.parts[starts[0]].score + a.Least()
		if first {
			least += int32(s.Lex.Unigram(a.Word))
		}
		if a.To == p || s.useless(least, a.To) {
			continue
		}
		shapes, costs := bestShapes(s.Lex, a)
		for _, i := range starts {
			if s.useless(s.parts[i].score+costs[0], a.To) {
				break
			}
			if !s.follows(&s.parts[i], a.Word) {
				continue
			}
			lm := s.wordCost(&s.parts[i], a.Word)
			for k, shape := range shapes {
				score := s.parts[i].score + costs[k] + lm
				if s.useless(score, a.To) {
					break
				}
				t := s.parts[i]
				t.score = score
				t.prev, t.word, t.last, t.text, t.shape = i, a.Word, a.Word, "", shape
				t.inWord, t.hyphen, t.lost = true, false, false
				t.words++
				t.generic += uint8(a.Generic)
				t.channel += a.Cost[shape]
				s.add(a.To, t)
				s.bound(a.To)
				if shapes[0] == shapes[1] {
					break
				}
			}
		}
	}
}

// wordCost is the cost of a word behind part x.
func (s *searcher) wordCost(x *part, w lexicon.WordID) int32 {
	if x.last == lexicon.NoWord {
		return int32(s.Lex.Unigram(w))
	}
	c, _ := s.Lex.Bigram(x.last, w)
	if x.hyphen {
		c += s.Lex.Joint(lexicon.Hyphen, x.last, w)
	}
	return int32(c)
}

// useless says that a part of the score at p, or of a higher one, would not be
// kept.
func (s *searcher) useless(score int32, p int) bool {
	return score > s.best+worstGap || score >= s.limit[p]
}

// bound keeps the best of the parts at p once they are many, and notes from
// which score on another would not be kept.
func (s *searcher) bound(p int) {
	if list := &s.at[p]; len(*list) >= 2*partsKept {
		s.prune(list)
		s.limit[p] = s.parts[(*list)[partsKept-1]].score
	}
}

// finish closes a reading with the marks after its last word, as they are or
// read otherwise.
func (s *searcher) finish(i int32, tail []rune) {
	list := []int32{i}
	for _, c := range tail {
		var next []int32
		for _, i := range list {
			s.eachMark(c, func(truth string, cost int32, changed bool) {
				if strings.Contains(truth, " ") {
					return
				}
				t := s.parts[i]
				t.prev, t.word, t.text = i, lexicon.NoWord, truth
				t.channel += cost
				t.score += cost
				if changed {
					t.marks++
				}
				s.parts = append(s.parts, t)
				next = append(next, int32(len(s.parts)-1))
			})
		}
		s.prune(&next)
		list = next
	}
	for _, i := range list {
		s.best = min(s.best, s.parts[i].score)
	}
	s.done = append(s.done, list...)
}

// readings spells out the best of what was found.
func (s *searcher) readings() []Reading {
	s.sort(s.done)
	self := string(s.raw)
	var out []Reading
	for _, i := range s.done {
		if s.parts[i].score > s.best+worstGap || len(out) == maxReadings {
			break
		}
		x := s.spell(i)
		if x.Text == self || slices.ContainsFunc(out, func(o Reading) bool { return o.Text == x.Text }) {
			continue
		}
		out = append(out, x)
	}
	return out
}

// hyphened is the cost of a hyphen between two words up to which it is the rule.
const hyphened = 50

func (s *searcher) spell(i int32) Reading {
	last := &s.parts[i]
	x := Reading{Channel: last.channel, score: last.score, Generic: int(last.generic), Marks: int(last.marks), Splits: int(last.splits)}
	var chain []int32
	for ; i >= 0; i = s.parts[i].prev {
		chain = append(chain, i)
	}
	slices.Reverse(chain)
	for k, i := range chain {
		t := &s.parts[i]
		if t.word == lexicon.NoWord {
			text, between := t.text, s.isWord(chain, k-1) && s.isWord(chain, k+1)
			if between && t.lost && s.Lex.Joint(lexicon.Hyphen, s.parts[chain[k-1]].word, s.parts[chain[k+1]].word) <= hyphened {
				text = "-" // nonaligned: the hyphen of a line end
			}
			x.Text += text
			if between && oneMark(text) && !abbreviationLike(string(s.raw)) || k == 0 && text == "." && stopBefore(s.raw) {
				x.Items = append(x.Items, Item{Kind: ItemBreak, Extra: noSpace})
			} else {
				x.Items = appendMarks(x.Items, text)
			}
			continue
		}
		text := t.text
		if text == "" {
			text = t.shape.Apply(s.Lex.Spell(t.word))
		}
		x.Text += text
		x.Items = append(x.Items, Item{Kind: ItemWord, Word: t.word, Shape: t.shape})
	}
	return x
}

// isWord says whether piece k of a chain is there, and a word.
func (s *searcher) isWord(chain []int32, k int) bool {
	return k >= 0 && k < len(chain) && s.parts[chain[k]].word != lexicon.NoWord
}

// bestShapes are the two likeliest shapes of an arrival, or one twice, and what
// they cost, the channel included.
func bestShapes(lex *lexicon.Lexicon, a *Arrival) (shapes [2]lexicon.Shape, costs [2]int32) {
	var cost [3]int32
	for s := range cost {
		cost[s] = a.Cost[s] + int32(lex.Shape(a.Word, lexicon.Shape(s)))
	}
	first, second := lexicon.Lower, lexicon.Title
	if cost[second] < cost[first] {
		first, second = second, first
	}
	if c := cost[lexicon.Upper]; c < cost[first] {
		first, second = lexicon.Upper, first
	} else if c < cost[second] {
		second = lexicon.Upper
	}
	if a.Cost[second] > a.Least()+500 {
		second = first
	}
	return [2]lexicon.Shape{first, second}, [2]int32{cost[first], cost[second]}
}
