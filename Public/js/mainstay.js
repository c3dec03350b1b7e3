// SPDX-License-Identifier: AGPL-3.0-or-later
// Every page works without these scripts; they only make it quicker.
"use strict";
{
  document.documentElement.classList.add("scripted");

  // One polite voice for the whole page: dispatch "say" with the words.
  const live = document.querySelector(".live");
  document.addEventListener("say", (event) => {
    if (!live) return;
    live.textContent = "";
    requestAnimationFrame(() => (live.textContent = event.detail));
  });

  // A second click on a slow send must not send twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.hasAttribute("data-sent")) return event.preventDefault();
    form.setAttribute("data-sent", "");
    setTimeout(() => form.removeAttribute("data-sent"), 4000);
  });

  // A page taken back out of the browser's memory may be sent again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("[data-sent]")) form.removeAttribute("data-sent");
  });
}
