package ocrfix

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// DiffSide writes the changed lines of a raw text with their context and, to
// the right of them, what the applied edits make of them. Lines are numbered
// and broken where they are too long; the sign between the columns is | for a
// line that changed, < for one that went and > for one that came. What changed
// within a line stands between [- and -] or {+ and +}, or coloured and underlined.
// Controls are shown as U+FFFD, so that no text can steer a terminal.
func DiffSide(w io.Writer, raw string, edits []Edit, opt DiffOptions) error {
	changes, err := lineChanges(raw, edits)
	if err != nil {
		return err
	}
	out := sideWriter{diffWriter: diffWriter{Writer: bufio.NewWriter(w), color: opt.Color}}
	most := strings.Count(raw, "\n") + 1 // lines of either text
	lines := most
	for _, c := range changes {
		lines += len(c.new) - len(c.lines)
	}
	most = max(most, lines)
	out.digits = len(strconv.Itoa(most))
	columns := opt.Width
	if columns <= 0 {
		columns = defaultWidth
	}
	// Two columns, each with a number and a space before it, and " | " between.
	out.width = max((columns-3-2*(out.digits+1))/2, leastColumn)
	return out.hunks(raw, changes, opt, func(line string) {
		out.rawLine++
		out.cleanLine++
		text := []sideText{{text: line}}
		out.rows(out.rawLine, text, ' ', out.cleanLine, text)
	}, func(c lineChange) { out.change(raw, c) })
}

// underline marks what changed for those to whom red and green are one.
const underline = "\x1b[4m"

// leastColumn is the number of characters of a column in a narrow terminal.
const leastColumn = 8

// A sideWriter writes two columns.
type sideWriter struct {
	diffWriter
	digits, width int // of a line number, of a column
}

// A sideText is a part of a line.
type sideText struct {
	text  string
	color string // "" for what did not change
}

// change writes the lines of a change beside each other.
func (w *sideWriter) change(raw string, c lineChange) {
	var old, now []sideText
	at := c.start
	for _, e := range c.edits {
		same := sideText{text: raw[at:e.Start]}
		old = append(old, same, sideText{e.Raw, colorOld})
		now = append(now, same, sideText{e.New, colorNew})
		at = e.End
	}
	same := sideText{text: raw[at:c.end]}
	left, right := cutLines(append(old, same)), cutLines(append(now, same))
	for i := range max(len(left), len(right)) {
		switch {
		case i >= len(right):
			w.rawLine++
			w.rows(w.rawLine, left[i], '<', 0, nil)
		case i >= len(left):
			w.cleanLine++
			w.rows(0, nil, '>', w.cleanLine, right[i])
		default:
			w.rawLine++
			w.cleanLine++
			mark := '|'
			if sameText(left[i], right[i]) {
				mark = ' '
			}
			w.rows(w.rawLine, left[i], mark, w.cleanLine, right[i])
		}
	}
}

// cutLines cuts text after each line end.
func cutLines(parts []sideText) [][]sideText {
	var lines [][]sideText
	var line []sideText
	for _, p := range parts {
		for _, s := range splitLines(p.text) {
			line = append(line, sideText{s, p.color})
			if strings.HasSuffix(s, "\n") {
				lines = append(lines, line)
				line = nil
			}
		}
	}
	if line != nil {
		lines = append(lines, line)
	}
	return lines
}

func sameText(a, b []sideText) bool {
	text := func(parts []sideText) string {
		var b strings.Builder
		for _, p := range parts {
			b.WriteString(p.text)
		}
		return strings.TrimRight(b.String(), "\r\n")
	}
	return text(a) == text(b)
}

// rows writes one line of each side, broken into as many rows as it takes.
func (w *sideWriter) rows(rawLine int, raw []sideText, mark rune, cleanLine int, clean []sideText) {
	left, right := w.wrap(raw), w.wrap(clean)
	if cleanLine == 0 {
		right = nil
	}
	for i := range max(len(left), len(right), 1) {
		w.number(rawLine, i)
		var row sideRow
		if i < len(left) {
			row = left[i]
		}
		w.WriteString(row.text)
		if i >= len(right) && mark == ' ' {
			w.WriteByte('\n')
			continue
		}
		w.WriteString(strings.Repeat(" ", w.width-row.cells))
		w.WriteByte(' ')
		w.WriteRune(mark)
		if i < len(right) {
			w.WriteByte(' ')
			w.number(cleanLine, i)
			w.WriteString(right[i].text)
		}
		w.WriteByte('\n')
	}
}

// number writes the number of a line before its first row.
func (w *sideWriter) number(n, row int) {
	s := ""
	if n > 0 && row == 0 {
		s = strconv.Itoa(n)
	}
	w.WriteString(strings.Repeat(" ", w.digits-len(s)))
	w.WriteString(s)
	w.WriteByte(' ')
}

// A sideRow fits into a column, of which it fills that many cells.
type sideRow struct {
	text  string
	cells int
}

// wrap breaks a line into rows, at the last space where there is one in the
// second half of the row.
func (w *sideWriter) wrap(parts []sideText) []sideRow {
	var cells []sideCell
	for _, p := range parts {
		text := strings.TrimRight(p.text, "\r\n")
		switch {
		case w.color || text == "":
		case p.color == colorOld:
			text = "[-" + text + "-]"
		case p.color == colorNew:
			text = "{+" + text + "+}"
		}
		for _, r := range text {
			cells = append(cells, newSideCell(r, p.color))
		}
	}
	var rows []sideRow
	for {
		n, used, space := 0, 0, 0
		for n < len(cells) && used+cells[n].width <= w.width {
			used += cells[n].width
			n++
			if cells[n-1].r == ' ' && 2*used > w.width {
				space = n
			}
		}
		if n < len(cells) && space > 0 {
			n = space
		}
		rows = append(rows, w.row(cells[:n]))
		if cells = cells[n:]; len(cells) == 0 {
			return rows
		}
	}
}

func (w *sideWriter) row(cells []sideCell) sideRow {
	var b strings.Builder
	used, color := 0, ""
	turn := func(to string) {
		if !w.color || to == color {
			return
		}
		if color != "" {
			b.WriteString(colorOff)
		}
		b.WriteString(to)
		if to != "" {
			b.WriteString(underline)
		}
		color = to
	}
	for _, c := range cells {
		turn(c.color)
		b.WriteRune(c.r)
		used += c.width
	}
	turn("")
	return sideRow{b.String(), used}
}

// A sideCell is a character that takes one cell of the terminal, two, or none.
type sideCell struct {
	r     rune
	width int
	color string
}

func newSideCell(r rune, color string) sideCell {
	switch {
	case r == '\t':
		return sideCell{' ', 1, color}
	case unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r):
		return sideCell{'\uFFFD', 1, color}
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return sideCell{r, 0, color}
	}
	if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
		return sideCell{r, 2, color}
	}
	return sideCell{r, 1, color}
}
