// SPDX-License-Identifier: AGPL-3.0-or-later
// A toast leaves after eight seconds; its undo answers to its key for ten minutes.
"use strict";
{
  const linger = 8000;
  const keep = 600000;

  const leave = (toast) => {
    if (toast.matches(":hover, :focus-within")) return setTimeout(leave, linger, toast);
    toast.classList.add("visually-hidden");
    toast.inert = true;
  };

  const watch = () => {
    for (const toast of document.querySelectorAll(".toast:not([data-seen])")) {
      toast.dataset.seen = "";
      setTimeout(leave, linger, toast);
      setTimeout(() => toast.remove(), keep);
    }
  };

  document.addEventListener("swapped", watch);
  watch();
}
