package ocrfix

import (
	"fmt"
	"strings"
	"testing"
)

func TestLabelEdits(t *testing.T) {
	const body = "\n\nEach Party shall do what is right.\n\n"
	for _, c := range []struct{ labels, want string }{
		{"Article 1|Article 2|Article 3", ""},
		{"Artic1e l|ARTlCLE 2|Articlc 3", "Artic1e>Article l>1 ARTlCLE>ARTICLE Articlc>Article"},
		{"ARTICLE I|ARTICLE 1I|ARTICLE IIl|ARTICLE 1V", "1I>II IIl>III 1V>IV"},
		{"Article 9|Article l0|Article 1l|Article I2", "l0>10 1l>11 I2>12"},
		{"Art. 1er|Art. 2|Art. 3", ""},
		{"Article 1|Article 1a|Article 2", ""},
		{"Article 1|Article 2|Article 8|Article 4", "8>3?"},
		{"ARTICLE 2.1|ARTICLE 2.l2|ARTICLE 2.3", "2.l2>2.12"},
		{"§ 4|§ 5|§ 6", ""},
		{"CHAPlTRE I|CHAPITRE 1I", "CHAPlTRE>CHAPITRE 1I>II"},
		{"Annex A|Annex B", ""},
		{"Article 5", ""},
		{"Art. 1|Art 2|Art. 3|Art. 4", "Art>Art."},
		{"Art 1|Art 2|Art. 3", ""},
		{"Titel I|Titel II", ""},
	} {
		text := strings.ReplaceAll(c.labels, "|", body) + body
		d := NewDocument(text)
		edits, labels := labelEdits(d)
		var got []string
		for _, e := range edits {
			s := e.Raw + ">" + e.New
			if !e.Applied {
				s += "?"
			}
			got = append(got, s)
		}
		if s := strings.Join(got, " "); s != c.want {
			t.Errorf("%s: got %s, want %s", c.labels, s, c.want)
		}
		if _, err := Apply(text, edits); err != nil {
			t.Errorf("%s: %v", c.labels, err)
		}
		names := strings.Split(c.labels, "|")
		for i, l := range labels {
			if i < len(names) && text[l.Start:l.End] != names[i] {
				t.Errorf("%s: label %q", c.labels, text[l.Start:l.End])
			}
		}
	}
}

func TestMendLabels(t *testing.T) {
	text := "Article 1\n\nEach Party sball act.\n\nArtic1e l2\n\nThe end.\n\nArticle 3\n\nTbe end.\n"
	text = strings.Replace(text, "l2", "2", 1)
	d := NewDocument(text)
	edit := func(raw, new string) Edit {
		at := strings.Index(text, raw)
		return Edit{Start: at, End: at + len(raw), Raw: raw, New: new, Applied: true}
	}
	edits := mendLabels(d, []Edit{edit("sball", "shall"), edit("Artic1e 2", "Articles"), edit("Tbe", "The")}, func(*Edit) bool { return true })
	got, err := Apply(text, edits)
	want := "Article 1\n\nEach Party shall act.\n\nArticle 2\n\nThe end.\n\nArticle 3\n\nThe end.\n"
	if err != nil || got != want {
		t.Errorf("%v: got %q", err, got)
	}
}

// TestLabelEditsDamage damages labels at random and checks that all come back.
func TestLabelEditsDamage(t *testing.T) {
	const body = "\n\nEach Party shall do what is right.\n\n"
	swap := strings.NewReplacer("1", "l", "0", "O", "i", "1", "e", "c")
	for _, word := range []string{"Article", "ARTICLE", "Artikel", "Chapter", "Hoofdstuk"} {
		var clean, raw strings.Builder
		for n := 1; n <= 40; n++ {
			label := fmt.Sprintf("%s %d", word, n)
			clean.WriteString(label + body)
			if n%3 == 0 {
				label = swap.Replace(label)
			}
			raw.WriteString(label + body)
		}
		edits, _ := labelEdits(NewDocument(raw.String()))
		got, err := Apply(raw.String(), edits)
		if err != nil || got != clean.String() {
			t.Errorf("%s: %v\n%s", word, err, got)
		}
	}
}

// TestMendedHeadings guards how damaged labels are printed: as they should read
// where the count proves it, and as written where that may be the author's way.
func TestMendedHeadings(t *testing.T) {
	const body = "\n\nEach Party shall do what is right.\n\n"
	for _, c := range []struct{ labels, want string }{
		{"Artic1e l|ARTlCLE 2|Articlc 3", "Article 1|ARTICLE 2|Article 3"},
		{"Artic1e l|ARTlCLE II|Article lll|Article 1V|Article V|Articlc Vl", "Article I|ARTICLE II|Article III|Article IV|Article V|Article VI"},
		{"Art1kel l|Artikel 2|Artike1 3|Artikel 4|Artikel S", "Artikel 1|Artikel 2|Artikel 3|Artikel 4|Artikel 5"},
		{"§ l Zweck|§ 2 Betrieb|$ 3 Tarife|§ 4 Ende", "§ 1|§ 2|§ 3|§ 4"},
		{"Article 1|Article 2|Article 8|Article 4", "Article 1|Article 2|Article 8|Article 4"},
		{"CHAPITRE Ier|CHAPITRE II|CHAPITRE III", "CHAPITRE Ier|CHAPITRE II|CHAPITRE III"},
		{"TITRE PREMIER|TITRE II", "TITRE PREMIER|TITRE II"},
		{"Annex A|Annex B", "Annex A|Annex B"},
		{"Art. 1|Art 2|Art. 3|Art. 4", "Art. 1|Art 2|Art. 3|Art. 4"},
	} {
		text := "Agreement on Lights\n\n" + strings.ReplaceAll(c.labels, "|", body) + body
		var got []string
		eachSection(FindSections(text, nil), func(s *Section) {
			if s.Number != "" {
				got = append(got, s.Number)
				if !strings.HasPrefix(text[s.Start:], s.label()) {
					t.Errorf("%s: label %q does not stand in the text", c.labels, s.label())
				}
			}
		})
		if s := strings.Join(got, "|"); s != c.want {
			t.Errorf("got %s, want %s", s, c.want)
		}
	}
}
