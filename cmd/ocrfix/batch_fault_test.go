package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite"
)

// longArchive makes the tests of whole archives as long as they are meant to
// be; without it they only show that they work.
var (
	longArchive  = flag.Bool("archive", false, "test batch at length: twenty kills, and its speed")
	archiveFiles = flag.Int("archive-files", 2000, "measure the speed of batch on `N` files")
)

// The words that made archives are written with, and what a scanner might read.
var (
	madeWords = strings.Fields(`the Parties shall meet again in order to review this agreement and its annexes
		each Government will inform the Secretariat about measures taken under article seven before 31 December 1956
		fisheries customs tariffs embassy interoperability digital standards harbour railway delegation protocol
		a of and to be with regard not later than two years after signature`)
	madeErrors = strings.NewReplacer("interoperability", "mteroperab1l1ty", "digital", "d1g1tal", "harbour", "harb0ur", "embassy", "ernbassy", "of", "0f")
)

// madeText writes n lines, another text for every seed.
func madeText(seed uint64, n int) string {
	r := rand.New(rand.NewPCG(seed, 7))
	var b strings.Builder
	for range n {
		words := make([]string, 9)
		for i := range words {
			words[i] = madeWords[r.IntN(len(madeWords))]
			if r.IntN(12) == 0 {
				words[i] = madeErrors.Replace(words[i])
			}
		}
		b.WriteString(strings.Join(words, " ") + ".\n")
	}
	return b.String()
}

