package ocrfix

import "strings"

// The months of each language, in the order of the year and in lower case, and
// those that English cuts short.
const (
	monthsEN      = "january february march april may june july august september october november december"
	monthsNL      = "januari februari maart april mei juni juli augustus september oktober november december"
	monthsFR      = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
	monthsDE      = "januar februar märz april mai juni juli august september oktober november dezember"
	shortMonthsEN = "jan feb mar apr jun jul aug sep sept oct nov dec"
)

// months of the languages in use, folded, those of English, and those cut short.
var (
	months      = wordSet(monthsEN + " " + monthsNL + " " + monthsFR + " " + monthsDE)
	monthsOfEN  = wordSet(monthsEN)
	shortMonths = wordSet(shortMonthsEN + " janv févr avr juil déc mrt okt mrz dez")
)

// monthNumber gives for the name of a month its number in the year, from 1.
var monthNumber = func() map[string]int {
	m := map[string]int{"jänner": 1}
	for _, list := range [...]string{monthsEN, monthsNL, monthsFR, monthsDE} {
		for i, w := range strings.Fields(list) {
			m[w] = i + 1
		}
	}
	for i, w := range strings.Fields(monthsEN) {
		for short := range strings.FieldsSeq(shortMonthsEN) {
			if strings.HasPrefix(w, short) {
				m[short] = i + 1
			}
		}
	}
	return m
}()
