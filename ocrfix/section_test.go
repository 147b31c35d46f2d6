package ocrfix

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestSectionLabels(t *testing.T) {
	for _, c := range []struct {
		line, number, rest string // number "": no label
		value              int
	}{
		{"Article 3", "Article 3", "", 3},
		{"ARTICLE IV – Settlement", "ARTICLE IV", "Settlement", 4},
		{"Artic1e l2", "Artic1e l2", "", 12},
		{"ARTlCLE IV", "ARTlCLE IV", "", 4},
		{"Artiele 7. Visas", "Artiele 7", "Visas", 7},
		{"Art. 1er", "Art. 1er", "", 1},
		{"Art.5", "Art.5", "", 5},
		{"Article 3bis Fees", "Article 3bis", "Fees", 3},
		{"Article 12 ter", "Article 12 ter", "", 12},
		{"§ 4 Zweck", "§ 4", "Zweck", 4},
		{"§ 301. Enforcement", "§ 301", "Enforcement", 301},
		{"Artikel 7: Taal", "Artikel 7", "Taal", 7},
		{"PART TWO", "PART TWO", "", 2},
		{"Zweiter Teil", "Zweiter Teil", "", 2},
		{"Première partie – Principes", "Première partie", "Principes", 1},
		{"CHAPITRE PREMIER", "CHAPITRE PREMIER", "", 1},
		{"Nr. II", "Nr. II", "", 2},
		{"ANNEX", "ANNEX", "", 0},
		{"Annex B: Tariffs", "Annex B", "Tariffs", 2},
		{"AGENDA ITEMS 1 and 2: OPENING", "AGENDA ITEMS 1 and 2", "OPENING", 1},
		{"ARTICLE 2.10 Exceptions", "ARTICLE 2.10", "Exceptions", 0},
		{"1. Abschnitt: Ziele", "1. Abschnitt", "Ziele", 1},
		{"II. KAPITEL", "II. KAPITEL", "", 2},
		{"1ère partie", "1ère partie", "", 1},
		{"CHAPITRE Ier", "CHAPITRE Ier", "", 1},
		{"SEC. 101. SHORT TITLE", "SEC. 101", "SHORT TITLE", 101},
		{"Article the First", "Article the First", "", 1},
		{"Annex 4-B", "Annex 4-B", "", 4},
		{"Annex 2A: Tariffs", "Annex 2A", "Tariffs", 2},
		{"PROTOCOL No. 3", "PROTOCOL No. 3", "", 3},
		{"Eerste hoofdstuk", "Eerste hoofdstuk", "", 1},
		{"Einziger Artikel", "Einziger Artikel", "", 1},
		{"1. Section 4 of the Act", "", "", 0},
		{"6. Artikel IIA wird gestrichen", "", "", 0},
		{"1. Article text follows", "", "", 0},
		{"## Article 9", "## Article 9", "", 9},
		{"Article 5(2) of the Treaty", "", "", 0},
		{"Article 5, paragraph 1", "", "", 0},
		{"Articles 4-8 leads", "", "", 0},
		{"article 5", "", "", 0},
		{"Annex to the Treaty", "", "", 0},
		{"Particle 5", "", "", 0},
		{"Article of faith", "", "", 0},
		{"Part", "", "", 0},
		{"Section", "", "", 0},
	} {
		lab, ok := sectParseLabel(c.line)
		if !ok {
			if c.number != "" {
				t.Errorf("%q: no label", c.line)
			}
			continue
		}
		style := styleArabic
		if lab.num.arabic == 0 && lab.num.roman > 0 {
			style = styleRoman
		}
		value := lab.num.value(style)
		if len(lab.num.parts) > 0 {
			value = 0
		}
		if lab.num.arabic == 0 && lab.num.letter > 0 {
			value = lab.num.letter
		}
		if got := c.line[:lab.numEnd]; got != c.number || c.line[lab.rest:] != c.rest || value != c.value {
			t.Errorf("%q: got %q, %q, %d", c.line, got, c.line[lab.rest:], value)
		}
	}
}

