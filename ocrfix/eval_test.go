package ocrfix

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestJoinHyphens(t *testing.T) {
	for _, tt := range []struct{ in, want string }{
		{"", ""},
		{"a con-\ntract", "a contract"},
		{"a con-  \r\n  tract", "a contract"},
		{"a con\u00ad\ntract ab¬\nout", "a contract about"},
		{"over the con-\n\ftract", "over the contract"},
		{"a well-known fact", "a well-known fact"},
		{"1948-\n1950", "1948-\n1950"},
		{"a list -\nitem", "a list -\nitem"},
		{"con- tract", "con- tract"},
		{"ends in con-\n", "ends in con-\n"},
		{"é-\nà", "éà"},
		{"a-\nb-\nc", "abc"},
	} {
		if got := joinHyphens(tt.in); got != tt.want {
			t.Errorf("joinHyphens(%q) = %q, want %q", tt.in, got, tt.want)
		}
	}
}

func TestMatchForm(t *testing.T) {
	if got, want := matchForm("  Ünder Art. 5(b), “the\nParties”! "), "ünder art 5 b the parties"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMeasureCounts(t *testing.T) {
	tests := []struct {
		name, raw, clean, truth string
		want                    Counts
	}{
		{
			name: "one of two mended, one broken",
			raw:  "tbe Parties sha1l confer", clean: "the Parties sha1l canfer", truth: "the Parties shall confer",
			want: Counts{Units: 1, TruthChars: 24, RawCharErrors: 2, CleanCharErrors: 2, TruthWords: 4, RawWordErrors: 2,
				CleanWordErrors: 2, RawMatchErrors: 2, RawMatchLength: 24, CleanMatchErrors: 2, CleanMatchLength: 24,
				Wrong: 2, Fixed: 1, Right: 2, Broke: 1},
		},
		{
			name: "boundaries and hyphens",
			raw:  "each con-\ntract ofthe State", clean: "each contract\nof the  State", truth: "each contract of the State",
			want: Counts{Units: 1, Improved: 1, TruthChars: 26, RawCharErrors: 1, TruthWords: 5, RawWordErrors: 2,
				RawMatchErrors: 2, RawMatchLength: 27, CleanMatchLength: 26, Wrong: 2, Fixed: 2, Right: 3},
		},
		{
			name: "nothing at all", raw: "", clean: "", truth: "",
			want: Counts{Units: 1},
		},
		{
			name: "truth empty", raw: "x", clean: "", truth: "",
			want: Counts{Units: 1, Improved: 1, RawCharErrors: 1, RawWordErrors: 1, RawMatchErrors: 1, RawMatchLength: 1},
		},
		{
			name: "only punctuation", raw: "yes.", clean: "yes", truth: "yes",
			want: Counts{Units: 1, TruthChars: 3, RawCharErrors: 1, TruthWords: 1, RawWordErrors: 1,
				RawMatchLength: 3, CleanMatchLength: 3, Wrong: 1, Fixed: 1},
		},
	}
	for _, tt := range tests {
		var m Measure
		m.Add(tt.raw, tt.clean, tt.truth)
		if got := m.Total(); got != tt.want {
			t.Errorf("%s:\n got %+v\nwant %+v", tt.name, got, tt.want)
		}
	}
}

func TestMeasureRates(t *testing.T) {
	var m Measure
	m.Add("tbe Parties sha1l confer", "the Parties shall confer", "the Parties shall confer")
	m.Add("“quoted” — text", "\"quoted\" - text", "\"quoted\" - text")
	m.Add("a sound line", "a sounder line", "a sound line")
	m.AddTruth("five words of clean truth", []Edit{{Applied: true}, {Applied: false}})
	e := m.Evaluation()
	near := func(name string, got, want float64) {
		t.Helper()
		if got < want-1e-9 || got > want+1e-9 {
			t.Errorf("%s = %v, want %v", name, got, want)
		}
	}
	near("CER raw", e.Rates.CER.Raw.Value, 5.0/51)
	near("CER clean", e.Rates.CER.Clean.Value, 2.0/51)
	near("CER change", e.Rates.CER.Change.Value, 2.0/5-1)
	near("preference", e.Rates.Preference.Value, 0)
	near("fixed", e.Rates.Fixed.Value, 1)
	near("broke", e.Rates.Broke.Value, 1.0/6)
	near("silence", e.Rates.Silence.Value, 2000)
	near("folded CER raw", e.FoldedRates.CER.Raw.Value, 2.0/51)
	if e.Resampled != "pieces" || e.Rates.CER.Raw.Low == nil || *e.Rates.CER.Raw.Low > 5.0/51 || *e.Rates.CER.Raw.High < 5.0/51 {
		t.Errorf("interval of CER over %s: %+v", e.Resampled, e.Rates.CER.Raw)
	}
	if again := m.Evaluation(); !reflect.DeepEqual(e, again) {
		t.Error("two evaluations of the same units differ")
	}
	if _, err := json.Marshal(e); err != nil {
		t.Error(err)
	}
	if _, err := json.Marshal(new(Measure).Evaluation()); err != nil {
		t.Error(err)
	}
}

func TestMeasureKinds(t *testing.T) {
	lexicon := strings.Fields("the gamed gained experience in of year experts met party will not riot digital")
	m := Measure{Known: func(w string) bool { return slices.Contains(lexicon, w) }}
	for range 2 {
		m.Add("tbe experts gamed experience in d1g1tal", "the experts gamed experience in digital", "the experts gained experience in digital")
	}
	m.Add("ofthe year l9 met In Zhytornyr} ,", "of the year l9 met in Zhytornyr} ,", "of the year 19 met in Zhytomyr) .")
	m.Add("the party will not", "the party will riot", "the party will not")
	m.Add("the year", "the", "the party year")
	e := m.Evaluation()
	want := []KindCounts{
		{Kind: ClassNonWord, Wrong: 4, Fixed: 4},
		{Kind: ClassRealWord, Wrong: 2, Broke: 1},
		{Kind: ClassBoundary, Wrong: 2, Fixed: 2},
		{Kind: ClassCase, Wrong: 1, Fixed: 1},
		{Kind: ClassPunctuation, Wrong: 1},
		{Kind: ClassNumber, Wrong: 1},
		{Kind: ClassName, Wrong: 1},
		{Kind: ClassLayout, Wrong: 1, Broke: 1},
	}
	if !slices.Equal(e.Kinds, want) {
		t.Errorf("kinds\n got %v\nwant %v", e.Kinds, want)
	}
	if len(e.Misses) == 0 || e.Misses[0] != (Confusion{ClassRealWord, "gamed", "gamed", "gained", 2}) {
		t.Errorf("misses %v", e.Misses)
	}
	if len(e.Harms) != 2 || !slices.Contains(e.Harms, Confusion{ClassRealWord, "not", "riot", "not", 1}) {
		t.Errorf("harms %v", e.Harms)
	}
}

// TestMeasureOfLongText guards against a table of text by text.
func TestMeasureOfLongText(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds")
	}
	r := rand.New(rand.NewPCG(9, 9))
	raw, truth := evalNoisyText(r, 150_000)
	start := time.Now()
	var m Measure
	m.Add(raw, truth, truth)
	t.Logf("%d bytes in %v", len(truth), time.Since(start))
	if c := m.Total(); c.Fixed != c.Wrong || c.Wrong == 0 || c.CleanCharErrors != 0 {
		t.Errorf("counts %+v", c)
	}
}

