package ocrfix

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// Where paragraphs, items and articles end.

// repairEnds takes away the mark that stands behind the full stop of a paragraph.
func repairEnds(tokens []lattice.Token, out map[int]repair) {
	for i := 1; i < len(tokens); i++ {
		if tokens[i].BlockStart || i+1 < len(tokens) && !tokens[i+1].BlockStart {
			continue
		}
		raw := tokens[i].Raw
		word := strings.TrimRight(raw, ".,:-")
		switch raw[len(word):] {
		case "..", ".,", ".:", ".-":
			if _, ok := out[i]; !ok && plainWord(word) && lexicon.ShapeOf(word) == lexicon.Lower && len(word) > labelAbbreviation {
				out[i] = repair{word + ".", "end of a paragraph", 0.9}
			}
		}
	}
}

const (
	itemEndSure   = 0.85
	leastItem     = 6 // tokens of an item that is a sentence
	mostlyStopped = 4 // how many items must end in a stop for one that has no mark
)

// repairItemEnds puts a full stop for the comma at the end of what the next numbered
// item or the heading of an article follows, and behind an item that has lost its
// own, in a text where a full stop stands there nearly always. A colon may have had
// items of its own behind it.
func repairItemEnds(tokens []lattice.Token, out map[int]repair) {
	stopped := 0
	var commas, bare []int
	last := make(map[string]label) // by what stands around the number
	for i := 1; i+1 < len(tokens); i++ {
		if !tokens[i].LineStart && !tokens[i].BlockStart || tokens[i+1].BlockStart {
			continue
		}
		item, whole := false, false
		if marks, value, ok := itemLabel(tokens[i].Raw); ok {
			p := last[marks]
			last[marks] = label{i, value}
			next, _ := utf8.DecodeRuneInString(tokens[i+1].Raw)
			item = value > 1 && p.value == value-1 && i-p.at > leastItem && i-p.at < listReach && unicode.IsUpper(next)
			whole = item && blockEnd(tokens, p.at, listReach) == i && !titleLast(tokens[p.at:i])
		}
		if !item && !headsArticle(tokens, i) || tokens[i-1].TitleLine || tokens[i-1].CapsLine {
			continue
		}
		raw := tokens[i-1].Raw
		word := strings.TrimRight(raw, ".,")
		if len(word) < 2 || !plainWord(word) || lexicon.ShapeOf(word) == lexicon.Upper {
			continue
		}
		switch end := raw[len(word):]; {
		case end == ".":
			stopped++
		case end == ",":
			commas = append(commas, i-1)
		case end == "" && whole && len(word) > labelAbbreviation:
			bare = append(bare, i-1)
		}
	}
	if stopped < len(commas) {
		commas = nil
	}
	if stopped < mostlyStopped*len(bare) {
		bare = nil
	}
	for _, i := range append(commas, bare...) {
		if _, ok := out[i]; !ok {
			out[i] = repair{strings.TrimRight(tokens[i].Raw, ",") + ".", "end of an item", itemEndSure}
		}
	}
}

// itemLabel reads the number of an item, and the marks around it: 12. or (3).
func itemLabel(raw string) (marks string, value int, ok bool) {
	number := strings.Trim(raw, "().")
	marks = strings.Replace(raw, number, "", 1)
	value, err := strconv.Atoi(number)
	return marks, value, err == nil && value > 0 && (marks == "." || marks == "()" || marks == ")")
}

// headsArticle says whether a paragraph begins with the heading of an article.
func headsArticle(tokens []lattice.Token, i int) bool {
	if !tokens[i].BlockStart || !numbered[lexicon.Fold(tokens[i].Raw)] {
		return false
	}
	first, _ := utf8.DecodeRuneInString(tokens[i].Raw)
	number := strings.TrimRight(tokens[i+1].Raw, ".:")
	_, err := strconv.Atoi(number)
	if !unicode.IsUpper(first) || err != nil && readRoman(number) == 0 {
		return false
	}
	if i+2 == len(tokens) || tokens[i+2].LineStart {
		return true
	}
	title, _ := utf8.DecodeRuneInString(tokens[i+2].Raw)
	return unicode.IsUpper(title)
}

// A block is prose where it has so many words and more than one sentence.
const leastProse = 12

// oftenEnds is the cost of a sentence's end behind a word that may be its last.
const oftenEnds = 350

// mostlyEnded is how many prose blocks must end in a mark for one that does not.
const mostlyEnded = 4