func TestSectionRoman(t *testing.T) {
	digits := []struct {
		v int
		s string
	}{{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}
	for n := 1; n < 150; n++ {
		s, left := "", n
		for _, d := range digits {
			for left >= d.v {
				s += d.s
				left -= d.v
			}
		}
		if len(s) > 9 {
			continue
		}
		if got := readRoman(s); got != n {
			t.Errorf("%s: got %d, want %d", s, got, n)
		}
		if got := readRoman(strings.ReplaceAll(s, "I", "l")); got != n {
			t.Errorf("%s with l for I: got %d", s, got)
		}
	}
	for _, s := range []string{"", "IIII", "VV", "IL", "XD", "ABC", "VX"} {
		if got := readRoman(s); got != 0 {
			t.Errorf("%q: got %d, want none", s, got)
		}
	}
}

// sectCheck verifies what every tree promises.
func sectCheck(t testing.TB, text string, roots []*Section) {
	ids := map[string]bool{}
	lines := strings.Count(text, "\n") + 1
	var walk func(list []*Section, level, from, to int)
	walk = func(list []*Section, level, from, to int) {
		for _, s := range list {
			switch {
			case s.Start < from || s.End > to || s.Start > s.End:
				t.Fatalf("%s: [%d,%d) is not inside [%d,%d)", s.ID, s.Start, s.End, from, to)
			case s.Level != level || level > sectDepthLimit:
				t.Fatalf("%s: level %d at depth %d", s.ID, s.Level, level)
			case ids[s.ID] || s.ID == "" || strings.ContainsAny(s.ID, " \n\t\"<>&"):
				t.Fatalf("bad or repeated id %q", s.ID)
			case s.Line < 1 || s.Line > lines || s.Page < 1:
				t.Fatalf("%s: line %d, page %d", s.ID, s.Line, s.Page)
			case s.Children == nil:
				t.Fatalf("%s: nil children", s.ID)
			}
			ids[s.ID] = true
			walk(s.Children, level+1, s.Start, s.End)
			from = s.End
		}
	}
	walk(roots, 1, 0, len(text))
}

// TestSectionExtremes feeds texts of unusual shape and size. Each must give a
// sound tree in little time.
func TestSectionExtremes(t *testing.T) {
	deep := &strings.Builder{}
	number := "1"
	for range 100 {
		fmt.Fprintf(deep, "%s. Heading of this depth\n\nThe text that stands under the heading of this depth.\n\n", number)
		number += ".1"
	}
	for _, c := range []struct {
		name, text string
		count      int // sections with a number, -1: any
	}{
		{"empty", "", 0},
		{"blank", " \n\t\n\f\n", 0},
		{"one word", "Article", 0},
		{"one line", "Article 1", 1},
		{"one long line", strings.Repeat("Article 1 of the Treaty shall apply. ", 100000), -1},
		{"ten thousand articles", sectRepeat(10000, "Article %d\n\nEach Party shall do what is right.\n\n"), 10000},
		{"ten thousand lines alike", strings.Repeat("Running head\n", 10000), -1},
		{"ten thousand headings", sectRepeat(10000, "Heading of section %d\n\nThe text of the section stands here and it ends.\n\n"), -1},
		{"ten thousand pages", sectRepeat(10000, "Article %d\n\nEach Party shall do.\n\n- 7 -\n\fTreaty Series\n\n"), 10000},
		{"ten thousand paragraphs", "Article 1\n\n" + sectRepeat(10000, "%d. Each Party shall do what is right.\n\n"), 10001},
		{"a contents page only", sectRepeat(1000, "Article %d Something ........ 12\n"), 0},
		{"references only", sectRepeat(1000, "the rule of\nArticle %d of the Treaty and\n"), 0},
		{"nested a hundred deep", deep.String(), 100},
		{"brackets", strings.Repeat("(((((", 100000), -1},
		{"form feeds", strings.Repeat("\f", 100000), 0},
		{"broken UTF-8", "\xff\xfeArticle 1\n\n\x80\x80 text.\n", -1},
		{"letters", sectRepeat(3000, "(a) One.\n\n(i) Two.\n\n%d. Three.\n\n"), -1},
	} {
		start := time.Now()
		roots := FindSections(c.text, nil)
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s: took %v", c.name, took)
		}
		sectCheck(t, c.text, roots)
		n := 0
		var walk func([]*Section)
		walk = func(list []*Section) {
			for _, s := range list {
				if s.Number != "" {
					n++
				}
				walk(s.Children)
			}
		}
		walk(roots)
		if strings.HasPrefix(c.name, "nested") && sectDepth(roots) < 90 {
			t.Errorf("%s: %d deep", c.name, sectDepth(roots))
		}
		if c.count >= 0 && n != c.count {
			t.Errorf("%s: %d numbered sections, want %d", c.name, n, c.count)
		}
	}
}

