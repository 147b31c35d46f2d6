package main

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ocrfix/ocrfix"
)

// largeResult gives a text with n changes, a fifth of them suggestions, and a
// commitment for every few of them; for 20,000 it has 1 MB.
func largeResult(n int) *ocrfix.Result {
	var b strings.Builder
	for i := 0; i < n; i++ {
		if i%4 == 0 {
			b.WriteString("Each Party agrees and ")
		}
		fmt.Fprintf(&b, "each Party shall give the d1g1tal economy%d a place ", i)
		switch i % 4 {
		case 1:
			b.WriteByte('\n')
		case 3:
			b.WriteString("in it.\n")
		}
	}
	d := ocrfix.NewDocument(b.String())
	res := &ocrfix.Result{Document: d, Lang: "en"}
	for at := 0; len(res.Edits) < n; at += 7 {
		at += strings.Index(d.Text[at:], "d1g1tal")
		k := len(res.Edits)
		res.Edits = append(res.Edits, ocrfix.Edit{
			Start: at, End: at + 7, Raw: "d1g1tal", New: "digital", Class: ocrfix.ClassNonWord, Rule: "1→i ×2", Confidence: 0.98 - 0.5*float64(k%5/4), Applied: k%5 < 4,
			Page: 1, Line: d.LineAt(at) + 1, Alternatives: []ocrfix.Alternative{{New: "digitale", Confidence: 0.01}},
		})
	}
	res.Text, _ = ocrfix.Apply(d.Text, res.Edits)
	return res
}

// TestReviewLarge guards that 20,000 changes can be judged without waiting
// after each key. The bounds leave room for a busy machine.
func TestReviewLarge(t *testing.T) {
	desk, h := openReview(t, filepath.Join(t.TempDir(), "decisions.tsv"))
	desk.add("large.txt", largeResult(20_000), nil)
	took := func(path string, form url.Values, header ...string) time.Duration {
		t.Helper()
		began := time.Now()
		if w := visit(h, path, form, header...); w.Code != 200 {
			t.Fatalf("%s: status %d, %s", path, w.Code, w.Body)
		}
		return time.Since(began)
	}
	page := took("doc/0", nil)
	took("doc/0/change/5", nil)
	panel, decide := time.Hour, time.Hour
	for i := range 5 {
		panel = min(panel, took(fmt.Sprintf("doc/0/change/%d", 10_000+i), nil))
		decide = min(decide, took(fmt.Sprintf("doc/0/change/%d", 10_000+i), url.Values{"action": {"reject"}}, "Accept", "application/json"))
	}
	t.Logf("the page takes %v, a change %v, a decision %v", page, panel, decide)
	if page > 15*time.Second || panel > time.Second || decide > 2*time.Second {
		t.Error("that is too slow")
	}
}
