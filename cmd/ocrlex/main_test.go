package main

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/ulikunitz/xz"

	"ocrfix/lexicon"
)

// TestRecipes guards that the embedded data was built by the recipes that
// stand here.
func TestRecipes(t *testing.T) {
	for _, lang := range lexicon.Languages() {
		r, ok := recipes[lang]
		if !ok {
			t.Errorf("%s has no recipe", lang)
			continue
		}
		var sources []string
		for _, s := range append(slices.Clone(r.lists), names...) {
			sources = append(sources, s.file)
		}
		m := lexicon.Builtin(lang).Meta()
		if sources = append(sources, r.texts...); !slices.Equal(sources, m.Sources) {
			t.Errorf("%s was built from\n%q\nthe recipe says\n%q", lang, m.Sources, sources)
		}
		if m.Lang != lang || m.Elide != r.elide || m.Compounds != r.compounds {
			t.Errorf("%s was built as %+v", lang, m)
		}
	}
}

// TestBuild builds a language from small corpora in the layout of the recipe,
// and measures it.
func TestBuild(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, wrap func(io.Writer) (io.WriteCloser, error), text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		w := io.WriteCloser(f)
		if wrap != nil {
			if w, err = wrap(f); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
		if wrap != nil {
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
		}
	}
	const text = "De haven van Riga is open.\nDe haven blijft open, en de kade ook.\nDe haven is open.\n"
	r := recipes["nl"]
	for _, name := range r.texts {
		write(name+".txt.xz", func(w io.Writer) (io.WriteCloser, error) { return xz.NewWriter(w) }, text)
	}
	for _, s := range append(slices.Clone(r.lists), names...) {
		content := "\ufeffzeeland\nhaven's\n\n"
		if s.column >= 0 {
			content = "Aa\tBb\tCc\tDd Ee\tO'Ff\nAa\n"
		}
		var wrap func(io.Writer) (io.WriteCloser, error)
		if strings.HasSuffix(s.file, ".gz") {
			wrap = func(w io.Writer) (io.WriteCloser, error) { return gzip.NewWriter(w), nil }
		}
		write(s.file, wrap, content)
	}
	out := filepath.Join(dir, "out", "nl.lex")
	if err := run([]string{"build", "-corpora", dir, "-lang", "nl", "-o", out}); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lexicon.Open(string(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Check(); err != nil {
		t.Fatal(err)
	}
	for word, flags := range map[string]uint8{
		"haven": lexicon.FlagCorpus, "zeeland": lexicon.FlagListed | lexicon.FlagName, "dd": lexicon.FlagName, "o'ff": lexicon.FlagName,
	} {
		if id := l.Lookup(word); id == lexicon.NoWord || l.Flags(id) != flags {
			t.Errorf("%s is word %d with flags %b, want %b", word, id, l.Flags(id), flags)
		}
	}
	if l.Lookup("cc") != lexicon.NoWord {
		t.Error("a column that is not asked for was read")
	}
	// A source that is not there, or broken, is an error, and no file is left.
	write(r.texts[1]+".txt.xz", nil, "no xz")
	broken := filepath.Join(dir, "broken.lex")
	if err := run([]string{"build", "-corpora", dir, "-lang", "nl", "-o", broken}); err == nil || !strings.Contains(err.Error(), r.texts[1]) {
		t.Errorf("a broken source gives error %v", err)
	}
	if _, err := os.Stat(broken); err == nil {
		t.Error("a broken source gives a file")
	}
}

// TestUsage guards that wrong usage is an error.
func TestUsage(t *testing.T) {
	notes := filepath.Join(t.TempDir(), "notes.lex")
	if err := os.WriteFile(notes, []byte("no language file"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		nil, {"bake"}, {"build"}, {"build", "-lang", "xx", "-o", "x"}, {"build", "-lang", "nl"}, {"forms"}, {"forms", "-lang", "en", "-o", "x"}, {"perplexity"},
		{"perplexity", notes}, {"perplexity", notes + ".gone"}, {"build", "-corpora", notes, "-lang", "nl", "-o", notes + ".new"},
	} {
		if err := run(args); err == nil {
			t.Errorf("%q: no error", args)
		}
	}
}
