//go:build unix

package ocrfix

import (
	"os/exec"
	"syscall"
)

// apart keeps Ctrl-C at the terminal, which reaches a whole group of processes,
// from a child: whether the work in hand is finished is the parent's to say, and
// a child that dies of it would cost a page.
func apart(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}
