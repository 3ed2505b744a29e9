// Only adds to what works without it: a form that previews asks again as soon as something in it changes, and a
// button pressed twice sends once.
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-preview]");
  if (!form) return;
  const part = form.querySelector("[data-previewed]");
  fetch(form.action, { method: "POST", body: new URLSearchParams([...new FormData(form), ["preview", "1"]]) })
    .then((answer) => answer.text())
    .then((text) => {
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-previewed]");
      if (part && fresh) part.replaceWith(fresh);
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
