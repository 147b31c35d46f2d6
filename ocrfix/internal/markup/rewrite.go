package markup

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
)

// A Change says that the words [First, Last) of one line read New.
//
// As many words as there were: each takes its text and keeps its box. Fewer or
// more: the box around the old ones is shared among the new ones by characters,
// so that a join takes the union. None: the words are taken away. Changes of a
// line may not overlap. A Word at TextLevel is changed alone, by one text.
type Change struct {
	First, Last int
	New         []string
}

// A Step is what a rewritten file says of the program that changed it.
type Step struct {
	Software    string
	Version     string // "" for none
	Description string
}

// errChange is returned for changes that break the rules of [Change].
var errChange = errors.New("markup: a change does not fit the file")

// Rewrite returns the file with the changes made and every other byte as it
// was. Changes that change nothing do not count, and without any the result is
// exactly what was read. It fails with [ErrEncoding] where the file's own
// encoding stands in the way.
func (f *File) Rewrite(changes []Change, step Step) ([]byte, error) {
	changes, err := f.check(changes)
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 {
		return f.raw, nil
	}
	w := rewriter{f: f, step: step}
	switch f.Format {
	case ALTO:
		w.alto(changes)
	case HOCR:
		w.hocr(changes)
	case PAGE:
		w.page(changes)
	}
	text, err := w.apply()
	if err != nil {
		return nil, err
	}
	return f.encode(text)
}

// check returns the changes that change something, in the order of the source.
func (f *File) check(changes []Change) ([]Change, error) {
	var real []Change
	for _, c := range changes {
		if c.First < 0 || c.Last > len(f.Words) || c.First >= c.Last || slices.Contains(c.New, "") {
			return nil, errChange
		}
		same := len(c.New) == c.Last-c.First
		for i := c.First; i < c.Last; i++ {
			if f.Words[i].Level == TextLevel && (c.Last-c.First != 1 || len(c.New) > 1) {
				return nil, errChange
			}
			same = same && f.Words[i].Text == c.New[i-c.First]
		}
		if !same {
			real = append(real, c)
		}
	}
	slices.SortStableFunc(real, func(a, b Change) int { return cmp.Compare(a.First, b.First) })
	for i := 1; i < len(real); i++ {
		if real[i].First < real[i-1].Last {
			return nil, errChange
		}
	}
	return real, nil
}

// A rewriter collects what to put where in the source.
type rewriter struct {
	f       *File
	step    Step
	patches []patch
	ids     map[string]bool // of the source and those given out; nil: not read yet
}

// A patch replaces a range of the source by a text.
type patch struct {
	Span
	text string
}

func (w *rewriter) replace(at Span, text string) {
	if w.f.src[at.Start:at.End] != text {
		w.patches = append(w.patches, patch{at, text})
	}
}

func (w *rewriter) insert(at int, text string) { w.replace(Span{at, at}, text) }

// remove takes a range away together with the white space before it.
func (w *rewriter) remove(at Span) {
	at.Start = w.spaceBefore(at.Start)
	w.replace(at, "")
}

// spaceBefore returns where the white space before a byte begins.
func (w *rewriter) spaceBefore(at int) int {
	for at > 0 && isSpace(w.f.src[at-1]) {
		at--
	}
	return at
}

// indent is the white space before a byte, to be repeated before what is
// inserted beside it.
func (w *rewriter) indent(at int) string { return w.f.src[w.spaceBefore(at):at] }

// apply makes the patches. Those at one place keep the order in which they
// were given.
func (w *rewriter) apply() (string, error) {
	w.sort()
	for i := 1; i < len(w.patches); i++ {
		if w.patches[i].Start < w.patches[i-1].End {
			return "", errChange
		}
	}
	return w.applyTo(Span{0, len(w.f.src)}), nil
}

