package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"ocrfix/ocrfix"
)

// An explainRun is one call of the verb explain.
type explainRun struct {
	app     *app
	correct correctFlags
	format  string
	all     bool
}

// maxExplained bounds the text that explain takes, in bytes: a person reads
// the answer.
const maxExplained byteSize = 1 << 20

func (a *app) explainCmd() *cobra.Command {
	r := &explainRun{app: a}
	cmd := &cobra.Command{
		Use:   "explain [flags] TEXT…",
		Short: "Show candidates, costs and the path taken",
		Long: `explain reads a few words or a page and tells how each token was read: its
candidates with the cost of the channel (that the scanner made the raw text of
them) and of the words, in nats, the confusions that each takes, the verdict,
the confidence, and what spoke most for and against the change.

The arguments are the text itself, joined by spaces; "-" reads standard input.
A text that stands alone has no document to learn from: it may be read
otherwise than within its page.`,
		Example: `  ocrfix explain --lang en "enhancing mteroperab1l1ty"
  ocrfix explain --all "The d1g1tal economy."
  ocrfix explain --format json - < page.txt`,
		Args: countArgs(1, -1),
		Annotations: exitStatuses(
			"0  done, whether or not anything would change",
			"2  wrong usage, or standard input could not be read"),
		RunE: func(cmd *cobra.Command, args []string) error { return r.run(args) },
	}
	r.correct.register(cmd)
	cmd.Flags().StringVar(&r.format, "format", "text", "text or json")
	cmd.Flags().BoolVar(&r.all, "all", false, "show the tokens that are kept too")
	completeWith(cmd, "format", "text", "json")
	return cmd
}

func (r *explainRun) run(args []string) error {
	if r.format != "text" && r.format != "json" {
		return usagef("--format %q: must be text or json", r.format)
	}
	c, err := r.correct.cleaner(r.app)
	if err != nil {
		return err
	}
	text := strings.Join(args, " ")
	if len(args) == 1 && args[0] == "-" {
		data, err := r.app.readAll("-", maxExplained)
		if err != nil {
			return named("standard input", err)
		}
		text = string(data)
	} else if info, err := os.Stat(text); err == nil && info.Mode().IsRegular() {
		r.app.ui.say("ocrfix: %s is also a file: to explain what it holds, ocrfix explain - < %[1]s", text)
	}
	if len(text) > int(maxExplained) {
		return usagef("the text is longer than %d bytes", maxExplained)
	}
	e, err := c.Explain(ocrfix.NewDocument(text))
	if err != nil {
		return err
	}
	if r.format == "json" {
		enc := json.NewEncoder(r.app.out)
		enc.SetEscapeHTML(false)
		enc.SetIndent("", "  ")
		return enc.Encode(e)
	}
	return r.write(e)
}

func (r *explainRun) write(e *ocrfix.Explanation) error {
	out := bufio.NewWriter(r.app.out)
	lang := e.Lang
	if lang == "" {
		lang = "unknown: nothing is changed"
	}
	fmt.Fprintf(out, "language %s, damage %.1f %% of words\n", lang, 100*e.Damage)
	shown := 0
	for i := range e.Tokens {
		t := &e.Tokens[i]
		if !r.all && (t.Verdict == ocrfix.VerdictKept || t.Verdict == ocrfix.VerdictGuarded) {
			continue
		}
		shown++
		writeExplained(out, t)
	}
	if shown == 0 {
		fmt.Fprintln(out, "every token stays as it is; --all shows how each was read")
	}
	return out.Flush()
}

func writeExplained(out io.Writer, t *ocrfix.ExplainedToken) {
	fmt.Fprintf(out, "\n%s", t.Raw)
	if t.New != t.Raw {
		fmt.Fprintf(out, " → %s", t.New)
	}
	fmt.Fprintf(out, "   %s", t.Verdict)
	if t.Veto != "" {
		fmt.Fprintf(out, " as %s", t.Veto)
	}
	if t.New != t.Raw {
		fmt.Fprintf(out, ": %s, %s, cost %.2f, confidence %.2f", t.Class, t.Rule, t.Cost, t.Confidence)
	}
	fmt.Fprintln(out)
	if len(t.Candidates) > 0 {
		w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "  candidate\tchannel\twords\tconfusions")
		for _, c := range t.Candidates {
			fmt.Fprintf(w, "  %s\t%.2f\t%.2f\t%s\n", c.Text, c.Channel, c.Words, c.Rule)
		}
		w.Flush()
	}
	for i, x := range t.Reasons {
		lead := "  because of"
		if i > 0 {
			lead = "            "
		}
		fmt.Fprintf(out, "%s %s (%+.2f)\n", lead, x.Name, x.Adds)
	}
}
