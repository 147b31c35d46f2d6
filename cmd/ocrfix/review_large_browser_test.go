package main

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// frameTimes scrolls a page from its head to its foot and back, and gives how
// long each frame took, in milliseconds, the shortest first.
const frameTimes = `new Promise(done => {
	const times = [], height = document.documentElement.scrollHeight;
	let n = 0, last = performance.now();
	const step = (now) => {
		if (n) times.push(now - last);
		last = now;
		if (n++ === 60) return done(times.sort((a, b) => a - b));
		scrollTo(0, height * (n % 2 ? n : 60 - n) / 60);
		requestAnimationFrame(step);
	};
	requestAnimationFrame(step);
})`

// TestReviewBrowserLarge guards that 1 MB of text with 20,000 changes opens,
// scrolls and is judged by keys without a delay that a person feels, be it that
// a decision is about one change or about all. The bounds leave room for a busy
// machine.
func TestReviewBrowserLarge(t *testing.T) {
	ctx := openBrowser(t)
	desk, h := openReview(t, filepath.Join(t.TempDir(), "decisions.tsv"))
	desk.add("large.txt", largeResult(20_000), nil)
	address, _ := listen(t, h)
	took := func(what string, most time.Duration, steps ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		began := time.Now()
		if err := do(ctx, steps...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		d := time.Since(began)
		t.Logf("%s: %v", what, d.Round(time.Millisecond))
		if d > most {
			t.Errorf("%s took %v", what, d)
		}
	}
	took("open", 30*time.Second, chromedp.Navigate(address+"doc/0?at=15000"), at("15000"))
	if n := evaluate[int](ctx, t, `document.querySelectorAll(".clause").length`); n < 1000 {
		t.Errorf("only %d commitments", n)
	}
	frames := evaluateLater[[]float64](ctx, t, frameTimes)
	median, worst := frames[len(frames)/2], frames[len(frames)-1]
	t.Logf("frames: median %.0f ms, worst %.0f ms", median, worst)
	if median > 300 || worst > 3000 {
		t.Error("it scrolls too slowly")
	}
	took("next", 3*time.Second, chromedp.KeyEvent("j"), at("15001"))
	took("reject", 5*time.Second, chromedp.KeyEvent("r"), at("15002"), chromedp.WaitVisible(chromedp.CSS("#c15001.rejected")))
	took("ten keys at once", 20*time.Second, chromedp.KeyEvent("aaaaarrrrr"), at("15012"), chromedp.WaitVisible(chromedp.CSS("#c15011.rejected")))
	took("reject everywhere", 20*time.Second, chromedp.KeyEvent("w"), chromedp.KeyEvent("r"), chromedp.WaitReady(chromedp.CSS("#c19999.rejected")), at("15012"))
	took("undo", 20*time.Second, chromedp.KeyEvent("u"), chromedp.WaitReady(chromedp.CSS("#c19999.suggested")))
}
