package main

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"math/rand"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/ulikunitz/xz"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ocrfix": main})
}

// TestScripts runs the command as its users do. Each block of a script names
// what it guards. Besides the commands of testscript there are:
//
//	status N ARGS…        run ocrfix and expect the exit status N; stdout,
//	                      stderr and stdin serve it as they serve exec
//	bytes FILE WHAT       make FILE of bytes that a script cannot hold
//	same FILE FILE        the files are equal byte for byte
func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/script/*.txt")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	testscript.Run(t, testscript.Params{
		Files: scripts,
		Setup: func(env *testscript.Env) error {
			env.Setenv("NO_COLOR", "")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": scriptStatus,
			"bytes":  scriptBytes,
			"same":   scriptSame,
		},
	})
}

func scriptStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 1 {
		ts.Fatalf("usage: status N ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec("ocrfix", args[1:]...)
	got := 0
	if err != nil {
		text := err.Error()
		if _, scanErr := fmt.Sscanf(text, "exit status %d", &got); scanErr != nil {
			ts.Fatalf("ocrfix %s: %v", strings.Join(args[1:], " "), err)
		}
	}
	if got != want {
		ts.Fatalf("ocrfix %s: status %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

func scriptBytes(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: bytes FILE WHAT")
	}
	var data []byte
	switch args[1] {
	case "empty":
	case "nul":
		data = []byte("The Parties\x00 shall meet.\n" + strings.Repeat("They shall speak of trade.\n", 50))
	case "many-nuls":
		data = []byte("The Parties\x00 shall\x00\x00 meet.\n")
	case "random":
		data = make([]byte, 50_000)
		rand.New(rand.NewSource(1)).Read(data)
	case "cut-utf16":
		data = []byte("\xff\xfeT\x00h\x00e\x00 \x00P\x00a\x00r\x00t\x00i\x00e\x00s")
	case "windows-1252":
		data = []byte("The co\xf6perating Parties \x96 all of them.\r\n")
	case "bom":
		data = []byte("\xef\xbb\xbfThe Parties agree.\n")
	case "broken-utf8":
		data = []byte("Th\xc3\xa9 Parti\xe2\x82 agr\xffee caf\xc3\xa9.\n")
	case "long-line":
		data = bytes.Repeat([]byte("the Parties shall meet again "), 40_000)
	case "long-word":
		data = bytes.Repeat([]byte("a1b"), 400_000)
	case "truncated-pdf":
		data = []byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n")
	case "pdf":
		data = onePagePDF("The Parties shall build a br1dge.")
	case "zip", "tgz", "txz", "evil-zip", "evil-tar", "bomb-zip", "office-zip", "one-zip":
		var err error
		data, err = scriptArchive(args[1])
		ts.Check(err)
	case "image":
		data, _ = base64.StdEncoding.DecodeString("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
	case "crlf":
		data = []byte("The Parties\r\nagree.\r\n\fPage two\r\n")
	default:
		ts.Fatalf("bytes: what is %q?", args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), data, 0o666))
}

// onePagePDF is a PDF file of one page that shows one line.
func onePagePDF(line string) []byte {
	content := "BT /F1 12 Tf 72 720 Td (" + line + ") Tj ET"
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n")
	var offsets []int
	for i, object := range []string{
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
		fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(content), content),
		"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
	} {
		offsets = append(offsets, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, o := range offsets {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(offsets)+1, start)
	return b.Bytes()
}

// scriptArchive makes an archive of documents, or one that means harm.
func scriptArchive(what string) ([]byte, error) {
	kind := what[strings.IndexByte(what, '-')+1:]
	files := [][2]string{
		{"b/two.txt", "The Parties met.\n"}, {"a.txt", "The Parties agree.\n"}, {"photo.jpg", "not a text"}, {"b/.hidden.txt", "hidden"},
	}
	switch {
	case strings.HasPrefix(what, "evil"):
		files = append(files, [2]string{"../../up.txt", "evil"}, [2]string{"/etc/root.txt", "evil"}, [2]string{`..\win.txt`, "evil"})
	case what == "bomb-zip":
		files = append(files, [2]string{"bomb.txt", strings.Repeat("\x00", 4<<20)})
	case what == "office-zip":
		files = append(files, [2]string{"[Content_Types].xml", "<Types/>"})
	case what == "one-zip":
		files = files[:1]
	}
	var b bytes.Buffer
	if kind == "zip" {
		z := zip.NewWriter(&b)
		for _, f := range files {
			w, err := z.Create(f[0])
			if err != nil {
				return nil, err
			}
			if _, err := io.WriteString(w, f[1]); err != nil {
				return nil, err
			}
		}
		err := z.Close()
		return b.Bytes(), err
	}
	var packed io.WriteCloser
	switch kind {
	case "tgz":
		packed = gzip.NewWriter(&b)
	case "txz":
		var err error
		if packed, err = xz.NewWriter(&b); err != nil {
			return nil, err
		}
	}
	var to io.Writer = &b
	if packed != nil {
		to = packed
	}
	t := tar.NewWriter(to)
	for _, f := range files {
		if err := t.WriteHeader(&tar.Header{Name: f[0], Mode: 0o644, Size: int64(len(f[1]))}); err != nil {
			return nil, err
		}
		if _, err := io.WriteString(t, f[1]); err != nil {
			return nil, err
		}
	}
	err := t.Close()
	if packed != nil {
		err = errors.Join(err, packed.Close())
	}
	return b.Bytes(), err
}

func scriptSame(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: same FILE FILE")
	}
	a := ts.ReadFile(args[0])
	b := ts.ReadFile(args[1])
	if (a == b) == neg {
		ts.Fatalf("%s and %s: same is %v", args[0], args[1], a == b)
	}
}
