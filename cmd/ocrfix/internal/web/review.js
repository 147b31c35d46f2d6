// Comfort for the review page: moving and judging by keys, without loading the
// page anew. Everything that it does the forms and links do without it.
"use strict";
(() => {
  const body = document.body;
  const base = body.dataset.root + "doc/" + body.dataset.doc;
  const count = Number(body.dataset.count);
  const panel = document.getElementById("panel");
  const said = document.getElementById("said");
  const form = () => panel.querySelector("form[data-index]");
  let at = form() ? Number(form().dataset.index) : -1;
  let alternative = -1;
  let busy = false;

  const mark = (i) => {
    document.querySelectorAll(".current").forEach((c) => { c.classList.remove("current"); c.removeAttribute("aria-current"); });
    const c = document.getElementById("c" + i);
    if (!c) return;
    c.classList.add("current");
    c.setAttribute("aria-current", "true");
    c.scrollIntoView({ block: "center" });
  };

  const go = async (i) => {
    if (i < 0 || i >= count) return;
    const resp = await fetch(base + "/change/" + i);
    if (!resp.ok) { said.textContent = "The change could not be loaded."; return; }
    const page = new DOMParser().parseFromString(await resp.text(), "text/html");
    panel.replaceChildren(...page.body.childNodes);
    at = i;
    alternative = -1;
    mark(i);
    history.replaceState(null, "", "?at=" + i);
  };

  // show follows what the server says a decision has made of the changes.
  const show = (changes) => {
    for (const c of changes) {
      const a = document.getElementById("c" + c.index);
      if (!a) continue;
      a.className = "change " + c.state;
      a.querySelector(".state").textContent = c.state;
      a.querySelector(".now").textContent = c.state === "applied" || c.state === "suggested" ? "" : c.now;
    }
  };

  const send = async (url, data) => {
    if (busy) return;
    busy = true;
    try {
      const resp = await fetch(url, { method: "POST", body: new URLSearchParams(data), headers: { Accept: "application/json" } });
      const got = await resp.json();
      if (!resp.ok) { said.textContent = got.error; return; }
      if (got.reload) { location.reload(); return; }
      show(got.changes);
      document.getElementById("open").textContent = got.open;
      said.textContent = "Kept. " + got.open + " to judge.";
      await go(got.next);
    } catch {
      said.textContent = "The server does not answer; nothing was kept.";
    } finally {
      busy = false;
    }
  };

  const decide = (action) => {
    const f = form();
    if (!f || !f.querySelector("[name=action]")) return;
    const data = new FormData(f);
    data.set("action", action);
    send(f.getAttribute("action"), data);
  };

  panel.addEventListener("submit", (e) => {
    e.preventDefault();
    if (e.target.dataset.index === undefined) { send(e.target.getAttribute("action"), {}); return; }
    const typed = document.activeElement && document.activeElement.id === "text";
    decide(typed || !e.submitter ? "text" : e.submitter.value);
  });

  // A commitment is kept without loading the page anew.
  document.querySelector("main").addEventListener("submit", async (e) => {
    const f = e.target.closest(".clauseform");
    if (!f) return;
    e.preventDefault();
    const data = new FormData(f), row = f.closest("tr").previousElementSibling;
    const cell = (name) => row.querySelector(`[data-label="${name}"]`);
    data.set("state", e.submitter ? e.submitter.value : "reviewed");
    try {
      const resp = await fetch(f.getAttribute("action"), { method: "POST", body: new URLSearchParams(data), headers: { Accept: "application/json" } });
      const got = await resp.json();
      if (!resp.ok) { said.textContent = got.error; return; }
      if (got.state === "open") { location.reload(); return; }
      row.className = "clause " + got.state;
      cell("State").textContent = got.state;
      cell("Who").textContent = data.get("actor") || "not named";
      cell("Strength").textContent = data.get("strength");
      cell("By when").textContent = data.get("deadline");
      document.getElementById("reviewed").textContent = got.reviewed;
      f.closest("details").open = false;
      f.closest("details").querySelector("summary").focus();
      said.textContent = "Kept: " + got.state + ".";
    } catch {
      said.textContent = "The server does not answer; nothing was kept.";
    }
  });

  // Where there is no picture, the raw line stands alone.
  panel.addEventListener("error", (e) => {
    if (e.target.matches("img.scan")) e.target.remove();
  }, true);

  document.querySelector("main").addEventListener("click", (e) => {
    const c = e.target.closest(".change");
    if (!c) return;
    e.preventDefault();
    go(Number(c.id.slice(1)));
  });

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.altKey || e.metaKey) return;
    if (e.target.matches("input:not([type=checkbox]), select")) { if (e.key === "Escape") e.target.blur(); return; }
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
      e: () => { const t = document.getElementById("text"); if (t) { t.focus(); t.select(); } },
      w: () => { const c = document.getElementById("always"); if (c) c.checked = !c.checked; },
    };
    if (keys[e.key]) { e.preventDefault(); keys[e.key](); }
  });

  if (at >= 0) mark(at);
})();
