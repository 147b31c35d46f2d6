package ocrfix

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// Marks that stand by themselves within a line belong to the word before or
// behind, or to none.

// A place says where a mark that stands by itself belongs.
type place uint8

const (
	placeHere   place = iota // where it stands
	placeBefore              // at the end of the word before
	placeBehind              // at the start of the word behind
	placeNone                // nowhere: it is a speck
)

// marksApart finds the marks that stand apart from their word, by the index of
// their token, in blocks of these languages. French sets a space before some, and
// within quotation marks.
func marksApart(tokens []lattice.Token, blocks []string) map[int]place {
	out := make(map[int]place)
	const stops, pauses = ".,", ";:?!"
	stopsAstray, pausesAstray := spaced(tokens, stops), spaced(tokens, pauses)
	numbersAside := behindNumbers(tokens, stops+pauses)
	for b := range eachBlock(tokens, blocks) {
		marks := ""
		if stopsAstray {
			marks += stops
		}
		if pausesAstray && b.lang != "fr" {
			marks += pauses
		}
		if b.lang != "fr" && tokens[b.from].BlockStart {
			quotesApart(tokens[b.from:blockEnd(tokens, b.from, len(tokens))], b.from, out)
		}
		lex := lexicon.Builtin(b.lang)
		for i := b.from; i < b.to; i++ {
			switch t := &tokens[i]; {
			case loneBullet(tokens, i):
				out[i] = placeNone
			case i == 0 || t.LineStart || t.BlockStart:
			case apartFrom(tokens, i, marks):
				aside := numbersAside && endsNumber(tokens[i-1].Raw)
				if !aside && (lex == nil || mayStand(tokens, i, lex)) {
					out[i] = placeBefore
				}
			case lex != nil && speck(tokens, i, lex):
				out[i] = placeNone
			}
		}
	}
	return out
}

// How sure a mark that stands apart is of the word beside it, and a speck of none.
const (
	markApartSure  = 0.96
	quoteApartSure = 0.75 // the word beside it may be damaged too
	speckSure      = 0.8
)

// spaced says whether so few of some marks stand apart from the word before
// them, beside those that do not, that these are errors: one by itself, or one in
// eleven.
func spaced(tokens []lattice.Token, marks string) (errors bool) {
	apart, attached := 0, 0
	for i := range tokens {
		raw := tokens[i].Raw
		if last := raw[len(raw)-1]; strings.IndexByte(marks, last) < 0 {
			continue
		} else if len(raw) == 1 {
			apart++
		} else {
			attached++
		}
	}
	return apart*10 <= attached || apart == 1 && attached >= 5
}

// behindNumbers says whether marks stand apart behind numbers time and again, and
// behind words less often: the numbers are notes or links that were set aside.
func behindNumbers(tokens []lattice.Token, marks string) bool {
	numbers, words := 0, 0
	for i := 1; i < len(tokens); i++ {
		switch {
		case tokens[i].LineStart || len(tokens[i].Raw) != 1 || !strings.Contains(marks, tokens[i].Raw):
		case endsNumber(tokens[i-1].Raw):
			numbers++
		default:
			words++
		}
	}
	return numbers > 1 && numbers > words
}

// endsNumber: 1990, §1, 1er.
func endsNumber(s string) bool {
	s = strings.TrimRightFunc(s, unicode.IsLower)
	last, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsDigit(last)
}

