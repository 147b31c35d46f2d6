package ocrfix

import (
	"strconv"
	"strings"
	"unicode"
)

// sectIDs gives sections their identifiers, after the naming convention of
// Akoma Ntoso 1.0 (part 2, chapter 5): the abbreviated kind and the number,
// chained to the parent's by two underscores: chp_2, art_3__para_2,
// anx_1__art_3.
//
// An id must stay the same when text above it changes, and when OCR writes
// "ARTlCLE IV" for "ARTICLE IV". So numbers are given in Arabic figures,
// articles are not chained to the chapters that they stand in (their count
// runs through a treaty), headings without a number are named by their words,
// and no id counts what stands before it unless two would be the same: then
// the later ones end in _2, _3 and so on.
type sectIDs map[string]int

// name returns the id of n, whose ancestors are stack.
func (ids sectIDs) name(n *sectNode, stack []*sectNode) string {
	var buf [128]byte
	b := buf[:0]
	for i := len(stack) - 1; i >= 0; i-- {
		p := stack[i]
		chained := p.own || n.rank >= rankPara || n.rank < rankArticle && p.rank >= rankBook && p.rank < rankArticle || len(n.key) == 0
		if n.rank == rankNumbered || n.rank > rankNumbered && n.rank < rankPlain {
			chained = p.own || p.rank >= rankArticle && !strings.Contains(n.key, ".")
		}
		if chained {
			b = append(append(b, p.ID...), "__"...)
			break
		}
	}
	b = append(b, n.abbr...)
	if n.key != "" {
		b = append(append(b, '_'), n.key...)
	}
	id := string(b)
	ids[id]++
	for ids[id] > 1 {
		next := id + "_" + strconv.Itoa(ids[id])
		if ids[next] == 0 {
			ids[next]++
			return next
		}
		ids[id]++
	}
	return id
}

// sectSlugLimit is the longest name made from the words of a heading, in bytes.
const sectSlugLimit = 48

// sectSlug makes a name from the words of a heading: lower case, accents
// dropped, words joined by hyphens, cut at a word.
func sectSlug(s string) string {
	var b strings.Builder
	cut := 0
	gap := false
	for _, r := range s {
		if c := sectBaseLetter(r); c != 0 {
			r = rune(c)
		}
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			if r != '\'' && r != '’' {
				gap = true
			}
			continue
		}
		if gap && b.Len() > 0 {
			cut = b.Len()
			b.WriteByte('-')
		}
		gap = false
		b.WriteRune(unicode.ToLower(r))
		if b.Len() > sectSlugLimit {
			if cut > 0 {
				return b.String()[:cut]
			}
			return b.String()
		}
	}
	return b.String()
}

// sectKey names a heading's number for its id: 3, 3a, 2.10.
func (h *sectHead) key() string {
	switch {
	case h.expect != "":
		return h.expect
	case len(h.num.parts) > 0:
		var parts []string
		for _, p := range h.num.parts {
			parts = append(parts, strconv.Itoa(p))
		}
		return strings.Join(parts, ".") + h.num.suffix
	case h.value > 0:
		return strconv.Itoa(h.value) + h.num.suffix
	case h.kw != nil:
		return "" // the only annex
	}
	return sectSlug(h.title)
}
