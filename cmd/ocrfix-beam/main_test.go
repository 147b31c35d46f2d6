package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"ocrfix/ocrfix"
)

// asCommand in the environment makes this test binary the command itself.
const asCommand = "OCRFIX_BEAM_AS_COMMAND"

func TestMain(m *testing.M) {
	ocrfix.RunPDFWorkerIfAsked()
	if os.Getenv(asCommand) != "" || slices.Contains(os.Args, "--worker=true") {
		os.Exit(inMemory(os.Args[1:]))
	}
	os.Exit(m.Run())
}

// A call is one of the command.
type call struct {
	dir  string // where it runs
	env  []string
	want int // exit status
}

// run calls the command and gives what it says.
func (c call) run(t *testing.T, args ...string) string {
	t.Helper()
	cmd := c.command(t, args...)
	out, _ := cmd.CombinedOutput()
	if got := cmd.ProcessState.ExitCode(); got != c.want {
		t.Fatalf("ocrfix-beam %s: exit status %d, want %d\n%s", strings.Join(args, " "), got, c.want, out)
	}
	return string(out)
}

func (c call) command(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Dir, cmd.Env = c.dir, append(append(os.Environ(), asCommand+"=1", "TMPDIR="+t.TempDir()), c.env...)
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// madeArchive makes an archive below dir/in: texts with and without damage, ALTO,
// PDF, archives, and files that cannot be cleaned. The texts are of n kinds.
func madeArchive(t *testing.T, dir string, n int) {
	t.Helper()
	text := read(t, "../../testdata/record.txt")
	put := func(name string, data []byte) {
		path := filepath.Join(dir, "in", filepath.FromSlash(name))
		must(t, os.MkdirAll(filepath.Dir(path), 0o777))
		must(t, os.WriteFile(path, data, 0o666))
	}
	for i := range n {
		folder := fmt.Sprintf("%d", 1950+i/4)
		put(fmt.Sprintf("%s/record %02d.txt", folder, i), fmt.Appendf(nil, "Record No. %d of the Commission\n\n%s", i+1, text))
		put(fmt.Sprintf("%s/note_%02d.txt", folder, i), fmt.Appendf(nil,
			"Note %d\n\nThe Partles shall exchange lists of stations before 1 May %d. They will meet again in spr1ng.\n\fThe se cond page ofthe note.\n", i, 1951+i))
	}
	for _, name := range []string{"libreoffice", "ocrmypdf", "image-only"} {
		put("pdf/"+name+".pdf", read(t, "../../ocrfix/testdata/pdf/"+name+".pdf"))
	}
	for _, name := range []string{"alto2", "alto4"} {
		for _, f := range txtar.Parse(read(t, "../../ocrfix/testdata/markup/"+name+".txtar")).Files {
			if f.Name == "input" {
				put("alto/"+name+".xml", f.Data)
			}
		}
	}
	put("bad/binary.txt", bytes.Repeat([]byte{0, 1, 2, 0xff}, 500))
	put("bad/damaged.pdf", []byte("%PDF-1.4\nnot much of it\n"))
	put("bad/empty.txt", nil)
	put("other/photo.jpg", []byte("JFIF"))
	put(".hidden.txt", []byte("hidden"))
	put("same/a.txt", []byte("The same text shall stand twice.\n"))
	put("same/a.text", []byte("The same text shall stand twice.\n"))
	put("packed/a.zip", zipOf(t, map[string]string{"z/one.txt": "The har bour was c1osed.\n", "two.txt": string(text), "../up.txt": "evil", "photo.png": "x"}))
	put("packed/b.tar.gz", tarOf(t, map[string]string{"one.txt": "Each Party shall bear its own c0sts.\n", "deep/b.txt": string(text)}))
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.FromSlash(path))
	must(t, err)
	return data
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func zipOf(t *testing.T, files map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		w, err := z.Create(name)
		must(t, err)
		_, err = w.Write([]byte(files[name]))
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

func tarOf(t *testing.T, files map[string]string) []byte {
	var b bytes.Buffer
	g := gzip.NewWriter(&b)
	w := tar.NewWriter(g)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		must(t, w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(files[name])), Typeflag: tar.TypeReg}))
		_, err := w.Write([]byte(files[name]))
		must(t, err)
	}
	must(t, w.Close())
	must(t, g.Close())
	return b.Bytes()
}

// tree gives the files below a folder and what they hold, without the lock.
func tree(t *testing.T, root string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	must(t, filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "beam.lock" {
			return err
		}
		data, err := os.ReadFile(path)
		rel, _ := filepath.Rel(root, path)
		files[filepath.ToSlash(rel)] = string(data)
		return err
	}))
	if len(files) == 0 {
		t.Fatalf("%s holds nothing", root)
	}
	return files
}

// sameTree demands that two folders hold the same.
func sameTree(t *testing.T, got, want map[string]string) {
	t.Helper()
	for name := range want {
		if _, ok := got[name]; !ok {
			t.Errorf("%s is missing", name)
		} else if got[name] != want[name] {
			t.Errorf("%s differs", name)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s is one too many", name)
		}
	}
}