// apartFrom says whether token i is one of some marks that belongs to the word
// before.
func apartFrom(tokens []lattice.Token, i int, marks string) bool {
	raw := tokens[i].Raw
	if len(raw) != 1 || !strings.Contains(marks, raw) {
		return false
	}
	before := tokens[i-1].Raw
	switch {
	case opensBracket(before):
		return false // a reference: [AA : A1838, 85/4]
	case i+1 < len(tokens) && strings.HasPrefix(tokens[i+1].Raw, "."):
		return false // . . .
	case raw == "." && nextOf(tokens, i+1) == nextSmall && !strings.Contains(before, "."):
		return false // no full stop
	case strings.Contains(":?!", raw) && nextOf(tokens, i+1) == nextSmall:
		return false // rubbish, more often
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	return lexicon.IsLetter(last) || unicode.IsDigit(last) || strings.ContainsRune(`)"'”’»`, last)
}

// mayStand says whether the full stop or the comma that token i is may stand behind
// the word before: no sentence ends in of or the, and no clause.
func mayStand(tokens []lattice.Token, i int, lex *lexicon.Lexicon) bool {
	before := lex.Lookup(tokens[i-1].Raw)
	if before == lexicon.NoWord {
		return true
	}
	switch tokens[i].Raw {
	case ".":
		return !lattice.EndsNothing(lex, before)
	case ",":
		if i+1 < len(tokens) {
			if next := lex.Lookup(core(tokens[i+1].Raw)); next != lexicon.NoWord {
				return !lattice.PausesNothing(lex, before, next)
			}
		}
	}
	return true
}

// opensBracket says whether a token begins with a bracket that it does not close.
func opensBracket(s string) bool {
	return strings.IndexByte("([", s[0]) >= 0 && !strings.ContainsAny(s, ")]")
}

// specks are marks that no word takes in mid-sentence.
const specks = ".'‘’*|_~^`\\"

// speck says whether token i is a mark between two words in small letters that
// follow one another oftener than by chance: between others it may be what is left
// of a word.
func speck(tokens []lattice.Token, i int, lex *lexicon.Lexicon) bool {
	raw := tokens[i].Raw
	if _, n := utf8.DecodeRuneInString(raw); n != len(raw) || !strings.Contains(specks, raw) ||
		i+1 == len(tokens) || tokens[i+1].LineStart || tokens[i+1].BlockStart {
		return false
	}
	before, behind := tokens[i-1].Raw, tokens[i+1].Raw
	if lexicon.ShapeOf(before) != lexicon.Lower || lexicon.ShapeOf(behind) != lexicon.Lower {
		return false
	}
	a, b := lex.Lookup(before), lex.Lookup(behind)
	if a == lexicon.NoWord || b == lexicon.NoWord {
		return false
	}
	cost, seen := lex.Bigram(a, b)
	return seen && cost < lex.Unigram(b)
}

// bullets are the marks of the items of a list; an asterisk by itself is an ornament.
const bullets = "•●■▪◦‣"

// itemReach is how many tokens away a list has its next item at the most.
const itemReach = 300

// loneBullet says whether token i is a bullet that has a line and a paragraph to
// itself and is no item of a list: a list has more than one.
func loneBullet(tokens []lattice.Token, i int) bool {
	if t := &tokens[i]; !t.LineStart || !strings.Contains(bullets, t.Raw) || i+1 < len(tokens) && !tokens[i+1].BlockStart {
		return false
	}
	for j := max(0, i-itemReach); j < min(len(tokens), i+itemReach); j++ {
		if j != i && bullet(tokens, j) {
			return false
		}
	}
	return true
}

// bullet says whether token i begins a line with a mark.
func bullet(tokens []lattice.Token, i int) bool {
	if !tokens[i].LineStart {
		return false
	}
	r, n := utf8.DecodeRuneInString(tokens[i].Raw)
	return strings.ContainsRune(bullets, r) || n == len(tokens[i].Raw) && !lexicon.IsLetter(r) && !unicode.IsDigit(r)
}

// quotesApart finds the quotation marks that stand by themselves in a paragraph,
// which begins at token from, and whether each opens or closes: by the marks
// before and behind it, and by what stands beside it.
func quotesApart(block []lattice.Token, from int, out map[int]place) {
	open := false
	for i := range block {
		raw := block[i].Raw
		if raw != quote {
			if opens, closes := quoted(raw); opens || closes {
				open = !closes
			}
			continue
		}
		speaks := opensMore(block, i, open)
		switch {
		case speaks >= 2 && mayOpen(block, i):
			out[from+i], open = placeBehind, true
		case speaks <= -2 && mayClose(block, i):
			out[from+i], open = placeBefore, false
		}
	}
}

const quote = `"`

// quoted says whether a quotation mark stands before and behind the letters and
// digits of a token.
func quoted(raw string) (opens, closes bool) {
	if core(raw) == "" {
		return false, false
	}
	return lattice.BeginsQuoted(raw, quote), lattice.EndsQuoted(raw, quote)
}

// opensMore weighs what speaks for a mark that opens a quotation, below zero for
// one that closes it.
func opensMore(block []lattice.Token, i int, open bool) int {
	n := 1
	if open {
		n = -2
	}
	for j := i + 1; j < min(len(block), i+lattice.QuoteReach); j++ {
		opens, closes := quoted(block[j].Raw)
		if closes {
			n += 2
			break
		}
		if opens {
			n--
			break
		}
	}
	if i > 0 && i+1 < len(block) {
		next, _ := utf8.DecodeRuneInString(block[i+1].Raw)
		switch before := block[i-1].Raw; before[len(before)-1] {
		case ',', ':':
			if unicode.IsUpper(next) {
				n++
			}
		case '.', '?', '!':
			if unicode.IsLower(next) {
				n--
			}
		}
	}
	return n
}

// mayOpen says whether the token behind a mark may begin a quotation.
func mayOpen(block []lattice.Token, i int) bool {
	if i+1 == len(block) || block[i+1].LineStart {
		return false
	}
	first, _ := utf8.DecodeRuneInString(block[i+1].Raw)
	return unicode.IsLetter(first) || unicode.IsDigit(first)
}

// mayClose says whether the token before a mark may end a quotation.
func mayClose(block []lattice.Token, i int) bool {
	if i == 0 || block[i].LineStart {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(block[i-1].Raw)
	return unicode.IsLetter(last) || strings.ContainsRune(".,;?!", last)
}

// setRight makes the proposal that moves the mark of token at to its place. A
// wide gap beside a quotation mark is one of a table.
func (p *proposal) setRight(d *Document, s *stretch, at int) {
	whole := p.Span
	fix := repair{p.new, "mark apart", markApartSure}
	switch s.apart[at] {
	case placeBefore:
		whole.Start = s.places[at-1].End
	case placeBehind:
		whole.End = s.places[at+1].Start
	case placeNone:
		if !s.tokens[at].LineStart {
			whole.End = s.places[at+1].Start
		}
		fix = repair{"", "speck", speckSure}
	}
	if fix.text == quote {
		if whole.End-whole.Start > len(quote+" ") {
			return
		}
		fix.confidence = quoteApartSure
	}
	p.Span, p.raw, p.new, p.repair = whole, d.Text[whole.Start:whole.End], fix.text, &fix
}
