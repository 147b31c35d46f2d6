package ocrfix

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/align"
	"ocrfix/ocrfix/internal/channel"
	"ocrfix/ocrfix/internal/lattice"
)

// A Learner gathers what an archive teaches, a document at a time, and makes a
// [Profile] of it. It learns from pairs of raw and corrected text, from raw
// documents alone, or from both.
//
// From raw documents it learns by expectation maximisation: cleaning proposes
// changes, each counts by its confidence, and the sums are the weights of the
// next cleaning (Profile). Only changes of what is no word teach: that these
// were wrong is known without the weights, and weights that taught themselves
// would run away. For the same reason a change that is made over and over counts
// little more than once, and a confusion must be seen in several words. A word
// that no list has is taken for one of the archive's own when enough documents
// have it often enough, it is no part of a listed word, and neither damage to the
// words that the archive does use nor a slip in writing them would give it nearly
// as often.
//
// What it holds are sums of whole numbers, so that learners of parts of an
// archive can be merged in any order and grouping with the same result. It
// holds at most about 230 MB: of more than 262,144 confusions it keeps the
// shorter ones, and of more than as many words or changes a sample that depends on their
// spelling alone.
//
// The zero value is ready to use by one goroutine.
type Learner struct {
	// Cleaner proposes the changes that AddRaw learns from; nil means one as
	// it is made. Its Profile may be that of an earlier round.
	Cleaner *Cleaner

	sums learnedSums
}

// learnedSums are what a Learner adds up.
type learnedSums struct {
	Documents int
	Words     int
	Unknown   int
	// Confusions counts truth, a tab and raw, in hundredths: all of pairs, and
	// what came through unharmed in raw documents.
	Confusions map[string]int64
	// Changes counts raw, a tab and what it was changed to in raw documents, in
	// hundredths.
	Changes map[string]int64
	Forms   map[string]*formSum
	// Known counts the listed words of the documents, folded, and Capitals
	// those of them that have a capital where no sentence begins.
	Known    map[string]int64
	Capitals map[string]int64
}

// A formSum counts a word, as it is written, that its language does not list.
type formSum struct {
	Documents int64  // that have it
	Count     int64  // in raw text
	Sure      int64  // in corrected text
	Part      int64  // where it and a neighbour make a listed word
	Within    int64  // where no sentence begins
	Langs     uint32 // of the documents, bits in the order of lexicon.Languages
}

// Limits of what a Learner holds.
const (
	mostConfusions = 1 << 18
	mostChanges    = 1 << 18
	mostForms      = 1 << 18
	mostKnown      = 1 << 18
)

// hundred is the weight of what is certain.
const hundred = 100

func (s *learnedSums) init() {
	if s.Confusions == nil {
		s.Confusions, s.Forms = make(map[string]int64), make(map[string]*formSum)
		s.Known, s.Capitals, s.Changes = make(map[string]int64), make(map[string]int64), make(map[string]int64)
	}
}

// AddPair learns from a raw text and the same text as corrected by a person.
func (l *Learner) AddPair(raw, truth string) {
	l.sums.init()
	d := NewDocument(truth)
	tokens, _ := blockTokens(d, newGuard(nil))
	_, lang := blockLanguages(tokens, "")
	l.addForms(tokens, nil, lang, true)
	var seen channel.Counter
	for _, p := range cutPair(raw, truth) {
		seen.Add(archiveFamily, p[0], p[1])
	}
	seen.Each(func(truth, raw string, n int) { l.sums.count(truth, raw, hundred*int64(n)) })
	l.sums.bound()
}

// Pieces of a pair, so that aligning them character by character stays cheap.
const (
	learnedPiece = 200  // words of truth
	longestPiece = 8000 // bytes; longer, the texts are not the same
)

// cutPair cuts a pair into pieces, raw and truth, where both have the same word.
func cutPair(raw, truth string) [][2]string {
	r, t := strings.Fields(joinHyphens(raw)), strings.Fields(joinHyphens(truth))
	var out [][2]string
	fromT, fromR := 0, 0
	cut := func(toT, toR int) {
		piece := [2]string{strings.Join(r[fromR:toR], " "), strings.Join(t[fromT:toT], " ")}
		if len(piece[0]) <= longestPiece && len(piece[1]) <= longestPiece {
			out = append(out, piece)
		}
		fromT, fromR = toT, toR
	}
	for _, at := range commonCuts(r, t, learnedPiece, 1) {
		cut(at.truth, at.raw)
	}
	cut(len(t), len(r))
	return out
}

