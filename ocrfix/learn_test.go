package ocrfix

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// learnDocs are documents of an archive that uses words no list has, one
// scanner of which writes h as b.
func learnDocs() []string {
	var docs []string
	for i := range 12 {
		docs = append(docs, fmt.Sprintf(`The delegation of Brelovia met the Secretary of the Council on %d June.
Mr Tandreko spoke for Brelovia about the zorvitation of the fisheries and the
tbird part of the agreement, wbich the Parties have signed. It was said that the
zorvitation of the harbour sbould begin before the end of the year, and that the
government would report on the progress made in tbe course of it to the Council.
The régimes of the fisheries are those of the harbour and of SecretaryGeneral.
`, i+1))
	}
	return docs
}

func learnAll(t *testing.T, docs []string) *Learner {
	t.Helper()
	l := &Learner{}
	for _, d := range docs {
		if _, err := l.AddRaw(NewDocument(d)); err != nil {
			t.Fatal(err)
		}
	}
	return l
}

func mustProfile(t *testing.T, l *Learner) (*Profile, string) {
	t.Helper()
	p, err := l.Profile()
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return p, b.String()
}

// TestLearnRaw guards: an archive's own words and names are learned, what its
// scanner damages over and over is not, and its confusions are.
func TestLearnRaw(t *testing.T) {
	p, text := mustProfile(t, learnAll(t, learnDocs()))
	if got, want := p.Names(), []string{"Brelovia", "Tandreko"}; !slices.Equal(got, want) {
		t.Errorf("names %q, want %q", got, want)
	}
	if got, want := p.Vocabulary(), []string{"régimes", "zorvitation"}; !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
	if !strings.Contains(text, "\nh\tb\t") {
		t.Errorf("h read as b was not learned:\n%s", text)
	}
	if p.Documents != 12 || p.Words == 0 || p.Unknown == 0 {
		t.Errorf("%d documents, %d words, %d unknown", p.Documents, p.Words, p.Unknown)
	}
}

// TestLearnWordsOnly guards: without cleaning the same words are learned.
func TestLearnWordsOnly(t *testing.T) {
	l := &Learner{}
	for _, d := range learnDocs() {
		l.AddWords(NewDocument(d))
	}
	p, _ := mustProfile(t, l)
	if got, want := p.Names(), []string{"Brelovia", "Tandreko"}; !slices.Equal(got, want) {
		t.Errorf("names %q, want %q", got, want)
	}
	if p.Confusions() != 0 {
		t.Errorf("%d confusions", p.Confusions())
	}
}

// TestLearnNoWords guards: no word is learned that is a part of one, which is
// learned with its hyphen, has a bracket read as its last letter, is a numeral or a listed word
// misspelt; a name is that looks like a common word which nobody writes with a
// capital amid a sentence.
func TestLearnNoWords(t *testing.T) {
	l := &Learner{}
	for i := range 20 {
		l.AddWords(NewDocument(fmt.Sprintf(`The Azer-Baijani delegation and the delegate of Ostrelia-Vandry spoke again. That
was the Organization [UNESCOJ, and the report of the Committee (S-Xll) was read. It was
not said by Mr Jan Tbe. The sovareign state and the sover-eign had %d ships.
%s`, i+2, strings.Repeat("For the state it was not what the sovereign parliament had said to the others.\n", 60))))
	}
	p, text := mustProfile(t, l)
	if !strings.Contains(text, "\nAzer-Baijani\t20\n") {
		t.Errorf("twenty occurrences of a name are not counted once each:\n%s", text)
	}
	if got, want := p.Names(), []string{"Azer-Baijani", "Ostrelia", "Tbe", "Vandry"}; !slices.Equal(got, want) {
		t.Errorf("names %q, want %q", got, want)
	}
	if got := p.Vocabulary(); len(got) > 0 {
		t.Errorf("words %q, want none", got)
	}
	for _, w := range []string{"Azer-Baijani", "Azer-Baijani's", "Ostrelia-Vandry’s"} {
		if !p.learned().vouches(w) {
			t.Errorf("%s is not vouched for", w)
		}
	}
	for _, w := range []string{"Azer", "Baijani", "Azer-Vandry"} {
		if p.learned().vouches(w) {
			t.Errorf("%s is vouched for", w)
		}
	}
}

