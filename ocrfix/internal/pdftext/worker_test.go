package pdftext

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"
)

// workerEnv makes the test program a worker: "serve" a real one, others such
// as fail in one way.
const workerEnv = "PDFTEXT_TEST_WORKER"

// busy is enough time for what takes none, on a machine that does much else.
const busy = time.Minute

func TestMain(m *testing.M) {
	switch os.Getenv(workerEnv) {
	case "":
		os.Exit(m.Run())
	case "serve":
		if Serve(os.Stdin, os.Stdout) != nil {
			os.Exit(1)
		}
	case "die":
		os.Exit(3)
	case "chatter":
		fmt.Println("this is no reply")
	case "hang":
		time.Sleep(time.Hour)
	}
	os.Exit(0)
}

func worker(how string) func(context.Context) *exec.Cmd {
	return func(ctx context.Context) *exec.Cmd {
		cmd := exec.CommandContext(ctx, os.Args[0])
		cmd.Env = append(os.Environ(), workerEnv+"="+how)
		return cmd
	}
}

func TestClient(t *testing.T) {
	data, want := sample()
	before := bytes.Clone(data)
	c := &Client{Worker: worker("serve"), PageTime: 10 * time.Second, Memory: 256 << 20}
	res, err := c.Read(t.Context(), data, "")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i := range res.Pages {
		if res.Errs[i] != nil {
			t.Error(res.Errs[i])
		}
		b.WriteString(pageText(&res.Pages[i]) + "\f")
	}
	if b.String() != want || res.Repaired {
		t.Errorf("read %q, repaired %v", b.String(), res.Repaired)
	}
	if !bytes.Equal(data, before) {
		t.Error("the client changed the file")
	}
	if _, err := c.Read(t.Context(), []byte("no file"), ""); !errors.Is(err, ErrNotPDF) {
		t.Errorf("%v, want ErrNotPDF", err)
	}
}

func TestClientOfBadWorkers(t *testing.T) {
	data, _ := sample()
	for how, want := range map[string]error{"die": ErrCrash, "chatter": ErrCrash, "hang": ErrTime} {
		c := &Client{Worker: worker(how), PageTime: busy}
		if how == "hang" {
			c.PageTime = 200 * time.Millisecond
		}
		if _, err := c.Read(t.Context(), data, ""); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", how, err, want)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	c := &Client{Worker: worker("hang"), PageTime: time.Minute}
	if _, err := c.Read(ctx, data, ""); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("%v, want the context's error", err)
	}
}

// TestOrphan starts a worker by way of a process that dies, on a file that
// makes the worker loop: it must not live on.
func TestOrphan(t *testing.T) {
	sh, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("needs a shell")
	}
	w := &pdfWriter{}
	n, s := w.reserve(), w.reserve()
	w.set(s, streamObject(fmt.Sprintf("/Type /ObjStm /N 0 /First 1 /Extends %d 0 R", s), " "))
	data := w.packed(w.pages(testPage{content: "/X Do", resources: fmt.Sprintf("/XObject << /X %d 0 R >>", n)}), map[int][2]int{n: {s, 0}})
	in, err := os.CreateTemp(t.TempDir(), "in")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(in, "{\"from\":0}\n%s", data)
	if _, err := in.Seek(0, 0); err != nil {
		t.Fatal(err)
	}
	// The shell hands its standard output on, so that it ends with the worker.
	cmd := exec.Command(sh, "-c", `"$0" <&3 & sleep 0.5`, os.Args[0])
	cmd.Env = append(os.Environ(), workerEnv+"=serve")
	cmd.ExtraFiles = []*os.File{in}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan bool)
	go func() {
		io.Copy(io.Discard, out)
		close(ended)
	}()
	select {
	case <-ended:
	case <-time.After(busy):
		t.Error("the worker outlives its parent")
	}
	cmd.Wait()
}

