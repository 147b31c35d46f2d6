package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"ocrfix/cmd/ocrfix/internal/web"
	"ocrfix/ocrfix"
)

// screenshots is where the browser test leaves pictures of the page for a
// person to look at; "" for nowhere.
var screenshots = os.Getenv("OCRFIX_SCREENSHOTS")

// openBrowser starts a headless Chromium, which the test does without where
// there is none. What the page's script throws or the policy blocks fails it.
func openBrowser(t *testing.T) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("starts a browser")
	}
	if _, err := exec.LookPath("chromium"); err != nil {
		t.Skip("no chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath("chromium"), chromedp.NoSandbox)
	alloc, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, closeTab := chromedp.NewContext(alloc)
	t.Cleanup(closeTab)
	// The first call starts the browser, which would end with its timeout.
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		t.Skipf("chromium does not start: %v", err)
	}
	ctx, cancel := context.WithTimeout(ctx, 2*time.Minute) // other tests may have the processors
	t.Cleanup(cancel)
	return ctx
}

// listen serves h on a free port until the test or the function ends.
func listen(t *testing.T, h http.Handler) (address string, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: h}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return "http://" + l.Addr().String() + "/" + reviewToken + "/", func() { srv.Close() }
}

// at waits until the panel shows the change with the index.
func at(index string) chromedp.Action[chromedp.Void] {
	return chromedp.WaitVisible(chromedp.CSS(`#panel form[data-index="` + index + `"]`))
}

// look checks that the page is no wider than the window, and leaves a picture.
func look(ctx context.Context, t *testing.T, name string, width int) {
	t.Helper()
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), 800)); err != nil {
		t.Fatal(err)
	}
	if n := evaluate[int](ctx, t, `document.documentElement.scrollWidth`); n > width {
		t.Errorf("%s: the page is %d pixels wide in a window of %d", name, n, width)
	}
	if screenshots == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(screenshots, name+".png"), png, 0o666)
	}
	if err != nil {
		t.Error(err)
	}
}

// do runs the steps, and says which of them fails.
func do(ctx context.Context, steps ...chromedp.Action[chromedp.Void]) error {
	for i, step := range steps {
		if err := chromedp.Do(ctx, step); err != nil {
			return fmt.Errorf("step %d: %w", i+1, err)
		}
	}
	return nil
}

