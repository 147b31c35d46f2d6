package lexicon

import (
	"math"
	"slices"
	"strings"
	"testing"
)

// TestWords checks every word of the tiny lexicon against a Go map.
func TestWords(t *testing.T) {
	l := tiny(t)
	words, flags := tinyWords()
	if l.Len() != len(words) || l.Meta().Words != len(words) {
		t.Fatalf("%d words, the description says %d, want %d", l.Len(), l.Meta().Words, len(words))
	}
	for i, w := range words {
		id := WordID(i)
		if got := l.Lookup(w); got != id {
			t.Errorf("Lookup(%q) = %d, want %d", w, got, id)
		}
		if got := l.Lookup(strings.ToUpper(w)); got != id {
			t.Errorf("Lookup(%q) = %d, want %d", strings.ToUpper(w), got, id)
		}
		if got := l.Spell(id); got != w {
			t.Errorf("Spell(%d) = %q, want %q", id, got, w)
		}
		if got := l.Flags(id); got != flags[w] {
			t.Errorf("flags of %s: %b, want %b", w, got, flags[w])
		}
		n, ok := l.Root(), true
		for _, r := range w {
			if n, ok = l.Step(n, l.Code(r)); !ok {
				t.Fatalf("no step from %q on the way to %q", string(r), w)
			}
		}
		if n.Word() != id {
			t.Errorf("the walk along %q ends at word %d, want %d", w, n.Word(), id)
		}
		for cut := range w {
			if part := w[:cut]; !slices.Contains(words, part) && l.Lookup(part) != NoWord {
				t.Errorf("%q is known", part)
			}
		}
	}
	for _, w := range []string{"", "'", "rigas", "ministerss", "port of", "3", "порт", "\xff", "the\x00"} {
		if id := l.Lookup(w); id != NoWord {
			t.Errorf("Lookup(%q) = %d", w, id)
		}
	}
	for _, id := range []WordID{NoWord, l.Unknown(), l.Sentence(), l.Number(), math.MaxInt32, math.MinInt32} {
		if s := l.Spell(id); s != "" || l.Flags(id) != 0 {
			t.Errorf("word %d is spelt %q and has flags %b", id, s, l.Flags(id))
		}
	}
}

// TestEdges walks the whole automaton by its edges: it must meet every word
// once, in order, and agree with Step.
func TestEdges(t *testing.T) {
	l := tiny(t)
	want, _ := tinyWords()
	var got []string
	var walk func(n Node, spelling string)
	walk = func(n Node, spelling string) {
		if id := n.Word(); id != NoWord {
			if int(id) != len(got) {
				t.Errorf("%q is word %d, the walk met %d before", spelling, id, len(got))
			}
			got = append(got, spelling)
		}
		last := byte(0)
		l.Edges(n, func(code byte, next Node) {
			if code <= last || int(code) >= l.Codes() {
				t.Errorf("code %d after %d below %q", code, last, spelling)
			}
			last = code
			if l.Code(l.Letter(code)) != code {
				t.Errorf("letter %q has code %d, not %d", l.Letter(code), l.Code(l.Letter(code)), code)
			}
			if s, ok := l.Step(n, code); !ok || s != next {
				t.Errorf("Step and Edges disagree below %q", spelling)
			}
			walk(next, spelling+string(l.Letter(code)))
		})
		for code := range l.Codes() {
			next, ok := l.Step(n, byte(code))
			if ok && code == 0 {
				t.Errorf("a step without a code below %q: %v", spelling, next)
			}
		}
	}
	walk(l.Root(), "")
	if !slices.Equal(got, want) {
		t.Errorf("the walk met %q\nwant %q", got, want)
	}
}

