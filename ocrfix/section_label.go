package ocrfix

import (
	"slices"
	"strconv"
	"strings"
)

// mendLabels returns the edits of d, which are sorted and do not overlap, with
// the labels of headings mended by [labelEdits] where they are wanted: edits
// that touch a label give way to it, but for a number that its row proves.
func mendLabels(d *Document, edits []Edit, wanted func(*Edit) bool) []Edit {
	mended, labels := labelEdits(d)
	kept := mended[:0]
	for i := range mended {
		if wanted(&mended[i]) {
			kept = append(kept, mended[i])
		}
	}
	mended = kept
	out := make([]Edit, 0, len(edits)+len(mended))
	k, m := 0, 0
	for _, e := range edits {
		for k < len(labels) && labels[k].End <= e.Start {
			k++
		}
		for m < len(mended) && mended[m].Start < e.Start {
			out = append(out, mended[m])
			m++
		}
		touches := m > 0 && mended[m-1].End > e.Start || m < len(mended) && mended[m].Start < e.End && mended[m].End > e.Start
		if k < len(labels) && e.End > labels[k].Start && (e.Rule != headingRule || touches) {
			continue
		}
		out = append(out, e)
	}
	return append(out, mended[m:]...)
}

// labelEdits finds the labels of the headings of d, such as "Artic1e l2", and
// returns the edits that mend them and the spans of all labels, each in order.
// The count of the headings proves a number, so labels are better mended here
// than by a language model, which should leave the spans alone.
//
// Two kinds of edits come back. The word of a label is spelled as the language
// spells it, in the case that it has ("ARTlCLE" to "ARTICLE"), and gets back
// the full stop of its abbreviation where most others have one. Its figures are
// written as the headings of its kind count, Arabic or Roman, where the number
// is the one that should stand there ("l2" to "12", "1V" to "IV"). A number
// that reads well and yet does not fit the count ("8" where 3 should stand) is
// only suggested. Every change of a number bears the flag "number".
func labelEdits(d *Document) (edits []Edit, labels []Span) {
	f := newSectFinder(d.Text, nil)
	if f == nil {
		return nil, nil
	}
	f.findNumbered()
	f.settle()
	styles, counts := f.styles()
	last, pointed := map[*sectKeyword]int{}, map[*sectKeyword]int{}
	for k := range f.heads {
		if h := &f.heads[k]; sectPointed(h.number) {
			pointed[h.kw]++
		}
	}
	for k := range f.heads {
		h := &f.heads[k]
		start := f.lines[h.first].Start + strings.Index(f.str(h.first), h.number)
		labels = append(labels, Span{start, start + len(h.number)})
		if e, ok := f.mendWord(h, start, pointed[h.kw]*2 > counts[h.kw]); ok {
			edits = append(edits, e)
		}
		if e, ok := f.mendNumber(h, styles[h.kw], last[h.kw]); ok {
			if counts[h.kw] < labelFew && strings.Trim(e.Raw, "0123456789") == "" {
				e.Confidence, e.Applied = labelDoubted, false // the author's own "Chapter 1" beside "Chapter II"?
			}
			edits = append(edits, e)
		}
		last[h.kw] = h.value
	}
	for i := range edits {
		e := &edits[i]
		e.Page, e.Line = d.PageAt(e.Start)+1, d.LineAt(e.Start)+1
	}
	return edits, labels
}

// mendHeads spells the labels of the headings as [labelEdits] would, for those
// who read the outline of a text that is not or not fully cleaned.
func (f *sectFinder) mendHeads() {
	styles, counts := f.styles()
	last := map[*sectKeyword]int{}
	sound := map[string]bool{} // words that need no mending
	for k := range f.heads {
		h := &f.heads[k]
		at := f.lines[h.first].Start + strings.Index(f.str(h.first), h.number)
		raw, _ := sectWord(h.number, 0)
		var word, figures Edit
		wordOK, figuresOK := false, false
		if !sound[raw] {
			word, wordOK = f.mendWord(h, at, false)
			sound[raw] = !wordOK
		}
		if n := h.numAt - at; n > 0 && n < len(h.number) && strings.Trim(h.number[n:], "0123456789.") != "" {
			figures, figuresOK = f.mendNumber(h, styles[h.kw], last[h.kw])
			figuresOK = figuresOK && labelDamaged(figures.Raw, counts[h.kw]) && (figures.Applied || figures.Raw == "S")
		}
		last[h.kw] = h.value
		sign := h.kw == sectParagraphSign && h.number[0] == '$'
		if !wordOK && !figuresOK && !sign {
			continue
		}
		h.mended = h.number
		if sign {
			h.mended = "§" + h.number[1:]
			continue
		}
		if figuresOK {
			h.mended = h.mended[:figures.Start-at] + figures.New + h.mended[figures.End-at:]
		}
		if wordOK {
			h.mended = word.New + h.mended[word.End-at:]
		}
	}
}

// labelDamaged reports whether the figures raw are none that an author writes: a
// Roman number among Arabic ones is his, and so is a number with its ending
// ("Ier"); a lone I among many is not.
func labelDamaged(raw string, count int) bool {
	if strings.Trim(raw, "0123456789") == "" || strings.HasSuffix(raw, "er") || strings.HasSuffix(raw, "re") {
		return false
	}
	return !inRoman(raw) || raw == "I" && count >= labelFew
}

// labelFew is how many headings of a kind there must be before a number that
// reads well is rewritten in the style of the others.
const labelFew = 4

