package channel

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// A layout is what compiling a table needs that no document changes: its rows,
// those of alike behind them, by number, and where each one goes.
type layout struct {
	at     map[[2]string]int32 // number of the row of a truth and a raw string
	names  [][2]string         // the truth and the raw string of each row
	rows   []place
	truth  map[string]int32
	totals []float64           // occurrences of each truth, by family
	pooled []float64           // share of its truth that each row has in all families together
	alike  []int32             // rows of alike
	whole  []int32             // rows of a character that came through
	marks  []int32             // rows that read one mark as another
	words  []form              // forms of what was written, by raw string
	form   map[[2]string]int32 // number of a raw string and a folded truth
	rarity map[rune]int32
}

// A place tells where a row belongs.
type place struct {
	truth  int32 // number of its truth
	form   int32 // number of its form, -1 where its truth is no part of a word
	shapes shapes
	whole  bool // truth and raw are the same
}

// A form is a raw string with a folded truth: a row in each of three cases at
// the most.
type form struct {
	raw, folded string
	rest        []rune // of raw, behind its first character
}

// shapes are the cases in which a truth is written.
type shapes struct{ lower, title, upper bool }

// layout returns the layout of the table, whose rows must not change after that.
func (t *Table) layout() *layout {
	t.once.Do(func() { t.laid = t.layOut() })
	return t.laid
}

func (t *Table) layOut() *layout {
	n := len(t.Rows) + len(alike)/3
	l := &layout{
		names: make([][2]string, 0, n), rows: make([]place, 0, n), words: make([]form, 0, n),
		at: make(map[[2]string]int32, n), truth: make(map[string]int32, n/2), form: make(map[[2]string]int32, n),
	}
	for i := range t.Rows {
		l.add(t.Rows[i].Truth, t.Rows[i].Raw)
	}
	for _, k := range floors() {
		id, ok := l.at[k]
		if !ok {
			id = l.add(k[0], k[1])
		}
		l.alike = append(l.alike, id)
	}
	l.count(t)
	l.sortForms()
	l.rarity = rarityOf(t)
	return l
}

// add gives a row its number and finds where it goes.
func (l *layout) add(truth, raw string) int32 {
	id := int32(len(l.rows))
	l.at[[2]string{truth, raw}] = id
	p := place{form: -1, whole: truth == raw}
	n, ok := l.truth[truth]
	if !ok {
		n = int32(len(l.truth))
		l.truth[truth] = n
	}
	p.truth = n
	if folded, shapes, ok := formOf(truth); ok {
		f, ok := l.form[[2]string{raw, folded}]
		if !ok {
			f = int32(len(l.words))
			l.form[[2]string{raw, folded}] = f
			l.words = append(l.words, newForm(raw, folded))
		}
		p.form, p.shapes = f, shapes
	}
	if p.whole && utf8.RuneCountInString(truth) == 1 {
		l.whole = append(l.whole, id)
	}
	if readsMark(truth, raw) {
		l.marks = append(l.marks, id)
	}
	l.rows, l.names = append(l.rows, p), append(l.names, [2]string{truth, raw})
	return id
}

// formOf is a truth folded and the cases it is written in, not ok where it is no
// part of a word.
func formOf(truth string) (folded string, s shapes, ok bool) {
	if !wordLike(truth) {
		return "", s, false
	}
	folded = strings.ToLower(truth)
	if utf8.RuneCountInString(folded) != utf8.RuneCountInString(truth) {
		return "", s, false
	}
	if truth == folded && folded != "" && 'a' <= folded[0] && folded[0] <= 'z' { // most rows
		return folded, shapes{lower: true}, true
	}
	return folded, shapes{truth == folded, truth == titled(folded), truth == strings.ToUpper(folded)}, true
}

func newForm(raw, folded string) form {
	f := form{raw: raw, folded: folded}
	if raw != "" {
		f.rest = []rune(raw)[1:]
	}
	return f
}

// count sums up the occurrences of the truths: that of nothing is the number of
// all characters, between which it stands.
func (l *layout) count(t *Table) {
	families := len(t.Families)
	l.totals = make([]float64, len(l.truth)*families)
	everything := make([]float64, families)
	for i := range t.Rows {
		r := &t.Rows[i]
		one := utf8.RuneCountInString(r.Truth) == 1
		for f, c := range r.Counts {
			l.total(l.rows[i].truth, families)[f] += float64(c)
			if one {
				everything[f] += float64(c)
			}
		}
	}
	if n, ok := l.truth[""]; ok {
		copy(l.total(n, families), everything)
	}
	l.pooled = make([]float64, len(t.Rows))
	for i := range t.Rows {
		sum, all := 0.0, 0.0
		for f, c := range t.Rows[i].Counts {
			sum += float64(c)
			all += l.total(l.rows[i].truth, families)[f]
		}
		l.pooled[i] = sum / (all + 1)
	}
}

// total are the occurrences of a truth in each of so many families.
func (l *layout) total(truth int32, families int) []float64 {
	return l.totals[int(truth)*families:][:families]
}

// sortForms numbers the forms anew, in order of the raw string.
func (l *layout) sortForms() {
	order := byRaw(l.words)
	number, words := make([]int32, len(order)), make([]form, len(order))
	for to, from := range order {
		number[from], words[to] = int32(to), l.words[from]
	}
	l.words = words
	for i := range l.rows {
		if f := l.rows[i].form; f >= 0 {
			l.rows[i].form = number[f]
		}
	}
	for k, f := range l.form {
		l.form[k] = number[f]
	}
}

// byRaw is the order of the forms by the raw string, equal ones as they stand.
func byRaw(words []form) []int32 {
	order := make([]int32, len(words))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(strings.Compare(words[a].raw, words[b].raw), cmp.Compare(a, b))
	})
	return order
}

// rarityOf learns how rare each mark is.
func rarityOf(t *Table) map[rune]int32 {
	rarity := make(map[rune]int32)
	count, spaces := make(map[rune]int), 1
	for i := range t.Rows {
		row := &t.Rows[i]
		r, n := utf8.DecodeRuneInString(row.Truth)
		if n == 0 || n != len(row.Truth) || !markLike(row.Truth) {
			continue
		}
		if r == ' ' {
			spaces += row.Total()
		} else {
			count[r] += row.Total()
		}
	}
	for r, n := range count {
		rarity[r] = min(max(int32(math.Round(-math.Log(float64(n)/float64(spaces))*Nat)), 0), maxCost)
	}
	return rarity
}
