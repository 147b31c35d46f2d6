package markup

import (
	"cmp"
	"math"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"
)

// An altoWriter rewrites an ALTO file: CONTENT takes the new text and boxes
// are kept, joined or shared; parts of broken words keep SUBS_CONTENT true;
// glyphs and character confidences stay only where they still fit. CS is never
// set, since nobody has looked.
type altoWriter struct {
	*rewriter
	joined  map[int]string // new SUBS_CONTENT by index into Words
	left    map[int]int    // words that remain, by index into Lines
	spaces  bool           // the file puts SP between words
	removed map[int]bool   // start of the SP elements that are taken away
}

func (w *rewriter) alto(changes []Change) {
	a := altoWriter{rewriter: w, joined: map[int]string{}, left: map[int]int{}, removed: map[int]bool{}}
	a.spaces = hasElement(w.f.src, "SP")
	for _, c := range changes {
		if _, seen := a.left[a.line(c)]; !seen {
			l := w.f.Lines[a.line(c)]
			a.left[a.line(c)] = l.Last - l.First
		}
		a.left[a.line(c)] += len(c.New) - (c.Last - c.First)
	}
	a.pairs(changes)
	for _, c := range changes {
		if len(c.New) == 0 {
			a.delete(c)
		} else {
			a.change(c)
		}
	}
	a.addStep()
}

// hasElement reports whether the source has an element of that name, with or
// without prefix.
func hasElement(src, name string) bool {
	for at := 0; ; {
		n := strings.Index(src[at:], name)
		if n < 0 {
			return false
		}
		at += n + len(name)
		before := src[at-len(name)-1]
		if at-len(name) > 0 && (before == '<' || before == ':') && at < len(src) && strings.IndexByte(" \t\r\n/>", src[at]) >= 0 {
			return true
		}
	}
}

// line returns the index of the line of a change.
func (a *altoWriter) line(c Change) int {
	return sort.Search(len(a.f.Lines), func(i int) bool { return a.f.Lines[i].Last > c.First })
}

// change gives the words of c their new texts.
func (a *altoWriter) change(c Change) {
	words := a.f.Words[c.First:c.Last]
	boxes, boxed := a.f.boxes(c)
	boxed = boxed && len(words) != len(c.New)
	texts := a.splitHyphen(c)
	last := min(len(words), len(texts)) - 1
	for j := 0; j <= last; j++ {
		t := a.tag(words[j].elem)
		attrs := a.attrs(c, j, &t, texts[j])
		if boxed {
			attrs = append(attrs, a.boxAttrs(&t, boxes[j])...)
		}
		a.patchTag(&t, attrs...)
		a.children(words[j], &t, texts[j], boxed)
	}
	if len(texts) > len(words) {
		a.cloneWords(c, texts, boxes, boxed)
	}
	for j := len(texts); j < len(words); j++ {
		a.removeString(c.First + j)
	}
}

// splitHyphen returns the new texts without what a HYP element says. Where the
// new text does not end in it any more, the element goes.
func (a *altoWriter) splitHyphen(c Change) []string {
	texts := slices.Clone(c.New)
	old := a.f.Words[c.Last-1]
	if old.beside == (Span{}) {
		return texts
	}
	end := &texts[len(texts)-1]
	hyphen := cmp.Or(old.hyphen, lastRune(old.Text))
	short, ok := strings.CutSuffix(*end, hyphen)
	if !ok || short == "" {
		a.remove(old.beside)
	} else if old.hyphen != "" {
		*end = short
	}
	return texts
}

func lastRune(s string) string {
	_, n := utf8.DecodeLastRuneInString(s)
	return s[len(s)-n:]
}

// elements returns the elements of that name within a part that holds whole
// elements: at depth 0 the outermost ones, at depth 1 the children of those.
func (w *rewriter) elements(part Span, name string, depth int) []Span {
	var found []Span
	s := w.scan(part)
	var t Token
	for at := 0; s.Next(&t); {
		if t.Kind == EndTag {
			at--
		}
		if at == depth && t.Name == name {
			switch t.Kind {
			case StartTag:
				found = append(found, t.Span)
			case EndTag:
				found[len(found)-1].End = t.End
			}
		}
		if t.Kind == StartTag && !t.Empty {
			at++
		}
	}
	return found
}