// sectDepth returns how deep a tree is.
func sectDepth(list []*Section) int {
	deep := 0
	for _, s := range list {
		deep = max(deep, 1+sectDepth(s.Children))
	}
	return deep
}

func sectRepeat(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i+1)
	}
	return b.String()
}

// TestSectionIDsStable inserts text above sections and checks that their ids
// stay.
func TestSectionIDsStable(t *testing.T) {
	const body = "Article 3\n\n1. Each Party shall keep a list.\n\n2. The list is public.\n\nArticle 4\n\nThis ends it.\n"
	base := FindSections("Article 2\n\nSomething stands here.\n\n"+body, nil)
	more := FindSections("Article 1\n\n1. A new article.\n\nArticle 2\n\nSomething else stands here.\n\n"+body, nil)
	want := base[1].Children[1].ID
	if want != "art_3__para_2" {
		t.Errorf("id %q, want art_3__para_2", want)
	}
	if got := more[2].Children[1].ID; got != want {
		t.Errorf("id changed from %q to %q", want, got)
	}
}

// TestSectionHeights checks that letters set larger make a heading where
// nothing else shows one.
func TestSectionHeights(t *testing.T) {
	text := "The two sides met and spoke about the harbour, as they do each year.\n\nHarbour\nThe works on the harbour will begin in spring and be finished by autumn.\nThey will be paid for by both sides in equal parts from their budgets.\n\nGrain\nThe trade in grain will go on as before under the rules of the last year,\nand both sides will report on it to each other when the year has ended.\n"
	heights := []float64{10, 0, 16, 10, 10, 0, 16, 10, 10}
	roots := FindSections(text, &SectionOptions{Heights: heights})
	var got []string
	for _, s := range sectFlat(roots) {
		got = append(got, s.heading)
	}
	if strings.Join(got, "|") != "Harbour|Grain" {
		t.Errorf("got %q", got)
	}
}

// TestSectionType checks that headings without a number are ordered by the size
// and the weight of their letters.
func TestSectionType(t *testing.T) {
	lines := []string{"The two sides met in Arenby and spoke about the harbour and about grain, as they do each year."}
	heads := []struct {
		title  string
		bold   bool
		height float64
	}{{"Transport", true, 16}, {"Harbour", true, 11}, {"Railway", true, 12}, {"Night trains", false, 10}, {"Freight", false, 11}, {"Trade", true, 17}, {"Grain", true, 11}}
	for _, sized := range []bool{true, false} {
		text := strings.Join(lines, "\n")
		opt := &SectionOptions{Heights: []float64{10}, Bold: []bool{false}}
		for _, h := range heads {
			text += "\n\n" + h.title + "\n\nThe works will begin in spring and be finished by autumn, and both sides will pay for\nthem in equal parts from the budgets that they have set aside for this end."
			height := h.height
			if !sized {
				height = 0
			}
			opt.Heights = append(opt.Heights, 0, height, 0, 10, 10)
			opt.Bold = append(opt.Bold, false, h.bold, false, false, false)
		}
		var got []string
		eachSection(FindSections(text, opt), func(s *Section) {
			if s.Kind == "heading" {
				got = append(got, fmt.Sprintf("%d %s", s.Level, s.Heading))
			}
		})
		want := "1 Transport|2 Harbour|2 Railway|3 Night trains|3 Freight|1 Trade|2 Grain"
		if !sized {
			want = "1 Transport|1 Harbour|1 Railway|2 Night trains|2 Freight|1 Trade|1 Grain"
		}
		if strings.Join(got, "|") != want {
			t.Errorf("got  %s\nwant %s", strings.Join(got, "|"), want)
		}
	}
}

