package ocrfix

import (
	"strings"
	"testing"

	"ocrfix/lexicon"
)

// TestListedForm guards which words the forms of French vouch for.
func TestListedForm(t *testing.T) {
	fr := lexicon.Builtin("fr")
	for _, w := range strings.Fields("fraîchi Fraîchi s'esclaffe S’ESCLAFFE qu'esclaffent esclaffe-t-il") {
		if !listedForm(w, fr) {
			t.Errorf("%s is no form", w)
		}
	}
	for _, w := range strings.Fields("le l'article fraîchl x'esclaffe esclaffe-t-xq esclaffe- '") {
		if listedForm(w, fr) {
			t.Errorf("%s is a form", w)
		}
	}
	if listedForm("fraîchi", lexicon.Builtin("de")) {
		t.Error("German has French forms")
	}
}

// TestChangesForm guards what is no other word: capitals, marks, and the circumflex
// that the spelling of 1990 leaves out.
func TestChangesForm(t *testing.T) {
	fr := lexicon.Builtin("fr")
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"fraîchi", "fraîche", true},
		{"s'esclaffe", "s'esclaffa", true},
		{"esclaffe", "Esclaffe", false},
		{"esclaffe-t-il", "esclaffe t'il", false},
		{"chaine", "chaîne", false},
		{"chaine", "chasse", true},
		{"article", "articles", false},
	} {
		if got := changesForm(lexicon.Fold(c.a), lexicon.Fold(c.b), fr); got != c.want {
			t.Errorf("%s, %s: %v", c.a, c.b, got)
		}
	}
}

// TestOutdoesForm guards that a form yields to a common word where much is damaged.
func TestOutdoesForm(t *testing.T) {
	fr := lexicon.Builtin("fr")
	for _, c := range []struct {
		word   string
		damage float64
		want   bool
	}{
		{"tous", 0, false},
		{"tous", littleDamage, true},
		{"d'autres", littleDamage, true},
		{"basé", littleDamage, false},
		{"basé", 2 * muchDamage, true},
		{"hâlé", 2 * muchDamage, false},
		{"xqxq", 2 * muchDamage, false},
	} {
		p := &proposal{lex: fr, profile: &profile{damage: c.damage}}
		if got := p.outdoesForm(c.word); got != c.want {
			t.Errorf("%s where %g is damaged: %v", c.word, c.damage, got)
		}
	}
}
