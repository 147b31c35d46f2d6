package ocrfix

import (
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/ocrfix/internal/align"
)

// A Measure compares raw and cleaned texts with the truth, unit by unit. The
// zero value is ready to use. It is for one goroutine at a time.
//
// The measures are those of the field: CER and WER (Levenshtein distance over
// characters and words, line-end hyphens joined and white space collapsed);
// cMER and preference (HIPE-OCRepair 2026: lower-cased, letters and digits
// only, errors over hits and errors); fixed and broke (of the truth's words
// that the raw text had wrong, the share now right, and of those that it had
// right, the share now wrong, by longest common subsequence of words). All
// are exact, however long the texts.
type Measure struct {
	// Known tells whether a word, in lower case, is one of the language. It
	// tells real-word errors and names from others; nil takes no word as
	// known.
	Known func(word string) bool

	plain  evalSet[Counts]
	folded evalSet[Counts] // with quotes and dashes folded to ASCII
	kinds  evalSet[kindTally]
	silent []Counts // from AddTruth
	lists  errorLists
	judged []judgement
}

// An evalSet is the counts of units, one by one, for the intervals.
type evalSet[T any] struct {
	units  []T
	pieces []T // of long units, while units are few
}

// A Compared is a unit that has been compared with its truth, ready to be added
// to any number of measures.
type Compared struct {
	plain         evalSet[Counts] // one unit and its pieces
	folded        evalSet[Counts]
	kinds         evalSet[kindTally]
	misses, harms []Confusion
	judged        []judgement
}

// Compare compares a unit as [Measure.Add] does; known is as in [Measure]. It
// may be called by several goroutines at once.
func Compare(raw, clean, truth string, known func(word string) bool) *Compared {
	u := newEvalUnit(raw, clean, truth)
	c := &Compared{plain: u.count()}
	kinds, misses, harms := u.kinds(known)
	c.misses, c.harms = misses, harms
	c.kinds.units = append(c.kinds.units, kinds)
	for _, p := range u.pieces() {
		kinds, _, _ := p.kinds(known)
		c.kinds.pieces = append(c.kinds.pieces, kinds)
	}
	c.folded = c.plain
	if f := [3]string{foldMarks(raw), foldMarks(clean), foldMarks(truth)}; f != [3]string{raw, clean, truth} {
		c.folded = newEvalUnit(f[0], f[1], f[2]).count()
	}
	return c
}

// count gives the counts of u and of its pieces. A piece is no unit.
func (u *evalUnit) count() evalSet[Counts] {
	s := evalSet[Counts]{units: []Counts{u.counts()}}
	for _, p := range u.pieces() {
		c := p.counts()
		c.Units, c.Improved, c.Worse = 0, 0, 0
		s.pieces = append(s.pieces, c)
	}
	return s
}

// CompareResult compares the raw and the cleaned text of r with the truth, and
// judges every edit, applied or not, by it. It may be called by several
// goroutines at once.
func CompareResult(r *Result, truth string, known func(word string) bool) *Compared {
	c := Compare(r.Document.Text, r.Text, truth, known)
	c.judged = judge(r.Document.Text, truth, r.Edits)
	return c
}

// Counts are what the rates of a [Measure] are computed from: of one unit or,
// added up, of many.
type Counts struct {
	Units    int `json:"units"`
	Improved int `json:"improved"` // units with a lower cMER than before
	Worse    int `json:"worse"`    // units with a higher cMER than before

	TruthChars      int `json:"truth_chars"`
	RawCharErrors   int `json:"raw_char_errors"`
	CleanCharErrors int `json:"clean_char_errors"`
	TruthWords      int `json:"truth_words"`
	RawWordErrors   int `json:"raw_word_errors"`
	CleanWordErrors int `json:"clean_word_errors"`

	// Of cMER: S+D+I and H+S+D+I.
	RawMatchErrors   int `json:"raw_match_errors"`
	RawMatchLength   int `json:"raw_match_length"`
	CleanMatchErrors int `json:"clean_match_errors"`
	CleanMatchLength int `json:"clean_match_length"`

	Wrong int `json:"wrong"` // truth words that raw had wrong
	Fixed int `json:"fixed"` // of these now right
	Right int `json:"right"` // truth words that raw had right
	Broke int `json:"broke"` // of these now wrong

	SilentWords   int `json:"silent_words"`   // words of truth given as input
	SilentEdits   int `json:"silent_edits"`   // changes made in them
	SilentFlagged int `json:"silent_flagged"` // of these, that touch a digit, a date or a negation
}

