package channel

import (
	"math"
	"reflect"
	"strings"
	"testing"
)

// mustParse reads a table written with spaces for tabs.
func mustParse(t *testing.T, text string) *Table {
	t.Helper()
	table, err := Parse(strings.NewReader(tabbed(text)))
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func tabbed(text string) string {
	var b strings.Builder
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		b.WriteString(strings.Join(strings.Fields(line), "\t") + "\n")
	}
	return b.String()
}

const smallTable = `
truth raw clean  dirty
∅     .   0      5
i     1   10     800
i     i   9990   9200
in    in  1980   1500
in    m   20     500
n     n   5000   5000
e     e   50000  50000
A     A   400    400
.     ∅   10     10
.     ,   2      38
.     .   988    952
,     ,   1000   1000
␣     ∅   10     10
␣     ␣   9990   9990
)     )   50     50
)     }   0      50
}     }   1      1
`

// TestTableRoundTrip guards that what Write prints, Parse reads.
func TestTableRoundTrip(t *testing.T) {
	var c Counter
	c.Add("one", "the d1g1tal po rt.", "the digital port.")
	c.Add("two", "mter alia, ofthe", "inter alia, of the")
	c.Count("two", "#", "h ", 3)
	c.Count("one", "a b", "ab", 2)
	c.Add("one", "a ∅ in ␣ dig␣tal ∅f", "a ∅ in ␣ digital of")
	for _, table := range []*Table{c.Table(1), mustParse(t, smallTable)} {
		var first, second strings.Builder
		if err := table.Write(&first); err != nil {
			t.Fatal(err)
		}
		again, err := Parse(strings.NewReader(first.String()))
		if err != nil {
			t.Fatal(err)
		}
		if !same(table, again) {
			t.Errorf("written:\n%+v\nread:\n%+v", table, again)
		}
		if err := again.Write(&second); err != nil || first.String() != second.String() {
			t.Errorf("written again:\n%s\nfirst:\n%s", second.String(), first.String())
		}
	}
}

// same says whether two tables have the same rows.
func same(a, b *Table) bool {
	return reflect.DeepEqual(a.Families, b.Families) && reflect.DeepEqual(a.Rows, b.Rows)
}

// TestParseErrors guards that a mistake in a table is named with its line.
func TestParseErrors(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "empty"},
		{"# only a comment\n", "empty"},
		{"truth\traw\n", "line 1"},
		{"raw\ttruth\tf\n", "line 1"},
		{"truth\traw\tf\na\tb\n", "line 2: 2 columns, the head line has 3"},
		{"truth\traw\tf\na\tb\t1\t2\n", "line 2: 4 columns"},
		{"truth\traw\tf\n\n# note\na\tb\tx\n", "line 4: \"x\" is no count"},
		{"truth\traw\tf\na\tb\t-1\n", "line 2: \"-1\" is no count"},
		{"truth\traw\tf\na\tb\t9999999999\n", "line 2: \"9999999999\" is no count"},
		{"truth\traw\tf\na\tb\t1\nc\td\t1\na\tb\t2\n", "line 4: the same row stands on line 2"},
		{"truth\traw\tf\nabcd\tb\t1\n", "line 2"},
		{"truth\traw\tf\na\tabcd\t1\n", "line 2"},
		{"truth\traw\tf\n∅\t∅\t1\n", "line 2"},
		{"truth\traw\tf\na\tb\t1\n" + strings.Repeat("x", 1<<17), "too long"},
	} {
		table, err := Parse(strings.NewReader(c.text))
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40q: %v, error %v, want %q", c.text, table, err, c.want)
		}
	}
}

// TestCounterTable guards what is counted, and what a table leaves out.
func TestCounterTable(t *testing.T) {
	var c Counter
	for range 3 {
		c.Add("f", "d1g mter", "dig inter")
	}
	c.Add("g", "dug", "dig")
	rows := make(map[[2]string][]int)
	for _, r := range c.Table(2).Rows {
		rows[[2]string{r.Truth, r.Raw}] = r.Counts
	}
	for k, want := range map[[2]string][]int{
		{"i", "1"}:   {3, 0},
		{"i", "u"}:   nil, // once
		{"in", "m"}:  {3, 0},
		{"d", "d"}:   {3, 1},
		{" ", " "}:   {3, 0},
		{"te", "te"}: nil, // no confusion of "te" was seen
	} {
		if got := rows[k]; !reflect.DeepEqual(got, want) {
			t.Errorf("row %q: %v, want %v", k, got, want)
		}
	}
	if got := c.Table(1).Longer(); !reflect.DeepEqual(got, map[string]bool{"in": true}) {
		t.Errorf("longer truths: %v", got)
	}
	// Text lost or invented beyond three characters is no confusion.
	var lost Counter
	lost.Add("f", "ab", "axxxxxxxxb")
	for _, r := range lost.Table(1).Rows {
		if r.Truth != r.Raw {
			t.Errorf("a confusion of lost text: %+v", r)
		}
	}
}

