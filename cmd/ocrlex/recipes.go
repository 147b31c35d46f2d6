package main

import (
	"bufio"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/ulikunitz/xz"

	"ocrfix/lexicon"
)

// A recipe names the sources of a language, relative to the corpora folder.
// Only sources that the corpora's README marks fit for embedding stand here.
type recipe struct {
	elide       bool // l', d', qu' are words
	compounds   bool // words are written together freely
	texts       []string
	lists       []source
	maxBigrams  int
	maxTrigrams int
	maxMarks    int // features of the marks between words
}

// A source is a word list: a file, how its lines are read, and what its words are.
type source struct {
	file   string
	column int // tab-separated column, -1: the whole line
	split  bool
	flags  uint8
	weight float64
}

// names are the same for every language.
var names = []source{
	{"names/world_cities.tsv", 0, true, lexicon.FlagName, 0.1},
	{"names/forenames_CC0.txt", -1, true, lexicon.FlagName, 0.1},
	{"names/surnames_CC0.txt", -1, true, lexicon.FlagName, 0.1},
	{"names/un_general_debate_speakers.tsv", 4, true, lexicon.FlagName, 0.1},
	{"names/un_general_debate_speakers.tsv", 3, true, lexicon.FlagName, 0.2},
	{"names/us_diplomats_pocom.tsv", 0, true, lexicon.FlagName, 0.05},
	{"names/us_diplomats_pocom.tsv", 1, true, lexicon.FlagName, 0.05},
	{"names/cldr_territories_languages.tsv", 3, true, lexicon.FlagName, 0.2},
	{"names/mined_acronyms_en.tsv", 0, true, lexicon.FlagName, 0.2},
}

var recipes = map[string]recipe{
	"en": {
		texts: []string{
			"en/domain/eurlex", "en/domain/historyatstate", "en/domain/nl_treaty_series",
			"en/domain/ungdc_1993_2024", "en/domain/us_inaugural", "en/domain/us_state_of_union",
			"en/domain/whitehouse_speeches_briefings", "en/domain/whitehouse_statements",
			"en/general/eltec_novels",
		},
		lists: []source{
			{"words/forms.american-english-huge.txt.gz", -1, false, lexicon.FlagListed, 0.3},
			{"words/forms.british-english-huge.txt.gz", -1, false, lexicon.FlagListed, 0.3},
			{"words/en.symspell_82765.txt.gz", -1, true, lexicon.FlagListed, 1},
			{"words/forms.propernames.txt.gz", -1, false, lexicon.FlagListed | lexicon.FlagName, 0.3},
		},
		maxBigrams:  2_400_000,
		maxTrigrams: 3_960_000,
		maxMarks:    40_000,
	},
	"nl": {
		compounds: true,
		texts:     []string{"nl/domain/nl_treaty_series", "nl/domain/nl_laws", "nl/general/dutchdracor_17_19c"},
		lists: []source{
			{"words/forms.dutch.txt.gz", -1, false, lexicon.FlagListed, 0.3},
		},
		maxBigrams:  700_000,
		maxTrigrams: 1_300_000,
		maxMarks:    22_000,
	},
	"fr": {
		elide: true,
		texts: []string{
			"fr/domain/eurlex", "fr/domain/fr_codes", "fr/domain/lu_laws", "fr/domain/lu_treaty_acts",
			"fr/domain/nl_treaty_series", "fr/general/eltec_novels",
		},
		lists: []source{
			{"words/fr.symspell_100k.txt.gz", -1, true, lexicon.FlagListed, 1},
		},
		maxBigrams:  1_200_000,
		maxTrigrams: 1_700_000,
		maxMarks:    22_000,
	},
	"de": {
		compounds: true,
		texts: []string{
			"de/domain/ch_laws", "de/domain/ch_treaties", "de/domain/de_federal_laws", "de/domain/lu_laws",
			"de/domain/nl_treaty_series", "de/general/eltec_novels",
		},
		lists: []source{
			{"words/de.symspell_100k.txt.gz", -1, true, lexicon.FlagListed, 1},
		},
		maxBigrams:  1_200_000,
		maxTrigrams: 1_700_000,
		maxMarks:    22_000,
	},
}

// builder prepares the build. failed reports a read error met meanwhile.
func (r recipe) builder(dir, lang string) (b *lexicon.Builder, failed func() error, err error) {
	var readErr error
	b = &lexicon.Builder{
		Meta:       lexicon.Meta{Lang: lang, Version: 1, Elide: r.elide, Compounds: r.compounds},
		MaxBigrams: r.maxBigrams, MaxTrigrams: r.maxTrigrams,
	}
	for _, s := range append(r.lists, names...) {
		words, err := s.read(dir)
		if err != nil {
			return nil, nil, err
		}
		b.Lists = append(b.Lists, lexicon.List{Words: words, Flags: s.flags, Weight: s.weight})
		b.Meta.Sources = append(b.Meta.Sources, s.file)
	}
	b.Meta.Sources = append(b.Meta.Sources, r.texts...)
	b.Paragraphs = r.runningText(dir, &readErr)
	return b, func() error { return readErr }, nil
}

// runningText gives the paragraphs of the texts, each time from the start. What
// goes wrong first is written to failed.
func (r recipe) runningText(dir string, failed *error) func() iter.Seq[string] {
	return func() iter.Seq[string] {
		return func(yield func(string) bool) {
			for _, t := range r.texts {
				ok, err := paragraphs(filepath.Join(dir, t+".txt.xz"), yield)
				if err != nil && *failed == nil {
					*failed = err
				}
				if !ok {
					return
				}
			}
		}
	}
}

func paragraphs(path string, yield func(string) bool) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return true, err
	}
	defer f.Close()
	x, err := xz.NewReader(bufio.NewReaderSize(f, 1<<20))
	if err != nil {
		return true, fmt.Errorf("%s: %w", path, err)
	}
	in := bufio.NewScanner(x)
	in.Buffer(nil, 1<<26)
	for in.Scan() {
		if !yield(in.Text()) {
			return false, nil
		}
	}
	return true, in.Err()
}

func (s source) read(dir string) ([]string, error) {
	var words []string
	err := eachLine(filepath.Join(dir, s.file), func(line string) error {
		line = strings.TrimPrefix(line, "\ufeff")
		if s.column >= 0 {
			cells := strings.Split(line, "\t")
			if s.column >= len(cells) {
				return nil
			}
			line = cells[s.column]
		}
		fields := []string{line}
		if s.split {
			fields = strings.FieldsFunc(line, func(r rune) bool {
				return !unicode.IsLetter(r) && r != '\'' && r != '’'
			})
		}
		for _, w := range fields {
			w = strings.TrimSpace(w)
			if lexicon.Fold(w) == "" || strings.HasSuffix(lexicon.Fold(w), "'s") {
				continue
			}
			words = append(words, w)
		}
		return nil
	})
	return words, err
}
