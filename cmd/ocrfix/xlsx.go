package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"ocrfix/ocrfix"
)

// A sheet is one table of a workbook: a head and rows, whose cells are strings
// or numbers.
type sheet struct {
	name   string
	head   []string
	widths []float64 // of the columns, in characters
	rows   [][]any
}

// What a spreadsheet can hold.
const (
	sheetMaxRows = 1 << 20 // with the head
	cellMaxRunes = 32767
)

// writeXLSX writes sections and commitments as a workbook, one sheet each, with
// a head that stays in sight and filters. Text is stored as text, so that no
// cell is run as a formula. Unknown is an empty cell.
func writeXLSX(w io.Writer, res *ocrfix.Result, only string) error {
	var sheets []sheet
	if only != onlyCommitments {
		sheets = append(sheets, sectionSheet(res))
	}
	if only != onlySections {
		sheets = append(sheets, commitmentSheet(res))
	}
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range sheets {
		if err := addSheet(f, i, s); err != nil {
			return fmt.Errorf("sheet %s: %w", s.name, err)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		return err
	}
	return sortZIP(w, b.Bytes())
}

// sortZIP writes the files of a ZIP archive in the order of their names. The
// workbook comes with its sheets in any order.
func sortZIP(w io.Writer, data []byte) error {
	in, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, f := range in.File {
		if err := out.Copy(f); err != nil {
			return err
		}
	}
	return out.Close()
}

// addSheet writes one sheet.
func addSheet(f *excelize.File, i int, s sheet) error {
	if len(s.rows) >= sheetMaxRows {
		return fmt.Errorf("%d rows are more than a workbook can hold; use csv", len(s.rows))
	}
	if i == 0 {
		if err := f.SetSheetName(f.GetSheetName(0), s.name); err != nil {
			return err
		}
	} else if _, err := f.NewSheet(s.name); err != nil {
		return err
	}
	bold, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{Vertical: "top"}})
	if err != nil {
		return err
	}
	wrap, err := f.NewStyle(&excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	if err != nil {
		return err
	}
	for c, width := range s.widths {
		name, err := excelize.ColumnNumberToName(c + 1)
		if err != nil {
			return err
		}
		if err := f.SetColWidth(s.name, name, name, width); err != nil {
			return err
		}
	}
	// Not the stream writer: it puts the sheets into the file in random order.
	head := make([]any, len(s.head))
	for c, name := range s.head {
		head[c] = name
	}
	if err := f.SetSheetRow(s.name, "A1", &head); err != nil {
		return err
	}
	for r, row := range s.rows {
		cells := make([]any, len(row))
		for c, v := range row {
			if text, ok := v.(string); ok {
				v = cellText(text)
			}
			cells[c] = v
		}
		at, err := excelize.CoordinatesToCellName(1, r+2)
		if err != nil {
			return err
		}
		if err := f.SetSheetRow(s.name, at, &cells); err != nil {
			return err
		}
	}
	corner, err := excelize.CoordinatesToCellName(len(s.head), len(s.rows)+1)
	if err != nil {
		return err
	}
	if err := f.SetCellStyle(s.name, "A1", corner, wrap); err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(s.head), 1)
	if err != nil {
		return err
	}
	if err := f.SetCellStyle(s.name, "A1", last, bold); err != nil {
		return err
	}
	if err := f.SetPanes(s.name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	return f.AutoFilter(s.name, "A1:"+corner, nil)
}

// cellText is text as a cell may hold it: without control characters and not too
// long. An empty text leaves the cell empty.
func cellText(text string) any {
	if text == "" {
		return nil
	}
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == '\ufffe' || r == '\uffff' {
			return -1
		}
		return r
	}, text)
	if utf8.RuneCountInString(text) > cellMaxRunes {
		text = string([]rune(text)[:cellMaxRunes-1]) + "…"
	}
	return text
}

func sectionSheet(res *ocrfix.Result) sheet {
	s := sheet{
		name:   "sections",
		head:   []string{"id", "level", "kind", "number", "heading", "start", "end", "page", "line", "note"},
		widths: []float64{28, 7, 12, 14, 50, 9, 9, 7, 7, 30},
	}
	var walk func([]*ocrfix.Section)
	walk = func(list []*ocrfix.Section) {
		for _, x := range list {
			s.rows = append(s.rows, []any{x.ID, x.Level, x.Kind, x.Number, x.Heading, x.Start, x.End, x.Page, x.Line, x.Note})
			walk(x.Children)
		}
	}
	walk(res.Sections)
	return s
}

func commitmentSheet(res *ocrfix.Result) sheet {
	s := sheet{
		name: "commitments",
		head: []string{"id", "section", "kind", "strength", "strength name", "actor", "scope", "counterparty", "trigger", "polarity",
			"action", "object", "deadline", "deadline type", "deadline start", "deadline end", "conditions", "qualifiers", "refs",
			"quote", "quote raw", "page", "line", "confidence", "ocr edits", "negation touched", "date touched", "instrument"},
		widths: []float64{7, 22, 12, 9, 14, 26, 8, 18, 14, 10, 14, 40, 20, 13, 13, 13, 30, 22, 18, 70, 40, 7, 7, 11, 9, 10, 10, 13},
	}
	for i := range res.Commitments {
		c := &res.Commitments[i]
		var due ocrfix.Deadline
		if c.Deadline != nil {
			due = *c.Deadline
		}
		s.rows = append(s.rows, []any{c.ID, value(c.Section), c.Kind, c.Strength, ocrfix.StrengthName(c.Strength),
			value(c.Actor.Text), value(c.Actor.Scope), value(c.Counterparty), c.Trigger, c.Polarity,
			value(c.Action), value(c.Object), due.Text, due.Type, value(due.Start), value(due.End),
			strings.Join(c.Conditions, "; "), strings.Join(c.Qualifiers, "; "), strings.Join(c.Refs, "; "),
			c.Quote, c.QuoteRaw, c.Page, c.Line, c.Confidence, c.OCR.Edits, yes(c.OCR.NegationTouched), yes(c.OCR.DateTouched),
			string(c.Instrument)})
	}
	return s
}

// value is the string, or "" where it is not known.
func value(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// yes says true in a cell, and leaves false empty.
func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}