// attrs are the attributes that the j-th new word of c needs: its content, and
// a part of a broken word only at the end where it belongs.
func (a *altoWriter) attrs(c Change, j int, t *Token, text string) []attrPatch {
	attrs := []attrPatch{{name: "CONTENT", value: text}}
	if v, ok := t.attr("CC"); ok {
		if old, ok := t.attr("CONTENT"); !ok || len([]rune(a.value(old))) != len([]rune(text)) {
			attrs = append(attrs, attrPatch{name: v.Name, drop: true})
		}
	}
	if v, ok := t.attr("CS"); ok && a.value(v) != "false" && a.value(v) != "0" {
		attrs = append(attrs, attrPatch{name: "CS", value: "false"})
	}
	return append(attrs, a.subs(c, j)...)
}

// subs are the attributes SUBS_TYPE and SUBS_CONTENT of the j-th new word of c:
// a second part stays first and a first part last, whatever stands between.
func (a *altoWriter) subs(c Change, j int) []attrPatch {
	from := -1 // the word that had them
	switch {
	case j == 0 && a.subsType(c.First) == "HypPart2":
		from = c.First
	case j == len(c.New)-1 && a.subsType(c.Last-1) == "HypPart1":
		from = c.Last - 1
	case len(c.New) == c.Last-c.First:
		from = c.First + j
	}
	kind, content := "", ""
	if from >= 0 {
		t := a.tag(a.f.Words[from].elem)
		kind, content = a.attrValue(&t, "SUBS_TYPE"), a.attrValue(&t, "SUBS_CONTENT")
		if now, ok := a.joined[from]; ok && content != "" {
			content = now
		}
	}
	return []attrPatch{
		{name: "SUBS_TYPE", value: kind, add: true, drop: kind == ""},
		{name: "SUBS_CONTENT", value: content, add: true, drop: content == ""},
	}
}

func (a *altoWriter) subsType(word int) string {
	t := a.tag(a.f.Words[word].elem)
	return a.attrValue(&t, "SUBS_TYPE")
}

// pairs works out SUBS_CONTENT for both parts of broken words of which a part
// changes, and sets it where only the other part does.
func (a *altoWriter) pairs(changes []Change) {
	begins, ends := map[int]string{}, map[int]string{} // new text by word that a change begins or ends with
	touched := map[int]bool{}
	for _, c := range changes {
		for i := c.First; i < c.Last; i++ {
			touched[i] = true
		}
		if n := len(c.New); n > 0 {
			begins[c.First], ends[c.Last-1] = c.New[0], c.New[n-1]
		}
	}
	for i := range a.f.Words {
		one := &a.f.Words[i]
		if one.Joined == "" || i+1 >= len(a.f.Words) || !touched[i] && !touched[i+1] {
			continue
		}
		two := &a.f.Words[i+1]
		newOne, newTwo := one.Text, two.Text
		if s, ok := ends[i]; ok {
			newOne = s
		}
		if s, ok := begins[i+1]; ok {
			newTwo = s
		}
		joined := joinParts(newOne, newTwo, one.Joined == joinParts(one.Text, two.Text, true))
		for _, part := range []int{i, i + 1} {
			a.joined[part] = joined
			if !touched[part] {
				t := a.tag(a.f.Words[part].elem)
				a.patchTag(&t, attrPatch{name: "SUBS_CONTENT", value: joined})
			}
		}
	}
}

// joinParts joins the parts of a broken word, with or without the hyphen.
func joinParts(one, two string, hyphen bool) string {
	short := strings.TrimRight(one, "-\u00ad\u2010\u2011\u00ac")
	if hyphen {
		return short + "-" + two
	}
	return short + two
}

// boxAttrs are the attributes of a box, as exact as the tag writes them.
func (a *altoWriter) boxAttrs(t *Token, box Box) []attrPatch {
	digits := 0
	for _, name := range []string{"HPOS", "VPOS", "WIDTH", "HEIGHT"} {
		if v, ok := t.attr(name); ok {
			if _, fraction, ok := strings.Cut(a.value(v), "."); ok {
				digits = max(digits, min(len(fraction), 6))
			}
		}
	}
	x, y := round(box.X0, digits), round(box.Y0, digits)
	var attrs []attrPatch
	for _, side := range []struct {
		name string
		f    float64
	}{{"HPOS", x}, {"VPOS", y}, {"WIDTH", round(box.X1, digits) - x}, {"HEIGHT", round(box.Y1, digits) - y}} {
		value := decimal(side.f, digits)
		if old := a.attrValue(t, side.name); old != "" {
			if n, ok := number(old); ok && decimal(n, digits) == value {
				value = old
			}
		}
		attrs = append(attrs, attrPatch{name: side.name, value: value})
	}
	return attrs
}