// TestDeadlyPage kills the worker on one page of three, in ways that only a
// process boundary withstands: it costs that page.
func TestDeadlyPage(t *testing.T) {
	good := testPage{content: "BT /F1 12 Tf 72 720 Td (alive) Tj ET"}
	tests := []struct {
		name string
		// object adds what kills whoever loads it, and gives its number.
		object func(w *pdfWriter, inside map[int][2]int) int
		time   time.Duration // for a page
		want   []error
	}{
		// An object that is inside the object stream that it is.
		{"endless recursion", func(w *pdfWriter, inside map[int][2]int) int {
			n := w.reserve()
			inside[n] = [2]int{n, 0}
			return n
		}, busy, []error{ErrCrash, ErrMemory}},
		// An object stream that is continued by itself.
		{"endless loop", func(w *pdfWriter, inside map[int][2]int) int {
			n, s := w.reserve(), w.reserve()
			w.set(s, streamObject(fmt.Sprintf("/Type /ObjStm /N 0 /First 1 /Extends %d 0 R", s), " "))
			inside[n] = [2]int{s, 0}
			return n
		}, 3 * time.Second, []error{ErrTime}},
		// A predictor with a row of a terabyte.
		{"huge allocation", func(w *pdfWriter, _ map[int][2]int) int {
			return w.stream("/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 60000000000 >>", deflate("q Q"))
		}, busy, []error{ErrMemory, ErrCrash}},
	}
	for _, tt := range tests {
		w := &pdfWriter{}
		inside := map[int][2]int{}
		bad := testPage{content: "/X Do", resources: fmt.Sprintf("/XObject << /X %d 0 R >>", tt.object(w, inside))}
		data := w.packed(w.pages(good, bad, good), inside)
		c := &Client{Worker: worker("serve"), PageTime: tt.time, Memory: 128 << 20}
		start := time.Now()
		res, err := c.Read(t.Context(), data, "")
		if err != nil {
			t.Errorf("%s: %v", tt.name, err)
			continue
		}
		if len(res.Pages) != 3 || pageText(&res.Pages[0]) != "alive\n" || pageText(&res.Pages[2]) != "alive\n" {
			t.Errorf("%s: %d pages", tt.name, len(res.Pages))
			continue
		}
		ok := false
		for _, e := range tt.want {
			ok = ok || errors.Is(res.Errs[1], e)
		}
		if !ok || res.Errs[0] != nil || res.Errs[2] != nil {
			t.Errorf("%s: errors %v", tt.name, res.Errs)
		}
		t.Logf("%s: %v after %v", tt.name, res.Errs[1], time.Since(start).Round(time.Millisecond))
	}
}

// TestDeadlyTable has cross references that kill who follows them: the pages
// are found without.
func TestDeadlyTable(t *testing.T) {
	w := &pdfWriter{}
	root := w.pages(testPage{content: "BT /F1 12 Tf 72 720 Td (alive) Tj ET"})
	huge := bytes.Replace(w.packed(root, nil), []byte("/Size "), []byte("/Size 9999999"), 1)
	cycle := w.bytes(root, "")
	at := bytes.LastIndex(cycle, []byte("xref\n0"))
	cycle = bytes.Replace(cycle, []byte("trailer\n<< "), fmt.Appendf(nil, "trailer\n<< /Prev %d ", at), 1)
	for name, data := range map[string][]byte{"a table of terabytes": huge, "a table before itself": cycle} {
		c := &Client{Worker: worker("serve"), PageTime: 3 * time.Second, Memory: 128 << 20}
		res, err := c.Read(t.Context(), data, "")
		if err != nil || len(res.Pages) != 1 || pageText(&res.Pages[0]) != "alive\n" || !res.Repaired {
			t.Errorf("%s: %v, %v", name, res, err)
		}
	}
}

// hostileSeeds are the files that the mutations start from: classic and
// packed structure, forms, fonts with maps, encryption.
func hostileSeeds(t testing.TB) [][]byte {
	var seeds [][]byte
	s, _ := sample()
	seeds = append(seeds, s)
	w := &pdfWriter{}
	tu := w.add(streamObject("/Filter /FlateDecode", deflate("begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange 2 beginbfrange <0000> <00FF> <0000> <0100> <0101> [<0041> <0042>] endbfrange endcmap")))
	font := w.add(fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /ToUnicode %d 0 R /DescendantFonts [<< /Subtype /CIDFontType2 /DW 500 /W [1 [2000 300] 3 4 100] >>] >>", tu))
	form := w.stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Matrix [1 0 0 1 0 0] /Filter /FlateDecode /Resources << /Font << /G %d 0 R >> >>", font),
		deflate("BT 3 Tr /G 10 Tf 72 600 Td <004C0061006D0070> Tj 14 TL T* [<00410042> -300 <0043>] TJ ET"))
	seeds = append(seeds, w.file(
		testPage{content: "q 1 0 0 1 0 0 cm /Fm Do Q BT /F1 10 Tf 72 700 Td [(The) -278 (lamp)] TJ 14 TL (is \\(lit\\)) ' 1 2 (now) \" ET", resources: fmt.Sprintf("/XObject << /Fm %d 0 R >>", form)},
		testPage{content: content(column{x: 60, y: 700, width: 200, size: 9, lead: 11}.set(prose(rand.New(rand.NewPCG(1, 1)), 0, 60))), attrs: "/Rotate 90"},
	))
	w = &pdfWriter{}
	programs := []int{
		w.stream("", sfnt("cmap", cmapTable(3, 1, cmapListed))),
		w.stream("", cff("", 6, "\x00"+be(sidL, sidA, 391, 392, sidSpace), "\x00\x05\x11\x12\x13\x14\x15", "m", "p")),
	}
	seeds = append(seeds, w.file(testPage{
		content: "BT /F1 10 Tf 72 700 Td <0001000200030004> Tj 0 -15 Td /F2 10 Tf <1112131415> Tj /F3 10 Tf 0 -15 Td <00010002> Tj ET",
		fonts: map[string]string{
			"F1": fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-V /DescendantFonts [<< /Subtype /CIDFontType2 /DW 600 /DW2 [880 -600] /FontDescriptor << /FontFile2 %d 0 R >> >>] >>", programs[0]),
			"F2": fmt.Sprintf("<< /Type /Font /Subtype /Type1 /BaseFont /X /FirstChar 17 /LastChar 21 /Widths [600 600 600 600 250] /FontDescriptor << /FontFile3 %d 0 R >> >>", programs[1]),
			"F3": fmt.Sprintf("<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [<< /Subtype /CIDFontType0 /CIDToGIDMap %d 0 R /FontDescriptor << /FontFile3 %d 0 R >> >>] >>", programs[0], programs[1]),
		},
	}))
	for _, name := range []string{"testdata/rc4-128.pdf", "testdata/aes-128.pdf", "../../testdata/pdf/libreoffice.pdf"} {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		seeds = append(seeds, data)
	}
	return seeds
}

