// Sends a form once, however often the button is pressed, and keeps what was
// typed when the page is left by accident.
for (const form of document.querySelectorAll("form[method=post]")) {
  let sent = false, dirty = false;
  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
    dirty = false;
  });
  addEventListener("pageshow", () => { sent = false; });
  if (form.querySelector("textarea")) {
    addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  }
}
