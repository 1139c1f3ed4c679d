/* Small comforts; every page works without them. */
"use strict";

/* One submit a form: the key in it makes a second one harmless, this keeps people calm. */
const sent = new WeakSet();

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (sent.has(form)) {
    event.preventDefault();
    return;
  }
  sent.add(form);
  // After the browser has taken the value of the button that was pressed.
  setTimeout(() => mark(form, true));
});

function mark(form, busy) {
  for (const button of form.querySelectorAll("button[type=submit]")) {
    if (busy) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

/* Back from the next page, the form may be sent again (the key decides what that means). */
addEventListener("pageshow", () => {
  for (const form of document.forms) {
    sent.delete(form);
    mark(form, false);
  }
});

/* Errors are read first. */
document.querySelector("[data-summary]")?.focus();

/* Work in the background: ask now and then, show what is known, load the page when it is over. */
function follow(job, wait) {
  setTimeout(async () => {
    try {
      const answer = await fetch(job.dataset.job, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const news = await answer.json();
      if (news.state !== job.dataset.state) return location.reload();
      write(job, "[data-job-count]", news.total ? `${news.done} / ${news.total}` : "");
      write(job, "[data-job-message]", news.message || "");
      follow(job, 1000);
    } catch {
      follow(job, Math.min(wait * 2, 30000));
    }
  }, wait);
}

function write(job, where, text) {
  const place = job.querySelector(where);
  if (place && place.textContent !== text) place.textContent = text;
}

for (const job of document.querySelectorAll("[data-job]")) {
  if (job.dataset.job && ["queued", "running"].includes(job.dataset.state)) follow(job, 1000);
}

/* The clean room's keypad: types where the last number was being typed, without taking the focus. */
function keypad(pad) {
  const fields = [...document.querySelectorAll("input.measure")];
  let at = fields[0];
  if (!at) return;
  const own = (yes) => {
    for (const field of fields) field.inputMode = yes ? "none" : "decimal";
  };
  for (const field of fields) field.addEventListener("focus", () => (at = field));
  pad.addEventListener("pointerdown", (event) => event.preventDefault());
  pad.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    at.focus();
    if ("other" in button.dataset) own(false);
    else type(at, button.dataset.key);
  });
  own(true);
  pad.hidden = false;
}

function type(field, key) {
  let start = field.selectionStart;
  if (!key && start === field.selectionEnd) start = Math.max(0, start - 1);
  field.setRangeText(key, start, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.querySelectorAll("[data-keypad]").forEach(keypad);

/* Marks on pictures that this tab keeps for a reload (counting.js): those of somebody else go at once,
   for readers do not see each other; those of a step go when it shows what was recorded. */
function forget(who) {
  const own = `elnapp.marks ${who} `;
  const here = document.querySelector("[data-counted]") ? `${own}${location.pathname}/` : null;
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith("elnapp.marks ")) continue;
    if (!key.startsWith(own) || (here && key.startsWith(here))) sessionStorage.removeItem(key);
  }
}

if (document.body.dataset.who) {
  try {
    forget(document.body.dataset.who);
  } catch {
    // The browser lets no page keep anything, so there is nothing to forget.
  }
}
