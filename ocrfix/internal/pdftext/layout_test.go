package pdftext

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// proseWords make the texts of the layout tests.
var proseWords = strings.Fields(`the of and to a in that is for it with as lamp keeper harbour office article
	party shall lodging winter coast agreement expenses illuminate fulfil quay signal vessel tariff between any no
	committee lighthouse notice thirty days before after which year government minister proposal reply`)

// prose returns n words, each marked with its number so that order can be
// measured.
func prose(rng *rand.Rand, first, n int) []string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("%s%d", proseWords[rng.IntN(len(proseWords))], first+i)
	}
	return words
}

// A column sets words ragged or justified between two margins.
type column struct {
	x, y, width float64
	size, lead  float64
	justify     bool
}

// A setLine is a line of words with their places.
type setLine struct {
	y     float64
	x     []float64
	words []string
	size  float64
}

func (c column) set(words []string) []setLine {
	var lines []setLine
	space := helvetica(" ")
	for y := c.y; len(words) > 0; y -= c.lead {
		n, w := 0, 0.0
		for n < len(words) {
			next := w + helvetica(words[n])*c.size
			if n > 0 {
				next += space * c.size
			}
			if next > c.width && n > 0 {
				break
			}
			w, n = next, n+1
		}
		gap := space * c.size
		if c.justify && n > 1 && n < len(words) {
			gap += (c.width - w) / float64(n-1)
		}
		l := setLine{y: y, words: words[:n], size: c.size}
		x := c.x
		for _, word := range words[:n] {
			l.x = append(l.x, x)
			x += helvetica(word)*c.size + gap
		}
		lines, words = append(lines, l), words[n:]
	}
	return lines
}

// content writes lines word by word, each at its place.
func content(lines []setLine) string {
	var b strings.Builder
	b.WriteString("BT ")
	for _, l := range lines {
		fmt.Fprintf(&b, "/F1 %g Tf ", l.size)
		for i, w := range l.words {
			fmt.Fprintf(&b, "1 0 0 1 %.2f %.2f Tm %s Tj ", l.x[i], l.y, literal(w))
		}
	}
	b.WriteString("ET\n")
	return b.String()
}

// rowMajor orders the lines of several columns by height, as a writer does
// that goes across the page.
func rowMajor(columns ...[]setLine) []setLine {
	var out []setLine
	for i := 0; ; i++ {
		n := len(out)
		for _, c := range columns {
			if i < len(c) {
				out = append(out, c[i])
			}
		}
		if len(out) == n {
			return out
		}
	}
}

// common returns the length of the longest common subsequence.
func common(a, b []string) int {
	row := make([]int, len(b)+1)
	for _, x := range a {
		diagonal := 0
		for j, y := range b {
			up := row[j+1]
			if x == y {
				row[j+1] = diagonal + 1
			} else {
				row[j+1] = max(up, row[j])
			}
			diagonal = up
		}
	}
	return row[len(b)]
}

// TestColumns reads pages set in columns: every word must be there, and at
// least 95 % of them in order (here: all).
func TestColumns(t *testing.T) {
	for seed := range uint64(6) {
		for _, across := range []bool{false, true} {
			for _, justify := range []bool{false, true} {
				rng := rand.New(rand.NewPCG(seed, 1))
				title := prose(rng, 0, 5)
				left, right := prose(rng, 100, 150+rng.IntN(60)), prose(rng, 400, 120+rng.IntN(90))
				foot := prose(rng, 700, 14)
				shift := float64(seed) * 1.7 // the columns' lines need not be level
				lead := 11 + float64(seed%3)
				width := 230.0
				a := column{x: 60, y: 720, width: width, size: 9, lead: lead, justify: justify}.set(left)
				b := column{x: 60 + width + 11 + 2*float64(seed), y: 720 - shift, width: width, size: 9, lead: lead, justify: justify}.set(right)
				body := append(append([]setLine{}, a...), b...)
				if across {
					body = rowMajor(a, b)
				}
				page := column{x: 150, y: 770, width: 400, size: 14, lead: 16}.set(title)
				page = append(page, body...)
				page = append(page, column{x: 60, y: 60, width: 480, size: 8, lead: 10}.set(foot)...)
				want := append(append(append(append([]string{}, title...), left...), right...), foot...)

				w := &pdfWriter{}
				got := strings.Fields(text(t, w.file(testPage{content: content(page)})))
				if n := common(got, want); len(got) != len(want) || float64(n) < 0.95*float64(len(want)) {
					t.Errorf("seed %d, across %v, justify %v: %d words, %d of %d in order", seed, across, justify, len(got), n, len(want))
				}
			}
		}
	}
}