// unendedSure is how sure a full stop is that was lost at the end of a block.
const unendedSure = 0.8

// unendedBlocks finds the last tokens of prose blocks that end in no mark, in a
// text whose prose ends in one nearly always. A block may go on behind a page
// end: then one of the next begins with a small letter.
func unendedBlocks(tokens []lattice.Token) map[int]bool {
	const ahead = 3 // blocks looked at that follow
	var starts []int
	for i := range tokens {
		if i == 0 || tokens[i].BlockStart {
			starts = append(starts, i)
		}
	}
	ended := 0
	var found []int
	for k, from := range starts {
		to := len(tokens)
		if k+1 < len(starts) {
			to = starts[k+1]
		}
		if !prose(tokens[from:to]) {
			continue
		}
		last := tokens[to-1].Raw
		end, _ := utf8.DecodeLastRuneInString(last)
		if strings.ContainsRune(".!?:;)]”\"", end) {
			ended++
			continue
		}
		goesOn := k+1 == len(starts)
		for _, s := range starts[k+1 : min(k+1+ahead, len(starts))] {
			first, _ := utf8.DecodeRuneInString(tokens[s].Raw)
			goesOn = goesOn || unicode.IsLower(first) || s == to && shortNumber(tokens[s].Raw) // a date
		}
		if !goesOn && !tokens[to-1].Frozen && plainWord(last) && lexicon.ShapeOf(last) == lexicon.Lower && !titleLast(tokens[from:to]) {
			found = append(found, to-1)
		}
	}
	if ended < mostlyEnded*len(found) {
		return nil
	}
	out := make(map[int]bool, len(found))
	for _, i := range found {
		out[i] = true
	}
	return out
}

// longestTitle is how many words a line has at most that may be a title.
const longestTitle = 8

// titleLast says whether the last line of a block is short and begins what the line
// before does not go on with: Article 9 Calls on capital.
func titleLast(block []lattice.Token) bool {
	at := len(block) - 1
	for at > 0 && !block[at].LineStart {
		at--
	}
	if at == 0 || len(block)-at > longestTitle {
		return false
	}
	first, _ := utf8.DecodeRuneInString(block[at].Raw)
	end, _ := utf8.DecodeLastRuneInString(block[at-1].Raw)
	return unicode.IsUpper(first) && (strings.ContainsRune(".:;!?)", end) || unicode.IsDigit(end))
}

// prose says whether a block has enough words, and more than one sentence.
func prose(block []lattice.Token) bool {
	if len(block) < leastProse {
		return false
	}
	for i := 1; i+1 < len(block); i++ {
		word, ok := strings.CutSuffix(block[i].Raw, ".")
		next, _ := utf8.DecodeRuneInString(block[i+1].Raw)
		if ok && len(word) > 3 && plainWord(word) && lexicon.ShapeOf(word) == lexicon.Lower && unicode.IsUpper(next) {
			return true
		}
	}
	return false
}

// endsSentences says whether sentences end in a word often enough.
func endsSentences(lex *lexicon.Lexicon, word string) bool {
	id := lex.Lookup(word)
	if id == lexicon.NoWord {
		return false
	}
	cost, _ := lex.Bigram(id, lex.Sentence())
	return cost < oftenEnds
}

const listSure = 0.9

// repairListed puts commas for the full stops between resolutions that are listed by
// number and year: 1314 (2000). 1379 (2001).
func repairListed(tokens []lattice.Token, out map[int]repair) {
	for i := 1; i+2 < len(tokens); i++ {
		raw := tokens[i].Raw
		if !strings.HasSuffix(raw, ").") || tokens[i+1].BlockStart || tokens[i+2].BlockStart || tokens[i].BlockStart {
			continue
		}
		if _, mended := out[i]; !mended && yearInBrackets(raw) && yearInBrackets(tokens[i+2].Raw) && allDigits(tokens[i-1].Raw) && allDigits(tokens[i+1].Raw) {
			out[i] = repair{strings.TrimSuffix(raw, ".") + ",", "list", listSure}
		}
	}
}

// yearInBrackets: (2001), with a mark behind or none.
func yearInBrackets(s string) bool {
	inside, ok := strings.CutPrefix(strings.TrimRight(s, ".,;:"), "(")
	year, closes := strings.CutSuffix(inside, ")")
	return ok && closes && len(year) == len("2001") && allDigits(year)
}
