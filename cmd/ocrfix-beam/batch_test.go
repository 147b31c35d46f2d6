package main

import (
	"bufio"
	"bytes"
	"database/sql"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"ocrfix/cmd/internal/record"
)

// build builds a package of this module, or of another in its folder.
func build(t *testing.T, dir, pkg, name string) (path string, err error) {
	t.Helper()
	path = filepath.Join(t.TempDir(), name)
	cmd := exec.CommandContext(t.Context(), "go", "build", "-o", path, pkg)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build %s: %v\n%s", pkg, err, out)
	}
	return path, nil
}

// prismServer starts a Prism server in a process of its own and gives its
// address.
func prismServer(t *testing.T) string {
	t.Helper()
	path, err := build(t, ".", "github.com/apache/beam/sdks/v2/go/cmd/prism", "prism")
	if err != nil {
		t.Skipf("no Prism server can be built: %v", err)
	}
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		t.Skipf("no port can be had for a Prism server: %v", err)
	}
	address := l.Addr().String()
	port := l.Addr().(*net.TCPAddr).Port
	l.Close()
	var said bytes.Buffer
	cmd := exec.CommandContext(t.Context(), path, fmt.Sprintf("--job_port=%d", port), "--serve_http=false")
	cmd.Stdout, cmd.Stderr, cmd.WaitDelay = &said, &said, 5*time.Second
	if err := cmd.Start(); err != nil {
		t.Skipf("the Prism server cannot be started: %v", err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
	for range 100 {
		if c, err := net.Dial("tcp", address); err == nil {
			c.Close()
			return address
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Skipf("the Prism server does not answer at %s: %s", address, said.String())
	return ""
}

// TestBatch guards: the pipeline finds what ocrfix batch finds, to the last row
// and byte, wherever it runs: in this process, submitted to a server with the
// work done here, and submitted with the work done by the server's worker.
func TestBatch(t *testing.T) {
	dir := t.TempDir()
	madeArchive(t, dir, 8)
	command, err := build(t, "../..", "./cmd/ocrfix", "ocrfix")
	must(t, err)
	formats := "txt,json,tei"
	ocrfix := func(args ...string) {
		cmd := exec.CommandContext(t.Context(), command, append(args, "--quiet")...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); cmd.ProcessState.ExitCode() != statusPartly {
			t.Fatalf("ocrfix %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	ocrfix("batch", "--format", formats, "-o", "batch", "in")
	want := databaseRows(t, filepath.Join(dir, "batch", "archive.db"))

	here := call{dir: dir, want: statusPartly}
	said := here.run(t, "-o", "out", "--format", formats, "--shard=5", "in")
	if !strings.Contains(said, " 4 failed") {
		t.Errorf("the command said %q", said)
	}
	sameRows(t, tableRows(t, filepath.Join(dir, "out")), want)
	checkFiles(t, filepath.Join(dir, "out"))
	inProcess := tree(t, filepath.Join(dir, "out"))

	t.Run("other numbers of workers and shards", func(t *testing.T) {
		here.run(t, "-o", "one", "--format", formats, "--shard=5", "--jobs=1", "in")
		sameTree(t, tree(t, filepath.Join(dir, "one")), inProcess)
		here.run(t, "-o", "large", "--format", formats, "in")
		sameRows(t, tableRows(t, filepath.Join(dir, "large")), want)
	})

	t.Run("two passes", func(t *testing.T) {
		ocrfix("batch", "--two-pass", "-o", "learned", "in")
		profile := filepath.Join("learned", profileName)
		want := databaseRows(t, filepath.Join(dir, "learned", "archive.db"))
		here.run(t, "-o", "twice", "--two-pass", "--shard=5", "in")
		if got := read(t, filepath.Join(dir, "twice", profileName)); !bytes.Equal(got, read(t, filepath.Join(dir, profile))) {
			t.Errorf("ocrfix batch learns another profile than\n%s", got)
		}
		sameRows(t, tableRows(t, filepath.Join(dir, "twice")), want)
		twice := tree(t, filepath.Join(dir, "twice"))
		here.run(t, "-o", "twice", "--two-pass", "--shard=5", "in")
		sameTree(t, tree(t, filepath.Join(dir, "twice")), twice)
		here.run(t, "-o", "given", "--profile", profile, "--shard=5", "in")
		sameRows(t, tableRows(t, filepath.Join(dir, "given")), want)
	})

	t.Run("a server", func(t *testing.T) {
		address := prismServer(t)
		here.run(t, "--runner=universal", "--endpoint="+address, "--environment_type=LOOPBACK",
			"-o", "loopback", "--format", formats, "--shard=5", "in")
		sameTree(t, tree(t, filepath.Join(dir, "loopback")), inProcess)

		if testing.Short() {
			return // the program is sent to the server: 170 MB
		}
		boot, err := build(t, ".", "github.com/apache/beam/sdks/v2/go/container", "boot")
		must(t, err)
		in := filepath.Join(dir, "in")
		here.run(t, "-o", filepath.Join(dir, "absolute"), "--format", formats, "--shard=5", in)
		here.run(t, "--runner=universal", "--endpoint="+address, "--environment_type=PROCESS",
			"--environment_config="+processConfig(t, boot),
			"-o", filepath.Join(dir, "process"), "--format", formats, "--shard=5", in)
		sameTree(t, tree(t, filepath.Join(dir, "process")), tree(t, filepath.Join(dir, "absolute")))
	})
}

// processConfig gives the environment of a worker process that boot starts.
// Prism hands over the name of the worker in quotation marks, which are not part
// of it; a script between them takes them away.
func processConfig(t *testing.T, boot string) string {
	t.Helper()
	script := filepath.Join(t.TempDir(), "boot.sh")
	must(t, os.WriteFile(script, []byte("#!/bin/sh\nset -f\nexec '"+boot+"' $(printf '%s ' \"$@\" | tr -d \"'\") --semi_persist_dir='"+t.TempDir()+"'\n"), 0o777))
	config, err := json.Marshal(map[string]string{"command": script})
	must(t, err)
	return string(config)
}

// A rows set holds the rows of every table as texts, sorted, with the path of
// the document in place of its number. What must differ is left out: numbers,
// the names of output files, and the hash of the settings, which names the
// program.
type rows map[string][]string

// left are the columns that are left out.
var left = map[string][]string{
	"documents": {"id", "settings", "run"},
	"failures":  {"settings", "run"},
	"outputs":   {"path"},
	"pages":     {"id"},
}

func (r rows) add(table string, path any, row map[string]any) {
	for _, c := range left[table] {
		delete(row, c)
	}
	row["document"] = path
	text, _ := json.Marshal(row)
	r[table] = append(r[table], string(text))
}

func databaseRows(t *testing.T, path string) rows {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	must(t, err)
	defer db.Close()
	all := make(rows)
	paths := make(map[any]any)
	each := func(table string, f func(row map[string]any)) {
		found, err := db.Query("SELECT * FROM " + table)
		must(t, err)
		defer found.Close()
		columns, err := found.Columns()
		must(t, err)
		for found.Next() {
			values, row := make([]any, len(columns)), make(map[string]any)
			for i := range values {
				values[i] = new(any)
			}
			must(t, found.Scan(values...))
			for i, c := range columns {
				row[c] = *values[i].(*any)
			}
			f(row)
		}
		must(t, found.Err())
	}
	each("documents", func(row map[string]any) { paths[row["id"]] = row["location"] })
	for _, table := range compared() {
		each(table, func(row map[string]any) {
			of := row["document"]
			if table == "documents" {
				of = row["id"]
			}
			all.add(table, paths[of], row)
		})
		slices.Sort(all[table])
	}
	return all
}

// compared are the tables that must be the same.
func compared() []string {
	return slices.DeleteFunc(slices.Clone(tableNames), func(name string) bool { return name == "runs" })
}

// tableRows reads the JSONL tables. Numbers become what the database has, and
// lists and objects their texts.
func tableRows(t *testing.T, out string) rows {
	t.Helper()
	all := make(rows)
	paths := make(map[string]any)
	for _, table := range compared() {
		eachLine(t, out, table, func(line []byte) {
			fields := make(map[string]json.RawMessage)
			must(t, json.Unmarshal(line, &fields))
			row := make(map[string]any)
			for name, value := range fields {
				row[name] = databaseValue(t, value)
			}
			of := string(fields["document"])
			if table == "documents" {
				of = string(fields["id"])
				paths[of] = row["location"]
			}
			if paths[of] == nil {
				t.Errorf("table %s: %s is no document", table, of)
			}
			all.add(table, paths[of], row)
		})
		slices.Sort(all[table])
	}
	return all
}

func eachLine(t *testing.T, out, table string, f func(line []byte)) {
	t.Helper()
	parts, err := filepath.Glob(filepath.Join(out, "tables", table, "*.jsonl"))
	must(t, err)
	for _, part := range parts {
		file, err := os.Open(part)
		must(t, err)
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 16<<20)
		for lines.Scan() {
			f(lines.Bytes())
		}
		must(t, lines.Err())
		file.Close()
	}
}

func databaseValue(t *testing.T, raw json.RawMessage) any {
	switch raw[0] {
	case '[', '{':
		return string(raw)
	}
	var v any
	must(t, json.Unmarshal(raw, &v))
	return v
}

// sameRows demands the same rows in every table, and some in each.
func sameRows(t *testing.T, got, want rows) {
	t.Helper()
	for _, table := range compared() {
		if len(want[table]) == 0 {
			t.Errorf("table %s is empty, so that nothing is compared", table)
		}
		if slices.Equal(got[table], want[table]) {
			continue
		}
		t.Errorf("table %s: %d rows, want %d", table, len(got[table]), len(want[table]))
		for i := range min(len(got[table]), len(want[table])) {
			if got[table][i] != want[table][i] {
				t.Errorf("first difference:\n got %.600s\nwant %.600s", got[table][i], want[table][i])
				break
			}
		}
	}
}

// checkFiles demands that the cleaned files are those that the table outputs
// names, with the content that it says.
func checkFiles(t *testing.T, out string) {
	t.Helper()
	named := make(map[string]string)
	eachLine(t, out, "outputs", func(line []byte) {
		var row struct {
			Path   string
			Bytes  int
			SHA256 string
		}
		must(t, json.Unmarshal(line, &row))
		if named[row.Path] != "" {
			t.Errorf("%s is named twice", row.Path)
		}
		named[row.Path] = row.SHA256
	})
	files := make(map[string]string)
	for name, data := range tree(t, filepath.Join(out, "files")) {
		files["files/"+name] = record.Hash([]byte(data))
	}
	if !maps.Equal(files, named) {
		t.Errorf("%d files stand, the table names %d, and they are not the same", len(files), len(named))
	}
}