// evalNoisyText returns a text of n words, and as a scanner might read it.
func evalNoisyText(r *rand.Rand, n int) (raw, truth string) {
	var a, b strings.Builder
	for range n {
		word := make([]byte, 1+r.IntN(9))
		for i := range word {
			word[i] = "etaoinshrdlu"[r.IntN(1+r.IntN(12))]
		}
		b.Write(word)
		b.WriteByte(' ')
		if r.IntN(20) == 0 {
			word[r.IntN(len(word))] = '1'
		}
		a.Write(word)
		if r.IntN(50) > 0 {
			a.WriteByte(' ')
		}
	}
	return a.String(), b.String()
}

func FuzzMeasure(f *testing.F) {
	f.Add("tbe con-\ntract", "the contract", "the contract")
	f.Add("", "a", "b c\f")
	f.Fuzz(func(t *testing.T, raw, clean, truth string) {
		if len(raw)+len(clean)+len(truth) > 3000 {
			return
		}
		var m Measure
		m.Add(raw, clean, truth)
		c := m.Total()
		if c.Wrong+c.Right != c.TruthWords || c.Fixed > c.Wrong || c.Broke > c.Right || c.RawMatchErrors > c.RawMatchLength {
			t.Fatalf("counts %+v", c)
		}
		m.Evaluation()
	})
}
