package record

import (
	"math/rand/v2"
	"strings"
	"testing"

	"ocrfix/ocrfix"
)

// editedResult is a result of a text in which each raw word becomes the new
// one, as a suggestion where it begins with "?".
func editedResult(t *testing.T, text string, changes ...string) *ocrfix.Result {
	t.Helper()
	res := &ocrfix.Result{Document: ocrfix.NewDocument(text)}
	at := 0
	for i := 0; i < len(changes); i += 2 {
		raw, new := changes[i], changes[i+1]
		raw, suggested := strings.CutPrefix(raw, "?")
		n := strings.Index(text[at:], raw)
		if n < 0 {
			t.Fatalf("%q does not hold %q", text[at:], raw)
		}
		res.Edits = append(res.Edits, ocrfix.Edit{Start: at + n, End: at + n + len(raw), Raw: raw, New: new, Applied: !suggested, Confidence: 0.5})
		at += n + len(raw)
	}
	var err error
	if res.Text, err = ocrfix.Apply(text, res.Edits); err != nil {
		t.Fatal(err)
	}
	return res
}

func TestDecisions(t *testing.T) {
	for _, c := range []struct {
		name, rows, text string
		changes          []string
		want             string
	}{
		{"keep undoes a change", "keep\tharb0ur\tharbour", "the harb0ur, then", []string{"0", "o"}, "the harb0ur, then"},
		{"change makes a suggestion good", "change\tharb0ur\tharbour", "“harb0ur”", []string{"?harb0ur", "harbour"}, "“harbour”"},
		{"text where ocrfix saw nothing", "text\tTallin\tTallinn", "in Tallin.", nil, "in Tallinn."},
		{"the marks around a word may be named", "text\t(OSLO}\t(OSLO)", "near (OSLO} and OSLO}", []string{"}", ")"}, "near (OSLO) and OSLO}"},
		{"words that belong together", "change\tpri soners\tprisoners", "the pri\nsoners; pri. soners", nil, "the prisoners; pri. soners"},
		{"neighbours are compared without marks", "text\tgamed\tgained\twas\tby", "was “gamed” (by them); gamed by", nil, "was “gained” (by them); gamed by"},
		{"more neighbours go first", "text\tact\tAct\nkeep\tact\t\tthe", "the act, an act", nil, "the act, an Act"},
		{"the later row goes first", "text\tact\tone\ntext\tact\ttwo", "act", nil, "two"},
		{"a longer run goes first", "text\tin fact\tindeed\ntext\tin\tinto", "in fact in", nil, "indeed into"},
		{"a change that reaches out of a kept word", "keep\tb\t", "a b c", []string{"a b", "ab"}, "a b c"},
		{"a change that reaches out of a typed word", "text\tb\tB", "a b c", []string{"b c", "bc"}, "a B c"},
		{"a change that reaches into the next typed word", "keep\ta\t\ntext\tb\tB", "a b c", []string{"a b", "ab"}, "a B c"},
		{"no decision, no change", "\tact\tAct\n# remark\n\n", "act", nil, "act"},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, err := ParseDecisions([]byte("decision\traw\tnew\tbefore\tafter\n" + c.rows + "\n"))
			if err != nil {
				t.Fatal(err)
			}
			res := editedResult(t, c.text, c.changes...)
			if err := l.Replay(res); err != nil {
				t.Fatal(err)
			}
			if res.Text != c.want {
				t.Errorf("got %q, want %q", res.Text, c.want)
			}
			if raw, err := ocrfix.Undo(res.Text, res.Edits); err != nil || raw != c.text {
				t.Errorf("undone to %q, %v", raw, err)
			}
		})
	}
}

func TestDecisionsRefused(t *testing.T) {
	for rows, want := range map[string]string{
		"perhaps\ta\tb\n": `line 1: there is no decision "perhaps"`,
		"\n\nkeep\n":      "line 3: the column raw is empty",
	} {
		if _, err := ParseDecisions([]byte(rows)); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", rows, err, want)
		}
	}
}

