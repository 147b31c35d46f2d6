package ocrfix

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
	"ocrfix/ocrfix/internal/lattice"
)

// That a token is surely damaged makes every reading of it likelier, those too
// that change what is not damaged along with what is.

const (
	// marksProof is how much a place must save by other marks around a damaged
	// word, and rareMarkProof by another than a colon or semicolon: scanners make
	// others of them, but seldom them of others.
	marksProof    = 250
	rareMarkProof = 1000
	// spellingProof is what it must save by the other spelling of an English verb.
	spellingProof = 2000
	// caseProof is what it must save by a first letter in the other case.
	caseProof = 500
)

// keepRest takes, of the readings of a damaged token that are much alike, the one
// that leaves its spelling, its marks and its capital as they are.
func (p *proposal) keepRest() {
	if p.Reading.Identity {
		return
	}
	if p.Count > 1 {
		p.keepJoined()
		return
	}
	a, b := core(p.raw), core(p.new)
	if b == "" || a == b {
		return
	}
	if p.lang == "en" && !strings.EqualFold(a, b) && strings.ContainsAny(b, "sz") {
		p.prefer(spellingProof, func(t *lattice.Reading) bool { // galvan1se is no galvanize
			return t.Channel+channel.Nat < p.Reading.Channel && soft(t.Text) == soft(p.new)
		})
	}
	if same := strings.Replace(p.raw, a, b, 1); same != p.new {
		proof := int32(marksProof)
		if rare := strings.HasSuffix(p.raw, ";") || strings.HasSuffix(p.raw, ":"); rare && !strings.HasSuffix(p.new, b) {
			proof = rareMarkProof
		}
		p.prefer(proof, func(t *lattice.Reading) bool { return t.Text == same })
	}
	p.lowerRest()
	x, _ := utf8.DecodeRuneInString(a)
	y, _ := utf8.DecodeRuneInString(b)
	if x != y && !strings.EqualFold(a, b) && unicode.ToLower(x) == unicode.ToLower(y) {
		p.prefer(caseProof, func(t *lattice.Reading) bool {
			return strings.EqualFold(t.Text, p.new) && strings.HasPrefix(core(t.Text), string(x))
		})
	}
}

// keepJoined joins what a hyphen parted as it is, where that is a listed word:
// that they are one says nothing against a letter or the mark behind.
func (p *proposal) keepJoined() {
	parts := strings.Fields(p.raw)
	if len(parts) != 2 || !strings.HasSuffix(parts[0], "-") {
		return
	}
	plain := strings.TrimSuffix(parts[0], "-") + parts[1]
	if word := core(plain); plain != p.new && !strings.ContainsAny(core(p.new), " -") && plainWord(word) && p.lex.Lookup(word) != lexicon.NoWord {
		p.new = plain
	}
}

// lowerRest reads a capital and a digit before a small letter as a word that begins
// a sentence, not as one in capitals: T0 say.
func (p *proposal) lowerRest() {
	a, b := core(p.raw), core(p.new)
	if p.heading || p.next != nextSmall || len(a) != 2 || len(b) != 2 || a[0] != b[0] || !unicode.IsUpper(rune(a[0])) || !unicode.IsDigit(rune(a[1])) || !unicode.IsUpper(rune(b[1])) {
		return
	}
	if id := p.lex.Lookup(b); id != lexicon.NoWord && p.lex.Shape(id, lexicon.Title) < p.lex.Shape(id, lexicon.Upper) {
		p.new = strings.Replace(p.new, b, b[:1]+strings.ToLower(b[1:]), 1)
	}
}

// soft folds the spellings with s and with z.
func soft(s string) string { return strings.ReplaceAll(s, "z", "s") }

// prefer reads the token as one of the likeliest other readings that suits,
// unless what was chosen saves more than proof beside it.
func (p *proposal) prefer(proof int32, suits func(*lattice.Reading) bool) {
	for i := range p.Others {
		o := &p.Others[i]
		if o.Identity || o.Delta-p.Delta > proof {
			continue
		}
		for k := range p.Tried {
			if t := &p.Tried[k]; t.Text == o.Text && suits(t) {
				o.Text, p.Reading, p.new = p.new, *t, t.Text
				return
			}
		}
	}
}