// TestMisspelt guards: one letter amid a word, neither its beginning nor its
// ending.
func TestMisspelt(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"goverment", "government", true},
		{"agreeement", "agreement", true},
		{"indepandent", "independent", true},
		{"fisehries", "fisheries", true},
		{"reports", "report", false},
		{"oecumenical", "ecumenical", false},
		{"reflexion", "reflection", false},
		{"agreement", "agreement", false},
		{"lend", "land", false},
	} {
		if got := misspelt(c.a, c.b); got != c.want {
			t.Errorf("misspelt(%q, %q) is %v", c.a, c.b, got)
		}
	}
}

// TestLearnPairs guards: pairs teach the confusions and the words of the
// corrected side, and nothing of the raw side's.
func TestLearnPairs(t *testing.T) {
	l := &Learner{}
	for _, d := range learnDocs()[:3] {
		truth := strings.NewReplacer("tbird", "third", "wbich", "which", "sbould", "should", "tbe", "the").Replace(d)
		l.AddPair(d, truth)
	}
	p, text := mustProfile(t, l)
	if got, want := p.Names(), []string{"Brelovia", "SecretaryGeneral", "Tandreko"}; !slices.Equal(got, want) {
		t.Errorf("names %q, want %q", got, want)
	}
	if got, want := p.Vocabulary(), []string{"régimes", "zorvitation"}; !slices.Equal(got, want) {
		t.Errorf("words %q, want %q", got, want)
	}
	if !strings.Contains(text, "\nh\tb\t12\n") {
		t.Errorf("h was read as b twelve times:\n%s", text)
	}
}

// TestLearnMerge guards: the parts of an archive, in any order and grouping,
// teach the same, also when they have been written and read between.
func TestLearnMerge(t *testing.T) {
	docs := learnDocs()
	docs[3] += "Brclovia and tho Parties.\n"
	_, want := mustProfile(t, learnAll(t, docs))
	var single [][]byte
	for i := range docs {
		data, err := learnAll(t, docs[i:i+1]).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		single = append(single, data)
	}
	read := func(data []byte) *Learner {
		l := &Learner{}
		if err := l.UnmarshalBinary(data); err != nil {
			t.Fatal(err)
		}
		return l
	}
	r := rand.New(rand.NewPCG(11, 12))
	for range 5 {
		var parts []*Learner
		for _, i := range r.Perm(len(docs)) {
			parts = append(parts, read(single[i]))
		}
		for len(parts) > 1 {
			i := r.IntN(len(parts) - 1)
			data, err := parts[i+1].MarshalBinary()
			if err != nil {
				t.Fatal(err)
			}
			parts[i].Merge(read(data))
			parts = slices.Delete(parts, i+1, i+2)
		}
		if _, got := mustProfile(t, parts[0]); got != want {
			t.Fatalf("merged:\n%s\nwant:\n%s", got, want)
		}
	}
}

// TestLearnedCounts guards: of what was learned no count below 0 is taken, which
// a profile could not be read with, and nothing is changed by it.
func TestLearnedCounts(t *testing.T) {
	for _, data := range []string{
		`{"Documents":-1}`, `{"Words":-1}`, `{"Words":4,"Unknown":-9}`,
		`{"Confusions":{"h\tb":-1}}`, `{"Changes":{"tbe\tthe":-1}}`, `{"Known":{"the":-1}}`, `{"Capitals":{"the":-1}}`,
		`{"Forms":{"bancor":{"Documents":-1}}}`, `{"Forms":{"bancor":{"Count":-1}}}`, `{"Forms":{"bancor":{"Sure":-1}}}`,
		`{"Forms":{"bancor":{"Part":-1}}}`, `{"Forms":{"bancor":{"Within":-1}}}`,
	} {
		l := &Learner{}
		if err := l.UnmarshalBinary([]byte(strings.ReplaceAll(data, "-", ""))); err != nil {
			t.Errorf("%s without the sign: %v", data, err)
		}
		want := fmt.Sprintf("%+v", l.sums)
		if err := l.UnmarshalBinary([]byte(data)); err == nil {
			t.Errorf("%s was taken", data)
		}
		if got := fmt.Sprintf("%+v", l.sums); got != want {
			t.Errorf("%s changed %s to %s", data, want, got)
		}
	}
}

