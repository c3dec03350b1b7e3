// SPDX-License-Identifier: AGPL-3.0-or-later
// Single letters, declared by the page itself (data-key), never with a modifier, never in a field.
"use strict";
{
  const root = document.documentElement;
  const fields =
    "textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button], [type=submit])";
  let prefix = "";
  let forget = 0;
  let anchor = null;

  const scope = () => document.querySelector("dialog[open]") ?? document;
  const shown = (element) => element.checkVisibility();
  const keyed = () => [...scope().querySelectorAll("[data-key]")].filter(shown);

  // What stands in the page itself goes before the frame around it.
  const target = (key) => {
    const found = keyed().filter((element) => element.dataset.key === key);
    return found.find((element) => element.closest("main")) ?? found[0];
  };

  const enter = (element) => {
    element.focus();
    if (element.matches(fields)) element.select?.();
  };

  // A key that opens something goes on to its first field.
  const unfold = (details) => {
    if (!details.open) details.querySelector("summary").click();
    const inside = [...details.querySelectorAll(":scope > :not(summary) :is(a[href], summary, input, select, textarea, button)")];
    const first = inside.find(shown);
    if (first) enter(first);
  };

  const use = (element) => {
    if (element.matches("details > summary")) return unfold(element.parentElement);
    if (!element.matches(fields)) return element.click();
    enter(element);
  };

  const rows = () =>
    [...scope().querySelectorAll("[data-rows] tr, [data-rows] > li")].filter(
      (row) => shown(row) && row.querySelector("a[href]"),
    );
  const current = () => rows().findIndex((row) => row.contains(document.activeElement));

  const step = (by) => {
    const all = rows();
    if (!all.length) return false;
    const at = current();
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)];
    next.querySelector("th a[href], a[href]").focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  const mark = (row, on) => {
    const box = row.querySelector("input[type=checkbox]");
    if (!box || box.checked === on) return;
    box.click();
  };

  const select = (range) => {
    const all = rows();
    const at = current();
    if (at < 0 || !all[at].querySelector("input[type=checkbox]")) return false;
    const from = range && anchor !== null ? Math.min(anchor, at) : at;
    const to = range && anchor !== null ? Math.max(anchor, at) : at;
    const on = range || !all[at].querySelector("input[type=checkbox]").checked;
    for (const row of all.slice(from, to + 1)) mark(row, on);
    anchor = at;
    return true;
  };

  const open = () => {
    const at = current();
    if (at >= 0) rows()[at].querySelector("th a[href], a[href]").click();
    return at >= 0;
  };

  const listActs = { j: () => step(1), k: () => step(-1), x: () => select(false), X: () => select(true), o: open };

  const words = (element) => {
    if (element.dataset.keyLabel) return element.dataset.keyLabel;
    if (element.ariaLabel) return element.ariaLabel;
    if (element.labels?.length) return element.labels[0].textContent.trim();
    const copy = element.cloneNode(true);
    for (const hint of copy.querySelectorAll("kbd, svg")) hint.remove();
    return copy.textContent.trim();
  };

  const line = (key, label) => {
    const row = document.createElement("div");
    const term = row.appendChild(document.createElement("dt"));
    for (const part of key.split(" ")) term.appendChild(document.createElement("kbd")).textContent = part;
    row.appendChild(document.createElement("dd")).textContent = label;
    return row;
  };

  const help = () => {
    const dialog = document.getElementById("keys");
    if (!dialog || dialog.open) return false;
    const seen = new Map();
    for (const element of keyed()) {
      const key = element.dataset.key;
      if (!seen.has(key) || element.closest("main")) seen.set(key, words(element));
    }
    dialog.querySelector("[data-keys-here]").replaceChildren(...[...seen].map(([key, label]) => line(key, label)));
    dialog.querySelector("[data-keys-list]").hidden = rows().length === 0;
    dialog.showModal();
    return true;
  };

  const press = (key) => {
    const whole = prefix + key;
    prefix = "";
    clearTimeout(forget);
    const element = target(whole);
    if (element) return use(element), true;
    if (whole === key && keyed().some((other) => other.dataset.key.startsWith(key + " "))) {
      prefix = key + " ";
      forget = setTimeout(() => (prefix = ""), 1500);
      return true;
    }
    if (key === "?") return help();
    return listActs[key]?.() ?? false;
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.defaultPrevented) return;
    const form = event.target.closest?.("form");
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
      event.preventDefault();
      return form.requestSubmit(form.querySelector("button[data-weight=main]"));
    }
    if (event.key === "Escape" && event.target.matches?.(fields)) return event.target.blur();
    if (root.dataset.keys === "off" || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches?.(fields) || event.key.length !== 1) return;
    if (event.repeat && event.key !== "j" && event.key !== "k") return;
    if (press(event.key)) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-help]")) help();
  });
}
