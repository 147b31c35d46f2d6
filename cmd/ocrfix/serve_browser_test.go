package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"ocrfix/cmd/ocrfix/internal/web"
)

// TestServeBrowser guards that a page of differences that the API gives works
// under the policy that it comes with, and that what was sent runs nothing.
func TestServeBrowser(t *testing.T) {
	ctx := openBrowser(t)
	const sent = `{"raw":"tbe <script>document.title='taken'</script> <img src=x onerror=document.title='taken'> end\n","cleaned":"the </style><script>document.title='taken'</script> end\n"}`
	h := new(web.Guard).Wrap(new(web.API).Handler())
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		r := httptest.NewRequest(http.MethodPost, "/v1/diff?format=html", strings.NewReader(sent))
		r.Host = "localhost"
		r.Header.Set("Content-Type", "application/json")
		h.ServeHTTP(w, r)
	}))
	defer srv.Close()
	err := do(ctx, chromedp.Navigate(srv.URL), chromedp.WaitVisible(chromedp.CSS("#filters")), chromedp.KeyEvent("j"), chromedp.WaitVisible(chromedp.CSS("#c0.current")))
	if err != nil {
		t.Fatal(err)
	}
	if got := evaluate[string](ctx, t, `document.title + getComputedStyle(document.querySelector(".l")).display + document.querySelectorAll("img").length`); got != "raw → cleanedflex0" {
		t.Errorf("%q", got)
	}
}
