package ocrfix

import (
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// TestCleanRubbish guards: text that is no language ends in time, and what the
// cleaner makes of it can be undone.
func TestCleanRubbish(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	const (
		size  = 50_000 // of what must cost next to nothing
		small = 4_000  // of what looks like words, each of which is searched
	)
	random := rand.New(rand.NewPCG(1, 2))
	letters := func(from string, spaces int) string {
		var b strings.Builder
		runes := []rune(from)
		length := size
		if spaces > 0 {
			length = small
		}
		for b.Len() < length {
			if spaces > 0 && random.IntN(spaces) == 0 {
				b.WriteByte(' ')
			}
			b.WriteRune(runes[random.IntN(len(runes))])
		}
		return b.String()
	}
	for name, text := range map[string]string{
		"one letter":          strings.Repeat("a", size),
		"one long word":       letters("etaoinshrdlu", 0),
		"words without sense": letters("etaoinshrdlu", 6),
		"digits":              letters("0123456789", 5),
		"single digits":       strings.Repeat("1 ", size/2),
		"single letters":      strings.Repeat("i l ", size/4),
		"punctuation":         letters(".,;:}{~()!?'", 0),
		"spaced punctuation":  letters(".,;:}{~()!?'", 3),
		"leader dots":         strings.Repeat("Chapter I "+strings.Repeat(".", 300)+" 1\n", size/315),
		"hyphens":             strings.Repeat("-", size),
		"compounds":           letters("etaoin-", 40),
		"letters and digits":  letters("abc123l1I", 12),
		"symbols":             letters("§¶†‡•°©®™€", 4),
		"combining marks":     strings.Repeat("e\u0301\u0302", size/5),
		"zero width":          strings.Repeat("\u200b\u200d", size/6),
		"another script":      letters("абвгдежзийклмн", 6),
		"no spaces":           strings.Repeat("thepartiesagree", size/15),
		"spaces":              strings.Repeat(" ", size),
		"empty lines":         strings.Repeat("\n", size),
		"soft hyphens alone":  strings.Repeat("a \u00ad b ", small/6),
		"a word in sentences": "The Parties shall meet each year. " + strings.Repeat("abc", size) + " The Council shall decide.",
		"stops in a word":     "The Parties shall meet each year. " + strings.Repeat("ab.", size/3) + " The Council shall decide.",
		"form feeds":          strings.Repeat("\f", size),
		"all characters":      letters("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!\"#$%&'()*+,-./:;<=>?@[]^_`{|}~", 7),
	} {
		t.Run(name, func(t *testing.T) {
			done := make(chan *Result, 1)
			go func() {
				res, err := new(Cleaner).Clean(NewDocument(text))
				if err != nil {
					t.Error(err)
				}
				done <- res
			}()
			start := time.Now()
			select {
			case res := <-done:
				t.Logf("%v", time.Since(start).Round(time.Millisecond))
				if res == nil {
					return
				}
				if raw, err := Undo(res.Text, res.Edits); err != nil || raw != text {
					t.Errorf("undoing does not give the raw text: %v", err)
				}
			case <-time.After(time.Minute):
				t.Errorf("%d bytes take more than a minute", len(text))
			}
		})
	}
}
