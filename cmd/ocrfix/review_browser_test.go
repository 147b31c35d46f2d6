package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"ocrfix/cmd/ocrfix/internal/web"
	"ocrfix/ocrfix"
)

// listen serves h on a free port until the test or the function ends.
func listen(t *testing.T, h http.Handler) (address string, stop func()) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	srv := &http.Server{Handler: h}
	go srv.Serve(l)
	t.Cleanup(func() { srv.Close() })
	return "http://" + l.Addr().String() + "/" + reviewToken + "/", func() { srv.Close() }
}

// at waits until the panel shows the change with the index.
func at(index string) chromedp.Action[chromedp.Void] {
	return chromedp.WaitVisible(chromedp.CSS(`#panel form[data-index="` + index + `"]`))
}

// startReview runs the verb review and gives the address of its page. The end
// of the process is the error of Wait.
func startReview(t *testing.T, args ...string) (address string, cmd *exec.Cmd) {
	t.Helper()
	cmd = exec.Command("ocrfix", append([]string{"review"}, args...)...)
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { cmd.Process.Kill() })
	for lines := bufio.NewScanner(stderr); lines.Scan(); {
		if _, rest, ok := strings.Cut(lines.Text(), "open http://"); ok {
			address, _, _ = strings.Cut(rest, " ")
			return "http://" + address, cmd
		}
	}
	t.Fatal("review gives no address")
	return "", nil
}

// output gives what the command writes.
func output(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("ocrfix", args...).Output()
	if err != nil {
		t.Fatalf("%q: %v", args, err)
	}
	return string(out)
}

