package ocrfix

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The decoder reads a word that the source says is one as one: its parts on
// two lines where the source joins them ([Document.Hyphens]), or where a soft
// hyphen or a not sign, which some engines write in its place, ends the line.
// Soft hyphens inside a word are not read at all: they say where it might be
// divided and are neither letters nor errors.

// longestDivided is the length in bytes up to which a word may have parts added,
// so that endless hyphens cost no more than their length.
const longestDivided = 200

const shy = "\u00ad" // the soft hyphen

// otherMarks are read as those of keyboards: the hyphens of Unicode, where a line
// may not break among them, and accents by themselves in place of apostrophes.
var otherMarks = strings.NewReplacer("\u2010", "-", "\u2011", "-", "´", "'", "\u02bc", "'")

// hasOtherMarks says whether a text has any of them.
func hasOtherMarks(text string) bool {
	for _, mark := range [...]string{"\u2010", "\u2011", "´", "\u02bc"} {
		if strings.Contains(text, mark) {
			return true
		}
	}
	return false
}

// A readWord is a word as the decoder reads it. Its span goes over the line
// ends where it is joined.
type readWord struct {
	Word
	read string // without what only divides it
	last int    // the line it ends in
	// shown says that a hyphen on the page goes when the parts are joined,
	// which is a change; a soft one may stay.
	shown bool
	part  bool // ends in a soft hyphen, with nothing to join it to
}

// eachRead goes through the words of d as the decoder reads them, none of them
// empty.
func (d *Document) eachRead() iter.Seq[readWord] {
	marked := len(d.Hyphens) > 0 || strings.Contains(d.Text, shy) || strings.Contains(d.Text, "¬") || hasOtherMarks(d.Text)
	return func(all func(readWord) bool) {
		// Soft hyphens alone are no word.
		yield := func(w readWord) bool { return w.read == "" || all(w) }
		var first readWord // waits for its second part
		stated, waits := "", false
		hyphens := d.Hyphens
		i := -1
		for w := range d.EachWord() {
			i++
			word := readWord{Word: w, read: d.Text[w.Start:w.End], last: w.Line}
			if !marked {
				if !yield(word) {
					return
				}
				continue
			}
			word.read = otherMarks.Replace(word.read)
			if waits {
				if d.join(&first, &word, stated) {
					word = first
				} else if !yield(first.withoutSoft()) {
					return
				}
			}
			stated = ""
			for len(hyphens) > 0 && hyphens[0].Word <= i {
				if hyphens[0].Word == i {
					stated = hyphens[0].Joined
				}
				hyphens = hyphens[1:]
			}
			if waits = stated != "" || softEnd(word.read); waits {
				first = word
			} else if !yield(word.withoutSoft()) {
				return
			}
		}
		if waits {
			yield(first.withoutSoft())
		}
	}
}

// join makes first the whole word if next is its second part: stated is the
// word that the source says they are, "" where only a soft hyphen says so.
func (d *Document) join(first, next *readWord, stated string) bool {
	if next.Line == first.last || len(first.read) > longestDivided {
		return false
	}
	hyphen := lineHyphen(first.read)
	stem := strings.TrimSuffix(first.read, hyphen)
	near := next.Line == first.last+1 && d.Lines[next.Line].Page == d.Lines[first.last].Page
	goes := true
	if stated != "" {
		if !near && lettersOf(stem+next.read) != lettersOf(stated) {
			return false
		}
		goes = Hyphen{Joined: stated}.goes(first.read)
	} else {
		r, _ := utf8.DecodeRuneInString(next.read)
		if !near || !unicode.IsLetter(r) || hyphen == "¬" && !unicode.IsLower(r) {
			return false
		}
	}
	first.shown = first.shown || goes && hyphen != shy && hyphen != "¬"
	if goes {
		first.read = stem
	}
	first.read += next.read
	first.End, first.last = next.End, next.last
	return true
}

// softEnd says whether a word ends in a letter and a hyphen that only a line
// end can have put there.
func softEnd(word string) bool {
	stem := strings.TrimSuffix(strings.TrimSuffix(word, shy), "¬")
	return len(stem) < len(word) && letterBefore(stem)
}

// withoutSoft leaves out what only divides a word.
func (w readWord) withoutSoft() readWord {
	if strings.Contains(w.read, shy) {
		w.part = strings.HasSuffix(w.read, shy)
		w.read = strings.ReplaceAll(w.read, shy, "")
	}
	return w
}

// endJoined says how the edit ends that writes a word, joined over a line end,
// into the line it begins in: where, and with what behind the word. The line end
// stands behind it then, and the blanks that parted the word from the next go.
// So does a line that held nothing but the second part, unless a page begins
// there.
func (d *Document) endJoined(end int, lineEnd string) (to int, after string) {
	rest := strings.TrimLeft(d.Text[end:], " \t")
	to = len(d.Text) - len(rest)
	switch {
	case strings.HasPrefix(rest, "\r\n"):
		return to + 2, lineEnd
	case strings.HasPrefix(rest, "\n"), strings.HasPrefix(rest, "\r"):
		return to + 1, lineEnd
	case (rest == "" || rest[0] == '\f') && !strings.Contains(lineEnd, "\f"):
		return end, ""
	}
	return to, lineEnd
}

// place is where a word stands in the raw text, for the decoder.
func (w *readWord) place() decodeToken {
	p := decodeToken{Span: w.Span, line: w.Line, last: w.last, shown: w.shown}
	if !w.shown && len(w.read) != w.End-w.Start {
		p.read = w.read
	}
	return p
}

// asRead is the raw text of the places, a run of them, less what only divides
// their words.
func asRead(text string, places []decodeToken) string {
	start := places[0].Start
	raw := text[start:places[len(places)-1].End]
	for i := len(places) - 1; i >= 0; i-- {
		if p := &places[i]; p.read != "" {
			raw = raw[:p.Start-start] + p.read + raw[p.End-start:]
		}
	}
	return raw
}

// statedJoin is the repair of a word that the source joins over a line end.
const statedJoin = "line-end hyphen"