// styles returns how the headings of each kind count, and how many there are.
func (f *sectFinder) styles() (styles map[*sectKeyword]sectStyle, counts map[*sectKeyword]int) {
	at := map[*sectKeyword][]int{}
	for k := range f.heads {
		at[f.heads[k].kw] = append(at[f.heads[k].kw], k)
	}
	styles = make(map[*sectKeyword]sectStyle, len(at))
	counts = make(map[*sectKeyword]int, len(at))
	for kw, heads := range at {
		styles[kw], counts[kw] = f.styleOf(heads), len(heads)
	}
	return styles, counts
}

// The confidence of label edits: proven by the count, and only contradicted.
const labelProven, labelDoubted = 0.99, 0.5

// sectPointed reports whether the word of a label is an abbreviation with its
// full stop.
func sectPointed(number string) bool {
	_, n := sectWord(number, 0)
	return n > 0 && n < len(number) && number[n] == '.'
}

// mendWord spells the word of the label h, which begins at byte start, and
// closes it with a full stop if point says that its kind has one.
func (f *sectFinder) mendWord(h *sectHead, start int, point bool) (Edit, bool) {
	raw, n := sectWord(h.number, 0)
	e := Edit{Start: start, End: start + n, Raw: raw, New: raw, Class: ClassNonWord, Rule: "label",
		Confidence: labelProven, Applied: true, Alternatives: []Alternative{}, Flags: []string{}}
	if word := sectSpelling(raw); word != "" {
		if sectMostlyUpper(raw) {
			e.New = strings.ToUpper(word)
		} else {
			e.New = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	if point && n > 0 && n < len(h.number) && h.number[n] == ' ' && len(raw) <= labelAbbreviation {
		e.New += "."
		if e.New == raw+"." {
			e.Class = ClassPunctuation
		}
	}
	return e, e.New != raw
}

// labelAbbreviation is the length of the longest abbreviation among the words
// of labels, in bytes.
const labelAbbreviation = 4

// mendNumber writes the figures of h, whose kind counts in the given style and
// whose last number was last.
func (f *sectFinder) mendNumber(h *sectHead, style sectStyle, last int) (Edit, bool) {
	if h.numAt == 0 || h.value == 0 || style == styleLetter {
		return Edit{}, false
	}
	raw, n := sectWord(f.text, h.numAt)
	if len(h.num.parts) > 0 {
		return f.mendDecimal(h)
	}
	if n != f.lines[h.first].Start+strings.Index(f.str(h.first), h.number)+len(h.number) || sectOrdinals[string(sectFold(nil, raw))] > 0 {
		return Edit{}, false // "1 and 2", "12 bis", "Two"
	}
	figures := strconv.Itoa(h.value) + h.num.suffix
	if style == styleRoman && h.num.suffix == "" {
		figures = writeRoman(h.value)
	}
	if figures == raw || figures == "" || strings.HasPrefix(strings.ToLower(raw), strings.ToLower(figures)) && h.num.suffix == "" && style == styleArabic && isDigit(raw[0]) && len(raw) > len(figures) {
		return Edit{}, false // "1er"
	}
	e := Edit{Start: h.numAt, End: n, Raw: raw, New: figures, Class: ClassNumber, Rule: "label count",
		Confidence: labelProven, Applied: true, Alternatives: []Alternative{}, Flags: []string{"number"}}
	if h.expect != "" || h.value != last+1 && !(h.value == 1 && last != 1) {
		e.Confidence, e.Applied = labelDoubted, false
	}
	return e, true
}

// mendDecimal writes the figures of a decimal number, each part by itself.
func (f *sectFinder) mendDecimal(h *sectHead) (Edit, bool) {
	var parts []string
	for _, p := range h.num.parts {
		parts = append(parts, strconv.Itoa(p))
	}
	start := f.lines[h.first].Start + strings.Index(f.str(h.first), h.number)
	raw := f.text[h.numAt : start+len(h.number)]
	figures := strings.Join(parts, ".") + h.num.suffix
	if figures == raw || strings.Contains(raw, " ") || strings.Trim(raw, "0123456789.") == "" {
		return Edit{}, false // Section 2.01
	}
	return Edit{Start: h.numAt, End: h.numAt + len(raw), Raw: raw, New: figures, Class: ClassNumber, Rule: "label count",
		Confidence: labelProven, Applied: true, Alternatives: []Alternative{}, Flags: []string{"number"}}, true
}

// sectSpellings gives the spelling of each folded label word.
var sectSpellings = func() map[string]string {
	m := map[string]string{}
	for i := range sectKinds {
		if sectKinds[i].strict {
			continue
		}
		for _, w := range strings.Fields(sectKinds[i].words) {
			if fold := string(sectFold(nil, w)); m[fold] == "" {
				m[fold] = w
			}
		}
	}
	return m
}()

// sectSpelling returns the spelling of the damaged label word raw, "" when it
// is not known or has accents of its own.
func sectSpelling(raw string) string {
	fold := sectFold(nil, raw)
	if w := sectSpellings[string(fold)]; w != "" {
		if slices.ContainsFunc([]rune(w), func(r rune) bool { return r > 127 }) {
			return ""
		}
		return w
	}
	if len(fold) < 6 {
		return ""
	}
	for _, k := range sectLongKeywords {
		if sectNear(fold, []byte(k), 1) {
			return sectSpellings[k]
		}
	}
	return ""
}

// sectMostlyUpper reports whether most letters of w are capitals.
func sectMostlyUpper(w string) bool {
	h := sectShapeOf(w)
	return h.upper*2 > h.letters
}
