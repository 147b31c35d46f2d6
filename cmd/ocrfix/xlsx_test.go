package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"ocrfix/ocrfix"
)

// TestWriteXLSX guards the two sheets, that text stays text, and that the same
// result gives the same bytes.
func TestWriteXLSX(t *testing.T) {
	text := "Article 1\n=Costs\n\nEach Party shall pay half by 2031.\n\nArticle 2\n\nThe Parties shall not raise tolls.\n"
	res := &ocrfix.Result{Document: ocrfix.NewDocument(text), Text: text}
	res.Structure(&ocrfix.StructureOptions{Lang: "en"})
	res.Commitments[0].Quote = "=1+1\x01" + strings.Repeat("ü", cellMaxRunes)
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := writeXLSX(w, res, ""); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two runs differ")
	}
	f, err := excelize.OpenReader(&a)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if got := f.GetSheetList(); len(got) != 2 || got[0] != "sections" || got[1] != "commitments" {
		t.Fatalf("sheets %q", got)
	}
	rows, err := f.GetRows("commitments")
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	if rows[1][5] != "Each Party" || rows[1][15] != "2031" || rows[2][9] != "negative" {
		t.Errorf("rows %q", rows[1:])
	}
	quote := rows[1][19]
	if !strings.HasPrefix(quote, "=1+1ü") || len([]rune(quote)) != cellMaxRunes {
		t.Errorf("quote of %d characters begins %q", len([]rune(quote)), quote[:10])
	}
	if formula, _ := f.GetCellFormula("commitments", "T2"); formula != "" {
		t.Errorf("a quote became the formula %q", formula)
	}
	panes, err := f.GetPanes("commitments")
	if err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v, %v", panes, err)
	}
	var only bytes.Buffer
	if err := writeXLSX(&only, res, onlySections); err != nil {
		t.Fatal(err)
	}
	g, err := excelize.OpenReader(&only)
	if err != nil {
		t.Fatal(err)
	}
	defer g.Close()
	if got := g.GetSheetList(); len(got) != 1 || got[0] != "sections" {
		t.Errorf("sheets %q", got)
	}
}
