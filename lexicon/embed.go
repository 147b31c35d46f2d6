package lexicon

import (
	_ "embed"
	"fmt"
	"sync"
)

//go:embed data/en.lex
var englishData string

var english = sync.OnceValue(func() *Lexicon {
	l, err := Open(englishData)
	if err != nil {
		panic(fmt.Sprintf("built-in English data: %v", err))
	}
	return l
})

// Builtin returns the embedded lexicon of a language ("en"), nil when there is
// none. Opening takes microseconds and happens once.
func Builtin(lang string) *Lexicon {
	if lang == "en" {
		return english()
	}
	return nil
}

// Languages lists the languages that have embedded data.
func Languages() []string { return []string{"en"} }
