package channel

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Costs are negative logarithms of probabilities in hundredths of a nat, as
// in package lexicon.
const (
	Nat = 100
	// Never is the cost of what the channel does not do.
	Never = 1 << 20
)

// What the table has no row for still happens, seldom.
const (
	GenericSubstitution = 9 * Nat
	GenericDeletion     = 9*Nat + 50 // the scanner lost a character
	GenericInsertion    = 9 * Nat    // the scanner added one
	genericCase         = 7*Nat + 50 // a letter in the other case
	maxCost             = 14 * Nat
)

// An Entry is one way of reading a raw string: as Truth, folded, at the cost
// of Truth in small letters, with a first capital, or in capitals.
type Entry struct {
	Truth               string
	Lower, Title, Upper int32
}

func (e *Entry) least() int32 { return min(e.Lower, e.Title, e.Upper) }

// A Model is a channel made ready for the decoder. It does not change and may
// be shared.
type Model struct {
	layout  *layout
	cost    []int32 // of the rows of the layout, 0 for what the channel does not do
	extra   []extra // rows that only the document has
	ascii   [128]*Bucket
	wide    map[rune]*Bucket
	deleted []Entry
	marks   map[string][]Mark
	rarity  map[rune]int32
	whole   map[rune]int32 // the cost of a character that came through

	// Costs of what the table does not list: a character for another, one
	// lost, one put in.
	Substitution, Deletion, Insertion int32

	// Ease is that of the weights: words in their place must be spared as much.
	Ease int32
}

// A Bucket holds the entries whose raw side begins with one character.
type Bucket struct {
	One  []Entry       // raw is the character itself
	More []LongerEntry // raw goes on with Rest
}

// A LongerEntry is the entries of a raw string of two or three characters.
type LongerEntry struct {
	Rest    []rune
	Entries []Entry
}

// Weights says how a document mixes the families and what it showed itself.
// The zero value mixes them evenly.
type Weights struct {
	Families []float64
	// Counts are confusions counted in the document, rows as in a Table with
	// one family; Prior is how many occurrences of a truth the table weighs
	// against them. A truth that is more frequent than letters are, as a space
	// or as nothing at all, which stands between any two characters, may also
	// have so many more: what happens to it once a page is not counted out yet.
	Counts *Table
	Prior  float64
	// Ease makes every error cheaper by so much, down to leastError: a page
	// of which much is damaged may be damaged anywhere.
	Ease int32
}

const leastError = 100

// usualShare is the share of a text that a letter of usual frequency makes up.
const usualShare = 1.0 / 30

// Compile makes a model of the table, whose rows must not change after that.
func (t *Table) Compile(w Weights) *Model {
	l := t.layout()
	m := &Model{layout: l, Ease: w.Ease, cost: make([]int32, len(l.rows)), rarity: l.rarity}
	if w.Counts == nil || w.Prior <= 0 {
		m.weigh(t, w.Families, nil)
	} else {
		own := newLocal(l, w)
		m.weigh(t, w.Families, own)
		m.addOwn(own)
	}
	for _, i := range l.alike {
		if c := m.cost[i]; c == 0 || c > alikeCost {
			m.cost[i] = alikeCost
		}
	}
	for i := range m.extra {
		if x := &m.extra[i]; w.Ease > 0 {
			x.cost = eased(x.cost, w.Ease)
		}
	}
	for i := range m.cost {
		if c := m.cost[i]; c > 0 && w.Ease > 0 && !l.rows[i].whole {
			m.cost[i] = eased(c, w.Ease)
		}
	}
	m.Substitution, m.Deletion, m.Insertion = eased(GenericSubstitution, w.Ease), eased(GenericDeletion, w.Ease), eased(GenericInsertion, w.Ease)
	m.index()
	m.whole = make(map[rune]int32, len(l.whole))
	for _, i := range l.whole {
		if c := m.cost[i]; c > 0 {
			r, _ := utf8.DecodeRuneInString(l.names[i][0])
			m.whole[r] = c
		}
	}
	m.indexMarks()
	return m
}

