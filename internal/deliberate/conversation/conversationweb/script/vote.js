// Lets people vote with the keys 1, 2 and 3. A button turns the keys off, for
// those whose own tools use them, and the choice is kept.
const buttons = [...document.querySelectorAll("[data-vote] [data-key]")];
const row = document.querySelector("[data-keys]");
const off = "penc-keys-off";
if (buttons.length === 3 && row) {
  const toggle = row.querySelector("button");
  let on = !localStorage.getItem(off);
  const show = () => {
    toggle.setAttribute("aria-pressed", on);
    for (const b of buttons) b.querySelector("kbd").hidden = !on;
  };
  toggle.addEventListener("click", () => {
    on = !on;
    if (on) localStorage.removeItem(off);
    else localStorage.setItem(off, "1");
    show();
  });
  addEventListener("keydown", (e) => {
    if (!on || e.ctrlKey || e.metaKey || e.altKey || e.repeat) return;
    if (e.target.closest("input, textarea, select")) return;
    buttons.find((b) => b.dataset.key === e.key)?.click();
  });
  row.hidden = false;
  show();
}
