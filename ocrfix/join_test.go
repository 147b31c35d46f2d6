package ocrfix

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// TestStatedJoins reads the parts of a word as one where the source says so.
func TestStatedJoins(t *testing.T) {
	alto := func(first, second, whole string) string {
		return fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page ID="p"><PrintSpace><TextBlock ID="b">
<TextLine><String CONTENT="The"/><SP/><String CONTENT="parties"/><SP/><String CONTENT="shall"/><SP/><String CONTENT="%[1]s" SUBS_TYPE="HypPart1" SUBS_CONTENT="%[3]s"/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="%[2]s" SUBS_TYPE="HypPart2" SUBS_CONTENT="%[3]s"/><SP/><String CONTENT="this"/><SP/><String CONTENT="treaty."/></TextLine>
</TextBlock></PrintSpace></Page></Layout></alto>
`, first, second, whole)
	}
	tests := []struct {
		name, in, want, class string
	}{
		{"alto, sound", alto("imple", "ment", "implement"), "The parties shall implement\nthis treaty.\n", "layout"},
		{"alto, damaged", alto("imp1e", "mcnt", "imp1emcnt"), "The parties shall implement\nthis treaty.\n", "boundary"},
		{"alto, hyphen of the word", alto("co", "sponsor", "co-sponsor"), "The parties shall co-\nsponsor this treaty.\n", ""},
		{"soft, sound", "The parties shall imple\u00ad\nment this treaty.\n", "The parties shall imple\u00ad\nment this treaty.\n", ""},
		{"soft, damaged", "The parties shall imp1e\u00ad\r\nmcnt this treaty.\r\n", "The parties shall implement\r\nthis treaty.\r\n", "nonword"},
		{"not sign, sound", "The parties shall imple¬\nment this treaty.\n", "The parties shall imple¬\nment this treaty.\n", ""},
		{"soft inside, sound", "The parties shall im\u00adple\u00adment this trea\u00adty.\n", "The parties shall im\u00adple\u00adment this trea\u00adty.\n", ""},
		{"soft inside, damaged", "The parties shall im\u00adplcment this treaty.\n", "The parties shall implement this treaty.\n", "nonword"},
		{"soft, nothing follows", "The parties shall imple\u00ad\n\nThis treaty is in force.\n", "The parties shall imple\u00ad\n\nThis treaty is in force.\n", ""},
		{"soft, at the end", "The parties shall imple\u00ad", "The parties shall imple\u00ad", ""},
	}
	for _, tt := range tests {
		d, err := Read(strings.NewReader(tt.in), "", nil)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		r, err := (&Cleaner{Lang: "en"}).Clean(d)
		if err != nil {
			t.Fatal(tt.name, err)
		}
		if r.Text != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, r.Text, tt.want)
		}
		var classes []string
		for _, e := range r.Edits {
			if e.Applied {
				classes = append(classes, string(e.Class))
			}
		}
		if strings.Join(classes, " ") != tt.class {
			t.Errorf("%s: edits of class %v, want %q", tt.name, classes, tt.class)
		}
		if back, err := Undo(r.Text, r.Edits); err != nil || back != d.Text {
			t.Errorf("%s: undone %q, %v", tt.name, back, err)
		}
	}
}

// TestJoinedWriteBack keeps a file that needs no correction as it is though its
// words are joined, and gives the parts of a corrected word back to their lines.
func TestJoinedWriteBack(t *testing.T) {
	const file = `<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page><PrintSpace><TextBlock>
<TextLine><String CONTENT="We"/><SP/><String CONTENT="shall"/><SP/><String CONTENT="imp1e" SUBS_TYPE="HypPart1" SUBS_CONTENT="imp1emcnt"/><HYP CONTENT="-"/></TextLine>
<TextLine><String CONTENT="mcnt" SUBS_TYPE="HypPart2" SUBS_CONTENT="imp1emcnt"/><SP/><String CONTENT="this"/><SP/><String CONTENT="treaty."/></TextLine>
</TextBlock></PrintSpace></Page></Layout></alto>
`
	clean := func(in string) string {
		d, err := Read(strings.NewReader(in), "", nil)
		if err != nil {
			t.Fatal(err)
		}
		r, err := (&Cleaner{Lang: "en"}).Clean(d)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := WriteMarkup(&b, r, "alto"); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	sound := strings.NewReplacer("imp1emcnt", "implement", "imp1e", "imple", "mcnt", "ment").Replace(file)
	if got := clean(sound); got != sound {
		t.Errorf("a sound file became\n%s", got)
	}
	got := clean(file)
	for _, want := range []string{
		`<String CONTENT="imple" SUBS_TYPE="HypPart1" SUBS_CONTENT="implement"/><HYP CONTENT="-"/></TextLine>`,
		`<TextLine><String CONTENT="ment" SUBS_TYPE="HypPart2" SUBS_CONTENT="implement"/>`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
}

// TestSoftHyphenCount counts a word with a soft hyphen inside as the word it is.
func TestSoftHyphenCount(t *testing.T) {
	w := newWordCounter(newGuard(nil), "en")
	if words, unknown := w.count("the govern\u00adment im\u00adplcments \u00ad"); words != 3 || unknown != 1 {
		t.Errorf("%d words, %d unknown, want 3 and 1", words, unknown)
	}
}

// TestEachRead joins nothing that only looks like parts of a word.
func TestEachRead(t *testing.T) {
	tests := []struct{ in, want string }{
		{"plain text\nof lines", "plain|text|of|lines"},
		{"a dou\u00ad\nble end\u00ad\ning", "a|double|ending"},
		{"three\u00ad\nparts\u00ad\nhere", "threepartshere"},
		{"per\u00ad\fcent", "per|cent"},
		{"per\u00ad\n1990", "per|1990"},
		{"per¬\nCent¬\n\ncent", "per¬|Cent¬|cent"},
		{"\u00ad\nand 5\u00ad\ncent", "and|5|cent"},
	}
	for _, tt := range tests {
		d := NewDocument(tt.in)
		var got []string
		end := -1
		for w := range d.eachRead() {
			if w.Start <= end || w.End < w.Start {
				t.Errorf("%q: %q at %v behind %d", tt.in, w.read, w.Span, end)
			}
			end = w.End
			got = append(got, w.read)
		}
		if !slices.Equal(got, strings.Split(tt.want, "|")) {
			t.Errorf("%q: %q, want %q", tt.in, got, tt.want)
		}
	}
}

// TestJoinedBlanks guards that no blanks and no empty line are left where a
// word is written into the line that it begins in, whatever follows it there.
func TestJoinedBlanks(t *testing.T) {
	const before = "The Parties shall complete the exam-"
	for rest, want := range map[string]string{
		"\ninatlon of the report.\n":       "\nof the report.\n",
		"\n \tinatlon \t of the report.\n": "\nof the report.\n",
		"  \r\ninatlon\r\nof the report.":  "\r\nof the report.",
		"\ninatlon  \n\nNext they meet.":   "\n\nNext they meet.",
		"\ninatlon\n":                      "\n",
		"\ninatlon":                        "",
		"\ninatlon\fNext they meet.":       "\fNext they meet.",
	} {
		r, err := (&Cleaner{Lang: "en"}).Clean(NewDocument(before + rest))
		if err != nil {
			t.Fatal(err)
		}
		if want := "The Parties shall complete the examination" + want; r.Text != want {
			t.Errorf("%q: %q, want %q", rest, r.Text, want)
		}
		for _, e := range r.Edits {
			for _, a := range e.Alternatives { // put in its place it parts the same words
				if strings.TrimSpace(e.New) == e.New != (strings.TrimSpace(a.New) == a.New) {
					t.Errorf("%q or %q", e.New, a.New)
				}
			}
		}
	}
}
