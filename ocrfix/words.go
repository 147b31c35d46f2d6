package ocrfix

import "strings"

// wordSet returns the words of a list, which spaces part, as a set.
func wordSet(list string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		m[w] = true
	}
	return m
}
