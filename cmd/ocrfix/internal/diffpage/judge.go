package diffpage

import (
	"slices"
	"strings"

	"ocrfix/ocrfix"
)

// A verdict is what the truth says about a change; "" where there is no truth.
type verdict string

// The verdicts. A suggestion is judged as if it had been made.
const (
	verdictRight  verdict = "right"            // as the page has it
	verdictBroke  verdict = "broke what stood" // the raw words were right
	verdictMissed verdict = "still wrong"      // neither is right
)

func countVerdicts(verdicts []verdict) []count {
	counts := make(map[verdict]int)
	for _, v := range verdicts {
		counts[v]++
	}
	var list []count
	for _, v := range []verdict{verdictRight, verdictBroke, verdictMissed} {
		list = append(list, count{string(v), counts[v]})
	}
	return list
}

// judge compares what each edit makes of its words with what the truth has
// there; white space counts, but not its kind.
func judge(raw string, edits []ocrfix.Edit, truth string) []verdict {
	wanted := ocrfix.DiffEdits(raw, truth)
	verdicts := make([]verdict, len(edits))
	for i, e := range edits {
		s := widen(raw, ocrfix.Span{Start: e.Start, End: e.End}, edits, wanted)
		want := made(raw, s, wanted, -1)
		switch {
		case made(raw, s, edits, i) == want:
			verdicts[i] = verdictRight
		case made(raw, s, edits, -2) == want:
			verdicts[i] = verdictBroke
		default:
			verdicts[i] = verdictMissed
		}
	}
	return verdicts
}

// widen gives the least span around s, of whole words, that no edit of either
// list goes out of.
func widen(raw string, s ocrfix.Span, lists ...[]ocrfix.Edit) ocrfix.Span {
	for {
		wide := s
		for wide.Start > 0 && !isSpace(raw[wide.Start-1]) {
			wide.Start--
		}
		for wide.End < len(raw) && !isSpace(raw[wide.End]) {
			wide.End++
		}
		for _, edits := range lists {
			for _, e := range within(edits, wide) {
				wide.Start, wide.End = min(wide.Start, e.Start), max(wide.End, e.End)
			}
		}
		if wide == s {
			return s
		}
		s = wide
	}
}

func isSpace(c byte) bool { return c == ' ' || '\t' <= c && c <= '\r' }

// within gives the edits that have a byte of the span, or insert in it.
func within(edits []ocrfix.Edit, s ocrfix.Span) []ocrfix.Edit {
	from, _ := slices.BinarySearchFunc(edits, s.Start, func(e ocrfix.Edit, at int) int {
		if e.End < at || e.End == at && e.Start < at {
			return -1
		}
		return 1
	})
	to := from
	for to < len(edits) && (edits[to].Start < s.End || edits[to].Start == s.End && edits[to].End == s.End) {
		to++
	}
	return edits[from:to]
}

// made gives what the applied edits make of a span, with single white space;
// the edit with the index only counts as applied, -1 for none, and -2 makes
// none at all.
func made(raw string, s ocrfix.Span, edits []ocrfix.Edit, only int) string {
	var b strings.Builder
	at := s.Start
	if only != -2 {
		for _, e := range within(edits, s) {
			if e.Applied || only >= 0 && e.Start == edits[only].Start && e.End == edits[only].End {
				b.WriteString(raw[at:e.Start])
				b.WriteString(e.New)
				at = e.End
			}
		}
	}
	b.WriteString(raw[at:s.End])
	return strings.Join(strings.Fields(b.String()), " ")
}