// TestReviewBrowser guards the page as a person uses it: a queue, judging by
// keys, here and everywhere, own text, undo, a commitment that is edited, all
// of it still there when the command was killed and started again, the output
// of clean and split following it, and markup in a document shown as text.
func TestReviewBrowser(t *testing.T) {
	ctx := openBrowser(t)
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		return path
	}
	long := file("long.txt", "ARTICLE 1\n"+reviewText+"They shall meet in <script>document.title='taken'</script> Oslo.\n\n"+
		"ARTICLE 2\nEach Party shall submit a rep0rt to the Committee by 1 May 2024.\n")
	short := file("short.txt", "The Ministers spoke of d1g1tal trade.\n")
	decisions := filepath.Join(dir, "decisions.tsv")
	steps := func(what string, list ...chromedp.Action[chromedp.Void]) {
		t.Helper()
		if err := do(ctx, list...); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	}
	key, visible := func(k string) chromedp.Action[chromedp.Void] { return chromedp.KeyEvent(k) }, func(css string) chromedp.Action[chromedp.Void] {
		return chromedp.WaitVisible(chromedp.CSS(css))
	}
	// change gives the index of the n-th change of the raw words in the page.
	change := func(raw string, n int) string {
		t.Helper()
		return evaluate[string](ctx, t, fmt.Sprintf(`[...document.querySelectorAll(".change")].filter(c => c.querySelector("del").textContent.startsWith(%q))[%d]?.id.slice(1) ?? "none of %s"`, raw, n, raw))
	}
	choose := func(raw string, n int) string {
		t.Helper()
		i := change(raw, n)
		steps(raw, chromedp.Click(chromedp.CSS("#c"+i)), at(i))
		return i
	}

	address, cmd := startReview(t, "--decisions", decisions, short, long)
	steps("the queue", chromedp.Navigate(address), visible("tbody a"))
	accessible(ctx, t, "queue")
	look(ctx, t, "queue")
	if first := evaluate[string](ctx, t, `document.querySelector("tbody a").textContent`); !strings.HasSuffix(first, "long.txt") {
		t.Errorf("the first document is %s", first)
	}
	steps("the first document", chromedp.Click(chromedp.CSS("tbody a")), at("0"))
	look(ctx, t, "review")
	accessible(ctx, t, "review")
	if title := evaluate[string](ctx, t, `document.title`); !strings.HasSuffix(title, "long.txt") {
		t.Errorf("the title is %q", title)
	}
	if got := evaluate[string](ctx, t, `[...document.querySelectorAll("nav li")].map(e => e.textContent).join()`); !strings.Contains(got, "ARTICLE 2") {
		t.Errorf("the outline is %q", got)
	}

	// Accept, and reject in every document; the next to judge comes by itself.
	accepted := choose("Part1cular", 0)
	steps("accept", key("a"), visible("#c"+accepted+".accepted"))
	rejected := choose("d1g1tal", 0)
	steps("reject everywhere", key("w"), key("r"), visible("#c"+rejected+".rejected"), visible("#c"+change("d1g1tal", 1)+".rejected"))
	// Own text overrules that in one place.
	written := choose("d1g1tal", 1)
	steps("own text", key("e"), chromedp.SetValue(chromedp.CSS("#text"), "numeric"), key("\r"), visible("#c"+written+".written"))
	// A decision taken back is none.
	undone := choose("po1nt", 0)
	steps("undo", key("r"), visible("#c"+undone+".rejected"), key("u"), visible("#c"+undone+".applied"))
	steps("forth and back", key("k"), key("j"), at(undone))
	// A commitment quotes what the decisions make of the text.
	quotes := func(word string) {
		t.Helper()
		evaluateLater[bool](ctx, t, `new Promise(done => {
			document.getElementById("clauses").scrollIntoView();
			const look = () => [...document.querySelectorAll(".quote")].some(e => e.textContent.includes("submit a `+word+`")) ? done(true) : setTimeout(look, 20);
			look();
		})`)
	}
	quoted := choose("rep0rt", 0)
	quotes("report")
	steps("reject in a commitment", key("r"), visible("#c"+quoted+".rejected"))
	quotes("rep0rt")
	steps("undo it", key("u"), visible("#c"+quoted+".applied"))
	quotes("report")
	// It can be judged.
	clause := evaluate[string](ctx, t, `[...document.querySelectorAll(".clause")].find(c => c.textContent.includes("submit")).id`)
	steps("a commitment", chromedp.Click(chromedp.CSS("#"+clause+" .judge")), visible(".clauseform"))
	accessible(ctx, t, "commitments")
	steps("edit it",
		chromedp.SetValue(chromedp.CSS("[name=deadline]"), "by 2 June 2025"), chromedp.SetValue(chromedp.CSS("[name=note]"), "moved"),
		chromedp.Click(chromedp.CSS(".clauseform [value=reviewed]")), visible("#"+clause+".reviewed"),
		chromedp.Click(chromedp.CSS("#"+clause+" td a")), visible(".line:target"))

	// Killed, and started again.
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	address, cmd = startReview(t, "--decisions", decisions, short, long)
	steps("after a restart",
		chromedp.Navigate(address+"doc/0"),
		visible("#c"+accepted+".accepted"), visible("#c"+rejected+".rejected"), visible("#c"+written+".written"), visible("#c"+undone+".applied"),
		visible("#"+clause+".reviewed"))
	look(ctx, t, "review-judged")
	if got := evaluate[string](ctx, t, `document.querySelector("#`+clause+` [data-label='By when']").textContent`); got != "by 2 June 2025" {
		t.Errorf("the deadline is %q", got)
	}
	steps("the other document", chromedp.Navigate(address+"doc/1"), visible("#c0.rejected"))

	// What cleaning makes of it.
	got := output(t, "clean", "--decisions", decisions, long)
	for _, want := range []string{"the d1g1tal economy", "the numeric markets", "a second point.", "particular attention"} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in %q", want, got)
		}
	}
	if got := output(t, "clean", "--decisions", decisions, short); got != "The Ministers spoke of d1g1tal trade.\n" {
		t.Errorf("the other document: %q", got)
	}
	if got := output(t, "split", "--only", "commitments", "--decisions", decisions, long); !strings.Contains(got, "by 2 June 2025") || !strings.Contains(got, `"reviewed"`) {
		t.Errorf("the commitments: %s", got)
	}
	if err := cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("after an interrupt: %v", err)
	}
}

