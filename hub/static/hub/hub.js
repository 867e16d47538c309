// Small comforts; every page works without them. Loaded only where something here is used (hub/_script.html).
"use strict";

// <button hidden data-copy="#address" data-done="Copied">: shown only where it can work.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.querySelector(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  const word = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(source.value || source.textContent.trim());
    button.textContent = button.dataset.done || word;
    setTimeout(() => { button.textContent = word; }, 3000);
  });
}

// <button data-busy="Sending">: the words change, the width stays, a second press does nothing.
document.addEventListener("submit", (event) => {
  const button = event.submitter;
  if (event.defaultPrevented || !button || !button.dataset.busy) return;
  if (button.getAttribute("aria-disabled") === "true") { event.preventDefault(); return; }
  button.style.minWidth = `${button.offsetWidth}px`;
  button.dataset.words = button.textContent;
  button.textContent = button.dataset.busy;
  button.setAttribute("aria-disabled", "true");
});
// Back from the next page: ready again.
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const button of document.querySelectorAll("[data-words]")) {
    button.textContent = button.dataset.words;
    button.removeAttribute("aria-disabled");
  }
});

// The menu on phones closes with Escape and by a tap beside it.
const menu = document.querySelector("details.menu");
if (menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
}

// <p hidden data-starts data-ends>Your time: …</p>: shown where the reader's clock is not that of Phnom Penh.
for (const line of document.querySelectorAll("[data-starts]")) {
  const own = document.documentElement.lang;
  const hours = (name, zone, more) => new Intl.DateTimeFormat(own === "km" ? "km-u-nu-khmr" : own, {
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone, ...more,
  }).format(new Date(line.dataset[name]));
  const day = { weekday: "long" };
  if (hours("starts", undefined, day) === hours("starts", "Asia/Phnom_Penh", day)) continue;
  const other = hours("starts", undefined, { weekday: "short", hour: undefined, minute: undefined })
    !== hours("starts", "Asia/Phnom_Penh", { weekday: "short", hour: undefined, minute: undefined });
  const time = `${hours("starts", undefined, other ? day : {})}\u2013${hours("ends")}`;
  line.textContent = line.textContent.replace("…", time);
  line.hidden = false;
}
