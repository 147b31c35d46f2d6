package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
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

// schemes are the colours that a page may be asked for.
var schemes = []string{"light", "dark"}

// emulate makes the browser ask for the scheme; "" leaves it to the machine.
func emulate(ctx context.Context, t *testing.T, scheme string) {
	t.Helper()
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// look checks that the page is no wider than a narrow and a wide window, and
// leaves pictures of both, light and dark, and of the printed page. The window
// is wide in the end.
func look(ctx context.Context, t *testing.T, name string) {
	t.Helper()
	for _, width := range []int{400, 1280} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(int64(width), 800)); err != nil {
			t.Fatal(err)
		}
		if n := evaluate[int](ctx, t, `document.documentElement.scrollWidth`); n > width {
			t.Errorf("%s: the page is %d pixels wide in a window of %d", name, n, width)
		}
		if screenshots == "" {
			continue
		}
		for _, scheme := range schemes {
			emulate(ctx, t, scheme)
			keep(ctx, t, fmt.Sprintf("%s-%d-%s.png", name, width, scheme), chromedp.CaptureScreenshot())
		}
		emulate(ctx, t, "")
	}
	if screenshots != "" {
		keep(ctx, t, name+".pdf", chromedp.PrintToPDF())
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 800)); err != nil { // printing ends it
			t.Fatal(err)
		}
	}
}

// keep writes a picture for a person to look at.
func keep(ctx context.Context, t *testing.T, name string, take chromedp.Action[[]byte]) {
	t.Helper()
	data, err := chromedp.Run(ctx, take)
	if err == nil {
		err = os.WriteFile(filepath.Join(screenshots, name), data, 0o666)
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
