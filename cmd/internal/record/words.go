package record

import (
	"cmp"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"ocrfix/lexicon"
	"ocrfix/ocrfix"
)

// Known gives the test for the words of a language, or of any where it is
// not known.
func Known(lang string) func(word string) bool {
	langs := lexicon.Languages()
	if slices.Contains(langs, lang) {
		langs = []string{lang}
	}
	return func(word string) bool {
		return slices.ContainsFunc(langs, func(lang string) bool {
			return lexicon.Builtin(lang).Lookup(word) != lexicon.NoWord
		})
	}
}

// CountUnknown counts the words of a cleaned text, and those that known does
// not know, sorted; what holds a digit, or no letter, is not asked about.
func CountUnknown(text string, known func(string) bool) (words int, unknown []WordCount) {
	counts := make(map[string]int)
	for field := range strings.FieldsFuncSeq(text, unicode.IsSpace) {
		words++
		start, end := coreOf(field)
		word := field[start:end]
		if len(word) > longestUnknown || strings.ContainsFunc(word, unicode.IsNumber) || !strings.ContainsFunc(word, unicode.IsLetter) {
			continue
		}
		if n, seen := counts[word]; seen {
			counts[word] = n + min(n, 1)
			continue
		}
		counts[word] = 0 // known
		if !known(word) && !knownParts(word, known) {
			counts[word] = 1
		}
	}
	for word, n := range counts {
		if n > 0 {
			unknown = append(unknown, WordCount{Word: word, Count: n})
		}
	}
	slices.SortFunc(unknown, func(a, b WordCount) int { return strings.Compare(a.Word, b.Word) })
	return words, unknown
}

// longestUnknown is the length in bytes of the longest word that is counted.
const longestUnknown = 64

// knownParts reports whether the parts of a word between hyphens, strokes and
// the like are all known.
func knownParts(word string, known func(string) bool) bool {
	parts := strings.FieldsFunc(word, func(r rune) bool { return !isWordRune(r) })
	return len(parts) > 1 && !slices.ContainsFunc(parts, func(part string) bool { return len(part) > 1 && !known(part) })
}

// CountConfusions counts what the applied edits read for what, sorted.
func CountConfusions(edits []ocrfix.Edit) []Confusion {
	counts := make(map[[2]string]int)
	for _, e := range edits {
		if e.Applied && e.Class != ocrfix.ClassLayout {
			for _, pair := range confusions(e.Raw, e.New) {
				counts[pair]++
			}
		}
	}
	found := make([]Confusion, 0, len(counts))
	for pair, n := range counts {
		found = append(found, Confusion{Raw: pair[0], New: pair[1], Count: n})
	}
	slices.SortFunc(found, func(a, b Confusion) int {
		return cmp.Or(strings.Compare(a.Raw, b.Raw), strings.Compare(a.New, b.New))
	})
	return found
}

// The largest edit that is aligned, in characters, and the longest confusion.
const (
	longestAligned   = 64
	longestConfusion = 3
)

// confusions aligns what stands with what was meant, character by character,
// and gives the runs that differ, of at most three characters on each side.
func confusions(raw, new string) [][2]string {
	a, b := []rune(raw), []rune(new)
	if len(a) > longestAligned || len(b) > longestAligned {
		return nil
	}
	cost := levenshtein(a, b)
	var found [][2]string
	i, j := 0, 0
	for i < len(a) || j < len(b) {
		if i < len(a) && j < len(b) && a[i] == b[j] && cost[i][j] == cost[i+1][j+1] {
			i, j = i+1, j+1
			continue
		}
		fromI, fromJ := i, j
		for (i < len(a) || j < len(b)) && !(i < len(a) && j < len(b) && a[i] == b[j] && cost[i][j] == cost[i+1][j+1]) {
			switch {
			case i < len(a) && j < len(b) && cost[i][j] == cost[i+1][j+1]+1:
				i, j = i+1, j+1
			case i < len(a) && cost[i][j] == cost[i+1][j]+1:
				i++
			default:
				j++
			}
		}
		if i-fromI <= longestConfusion && j-fromJ <= longestConfusion {
			found = append(found, [2]string{string(a[fromI:i]), string(b[fromJ:j])})
		}
	}
	return found
}

// levenshtein gives at [i][j] the fewest changes that make b[j:] of a[i:].
func levenshtein(a, b []rune) [][]int {
	cost := make([][]int, len(a)+1)
	for i := range cost {
		cost[i] = make([]int, len(b)+1)
	}
	for i := len(a); i >= 0; i-- {
		for j := len(b); j >= 0; j-- {
			switch {
			case i == len(a):
				cost[i][j] = len(b) - j
			case j == len(b):
				cost[i][j] = len(a) - i
			case a[i] == b[j]:
				cost[i][j] = cost[i+1][j+1]
			default:
				cost[i][j] = 1 + min(cost[i+1][j+1], cost[i+1][j], cost[i][j+1])
			}
		}
	}
	return cost
}

var yearPattern = regexp.MustCompile(`(?:^|[^0-9])(1[5-9][0-9]{2}|20[0-9]{2})(?:[^0-9]|$)`)

// headOfText is where a text states its own date, in bytes.
const headOfText = 1500

// Year gives the year in the name of a file or, where that has none,
// the first one at the head of the text; 0 when there is none.
func Year(path, text string) int {
	for _, s := range []string{filepath.Base(path), text[:min(len(text), headOfText)]} {
		if m := yearPattern.FindStringSubmatch(s); m != nil {
			year, _ := strconv.Atoi(m[1])
			return year
		}
	}
	return 0
}
