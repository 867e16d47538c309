// The clock of the run sheet goes on by itself; without this the page says of what time it is, and that it can be loaded again.
"use strict";
(() => {
  const digits = (value) => document.documentElement.lang === "km"
    ? String(value).replace(/\d/g, (digit) => "០១២៣៤៥៦៧៨៩"[digit]) : String(value);
  // The reader's clock may be wrong, and another page may have taken this one's place: what counts is when a clock was first seen.
  const seen = new WeakMap();
  function tick() {
    for (const clock of document.querySelectorAll("[data-clock]")) {
      if (!seen.has(clock)) seen.set(clock, performance.now());
      const passed = performance.now() - seen.get(clock);
      const now = new Date(Date.parse(clock.dataset.clock) + passed + 7 * 3600 * 1000); // Phnom Penh, all year
      const hour = now.getUTCHours(), minute = String(now.getUTCMinutes()).padStart(2, "0");
      const face = clock.querySelector("time"), pattern = clock.dataset.face;
      const words = digits(pattern.replace("{h}", hour).replace("{hh}", String(hour).padStart(2, "0")).replace("{mm}", minute));
      if (face.textContent !== words) face.textContent = words;
      const line = document.querySelector("[data-asof]");
      if (line) line.hidden = true;
      if (clock.dataset.running === undefined || !Number(clock.dataset.allotted)) continue;
      const used = Math.floor((Number(clock.dataset.used) + passed / 1000) / 60), allotted = Number(clock.dataset.allotted);
      const over = used > allotted, bar = clock.querySelector("progress"), said = document.getElementById("minutes");
      const text = (over ? clock.dataset.over : clock.dataset.onTime)
        .replace("{used}", digits(used)).replace("{allotted}", digits(allotted)).replace("{over}", digits(used - allotted));
      if (said.textContent === text) continue;
      said.textContent = text;
      bar.value = Math.min(used, allotted);
      for (const part of [bar, said]) part.classList.toggle(part === bar ? "run__bar--over" : "run__over", over);
    }
  }
  tick();
  setInterval(tick, 1000);
})();
