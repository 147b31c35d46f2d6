package main

import (
	"bufio"
	"bytes"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ocrfix/ocrfix"
)

// classes are the classes of change that --enable and --disable name.
var classes = []string{
	string(ocrfix.ClassNonWord), string(ocrfix.ClassRealWord), string(ocrfix.ClassBoundary),
	string(ocrfix.ClassCase), string(ocrfix.ClassPunctuation), string(ocrfix.ClassNumber),
	string(ocrfix.ClassName), string(ocrfix.ClassLayout), string(ocrfix.ClassEncoding),
}

// A correctFlags holds the flags of correction, which several verbs share.
type correctFlags struct {
	threshold float64
	enable    []string
	disable   []string
	protect   []string
	lang      string
}

// maxProtectSize bounds a list of protected words.
const maxProtectSize = 64 << 20

func (f *correctFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.Float64Var(&f.threshold, "threshold", ocrfix.DefaultThreshold, "confidence from which a change is applied, 0 to 1")
	flags.StringSliceVar(&f.enable, "enable", nil, "switch `CLASS` of change on, after --disable (\"--disable all --enable case\")")
	flags.StringSliceVar(&f.disable, "disable", nil, "switch `CLASS` of change off: "+strings.Join(classes, ", ")+", all")
	flags.StringArrayVar(&f.protect, "protect", nil, "`FILE` of words that are never changed, one a line, # begins a comment")
	flags.StringVar(&f.lang, "lang", "", "force a `LANGUAGE` (en, nl, fr, de) instead of finding it by paragraph")
	completeWith(cmd, "enable", append(classes, "all")...)
	completeWith(cmd, "disable", append(classes, "all")...)
	completeWith(cmd, "lang", "en", "nl", "fr", "de")
}

// cleaner builds the cleaner that the flags ask for.
func (f *correctFlags) cleaner(a *app) (*ocrfix.Cleaner, error) {
	if !(f.threshold > 0 && f.threshold <= 1) {
		return nil, usagef("--threshold %g is not a confidence", f.threshold).hint("give a number above 0 and up to 1")
	}
	disabled, err := disabledClasses(f.enable, f.disable)
	if err != nil {
		return nil, err
	}
	c := &ocrfix.Cleaner{Threshold: f.threshold, Disable: disabled, Lang: f.lang}
	for _, path := range f.protect {
		words, err := a.readWords(path)
		if err != nil {
			return nil, named("--protect "+path, err)
		}
		c.Protect = append(c.Protect, words...)
	}
	return c, nil
}

// disabledClasses gives the classes that are off when first disable and then
// enable has been followed; "all" stands for every class.
func disabledClasses(enable, disable []string) ([]ocrfix.Class, error) {
	off := make(map[string]bool)
	set := func(names []string, value bool) error {
		for _, name := range names {
			switch {
			case name == "all":
				for _, c := range classes {
					off[c] = value
				}
			case slices.Contains(classes, name):
				off[name] = value
			default:
				return usagef("there is no class of change %q", name).hint("the classes are " + strings.Join(classes, ", ") + ", all")
			}
		}
		return nil
	}
	if err := set(disable, true); err != nil {
		return nil, err
	}
	if err := set(enable, false); err != nil {
		return nil, err
	}
	var disabled []ocrfix.Class
	for _, c := range classes {
		if off[c] {
			disabled = append(disabled, ocrfix.Class(c))
		}
	}
	return disabled, nil
}

// readWords reads a list of words: one a line, # begins a comment at the
// start of a line or after white space.
func (a *app) readWords(path string) ([]string, error) {
	data, err := a.readAll(path, maxProtectSize)
	if err != nil {
		return nil, err
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	var words []string
	lines := bufio.NewScanner(bytes.NewReader(data))
	lines.Buffer(nil, maxProtectSize+1)
	for lines.Scan() {
		if word := uncomment(lines.Text()); word != "" {
			words = append(words, word)
		}
	}
	return words, lines.Err()
}

func uncomment(line string) string {
	for i, r := range line {
		if r == '#' && (i == 0 || line[i-1] == ' ' || line[i-1] == '\t') {
			line = line[:i]
			break
		}
	}
	return strings.TrimSpace(line)
}
