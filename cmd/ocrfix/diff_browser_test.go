package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ocrfix/cmd/ocrfix/internal/diffpage"
	"ocrfix/ocrfix"
)

// openDiff writes the page of a comparison into a file and opens that.
func openDiff(ctx context.Context, t *testing.T, c *diffpage.Comparison) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "diff.html")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := diffpage.Write(f, c); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := do(ctx, chromedp.Navigate("file://"+path)); err != nil {
		t.Fatal(err)
	}
}

// TestDiffBrowser guards the page of a diff as a person uses it from a file:
// moving by keys, the panel, every filter, the table of confusions, markup in
// the text shown as text.
func TestDiffBrowser(t *testing.T) {
	ctx := openBrowser(t)
	unchanged := strings.Repeat("The meeting was held in the town hall of the city.\n", 20)
	text := "ARTICLE 1\n" + reviewText + unchanged + "They shall meet in <script>document.title='taken'</script> Oslo.\n\f" + reviewText
	res, err := new(ocrfix.Cleaner).Clean(ocrfix.NewDocument(text))
	if err != nil {
		t.Fatal(err)
	}
	for i := range res.Edits {
		if e := &res.Edits[i]; e.Rule == "" {
			e.Rule = "rule of " + e.Raw
		}
	}
	truth := strings.ReplaceAll(res.Text, "second point", "second po1nt") // so that one change broke what stood
	c := &diffpage.Comparison{
		Document: res.Document, Edits: res.Edits, Text: res.Text, Lang: res.Lang,
		RawName: "record.txt", CleanName: "cleaned", Context: 3, Truth: &truth,
	}
	openDiff(ctx, t, c)
	look(ctx, t, "diff")
	accessible(ctx, t, "diff with a truth")
	check := func(what, expression, want string) {
		t.Helper()
		if got := evaluate[string](ctx, t, expression); got != want {
			t.Errorf("%s: %q, want %q", what, got, want)
		}
	}
	check("title", `document.title`, "record.txt → cleaned")
	n := len(res.Edits)
	const place, matches, current = `document.getElementById("place").textContent`, `document.getElementById("matches").value`, `document.querySelector(".current").id`
	steps := func(keys string) {
		t.Helper()
		for _, k := range keys {
			if err := do(ctx, chromedp.KeyEvent(string(k))); err != nil {
				t.Fatal(err)
			}
		}
	}
	steps("jjk")
	check("after j j k", current, "c0")
	check("place", place, fmt.Sprintf("1 of %d", n))
	check("raw words in the panel", `document.querySelector("#about del").textContent`, res.Edits[0].Raw)
	check("rule in the panel", `[...document.querySelectorAll("#about dt")].find(e => e.textContent === "Rule").nextElementSibling.textContent`, res.Edits[0].Rule)
	check("folded", `String(document.querySelectorAll("details.fold").length)`, "1")

	choose := func(name, value string) {
		t.Helper()
		evaluate[bool](ctx, t, fmt.Sprintf(`(() => { const e = document.querySelector("[name=%s]"); e.value = %q; e.dispatchEvent(new Event("input", {bubbles: true})); return true })()`, name, value))
	}
	count := func(keep func(ocrfix.Edit) bool) string {
		k := 0
		for _, e := range res.Edits {
			if keep(e) {
				k++
			}
		}
		return fmt.Sprintf("%d of %d changes", k, n)
	}
	choose("page", "2")
	check("page 2", matches, count(func(e ocrfix.Edit) bool { return e.Page == 2 }))
	steps("j")
	check("the first of page 2", `document.querySelector(".current").dataset.p`, "2")
	steps("x")
	check("shown again", matches, fmt.Sprintf("%d of %d changes", n, n))
	choose("verdict", "broke what stood")
	check("broken", matches, count(func(e ocrfix.Edit) bool { return strings.Contains(e.Raw, "po1nt") }))
	steps("x")
	choose("rule", res.Edits[0].Rule)
	check("rule", matches, count(func(e ocrfix.Edit) bool { return e.Rule == res.Edits[0].Rule }))
	steps("x")
	choose("least", "101")
	check("nothing is that sure", matches, fmt.Sprintf("0 of %d changes", n))
	steps("x")
	err = do(ctx, chromedp.Click(chromedp.CSS("#confusions summary")), chromedp.Click(chromedp.CSS(`#confusions button[data-q="0"]`)))
	if err != nil {
		t.Fatal(err)
	}
	check("a row of the table", matches, evaluate[string](ctx, t, `[...document.querySelectorAll("a.c")].filter(c => (c.dataset.q ?? "").split(" ").includes("0")).length + " of `+fmt.Sprint(n)+` changes"`))
	check("pressed", `document.querySelector("[data-q='0']").getAttribute("aria-pressed")`, "true")
	steps("o")
	look(ctx, t, "diff-filtered")
	steps("x")
	err = do(ctx, chromedp.Navigate(evaluate[string](ctx, t, `location.href`)+"#l12"), chromedp.WaitVisible(chromedp.CSS("#l12")))
	if err != nil {
		t.Errorf("the anchor of a folded line: %v", err)
	}

	c.Truth = nil
	openDiff(ctx, t, c)
	accessible(ctx, t, "diff without a truth")
	check("known words", `document.querySelector(".measures dt").textContent`, "known words")
	look(ctx, t, "diff-plain")
}

