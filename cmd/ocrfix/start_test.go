package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// mostStart is what a call with next to nothing to do may take. On an idle
// machine it is to be below 50 ms; the test leaves room for a slow one that runs
// other tests beside it.
const mostStart = 150 * time.Millisecond

// TestStart guards that the command starts at once, the data of every language
// built in: scripts call it thousands of times.
func TestStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "tiny.txt")
	if err := os.WriteFile(path, []byte("The Parties sha1l meet once a year.\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"version"}, {"--help"}, {"clean", path}} {
		var times []time.Duration
		for range 10 {
			cmd := exec.Command("ocrfix", args...)
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%q: %v\n%s", args, err, out)
			}
			times = append(times, cmd.ProcessState.UserTime()+cmd.ProcessState.SystemTime())
		}
		least := slices.Min(times)
		t.Logf("%s: %v of processor time", args[0], least)
		if least > mostStart {
			t.Errorf("%s: %v of processor time, at most %v", args[0], least, mostStart)
		}
	}
}

// TestJobs guards that the outputs of several documents are the same, byte for
// byte, whatever the number that is worked on at the same time, in every format
// that takes any document.
func TestJobs(t *testing.T) {
	in := t.TempDir()
	record, err := os.ReadFile("../../testdata/record.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := filepath.Glob("../../testdata/cases/*.txt")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for i, path := range cases {
		data, err := os.ReadFile(path)
		if err == nil && i%7 == 0 {
			data = append(data, record...) // some are longer than others
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(in, filepath.Base(path)), data, 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, format := range []string{"txt", "json"} {
		var first map[string]string
		for _, jobs := range []string{"1", "2", "7"} {
			out := filepath.Join(t.TempDir(), "out")
			cmd := exec.Command("ocrfix", "clean", "--format", format, "--jobs", jobs, "-o", out, in)
			if messages, err := cmd.CombinedOutput(); err != nil {
				t.Fatalf("%s jobs: %v\n%s", jobs, err, messages)
			}
			files := make(map[string]string)
			for _, path := range cases {
				name := filepath.Base(path)
				name = name[:len(name)-len(".txt")] + "." + format
				data, err := os.ReadFile(filepath.Join(out, name))
				if err != nil {
					t.Fatal(err)
				}
				files[name] = string(data)
			}
			if first == nil {
				first = files
			}
			for name := range files {
				if files[name] != first[name] {
					t.Errorf("%s: %s jobs give other bytes than one", name, jobs)
				}
			}
		}
	}
}