// evaluate gives the value of an expression in the page.
func evaluate[T any](ctx context.Context, t *testing.T, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// evaluateLater is evaluate for a promise.
func evaluateLater[T any](ctx context.Context, t *testing.T, expression string) T {
	t.Helper()
	v, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// TestReviewBrowser guards the page as a person uses it: judging by keys, the
// decisions still there after a restart, the cleaned text following them, and
// markup in a document shown as text.
func TestReviewBrowser(t *testing.T) {
	ctx := openBrowser(t)
	path := filepath.Join(t.TempDir(), "decisions.tsv")
	text := "ARTICLE 1\n" + reviewText + "They shall meet in <script>document.title='taken'</script> Oslo.\n"
	_, h := openReview(t, path, text)
	address, stop := listen(t, h)
	if err := do(ctx, chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("tbody a"))); err != nil {
		t.Fatal(err)
	}
	accessible(ctx, t, "queue")
	look(ctx, t, "queue-400", 400)
	look(ctx, t, "queue-1280", 1280)
	err := do(ctx,
		chromedp.Click(chromedp.CSS("tbody a")),
		at("0"),
	)
	if err != nil {
		t.Fatal(err)
	}
	look(ctx, t, "review-400", 400)
	look(ctx, t, "review-1280", 1280)
	if title := evaluate[string](ctx, t, `document.title`); title != "doc0.txt" {
		t.Errorf("the title is %q", title)
	}
	accessible(ctx, t, "review")
	err = do(ctx,
		chromedp.KeyEvent("r"), at("1"),
		chromedp.KeyEvent("a"), at("2"),
		chromedp.KeyEvent("k"), at("1"),
		chromedp.KeyEvent("j"), at("2"),
		chromedp.KeyEvent("e"),
		chromedp.SetValue(chromedp.CSS("#text"), "numeric"),
		chromedp.KeyEvent("\r"), at("3"),
		chromedp.KeyEvent("r"),
		chromedp.WaitVisible(chromedp.CSS("#c3.rejected")),
		chromedp.KeyEvent("u"),
		chromedp.WaitVisible(chromedp.CSS("#c3.applied")),
	)
	if err != nil {
		t.Fatal(err)
	}
	stop()

	_, h = openReview(t, path, text) // the command started again
	address, _ = listen(t, h)
	err = do(ctx,
		chromedp.Navigate(address+"doc/0"),
		chromedp.WaitVisible(chromedp.CSS("#c0.rejected")),
		chromedp.WaitVisible(chromedp.CSS("#c1.accepted")),
		chromedp.WaitVisible(chromedp.CSS("#c2.written")),
		chromedp.WaitVisible(chromedp.CSS("#c3.applied")),
	)
	if err != nil {
		t.Fatal(err)
	}
	got := cleanedText(t, path, text)
	for _, want := range []string{"the d1g1tal economy", "the numeric markets", "a second point."} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
}

// TestReviewBrowserScan guards that the page shows a line of a PDF file as the
// page has it, and that a commitment can be changed and is reviewed then.
func TestReviewBrowserScan(t *testing.T) {
	ctx := openBrowser(t)
	if _, err := exec.LookPath(pdftoppm); err != nil {
		t.Skip("no pdftoppm")
	}
	source := "../../ocrfix/testdata/pdf/libreoffice.pdf"
	d, err := ocrfix.ReadFile(source, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "decisions.tsv")
	desk, err := newReviewDesk(path, "")
	if err != nil {
		t.Fatal(err)
	}
	res, err := new(ocrfix.Cleaner).Clean(d)
	if err != nil {
		t.Fatal(err)
	}
	start := strings.Index(d.Text, "keepers")
	line := d.LineAt(start)
	res.Text, res.Edits = d.Text, []ocrfix.Edit{{ // the file is clean
		Start: start, End: start + len("keepers"), Raw: "keepers", New: "reapers", Class: ocrfix.ClassRealWord, Rule: "k→r", Confidence: 0.4, Page: 1, Line: line + 1,
		Alternatives: []ocrfix.Alternative{{New: "keeper", Confidence: 0.2}, {New: "keeping", Confidence: 0.1}},
	}}
	desk.add("libreoffice.pdf", res, newScan(source, "", d))
	review := &web.Review{Desk: desk, Token: reviewToken}
	address, _ := listen(t, (&web.Guard{Policy: web.ReviewPolicy}).Wrap(review.Handler()))
	err = do(ctx,
		chromedp.Navigate(address+"doc/0"),
		at("0"),
		chromedp.WaitVisible(chromedp.CSS("img.scan")),
	)
	if err != nil {
		t.Fatal(err)
	}
	if w := evaluateLater[int](ctx, t, `(async () => { const i = document.querySelector("img.scan"); await i.decode(); return i.naturalWidth })()`); w < 200 {
		t.Errorf("the scan is %d pixels wide", w)
	}
	look(ctx, t, "review-scan-400", 400)
	look(ctx, t, "review-scan-1280", 1280)
	// The second alternative by keys.
	err = do(ctx, chromedp.KeyEvent("n"), chromedp.KeyEvent("n"), chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#c0.written")))
	if err != nil {
		t.Fatal(err)
	}
	if got := evaluate[string](ctx, t, `document.querySelector("#c0 .now").textContent`); got != "keeping" {
		t.Errorf("the second alternative is %q", got)
	}
	err = do(ctx,
		chromedp.Click(chromedp.CSS("#m0 + tr summary")),
		chromedp.SetValue(chromedp.CSS("#m0 + tr [name=deadline]"), "by spring"),
		chromedp.Click(chromedp.CSS("#m0 + tr [value=reviewed]")),
		chromedp.WaitVisible(chromedp.CSS("#m0.reviewed")),
	)
	if err != nil {
		t.Fatal(err)
	}
	if got := evaluate[string](ctx, t, `document.getElementById("reviewed").textContent + document.querySelector('#m0 [data-label="By when"]').textContent`); got != "1by spring" {
		t.Errorf("after the judgement: %q", got)
	}
	if err := do(ctx, chromedp.Click(chromedp.CSS("#m0 + tr summary"))); err != nil {
		t.Fatal(err)
	}
	accessible(ctx, t, "commitments")
	for _, width := range []int{400, 1280} {
		if err := do(ctx, chromedp.EmulateViewport(int64(width), 800)); err != nil {
			t.Fatal(err)
		}
		evaluate[bool](ctx, t, `(document.getElementById("m0").scrollIntoView(), true)`)
		look(ctx, t, fmt.Sprintf("review-commitments-%d", width), width)
	}
	if kept, err := os.ReadFile(clausesPath(path)); err != nil || !strings.Contains(string(kept), "by spring") {
		t.Errorf("%v, %q", err, kept)
	}
	// The clause jumps to its source.
	if err := do(ctx, chromedp.Click(chromedp.CSS("#m0 a"))); err != nil {
		t.Fatal(err)
	}
	if got := evaluate[bool](ctx, t, `(() => { const r = document.querySelector(".line:target").getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight })()`); !got {
		t.Error("the source is not in the window")
	}
}