// A commonCut is a place between words where a raw and a true text can be cut.
type commonCut struct{ raw, truth int }

// commonCuts finds places, at least so many words of truth apart, where both texts
// go on with the same word, the last of a run of words that both have.
func commonCuts(raw, truth []string, apart, run int) (cuts []commonCut) {
	numbers := numbering{}
	common := align.Common(numbers.of(truth), numbers.of(raw))
	last := 0
next:
	for i, j := range common {
		if j < 0 || i-last < apart {
			continue
		}
		for k := 1; k < run; k++ {
			if i < k || int(j) < k || common[i-k] != j-int32(k) {
				continue next
			}
		}
		cuts = append(cuts, commonCut{int(j), i})
		last = i
	}
	return cuts
}

// AddRaw learns from a raw document: it is cleaned, and the changes count by
// their confidence. The result of the cleaning is returned.
func (l *Learner) AddRaw(d *Document) (*Result, error) {
	c := l.Cleaner
	if c == nil {
		c = &Cleaner{}
	}
	res, err := c.Clean(d)
	if err != nil {
		return nil, err
	}
	l.sums.init()
	tokens, places := blockTokens(d, newGuard(nil))
	longer := c.Profile.learned().longer
	var whole channel.Counter
	changed := make([]bool, len(tokens))
	e := 0
	for i, p := range places {
		for e < len(res.Edits) && res.Edits[e].End <= p.Start {
			e++
		}
		if e < len(res.Edits) && res.Edits[e].Start < p.End {
			edit := &res.Edits[e]
			changed[i] = edit.Confidence >= 0.5 && !losesAccents(core(edit.Raw), core(edit.New))
			continue
		}
		countWhole(&whole, tokens[i].Raw, longer)
	}
	whole.Each(func(truth, raw string, n int) { l.sums.count(truth, raw, hundred*int64(n)) })
	for i := range res.Edits {
		switch e := &res.Edits[i]; e.Class {
		case ClassNonWord, ClassBoundary, ClassName, ClassNumber:
			if len(e.Raw)+len(e.New) < longestChange {
				l.sums.Changes[flattenForChannel(e.Raw)+"\t"+flattenForChannel(e.New)] += int64(math.Round(hundred * e.Confidence))
			}
		}
	}
	l.addForms(tokens, changed, res.Lang, false)
	l.sums.bound()
	return res, nil
}

// longestChange is the size in bytes of the changes that teach.
const longestChange = 200

// AddWords learns the words of a raw document but not its confusions, which is
// many times cheaper than [Learner.AddRaw].
func (l *Learner) AddWords(d *Document) {
	l.sums.init()
	tokens, _ := blockTokens(d, newGuard(nil))
	_, lang := blockLanguages(tokens, "")
	l.addForms(tokens, nil, lang, false)
	l.sums.bound()
}

// count adds n hundredths of truth coming out as raw.
func (s *learnedSums) count(truth, raw string, n int64) {
	if n > 0 && !strings.ContainsAny(truth+raw, "\t\n\r") {
		s.Confusions[truth+"\t"+raw] += n
	}
}

// addForms counts the words of a document. Those that are changed, and those of
// a language that no lexicon has, do not count.
func (l *Learner) addForms(tokens []lattice.Token, changed []bool, lang string, sure bool) {
	s := &l.sums
	s.Documents++
	lex := lexicon.Builtin(lang)
	if lex == nil {
		return
	}
	bit := uint32(1) << slices.Index(lexicon.Languages(), lang)
	seen := make(map[string]bool)
	for i := range tokens {
		if len(changed) > 0 && changed[i] || i > 0 && strings.HasSuffix(tokens[i-1].Raw, "-") || strings.HasSuffix(tokens[i].Raw, "-") {
			continue
		}
		word := core(tokens[i].Raw)
		s.Words++
		if tokens[i].Frozen {
			continue
		}
		within := !afterMark(tokens, i)
		parts := strings.Split(straight(word), "-")
		for k, part := range parts {
			if lex.Lookup(part) == lexicon.NoWord {
				part = strings.TrimSuffix(part, "'s")
			}
			if lex.Lookup(part) != lexicon.NoWord {
				form := lexicon.Fold(part)
				if _, seen := s.Known[form]; !seen {
					form = strings.Clone(form) // of a text that may be far longer
				}
				s.Known[form]++
				if first, _ := utf8.DecodeRuneInString(part); within && unicode.IsUpper(first) {
					s.Capitals[form]++
				}
				continue
			}
			whole := partOfListed(parts, k, lex)
			if whole {
				part = strings.TrimSuffix(strings.Join(parts, "-"), "'s") // Azer-Baijani: Baijani is no word
			}
			if utf8.RuneCountInString(part) < 2 || !learnable(part) || readRoman(part) > 0 || bracketRead(tokens[i].Raw, part, lex) {
				continue
			}
			s.Unknown++
			f := s.Forms[part]
			if f == nil {
				f = &formSum{}
				s.Forms[strings.Clone(part)] = f
			}
			f.Langs |= bit
			if !seen[part] {
				seen[part] = true
				f.Documents++
			}
			if sure {
				f.Sure++
			} else {
				f.Count++
			}
			if within {
				f.Within++
			}
			if len(parts) == 1 && halfOfWord(tokens, i, lex) {
				f.Part++
			}
			if whole {
				break
			}
		}
	}
}

