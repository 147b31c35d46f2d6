package markup

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// hocr rewrites an hOCR file. A changed word records what the engine read in
// the property x_raw of its title, in which " and % are written %22 and %25;
// bbox is kept, joined or shared. A word that is taken away keeps its element,
// empty, with its box and its raw text.
func (w *rewriter) hocr(changes []Change) {
	for _, c := range changes {
		words := w.f.Words[c.First:c.Last]
		switch {
		case words[0].Level == TextLevel:
			w.replace(words[0].elem, escapeText(strings.Join(c.New, " ")))
		case len(c.New) == len(words):
			for i, word := range words {
				if word.Text != c.New[i] {
					w.hocrWord(word, c.New[i], nil, w.hocrRead(word))
				}
			}
		case len(c.New) == 0:
			for _, word := range words {
				w.hocrWord(word, "", nil, w.hocrRead(word))
			}
		default:
			w.hocrResegment(c)
		}
	}
}

// hocrResegment gives fewer or more words than there were. The first carries
// the raw text of all. Behind a word that nobody closes no other can be put: it
// takes all that would follow.
func (w *rewriter) hocrResegment(c Change) {
	words := w.f.Words[c.First:c.Last]
	if n := len(words); len(c.New) > n && !w.closed(words[n-1].elem) {
		c.New = append(slices.Clone(c.New[:n-1]), strings.Join(c.New[n-1:], " "))
	}
	boxes, boxed := w.f.boxes(c)
	raw := make([]string, 0, len(words))
	for _, word := range words {
		raw = append(raw, w.hocrRead(word))
	}
	var clones strings.Builder
	last := words[min(len(words), len(c.New))-1]
	for j, text := range c.New {
		var box *Box
		if boxed {
			box = &boxes[j]
		}
		rawText := ""
		if j == 0 {
			rawText = strings.Join(raw, " ")
		}
		if j < len(words) {
			w.hocrWord(words[j], text, box, rawText)
			continue
		}
		part := rewriter{f: w.f}
		part.hocrWord(last, text, box, "")
		t := w.tag(last.elem)
		if id, ok := t.attr("id"); ok {
			part.patchTag(&t, attrPatch{name: "id", value: w.freshID(w.value(id) + "_" + strconv.Itoa(j+1))})
		}
		gap := w.indent(last.elem.Start)
		if gap == "" {
			gap = " "
		}
		clones.WriteString(gap + part.applyTo(last.elem))
	}
	w.insert(last.elem.End, clones.String())
	for _, word := range words[min(len(words), len(c.New)):] {
		w.remove(word.elem)
	}
}

// closed reports whether an element ends in its own end tag.
func (w *rewriter) closed(elem Span) bool {
	t := w.tag(elem)
	end := w.endTagOf(elem)
	name := strings.TrimRight(w.f.src[max(end, elem.Start):elem.End], "> \t\r\n\f")
	return end > elem.Start && w.f.src[elem.End-1] == '>' && strings.EqualFold(name, "</"+t.FullName)
}

// attrValue is the value of an attribute, "" where the tag does not have it.
func (w *rewriter) attrValue(t *Token, name string) string {
	if a, ok := t.attr(name); ok {
		return w.value(a)
	}
	return ""
}

// hocrRead is what the engine read: what an earlier run recorded, else the text
// that stands there.
func (w *rewriter) hocrRead(word Word) string {
	t := w.tag(word.elem)
	v, ok := hocrProperty(w.attrValue(&t, "title"), "x_raw")
	if !ok {
		return word.Text
	}
	v = strings.TrimSuffix(strings.TrimPrefix(v, `"`), `"`)
	return strings.ReplaceAll(strings.ReplaceAll(v, "%22", `"`), "%25", "%")
}

// hocrWord gives a word element its text, its box where one is given, and its
// raw text unless that is empty.
func (w *rewriter) hocrWord(word Word, text string, box *Box, raw string) {
	t := w.tag(word.elem)
	title := w.attrValue(&t, "title")
	now := title
	if box != nil {
		now = hocrSetBox(now, *box)
	}
	if old, ok := hocrProperty(title, "x_raw"); ok && raw != "" {
		at := strings.LastIndex(now, old)
		now = now[:at] + hocrQuote(raw) + now[at+len(old):]
	} else if raw != "" {
		if strings.TrimSpace(now) != "" {
			now = strings.TrimRight(now, "; \t\r\n") + "; "
		}
		now += "x_raw " + hocrQuote(raw)
	}
	w.hocrTitle(&t, title, now)
	w.hocrText(Span{t.End, word.elem.End}, text)
}

func hocrQuote(raw string) string {
	return `"` + strings.ReplaceAll(strings.ReplaceAll(raw, "%", "%25"), `"`, "%22") + `"`
}

// hocrTitle sets the title; where only something was added at its end, only
// the end is touched.
func (w *rewriter) hocrTitle(t *Token, old, now string) {
	a, ok := t.attr("title")
	if more, only := strings.CutPrefix(now, old); ok && only && a.Quote != 0 {
		w.insert(a.Value.End, escapeAttr(more, a.Quote))
		return
	}
	w.patchTag(t, attrPatch{name: "title", value: now, add: true})
}

// hocrSetBox replaces the bbox property of a title.
func hocrSetBox(title string, box Box) string {
	for at := 0; at < len(title); {
		end := at + propertyEnd(title[at:])
		property := strings.TrimSpace(title[at:end])
		if strings.HasPrefix(property, "bbox ") {
			begin := at + strings.Index(title[at:end], property)
			now := "bbox"
			for _, side := range []float64{box.X0, box.Y0, box.X1, box.Y1} {
				now += " " + decimal(round(side, 0), 0)
			}
			return title[:begin] + now + title[begin+len(property):]
		}
		at = end + 1
	}
	return title
}

// hocrText replaces the text inside a word element. Where the text lies in
// several pieces (bold parts, a span a character) and the characters are as
// many as before, each piece takes its own; else the first takes all.
func (w *rewriter) hocrText(inner Span, text string) {
	var pieces []Span
	total := 0
	s := w.scan(inner)
	var t Token
	other := 0 // open elements that hold another reading
	for s.Next(&t) {
		switch {
		case t.Name == "del" && t.Kind == StartTag && !t.Empty:
			other++
		case t.Name == "del" && t.Kind == EndTag:
			other--
		}
		if t.Kind != Text || other > 0 {
			continue
		}
		if at := trimSpan(w.f.src, t.Content); at.Start < at.End {
			pieces = append(pieces, at)
			total += utf8.RuneCountInString(unescape(w.f.src[at.Start:at.End], true))
		}
	}
	runes := []rune(text)
	for i, at := range pieces {
		n := len(runes)
		if total == len([]rune(text)) {
			n = utf8.RuneCountInString(unescape(w.f.src[at.Start:at.End], true))
		} else if i > 0 {
			n = 0
		}
		w.replaceText(at, string(runes[:n]))
		runes = runes[n:]
	}
}

// replaceText puts a text in the place of character data, which stays as it is
// written where it says the same already.
func (w *rewriter) replaceText(at Span, text string) {
	if unescape(w.f.src[at.Start:at.End], w.f.Format == HOCR) != text {
		w.replace(at, escapeText(text))
	}
}
