// On a ballot paper: says how much of it is used, before it is cast.
const form = document.querySelector("[data-paper]");
const out = form?.querySelector("[data-count]");
if (out) {
  const most = Number(form.dataset.most), kind = form.dataset.paper;
  const fields = [...form.querySelectorAll("[name^=m]")].filter((f) => /^m\d+$/.test(f.name));
  const tell = () => {
    const used = fields.filter((f) => (f.type === "checkbox" ? f.checked : f.value !== "" && (kind !== "dots" || f.value !== "0")));
    const n = kind === "dots" ? used.reduce((sum, f) => sum + (Number(f.value) || 0), 0) : used.length;
    out.textContent = out.dataset.count.replace("{n}", n) + (most && n > most ? " " + out.dataset.over : "");
    if (kind !== "order") return;
    const taken = new Set(fields.map((f) => f.value).filter(Boolean));
    for (const f of fields) for (const o of f.options) o.disabled = o.value !== "" && o.value !== f.value && taken.has(o.value);
  };
  form.addEventListener("input", tell);
  addEventListener("pageshow", tell);
  tell();
}