// TestLearnBounded guards: above the limit the same keys are kept with whole
// sums, in whatever order they come.
func TestLearnBounded(t *testing.T) {
	const most = 50
	var keys []string
	for i := range 400 {
		keys = append(keys, strings.Repeat("x", i%4)+fmt.Sprint(1000+i), strings.Repeat("x", i%4)+fmt.Sprint(1000+i))
	}
	r := rand.New(rand.NewPCG(1, 2))
	var want map[string]int64
	for range 20 {
		r.Shuffle(len(keys), func(i, j int) { keys[i], keys[j] = keys[j], keys[i] })
		m := make(map[string]int64)
		for _, k := range keys {
			m[k]++
			boundKeys(m, most, 2, func(k string) int { return len(k) })
		}
		boundKeys(m, most, 1, func(k string) int { return len(k) })
		if want == nil {
			want = m
		}
		if len(m) != most || fmt.Sprint(m) != fmt.Sprint(want) {
			t.Fatalf("got  %v\nwant %v", m, want)
		}
	}
	for k, n := range want {
		if n != 2 || len(k) > 4 {
			t.Errorf("%q is kept with %d", k, n)
		}
	}
}

// TestProfileUsed guards: what an archive has taught protects its words, gives
// them as candidates, and leaves other text alone.
func TestProfileUsed(t *testing.T) {
	p, _ := mustProfile(t, learnAll(t, learnDocs()))
	const raw = "The Minister of Brclovia arrived in the harbour and spoke with Mr Tandreko about the agreement.\n"
	clean := func(c *Cleaner, raw string) *Result {
		t.Helper()
		res, err := c.Clean(NewDocument(raw))
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	if got := clean(&Cleaner{Profile: p}, raw).Text; !strings.Contains(got, "Brelovia") {
		t.Errorf("with the profile: %q", got)
	}
	if got := clean(&Cleaner{}, raw).Text; strings.Contains(got, "Brelovia") {
		t.Errorf("without a profile: %q", got)
	}
	for _, sound := range []string{
		"Mr Tandreko and the zorvitation of Brelovia's harbour.\n",
		"BRELOVIA AND THE ZORVITATION\n\nZorvitation has begun.\n",
	} {
		if res := clean(&Cleaner{Profile: p}, sound); res.Text != sound {
			t.Errorf("%q became %q", sound, res.Text)
		}
	}
}

// TestCommonStay guards: a listed word that the archive has often stays where
// only its neighbours speak against it, and one that it has no oftener than its
// scanner makes it does not.
func TestCommonStay(t *testing.T) {
	const raw = "The evils of colonialist and racist rule were condemned, and tile members agreed.\n"
	clean := func(profile string) string {
		t.Helper()
		p, err := ReadProfile(strings.NewReader("ocrfix profile 1\n" + profile))
		if err != nil {
			t.Fatal(err)
		}
		res, err := (&Cleaner{Profile: p}).Clean(NewDocument(raw))
		if err != nil {
			t.Fatal(err)
		}
		return res.Text
	}
	mended := strings.Replace(raw, "tile", "the", 1)
	if got := clean(""); got == mended {
		t.Error("the neighbours no longer speak against a word of the test")
	}
	if got := clean("[common]\ncolonialist\t90000\ncolonialism\t30\nracist\t900\nracism\t90\nthe\t800000\ntile\t40\n"); got != mended {
		t.Errorf("got  %q\nwant %q", got, mended)
	}
}

// TestProfileFormat guards: a profile is read as it was written, a person's
// edits are taken, and what cannot be used is named by its line.
func TestProfileFormat(t *testing.T) {
	_, text := mustProfile(t, learnAll(t, learnDocs()))
	p, err := ReadProfile(strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := p.Write(&b); err != nil || b.String() != text {
		t.Fatalf("%v, read and written:\n%s\nwant:\n%s", err, b.String(), text)
	}
	edited := "ocrfix profile 1\r\n# ours\r\n\r\n[words]\r\nbancor\r\n\n[names]\nO'Zorvi\t3\n\n[channel]\ntruth\traw\tarchive\n# a comment\nh\tb\t7\n"
	if p, err = ReadProfile(strings.NewReader(edited)); err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(p.Vocabulary(), []string{"bancor"}) || !slices.Equal(p.Names(), []string{"O'Zorvi"}) || p.Confusions() != 1 {
		t.Errorf("%q %q %d", p.Vocabulary(), p.Names(), p.Confusions())
	}
	if !strings.Contains(text, "\n[common]\n") {
		t.Errorf("no common words:\n%s", text)
	}
	if _, ok := p.learned().known("Bancor"); !ok {
		t.Error("a word may begin with a capital")
	}
	if _, ok := p.learned().known("o'zorvi"); ok {
		t.Error("a name has its capital")
	}
	for _, c := range []struct {
		text string
		line int // of the error, 0 for one without
	}{
		{"", 1},
		{"ocrfix profile 2\n", 1},
		{"words\t3\n", 1},
		{"ocrfix profile 1\nwords\tmany\n", 2},
		{"ocrfix profile 1\nletters\t3\n", 2},
		{"ocrfix profile 1\n[words]\ntwo words\t3\n", 3},
		{"ocrfix profile 1\n[words]\n\n'\t3\n", 4},
		{"ocrfix profile 1\n[words]\nbancor\t0\n", 3},
		{"ocrfix profile 1\n[words]\nbancor\nbancor\n", 4},
		{"ocrfix profile 1\n[names]\n\xff\t1\n", 3},
		{"ocrfix profile 1\n[names]\n" + strings.Repeat("n", 31) + "\t1\n", 3},
		{"ocrfix profile 1\n[channel]\ntruth\traw\ta\nlong\tx\t1\n", 0},
		{"ocrfix profile 1\n[channel]\ntruth\traw\ta\nh\tb\n", 0},
		{"ocrfix profile 1\n[channel]\ntruth\traw\ta\n[channel]\n", 4},
	} {
		_, err := ReadProfile(strings.NewReader(c.text))
		var at *ProfileError
		switch {
		case err == nil:
			t.Errorf("%.60q was read", c.text)
		case c.line > 0 && (!errors.As(err, &at) || at.Line != c.line):
			t.Errorf("%.60q: %v, want line %d", c.text, err, c.line)
		case c.line == 0 && !strings.Contains(err.Error(), "line 4"):
			t.Errorf("%.60q: %v, want line 4", c.text, err)
		}
	}
}

// FuzzReadProfile guards: any profile that is read can be written, read again
// and used.
func FuzzReadProfile(f *testing.F) {
	f.Add("ocrfix profile 1\ndocuments\t3\n\n[channel]\ntruth\traw\tarchive\n∅\t␣\t4\nh\tb\t7\nh\th\t90\n\n[names]\nBrelovia\t4\n\n[words]\nzorvitation\n")
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ReadProfile(strings.NewReader(text))
		if err != nil {
			return
		}
		var b, again bytes.Buffer
		if err := p.Write(&b); err != nil {
			t.Fatal(err)
		}
		q, err := ReadProfile(bytes.NewReader(b.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%q", err, b.String())
		}
		if err := q.Write(&again); err != nil || again.String() != b.String() {
			t.Fatalf("%v: %q, want %q", err, again.String(), b.String())
		}
		if _, err := (&Cleaner{Profile: p}).Clean(NewDocument("The Minister of Brclovia arrived at tbe harbour.")); err != nil {
			t.Fatal(err)
		}
	})
}
