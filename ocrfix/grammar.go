package ocrfix

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// Before the decoder looks for words, what proves itself by its own grammar
// is repaired: brackets that do not pair, numbers with letters in them, a
// full stop that stands apart. These rules know no word of any vocabulary but
// the few that announce a number.

// A repair is the new text of one token.
type repair struct {
	text       string
	rule       string
	confidence float64
}

// class is the kind of change that the rule makes.
func (r *repair) class() Class {
	switch r.rule {
	case "number", headingRule:
		return ClassNumber
	case citedRule, hungRule:
		return ClassBoundary
	case statedJoin:
		return ClassLayout
	case signRule:
		return ClassNonWord
	}
	return ClassPunctuation
}

// repairTokens returns the repairs by index of the token.
func repairTokens(tokens []lattice.Token) map[int]repair {
	out := make(map[int]repair)
	for i := 0; i < len(tokens); {
		j := blockEnd(tokens, i, len(tokens))
		repairBrackets(tokens[i:j], i, out)
		i = j
	}
	inserted := sync.OnceValue(func() insertions { return insertedNumbers(tokens) }) // most texts never ask
	for i := range tokens {
		raw := tokens[i].Raw
		if r, ok := out[i]; ok {
			raw = r.text
		}
		if text, confidence, ok := repairNumber(tokens, i, raw); ok && !inserted().may(core(raw)) {
			out[i] = repair{text, "number", confidence}
		} else if text := repairYears(tokens, i, raw); text != raw {
			out[i] = repair{text, "number", yearSure}
		}
	}
	repairItemMarks(tokens, out)
	repairLabels(tokens, out)
	repairHeadings(tokens, out)
	repairAbbreviations(tokens, out)
	repairCited(tokens, out)
	repairEnds(tokens, out)
	repairItemEnds(tokens, out)
	repairListed(tokens, out)
	repairApostrophes(tokens, out)
	return out
}

// Abbreviations before a name, and before a number, folded.
var (
	beforeName   = wordSet("mr mrs ms messrs dr prof rev hon capt col lt gen")
	beforeNumber = wordSet("nr no nos art vol")
)

// repairAbbreviations puts the full stop behind an abbreviation for another mark
// (Mr, Oliver; Nr: 168) where the text has it oftener so than bare.
func repairAbbreviations(tokens []lattice.Token, out map[int]repair) {
	stopped, bare := make(map[string]int), make(map[string]int)
	var doubtful []int
	for i := range tokens {
		raw := tokens[i].Raw
		if len(raw) > len("messrs.") || i+1 == len(tokens) || tokens[i+1].BlockStart {
			continue
		}
		word := strings.TrimRight(raw, ".,:;")
		w := lexicon.Fold(word)
		next, _ := utf8.DecodeRuneInString(tokens[i+1].Raw)
		if !(beforeName[w] && unicode.IsUpper(next) || beforeNumber[w] && unicode.IsDigit(next)) {
			continue
		}
		switch raw[len(word):] {
		case ".":
			stopped[w]++
		case "":
			bare[w]++
		case ",", ":", ";":
			doubtful = append(doubtful, i)
		}
	}
	for _, i := range doubtful {
		raw := tokens[i].Raw
		w := lexicon.Fold(raw[:len(raw)-1])
		if _, mended := out[i]; mended || stopped[w] <= bare[w] || strings.HasSuffix(raw, ":") && amongFields(tokens, i) {
			continue
		}
		out[i] = repair{raw[:len(raw)-1] + ".", "abbreviation", labelSure}
	}
}

// repairCited parts the number of an article or a chapter from the word that cites it
// (Article.7, Chapter-9, lid2) where the text has it apart oftener.
func repairCited(tokens []lattice.Token, out map[int]repair) {
	type place struct {
		at           int
		word, number string
	}
	apart, together := make(map[string]int), make(map[string][]place)
	for i := range tokens {
		word, number := cutCited(tokens[i].Raw)
		if len(word) > longestCited {
			continue
		}
		w := lexicon.Fold(word)
		switch {
		case !citedParts[w]:
		case number != "":
			together[w] = append(together[w], place{i, word, number})
		case i+1 < len(tokens) && word == tokens[i].Raw && !tokens[i+1].BlockStart:
			if first, _ := utf8.DecodeRuneInString(tokens[i+1].Raw); unicode.IsDigit(first) {
				apart[w]++
			}
		}
	}
	for w, places := range together {
		for _, p := range places {
			if _, mended := out[p.at]; !mended && apart[w] > len(places) {
				out[p.at] = repair{p.word + " " + p.number, citedRule, labelSure}
			}
		}
	}
}