// A local is what a document shows of the channel, by the rows of a layout.
type local struct {
	prior   float64
	rows    []float64 // by row
	truths  []float64 // by truth
	letters float64   // characters in all
	extra   []extra   // rows that the layout does not have
	order   []int32   // rows seen, as the document's table has them
}

// An extra is a row that only the document has.
type extra struct {
	truth, raw string
	share      float64 // of its truth
	cost       int32
}

func newLocal(l *layout, w Weights) *local {
	own := &local{prior: w.Prior, rows: make([]float64, len(l.rows)), truths: make([]float64, len(l.truth))}
	unlisted := make(map[string]float64) // truths that the layout does not have
	for i := range w.Counts.Rows {
		r := &w.Counts.Rows[i]
		c := float64(r.Total())
		if n, ok := l.truth[r.Truth]; ok {
			own.truths[n] += c
		} else {
			unlisted[r.Truth] += c
		}
		if r.Truth == "" || utf8.RuneCountInString(r.Truth) == 1 {
			own.letters += c
		}
	}
	if n, ok := l.truth[""]; ok {
		own.truths[n] = own.letters
	}
	unlisted[""] = own.letters
	for i := range w.Counts.Rows {
		r := &w.Counts.Rows[i]
		c := float64(r.Total())
		if id, ok := l.at[[2]string{r.Truth, r.Raw}]; ok {
			own.rows[id] += c
			own.order = append(own.order, id)
		} else if r.Truth != r.Raw {
			all := unlisted[r.Truth]
			if n, ok := l.truth[r.Truth]; ok {
				all = own.truths[n]
			}
			own.extra = append(own.extra, extra{truth: r.Truth, raw: r.Raw, share: c / (all + w.Prior)})
		}
	}
	return own
}

// mixed is the probability of a row, p by the table, with what the document shows.
func (own *local) mixed(row, truth int32, p float64) float64 {
	all := own.truths[truth]
	with := func(prior float64) float64 { return (own.rows[row] + prior*p) / (all + prior) }
	return max(with(own.prior), with(own.prior*max(1, all/own.letters/usualShare)))
}

// pooledWeight is how many occurrences of a truth all families together weigh
// against one.
const pooledWeight = 150

// weigh gives the rows of the table their costs, own may be nil.
func (m *Model) weigh(t *Table, families []float64, own *local) {
	n := len(t.Families)
	if len(families) != n {
		families = make([]float64, n)
		for i := range families {
			families[i] = 1 / float64(n)
		}
	}
	l := m.layout
	for i := range t.Rows {
		truth := l.rows[i].truth
		total := l.total(truth, n)
		p := 0.0
		for f, c := range t.Rows[i].Counts {
			p += families[f] * (float64(c) + pooledWeight*l.pooled[i]) / (total[f] + pooledWeight)
		}
		if own != nil {
			p = own.mixed(int32(i), truth, p)
		}
		m.cost[i] = costOf(p)
	}
}

// addOwn adds the rows that the table has not, or holds for impossible.
func (m *Model) addOwn(own *local) {
	for _, i := range own.order {
		if p := &m.layout.rows[i]; m.cost[i] == 0 && !p.whole {
			m.cost[i] = costOf(own.rows[i] / (own.truths[p.truth] + own.prior))
		}
	}
	for _, x := range own.extra {
		if x.cost = costOf(x.share); x.cost > 0 {
			m.extra = append(m.extra, x)
		}
	}
}

func eased(cost, ease int32) int32 { return max(cost-ease, min(cost, leastError)) }

// costOf is the cost of a probability, 0 for what the channel does not do.
func costOf(p float64) int32 {
	if p <= 0 {
		return 0
	}
	if c := int32(math.Round(-math.Log(p) * Nat)); c <= maxCost {
		return max(c, 1)
	}
	return 0
}