// TestColumnTops reads two columns in order of which one begins with a heading,
// lower than the other with its text, as browsers print them.
func TestColumnTops(t *testing.T) {
	for side := range 2 {
		rng := rand.New(rand.NewPCG(uint64(side), 5))
		words := [2][]string{prose(rng, 0, 200), prose(rng, 300, 200)}
		var page []setLine
		var want []string
		for i := range 2 {
			c := column{x: 60 + 250*float64(i), y: 760, width: 230, size: 9, lead: 11}
			if i == side {
				heading := prose(rng, 600, 3)
				want = append(want, heading...)
				page = append(page, column{x: c.x, y: 750, width: 230, size: 13, lead: 15}.set(heading)...)
				c.y = 722
			}
			want = append(want, words[i]...)
			page = append(page, c.set(words[i])...)
		}
		w := &pdfWriter{}
		got := strings.Fields(text(t, w.file(testPage{content: content(page)})))
		if n := common(got, want); n != len(want) || got[0] != want[0] {
			t.Errorf("heading in column %d: %d of %d words in order, %q before %q", side+1, n, len(want), got[0], want[0])
		}
	}
}

func TestThreeColumns(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 3))
	var columns [][]setLine
	var want []string
	for i := range 3 {
		words := prose(rng, 1000*i, 110+10*i)
		want = append(want, words...)
		columns = append(columns, column{x: 50 + 170*float64(i), y: 750, width: 155, size: 9, lead: 11, justify: true}.set(words))
	}
	w := &pdfWriter{}
	got := strings.Fields(text(t, w.file(testPage{content: content(rowMajor(columns...))})))
	if n := common(got, want); n != len(want) {
		t.Errorf("%d of %d words in order", n, len(want))
	}
}

// TestUnlevelColumns reads three columns whose lines are not level, with a heading
// in the second and a list in the third.
func TestUnlevelColumns(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 3))
	var page []setLine
	var want []string
	put := func(n int, c column) {
		words := prose(rng, 1000+len(want), n)
		want = append(want, words...)
		page = append(page, c.set(words)...)
	}
	put(120, column{x: 50, y: 750, width: 155, size: 9, lead: 13})
	put(3, column{x: 220, y: 744, width: 155, size: 13, lead: 15})
	put(80, column{x: 220, y: 708, width: 155, size: 9, lead: 13.7})
	put(50, column{x: 390, y: 739, width: 155, size: 9, lead: 14.4})
	put(60, column{x: 410, y: 440, width: 135, size: 9, lead: 14.4})
	w := &pdfWriter{}
	got := strings.Fields(text(t, w.file(testPage{content: content(page)})))
	if n := common(got, want); n != len(want) {
		t.Errorf("%d of %d words in order", n, len(want))
	}
}

// TestFourUnlevelColumns reads four columns that begin where they like and whose
// lines are not level: each half of the page is columns in its turn.
func TestFourUnlevelColumns(t *testing.T) {
	for seed := range uint64(20) {
		rng := rand.New(rand.NewPCG(seed, 4))
		gap := 9 + 8*rng.Float64()
		width := (520 - 3*gap) / 4
		var page []setLine
		var want []string
		for i := range 4 {
			c := column{x: 40 + (width+gap)*float64(i), y: 760 - 20*rng.Float64(), width: width, size: 9, lead: 10 + 4*rng.Float64()}
			words := prose(rng, 1000*i, 70+rng.IntN(40))
			want = append(want, words...)
			page = append(page, c.set(words)...)
		}
		w := &pdfWriter{}
		got := strings.Fields(text(t, w.file(testPage{content: content(page)})))
		if n := common(got, want); n != len(want) {
			t.Errorf("page %d: %d of %d words in order", seed, n, len(want))
		}
	}
}

// TestScattered lays out words that lie about a page without order in bearable
// time.
func TestScattered(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 3))
	for _, n := range []int{200, maxWithin, maxSegments} {
		var page []setLine
		for i := range n {
			page = append(page, column{x: 500 * rng.Float64(), y: 800 * rng.Float64(), width: 500, size: 4, lead: 5}.set([]string{fmt.Sprint("unordered", i)})...)
		}
		begun := time.Now()
		w := &pdfWriter{}
		if got := strings.Fields(text(t, w.file(testPage{content: content(page)}))); len(got) < n/2 {
			t.Errorf("%d of %d words", len(got), n)
		}
		if took := time.Since(begun); took > time.Minute { // on a busy machine
			t.Errorf("%d words took %v", n, took)
		} else {
			t.Log(n, took)
		}
	}
}

