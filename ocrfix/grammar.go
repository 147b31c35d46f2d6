package ocrfix

import (
	"slices"
	"strconv"
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
	case citedRule:
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
	apart, close := make(map[string]int), make(map[string]int)
	var doubtful []int
	for i := range tokens {
		word, number := cutCited(tokens[i].Raw)
		w := lexicon.Fold(word)
		switch {
		case !citedParts[w]:
		case number != "":
			close[w]++
			doubtful = append(doubtful, i)
		case i+1 < len(tokens) && word == tokens[i].Raw && !tokens[i+1].BlockStart:
			if first, _ := utf8.DecodeRuneInString(tokens[i+1].Raw); unicode.IsDigit(first) {
				apart[w]++
			}
		}
	}
	for _, i := range doubtful {
		word, number := cutCited(tokens[i].Raw)
		if _, mended := out[i]; !mended && apart[lexicon.Fold(word)] > close[lexicon.Fold(word)] {
			out[i] = repair{word + " " + number, citedRule, labelSure}
		}
	}
}

const citedRule = "number close to its word"

// cutCited cuts a token after the letters it begins with, and after the mark behind
// them, if it has one; number begins with a digit and is that of a part, "" where there is none.
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
// mark of a list item.
func repairBrackets(tokens []lattice.Token, base int, out map[int]repair) {
	open, square := 0, 0
	for i := range tokens {
		raw := tokens[i].Raw
		if !strings.ContainsAny(raw, "(){}[]") || len(raw) > longestBracketed {
			continue
		}
		text := []rune(raw)
		for k, r := range text {
			switch r {
			case '(':
				open++
			case ')':
				open = max(open-1, 0)
			case '{':
				if closesLater(text[k+1:], tokens[i+1:]) {
					text[k] = '('
					open++
				}
			case '}':
				if open > 0 || k > 0 && k <= 4 && itemMark(text[:k]) && (tailOfMarks(text[k+1:]) || unicode.IsDigit(text[k-1])) {
					text[k] = ')'
					open = max(open-1, 0)
				}
			case '[':
				square++
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

// closesLater says whether a closing bracket comes near enough, with no
// opening one before it.
func closesLater(rest []rune, next []lattice.Token) bool {
	const reach = 12 // tokens
	look := string(rest)
	for k := -1; k < min(reach, len(next)); k++ {
		if k >= 0 {
			look = next[k].Raw
		}
		for _, r := range look {
			switch r {
			case '(', '{', '[':
				return false
			case ')':
				return true
			case '}':
				return k <= 0 && itemMark(rest[:max(len(rest)-1, 0)])
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

// insertions are the numbers that have a small letter behind them somewhere, as
// those of articles have that were put in later.
type insertions map[string]bool

// may says whether a number that ends in a letter may be one of them: 11l, where
// 11k is another; 38o, where any is, since o is seldom the last nought.
func (s insertions) may(number string) bool {
	return strings.HasSuffix(number, "o") && len(s) > 0 || strings.HasSuffix(number, "l") && s[strings.TrimSuffix(number, "l")]
}

func insertedNumbers(tokens []lattice.Token) insertions {
	out := make(insertions)
	for i := range tokens {
		word := core(tokens[i].Raw)
		if n := len(word) - 1; n > 0 && word[n] >= 'a' && word[n] <= 'z' && digitFor(rune(word[n])) == 0 && strings.Trim(word[:n], "0123456789.") == "" {
			out[word[:n]] = true
		}
	}
	return out
}

// numbered are the words that announce a number, folded.
var numbered = wordSet(`
	article articles art paragraph paragraphs para section
	chapter part annex appendix no nos page rule
	protocol item table schedule
	artikel artikelen lid bijlage hoofdstuk nr blz
	articles. chapitre annexe paragraphe absatz abs anlage kapitel`)

// dotless is what scanners make of a 1 of old style; none of the languages has it.
const dotless = 'ı'

// digitFor gives the digit that a letter may be a misreading of.
func digitFor(r rune) rune {
	switch r {
	case 'l', 'I', '|', '!', dotless:
		return '1'
	case 'O', 'o':
		return '0'
	case 'S':
		return '5'
	case 'B':
		return '8'
	case 'Z':
		return '2'
	}
	return 0
}

// repairNumber mends the letters within a number.
func repairNumber(tokens []lattice.Token, i int, raw string) (string, float64, bool) {
	start, end := coreBounds(raw)
	c := raw[start:end]
	const longest = 16 // bytes
	if c == "" || len(c) > longest {
		return "", 0, false
	}
	if c == string(dotless) {
		return raw[:start] + "1" + raw[end:], 0.93, true
	}
	near := nearNumber(tokens, i)
	if c == "l" {
		if near == announced && start == 0 || near == listed {
			return raw[:start] + "1" + raw[end:], 0.93, true
		}
		return "", 0, false
	}
	body, suffix := c, ""
	for _, s := range []string{"st", "nd", "rd", "th"} {
		if strings.HasSuffix(c, s) && len(c) > 3 {
			body, suffix = c[:len(c)-2], s
		}
	}
	digits, letters, firstLetter := 0, 0, false
	mended := make([]rune, 0, longest) // on the stack: most tokens are no number
	var last rune
	for k, r := range body {
		switch d := digitFor(r); {
		case unicode.IsDigit(r):
			digits++
			mended = append(mended, r)
		case d != 0:
			letters++
			firstLetter = firstLetter || k == 0
			mended = append(mended, d)
			last = r
		case strings.ContainsRune(".,/:-–", r):
			mended = append(mended, r)
		default:
			return "", 0, false
		}
	}
	if letters == 0 || digits == 0 {
		return "", 0, false
	}
	first, _ := utf8.DecodeRuneInString(body)
	lastRune, _ := utf8.DecodeLastRuneInString(body)
	switch {
	case digits < letters:
		return "", 0, false
	case firstLetter && first != 'l' && first != '|' && first != dotless && !(digits >= 3 && (first == 'I' || first == 'O')):
		return "", 0, false // B12, S5, Z2: marks of things
	case romanPart(body):
		return "", 0, false // I-18232: the treaties of a series; 1966-II; 3.II.1911
	case letters == 1 && last == 'I' && lastRune == last && (digits == len("1800") || digits == len("101800")) && near == alone:
		return "", 0, false // 101800I: a time of the day in a zone
	case letters == 1 && codePart(body):
		return "", 0, false // K1N 1S1, 5-B-1
	case suffix != "" && suffix != ordinalSuffix(string(mended)):
		return "", 0, false // 1ost: lost
	case unicode.IsUpper(lastRune) && lastRune == last && (digits < 2 || last != 'O' && last != 'I'):
		return "", 0, false // 30B, 5S
	case lastRune == last && last != 'l' && last != 'O' && last != 'I' && last != 'o':
		return "", 0, false // 10!
	case digits == 1 && letters == 1 && suffix == "" && near == alone && first != 'l':
		return "", 0, false // 1O, 5l: too little to go by
	case letters == 1 && lastRune == 'l' && near == alone && !yearAt(tokens, i, mended) && !brokenGroup(body):
		return "", 0, false // 10l., 1,500l.: pounds
	}
	return raw[:start] + string(mended) + suffix + raw[end:], 0.95, true
}

// ordinalSuffix is what English writes behind the digits of an ordinal.
func ordinalSuffix(digits string) string {
	n := len(digits)
	if n > 1 && digits[n-2] == '1' {
		return "th"
	}
	switch digits[n-1] {
	case '1':
		return "st"
	case '2':
		return "nd"
	case '3':
		return "rd"
	}
	return "th"
}

// romanPart says whether a part of a number between its marks is a Roman numeral
// of strokes alone: that of a month, a series, a storey.
func romanPart(number string) bool {
	for i := 0; i < len(number); {
		n := strings.IndexAny(number[i:], ".,/:-–")
		if n < 0 {
			n = len(number) - i
		}
		part, rest := number[i:i+n], number[i+n:]
		grouped := i == 0 && len(part) == 1 && len(rest) == len(",500") && (rest[0] == ',' || rest[0] == '.') // I,500
		if n > 0 && n < len(number) && strings.Trim(part, "I") == "" && !grouped {
			return true
		}
		i += n
		_, size := utf8.DecodeRuneInString(number[i:])
		i += size
	}
	return false
}

// codePart says whether a number has a capital by itself between hyphens, or
// between two digits that are all the rest, as postal codes have.
func codePart(number string) bool {
	at := strings.IndexFunc(number, unicode.IsUpper)
	if at <= 0 || at+1 >= len(number) || number[at] == 'I' || number[at] == 'O' {
		return at > 0 && at+1 < len(number) && number[at-1] == '-' && number[at+1] == '-'
	}
	return len(number) == len("1S1") || number[at-1] == '-' && number[at+1] == '-'
}

// yearAt says whether the digits are a year where a year is likely.
func yearAt(tokens []lattice.Token, i int, digits []rune) bool {
	n, err := strconv.Atoi(string(digits))
	return err == nil && n > 1500 && n < 2100 && i > 0 && !tokens[i].BlockStart && beforeYear[lexicon.Fold(tokens[i-1].Raw)]
}

// beforeYear are words that a year often follows, and an amount seldom.
var beforeYear = wordSet("in since until during year early late mid sinds anno jaar en depuis seit jahr jahre")

const (
	yearSure    = 0.9
	longestCode = 20 // bytes
)

// repairYears mends the years of a number in parts, or in brackets, where letters or
// specks stand in or for their digits: S/2OI9/28, 2O03/48/EC, (20]7), 20'22.
// A quotation mark that has its other is none.
func repairYears(tokens []lattice.Token, i int, raw string) string {
	if len(raw) > longestCode || !strings.ContainsAny(raw, "0123456789") || !strings.ContainsAny(raw, "OoIl|]!'’") {
		return raw
	}
	for _, part := range strings.FieldsFunc(raw, func(r rune) bool { return strings.ContainsRune("/(),.;:", r) }) {
		year, ok := damagedYear(part)
		at := strings.Index(raw, part)
		before, behind := raw[:at], raw[at+len(part):]
		enclosed := strings.HasSuffix(before, "/") || strings.HasSuffix(before, "(") && strings.HasPrefix(behind, ")")
		alone := core(raw) == core(part)
		switch {
		case !ok, alone && strings.ContainsAny(part, "OoIl|]!") && !enclosed: // left to repairNumber: 200l., pounds
		case strings.Trim(part, "'’") != part && !enclosed && !lattice.Unmatched(tokens, i):
		default:
			raw = before + year + behind
		}
	}
	return raw
}

// damagedYear reads a part as a year from 1900 on if two or more of its digits are
// whole. A stroke that may be one of feet before inches is none of its specks.
func damagedYear(part string) (string, bool) {
	var year []rune
	digits, strokes := 0, 0
	for _, r := range part {
		switch d := digitFor(r); {
		case unicode.IsDigit(r):
			digits++
			year = append(year, r)
		case strings.ContainsRune("OoIl|!", r):
			year = append(year, d)
		case r == ']':
			year = append(year, '1')
		case r == '\'' || r == '’':
			strokes++
		default:
			return "", false
		}
	}
	n, err := strconv.Atoi(string(year))
	ok := err == nil && len(year) == len("1999") && n >= 1900 && n < 2100 && digits >= 2 && (digits < len(year) || strokes > 0)
	return string(year), ok && (strokes == 0 || n%100 > 11)
}

// brokenGroup says whether a digit is wanted at the end of a number to make
// three behind its last comma.
func brokenGroup(number string) bool {
	comma := strings.LastIndexByte(number, ',')
	return comma > 0 && len(number)-comma == len(",00l")
}

// coreBounds are the bytes of a token between the marks around it.
func coreBounds(raw string) (start, end int) {
	isCore := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '|' }
	start = strings.IndexFunc(raw, isCore)
	if start < 0 {
		return 0, 0
	}
	end = strings.LastIndexFunc(raw, isCore)
	_, n := utf8.DecodeRuneInString(raw[end:])
	return start, end + n
}

type nearness int

const (
	alone     nearness = iota
	announced          // a word before says that a number comes
	listed             // the first item of a numbered list
	dated              // a month stands beside
)

// nearNumber says what in the neighbourhood of a token speaks for a number.
func nearNumber(tokens []lattice.Token, i int) nearness {
	if i > 0 && !tokens[i].BlockStart {
		before := lexicon.Fold(core(tokens[i-1].Raw))
		if numbered[before] && !strings.HasSuffix(tokens[i-1].Raw, ",") {
			return announced
		}
		if months[before] {
			return dated
		}
	}
	if i+1 < len(tokens) && months[lexicon.Fold(core(tokens[i+1].Raw))] {
		return dated
	}
	if !tokens[i].LineStart {
		return alone
	}
	// "l." at the start of a line opens a list when "2." follows in its turn.
	raw := tokens[i].Raw
	at := strings.IndexByte(raw, 'l')
	if at < 0 || len(raw) < 2 {
		return alone
	}
	const reach = 600 // tokens
	begins := func(from, to int, mark string) bool {
		item := raw[:at] + mark + raw[at+1:]
		return slices.ContainsFunc(tokens[max(from, 0):min(to, len(tokens))], func(t lattice.Token) bool { return t.LineStart && t.Raw == item })
	}
	if begins(i+1, i+reach, "2") && !begins(i-reach, i, "k") {
		return listed
	}
	return alone
}