// Cost is the cost of truth coming out as raw where the table knows it.
func (m *Model) Cost(truth, raw string) (int32, bool) {
	if i, ok := m.layout.at[[2]string{truth, raw}]; ok {
		return m.cost[i], m.cost[i] > 0
	}
	for i := range m.extra {
		if x := &m.extra[i]; x.truth == truth && x.raw == raw {
			return x.cost, true
		}
	}
	return 0, false
}

// Whole is what the characters of s cost together that the table knows, where
// all came through.
func (m *Model) Whole(s string) int32 {
	c := int32(0)
	for _, r := range s {
		c += m.whole[r]
	}
	return c
}

// add takes a row into the cost of an entry.
func (e *Entry) add(s shapes, c int32) {
	if s.lower {
		e.Lower = min(e.Lower, c)
	}
	if s.title {
		e.Title = min(e.Title, c)
	}
	if s.upper {
		e.Upper = min(e.Upper, c)
	}
}

// borrow gives a case that has no row of its own another's cost, at the price of
// a letter in the wrong case.
func (e *Entry) borrow() {
	best := e.least()
	e.Lower = min(e.Lower, best+genericCase)
	e.Title = min(e.Title, min(best+genericCase, e.Upper+genericCase/2))
	e.Upper = min(e.Upper, best+genericCase)
}

// index groups the rows by what was written.
func (m *Model) index() {
	l := m.layout
	entries := make([]Entry, len(l.words)) // by form
	for i := range entries {
		entries[i] = Entry{Truth: l.words[i].folded, Lower: Never, Title: Never, Upper: Never}
	}
	for i := range l.rows {
		if p := &l.rows[i]; m.cost[i] > 0 && p.form >= 0 {
			entries[p.form].add(p.shapes, m.cost[i])
		}
	}
	words, entries := m.addExtra(l.words, entries)
	for first := 0; first < len(words); {
		raw, end := words[first].raw, first
		kept := first
		for ; end < len(words) && words[end].raw == raw; end++ {
			if e := entries[end]; e.least() < Never {
				e.borrow()
				entries[kept] = e
				kept++
			}
		}
		list := entries[first:kept:kept]
		slices.SortFunc(list, func(a, b Entry) int {
			return cmp.Or(cmp.Compare(a.least(), b.least()), strings.Compare(a.Truth, b.Truth))
		})
		if len(list) > 0 {
			m.put(raw, words[first].rest, list)
		}
		first = end
	}
}

// addExtra adds the document's own rows to the entries, and the forms that only
// they have, in order of the raw string.
func (m *Model) addExtra(words []form, entries []Entry) ([]form, []Entry) {
	words = slices.Clip(words) // the layout's own
	more := make(map[[2]string]int)
	for i := range m.extra {
		x := &m.extra[i]
		folded, shapes, ok := formOf(x.truth)
		if !ok {
			continue
		}
		k := [2]string{x.raw, folded}
		if f, ok := m.layout.form[k]; ok {
			entries[f].add(shapes, x.cost)
			continue
		}
		at, ok := more[k]
		if !ok {
			at = len(entries)
			more[k] = at
			words = append(words, newForm(x.raw, folded))
			entries = append(entries, Entry{Truth: folded, Lower: Never, Title: Never, Upper: Never})
		}
		entries[at].add(shapes, x.cost)
	}
	if len(more) == 0 {
		return words, entries
	}
	order := byRaw(words)
	w, e := make([]form, len(order)), make([]Entry, len(order))
	for to, from := range order {
		w[to], e[to] = words[from], entries[from]
	}
	return w, e
}

// put files the entries of a raw string.
func (m *Model) put(raw string, rest []rune, list []Entry) {
	if raw == "" {
		m.deleted = list
		return
	}
	r, _ := utf8.DecodeRuneInString(raw)
	b := m.Bucket(r)
	if b == nil {
		b = &Bucket{}
		if r < 128 {
			m.ascii[r] = b
		} else {
			if m.wide == nil {
				m.wide = make(map[rune]*Bucket)
			}
			m.wide[r] = b
		}
	}
	if len(rest) == 0 {
		b.One = list
	} else {
		b.More = append(b.More, LongerEntry{rest, list})
	}
}

