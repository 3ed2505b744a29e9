// Only adds to what works without it: a form that previews asks again as soon as something in it changes, a button
// pressed twice sends once, and paper comes out of a button.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-preview]");
  if (!form) return;
  const parts = () => [...form.querySelectorAll("[data-previewed]")];
  const typed = () => new URLSearchParams(new FormData(form)).toString();
  const sent = typed();
  fetch(form.action, { method: "POST", body: new URLSearchParams(`${sent}&preview=1`) })
    .then((answer) => answer.text())
    .then((text) => {
      // Somebody went on typing: what they typed stays, and asks again when it is done.
      if (typed() !== sent) return;
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelectorAll("form[data-preview] [data-previewed]");
      const held = document.activeElement;
      if (fresh.length === parts().length) parts().forEach((part, i) => part.replaceWith(fresh[i]));
      if (document.activeElement !== held && held.name) {
        const same = [...form.elements].find((one) => one.name === held.name && (one.type !== "radio" || one.value === held.value));
        if (same) same.focus();
        // Another amount: the field to type it in has just come up.
        const other = same && same.type === "radio" && same.value === "other" && form.querySelector("#amount");
        if (other) other.focus();
      }
    })
    .catch(() => {});
});
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  event.target.dataset.sent = "1";
  setTimeout(() => delete event.target.dataset.sent, 4000);
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (!step) return;
  const count = step.parentElement.querySelector("input");
  count.value = Math.max(0, (parseInt(count.value, 10) || 0) + Number(step.dataset.step));
  count.dispatchEvent(new Event("change", { bubbles: true }));
});
// A password is shown without leaving the page, so that what was typed stays.
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-show]");
  const field = link && document.getElementById(link.dataset.show);
  if (!field) return;
  event.preventDefault();
  field.type = "text";
  field.focus();
  link.remove();
});
// Back at a form, by the browser's own way: it can be sent again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent));
// A list answers while one types: the same address, asked a moment after the last key.
let asking, underway;
const ask = (form) => {
  // What was asked before and is still on its way would come over what is asked now.
  if (underway) underway.abort();
  underway = new AbortController();
  const to = `${form.getAttribute("action")}?${new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""))}`;
  fetch(to, { signal: underway.signal }).then((answer) => answer.text()).then((text) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.querySelector("[data-list]");
    const shown = document.querySelector("[data-list]");
    if (!fresh || !shown) return;
    fresh.setAttribute("aria-live", "polite");
    shown.replaceWith(fresh);
    // The files and the paper are of what is shown now.
    const acts = page.querySelectorAll("[data-list-acts]");
    document.querySelectorAll("[data-list-acts]").forEach((old, i) => acts[i] && old.replaceWith(acts[i]));
    history.replaceState(null, "", to);
  }).catch(() => {});
};
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-live]");
  if (!form) return;
  clearTimeout(asking);
  asking = setTimeout(() => ask(form), 250);
});