// TestCompile guards costs that can be worked out by hand.
func TestCompile(t *testing.T) {
	table := mustParse(t, smallTable)
	const pooled = 150
	cost := func(families []float64, truth, raw string, counts, totals [2]float64) int32 {
		pool := (counts[0] + counts[1]) / (totals[0] + totals[1] + 1)
		p := 0.0
		for f := range counts {
			p += families[f] * (counts[f] + pooled*pool) / (totals[f] + pooled)
		}
		return int32(math.Round(-100 * math.Log(p)))
	}
	even, dirty := []float64{0.5, 0.5}, []float64{0, 1}
	for _, c := range []struct {
		families []float64
		w        Weights
	}{{even, Weights{}}, {dirty, Weights{Families: dirty}}} {
		m := table.Compile(c.w)
		for _, k := range []struct {
			truth, raw     string
			counts, totals [2]float64
		}{
			{"i", "1", [2]float64{10, 800}, [2]float64{10000, 10000}},
			{"i", "i", [2]float64{9990, 9200}, [2]float64{10000, 10000}},
			{"in", "m", [2]float64{20, 500}, [2]float64{2000, 2000}},
			{")", "}", [2]float64{0, 50}, [2]float64{50, 100}},
		} {
			want := cost(c.families, k.truth, k.raw, k.counts, k.totals)
			if got, ok := m.Cost(k.truth, k.raw); !ok || got != want {
				t.Errorf("%v: %s as %s costs %d, want %d", c.families, k.truth, k.raw, got, want)
			}
		}
	}
	m := table.Compile(Weights{})
	if _, ok := m.Cost("e", "q"); ok {
		t.Error("a confusion that nobody saw has a cost")
	}
	if got, ok := m.Cost("rn", "m"); ok && got > alikeCost {
		t.Errorf("a hand rule costs %d, at most %d was said", got, alikeCost)
	}
	for _, f := range floors() {
		if got, ok := m.Cost(f[0], f[1]); !ok || got > alikeCost {
			t.Errorf("the hand rule %s as %s costs %d, %v", f[0], f[1], got, ok)
		}
	}
	// Entries: by the raw side, with the costs of the three cases.
	b := m.Bucket('m')
	if b == nil || len(b.One) == 0 || b.One[0].Truth != "in" || b.One[0].Lower >= b.One[0].Upper {
		t.Fatalf("entries of m: %+v", b)
	}
	one := m.Bucket('1')
	if one == nil || one.One[0].Truth != "i" {
		t.Fatalf("entries of 1: %+v", one)
	}
	if m.Bucket('ж') != nil || m.Bucket('~') != nil {
		t.Error("entries of characters that the table does not have")
	}
	for i := 1; i < len(one.One); i++ {
		if one.One[i].least() < one.One[i-1].least() {
			t.Errorf("entries out of order: %+v", one.One)
		}
	}
}

// TestCompileDocument guards that a document that shows a confusion makes it
// cheap, and one that shows none makes it dear.
func TestCompileDocument(t *testing.T) {
	table := mustParse(t, smallTable)
	cost := func(seen string) int32 {
		w := Weights{Prior: 200}
		if seen != "" {
			w.Counts = mustParse(t, "truth raw doc\n"+seen)
		}
		c, ok := table.Compile(w).Cost("i", "1")
		if !ok {
			t.Fatalf("%s: no cost", seen)
		}
		return c
	}
	const rest = "\ne e 12000" // so that i is as frequent as letters are
	usual, often, never := cost(""), cost("i 1 300\ni i 100"+rest), cost("i i 4000"+rest)
	if often >= usual || never <= usual {
		t.Errorf("i as 1 costs %d, %d where it is frequent, %d where it never is", usual, often, never)
	}
	want := -100 * math.Log((300+200*math.Exp(-float64(usual)/100))/(400+200))
	if math.Abs(float64(often)-want) > 2 {
		t.Errorf("i as 1 costs %d where it is frequent, want %.0f", often, want)
	}
	// What is more frequent than letters are is not so soon counted out.
	if c := cost("i i 4000"); c >= never {
		t.Errorf("i as 1 costs %d where half of the text is i, %d where it is a quarter", c, never)
	}
	// A confusion that only the document shows.
	m := table.Compile(Weights{Prior: 200, Counts: mustParse(t, "truth raw doc\ne z 50\ne e 50")})
	if c, ok := m.Cost("e", "z"); !ok || c != int32(math.Round(-100*math.Log(50.0/300))) {
		t.Errorf("e as z costs %d, %v", c, ok)
	}
}

