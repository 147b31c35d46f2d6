package main

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"ocrfix/ocrfix"
)

// writeEvalText writes an evaluation for a person, with the list commonest
// errors left and made.
func writeEvalText(w io.Writer, e ocrfix.Evaluation, list int) error {
	var b strings.Builder
	t := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "\tbefore\tafter\tchange\n")
	for _, row := range []struct {
		name string
		c    ocrfix.Comparison
	}{{"CER", e.Rates.CER}, {"WER", e.Rates.WER}, {"cMER", e.Rates.CMER}} {
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\n", row.name, percent(row.c.Raw.Value, 3), percent(row.c.Clean.Value, 3), signedEstimate(row.c.Change))
	}
	t.Flush()
	b.WriteByte('\n')
	c := e.Counts
	t = tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "fixed\t%s\t%d of %d wrong words\n", estimate(e.Rates.Fixed, 1), c.Fixed, c.Wrong)
	fmt.Fprintf(t, "broke\t%s\t%d of %d right words\n", estimate(e.Rates.Broke, 3), c.Broke, c.Right)
	fmt.Fprintf(t, "preference\t%s\t%d better, %d worse of %s\n", signedEstimate(e.Rates.Preference), c.Improved, c.Worse, plural(c.Units, "unit"))
	if s := e.Rates.Silence; s != nil {
		fmt.Fprintf(t, "silence\t%.2f%s\t%d changes in %d words of truth, a 10,000; %d touch a number, a date or a negation\n", s.Value, interval(*s, 2, func(x float64) float64 { return x }), c.SilentEdits, c.SilentWords, c.SilentFlagged)
	}
	t.Flush()
	b.WriteByte('\n')
	t = tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "kind\twrong\tfixed\tbroke\n")
	for _, k := range e.Kinds {
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\n", k.Kind, k.Wrong, k.Fixed, k.Broke)
	}
	t.Flush()
	fmt.Fprintf(&b, "\nconfidence is off by %s on average (expected calibration error)\n", percent(e.CalibrationError, 1))
	writeConfusions(&b, "errors left", e.Misses, list)
	writeConfusions(&b, "errors made", e.Harms, list)
	_, err := io.WriteString(w, b.String())
	return err
}

// writeConfusions writes the first n of a list of differences.
func writeConfusions(b *strings.Builder, title string, list []ocrfix.Confusion, n int) {
	if n = min(n, len(list)); n <= 0 {
		return
	}
	fmt.Fprintf(b, "\n%s\n", title)
	t := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	fmt.Fprintf(t, "count\tkind\traw\tcleaned\ttruth\n")
	for _, c := range list[:n] {
		fmt.Fprintf(t, "%d\t%s\t%q\t%q\t%q\n", c.Count, c.Kind, c.Raw, c.Clean, c.Truth)
	}
	t.Flush()
}

