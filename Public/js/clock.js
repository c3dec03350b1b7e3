// SPDX-License-Identifier: AGPL-3.0-or-later
// Time left, by the minute: data-left seconds at the server's now, counted for at most data-open more.
"use strict";
{
  const loaded = Date.now();

  const text = (seconds) => {
    const minutes = Math.floor(Math.abs(seconds) / 60);
    const hours = Math.floor(minutes / 60);
    const rest = minutes % 60;
    if (hours === 0) return minutes > 0 || seconds === 0 ? `${rest} min` : `${Math.floor(Math.abs(seconds))} s`;
    return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, "0")}`;
  };

  const enter = (clock, state) => {
    const face = clock.closest("[data-state]");
    if (!face || face.dataset.state === state) return;
    face.dataset.state = state;
    if (clock.dataset.say) {
      document.dispatchEvent(new CustomEvent("say", { detail: `${clock.dataset.say}: ${clock.textContent}` }));
    }
  };

  const show = (clock) => {
    const passed = Math.min((Date.now() - loaded) / 1000, Number(clock.dataset.open ?? Infinity));
    const left = Number(clock.dataset.left) - passed;
    const words = (left < 0 ? clock.dataset.late : clock.dataset.word) ?? "{1}";
    const next = words.replace("{1}", text(left));
    if (clock.textContent !== next) clock.textContent = next;
    if (left < 0) enter(clock, "late");
    else if (left <= Number(clock.dataset.risk ?? -1)) enter(clock, "risk");
  };

  const tick = () => document.querySelectorAll("[data-left]").forEach(show);
  setInterval(tick, 15000);
  document.addEventListener("visibilitychange", tick);
  document.addEventListener("swapped", tick);
}
