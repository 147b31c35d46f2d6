package lattice

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/channel"
)

// An ItemKind tells what a reading is made of.
type ItemKind uint8

const (
	ItemWord   ItemKind = iota // a word, a number or an unknown word
	ItemStop                   // a mark that may end a sentence
	ItemComma                  // a comma
	ItemHyphen                 // a hyphen between words
	ItemBreak                  // another mark between words
)

// An Item is a piece of a reading, as the language model sees it.
type Item struct {
	Kind  ItemKind
	Word  lexicon.WordID
	Shape lexicon.Shape
	// Extra is a cost of its own: the letters of an unknown word, the odd
	// pattern of a number, the space that a mark is without.
	Extra int32
}

// A Reading is one way to read a raw token, or two joined.
type Reading struct {
	Text     string // as it would stand in the cleaned text
	Items    []Item
	Channel  int32 // cost of the raw characters under this reading
	Generic  int   // steps that the channel's table does not list
	Identity bool  // the raw text itself
	Splits   int   // spaces put in
	Marks    int   // marks changed
	score    int32 // channel, words without context, shapes
}

// Score is the cost of the reading by itself: the channel, its words without
// regard to what stands around them, their shapes.
func (r *Reading) Score() int32 { return r.score }

// A Reader makes readings of tokens and remembers them. It serves one
// goroutine.
type Reader struct {
	Lex  *lexicon.Lexicon
	Ch   *channel.Model
	walk *Walker
	// Known, if not nil, gives an extra cost for an unknown word that the
	// document vouches for, in place of that of its letters.
	Known func(word string) (int32, bool)
	// Abbreviated, if not nil, says whether a folded word is one that is
	// written with a full stop in the middle of a sentence.
	Abbreviated func(word string) bool
	// Habits are forms, without marks around them, that the document has in
	// place of another time and again, by what is found.
	Habits map[string]string
	// Accented says that the scanner puts accents where none belong.
	Accented bool
	// Own, if not nil, are candidates beside the words of the lexicon.
	Own *OwnWords
	// Repeated, if not nil, gives the words that the document has time and
	// again: candidates where the lexicon has no likely one.
	Repeated func() *OwnWords
	// Without names parts to leave out, 0 for none.
	Without Parts

	searcher *searcher
	ownWalks map[*OwnWords]*Walker
	cache    map[readingKey][]Reading
	joins    map[joinKey][]Reading
	identity map[string]Reading
	stops    map[lexicon.WordID]int32 // stopCost of each word asked for
	elided   map[lexicon.WordID]bool  // words that the next one joins
	vowels   map[lexicon.WordID]bool  // whether these may join it, of each word asked for
	mistakes map[string]bool          // what mistaken says of short words
}

// elisions are the words of French that lose their vowel before another.
var elisions = strings.Fields("c' d' j' l' m' n' s' t' qu' jusqu' lorsqu' puisqu' quoiqu' quelqu' presqu'")

// A readingKey tells the searches for the readings of a token apart.
type readingKey struct {
	raw    string
	effort Effort
}

// NewReader returns a reader over the lexicon and the channel.
func NewReader(lex *lexicon.Lexicon, ch *channel.Model) *Reader {
	r := &Reader{
		Lex: lex, Ch: ch, walk: NewWalker(lex, ch), ownWalks: make(map[*OwnWords]*Walker),
		cache: make(map[readingKey][]Reading), joins: make(map[joinKey][]Reading), identity: make(map[string]Reading),
		stops: make(map[lexicon.WordID]int32), elided: make(map[lexicon.WordID]bool), vowels: make(map[lexicon.WordID]bool),
		mistakes: make(map[string]bool),
	}
	r.searcher = &searcher{Reader: r}
	if lex.Meta().Elide {
		for _, w := range elisions {
			if id := lex.Lookup(w); id != lexicon.NoWord {
				r.elided[id] = true
			}
		}
	}
	return r
}

// follows says whether a word may stand behind part x: behind an elision, one that
// begins with a vowel, or with an h or y that may stand for one.
func (r *Reader) follows(x *part, w lexicon.WordID) bool {
	if !r.elided[x.last] {
		return true
	}
	v, ok := r.vowels[w]
	if !ok {
		first, _ := utf8.DecodeRuneInString(r.Lex.Spell(w))
		v = strings.ContainsRune("aàâäæeéèêëhiîïoôöœuùûüy", first)
		r.vowels[w] = v
	}
	return v
}

// Limits of the caches, in entries: full ones are emptied. What is longer than
// longestKept bytes is not kept.
const (
	cacheLimit    = 1 << 13
	identityLimit = 1 << 14
	longestKept   = 200
)