// TestMix guards that the confusions of a document tell which family made it.
func TestMix(t *testing.T) {
	table := mustParse(t, `
truth raw typed copied
i     1   900   2
i     i   9100  9998
c     e   2     900
c     c   9998  9100`)
	for _, c := range []struct {
		seen        string
		typed, near float64
	}{
		{"i 1 40\ni i 400", 1, 0.12},
		{"c e 40\nc c 400", 0, 0.12},
		{"i 1 20\nc e 20", 0.5, 0.02},
		{"i i 400", 0.5, 1e-9}, // nothing was confused
		{"q g 100", 0.5, 1e-9}, // nor anything the table knows
	} {
		got := table.Mix(mustParse(t, "truth raw doc\n"+c.seen), 4)
		if len(got) != 2 || math.Abs(got[0]-c.typed) > c.near || math.Abs(got[0]+got[1]-1) > 1e-9 {
			t.Errorf("%q: weights %v, want %.2f for typed", c.seen, got, c.typed)
		}
	}
}

// TestIn guards that a family of a language counts among its engine's for texts
// in another.
func TestIn(t *testing.T) {
	table, err := Parse(strings.NewReader("truth\traw\ttyped\ttyped fr\tcopied\ne\te\t90\t50\t80\ne\té\t1\t5\t0\n"))
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{
		"":   "truth\traw\ttyped\tcopied\ne\te\t140\t80\ne\té\t6\t0\n",
		"nl": "truth\traw\ttyped\tcopied\ne\te\t140\t80\ne\té\t6\t0\n",
		"fr": "truth\traw\ttyped\ttyped fr\tcopied\ne\te\t90\t50\t80\ne\té\t1\t5\t0\n",
	} {
		var b strings.Builder
		if err := table.In(lang).Write(&b); err != nil || b.String() != want {
			t.Errorf("in %q:\n%swant\n%s%v", lang, b.String(), want, err)
		}
		if table.Speaks(lang) != (lang == "fr") {
			t.Errorf("speaks %q: %v", lang, !(lang == "fr"))
		}
	}
}

// TestMarks guards how marks may be read: cheapest first, with what they cost
// for being rare.
func TestMarks(t *testing.T) {
	m := mustParse(t, smallTable).Compile(Weights{})
	costs := func(raw string) map[string]int32 {
		out := make(map[string]int32)
		list := m.Marks(raw)
		for i, x := range list {
			if i > 0 && x.Cost < list[i-1].Cost {
				t.Errorf("marks for %q out of order: %v", raw, list)
			}
			if _, ok := out[x.Truth]; ok {
				t.Errorf("%q stands twice among the marks for %q", x.Truth, raw)
			}
			out[x.Truth] = x.Cost
		}
		return out
	}
	brace := costs("}")
	if brace[")"] == 0 || brace[")"] >= brace["}"] {
		t.Errorf("a brace may be %v", brace)
	}
	if comma := costs(","); comma[","] >= comma["."] || comma["."] == 0 {
		t.Errorf("a comma may be %v", comma)
	}
	if lost := costs(""); lost["."] == 0 || lost[" "] == 0 {
		t.Errorf("lost marks: %v", lost)
	}
	if m.Marks("1") != nil || m.Marks("~") != nil {
		t.Error("marks for what is none, or none in the table")
	}
	if m.Rarity("word 5.,- ") != 0 || m.Rarity(")") <= 0 || m.Rarity("}") <= m.Rarity(")") || m.Rarity("~") != maxCost {
		t.Errorf("rarity of ) %d, } %d, ~ %d", m.Rarity(")"), m.Rarity("}"), m.Rarity("~"))
	}
	if both := m.Rarity("()"); both != m.Rarity("(")+m.Rarity(")") {
		t.Errorf("rarity of two marks: %d", both)
	}
}

// FuzzParse guards that any table is refused or can be compiled and written:
// costs lie in their range, and what is written reads the same.
func FuzzParse(f *testing.F) {
	f.Add(tabbed(smallTable))
	f.Add("truth\traw\t\n∅\t \t0\n␣\t∅\t2147483647\n# note\nﬁ\t\xff\t1\n")
	f.Add("truth\traw\t\r\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		table, err := Parse(strings.NewReader(text))
		if err != nil {
			return
		}
		m := table.Compile(Weights{Counts: table, Prior: 10})
		for _, r := range table.Rows {
			if c, ok := m.Cost(r.Truth, r.Raw); ok && (c < 0 || c > maxCost) {
				t.Errorf("%q as %q costs %d", r.Truth, r.Raw, c)
			}
			for _, x := range m.Marks(r.Raw) {
				if x.Cost < 0 || x.Cost > 4*maxCost+maxCost {
					t.Errorf("the mark %q for %q costs %d", x.Truth, r.Raw, x.Cost)
				}
			}
		}
		sum := 0.0
		for _, w := range table.Mix(table, 4) {
			sum += w
		}
		if math.Abs(sum-1) > 1e-6 {
			t.Errorf("the weights of the families are %v together", sum)
		}
		var b strings.Builder
		if err := table.Write(&b); err != nil {
			t.Fatal(err)
		}
		again, err := Parse(strings.NewReader(b.String()))
		if err != nil || !same(table, again) {
			t.Errorf("written as\n%s\nread with error %v", b.String(), err)
		}
	})
}
