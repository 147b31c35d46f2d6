package main

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var measured = flag.Bool("measure", false, "measure what the README tells of time, memory and room")

// A cost is what one call took: processor time, user and system, and the most
// memory at any time in bytes.
type cost struct {
	cpu    time.Duration
	memory int64
}

func costOf(t *testing.T, cmd *exec.Cmd) cost {
	t.Helper()
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
	s := cmd.ProcessState
	return cost{s.UserTime() + s.SystemTime(), s.SysUsage().(*syscall.Rusage).Maxrss << 10}
}

func (c cost) String() string { return fmt.Sprintf("%.1f s | %d MB", c.cpu.Seconds(), c.memory>>20) }

// halfDamaged gives pages of about 2.6 kB: most paragraphs of a record, each as
// it was scanned or as it should be.
func halfDamaged(t *testing.T) func(i int) []byte {
	raw := strings.Split(string(read(t, "../../testdata/record.txt")), "\n\n")
	truth := strings.Split(string(read(t, "../../testdata/record.truth.txt")), "\n\n")
	if len(raw) != len(truth) {
		t.Fatalf("%d paragraphs, and %d in the truth", len(raw), len(truth))
	}
	return func(i int) []byte {
		r := rand.New(rand.NewPCG(uint64(i), 3))
		page := []string{fmt.Sprintf("Record No. %d", i+1)}
		for k := range raw {
			switch r.IntN(8) {
			case 0, 1:
			case 2, 3, 4:
				page = append(page, raw[k])
			default:
				page = append(page, truth[k])
			}
		}
		return []byte(strings.Join(page, "\n\n"))
	}
}

// room gives the bytes and the number of the files below a folder.
func room(t *testing.T, root string) (bytes, files int) {
	for _, data := range tree(t, root) {
		bytes, files = bytes+len(data), files+1
	}
	return bytes, files
}

// TestMeasure writes the figures of the README's part on time as it tells them.
// Processor time hardly depends on what else the machine does.
func TestMeasure(t *testing.T) {
	if !*measured {
		t.Skip("long: -measure")
	}
	dir := t.TempDir()
	fill := func(folder string, n int, name string, data func(i int) []byte) (bytes int) {
		for i := range n {
			path := filepath.Join(dir, folder, fmt.Sprint(i/1000), fmt.Sprintf(name, i))
			must(t, os.MkdirAll(filepath.Dir(path), 0o777))
			must(t, os.WriteFile(path, data(i), 0o666))
			bytes += len(data(i))
		}
		return bytes
	}
	page, sheet := halfDamaged(t), read(t, "../../ocrfix/testdata/pdf/libreoffice.pdf")
	note := func(i int) []byte { return fmt.Appendf(nil, "Note %05d: the Parties shall meet again in spring.\n", i) }
	few := fill("few", 200, "%05d.txt", page)
	many := fill("many", 1000, "%05d.txt", page)
	fill("pdf", 40, "%05d.pdf", func(int) []byte { return sheet })
	fill("notes", 2000, "%05d.txt", note)
	fill("more", 20000, "%05d.txt", note)

	command, err := build(t, "../..", "./cmd/ocrfix", "ocrfix")
	must(t, err)
	beam := func(in string) cost {
		return costOf(t, call{dir: dir}.command(t, "--two-pass=false", "-o", "out-"+in, in))
	}
	batch := func(in string) cost {
		cmd := exec.Command(command, "--quiet", "batch", "--two-pass=false", "-o", "batch-"+in, in)
		cmd.Dir = dir
		return costOf(t, cmd)
	}
	row := func(what string, c cost) { fmt.Printf("| %s | %v |\n", what, c) }
	row(fmt.Sprintf("200 texts, %.2f MB", float64(few)/1e6), beam("few"))
	row("`ocrfix batch` on the same", batch("few"))
	c := beam("many")
	row(fmt.Sprintf("1,000 texts, %.2f MB: %.3f MB/s a core", float64(many)/1e6, float64(many)/1e6/c.cpu.Seconds()), c)
	row("the same again, nothing changed", beam("many"))
	row("40 PDF files of one page without damage", beam("pdf"))
	row("`ocrfix batch` on the same", batch("pdf"))
	row("2,000 notes of 50 bytes", beam("notes"))
	row("20,000 of them", beam("more"))

	out := filepath.Join(dir, "out-many")
	files, _ := room(t, filepath.Join(out, "files"))
	tables, parts := room(t, filepath.Join(out, "tables"))
	markers, shards := room(t, filepath.Join(out, "shards"))
	fmt.Printf("results of the 1,000 texts: %.1f MB of files, %.1f MB of tables, %.1f MB of markers\n", float64(files)/1e6, float64(tables)/1e6, float64(markers)/1e6)
	seconds, results := c.cpu.Seconds()/1000, float64(files+tables+markers)/1000
	fmt.Printf("a page: %.4f core seconds, %.0f kB of results\n", seconds, results/1e3)
	for _, pages := range []float64{10e6, 100e6} {
		hours := pages * seconds / 3600
		fmt.Printf("%.0f million pages, %.0f GB: %.0f core hours, %.1f hours on 32 cores, %.1f on 400, %.2f TB of results, %.0f files beside those of the documents\n",
			pages/1e6, pages*float64(many)/1000/1e9, hours, hours/32, hours/400, pages*results/1e12, pages/10/64*float64(parts+shards)/float64(shards))
	}
}
