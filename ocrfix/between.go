package ocrfix

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// Marks between words. The decoder weighs the marks of a word together with its
// letters, and knows of what stands around only the words beside. Which mark stands
// between two words is told better by all those near (lexicon.Marks), once they have
// been read, and by what else the scanner made of its marks in the document: a noisy
// channel of its own, whose language model is that of marks.

// betweenRule names what is changed so.
const betweenRule = "between words"

const (
	betweenSure = 0.9             // from which another mark is proposed for one
	putInSure   = 0.97            // where none stood, a semicolon comes or goes, or a sentence would end
	partSure    = 0.995           // where it would end in place of a comma, or not end before a capital
	nothingSure = 0.91            // how sure it is of a comma that it parts nothing, where two words say so
	neverParted = 9 * lexicon.Nat // the cost of one between them from which they do
	neverLast   = 580             // and of a sentence's end behind the first
	readSure    = 0.55            // from which a change is taken for what the page has
	// lostCapital is the share of sentences that begin with a small letter, by that
	// of the words that are damaged.
	lostCapital = 0.2
)

// A markPlace is a place behind a word where a mark stands or may stand.
type markPlace struct {
	at       int                       // index of the token
	word     string                    // without its mark
	raw, now lexicon.Mark              // that the scanner made of it, and the decoder
	capital  bool                      // one follows
	nothing  bool                      // a comma that parts nothing
	shares   [lexicon.NumMarks]float64 // how likely each mark is by what stands around
}

// marksBetween finds marks to be changed in what the decoder made of a stretch, by
// the index of their token.
func (r *run) marksBetween(s *stretch, list []proposal) map[int]repair {
	if s.profile.base.without&lattice.PartMarksBetween != 0 {
		return nil
	}
	texts, by := s.readSoFar(list)
	places := s.markPlaces(texts)
	channel := s.profile.markChannel(places)
	out := make(map[int]repair)
	for i := range places {
		p := &places[i]
		mark, sure := channel.read(p)
		if p.nothing && sure < nothingSure {
			mark, sure = lexicon.NoMark, nothingSure
		}
		if mark == p.now || mark == p.raw || sure < p.surely(mark) {
			continue
		}
		fix := repair{p.word, betweenRule, sure}
		if mark != lexicon.NoMark {
			fix.text += lexicon.MarkChars[mark : mark+1]
		}
		if k, ok := by[p.at]; ok {
			q := &list[k]
			if q.Count > 1 || q.repair != nil {
				continue
			}
			if texts[p.at] == q.new { // its letters are mended too
				fix.confidence = min(fix.confidence, q.accepted(q.class()))
			}
		} else if t := &s.tokens[p.at]; t.Frozen && (t.LineStart || sure < putInSure || !allDigits(p.word) || r.guard.protects(t.Raw)) {
			continue // but the mark behind a number within a line is no part of it
		}
		out[p.at] = fix
	}
	return out
}

// surely is how sure a mark must be to be put for that of the place.
func (p *markPlace) surely(mark lexicon.Mark) float64 {
	switch {
	case p.raw == lexicon.MarkComma && mark == lexicon.MarkStop, p.raw == lexicon.MarkStop && p.capital:
		return partSure
	case p.raw == lexicon.NoMark, p.raw == lexicon.MarkSemicolon, mark == lexicon.MarkSemicolon, mark == lexicon.MarkStop:
		return putInSure
	}
	return betweenSure
}

// readSoFar returns the tokens as they are read: of several that are read as one,
// the last has the text. by has the index in list of what is proposed for a token.
func (s *stretch) readSoFar(list []proposal) (texts []string, by map[int]int) {
	texts, by = make([]string, len(s.tokens)), make(map[int]int)
	for i := range s.tokens {
		texts[i] = s.tokens[i].Raw
	}
	for k := range list {
		p := &list[k]
		for i := range p.Count {
			by[p.First+i] = k
		}
		sure := 0.0
		if p.repair != nil {
			sure = p.repair.confidence
		} else if p.vetoed() == "" {
			sure = p.accepted(p.class())
		}
		if sure < readSure {
			continue
		}
		for i := range p.Count {
			texts[p.First+i] = ""
		}
		texts[p.First+p.Count-1] = p.new
	}
	return texts, by
}

