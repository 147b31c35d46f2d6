package lattice

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
)

type doubt uint8

const (
	sound    doubt = iota
	doubtful       // known words in an unlikely place
	strange        // known words that hardly ever stand there
	odd            // not a word, or marks where none belong
)

// doubts is the cheap look at every token that spares most the search. It also
// says which tokens have a quotation mark without its other.
func (d *Decoder) doubts(tokens []Token, ids []Reading) (out []doubt, single []bool) {
	n := len(tokens)
	out, single = make([]doubt, n), make([]bool, n)
	cost, level := make([]int32, n), make([]int8, n)
	a, b := d.Lex.Sentence(), d.Lex.Sentence()
	for i := range ids {
		if tokens[i].BlockStart {
			a, b = d.Lex.Sentence(), d.Lex.Sentence()
		}
		level[i] = 3
		if len(tokens[i].Raw) > LongestToken {
			continue
		}
		if oddMarks(tokens[i].Raw) || tokens[i].Raw == "|" {
			out[i] = odd
		} else if single[i] = d.Without&PartQuotes == 0 && !strings.ContainsAny(tokens[i].Raw, "«»") && Unmatched(tokens, i); single[i] {
			out[i] = doubtful // « and » also stand for what could not be read
		}
		for k := range ids[i].Items {
			it := &ids[i].Items[k]
			switch it.Kind {
			case ItemStop:
				a, b = b, d.Lex.Sentence()
			case ItemWord:
				p, l := d.trigram(a, b, it.Word)
				cost[i] = max(cost[i], p)
				level[i] = min(level[i], int8(l))
				a, b = b, it.Word
				if it.Word == d.Lex.Unknown() || it.Word == d.Lex.Number() && it.Extra > 350 {
					out[i] = odd
				} else if it.Shape == lexicon.Mixed && d.Lex.Shape(it.Word, lexicon.Mixed) > 100 {
					out[i] = odd
				}
			}
		}
	}
	for i := range out {
		if out[i] != sound || len(ids[i].Items) == 0 {
			continue
		}
		l, c := int8(3), int32(0)
		if i+1 < n {
			l, c = level[i+1], cost[i+1]
		}
		if _, habit := d.habit(tokens[i].Raw); habit || level[i]+l <= 3 || level[i]+l == 4 && cost[i]+c > 1500 || cost[i]+c > 1900 || d.joinsNothing(&ids[i]) || d.oddShape(&tokens[i], &ids[i]) || d.oddEnd(tokens, ids, i) || d.mistaken(tokens[i].Raw, &ids[i]) {
			if out[i] = doubtful; cost[i] > strangeCost && len(tokens[i].Raw) <= longestStrange && d.Without&PartWide == 0 {
				out[i] = strange
			}
		}
	}
	return out, single
}

// strangeCost is the cost of a word in its place from which it hardly ever
// stands there.
const strangeCost = 1000

// longestStrange is how many bytes a word has at the most that is looked for
// farther there: longer ones seldom become another word.
const longestStrange = 8

// joinsNothing notices a hyphen between words that hardly ever have one.
func (d *Decoder) joinsNothing(r *Reading) bool {
	for k := 2; k < len(r.Items); k++ {
		a, b := &r.Items[k-2], &r.Items[k]
		if r.Items[k-1].Kind == ItemHyphen && a.Kind == ItemWord && b.Kind == ItemWord && d.Lex.Joint(lexicon.Hyphen, a.Word, b.Word) > NeverJoins {
			return true
		}
	}
	return false
}

// oddShape notices capitals and small letters where they seldom stand.
func (d *Decoder) oddShape(t *Token, r *Reading) bool {
	if t.CapsLine || t.TitleLine || t.BlockStart {
		return false
	}
	it := &r.Items[0]
	return it.Kind == ItemWord && it.Word < lexicon.WordID(d.Lex.Len()) && d.Lex.Shape(it.Word, it.Shape) > 450
}