// Add adds a unit: a document, a page or a line, as it was read, as it was
// cleaned, and as the page has it.
func (m *Measure) Add(raw, clean, truth string) {
	m.AddCompared(Compare(raw, clean, truth, m.Known))
}

// AddCompared adds a unit that has been compared.
func (m *Measure) AddCompared(c *Compared) {
	m.plain.add(&c.plain)
	m.folded.add(&c.folded)
	m.kinds.add(&c.kinds)
	m.lists.add(c.misses, c.harms)
	m.judged = append(m.judged, c.judged...)
}

func (s *evalSet[T]) add(unit *evalSet[T]) {
	if len(s.units) < fewUnits {
		s.pieces = append(s.pieces, unit.pieces...)
	}
	s.units = append(s.units, unit.units...)
}

// sample returns what is drawn from for the intervals, and whether it is units.
func (s *evalSet[T]) sample() (counts []T, units bool) {
	if len(s.units) < fewUnits {
		return s.pieces, false
	}
	return s.units, true
}

// AddTruth adds to the silence what the cleaner did when it was given a truth:
// the edits, of which the applied count.
func (m *Measure) AddTruth(truth string, edits []Edit) {
	c := Counts{SilentWords: len(strings.Fields(joinHyphens(truth)))}
	for _, e := range edits {
		if !e.Applied {
			continue
		}
		c.SilentEdits++
		if len(e.Flags) > 0 || digitsOf(e.Raw) != digitsOf(e.New) {
			c.SilentFlagged++
		}
	}
	m.silent = append(m.silent, c)
}

// Total returns the counts of all units together.
func (m *Measure) Total() Counts { return sumCounts(m.plain.units, m.silent) }

// Folded returns the counts of all units together with curly quotes and
// dashes folded to ASCII in all three texts.
func (m *Measure) Folded() Counts { return sumCounts(m.folded.units, m.silent) }

func sumCounts(lists ...[]Counts) Counts {
	var sum Counts
	for _, list := range lists {
		for i := range list {
			sum.add(&list[i])
		}
	}
	return sum
}

func (c *Counts) add(d *Counts) {
	c.Units += d.Units
	c.Improved += d.Improved
	c.Worse += d.Worse
	c.TruthChars += d.TruthChars
	c.RawCharErrors += d.RawCharErrors
	c.CleanCharErrors += d.CleanCharErrors
	c.TruthWords += d.TruthWords
	c.RawWordErrors += d.RawWordErrors
	c.CleanWordErrors += d.CleanWordErrors
	c.RawMatchErrors += d.RawMatchErrors
	c.RawMatchLength += d.RawMatchLength
	c.CleanMatchErrors += d.CleanMatchErrors
	c.CleanMatchLength += d.CleanMatchLength
	c.Wrong += d.Wrong
	c.Fixed += d.Fixed
	c.Right += d.Right
	c.Broke += d.Broke
	c.SilentWords += d.SilentWords
	c.SilentEdits += d.SilentEdits
	c.SilentFlagged += d.SilentFlagged
}

// An Estimate is a rate with its 95 % bootstrap interval. Low and High are nil
// where there is too little to tell.
type Estimate struct {
	Value float64  `json:"value"`
	Low   *float64 `json:"low"`
	High  *float64 `json:"high"`
}

// A Comparison is an error rate before and after cleaning. Change is relative
// to before: -0.25 means a quarter fewer errors.
type Comparison struct {
	Raw    Estimate `json:"raw"`
	Clean  Estimate `json:"clean"`
	Change Estimate `json:"change"`
}

// Rates are the measures of a set of units. All are shares, but Silence, which
// is the number of changes per 10,000 words of truth.
type Rates struct {
	CER        Comparison `json:"cer"`
	WER        Comparison `json:"wer"`
	CMER       Comparison `json:"cmer"`
	Preference Estimate   `json:"preference"`
	Improved   Estimate   `json:"improved"` // share of units
	Worse      Estimate   `json:"worse"`    // share of units
	Fixed      Estimate   `json:"fixed"`
	Broke      Estimate   `json:"broke"`
	Silence    *Estimate  `json:"silence"` // nil where AddTruth was not called
}