const citedRule = "number close to its word"

// longestCited is the length in bytes of the longest of citedParts.
const longestCited = len("hoofdstukken")

// cutCited cuts a token behind the letters that it begins with and the mark behind
// them, if it has one. number is that of a part, "" where there is none.
func cutCited(raw string) (word, number string) {
	at := strings.IndexFunc(raw, func(r rune) bool { return !unicode.IsLetter(r) })
	if at < 0 {
		return raw, ""
	}
	word, number = raw[:at], strings.TrimLeft(raw[at:], ".-'’")
	mark := raw[at : len(raw)-len(number)]
	if digits := strings.TrimRight(number, ".,;:)"); len(mark) > len("’") || !allDigits(digits) || len(digits) > len("999") {
		return word, ""
	}
	return word, number
}

// citedParts are the parts of a text that are cited by number, folded.
var citedParts = wordSet(`
	article articles artikel artikelen artikels artikeln chapter chapters hoofdstuk hoofdstukken kapitel chapitre chapitres section sections
	paragraph paragraphs paragraphe paragraphes lid leden absatz alinéa annex annexes bijlage bijlagen annexe anlage anlagen beilage`)

// amongFields says whether token i ends in a colon and so does another near it in
// its paragraph, as the names of the fields of an entry do: DOB: 1961. Passport no: 8112.
func amongFields(tokens []lattice.Token, i int) bool {
	const near = 12 // tokens
	field := func(t lattice.Token) bool { return len(t.Raw) > 1 && strings.HasSuffix(t.Raw, ":") }
	from := i
	for from > max(i-near, 0) && !tokens[from].BlockStart {
		from--
	}
	return slices.ContainsFunc(tokens[from:i], field) || slices.ContainsFunc(tokens[i+1:blockEnd(tokens, i, near)], field)
}

// apostrophesAround is how many tokens with an apostrophe on either side tell
// which kind a page is set with.
const apostrophesAround = 20

// repairApostrophes turns straight apostrophes into curly ones where the text is
// set with these and the scanner made some straight. Half of those in the
// document and of those around must be curly; in a language that elides (l’État)
// every line has some, and a third will do. A part that is set with straight
// ones, as in papers of several offices, stays as it is, to where it begins and
// ends: neither those before nor those behind may be mostly straight.
func repairApostrophes(tokens []lattice.Token, out map[int]repair) {
	var at []int // tokens with an apostrophe
	elided := 0
	for i := range tokens {
		if k := strings.IndexAny(tokens[i].Raw, "'’"); k >= 0 {
			at = append(at, i)
			if k == len("l") {
				elided++
			}
		}
	}
	elides := 2*elided > len(at)
	count := func(at []int) (straight, curly int, enough bool) {
		for _, i := range at {
			straight += strings.Count(tokens[i].Raw, "'")
			curly += strings.Count(tokens[i].Raw, "’")
		}
		if elides {
			curly *= 2
		}
		return straight, curly, straight+curly >= 4
	}
	curly := func(at []int) bool {
		straight, curly, enough := count(at)
		return enough && curly >= straight
	}
	if !curly(at) {
		return
	}
	// set says whether those around the one at k are set with curly ones.
	set := func(k int) bool {
		before, after := at[max(0, k-apostrophesAround):k], at[k+1:min(len(at), k+apostrophesAround+1)]
		for _, side := range [][]int{before, after} {
			if straight, curly, enough := count(side); enough && 3*curly < straight {
				return false
			}
		}
		around := at[k-len(before) : k+1+len(after)]
		return curly(around) && mixed(tokens, around)
	}
	for k, i := range at {
		raw, fix := tokens[i].Raw, out[i]
		if fix.text != "" {
			raw = fix.text
		}
		text := curlInside(raw)
		if text == raw || !set(k) {
			continue
		}
		if fix.text == "" {
			fix = repair{rule: "apostrophe", confidence: 0.9}
		}
		fix.text = text
		out[i] = fix
	}
}

// mixed says whether straight and curly apostrophes follow one another about as
// often as they would if each were made straight by itself.
func mixed(tokens []lattice.Token, at []int) bool {
	straight, turns := 0, 0
	for k, i := range at {
		if isStraight(tokens[i].Raw) {
			straight++
		}
		if k > 0 && isStraight(tokens[i].Raw) != isStraight(tokens[at[k-1]].Raw) {
			turns++
		}
	}
	const usual = 0.6 // of the turns that chance would make
	return float64(turns+1) >= usual*2*float64(straight*(len(at)-straight))/float64(len(at))
}