// TestDecisionKeys guards: the key under which a change is shown to a person is
// one that brings the change about when it comes back.
func TestDecisionKeys(t *testing.T) {
	for _, c := range []struct {
		text    string
		changes []string
		want    Key
	}{
		{"at the “mteroperab1l1ty,” of", []string{"?mteroperab1l1ty", "interoperability"}, Key{Word: "mteroperab1l1ty", New: "interoperability", Before: "the", After: "of"}},
		{"(harb0ur)", []string{"?0", "o"}, Key{Word: "harb0ur", New: "harbour"}},
		{"near (OSLO} today", []string{"?}", ")"}, Key{Word: "OSLO}", New: "OSLO)", Before: "near", After: "today"}},
		{"the exa\nmination of", []string{"?exa\nmination", "examination"}, Key{Word: "exa mination", New: "examination", Before: "the", After: "of"}},
		{"are soextensive that", []string{"?soext", "so ext"}, Key{Word: "soextensive", New: "so extensive", Before: "are", After: "that"}},
	} {
		res := editedResult(t, c.text, c.changes...)
		key := EditKeys(res)[0]
		if key != c.want {
			t.Errorf("%q: got %+v, want %+v", c.text, key, c.want)
		}
		l, err := ParseDecisions([]byte(strings.Join([]string{"change", key.Word, key.New, key.Before, key.After}, "\t")))
		if err != nil {
			t.Fatal(err)
		}
		want := editedResult(t, c.text, strings.TrimPrefix(c.changes[0], "?"), c.changes[1]).Text
		if err := l.Replay(res); err != nil || strings.Join(strings.Fields(res.Text), " ") != strings.Join(strings.Fields(want), " ") {
			t.Errorf("%q: replayed to %q, %v; want %q", c.text, res.Text, err, want)
		}
	}
}

// TestDecisionsRandom guards: whatever is decided about whatever was changed,
// the edits stay a list that can be applied and undone, and what is kept stays.
func TestDecisionsRandom(t *testing.T) {
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 2))
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	for range 2000 {
		var text strings.Builder
		for range 12 {
			text.WriteString(pick("a", "b", "(a)", "b.", "ab", "kept") + pick(" ", "  ", "\n", "\f"))
		}
		res := &ocrfix.Result{Document: ocrfix.NewDocument(text.String())}
		for at := 0; ; {
			start := at + r.IntN(6)
			end := start + r.IntN(6)
			if end > text.Len() {
				break
			}
			res.Edits = append(res.Edits, ocrfix.Edit{Start: start, End: end, Raw: text.String()[start:end], New: pick("", "x", "y z"), Applied: r.IntN(2) == 0})
			at = end
		}
		res.Text, _ = ocrfix.Apply(text.String(), res.Edits)
		rows := "keep\tkept\n"
		for range 3 {
			rows += pick("keep", "change", "text") + "\t" + pick("a", "b", "(a)", "a b", "ab kept") + "\tX\t" + pick("", "a", "b") + "\t" + pick("", "a") + "\n"
		}
		l, err := ParseDecisions([]byte(rows))
		if err != nil {
			t.Fatal(err)
		}
		if err := l.Replay(res); err != nil {
			t.Fatalf("seed %d: %q under %q: %v", seed, text.String(), rows, err)
		}
		if raw, err := ocrfix.Undo(res.Text, res.Edits); err != nil || raw != text.String() {
			t.Fatalf("seed %d: %q under %q: undone to %q, %v", seed, text.String(), rows, raw, err)
		}
	}
}

func FuzzDecisions(f *testing.F) {
	f.Add([]byte("decision\traw\tnew\nkeep\ta b\t\tc\td\ntext\t\"x \"\"y\"\"\"\tz\n"), "c a b d (x)")
	f.Add([]byte("# no\n\tundecided\n"), "")
	f.Fuzz(func(t *testing.T, rows []byte, text string) {
		l, err := ParseDecisions(rows)
		if err != nil {
			return
		}
		res := &ocrfix.Result{Document: ocrfix.NewDocument(text)}
		res.Text = res.Document.Text
		if err := l.Replay(res); err != nil {
			t.Fatal(err)
		}
		if raw, err := ocrfix.Undo(res.Text, res.Edits); err != nil || raw != res.Document.Text {
			t.Fatalf("undone to %q, %v", raw, err)
		}
	})
}