// markPlaces finds where marks may have been misread: where one stands, and before
// capitals.
func (s *stretch) markPlaces(texts []string) []markPlace {
	var out []markPlace
	var words []lexicon.MarkedWord
	var of []int // the token of each word
	for i, k := 0, 0; i < len(s.tokens); k++ {
		j := blockEnd(s.tokens, i, mostTokens)
		marks, lex := lexicon.BuiltinMarks(s.blocks[k]), lexicon.Builtin(s.blocks[k])
		if marks == nil {
			i = j
			continue
		}
		words, of = words[:0], of[:0]
		for ; i < j; i++ {
			for f := range strings.FieldsSeq(texts[i]) {
				words = marks.Append(words, f)
			}
			for len(of) < len(words) {
				of = append(of, i)
			}
		}
		for w := 0; w+1 < len(words); w++ {
			at, next := of[w], &words[w+1]
			if of[w+1] != at+1 || next.Opens || s.tokens[at].CapsLine || s.tokens[at].TitleLine {
				continue
			}
			p := markPlace{at: at, capital: next.Capital}
			var whole, read bool
			_, p.raw, whole = cutMark(s.tokens[at].Raw)
			p.word, p.now, read = cutMark(texts[at])
			if !whole || !read || p.raw == lexicon.NoMark && (!next.Capital || words[w].Digit || s.endsTitle(at)) || !tellsMark(lex, p.word, texts[at+1]) {
				continue
			}
			p.shares = marks.Shares(words, w)
			switch {
			case p.raw == lexicon.MarkStop && !next.Capital:
				next.Capital = true // a sentence may have lost it
				p.shares[lexicon.MarkStop] += marks.Shares(words, w)[lexicon.MarkStop] * lostCapital * s.profile.damage
				next.Capital = false
			case p.raw == lexicon.MarkComma && opensAside(lex, texts[at+1]):
				p.shares[lexicon.NoMark] = 0
			case p.raw == lexicon.MarkComma:
				p.nothing = !closesAside(texts, at) && partsNothing(lex, p.word, texts[at+1])
			}
			out = append(out, p)
		}
	}
	return out
}

// asideReach is how many tokens there are from one comma of a short remark to the other.
const asideReach = 4

// closesAside says whether the comma of token at may be the other of one close before
// it: its, or their, members.
func closesAside(texts []string, at int) bool {
	for i := at - 1; i >= max(at-asideReach, 0); i-- {
		if strings.HasSuffix(texts[i], ",") {
			return true
		}
	}
	return false
}

// partsNothing says whether a comma parts nothing behind one of the commonest words
// that wants another behind it: the, members. A preposition may stand alone (year in,
// year out).
func partsNothing(lex *lexicon.Lexicon, word, next string) bool {
	a, b := lex.Lookup(word), lex.Lookup(core(next))
	if a == lexicon.NoWord || b == lexicon.NoWord || lexicon.ShapeOf(next) != lexicon.Lower || lex.Unigram(a) >= commonest {
		return false
	}
	end, _ := lex.Bigram(a, lex.Sentence())
	return end >= neverLast && lex.Joint(lexicon.Comma, a, b) >= neverParted
}

// endsTitle says whether token i ends a line so short that it may be a title, which
// has no stop behind it.
func (s *stretch) endsTitle(i int) bool {
	if !s.tokens[i+1].LineStart {
		return false
	}
	from := i
	for from > 0 && i-from < longestTitle && !s.tokens[from].LineStart {
		from--
	}
	return i-from < longestTitle
}

// cutMark parts a token into its word, or its number, and the one mark behind it;
// whole is false where neither stands before that.
func cutMark(token string) (word string, mark lexicon.Mark, whole bool) {
	word = token
	if token != "" {
		if k := strings.IndexByte(lexicon.MarkChars[1:], token[len(token)-1]); k >= 0 {
			word, mark = token[:len(token)-1], lexicon.Mark(k+1)
		}
	}
	last, _ := utf8.DecodeLastRuneInString(word)
	return word, mark, unicode.IsLetter(last) || allDigits(word)
}

// tellsMark says of a word and the token behind it that what stands between them is
// to be told: both are read as words, or the first is a number, it has no stop of its
// own, and they are not the halves of one, the hyphen of which may be misread.
func tellsMark(lex *lexicon.Lexicon, word, next string) bool {
	a, b := core(word), core(next)
	x := lexicon.Fold(a)
	switch {
	case strings.Contains(next, ")"):
		return false
	case allDigits(word):
		return lex.Lookup(b) != lexicon.NoWord
	case utf8.RuneCountInString(a) < 2 || strings.Contains(a, ".") || abbreviated(a) ||
		writtenShort(x) || beforeName[x] || beforeNumber[x]:
		return false
	}
	a, b = behindElision(a, lex), behindElision(b, lex)
	return (lex.Lookup(a) != lexicon.NoWord || lexicon.ShapeOf(a) == lexicon.Title) && lex.Lookup(b) != lexicon.NoWord && lex.Lookup(a+b) == lexicon.NoWord
}

