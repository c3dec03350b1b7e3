// SPDX-License-Identifier: AGPL-3.0-or-later
// A field with data-suggest offers what its list finds by the words typed so far.
"use strict";
{
  let wait = 0;
  const newest = new WeakMap();

  const option = (item) => {
    const element = document.createElement("option");
    element.value = item.written ?? item.name;
    element.textContent = item.email ?? "";
    return element;
  };

  const offer = async (input) => {
    const words = input.value.trim();
    newest.set(input, words);
    if (words.length < 2) return;
    const address = new URL(input.dataset.suggest, location.href);
    address.searchParams.set(input.dataset.suggestBy, words);
    const reply = await fetch(address, { headers: { Accept: "application/json" } });
    if (!reply.ok || newest.get(input) !== words) return;
    const { items } = await reply.json();
    input.list?.replaceChildren(...items.map(option));
  };

  document.addEventListener("input", (event) => {
    const input = event.target;
    if (!input.dataset?.suggest) return;
    clearTimeout(wait);
    // Without the list the words are still understood when they are sent.
    wait = setTimeout(() => offer(input).catch(() => {}), 150);
  });
}
