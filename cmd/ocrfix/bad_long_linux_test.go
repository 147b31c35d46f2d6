package main

import (
	"bytes"
	"crypto/sha256"
	"io"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestBadLong guards that files that are far too large, or of one kind of
// character only, end in an error or a text, soon and in bounded memory, and
// are not written to.
func TestBadLong(t *testing.T) {
	if !*longArchive {
		t.Skip("long: -archive")
	}
	prose := "the Parties shall meet again and speak of trade and of the d1g1tal economy "
	for _, c := range []struct {
		name   string
		part   string // repeated up to the size, in MB
		size   int
		head   string
		status int
		says   string
		memory int64 // MB
		time   time.Duration
	}{
		{"200 MB", prose + "\n", 200, "", 2, "larger than 64MB", 120, 5 * time.Second},
		{"one line of 50 MB", prose, 50, "", 0, "", 1300, 4 * time.Minute},
		{"one word of 50 MB", "a1b", 50, "", 0, "", 300, time.Minute},
		{"spaces", " ", 50, "", 0, "", 300, time.Minute},
		{"empty lines", "\n", 10, "", 0, "", 600, time.Minute},
		{"empty pages", "\f", 10, "", 0, "", 800, time.Minute},
		{"NUL", "\x00", 50, "", 2, "not a text", 200, 10 * time.Second},
		{"random bytes", noise(1 << 16), 50, "", 2, "not a text", 200, 10 * time.Second},
		{"UTF-16 cut short", "T\x00h\x00e\x00 \x00P\x00a\x00r\x00t\x00y\x00 \x00", 2, "\xff\xfe", 0, "", 400, 2 * time.Minute},
		{"brackets", "{", 10, "", 0, "", 300, time.Minute},
		{"hyphens at line ends", "a-\n", 5, "", 0, "", 900, 2 * time.Minute},
		{"full stops apart", ". ", 5, "", 0, "", 900, 2 * time.Minute},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "_"), func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "bad.txt")
			before := writeRepeated(t, path, c.head, c.part, c.size<<20)
			begun := time.Now()
			cmd := exec.Command("ocrfix", "clean", path)
			var messages bytes.Buffer
			cmd.Stdout, cmd.Stderr = io.Discard, &messages
			err := cmd.Run()
			if cmd.ProcessState == nil {
				t.Fatal(err)
			}
			wall, memory := time.Since(begun), cmd.ProcessState.SysUsage().(*syscall.Rusage).Maxrss>>10
			t.Logf("%v, %d MB; %s", wall.Round(time.Millisecond), memory, strings.TrimSpace(messages.String()))
			if got := cmd.ProcessState.ExitCode(); got != c.status {
				t.Errorf("status %d, want %d", got, c.status)
			}
			if !strings.Contains(messages.String(), c.says) || strings.Contains(messages.String(), "goroutine") {
				t.Errorf("says %q, want %q", messages.String(), c.says)
			}
			if memory > c.memory {
				t.Errorf("%d MB of memory, at most %d", memory, c.memory)
			}
			if wall > c.time {
				t.Errorf("took %v, at most %v", wall, c.time)
			}
			if after := hashFile(t, path); after != before {
				t.Error("the input was changed")
			}
		})
	}
}

// writeRepeated writes a file of head and then part again and again, cut at
// size bytes but one, and gives its hash. It holds little of it: the memory of
// this process would be counted as that of the command that it starts.
func writeRepeated(t *testing.T, path, head, part string, size int) (hash string) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(head); err != nil {
		t.Fatal(err)
	}
	block := strings.Repeat(part, max(1, 1<<16/len(part)))
	for left := size - len(head) - 1; left > 0; left -= len(block) {
		if _, err := f.WriteString(block[:min(left, len(block))]); err != nil {
			t.Fatal(err)
		}
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return hashFile(t, path)
}

func hashFile(t *testing.T, path string) string {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		t.Fatal(err)
	}
	return string(sum.Sum(nil))
}

func noise(n int) string {
	b := make([]byte, n)
	rand.New(rand.NewSource(1)).Read(b)
	return string(b)
}