func round(f float64, digits int) float64 {
	unit := math.Pow(10, float64(digits))
	return math.Round(f*unit) / unit
}

// decimal writes f with at most that many digits behind the point.
func decimal(f float64, digits int) string {
	s := strconv.FormatFloat(f, 'f', digits, 64)
	if digits > 0 {
		s = strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
	}
	return s
}

// children mends what a String holds: its shape does not survive another box,
// nor its glyphs another number of characters.
func (a *altoWriter) children(word Word, t *Token, text string, moved bool) {
	if t.Empty {
		return
	}
	inner := Span{t.End, a.endTagOf(word.elem)}
	if moved {
		for _, e := range a.elements(inner, "Shape", 0) {
			a.remove(e)
		}
	}
	glyphs := a.elements(inner, "Glyph", 0)
	old := []rune(strings.TrimSuffix(word.Text, word.hyphen))
	now := []rune(text)
	for i, e := range glyphs {
		if len(glyphs) != len(old) || len(old) != len(now) {
			a.remove(e)
			continue
		}
		if old[i] != now[i] {
			g := a.tag(e)
			a.patchTag(&g, attrPatch{name: "CONTENT", value: string(now[i])})
		}
	}
}

// endTagOf returns where the end tag of an element begins.
func (w *rewriter) endTagOf(elem Span) int {
	return elem.Start + strings.LastIndex(w.f.src[elem.Start:elem.End], "</")
}

// cloneWords writes String elements for the new words that have no old one.
func (a *altoWriter) cloneWords(c Change, texts []string, boxes []Box, boxed bool) {
	old := a.f.Words[c.Last-1]
	t := a.tag(old.elem)
	id := ""
	if v, ok := t.attr("ID"); ok {
		id = a.value(v)
	}
	var b strings.Builder
	for j := c.Last - c.First; j < len(texts); j++ {
		attrs := a.attrs(c, j, &t, texts[j])
		if id != "" {
			attrs = append(attrs, attrPatch{name: "ID", value: a.freshID(id + "_" + strconv.Itoa(j+1))})
		}
		var box []attrPatch
		if boxed {
			box = a.boxAttrs(&t, boxes[j])
		}
		if a.spaces {
			b.WriteString(a.space(&t, box))
		}
		b.WriteString(a.indent(old.elem.Start))
		b.WriteString(a.copyTag(&t, true, append(attrs, box...)...))
	}
	a.insert(old.elem.End, b.String())
}

// space writes the SP element before a word with that box. It has no width,
// since no space stood there.
func (a *altoWriter) space(t *Token, box []attrPatch) string {
	name := strings.TrimSuffix(t.FullName, t.Name) + "SP"
	if box == nil {
		return "<" + name + "/>"
	}
	return "<" + name + ` WIDTH="0" VPOS="` + box[1].value + `" HPOS="` + box[0].value + `"/>`
}

// delete takes words away, with a space each. A line that would lose all its
// words keeps them without content, since the format wants one.
func (a *altoWriter) delete(c Change) {
	for i := c.First; i < c.Last; i++ {
		if a.left[a.line(c)] > 0 {
			a.removeString(i)
			continue
		}
		t := a.tag(a.f.Words[i].elem)
		a.patchTag(&t, attrPatch{name: "CONTENT"}, attrPatch{name: "CC", drop: true})
		a.children(a.f.Words[i], &t, "", false)
	}
	if old := a.f.Words[c.Last-1]; old.beside != (Span{}) {
		a.remove(old.beside)
	}
}

