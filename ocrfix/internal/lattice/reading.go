package lattice

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
)

// An ItemKind tells what a reading is made of.
type ItemKind uint8

const (
	ItemWord  ItemKind = iota // a word, a number or an unknown word
	ItemStop                  // a mark that may end a sentence
	ItemComma                 // a comma
	ItemBreak                 // another mark between words
)

// An Item is a piece of a reading, as the language model sees it.
type Item struct {
	Kind  ItemKind
	Word  lexicon.WordID
	Shape lexicon.Shape
	// Extra is a cost of its own: the letters of an unknown word, the odd
	// pattern of a number.
	Extra int32
}

// A Reading is one way to read a raw token, or two joined.
type Reading struct {
	Text     string // as it would stand in the cleaned text
	Items    []Item
	Channel  int32 // cost of the raw characters under this reading
	Generic  int   // steps that the channel's table does not list
	Identity bool  // the raw text itself
	Splits   int   // spaces put in
	Marks    int   // marks changed
	score    int32 // channel, words without context, shapes
}

// A Reader makes readings of tokens and remembers them. It serves one
// goroutine.
type Reader struct {
	Lex  *lexicon.Lexicon
	Ch   *channel.Model
	walk *Walker
	// Known, if not nil, gives an extra cost for an unknown word that the
	// document vouches for, in place of that of its letters.
	Known func(word string) (int32, bool)

	cache    map[string][]Reading
	joins    map[string][]Reading
	identity map[string]Reading
}

// NewReader returns a reader over the lexicon and the channel.
func NewReader(lex *lexicon.Lexicon, ch *channel.Model) *Reader {
	return &Reader{Lex: lex, Ch: ch, walk: NewWalker(lex, ch),
		cache: make(map[string][]Reading), joins: make(map[string][]Reading), identity: make(map[string]Reading)}
}

const cacheLimit = 1 << 16 // entries of each cache

// maxReadings is how many readings of one token are kept beside the raw one.
const maxReadings = 14

// Identity reads the token as it stands.
func (r *Reader) Identity(raw string) Reading {
	if id, ok := r.identity[raw]; ok {
		return id
	}
	id := Reading{Text: raw, Identity: true, Items: r.items(raw)}
	for _, c := range raw {
		if cost, ok := r.Ch.Cost(string(c), string(c)); ok {
			id.Channel += cost
		}
	}
	id.score = r.scoreItems(id.Items) + id.Channel
	if len(r.identity) > cacheLimit {
		clear(r.identity)
	}
	r.identity[strings.Clone(raw)] = id
	return id
}

