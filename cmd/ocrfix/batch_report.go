package main

import (
	"bytes"
	"cmp"
	_ "embed"
	"fmt"
	"html/template"
	"maps"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"ocrfix/cmd/internal/record"
	"ocrfix/cmd/ocrfix/internal/archivedb"
	"ocrfix/cmd/ocrfix/internal/theme"
)

//go:embed batch_report.gohtml
var reportText string

var reportTemplate = sync.OnceValue(func() *template.Template {
	return template.Must(template.New("report").Funcs(template.FuncMap{
		"number": groupDigits,
		"size":   reportSize,
		"link":   outputLink,
		"share": func(part, whole int) string {
			if whole == 0 {
				return "–"
			}
			return fmt.Sprintf("%.2f %%", 100*float64(part)/float64(whole))
		},
		"signs": visibleSigns,
	}).Parse(reportText))
})

// A reportPage is what the template shows.
type reportPage struct {
	*archivedb.Summary
	Style   template.CSS
	Version string
	Heat    heatMap
	Actors  actorTable
	Worst   float64 // the greatest rate of changes, of which bars are a part
	Below   string  // what the paths of all damaged documents begin with, "" or up to a stroke
}

// report gives the report of the archive as one HTML file that loads nothing.
func (r *batchRun) report() ([]byte, error) {
	s, err := r.db.Summary()
	if err != nil {
		return nil, err
	}
	return renderReport(s)
}

func renderReport(s *archivedb.Summary) ([]byte, error) {
	page := reportPage{Summary: s, Style: template.CSS(theme.CSS), Version: version(), Heat: newHeatMap(s.Confusions), Actors: newActorTable(s.Actors)}
	for i, d := range s.Damaged {
		page.Worst = max(page.Worst, d.Rate)
		if i == 0 {
			page.Below = d.Path
		}
		page.Below = commonFolder(page.Below, d.Path)
	}
	var b bytes.Buffer
	err := reportTemplate().Execute(&b, page)
	return b.Bytes(), err
}

// commonFolder gives what two paths begin with alike, up to a stroke.
func commonFolder(a, b string) string {
	n := 0
	for i := 0; i < len(a) && i < len(b) && a[i] == b[i]; i++ {
		if a[i] == '/' {
			n = i + 1
		}
	}
	return a[:n]
}

// Short gives the path of a damaged document without what all begin with.
func (p reportPage) Short(path string) string { return strings.TrimPrefix(path, p.Below) }

// Bar gives the length of a bar in percent.
func (p reportPage) Bar(rate float64) int {
	return int(100 * rate / max(p.Worst, 1e-9))
}

// How many rows and columns the tables of the report have.
const (
	heatSide   = 28
	mostActors = 40
	mostYears  = 16
)

// A heatMap shows what was read (rows) for what (columns).
type heatMap struct {
	Columns []string
	Rows    []heatRow
}

type heatRow struct {
	Raw   string
	Cells []heatCell
}

// A heatCell is one confusion; Heat is from 0 to 9 on a logarithmic scale.
type heatCell struct{ Count, Heat int }

// newHeatMap lays the commonest confusions out.
func newHeatMap(list []record.Confusion) heatMap {
	raws, news, most := make(map[string]int), make(map[string]int), 0
	counts := make(map[[2]string]int)
	for _, c := range list {
		raws[c.Raw] += c.Count
		news[c.New] += c.Count
		counts[[2]string{c.Raw, c.New}] += c.Count
		most = max(most, c.Count)
	}
	h := heatMap{Columns: mostCounted(news, heatSide)}
	for _, raw := range mostCounted(raws, heatSide) {
		row := heatRow{Raw: raw}
		any := false
		for _, new := range h.Columns {
			n := counts[[2]string{raw, new}]
			heat := 0
			if n > 0 {
				any = true
				heat = 1 + int(8*math.Log1p(float64(n))/math.Log1p(float64(most)))
			}
			row.Cells = append(row.Cells, heatCell{n, heat})
		}
		if any {
			h.Rows = append(h.Rows, row)
		}
	}
	return h
}

// mostCounted gives the n keys with the greatest counts, the greatest first.
func mostCounted[K cmp.Ordered](counts map[K]int, n int) []K {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b K) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	return keys[:min(n, len(keys))]
}

// An actorTable counts commitments by actor and by year or, where the years
// are many, by span of years. What differs in case or in the English article
// only is one actor, under its commonest name.
type actorTable struct {
	Years []string
	Rows  []actorRow
	More  int // actors left out
}

type actorRow struct {
	Actor  string
	Counts []int
	Total  int
}

// newActorTable lays the counts out, the actor with most commitments first.
func newActorTable(list []archivedb.ActorYear) actorTable {
	totals, names := make(map[string]int), make(map[string]map[string]int)
	years := make(map[int]bool)
	for _, a := range list {
		key := actorKey(a.Actor)
		totals[key] += a.Count
		if names[key] == nil {
			names[key] = make(map[string]int)
		}
		names[key][a.Actor] += a.Count
		years[a.Year] = true
	}
	known := slices.Sorted(maps.Keys(years))
	known = slices.DeleteFunc(known, func(year int) bool { return year == 0 })
	step := yearStep(years)
	columns := make(map[int]bool)
	counts := make(map[string]map[int]int)
	for _, a := range list {
		year, key := a.Year/step*step, actorKey(a.Actor)
		columns[year] = true
		if counts[key] == nil {
			counts[key] = make(map[int]int)
		}
		counts[key][year] += a.Count
	}
	order := slices.Sorted(maps.Keys(columns))
	t := actorTable{}
	for _, year := range order {
		if year == 0 {
			t.Years = append(t.Years, "not known")
			continue
		}
		t.Years = append(t.Years, yearLabel(max(year, known[0]), min(year+step-1, known[len(known)-1])))
	}
	for _, key := range mostCounted(totals, mostActors) {
		row := actorRow{Actor: mostCounted(names[key], 1)[0], Total: totals[key]}
		for _, year := range order {
			row.Counts = append(row.Counts, counts[key][year])
		}
		t.Rows = append(t.Rows, row)
	}
	t.More = len(totals) - len(t.Rows)
	return t
}

// actorKey gives the name of an actor without what says nothing of who it is.
func actorKey(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.Join(strings.Fields(name), " ")), "the ")
}

// yearStep gives how many years a column holds so that the columns are few.
func yearStep(years map[int]bool) int {
	for _, step := range []int{1, 5, 10, 50} {
		columns := make(map[int]bool)
		for year := range years {
			columns[year/step] = true
		}
		if len(columns) <= mostYears {
			return step
		}
	}
	return 100
}

func yearLabel(first, last int) string {
	if first == last {
		return strconv.Itoa(first)
	}
	return fmt.Sprintf("%d–%d", first, last)
}

// groupDigits writes a number with its thousands apart.
func groupDigits(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "\u202f" + s[i:]
	}
	return s
}

func reportSize(bytes int) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }

// outputLink gives the address of an output beside the report.
func outputLink(path string) string {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		parts[i] = url.PathEscape(p)
	}
	return "./" + strings.Join(parts, "/")
}

// visibleSigns makes characters visible that are not.
func visibleSigns(s string) string {
	if s == "" {
		return "∅"
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r':
			return '↵'
		case r == '\f':
			return '⤓'
		case unicode.IsSpace(r):
			return '␣'
		case unicode.IsControl(r):
			return '�'
		}
		return r
	}, s)
}
