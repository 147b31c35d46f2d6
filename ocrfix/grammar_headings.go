package ocrfix

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"ocrfix/lexicon"
	"ocrfix/ocrfix/internal/align"
	"ocrfix/ocrfix/internal/lattice"
)

// The headings of articles follow one another too: what stands alone in its line
// between Article V and Article VII is Article VI.

// A heading is a line of a word and a number: tokens at and at+1. Its value is 0
// where the number cannot be read.
type heading struct{ at, value int }

const (
	headingRule   = "heading number"
	headingSure   = 0.95
	fewHeadings   = 3 // from which they are a row
	headingNumber = 5 // characters of a number, its stop included
	headingGap    = 3 // numbers in a row that may be damaged
)

// repairHeadings mends the numbers of headings by those before and behind, and
// the word before them where it is damaged.
func repairHeadings(tokens []lattice.Token, out map[int]repair) {
	starts := func(i int) bool { return i >= len(tokens) || tokens[i].LineStart || tokens[i].BlockStart }
	var lines []int
	forms := make(map[string]bool)
	for i := range tokens {
		if !starts(i) || starts(i+1) || !starts(i+2) || utf8.RuneCountInString(tokens[i+1].Raw) > headingNumber {
			continue
		}
		if first, _ := utf8.DecodeRuneInString(tokens[i].Raw); unicode.IsUpper(first) {
			lines = append(lines, i)
			if numbered[lexicon.Fold(tokens[i].Raw)] {
				forms[tokens[i].Raw] = true
			}
		}
	}
	for _, form := range slices.Sorted(maps.Keys(forms)) {
		mendHeadings(tokens, lines, form, out)
	}
}

// mendHeadings mends the headings that begin with form.
func mendHeadings(tokens []lattice.Token, lines []int, form string, out map[int]repair) {
	row := []heading{{at: -1}} // before the first
	number := func(at int) string { return strings.TrimSuffix(tokens[at+1].Raw, ".") }
	inFigures := 0 // how many are in Roman ones
	for _, i := range lines {
		if likeForm(tokens[i].Raw, form) {
			row = append(row, heading{at: i})
			if _, err := strconv.Atoi(number(i)); err != nil && readRoman(number(i)) > 0 {
				inFigures++
			}
		}
	}
	if len(row) <= fewHeadings {
		return
	}
	roman := 2*inFigures > len(row)-1
	for k := range row[1:] {
		row[k+1].value = headingValue(number(row[k+1].at), roman)
	}
	fits := make([]bool, len(row))
	for a := range row {
		for b := a + 1; b < len(row) && b <= a+1+headingGap && (a == 0 || row[a].value > 0); b++ {
			if row[b].value != row[a].value+b-a {
				continue
			}
			fits[a], fits[b] = true, true
			for k := a + 1; k < b; k++ {
				if value := row[a].value + k - a; likeNumber(number(row[k].at), value, roman) {
					row[k].value, fits[k] = value, true
				}
			}
			break
		}
	}
	for k, h := range row[1:] {
		if !fits[k+1] {
			continue
		}
		if !strings.EqualFold(tokens[h.at].Raw, form) {
			out[h.at] = repair{form, "heading word", headingSure}
		}
		if raw, new := number(h.at), writeHeading(h.value, roman); raw != new {
			out[h.at+1] = repair{new + tokens[h.at+1].Raw[len(raw):], headingRule, headingSure}
		}
	}
}

// likeForm says whether a word is that of a heading, damaged perhaps.
func likeForm(raw, form string) bool {
	if raw == form {
		return true
	}
	a, b := []int32(core(raw)), []int32(form)
	return len(b) > 4 && len(a) > 4 && a[0] == b[0] && !numbered[lexicon.Fold(core(raw))] && align.Distance(a, b, 2) <= 2 ||
		strings.TrimRight(raw, ".,:") == form && len(b) > 4
}

// headingValue is the number of a heading, 0 where it cannot be read: strokes that
// stand for the figures of a Roman one are read as these.
func headingValue(s string, roman bool) int {
	if roman {
		return readRoman(strokesOf.Replace(strings.ToUpper(s)))
	}
	if n, err := strconv.Atoi(s); err == nil && n > 0 && strconv.Itoa(n) == s {
		return n
	}
	return 0
}

func writeHeading(n int, roman bool) string {
	if roman {
		return writeRoman(n)
	}
	return strconv.Itoa(n)
}

// likeNumber says whether a heading's number may be a damaged value: of signs, and
// of letters that look like its figures where there are several; a stroke too many
// or too few in a Roman one.
func likeNumber(raw string, value int, roman bool) bool {
	want := writeHeading(value, roman)
	if n := readRoman(raw); n > 0 && writeRoman(n) == raw {
		return false // as the author has it, a typewriter's I perhaps
	}
	if sign, n := utf8.DecodeRuneInString(raw); n == len(raw) && !unicode.IsLetter(sign) && !unicode.IsDigit(sign) {
		return len(want) < 3
	}
	if roman {
		got := strokesOf.Replace(strings.ToUpper(raw))
		return strings.Replace(got, "I", "", 1) == want || strings.Replace(want, "I", "", 1) == got && got != ""
	}
	r := []rune(raw)
	if len(r) != len(want) {
		return false
	}
	for i, c := range r {
		switch {
		case c == rune(want[i]), !unicode.IsLetter(c) && !unicode.IsDigit(c):
		case !unicode.IsLetter(c) || len(r) > 1 && !looksLike[string(c)+want[i:i+1]]:
			return false
		}
	}
	return true
}

// strokesOf writes what looks like figures of Roman numbers as these.
var strokesOf = strings.NewReplacer("H", "II", "N", "II", "U", "II", "M", "III", "1", "I", "|", "I", "!", "I", "[", "I", "]", "I",
	"T", "I", "L", "I", "J", "I", "F", "I", "E", "I", "Í", "I", "Y", "V", "¥", "V")
