package lattice

import (
	"strings"
	"unicode"

	"ocrfix/lexicon"
)

// An ItemKind tells what a reading is made of.
type ItemKind uint8

const (
	ItemWord   ItemKind = iota // a word, a number or an unknown word
	ItemStop                   // a mark that may end a sentence
	ItemComma                  // a comma
	ItemHyphen                 // a hyphen between words
	ItemBreak                  // another mark between words
)

// An Item is a piece of a reading, as the language model sees it.
type Item struct {
	Kind  ItemKind
	Word  lexicon.WordID
	Shape lexicon.Shape
	// Extra is a cost of its own: the letters of an unknown word, the odd
	// pattern of a number, the space that a mark is without.
	Extra int32
}

// items cuts a token into what the language model sees.
func (r *Reader) items(s string) []Item {
	var out []Item
	if len(s) > LongestToken {
		return []Item{{Kind: ItemWord, Word: r.Lex.Unknown(), Extra: unreadable}}
	}
	runes := []rune(s)
	tail := len(runes) // where the signs after the last word begin
	for tail > 0 && !lexicon.IsLetter(runes[tail-1]) && !unicode.IsDigit(runes[tail-1]) {
		tail--
	}
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
			switch {
			case (c == '.' || c == '!' || c == '?') && i >= tail:
				if n := len(out); n > 0 && out[n-1].Kind == ItemWord || len(runes) == 1 {
					out = append(out, Item{Kind: ItemStop})
				}
			case wantsSpace(c) && closeSet(runes, i):
				out = append(out, Item{Kind: ItemBreak, Extra: noSpace})
			case i == 0 && stopBefore(runes):
				out = append(out, Item{Kind: ItemBreak, Extra: noSpace})
			case c == '.': // amid the token
			default:
				out = appendMark(out, c)
			}
			i++
		}
	}
	return out
}

// unreadable is the cost of a token too long to be looked into.
const unreadable = 1000

// noSpace is the cost of a mark between two words that wants a space after it.
const noSpace = 1100

func wantsSpace(mark rune) bool { return strings.ContainsRune(".,;:!?", mark) }

// oneMark says whether s is one such mark.
func oneMark(s string) bool { return len(s) == 1 && wantsSpace(rune(s[0])) }

// closeSet says whether the mark s[i] has a letter on either side, in a token
// that is no abbreviation.
func closeSet(s []rune, i int) bool {
	return i > 0 && i+1 < len(s) && lexicon.IsLetter(s[i-1]) && lexicon.IsLetter(s[i+1]) && !abbreviationLike(string(s))
}

// stopBefore says whether a token begins with a full stop and a word: .von
func stopBefore(s []rune) bool {
	return len(s) > 2 && s[0] == '.' && lexicon.IsLetter(s[1]) && lexicon.IsLetter(s[2])
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' }

func (r *Reader) appendWord(out []Item, w []rune) []Item {
	if r.Lex.Meta().Elide {
		for k, c := range w {
			if apostrophe(c) && k+1 < len(w) {
				return r.appendWord(append(out, r.wordItem(string(w[:k+1]))), w[k+1:])
			}
		}
		return append(out, r.wordItem(string(w)))
	}
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
	if it.Word != lexicon.NoWord && !r.Lex.RunTogether(it.Word) {
		return it
	}
	it.Word = r.Lex.Unknown()
	if r.Known != nil {
		if c, ok := r.Known(s); ok {
			it.Extra = c
			return it
		}
	}
	it.Extra = r.letters(s) + unknownShape(s)
	if r.Lex.Meta().Compounds && r.compound(lexicon.Fold(s)) {
		it.Extra = min(it.Extra, compoundCost)
	}
	return it
}

// compoundCost is what the letters of a word cost that is made of two known ones.
const compoundCost = 450

// compound says whether a folded word is two known words written together,
// as German and Dutch do, with an s, n or en between them perhaps.
func (r *Reader) compound(w string) bool {
	const shortest = 4 // bytes of a part
	for i := shortest; i+shortest <= len(w); i++ {
		if !r.compoundPart(w[i:]) {
			continue
		}
		for _, link := range [...]string{"", "s", "n", "en", "-"} {
			if head, ok := strings.CutSuffix(w[:i], link); ok && len(head) >= shortest && r.compoundPart(head) {
				return true
			}
		}
	}
	return false
}

func (r *Reader) compoundPart(w string) bool {
	id := r.Lex.Lookup(w)
	return id != lexicon.NoWord && r.Lex.Flags(id)&lexicon.FlagCorpus != 0 && r.Lex.Unigram(id) < 14*lexicon.Nat
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
	case "s":
		if len(w) == 2 {
			return 450 // 1980s is usual, 1s is not
		}
		return 100
	case "st", "nd", "rd", "th", "e", "er", "ste", "de", "bis", "ter":
		return 100
	}
	if letters == 1 && lexicon.IsLetter(w[len(w)-1]) && w[0] != '0' {
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
	prev, hyphen := lexicon.NoWord, false
	for _, it := range items {
		if it.Kind == ItemHyphen {
			hyphen = true
		}
		if it.Kind != ItemWord {
			c += it.Extra
			continue
		}
		if hyphen && prev != lexicon.NoWord {
			c += int32(r.Lex.Joint(lexicon.Hyphen, prev, it.Word))
		}
		hyphen = false
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