// TestSectionPieces checks that a keyword is read which spaces part.
func TestSectionPieces(t *testing.T) {
	for line, want := range map[string]string{
		"Ar ticle 4":                "article 4",
		"A R T I K E L  9":          "article 9",
		"CHAP TER II":               "chapter 2",
		"Ar ticle of incorporation": "none",
		"A r t 4":                   "none",
		"In article 4":              "none",
	} {
		got := "none"
		if lab, ok := sectParseLabel(line); ok {
			got = fmt.Sprintf("%s %d", lab.kw.kind, max(lab.num.arabic, lab.num.roman))
		}
		if got != want {
			t.Errorf("%q: got %s, want %s", line, got, want)
		}
	}
}

func FuzzFindSections(f *testing.F) {
	f.Add("Article 1\n\nText.\n\n\fArticle 2\n(a) one\n(b) two\n")
	f.Add("1. One\n\ntext.\n\n1.1 Two\n\ntext.\n\nANNEX\n\nNr. I\n")
	f.Add("Erster Teil\n\n§ 1\n\xff\n\nArt. l2 – x")
	f.Fuzz(func(t *testing.T, text string) {
		sectCheck(t, text, FindSections(text, nil))
	})
}

func BenchmarkFindSections(b *testing.B) {
	text := strings.Repeat("Article 1\n\n1. Each Party shall keep a rescue team ready, in accordance with\nArticle 3 of the Treaty of Friendship.\n\n2. Rescue teams may cross the border without a permit. They shall report to\nthe nearest post and leave within ten days, unless the other Party agrees to a\nlonger stay in view of the season or of the state of the paths and huts.\n\n", 3000)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		FindSections(text, nil)
	}
}

// TestSectFolioBlank guards: a line of marks and odd spaces is no folio, and
// breaks nothing.
func TestSectFolioBlank(t *testing.T) {
	for _, line := range []string{"", "\t", "-\u00a0-", ".\t.", "[\u2003]", "/", "\u00a0/\t"} {
		if _, _, ok := sectFolio(line); ok {
			t.Errorf("%q is taken for a folio", line)
		}
	}
}

// TestSectionIDsStay guards that no id changes when text above it does: an
// article, a paragraph, a recital or a whole preamble more.
func TestSectionIDsStay(t *testing.T) {
	names, _ := filepath.Glob("../testdata/sections/*.txt")
	if len(names) == 0 {
		t.Fatal("no cases found")
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		text, _, _ := strings.Cut(string(data), "-- outline --\n")
		text = strings.ReplaceAll(text, "^L", "\f")
		ids := func(text string) (ids []string) {
			eachSection(FindSections(text, nil), func(s *Section) {
				if s.Kind != "title" && s.Kind != "preamble" && s.Kind != "recital" {
					ids = append(ids, s.ID)
				}
			})
			return ids
		}
		want := ids(text)
		end := strings.Index(text, "\n\n")
		if end < 0 || len(want) < 3 {
			continue
		}
		for _, above := range []string{
			"\n\nPrinted by order of the two ministers, who have asked for copies to be sent to every town and village along the river.",
			"\n\nThe first edition of this text was lost in the fire of the library, and the second one was never bound or sold.\n\nThis is the third edition, which the printer has set anew from the sheets that were kept.",
		} {
			got := ids(text[:end] + above + text[end:])
			k := 0 // what was there must be there still, in order
			for _, id := range got {
				if k < len(want) && id == want[k] {
					k++
				}
			}
			if k < len(want) {
				t.Errorf("%s: ids\n%q\nwant\n%q", filepath.Base(name), got, want)
			}
		}
	}
}

