package main

import (
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/spf13/cobra"
)

// An app is what the verbs share: the three streams, the messages and the
// files that are being written. Its fields are set before a verb runs and do
// not change afterwards.
type app struct {
	in       io.Reader
	out      io.Writer
	ui       *ui
	partials partials
	progress progressFlag
	// orderly is set by a verb that ends by itself soon after its context
	// has, with the files in hand finished.
	orderly atomic.Bool
}

func newApp(in io.Reader, out, err *os.File) *app {
	return &app{in: in, out: out, ui: newUI(out, err)}
}

// root builds the command tree.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "ocrfix",
		Short: "Clean OCR'd diplomatic documents and read what they promise",
		Long: `ocrfix gives back the text as the page had it, shows every change with its
reason, and lists what the parties undertook to do. It works offline, on the
CPU, and never overwrites the raw text.`,
		Example: `  ocrfix clean record.txt                  the cleaned text, to standard output
  ocrfix diff record.txt                   what changed
  ocrfix split record.txt                  sections and commitments
  ocrfix clean -o cleaned archive/         a whole folder`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return noVerb(cmd, args[0])
			}
			return cmd.Help()
		},
	}
	root.Version = versionText(debug.ReadBuildInfo())
	root.SetVersionTemplate("{{.Version}}{{data}}")
	root.SuggestionsMinimumDistance = 2
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.ui.err)
	root.SetUsageTemplate(usageTemplate)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		// What the parser of numbers says is meant for programmers.
		text, _, _ := strings.Cut(err.Error(), ": strconv.")
		return usagef("%s", text).hint(cmd.CommandPath() + " --help shows the flags")
	})
	flags := root.PersistentFlags()
	flags.BoolVarP(&a.ui.quiet, "quiet", "q", false, "no messages but errors")
	flags.Var(&a.ui.color, "color", "colours: `auto|always|never`")
	flags.Var(&a.progress, "progress", "progress on standard error: `auto|json|none`")
	completeWith(root, "color", colorModes...)
	completeWith(root, "progress", progressModes...)
	root.AddCommand(
		a.batchCmd(),
		a.cleanCmd(),
		a.diffCmd(),
		a.evalCmd(),
		a.learnCmd(),
		a.lexiconCmd(),
		a.reviewCmd(),
		a.searchCmd(),
		a.serveCmd(),
		a.splitCmd(),
		a.explainCmd(),
		a.undoCmd(),
		a.versionCmd(),
	)
	refuseNoTopic(root)
	return root
}

// refuseNoTopic lets the verb help fail for what is no verb.
func refuseNoTopic(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	i := slices.IndexFunc(root.Commands(), func(c *cobra.Command) bool { return c.Name() == "help" })
	help := root.Commands()[i]
	help.Args = func(cmd *cobra.Command, args []string) error {
		if _, rest, err := root.Find(args); err != nil || len(rest) > 0 {
			return noVerb(root, strings.Join(args, " "))
		}
		return nil
	}
}

// noVerb says that there is no such verb, and what may have been meant.
func noVerb(root *cobra.Command, name string) error {
	err := usagef("there is no verb %q", name)
	if _, statErr := os.Stat(name); statErr == nil {
		return err.hint("ocrfix clean " + name + " cleans that file")
	}
	if close := root.SuggestionsFor(name); len(close) > 0 {
		return err.hint("did you mean " + strings.Join(close, " or ") + "?")
	}
	return err.hint("ocrfix --help lists the verbs")
}

// exits is the annotation that holds a verb's exit statuses for its help.
const exits = "exits"

// exitStatuses renders the statuses of a verb for its help: those given, and
// the two that every verb shares.
func exitStatuses(lines ...string) map[string]string {
	lines = append(lines, "130  interrupted")
	return map[string]string{exits: "  " + strings.Join(lines, "\n  ")}
}

// usageTemplate is cobra's own with the exit statuses added.
const usageTemplate = `Usage:{{if .Runnable}}
  {{.UseLine}}{{end}}{{if .HasAvailableSubCommands}}
  {{.CommandPath}} [verb]{{end}}{{if .HasExample}}

Examples:
{{.Example}}{{end}}{{if .HasAvailableSubCommands}}

Verbs:{{range .Commands}}{{if (or .IsAvailableCommand (eq .Name "help"))}}
  {{rpad .Name .NamePadding }} {{.Short}}{{end}}{{end}}{{end}}{{if .HasAvailableLocalFlags}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{if .HasAvailableInheritedFlags}}

Flags of every verb:
{{.InheritedFlags.FlagUsages | trimTrailingWhitespaces}}{{end}}{{with .Annotations.exits}}

Exit status:
{{.}}{{end}}{{if .HasAvailableSubCommands}}

"{{.CommandPath}} [verb] --help" tells more about a verb.{{end}}
`

// completeWith offers values for a flag in shell completion.
func completeWith(cmd *cobra.Command, flag string, values ...string) {
	err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	if err != nil {
		panic(err) // a flag that the verb does not have
	}
}

// exactArgs refuses any number of arguments outside [min, max] and shows how
// the verb is called.
func countArgs(min, max int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= min && (max < 0 || len(args) <= max) {
			return nil
		}
		what := fmt.Sprintf("%s got %d arguments", cmd.CommandPath(), len(args))
		if len(args) < min && len(args) == 0 {
			what = cmd.CommandPath() + " needs an argument"
		}
		return usagef("%s", what).hint("usage: " + cmd.UseLine())
	}
}
