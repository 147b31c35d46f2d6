package ocrfix

import (
	"math/bits"
	"slices"
	"strings"
)

// sectFurniture marks the lines that are running heads and folios, and fills
// pageTop and pageFoot.
//
// A running head is a line near the edge of a page whose wording comes back at
// the edge of other pages, numbers aside and recto and verso apart. A numbered
// heading at the top of a page is not one, unless the very same number has
// stood there before. Where the text has no form feeds, folios mark the pages.
func sectFurniture(text string, lines []sectLine) []bool {
	folio := sectFolios(text, lines)
	sectMarkEdges(lines, folio)
	drop := folio
	var heads sectHeads
	page := 0
	for i := range lines {
		l := &lines[i]
		if i > 0 && (l.page != lines[i-1].page || folio[i-1]) {
			page++
		}
		if !drop[i] && (l.pageTop || l.pageFoot) {
			heads.add(text[l.Start:l.End], l.pageTop, i, page)
		}
	}
	heads.mark(drop, page+1)
	return drop
}

// sectTurns reports whether a text may have more than one page, and so furniture:
// it has a form feed, or a line that may be a folio.
func sectTurns(text string) bool {
	if strings.IndexByte(text, '\f') >= 0 {
		return true
	}
	for at := 0; at < len(text); {
		end := strings.IndexByte(text[at:], '\n')
		if end < 0 {
			end = len(text) - at
		}
		if a, b := sentTrim(text, at, at+end); b > a && b-a <= sectFolioLimit {
			line := text[a:b]
			if c := line[0] | 0x20; (c < 'a' || c > 'z' || strings.IndexByte("psblizo", c) >= 0) && strings.ContainsAny(line, "0123456789") {
				if _, _, ok := sectFolio(line); ok {
					return true
				}
			}
		}
		at += end + 1
	}
	return false
}

// sectFolioLimit is the length in bytes of the longest line that sectTurns takes
// for a folio: 20 characters, some of them dashes.
const sectFolioLimit = 60

// sectDropFurniture returns lines without running heads and folios, with the
// gaps mended: what stood on both sides of a page turn is sectTurned apart.
func sectDropFurniture(text string, lines []sectLine) []sectLine {
	if !sectTurns(text) {
		return lines
	}
	drop := sectFurniture(text, lines)
	kept := lines[:0]
	turned := false
	for i, l := range lines {
		if drop[i] {
			turned = true // furniture stands only where a page turns
			continue
		}
		if turned || len(kept) > 0 && kept[len(kept)-1].page != l.page {
			l.gap = sectTurned
		}
		turned = false
		kept = append(kept, l)
	}
	return kept
}

// sectEdge is how many lines from the top or foot of a page may be furniture.
const sectEdge = 2

// sectMarkEdges fills pageTop and pageFoot.
func sectMarkEdges(lines []sectLine, folio []bool) {
	begins := func(i int) bool {
		return i > 0 && (lines[i].page != lines[i-1].page || lines[i].gap == sectTurned || folio[i-1])
	}
	since := 0
	for i := range lines {
		if i == 0 || begins(i) {
			since = 0
		}
		lines[i].pageTop = since < sectEdge
		since++
	}
	left := sectEdge
	for i := len(lines) - 1; i >= 0; i-- {
		lines[i].pageFoot = left > 0
		left--
		if begins(i) {
			left = sectEdge
		}
		if folio[i] && !lines[i].pageTop { // without form feeds the line above a folio is an edge too
			left = max(left, 1)
		}
	}
}

// sectFolios marks the lines that hold a page number and nothing else.
// A bare number counts only in a run that climbs by one.
func sectFolios(text string, lines []sectLine) []bool {
	folio := make([]bool, len(lines))
	lastBare, lastAt := 0, -1
	for i := range lines {
		l := &lines[i]
		if l.runes > 20 {
			continue
		}
		s := text[l.Start:l.End]
		n, bare, ok := sectFolio(s)
		switch {
		case !ok:
		case !bare:
			folio[i] = true
		default:
			edge := l.gap == sectTurned || i+1 == len(lines) || lines[i+1].page != l.page
			alone := l.gap != sectJoined && (i+1 == len(lines) || lines[i+1].gap != sectJoined)
			if edge {
				folio[i] = true
			}
			if (alone || edge) && lastAt >= 0 && n == lastBare+1 && i-lastAt > 8 {
				folio[i], folio[lastAt] = true, true
			}
			if alone || edge {
				lastBare, lastAt = n, i
			}
		}
	}
	return folio
}

