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
	// Raised is the letter, as a capital, that the scanner takes its small one for, 0
	// if none.
	Raised rune
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

// LongestToken is the length in bytes of the longest token that is looked into: a
// longer one is no word, and would cost more time and memory than its length.
const LongestToken = 200

// Limits of the caches, in entries: full ones are emptied.
const (
	cacheLimit    = 1 << 13
	identityLimit = 1 << 14
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
	if len(raw) > LongestToken {
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
