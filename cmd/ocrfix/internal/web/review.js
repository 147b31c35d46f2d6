// Comfort for the review page: moving and judging by keys, without loading the
// page anew. Everything that it does the forms and links do without it.
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const base = document.body.dataset.root + "doc/" + document.body.dataset.doc;
  const count = Number(document.body.dataset.count);
  const panel = $("panel"), main = document.querySelector("main");
  const form = () => panel.querySelector("form[data-index]");
  let at = form() ? Number(form().dataset.index) : -1;
  let current = null;   // the change that is marked
  let alternative = -1; // the one in focus
  let typing = false;   // the key for own text waits for its field

  let hush = 0;
  const say = (text) => {
    $("said").textContent = text;
    clearTimeout(hush);
    hush = setTimeout(() => { $("said").textContent = ""; }, 4000);
  };

  // What keys ask for is done one after the other, so that a decision is never
  // about another change than the panel shows.
  let last = Promise.resolve();
  const then = (work) => {
    last = last.then(work).catch(() => say("The server does not answer; nothing was kept."));
    return last;
  };
  // ask gives the answer to a form, null where it was refused.
  const ask = async (url, data) => {
    const resp = await fetch(url, { method: "POST", body: new URLSearchParams(data), headers: { Accept: "application/json" } });
    const got = await resp.json();
    if (!resp.ok) say(got.error + (got.hint ? ": " + got.hint : "") + ".");
    return resp.ok ? got : null;
  };
  const load = async (url) => {
    const resp = await fetch(url);
    if (!resp.ok) { say("It could not be loaded."); return null; }
    return new DOMParser().parseFromString(await resp.text(), "text/html").body.childNodes;
  };

  const mark = (i) => {
    current?.classList.remove("current");
    current?.removeAttribute("aria-current");
    current = $("c" + i);
    if (!current) return;
    current.classList.add("current");
    current.setAttribute("aria-current", "true");
    current.scrollIntoView({ block: "nearest" });
  };
  const go = async (i) => {
    if (i < 0 || i >= count) return;
    const nodes = await load(base + "/change/" + i);
    if (!nodes) return;
    panel.replaceChildren(...nodes);
    panel.scrollTop = 0;
    at = i;
    alternative = -1;
    mark(i);
    history.replaceState(null, "", "?at=" + i);
  };

  const part = (name, text) => {
    const e = document.createElement("span");
    e.className = name;
    e.textContent = text;
    return e;
  };
  // show follows what the server says a decision has made of the changes.
  const show = (changes) => {
    for (const c of changes) {
      const a = $("c" + c.index);
      if (!a) continue;
      a.className = "change " + c.state;
      a.querySelectorAll("span").forEach((e) => e.remove());
      if (c.state !== "applied" && c.state !== "suggested") a.append(part("now", c.now));
      if (c.state !== "applied") a.append(part("state", c.state));
    }
    refresh();
  };
  const send = async (url, data) => {
    const got = await ask(url, data);
    if (!got) return;
    show(got.changes);
    $("open").textContent = got.open;
    $("done").value = count - got.open;
    say("Kept. " + got.open + " to judge.");
    await go(got.next);
  };
  const decide = async (action) => {
    const f = form();
    if (!f || !f.querySelector("[name=action]")) return;
    const data = new FormData(f);
    data.set("action", action);
    await send(f.getAttribute("action"), data);
  };
  panel.addEventListener("submit", (e) => {
    e.preventDefault();
    const undo = e.target.dataset.index === undefined, url = e.target.getAttribute("action");
    const typed = document.activeElement?.id === "text";
    const action = typed || !e.submitter ? "text" : e.submitter.value;
    then(() => undo ? send(url, {}) : decide(action));
  });

  // The commitments quote the cleaned text, and a decision may change any of
  // them. They are asked for again where they can be seen and no form is open
  // among them, after a pause, so that no key waits for them.
  const clauses = $("clauses");
  let seen = false, stale = 0, fresh = 0, pause = 0; // decisions: that were made, that the page shows
  const renew = async () => {
    if (fresh === stale || !seen || clauses.querySelector(".judging")) return;
    const asked = stale, nodes = await load(base + "/commitments");
    if (!nodes || clauses.querySelector(".judging")) return;
    const focused = clauses.contains(document.activeElement) && document.activeElement.closest("tr")?.id;
    clauses.replaceChildren(...nodes);
    if (focused) $(focused)?.querySelector(".judge").focus();
    const n = clauses.querySelectorAll(".clause").length;
    $("found").textContent = n + (n === 1 ? " commitment" : " commitments");
    fresh = asked;
    if (fresh !== stale) await renew();
  };
  const later = () => {
    clearTimeout(pause);
    pause = setTimeout(() => renew().catch(() => say("The commitments could not be loaded.")), 200);
  };
  const refresh = () => { stale++; later(); };
  new IntersectionObserver((list) => { seen = list.at(-1).isIntersecting; later(); }).observe(clauses);

  // The form of a commitment opens below its row, and is kept without loading
  // the page anew.
  const close = (row) => {
    const below = row.nextElementSibling;
    if (!below?.classList.contains("judging")) return false;
    below.remove();
    later();
    row.querySelector(".judge").focus();
    return true;
  };
  const open = async (clicked) => {
    // The table may have been renewed since the click.
    const row = clicked.isConnected ? clicked : clauses.querySelector(`.clause[data-key="${clicked.dataset.key}"]`);
    if (!row) { say("The commitment is not there any more."); return; }
    if (close(row)) return;
    // The form's row stands before the form has come, so that the table is not
    // renewed meanwhile.
    const below = document.createElement("tr"), cell = document.createElement("td");
    below.className = "judging";
    cell.colSpan = row.cells.length;
    below.append(cell);
    row.after(below);
    let nodes = null;
    try {
      nodes = await load(base + "/clause/" + row.dataset.key);
    } finally {
      if (!nodes) close(row);
    }
    if (!nodes) return;
    cell.append(...nodes);
    cell.querySelector("input").focus();
  };
  const keep = async (f, state) => {
    const data = new FormData(f), row = f.closest("tr").previousElementSibling;
    data.set("state", state);
    const got = await ask(f.getAttribute("action"), data);
    if (!got) return;
    if (got.state === "open") refresh();
    for (const r of main.querySelectorAll(`.clause[data-key="${row.dataset.key}"]`)) {
      const cell = (name, text) => { r.querySelector(`[data-label="${name}"]`).textContent = text; };
      r.className = "clause " + got.state;
      cell("State", got.state);
      cell("Who", data.get("actor") || "not named");
      cell("Strength", data.get("strength"));
      cell("By when", data.get("deadline"));
    }
    $("reviewed").textContent = got.reviewed;
    close(row);
    say("Kept: " + got.state + ".");
  };
  main.addEventListener("submit", (e) => {
    const f = e.target.closest(".clauseform");
    if (!f) return;
    e.preventDefault();
    const state = e.submitter ? e.submitter.value : "reviewed";
    then(() => keep(f, state));
  });
  main.addEventListener("click", (e) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey) return;
    const c = e.target.closest(".change"), a = e.target.closest(".judge, .judging a");
    if (c) {
      e.preventDefault();
      then(() => go(Number(c.id.slice(1))));
    } else if (a) {
      e.preventDefault();
      const row = a.closest("tr");
      if (row.classList.contains("judging")) close(row.previousElementSibling);
      else then(() => open(row));
    }
  });

  // Where there is no picture, the raw line stands alone.
  panel.addEventListener("error", (e) => {
    if (e.target.matches("img.scan")) e.target.remove();
  }, true);

  const keys = {
    a: () => decide("accept"),
    r: () => decide("reject"),
    u: () => send(base + "/undo", {}),
    j: () => go(at + 1),
    k: () => go(at - 1),
    n: () => {
      const list = panel.querySelectorAll("#alternatives button");
      if (list.length) list[alternative = (alternative + 1) % list.length].focus();
    },
    e: () => { typing = false; $("text")?.focus(); $("text")?.select(); },
    w: () => { const c = $("always"); if (c) c.checked = !c.checked; },
  };
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    if (e.target.matches("input:not([type=checkbox]), select")) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    if (!keys[e.key]) return;
    e.preventDefault();
    if (typing) return;
    typing = e.key === "e";
    then(keys[e.key]);
  });

  if (at >= 0) mark(at);
})();