// maxReadings is how many readings of one token are kept beside the raw one.
const maxReadings = 14

// Identity reads the token as it stands. Where much is damaged, errors are
// cheap; known words are no likelier for that to be errors, marks around them
// included.
func (r *Reader) Identity(raw string) Reading {
	if id, ok := r.identity[raw]; ok {
		return id
	}
	raw = strings.Clone(raw) // of a text that may be far longer
	id := Reading{Text: raw, Identity: true, Items: r.items(raw), Channel: r.Ch.Whole(raw) + r.Ch.Rarity(raw)}
	id.Channel -= r.Spared(&id)
	id.score = r.scoreItems(id.Items) + id.Channel
	if len(raw) > longestKept {
		return id
	}
	if len(r.identity) > identityLimit {
		clear(r.identity)
	}
	r.identity[raw] = id
	return id
}

// Spared is how much cheaper a token of listed words stands as it is, for what
// the channel eases of errors.
func (r *Reader) Spared(id *Reading) int32 {
	for i := range id.Items {
		if it := &id.Items[i]; it.Kind == ItemWord && it.Word == r.Lex.Unknown() {
			return 0
		}
	}
	return r.Ch.Ease
}

// items cuts a token into what the language model sees.
func (r *Reader) items(s string) []Item {
	var out []Item
	if len(s) > longestKept {
		return []Item{{Kind: ItemWord, Word: r.Lex.Unknown(), Extra: unreadable}}
	}
	runes := []rune(s)
	tail := len(runes) // where the signs after the last word begin
	for tail > 0 && !lexicon.IsLetter(runes[tail-1]) && !unicode.IsDigit(runes[tail-1]) {
		tail--
	}
	for i := 0; i < len(runes); {
		c := runes[i]
		switch {
		case lexicon.IsLetter(c):
			j := i + 1
			for j < len(runes) && (lexicon.IsLetter(runes[j]) || unicode.IsDigit(runes[j]) ||
				apostrophe(runes[j]) && j+1 < len(runes) && lexicon.IsLetter(runes[j+1])) {
				j++
			}
			out = r.appendWord(out, runes[i:j])
			i = j
		case unicode.IsDigit(c):
			j := i + 1
			for j < len(runes) && (lexicon.IsLetter(runes[j]) || unicode.IsDigit(runes[j]) ||
				strings.ContainsRune(".,/:", runes[j]) && j+1 < len(runes) && unicode.IsDigit(runes[j+1])) {
				j++
			}
			out = append(out, Item{Kind: ItemWord, Word: r.Lex.Number(), Extra: numberCost(runes[i:j])})
			i = j
		default:
			switch {
			case (c == '.' || c == '!' || c == '?') && i >= tail:
				if n := len(out); n > 0 && out[n-1].Kind == ItemWord || len(runes) == 1 {
					out = append(out, Item{Kind: ItemStop})
				}
			case wantsSpace(c) && closeSet(runes, i):
				out = append(out, Item{Kind: ItemBreak, Extra: noSpace})
			case c == ',':
				out = append(out, Item{Kind: ItemComma})
			case c == '-' && len(out) > 0 && out[len(out)-1].Kind == ItemWord:
				out = append(out, Item{Kind: ItemHyphen})
			case c == '-' || apostrophe(c) || c == '.':
			default:
				out = append(out, Item{Kind: ItemBreak})
			}
			i++
		}
	}
	return out
}

// unreadable is the cost of a token too long to be looked into.
const unreadable = 1000

// noSpace is the cost of a mark between two words that wants a space after it.
const noSpace = 1100

func wantsSpace(mark rune) bool { return strings.ContainsRune(".,;:!?", mark) }

// oneMark says whether s is one such mark.
func oneMark(s string) bool { return len(s) == 1 && wantsSpace(rune(s[0])) }

// closeSet says whether the mark s[i] has a letter on either side, in a token
// that is no abbreviation.
func closeSet(s []rune, i int) bool {
	return i > 0 && i+1 < len(s) && lexicon.IsLetter(s[i-1]) && lexicon.IsLetter(s[i+1]) && !abbreviationLike(string(s))
}

func apostrophe(r rune) bool { return r == '\'' || r == '’' }

func (r *Reader) appendWord(out []Item, w []rune) []Item {
	if r.Lex.Meta().Elide {
		for k, c := range w {
			if apostrophe(c) && k+1 < len(w) {
				return r.appendWord(append(out, r.wordItem(string(w[:k+1]))), w[k+1:])
			}
		}
		return append(out, r.wordItem(string(w)))
	}
	s := string(w)
	if n := len(w); n > 2 && (w[n-1] == 's' || w[n-1] == 'S') && apostrophe(w[n-2]) {
		if r.Lex.Lookup(s) == lexicon.NoWord {
			out = append(out, r.wordItem(string(w[:n-2])))
			return append(out, r.wordItem("'s"))
		}
	}
	return append(out, r.wordItem(s))
}

