package ocrfix

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// The measure of gold/structure/score.py: sections (number and heading),
// starts (the number alone where the gold has one) and parents.

var sectPage = flag.String("sections.page", "", "write the page of measures to this file")
var sectVerbose = flag.String("sections.v", "", "show the misses of documents whose name holds this")

// sectItem is a heading as the measure sees it.
type sectItem struct {
	number, heading string
	parent          int // index, -1 at the root
	line            int
	kind            string
}

// sectIgnored lists the kinds that the measure passes over.
var sectIgnored = strings.Fields("preamble signature title furniture body signature_block header footer paragraph point item recital")

func sectFlat(roots []*Section) (out []sectItem) {
	var walk func(s *Section, parent int)
	walk = func(s *Section, parent int) {
		k := parent
		if !slices.Contains(sectIgnored, s.Kind) && (s.Number != "" || s.Heading != "") {
			out = append(out, sectItem{s.Number, s.Heading, parent, s.Line, s.Kind})
			k = len(out) - 1
		}
		for _, c := range s.Children {
			walk(c, k)
		}
	}
	for _, s := range roots {
		walk(s, -1)
	}
	return out
}

func sectNorm(s string) string {
	s = norm.NFD.String(strings.ToLower(norm.NFKC.String(s)))
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r):
			return -1
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			return r
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

func sectScoreFold(s string) string {
	for _, p := range [][2]string{{"rn", "m"}, {"in", "m"}, {"ri", "n"}, {"cl", "d"}} {
		s = strings.ReplaceAll(s, p[0], p[1])
	}
	return strings.Map(func(r rune) rune {
		if k := strings.IndexRune("1l|!0e5h", r); k >= 0 {
			return rune("iiiiocsb"[k])
		}
		return r
	}, s)
}

// sectWithin reports whether the edit distance of a and b, in characters, is at most most.
func sectWithin(a, b string, most int) bool {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diag := row[0]
		row[0] = i + 1
		for j := range y {
			d := diag
			if x[i] != y[j] {
				d++
			}
			diag = row[j+1]
			row[j+1] = min(d, row[j]+1, diag+1)
		}
	}
	return row[len(y)] <= most
}

func sectSame(g, s *sectItem, ocr, start bool) bool {
	a, b := sectNorm(g.number+" "+g.heading), sectNorm(s.number+" "+s.heading)
	if a == b {
		return true
	}
	if x := sectNorm(g.number); start && g.number != "" && (b == x || strings.HasPrefix(b, x+" ")) {
		return true
	}
	if !ocr {
		return false
	}
	a, b = sectScoreFold(a), sectScoreFold(b)
	if g.number != "" {
		x := strings.Fields(sectScoreFold(sectNorm(g.number)))
		words := strings.Fields(b)
		if len(x) > 0 && !slices.Contains(words[:min(len(words), len(x)+1)], x[len(x)-1]) {
			return false
		}
		if start {
			y := strings.Join(words[:min(len(words), len(x))], " ")
			x := strings.Join(x, " ")
			if sectWithin(x, y, max(1, len(x)*15/100)) {
				return true
			}
		}
	}
	return a != "" && sectWithin(a, b, len([]rune(a))*15/100)
}

