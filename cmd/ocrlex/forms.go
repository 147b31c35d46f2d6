package main

import (
	"bufio"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"ocrfix/lexicon"
)

// formSources are the affix dictionaries, relative to the corpora folder, that a
// file of forms is made of, and the licence that it is under therefore.
var formSources = map[string]struct{ affixes, words, licence string }{
	"fr": {"words/hunspell.fr.aff", "words/hunspell.fr.dic.gz", "MPL-2.0"},
}

// forms writes the file of forms of a language.
func forms(args []string) error {
	fs := flag.NewFlagSet("forms", flag.ContinueOnError)
	corpora := fs.String("corpora", "../shared/corpora", "folder of the corpora")
	lang := fs.String("lang", "fr", "language")
	out := fs.String("o", "", "file to write")
	if err := fs.Parse(args); err != nil {
		return err
	}
	source, ok := formSources[*lang]
	if !ok || *out == "" {
		return fmt.Errorf("need -o FILE and a language with an affix dictionary, not %q", *lang)
	}
	d := affixDictionary{rules: make(map[string][]suffix), forms: make(map[string]bool)}
	if err := eachLine(filepath.Join(*corpora, source.affixes), d.readRule); err != nil {
		return err
	}
	if err := eachLine(filepath.Join(*corpora, source.words), d.readEntry); err != nil {
		return err
	}
	var words []string
	for w, good := range d.forms {
		if good {
			words = append(words, w)
		}
	}
	data, err := lexicon.BuildForms(lexicon.FormsMeta{
		Lang: *lang, Version: 1, Sources: []string{source.affixes, source.words}, Licence: source.licence,
	}, words)
	if err != nil {
		return err
	}
	return writeFile(*out, data)
}

// An affixDictionary is one that Hunspell reads: words with flags, each of which
// names rules that make forms of them. Prefixes are not put on: those of French
// are what elision leaves of another word.
type affixDictionary struct {
	long                 bool // a flag has two characters, not one
	needAffix, forbidden string
	rules                map[string][]suffix // by flag
	forms                map[string]bool     // false: forbidden
}

// A suffix is a rule: words that fit end in add and not in strip, and have more flags then.
type suffix struct {
	strip, add string
	flags      []string
	fits       *regexp.Regexp
}

// mostSuffixes is how many suffixes one form has at the most.
const mostSuffixes = 2

// readRule reads a line of the file of affixes.
func (d *affixDictionary) readRule(line string) error {
	f := strings.Fields(line)
	switch {
	case len(f) < 2:
	case f[0] == "SET" && f[1] != "UTF-8", f[0] == "FLAG" && f[1] != "long", f[0] == "AF":
		return fmt.Errorf("%s is not supported", line)
	case f[0] == "FLAG":
		d.long = true
	case f[0] == "NEEDAFFIX":
		d.needAffix = f[1]
	case f[0] == "FORBIDDENWORD":
		d.forbidden = f[1]
	case f[0] == "SFX" && len(f) > 4:
		add, flags, _ := strings.Cut(f[3], "/")
		fits, err := regexp.Compile("(?:" + f[4] + ")$")
		if err != nil {
			return err
		}
		nothing := func(s string) string {
			if s == "0" {
				return ""
			}
			return s
		}
		d.rules[f[1]] = append(d.rules[f[1]], suffix{nothing(f[2]), nothing(add), d.flags(flags), fits})
	}
	return nil
}

// readEntry reads a line of the file of words.
func (d *affixDictionary) readEntry(line string) error {
	entry, _, _ := strings.Cut(strings.ReplaceAll(line, "\t", " "), " ")
	word, flags, _ := strings.Cut(entry, "/")
	d.expand(word, d.flags(flags), 0)
	return nil
}

func (d *affixDictionary) flags(s string) (flags []string) {
	size := 1
	if d.long {
		size = 2
	}
	for chunk := range slices.Chunk([]rune(s), size) {
		flags = append(flags, string(chunk))
	}
	return flags
}

// expand adds a word with n suffixes, and its forms with more.
func (d *affixDictionary) expand(word string, flags []string, n int) {
	if d.forbidden != "" && slices.Contains(flags, d.forbidden) {
		d.forms[word] = false
		return
	}
	if _, there := d.forms[word]; !there && (d.needAffix == "" || !slices.Contains(flags, d.needAffix)) {
		d.forms[word] = true
	}
	if n == mostSuffixes {
		return
	}
	for _, f := range flags {
		for _, r := range d.rules[f] {
			if stem, ok := strings.CutSuffix(word, r.strip); ok && r.fits.MatchString(word) {
				d.expand(stem+r.add, r.flags, n+1)
			}
		}
	}
}

// eachLine calls f for each line of a file, which is packed where its name ends in .gz.
func eachLine(path string, f func(line string) error) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	in, err := unpacked(path, file)
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		if err := f(lines.Text()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return lines.Err()
}

// unpacked reads what is packed in a file whose name ends in .gz.
func unpacked(path string, r io.Reader) (io.Reader, error) {
	if !strings.HasSuffix(path, ".gz") {
		return r, nil
	}
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return z, nil
}
