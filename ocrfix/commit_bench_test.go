package ocrfix

import (
	"strings"
	"testing"
	"time"
)

// commProse is a treaty of our own, repeated by the benchmarks.
const commProse = `Article 4
Exchange of archives

1. Each Party shall, within six months of the entry into force of this Agreement, hand over to the other Party copies of the land registers that it holds, and shall inform it in writing of any gap.

2. The Parties undertake to keep the registers in good order. If a register is damaged, the Party concerned shall have it repaired at its own expense as soon as possible.

3. The Joint Committee shall meet every two years and shall:

(a) examine the state of the registers;

(b) report to both Governments by 31 December 2031; and

(c) propose, where appropriate, further exchanges under Article 7, paragraph 2.

4. The ministries welcomed the work of the surveyors, which began in 1998 and which has cost less than was feared. They intend to publish the maps. Requests may be sent by post.

`

func BenchmarkFindCommitments(b *testing.B) {
	text := strings.Repeat(commProse, 1<<20/len(commProse))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		FindCommitments(text, "", nil, nil)
	}
}

func BenchmarkStructureText(b *testing.B) {
	text := strings.Repeat(commProse, 1<<20/len(commProse))
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		FindCommitments(text, "", FindSections(text, nil), nil)
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
		if d := time.Since(start); d > 10*time.Second {
			t.Errorf("%s: %d bytes took %v", name, len(text), d)
		} else {
			t.Logf("%-18s %v", name, d)
		}
	}
}
