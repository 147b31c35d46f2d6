package record

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/ocrfix"
)

// EditKeys gives the words that each edit of a result changes, and those around
// them: the key of a decision about it.
func EditKeys(res *ocrfix.Result) []Key {
	d := res.Document
	words := wordsOf(d.Text)
	keys := make([]Key, len(res.Edits))
	at := 0 // the first word that ends behind the edit's start
	for i, e := range res.Edits {
		for at < len(words) && (words[at].End < e.Start || words[at].End == e.Start && e.End > e.Start) {
			at++
		}
		last := at
		for last < len(words) && words[last].Start < max(e.End, e.Start+1) {
			last++
		}
		if last == at {
			continue // between words
		}
		s := ocrfix.Span{Start: min(words[at].Start, e.Start), End: max(words[last-1].End, e.End)}
		if start, _ := coreOf(d.Text[s.Start:e.Start]); e.Start > s.Start && !strings.ContainsFunc(d.Text[s.Start:e.Start], isWordRune) {
			s.Start = e.Start
		} else {
			s.Start += start
		}
		if tail := d.Text[e.End:s.End]; !strings.ContainsFunc(tail, isWordRune) {
			s.End = e.End
		} else {
			_, end := coreOf(tail)
			s.End = e.End + end
		}
		keys[i] = Key{
			Word:   strings.Join(strings.Fields(d.Text[s.Start:s.End]), " "),
			New:    strings.Join(strings.Fields(textWith(d.Text, res.Edits, i, s)), " "),
			Before: neighbour(d.Text, words, at-1),
			After:  neighbour(d.Text, words, last),
		}
	}
	return keys
}

// textWith gives a span of the raw text with the i-th edit made, and with those
// beside it in the span that are applied.
func textWith(raw string, edits []ocrfix.Edit, i int, s ocrfix.Span) string {
	first := i
	for first > 0 && edits[first-1].Start >= s.Start {
		first--
	}
	var b strings.Builder
	at := s.Start
	for j := first; j < len(edits) && edits[j].End <= s.End; j++ {
		if e := edits[j]; j == i || e.Applied {
			b.WriteString(raw[at:e.Start])
			b.WriteString(e.New)
			at = e.End
		}
	}
	b.WriteString(raw[at:s.End])
	return b.String()
}

// neighbour gives the i-th word without the marks around it, "" where there is
// none.
func neighbour(text string, words []ocrfix.Span, i int) string {
	if i < 0 || i >= len(words) {
		return ""
	}
	word := text[words[i].Start:words[i].End]
	start, end := coreOf(word)
	return word[start:end]
}

// coreOf gives the part of a word from its first to its last letter or digit,
// the whole word where it has none.
func coreOf(word string) (start, end int) {
	start = strings.IndexFunc(word, isWordRune)
	if start < 0 {
		return 0, len(word)
	}
	last := strings.LastIndexFunc(word, isWordRune)
	_, n := utf8.DecodeRuneInString(word[last:])
	return start, last + n
}

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// wordsOf gives the words of a text: its runs of characters without white
// space.
func wordsOf(text string) []ocrfix.Span {
	words := make([]ocrfix.Span, 0, len(text)/6)
	start := -1
	for i, r := range text {
		switch {
		case !unicode.IsSpace(r):
			if start < 0 {
				start = i
			}
		case start >= 0:
			words = append(words, ocrfix.Span{Start: start, End: i})
			start = -1
		}
	}
	if start >= 0 {
		words = append(words, ocrfix.Span{Start: start, End: len(text)})
	}
	return words
}
