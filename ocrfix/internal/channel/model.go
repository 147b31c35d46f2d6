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
	exact   map[[2]string]int32 // truth, raw → cost
	byRaw   map[string][]Entry  // cheapest first
	ascii   [128]*Bucket
	wide    map[rune]*Bucket
	deleted []Entry
	marks   map[string][]Mark
	rarity  map[rune]int32
	whole   map[rune]int32 // the cost of a character that came through

	// Costs of what the table does not list: a character for another, one
	// lost, one put in.
	Substitution, Deletion, Insertion int32
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

const leastError = 150

// usualShare is the share of a text that a letter of usual frequency makes up.
const usualShare = 1.0 / 30

// Compile makes a model of the table.
func (t *Table) Compile(w Weights) *Model {
	families := w.Families
	if len(families) != len(t.Families) {
		families = make([]float64, len(t.Families))
		for i := range families {
			families[i] = 1 / float64(len(families))
		}
	}
	total := make(map[string][]float64, len(t.Rows)/2) // occurrences of a truth, by family
	everything := make([]float64, len(t.Families))
	for _, r := range t.Rows {
		n := total[r.Truth]
		if n == nil {
			n = make([]float64, len(t.Families))
			total[r.Truth] = n
		}
		one := len([]rune(r.Truth)) == 1
		for f, c := range r.Counts {
			n[f] += float64(c)
			if one {
				everything[f] += float64(c)
			}
		}
	}
	total[""] = everything
	local := make(map[[2]string]float64)
	localTotal := make(map[string]float64)
	if w.Counts != nil {
		for _, r := range w.Counts.Rows {
			c := float64(r.Total())
			local[[2]string{r.Truth, r.Raw}] += c
			localTotal[r.Truth] += c
			if len([]rune(r.Truth)) == 1 {
				localTotal[""] += c
			}
		}
	}

	m := &Model{exact: make(map[[2]string]int32, len(t.Rows)+len(local)), byRaw: make(map[string][]Entry), wide: make(map[rune]*Bucket)}
	const pooledWeight = 150
	for _, r := range t.Rows {
		n := total[r.Truth]
		sum, all := 0.0, 0.0
		for f, c := range r.Counts {
			sum += float64(c)
			all += n[f]
		}
		pooled := sum / (all + 1)
		p := 0.0
		for f, c := range r.Counts {
			p += families[f] * (float64(c) + pooledWeight*pooled) / (n[f] + pooledWeight)
		}
		if w.Counts != nil && w.Prior > 0 {
			k := [2]string{r.Truth, r.Raw}
			mixed := func(prior float64) float64 { return (local[k] + prior*p) / (localTotal[r.Truth] + prior) }
			p = max(mixed(w.Prior), mixed(w.Prior*max(1, localTotal[r.Truth]/localTotal[""]/usualShare)))
		}
		m.set(r.Truth, r.Raw, p)
	}
	if w.Counts != nil && w.Prior > 0 {
		for _, r := range w.Counts.Rows {
			if k := [2]string{r.Truth, r.Raw}; m.exact[k] == 0 && r.Truth != r.Raw {
				m.set(r.Truth, r.Raw, float64(r.Total())/(localTotal[r.Truth]+w.Prior))
			}
		}
	}
	for _, k := range floors() {
		if c, ok := m.exact[k]; !ok || c > alikeCost {
			m.exact[k] = alikeCost
		}
	}
	if w.Ease > 0 {
		for k, c := range m.exact {
			if k[0] != k[1] {
				m.exact[k] = eased(c, w.Ease)
			}
		}
	}
	m.Substitution, m.Deletion, m.Insertion = eased(GenericSubstitution, w.Ease), eased(GenericDeletion, w.Ease), eased(GenericInsertion, w.Ease)
	m.index()
	m.whole = make(map[rune]int32)
	for k, c := range m.exact {
		if r, n := utf8.DecodeRuneInString(k[0]); k[0] == k[1] && n == len(k[0]) {
			m.whole[r] = c
		}
	}
	m.measureMarks(t)
	m.indexMarks()
	return m
}

func eased(cost, ease int32) int32 { return max(cost-ease, min(cost, leastError)) }

