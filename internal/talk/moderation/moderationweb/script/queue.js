// Keys for deciding: they work while the focus is on the thing to decide about,
// and never in a field in which one writes.
const box = document.querySelector("[data-moderation]");
if (box) {
  const keys = box.querySelector("[data-keys]");
  keys.hidden = false;
  box.tabIndex = -1;
  if (!document.querySelector("[autofocus]")) box.focus({ preventScroll: true });
  box.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("textarea, input[type=text]")) return;
    const reasons = box.querySelectorAll("input[name=code]");
    const send = (id) => document.getElementById(id)?.requestSubmit();
    const key = event.key.toLowerCase();
    if (key === "a") send("accept");
    else if (key === "r") send("reject");
    else if (reasons[Number(key) - 1]) {
      const reason = reasons[Number(key) - 1];
      reason.checked = true;
      const field = { duplicate: "number", other: "note" }[reason.value];
      (field ? document.getElementById(field) : reason).focus();
    } else return;
    event.preventDefault();
  });
}
