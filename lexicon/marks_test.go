package lexicon

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
)

// testSlots are the bits of a key in the models of the tests: fewer than in those
// that ship, so that a build takes little memory.
const testSlots = 16

// markText is running text with firm habits, a paragraph an element: a comma before
// "but", a semicolon before "however", a colon before "namely", a stop before a
// capital, and nothing behind "the". Half of the paragraphs end with a dash.
var markText = func() []string {
	nouns := strings.Fields("council captain harbour ferry bridge ledger clerk pilot")
	verbs := strings.Fields("waited agreed answered opened closed sailed")
	var out []string
	for n := range 5 * len(nouns) {
		for k, v := range verbs {
			a, b, w := nouns[n%len(nouns)], nouns[(n+k+1)%len(nouns)], verbs[(n/3+k+1)%len(verbs)]
			out = append(out,
				fmt.Sprintf("The %s %s near the %s, but the %s %s. Then the %s %s the %s.", a, v, b, b, w, b, v, a),
				fmt.Sprintf("Then the %s and the %s %s; however the %s %s: namely the %s. —", b, a, v, a, w, b))
		}
	}
	return out
}()

// markLexicon knows the words of markText.
var markLexicon = sync.OnceValue(func() *Lexicon {
	data, err := (&Builder{
		Meta:       Meta{Lang: "en", Version: 1},
		Paragraphs: func() iter.Seq[string] { return slices.Values(markText) },
		MinCount:   1,
	}).Build()
	if err != nil {
		panic(err)
	}
	l, err := Open(string(data))
	if err != nil {
		panic(err)
	}
	return l
})

func marksBuilder(paragraphs []string, most int) *MarksBuilder {
	return &MarksBuilder{
		Meta:       MarksMeta{Lang: "en", Version: 1, Sources: []string{"habits"}},
		Lex:        markLexicon(),
		Paragraphs: func() iter.Seq[string] { return slices.Values(paragraphs) },
		Max:        most,
		slots:      testSlots,
	}
}

