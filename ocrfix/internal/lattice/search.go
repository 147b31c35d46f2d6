package lattice

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"ocrfix/lexicon"
)

// A Token is a run of characters without white space, in its place.
type Token struct {
	Raw        string
	BlockStart bool // first of a paragraph
	LineStart  bool // first of a line
	CapsLine   bool // its line is set in capitals
	TitleLine  bool // its line has a capital on every long word
	AmidSmall  bool // it stands between words in small letters, without marks
	Frozen     bool // must stay as it is
	NoJoin     bool // must not be joined with the token after it
	Astray     bool // a quotation mark before it need not open a paragraph that one behind it ends
}

// A Choice is what the search made of one token, or of two or three joined.
type Choice struct {
	First, Count int // tokens [First, First+Count)
	Reading      Reading
	// Delta is the cost of the reading in its place less that of the raw
	// text, in hundredths of a nat; 0 for the raw text.
	Delta int32
	// Others are the readings that lost, best first, Delta against the raw text too.
	Others []Other
	// Titled says of another reading of one token that words near it have capitals
	// as those of a title have.
	Titled bool
	// Tried are the readings that were weighed of the first token alone, valid
	// until the next call of Decode.
	Tried []Reading
}

// An Other is a reading that lost.
type Other struct {
	Text     string
	Delta    int32
	Identity bool
}

// context is what the cost of the next item depends on.
type context struct {
	a, b lexicon.WordID // the last two words
	mark mark
}

type mark uint8

const (
	markNone  mark = iota
	markStart      // a paragraph begins
	markStop       // a full stop, perhaps of an abbreviation
	markComma
	markHyphen
	markBreak // another mark, or a new line
)

// A Decoder finds the readings of a run of tokens that fit together best: a
// beam search under the channel, the word trigrams and the shapes of words.
type Decoder struct {
	*Reader
	Beam int // hypotheses kept, 0 means 12
	// Barren, if not nil, says of a token of known words that a search found no
	// other reading.
	Barren func(raw string, effort Effort) bool

	// Of the last call, kept for their space.
	hyps     []hypothesis
	cells    [][]int32 // by token border, indexes into hyps
	ids      []Reading
	readings [][]Reading
	joins    [][]joined
	choices  []Choice
	trigrams [1 << 12]trigram
}

type hypothesis struct {
	ctx     context
	cost    int32
	prev    int32
	first   int32 // token the reading begins at, -1 for the start
	count   int32
	reading *Reading
}

// A trigram is a cost that was looked up: the text as it stands is weighed more
// than once.
type trigram struct {
	a, b, c lexicon.WordID
	cost    int32
	level   int32 // 0 where there is none
}

// trigram is Lexicon.Trigram, or as much of it as is not left out.
func (d *Decoder) trigram(a, b, c lexicon.WordID) (int32, int) {
	h := (uint32(a)*0x9e3779b1+uint32(b))*0x85ebca6b + uint32(c)*0xc2b2ae35
	t := &d.trigrams[h>>20]
	if t.level == 0 || t.a != a || t.b != b || t.c != c {
		cost, level := d.Lex.Trigram(a, b, c)
		if d.Without&PartTrigrams != 0 && level > 1 {
			cost, _ = d.Lex.Bigram(b, c)
			level = 2
		}
		*t = trigram{a, b, c, int32(cost), int32(level)}
	}
	return t.cost, int(t.level)
}

func (d *Decoder) start() context {
	return context{d.Lex.Sentence(), d.Lex.Sentence(), markStart}
}

// strangeShape is the stored cost of a shape from which a word hardly ever has it.
const strangeShape = 700

// SmallWord is the stored cost of a first capital from which a word has one
// only in titles and by mistake, and amidSmall what it costs more where the
// words around it are in small letters.
const (
	SmallWord = 450
	amidSmall = 300
	titleWord = 300 // the same for words that show a title around them, together
)

