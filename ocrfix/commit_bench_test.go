package ocrfix

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// commBenchText is a megabyte of the documents of testdata in a language, their
// labels taken out.
func commBenchText(b *testing.B, lang string) string {
	names, _ := filepath.Glob("../testdata/commitments/*_" + lang + ".txt")
	if len(names) == 0 {
		b.Fatal("no documents found")
	}
	var all strings.Builder
	for _, name := range names {
		all.WriteString(commDocument(b, name).text + "\n\n")
	}
	return strings.Repeat(all.String(), 1<<20/all.Len())
}

// BenchmarkStructureText finds sections and commitments, language by language.
// MB/s is by the clock; MB/cpu-s is by the time of the processor, all of the
// process counted, which other work on the machine does not spoil.
func BenchmarkStructureText(b *testing.B) {
	for _, lang := range []string{"en", "nl", "fr", "de"} {
		b.Run(lang, func(b *testing.B) {
			text := commBenchText(b, lang)
			b.SetBytes(int64(len(text)))
			before := cpuTime()
			for b.Loop() {
				FindCommitments(text, "", FindSections(text, nil), nil)
			}
			b.ReportMetric(float64(len(text))*float64(b.N)/1e6/(cpuTime()-before).Seconds(), "MB/cpu-s")
		})
	}
}

// TestCommitmentsLinear guards the promise that no text takes more than linear
// time: each of these would stand still at a quadratic step.
func TestCommitmentsLinear(t *testing.T) {
	const size = 1 << 18
	for name, piece := range map[string]string{
		"no sentence end":  "the Parties shall and will ",
		"commas":           "shall, ",
		"one word":         "a",
		"open parentheses": "( shall ",
		"full stops":       "shall. (",
		"relatives":        "who which shall that ",
		"labels":           "(a) ",
		"stems":            "The Parties shall:\n",
		"dutch":            "de partijen die zullen worden ",
		"french":           "les parties qui s'engagent et seront ",
		"german":           "die Vertragsparteien die werden ",
		"years":            "by the end of 2030 ",
		"units":            "two years after ",
		"quotes":           "”“’",
		"invalid":          "\xff\xfe shall ",
	} {
		text := strings.Repeat(piece, size/len(piece))
		start := time.Now()
		for _, lang := range []string{"", "en", "nl", "fr", "de"} {
			FindCommitments(text, lang, nil, nil)
		}
		if d := time.Since(start); d > time.Minute {
			t.Errorf("%s: %d bytes took %v", name, len(text), d)
		} else {
			t.Logf("%-18s %v", name, d)
		}
	}
}
