package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ulikunitz/xz"
)

// A file is what a test puts into an archive.
type file struct {
	name, data string
	link       bool
}

func zipOf(t testing.TB, files ...file) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate}
		if f.link {
			h.SetMode(os.ModeSymlink | 0o777)
		}
		w, err := z.CreateHeader(h)
		must(t, err)
		_, err = io.WriteString(w, f.data)
		must(t, err)
	}
	must(t, z.Close())
	return b.Bytes()
}

func tarOf(t testing.TB, files ...file) []byte {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, f := range files {
		h := &tar.Header{Name: f.name, Mode: 0o644, Size: int64(len(f.data)), Typeflag: tar.TypeReg}
		if strings.HasSuffix(f.name, "/") {
			h.Typeflag = tar.TypeDir
		}
		if f.link {
			h.Typeflag, h.Linkname, h.Size = tar.TypeSymlink, f.data, 0
		}
		must(t, w.WriteHeader(h))
		if h.Size > 0 {
			_, err := io.WriteString(w, f.data)
			must(t, err)
		}
	}
	must(t, w.Close())
	return b.Bytes()
}

func gzipOf(t testing.TB, data []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(data)
	must(t, err)
	must(t, w.Close())
	return b.Bytes()
}

func xzOf(t testing.TB, data []byte) []byte {
	var b bytes.Buffer
	w, err := xz.NewWriter(&b)
	must(t, err)
	_, err = w.Write(data)
	must(t, err)
	must(t, w.Close())
	return b.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func put(t testing.TB, name string, data []byte) string {
	path := filepath.Join(t.TempDir(), name)
	must(t, os.WriteFile(path, data, 0o666))
	return path
}

// listing opens an archive and returns a line an entry: its name and its text
// or the reason why it is refused.
func listing(t testing.TB, name string, data []byte, want func(string) bool, limits Limits) (string, error) {
	t.Helper()
	a, err := Open(put(t, name, data), want, limits)
	if err != nil {
		return "", err
	}
	defer func() { must(t, a.Close()) }()
	var b strings.Builder
	for _, e := range a.Entries {
		fmt.Fprintf(&b, "%s: ", e.Name)
		r, err := e.Open()
		if err == nil {
			var text []byte
			text, err = io.ReadAll(r)
			r.Close()
			if err == nil && int64(len(text)) != e.Size {
				t.Errorf("%s has %d bytes, not %d", e.Name, len(text), e.Size)
			}
			b.Write(text)
		}
		if err != nil {
			fmt.Fprintf(&b, "(%v)", err)
		}
		b.WriteByte('\n')
	}
	if a.Skipped > 0 {
		fmt.Fprintf(&b, "skipped %d\n", a.Skipped)
	}
	return b.String(), nil
}

func texts(name string) bool { return strings.HasSuffix(name, ".txt") }

func TestKinds(t *testing.T) {
	files := []file{{name: "b/"}, {name: "b/two.txt", data: "two"}, {name: "a.txt", data: "one"}, {name: "c.png", data: "x"}, {name: "./d//e.txt", data: ""}}
	want := "a.txt: one\nb/two.txt: two\nd/e.txt: \nskipped 1\n"
	plain := tarOf(t, files...)
	for name, data := range map[string][]byte{
		"x.zip": zipOf(t, files...), "x.tar": plain, "x.tgz": gzipOf(t, plain), "x.tar.xz": xzOf(t, plain), "no ending": gzipOf(t, plain),
	} {
		if got, err := listing(t, name, data, texts, Limits{}); err != nil || got != want {
			t.Errorf("%s:\n%s%v\nwant\n%s", name, got, err, want)
		}
		if !Is(data[:min(len(data), 512)]) {
			t.Errorf("%s is not recognised", name)
		}
	}
	if got, err := listing(t, "page.txt.gz", gzipOf(t, []byte("text")), nil, Limits{}); err != nil || got != "page.txt: text\n" {
		t.Errorf("a packed document: %q, %v", got, err)
	}
	if _, err := listing(t, "x.zip", []byte("plain text"), nil, Limits{}); !errors.Is(err, ErrFormat) {
		t.Errorf("plain text: %v", err)
	}
	if Is([]byte("plain text")) {
		t.Error("plain text is recognised as an archive")
	}
	for _, name := range []string{"[Content_Types].xml", "mimetype"} {
		if _, err := listing(t, "x.zip", zipOf(t, file{name: name}, file{name: "a.txt"}), nil, Limits{}); !errors.Is(err, ErrOffice) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNames(t *testing.T) {
	bad := []string{"../up.txt", "a/../../up.txt", "/etc/passwd.txt", `..\up.txt`, `C:\x.txt`, "c:x.txt", `\\host\x.txt`, "a\x00b.txt", "a\nb.txt", strings.Repeat("a", 2000) + ".txt"}
	for _, name := range bad {
		if _, err := localName(name); !errors.Is(err, ErrName) {
			t.Errorf("%.40q is taken: %v", name, err)
		}
	}
	files := []file{{name: "ok.txt", data: "fine"}}
	for _, name := range bad[:6] {
		files = append(files, file{name: name, data: "evil"})
	}
	files = append(files, file{name: "link.txt", data: "/etc/passwd", link: true}, file{name: "ok.txt", data: "again"})
	for name, data := range map[string][]byte{"x.zip": zipOf(t, files...), "x.tar": tarOf(t, files...), "x.tar.gz": gzipOf(t, tarOf(t, files...))} {
		got, err := listing(t, name, data, texts, Limits{})
		must(t, err)
		if strings.Contains(got, "evil") || strings.Contains(got, "root:") || strings.Contains(got, "again") {
			t.Errorf("%s: something refused is read:\n%s", name, got)
		}
		if n := strings.Count(got, ErrName.Error()); n != 6 {
			t.Errorf("%s: %d bad names are named, want 6:\n%s", name, n, got)
		}
		for _, want := range []string{"ok.txt: fine\n", "link.txt: (" + ErrSpecial.Error(), "ok.txt: (" + ErrTwice.Error()} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", name, want, got)
			}
		}
	}
}

func TestNested(t *testing.T) {
	one := zipOf(t, file{name: "deep.txt", data: "deep"})
	two := gzipOf(t, tarOf(t, file{name: "one.zip", data: string(one)}, file{name: "mid.txt", data: "mid"}))
	three := zipOf(t, file{name: "two.tar.gz", data: string(two)}, file{name: "damaged.zip", data: "PK\x03\x04"})
	want := "damaged.zip: (zip: not a valid zip file)\ntwo.tar.gz/mid.txt: mid\ntwo.tar.gz/one.zip/deep.txt: deep\n"
	if got, err := listing(t, "three.zip", three, texts, Limits{}); err != nil || got != want {
		t.Errorf("%s%v\nwant\n%s", got, err, want)
	}
	for depth, want := range map[int]string{1: "one.zip: (" + ErrDepth.Error(), -1: "two.tar.gz: (" + ErrDepth.Error()} {
		if got, _ := listing(t, "three.zip", three, texts, Limits{Depth: depth}); !strings.Contains(got, want) {
			t.Errorf("depth %d: no %q in\n%s", depth, want, got)
		}
	}
}

func TestBombs(t *testing.T) {
	zeros := strings.Repeat("\x00", 8<<20)
	bomb := file{name: "bomb.txt", data: zeros}
	for name, data := range map[string][]byte{
		"x.zip": zipOf(t, bomb), "x.tgz": gzipOf(t, tarOf(t, bomb)), "x.tar.xz": xzOf(t, tarOf(t, bomb)), "x.gz": gzipOf(t, []byte(zeros)),
		"nested.zip": zipOf(t, file{name: "x.tgz", data: string(gzipOf(t, tarOf(t, bomb)))}),
	} {
		got, err := listing(t, name, data, nil, Limits{})
		if !errors.Is(err, ErrRatio) && !strings.Contains(got, ErrRatio.Error()) {
			t.Errorf("%s: %.100q, %v", name, got, err)
		}
		got, err = listing(t, name, data, nil, Limits{Ratio: 1e6, Bytes: 1 << 20})
		if !errors.Is(err, ErrTooLarge) && !strings.Contains(got, ErrTooLarge.Error()) {
			t.Errorf("%s: %.100q, %v", name, got, err)
		}
	}
	var many []file
	for i := range 50 {
		many = append(many, file{name: fmt.Sprint(i, ".txt")})
	}
	if got, err := listing(t, "x.zip", zipOf(t, many...), nil, Limits{Entries: 20}); err != nil || strings.Count(got, "\n") != 21 || !strings.Contains(got, ErrEntries.Error()) {
		t.Errorf("too many files: %v\n%s", err, got)
	}
}

// TestLies reads zip files whose directory does not tell the truth.
func TestLies(t *testing.T) {
	data := zipOf(t, file{name: "a.txt", data: strings.Repeat("text ", 1000)})
	at := bytes.Index(data, []byte("PK\x01\x02"))
	less := bytes.Clone(data)
	binary.LittleEndian.PutUint32(less[at+24:], 10)
	if got, _ := listing(t, "x.zip", less, nil, Limits{}); strings.Contains(got, "text text text ") {
		t.Errorf("more is read than announced: %.80q", got)
	}
	over := bytes.Clone(data)
	binary.LittleEndian.PutUint32(over[at+20:], uint32(len(data)+1))
	if _, err := listing(t, "x.zip", over, nil, Limits{}); !errors.Is(err, ErrRatio) {
		t.Errorf("entries larger than the file: %v", err)
	}
	locked := bytes.Clone(data)
	locked[at+8] |= 1
	if got, err := listing(t, "x.zip", locked, nil, Limits{}); !strings.Contains(got, ErrEncrypted.Error()) {
		t.Errorf("encrypted: %q, %v", got, err)
	}
	greedy := xzOf(t, []byte("text"))
	greedy[14+2] = 40 // a dictionary of 4 GB
	if _, err := listing(t, "x.xz", greedy, nil, Limits{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a dictionary of 4 GB: %v", err)
	}
	first := xzOf(t, []byte("text"))
	index := len(first) - 12 - 4*(1+int(binary.LittleEndian.Uint32(first[len(first)-8:])))
	second := slices.Concat(first[:index], greedy[12:])
	if _, err := listing(t, "x.xz", second, nil, Limits{}); !errors.Is(err, ErrTooLarge) {
		t.Errorf("a second block with a dictionary of 4 GB: %v", err)
	}
	short := gzipOf(t, tarOf(t, file{name: "a.txt", data: "first"}, file{name: "b.txt", data: strings.Repeat("second ", 5000)}))
	if got, err := listing(t, "x.tgz", short[:len(short)-20], nil, Limits{}); err != nil || !strings.Contains(got, "a.txt: first\n") || !strings.Contains(got, theRest+": (") {
		t.Errorf("cut short: %q, %v", got, err)
	}
}

// TestNothingIsLeft sees that no temporary file outlives an archive.
func TestNothingIsLeft(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	if runtime.GOOS == "windows" {
		t.Skip("TMPDIR is not asked there")
	}
	listing(t, "x.tgz", gzipOf(t, tarOf(t, file{name: "../a.txt", data: "x"}, file{name: "b.txt", data: "y"})), nil, Limits{})
	left, err := filepath.Glob(os.Getenv("TMPDIR") + "/*")
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func seeds(t testing.TB) [][]byte {
	files := []file{{name: "a.txt", data: "one"}, {name: "b/c.txt", data: strings.Repeat("two", 100)}, {name: "l.txt", data: "a.txt", link: true}}
	files = append(files, file{name: "in.zip", data: string(zipOf(t, files...))})
	plain := tarOf(t, files...)
	return [][]byte{zipOf(t, files...), plain, gzipOf(t, plain), xzOf(t, plain)}
}

// TestMutations reads seeded damage of each kind of archive: no panic, no
// hang, and never more than the limits allow.
func TestMutations(t *testing.T) {
	n := 500
	if testing.Short() {
		n = 40
	}
	path := filepath.Join(t.TempDir(), "x")
	for kind, seed := range seeds(t) {
		for i := range n {
			r := rand.New(rand.NewPCG(uint64(i), uint64(kind)))
			data := bytes.Clone(seed)
			for range 1 + r.IntN(6) {
				at := r.IntN(len(data))
				switch r.IntN(3) {
				case 0:
					data[at] = byte(r.Uint32())
				case 1:
					data = slices.Delete(data, at, min(len(data), at+1+r.IntN(30)))
				case 2:
					data = slices.Insert(data, at, data[at:min(len(data), at+r.IntN(60))]...)
				}
			}
			must(t, os.WriteFile(path, data, 0o666))
			start := time.Now()
			readAll(t, path)
			if took := time.Since(start); took > time.Minute {
				t.Fatalf("kind %d, seed %d: took %v", kind, i, took)
			}
		}
	}
}

// readAll reads everything of an archive and checks what is always true.
func readAll(t testing.TB, path string) {
	limits := Limits{Bytes: 1 << 22, Entries: 50}
	a, err := Open(path, nil, limits)
	if err != nil {
		return
	}
	defer a.Close()
	if len(a.Entries) > limits.Entries+2 {
		t.Fatalf("%d entries", len(a.Entries))
	}
	for _, e := range a.Entries {
		if e.Err != nil {
			continue
		}
		if !filepath.IsLocal(e.Name) || strings.Contains(e.Name, "..") && slices.Contains(strings.Split(e.Name, "/"), "..") {
			t.Fatalf("the name %q", e.Name)
		}
		r, err := e.Open()
		if err != nil {
			continue
		}
		if n, _ := io.Copy(io.Discard, r); n > e.Size {
			t.Fatalf("%d bytes of %d", n, e.Size)
		}
		r.Close()
	}
}

func FuzzOpen(f *testing.F) {
	for _, s := range seeds(f) {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data []byte) { readAll(t, put(t, "x", data)) })
}
