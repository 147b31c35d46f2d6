package main

import (
	"context"
	"os"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// axeSource is the path of axe.min.js of the npm package axe-core, "" for none.
var axeSource = os.Getenv("OCRFIX_AXE")

// accessible checks a page that stands in the browser, in light and in dark, by
// the rules of WCAG 2.2 that a program can check: contrast of text (1.4.3),
// names of controls, tables and regions (4.1.2, 1.3.1), one title, language and
// main part, headings that leave no level out, ids that are unique. Where there
// is axe-core, it checks the page by all its rules too.
func accessible(ctx context.Context, t *testing.T, name string) {
	t.Helper()
	for _, scheme := range schemes {
		emulate(ctx, t, scheme)
		if found := faults(ctx, t); len(found) > 0 {
			t.Errorf("%s, %s:\n%s", name, scheme, strings.Join(found, "\n"))
		}
	}
	emulate(ctx, t, "")
}

// faults gives what is wrong with the page.
func faults(ctx context.Context, t *testing.T) []string {
	t.Helper()
	found := evaluate[[]string](ctx, t, accessScript)
	if axeSource != "" {
		found = append(found, axe(ctx, t)...)
	}
	return found
}

// TestFaults guards that the checks find what is wrong with a page.
func TestFaults(t *testing.T) {
	ctx := openBrowser(t)
	const bad = `<title>x</title><body style="background:white"><p id=a style="color:%23aaa">pale</p><p id=a>twice</p><button></button><a href="%23none">away</a>`
	if err := do(ctx, chromedp.Navigate("data:text/html,"+bad)); err != nil {
		t.Fatal(err)
	}
	found := strings.Join(faults(ctx, t), "\n")
	want := []string{"contrast 2.32", "id twice", "no name: <button>", "leads nowhere", "title, lang, main or h1"}
	if axeSource != "" {
		want = append(want, "axe color-contrast", "axe button-name", "axe html-has-lang")
	}
	for _, w := range want {
		if !strings.Contains(found, w) {
			t.Errorf("%q is not in\n%s", w, found)
		}
	}
}

// axe gives what axe-core finds wrong with the page.
func axe(ctx context.Context, t *testing.T) []string {
	t.Helper()
	source, err := os.ReadFile(axeSource)
	if err != nil {
		t.Fatal(err)
	}
	evaluate[bool](ctx, t, string(source)+"\ntrue")
	return evaluateLater[[]string](ctx, t, `axe.run(document, {resultTypes: ["violations"]}).then(r =>
		r.violations.flatMap(v => v.nodes.slice(0, 5).map(n => "axe " + v.id + ": " + n.html.slice(0, 160) + " " + (n.any[0] ?? n.all[0] ?? n.none[0])?.message)))`)
}

const accessScript = `(() => {
  const found = [];
  const say = (what, e) => { if (found.length < 20) found.push(what + ": " + e.outerHTML.slice(0, 160)); };
  const numbers = (color) => { const n = color.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (top, under) => top.slice(0, 3).map((v, i) => v * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = ([r, g, b]) => {
    const f = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    return 0.2126 * f(r) + 0.7152 * f(g) + 0.0722 * f(b);
  };
  const canvas = matchMedia("(prefers-color-scheme: dark)").matches ? [18, 18, 18, 1] : [255, 255, 255, 1];
  const behind = (e) => {
    const layers = [];
    for (; e; e = e.parentElement) layers.push(numbers(getComputedStyle(e).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), canvas);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let n; (n = walker.nextNode());) {
    const e = n.parentElement;
    if (!n.data.trim() || e.closest("script, style") || !e.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const style = getComputedStyle(e), under = behind(e);
    const alpha = [...function* () { for (let p = e; p; p = p.parentElement) yield Number(getComputedStyle(p).opacity); }()].reduce((a, b) => a * b, 1);
    const ink = numbers(style.color);
    ink[3] *= alpha;
    const a = light(over(ink, under)), b = light(under);
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize), large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
    if (contrast < (large ? 3 : 4.5)) say("contrast " + contrast.toFixed(2), e);
  }
  const named = (e) => (e.getAttribute("aria-label") || document.getElementById(e.getAttribute("aria-labelledby"))?.textContent ||
    [...(e.labels ?? [])].map((l) => l.textContent).join("") || (e.matches("input, select, textarea") ? "" : e.textContent) || e.getAttribute("alt") || "").trim();
  for (const e of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, img, [role=button]")) {
    if (!named(e) && e.checkVisibility()) say("no name", e);
  }
  for (const e of document.querySelectorAll("aside, nav, section, form[role]")) if (!named(e)) say("no name", e);
  for (const e of document.querySelectorAll("table")) if (!e.querySelector("th[scope]")) say("no heads", e);
  const ids = new Set();
  for (const e of document.querySelectorAll("[id]")) { if (ids.has(e.id)) say("id twice", e); ids.add(e.id); }
  for (const e of document.querySelectorAll("a[href^='#']")) if (e.getAttribute("href") !== "#" && !ids.has(e.getAttribute("href").slice(1))) say("leads nowhere", e);
  if (!document.title || !document.documentElement.lang || document.querySelectorAll("main").length !== 1 || document.querySelectorAll("h1").length !== 1) say("title, lang, main or h1", document.documentElement);
  let level = 0;
  for (const e of document.querySelectorAll("h1, h2, h3, h4, h5, h6")) { const n = Number(e.tagName[1]); if (n > level + 1) say("a level is left out", e); level = n; }
  for (const e of document.querySelectorAll("[tabindex]")) if (e.tabIndex > 0) say("tabindex", e);
  if (document.querySelector("meta[name=viewport]")?.content.match(/maximum-scale|user-scalable/)) say("no zoom", document.head);
  return found;
})()`