// An Evaluation is all that a [Measure] has to say.
type Evaluation struct {
	Counts Counts `json:"counts"`
	Rates  Rates  `json:"rates"`
	// FoldedRates leave the kind of quotes and dashes aside.
	FoldedRates Rates `json:"folded_rates"`
	// Resampled is what the intervals rest on: units, or pieces of about
	// pieceWords words where the units are few.
	Resampled string `json:"resampled"`
	// Kinds are the errors by kind, in a fixed order, and KindRates their
	// shares, in the same.
	Kinds     []KindCounts `json:"kinds"`
	KindRates []KindRates  `json:"kind_rates"`
	// Reliability compares the confidence of changes with how often they are
	// right, and CalibrationError sums it up: the expected calibration error
	// (Naeini et al. 2015) over ten bins. Both rest on [CompareResult].
	Reliability      []ReliabilityBin `json:"reliability"`
	CalibrationError float64          `json:"calibration_error"`
	// Misses are the commonest errors left, Harms the commonest made, at
	// most listLength of each.
	Misses []Confusion `json:"misses"`
	Harms  []Confusion `json:"harms"`
}

const (
	pieceWords   = 100  // words of truth in a piece of a long unit
	fewUnits     = 20   // below, intervals rest on pieces
	resamples    = 1000 // of the bootstrap
	listLength   = 100
	resampleSeed = 20260
)

// Evaluation computes the rates with their intervals. The same units in the
// same order give the same intervals.
func (m *Measure) Evaluation() Evaluation {
	what := "pieces"
	if len(m.plain.units) >= fewUnits {
		what = "units"
	}
	e := Evaluation{
		Counts:      m.Total(),
		Rates:       rates(m.Total(), &m.plain, m.silent),
		FoldedRates: rates(m.Folded(), &m.folded, m.silent),
		Resampled:   what,
		Misses:      topConfusions(m.lists.misses, listLength),
		Harms:       topConfusions(m.lists.harms, listLength),
	}
	e.Kinds, e.KindRates = m.kindRates()
	e.Reliability, e.CalibrationError = reliability(m.judged)
	return e
}

// rates computes the rates of total, with intervals from resampling the units
// of s. Where these are too few, their pieces serve, but not for the shares of
// units.
func rates(total Counts, s *evalSet[Counts], silent []Counts) Rates {
	sample, units := s.sample()
	draws := bootstrap(sample, (*Counts).add)
	unitDraws := draws
	if !units {
		unitDraws = nil
	}
	ofUnits := func(part func(c *Counts) int) Estimate {
		return newEstimate(total, unitDraws, func(c *Counts) float64 { return share(part(c), c.Units) })
	}
	estimate := func(rate func(c *Counts) float64) Estimate { return newEstimate(total, draws, rate) }
	compare := func(rate func(c *Counts, clean bool) float64) Comparison {
		return Comparison{
			Raw:   estimate(func(c *Counts) float64 { return rate(c, false) }),
			Clean: estimate(func(c *Counts) float64 { return rate(c, true) }),
			Change: estimate(func(c *Counts) float64 {
				raw := rate(c, false)
				if raw == 0 {
					return 0
				}
				return rate(c, true)/raw - 1
			}),
		}
	}
	r := Rates{
		CER:        compare((*Counts).cer),
		WER:        compare((*Counts).wer),
		CMER:       compare((*Counts).cmer),
		Preference: ofUnits(func(c *Counts) int { return c.Improved - c.Worse }),
		Improved:   ofUnits(func(c *Counts) int { return c.Improved }),
		Worse:      ofUnits(func(c *Counts) int { return c.Worse }),
		Fixed:      estimate(func(c *Counts) float64 { return share(c.Fixed, c.Wrong) }),
		Broke:      estimate(func(c *Counts) float64 { return share(c.Broke, c.Right) }),
	}
	if len(silent) > 0 {
		e := newEstimate(total, bootstrap(silent, (*Counts).add), func(c *Counts) float64 { return 10_000 * share(c.SilentEdits, c.SilentWords) })
		r.Silence = &e
	}
	return r
}

func (c *Counts) cer(clean bool) float64 {
	return share(pick(clean, c.CleanCharErrors, c.RawCharErrors), c.TruthChars)
}

func (c *Counts) wer(clean bool) float64 {
	return share(pick(clean, c.CleanWordErrors, c.RawWordErrors), c.TruthWords)
}

func (c *Counts) cmer(clean bool) float64 {
	if clean {
		return share(c.CleanMatchErrors, c.CleanMatchLength)
	}
	return share(c.RawMatchErrors, c.RawMatchLength)
}

func pick[T any](second bool, b, a T) T {
	if second {
		return b
	}
	return a
}

// share returns part / whole; 0 of 0 is 0, and errors where the truth is
// empty count as if it had one symbol.
func share(part, whole int) float64 {
	if part == 0 {
		return 0
	}
	return float64(part) / float64(max(whole, 1))
}