// opensAside says whether a word is one of those that remarks between commas begin
// with, wherever they stand.
func opensAside(lex *lexicon.Lexicon, next string) bool {
	id := lex.Lookup(core(next))
	return id != lexicon.NoWord && lex.Unigram(id) < commonest
}

// A markChannel is how likely the scanner makes each mark of each true one: by the
// true mark, then the raw one.
type markChannel [lexicon.NumMarks][lexicon.NumMarks]float64

// usualMarks is the least of that in any document, by the share of its words that
// are damaged.
var usualMarks = markChannel{
	lexicon.NoMark:        {0, 0.02, 0.003, 0.015, 0.04},
	lexicon.MarkComma:     {0.04, 0, 0.03, 0.02, 0.25},
	lexicon.MarkSemicolon: {0.05, 0.15, 0, 0.5, 0.03},
	lexicon.MarkColon:     {0.05, 0.03, 0.15, 0, 0.06},
	lexicon.MarkStop:      {0.1, 0.12, 0.005, 0.03, 0},
}

const (
	markPrior  = 60  // occurrences of a mark that what is known before weighs
	markRounds = 3   // of learning from what is read
	markTells  = 0.9 // how sure a mark is from which it teaches
	leastShare = 1e-5
)

// markChannel learns the channel of marks from the places of a document, beginning
// with that of its characters: expectation maximisation, by what is nearly sure.
func (p *profile) markChannel(places []markPlace) *markChannel {
	var before markChannel
	for m := range before {
		changed := 0.0
		for r := range before[m] {
			if m != r {
				before[m][r] = max(p.markShare(m, r), usualMarks[m][r]*p.damage)
				changed += before[m][r]
			}
		}
		before[m][m] = 1 - changed
	}
	c := before
	for range markRounds {
		var seen markChannel
		for i := range places {
			if m, sure := c.read(&places[i]); sure > markTells {
				seen[m][places[i].raw]++
			}
		}
		for m := range c {
			sum := float64(markPrior)
			for _, n := range seen[m] {
				sum += n
			}
			for r := range c[m] {
				c[m][r] = (seen[m][r] + markPrior*before[m][r]) / sum
			}
		}
	}
	return &c
}

// markShare is how often the channel of characters makes mark raw of truth. What it
// puts in stands anywhere, the sixth part between words.
func (p *profile) markShare(truth, raw int) float64 {
	of := func(m int) string { return strings.TrimSpace(lexicon.MarkChars[m : m+1]) }
	cost, ok := p.channel.Cost(of(truth), of(raw))
	switch {
	case !ok:
		return leastShare
	case truth == int(lexicon.NoMark):
		cost = lattice.SpeckCost(cost)
	}
	return math.Exp(-float64(cost) / float64(lexicon.Nat))
}

// read is the likeliest mark of a place, and its probability.
func (c *markChannel) read(p *markPlace) (best lexicon.Mark, sure float64) {
	sum := 0.0
	for m := range c {
		x := float64(p.shares[m] * c[m][p.raw])
		sum += x
		if x > sure {
			best, sure = lexicon.Mark(m), x
		}
	}
	return best, rounded(sure / sum)
}

// mendMarks puts repairs of marks, by the index of their token, into a list of
// proposals, in order.
func (r *run) mendMarks(s *stretch, list []proposal, fixes map[int]repair) []proposal {
	for k := range list {
		if fix, ok := fixes[list[k].First]; ok {
			list[k].mend(&fix)
			delete(fixes, list[k].First)
		}
	}
	for at, fix := range fixes {
		p := r.proposal(s, lattice.Choice{First: at, Count: 1, Reading: lattice.Reading{Text: fix.text}})
		p.mend(&fix)
		list = append(list, p)
	}
	if len(fixes) > 0 {
		slices.SortFunc(list, func(a, b proposal) int { return a.First - b.First })
	}
	return list
}

// mend puts a repair of marks in place of what is proposed. Where that mends letters
// too, the kind of change stays the same.
func (p *proposal) mend(fix *repair) {
	if lettersOf(p.raw) != lettersOf(fix.text) {
		p.of = p.class()
	}
	p.repair, p.fallback, p.new = fix, nil, fix.text
}

// allDigits says whether a string is digits alone, one at the least.
func allDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
