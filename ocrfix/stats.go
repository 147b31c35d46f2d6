package ocrfix

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
)

// count fills the statistics. A word is a token with a letter in it, or with a
// character that nobody can read, which makes it unknown. Any other is
// known when the main language of the document lists it or all the parts that
// hyphens and apostrophes make of it (any language, where the main one is
// unknown), when it is protected, and when it is a number, a reference or an
// address.
func (r *Result) count(protect []string) {
	w := newWordCounter(newGuard(protect), r.Lang)
	raw := r.Document.Text
	words, unknown := w.count(raw)
	r.Stats = Stats{Words: words, UnknownBefore: unknown, UnknownAfter: unknown}
	if words > 0 {
		r.Stats.Quality = float64(words-unknown) / float64(words)
	}
	r.Stats.Edits, _ = countApplied(r.Edits)
	for before, after := range r.changed() {
		_, was := w.count(before)
		_, is := w.count(after)
		r.Stats.UnknownAfter += is - was
	}
}

// changed goes through the stretches of whole tokens that the applied edits
// change: as they were read and as they are now.
func (r *Result) changed() func(yield func(before, after string) bool) {
	return func(yield func(before, after string) bool) {
		raw := r.Document.Text
		edits := slices.DeleteFunc(slices.Clone(r.Edits), func(e Edit) bool { return !e.Applied })
		for i := 0; i < len(edits); {
			start := edits[i].Start
			for start > 0 {
				c, n := utf8.DecodeLastRuneInString(raw[:start])
				if unicode.IsSpace(c) {
					break
				}
				start -= n
			}
			var after strings.Builder
			at := start
			for {
				e := edits[i]
				after.WriteString(raw[at:e.Start])
				after.WriteString(e.New)
				at = e.End
				i++
				// To the end of the token, unless the next edit lies in it.
				end := len(raw)
				if n := strings.IndexFunc(raw[at:], unicode.IsSpace); n >= 0 {
					end = at + n
				}
				if i < len(edits) && edits[i].Start <= end {
					continue
				}
				after.WriteString(raw[at:end])
				if !yield(raw[start:end], after.String()) {
					return
				}
				break
			}
		}
	}
}

type wordKind uint8

const (
	kindNone wordKind = iota + 1 // no word
	kindKnown
	kindUnknown
)

// A wordCounter counts the words of texts. It remembers what it has seen.
type wordCounter struct {
	guard    *guard
	lexicons []*lexicon.Lexicon
	forms    map[string]wordKind
	pieces   []lexicon.Token
}

// newWordCounter returns a counter for a language, for all where it is "".
func newWordCounter(g *guard, lang string) *wordCounter {
	w := &wordCounter{guard: g, forms: make(map[string]wordKind)}
	for _, l := range lexicon.Languages() {
		if l == lang || lang == "" {
			w.lexicons = append(w.lexicons, lexicon.Builtin(l))
		}
	}
	return w
}

func (w *wordCounter) count(text string) (words, unknown int) {
	for f := range eachField(text, Span{0, len(text)}) {
		token := text[f.Start:f.End]
		kind, seen := w.forms[token]
		if !seen {
			kind = w.kind(token)
			w.forms[token] = kind
		}
		if kind != kindNone {
			words++
		}
		if kind == kindUnknown {
			unknown++
		}
	}
	return words, unknown
}

func (w *wordCounter) kind(token string) wordKind {
	token = strings.ReplaceAll(token, shy, "")
	switch {
	case countUnreadable(token) > 0:
		return kindUnknown
	case !strings.ContainsFunc(token, unicode.IsLetter):
		return kindNone
	case w.guard.frozen(token) || slices.ContainsFunc(w.lexicons, func(lex *lexicon.Lexicon) bool { return w.knows(lex, core(token)) }):
		return kindKnown
	}
	return kindUnknown
}

// knows says whether a lexicon lists a word or all its parts.
func (w *wordCounter) knows(lex *lexicon.Lexicon, word string) bool {
	if lex.Lookup(word) != lexicon.NoWord {
		return true
	}
	if len(word) > mostTold {
		return false
	}
	w.pieces = lexicon.Tokenize(w.pieces[:0], word, lex.Meta().Elide)
	for _, p := range w.pieces {
		switch {
		case p.Kind == lexicon.TokenHyphen:
		case p.Kind != lexicon.TokenWord || lex.Lookup(word[p.Start:p.End]) == lexicon.NoWord:
			return false
		}
	}
	return true
}
