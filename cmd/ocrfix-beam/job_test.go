package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem"
	_ "github.com/apache/beam/sdks/v2/go/pkg/beam/io/filesystem/memfs"
)

// TestAgain guards: a job that is done is not done again; a changed, an added and
// a removed document change the tables, and nothing of the shards beside them.
func TestAgain(t *testing.T) {
	dir := t.TempDir()
	madeArchive(t, dir, 6)
	here := call{dir: dir, want: statusPartly}
	args := []string{"-o", "out", "--shard=3", "in"}
	here.run(t, args...)
	first := tree(t, filepath.Join(dir, "out"))
	stamp := time.Now().Add(-time.Hour)
	for name := range first {
		must(t, os.Chtimes(filepath.Join(dir, "out", name), stamp, stamp))
	}
	written := func() (names []string) {
		for name := range tree(t, filepath.Join(dir, "out")) {
			info, err := os.Stat(filepath.Join(dir, "out", name))
			must(t, err)
			if info.ModTime().After(stamp.Add(time.Minute)) && name != countsName && !strings.HasPrefix(name, "tables/runs/") {
				names = append(names, name)
			}
		}
		return names
	}
	here.run(t, args...)
	sameTree(t, tree(t, filepath.Join(dir, "out")), first)
	if names := written(); len(names) > 0 {
		t.Errorf("a second job wrote %v", names)
	}

	must(t, os.WriteFile(filepath.Join(dir, "in/1950/note_01.txt"), []byte("Each Party shall pay.\n"), 0o666))
	must(t, os.WriteFile(filepath.Join(dir, "in/1950/added.txt"), []byte("The Parties shall meet.\n"), 0o666))
	must(t, os.Remove(filepath.Join(dir, "in/alto/alto2.xml")))
	here.run(t, args...)
	if n := len(written()); n == 0 || n > len(first)/2 {
		t.Errorf("%d files were written for three changes; there were %d", n, len(first))
	}
	here.run(t, "-o", "anew", "--shard=3", "in")
	sameRows(t, tableRows(t, filepath.Join(dir, "out")), tableRows(t, filepath.Join(dir, "anew")))

	here.run(t, "-o", "out", "--shard=3", "--disable=realword", "in")
	here.run(t, "-o", "other", "--shard=3", "--disable=realword", "in")
	sameRows(t, tableRows(t, filepath.Join(dir, "out")), tableRows(t, filepath.Join(dir, "other")))
}

// TestKilled guards: a job that is killed at any moment goes on, and ends as one
// that was not.
func TestKilled(t *testing.T) {
	dir := t.TempDir()
	madeArchive(t, dir, 10)
	here := call{dir: dir, want: statusPartly}
	begun := time.Now()
	here.run(t, "-o", "whole", "--shard=2", "--jobs=1", "in")
	took := time.Since(begun)
	for i := range 4 {
		cmd := call{dir: dir}.command(t, "-o", "out", "--shard=2", "--jobs=1", "in")
		must(t, cmd.Start())
		time.Sleep(took * time.Duration(i+1) / 6)
		cmd.Process.Kill()
		cmd.Wait()
	}
	here.run(t, "-o", "out", "--shard=2", "--jobs=1", "in")
	sameTree(t, tree(t, filepath.Join(dir, "out")), tree(t, filepath.Join(dir, "whole")))
}

