package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/term"

	"ocrfix/cmd/internal/record"
)

// A ui says everything that the command has to say to a person: one file for
// all messages and hints. Messages go to standard error, so that standard
// output holds nothing but data. It may be used by several goroutines.
type ui struct {
	err   io.Writer
	quiet bool
	color colorFlag

	mu          sync.Mutex
	outTerminal bool
	errTerminal bool
	status      string // a progress line that stands on the terminal
}

func newUI(out, err *os.File) *ui {
	return &ui{
		err:         err,
		outTerminal: term.IsTerminal(int(out.Fd())),
		errTerminal: term.IsTerminal(int(err.Fd())),
	}
}

// A hintedError is an error that a person can do something about.
type hintedError struct {
	err   error
	hints []string
}

func (e *hintedError) Error() string { return e.err.Error() }
func (e *hintedError) Unwrap() error { return e.err }

// Hints says what to try.
func (e *hintedError) Hints() []string { return e.hints }

// hint adds what to try.
func (e *hintedError) hint(h string) *hintedError {
	e.hints = append(e.hints, h)
	return e
}

// hinted is err with what to try.
func hinted(err error, hint string) error { return &hintedError{err, []string{hint}} }

// usagef is an error in how the command was called.
func usagef(format string, args ...any) *hintedError {
	return &hintedError{err: fmt.Errorf(format, args...)}
}

// fatal prints the error that ends the command.
func (u *ui) fatal(err error) {
	u.print("ocrfix: " + u.paint(u.onErr(), red, describe(err)))
	u.printHints(err)
}

// failed prints the failure of one input while others go on.
func (u *ui) failed(path string, err error) {
	u.print("ocrfix: " + path + ": " + u.paint(u.onErr(), red, describe(err)))
	u.printHints(err)
}

// note prints something good to know about an input; --quiet silences it.
func (u *ui) note(path, text string) {
	if !u.quiet {
		u.print("ocrfix: " + path + ": " + text)
	}
}

// say prints a message; --quiet silences it.
func (u *ui) say(format string, args ...any) {
	if !u.quiet {
		u.print(fmt.Sprintf(format, args...))
	}
}

func (u *ui) interrupted() { u.print("ocrfix: interrupted; partial files were removed") }

func (u *ui) printHints(err error) {
	for _, h := range hints(err) {
		u.print("  hint: " + h)
	}
}

// print writes one message, clearing a progress line first.
func (u *ui) print(line string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	fmt.Fprint(u.err, u.erase(), line, "\n")
}

// show replaces the progress line by line; "" takes it away. It is called
// only when standard error is a terminal.
func (u *ui) show(line string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	line = cut(line, u.width()-1)
	fmt.Fprint(u.err, u.erase(), line)
	u.status = line
}

// width is the number of columns of the terminal.
func (u *ui) width() int {
	if f, ok := u.err.(*os.File); ok {
		if columns, _, err := term.GetSize(int(f.Fd())); err == nil && columns > 0 {
			return columns
		}
	}
	return 80
}

// cut shortens a line to n characters.
func cut(line string, n int) string {
	if utf8.RuneCountInString(line) <= n {
		return line
	}
	runes := []rune(line)
	return string(runes[:max(n-1, 0)]) + "…"
}

// erase gives the control sequence that removes the progress line.
func (u *ui) erase() string {
	if u.status == "" {
		return ""
	}
	u.status = ""
	return "\r\x1b[K"
}

// A namedError is the failure of one input that ends the command.
type namedError struct {
	path string
	err  error
}

func (e *namedError) Error() string { return e.path + ": " + describe(e.err) }
func (e *namedError) Unwrap() error { return e.err }

// named says which input err is about.
func named(path string, err error) error { return &namedError{path, err} }

// describe is the text of err without the path and the hint that it may carry.
func describe(err error) string { return record.Describe(err) }

// hints says what to try about err.
func hints(err error) []string { return record.Hints(err) }

// The colours in use, as parameters of the ANSI sequence SGR.
const (
	red    = "31"
	green  = "32"
	yellow = "33"
	cyan   = "36"
	bold   = "1"
)

// onOut and onErr say whether the stream takes colours.
func (u *ui) onOut() bool { return u.color.allows(u.outTerminal) }
func (u *ui) onErr() bool { return u.color.allows(u.errTerminal) }

// paint colours text when on.
func (u *ui) paint(on bool, sgr, text string) string {
	if !on || text == "" {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}

// A colorFlag is the value of --color. Its zero value is auto: colours on a
// terminal, unless NO_COLOR is set (no-color.org) or TERM is dumb.
type colorFlag string

var colorModes = []string{"auto", "always", "never"}

func (c *colorFlag) String() string {
	if *c == "" {
		return "auto"
	}
	return string(*c)
}
func (c *colorFlag) Type() string       { return "when" }
func (c *colorFlag) Set(s string) error { return setOneOf((*string)(c), s, colorModes) }

func (c *colorFlag) allows(terminal bool) bool {
	switch c.String() {
	case "always":
		return true
	case "never":
		return false
	}
	return terminal && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
}

// setOneOf sets *to to s if s is one of values.
func setOneOf(to *string, s string, values []string) error {
	for _, v := range values {
		if s == v {
			*to = s
			return nil
		}
	}
	return fmt.Errorf("must be one of %s", strings.Join(values, ", "))
}

// plural gives "1 change" or "2 changes".
func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