// halfOfWord says whether token i makes a listed word with the one before it or
// after it.
func halfOfWord(tokens []lattice.Token, i int, lex *lexicon.Lexicon) bool {
	whole := func(a, b string) bool { return lex.Lookup(core(a)+core(b)) != lexicon.NoWord }
	return i > 0 && !tokens[i].BlockStart && whole(tokens[i-1].Raw, tokens[i].Raw) ||
		i+1 < len(tokens) && !tokens[i+1].BlockStart && whole(tokens[i].Raw, tokens[i+1].Raw)
}

// partOfListed says whether part k of a hyphenated word makes a listed word
// with the part before it or after it, so that it is no word by itself.
func partOfListed(parts []string, k int, lex *lexicon.Lexicon) bool {
	return k > 0 && lex.Lookup(parts[k-1]+parts[k]) != lexicon.NoWord ||
		k+1 < len(parts) && lex.Lookup(parts[k]+parts[k+1]) != lexicon.NoWord
}

// bracketRead says whether the last letter of a word is likelier the bracket
// that a token opens and does not close: [WidgetJ for [Widget].
func bracketRead(raw, word string, lex *lexicon.Lexicon) bool {
	_, n := utf8.DecodeLastRuneInString(word)
	open := strings.LastIndexAny(raw, "([")
	return open >= 0 && strings.Contains(raw[open:], word) && !strings.ContainsAny(raw[open:], ")]") &&
		lex.Lookup(word[:len(word)-n]) != lexicon.NoWord
}

// Merge adds what other has gathered, which stays as it is.
func (l *Learner) Merge(other *Learner) {
	l.sums.init()
	s, o := &l.sums, &other.sums
	s.Documents += o.Documents
	s.Words += o.Words
	s.Unknown += o.Unknown
	for k, n := range o.Confusions {
		s.Confusions[k] += n
	}
	for k, n := range o.Changes {
		s.Changes[k] += n
	}
	for k, n := range o.Known {
		s.Known[k] += n
	}
	for k, n := range o.Capitals {
		s.Capitals[k] += n
	}
	for k, f := range o.Forms {
		own := s.Forms[k]
		if own == nil {
			own = &formSum{}
			s.Forms[k] = own
		}
		own.Documents += f.Documents
		own.Count += f.Count
		own.Sure += f.Sure
		own.Part += f.Part
		own.Within += f.Within
		own.Langs |= f.Langs
	}
	s.bound()
}

// bound keeps the sums within twice the limits.
func (s *learnedSums) bound() { s.boundAt(2) }

// boundAt drops what is above the limits from sums that are slack times as
// large. Which keys are kept depends on the keys alone, and one that is kept in
// the end was never dropped before: its sum is whole, in whatever order the
// sums came together.
func (s *learnedSums) boundAt(slack int) {
	boundKeys(s.Confusions, mostConfusions, slack, utf8.RuneCountInString)
	even := func(string) int { return 0 }
	boundKeys(s.Changes, mostChanges, slack, even)
	boundKeys(s.Forms, mostForms, slack, even)
	boundKeys(s.Known, mostKnown, slack, even)
	boundKeys(s.Capitals, mostKnown, slack, even)
}