// Mistaken says whether c stands for another letter at less than a cost.
func (m *Model) Mistaken(c rune, cost int32) bool {
	b := m.Bucket(c)
	return b != nil && slices.ContainsFunc(b.One, func(e Entry) bool {
		return e.least() < cost && e.Truth != string(unicode.ToLower(c))
	})
}

// Bucket returns the entries whose raw side begins with r, nil when none does.
func (m *Model) Bucket(r rune) *Bucket {
	if r < 128 {
		return m.ascii[r]
	}
	return m.wide[r]
}

// Deleted are the strings that the scanner may have lost, cheapest first.
func (m *Model) Deleted() []Entry { return m.deleted }

// CaseCost is the price of a letter in the wrong case.
func CaseCost() int32 { return genericCase }

func titled(folded string) string {
	r := []rune(folded)
	if len(r) == 0 {
		return ""
	}
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}

// wordLike says whether s can stand inside a word.
func wordLike(s string) bool {
	for _, r := range s {
		if !letter(r) && r != '\'' {
			return false
		}
	}
	return true
}

// A Mark is a way of reading a mark between words: Truth holds no letter. Cost
// is that of the channel and of how rare the mark is in true text.
type Mark struct {
	Truth string
	Cost  int32
}

// Marks returns how a raw character other than a letter or digit may be read
// as marks or spaces, cheapest first; "" as raw gives the marks that may have
// been lost. What the mark itself costs stands among them.
func (m *Model) Marks(raw string) []Mark { return m.marks[raw] }

// targets are the marks that another may turn out to be; typographic quotes
// and dashes are left to what stands there.
const targets = ".,;:!?()-'\"[]&/% "

func curly(raw string) bool { return raw != "" && strings.Contains("‘’“”", raw) }

// readsMark says whether a row reads at most one mark as marks.
func readsMark(truth, raw string) bool {
	return markLike(truth) && markLike(raw) && utf8.RuneCountInString(raw) <= 1 &&
		(truth == raw || strings.Trim(truth, targets) == "" && !(curly(raw) && strings.ContainsAny(truth, `'"`)))
}

func (m *Model) indexMarks() {
	m.marks = make(map[string][]Mark)
	add := func(truth, raw string, c int32) {
		if c > 0 {
			m.marks[raw] = append(m.marks[raw], Mark{truth, c + m.Rarity(truth)})
		}
	}
	for _, i := range m.layout.marks {
		add(m.layout.names[i][0], m.layout.names[i][1], m.cost[i])
	}
	for i := range m.extra {
		if x := &m.extra[i]; readsMark(x.truth, x.raw) {
			add(x.truth, x.raw, x.cost)
		}
	}
	for raw, list := range m.marks {
		slices.SortFunc(list, func(a, b Mark) int { return cmp.Or(cmp.Compare(a.Cost, b.Cost), strings.Compare(a.Truth, b.Truth)) })
		m.marks[raw] = list[:min(len(list), 8)]
	}
}

// Rarity is what the marks among the characters of s cost for being rare in
// true text. Full stops, commas, hyphens and spaces cost nothing here: the
// language model weighs them in their place.
func (m *Model) Rarity(s string) int32 {
	c := int32(0)
	for _, r := range s {
		if letter(r) || '0' <= r && r <= '9' || strings.ContainsRune(".,- ", r) {
			continue
		}
		if own, ok := m.rarity[r]; ok {
			c += own
		} else {
			c += maxCost
		}
	}
	return c
}

func markLike(s string) bool {
	for _, r := range s {
		if letter(r) || '0' <= r && r <= '9' {
			return false
		}
	}
	return true
}
