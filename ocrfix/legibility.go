package ocrfix

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
)

// A legibility says how much of a page can be read, before its language is
// known. The zero value is an empty page.
type legibility struct {
	asked int // those that a lexicon can be asked about
	known int // those among them that it has

	chars      int
	unreadable int // characters that stand for no known one
}

// add counts a word, which holds no white space. A lexicon is asked about what
// has two letters in a row of characters other than marks; what holds an
// unreadable character, or is a mere jumble of marks, is not known.
func (l *legibility) add(word string, known func(string) bool) {
	bad := countUnreadable(word)
	l.chars += utf8.RuneCountInString(word)
	l.unreadable += bad
	core := strings.TrimFunc(word, func(c rune) bool { return !unicode.IsLetter(c) })
	switch {
	case bad > 0, core == "" && isJumble(word):
		l.asked++
	case utf8.RuneCountInString(core) > 1:
		l.asked++
		if knownWord(strings.ToLower(core), known) {
			l.known++
		}
	}
}

// quality returns the share of words known, and false where there is no word
// to tell it by.
func (l *legibility) quality() (share float64, ok bool) {
	if l.asked == 0 {
		return 0, false
	}
	return float64(l.known) / float64(l.asked), true
}

// unmapped returns the share of characters that cannot be read.
func (l *legibility) unmapped() float64 {
	if l.chars == 0 {
		return 0
	}
	return float64(l.unreadable) / float64(l.chars)
}

// isJumble reports whether a word without letters is no number and no mark that
// a text has, such as "***" or "--", but several marks of different kinds.
func isJumble(word string) bool {
	first, size := utf8.DecodeRuneInString(word)
	mixed := 0
	for _, c := range word[size:] {
		if unicode.IsDigit(c) {
			return false
		}
		if c != first {
			mixed++
		}
	}
	return !unicode.IsDigit(first) && mixed > 1
}

// knownWord reports whether a word in lower case is known, or all its parts
// between hyphens, apostrophes and strokes are.
func knownWord(word string, known func(string) bool) bool {
	if known(word) {
		return true
	}
	parts := 0
	for part := range strings.FieldsFuncSeq(word, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) }) {
		if utf8.RuneCountInString(part) > 1 && !known(part) {
			return false
		}
		parts++
	}
	return parts > 1
}

// knownAnywhere reports whether a word is in the built-in data of any language.
func knownAnywhere(word string) bool {
	for _, lang := range lexicon.Languages() {
		if lexicon.Builtin(lang).Lookup(word) != lexicon.NoWord {
			return true
		}
	}
	return false
}

// countUnreadable counts the characters that stand for no known one.
func countUnreadable(s string) int {
	n := 0
	for _, c := range s {
		if c == utf8.RuneError || unicode.Is(unicode.Co, c) || unicode.IsControl(c) {
			n++
		}
	}
	return n
}
