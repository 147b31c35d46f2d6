package main

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
)

// TestInterrupt guards: Ctrl-C ends the command with status 130 while it
// waits for input, keeps what is whole and leaves no partial file.
func TestInterrupt(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent Ctrl-C")
	}
	dir := t.TempDir()
	first := filepath.Join(dir, "first.txt")
	if err := os.WriteFile(first, []byte("The Parties agree.\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	cmd := exec.Command("ocrfix", "--progress", "json", "clean", "-o", out, first, "-")
	stdin, err := cmd.StdinPipe() // held open: the second input never ends
	if err != nil {
		t.Fatal(err)
	}
	defer stdin.Close()
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	if !lines.Scan() { // the first input is done
		t.Fatalf("no progress: %v", lines.Err())
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() {
	}
	var exit *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &exit) || exit.ExitCode() != statusInterrupted {
		t.Errorf("got %v, want exit status %d", err, statusInterrupted)
	}
	left, err := filepath.Glob(filepath.Join(out, "*"))
	if err != nil || len(left) != 1 || filepath.Base(left[0]) != "first.txt" {
		t.Errorf("left in the output folder: %v %v", left, err)
	}
}

// TestPartialsAbandon guards: after an interrupt partial files are gone, and
// neither a new one nor a rename can follow.
func TestPartialsAbandon(t *testing.T) {
	dir := t.TempDir()
	var p partials
	f, err := p.create(dir, 0o666)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
	p.abandon()
	if err := p.rename(f.Name(), filepath.Join(dir, "whole.txt")); !errors.Is(err, errAbandoned) {
		t.Errorf("rename after abandon: %v", err)
	}
	if err := p.write(filepath.Join(dir, "other.txt"), []byte("x")); !errors.Is(err, errAbandoned) {
		t.Errorf("write after abandon: %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}
