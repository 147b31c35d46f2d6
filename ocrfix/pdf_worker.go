package ocrfix

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"

	"ocrfix/ocrfix/internal/pdftext"
)

// pdfWorkerEnv is set in the environment of a child process that is to read a
// PDF file and do nothing else.
const pdfWorkerEnv = "OCRFIX_INTERNAL_PDF_WORKER"

// pdfWorkers says that this program serves as its own worker.
var pdfWorkers atomic.Bool

// RunPDFWorkerIfAsked makes a program fit to read untrusted PDF files. Call it
// first in main. In a child process that [Read] started to read a PDF file it
// does that work and exits; otherwise it returns at once, and from then on
// Read starts such children.
//
// A program that does not call it reads PDF files in its own process, where a
// forged file can take any time and any memory.
func RunPDFWorkerIfAsked() {
	if os.Getenv(pdfWorkerEnv) == "" {
		pdfWorkers.Store(true)
		return
	}
	signal.Ignore(os.Interrupt, syscall.SIGTERM) // its parent says when to end
	go endWithParent()
	if err := pdftext.Serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// endWithParent ends a worker whose parent is gone: nothing else reaches it, as
// it stands apart.
func endWithParent() {
	for parent := os.Getppid(); os.Getppid() == parent; {
		time.Sleep(time.Second)
	}
	os.Exit(1)
}

// pdfWorkerCommand returns the command of a worker: this program, with an
// environment that holds nothing but the request to serve.
func pdfWorkerCommand(ctx context.Context) *exec.Cmd {
	path, err := os.Executable()
	if err != nil {
		path = os.Args[0]
	}
	cmd := exec.CommandContext(ctx, path)
	cmd.Args = os.Args[:1:1] // programs that have several names go by it
	cmd.Env = []string{pdfWorkerEnv + "=1"}
	if root, ok := os.LookupEnv("SYSTEMROOT"); ok { // Windows starts nothing without
		cmd.Env = append(cmd.Env, "SYSTEMROOT="+root)
	}
	return apart(cmd)
}
