package lexicon

import (
	_ "embed"
	"fmt"
	"sync"
)

var (
	//go:embed data/en.lex
	englishData string
	//go:embed data/nl.lex
	dutchData string
	//go:embed data/fr.lex
	frenchData string
	//go:embed data/de.lex
	germanData string
	//go:embed data/fr.forms
	frenchForms string
	//go:embed data/en.marks
	englishMarks string
	//go:embed data/nl.marks
	dutchMarks string
	//go:embed data/fr.marks
	frenchMarks string
	//go:embed data/de.marks
	germanMarks string
)

// builtin are the embedded languages; each is opened when first asked for.
var builtin = []struct {
	lang string
	open func() *Lexicon
}{
	{"en", opener("en", &englishData)},
	{"nl", opener("nl", &dutchData)},
	{"fr", opener("fr", &frenchData)},
	{"de", opener("de", &germanData)},
}

func opener(lang string, data *string) func() *Lexicon {
	return sync.OnceValue(func() *Lexicon {
		l, err := Open(*data)
		if err != nil {
			panic(fmt.Sprintf("built-in data of %s: %v", lang, err))
		}
		l.words.fan = l.fanOut(l.Root())
		return l
	})
}

// Builtin returns the embedded lexicon of a language ("en"), nil when there is
// none. Opening takes microseconds and happens once.
func Builtin(lang string) *Lexicon {
	for _, b := range builtin {
		if b.lang == lang {
			return b.open()
		}
	}
	return nil
}

var openFrenchForms = sync.OnceValue(func() *Forms {
	f, err := OpenForms(frenchForms)
	if err != nil {
		panic(fmt.Sprintf("built-in forms of fr: %v", err))
	}
	return f
})

// BuiltinForms returns the embedded forms of a language, nil when there are none.
func BuiltinForms(lang string) *Forms {
	if lang != "fr" {
		return nil
	}
	return openFrenchForms()
}

var builtinMarks = []struct {
	lang string
	open func() *Marks
}{
	{"en", marksOpener("en", &englishMarks)},
	{"nl", marksOpener("nl", &dutchMarks)},
	{"fr", marksOpener("fr", &frenchMarks)},
	{"de", marksOpener("de", &germanMarks)},
}

func marksOpener(lang string, data *string) func() *Marks {
	return sync.OnceValue(func() *Marks {
		m, err := OpenMarks(*data, Builtin(lang))
		if err != nil {
			panic(fmt.Sprintf("built-in marks of %s: %v", lang, err))
		}
		return m
	})
}

// BuiltinMarks returns the embedded marks of a language, nil when there are none.
func BuiltinMarks(lang string) *Marks {
	for _, b := range builtinMarks {
		if b.lang == lang {
			return b.open()
		}
	}
	return nil
}

// Languages lists the languages that have embedded data, in a fixed order.
func Languages() []string {
	var out []string
	for _, b := range builtin {
		out = append(out, b.lang)
	}
	return out
}