// oddEnd notices a mark at the end of a token that the next one contradicts.
func (d *Decoder) oddEnd(tokens []Token, ids []Reading, i int) bool {
	if i+1 >= len(tokens) || tokens[i+1].BlockStart || len(ids[i+1].Items) == 0 {
		return false
	}
	last, next := ids[i].Items[len(ids[i].Items)-1], ids[i+1].Items[0]
	if next.Kind == ItemWord && next.Word == d.Lex.Number() {
		return last.Kind == ItemStop && d.endsNothing(&ids[i])
	}
	if next.Kind != ItemWord || next.Word >= lexicon.WordID(d.Lex.Len()) {
		return false
	}
	switch last.Kind {
	case ItemHyphen:
		return next.Shape == lexicon.Lower && !tokens[i+1].LineStart && d.Lex.Joint(lexicon.Hyphen, lastWord(&ids[i]), next.Word) > NeverJoins
	case ItemStop:
		return next.Shape == lexicon.Lower || d.endsNothing(&ids[i])
	case ItemComma:
		return next.Shape == lexicon.Title && d.Lex.Shape(next.Word, lexicon.Title) > 150 || d.pausesNothing(&ids[i], next.Word)
	}
	return false
}

// endsNothing says whether the full stop of a reading stands behind a word that
// no sentence ends in.
func (d *Decoder) endsNothing(r *Reading) bool {
	w := lastWord(r)
	if !d.listed(w) || d.Abbreviated != nil && d.Abbreviated(d.Lex.Spell(w)) {
		return false
	}
	return EndsNothing(d.Lex, w)
}

// EndsNothing says whether hardly any sentence ends in a word.
func EndsNothing(lex *lexicon.Lexicon, w lexicon.WordID) bool {
	end, _ := lex.Bigram(w, lex.Sentence())
	return end > neverEnds
}

// pausesNothing says whether the comma of a reading stands between words that
// hardly ever have one.
func (d *Decoder) pausesNothing(r *Reading, next lexicon.WordID) bool {
	w := lastWord(r)
	return w != lexicon.NoWord && PausesNothing(d.Lex, w, next)
}

// PausesNothing says whether two words hardly ever have a comma between them.
func PausesNothing(lex *lexicon.Lexicon, w, next lexicon.WordID) bool {
	return lex.Joint(lexicon.Comma, w, next) > neverPauses
}

const (
	neverEnds   = 500 // cost of a sentence's end from which a word ends none
	neverPauses = 800 // that of a comma between two words from which they have none
	NeverJoins  = 550 // and that of a hyphen between them
)

// lastWord is the last word of a reading, NoWord where it has none.
func lastWord(r *Reading) lexicon.WordID {
	for i := len(r.Items) - 1; i >= 0; i-- {
		if r.Items[i].Kind == ItemWord {
			return r.Items[i].Word
		}
	}
	return lexicon.NoWord
}

// A short word is looked at wherever it stands if the scanner makes it of
// another so often.
const (
	longestMistaken = 4 // bytes
	mistakenCost    = 300
)

// mistaken says whether a short word is one that the scanner of this document
// often makes of another.
func (d *Decoder) mistaken(raw string, id *Reading) bool {
	if len(raw) > longestMistaken || strings.ContainsFunc(raw, func(c rune) bool { return !lexicon.IsLetter(c) }) {
		return false
	}
	v, ok := d.mistakes[raw]
	if !ok {
		v = slices.ContainsFunc([]rune(raw), func(c rune) bool { return d.Ch.Mistaken(c, mistakenCost-d.Ch.Ease) }) &&
			slices.ContainsFunc(d.Readings(raw, Near), func(x Reading) bool {
				return !x.Identity && x.Splits == 0 && x.Marks == 0 && x.Channel < id.Channel+mistakenCost
			})
		d.mistakes[strings.Clone(raw)] = v
	}
	return v
}

// oddMarks says whether marks stand where a word does not have them.
func oddMarks(raw string) bool {
	first, last := -1, -1
	for i, r := range raw {
		if lexicon.IsLetter(r) || unicode.IsDigit(r) {
			if first < 0 {
				first = i
			}
			last = i
		}
	}
	if first < 0 {
		return false
	}
	for i, r := range raw {
		if lexicon.IsLetter(r) || unicode.IsDigit(r) {
			continue
		}
		switch {
		case i < first:
			if !strings.ContainsRune(`("'“‘«[-–—•*§$€£#`, r) {
				return true
			}
		case i > last:
			if !strings.ContainsRune(`.,;:!?)"'”’»]-–—%*`, r) {
				return true
			}
		default:
			if !strings.ContainsRune(`-'’–—/.&@`, r) {
				return true
			}
			if r == '.' && !abbreviationLike(raw) {
				return true
			}
		}
	}
	open, closed := strings.Count(raw, "("), strings.Count(raw, ")")
	return open+closed == 1 && strings.ContainsAny(raw, "{}[]") || strings.ContainsAny(raw, "{}")
}