// sectFolio reads a folio such as "- 12 -", "12/40", "Page 12 of 40" or "12";
// bare is true for the last form, which may be something else.
func sectFolio(s string) (n int, bare, ok bool) {
	inner := strings.Trim(s, " -–—_.[]|")
	if len(inner) > 20 || inner == "" {
		return 0, false, false
	}
	if n, ok := sectDigits(inner); ok {
		return n, !strings.ContainsAny(s, "-–—_"), !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "]")
	}
	if a, b, cut := strings.Cut(inner, "/"); cut {
		n, ok1 := sectDigits(strings.TrimSpace(a))
		_, ok2 := sectDigits(strings.TrimSpace(b))
		return n, false, ok1 && ok2
	}
	f := strings.Fields(inner)
	if len(f) == 0 { // a tab, a space that does not break
		return 0, false, false
	}
	switch strings.ToLower(f[0]) {
	case "page", "pagina", "seite", "p.", "s.", "blz.":
	default:
		return 0, false, false
	}
	if len(f) != 2 && len(f) != 4 {
		return 0, false, false
	}
	n, ok = sectDigits(f[1])
	return n, false, ok
}

// sectDigits reads up to four characters that are digits or what OCR makes of
// them, one true digit at least.
func sectDigits(s string) (n int, ok bool) {
	if len(s) == 0 || len(s) > 4 {
		return 0, false
	}
	for i := range len(s) {
		d, sure := sectDigit(s[i])
		if d < 0 {
			return 0, false
		}
		ok = ok || sure
		n = 10*n + d
	}
	return n, ok
}

// sectHeads collects the wordings that stand at the edges of pages.
type sectHeads struct {
	keys  [][]byte
	masks []uint64 // the characters of each key, to pass over unlike ones fast
	lines [][]int  // where each stands
	pages [][]int  // and on which pages, each once
}

// sectHeadsLimit bounds the number of different wordings compared, and so the
// time spent on a text of very many pages.
const sectHeadsLimit = 64

// add notes the line at the top or foot of a page.
func (h *sectHeads) add(s string, top bool, line, page int) {
	key := sectHeadKey(s)
	if len(key) < 3 {
		return
	}
	edge := byte('v')
	if top {
		edge = '^'
	}
	key = append(key, edge)
	mask, near := sectMask(key), len(key)/8
	if key[0] == sectNumberedKey {
		near = 0
	}
	// The latest wordings are the likeliest; pages far apart share them too,
	// because a wording that was met again has moved to the end.
	for k := len(h.keys) - 1; k >= 0; k-- {
		if bits.OnesCount64(mask^h.masks[k]) > 2*near {
			continue
		}
		if other := h.keys[k]; other[len(other)-1] == edge && sectNear(key, other, near) {
			h.lines[k] = append(h.lines[k], line)
			if p := h.pages[k]; p[len(p)-1] != page {
				h.pages[k] = append(p, page)
			}
			last := len(h.keys) - 1
			for ; k < last; k++ {
				h.keys[k], h.keys[k+1] = h.keys[k+1], h.keys[k]
				h.masks[k], h.masks[k+1] = h.masks[k+1], h.masks[k]
				h.lines[k], h.lines[k+1] = h.lines[k+1], h.lines[k]
				h.pages[k], h.pages[k+1] = h.pages[k+1], h.pages[k]
			}
			return
		}
	}
	if len(h.keys) == sectHeadsLimit {
		for k, at := range h.lines {
			if len(at) == 1 { // the oldest that never came back makes room
				h.keys = slices.Delete(h.keys, k, k+1)
				h.masks = slices.Delete(h.masks, k, k+1)
				h.lines = slices.Delete(h.lines, k, k+1)
				h.pages = slices.Delete(h.pages, k, k+1)
				break
			}
		}
	}
	if len(h.keys) < sectHeadsLimit {
		h.keys = append(h.keys, key)
		h.masks = append(h.masks, mask)
		h.lines = append(h.lines, []int{line})
		h.pages = append(h.pages, []int{page})
	}
}

// sectMask sets a bit for each character of a folded key.
func sectMask(key []byte) (mask uint64) {
	for _, c := range key {
		mask |= 1 << (c & 63)
	}
	return mask
}

// mark drops the lines of every wording that came back. The first line of a
// repeated numbered heading stays.
func (h *sectHeads) mark(drop []bool, pages int) {
	for k, at := range h.lines {
		if n := len(h.pages[k]); n < 2 || n == 2 && pages > 6 {
			continue
		}
		if h.keys[k][0] == sectNumberedKey {
			at = at[1:]
		}
		for _, i := range at {
			drop[i] = true
		}
	}
}

// sectNumberedKey begins the key of a line that reads as a numbered heading.
const sectNumberedKey = '#'

// sectHeadKey folds a line for comparison with other page edges. Words with
// digits are left out as page numbers and dates, except in a numbered heading.
func sectHeadKey(s string) []byte {
	if len(s) > sectShapeLimit {
		return nil
	}
	if lab, ok := sectParseLabel(s); ok {
		return sectFold([]byte{sectNumberedKey}, s[:lab.numEnd])
	}
	var key []byte
	for _, w := range strings.Fields(s) {
		digits := 0
		for i := range len(w) {
			if w[i] >= '0' && w[i] <= '9' {
				digits++
			}
		}
		if digits*2 < len(w) && len(w) > 1 {
			key = sectFold(key, w)
		}
	}
	if len(key) > 100 {
		key = key[:100]
	}
	return key
}
