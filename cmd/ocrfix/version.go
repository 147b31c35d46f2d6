package main

import (
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"

	"github.com/spf13/cobra"

	"ocrfix/lexicon"
)

func (a *app) versionCmd() *cobra.Command {
	return &cobra.Command{
		Use:         "version",
		Short:       "Show the version of the command and of its language data",
		Example:     "  ocrfix version",
		Args:        countArgs(0, 0),
		Annotations: exitStatuses("0  done", "2  wrong usage"),
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(a.out, versionText(debug.ReadBuildInfo())+dataText())
			return err
		},
	}
}

// versionText says which source the command was built from, with what and
// for what.
func versionText(info *debug.BuildInfo, ok bool) string {
	version, revision := "unknown", "unknown"
	if ok {
		if info.Main.Version != "" {
			version = info.Main.Version
		}
		settings := make(map[string]string)
		for _, s := range info.Settings {
			settings[s.Key] = s.Value
		}
		if r := settings["vcs.revision"]; r != "" {
			revision = r
		}
		if t := settings["vcs.time"]; t != "" {
			revision += " of " + t
		}
		if settings["vcs.modified"] == "true" {
			revision += " (modified)"
		}
	}
	return fmt.Sprintf("ocrfix %s\nrevision %s\n%s %s/%s\n", version, revision, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// The help of cobra asks for the data when it shows the version: to name them
// opens the lexicons of all languages, which most runs need not.
func init() { cobra.AddTemplateFunc("data", dataText) }

// dataText says which language data is built in.
func dataText() string {
	var b strings.Builder
	for _, lang := range lexicon.Languages() {
		m := lexicon.Builtin(lang).Meta()
		fmt.Fprintf(&b, "data %s version %d, %d words\n", lang, m.Version, m.Words)
	}
	return b.String()
}
