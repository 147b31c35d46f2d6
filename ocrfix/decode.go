package ocrfix

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
	"ocrfix/ocrfix/internal/lattice"
)

// A decodeToken is a token of the lattice with its place in the raw text.
type decodeToken struct {
	Span
	line int
}

// blockTokens gathers the words of a document into tokens for the decoder,
// with what the layout says of their lines.
func blockTokens(d *Document, guard *guard) ([]lattice.Token, []decodeToken) {
	var tokens []lattice.Token
	var places []decodeToken
	shape := lineShapes{doc: d, line: -1}
	prevLine, prevEnd := -1, 0
	for w := range d.EachWord() {
		raw := d.Text[w.Start:w.End]
		t := lattice.Token{Raw: raw}
		if w.Line != prevLine {
			t.LineStart = true
			gap := d.Text[prevEnd:w.Start]
			t.BlockStart = prevLine < 0 || strings.Count(gap, "\n") > 1
			shape.read(w.Line)
		}
		t.CapsLine, t.TitleLine = shape.caps, shape.title
		t.Frozen = guard.frozen(raw)
		tokens = append(tokens, t)
		places = append(places, decodeToken{w.Span, w.Line})
		prevLine, prevEnd = w.Line, w.End
	}
	return tokens, places
}

// lineShapes says how the capitals of a line are set.
type lineShapes struct {
	doc         *Document
	line        int
	caps, title bool
}

func (s *lineShapes) read(line int) {
	s.line = line
	text := s.doc.Text[s.doc.Lines[line].Start:s.doc.Lines[line].End]
	letters, uppers, words, titled := 0, 0, 0, 0
	for f := range strings.FieldsSeq(text) {
		f = strings.TrimFunc(f, func(r rune) bool { return !unicode.IsLetter(r) })
		n := utf8.RuneCountInString(f)
		for _, r := range f {
			if unicode.IsLetter(r) {
				letters++
				if unicode.IsUpper(r) {
					uppers++
				}
			}
		}
		if n > 3 {
			words++
			if r, _ := utf8.DecodeRuneInString(f); unicode.IsUpper(r) {
				titled++
			}
		}
	}
	s.caps = letters >= 4 && uppers*10 >= letters*7
	s.title = !s.caps && words >= 2 && titled*10 >= words*8 && len(text) < 100
}

// decode finds the edits of a document under one lexicon and channel.
func decode(d *Document, lex *lexicon.Lexicon, ch *channel.Model, g *guard) []proposal {
	tokens, places := blockTokens(d, g)
	dec := &lattice.Decoder{Reader: lattice.NewReader(lex, ch)}
	var out []proposal
	const most = 400 // tokens decoded at once
	for i := 0; i < len(tokens); {
		j := blockEnd(tokens, i, most)
		for _, c := range dec.Decode(tokens[i:j]) {
			if c.Reading.Identity || c.Reading.Text == "" && c.Count == 0 {
				continue
			}
			first, last := places[i+c.First], places[i+c.First+c.Count-1]
			p := proposal{Choice: c, Span: Span{first.Start, last.End}, line: first.line}
			p.raw = d.Text[p.Start:p.End]
			p.new = c.Reading.Text
			if c.Count > 1 && first.line != last.line {
				p.new += d.Text[d.Lines[first.line].End:d.Lines[last.line].Start]
				p.Span.End = last.End
			}
			if p.raw != p.new {
				out = append(out, p)
			}
		}
		i = j
	}
	return out
}

// blockEnd is where the run of tokens from i ends: at a paragraph's start, at
// the latest after most tokens.
func blockEnd(tokens []lattice.Token, i, most int) int {
	for j := i + 1; j < len(tokens); j++ {
		if tokens[j].BlockStart || j-i >= most {
			return j
		}
	}
	return len(tokens)
}

// A proposal is a change that the decoder prefers to the raw text.
type proposal struct {
	lattice.Choice
	Span
	line     int
	raw, new string
}