// TestFails guards: what concerns the whole job makes it fail, with the reason
// and without the counts that say that it is done.
func TestFails(t *testing.T) {
	dir := t.TempDir()
	madeArchive(t, dir, 1)
	must(t, os.MkdirAll(filepath.Join(dir, "full", "tables"), 0o777))
	must(t, os.WriteFile(filepath.Join(dir, "full", "tables", "pages"), nil, 0o666))
	must(t, os.WriteFile(filepath.Join(dir, "full", countsName), nil, 0o666))
	said := call{dir: dir, want: statusFailed}.run(t, "-o", "full", "in")
	if !strings.Contains(said, "the job failed: ") || !strings.Contains(said, "pages") || strings.Count(said, "\n") > 3 {
		t.Errorf("the command said %q", said)
	}
	if _, err := os.Stat(filepath.Join(dir, "full", countsName)); err == nil {
		t.Errorf("%s stands after a job that failed", countsName)
	}
	for _, c := range []struct{ args, want string }{
		{"in", "a folder for the results is needed"},
		{"-o out", "an input is needed"},
		{"-o in in", "an input and the folder for the results"},
		{"-o out in in/alto", "hold the same documents"},
		{"-o out -", "standard input"},
		{"-o out --format odt in", `there is no format "odt"`},
		{"-o out --format tei,alto in", "would have the same names"},
		{"-o out --disable all,odd in", `there is no class of change "odd"`},
		{"-o out --shard 0 in", "must be 1 or more"},
		{"-o out --protect no.txt in", "no.txt"},
		{"-o out --from no.txt", "no.txt"},
		{"-o out --no-such in", "--help shows the flags"},
		{"-o out nothing*.txt", "fits no file"},
		{"-o out memfs://nothing/*", "fits no object"},
		{"-o out memfs://nothing/", "only gs:// gives all"},
		{"-o out --runner=universal --endpoint=localhost:1 --environment_type=DOCKER in", "not absolute"},
		{"-o out nothing", "0 documents cleaned, 1 failed"},
	} {
		said := call{dir: dir, want: statusFailed}.run(t, strings.Fields(c.args)...)
		if !strings.Contains(said, c.want) {
			t.Errorf("ocrfix-beam %s: said %q, want %q in it", c.args, said, c.want)
		}
	}
}

// TestMissing guards: where a worker died and the runner did not say so, the
// last stage does.
func TestMissing(t *testing.T) {
	f := &finishFn{Out: t.TempDir()}
	none := func(*string) bool { return false }
	listed := func(*Counts) bool { return false }
	for _, c := range []Counts{
		{Listed: 3, Done: 1, Failed: 1, ListedShards: 1, Shards: 1},
		{Listed: 3, Done: 3, ListedShards: 2, Shards: 1},
	} {
		if err := f.ProcessElement(context.Background(), c, listed, none); !errors.Is(err, errMissing) {
			t.Errorf("%+v: got %v, want %v", c, err, errMissing)
		}
	}
	if _, err := os.Stat(filepath.Join(f.Out, countsName)); err == nil {
		t.Error("the counts are written")
	}
}

// TestList guards: a list names documents, folders and archives, its lines are
// read as a stream, and results keep the path that is listed.
func TestList(t *testing.T) {
	dir := t.TempDir()
	madeArchive(t, dir, 2)
	must(t, os.WriteFile(filepath.Join(dir, "list"), []byte("in/1950\r\nin/1950\n\n./in/packed/b.tar.gz\nin/gone.txt\n"), 0o666))
	call{dir: dir, want: statusPartly}.run(t, "-o", "out", "--from", "list")
	var names []string
	for name := range tree(t, filepath.Join(dir, "out/files")) {
		names = append(names, name)
	}
	all := strings.Join(names, "\n")
	for _, want := range []string{"in/1950/note_00.txt.", "in/1950/record 01.txt.", "in/packed/b.tar.gz/deep/b.txt."} {
		if !strings.Contains(all, want) {
			t.Errorf("no %s in\n%s", want, all)
		}
	}
	if len(names) != 6 {
		t.Errorf("%d files, want 6:\n%s", len(names), all)
	}
}

// TestCut guards: shards are not empty, keep the order, stay within their
// limits, and most of them outlive an added document.
func TestCut(t *testing.T) {
	cut := func(refs []Ref) (ids []string, sizes []int) {
		c := cutter{mean: 8, emit: func(s Shard) {
			ids = append(ids, s.id())
			sizes = append(sizes, len(s.Refs))
		}}
		for _, r := range refs {
			c.add(r)
		}
		c.cut()
		return ids, sizes
	}
	var refs []Ref
	for i := range 1000 {
		name := "/a/" + strings.Repeat("x", i%7) + string(rune('a'+i%26)) + string(rune('0'+i/26%10)) + string(rune('0'+i/260))
		refs = append(refs, Ref{Location: name, Size: int64(i)})
	}
	before, sizes := cut(refs)
	n := 0
	for _, s := range sizes {
		if n += s; s < 1 || s > 8*mostMeans {
			t.Errorf("a shard of %d documents", s)
		}
	}
	if n != len(refs) || len(sizes) < 60 || len(sizes) > 250 {
		t.Errorf("%d documents in %d shards, want %d in about 125", n, len(sizes), len(refs))
	}
	after, _ := cut(append([]Ref{{Location: "/a/added"}}, refs...))
	same := 0
	for _, id := range before {
		for _, other := range after {
			if id == other {
				same++
			}
		}
	}
	if same < len(before)-4 {
		t.Errorf("%d of %d shards outlive an added document", same, len(before))
	}
	_, sizes = cut([]Ref{{Location: "/b", Size: mostShardB}, {Location: "/c", Size: 10 * mostShardB}, {Location: "/d", Size: 1}})
	if len(sizes) != 3 {
		t.Errorf("three large documents lie in %d shards", len(sizes))
	}
}