func isStraight(s string) bool { return strings.Contains(s, "'") }

// straight writes the apostrophes of a text straight.
func straight(s string) string { return strings.ReplaceAll(s, "’", "'") }

// curlInside turns straight apostrophes between two letters into curly ones.
func curlInside(raw string) string {
	if !strings.Contains(raw, "'") {
		return raw
	}
	r := []rune(raw)
	for i := 1; i+1 < len(r); i++ {
		if r[i] == '\'' && lexicon.IsLetter(r[i-1]) && lexicon.IsLetter(r[i+1]) {
			r[i] = '’'
		}
	}
	return string(r)
}

// repairBrackets mends the curly brackets of one block that stand for round
// ones: } closing an open (, { opening what a ) closes, and either around the
// mark of a list item. A J and what else closes a square one are its other.
func repairBrackets(tokens []lattice.Token, base int, out map[int]repair) {
	open, square, squareAt := 0, 0, -bracketReach-1
	for i := range tokens {
		raw := tokens[i].Raw
		inSquare := square > 0 && i-squareAt <= bracketReach // [751st meeting), [item 92J
		if !strings.ContainsAny(raw, "(){}[]") && !(inSquare && strings.Contains(raw, "J")) || len(raw) > longestBracketed {
			continue
		}
		text := []rune(raw)
		closesSquare := func(k int) bool { // in place of ]
			return inSquare && tailOfMarks(text[k+1:]) && !closesLater(text[k+1:], tokens[i+1:], ']')
		}
		for k, r := range text {
			switch r {
			case '(':
				open++
			case ')':
				if open == 0 && squareAt < i && (!itemMark(text[:k]) || i > 0 && strings.HasSuffix(tokens[i-1].Raw, ".")) && closesSquare(k) {
					text[k] = ']'
					square--
				}
				open = max(open-1, 0)
			case 'J':
				if k > 0 && (unicode.IsLower(text[k-1]) || unicode.IsDigit(text[k-1]) || text[k-1] == ')' || text[k-1] == '.') && closesSquare(k) {
					text[k] = ']'
					square--
				}
			case '{':
				if closesLater(text[k+1:], tokens[i+1:], ')') {
					text[k] = '('
					open++
				}
			case '}':
				if open > 0 || k > 0 && k <= 4 && itemMark(text[:k]) && (tailOfMarks(text[k+1:]) || unicode.IsDigit(text[k-1])) {
					text[k] = ')'
					open = max(open-1, 0)
				}
			case '[':
				if square++; k == 0 { // others are signs that could not be read
					squareAt, inSquare = i, true
				}
			case ']':
				if square > 0 {
					square--
				} else if open > 0 && !strings.ContainsRune(raw, '[') && strings.ContainsRune(raw, '(') {
					text[k] = ')'
					open--
				}
			}
		}
		if s := string(text); s != raw {
			out[base+i] = repair{s, "bracket", 0.97}
		}
	}
}

// longestBracketed is the length in bytes of the longest token whose brackets
// are looked at: each asks what follows it.
const longestBracketed = 200

// bracketReach is how many tokens the other bracket is looked for.
const bracketReach = 12

// closesLater says whether a closing bracket, round or square, comes near enough, with
// no opening one before it.
func closesLater(rest []rune, next []lattice.Token, bracket rune) bool {
	look := string(rest)
	for k := -1; k < min(bracketReach, len(next)); k++ {
		if k >= 0 {
			look = next[k].Raw
		}
		for _, r := range look {
			switch r {
			case bracket:
				return true
			case '(', '{':
				if bracket == ')' {
					return false
				}
			case '[':
				return false
			case '}':
				return bracket == ')' && k <= 0 && itemMark(rest[:max(len(rest)-1, 0)])
			}
		}
	}
	return false
}

// itemMark: a, iv, 12, or with a bracket before.
func itemMark(r []rune) bool {
	if len(r) > 0 && (r[0] == '(' || r[0] == '{') {
		r = r[1:]
	}
	for _, c := range r {
		if !lexicon.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
	}
	return len(r) > 0 && len(r) <= 3
}

func tailOfMarks(r []rune) bool {
	for _, c := range r {
		if lexicon.IsLetter(c) || unicode.IsDigit(c) {
			return false
		}
	}
	return true
}
