// Lets people vote with the keys 1, 2 and 3. A button turns the keys off, for
// those whose own tools use them, and the choice is kept.
const buttons = [...document.querySelectorAll("[data-vote] [data-key]")];
const row = document.querySelector("[data-keys]");
if (buttons.length === 3 && row && matchMedia("(hover: hover)").matches) {
  const toggle = row.querySelector("button"), off = "penc-keys-off";
  let on = !localStorage.getItem(off);
  const show = () => {
    toggle.textContent = on ? toggle.dataset.on : toggle.dataset.off;
    for (const b of buttons) b.querySelector("kbd").hidden = !on;
  };
  toggle.onclick = () => {
    on = !on;
    if (on) localStorage.removeItem(off);
    else localStorage.setItem(off, "1");
    show();
  };
  addEventListener("keydown", (e) => {
    if (!on || e.ctrlKey || e.metaKey || e.altKey || e.repeat || e.target.closest("input, textarea, select")) return;
    buttons.find((b) => b.dataset.key === e.key)?.click();
  });
  row.hidden = false;
  show();
}