func (w *rewriter) sort() {
	slices.SortStableFunc(w.patches, func(a, b patch) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
}

// applyTo returns a part of the source with the patches, all inside it, made.
func (w *rewriter) applyTo(part Span) string {
	w.sort()
	var b strings.Builder
	at := part.Start
	for _, p := range w.patches {
		b.WriteString(w.f.src[at:p.Start])
		b.WriteString(p.text)
		at = p.End
	}
	b.WriteString(w.f.src[at:part.End])
	return b.String()
}

// freshID returns id, or id with a number behind it, such that no element of
// the file has it, and remembers it.
func (w *rewriter) freshID(id string) string {
	if w.ids == nil {
		w.ids = make(map[string]bool)
		s := w.scan(Span{0, len(w.f.src)})
		var t Token
		for s.Next(&t) {
			for _, a := range t.Attrs {
				if strings.EqualFold(a.Name, "id") {
					w.ids[w.value(a)] = true
				}
			}
		}
	}
	for n := 1; ; n++ {
		try := id
		if n > 1 {
			try += "_" + strconv.Itoa(n)
		}
		if !w.ids[try] {
			w.ids[try] = true
			return try
		}
	}
}

// scan returns a scanner over a part of the source that Read has accepted.
func (w *rewriter) scan(part Span) *Scanner {
	return NewScanner(w.f.src, part, w.f.Format == HOCR)
}

func (w *rewriter) value(a Attr) string {
	return unescape(w.f.src[a.Value.Start:a.Value.End], w.f.Format == HOCR)
}

// tag returns the start tag at the beginning of an element, with attributes of
// its own.
func (w *rewriter) tag(elem Span) Token {
	var t Token
	w.scan(elem).Next(&t)
	t.Attrs = slices.Clone(t.Attrs)
	return t
}

// An attrPatch is a new value for an attribute, or its end.
type attrPatch struct {
	name  string
	value string
	drop  bool
	add   bool // where the tag does not have it and value is not empty
}

// patchTag changes attributes of a start tag in place.
func (w *rewriter) patchTag(t *Token, attrs ...attrPatch) {
	for _, p := range attrs {
		a, ok := t.attr(p.name)
		switch {
		case !ok && p.add && !p.drop && p.value != "":
			w.insert(w.attrsEnd(t), " "+p.name+`="`+escapeAttr(p.value, '"')+`"`)
		case !ok:
		case p.drop:
			w.remove(a.Span)
		case a.Quote == 0:
			w.replace(a.Span, a.Name+`="`+escapeAttr(p.value, '"')+`"`)
		case w.value(a) != p.value:
			w.replace(a.Value, escapeAttr(p.value, a.Quote))
		}
	}
}

// attrsEnd returns where a further attribute can stand in a start tag.
func (w *rewriter) attrsEnd(t *Token) int {
	if n := len(t.Attrs); n > 0 {
		return t.Attrs[n-1].End
	}
	return t.Start + 1 + len(t.FullName)
}

// copyTag writes a start tag again with some attributes changed, the rest as
// it is; empty says whether to close the element at once.
func (w *rewriter) copyTag(t *Token, empty bool, attrs ...attrPatch) string {
	part := rewriter{f: w.f}
	part.patchTag(t, attrs...)
	text := part.applyTo(Span{t.Start, w.attrsEnd(t)})
	if empty {
		return text + "/>"
	}
	return text + ">"
}

// texts returns the words of c as they read now.
func (f *File) texts(c Change) []string {
	texts := make([]string, 0, c.Last-c.First)
	for _, w := range f.Words[c.First:c.Last] {
		texts = append(texts, w.Text)
	}
	return texts
}

// boxes returns the box of each new word: its own where as many come as go,
// else its share of the box around the old ones. ok is false where an old
// word has no box.
func (f *File) boxes(c Change) (boxes []Box, ok bool) {
	words := f.Words[c.First:c.Last]
	around := words[0].Box
	for _, w := range words {
		if !w.HasBox {
			return nil, false
		}
		around = around.union(w.Box)
	}
	if len(words) == len(c.New) {
		for _, w := range words {
			boxes = append(boxes, w.Box)
		}
		return boxes, true
	}
	return shareBox(around, c.New), true
}

// shareBox cuts a box from left to right by the characters of the words.
func shareBox(box Box, words []string) []Box {
	total := 0
	for _, word := range words {
		total += len([]rune(word))
	}
	boxes := make([]Box, len(words))
	done := 0
	x := box.X0
	for i, word := range words {
		done += len([]rune(word))
		end := box.X0 + (box.X1-box.X0)*float64(done)/float64(max(total, 1))
		boxes[i] = Box{x, box.Y0, end, box.Y1}
		x = end
	}
	return boxes
}