// TestShapes checks the costs of capitals against counts made by hand: how
// often the word stood so, away from the start of a sentence.
func TestShapes(t *testing.T) {
	l := tiny(t)
	for _, c := range []struct {
		word                       string
		lower, title, upper, mixed float64
	}{
		{"riga", 0, 5*3 + 1, 0, 0},
		{"nato", 0, 0, 2 * 3, 0},
		{"secretariat", 3 * 3, 0, 0, 0},
		{"ministers", 0, 5 * 3, 0, 0},
		{"each", 1 * 3, 0, 0, 0}, // the others begin sentences
		{"the", 17*3 + 2, 0, 0, 0},
		{"zeppelin", 0, 1, 0, 0}, // from the list
		{"unesco", 0, 0, 1, 0},
	} {
		id := l.Lookup(c.word)
		sum := 0.0
		for s, n := range []float64{c.lower, c.title, c.upper, c.mixed} {
			base := []float64{0.06, 0.06, 0.06, 0.0015}[s]
			total := c.lower + c.title + c.upper + c.mixed + 0.1815
			want := math.Min(-math.Log((n+base)/total)*float64(Nat), 15*shapeStep)
			got := l.Shape(id, Shape(s))
			if math.Abs(float64(got)-want) > shapeStep/2+1 {
				t.Errorf("%s in shape %d costs %d, want %.0f", c.word, s, got, want)
			}
			sum += math.Exp(-float64(got) / float64(Nat))
		}
		if sum < 0.65 || sum > 1.5 {
			t.Errorf("the shapes of %s have probability %.2f together", c.word, sum)
		}
	}
	if c := l.Shape(l.Unknown(), Title); c != 0 {
		t.Errorf("an unknown word has a shape that costs %d", c)
	}
}

// TestJoints guards that a hyphen is cheap where the text had it.
func TestJoints(t *testing.T) {
	l := tiny(t)
	joint := func(j Joint, a, b string) Cost { return l.Joint(j, l.Lookup(a), l.Lookup(b)) }
	for _, c := range []struct {
		j                                Joint
		a, b, unlikelyFirst, unlikelyEnd string
	}{
		{Hyphen, "well", "known", "the", "port"},
		{Hyphen, "long", "term", "of", "riga"},
		{Comma, "change", "without", "the", "port"},
		{Comma, "open", "and", "the", "of"},
	} {
		likely, unlikely := joint(c.j, c.a, c.b), joint(c.j, c.unlikelyFirst, c.unlikelyEnd)
		if likely+200 > unlikely || likely < 0 {
			t.Errorf("joint %d costs %d between %s and %s, %d between %s and %s",
				c.j, likely, c.a, c.b, unlikely, c.unlikelyFirst, c.unlikelyEnd)
		}
	}
	for a := range WordID(l.Len() + specialWords) {
		for b := range WordID(l.Len() + specialWords) {
			if l.Joint(Comma, a, b) < 0 || l.Joint(Hyphen, a, b) < 0 {
				t.Fatalf("a joint between %d and %d costs less than nothing", a, b)
			}
		}
	}
}

// TestLetters guards the character model: after any three characters the
// characters that may follow have probability 1 together, and what looks like
// the text is cheaper than what does not.
func TestLetters(t *testing.T) {
	l := tiny(t)
	for context := range 1 << (3 * charBits) {
		sum := 0.0
		for c := range 1 << charBits {
			sum += math.Exp(-float64(Cost(l.letters[context<<charBits|c])*charStep) / float64(Nat))
		}
		if sum < 0.95 || sum > 1.05 {
			t.Fatalf("after context %x the characters have probability %.3f", context, sum)
		}
	}
	for _, c := range [][2]string{{"portship", "tpshiopr"}, {"archivar", "rrchvvaa"}, {"minister", "mx9ist3r"}, {"Captains", "C4ptains"}} {
		if l.Letters(c[0]) >= l.Letters(c[1]) {
			t.Errorf("%s costs %d, %s %d", c[0], l.Letters(c[0]), c[1], l.Letters(c[1]))
		}
	}
	if a, b := l.Letters("café"), l.Letters("CAFE"); a != b {
		t.Errorf("the letters with their accent cost %d, without %d", a, b)
	}
	if l.Letters("") < 0 {
		t.Error("no letters cost less than nothing")
	}
}

