// The run sheet on a line that drops. Every form works without this; with it nothing typed is lost while the line is down.
// What is typed lies in this browser, by person, until the hub has said that it is kept. Words come from the page (#run-words).
"use strict";
(() => {
  const said = document.getElementById("run-words");
  if (!said) return;
  const { person, signIn, lang, words } = JSON.parse(said.textContent);
  const ROOM = "hub:run:", MINE = `${ROOM}${person}:`, WAITS = [2, 4, 8, 15, 30];
  const status = document.getElementById("run-line");
  const fresh = () => Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(36)).join("-");
  const owner = fresh();
  const notes = new Map();   // id → { url, item, audience, language, text, seen, key, title, stuck }
  const queue = [];          // { slot, url, pairs, title, stuck }, in the order they were sent
  const lines = new Map();   // what stands in a field that is not sent yet: place → text
  const known = new Map();   // id → { text, edits } as the hub has it
  let downSince = null, signedOut = false, lasting = true, leaving = false, busy = false, tries = 0, timer = 0, soon = 0, count = 0, pages = 0, last = "";
  let items = [], kept = "";

  // --- What this browser keeps ---
  let store = null;
  try {
    store = window.localStorage;
    store.setItem(`${ROOM}try`, "1");
    store.removeItem(`${ROOM}try`);
  } catch (refused) { store = null; lasting = false; }
  function put(slot, value) {
    if (!store) return;
    try { store.setItem(`${MINE}${owner}:${slot}`, JSON.stringify(value)); } catch (full) { lasting = false; }
  }
  function drop(slot) { if (store) store.removeItem(`${MINE}${owner}:${slot}`); }

  // Drafts of pages that are gone become ours; those of another person are nobody's any more.
  async function adopt() {
    if (!store) return;
    let open = [];
    if (navigator.locks) {
      navigator.locks.request(`${ROOM}${owner}`, () => new Promise(() => {}));
      open = (await navigator.locks.query()).held.map((lock) => lock.name);
    }
    const found = [];
    for (const name of Object.keys(store)) {
      if (!name.startsWith(ROOM)) continue;
      if (!name.startsWith(MINE)) { store.removeItem(name); continue; }
      const [from, slot] = name.slice(MINE.length).split(/:(.*)/);
      if (from === owner || open.includes(ROOM + from)) continue;
      try { found.push([slot, JSON.parse(store.getItem(name)), name]); } catch (broken) { /* as good as none */ }
    }
    found.sort((one, other) => one[1].at - other[1].at);
    for (const [slot, value, name] of found) {
      value.stuck = "";
      if (slot[0] === "n") {
        const before = notes.get(slot);
        if (before) queue.push(asForm(before));
        notes.set(slot, value);
        put(slot, value);
      } else if (slot[0] === "q") {
        value.slot = `q${++count}`;
        queue.push(value);
      } else { lines.set(slot, value); put(slot, value); }
      store.removeItem(name);
    }
    for (const entry of queue) put(entry.slot, entry);
  }

  // --- Words ---
  const pad = (number) => String(number).padStart(2, "0");
  const digits = (text) => lang === "km" ? String(text).replace(/[0-9]/g, (digit) => "០១២៣៤៥៦៧៨៩"[digit]) : String(text);
  function clock(when) {  // UTC+7 without a summer time, whatever this machine's own zone
    const there = new Date(when + 7 * 3600000);
    return digits(`${pad(there.getUTCHours())}:${pad(there.getUTCMinutes())}`);
  }
  function line(first, text, act) {
    const part = document.createElement("p"), strong = document.createElement("strong");
    strong.textContent = first;
    part.append(strong, ` ${text}`);
    if (act) part.append(" ", act);
    return part;
  }
  function button(word, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = word;
    made.addEventListener("click", press);
    return made;
  }
  // The note at the top, written anew only where it says something else.
  function tell() {
    const all = [...notes.values(), ...queue], stuck = all.filter((entry) => entry.stuck), n = all.length - stuck.length;
    const compared = document.querySelector("main form[data-erases]");
    const waits = n === 0 ? "" : words[n === 1 ? "one" : "many"].replace("{n}", digits(n));
    const parts = [];
    if (signedOut) {
      const link = document.createElement("a");
      link.href = `${signIn}?next=${encodeURIComponent(location.pathname)}`;
      link.textContent = words.signIn;
      link.addEventListener("click", () => { leaving = lasting; });
      parts.push([words.signedOut, lasting ? `${waits} ${words.stays}` : words.notKept, link]);
    } else if (downSince) {
      parts.push([words.down.replace("{time}", clock(downSince)), `${waits || words.none} ${lasting ? words.reload : words.notKept}`]);
    } else if (!lasting) parts.push([words.private, words.notKept]);
    for (const entry of stuck) {
      if (compared && notes.get(compared.dataset.erases) === entry) continue;
      const acts = document.createElement("span");
      acts.append(button(entry.conflict ? words.compare : words.look, () => look(entry)));
      if (queue.includes(entry)) acts.append(" ", button(words.discard, () => { queue.splice(queue.indexOf(entry), 1); drop(entry.slot); tell(); }));
      parts.push([entry.title, entry.stuck, acts]);
    }
    const now = JSON.stringify(parts.map((part) => part.slice(0, 2)));
    if (now !== last) {
      status.textContent = "";
      for (const part of parts) status.append(line(...part));
      last = now;
    }
    for (const place of document.querySelectorAll("[data-kept]")) {
      if (kept && place.textContent !== kept) place.textContent = kept;
    }
  }

  // --- The line ---
  class Down extends Error {}
  class SignedOut extends Error {}
  function token() {
    const field = document.querySelector("[name=csrfmiddlewaretoken]");
    return field ? field.value : "";
  }
  async function ask(url, options) {
    const stop = window.AbortController ? new AbortController() : null;
    const late = stop ? setTimeout(() => stop.abort(), 25000) : 0;
    let answer, text;
    try {
      answer = await fetch(url, Object.assign({ credentials: "same-origin" }, options, stop ? { signal: stop.signal } : {}));
      text = await answer.text();
    } catch (cut) { throw new Down(); } finally { clearTimeout(late); }
    if (answer.status >= 500 || answer.status === 429 || answer.status === 408) throw new Down();
    const barred = answer.status === 401 || (answer.status === 403 && text[0] !== "{");
    if (barred || new URL(answer.url).pathname.startsWith("/accounts/")) throw new SignedOut();
    return { status: answer.status, ok: answer.ok, redirected: answer.redirected, url: answer.url, text };
  }
  function post(url, pairs, more) {
    const body = new URLSearchParams();
    for (const [name, value] of pairs) body.append(name, value);
    body.append("csrfmiddlewaretoken", token());
    return ask(url, Object.assign({ method: "POST", body }, more));
  }
  const notePairs = (note) => [["text", note.text], ["item_id", note.item], ["audience", note.audience],
    ["language", note.language], ["seen_edits", note.seen], ["once_key", note.key], ["before", (note.tried || []).join(",")]];
  const asForm = (note) => ({ slot: `q${++count}`, url: note.url, pairs: notePairs(note), title: note.title, at: note.at, stuck: "" });

  async function sendNote(id, note, keepalive) {
    const { text, key } = note;
    // Should the answer be lost, the next words say which ones they follow.
    note.tried = (note.tried || []).filter((one) => one !== key).concat(key).slice(-5);
    put(id, note);
    const answer = await post(note.url, notePairs(note), { headers: { Accept: "application/json" }, keepalive: Boolean(keepalive) });
    let told = {};
    try { told = JSON.parse(answer.text); } catch (page) { /* a page of an error */ }
    if (answer.status === 200 && told.edits !== undefined) {
      known.set(id, { text, edits: told.edits });
      kept = words.kept.replace("{time}", told.kept_at);
      if (note.text === text) { notes.delete(id); drop(id); } else { note.seen = told.edits; note.tried = []; put(id, note); later(); }
      for (const form of noteForms()) if (idOf(form) === id) form.elements.seen_edits.value = told.edits;
    } else {
      note.conflict = answer.status === 409;
      note.stuck = note.conflict ? words.conflict : told.sentence || words.refused;
    }
  }
  async function sendForm(entry) {
    const answer = await post(entry.url, entry.pairs, {});
    if (entry.erases && answer.redirected) forget(entry.erases);
    // A page that is none of the run sheet's (the item is gone) would show nothing of what was typed: it stays here then.
    const shown = entry.now && answer.text.includes('id="run-words"');  // whoever pressed it still waits before this page
    entry.now = false;
    if (answer.redirected || shown) { queue.splice(queue.indexOf(entry), 1); drop(entry.slot); }
    if (shown) {
      const same = answer.redirected && new URL(answer.url).pathname === location.pathname;
      show(answer.text, answer.redirected && !same ? answer.url : "", same);
    } else if (!answer.redirected) {
      entry.conflict = answer.status === 409;
      entry.stuck = entry.conflict ? words.conflict : words.refused;
      const typed = entry.pairs.filter(([name]) => /^(text|line|title|reservation)$/.test(name)).map((pair) => pair[1]).join(" ").trim();
      if (typed) entry.stuck += ` ${words.quoted.replace("{text}", () => typed)}`;
    }
  }
  function forget(id) { notes.delete(id); drop(id); }

  async function flush() {
    if (busy || signedOut) return;
    busy = true;
    clearTimeout(timer);
    let failed = false, sent = 0;
    try {
      for (const [id, note] of [...notes]) if (!note.stuck) { await sendNote(id, note); sent += 1; }
      for (const entry of queue.slice()) if (!entry.stuck) { await sendForm(entry); sent += 1; }
      if (downSince && !sent) await ask("/healthz", { cache: "no-store" });
    } catch (fault) {
      failed = true;
      if (fault instanceof SignedOut) signedOut = true;
      else if (fault instanceof Down) fell();
      else { busy = false; throw fault; }
    }
    busy = false;
    if (!failed) {
      const back = downSince;
      downSince = null;
      tries = 0;
      if (back) go(location.href, true);
      if ([...notes.values(), ...queue].some((entry) => !entry.stuck)) later();
    }
    tell();
  }
  function fell() {
    downSince = downSince || Date.now();
    for (const entry of queue) {
      if (!entry.now) continue;
      entry.now = false;
      if (entry.to) here(entry.to);
    }
    clearTimeout(timer);
    timer = setTimeout(flush, WAITS[Math.min(tries++, WAITS.length - 1)] * 1000);
  }
  function later() { clearTimeout(soon); soon = setTimeout(flush, 2000); }

  // --- Pages without leaving the page ---
  async function go(url, quiet) {
    const at = pages;
    try {
      const answer = await ask(url, {});
      if (quiet && (!answer.ok || at !== pages)) return;  // gone, or another page was asked for meanwhile
      show(answer.text, quiet ? "" : answer.url, quiet);
    } catch (fault) {
      if (fault instanceof SignedOut) signedOut = true;
      else if (fault instanceof Down) { fell(); if (!quiet) here(url); } else throw fault;
    }
    tell();
  }
  function show(html, url, quiet) {
    pages += 1;
    const page = new DOMParser().parseFromString(html, "text/html");
    const next = page.querySelector("main"), config = page.getElementById("run-words");
    if (!next || !config || JSON.parse(config.textContent).person !== person) {
      if (url) location.assign(url); else location.reload();
      return;
    }
    const focus = quiet && document.activeElement && document.activeElement.id;
    const caret = focus && document.activeElement.selectionEnd;
    const main = document.querySelector("main");
    main.textContent = "";
    main.append(...Array.from(next.childNodes, (node) => document.importNode(node, true)));
    document.title = page.title;
    if (url) history.pushState(null, "", url);
    settle();
    const back = focus && document.getElementById(focus);
    if (back) {
      back.focus();
      if (typeof caret === "number" && back.setSelectionRange) back.setSelectionRange(caret, caret);
    } else if (!quiet) { window.scrollTo(0, 0); main.focus({ preventScroll: true }); }
  }
  // An item out of what the page brought along, while no other page can be had.
  function here(url) {
    pages += 1;
    const number = (/\/run\/(\d+)\//.exec(url) || [])[1], item = items.find((one) => String(one.number) === number);
    const form = document.getElementById("run-offline"), place = document.querySelector(".run__item");
    if (!item || !form || !place) return;
    const made = document.importNode(form.content, true);
    for (const slot of made.querySelectorAll("[data-slot]")) slot.textContent = item[slot.dataset.slot];
    for (const field of made.querySelectorAll("[name=text], [name=line], [name=once_key]")) field.value = "";
    for (const part of made.querySelectorAll("form")) {
      part.setAttribute("action", part.getAttribute("action").replace("/run/0/", `/run/${number}/`));
      if (part.elements.item_id) part.elements.item_id.value = item.item;
      part.hidden = part.dataset.keep === "note" && !item.notes[part.elements.audience.value];
    }
    place.textContent = "";
    place.append(made);
    for (const link of document.querySelectorAll("[data-number]")) {
      if (link.dataset.number === number) link.setAttribute("aria-current", "step"); else link.removeAttribute("aria-current");
    }
    // The bar at the foot goes on from here.
    const beside = (step) => items[items.indexOf(item) + step];
    const to = (other, rest) => location.pathname.replace(/\/run\/.*/, `/run/${other.number}/${rest}`);
    const on = document.querySelector(".run__foot form"), back = document.querySelector(".run__foot a:not(.button--main)");
    if (on) {
      const next = beside(1);
      on.hidden = !next;
      if (next) {
        on.setAttribute("action", to(next, "take-up/"));
        on.dataset.to = to(next, "");
        on.querySelector("button").textContent = words.on.replace("{label}", next.label);
      }
    }
    if (back) {
      const before = beside(-1);
      back.hidden = !before;
      if (before) { back.href = to(before, ""); back.textContent = words.back.replace("{label}", before.label); }
    }
    history.pushState(null, "", location.pathname.replace(/\/run\/\d+\/.*/, `/run/${number}/`));
    settle();
    document.querySelector("main").focus({ preventScroll: true });
  }
  // Something the hub did not take: sent again as it is, and the answer is shown.
  function look(entry) {
    if (!queue.includes(entry)) { lookAtNote(entry); return; }
    entry.stuck = "";
    entry.now = true;
    flush();
  }
  async function lookAtNote(note) {
    try {
      const answer = await post(note.url, notePairs(note), {});
      show(answer.text, answer.redirected ? answer.url : "");
    } catch (fault) { if (fault instanceof Down) fell(); else if (fault instanceof SignedOut) signedOut = true; else throw fault; }
    tell();
  }

  // --- Fields and forms of the page ---
  const noteForms = () => Array.from(document.querySelectorAll("form[data-keep=note]"));
  const idOf = (form) => `n:${form.elements.item_id.value}:${form.elements.audience.value}:${form.elements.language.value}`;
  const place = (field) => `f:${new URL(field.form.action).pathname}:${field.name}`;
  const isLine = (field) => field.form && field.form.dataset.keep !== undefined && /^(text|textarea|search)$/.test(field.type);

  function settle() {
    const brought = document.getElementById("run-items");
    if (brought) {
      items = JSON.parse(brought.textContent);
      for (const item of items) {
        for (const audience of Object.keys(item.notes)) {
          const [text, edits] = item.notes[audience];
          known.set(`n:${item.item}:${audience}:${lang}`, { text, edits });
        }
      }
    }
    for (const form of noteForms()) {
      if (form.closest("template")) continue;
      const id = idOf(form), stands = known.get(id), note = notes.get(id);
      if (stands) {
        form.elements.text.value = stands.text;
        form.elements.seen_edits.value = stands.edits;
      }
      if (note && !form.dataset.erases) { form.elements.text.value = note.text; form.elements.seen_edits.value = note.seen; }
      if (form.elements.text.value && form.closest("details")) form.closest("details").open = true;
    }
    for (const field of document.querySelectorAll("form[data-keep] input, form[data-keep] textarea")) {
      const line = isLine(field) && lines.get(place(field));
      if (line && !field.value) field.value = line.text;
    }
    for (const field of document.querySelectorAll("main [name=once_key]")) {
      if (!field.value) field.value = fresh();
    }
    tell();
  }
  document.addEventListener("input", (event) => {
    const field = event.target, form = field.form;
    if (!form || !isLine(field)) return;
    if (form.dataset.keep !== "note") {
      const line = { text: field.value, at: Date.now() };
      if (field.value) { lines.set(place(field), line); put(place(field), line); } else { lines.delete(place(field)); drop(place(field)); }
      return;
    }
    const id = idOf(form), before = notes.get(id), title = document.querySelector("h1");
    const note = before || { id, url: form.getAttribute("action"), item: form.elements.item_id.value,
      audience: form.elements.audience.value, language: form.elements.language.value, seen: form.elements.seen_edits.value };
    note.text = field.value;
    note.key = fresh();
    note.at = Date.now();
    note.title = title ? title.textContent.trim() : "";
    notes.set(id, note);
    put(id, note);
    later();
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.forgets !== undefined) {  // signing out: nothing stays here
      notes.clear();
      lines.clear();
      queue.length = 0;
      if (store) for (const name of Object.keys(store)) if (name.startsWith(ROOM)) store.removeItem(name);
    }
    if (event.defaultPrevented || form.dataset.keep === undefined) return;
    event.preventDefault();
    if (form.dataset.keep === "note") { flush(); return; }
    const pressed = event.submitter || (form.contains(document.activeElement) && document.activeElement.type === "submit" ? document.activeElement : null);
    const pairs = Array.from(new FormData(form)).filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
    if (pressed && pressed.name) pairs.push([pressed.name, pressed.value]);
    pairs.push(["pressed_at", new Date().toISOString()]);
    const url = (pressed && pressed.getAttribute("formaction")) || form.getAttribute("action") || location.pathname;
    const heading = document.querySelector("h1");
    const entry = { slot: `q${++count}`, url, pairs, at: Date.now(), stuck: "", now: true, to: form.dataset.to || "",
      erases: form.dataset.erases || "", title: heading ? heading.textContent.trim() : "" };
    for (const field of form.elements) {
      if (!isLine(field)) continue;
      lines.delete(place(field));
      drop(place(field));
      if (downSince) field.value = "";
    }
    queue.push(entry);
    put(entry.slot, entry);
    if (form.elements.once_key) form.elements.once_key.value = fresh();
    if (downSince) { entry.now = false; if (entry.to) here(entry.to); }
    flush();
    tell();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("main a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.origin !== location.origin || !/\/run\/(\d+\/|end\/)?$/.test(link.pathname)) return;
    event.preventDefault();
    flush();
    go(link.href);
  });
  document.addEventListener("focusout", (event) => { if (event.target.form && event.target.form.dataset.keep === "note" && notes.size) flush(); });
  document.addEventListener("visibilitychange", () => { if (document.hidden && notes.size) flush(); });
  window.addEventListener("pagehide", () => {
    if (!busy) for (const [id, note] of notes) if (!note.stuck) sendNote(id, note, true).catch(() => {});
  });
  window.addEventListener("beforeunload", (event) => {
    const unsent = queue.length || (notes.size && (downSince || signedOut || !lasting || [...notes.values()].some((note) => note.stuck)));
    if (unsent && !leaving) { event.preventDefault(); event.returnValue = ""; }
  });
  window.addEventListener("online", flush);
  window.addEventListener("offline", () => { fell(); tell(); });
  window.addEventListener("popstate", () => go(location.href, true));

  adopt().then(() => { settle(); if (notes.size || queue.length) flush(); });
})();
