package main

import (
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestReportBrowser guards that the report of an archive can be read: in a
// narrow and a wide window, in light and dark, and by who does not see it.
func TestReportBrowser(t *testing.T) {
	ctx := openBrowser(t)
	out := filepath.Join(t.TempDir(), "out")
	cmd := exec.Command("ocrfix", "batch", "-o", out, "../../testdata/record.txt", "../../testdata/commitments", "../../ocrfix/testdata/pdf")
	if said, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != statusPartly {
		t.Fatalf("%v: %s", err, said)
	}
	if err := do(ctx, chromedp.Navigate("file://"+filepath.Join(out, "report.html"))); err != nil {
		t.Fatal(err)
	}
	accessible(ctx, t, "report")
	look(ctx, t, "report")
	if screenshots != "" {
		for _, part := range []string{"confusions", "commitments"} {
			evaluate[bool](ctx, t, `(document.getElementById("`+part+`").scrollIntoView(), true)`)
			look(ctx, t, "report-"+part)
		}
	}
}