// removeString takes a String away, and the SP on one side of it.
func (a *altoWriter) removeString(word int) {
	elem := a.f.Words[word].elem
	a.remove(elem)
	l := a.f.Lines[a.line(Change{First: word, Last: word + 1})]
	if word > l.First && a.removeSpace(Span{a.f.Words[word-1].elem.End, elem.Start}) {
		return
	}
	if word+1 < l.Last {
		a.removeSpace(Span{elem.End, a.f.Words[word+1].elem.Start})
	}
}

// removeSpace takes the SP elements between two words away and reports whether
// there was one left to take.
func (a *altoWriter) removeSpace(between Span) bool {
	taken := false
	for _, e := range a.elements(between, "SP", 0) {
		if !a.removed[e.Start] {
			a.removed[e.Start] = true
			a.remove(e)
			taken = true
		}
	}
	return taken
}

// addStep adds a processing step to the description: a Processing element from
// version 4 on, a postProcessingStep before. A file without description gets a
// comment in its place.
func (a *altoWriter) addStep() {
	var (
		root, t       Token
		version4      bool
		description   bool
		lastChild     Span // of Description
		lastStep      Span // of the last OCRProcessing
		inDescription bool
		depth         int
	)
	s := a.scan(Span{0, len(a.f.src)})
	for s.Next(&t) && t.Name != "Layout" {
		switch t.Kind {
		case StartTag:
			if root.FullName == "" {
				root = Token{Name: t.Name, FullName: t.FullName, Span: t.Span}
				for _, v := range t.Attrs {
					version4 = version4 || strings.HasPrefix(a.f.src[v.Start:v.End], "xmlns") && strings.HasSuffix(a.value(v), "ns-v4#")
				}
			}
			if t.Name == "Description" && !t.Empty {
				description, inDescription = true, true
				lastChild = Span{t.End, t.End}
			}
			if !t.Empty {
				depth++
				break
			}
			switch {
			case inDescription && depth == 2:
				lastChild = t.Span
			case inDescription && depth == 3 && strings.HasSuffix(t.Name, "ProcessingStep"):
				lastStep = t.Span
			}
		case EndTag:
			depth--
			switch {
			case t.Name == "Description":
				inDescription = false
			case inDescription && depth == 2:
				lastChild = t.Span
			case inDescription && depth == 3 && strings.HasSuffix(t.Name, "ProcessingStep"):
				lastStep = t.Span
			}
		}
	}
	at := t.Start
	if t.Name != "Layout" {
		return
	}
	prefix := strings.TrimSuffix(root.FullName, root.Name)
	switch body := a.stepBody(prefix); {
	case !description:
		a.insert(at, "<!-- "+strings.ReplaceAll(a.step.Software+" "+a.step.Version+": "+a.step.Description, "--", "- -")+" -->"+a.indent(at))
	case version4:
		id := a.freshID("OCRFIX_1")
		a.insert(lastChild.End, a.indentLine(lastChild)+element(prefix+"Processing", ` ID="`+id+`"`, body))
	case lastStep.End > 0:
		a.insert(lastStep.End, a.indentLine(lastStep)+element(prefix+"postProcessingStep", "", body))
	default:
		id := a.freshID("OCRFIX_1")
		steps := element(prefix+"ocrProcessingStep", "", "") + element(prefix+"postProcessingStep", "", body)
		a.insert(lastChild.End, a.indentLine(lastChild)+element(prefix+"OCRProcessing", ` ID="`+id+`"`, steps))
	}
}

// indentLine is the white space before the end tag at a span when it stands on
// a line of its own.
func (a *altoWriter) indentLine(at Span) string {
	line := strings.LastIndexByte(a.f.src[:at.Start], '\n')
	if line < 0 {
		return ""
	}
	end := line + 1
	for end < at.Start && isSpace(a.f.src[end]) {
		end++
	}
	return a.f.src[line:end]
}

func (a *altoWriter) stepBody(prefix string) string {
	software := element(prefix+"softwareName", "", escapeText(a.step.Software))
	if a.step.Version != "" {
		software += element(prefix+"softwareVersion", "", escapeText(a.step.Version))
	}
	return element(prefix+"processingStepDescription", "", escapeText(a.step.Description)) +
		element(prefix+"processingSoftware", "", software)
}

func element(name, attrs, body string) string {
	if body == "" {
		return "<" + name + attrs + "/>"
	}
	return "<" + name + attrs + ">" + body + "</" + name + ">"
}