// TestPerplexity guards the measure: the text that was read is more probable
// than the same words in another order.
func TestPerplexity(t *testing.T) {
	l := tiny(t)
	var read, mixed, empty Perplexity
	for p := range strings.SplitSeq(tinyText, "\n") {
		read.Add(l, p)
		f := strings.Fields(p)
		slices.Sort(f)
		mixed.Add(l, strings.Join(f, " ")+" zzz")
	}
	if read.Value() >= mixed.Value()/3 || read.UnknownShare() != 0 || mixed.UnknownShare() == 0 {
		t.Errorf("perplexity %.1f of the text, %.1f in disorder; unknown %.2f and %.2f",
			read.Value(), mixed.Value(), read.UnknownShare(), mixed.UnknownShare())
	}
	if sum := read.Hits(1) + read.Hits(2) + read.Hits(3); math.Abs(sum-1) > 1e-9 {
		t.Errorf("the hits are %.3f together", sum)
	}
	if empty.Value() != 1 || empty.UnknownShare() != 0 || empty.Hits(3) != 0 {
		t.Errorf("the measure of nothing: %v", empty)
	}
}

// TestBuiltin guards the embedded languages: each opens, is sound, and knows
// its commonest words.
func TestBuiltin(t *testing.T) {
	common := map[string]string{"en": "agreement", "nl": "overeenkomst", "fr": "accord", "de": "vertrag"}
	for _, lang := range Languages() {
		l := Builtin(lang)
		if l == nil || l.Meta().Lang != lang {
			t.Fatalf("%s is not built in", lang)
		}
		if err := l.Check(); err != nil {
			t.Errorf("%s: %v", lang, err)
		}
		if id := l.Lookup(common[lang]); id == NoWord || l.Spell(id) != common[lang] || l.Flags(id)&FlagCorpus == 0 {
			t.Errorf("%s does not know %s", lang, common[lang])
		}
	}
	if Builtin("xx") != nil {
		t.Error("a language that does not exist is built in")
	}
}

// BenchmarkOpen measures what every start of the command pays for a language.
func BenchmarkOpen(b *testing.B) {
	for b.Loop() {
		if _, err := Open(englishData); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLookup measures the commonest question.
func BenchmarkLookup(b *testing.B) {
	l := Builtin("en")
	for b.Loop() {
		if l.Lookup("Government") == NoWord {
			b.Fatal("unknown")
		}
	}
}

// TestRunTogether guards that a word which only scanned text has, and which is
// two common ones without their space, is told from words written as one.
func TestRunTogether(t *testing.T) {
	lex := Builtin("en")
	for word, want := range map[string]bool{"ofthe": true, "into": false, "cannot": false, "upon": false, "throughout": false} {
		id := lex.Lookup(word)
		if id == NoWord {
			t.Fatalf("%q is not in the lexicon", word)
		}
		if got := lex.RunTogether(id); got != want {
			t.Errorf("%q: run together: %v", word, got)
		}
	}
}

// TestCommon guards that a walk is told of every common word below it, and of
// none where few words are and none of them is common.
func TestCommon(t *testing.T) {
	l := Builtin("en")
	set := l.Common()
	var walk func(n Node) (common, words int)
	walk = func(n Node) (common, words int) {
		if id := n.Word(); id != NoWord {
			words++
			if set.Has(id) != (l.Unigram(id) <= commonWord) {
				t.Fatalf("%q costs %d: %v", l.Spell(id), l.Unigram(id), set.Has(id))
			}
			if set.Has(id) {
				common++
			}
		}
		l.Edges(n, func(_ byte, next Node) {
			c, w := walk(next)
			common, words = common+c, words+w
		})
		if got := set.Below(n); got != (common > 0) && words <= widest || !got && common > 0 {
			t.Fatalf("below %d: %v, but %d of %d words are common", n.Key(), got, common, words)
		}
		return common, words
	}
	if common, words := walk(l.Root()); words != l.Len() || common < words/20 || common > words/4 {
		t.Errorf("%d of %d words are common", common, words)
	}
}