func (r *Reader) wordItem(s string) Item {
	it := Item{Kind: ItemWord, Word: r.Lex.Lookup(s), Shape: lexicon.ShapeOf(s)}
	if it.Word != lexicon.NoWord && !r.Lex.RunTogether(it.Word) {
		return it
	}
	it.Word = r.Lex.Unknown()
	if r.Known != nil {
		if c, ok := r.Known(s); ok {
			it.Extra = c
			return it
		}
	}
	it.Extra = r.letters(s) + unknownShape(s)
	if r.Lex.Meta().Compounds && r.compound(lexicon.Fold(s)) {
		it.Extra = min(it.Extra, compoundCost)
	}
	return it
}

// compoundCost is what the letters of a word cost that is made of two known ones.
const compoundCost = 450

// compound says whether a folded word is two known words written together,
// as German and Dutch do, with an s, n or en between them perhaps.
func (r *Reader) compound(w string) bool {
	const shortest = 4 // bytes of a part
	for i := shortest; i+shortest <= len(w); i++ {
		if !r.compoundPart(w[i:]) {
			continue
		}
		for _, link := range [...]string{"", "s", "n", "en", "-"} {
			if head, ok := strings.CutSuffix(w[:i], link); ok && len(head) >= shortest && r.compoundPart(head) {
				return true
			}
		}
	}
	return false
}

func (r *Reader) compoundPart(w string) bool {
	id := r.Lex.Lookup(w)
	return id != lexicon.NoWord && r.Lex.Flags(id)&lexicon.FlagCorpus != 0 && r.Lex.Unigram(id) < 14*lexicon.Nat
}

// unknownShape is what the capitals of a word that no list has cost: most
// such words are names and abbreviations.
func unknownShape(s string) int32 {
	digit := strings.ContainsFunc(s, unicode.IsDigit)
	switch lexicon.ShapeOf(s) {
	case lexicon.Title:
		if digit {
			return 900
		}
		return 50
	case lexicon.Upper:
		if digit {
			return 150
		}
		return 100
	case lexicon.Mixed:
		return 500
	}
	if digit {
		return 1300
	}
	return 200
}

// numberCost tells usual patterns of digits and letters from odd ones.
func numberCost(w []rune) int32 {
	letters := 0
	for _, c := range w {
		if lexicon.IsLetter(c) {
			letters++
		}
	}
	if letters == 0 {
		return 0
	}
	tail := strings.ToLower(strings.TrimLeftFunc(string(w), unicode.IsDigit))
	switch tail {
	case "s":
		if len(w) == 2 {
			return 450 // 1980s is usual, 1s is not
		}
		return 100
	case "st", "nd", "rd", "th", "e", "er", "ste", "de", "bis", "ter":
		return 100
	}
	if letters == 1 && lexicon.IsLetter(w[len(w)-1]) && w[0] != '0' {
		if unicode.IsUpper(w[len(w)-1]) {
			return 300
		}
		return 400
	}
	return 900 + 200*int32(min(letters, 4))
}

// scoreItems is the cost of items without their context.
func (r *Reader) scoreItems(items []Item) int32 {
	c := int32(0)
	prev, hyphen := lexicon.NoWord, false
	for _, it := range items {
		if it.Kind == ItemHyphen {
			hyphen = true
		}
		if it.Kind != ItemWord {
			c += it.Extra
			continue
		}
		if hyphen && prev != lexicon.NoWord {
			c += int32(r.Lex.Joint(lexicon.Hyphen, prev, it.Word))
		}
		hyphen = false
		if prev == lexicon.NoWord {
			c += int32(r.Lex.Unigram(it.Word))
		} else {
			b, _ := r.Lex.Bigram(prev, it.Word)
			c += int32(b)
		}
		c += it.Extra + int32(r.Lex.Shape(it.Word, it.Shape))
		prev = it.Word
	}
	return c
}

// An Effort says how far to search for readings.
type Effort uint8

const (
	// Near looks for likely confusions of a word that may be right.
	Near Effort = iota
	// Wide looks farther, for a word that seldom is where it stands.
	Wide
	// Sure looks for what a damaged token is likely to have been, the first of
	// the searches of Far.
	Sure
	// Far looks for whatever a damaged token may have been.
	Far
)

