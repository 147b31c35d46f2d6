package lattice

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
)

// The slow twins of this file search without a beam, a cache or an order of
// their own: what they find is right because they try everything. The fast
// ones must find the same wherever their beams do not bind.

// twinTable is a small channel: confusions of one and several letters, lost
// and invented ones, capitals, spaces and marks.
const twinTable = `
truth raw n
i     1   900
i     i   9000
n     n   9000
n     ∅   60
e     e   9000
e     c   400
e     ∅   80
r     r   9000
t     t   9000
a     a   9000
a     o   300
s     s   9000
m     m   9000
m     rn  500
in    m   500
in    in  3000
rn    m   300
rn    rn  900
ri    n   300
ri    ri  900
ent   cnt 90
ent   ent 900
I     I   900
I     1   90
T     T   900
A     A   900
S     5   60
S     S   900
∅     .   40
.     .   900
.     ,   60
,     ,   900
␣     ␣   9000
␣     ∅   90
∅     ␣   60
`

func twinChannel(t *testing.T) *channel.Model {
	t.Helper()
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSpace(twinTable), "\n") {
		b.WriteString(strings.Join(strings.Fields(line), "\t") + "\n")
	}
	table, err := channel.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return table.Compile(channel.Weights{})
}

func twinLexicon(t *testing.T, paragraphs, words []string) *lexicon.Lexicon {
	t.Helper()
	b := lexicon.Builder{
		Paragraphs: func() iter.Seq[string] { return slices.Values(paragraphs) },
		Lists:      []lexicon.List{{Words: words, Flags: lexicon.FlagListed, Weight: 1}},
		MinCount:   1,
	}
	data, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	l, err := lexicon.Open(string(data))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// A place is what a walk arrives at.
type place struct {
	word lexicon.WordID
	to   int
}

// A slowWalk tries every way of reading raw characters as words.
type slowWalk struct {
	lex     *lexicon.Lexicon
	ch      *channel.Model
	raw     []rune
	budget  int32
	generic int
	found   map[place][3]int32 // the least cost of each case over all ways
}

// from reads on at position p from a node. lost says that the last step lost a
// true letter, started that a letter was read.
func (s *slowWalk) from(p int, n lexicon.Node, cost [3]int32, generic int, lost, started bool) {
	if slices.Min(cost[:]) > s.budget {
		return
	}
	if w := n.Word(); w != lexicon.NoWord && p > 0 {
		best, ok := s.found[place{w, p}]
		for c := range best {
			if !ok || cost[c] < best[c] {
				best[c] = cost[c]
			}
		}
		s.found[place{w, p}] = best
	}
	read := func(to int, e channel.Entry, lost bool) {
		next := n
		for _, r := range e.Truth {
			c := s.lex.Code(r)
			if c == 0 {
				return
			}
			var ok bool
			if next, ok = s.lex.Step(next, c); !ok {
				return
			}
		}
		title := e.Lower
		switch {
		case e.Truth == "":
			title = min(e.Lower, e.Upper)
		case !started:
			title = e.Title
		}
		s.from(to, next, [3]int32{cost[0] + e.Lower, cost[1] + title, cost[2] + e.Upper}, generic, lost, started || e.Truth != "")
	}
	if !lost {
		for _, e := range s.ch.Deleted() {
			read(p, e, true)
		}
	}
	if p < len(s.raw) {
		if b := s.ch.Bucket(s.raw[p]); b != nil {
			for _, e := range b.One {
				read(p+1, e, false)
			}
			for _, l := range b.More {
				if to := p + 1 + len(l.Rest); to <= len(s.raw) && slices.Equal(l.Rest, s.raw[p+1:to]) {
					for _, e := range l.Entries {
						read(to, e, false)
					}
				}
			}
		}
	}
	if generic == s.generic {
		return
	}
	more := func(c int32) [3]int32 { return [3]int32{cost[0] + c, cost[1] + c, cost[2] + c} }
	if p < len(s.raw) {
		s.from(p+1, n, more(channel.GenericInsertion), generic+1, false, started)
	}
	s.lex.Edges(n, func(_ byte, next lexicon.Node) {
		if p < len(s.raw) {
			s.from(p+1, next, more(channel.GenericSubstitution), generic+1, false, true)
		}
		if !lost {
			s.from(p, next, more(channel.GenericDeletion), generic+1, true, true)
		}
	})
}

// damage writes a word as a bad scanner might.
func damage(random *rand.Rand, word string) string {
	confusions := []string{"i", "1", "n", "ri", "e", "c", "m", "rn", "in", "m", "rn", "m", "ri", "n", "a", "o", "e", "", "n", "", "s", "5"}
	for range 1 + random.IntN(2) {
		k := 2 * random.IntN(len(confusions)/2)
		word = strings.Replace(word, confusions[k], confusions[k+1], 1+random.IntN(2))
	}
	if random.IntN(6) == 0 {
		r := []rune(word + "x")
		r[random.IntN(len(r))] = rune("qx.1m"[random.IntN(5)])
		word = string(r)
	}
	switch random.IntN(6) {
	case 0:
		word = strings.ToUpper(word)
	case 1:
		word = lexicon.Title.Apply(word)
	}
	return word
}

// TestWalkTwin compares the walk with its slow twin on damaged words. No beam
// binds: the lexicons have fewer places than a position keeps, and the budget
// is no more than the beam's width.
func TestWalkTwin(t *testing.T) {
	const seed = 42
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	ch := twinChannel(t)
	arrivals, missed := 0, 0
	for range 25 {
		words := twinWords(random, 24)
		lex := twinLexicon(t, []string{strings.Join(words, " ")}, nil)
		walker := NewWalker(lex, ch)
		for range 60 {
			raw := []rune(damage(random, words[random.IntN(len(words))]) + damage(random, words[random.IntN(len(words))]))
			raw = raw[:min(len(raw), 10)]
			from := random.IntN(2)
			for _, generic := range []int{0, 1} {
				budget := []int32{600, 1000}[random.IntN(2)]
				slow := slowWalk{lex: lex, ch: ch, raw: raw[min(from, len(raw)):], budget: budget, generic: generic, found: make(map[place][3]int32)}
				slow.from(0, lex.Root(), [3]int32{}, 0, false, false)
				fast := make(map[place][3]int32)
				for _, a := range walker.Walk(raw, min(from, len(raw)), limits{budget, mostBudget, generic, false}) {
					at := place{a.Word, a.To - min(from, len(raw))}
					best, ok := fast[at]
					for c := range best {
						if !ok || a.Cost[c] < best[c] {
							best[c] = a.Cost[c]
						}
					}
					fast[at] = best
				}
				for at, cost := range fast {
					if want, ok := slow.found[at]; !ok || slices.Min(cost[:]) < slices.Min(want[:]) {
						t.Fatalf("%q from %d, budget %d, %d generic: %s to %d costs %v, the twin says %v",
							string(raw), from, budget, generic, lex.Spell(at.word), at.to, cost, want)
					}
				}
				for at, want := range slow.found {
					arrivals++
					cost, ok := fast[at]
					// A case whose own cost is within the budget was never cut.
					for c := range want {
						if want[c] > budget || ok && cost[c] == want[c] {
							continue
						}
						if generic == 0 && (c != 1 || raw[min(from, len(raw)-1)] != '.') {
							t.Fatalf("%q from %d, budget %d: %s to %d costs %v, the twin says %v",
								string(raw), from, budget, lex.Spell(at.word), at.to, cost, want)
						}
						missed++
						break
					}
				}
			}
		}
	}
	// Where a generic step is allowed the walk need not be exact: the cheapest
	// state of a place hides others that have theirs still to spend, and a
	// letter that the table lists may come dearer than one that it does not.
	t.Logf("%d arrivals, %d dearer than they need be", arrivals, missed)
	if arrivals < 1000 || missed*10 > arrivals {
		t.Errorf("%d of %d arrivals are dearer than they need be", missed, arrivals)
	}
}

// twinWords makes a few words with at most so many different beginnings.
func twinWords(random *rand.Rand, beginnings int) []string {
	parts := []string{"in", "ri", "ent", "rn", "m", "a", "s", "t", "e", "i"}
	seen := make(map[string]bool)
	var words []string
	for {
		var w string
		for range 2 + random.IntN(2) {
			w += parts[random.IntN(len(parts))]
		}
		for i := range w {
			seen[w[:i+1]] = true
		}
		if len(seen) > beginnings {
			return words
		}
		words = append(words, w)
	}
}

// bruteForce is the cost of the best way to read tokens[i:] after a context,
// trying every combination of readings.
func bruteForce(d *Decoder, tokens []Token, readings [][]Reading, joins [][]joined, i int, x context) int32 {
	if i == len(tokens) {
		return 0
	}
	best := int32(1 << 30)
	for k := range readings[i] {
		y, c := d.extend(x, &readings[i][k], &tokens[i])
		best = min(best, c+bruteForce(d, tokens, readings, joins, i+1, y))
	}
	for _, j := range joins[i] {
		for k := range j.readings {
			y, c := d.extend(x, &j.readings[k], &tokens[i])
			best = min(best, c+bruteForce(d, tokens, readings, joins, i+j.count, y))
		}
	}
	return best
}

// costOf is the cost of the choices in their places.
func costOf(d *Decoder, tokens []Token, choices []Choice) int32 {
	x, total := d.start(), int32(0)
	for i := range choices {
		var c int32
		x, c = d.extend(x, &choices[i].Reading, &tokens[choices[i].First])
		total += c
	}
	return total
}

const twinText = `It remains entire. The interim terms remain in transit, and the inert matter remains.
The arena is near. It meant to earn a tree in time. The main terms are in italics.
The same intern sent ten terms in a sentence. In time, it earns interest. The ranter is a rare sinner.
The mint is in an interim state. Set it in. A main interest is in the arena, near a tree.`

// TestDecodeTwin compares the search with all combinations of the readings
// that it chooses from.
func TestDecodeTwin(t *testing.T) {
	const seed = 43
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	lex := twinLexicon(t, slices.Repeat(strings.Split(twinText, "\n"), 3), nil)
	ch := twinChannel(t)
	words := strings.Fields(twinText)
	tried, changed, short := 0, 0, 0
	for range 300 {
		wide := &Decoder{Reader: NewReader(lex, ch), Beam: 1 << 20}
		usual := &Decoder{Reader: NewReader(lex, ch)}
		at := random.IntN(len(words) - 5)
		var tokens []Token
		for i, w := range words[at : at+3+random.IntN(3)] {
			if random.IntN(2) == 0 {
				w = damage(random, w)
			}
			if w == "" {
				continue
			}
			if cut := len(w) / 2; random.IntN(8) == 0 && cut > 0 {
				tokens = append(tokens, Token{Raw: w[:cut] + []string{"", "-", "."}[random.IntN(3)]})
				if random.IntN(4) == 0 {
					tokens = append(tokens, Token{Raw: "r"})
				}
				w = w[cut:]
			}
			tokens = append(tokens, Token{Raw: w, BlockStart: i == 0 && at == 0, LineStart: i == 2})
		}
		readings, joins := wide.propose(tokens)
		combinations := 1
		for i := range readings {
			combinations *= len(readings[i])
			for _, j := range joins[i] {
				combinations += len(j.readings)
			}
		}
		if combinations > 200_000 {
			continue
		}
		want := bruteForce(wide, tokens, readings, joins, 0, wide.start())
		choices := wide.Decode(tokens)
		if err := covers(tokens, choices); err != nil {
			t.Fatal(err)
		}
		if got := costOf(wide, tokens, choices); got != want {
			t.Errorf("%s: the search found cost %d, all combinations %d", rawOf(tokens), got, want)
		}
		tried++
		choices = usual.Decode(tokens)
		if got := costOf(usual, tokens, choices); got < want {
			t.Errorf("%s: the usual beam found cost %d, all combinations %d", rawOf(tokens), got, want)
		} else if got > want {
			short++
		}
		if slices.ContainsFunc(choices, func(c Choice) bool { return !c.Reading.Identity }) {
			changed++
		}
	}
	t.Logf("%d runs of tokens, %d changed, %d where the usual beam falls short", tried, changed, short)
	if tried < 200 || changed < tried/3 || short*20 > tried {
		t.Errorf("%d runs of tokens, %d changed, %d where the usual beam falls short", tried, changed, short)
	}
}

// covers guards that choices take every token once, in order, and that the raw
// text costs nothing against itself.
func covers(tokens []Token, choices []Choice) error {
	next := 0
	for _, c := range choices {
		if c.First != next || c.Count < 1 || c.Count > 3 {
			return fmt.Errorf("%s: a choice of %d tokens from %d, after %d", rawOf(tokens), c.Count, c.First, next)
		}
		if c.Reading.Identity && (c.Delta != 0 || c.Reading.Text != tokens[c.First].Raw) {
			return fmt.Errorf("%s: the raw text is %q and costs %d", rawOf(tokens), c.Reading.Text, c.Delta)
		}
		next += c.Count
	}
	if next != len(tokens) {
		return fmt.Errorf("%s: the choices end at %d of %d", rawOf(tokens), next, len(tokens))
	}
	return nil
}

func rawOf(tokens []Token) string {
	var b strings.Builder
	for _, t := range tokens {
		fmt.Fprintf(&b, "%s ", t.Raw)
	}
	return fmt.Sprintf("%q", b.String())
}