// abbreviationLike: U.S., e.g., 12.5, S.A.
func abbreviationLike(raw string) bool {
	run := 0
	for _, r := range raw {
		if lexicon.IsLetter(r) {
			if run++; run > 2 {
				return false
			}
		} else {
			run = 0
		}
	}
	return true
}

// QuoteReach is how many tokens a quotation has at most; its other mark is
// looked for so far.
const QuoteReach = 80

// Unmatched says whether a token begins with a quotation mark that its
// paragraph does not close, or ends in one that it did not open. A paragraph
// may begin with a mark that is closed in a later one, unless it is astray.
func Unmatched(tokens []Token, i int) bool {
	raw := tokens[i].Raw
	if first, _ := utf8.DecodeRuneInString(raw); !tokens[i].BlockStart || tokens[i].Astray {
		if closing := closingMarks(first); closing != "" && !EndsQuoted(raw, closing) {
			for j := i + 1; j < min(len(tokens), i+QuoteReach) && !tokens[j].BlockStart; j++ {
				if EndsQuoted(tokens[j].Raw, closing) && (j < i+fewQuoted || !ownsMany(tokens[j].Raw)) {
					return false
				}
			}
			return true
		}
	}
	last, n := utf8.DecodeLastRuneInString(raw)
	rest := raw[:len(raw)-n]
	opening := openingMarks(last)
	if opening == "" || strings.ContainsAny(rest, opening) || apostrophe(last) && strings.HasSuffix(rest, "s") {
		return false
	}
	for j := i; j > max(0, i-QuoteReach) && !tokens[j].BlockStart; j-- {
		if BeginsQuoted(tokens[j-1].Raw, opening) {
			return false
		}
	}
	return true
}

// fewQuoted is how many tokens a quotation has that ends in the apostrophe of what
// owns something: others end farther on by chance.
const fewQuoted = 10

// ownsMany says whether a token ends as a word that owns something in the plural does.
func ownsMany(raw string) bool {
	return strings.HasSuffix(raw, "s'") || strings.HasSuffix(raw, "s’")
}

// BeginsQuoted says whether one of the marks stands before the first letter or
// digit of a token.
func BeginsQuoted(raw, opening string) bool {
	head := strings.IndexFunc(raw, func(r rune) bool { return lexicon.IsLetter(r) || unicode.IsDigit(r) })
	if head < 0 {
		head = len(raw)
	}
	return strings.ContainsAny(raw[:head], opening)
}

// closingMarks are the marks that close a quotation which r opens.
func closingMarks(r rune) string {
	switch r {
	case '“', '"':
		return `"”`
	case '‘', '\'':
		return "'’"
	case '«':
		return "»"
	case '»': // as German sets them
		return "«"
	}
	return ""
}

// openingMarks are the marks that open a quotation which r closes.
func openingMarks(r rune) string {
	switch r {
	case '”', '"':
		return `"“„`
	case '’', '\'':
		return "'‘‚"
	case '»':
		return "«"
	case '«':
		return "»"
	}
	return ""
}

// EndsQuoted says whether one of the marks stands behind the last letter or
// digit of a token.
func EndsQuoted(raw, closing string) bool {
	tail := strings.LastIndexFunc(raw, func(r rune) bool { return lexicon.IsLetter(r) || unicode.IsDigit(r) })
	return strings.ContainsAny(raw[tail+1:], closing)
}

// unmatchedCost is what a quotation mark costs that has no other.
const unmatchedCost = 300

// quoteless returns the readings, the raw one first, those dearer that have as
// many quotation marks.
func quoteless(list []Reading) []Reading {
	marks := quotes(list[0].Text)
	out := slices.Clone(list)
	for i := range out {
		if quotes(out[i].Text) >= marks {
			out[i].Channel += unmatchedCost
		}
	}
	return out
}

func quotes(s string) int {
	n := 0
	for _, r := range s {
		if strings.ContainsRune("“”‘’\"'", r) {
			n++
		}
	}
	return n
}
