package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEffort guards: documents that take too long, and locked ones, are named in
// failures, and are done once they get the time and the password, which change
// nothing of what stands.
func TestEffort(t *testing.T) {
	dir := t.TempDir()
	must(t, os.Mkdir(filepath.Join(dir, "in"), 0o777))
	put := func(name string, data []byte) { must(t, os.WriteFile(filepath.Join(dir, "in", name), data, 0o666)) }
	failures := func() string {
		var b strings.Builder
		eachLine(t, filepath.Join(dir, "late"), "failures", func(line []byte) { b.Write(line) })
		return b.String()
	}
	put("note.txt", []byte("Each Party shall bear its own c0sts.\n"))
	put("locked.pdf", read(t, "../../ocrfix/internal/pdftext/testdata/aes-256.pdf"))

	late := call{dir: dir, want: statusFailed}
	late.run(t, "-o", "late", "--timeout-per-document=1ns", "in")
	rows := failures()
	if n := strings.Count(rows, "took longer than 1ns"); n != 2 {
		t.Errorf("%d documents took too long, want 2:\n%s", n, rows)
	}
	partly := call{dir: dir, want: statusPartly}
	partly.run(t, "-o", "late", "--retry-failed", "in")
	rows = failures()
	if strings.Contains(rows, "took longer") || !strings.Contains(rows, "encrypted") || !strings.Contains(rows, "--password") {
		t.Errorf("failures: %s", rows)
	}
	done := call{dir: dir, want: statusDone}
	done.run(t, "-o", "late", "--password=harbour", "in")
	done.run(t, "-o", "calm", "--password=harbour", "in")
	sameTree(t, tree(t, filepath.Join(dir, "late")), tree(t, filepath.Join(dir, "calm")))
}