// madeALTO is an ALTO file that shows the lines of a text.
func madeALTO(text string) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>
<alto xmlns="http://www.loc.gov/standards/alto/ns-v3#"><Layout><Page ID="p1" PHYSICAL_IMG_NR="1"><PrintSpace><TextBlock ID="b1">`)
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		fmt.Fprintf(&b, `<TextLine ID="l%d">`, i)
		for j, word := range strings.Fields(line) {
			if j > 0 {
				b.WriteString("<SP/>")
			}
			fmt.Fprintf(&b, `<String ID="w%d_%d" CONTENT="%s" HPOS="%d" VPOS="%d" WIDTH="50" HEIGHT="12"/>`, i, j, word, 60*j, 20*i)
		}
		b.WriteString("</TextLine>")
	}
	b.WriteString("</TextBlock></PrintSpace></Page></Layout></alto>\n")
	return b.String()
}

// madeArchive makes a folder of n documents, among them pdfs PDF files.
func madeArchive(t *testing.T, n, pdfs, lines int) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "in")
	for i := range n {
		text := madeText(uint64(i), lines)
		name, data := fmt.Sprintf("%02d/%05d.txt", i%7, i), []byte(text)
		switch {
		case i < pdfs:
			first, _, _ := strings.Cut(text, "\n")
			name, data = fmt.Sprintf("pdf/%05d.pdf", i), onePagePDF(first)
		case i%3 == 1:
			name, data = fmt.Sprintf("%02d/%05d.xml", i%7, i), []byte(madeALTO(text))
		}
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// batch runs ocrfix batch to its end and gives its exit status and messages.
func batch(t *testing.T, args ...string) (status int, messages string) {
	t.Helper()
	out, err := exec.Command("ocrfix", append([]string{"batch"}, args...)...).CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	if exit != nil {
		status = exit.ExitCode()
	}
	return status, string(out)
}

// mustBatch runs ocrfix batch, which must succeed.
func mustBatch(t *testing.T, args ...string) {
	t.Helper()
	if status, messages := batch(t, args...); status != statusDone {
		t.Fatalf("batch %q: status %d\n%s", args, status, messages)
	}
}

// A batchProcess is a run that can be watched and ended.
type batchProcess struct {
	*exec.Cmd
	steps *bufio.Scanner // a line for every document, and messages
}

func startBatch(t *testing.T, args ...string) *batchProcess {
	t.Helper()
	cmd := exec.Command("ocrfix", append([]string{"--progress", "json", "batch"}, args...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return &batchProcess{cmd, bufio.NewScanner(stderr)}
}

// end waits for the end and gives the exit status and what was still said.
func (p *batchProcess) end() (status int, messages string) {
	var b strings.Builder
	for p.steps.Scan() {
		b.WriteString(p.steps.Text() + "\n")
	}
	_ = p.Wait()
	return p.ProcessState.ExitCode(), b.String()
}

// state gives everything in an output folder that must not depend on how a run
// went: the files, and the rows of the database without the runs.
func state(t *testing.T, out string) map[string]string {
	t.Helper()
	found := make(map[string]string)
	err := filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, _ := filepath.Rel(out, path)
		switch rel {
		case databaseName, lockName, logName, reportName: // the report lists the runs
			return nil
		}
		data, err := os.ReadFile(path)
		found["file "+filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", filepath.Join(out, databaseName))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("INSERT INTO pages_fts (pages_fts, rank) VALUES ('integrity-check', 1)"); err != nil {
		t.Errorf("full-text index: %v", err)
	}
	for _, table := range []string{"documents", "outputs", "failures", "pages", "edits", "sections", "commitments", "unknown_words", "confusions"} {
		found["table "+table] = tableText(t, db, table)
	}
	return found
}

// tableText gives the rows of a table as text, without the column run.
func tableText(t *testing.T, db *sql.DB, table string) string {
	t.Helper()
	rows, err := db.Query("SELECT * FROM " + table + " ORDER BY 1, 2, 3")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for rows.Next() {
		values := make([]any, len(columns))
		for i := range values {
			values[i] = new(any)
		}
		if err := rows.Scan(values...); err != nil {
			t.Fatal(err)
		}
		for i, c := range columns {
			if c != "run" {
				fmt.Fprintf(&b, "%s=%q ", c, fmt.Sprint(*values[i].(*any)))
			}
		}
		b.WriteByte('\n')
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sameState compares two output folders.
func sameState(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if got[name] != want[name] {
			t.Errorf("%s differs: %d and %d bytes", name, len(got[name]), len(want[name]))
			gotLines, wantLines := strings.Split(got[name], "\n"), strings.Split(want[name], "\n")
			for i := range min(len(gotLines), len(wantLines)) {
				if gotLines[i] != wantLines[i] {
					t.Errorf("line %d\n got %.300s\nwant %.300s", i+1, gotLines[i], wantLines[i])
					break
				}
			}
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s is too much", name)
		}
	}
}

// TestBatchKilled guards: a run that is killed at any moment and begun again
// ends with the same files and rows as one that nobody disturbed.
func TestBatchKilled(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("reads the names of open files")
	}
	files, pdfs, kills := 40, 1, 3
	if *longArchive {
		files, pdfs, kills = 300, 20, 20
	}
	in := madeArchive(t, files, pdfs, 12)
	calm, shaken := filepath.Join(t.TempDir(), "calm"), filepath.Join(t.TempDir(), "shaken")
	args := []string{"--two-pass", "--format", "txt,json", "-o"}
	mustBatch(t, append(args, calm, in)...)
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 1))
	for n := range kills {
		p := startBatch(t, append(args, shaken, in)...)
		for i := r.IntN(2 + files/kills); i > 0 && p.steps.Scan(); i-- {
		}
		time.Sleep(time.Duration(r.IntN(20_000)) * time.Microsecond)
		if err := p.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
			t.Fatal(err)
		}
		p.end()
		if n%2 == 1 {
			continue
		}
		for name := range outputsOf(t, shaken) {
			if _, err := os.Stat(filepath.Join(calm, name)); err != nil && !isPartial(filepath.Base(name)) {
				t.Errorf("seed %d: %s stands after kill %d", seed, name, n+1)
			}
		}
	}
	mustBatch(t, append(args, shaken, in)...)
	sameState(t, state(t, shaken), state(t, calm))
	if t.Failed() {
		t.Logf("seed %d", seed)
	}
}

// outputsOf gives the cleaned files of an output folder by name.
func outputsOf(t *testing.T, out string) map[string]bool {
	t.Helper()
	names := make(map[string]bool)
	_ = filepath.WalkDir(out, func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Dir(path) != out {
			rel, _ := filepath.Rel(out, path)
			names[rel] = true
		}
		return nil
	})
	return names
}

// TestBatchInterrupted guards: Ctrl-C finishes the files in hand, says how to
// go on, and leaves nothing half-written.
func TestBatchInterrupted(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent Ctrl-C")
	}
	in := madeArchive(t, 60, 0, 12)
	calm, shaken := filepath.Join(t.TempDir(), "calm"), filepath.Join(t.TempDir(), "shaken")
	mustBatch(t, "--two-pass=false", "-o", calm, in)
	p := startBatch(t, "--two-pass=false", "-j", "2", "-o", shaken, in)
	if !p.steps.Scan() {
		t.Fatalf("no progress: %v", p.steps.Err())
	}
	if err := p.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	status, messages := p.end()
	if status != statusInterrupted || !strings.Contains(messages, "the same command goes on from here") {
		t.Errorf("status %d, want %d:\n%s", status, statusInterrupted, messages)
	}
	done := regexp.MustCompile(`(\d+) documents? cleaned`).FindStringSubmatch(messages)
	if outputs := len(outputsOf(t, shaken)); done == nil || done[1] != fmt.Sprint(outputs) || outputs == 60 {
		t.Errorf("%d outputs stand, and it says %q", outputs, done)
	}
	mustBatch(t, "--two-pass=false", "-o", shaken, in)
	sameState(t, state(t, shaken), state(t, calm))
}

// TestBatchLearning guards: from 50 documents on a run learns first; when it is
// interrupted or killed while it does, the next one ends as one that nobody
// disturbed; what was learned stays, and changing it has the documents done
// again.
func TestBatchLearning(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a process cannot be sent Ctrl-C")
	}
	in := madeArchive(t, 60, 0, 4)
	for i := range 6 {
		path := filepath.Join(in, fmt.Sprintf("brelovia%d.txt", i))
		if err := os.WriteFile(path, []byte("The Secretary went from Brelovia to the harbour of Brelovia.\n"), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	calm, shaken := filepath.Join(t.TempDir(), "calm"), filepath.Join(t.TempDir(), "shaken")
	mustBatch(t, "-o", calm, in)
	profile, err := os.ReadFile(filepath.Join(calm, profileName))
	if err != nil || !strings.Contains(string(profile), "\nBrelovia\t12\n") {
		t.Fatalf("%v, learned:\n%s", err, profile)
	}
	for _, kill := range []bool{false, true} {
		p := startBatch(t, "-j", "2", "-o", shaken, in)
		if !p.steps.Scan() || !strings.Contains(p.steps.Text(), `"phase":"learn"`) {
			t.Fatalf("it does not begin by learning: %q %v", p.steps.Text(), p.steps.Err())
		}
		signal := os.Interrupt
		if kill {
			signal = os.Kill
		}
		if err := p.Process.Signal(signal); err != nil {
			t.Fatal(err)
		}
		status, messages := p.end()
		if !kill && (status != statusInterrupted || !strings.Contains(messages, "the same command goes on from here")) {
			t.Errorf("status %d, want %d:\n%s", status, statusInterrupted, messages)
		}
		if _, err := os.Stat(filepath.Join(shaken, profileName)); err == nil || len(outputsOf(t, shaken)) > 0 {
			t.Errorf("something stands after it was stopped (killed: %t)", kill)
		}
	}
	mustBatch(t, "-o", shaken, in)
	sameState(t, state(t, shaken), state(t, calm))

	again := func(want string, args ...string) {
		t.Helper()
		if status, messages := batch(t, append(args, "-o", calm, in)...); status != statusDone || !strings.Contains(messages, want) {
			t.Errorf("status %d, want %q:\n%s", status, want, messages)
		}
	}
	again("0 documents cleaned, 66 unchanged")
	if err := os.WriteFile(filepath.Join(calm, profileName), append(profile, "\n[words]\nzorvitation\n"...), 0o666); err != nil {
		t.Fatal(err)
	}
	again("66 documents cleaned, 0 unchanged")
	again("0 documents cleaned, 66 unchanged")
	again("66 documents cleaned, 0 unchanged", "--two-pass=false")
	if err := os.WriteFile(filepath.Join(calm, profileName), []byte("ocrfix profile 1\nnonsense\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	status, messages := batch(t, "-o", calm, in)
	if want := profileName + ": line 2 of the profile"; status != statusFailed || !strings.Contains(messages, want) || !strings.Contains(messages, "take it away to learn again") {
		t.Errorf("status %d, want %q:\n%s", status, want, messages)
	}
}

// TestBatchTimeout guards: a document that takes too long is named with the
// reason and leaves nothing, and is done when it gets the time.
func TestBatchTimeout(t *testing.T) {
	in := madeArchive(t, 4, 0, 4)
	calm, late := filepath.Join(t.TempDir(), "calm"), filepath.Join(t.TempDir(), "late")
	mustBatch(t, "-o", calm, in)
	status, messages := batch(t, "--timeout-per-document", "1ns", "-o", late, in)
	if want := "00000.txt: took longer than 1ns"; status != statusFailed || !strings.Contains(messages, want) || !strings.Contains(messages, "--retry-failed") {
		t.Errorf("status %d, want %q:\n%s", status, want, messages)
	}
	if n := len(outputsOf(t, late)); n != 0 {
		t.Errorf("%d outputs stand", n)
	}
	mustBatch(t, "--retry-failed", "-o", late, in)
	sameState(t, state(t, late), state(t, calm))
}

// TestInTime guards: what has begun to write is waited for, what has not is
// told that it is too late, and a panic is an error.
func TestInTime(t *testing.T) {
	got, err := inTime(time.Millisecond, func(d *deadline) (int, error) {
		if !d.keep() {
			t.Error("too late at once")
		}
		time.Sleep(20 * time.Millisecond)
		return 7, nil
	})
	if got != 7 || err != nil {
		t.Errorf("got %d, %v", got, err)
	}
	kept := make(chan bool)
	_, err = inTime(time.Millisecond, func(d *deadline) (int, error) {
		<-d.Done()
		kept <- d.keep()
		return 7, nil
	})
	if err == nil || <-kept {
		t.Errorf("what is too late was kept: %v", err)
	}
	if _, err = inTime(time.Minute, func(*deadline) (int, error) { panic("oh") }); err == nil || !strings.Contains(err.Error(), "oh") {
		t.Errorf("got %v", err)
	}
}

// TestBatchTwice guards: a second run on the same folder is refused, and says
// who holds it.
func TestBatchTwice(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	in := madeArchive(t, 2, 0, 2)
	first := exec.Command("ocrfix", "batch", "-o", out, "--from", "-")
	stdin, err := first.StdinPipe() // held open: the list of inputs never ends
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Start(); err != nil {
		t.Fatal(err)
	}
	for begun := time.Now(); holder(filepath.Join(out, lockName)) == ""; time.Sleep(time.Millisecond) {
		if time.Since(begun) > 30*time.Second {
			t.Fatal("the first run does not begin")
		}
	}
	status, messages := batch(t, "-o", out, in)
	if want := fmt.Sprintf("is in use by another run: process %d on ", first.Process.Pid); status != statusFailed || !strings.Contains(messages, want) {
		t.Errorf("status %d, want %d and %q:\n%s", status, statusFailed, want, messages)
	}
	if _, err := io.WriteString(stdin, in); err != nil {
		t.Fatal(err)
	}
	stdin.Close()
	if err := first.Wait(); err != nil {
		t.Error(err)
	}
	mustBatch(t, "-o", filepath.Join(t.TempDir(), "other"), in)
}

// TestBatchVanished guards: an input that is deleted while the run is at work
// is named with the reason, and the others are done.
func TestBatchVanished(t *testing.T) {
	in, out := madeArchive(t, 60, 0, 12), filepath.Join(t.TempDir(), "out")
	p := startBatch(t, "-j", "1", "-o", out, in)
	if !p.steps.Scan() {
		t.Fatalf("no progress: %v", p.steps.Err())
	}
	last := filepath.Join(in, "06", "00055.xml")
	if err := os.Remove(last); err != nil {
		t.Fatal(err)
	}
	status, messages := p.end()
	if status != statusPartly || !strings.Contains(messages, last+": no such file") && runtime.GOOS != "windows" {
		t.Errorf("status %d, want %d:\n%s", status, statusPartly, messages)
	}
	if n := len(outputsOf(t, out)); n != 59 {
		t.Errorf("%d outputs, want 59", n)
	}
}

// TestBatchFull guards: when there is no room left the run stops, says so and
// how to go on, leaves nothing half-written, and goes on when there is room.
func TestBatchFull(t *testing.T) {
	in := madeArchive(t, 20, 0, 6)
	calm, full := filepath.Join(t.TempDir(), "calm"), filepath.Join(t.TempDir(), "full")
	mustBatch(t, "-o", calm, in)
	a := newApp(strings.NewReader(""), os.Stdout, os.Stderr)
	a.ui.err = io.Discard
	r := newBatchRun(a)
	left := atomic.Int64{}
	left.Store(3000)
	r.write = func(path string, data []byte) error {
		if left.Add(-int64(len(data))) < 0 {
			return &fs.PathError{Op: "write", Path: path, Err: syscall.ENOSPC}
		}
		return a.partials.write(path, data)
	}
	cmd := r.command()
	cmd.SetArgs([]string{"-j", "2", "-o", full, in})
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	err := cmd.ExecuteContext(context.Background())
	if !errors.Is(err, syscall.ENOSPC) || len(hints(err)) == 0 || !strings.Contains(hints(err)[0], "make room") {
		t.Fatalf("got %v with hints %q", err, hints(err))
	}
	some := false
	for name := range outputsOf(t, full) {
		some = true
		if data, err := os.ReadFile(filepath.Join(full, name)); err != nil || len(data) == 0 || isPartial(filepath.Base(name)) {
			t.Errorf("%s: %d bytes, %v", name, len(data), err)
		}
	}
	if !some {
		t.Error("nothing was written before")
	}
	mustBatch(t, "-o", full, in)
	sameState(t, state(t, full), state(t, calm))
}