// Readings returns how a token may be read, the raw text first, then the
// likeliest without regard to context.
func (r *Reader) Readings(raw string, effort Effort) []Reading {
	if list, ok := r.cache[readingKey{raw, effort}]; ok {
		return list
	}
	list := append([]Reading{r.Identity(raw)}, r.searchPlain(raw, func(raw []rune) []Reading { return r.search(raw, effort) })...)
	if effort == Far {
		list = r.readOwn(list, raw, r.Own)
		if r.Repeated != nil && (len(list) == 1 || list[1].Channel > unlikely) {
			list = r.readOwn(list, raw, r.Repeated())
		}
	}
	r.favourHabit(list, raw)
	if len(r.cache) > cacheLimit {
		clear(r.cache)
	}
	r.cache[readingKey{strings.Clone(raw), effort}] = list
	return list
}

// habitGain is how much cheaper a reading is that the document's habit asks for.
const habitGain = 300

// favourHabit makes the reading cheaper, and moves it up, that the habits of
// the document ask for.
func (r *Reader) favourHabit(list []Reading, raw string) {
	want, ok := r.habit(raw)
	if !ok {
		return
	}
	for i := range list {
		if x := &list[i]; !x.Identity && Core(x.Text) == want {
			x.Channel -= habitGain
			x.score -= habitGain
		}
	}
	slices.SortStableFunc(list[1:], func(a, b Reading) int { return cmp.Compare(a.score, b.score) })
}

// habit is what the document's habits read a token as, less its marks.
func (r *Reader) habit(raw string) (want string, ok bool) {
	if len(r.Habits) > 0 {
		want, ok = r.Habits[Core(raw)]
	}
	return want, ok
}