// shapeCost is the cost of the pattern of capitals in its place.
func (d *Decoder) shapeCost(it *Item, m mark, t *Token) int32 {
	if it.Word >= lexicon.WordID(d.Lex.Len()) {
		return 0 // numbers have no shape, unknown words have theirs in Extra
	}
	c := int32(d.Lex.Shape(it.Word, it.Shape))
	if it.Shape == lexicon.Mixed && c >= strangeShape {
		c += strangeShape // a capital amid small letters is no writer's choice
	}
	switch {
	case t.CapsLine:
		if it.Shape == lexicon.Upper {
			return 10
		}
		return min(c, 300) + 150
	case t.TitleLine && it.Shape == lexicon.Title && len(t.Raw) <= 3:
		return min(c, 300) // titles write small words in either way
	case t.TitleLine && it.Shape == lexicon.Title:
		return min(c, 60)
	case m == markStart:
		if it.Shape == lexicon.Title {
			return min(c, 30)
		}
		return c + 50
	case m == markBreak:
		if it.Shape == lexicon.Title {
			return min(c, 200)
		}
	case t.AmidSmall && it.Shape == lexicon.Title && c >= SmallWord:
		return c + amidSmall
	}
	return c
}

// extend adds a reading after a context.
func (d *Decoder) extend(x context, r *Reading, t *Token) (context, int32) {
	cost := r.Channel
	if t.BlockStart {
		x = d.start()
	} else if t.LineStart && x.mark == markNone && t.TitleLine {
		x.mark = markBreak
	}
	for i := range r.Items {
		it := &r.Items[i]
		switch it.Kind {
		case ItemStop:
			if x.mark != markStart {
				x.mark = markStop
			}
		case ItemComma:
			if x.mark == markNone || x.mark == markBreak {
				x.mark = markComma
			}
		case ItemHyphen:
			if x.mark == markNone {
				x.mark = markHyphen
			}
		case ItemBreak:
			cost += it.Extra
			if x.mark != markStop && x.mark != markStart {
				x.mark = markBreak
			}
		case ItemWord:
			cost += it.Extra
			if x.mark == markStop {
				x, cost = d.afterStop(x, it, t, cost)
				continue
			}
			p, _ := d.trigram(x.a, x.b, it.Word)
			cost += p + d.shapeCost(it, x.mark, t)
			switch x.mark {
			case markComma:
				cost += int32(d.Lex.Joint(lexicon.Comma, x.b, it.Word))
			case markHyphen:
				cost += int32(d.Lex.Joint(lexicon.Hyphen, x.b, it.Word))
			}
			x = context{x.b, it.Word, markNone}
		}
	}
	return x, cost
}

// afterStop weighs the end of a sentence against an abbreviation.
func (d *Decoder) afterStop(x context, it *Item, t *Token, cost int32) (context, int32) {
	s := d.Lex.Sentence()
	end, _ := d.trigram(x.a, x.b, s)
	first, _ := d.Lex.Bigram(s, it.Word)
	c := end + int32(first)
	if it.Word < lexicon.WordID(d.Lex.Len()) {
		switch it.Shape {
		case lexicon.Lower:
			c += 450
		case lexicon.Title:
			c += 5
		default:
			c += min(d.shapeCost(it, markStart, t), 400)
		}
	}
	p, _ := d.trigram(x.a, x.b, it.Word)
	abbr := p + d.shapeCost(it, markNone, t) + d.stopCost(x.b)
	if abbr < c {
		return context{x.b, it.Word, markNone}, cost + abbr
	}
	return context{s, it.Word, markNone}, cost + c
}

// Costs of a full stop that does not end the sentence.
const (
	stopOfAbbreviation = 350
	stopOfWord         = 900 // behind a word that is written without one
	mostStop           = 700 // what it costs more behind a word that ends no sentence
)

// stopCost is the cost of a full stop behind a word in mid-sentence.
func (d *Decoder) stopCost(w lexicon.WordID) int32 {
	if d.Abbreviated == nil || w < 0 || w >= lexicon.WordID(d.Lex.Len()) {
		return stopOfAbbreviation
	}
	c, ok := d.stops[w]
	if !ok {
		end, _ := d.Lex.Bigram(w, d.Lex.Sentence())
		c = stopOfWord + min(max(int32(end)-400, 0), mostStop)
		if s := d.Lex.Spell(w); utf8.RuneCountInString(s) == 1 || d.Abbreviated(s) || d.Lex.Flags(w)&lexicon.FlagCorpus == 0 {
			c = stopOfAbbreviation
		}
		d.stops[w] = c
	}
	return c
}

