package ocrfix

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Reflow turns the lines of the cleaned text into running paragraphs, joining
// words that a line-end hyphen divides and paragraphs that a page break does.
// known tells whether a word, in lower case, is one of the language. All is
// done by edits of class layout, so that the edits of r stay a list over the
// raw text that can be undone. Call it after [Result.Furniture] and before
// finding sections.
//
// A hyphen at a line end goes where the source says so ([Document.Hyphens]),
// where it is a soft one, and else only where the joined word is known and the
// hyphenated form is not; else it stays and the line end goes. A soft hyphen
// inside a line marks where the word might have been divided, and goes. A
// paragraph
// ends at an empty line, before a line that is indented or begins with a mark
// of enumeration or a label, after a line of capitals, and after a line that
// ends a sentence short of the margin. A page break that falls in a sentence
// moves behind the paragraph, so that pages keep their number.
func (r *Result) Reflow(known func(word string) bool) error {
	return r.rewrite(reflowEdits(r.Text, known, r.statedHyphens()))
}

// statedHyphens says of the line ends of the cleaned text whose hyphens the
// source speaks of, by the offset behind the hyphen, whether they go.
func (r *Result) statedHyphens() map[int]bool {
	if r.Document == nil || len(r.Document.Hyphens) == 0 {
		return nil
	}
	d := r.Document
	stated := make(map[int]bool, len(d.Hyphens))
	edit, delta := 0, 0
	for _, h := range d.Hyphens {
		w := d.Words[h.Word]
		for ; edit < len(r.Edits) && r.Edits[edit].End <= w.End; edit++ {
			if e := &r.Edits[edit]; e.Applied {
				delta += len(e.New) - len(e.Raw)
			}
		}
		if edit < len(r.Edits) && r.Edits[edit].Applied && r.Edits[edit].Start < w.End {
			continue // the correction has joined the parts
		}
		stated[w.End+delta] = h.goes(d.Text[w.Start:w.End])
	}
	return stated
}

// goes reports whether the whole word is written without the hyphen in which
// its first part ends.
func (h Hyphen) goes(first string) bool {
	first = strings.TrimSuffix(first, lineHyphen(first))
	rest, ok := strings.CutPrefix(h.Joined, first)
	if !ok {
		return !strings.ContainsAny(h.Joined, "-\u2010\u2011")
	}
	next, _ := utf8.DecodeRuneInString(rest)
	return next != '-' && next != '\u2010' && next != '\u2011'
}

// reflowEdits returns the edits of text that join its lines. The hyphens at the
// offsets of stated go or stay as it says.
func reflowEdits(text string, known func(string) bool, stated map[int]bool) []Edit {
	d := &Document{Text: text}
	d.index()
	f := &reflower{d: d, known: known, stated: stated, margin: margins(d)}
	for i := range d.Lines {
		f.line(i)
	}
	f.movePages(len(text))
	return f.edits
}

// A reflower walks through the lines of a document.
type reflower struct {
	d      *Document
	known  func(string) bool
	stated map[int]bool
	margin []int // of each page, in characters
	begun  bool
	last   int    // the last line that is not empty, once begun
	pages  string // page breaks that wait for the end of their paragraph
	edits  []Edit
}

// line joins line i with the last one or leaves it as it is.
func (f *reflower) line(i int) {
	l := f.d.Lines[i]
	if strings.TrimSpace(lineText(f.d, i)) == "" {
		return
	}
	if f.begun && f.continues(f.last, i) {
		f.join(f.last, i)
	} else {
		f.movePages(l.Start)
	}
	f.softHyphens(i)
	f.last, f.begun = i, true
}

// softHyphens takes out the soft hyphens inside line i.
func (f *reflower) softHyphens(i int) {
	l := f.d.Lines[i]
	text := strings.TrimRightFunc(f.d.Text[l.Start:l.End], unicode.IsSpace)
	for at := 0; ; at += len(shy) {
		n := strings.Index(text[at:], shy)
		if n < 0 || at+n+len(shy) == len(text) {
			return
		}
		at += n
		f.add(l.Start+at, l.Start+at+len(shy), "", "soft hyphen")
	}
}

// movePages writes the page breaks that wait, before the line at offset next
// or at the end of the text.
func (f *reflower) movePages(next int) {
	if f.pages == "" {
		return
	}
	at := next
	if f.begun {
		at = f.d.Lines[f.last].End
	}
	// Behind the line end of the paragraph, if it has one there.
	rest := f.d.Text[at:next]
	at += len(rest) - len(strings.TrimPrefix(strings.TrimPrefix(rest, "\r"), "\n"))
	f.add(at, at, f.pages, "page break in a paragraph")
	f.pages = ""
}

func (f *reflower) add(start, end int, new, rule string) {
	f.edits = append(f.edits, Edit{
		Start: start, End: end, Raw: f.d.Text[start:end], New: new,
		Class: ClassLayout, Rule: rule, Confidence: 1, Applied: true,
	})
}

// join replaces what stands between the lines i and j, and the hyphen where it
// goes.
func (f *reflower) join(i, j int) {
	text := f.d.Text
	start := f.d.Lines[i].Start + len(strings.TrimRightFunc(lineText(f.d, i), unicode.IsSpace))
	end := f.d.Lines[j].End - len(strings.TrimLeftFunc(lineText(f.d, j), unicode.IsSpace))
	f.pages += strings.Repeat("\f", f.d.Lines[j].Page-f.d.Lines[i].Page)
	hyphen, size := utf8.DecodeLastRuneInString(text[:start])
	switch {
	case !isLineHyphen(hyphen) || !letterBefore(text[:start-size]):
		f.add(start, end, " ", "line end")
	case f.hyphenGoes(hyphen, start, end):
		f.add(start-size, end, "", "line-end hyphen")
	default:
		f.add(start, end, "", "line end after a hyphen")
	}
}