// bootstrap returns the sums of resamples of the units, drawn with replacement.
// The seed is fixed, so that the same units in the same order give the same.
func bootstrap[T any](units []T, add func(sum, unit *T)) []T {
	if len(units) < 2 {
		return nil
	}
	r := rand.New(rand.NewPCG(resampleSeed, uint64(len(units))))
	draws := make([]T, resamples)
	for i := range draws {
		for range units {
			add(&draws[i], &units[r.IntN(len(units))])
		}
	}
	return draws
}

func newEstimate[T any](total T, draws []T, rate func(*T) float64) Estimate {
	e := Estimate{Value: rate(&total)}
	if draws == nil {
		return e
	}
	values := make([]float64, len(draws))
	for i := range draws {
		values[i] = rate(&draws[i])
	}
	slices.Sort(values)
	low, high := values[len(values)*25/1000], values[len(values)*975/1000]
	e.Low, e.High = &low, &high
	return e
}

// An evalUnit is one unit, cut into words and aligned. Words are numbered
// alike in the three texts.
type evalUnit struct {
	raw, clean, truth []string
	// rawForm, cleanForm and truthForm are the texts as cMER compares them.
	rawForm, cleanForm, truthForm string
	// rawAt and cleanAt give for each word of the truth the index of the word
	// that it is matched with, or -1.
	rawAt, cleanAt []int32
	numbers        numbering
}

func newEvalUnit(raw, clean, truth string) *evalUnit {
	u := &evalUnit{
		raw:       strings.Fields(joinHyphens(raw)),
		clean:     strings.Fields(joinHyphens(clean)),
		truth:     strings.Fields(joinHyphens(truth)),
		rawForm:   matchForm(raw),
		cleanForm: matchForm(clean),
		truthForm: matchForm(truth),
		numbers:   numbering{},
	}
	numbers := u.numbers.of(u.truth)
	u.rawAt = align.Common(numbers, u.numbers.of(u.raw))
	u.cleanAt = u.rawAt
	if !slices.Equal(u.raw, u.clean) {
		u.cleanAt = align.Common(numbers, u.numbers.of(u.clean))
	}
	return u
}

func (u *evalUnit) counts() Counts {
	raw, clean, truth := strings.Join(u.raw, " "), strings.Join(u.clean, " "), strings.Join(u.truth, " ")
	c := Counts{Units: 1, TruthChars: len([]rune(truth)), TruthWords: len(u.truth)}
	truthNumbers := u.numbers.of(u.truth)

	c.RawCharErrors = align.Distance([]int32([]rune(truth)), []int32([]rune(raw)), u.guess(u.raw, u.rawAt))
	c.RawWordErrors = align.Distance(truthNumbers, u.numbers.of(u.raw), u.wordGuess(u.raw, u.rawAt))
	c.RawMatchErrors, c.RawMatchLength = matchErrors(u.rawForm, u.truthForm, c.RawCharErrors)

	c.CleanCharErrors, c.CleanWordErrors = c.RawCharErrors, c.RawWordErrors
	c.CleanMatchErrors, c.CleanMatchLength = c.RawMatchErrors, c.RawMatchLength
	if clean != raw || u.cleanForm != u.rawForm {
		c.CleanCharErrors = align.Distance([]int32([]rune(truth)), []int32([]rune(clean)), u.guess(u.clean, u.cleanAt))
		c.CleanWordErrors = align.Distance(truthNumbers, u.numbers.of(u.clean), u.wordGuess(u.clean, u.cleanAt))
		c.CleanMatchErrors, c.CleanMatchLength = matchErrors(u.cleanForm, u.truthForm, c.CleanCharErrors)
	}
	switch before, after := c.cmer(false), c.cmer(true); {
	case after < before:
		c.Improved = 1
	case after > before:
		c.Worse = 1
	}
	for i := range u.truth {
		switch wasRight, isRight := u.rawAt[i] >= 0, u.cleanAt[i] >= 0; {
		case !wasRight:
			c.Wrong++
			if isRight {
				c.Fixed++
			}
		default:
			c.Right++
			if !isRight {
				c.Broke++
			}
		}
	}
	return c
}

// A gap is what stands between two matches of an alignment: words of the truth
// and words of the other text, half-open, of which one may be empty.
type gap struct{ truth, other Span }