// boundKeys keeps the most keys of lowest rank when there are more than slack
// times as many; among equals a hash decides.
func boundKeys[V any](m map[string]V, most, slack int, rank func(string) int) {
	if len(m) <= most*slack {
		return
	}
	type ranked struct {
		key  string
		rank int
		hash uint64
	}
	list := make([]ranked, 0, len(m))
	for k := range m {
		h := fnv.New64a()
		io.WriteString(h, k)
		list = append(list, ranked{k, rank(k), h.Sum64()})
	}
	slices.SortFunc(list, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(a.hash, b.hash), strings.Compare(a.key, b.key))
	})
	for _, r := range list[most:] {
		delete(m, r.key)
	}
}

// MarshalBinary gives what was gathered, equal sums as equal bytes.
func (l *Learner) MarshalBinary() ([]byte, error) {
	l.sums.init()
	l.sums.boundAt(1)
	return json.Marshal(&l.sums)
}

// UnmarshalBinary takes what MarshalBinary gave in place of what was gathered.
func (l *Learner) UnmarshalBinary(data []byte) error {
	var s learnedSums
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("what was learned: %w", err)
	}
	for k, f := range s.Forms {
		if f == nil || !learnable(k) {
			return fmt.Errorf("what was learned: %q is no word", k)
		}
	}
	if s.least() < 0 {
		return errors.New("what was learned: a count is below 0")
	}
	s.init()
	l.sums = s
	return nil
}

// least is the smallest of the counts, up to 0.
func (s *learnedSums) least() int64 {
	least := int64(min(s.Documents, s.Words, s.Unknown, 0))
	for _, counts := range []map[string]int64{s.Confusions, s.Changes, s.Known, s.Capitals} {
		for _, n := range counts {
			least = min(least, n)
		}
	}
	for _, f := range s.Forms {
		least = min(least, f.Documents, f.Count, f.Sure, f.Part, f.Within)
	}
	return least
}

// errNothingLearned says that there was no document in a language known.
var errNothingLearned = errors.New("nothing was learned: no text in a language that ocrfix knows")

// Profile gives what was learned.
func (l *Learner) Profile() (*Profile, error) {
	l.sums.init()
	s := &l.sums
	s.boundAt(1)
	if s.Words == 0 {
		return nil, errNothingLearned
	}
	p := &Profile{Documents: s.Documents, Words: s.Words, Unknown: s.Unknown, channel: s.table(), names: make(map[string]int), words: make(map[string]int), common: make(map[string]int)}
	s.chooseWords(p)
	for w, n := range s.Known {
		if n >= leastCommon && learnable(w) {
			p.common[w] = int(min(n, maxProfileCount))
		}
	}
	return p, nil
}

const (
	leastConfusion = 2 * hundred // how often a confusion must be seen
	leastWords     = 3           // in how many changes, if raw documents alone show it
	mostOfChange   = 3 * hundred // what a change counts that is made over and over
)

// table gives the confusions seen often enough, and how often each truth among
// them came through whole.
func (s *learnedSums) table() *channel.Table {
	counts := maps.Clone(s.Confusions)
	changes := make(map[string]int64) // that show a confusion
	shown := make(map[string]int64)   // what they count
	longer := builtinChannel().Longer()
	for k, n := range s.Changes {
		raw, truth, _ := strings.Cut(k, "\t")
		var c channel.Counter
		c.AddWeighed(archiveFamily, raw, truth, 1, longer)
		c.Each(func(truth, raw string, times int) {
			row := truth + "\t" + raw
			if truth == raw {
				counts[row] += n * int64(times)
				return
			}
			changes[row]++
			shown[row] += min(n, mostOfChange) * int64(times)
		})
	}
	for row, n := range changes {
		if n >= leastWords {
			counts[row] += shown[row]
		}
	}
	var c channel.Counter
	for row, n := range counts {
		truth, raw, _ := strings.Cut(row, "\t")
		if truth == raw || n >= leastConfusion && scannersOwn(truth, raw) {
			c.Count(archiveFamily, truth, raw, int(min((n+hundred/2)/hundred, maxProfileCount)))
		}
	}
	return c.Table(1)
}

// scannersOwn says whether a confusion tells of the scanner. What stands for a
// mark, and a letter in the other case, tells as much of how an archive is
// written, and nearly all of them are as likely in right text: a document that
// shows many of them learns from itself.
func scannersOwn(truth, raw string) bool {
	if strings.Trim(truth+raw, " ") == "" {
		return true
	}
	return lettersOf(truth)+lettersOf(raw) != "" && !strings.EqualFold(truth, raw)
}
