package main

import (
	"strings"

	"github.com/spf13/cobra"

	"ocrfix/cmd/internal/record"
	"ocrfix/lexicon"
	"ocrfix/ocrfix"
)

// A correctFlags holds the flags of correction, which several verbs share.
type correctFlags struct {
	threshold float64
	realWords float64
	enable    []string
	disable   []string
	protect   []string
	lang      string
	profile   string
}

// maxProtectSize bounds a list of protected words.
const maxProtectSize = 64 << 20

func (f *correctFlags) register(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.Float64Var(&f.threshold, "threshold", ocrfix.DefaultThreshold, "confidence from which a change is applied, above 0 and up to 1")
	flags.Float64Var(&f.realWords, "realword-threshold", ocrfix.DefaultRealWordThreshold, "that from which a known word becomes another, never below --threshold")
	flags.StringSliceVar(&f.enable, "enable", nil, "switch `CLASS` of change on, after --disable (\"--disable all --enable case\")")
	flags.StringSliceVar(&f.disable, "disable", nil, "switch `CLASS` of change off: "+strings.Join(record.Classes, ", ")+", all")
	flags.StringArrayVar(&f.protect, "protect", nil, "`FILE` of words that are never changed where they stand as written there, one a line, # begins a comment")
	flags.StringVar(&f.lang, "lang", "", "force a `LANGUAGE` ("+strings.Join(lexicon.Languages(), ", ")+") instead of finding it by paragraph")
	flags.StringVar(&f.profile, "profile", "", "use what ocrfix learn has learned of the archive, from `FILE`")
	completeWith(cmd, "enable", append(record.Classes, "all")...)
	completeWith(cmd, "disable", append(record.Classes, "all")...)
	completeWith(cmd, "lang", lexicon.Languages()...)
}

// usual sets the thresholds for a verb that has no flags for them.
func (f *correctFlags) usual() {
	f.threshold, f.realWords = ocrfix.DefaultThreshold, ocrfix.DefaultRealWordThreshold
}

// cleaner builds the cleaner that the flags ask for.
func (f *correctFlags) cleaner(a *app) (*ocrfix.Cleaner, error) {
	if !(f.threshold > 0 && f.threshold <= 1) {
		return nil, usagef("--threshold %g is not a confidence", f.threshold).hint("give a number above 0 and up to 1")
	}
	if !(f.realWords > 0 && f.realWords <= 1) {
		return nil, usagef("--realword-threshold %g is not a confidence", f.realWords).hint("give a number above 0 and up to 1")
	}
	if f.lang != "" && lexicon.Builtin(f.lang) == nil {
		return nil, usagef("--lang %s: there is no data for that language", f.lang).
			hint("the languages are " + strings.Join(lexicon.Languages(), ", ") + "; without --lang others are left alone")
	}
	disabled, err := record.DisabledClasses(f.enable, f.disable)
	if err != nil {
		return nil, err
	}
	c := &ocrfix.Cleaner{Threshold: f.threshold, RealWordThreshold: f.realWords, Disable: disabled, Lang: f.lang}
	for _, path := range f.protect {
		words, err := a.readWords(path)
		if err != nil {
			return nil, named("--protect "+path, err)
		}
		c.Protect = append(c.Protect, words...)
	}
	if f.profile != "" {
		if c.Profile, err = a.readProfile(f.profile); err != nil {
			return nil, named("--profile "+f.profile, err)
		}
	}
	return c, nil
}

// readWords reads a list of words: one a line, # begins a comment at the
// start of a line or after white space.
func (a *app) readWords(path string) ([]string, error) {
	data, err := a.readAll(path, maxProtectSize)
	if err != nil {
		return nil, err
	}
	return record.ParseWords(data)
}
