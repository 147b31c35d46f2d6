package ocrfix

import (
	"encoding/csv"
	"strings"
	"testing"
)

func commitmentsResult() *Result {
	text := func(s string) *string { return &s }
	article := &Section{ID: "art_1", Level: 1, Kind: "article", Number: "Article 1", Heading: "Trains_and *cars*", Page: 1, Line: 2}
	article.Children = []*Section{{ID: "art_1__para_1", Level: 2, Kind: "paragraph", Number: "1.", Page: 1, Line: 3}}
	return &Result{
		Sections: []*Section{article},
		Commitments: []Commitment{
			{ID: "c1", Kind: "commitment", Strength: 3, Actor: Actor{Text: text("Estonia")}, Quote: "Estonia will\nact, \"soon\"", Page: 1, Line: 1},
			{ID: "c2", Section: text("art_1__para_1"), Kind: "request", Strength: 4, Quote: "=SUM(A1) shall\tnot", Page: 2, Line: 9,
				Deadline: &Deadline{Text: "by 2030", Start: text("2030")}, OCR: OCRTouch{Edits: 2, NegationTouched: true}},
		},
	}
}

func TestWriteOutline(t *testing.T) {
	var b strings.Builder
	if err := WriteOutline(&b, commitmentsResult()); err != nil {
		t.Fatal(err)
	}
	want := `- **Estonia** (firm promise): “Estonia will act, "soon"” — page 1, line 1

# Article 1 Trains\_and \*cars\*

## 1.

- **?** (mandatory): “=SUM(A1) shall not” — page 2, line 9; request; due by 2030; 2 corrected; **a negation was corrected: compare with the scan**
`
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

func TestWriteCSV(t *testing.T) {
	var b strings.Builder
	if err := WriteCommitmentsCSV(&b, commitmentsResult()); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%v: %q", err, rows)
	}
	cell := func(row int, column string) string {
		for i, name := range rows[0] {
			if name == column {
				return rows[row][i]
			}
		}
		t.Fatalf("no column %q", column)
		return ""
	}
	for _, c := range []struct {
		row          int
		column, want string
	}{
		{1, "quote", "Estonia will\nact, \"soon\""},
		{1, "section", ""},
		{1, "deadline_start", ""},
		{2, "quote", "'=SUM(A1) shall\tnot"}, // no formula
		{2, "heading", "1."},
		{2, "deadline_start", "2030"},
		{2, "negation_touched", "true"},
	} {
		if got := cell(c.row, c.column); got != c.want {
			t.Errorf("row %d, %s: got %q, want %q", c.row, c.column, got, c.want)
		}
	}
	b.Reset()
	if err := WriteSectionsCSV(&b, commitmentsResult()); err != nil {
		t.Fatal(err)
	}
	want := "id,level,kind,number,heading,start,end,page,line,note\n" +
		"art_1,1,article,Article 1,Trains_and *cars*,0,0,1,2,\n" +
		"art_1__para_1,2,paragraph,1.,,0,0,1,3,\n"
	if b.String() != want {
		t.Errorf("got\n%s\nwant\n%s", b.String(), want)
	}
}

// TestWriteOutlineNote guards that an outline says which number is missing.
func TestWriteOutlineNote(t *testing.T) {
	r := &Result{Sections: []*Section{{ID: "art_6", Level: 1, Kind: "article", Number: "Article 6", Note: "number 5 missing before"}}}
	var b strings.Builder
	if err := WriteOutline(&b, r); err != nil {
		t.Fatal(err)
	}
	if want := "# Article 6\n\n*number 5 missing before*\n"; b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}
