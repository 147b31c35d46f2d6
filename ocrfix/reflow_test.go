package ocrfix

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

func reflowText(t testing.TB, text string, known func(string) bool) string {
	t.Helper()
	d := NewDocument(text)
	r := &Result{Document: d, Text: d.Text}
	if err := r.Reflow(known); err != nil {
		t.Fatal(err)
	}
	if back, err := Undo(r.Text, r.Edits); err != nil || back != d.Text {
		t.Fatalf("Undo gives %q, %v, want %q", back, err, d.Text)
	}
	if a, b := strings.Count(d.Text, "\f"), strings.Count(r.Text, "\f"); a != b {
		t.Fatalf("%q: %d form feeds became %d", text, a, b)
	}
	return r.Text
}

func TestReflow(t *testing.T) {
	words := strings.Fields("harbour wellknown well-known navigation agreement")
	known := func(w string) bool { return slices.Contains(words, w) }
	tests := []struct{ name, in, want string }{
		{"nothing", "", ""},
		{
			"lines and a short last one",
			"The two cities keep the har-\nbour open to ships of both,\nas before.\nNew ships are to be told of\nit by letter.\n",
			"The two cities keep the harbour open to ships of both, as before.\nNew ships are to be told of it by letter.\n",
		},
		{
			"hyphens",
			"a well-\nknown har-\nbour of naviga-\ntion and of xyz-\nzy and long words as these\n",
			"a well-known harbour of navigation and of xyz-zy and long words as these\n",
		},
		{
			"soft hyphens, and not signs for them",
			"a xyz\u00ad\nzy of qwk\u00ac\nqwk and navi\u00adga\u00adtion and \u00ad and long words\u00ad\n",
			"a xyzzy of qwkqwk and navigation and  and long words\u00ad\n",
		},
		{
			"headings, lists, empty lines",
			"PART ONE\nGENERAL RULES\nThe following is agreed by them:\n(a) boats may pass at any time of\nthe day;\n(b) rafts may not.\n\nArticle 2\nThe rest is silence.\n",
			"PART ONE\nGENERAL RULES\nThe following is agreed by them:\n(a) boats may pass at any time of the day;\n(b) rafts may not.\n\nArticle 2\nThe rest is silence.\n",
		},
		{
			"page break in a sentence",
			"The harbour is open to all the\n\fships of both cities and of\nothers.\nThe end.\n",
			"The harbour is open to all the ships of both cities and of others.\n\fThe end.\n",
		},
		{
			"page break in a word, blank lines around",
			"It rests on the navi-\n\n\f\ngation rules.",
			"It rests on the navigation rules.\f",
		},
		{
			"page break between paragraphs",
			"All is said.\n\fAnother matter is this.\n",
			"All is said.\n\fAnother matter is this.\n",
		},
		{
			"windows line ends",
			"The ships of the two cities may\r\npass.\r\n",
			"The ships of the two cities may pass.\r\n",
		},
		{
			"indented paragraphs",
			"   The first of them is long and\ngoes on to the very end of the li\n   The second is short.\n",
			"   The first of them is long and goes on to the very end of the li\n   The second is short.\n",
		},
	}
	for _, tt := range tests {
		if got := reflowText(t, tt.in, known); got != tt.want {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

func TestReflowKeepsWordsAndPages(t *testing.T) {
	r := rand.New(rand.NewPCG(19, 20))
	for range 2000 {
		text := docRandomText(r, r.IntN(40))
		got := reflowText(t, text, func(w string) bool { return len(w)%2 == 0 })
		strip := func(s string) string { return strings.Join(strings.Fields(strings.ReplaceAll(s, "-", "")), "") }
		if strip(got) != strip(text) {
			t.Fatalf("%q became %q", text, got)
		}
	}
}

func TestReflowAfterCorrection(t *testing.T) {
	d := NewDocument("We keep the har-\nb0ur ofthe\ncity.\n")
	edits := []Edit{
		{Start: 17, End: 21, Raw: "b0ur", New: "bour", Class: ClassNonWord, Rule: "0→o", Applied: true},
		{Start: 22, End: 27, Raw: "ofthe", New: "of the", Class: ClassBoundary, Applied: true},
	}
	text, err := Apply(d.Text, edits)
	if err != nil {
		t.Fatal(err)
	}
	r := &Result{Document: d, Text: text, Edits: edits}
	if err := r.Reflow(func(w string) bool { return w == "harbour" }); err != nil {
		t.Fatal(err)
	}
	if want := "We keep the harbour of the city.\n"; r.Text != want {
		t.Errorf("got %q, want %q", r.Text, want)
	}
	if len(r.Edits) != 4 || r.Edits[1].Rule != "0→o" || r.Stats.Edits != 4 {
		t.Errorf("edits %+v, stats %+v", r.Edits, r.Stats)
	}
}

// TestReflowStatedHyphens takes hyphens for what the source says they are, not
// for what the words are known for, also after a correction has moved them.
func TestReflowStatedHyphens(t *testing.T) {
	const text = "Tbe keepers are nego-\ntiating a co-\noperation with the har-\nbour\n"
	joined := map[string]string{"nego-": "negotiating", "co-": "co-operation", "har-": "harbour"}
	d := NewDocument(text)
	for i, w := range d.Words {
		if j := joined[text[w.Start:w.End]]; j != "" {
			d.Hyphens = append(d.Hyphens, Hyphen{Word: i, Joined: j})
		}
	}
	if len(d.Hyphens) != 3 {
		t.Fatal(d.Hyphens)
	}
	everything := func(string) bool { return true } // would keep all hyphens
	r := &Result{Document: d, Text: "The lamp keepers are nego-\ntiating a co-\noperation with the harbour\n", Edits: []Edit{
		{Start: 0, End: 3, Raw: "Tbe", New: "The lamp", Applied: true},
		{Start: 4, End: 11, Raw: "keepers", New: "beepers"},
		{Start: 55, End: 64, Raw: "har-\nbour", New: "harbour", Applied: true},
	}}
	if err := r.Reflow(everything); err != nil {
		t.Fatal(err)
	}
	if want := "The lamp keepers are negotiating a co-operation with the harbour\n"; r.Text != want {
		t.Errorf("got %q, want %q", r.Text, want)
	}
	if back, err := Undo(r.Text, r.Edits); err != nil || back != text {
		t.Errorf("Undo gives %q, %v", back, err)
	}
}

func TestHyphenGoes(t *testing.T) {
	tests := []struct {
		first, joined string
		want          bool
	}{
		{"nego-", "negotiate", true},
		{"nego\u00ad", "negotiate", true},
		{"co-", "co-operate", false},
		{"co\u2010", "co\u2010operate", false},
		{"nego", "negotiate", true},  // the hyphen is an element of its own
		{"nega-", "negotiate", true}, // the parts are misread, the whole is not
		{"cq-", "co-operate", false},
	}
	for _, tt := range tests {
		if got := (Hyphen{Joined: tt.joined}).goes(tt.first); got != tt.want {
			t.Errorf("%q of %q: %v", tt.first, tt.joined, got)
		}
	}
}
