package ocrfix

import (
	"slices"
	"strings"
	"testing"
)

// TestSentSplit shows where units begin: "|" stands for a cut in the text.
func TestSentSplit(t *testing.T) {
	for _, c := range []struct{ name, text string }{
		{"abbreviations", "See Art. 5 and No. 12 of the list.| H.E. Mr. J. Tamm signed it."},
		{"a number before a lower-case word", "Under paragraphs 2. and 3. the Parties meet."},
		{"hard-wrapped lines", "The Parties will\nmeet in Riga.| They will\nreport."},
		{"a page break inside a sentence", "The Parties will at their own cost\n\f\nmeet in Riga."},
		{"an article heading", "Article 5\n|The Parties meet.|\n\nARTICLE VI - COSTS\n|Each pays."},
		{"numbered paragraphs", "1. One party pays.|\n2. The other paints.|\n2.1 It uses white."},
		{"items under a stem", "The Parties shall:|\n(a) pay;|\n(b) paint; and|\n(ii) leave."},
		{"items inside a line", "Each shall: |(a) pay; |(b) paint."},
		{"a reference at the start of a line", "as said in paragraph 2\n(b) of the list, it pays."},
		{"semicolons in prose", "It pays; it paints; it leaves."},
		{"a glued full stop", "This is the rule.|The next rule follows."},
		{"German ordinals", "Am 6. März beginnt die Frist.| Sie endet am 9. Mai."},
		{"wide gaps", "Entry into force      |This Act applies."},
		{"quoted ends", "He said “stop.”| They stopped."},
	} {
		t.Run(c.name, func(t *testing.T) {
			var want []int
			text := c.text
			for i := strings.IndexByte(text, '|'); i >= 0; i = strings.IndexByte(text, '|') {
				text = text[:i] + text[i+1:]
				for sentIsSpace(text[i]) {
					i++
				}
				want = append(want, i)
			}
			var got []int
			sentSplit(text, nil, nil, func(u commUnit) {
				if u.Start > 0 {
					got = append(got, u.Start)
				}
			})
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("units begin at %v, want %v, in %q", got, want, text)
			}
		})
	}
}

// TestSentBreaks guards that no unit runs over a heading that is known.
func TestSentBreaks(t *testing.T) {
	text := "General remarks\nThe Parties meet."
	var got []string
	sentSplit(text, []int{0, 15}, nil, func(u commUnit) { got = append(got, text[u.Start:u.End]) })
	if !slices.Equal(got, []string{"General remarks", "The Parties meet."}) {
		t.Errorf("%q", got)
	}
}

// TestSentFurniture guards that a sentence goes on behind a running head.
func TestSentFurniture(t *testing.T) {
	text := "The Parties will at their own cost\nrepair the road to\nRoad Agreement | 7\nTartu and the bridge."
	from := strings.Index(text, "Road")
	var got []string
	sentSplit(text, nil, []Span{{from, from + len("Road Agreement | 7")}}, func(u commUnit) { got = append(got, text[u.Start:u.End]) })
	if len(got) != 1 || got[0] != text {
		t.Errorf("%q", got)
	}
}

func TestCommGuess(t *testing.T) {
	for text, want := range map[string]string{
		"The Parties shall keep the bridge in good order and share the cost of the works.":               "en",
		"De partijen houden de brug in goede staat en delen de kosten van het werk.":                     "nl",
		"Les Parties tiennent le pont en bon état et partagent le coût des travaux dans la région.":      "fr",
		"Die Vertragsparteien halten die Brücke in gutem Zustand und teilen die Kosten für das Bauwerk.": "de",
		"Pooled kohustuvad hoidma silda korras ja jagama kulusid.":                                       "",
		"1234 5678": "",
	} {
		if got := commGuess(text); got != want {
			t.Errorf("%q for %q, want %q", got, text, want)
		}
	}
}

