package lexicon

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestModelPage guards that MODEL.md speaks of the data that lies beside it.
func TestModelPage(t *testing.T) {
	page, err := os.ReadFile("data/MODEL.md")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("data/*.lex")
	if err != nil || len(files) != len(Languages()) {
		t.Fatalf("%d files for %d languages: %v", len(files), len(Languages()), err)
	}
	for _, lang := range Languages() {
		info, err := os.Stat("data/" + lang + ".lex")
		if err != nil {
			t.Fatal(err)
		}
		m := Builtin(lang).Meta()
		row := fmt.Sprintf("| `%s.lex` | %s | %s | %s | %s | %s |", lang,
			grouped(info.Size()), grouped(int64(m.Words)), grouped(m.Tokens), grouped(int64(m.Bigrams)), grouped(int64(m.Trigrams)))
		if !strings.Contains(string(page), row+"\n") {
			t.Errorf("MODEL.md has not the row\n%s", row)
		}
	}
	files, err = filepath.Glob("data/*.marks")
	if err != nil || len(files) != len(Languages()) {
		t.Fatalf("%d files of marks for %d languages: %v", len(files), len(Languages()), err)
	}
	for _, lang := range Languages() {
		info, err := os.Stat("data/" + lang + ".marks")
		if err != nil {
			t.Fatal(err)
		}
		m := BuiltinMarks(lang).Meta()
		row := fmt.Sprintf("| `%s.marks` | %s | %s | %s |", lang, grouped(info.Size()), grouped(int64(m.Features)), grouped(m.Places))
		if !strings.Contains(string(page), row+"\n") {
			t.Errorf("MODEL.md has not the row\n%s", row)
		}
	}
	info, err := os.Stat("data/fr.forms")
	if err != nil {
		t.Fatal(err)
	}
	row := fmt.Sprintf("| `fr.forms` | %s | %s |", grouped(info.Size()), grouped(int64(BuiltinForms("fr").Meta().Words)))
	if !strings.Contains(string(page), row+"\n") {
		t.Errorf("MODEL.md has not the row\n%s", row)
	}
}

// grouped writes a number with a comma between thousands.
func grouped(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
