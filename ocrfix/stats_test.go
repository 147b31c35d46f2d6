package ocrfix

import (
	"strings"
	"testing"
)

// TestStats guards the counts of words, known and unknown, before and after.
func TestStats(t *testing.T) {
	text := "The Parties' co-operation sha1l be d1g1tal, in 2024 and under A/RES/78/1.\nWrite to info@example.org – Urbreathx thattheir 12 guests.\n"
	at := func(raw, new string, applied bool) Edit {
		start := strings.Index(text, raw)
		return Edit{Start: start, End: start + len(raw), Raw: raw, New: new, Applied: applied}
	}
	edits := []Edit{
		at("sha1l", "shall", true),
		at("1g", "ig", true), // two in one token
		at("1tal", "ital", true),
		at("Urbreathx", "Urbreath", false),
		at("thattheir", "that their", true),
	}
	cleaned, err := Apply(text, edits)
	if err != nil {
		t.Fatal(err)
	}
	r := &Result{Document: NewDocument(text), Lang: "en", Text: cleaned, Edits: edits}
	r.count(nil)
	// No words: 2024, the dash, 12. Unknown: sha1l, d1g1tal, Urbreathx, thattheir.
	want := Stats{Words: 16, UnknownBefore: 4, UnknownAfter: 1, Edits: 4, Quality: 12.0 / 16}
	if r.Stats != want {
		t.Errorf("%+v, want %+v", r.Stats, want)
	}
	if r.count([]string{"Urbreathx"}); r.Stats.UnknownAfter != want.UnknownAfter-1 {
		t.Errorf("with a protected word %+v", r.Stats)
	}
	again := &Result{Document: NewDocument(cleaned), Lang: "en", Text: cleaned}
	if again.count(nil); again.Stats.UnknownBefore != want.UnknownAfter || again.Stats.UnknownAfter != want.UnknownAfter {
		t.Errorf("the cleaned text: %+v", again.Stats)
	}
}

// TestStatsOfClean guards that cleaning fills them in.
func TestStatsOfClean(t *testing.T) {
	var c Cleaner
	r, err := c.Clean(NewDocument("The Parties shall meet once a year in the capital of one of them.\n"))
	if err != nil {
		t.Fatal(err)
	}
	if want := (Stats{Words: 14, Quality: 1}); r.Stats != want {
		t.Errorf("%+v, want %+v", r.Stats, want)
	}
	if r, err = c.Clean(NewDocument("\uFFFD\uFFFD \uFFFDlamp\n")); err != nil || r.Stats != (Stats{Words: 2, UnknownBefore: 2, UnknownAfter: 2}) {
		t.Errorf("a text that nobody can read: %+v, %v", r.Stats, err)
	}
	if r, err = c.Clean(NewDocument("")); err != nil || r.Stats != (Stats{}) {
		t.Errorf("an empty text: %+v, %v", r.Stats, err)
	}
}
