package ocrfix

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func furnitureDrop(t *testing.T, text string) string {
	t.Helper()
	d := NewDocument(text)
	r := &Result{Document: d, Text: d.Text}
	if err := r.Furniture(FurnitureDrop); err != nil {
		t.Fatal(err)
	}
	if back, err := Undo(r.Text, r.Edits); err != nil || back != text {
		t.Fatalf("Undo gives %q, %v", back, err)
	}
	if a, b := strings.Count(text, "\f"), strings.Count(r.Text, "\f"); a != b {
		t.Fatalf("%d form feeds became %d", a, b)
	}
	return r.Text
}

func TestFurniture(t *testing.T) {
	tests := []struct {
		name  string
		pages []string
		want  []string
	}{
		{
			name: "heads with folios, one damaged",
			pages: []string{
				"RIVER COMMISSION 1\n\nThe first page\nof text begins.\n", "RIVER C0MMISSION 2\n\nThe second page\nof text goes on and on.\n",
				"RIVER COMMlSSION 3\n\nThe third page\nof text is long.\n", "RIVER COMMISSION 4\n\nThe fourth page\nof text has come to an end.\n",
			},
			want: []string{"The first page\nof text begins.\n", "The second page\nof text goes on and on.\n", "The third page\nof text is long.\n", "The fourth page\nof text has come to an end.\n"},
		},
		{
			name: "recto and verso, folios below",
			pages: []string{
				"a\nb\nc\n\n1\n", "Report of the Board\na\nb\nc\n\n2\n", "Annual Meeting\na\nb\nc\n\n3\n",
				"Report of the Board\na\nb\nc\n\n4\n", "Annual Meeting\na\nb\nc\n\n5\n", "Report of the Board\na\nb\nc\n\n6\n", "Annual Meeting\na\nb\nc\n\n7",
			},
			want: []string{"a\nb\nc\n", "a\nb\nc\n", "a\nb\nc\n", "a\nb\nc\n", "a\nb\nc\n", "a\nb\nc\n", "a\nb\nc"},
		},
		{
			name:  "folio that says so",
			pages: []string{"text above\nmore\n- 2 -\n"},
			want:  []string{"text above\nmore\n"},
		},
		{
			name:  "labels and lone numbers stay",
			pages: []string{"ARTICLE 1\nThe aim is peace.\n", "ARTICLE 2\nThe means are many.\n", "ARTICLE 3\nThe end is near.\n", "1907\nAnd more\nto say.\n"},
			want:  []string{"ARTICLE 1\nThe aim is peace.\n", "ARTICLE 2\nThe means are many.\n", "ARTICLE 3\nThe end is near.\n", "1907\nAnd more\nto say.\n"},
		},
		{
			name:  "one page",
			pages: []string{"Same\ntext\nSame\n"},
			want:  []string{"Same\ntext\nSame\n"},
		},
		{
			name:  "empty pages",
			pages: []string{"", "", "\n", "x"},
			want:  []string{"", "", "\n", "x"},
		},
	}
	for _, tt := range tests {
		got := furnitureDrop(t, strings.Join(tt.pages, "\f"))
		if want := strings.Join(tt.want, "\f"); got != want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, want)
		}
	}
}

func TestFurnitureModes(t *testing.T) {
	var pages []string
	for i := range 4 {
		pages = append(pages, fmt.Sprintf("Treaty Series %d\n%s goes on\nand ends.\n%s", i+1, strings.Repeat("Text ", 3*i), strings.Repeat("end", 4*i)))
	}
	d := NewDocument(strings.Join(pages, "\f"))
	r := &Result{Document: d, Text: d.Text}
	if err := r.Furniture(FurnitureMark); err != nil || r.Text != d.Text || len(r.Edits) != 4 || r.Edits[3].Applied {
		t.Errorf("mark: %v, %+v", err, r.Edits)
	}
	if e := r.Edits[1]; e.Page != 2 || e.Line != 4 || e.Class != ClassLayout {
		t.Errorf("edit %+v", e)
	}
	if err := r.Furniture("burn"); err == nil {
		t.Error("an unknown mode passes")
	}
	r = &Result{Document: d, Text: d.Text}
	if err := r.Furniture(FurnitureKeep); err != nil || len(r.Edits) != 0 {
		t.Errorf("keep: %v, %+v", err, r.Edits)
	}
}

// TestFurnitureTakesAnything guards against panics and lost bytes; the check
// itself stands in furnitureDrop.
func TestFurnitureTakesAnything(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	lines := []string{"RIVER COMMISSION 1", "RIVER C0MMISSION 2", "- 3 -", "4", "", "text", "Page 5 of 9", "\f", "\f", "\r", "...", "l2"}
	for range 3000 {
		var b strings.Builder
		for range r.IntN(30) {
			b.WriteString(lines[r.IntN(len(lines))])
			b.WriteString([]string{"\n", "\r\n", ""}[r.IntN(3)])
		}
		furnitureDrop(t, b.String())
	}
}