// TestSectionIDsOfPreamble guards that ids of articles do not depend on how many
// recitals, chapters or articles stand before them.
func TestSectionIDsOfPreamble(t *testing.T) {
	const tail = "Article 7\nRegisters\n\n1. Each Party shall keep a register of its boats.\n\n2. It shall show it on request.\n\nArticle 8\nCosts\n\nEach Party shall bear its own costs.\n"
	var want []string
	for i, head := range []string{
		"Agreement on Boats\n\nThe Parties have agreed as follows:\n\n",
		"Agreement on Boats\n\nThe Parties,\n\nRecalling that boats are old,\n\nNoting that they leak,\n\nHave agreed as follows:\n\n",
		"Agreement on Boats\n\nThe Parties have agreed as follows:\n\nCHAPTER I\nGENERAL\n\nArticle 5\nAims\n\nThe aim is safety.\n\nArticle 6\nScope\n\n1. It covers boats.\n\n2. It covers ships.\n\nCHAPTER II\nDUTIES\n\n",
	} {
		var got []string
		text := head + tail
		eachSection(FindSections(text, nil), func(s *Section) {
			if s.Start >= len(head) {
				got = append(got, s.ID)
			}
		})
		if i == 0 {
			want = got
			if !slices.Equal(got, []string{"art_7", "art_7__para_1", "art_7__para_2", "art_8"}) {
				t.Errorf("got %q", got)
			}
		} else if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// TestSectionShapes guards headings that little but their place and number shows.
func TestSectionShapes(t *testing.T) {
	const para = "The works are paid for by the town, which has asked the province for money and for the loan of an engineer."
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"numbers parted by one space", "Report on the Harbour\n\n1 Scope\n\n" + para + "\n\n1.1 Quays\n\n" + para + "\n\n1.2 Locks\n\n" + para + "\n\n2 Costs\n\n" + para + "\n\n3 Time\n\n" + para + "\n",
			[]string{" | Report on the Harbour", "1 | Scope", "  1.1 | Quays", "  1.2 | Locks", "2 | Costs", "3 | Time"}},
		{"two of them", "Report on the Harbour\n\n1 Scope\n\n" + para + "\n\n1.1 Quays\n\n" + para + "\n\n2 Costs\n\n" + para + "\n",
			[]string{" | Report on the Harbour", "1 | Scope", "  1.1 | Quays", "2 | Costs"}},
		{"numbers that make no series", "Report on the Harbour\n\n" + para + "\n\n12 Quay Street\n\n" + para + "\n\n14 Mill Lane\n\n" + para + "\n", nil},
		{"a heading behind reasons", "Joint Declaration on Rivers\n\nThe Ministers,\n\nRecalling their meeting of last year,\n\nConvinced that rivers know no borders,\n\nClean water\n\n" + para + "\n\nSafe ships\n\n" + para + "\n",
			[]string{" | Joint Declaration on Rivers", " | Clean water", " | Safe ships"}},
		{"the protocol itself", "Protokoll\n\nzur Änderung des Abkommens über die Bahn\n\nArtikel I\n\n" + para + "\n\nArtikel II\n\n" + para + "\n",
			[]string{" | Protokoll", "Artikel I | ", "Artikel II | "}},
	} {
		got := commHeadings(FindSections(c.text, nil), 0, nil)
		if c.want == nil {
			got = slices.DeleteFunc(got, func(h string) bool { return !strings.HasPrefix(strings.TrimSpace(h), "1") })
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: got\n%q\nwant\n%q", c.name, got, c.want)
		}
	}
}