// TestDiffBrowserLarge guards that the page of 1 MB with 20,000 changes opens,
// scrolls, filters and moves without a delay that a person feels. The bounds
// leave room for a busy machine.
func TestDiffBrowserLarge(t *testing.T) {
	ctx := openBrowser(t)
	const words = 20_000
	var b strings.Builder
	for i := 0; b.Len() < 1<<20; i++ {
		b.WriteString("the Parties shall give the d1g1tal economy their attention")
		if i%2 == 1 {
			b.WriteByte('\n')
		} else {
			b.WriteByte(' ')
		}
	}
	d := ocrfix.NewDocument(b.String())
	c := &diffpage.Comparison{Document: d, RawName: "large.txt", CleanName: "cleaned", Context: 3}
	for at := 0; len(c.Edits) < words; {
		i := strings.Index(d.Text[at:], "d1g1tal")
		if i < 0 {
			t.Fatalf("only %d changes", len(c.Edits))
		}
		at += i
		if len(c.Edits)%8 == 7 { // not the same everywhere
			c.Edits = append(c.Edits, ocrfix.Edit{Start: at, End: at + 7, Raw: "d1g1tal", New: "capital", Class: ocrfix.ClassRealWord, Rule: "d→c", Confidence: 0.4, Page: 1, Line: d.LineAt(at) + 1})
		} else {
			c.Edits = append(c.Edits, ocrfix.Edit{Start: at, End: at + 7, Raw: "d1g1tal", New: "digital", Class: ocrfix.ClassNonWord, Rule: "1→i ×2", Confidence: 0.98, Applied: true, Page: 1, Line: d.LineAt(at) + 1,
				Alternatives: []ocrfix.Alternative{{New: "digitale", Confidence: 0.01}}})
		}
		at += 7
		if next := at + 30; len(c.Edits)%5 != 0 && next < len(d.Text) { // a second change in the line
			if k := strings.Index(d.Text[at:next], "economy"); k >= 0 {
				at += k
				c.Edits = append(c.Edits, ocrfix.Edit{Start: at, End: at + 7, Raw: "economy", New: "Economy", Class: ocrfix.ClassCase, Rule: "case", Confidence: 0.7, Applied: true, Page: 1, Line: d.LineAt(at) + 1})
				at += 7
			}
		}
	}
	var err error
	if c.Text, err = ocrfix.Apply(d.Text, c.Edits); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	openDiff(ctx, t, c)
	evaluateLater[int](ctx, t, `new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(1))))`)
	opened := time.Since(began)
	frames := evaluateLater[[]float64](ctx, t, frameTimes)
	filtered := evaluate[float64](ctx, t, `(() => {
		const began = performance.now(), e = document.querySelector("[name=class]");
		e.value = "realword";
		e.dispatchEvent(new Event("input", {bubbles: true}));
		document.body.offsetHeight;
		return performance.now() - began;
	})()`)
	moved := evaluate[float64](ctx, t, `(() => {
		const began = performance.now();
		for (let i = 0; i < 20; i++) document.getElementById("forth").click();
		document.body.offsetHeight;
		return (performance.now() - began) / 20;
	})()`)
	median, worst := frames[len(frames)/2], frames[len(frames)-1]
	t.Logf("opened in %v, frames: median %.0f ms, worst %.0f ms; filtered in %.0f ms; a step takes %.0f ms", opened.Round(time.Millisecond), median, worst, filtered, moved)
	if opened > 30*time.Second || median > 300 || filtered > 5000 || moved > 1000 {
		t.Error("that is too slow")
	}
}