func sectAlign(g, s []sectItem, ocr, start bool) (pairs [][2]int) {
	d := make([][]int, len(g)+1)
	m := make([][]bool, len(g))
	for i := range d {
		d[i] = make([]int, len(s)+1)
	}
	for i := len(g) - 1; i >= 0; i-- {
		m[i] = make([]bool, len(s))
		for j := len(s) - 1; j >= 0; j-- {
			d[i][j] = max(d[i+1][j], d[i][j+1])
			if m[i][j] = sectSame(&g[i], &s[j], ocr, start); m[i][j] {
				d[i][j] = max(d[i][j], d[i+1][j+1]+1)
			}
		}
	}
	for i, j := 0, 0; i < len(g) && j < len(s); {
		switch {
		case m[i][j] && d[i][j] == d[i+1][j+1]+1:
			pairs = append(pairs, [2]int{i, j})
			i++
			j++
		case d[i+1][j] >= d[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// sectTally counts right, found and wanted.
type sectTally [3]int

func (t *sectTally) add(u sectTally) {
	for i := range t {
		t[i] += u[i]
	}
}

func (t sectTally) f1() float64 {
	if t[1]+t[2] == 0 {
		return 1
	}
	return 2 * float64(t[0]) / float64(t[1]+t[2])
}

type sectScore struct{ sections, starts, parents sectTally }

func sectMeasure(gold, found []sectItem, ocr bool) (sc sectScore, pairs [][2]int) {
	pairs = sectAlign(gold, found, ocr, false)
	starts := sectAlign(gold, found, ocr, true)
	to := map[int]int{-1: -1}
	for _, p := range starts {
		to[p[0]] = p[1]
	}
	right := 0
	for _, p := range starts {
		if j, ok := to[gold[p[0]].parent]; ok && j == found[p[1]].parent {
			right++
		}
	}
	sc.sections = sectTally{len(pairs), len(found), len(gold)}
	sc.starts = sectTally{len(starts), len(found), len(gold)}
	sc.parents = sectTally{right, len(found), len(gold)}
	return sc, pairs
}

func sectGoldDir(t testing.TB) string {
	for _, dir := range []string{os.Getenv("OCRFIX_SHARED"), "../../shared", "../shared", "../../../shared"} {
		if dir == "" {
			continue
		}
		dir = filepath.Join(dir, "gold", "structure")
		if _, err := os.Stat(dir); err == nil {
			return dir
		}
	}
	t.Skip("the gold of structures is not here; OCRFIX_SHARED names its folder")
	return ""
}

func sectReadGold(t testing.TB, name string) (items []sectItem) {
	var doc struct {
		Sections []struct {
			Number, Heading *string
			Parent          *int
			Line            int
		}
	}
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	for _, s := range doc.Sections {
		it := sectItem{parent: -1, line: s.Line}
		if s.Number != nil {
			it.number = *s.Number
		}
		if s.Heading != nil {
			it.heading = *s.Heading
		}
		if s.Parent != nil {
			it.parent = *s.Parent
		}
		items = append(items, it)
	}
	return items
}

// TestSectionsGold measures FindSections on the development gold: the clean
// texts, the texts with OCR damage as they are, and those after cleaning.
//
//	go test ./ocrfix -run TestSectionsGold -sections.page testdata/sections.md
func TestSectionsGold(t *testing.T) {
	dir := sectGoldDir(t)
	names, _ := filepath.Glob(filepath.Join(dir, "*.json"))
	var page strings.Builder
	page.WriteString("# Sections: measures\n\nMade by `go test ./ocrfix -run TestSectionsGold -sections.page FILE` over the development gold\n(40 documents, 15 of them with OCR damage). F1 of sections (number and heading), of starts\n(the number alone where there is one) and of parents, as the gold's own score.py counts them.\n")
	for _, set := range []struct {
		name, ending string
		ocr, clean   bool
		want         [2]float64 // of sections and parents; 0: no promise
	}{
		{"clean text", ".txt", false, false, [2]float64{0.97, 0.93}},
		{"OCR damage, not cleaned", ".ocr.txt", true, false, [2]float64{0.93, 0.93}},
		{"OCR damage, cleaned", ".ocr.txt", true, true, [2]float64{}},
	} {
		var total sectScore
		misses := map[string]int{}
		n := 0
		fmt.Fprintf(&page, "\n## %s\n\n| document | sections | starts | parents | missed | extra |\n|---|---|---|---|---|---|\n", set.name)
		for _, name := range names {
			id := strings.TrimSuffix(filepath.Base(name), ".json")
			data, err := os.ReadFile(strings.TrimSuffix(name, ".json") + set.ending)
			if err != nil {
				continue
			}
			if set.clean && testing.Short() {
				continue
			}
			n++
			text := string(data)
			if set.clean {
				text = sectCleaned(t, text)
			}
			gold, found := sectReadGold(t, name), sectFlat(FindSections(text, nil))
			sc, pairs := sectMeasure(gold, found, set.ocr)
			total.sections.add(sc.sections)
			total.starts.add(sc.starts)
			total.parents.add(sc.parents)
			g, s := map[int]bool{}, map[int]bool{}
			for _, p := range pairs {
				g[p[0]], s[p[1]] = true, true
			}
			show := *sectVerbose != "" && (*sectVerbose == "all" || strings.Contains(id, *sectVerbose))
			for i, it := range gold {
				if !g[i] {
					misses["missed: "+sectSort(it)]++
				}
				if show && !g[i] {
					t.Logf("%s %s missed line %d %q %q", set.name, id, it.line, it.number, it.heading)
				}
			}
			for j, it := range found {
				if !s[j] {
					misses["extra: "+sectSort(it)]++
				}
				if show && !s[j] {
					t.Logf("%s %s extra line %d %s %q %q", set.name, id, it.line, it.kind, it.number, it.heading)
				}
			}
			if show {
				for i, it := range gold {
					for _, p := range pairs {
						if p[0] != i {
							continue
						}
						ok := it.parent < 0 && found[p[1]].parent < 0
						for _, q := range pairs {
							ok = ok || q[0] == it.parent && q[1] == found[p[1]].parent
						}
						if !ok {
							t.Logf("%s %s parent line %d %q %q", set.name, id, it.line, it.number, it.heading)
						}
					}
				}
			}
			fmt.Fprintf(&page, "| %s | %.3f | %.3f | %.3f | %d | %d |\n", id, sc.sections.f1(), sc.starts.f1(), sc.parents.f1(), len(gold)-len(pairs), len(found)-len(pairs))
		}
		if n == 0 {
			continue
		}
		line := fmt.Sprintf("all %d: sections %.3f, starts %.3f, parents %.3f", n, total.sections.f1(), total.starts.f1(), total.parents.f1())
		t.Logf("%s, %s", set.name, line)
		fmt.Fprintf(&page, "\n%s\n", line)
		sorts := make([]string, 0, len(misses))
		for m := range misses {
			sorts = append(sorts, m)
		}
		slices.SortFunc(sorts, func(a, b string) int {
			if misses[a] != misses[b] {
				return misses[b] - misses[a]
			}
			return strings.Compare(a, b)
		})
		for _, m := range sorts {
			fmt.Fprintf(&page, "\n- %d × %s", misses[m], m)
		}
		page.WriteString("\n")
		if total.sections.f1() < set.want[0] || total.parents.f1() < set.want[1] {
			t.Errorf("%s: below %v", set.name, set.want)
		}
	}
	if *sectPage != "" {
		if err := os.WriteFile(*sectPage, []byte(page.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// sectSort names the sort of a heading for the list of misses.
func sectSort(it sectItem) string {
	switch {
	case it.number == "":
		return "heading without a number"
	case it.heading == "":
		return "number without a heading"
	}
	return "number and heading"
}

func sectCleaned(t *testing.T, text string) string {
	res, err := new(Cleaner).Clean(NewDocument(text))
	if err != nil {
		t.Fatal(err)
	}
	return res.Text
}