// gaps returns the gaps of the alignment at with a text of n words.
func gaps(at []int32, n int) []gap {
	var out []gap
	t, o := 0, 0
	add := func(truthEnd, otherEnd int) {
		if t < truthEnd || o < otherEnd {
			out = append(out, gap{Span{t, truthEnd}, Span{o, otherEnd}})
		}
	}
	for i, j := range at {
		if j >= 0 {
			add(i, int(j))
			t, o = i+1, int(j)+1
		}
	}
	add(len(at), n)
	return out
}

// guess returns an upper bound of the distance in characters: what changing
// gap by gap takes.
func (u *evalUnit) guess(words []string, at []int32) int {
	sum := 0
	for _, g := range gaps(at, len(words)) {
		a := []int32([]rune(strings.Join(u.truth[g.truth.Start:g.truth.End], " ")))
		b := []int32([]rune(strings.Join(words[g.other.Start:g.other.End], " ")))
		sum += align.Distance(a, b, 0) + 1
	}
	return sum
}

// wordGuess returns an upper bound of the distance in words.
func (u *evalUnit) wordGuess(words []string, at []int32) int {
	sum := 0
	for _, g := range gaps(at, len(words)) {
		sum += max(g.truth.End-g.truth.Start, g.other.End-g.other.Start)
	}
	return sum
}

// matchErrors returns S+D+I and H+S+D+I of cMER, of texts in their match form.
func matchErrors(text, truth string, guess int) (errors, length int) {
	c := align.Align([]int32([]rune(truth)), []int32([]rune(text)), guess)
	errors = c.Subs + c.Dels + c.Ins
	return errors, c.Hits + errors
}

// matchForm returns the form in which cMER compares: lower-cased, everything
// but letters and digits a space, spaces collapsed.
func matchForm(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return ' '
	}, s)
	return strings.Join(strings.Fields(s), " ")
}

// pieces cuts a unit into pieces of about pieceWords words of truth, where raw
// and cleaned text both agree with the truth.
func (u *evalUnit) pieces() []*evalUnit {
	var out []*evalUnit
	t, r, c := 0, 0, 0
	cut := func(i, j, k int) {
		p := &evalUnit{
			raw: u.raw[r:j], clean: u.clean[c:k], truth: u.truth[t:i],
			rawForm:   matchForm(strings.Join(u.raw[r:j], " ")),
			cleanForm: matchForm(strings.Join(u.clean[c:k], " ")),
			truthForm: matchForm(strings.Join(u.truth[t:i], " ")),
			rawAt:     shifted(u.rawAt[t:i], r), cleanAt: shifted(u.cleanAt[t:i], c),
			numbers: u.numbers,
		}
		out = append(out, p)
		t, r, c = i, j, k
	}
	for i := range u.truth {
		if i-t >= pieceWords && u.rawAt[i] >= 0 && u.cleanAt[i] >= 0 {
			cut(i, int(u.rawAt[i]), int(u.cleanAt[i]))
		}
	}
	cut(len(u.truth), len(u.raw), len(u.clean))
	return out
}

func shifted(at []int32, by int) []int32 {
	out := make([]int32, len(at))
	for i, j := range at {
		out[i] = max(j-int32(by), -1)
	}
	return out
}

// joinHyphens joins words that a line-end hyphen divides: letter, hyphen (or
// soft hyphen, or the not sign that some engines write), end of line, letter.
func joinHyphens(s string) string {
	var b strings.Builder
	done := 0
	for i, r := range s {
		if r != '-' && r != '\u00ad' && r != '\u2010' && r != '¬' || i < done {
			continue
		}
		if before, _ := utf8.DecodeLastRuneInString(s[:i]); !unicode.IsLetter(before) {
			continue
		}
		rest := s[i+utf8.RuneLen(r):]
		next := strings.TrimLeftFunc(rest, unicode.IsSpace)
		if !strings.ContainsAny(rest[:len(rest)-len(next)], "\n\r\f") {
			continue
		}
		if after, _ := utf8.DecodeRuneInString(next); !unicode.IsLetter(after) {
			continue
		}
		b.WriteString(s[done:i])
		done = len(s) - len(next)
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// foldMarks folds curly quotes and dashes to their ASCII forms.
func foldMarks(s string) string { return markFolder.Replace(s) }

var markFolder = strings.NewReplacer(
	"\u2018", "'", "\u2019", "'", "\u201a", "'", "\u201b", "'", "\u2032", "'",
	"\u201c", `"`, "\u201d", `"`, "\u201e", `"`, "\u201f", `"`, "\u2033", `"`,
	"\u2010", "-", "\u2011", "-", "\u2012", "-", "\u2013", "-", "\u2014", "-", "\u2015", "-", "\u2212", "-",
)