// mutate damages a file in a few places, some of them where it hurts.
func mutate(rng *rand.Rand, data []byte) []byte {
	data = bytes.Clone(data)
	tokens := []string{"/Length", "/Kids", "/Count", "obj", "stream", "endstream", "/Size", "/W", "/Filter", "xref", "startxref", "trailer", "/Prev", " R", "/Columns", "/N ", "/First", "/Type", "<<", ">>", "[", "]"}
	values := []string{"-1", "0", "4294967296", "99999999999", "2147483647", "1 0 R", "<<", "[", ">>", "(", "/Prev 0", "null", "1e9"}
	for range 1 + rng.IntN(6) {
		at := rng.IntN(len(data))
		switch rng.IntN(8) {
		case 0, 1:
			data[at] = byte(rng.IntN(256))
		case 2:
			data[at] ^= 1 << rng.IntN(8)
		case 3: // cut a piece out
			n := min(len(data)-at, rng.IntN(40))
			data = append(data[:at:at], data[at+n:]...)
		case 4: // double a piece
			n := min(len(data)-at, rng.IntN(400))
			data = append(data[:at+n:at+n], data[at:]...)
		case 5: // cut off the end
			if rng.IntN(4) == 0 {
				data = data[:at]
			}
		default: // another value behind a token
			token := []byte(tokens[rng.IntN(len(tokens))])
			if n := bytes.Count(data, token); n > 0 {
				i := 0
				for range 1 + rng.IntN(n) {
					i += bytes.Index(data[i:], token) + len(token)
				}
				value := " " + values[rng.IntN(len(values))] + " "
				end := min(len(data), i+len(value)*rng.IntN(2))
				data = append(append(data[:i:i], value...), data[end:]...)
			}
		}
		if len(data) == 0 {
			return []byte("%PDF-")
		}
	}
	return data
}

// TestMutations reads damaged files the way a program does: whatever happens
// inside, the client comes back within its limits.
func TestMutations(t *testing.T) {
	n := 5000
	if testing.Short() {
		n = 150
	}
	seeds := hostileSeeds(t)
	const pageTime = 2 * time.Second
	c := &Client{Worker: worker("serve"), PageTime: pageTime, Memory: 256 << 20}
	var mu sync.Mutex
	count := map[string]int{}
	slowest := time.Duration(0)
	var wg sync.WaitGroup
	for part := range 2 {
		wg.Go(func() {
			for i := part; i < n; i += 2 {
				rng := rand.New(rand.NewPCG(20260101, uint64(i)))
				data := mutate(rng, seeds[i%len(seeds)])
				start := time.Now()
				res, err := c.Read(t.Context(), data, "harbour")
				took := time.Since(start)
				mu.Lock()
				slowest = max(slowest, took)
				count[outcome(res, err)]++
				mu.Unlock()
				if deaths := len(lost(res, err)); took > time.Duration(1+deaths)*(pageTime+2*time.Second) {
					t.Errorf("mutation %d took %v", i, took)
				}
			}
		})
	}
	wg.Wait()
	t.Logf("%d mutations, slowest %v: %v", n, slowest.Round(time.Millisecond), count)
	if count["read"] < n/4 {
		t.Errorf("only %d of %d were read at all", count["read"], n)
	}
}

// lost lists the deaths of workers.
func lost(res *Result, err error) []error {
	all := []error{err}
	if res != nil {
		all = res.Errs
	}
	var deaths []error
	for _, e := range all {
		if died(e) {
			deaths = append(deaths, e)
		}
	}
	return deaths
}

func outcome(res *Result, err error) string {
	for _, e := range lost(res, err) {
		switch {
		case errors.Is(e, ErrTime):
			return "out of time"
		case errors.Is(e, ErrMemory):
			return "out of memory"
		}
		return "crashed"
	}
	switch {
	case err != nil:
		return "refused"
	case len(res.Errs) > 0 && errors.Join(res.Errs...) != nil:
		return "read in part"
	}
	return "read"
}