// writeEvalJSON writes the evaluation of all pairs and of each group.
func writeEvalJSON(w io.Writer, g *evalGroups) error {
	type group struct {
		Set    string `json:"set"`
		Lang   string `json:"lang"`
		Engine string `json:"engine"`
		Level  string `json:"level"`
		ocrfix.Evaluation
	}
	out := struct {
		ocrfix.Evaluation
		Groups []group `json:"groups"`
	}{Evaluation: g.total.Evaluation(), Groups: []group{}}
	for _, k := range g.sorted(g.finest) {
		out.Groups = append(out.Groups, group{k.set, k.lang, k.engine, k.level, g.groups[k].Evaluation()})
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// reportHead opens the benchmark page.
const reportHead = `# Benchmark

Made by ` + "`ocrfix eval --report`" + `; do not edit by hand. Rates are before → after.
CER: Levenshtein distance over characters by the length of the truth. cMER:
the match error rate of HIPE-OCRepair 2026. Preference: units improved less
units made worse. Fixed: of the words that the raw text had wrong, those now
right; broke: of those that it had right, those now wrong. Silence: changes made
in 10,000 words when the truth itself is cleaned, and how many of them touch a
number, a date or a negation. In brackets: 95 % bootstrap intervals over units,
or over pieces of a hundred words where the units are few. A set followed by 1/4
is that part of its documents, by +8 eight of its documents as one, of the same
language, engine and level.

## By language and level
`

const (
	reportRowHead = `
| set | language | engine | level | units | words | CER | cMER | preference | fixed | broke | silence |
|---|---|---|---|--:|--:|--:|--:|--:|--:|--:|--:|
`
	reportKindHead = `
## By kind of error

Words that the raw text had wrong, and those of them that are right now; words
that were right and are now wrong in this way. A word is real or a name by the
lexicon of the pair's language; words that are missing altogether are counted as
layout.

| set | language | engine | level | kind | wrong | fixed | broke |
|---|---|---|---|---|--:|--:|--:|
`
	reportReliabilityHead = `
## Reliability

Changes, applied and suggested, by their confidence: how many there are, what it
is on average, and how many of them give what the page has. The expected
calibration error is the mean distance of the two, over ten bins.

| set | language | confidence | changes | mean | right |
|---|---|---|--:|--:|--:|
`
	reportErrorHead = `
## Calibration error

| set | language | changes | expected calibration error |
|---|---|--:|--:|
`
)

// writeReport writes the benchmark page, with the list commonest errors left
// and made at its end.
func writeReport(w io.Writer, g *evalGroups, list int) error {
	var b strings.Builder
	evaluations := make(map[groupKey]ocrfix.Evaluation)
	each := func(wanted func(k groupKey) bool, row func(k groupKey, e ocrfix.Evaluation)) {
		for _, k := range g.sorted(wanted) {
			if k == (groupKey{set: k.set}) && g.monoglot(k.set) {
				continue // the row of the language says the same
			}
			e, ok := evaluations[k]
			if !ok {
				e = g.groups[k].Evaluation()
				evaluations[k] = e
			}
			row(k, e)
		}
	}
	row := func(k groupKey, e ocrfix.Evaluation) { writeReportRow(&b, k, e) }
	b.WriteString(reportHead + reportRowHead)
	each(func(k groupKey) bool { return k.engine == "" && (k.lang != "" || k.level == "") }, row)
	if slices.ContainsFunc(g.sorted(g.finest), func(k groupKey) bool { return k.engine != "" }) {
		b.WriteString("\n## By engine\n" + reportRowHead)
		each(func(k groupKey) bool { return k.engine != "" && (k.lang != "" || k.level == "") }, row)
	}
	b.WriteString(reportKindHead)
	each(groupKey.single, func(k groupKey, e ocrfix.Evaluation) {
		for i, c := range e.Kinds {
			if c.Wrong+c.Broke > 0 {
				fmt.Fprintf(&b, "| %s | %s | %d | %s | %d |\n", k.cells(), c.Kind, c.Wrong, estimate(e.KindRates[i].Fixed, 1), c.Broke)
			}
		}
	})
	byLanguage := func(k groupKey) bool { return k.lang != "" && k.engine == "" && k.level == "" }
	b.WriteString(reportReliabilityHead)
	each(byLanguage, func(k groupKey, e ocrfix.Evaluation) {
		for _, bin := range e.Reliability {
			if bin.Changes > 0 {
				fmt.Fprintf(&b, "| %s | %s | %.1f to %.1f | %d | %s | %s |\n", k.set, k.lang, bin.Low, bin.High, bin.Changes,
					percent(bin.Confidence, 1), percent(float64(bin.Right)/float64(bin.Changes), 1))
			}
		}
	})
	b.WriteString(reportErrorHead)
	each(byLanguage, func(k groupKey, e ocrfix.Evaluation) {
		changes := 0
		for _, bin := range e.Reliability {
			changes += bin.Changes
		}
		fmt.Fprintf(&b, "| %s | %s | %d | %.3f |\n", k.set, k.lang, changes, e.CalibrationError)
	})
	if list > 0 {
		e := g.total.Evaluation()
		writeReportList(&b, "Errors left", e.Misses, list)
		writeReportList(&b, "Errors made", e.Harms, list)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// monoglot reports whether a set has one language.
func (g *evalGroups) monoglot(set string) bool {
	return len(g.sorted(func(k groupKey) bool { return k == groupKey{set: set, lang: k.lang} && k.lang != "" })) == 1
}

// single reports whether at most one field but the set is chosen.
func (k groupKey) single() bool {
	chosen := 0
	for _, field := range []string{k.lang, k.engine, k.level} {
		if field != "" {
			chosen++
		}
	}
	return chosen <= 1
}

func (k groupKey) cells() string {
	return strings.Join([]string{k.set, k.lang, k.engine, k.level}, " | ")
}

func writeReportRow(b *strings.Builder, k groupKey, e ocrfix.Evaluation) {
	r := e.Rates
	silence := ""
	if r.Silence != nil {
		silence = fmt.Sprintf("%.2f, %d", r.Silence.Value, e.Counts.SilentFlagged)
	}
	fmt.Fprintf(b, "| %s | %d | %d | %s → %s (%s) | %s → %s (%s) | %s | %s | %s | %s |\n",
		k.cells(), e.Counts.Units, e.Counts.TruthWords,
		percent(r.CER.Raw.Value, 2), percent(r.CER.Clean.Value, 2), signedEstimate(r.CER.Change),
		percent(r.CMER.Raw.Value, 2), percent(r.CMER.Clean.Value, 2), signedEstimate(r.CMER.Change),
		signedEstimate(r.Preference), estimate(r.Fixed, 1), estimate(r.Broke, 3), silence)
}

// writeReportList writes the first n of a list of differences.
func writeReportList(b *strings.Builder, title string, list []ocrfix.Confusion, n int) {
	fmt.Fprintf(b, "\n## %s\n\n| count | kind | raw | cleaned | truth |\n|--:|---|---|---|---|\n", title)
	cell := strings.NewReplacer("|", "\\|", "`", "'", "\n", " ")
	for _, c := range list[:min(n, len(list))] {
		fmt.Fprintf(b, "| %d | %s | `%s` | `%s` | `%s` |\n", c.Count, c.Kind, cell.Replace(c.Raw), cell.Replace(c.Clean), cell.Replace(c.Truth))
	}
}

// percent gives a share as "1.25 %".
func percent(share float64, digits int) string { return fmt.Sprintf("%.*f %%", digits, 100*share) }

// signed gives a share as "+1.2 %", "−1.2 %" or "0.0 %".
func signed(share float64) string {
	text := fmt.Sprintf("%+.1f %%", 100*share)
	if text[1:] == "0.0 %" {
		return text[1:]
	}
	return strings.Replace(text, "-", "−", 1)
}

// estimate gives a share with its interval: "1.2 % [1.0, 1.4]".
func estimate(e ocrfix.Estimate, digits int) string {
	return percent(e.Value, digits) + interval(e, digits, func(x float64) float64 { return 100 * x })
}

func signedEstimate(e ocrfix.Estimate) string {
	return signed(e.Value) + strings.ReplaceAll(interval(e, 1, func(x float64) float64 { return 100 * x }), "-", "−")
}

// interval gives " [1.0, 1.4]", or nothing where there is too little to tell.
func interval(e ocrfix.Estimate, digits int, scale func(float64) float64) string {
	if e.Low == nil || e.High == nil {
		return ""
	}
	return fmt.Sprintf(" [%.*f, %.*f]", digits, scale(*e.Low), digits, scale(*e.High))
}
