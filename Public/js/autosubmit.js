// SPDX-License-Identifier: AGPL-3.0-or-later
// Filters apply as they change; a form that names a region redraws only that (data-swap="id").
"use strict";
{
  let wait = 0;
  let newest = 0;

  const replace = async (address, id) => {
    const mine = ++newest;
    const reply = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    if (mine !== newest) return;
    const fresh = page.getElementById(id);
    const old = document.getElementById(id);
    if (!reply.ok || !fresh || !old) return location.assign(address);
    old.replaceWith(fresh);
    history.replaceState(null, "", reply.url);
    document.dispatchEvent(new Event("swapped"));
    if (fresh.dataset.say) document.dispatchEvent(new CustomEvent("say", { detail: fresh.dataset.say }));
  };

  const address = (form) => {
    const values = [...new FormData(form)].filter(([, value]) => value !== "");
    return `${form.action.split("?")[0]}?${new URLSearchParams(values)}`;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "get" || !form.dataset.swap) return;
    event.preventDefault();
    replace(address(form), form.dataset.swap).catch(() => location.assign(address(form)));
  });

  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.hasAttribute("data-autosubmit")) form.requestSubmit();
  });

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form?.hasAttribute("data-autosubmit") || event.target.type !== "search") return;
    clearTimeout(wait);
    wait = setTimeout(() => form.requestSubmit(), 250);
  });
}