// TestReviewBrowserScan guards that the page shows a line of a PDF file as the
// page has it, and that a commitment can be changed and is reviewed then.
func TestReviewBrowserScan(t *testing.T) {
	ctx := openBrowser(t)
	if _, err := exec.LookPath(pdftoppm); err != nil {
		t.Skip("no pdftoppm")
	}
	source := "../../ocrfix/testdata/pdf/libreoffice.pdf"
	d, err := ocrfix.ReadFile(source, nil)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "decisions.tsv")
	desk, err := newReviewDesk(path, "")
	if err != nil {
		t.Fatal(err)
	}
	res, err := new(ocrfix.Cleaner).Clean(d)
	if err != nil {
		t.Fatal(err)
	}
	start := strings.Index(d.Text, "keepers")
	line := d.LineAt(start)
	res.Text, res.Edits = d.Text, []ocrfix.Edit{{ // the file is clean
		Start: start, End: start + len("keepers"), Raw: "keepers", New: "reapers", Class: ocrfix.ClassRealWord, Rule: "k→r", Confidence: 0.4, Page: 1, Line: line + 1,
		Alternatives: []ocrfix.Alternative{{New: "keeper", Confidence: 0.2}, {New: "keeping", Confidence: 0.1}},
	}}
	desk.add("libreoffice.pdf", res, newScan(source, "", d))
	review := &web.Review{Desk: desk, Token: reviewToken}
	address, _ := listen(t, (&web.Guard{Policy: web.ReviewPolicy}).Wrap(review.Handler()))
	err = do(ctx,
		chromedp.Navigate(address+"doc/0"),
		at("0"),
		chromedp.WaitVisible(chromedp.CSS("img.scan")),
	)
	if err != nil {
		t.Fatal(err)
	}
	if w := evaluateLater[int](ctx, t, `(async () => { const i = document.querySelector("img.scan"); await i.decode(); return i.naturalWidth })()`); w < 200 {
		t.Errorf("the scan is %d pixels wide", w)
	}
	look(ctx, t, "review-scan")
	// The second alternative by keys.
	err = do(ctx, chromedp.KeyEvent("n"), chromedp.KeyEvent("n"), chromedp.KeyEvent("\r"), chromedp.WaitVisible(chromedp.CSS("#c0.written")))
	if err != nil {
		t.Fatal(err)
	}
	if got := evaluate[string](ctx, t, `document.querySelector("#c0 .now").textContent`); got != "keeping" {
		t.Errorf("the second alternative is %q", got)
	}
	// Clicked by script: on a busy machine the page may move under the mouse.
	click := func(css string) {
		evaluate[bool](ctx, t, fmt.Sprintf("(document.querySelector(%q).click(), true)", css))
	}
	// The table of commitments follows the decision while the form is on its way.
	evaluate[bool](ctx, t, `(() => {
		const whole = window.fetch;
		window.fetch = async (url, ...rest) => {
			if (url.includes("/clause/")) await new Promise(done => setTimeout(done, 500));
			return whole(url, ...rest);
		};
		document.getElementById("clauses").scrollIntoView();
		return true;
	})()`)
	click("#m0 .judge")
	err = do(ctx,
		chromedp.WaitVisible(chromedp.CSS("#m0 + tr [name=deadline]")),
		chromedp.SetValue(chromedp.CSS("#m0 + tr [name=deadline]"), "by spring"),
	)
	if err != nil {
		t.Fatal(err)
	}
	click("#m0 + tr [value=reviewed]")
	if err := do(ctx, chromedp.WaitVisible(chromedp.CSS("#m0.reviewed"))); err != nil {
		t.Fatal(err)
	}
	if got := evaluate[string](ctx, t, `document.getElementById("reviewed").textContent + document.querySelector('#m0 [data-label="By when"]').textContent`); got != "1by spring" {
		t.Errorf("after the judgement: %q", got)
	}
	if err := do(ctx, chromedp.Click(chromedp.CSS("#m0 .judge")), chromedp.WaitVisible(chromedp.CSS(".clauseform"))); err != nil {
		t.Fatal(err)
	}
	evaluate[bool](ctx, t, `(document.getElementById("m0").scrollIntoView(), true)`)
	look(ctx, t, "review-commitments")
	if kept, err := os.ReadFile(clausesPath(path)); err != nil || !strings.Contains(string(kept), "by spring") {
		t.Errorf("%v, %q", err, kept)
	}
	// The clause jumps to its source.
	if err := do(ctx, chromedp.Click(chromedp.CSS("#m0 a"))); err != nil {
		t.Fatal(err)
	}
	if got := evaluate[bool](ctx, t, `(() => { const r = document.querySelector(".line:target").getBoundingClientRect(); return r.top >= 0 && r.top < innerHeight })()`); !got {
		t.Error("the source is not in the window")
	}
}