func isLineHyphen(r rune) bool { return r == '-' || r == '\u00ad' || r == '\u2010' || r == '¬' }

func letterBefore(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return unicode.IsLetter(r)
}

// hyphenGoes reports whether the hyphen that ends at offset start is there for
// the line end alone; the next line begins at offset end.
func (f *reflower) hyphenGoes(hyphen rune, start, end int) bool {
	if goes, ok := f.stated[start]; ok {
		return goes
	}
	// Some engines write a not sign where they mean a soft hyphen.
	return hyphen == '\u00ad' || hyphen == '¬' || f.joins(f.d.Text[:start-utf8.RuneLen(hyphen)], f.d.Text[end:])
}

// joins reports whether the word that ends before and the one that begins
// after are known as one word and not as a hyphenated one.
func (f *reflower) joins(before, after string) bool {
	first := before
	if n := strings.LastIndexFunc(before, notOfWord); n >= 0 {
		_, size := utf8.DecodeRuneInString(before[n:])
		first = before[n+size:]
	}
	second := after
	if n := strings.IndexFunc(after, notOfWord); n >= 0 {
		second = after[:n]
	}
	if first == "" || second == "" || f.known == nil {
		return false
	}
	first, second = strings.ToLower(first), strings.ToLower(second)
	return f.known(first+second) && !f.known(first+"-"+second)
}

func notOfWord(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }

// continues reports whether line j goes on with the paragraph of line i, the
// last before it that is not empty.
func (f *reflower) continues(i, j int) bool {
	above, below := lineText(f.d, i), lineText(f.d, j)
	end, start := strings.TrimRightFunc(above, unicode.IsSpace), strings.TrimLeftFunc(below, unicode.IsSpace)
	last, size := utf8.DecodeLastRuneInString(end)
	first, _ := utf8.DecodeRuneInString(start)
	divided := isLineHyphen(last) && letterBefore(end[:len(end)-size]) && unicode.IsLower(first)

	if f.d.Lines[i].Page != f.d.Lines[j].Page {
		return divided || unicode.IsLower(first) && !endsSentence(end) && !isShouted(end) && !isEnumerated(start)
	}
	switch {
	case j != i+1: // an empty line
		return false
	case divided:
		return true
	case isEnumerated(start), isLabel(start), isLabel(end) && !unicode.IsLower(first), isShouted(end) != isShouted(start):
		return false
	case indent(below) > indent(above)+1 && !unicode.IsLower(first):
		return false
	}
	// A line that would have had room for the next word was ended on purpose,
	// unless the margin is ragged and no sentence ends there.
	word := start
	if n := strings.IndexFunc(start, unicode.IsSpace); n >= 0 {
		word = start[:n]
	}
	length, margin := utf8.RuneCountInString(end), f.margin[f.d.Lines[i].Page]
	switch {
	case length+1+utf8.RuneCountInString(word) > margin:
		return true
	case endsSentence(end):
		return false
	}
	return unicode.IsLower(first) || 4*length >= 3*margin
}

// isEnumerated reports whether a line begins with a mark of enumeration: a
// bullet, "1.", "(a)", "iv)".
func isEnumerated(line string) bool {
	word, _, more := strings.Cut(line, " ")
	if !more || len(word) > 8 {
		return false
	}
	switch word {
	case "-", "–", "—", "•", "*", "·", "○", "▪", "§":
		return true
	}
	if !strings.HasSuffix(word, ".") && !strings.HasSuffix(word, ")") {
		return false
	}
	core := strings.Trim(word, "().")
	if core == "" || len(core) > 5 {
		return false
	}
	if strings.ContainsFunc(core, unicode.IsDigit) {
		return strings.Trim(core, "0123456789.lIO") == "" || utf8.RuneCountInString(core) <= 3
	}
	return utf8.RuneCountInString(core) == 1 || strings.HasSuffix(word, ")") && inRoman(strings.ToUpper(core))
}

// isLabel reports whether a line is short and begins with a word and a number,
// as in "ARTICLE 5" or "Annex II".
func isLabel(line string) bool {
	f := strings.Fields(line)
	if len(f) < 2 || len(f) > 3 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(f[0])
	number := strings.TrimRight(f[1], ".:–-")
	return unicode.IsUpper(first) && number != "" &&
		(strings.Trim(number, "0123456789") == "" || inRoman(number) && number != "I")
}

// isShouted reports whether a line is in capitals, as headings are.
func isShouted(line string) bool {
	upper := 0
	for _, r := range line {
		if unicode.IsLower(r) {
			return false
		}
		if unicode.IsUpper(r) {
			upper++
		}
	}
	return upper >= 4
}

// endsSentence reports whether a line ends with a mark that ends a sentence or
// introduces something, closing quotes and brackets aside.
func endsSentence(line string) bool {
	line = strings.TrimRight(line, "\"'”’»)]")
	return line == "" || strings.ContainsRune(".!?:;", rune(line[len(line)-1]))
}

// indent returns the number of blanks before a line.
func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }

// margins returns for each page the length in characters that a tenth of its
// lines reach, which is where full lines end.
func margins(d *Document) []int {
	lengths := make([][]int, len(d.Pages))
	for i, l := range d.Lines {
		n := utf8.RuneCountInString(strings.TrimRightFunc(lineText(d, i), unicode.IsSpace))
		if n > 0 {
			lengths[l.Page] = append(lengths[l.Page], n)
		}
	}
	out := make([]int, len(d.Pages))
	for page, list := range lengths {
		if len(list) > 0 {
			slices.Sort(list)
			out[page] = list[len(list)-1-len(list)/10]
		}
	}
	return out
}
