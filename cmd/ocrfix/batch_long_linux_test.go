package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"
)

// A measuredRun is what one call of the command took.
type measuredRun struct {
	wall   time.Duration
	cpu    time.Duration
	memory int64 // the most at any time, in bytes, of the largest process
}

// measure runs the command, which must succeed.
func measure(t *testing.T, args ...string) measuredRun {
	t.Helper()
	begun := time.Now()
	cmd := exec.Command("ocrfix", args...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%q: %v\n%s", args, err, out)
	}
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	return measuredRun{
		wall:   time.Since(begun),
		cpu:    cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(),
		memory: usage.Maxrss << 10,
	}
}

// TestBatchSpeed measures a made archive of texts, ALTO and PDF files: two
// workers against one, batch against clean, and the memory of a small archive
// against that of a large one. The ratios are those of one run on an idle
// machine; it is not for a machine that has other work.
func TestBatchSpeed(t *testing.T) {
	if !*longArchive {
		t.Skip("long: -archive")
	}
	if runtime.NumCPU() < 2 {
		t.Skip("needs two processors")
	}
	many, few := *archiveFiles, *archiveFiles/10
	in, small := madeArchive(t, many, many/50, 25), madeArchive(t, few, few/50, 25)
	dir := t.TempDir()
	out := func(name string) string { return filepath.Join(dir, name) }
	t.Setenv("GOMAXPROCS", "2")
	two := measure(t, "batch", "-j", "2", "-o", out("two"), in)
	cleaned := measure(t, "clean", "-j", "2", "--format", "json", "-o", out("clean"), in)
	bar := measure(t, "--progress", "json", "batch", "-j", "2", "-o", out("bar"), in)
	less := measure(t, "batch", "-j", "2", "-o", out("less"), small)
	again := measure(t, "batch", "-j", "2", "-o", out("two"), in)
	t.Setenv("GOMAXPROCS", "1")
	one := measure(t, "batch", "-j", "1", "-o", out("one"), in)
	sameState(t, state(t, out("one")), state(t, out("two")))

	t.Logf("one worker %v, two %v: ratio %.2f (processor time %v and %v)", one.wall, two.wall, one.wall.Seconds()/two.wall.Seconds(), one.cpu, two.cpu)
	t.Logf("clean %v: batch reaches %.0f %% of its speed", cleaned.wall, 100*cleaned.wall.Seconds()/two.wall.Seconds())
	t.Logf("with progress %v; nothing changed %v", bar.wall, again.wall)
	t.Logf("memory %d MB for %d files, %d MB for %d", less.memory>>20, few, two.memory>>20, many)
	if one.wall.Seconds() < 1.7*two.wall.Seconds() {
		t.Error("two workers are not 1.7 times as fast as one")
	}
	if cleaned.wall.Seconds() < 0.8*two.wall.Seconds() {
		t.Error("batch reaches less than 80 % of the speed of clean")
	}
	if two.memory > 500<<20 || two.memory > less.memory*3/2+(64<<20) {
		t.Error("the memory grows with the archive")
	}
}

// TestBatchDiskFull guards the same as TestBatchFull with a real file system
// that fills up, and one that is read-only.
func TestBatchDiskFull(t *testing.T) {
	disk := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(disk, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("ocrfix-test", disk, "tmpfs", 0, "size=1m"); err != nil {
		t.Skipf("may not mount a file system: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	})
	in := madeArchive(t, 60, 0, 40)
	calm, full := filepath.Join(t.TempDir(), "calm"), filepath.Join(disk, "full")
	mustBatch(t, "-o", calm, in)
	status, messages := batch(t, "-o", full, in)
	if status != statusFailed || !strings.Contains(messages, "no space left") || !strings.Contains(messages, "make room") {
		t.Fatalf("a full disk: status %d, want %d:\n%s", status, statusFailed, messages)
	}
	for name := range outputsOf(t, full) {
		data, err := os.ReadFile(filepath.Join(full, name))
		whole, _ := os.ReadFile(filepath.Join(calm, name))
		if err != nil || string(data) != string(whole) {
			t.Errorf("%s is not what it should be: %d bytes, %v", name, len(data), err)
		}
	}
	if err := syscall.Mount("ocrfix-test", disk, "tmpfs", syscall.MS_REMOUNT|syscall.MS_RDONLY, "size=64m"); err != nil {
		t.Fatal(err)
	}
	status, messages = batch(t, "-o", full, in)
	if status != statusFailed || !strings.Contains(messages, "read-only") || !strings.Contains(messages, "make the folder writable") {
		t.Errorf("a read-only disk: status %d, want %d:\n%s", status, statusFailed, messages)
	}
	if err := syscall.Mount("ocrfix-test", disk, "tmpfs", syscall.MS_REMOUNT, "size=64m"); err != nil {
		t.Fatal(err)
	}
	mustBatch(t, "-o", full, in)
	sameState(t, state(t, full), state(t, calm))
}

// TestBatchInterruptedAll guards: Ctrl-C at the terminal, which reaches every
// process of the command, leaves the programs that read PDF files at work, and
// the documents in hand are finished.
func TestBatchInterruptedAll(t *testing.T) {
	in := madeArchive(t, 30, 30, 1)
	calm, shaken := filepath.Join(t.TempDir(), "calm"), filepath.Join(t.TempDir(), "shaken")
	mustBatch(t, "-o", calm, in)
	cmd := exec.Command("ocrfix", "--progress", "json", "batch", "-j", "2", "-o", shaken, in)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p := &batchProcess{cmd, bufio.NewScanner(stderr)}
	for range 3 {
		p.steps.Scan()
	}
	if err := syscall.Kill(-cmd.Process.Pid, syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	status, messages := p.end()
	outputs := len(outputsOf(t, shaken))
	if status != statusInterrupted || !strings.Contains(messages, fmt.Sprintf("%d documents cleaned, 0 unchanged since an earlier run, 0 failed", outputs)) {
		t.Errorf("status %d, want %d, with %d outputs:\n%s", status, statusInterrupted, outputs, messages)
	}
	mustBatch(t, "-o", shaken, in)
	sameState(t, state(t, shaken), state(t, calm))
}

// TestBatchProgress guards: the last line of --progress json sums the run up.
func TestBatchProgress(t *testing.T) {
	in := madeArchive(t, 3, 0, 3)
	cmd := exec.Command("ocrfix", "--progress", "json", "-q", "batch", "-o", filepath.Join(t.TempDir(), "out"), in)
	messages, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(messages)), "\n")
	var last batchStep
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), &last); err != nil {
		t.Fatal(err)
	}
	if len(lines) != 3 || last.Done != 3 || last.Total != 3 || last.Pages != 3 || last.MBps <= 0 || last.Left != 0 {
		t.Errorf("%d lines, the last says %+v", len(lines), last)
	}
}