// TestDeadlines guards what a date or a term is read as. The documents are of
// 5 March 2027.
func TestDeadlines(t *testing.T) {
	for _, c := range []struct{ lang, clause, want string }{
		{"en", "The Parties shall publish it by 9 May 2031.", "explicit 2031-05-09"},
		{"en", "The Parties shall publish it by May 9, 2031.", "explicit 2031-05-09"},
		{"en", "The Parties shall publish it no later than the end of 2031.", "explicit 2031-12-31"},
		{"en", "The Parties shall publish it by February 2032.", "explicit 2032-02"},
		{"en", "The Parties shall publish it in the years 2028-2030.", "explicit 2028/2030"},
		{"en", "The Parties shall publish it by 2028 through to 2030.", "explicit 2028/2030"},
		{"en", "The Parties shall publish it in September.", "explicit 2027-09"},
		{"en", "The Parties shall publish it by the end of this year.", "explicit 2027-12-31"},
		{"en", "The Parties shall publish it over the coming year.", "explicit 2027-03-05/2028-03-05"},
		{"en", "The Parties shall publish it within ninety (90) days of signature.", "relative P90D"},
		{"en", "The Parties shall publish it not later than two years after the survey.", "relative P2Y"},
		{"en", "The Parties shall publish it every six months.", "recurring R/P6M"},
		{"en", "The Parties shall publish it twice a year.", "recurring R/P6M"},
		{"en", "The Parties shall publish it without undue delay.", "event "},
		{"en", "The Parties shall publish the study adopted in 2025.", ""},
		{"en", "The Parties shall apply the 2030 Agenda.", ""},
		{"en", "The Parties shall hold a yearly meeting.", ""},
		{"nl", "De partijen publiceren de lijst uiterlijk op 9 mei 2031.", "explicit 2031-05-09"},
		{"nl", "De partijen publiceren de lijst binnen drie maanden na ontvangst.", "relative P3M"},
		{"nl", "De partijen publiceren de lijst voor het einde van 2031.", "explicit 2031-12-31"},
		{"fr", "Les Parties publieront la liste avant le 9 mai 2031.", "explicit 2031-05-09"},
		{"fr", "Les Parties publieront la liste dans un délai de trois mois.", "relative P3M"},
		{"fr", "Les Parties publieront la liste chaque année.", "recurring R/P1Y"},
		{"de", "Die Vertragsparteien veröffentlichen die Liste bis zum 9. Mai 2031.", "explicit 2031-05-09"},
		{"de", "Die Vertragsparteien veröffentlichen die Liste innerhalb von zwei Jahren.", "relative P2Y"},
	} {
		head := "Adopted on 5 March 2027.\n\n"
		if c.lang != "en" {
			head = map[string]string{"nl": "Vastgesteld op 5 maart 2027.\n\n", "fr": "Arrêté le 5 mars 2027.\n\n", "de": "Fassung vom 5. März 2027.\n\n"}[c.lang]
		}
		got := ""
		list := FindCommitments(head+c.clause, c.lang, nil, &CommitmentOptions{Instrument: InstrumentTreaty})
		if len(list) != 1 {
			t.Errorf("%s: %d records", c.clause, len(list))
			continue
		}
		if d := list[0].Deadline; d != nil {
			got = d.Type + " " + commISO(d)
		}
		if got != c.want {
			t.Errorf("%s\n\tgot %q, want %q", c.clause, got, c.want)
		}
	}
}

// TestCommitmentDetails guards conditions, qualifiers, references and the other
// side.
func TestCommitmentDetails(t *testing.T) {
	text := "Article 1\n\n1. The Parties shall meet.\n\nArticle 2\n\nUnless the ice is thin, each Party shall, where possible, send skates to the other Party under Article 1, paragraph 1, and Article 9 of the Hague Convention.\n"
	list := FindCommitments(text, "en", FindSections(text, nil), &CommitmentOptions{Instrument: InstrumentTreaty})
	if len(list) != 2 {
		t.Fatalf("%d records: %+v", len(list), list)
	}
	c := list[1]
	if c.Section == nil || *c.Section != "art_2" {
		t.Errorf("section %q", commDeref(c.Section))
	}
	if !slices.Equal(c.Conditions, []string{"Unless the ice is thin"}) {
		t.Errorf("conditions %q", c.Conditions)
	}
	if !slices.Equal(c.Qualifiers, []string{"where possible"}) || c.Strength != 2 {
		t.Errorf("qualifiers %q, strength %d", c.Qualifiers, c.Strength)
	}
	if !slices.Equal(c.Refs, []string{"art_1__para_1", "Article 9"}) {
		t.Errorf("refs %q", c.Refs)
	}
	if commDeref(c.Counterparty) != "the other Party" {
		t.Errorf("counterparty %q", commDeref(c.Counterparty))
	}
	if commDeref(c.Action) != "send" {
		t.Errorf("action %q", commDeref(c.Action))
	}
}

// FuzzFindCommitments guards that no text makes a panic, and that spans lie in
// the text, in order.
func FuzzFindCommitments(f *testing.F) {
	for _, c := range commCases {
		f.Add(c.text, c.lang)
	}
	f.Add("(a) (b) \f\n\n1. ; : ( shall", "")
	f.Add("Each ۰M shall pay ٣ coins", "")
	f.Add("’s \xff shall, , , the", "fr")
	f.Fuzz(func(t *testing.T, text, lang string) {
		end := 0
		for _, c := range FindCommitments(text, lang, FindSections(text, nil), &CommitmentOptions{Procedural: true, Requests: true}) {
			if c.Start < end || c.End <= c.Start || c.End > len(text) || text[c.Start:c.End] != c.Quote {
				t.Fatalf("span %d:%d after %d in %q", c.Start, c.End, end, text)
			}
			end = c.End
		}
	})
}