func (m *Model) set(truth, raw string, p float64) {
	if p <= 0 {
		return
	}
	if c := int32(math.Round(-math.Log(p) * Nat)); c <= maxCost {
		m.exact[[2]string{truth, raw}] = max(c, 1)
	}
}

// Cost is the cost of truth coming out as raw where the table knows it.
func (m *Model) Cost(truth, raw string) (int32, bool) {
	c, ok := m.exact[[2]string{truth, raw}]
	return c, ok
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

// index groups the rows by what was written.
func (m *Model) index() {
	type key struct{ raw, folded string }
	entries := make(map[key]*Entry, len(m.exact))
	list := make([]Entry, 0, len(m.exact)) // of which entries holds the places
	at := func(raw, folded string) *Entry {
		k := key{raw, folded}
		e := entries[k]
		if e == nil {
			list = append(list, Entry{Truth: folded, Lower: Never, Title: Never, Upper: Never})
			e = &list[len(list)-1]
			entries[k] = e
		}
		return e
	}
	for k, c := range m.exact {
		truth, raw := k[0], k[1]
		if !wordLike(truth) {
			continue
		}
		folded := strings.ToLower(truth)
		if len([]rune(folded)) != len([]rune(truth)) {
			continue
		}
		e := at(raw, folded)
		if truth == folded {
			e.Lower = min(e.Lower, c)
		}
		if truth == strings.ToUpper(folded) {
			e.Upper = min(e.Upper, c)
		}
		if truth == titled(folded) {
			e.Title = min(e.Title, c)
		}
	}
	// A case that has no row of its own borrows another's, at the price of a
	// letter in the wrong case.
	for _, e := range entries {
		best := e.least()
		e.Lower = min(e.Lower, best+genericCase)
		e.Title = min(e.Title, min(best+genericCase, e.Upper+genericCase/2))
		e.Upper = min(e.Upper, best+genericCase)
	}
	for k, e := range entries {
		if k.raw == "" {
			m.deleted = append(m.deleted, *e)
		} else {
			m.byRaw[k.raw] = append(m.byRaw[k.raw], *e)
		}
	}
	order := func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.least(), b.least()), strings.Compare(a.Truth, b.Truth))
	}
	slices.SortFunc(m.deleted, order)
	raws := make([]string, 0, len(m.byRaw))
	for raw, list := range m.byRaw {
		slices.SortFunc(list, order)
		raws = append(raws, raw)
	}
	slices.Sort(raws)
	for _, raw := range raws {
		r := []rune(raw)
		b := m.Bucket(r[0])
		if b == nil {
			b = &Bucket{}
			if r[0] < 128 {
				m.ascii[r[0]] = b
			} else {
				m.wide[r[0]] = b
			}
		}
		if len(r) == 1 {
			b.One = m.byRaw[raw]
		} else {
			b.More = append(b.More, LongerEntry{r[1:], m.byRaw[raw]})
		}
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

func (m *Model) indexMarks() {
	m.marks = make(map[string][]Mark)
	for k, c := range m.exact {
		truth, raw := k[0], k[1]
		if markLike(truth) && markLike(raw) && len([]rune(raw)) <= 1 &&
			(truth == raw || strings.Trim(truth, targets) == "" && !(curly(raw) && strings.ContainsAny(truth, `'"`))) {
			m.marks[raw] = append(m.marks[raw], Mark{truth, c + m.Rarity(truth)})
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

// measureMarks learns how rare each mark is.
func (m *Model) measureMarks(t *Table) {
	m.rarity = make(map[rune]int32)
	count, spaces := make(map[rune]int), 1
	for _, row := range t.Rows {
		r := []rune(row.Truth)
		if len(r) != 1 || !markLike(row.Truth) {
			continue
		}
		if r[0] == ' ' {
			spaces += row.Total()
		} else {
			count[r[0]] += row.Total()
		}
	}
	for r, n := range count {
		m.rarity[r] = min(max(int32(math.Round(-math.Log(float64(n)/float64(spaces))*Nat)), 0), maxCost)
	}
}

func markLike(s string) bool {
	for _, r := range s {
		if letter(r) || '0' <= r && r <= '9' {
			return false
		}
	}
	return true
}