// TestRows reads what looks like columns and is none: row by row.
func TestRows(t *testing.T) {
	cell := func(x, y float64, s string) setLine {
		words := strings.Fields(s)
		l := setLine{y: y, words: words, size: 10}
		for _, w := range words {
			l.x = append(l.x, x)
			x += 10 * helvetica(w+" ")
		}
		return l
	}
	tests := []struct {
		name  string
		lines []setLine
		want  string
	}{
		{"table", []setLine{
			cell(72, 700, "Harbour"), cell(200, 700, "Lamps"), cell(300, 700, "Dues"),
			cell(72, 685, "Northhaven"), cell(200, 685, "14"), cell(300, 685, "1,250.00"),
			cell(72, 670, "Southquay"), cell(200, 670, "9"), cell(300, 670, "830.50"),
			cell(72, 655, "Eastness"), cell(200, 655, "22"), cell(300, 655, "2,004.75"),
		}, "Harbour Lamps Dues\nNorthhaven 14 1,250.00\nSouthquay 9 830.50\nEastness 22 2,004.75\n"},
		{"table in the order of its columns", []setLine{
			cell(72, 700, "Harbour"), cell(72, 685, "Northhaven"), cell(72, 670, "Southquay"),
			cell(200, 700, "Lamps"), cell(200, 685, "14"), cell(200, 670, "9"),
		}, "Harbour Lamps\nNorthhaven 14\nSouthquay 9\n"},
		{"labels", []setLine{
			cell(72, 700, "(a)"), cell(110, 700, "to keep the lamps of the northern coast alight"),
			cell(72, 685, "(b)"), cell(110, 685, "to share the costs of oil and of wicks"),
			cell(72, 670, "(c)"), cell(110, 670, "to exchange five keepers every other winter"),
			cell(72, 655, "(d)"), cell(110, 655, "to settle what they differ on by letter"),
		}, "(a) to keep the lamps of the northern coast alight\n(b) to share the costs of oil and of wicks\n(c) to exchange five keepers every other winter\n(d) to settle what they differ on by letter\n"},
		{"signatures", []setLine{
			cell(72, 700, "For the one Party"), cell(320, 700, "For the other Party"),
			cell(72, 670, "A. Fresnel"), cell(320, 670, "G. Halpin"),
		}, "For the one Party For the other Party\nA. Fresnel G. Halpin\n"},
	}
	for _, tt := range tests {
		w := &pdfWriter{}
		if got := strings.TrimSuffix(text(t, w.file(testPage{content: content(tt.lines)})), "\f"); got != tt.want {
			t.Errorf("%s: got\n%swant\n%s", tt.name, got, tt.want)
		}
	}
}

// TestTurnedPages reads a page turned by its Rotate entry, by its text
// matrices, and by both, and checks that boxes run along the page as seen.
func TestTurnedPages(t *testing.T) {
	lines := column{x: 60, y: 720, width: 300, size: 10, lead: 13}.set(prose(rand.New(rand.NewPCG(1, 2)), 0, 60))
	plain := content(lines)
	w := &pdfWriter{}
	want := text(t, w.file(testPage{content: plain}))
	turned := []struct {
		name, before, attrs string
		upright             bool // as the reader of the page sees it
	}{
		{"Rotate 90 against a turned text", "q 0 1 -1 0 842 0 cm\n", "/Rotate 90", true},
		{"Rotate 180 against a turned text", "q -1 0 0 -1 842 842 cm\n", "/Rotate 180", true},
		{"Rotate 270 against a turned text", "q 0 -1 1 0 0 842 cm\n", "/Rotate -90", true},
		{"text up the page", "q 0 1 -1 0 842 0 cm\n", "", false},
		{"text down the page", "q 0 -1 1 0 0 842 cm\n", "", false},
		{"text upside down", "q -1 0 0 -1 842 842 cm\n", "", false},
		{"crooked by a degree", "q 0.99985 0.01745 -0.01745 0.99985 0 0 cm\n", "", true},
		{"across by 40 degrees", "q 0.766 0.643 -0.643 0.766 500 -60 cm\n", "", false},
	}
	for _, tt := range turned {
		w := &pdfWriter{}
		data := w.file(testPage{content: tt.before + plain + "Q\n", attrs: tt.attrs + " /MediaBox [0 0 842 842]"})
		if got := text(t, data); got != want {
			t.Errorf("%s: got\n%swant\n%s", tt.name, got, want)
			continue
		}
		f, err := Open(data, "")
		if err != nil {
			t.Fatal(err)
		}
		p, _ := f.Page(0)
		first := p.Lines[0].Words
		if level := first[1].X0 > first[0].X0 && first[1].Y0-first[0].Y0 < 3 && first[0].Y0-first[1].Y0 < 3; level != tt.upright {
			t.Errorf("%s: boxes %v and %v", tt.name, first[0], first[1])
		}
	}
}

// TestParagraphs checks where white space sets lines off.
func TestParagraphs(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 5))
	c := column{x: 72, y: 750, width: 400, size: 10, lead: 12}
	var page []setLine
	var starts []int
	for range 4 {
		starts = append(starts, len(page))
		set := c.set(prose(rng, len(page)*100, 40))
		page = append(page, set...)
		c.y = set[len(set)-1].y - 20
	}
	w := &pdfWriter{}
	f, err := Open(w.file(testPage{content: content(page)}), "")
	if err != nil {
		t.Fatal(err)
	}
	p, _ := f.Page(0)
	var got []int
	for i, l := range p.Lines {
		if l.Gap {
			got = append(got, i)
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(starts) {
		t.Errorf("gaps before lines %v, want %v", got, starts)
	}
}
