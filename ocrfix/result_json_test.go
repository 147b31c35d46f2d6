package ocrfix

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"
)

// jsonSampleResult returns a small result with one of everything.
func jsonSampleResult(t testing.TB) *Result {
	t.Helper()
	d, err := Read(strings.NewReader("\xef\xbb\xbfARTICLE 1\nThe Parties sha1l confer & report <yearly>.\n"), "a/b.txt", nil)
	if err != nil {
		t.Fatal(err)
	}
	edits := []Edit{{Start: 22, End: 27, Raw: "sha1l", New: "shall", Class: ClassNonWord, Rule: "1→l", Cost: -7.5,
		Confidence: 0.99, Applied: true, Page: 1, Line: 2}}
	cleaned, err := Apply(d.Text, edits)
	if err != nil {
		t.Fatal(err)
	}
	parties := "The Parties"
	return &Result{
		Document: d, Lang: "en", Text: cleaned, Edits: edits,
		Sections: []*Section{{ID: "art_1", Level: 1, Kind: "article", Number: "1", End: len(cleaned), Page: 1, Line: 1,
			Children: []*Section{{ID: "art_1__para", Level: 2, Kind: "paragraph", Start: 10, End: len(cleaned), Page: 1, Line: 2}}}},
		Commitments: []Commitment{{ID: "c1", Kind: "commitment", Strength: 4, Actor: Actor{Text: &parties}, Trigger: "shall",
			Polarity: "positive", Quote: cleaned[10:], QuoteRaw: d.Text[10:], Start: 10, End: len(cleaned), RawStart: 10, RawEnd: len(d.Text),
			Page: 1, Line: 2, OCR: OCRTouch{Edits: 1}}},
		Stats: Stats{Words: 9, UnknownBefore: 1, Edits: 1, Quality: 8.0 / 9},
	}
}

func TestWriteJSON(t *testing.T) {
	r := jsonSampleResult(t)
	var b bytes.Buffer
	if err := WriteJSON(&b, r); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"lang": "en"`, `& report <yearly>`, `"alternatives": []`, `"flags": []`, `"conditions": []`, `"qualifiers": []`,
		`"refs": []`, `"children": []`, `"counterparty": null`, `"deadline": null`, `"heading": null`, `"number": "1"`,
		`"number": null`, `"scope": null`, `"bom": true`, `"format": "text"`,
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %s in\n%s", want, b.String())
		}
	}
	direct, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var one, two any
	if json.Unmarshal(direct, &one) != nil || json.Unmarshal(b.Bytes(), &two) != nil {
		t.Fatal("no valid JSON")
	}
}

// TestWriteJSONKeys guards the names of the contract.
func TestWriteJSONKeys(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSONL(&b, jsonSampleResult(t)); err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(b.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	first := func(x any) map[string]any { return x.([]any)[0].(map[string]any) }
	for _, tt := range []struct {
		what string
		in   map[string]any
		keys string
	}{
		{"result", got, "source lang text edits sections commitments stats"},
		{"source", got["source"].(map[string]any), "path sha256 format pages"},
		{"edit", first(got["edits"]), "start end raw new class rule confidence applied page line alternatives flags"},
		{"section", first(got["sections"]), "id level kind number heading start end page line children"},
		{"commitment", first(got["commitments"]), "id section kind strength actor counterparty trigger polarity action object deadline " +
			"conditions qualifiers refs quote quote_raw start end raw_start raw_end page line confidence ocr"},
		{"ocr", first(got["commitments"])["ocr"].(map[string]any), "edits negation_touched date_touched"},
		{"stats", got["stats"].(map[string]any), "words unknown_before unknown_after edits quality"},
	} {
		for _, key := range strings.Fields(tt.keys) {
			if _, ok := tt.in[key]; !ok {
				t.Errorf("%s has no %q", tt.what, key)
			}
		}
	}
}

func TestWriteJSONOfNothing(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSONL(&b, &Result{Document: NewDocument("")}, &Result{}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), "\n"); n != 2 {
		t.Errorf("%d lines, want 2", n)
	}
	if strings.Count(b.String(), `"lang":null,"text":"","edits":[],"sections":[],"commitments":[]`) != 2 {
		t.Errorf("got %s", b.String())
	}
	if err := WriteJSON(&b, &Result{Stats: Stats{Quality: math.NaN()}}); err == nil {
		t.Error("a quality that is no number passes")
	}
}

func TestReadEditsUndoes(t *testing.T) {
	r := jsonSampleResult(t)
	for _, write := range []func(*bytes.Buffer) error{
		func(b *bytes.Buffer) error { return WriteJSON(b, r) },
		func(b *bytes.Buffer) error { return WriteJSONL(b, r) },
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatal(err)
		}
		list, err := ReadEdits(&b)
		if err != nil {
			t.Fatal(err)
		}
		raw, err := list.RawBytes(r.Text)
		if want := "\xef\xbb\xbf" + r.Document.Text; err != nil || string(raw) != want {
			t.Errorf("RawBytes = %q, %v, want %q", raw, err, want)
		}
	}
	list, err := ReadEdits(strings.NewReader(`[{"start":0,"end":1,"raw":"a","new":"b","applied":true}]`))
	if err != nil || len(list.Edits) != 1 {
		t.Errorf("a bare list: %+v, %v", list, err)
	}
}

func TestReadEditsRefuses(t *testing.T) {
	for _, s := range []string{"", "null", "{}", `{"edits":null}`, `{"edits":1}`, `{"edits":[]}{"edits":[]}`, `{"edits":[]} x`, `[1]`, "\x00"} {
		if list, err := ReadEdits(strings.NewReader(s)); err == nil {
			t.Errorf("%q: %+v without an error", s, list)
		}
	}
}

func FuzzReadEdits(f *testing.F) {
	f.Add([]byte(`{"source":{"encoding":"utf-16le","repairs":[{"start":0,"end":9,"raw":"AA=="}]},"edits":[{"start":1,"end":2,"raw":"a","applied":true}]}`), "abc")
	f.Fuzz(func(t *testing.T, data []byte, cleaned string) {
		if list, err := ReadEdits(bytes.NewReader(data)); err == nil {
			_, _ = list.RawBytes(cleaned)
		}
	})
}
