package ocrfix

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/lattice"
)

// Numbers with letters and specks among their digits.

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
	case strings.HasSuffix(body, "II"):
		return "", 0, false // 1722II
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

// repairOrdinals mends the English ordinals of days, before their month or behind the:
// 28tb December, the 5lh of, Ist August.
func repairOrdinals(tokens []lattice.Token, blocks []string) map[int]repair {
	out := make(map[int]repair)
	for b := range eachBlock(tokens, blocks) {
		if b.lang != "en" {
			continue
		}
		for i := b.from; i < b.to-1; i++ {
			if len(tokens[i].Raw) >= longestOrdinal {
				continue
			}
			if text := mendedOrdinal(tokens, i); text != tokens[i].Raw {
				out[i] = repair{text, "number", ordinalSure}
			}
		}
	}
	return out
}

const (
	ordinalSure    = 0.9
	longestOrdinal = len("(31st),")
)

// mendedOrdinal is token i with the ordinal of a day mended, or as it is.
func mendedOrdinal(tokens []lattice.Token, i int) string {
	raw := tokens[i].Raw
	start, end := coreBounds(raw)
	c := raw[start:end]
	number := strings.TrimRightFunc(c, unicode.IsLetter)
	letters := number == ""
	if letters { // Ist, llth, but not lot
		number = c[:max(len(c)-len("th"), 0)]
	}
	suffix := c[len(number):]
	if number == "" || len(number) > len("31") || len(suffix) != len("th") {
		return raw
	}
	next := lexicon.Fold(core(tokens[i+1].Raw))
	if !monthsOfEN[next] && (next != "of" || i == 0 || lexicon.Fold(tokens[i-1].Raw) != "the") {
		return raw
	}
	digits := make([]byte, 0, len("31"))
	for _, r := range number {
		switch d := digitFor(r); {
		case d != 0:
			r = d
		case r == 'i':
			r = '1'
		case !unicode.IsDigit(r):
			return raw
		}
		digits = append(digits, byte(r))
	}
	day, err := strconv.Atoi(string(digits))
	if err != nil || day == 0 || day > 31 {
		return raw
	}
	if want := ordinalSuffix(string(digits)); suffix == want || !letters && (suffix[0] == want[0] || suffix[1] == want[1]) {
		return raw[:start] + string(digits) + want + raw[end:]
	}
	return raw
}

// A documentSymbol begins with the letter of its organ and ends in its number, with
// the parts added to it behind: A/9601/Add.1. What stands for a stroke is a letter
// like one.
var (
	documentSymbol = regexp.MustCompile(`(^|[^A-Za-z])([AES])/\d{4,5}($|\D)`)
	strokeLost     = regexp.MustCompile(`^([\[(]*)([AES])[lIjf|](\d{4,5})($|\D)`)
	partStruck     = regexp.MustCompile(`^([\[(]*[AES]/\d{4,5})[lIjf|](Add|Rev|Corr)\b`)
	partNumbered   = regexp.MustCompile(`^([\[(]*[AES]/\d{4,5}/(?:Add|Rev|Corr)\.)[lI!i]($|[^A-Za-z0-9])`)
)

const (
	symbolSure    = 0.9
	longestSymbol = 24 // bytes
)

// repairSymbols mends the strokes of document symbols ([AI960llAdd.l]) in a text that
// has others, or where one stands in brackets of its own.
func repairSymbols(tokens []lattice.Token) map[int]repair {
	out := make(map[int]repair)
	has := sync.OnceValue(func() bool {
		return slices.ContainsFunc(tokens, func(t lattice.Token) bool { return len(t.Raw) < longestSymbol && documentSymbol.MatchString(t.Raw) })
	})
	for i := range tokens {
		raw := tokens[i].Raw
		if c := strings.TrimLeft(raw, "[("); len(raw) > longestSymbol || len(c) < len("A/1234") || !strings.Contains("AES", c[:1]) {
			continue
		}
		text := raw
		if strokeLost.MatchString(raw) && (raw[0] == '[' || has()) {
			text = strokeLost.ReplaceAllString(raw, "$1$2/$3$4")
		}
		if documentSymbol.MatchString(text) {
			text = partStruck.ReplaceAllString(text, "$1/$2")
			text = partNumbered.ReplaceAllString(text, "${1}1$2")
		}
		if text != raw {
			out[i] = repair{text, "number", symbolSure}
		}
	}
	return out
}

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
	ok := err == nil && len(year) == len("1999") && n >= 1900 && n < 2100 && digits >= 2 && !strings.HasSuffix(part, "]") && (digits < len(year) || strokes > 0)
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
