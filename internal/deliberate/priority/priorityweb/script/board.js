// On the board: says how many items are ticked, and lets one item be dragged onto
// another, with a mouse or a finger, to merge the two. Everything it does can be
// done with the ticks and buttons.
const form = () => document.querySelector("[data-board]");
const tell = () => {
  const f = form(), out = f?.querySelector("[data-ticked]");
  if (!out) return;
  const n = f.querySelectorAll("[name=item]:checked").length;
  out.textContent = n ? out.dataset.ticked.replace("{n}", n) : "";
};
const grips = () => {
  for (const no of form()?.querySelectorAll("[data-grip]") ?? []) {
    if (no.querySelector(".grip")) continue;
    const b = document.createElement("button");
    b.type = "button";
    b.className = "grip";
    b.tabIndex = -1;
    b.setAttribute("aria-hidden", "true");
    b.title = no.dataset.grip;
    b.textContent = no.textContent;
    no.replaceChildren(b);
  }
};
let held = null, over = null;
const clear = () => {
  held?.classList.remove("held");
  over?.classList.remove("over");
  held = over = null;
};
document.addEventListener("pointerdown", (e) => {
  const grip = e.target.closest?.(".grip");
  if (!grip || e.button) return;
  held = grip.closest(".point");
  held.classList.add("held");
  grip.setPointerCapture(e.pointerId);
  e.preventDefault();
});
document.addEventListener("pointermove", (e) => {
  if (!held) return;
  if (e.clientY < 60) scrollBy(0, -12);
  if (e.clientY > innerHeight - 90) scrollBy(0, 12);
  const at = document.elementFromPoint(e.clientX, e.clientY)?.closest("[data-board] .point");
  over?.classList.remove("over");
  over = at && at !== held && at.querySelector("[name=item]") ? at : null;
  over?.classList.add("over");
});
document.addEventListener("pointerup", () => {
  if (held && over) {
    const f = form();
    for (const box of f.querySelectorAll("[name=item]")) box.checked = false;
    for (const p of [over, held]) p.querySelector("[name=item]").checked = true;
    f.requestSubmit(f.querySelector("[name=do][value=merge]"));
  }
  clear();
});
document.addEventListener("pointercancel", clear);
document.addEventListener("keydown", (e) => { if (e.key === "Escape") clear(); });
document.addEventListener("change", tell);
addEventListener("pageshow", tell);
document.addEventListener("penc:live", () => { clear(); grips(); tell(); });
grips();
tell();