func marksOf(t testing.TB, paragraphs []string, most int) []byte {
	t.Helper()
	data, err := marksBuilder(paragraphs, most).Build()
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func openMarks(t testing.TB, data []byte) *Marks {
	t.Helper()
	m, err := OpenMarks(string(data), markLexicon())
	if err != nil {
		t.Fatal(err)
	}
	m.slots = testSlots
	return m
}

// manyFeatures are more than markText has.
const manyFeatures = 1 << testSlots

// shares are those of the mark behind the first word of two that stand side by side,
// written with a bar between them.
func (m *Marks) shares(t testing.TB, text string) [NumMarks]float64 {
	t.Helper()
	before, after, found := strings.Cut(text, "|")
	var words []MarkedWord
	for _, f := range strings.Fields(before) {
		words = m.Append(words, f)
	}
	at := len(words) - 1
	for _, f := range strings.Fields(after) {
		words = m.Append(words, f)
	}
	if !found || at < 0 || at+1 >= len(words) {
		t.Fatalf("%q has no place between words", text)
	}
	shares := m.Shares(words, at)
	if err := distribution(shares); err != nil {
		t.Errorf("%q: %v", text, err)
	}
	return shares
}

func distribution(shares [NumMarks]float64) error {
	sum := 0.0
	for mark, p := range shares {
		if !(p >= 0 && p <= 1) {
			return fmt.Errorf("mark %d has probability %v", mark, p)
		}
		sum += p
	}
	if math.Abs(sum-1) > 1e-9 {
		return fmt.Errorf("the probabilities sum to %v", sum)
	}
	return nil
}

// TestMarks guards that a model knows the habits of the text that it was learned
// from, at places that the text does not have.
func TestMarks(t *testing.T) {
	m := openMarks(t, marksOf(t, markText, manyFeatures))
	for _, c := range []struct {
		text  string
		mark  Mark
		least float64
	}{
		{"The bridge opened near the ledger| but the clerk sailed", MarkComma, 0.9},
		{"The weather improved near the harbour| but the clerk sailed", MarkComma, 0.8},
		{"Then the pilot waited| however the ferry closed", MarkSemicolon, 0.8},
		{"The bridge answered| namely the pilot", MarkColon, 0.8},
		{"but the pilot closed the ferry| Then the clerk answered", MarkStop, 0.8},
		{"near the| ferry", NoMark, 0.95},
		{"The council and the| bridge waited", NoMark, 0.95},
		{"The| ferry", NoMark, 0.9},
	} {
		if shares := m.shares(t, c.text); shares[c.mark] < c.least {
			t.Errorf("%q: %.3f, want mark %d", c.text, shares, c.mark)
		}
	}
	for _, p := range markText {
		var words []MarkedWord
		for _, f := range strings.Fields(p) {
			words = m.Append(words, f)
		}
		for i := range len(words) - 1 {
			shares := m.Shares(words, i)
			if err := distribution(shares); err != nil {
				t.Fatalf("%q, word %d: %v", p, i, err)
			}
			if mark := words[i].Mark; shares[mark] < 0.5 {
				t.Errorf("%q, word %d: %.3f, learned as %d", p, i, shares, mark)
			}
		}
	}
}

// TestMarksMeta guards the description: places are those between two words of a
// paragraph, but for those with a mark that the model does not tell apart and those
// behind an elided word.
func TestMarksMeta(t *testing.T) {
	for _, c := range []struct {
		text   []string
		places int64
	}{
		{nil, 0},
		{[]string{"", "The", "— … —"}, 0},
		{[]string{"The ferry sailed.", "The clerk"}, 3},
		{[]string{"The ferry; the clerk: (the pilot), but"}, 6},
		{[]string{"The ferry! The clerk, — the pilot"}, 3},
		{markText, int64(len(strings.Fields(strings.Join(markText, " "))) - len(markText)*3/2)},
	} {
		meta := openMarks(t, marksOf(t, c.text, manyFeatures)).Meta()
		if meta.Places != c.places || meta.Lang != "en" || meta.Version != 1 || !slices.Equal(meta.Sources, []string{"habits"}) {
			t.Errorf("%d places expected, described as %+v", c.places, meta)
		}
	}
	b := marksBuilder([]string{"l'accord d'hier, qu'il attend"}, manyFeatures)
	b.Lex = Builtin("fr")
	if _, err := b.Build(); err != nil || b.Meta.Places != 3 {
		t.Errorf("%d places of 7 words, 3 of which are elided: %v", b.Meta.Places, err)
	}
}

// TestMarksBuildTwice guards that the same input gives the same bytes.
func TestMarksBuildTwice(t *testing.T) {
	if !bytes.Equal(marksOf(t, markText, manyFeatures), marksOf(t, markText, manyFeatures)) {
		t.Error("two builds of the same input differ")
	}
}

// TestMarksPruned guards that a bound holds, that those features are kept which tell
// most, and that without a bound all are.
func TestMarksPruned(t *testing.T) {
	full := openMarks(t, marksOf(t, markText, manyFeatures)).Meta().Features
	for _, most := range []int{0, 1, 60, full - 1} {
		m := openMarks(t, marksOf(t, markText, most))
		if n := m.Meta().Features; most > 0 && n > most || n == 0 || most == 0 && n < full {
			t.Errorf("%d features of %d, the bound is %d", n, full, most)
		}
		comma := m.shares(t, "The bridge opened near the ledger| but the clerk sailed. Then the clerk agreed")[MarkComma]
		if (most == 0 || most >= 60) && comma < 0.8 {
			t.Errorf("bound %d: a comma before but has probability %.3f", most, comma)
		}
	}
}

// TestMarksLoss guards that places are measured as they are learned from: those of
// habit cost little, others much, and elided words and the last have none.
func TestMarksLoss(t *testing.T) {
	m := openMarks(t, marksOf(t, markText, manyFeatures))
	var usual, odd MarksLoss
	for _, p := range markText {
		usual.Add(m, p)
		odd.Add(m, strings.ReplaceAll(strings.ReplaceAll(p, ",", ""), "the ", "the, "))
	}
	if per := usual.Nats / float64(usual.Places); per > 0.1 || odd.Nats < 10*usual.Nats {
		t.Errorf("%.3f nats a usual place, %.3f an odd one", per, odd.Nats/float64(odd.Places))
	}
	var l MarksLoss
	for _, p := range []string{"", "alone", "one two, three — four five"} {
		l.Add(m, p)
	}
	if l.Places != 3 { // the dash is another mark
		t.Errorf("%d places", l.Places)
	}
}

// TestMarksAppend guards how tokens are made words.
func TestMarksAppend(t *testing.T) {
	en, fr := &Marks{lex: markLexicon()}, &Marks{lex: Builtin("fr")}
	if fr.lex.Meta().Elide == en.lex.Meta().Elide {
		t.Fatal("both languages elide, or none")
	}
	type word struct {
		like string // a token with the same form and ending
		MarkedWord
	}
	for _, c := range []struct {
		m     *Marks
		token string
		want  []word
	}{
		{en, "ferry", []word{{"ferry", MarkedWord{}}}},
		{en, "ferry,", []word{{"ferry", MarkedWord{Mark: MarkComma}}}},
		{en, "(ferry);", []word{{"ferry", MarkedWord{Mark: MarkSemicolon, Opens: true}}}},
		{en, "ferry:", []word{{"ferry", MarkedWord{Mark: MarkColon}}}},
		{en, "“Ferry.”", []word{{"ferry", MarkedWord{Mark: MarkStop, Capital: true, Opens: true}}}},
		{en, "FERRY’", []word{{"ferry", MarkedWord{Capital: true}}}},
		{en, "[Ferry],", []word{{"ferry", MarkedWord{Mark: MarkComma, Capital: true, Opens: true}}}},
		{en, "ferry.,", []word{{"ferry", MarkedWord{Mark: OtherMark}}}},
		{en, "ferry…", []word{{"ferry", MarkedWord{Mark: OtherMark}}}},
		{en, "ferry!", []word{{"ferry", MarkedWord{Mark: OtherMark}}}},
		{en, "ferry—", []word{{"ferry", MarkedWord{Mark: OtherMark}}}},
		{en, "zyqferry", []word{{"uvwerry", MarkedWord{}}}},
		{en, "Zyqferry", []word{{"Uvwerry", MarkedWord{Capital: true}}}},
		{en, "captain's.", []word{{"captain’s", MarkedWord{Mark: MarkStop}}}},
		{en, "1948.", []word{{"2031", MarkedWord{Mark: MarkStop, Digit: true}}}},
		{en, "12", []word{{"7", MarkedWord{Digit: true}}}},
		{en, "(1,200)", []word{{"350", MarkedWord{Digit: true, Opens: true}}}},
		{en, "4.15,", []word{{"12.1", MarkedWord{Mark: MarkComma, Digit: true}}}},
		{en, "1990s", []word{{"300x", MarkedWord{Digit: true}}}},
		{en, "", nil},
		{en, "—", nil},
		{en, ".,;:", nil},
		{en, "'’", nil},
		{fr, "l'accord,", []word{{"l’", MarkedWord{elided: true}}, {"accord", MarkedWord{Mark: MarkComma}}}},
		{fr, "«L’Accord»", []word{{"l'", MarkedWord{Capital: true, Opens: true, elided: true}}, {"accord", MarkedWord{Capital: true}}}},
		{fr, "d'accord'", []word{{"d'", MarkedWord{elided: true}}, {"accord", MarkedWord{}}}},
		{fr, "'accord'", []word{{"accord", MarkedWord{Opens: true}}}},
		{en, "l'accord", []word{{"x'accord", MarkedWord{}}}},
	} {
		got := c.m.Append(nil, c.token)
		if len(got) != len(c.want) {
			t.Errorf("%q gives %d words, want %d", c.token, len(got), len(c.want))
			continue
		}
		for i, w := range c.want {
			form := strings.ReplaceAll(w.like, "’", "'")
			same := c.m.word(form)
			w.form, w.ending = same.form, same.ending
			if got[i] != w.MarkedWord {
				t.Errorf("%q: word %d is %+v, want %+v", c.token, i, got[i], w.MarkedWord)
			}
		}
	}
	for _, s := range [][2]string{{"ferry", "clerk"}, {"ferry", "zyqferry"}, {"zyqferry", "Zyqferry"}, {"zyqferry", "zyqferro"}, {"12", "1948"}, {"1948", "350"}, {"1948", "4.15"}, {"350", "300x"}} {
		if en.word(s[0]).form == en.word(s[1]).form {
			t.Errorf("%s and %s have the same form", s[0], s[1])
		}
	}
}

// TestMarksAppendMark guards that a token without words is a mark behind the word
// before it, and that words before are left as they are.
func TestMarksAppendMark(t *testing.T) {
	m := &Marks{lex: markLexicon()}
	words := m.Append(m.Append(nil, "ferry,"), "clerk;")
	words = m.Append(words, "—")
	if len(words) != 2 || words[0].Mark != MarkComma || words[1].Mark != OtherMark {
		t.Errorf("a dash behind two words gives %+v", words)
	}
	if words = m.Append(words, ""); len(words) != 2 {
		t.Errorf("an empty token adds a word: %+v", words)
	}
}

// TestSharesAtEnds asks for every place of texts of every length up to one that is
// longer than all that a place looks at.
func TestSharesAtEnds(t *testing.T) {
	m := openMarks(t, marksOf(t, markText, manyFeatures))
	for _, token := range []string{"ferry", "ferry,", "Zyq!", "(12)"} {
		var words []MarkedWord
		for range 2*longestRun + 5 {
			words = m.Append(words, token)
			for i := range len(words) - 1 {
				if err := distribution(m.Shares(words, i)); err != nil {
					t.Fatalf("%q, word %d of %d: %v", token, i, len(words), err)
				}
			}
		}
	}
}

// TestFeaturesAtEnd guards that a place is not told of the mark behind the last word,
// where a paragraph or a page ends.
func TestFeaturesAtEnd(t *testing.T) {
	m := &Marks{lex: markLexicon()}
	words := m.Append(m.Append(m.Append(nil, "The"), "ferry"), "sailed")
	var want, got [numFeatures]uint64
	for i := range len(words) - 1 {
		words[2].Mark = NoMark
		features(words, i, &want)
		for words[2].Mark = range OtherMark + 1 {
			if features(words, i, &got); got != want {
				t.Errorf("word %d: mark %d behind the last word changes features", i, words[2].Mark)
			}
		}
	}
}

// fewMarks is a small sound file.
func fewMarks(t testing.TB) []byte { return marksOf(t, markText[:6], 40) }

// TestOpenMarksRefuses changes a sound file in one place: OpenMarks must refuse it.
func TestOpenMarksRefuses(t *testing.T) {
	good := fewMarks(t)
	table := marksHeader + int(binary.LittleEndian.Uint32(good[12:]))
	set := func(at int, value uint32) func([]byte) []byte {
		return func(b []byte) []byte { binary.LittleEndian.PutUint32(b[at:], value); return b }
	}
	for name, spoil := range map[string]func([]byte) []byte{
		"another magic":            func(b []byte) []byte { b[0]++; return b },
		"a file of forms":          func(b []byte) []byte { copy(b, formsMagic); return b },
		"another version":          set(8, fileVersion+1),
		"a longer description":     set(12, uint32(table-marksHeader+1)),
		"a description too long":   set(12, 0xffffffff),
		"no description":           set(12, 0),
		"broken description":       func(b []byte) []byte { b[marksHeader] = '['; return b },
		"description of no object": func(b []byte) []byte { b[marksHeader+2] = '\n'; return b },
		"segment length":           set(table+8, 3),
		"no segments":              set(table+12, 0),
		"segments wrap":            set(table+12, 0xfffffffe),
		"cell width 0":             set(table+16, 0),
		"another cell width":       set(table+16, markWidth-1),
		"a cell width too large":   set(table+16, markWidth+1),
		"value bits":               set(table+20, markBits-1),
		"nothing but head":         set(table+8, 0),
		"a byte too many":          func(b []byte) []byte { return append(b, 0) },
	} {
		m, err := OpenMarks(string(spoil(slices.Clone(good))), markLexicon())
		if m != nil || !errors.Is(err, ErrFormat) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	for cut := range good {
		if m, err := OpenMarks(string(good[:cut]), markLexicon()); m != nil || !errors.Is(err, ErrFormat) {
			t.Fatalf("the first %d of %d bytes: error %v", cut, len(good), err)
		}
	}
}

// TestMarksMutated changes random bytes: what OpenMarks lets pass must answer without
// a panic.
func TestMarksMutated(t *testing.T) {
	const seed = 9
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	good := fewMarks(t)
	passed := 0
	for range 2000 {
		bad := slices.Clone(good)
		for range 1 + random.IntN(3) {
			bad[random.IntN(len(bad))] = byte(random.Uint32())
		}
		if askMarks(t, string(bad)) {
			passed++
		}
	}
	if passed == 0 {
		t.Error("no changed file was sound: nothing was asked")
	}
}

// FuzzOpenMarks writes a patch into a sound file of marks and cuts bytes off its end.
func FuzzOpenMarks(f *testing.F) {
	good := fewMarks(f)
	for at := range len(good) / 8 {
		f.Add(uint32(8*at), []byte{0xff, 1}, uint32(at%2*4))
	}
	f.Fuzz(func(t *testing.T, at uint32, patch []byte, cut uint32) {
		bad := slices.Clone(good)
		copy(bad[int(at)%len(bad):], patch)
		askMarks(t, string(bad[:len(bad)-int(cut)%len(bad)]))
	})
}

// askMarks opens a file and asks it about a text. It says whether the file was sound.
func askMarks(t *testing.T, data string) bool {
	m, err := OpenMarks(data, markLexicon())
	if err != nil {
		if !errors.Is(err, ErrFormat) {
			t.Errorf("not wrapped: %v", err)
		}
		return false
	}
	for _, m.slots = range []uint{testSlots, markSlots} {
		var words []MarkedWord
		for _, s := range append(strings.Fields(markText[0]), "", "\xff", "日", "'’'", "12.", "“zyq”", "ferry,\xff", "—", "The") {
			words = m.Append(words, s)
		}
		for i := range len(words) - 1 {
			if err := distribution(m.Shares(words, i)); err != nil {
				t.Error(err)
			}
		}
	}
	return true
}

// TestBuiltinMarks checks that every language has marks, and what they know of them.
func TestBuiltinMarks(t *testing.T) {
	for _, lang := range Languages() {
		m := BuiltinMarks(lang)
		if m == nil {
			t.Errorf("%s has no marks", lang)
			continue
		}
		if meta := m.Meta(); meta.Lang != lang || meta.Features <= 0 || meta.Places <= 0 || len(meta.Sources) == 0 {
			t.Errorf("the marks of %s are described as %+v", lang, meta)
		}
		if m.lex != Builtin(lang) {
			t.Errorf("the marks of %s look words up in another language", lang)
		}
	}
	if BuiltinMarks("xx") != nil {
		t.Error("a language that does not exist has marks")
	}
	for _, c := range []struct {
		lang, text  string
		mark        Mark
		least, most float64
	}{
		{"en", "The Parties shall| meet each year in the capital", NoMark, 0.75, 1},
		{"en", "each of| the ports in the north", NoMark, 0.98, 1},
		{"en", "each of| the ports in the north", MarkComma, 0, 0.01},
		{"en", "They asked for a new ferry| but the council refused to pay", MarkComma, 0.5, 1},
		{"en", "The ferry sailed in the morning| The captain did not wait for us", MarkStop, 0.8, 1},
		{"en", "The Parties have agreed as follows| Article 1", MarkColon, 0.3, 1},
		{"nl", "De raad wachtte niet lang| maar de kapitein wel", MarkComma, 0.3, 1},
		{"nl", "Elk van de| havens in het noorden", NoMark, 0.98, 1},
		{"fr", "Il voulait partir| mais le navire attendait", MarkComma, 0.3, 1},
		{"fr", "chacun de| ses voisins", NoMark, 0.95, 1},
		{"de", "Der Rat erklärt| dass die Brücke offen bleibt", MarkComma, 0.7, 1},
		{"de", "in jedem der| Häfen im Norden", NoMark, 0.95, 1},
	} {
		m := BuiltinMarks(c.lang)
		if m == nil {
			continue
		}
		if p := m.shares(t, c.text)[c.mark]; p < c.least || p > c.most {
			t.Errorf("%s %q: mark %d has probability %.3f, want %.2f to %.2f", c.lang, c.text, c.mark, p, c.least, c.most)
		}
	}
}

// BenchmarkShares measures a place within running text.
func BenchmarkShares(b *testing.B) {
	m := BuiltinMarks("en")
	var words []MarkedWord
	for _, f := range strings.Fields("The Parties shall meet each year in one of the ports, but the council may decide otherwise. Then the Parties shall be told in writing; until 1948, they met at sea.") {
		words = m.Append(words, f)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		m.Shares(words, i)
		if i++; i+1 == len(words) {
			i = 0
		}
	}
}