// items cuts a token into what the language model sees.
func (r *Reader) items(s string) []Item {
	var out []Item
	runes := []rune(s)
	for i := 0; i < len(runes); {
		c := runes[i]
		switch {
		case lexicon.IsLetter(c):
			j := i + 1
			for j < len(runes) && (lexicon.IsLetter(runes[j]) || unicode.IsDigit(runes[j]) ||
				apostrophe(runes[j]) && j+1 < len(runes) && lexicon.IsLetter(runes[j+1])) {
				j++
			}
			out = r.appendWord(out, runes[i:j])
			i = j
		case unicode.IsDigit(c):
			j := i + 1
			for j < len(runes) && (lexicon.IsLetter(runes[j]) || unicode.IsDigit(runes[j]) ||
				strings.ContainsRune(".,/:", runes[j]) && j+1 < len(runes) && unicode.IsDigit(runes[j+1])) {
				j++
			}
			out = append(out, Item{Kind: ItemWord, Word: r.Lex.Number(), Extra: numberCost(runes[i:j])})
			i = j
		default:
			last := i == len(runes)-1 || !strings.ContainsFunc(string(runes[i:]), func(x rune) bool { return lexicon.IsLetter(x) || unicode.IsDigit(x) })
			switch {
			case (c == '.' || c == '!' || c == '?') && last:
				if n := len(out); n > 0 && out[n-1].Kind == ItemWord {
					out = append(out, Item{Kind: ItemStop})
				}
			case c == ',':
				out = append(out, Item{Kind: ItemComma})
			case c == '-' || apostrophe(c) || c == '.':
			default:
				out = append(out, Item{Kind: ItemBreak})
			}
			i++
		}
	}
	return out
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' }

func (r *Reader) appendWord(out []Item, w []rune) []Item {
	s := string(w)
	if n := len(w); n > 2 && (w[n-1] == 's' || w[n-1] == 'S') && apostrophe(w[n-2]) {
		if r.Lex.Lookup(s) == lexicon.NoWord {
			out = append(out, r.wordItem(string(w[:n-2])))
			return append(out, r.wordItem("'s"))
		}
	}
	return append(out, r.wordItem(s))
}

func (r *Reader) wordItem(s string) Item {
	it := Item{Kind: ItemWord, Word: r.Lex.Lookup(s), Shape: lexicon.ShapeOf(s)}
	if it.Word != lexicon.NoWord {
		return it
	}
	it.Word = r.Lex.Unknown()
	if r.Known != nil {
		if c, ok := r.Known(s); ok {
			it.Extra = c
			return it
		}
	}
	it.Extra = int32(r.Lex.Letters(s)) + unknownShape(s)
	return it
}

// unknownShape is what the capitals of a word that no list has cost: most
// such words are names and abbreviations.
func unknownShape(s string) int32 {
	digit := strings.ContainsFunc(s, unicode.IsDigit)
	switch lexicon.ShapeOf(s) {
	case lexicon.Title:
		if digit {
			return 900
		}
		return 50
	case lexicon.Upper:
		if digit {
			return 150
		}
		return 100
	case lexicon.Mixed:
		return 500
	}
	if digit {
		return 1300
	}
	return 200
}

// numberCost tells usual patterns of digits and letters from odd ones.
func numberCost(w []rune) int32 {
	letters := 0
	for _, c := range w {
		if lexicon.IsLetter(c) {
			letters++
		}
	}
	if letters == 0 {
		return 0
	}
	tail := strings.ToLower(strings.TrimLeftFunc(string(w), unicode.IsDigit))
	switch tail {
	case "st", "nd", "rd", "th", "e", "er", "ste", "de", "bis", "ter", "s":
		return 100
	}
	if letters == 1 && lexicon.IsLetter(w[len(w)-1]) {
		if unicode.IsUpper(w[len(w)-1]) {
			return 300
		}
		return 400
	}
	return 900 + 200*int32(min(letters, 4))
}

// scoreItems is the cost of items without their context.
func (r *Reader) scoreItems(items []Item) int32 {
	c := int32(0)
	prev := lexicon.NoWord
	for _, it := range items {
		if it.Kind != ItemWord {
			continue
		}
		if prev == lexicon.NoWord {
			c += int32(r.Lex.Unigram(it.Word))
		} else {
			b, _ := r.Lex.Bigram(prev, it.Word)
			c += int32(b)
		}
		c += it.Extra + int32(r.Lex.Shape(it.Word, it.Shape))
		prev = it.Word
	}
	return c
}

// An Effort says how far to search for readings.
type Effort uint8

const (
	// Near looks for likely confusions of a word that may be right.
	Near Effort = iota
	// Far looks for whatever a damaged token may have been.
	Far
)

// Readings returns how a token may be read, the raw text first, then the
// likeliest without regard to context.
func (r *Reader) Readings(raw string, effort Effort) []Reading {
	key := raw
	if effort == Far {
		key = "\x00" + raw
	}
	if list, ok := r.cache[key]; ok {
		return list
	}
	list := r.search([]rune(raw), effort)
	list = append([]Reading{r.Identity(raw)}, list...)
	if len(r.cache) > cacheLimit {
		clear(r.cache)
	}
	r.cache[strings.Clone(key)] = list
	return list
}

// partial is a reading of the characters before a position.
type partial struct {
	Reading
	inWord bool // a word ended here; else a new word may begin
	words  int
}

const partialsKept = 10

func (r *Reader) search(raw []rune, effort Effort) []Reading {
	n := len(raw)
	if n == 0 || n > maxRawWord {
		return nil
	}
	letters := 0
	for _, c := range raw {
		if lexicon.IsLetter(c) || unicode.IsDigit(c) {
			letters++
		}
	}
	budget, generic := int32(min(500+160*n, 2400)), 1
	if letters >= 8 {
		generic = 2
	}
	if effort == Near {
		budget, generic = int32(min(500+40*n, 900)), 0
	}
	at := make([][]partial, n+1)
	at[0] = []partial{{}}
	// Marks before the first word: kept or read otherwise.
	for p := 0; p < n && !lexicon.IsLetter(raw[p]) && !unicode.IsDigit(raw[p]); p++ {
		for _, s := range at[p] {
			r.eachMark(raw[p], func(truth string, cost int32, changed bool) {
				if strings.Contains(truth, " ") {
					return
				}
				t := s
				t.Text += truth
				t.Channel += cost
				t.score += cost
				if changed {
					t.Marks++
				}
				t.Items = appendMarks(slices.Clip(s.Items), truth)
				at[p+1] = append(at[p+1], t)
			})
		}
	}
	walkFrom := func(p int, budget int32, generic int) {
		starts := slices.Clone(at[p])
		for _, a := range r.walk.Walk(raw, p, budget, generic) {
			if a.To == p {
				continue
			}
			spell := r.Lex.Spell(a.Word)
			for k := range starts {
				s := &starts[k]
				if s.inWord {
					continue
				}
				for _, shape := range bestShapes(r.Lex, &a) {
					t := *s
					t.inWord = true
					t.words++
					t.Generic += a.Generic
					t.Channel += a.Cost[shape]
					t.Text += shape.Apply(spell)
					it := Item{Kind: ItemWord, Word: a.Word, Shape: shape}
					lm := int32(r.Lex.Unigram(a.Word))
					if m := len(s.Items); m > 0 && s.Items[m-1].Kind == ItemWord {
						b, _ := r.Lex.Bigram(s.Items[m-1].Word, a.Word)
						lm = int32(b)
					}
					t.score += a.Cost[shape] + lm + int32(r.Lex.Shape(a.Word, shape))
					t.Items = append(slices.Clip(s.Items), it)
					at[a.To] = append(at[a.To], t)
				}
			}
		}
	}
	var done []Reading
	for p := 0; p <= n; p++ {
		if len(at[p]) == 0 {
			continue
		}
		keepBest(&at[p])
		opened := false
		for _, s := range slices.Clone(at[p]) {
			if !s.inWord {
				opened = true
				continue
			}
			if p == n || tailOfMarks(raw[p:]) {
				done = r.finish(done, s, raw[p:])
				continue
			}
			if possessive(raw[p:]) {
				t := s
				t.Text += string(raw[p : p+2])
				t.Items = append(slices.Clip(s.Items), Item{Kind: ItemWord, Word: max(r.Lex.Lookup("'s"), 0), Shape: lexicon.Lower})
				done = r.finish(done, t, raw[p+2:])
			}
			if s.words >= 4 {
				continue
			}
			if !lexicon.IsLetter(raw[p]) && !unicode.IsDigit(raw[p]) {
				r.eachMark(raw[p], func(truth string, cost int32, changed bool) {
					if truth == "" || truth == "'" || strings.HasPrefix(truth, " ") && len(truth) > 1 {
						return
					}
					t := s
					t.inWord = false
					t.Text += truth
					t.Channel += cost
					t.score += cost
					if changed {
						t.Marks++
						if strings.Contains(truth, " ") {
							t.Splits++
						}
					}
					t.Items = appendMarks(slices.Clip(s.Items), truth)
					at[p+1] = append(at[p+1], t)
				})
			} else if cost, ok := r.Ch.Cost(" ", ""); ok {
				t := s
				t.inWord = false
				t.Text += " "
				t.Channel += cost
				t.score += cost
				t.Splits++
				// The walk from here happens below, at this same position.
				at[p] = append(at[p], t)
				opened = true
			}
		}
		if opened && p < n {
			if p == 0 || at[p][0].words == 0 {
				walkFrom(p, budget, generic)
			} else if effort == Far {
				keepBest(&at[p])
				walkFrom(p, min(budget, 900), 0)
			} else {
				walkFrom(p, 300, 0)
			}
		}
	}
	slices.SortStableFunc(done, func(a, b Reading) int {
		return cmp.Or(cmp.Compare(a.score, b.score), strings.Compare(a.Text, b.Text))
	})
	self := string(raw)
	var out []Reading
	for _, d := range done {
		if d.Text == self || slices.ContainsFunc(out, func(o Reading) bool { return o.Text == d.Text }) {
			continue
		}
		if out = append(out, d); len(out) == maxReadings {
			break
		}
	}
	return out
}

func (r *Reader) eachMark(raw rune, f func(truth string, cost int32, changed bool)) {
	self := string(raw)
	kept := false
	for _, m := range r.Ch.Marks(self) {
		kept = kept || m.Truth == self
		f(m.Truth, m.Cost, m.Truth != self)
	}
	if !kept {
		f(self, 5, false)
	}
}

// finish closes a reading with the marks after its last word, as they are or
// read otherwise.
func (r *Reader) finish(done []Reading, s partial, tail []rune) []Reading {
	list := []partial{s}
	for _, c := range tail {
		var next []partial
		for _, s := range list {
			r.eachMark(c, func(truth string, cost int32, changed bool) {
				if strings.Contains(truth, " ") {
					return
				}
				t := s
				t.Text += truth
				t.Channel += cost
				t.score += cost
				if changed {
					t.Marks++
				}
				t.Items = appendMarks(slices.Clip(s.Items), truth)
				next = append(next, t)
			})
		}
		keepBest(&next)
		list = next
	}
	for _, t := range list {
		done = append(done, t.Reading)
	}
	return done
}

func appendMarks(items []Item, marks string) []Item {
	for _, c := range marks {
		switch {
		case c == '.' || c == '!' || c == '?':
			if n := len(items); n > 0 && items[n-1].Kind == ItemWord {
				items = append(items, Item{Kind: ItemStop})
			}
		case c == ',':
			items = append(items, Item{Kind: ItemComma})
		case c == '-' || apostrophe(c) || c == ' ':
		default:
			items = append(items, Item{Kind: ItemBreak})
		}
	}
	return items
}

func tailOfMarks(tail []rune) bool {
	for _, c := range tail {
		if lexicon.IsLetter(c) || unicode.IsDigit(c) {
			return false
		}
	}
	return true
}

func possessive(tail []rune) bool {
	return len(tail) >= 2 && apostrophe(tail[0]) && tail[1] == 's' && tailOfMarks(tail[2:])
}

// bestShapes are the one or two likeliest shapes of an arrival.
func bestShapes(lex *lexicon.Lexicon, a *Arrival) []lexicon.Shape {
	shapes := [...]lexicon.Shape{lexicon.Lower, lexicon.Title, lexicon.Upper}
	cost := func(s lexicon.Shape) int32 { return a.Cost[s] + int32(lex.Shape(a.Word, s)) }
	slices.SortStableFunc(shapes[:], func(x, y lexicon.Shape) int { return cmp.Compare(cost(x), cost(y)) })
	if a.Cost[shapes[1]] > a.Least()+500 {
		return shapes[:1]
	}
	return shapes[:2]
}

func keepBest(list *[]partial) {
	slices.SortStableFunc(*list, func(a, b partial) int {
		return cmp.Or(cmp.Compare(a.score, b.score), strings.Compare(a.Text, b.Text))
	})
	if len(*list) > partialsKept {
		*list = (*list)[:partialsKept]
	}
}

// Joins returns readings of two tokens as one, "a b" with one space between
// them, such that one word spans the space.
func (r *Reader) Joins(a, b string) []Reading {
	key := a + " " + b
	if list, ok := r.joins[key]; ok {
		return list
	}
	raw := []rune(key)
	gap := len([]rune(a))
	p := 0
	for p < gap && !lexicon.IsLetter(raw[p]) && !unicode.IsDigit(raw[p]) {
		p++
	}
	var list []Reading
	if len(raw) <= maxRawWord && p < gap {
		var done []Reading
		for _, arrival := range r.walk.Walk(raw, p, 1500, 0) {
			if arrival.To <= gap+1 || !tailOfMarks(raw[arrival.To:]) {
				continue
			}
			spell := r.Lex.Spell(arrival.Word)
			for _, shape := range bestShapes(r.Lex, &arrival) {
				s := partial{Reading: Reading{Text: string(raw[:p]) + shape.Apply(spell), Generic: arrival.Generic}}
				s.Items = append(appendMarks(nil, string(raw[:p])), Item{Kind: ItemWord, Word: arrival.Word, Shape: shape})
				s.Channel = arrival.Cost[shape]
				s.score = s.Channel + r.scoreItems(s.Items)
				done = r.finish(done, s, raw[arrival.To:])
			}
		}
		slices.SortStableFunc(done, func(a, b Reading) int {
			return cmp.Or(cmp.Compare(a.score, b.score), strings.Compare(a.Text, b.Text))
		})
		list = done[:min(len(done), 6)]
	}
	if len(r.joins) > cacheLimit {
		clear(r.joins)
	}
	r.joins[key] = list
	return list
}