// Decode returns the choices for the tokens, in order, covering them all.
// The slice is valid until the next call.
func (d *Decoder) Decode(tokens []Token) []Choice {
	readings, joins := d.propose(tokens)
	beam := d.Beam
	if beam == 0 {
		beam = 12
	}
	n := len(tokens)
	d.hyps = append(d.hyps[:0], hypothesis{ctx: d.start(), prev: -1, first: -1})
	for len(d.cells) <= n {
		d.cells = append(d.cells, nil)
	}
	for i := range n + 1 {
		d.cells[i] = d.cells[i][:0]
	}
	d.cells[0] = append(d.cells[0], 0)
	for i := range n {
		d.pruneCell(i, beam)
		for _, h := range d.cells[i] {
			for k := range readings[i] {
				d.push(h, i, 1, &readings[i][k], &tokens[i])
			}
			for _, j := range joins[i] {
				for k := range j.readings {
					d.push(h, i, j.count, &j.readings[k], &tokens[i])
				}
			}
		}
	}
	d.pruneCell(n, beam)
	var path []int32
	for h := d.cells[n][0]; d.hyps[h].first >= 0; h = d.hyps[h].prev {
		path = append(path, h)
	}
	slices.Reverse(path)
	choices := d.choices[:0]
	for _, h := range path {
		hyp := &d.hyps[h]
		choices = append(choices, Choice{First: int(hyp.first), Count: int(hyp.count), Reading: *hyp.reading, Tried: readings[hyp.first]})
	}
	d.choices = choices
	for k, h := range path {
		hyp := &d.hyps[h]
		i := int(hyp.first)
		if hyp.count == 1 && hyp.reading.Identity {
			continue
		}
		choices[k].Titled = hyp.count == 1 && d.amidTitle(tokens, d.ids, i)
		d.weigh(&choices[k], d.hyps[hyp.prev].ctx, tokens, readings, path[k+1:])
	}
	return choices
}

func (d *Decoder) push(h int32, i, count int, r *Reading, t *Token) {
	from := &d.hyps[h]
	x, cost := d.extend(from.ctx, r, t)
	d.hyps = append(d.hyps, hypothesis{ctx: x, cost: from.cost + cost, prev: h, first: int32(i), count: int32(count), reading: r})
	d.cells[i+count] = append(d.cells[i+count], int32(len(d.hyps)-1))
}

// pruneCell keeps the best hypotheses at a border, one a context.
func (d *Decoder) pruneCell(i, beam int) {
	cell := d.cells[i]
	if len(cell) < 2 {
		return
	}
	slices.SortFunc(cell, func(a, b int32) int {
		return cmp.Or(cmp.Compare(d.hyps[a].cost, d.hyps[b].cost), cmp.Compare(a, b))
	})
	kept := cell[:0]
	best := d.hyps[cell[0]].cost
	for _, h := range cell {
		if d.hyps[h].cost > best+1500 || len(kept) == beam {
			break
		}
		if !slices.ContainsFunc(kept, func(k int32) bool { return d.hyps[k].ctx == d.hyps[h].ctx }) {
			kept = append(kept, h)
		}
	}
	d.cells[i] = kept
}

// weigh compares a choice with the other readings of the same tokens, its
// neighbours as chosen.
func (d *Decoder) weigh(c *Choice, x context, tokens []Token, readings [][]Reading, after []int32) {
	tail := func(x context) int32 {
		cost, words := int32(0), 0
		for _, h := range after {
			hyp := &d.hyps[h]
			var more int32
			x, more = d.extend(x, hyp.reading, &tokens[hyp.first])
			cost += more
			for _, it := range hyp.reading.Items {
				if it.Kind == ItemWord {
					words++
				}
			}
			if words >= 2 {
				break
			}
		}
		return cost
	}
	place := func(r *Reading, t *Token) int32 {
		y, cost := d.extend(x, r, t)
		return cost + tail(y)
	}
	t := &tokens[c.First]
	own := place(&c.Reading, t)
	raw, y := int32(0), x
	for i := c.First; i < c.First+c.Count; i++ {
		var more int32
		y, more = d.extend(y, &readings[i][0], &tokens[i])
		raw += more
	}
	raw += tail(y)
	c.Delta = own - raw
	if c.Count == 1 {
		for k := range readings[c.First] {
			r := &readings[c.First][k]
			if r.Text != c.Reading.Text {
				c.Others = append(c.Others, Other{r.Text, place(r, t) - raw, r.Identity})
			}
		}
	} else {
		text := tokens[c.First].Raw
		for _, t := range tokens[c.First+1 : c.First+c.Count] {
			text += " " + t.Raw
		}
		c.Others = append(c.Others, Other{text, 0, true})
	}
	slices.SortStableFunc(c.Others, func(a, b Other) int {
		return cmp.Or(cmp.Compare(a.Delta, b.Delta), strings.Compare(a.Text, b.Text))
	})
	c.Others = c.Others[:min(len(c.Others), 5)]
}
