package main

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"testing"

	"ocrfix/lexicon"
)

// TestForms expands a small affix dictionary: rules behind rules, conditions, roots
// that are no words, forbidden forms, and prefixes, which are left out.
func TestForms(t *testing.T) {
	dir := t.TempDir()
	write := func(name string, content []byte) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, content, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	const affixes = `SET UTF-8
FLAG long
NEEDAFFIX ()
FORBIDDENWORD {}
PFX L' Y 1
PFX L' 0 l' .
SFX v. Y 3
SFX v. er e [^c]er po:v1
SFX v. er é/s.() [^c]er
SFX v. cer ça cer
SFX s. Y 2
SFX s. 0 s [^sx]
SFX s. 0 0 [^sx]
`
	words := func(list string) []byte {
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		z.Write([]byte(list))
		z.Close()
		return b.Bytes()
	}
	const list = "6\nhaler/v.L' po:v1\nlancer/v.\nbal/s.()\tpo:nom\nprix/s.\nvallum/s.\nvallums/{}\n3D/s.\n"
	write("words/hunspell.fr.aff", []byte(affixes))
	write("words/hunspell.fr.dic.gz", words(list))
	out := filepath.Join(dir, "out", "fr.forms")
	build := func() error { return run([]string{"forms", "-corpora", dir, "-o", out}) }
	if err := build(); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	f, err := lexicon.OpenForms(string(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Check(); err != nil {
		t.Fatal(err)
	}
	all := []string{"haler", "hale", "halé", "halés", "lancer", "lança", "bal", "bals", "prix", "vallum"}
	for _, w := range all {
		if !f.Has(w) {
			t.Errorf("%s is no form", w)
		}
	}
	if m := f.Meta(); m.Words != len(all) || m.Licence != "MPL-2.0" {
		t.Errorf("%+v, want %d words", m, len(all))
	}
	for _, spoilt := range []struct{ affixes, list string }{
		{"SET ISO8859-1\n", list},
		{"FLAG num\n", list},
		{"SFX v. er e [ po:v1\n", list},
	} {
		write("words/hunspell.fr.aff", []byte(spoilt.affixes))
		if build() == nil {
			t.Errorf("%q: no error", spoilt.affixes)
		}
	}
	write("words/hunspell.fr.aff", []byte(affixes))
	write("words/hunspell.fr.dic.gz", []byte("not packed"))
	if build() == nil {
		t.Error("a broken list gives no error")
	}
}

// TestFormsSources guards that the embedded forms were made from the dictionary
// that stands here.
func TestFormsSources(t *testing.T) {
	for lang, s := range formSources {
		m := lexicon.BuiltinForms(lang).Meta()
		if m.Lang != lang || m.Licence != s.licence || len(m.Sources) != 2 || m.Sources[0] != s.affixes || m.Sources[1] != s.words {
			t.Errorf("%s was made as %+v", lang, m)
		}
	}
}
