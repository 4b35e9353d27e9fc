// Says what the worker knows: that a page is a kept copy, and what was not sent yet.
// See offline.go.
const bar = document.querySelector("[data-offline-bar]");
const root = document.documentElement;
const words = bar?.dataset ?? {};
const part = (name) => bar.querySelector(`[data-offline-${name}]`);
const held = decodeURIComponent((/^#act=(.+)$/.exec(location.hash) ?? [])[1] ?? "");
const forms = [...document.querySelectorAll("form[data-offline]")];
const typed = (form) => [...form.elements].filter((e) => e.matches("textarea, input:not([type=hidden], [type=submit], [type=radio], [type=checkbox])"));
let dirty = false, list = [], shown = "";

const say = (text) => { part("said").textContent = text; };
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

function ask(what) {
  return navigator.serviceWorker.ready.then(({ active }) => new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => { draw(data.list); done(data.list); };
    active.postMessage(what, [port2]);
  }));
}

function ago(at) {
  const minutes = Math.round((at - Date.now()) / 60000);
  const f = new Intl.RelativeTimeFormat(root.lang, { numeric: "auto" });
  if (minutes > -60) return f.format(minutes, "minute");
  return minutes > -1440 ? f.format(Math.round(minutes / 60), "hour") : f.format(Math.round(minutes / 1440), "day");
}

function clock(at) {
  const day = new Date(at).toDateString() === new Date().toDateString() ? {} : { dateStyle: "long" };
  return new Intl.DateTimeFormat(root.lang, { timeStyle: "short", hourCycle: "h23", ...day }).format(at);
}

// Each form says who it is of and which fields a person reads in it. A form of a
// kept page would carry the act of the one before, so it gets a name of its own.
function prepare() {
  for (const form of forms) {
    let field = form.elements.offline;
    if (!field) {
      field = Object.assign(document.createElement("input"), { type: "hidden", name: "offline" });
      form.append(field);
    }
    field.value = JSON.stringify({ who: words.who, label: form.dataset.offlineLabel || document.title, shows: typed(form).map((e) => e.name) });
    if (root.dataset.kept && form.elements.act) form.elements.act.value = crypto.randomUUID();
  }
}

const formOf = (it) => forms.find((form) => form.action === it.url);

// Puts what waits back into its form, to be changed there.
function open(it, form) {
  const values = new URLSearchParams(it.body);
  for (const e of form.elements) {
    if (!e.name || e.name === "offline" || e.type === "submit") continue;
    if (e.type === "radio" || e.type === "checkbox") e.checked = values.getAll(e.name).includes(e.value);
    else if (values.has(e.name)) e.value = values.get(e.name);
    if (values.get(e.name) && e.type !== "hidden") e.closest("details")?.setAttribute("open", "");
  }
}

function reason(it) {
  const answer = new DOMParser().parseFromString(it.said, "text/html");
  const said = [...answer.querySelectorAll("main .fault, main [role=alert] li, main .sec p")].map((e) => e.textContent.trim());
  return said[0] ?? words.refused;
}

function draw(fresh) {
  list = fresh;
  const state = JSON.stringify(list.map((it) => [it.act, it.state, it.body]));
  if (state === shown) return;
  shown = state;
  part("count").textContent = fill(words.count, { n: list.length });
  part("list").hidden = list.length === 0;
  part("items").replaceChildren(...list.map((it) => {
    const line = part("item").content.firstElementChild.cloneNode(true);
    const values = new URLSearchParams(it.body);
    const set = (name, text) => { const e = line.querySelector(`[data-${name}]`); e.textContent = text; e.hidden = !text; };
    set("state", it.state === "refused" ? words.refused : it.state === "held" ? words.held : words.waiting);
    set("label", `${it.label}, ${clock(it.at)}`);
    set("text", (it.shows ?? []).map((name) => values.get(name)).filter(Boolean).join("\n"));
    set("reason", it.state === "refused" ? reason(it) : "");
    const press = (name, act) => line.querySelector(`[data-${name}]`).addEventListener("click", act);
    press("edit", async () => { await ask({ do: "hold", act: it.act }); dirty = false; location.href = `${it.page}#act=${encodeURIComponent(it.act)}`; if (plainHere() === it.page) location.reload(); });
    line.querySelector("[data-again]").hidden = it.state !== "refused";
    press("again", () => ask({ do: "again", act: it.act }));
    press("drop", () => { if (confirm(words.sure)) ask({ do: "drop", act: it.act }); });
    return line;
  }));
}

const plainHere = () => location.href.split("#")[0];

async function start() {
  prepare();
  document.head.append(Object.assign(document.createElement("link"), { rel: "manifest", href: "/app.webmanifest" }));
  await navigator.serviceWorker.register("/worker.js");
  const waiting = await ask({ do: "here", url: plainHere(), who: words.who, held });
  for (const form of forms) {
    const it = waiting.find((it) => formOf(it) === form && (it.act === held || form.dataset.offline === "one" && it.state !== "refused"));
    if (!it || dirty) continue;
    open(it, form);
    if (it.act === held) { say(words.changing); typed(form)[0]?.focus(); }
  }
  bar.dataset.ready = ""; // from now on the page opens without a network
}

if (bar && navigator.serviceWorker) {
  addEventListener("input", (event) => { if (event.target.form) dirty = true; });
  addEventListener("submit", () => { dirty = false; });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  if (root.dataset.kept) {
    part("kept").hidden = false;
    part("age").textContent = fill(words.age, { time: clock(Number(root.dataset.kept)), ago: ago(Number(root.dataset.kept)) });
    for (const done of document.querySelectorAll("main > .notice.success")) done.hidden = true;
  }
  addEventListener("offline", () => say(words.gone));
  addEventListener("online", () => { say(words.back); ask({ do: "send" }); });
  part("send").addEventListener("click", () => { say(words.trying); ask({ do: "send" }); });
  navigator.serviceWorker.addEventListener("message", ({ data }) => {
    draw(data.list);
    if (data.sent) {
      say(fill(words.sent, { n: data.sent }));
      if (!dirty && !held) location.replace(plainHere());
    }
  });
  setInterval(() => { if (list.some((it) => it.state === "waiting")) ask({ do: "send" }); }, 15000);
  start().catch(() => {});
}