// TestOutputName guards: names that are too long for a file system are cut and
// stay apart.
func TestOutputName(t *testing.T) {
	sum := strings.Repeat("0123456789abcdef", 4)
	for rel, want := range map[string]string{
		"a/b.pdf":         "files/a/b.pdf.0123456789abcdef.txt",
		"../../etc/x.txt": "etc/x.txt.0123456789abcdef.txt",
	} {
		if got := outputName(localPath(rel), sum, ".txt"); !strings.HasSuffix(got, want) || !strings.HasPrefix(got, "files/") {
			t.Errorf("%s: got %s", rel, got)
		}
	}
	long := strings.Repeat("é", 120)
	a, b := outputName(long+"a", sum, ".txt"), outputName(long+"b", sum, ".txt")
	if a == b || len(a) > 255 || !strings.HasPrefix(a, "files/é") || strings.ContainsRune(a, '\uFFFD') {
		t.Errorf("%s and %s", a, b)
	}
}

// TestObjectStore guards: inputs and results may lie in an object store, archives
// in it too, and they come out as from files.
func TestObjectStore(t *testing.T) {
	dir := t.TempDir()
	madeArchive(t, dir, 2)
	must(t, os.WriteFile(filepath.Join(dir, "in/names.lst"), []byte("mteroperab1l1ty\n"), 0o666))
	here := call{dir: dir, want: statusPartly}
	stored := here
	stored.env = []string{memoryIn + "=" + filepath.Join(dir, "in"), memoryOut + "=" + filepath.Join(dir, "copy")}
	stored.run(t, "-o", "memfs://out/cleaned", "--protect", "memfs://in/names.lst", "memfs://in/*/*")
	here.run(t, "-o", "out", "--protect", "in/names.lst", "in")
	want, got := tree(t, filepath.Join(dir, "out/files")), tree(t, filepath.Join(dir, "copy/cleaned/files"))
	for name, data := range want {
		if got[name] != data {
			t.Errorf("%s differs or is missing", name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%d files, want %d", len(got), len(want))
	}
	if _, err := os.Stat(filepath.Join(dir, "copy/cleaned", countsName)); err != nil {
		t.Error(err)
	}
}

// These in the environment name a folder whose files are put below memfs://in/
// before the command runs, and one that takes what is below memfs://out/ after
// it.
const (
	memoryIn  = "OCRFIX_BEAM_MEMORY_IN"
	memoryOut = "OCRFIX_BEAM_MEMORY_OUT"
)

// inMemory runs the command with an object store in memory.
func inMemory(args []string) int {
	ctx := context.Background()
	in, out := os.Getenv(memoryIn), os.Getenv(memoryOut)
	if in == "" {
		return run(args)
	}
	fsys, err := filesystem.New(ctx, "memfs://")
	if err != nil {
		panic(err)
	}
	check := func(err error) {
		if err != nil {
			panic(err)
		}
	}
	check(filepath.Walk(in, func(path string, info os.FileInfo, err error) error {
		if err != nil || info.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		check(err)
		rel, _ := filepath.Rel(in, path)
		return filesystem.Write(ctx, fsys, "memfs://in/"+filepath.ToSlash(rel), data)
	}))
	status := run(args)
	var names []string
	for pattern := "memfs://out/*"; strings.Count(pattern, "*") < 10; pattern += "/*" {
		found, err := fsys.List(ctx, pattern)
		check(err)
		names = append(names, found...)
	}
	for _, name := range names {
		data, err := filesystem.Read(ctx, fsys, name)
		check(err)
		path := filepath.Join(out, strings.TrimPrefix(name, "memfs://out/"))
		check(os.MkdirAll(filepath.Dir(path), 0o777))
		check(os.WriteFile(path, data, 0o666))
	}
	return status
}