// Core is a token without the marks around it.
func Core(raw string) string {
	return strings.TrimFunc(raw, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// searchPlain searches with straight apostrophes and gives the readings the
// kind that the raw text has.
func (r *Reader) searchPlain(raw string, search func(raw []rune) []Reading) []Reading {
	plain := strings.ReplaceAll(raw, "’", "'")
	list := search([]rune(plain))
	if plain == raw {
		return list
	}
	kept := list[:0]
	for _, x := range list {
		if x.Text = strings.ReplaceAll(x.Text, "'", "’"); x.Text != raw {
			kept = append(kept, x)
		}
	}
	return kept
}

// A part is one piece of a reading under construction: a word or marks, and
// what the pieces before it cost together.
type part struct {
	prev    int32          // index of the piece before, -1 for none
	word    lexicon.WordID // NoWord for marks
	last    lexicon.WordID // the last word so far, or NoWord
	text    string         // the marks, or the spelling of the word in its shape where known
	score   int32          // channel, words without context, shapes
	channel int32
	shape   lexicon.Shape
	inWord  bool // a word ends here; else a new one may begin
	hyphen  bool // a hyphen stands between last and what comes
	lost    bool // a mark that the scanner lost
	words   uint8
	generic uint8
	marks   uint8
	splits  uint8
}

const (
	partsKept = 10   // at one position
	worstGap  = 1400 // how far behind the best reading another may lie
	unbounded = 1 << 29
)

// budgets bound a search: the cost of the channel for the first word, for one
// behind a mark, for one behind a space put in; that of letters lost at one
// place; how many generic steps the first word may take; and whether all words
// are common ones.
type budgets struct {
	first, part, split, lost int32
	generic                  int
	common                   bool
}

// farEfforts are the searches for what a damaged token may have been. A wider
// one is made only where the likeliest reading of that before it costs more
// than enough in the channel, or only cuts the token into pieces that are no
// likelier than the whole.
var farEfforts = [...]struct {
	budgets
	enough int32
}{
	{budgets{1000, 900, 300, 550, 0, false}, 550},
	{budgets{1500, 900, 500, 1500, 1, false}, 1000},
	{budgets{2400, 900, 900, 2400, 1, true}, 2400},
}

// A searcher builds the readings of one token. Positions are characters.
type searcher struct {
	*Reader
	raw   []rune
	parts []part
	tail  int // from where there are only marks
	at    [maxRawWord + 1][]int32
	limit [maxRawWord + 1]int32 // of the score of a part at each position
	best  int32                 // least score of a complete reading so far
	done  []int32
	order []int64
}

func (r *Reader) search(raw []rune, effort Effort) []Reading {
	n := len(raw)
	if n == 0 || n > maxRawWord {
		return nil
	}
	s := r.searcher
	split := int32(300)
	if !r.Lex.Meta().Elide && r.common(r.Identity(string(raw)).Items) {
		split = 0 // seldom two words that run together, as French dun may be
	}
	switch effort {
	case Near:
		return s.within(raw, budgets{int32(min(500+40*n, 900)) - r.Ch.Ease, 300, split, lostNear, 0, true})
	case Wide:
		return s.within(raw, budgets{int32(min(500+200*n, 1200)) - r.Ch.Ease, 300, split, lostNear, 0, true})
	}
	efforts := farEfforts[:]
	if effort == Sure {
		efforts = efforts[:1]
	}
	var list []Reading
	for _, e := range efforts {
		e.first = min(e.first-r.Ch.Ease, int32(500+160*n))
		list = s.within(raw, e.budgets)
		if len(list) > 0 && list[0].Channel <= e.enough && (list[0].Splits == 0 || list[0].score < r.Identity(string(raw)).score && !r.cutsLetter(&list[0])) {
			break
		}
	}
	return list
}

// cutsLetter says whether a reading has a word of one letter that is none: the
// letter may be one too many.
func (r *Reader) cutsLetter(x *Reading) bool {
	return slices.ContainsFunc(x.Items, func(it Item) bool {
		return it.Kind == ItemWord && it.Word < lexicon.WordID(r.Lex.Len()) && utf8.RuneCountInString(r.Lex.Spell(it.Word)) == 1 && r.Lex.Unigram(it.Word) > 8*lexicon.Nat
	})
}

// common says whether all words of a reading are common ones.
func (r *Reader) common(items []Item) bool {
	return !slices.ContainsFunc(items, func(it Item) bool {
		return it.Kind == ItemWord && (it.Word >= lexicon.WordID(r.Lex.Len()) || !r.Lex.Common().Has(it.Word))
	})
}

// within searches readings of raw within the budgets.
func (s *searcher) within(raw []rune, b budgets) []Reading {
	n := len(raw)
	s.begin(raw)
	// Marks before the first word: kept or read otherwise.
	s.add(0, part{prev: -1, word: lexicon.NoWord, last: lexicon.NoWord})
	for p := 0; p < n && !lexicon.IsLetter(raw[p]) && !unicode.IsDigit(raw[p]); p++ {
		for _, i := range s.at[p] {
			s.mark(i, p, false)
		}
	}
	for p := 0; p <= n; p++ {
		s.prune(&s.at[p])
		for k := 0; k < len(s.at[p]); k++ {
			i := s.at[p][k]
			x := &s.parts[i]
			if !x.inWord {
				continue
			}
			rest := raw[p:]
			if p >= s.tail {
				s.finish(i, rest)
				continue
			}
			if possessive(rest) {
				t := *x
				t.prev, t.word, t.text, t.shape = i, max(s.Lex.Lookup("'s"), 0), string(rest[:2]), lexicon.Lower
				s.parts = append(s.parts, t)
				s.finish(int32(len(s.parts)-1), rest[2:])
			}
			if x.words >= 4 || x.score > s.best+worstGap-300 {
				continue
			}
			if s.elided[x.word] {
				t := *x
				t.prev, t.word, t.text = i, lexicon.NoWord, ""
				t.inWord = false
				s.add(p, t)
				continue
			}
			if !lexicon.IsLetter(raw[p]) && !unicode.IsDigit(raw[p]) {
				s.mark(i, p, true)
				continue
			}
			if b.split == 0 {
				continue
			}
			s.lost(i, p, " ")
			if unicode.IsUpper(raw[p]) && unicode.IsLower(raw[p-1]) {
				s.lost(i, p, "-")
			}
		}
		if p == n {
			break
		}
		s.prune(&s.at[p])
		var starts [partsKept]int32
		open, first := 0, false
		for _, i := range s.at[p] {
			if x := &s.parts[i]; !x.inWord && open < len(starts) {
				starts[open] = i
				open++
				first = first || x.words == 0
			}
		}
		switch {
		case open == 0:
		case first:
			s.walkFrom(p, starts[:open], limits{b.first, b.lost, b.generic, b.common})
		case lexicon.IsLetter(raw[p-1]) || unicode.IsDigit(raw[p-1]):
			s.walkFrom(p, starts[:open], limits{min(b.first, b.split), b.lost, 0, b.common})
		default:
			s.walkFrom(p, starts[:open], limits{min(b.first, b.part), b.lost, 0, b.common})
		}
	}
	return s.readings()
}

func (s *searcher) begin(raw []rune) {
	s.raw, s.best = raw, unbounded
	s.parts, s.done = s.parts[:0], s.done[:0]
	for s.tail = len(raw); s.tail > 0 && tailOfMarks(raw[s.tail-1:s.tail]); s.tail-- {
	}
	for i := range len(raw) + 1 {
		s.at[i], s.limit[i] = s.at[i][:0], unbounded
	}
}

func (s *searcher) add(p int, x part) {
	s.parts = append(s.parts, x)
	s.at[p] = append(s.at[p], int32(len(s.parts)-1))
}

// prune keeps the best of a list of parts, in order of score.
func (s *searcher) prune(list *[]int32) {
	if len(*list) < 2 {
		return
	}
	s.sort(*list)
	*list = (*list)[:min(len(*list), partsKept)]
}

// sort puts parts in order of score, equal ones as they were made.
func (s *searcher) sort(list []int32) {
	s.order = s.order[:0]
	for _, i := range list {
		s.order = append(s.order, int64(s.parts[i].score)<<32|int64(i))
	}
	slices.Sort(s.order)
	for k, o := range s.order {
		list[k] = int32(o)
	}
}

// mark reads raw[p], which is no letter, after part i. Between words only
// what keeps them apart will do.
func (s *searcher) mark(i int32, p int, between bool) {
	s.eachMark(s.raw[p], func(truth string, cost int32, changed bool) {
		spaced := strings.Contains(truth, " ")
		if spaced && s.Without&(PartBoundaries|PartMarkSpaces) != 0 || between && (truth == "" || truth == "'" || spaced && len(truth) > 1) || !between && spaced {
			return
		}
		if spaced && s.endsLabel(p) {
			return
		}
		if spaced && keptSpaced(s.raw[p]) {
			var ok bool
			if cost, ok = s.Ch.Cost(" ", ""); !ok {
				return
			}
			truth = string(s.raw[p]) + " "
		}
		t := s.parts[i]
		t.prev, t.word, t.text = i, lexicon.NoWord, truth
		t.inWord = false
		t.hyphen = truth == "-" && between
		t.channel += cost
		t.score += cost
		if between && oneMark(truth) && closeSet(s.raw, p) {
			t.score += noSpace
		}
		if changed {
			t.marks++
			if spaced {
				t.splits++
			}
		}
		s.add(p+1, t)
	})
}

// keptSpaced says of a mark between two words that the space behind it was lost,
// since it hardly ever stands in place of one.
func keptSpaced(mark rune) bool { return strings.ContainsRune(",;!?", mark) }

// endsLabel says whether raw[p] is a full stop between two capitals: that of a
// label or of an abbreviation (A.Routes, VIII.Lorsque), which is not lost.
func (s *searcher) endsLabel(p int) bool {
	return s.raw[p] == '.' && p > 0 && unicode.IsUpper(s.raw[p-1]) && p+1 < len(s.raw) && unicode.IsUpper(s.raw[p+1])
}

// lost puts a mark that keeps words apart between part i and raw[p], where the
// scanner lost it.
func (s *searcher) lost(i int32, p int, mark string) {
	x := &s.parts[i]
	cost, ok := s.Ch.Cost(mark, "")
	if !ok || s.Without&PartBoundaries != 0 || x.score+cost > s.best+worstGap-300 {
		return
	}
	t := *x
	t.prev, t.word, t.text = i, lexicon.NoWord, mark
	t.inWord, t.hyphen, t.lost = false, mark == "-", true
	t.channel += cost
	t.score += cost
	t.splits++
	s.add(p, t)
}

// walkFrom continues the parts, which are in order of score, with the words
// that may begin at p.
func (s *searcher) walkFrom(p int, starts []int32, l limits) {
	arrivals := s.walk.Walk(s.raw, p, l)
	// The whole readings first: what they cost bounds the others.
	for k := range arrivals {
		if a := &arrivals[k]; a.To >= s.tail && a.To > p {
			_, costs := bestShapes(s.Lex, a)
			for _, i := range starts {
				if x := &s.parts[i]; x.score+costs[0] < s.best && s.follows(x, a.Word) {
					s.best = min(s.best, x.score+costs[0]+s.wordCost(x, a.Word)+100)
				}
			}
		}
	}
	first := !slices.ContainsFunc(starts, func(i int32) bool { return s.parts[i].last != lexicon.NoWord })
	for k := range arrivals {
		a := &arrivals[k]
		least := s.parts[starts[0]].score + a.Least()
		if first {
			least += int32(s.Lex.Unigram(a.Word))
		}
		if a.To == p || s.useless(least, a.To) {
			continue
		}
		shapes, costs := bestShapes(s.Lex, a)
		for _, i := range starts {
			if s.useless(s.parts[i].score+costs[0], a.To) {
				break
			}
			if !s.follows(&s.parts[i], a.Word) {
				continue
			}
			lm := s.wordCost(&s.parts[i], a.Word)
			for k, shape := range shapes {
				score := s.parts[i].score + costs[k] + lm
				if s.useless(score, a.To) {
					break
				}
				t := s.parts[i]
				t.score = score
				t.prev, t.word, t.last, t.text, t.shape = i, a.Word, a.Word, "", shape
				t.inWord, t.hyphen, t.lost = true, false, false
				t.words++
				t.generic += uint8(a.Generic)
				t.channel += a.Cost[shape]
				s.add(a.To, t)
				s.bound(a.To)
				if shapes[0] == shapes[1] {
					break
				}
			}
		}
	}
}

// wordCost is the cost of a word behind part x.
func (s *searcher) wordCost(x *part, w lexicon.WordID) int32 {
	if x.last == lexicon.NoWord {
		return int32(s.Lex.Unigram(w))
	}
	c, _ := s.Lex.Bigram(x.last, w)
	if x.hyphen {
		c += s.Lex.Joint(lexicon.Hyphen, x.last, w)
	}
	return int32(c)
}

// useless says that a part of the score at p, or of a higher one, would not be
// kept.
func (s *searcher) useless(score int32, p int) bool {
	return score > s.best+worstGap || score >= s.limit[p]
}

// bound keeps the best of the parts at p once they are many, and notes from
// which score on another would not be kept.
func (s *searcher) bound(p int) {
	if list := &s.at[p]; len(*list) >= 2*partsKept {
		s.prune(list)
		s.limit[p] = s.parts[(*list)[partsKept-1]].score
	}
}

// finish closes a reading with the marks after its last word, as they are or
// read otherwise.
func (s *searcher) finish(i int32, tail []rune) {
	list := []int32{i}
	for _, c := range tail {
		var next []int32
		for _, i := range list {
			s.eachMark(c, func(truth string, cost int32, changed bool) {
				if strings.Contains(truth, " ") {
					return
				}
				t := s.parts[i]
				t.prev, t.word, t.text = i, lexicon.NoWord, truth
				t.channel += cost
				t.score += cost
				if changed {
					t.marks++
				}
				s.parts = append(s.parts, t)
				next = append(next, int32(len(s.parts)-1))
			})
		}
		s.prune(&next)
		list = next
	}
	for _, i := range list {
		s.best = min(s.best, s.parts[i].score)
	}
	s.done = append(s.done, list...)
}

// readings spells out the best of what was found.
func (s *searcher) readings() []Reading {
	s.sort(s.done)
	self := string(s.raw)
	var out []Reading
	for _, i := range s.done {
		if s.parts[i].score > s.best+worstGap || len(out) == maxReadings {
			break
		}
		x := s.spell(i)
		if x.Text == self || slices.ContainsFunc(out, func(o Reading) bool { return o.Text == x.Text }) {
			continue
		}
		out = append(out, x)
	}
	return out
}

// hyphened is the cost of a hyphen between two words up to which it is the rule.
const hyphened = 50

func (s *searcher) spell(i int32) Reading {
	last := &s.parts[i]
	x := Reading{Channel: last.channel, score: last.score, Generic: int(last.generic), Marks: int(last.marks), Splits: int(last.splits)}
	var chain []int32
	for ; i >= 0; i = s.parts[i].prev {
		chain = append(chain, i)
	}
	slices.Reverse(chain)
	for k, i := range chain {
		t := &s.parts[i]
		if t.word == lexicon.NoWord {
			text, between := t.text, s.isWord(chain, k-1) && s.isWord(chain, k+1)
			if between && t.lost && s.Lex.Joint(lexicon.Hyphen, s.parts[chain[k-1]].word, s.parts[chain[k+1]].word) <= hyphened {
				text = "-" // nonaligned: the hyphen of a line end
			}
			x.Text += text
			if between && oneMark(text) && !abbreviationLike(string(s.raw)) {
				x.Items = append(x.Items, Item{Kind: ItemBreak, Extra: noSpace})
			} else {
				x.Items = appendMarks(x.Items, text)
			}
			continue
		}
		text := t.text
		if text == "" {
			text = t.shape.Apply(s.Lex.Spell(t.word))
		}
		x.Text += text
		x.Items = append(x.Items, Item{Kind: ItemWord, Word: t.word, Shape: t.shape})
	}
	return x
}

// isWord says whether piece k of a chain is there, and a word.
func (s *searcher) isWord(chain []int32, k int) bool {
	return k >= 0 && k < len(chain) && s.parts[chain[k]].word != lexicon.NoWord
}

// Specks are read as marks where nothing stands: between words. The channel
// counts what was put in by all characters, of which these are the sixth part.
const (
	edgeGain   = 160
	leastSpeck = 100
)

// eachMark calls f with what a mark beside a word may be.
func (r *Reader) eachMark(raw rune, f func(truth string, cost int32, changed bool)) {
	self := string(raw)
	kept := false
	for _, m := range r.Ch.Marks(self) {
		kept = kept || m.Truth == self
		if m.Truth == "" {
			if r.Without&PartSpecks != 0 {
				continue
			}
			m.Cost = max(m.Cost-edgeGain, leastSpeck)
		}
		f(m.Truth, m.Cost, m.Truth != self)
	}
	if !kept {
		f(self, 5+r.Ch.Rarity(self), false)
	}
}

func appendMarks(items []Item, marks string) []Item {
	for _, c := range marks {
		switch {
		case c == '.' || c == '!' || c == '?':
			if n := len(items); n > 0 && items[n-1].Kind == ItemWord {
				items = append(items, Item{Kind: ItemStop})
			}
		case c == ',':
			items = append(items, Item{Kind: ItemComma})
		case c == '-' && len(items) > 0 && items[len(items)-1].Kind == ItemWord:
			items = append(items, Item{Kind: ItemHyphen})
		case c == '-' || apostrophe(c) || c == ' ':
		default:
			items = append(items, Item{Kind: ItemBreak})
		}
	}
	return items
}

func tailOfMarks(tail []rune) bool {
	for _, c := range tail {
		if lexicon.IsLetter(c) || unicode.IsDigit(c) {
			return false
		}
	}
	return true
}

func possessive(tail []rune) bool {
	return len(tail) >= 2 && apostrophe(tail[0]) && tail[1] == 's' && tailOfMarks(tail[2:])
}

// bestShapes are the two likeliest shapes of an arrival, or one twice, and what
// they cost, the channel included.
func bestShapes(lex *lexicon.Lexicon, a *Arrival) (shapes [2]lexicon.Shape, costs [2]int32) {
	var cost [3]int32
	for s := range cost {
		cost[s] = a.Cost[s] + int32(lex.Shape(a.Word, lexicon.Shape(s)))
	}
	first, second := lexicon.Lower, lexicon.Title
	if cost[second] < cost[first] {
		first, second = second, first
	}
	if c := cost[lexicon.Upper]; c < cost[first] {
		first, second = lexicon.Upper, first
	} else if c < cost[second] {
		second = lexicon.Upper
	}
	if a.Cost[second] > a.Least()+500 {
		second = first
	}
	return [2]lexicon.Shape{first, second}, [2]int32{cost[first], cost[second]}
}

// JoinBudget is the most that the channel may cost where two tokens are one
// word.
const JoinBudget = 1500

// joinGain is how much less than two tokens by themselves one word must cost
// in the channel: a word of two is seldom as common as both.
const joinGain = 900

// A joinKey tells the joins of two tokens apart.
type joinKey struct {
	text   string
	budget int32
}

// Joins returns readings of two tokens as one, "a b" with one space between
// them, such that one word spans the space, at a cost of the channel within
// the budget.
func (r *Reader) Joins(a, b string, budget int32) []Reading {
	key := a + " " + b
	if budget = min(budget, JoinBudget); budget < 0 {
		return nil
	}
	if list, ok := r.joins[joinKey{key, budget}]; ok {
		return list
	}
	raw := []rune(key)
	gap := len([]rune(a))
	p := 0
	for p < gap && !lexicon.IsLetter(raw[p]) && !unicode.IsDigit(raw[p]) {
		p++
	}
	var list []Reading
	if len(raw) <= maxRawWord && p < gap {
		list = r.searchPlain(key, func(raw []rune) []Reading { return r.searchJoins(raw, p, gap, budget) })
	}
	if len(r.joins) > cacheLimit {
		clear(r.joins)
	}
	r.joins[joinKey{key, budget}] = list
	return list
}

func (r *Reader) searchJoins(raw []rune, p, gap int, budget int32) []Reading {
	s := r.searcher
	s.begin(raw)
	s.parts = append(s.parts, part{prev: -1, word: lexicon.NoWord, last: lexicon.NoWord, text: string(raw[:p])})
	for _, a := range r.walk.Span(raw, p, gap, budget) {
		if a.To <= gap+1 || a.To < s.tail {
			continue
		}
		shapes, costs := bestShapes(r.Lex, &a)
		for k, shape := range shapes {
			t := part{prev: 0, word: a.Word, last: a.Word, shape: shape, channel: a.Cost[shape], generic: uint8(a.Generic)}
			t.score = costs[k] + int32(r.Lex.Unigram(a.Word))
			s.parts = append(s.parts, t)
			s.finish(int32(len(s.parts)-1), raw[a.To:])
			if shapes[0] == shapes[1] {
				break
			}
		}
	}
	out := s.readings()
	return out[:min(len(out), 6)]
}
