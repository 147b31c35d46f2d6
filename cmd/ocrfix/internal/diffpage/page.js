// Comfort: filters, movement by keys, and a panel about one change. All that it
// shows stands in the page, in the title of each change.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = [...document.querySelectorAll("a.c")];
  const filters = $("filters"), panel = $("panel"), about = $("about");
  let shown = all;      // the changes that pass the filters
  let at = -1;          // index into shown
  let confusion = null; // the button of the row that is chosen

  const make = (tag, text, cls) => {
    const e = document.createElement(tag);
    if (text !== undefined) e.textContent = text;
    if (cls) e.className = cls;
    return e;
  };
  const tell = (c) => {
    const d = c.dataset, dl = make("dl");
    const row = (name, value) => { if (value) dl.append(make("dt", name), make("dd", value)); };
    const pair = make("p", undefined, "pair");
    pair.append(make("del", c.querySelector("del")?.textContent ?? ""), " → ", make("ins", c.querySelector("ins")?.textContent ?? "nothing"));
    row("State", c.classList.contains("suggested") ? "suggested, not made" : "made");
    row("Truth", d.v);
    row("Place", "page " + d.p + ", line " + d.l);
    row("Class", d.c);
    row("Rule", d.r);
    row("Sure", d.s && d.s + " %");
    row("Cost", d.o && d.o + " nats");
    row("Touches", d.f);
    if (d.x) {
      const dd = make("dd");
      for (const o of d.x.split("\n")) {
        const [text, sure] = o.split("\t");
        dd.append(make("kbd", text || "nothing"), sure ? " " + sure + " % " : " ");
      }
      dl.append(make("dt", "Lost"), dd);
    }
    about.replaceChildren(pair, dl);
  };
  const count = () => {
    $("matches").value = shown.length + " of " + all.length + " changes";
    $("place").textContent = (at + 1 || "–") + " of " + shown.length;
  };
  const go = (i, jump = true) => {
    if (i < 0 || i >= shown.length) return;
    document.querySelector(".current")?.classList.remove("current");
    const c = shown[at = i];
    const fold = c.closest("details");
    if (fold) fold.open = true;
    c.classList.add("current");
    c.focus({ preventScroll: true });
    if (jump) c.scrollIntoView({ block: "center" });
    tell(c);
    count();
  };
  const step = (by) => go(at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by);

  const filter = () => {
    const f = filters.elements, value = (n) => f[n] ? f[n].value : "";
    const cls = value("class"), rule = value("rule"), page = value("page"), state = value("state"), verdict = value("verdict");
    const least = value("least") === "" ? -1 : Number(value("least")), most = value("most") === "" ? 101 : Number(value("most"));
    const row = confusion ? confusion.dataset.q : null;
    const current = shown[at];
    document.querySelectorAll(".hit").forEach((e) => e.classList.remove("hit"));
    shown = all.filter((c) => {
      const d = c.dataset, sure = d.s === undefined ? 100 : Number(d.s);
      const ok = (!cls || d.c === cls) && (!rule || d.r === rule) && (!page || d.p === page) && (!verdict || d.v === verdict) &&
        (!state || c.classList.contains(state)) && sure >= least && sure <= most && (row === null || (d.q ?? "").split(" ").includes(row));
      c.classList.toggle("off", !ok);
      return ok;
    });
    document.body.classList.toggle("only", f.only.checked);
    if (f.only.checked) {
      for (const c of shown) {
        c.closest(".l").classList.add("hit");
        c.closest(".block")?.classList.add("hit");
        c.closest("section").classList.add("hit");
      }
    }
    at = shown.indexOf(current);
    if (at < 0) document.querySelector(".current")?.classList.remove("current");
    count();
  };
  const choose = (button) => {
    if (confusion) confusion.setAttribute("aria-pressed", "false");
    confusion = confusion === button ? null : button;
    if (confusion) confusion.setAttribute("aria-pressed", "true");
    filter();
  };
  const reset = () => {
    filters.reset();
    if (confusion) choose(confusion); else filter();
  };

  filters.addEventListener("input", filter);
  filters.addEventListener("submit", (e) => e.preventDefault());
  filters.addEventListener("reset", () => setTimeout(() => { if (confusion) choose(confusion); else filter(); }));
  $("confusions")?.addEventListener("click", (e) => {
    const b = e.target.closest("button");
    if (b) choose(b);
  });
  $("text").addEventListener("click", (e) => {
    const c = e.target.closest("a.c");
    if (!c) return;
    e.preventDefault();
    const i = shown.indexOf(c);
    if (i >= 0) go(i, false);
  });
  $("back").addEventListener("click", () => step(-1));
  $("forth").addEventListener("click", () => step(1));
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    if (e.target.matches("input, select")) { if (e.key === "Escape") e.target.blur(); return; }
    const keys = {
      j: () => step(1), k: () => step(-1), x: reset,
      f: () => { filters.scrollIntoView(); filters.elements.class.focus(); },
      o: () => { filters.elements.only.checked = !filters.elements.only.checked; filter(); },
    };
    if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
  });
  const hash = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    if (!target) return;
    const fold = target.closest("details.fold");
    if (fold) fold.open = true;
    const i = shown.indexOf(target);
    if (i >= 0) go(i); else if (fold) target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", hash);

  filters.hidden = panel.hidden = false;
  count();
  hash();
})();
