// Keeps the marked regions of a page in step with the server: see live.go.
const page = document.body.dataset;
const status = document.querySelector("[data-live-status]");
const here = location.href;
const dirty = new WeakSet();
const first = page.liveFirst !== undefined;
const least = first ? 300 : 1000; // milliseconds between two questions

let source = null, open = false, poll = 0, wait = 5000, due = 0, last = 0;
let asking = null, again = false, leaving = false, pressed = false, lost = false, opened = 0;

// What a person has begun to fill in stays as it is.
addEventListener("input", (event) => { if (event.target.form) dirty.add(event.target.form); });
addEventListener("reset", (event) => dirty.delete(event.target));
addEventListener("submit", () => { leaving = true; asking?.abort(); setTimeout(() => { leaving = false; }, 15000); });
addEventListener("pointerdown", () => { pressed = true; });
for (const end of ["pointerup", "pointercancel", "blur"]) {
  addEventListener(end, () => setTimeout(() => { pressed = false; if (again) ask(0); }, 50));
}

// A form marked data-live-send is sent without leaving the page: what is typed
// elsewhere on it stays, and the answer is the page as it is afterwards. If the act
// is refused the form is sent the plain way, and its page says why.
const sending = new WeakSet();
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.liveSend === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (sending.has(form)) return;
  sending.add(form);
  const button = event.submitter;
  const body = new URLSearchParams(new FormData(form, button));
  try {
    const answer = await fetch(form.action, { method: "POST", body, headers: { "Penc-Live": "1" } });
    if (!answer.ok) throw new Error(String(answer.status));
    if (new URL(answer.url).pathname !== location.pathname) return location.assign(answer.url);
    last = Date.now();
    exchange(await answer.text());
    if (form.isConnected && form.elements.act) form.elements.act.value = Array.from(crypto.getRandomValues(new Uint8Array(13)), (n) => n.toString(16)).join("");
  } catch {
    leaving = true;
    if (button?.name) form.append(Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value }));
    form.submit();
  } finally {
    sending.delete(form);
  }
}, true);

const typing = "input:not([type=submit]):not([type=button]):not([type=hidden]), textarea, select";

function held(element) {
  if (element.dataset?.liveHold !== undefined) return true;
  const active = document.activeElement;
  if (active && active !== document.body && element.contains(active) && active.matches(typing) && (element === active || element.matches("form"))) return true;
  return element.matches?.("form") && dirty.has(element);
}

function nameOf(node) {
  if (node.nodeType !== 1) return "";
  return node.id || node.dataset.key || "";
}

function alike(a, b) {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && nameOf(a) === nameOf(b);
}

// Makes one node like another and keeps what is the same, so that the focus, open
// details and scrolled lists stay where they are.
function become(now, next) {
  if (now.nodeType !== 1) {
    if (now.data !== next.data) now.data = next.data;
    return;
  }
  if (held(now)) return;
  for (const { name } of [...now.attributes]) {
    if (!next.hasAttribute(name) && !(name === "open" && now.matches("details"))) now.removeAttribute(name);
  }
  for (const { name, value } of next.attributes) {
    if (now.getAttribute(name) !== value) now.setAttribute(name, value);
  }
  let at = now.firstChild;
  for (const child of [...next.childNodes]) {
    let same = at;
    while (same && !alike(same, child)) same = same.nextSibling;
    // What has no name is only what stands at its place.
    if (same && same !== at && !nameOf(child)) same = null;
    if (!same) {
      now.insertBefore(document.importNode(child, true), at);
    } else {
      if (same === at) at = at.nextSibling;
      else now.insertBefore(same, at);
      become(same, child);
    }
  }
  while (at) {
    const rest = at.nextSibling;
    if (at.nodeType === 1 && (held(at) || at.querySelector?.("form") && [...at.querySelectorAll("form")].some(held))) { at = rest; continue; }
    at.remove();
    at = rest;
  }
}

const plain = (region) => region.outerHTML.replace(/name="act" value="[^"]*"/g, "");
const shown = new Map();

function exchange(text) {
  const next = new DOMParser().parseFromString(text, "text/html");
  const said = [];
  // A page that has become another one, with other regions, is loaded. What stands
  // inside a region comes and goes with it.
  const outer = (r) => !r.parentElement.closest("[data-live]");
  const names = (d) => [...d.querySelectorAll("[data-live]")].filter(outer).map((r) => r.dataset.live).sort().join();
  const other = names(next) !== names(document);
  if (other && ![...document.forms].some((f) => dirty.has(f))) {
    leaving = true;
    setTimeout(() => location.reload(), Math.max(0, 2000 - performance.now()));
    return;
  }
  for (const region of document.querySelectorAll("[data-live]")) {
    const name = region.dataset.live;
    const fresh = next.querySelector(`[data-live="${CSS.escape(name)}"]`);
    if (!fresh || shown.get(name) === plain(fresh)) continue;
    shown.set(name, plain(fresh));
    const before = words(region);
    become(region, fresh);
    for (const [key, sentence] of words(region)) {
      if (sentence && before.get(key) !== sentence) said.push(sentence);
    }
  }
  if (said.length) tell(said.join(" "));
  document.dispatchEvent(new Event("penc:live"));
}

function words(region) {
  const out = new Map();
  const all = [...region.querySelectorAll("[data-live-say]")];
  if (region.dataset.liveSay !== undefined) all.push(region);
  all.forEach((e, i) => out.set(e.dataset.liveSay || i, e.textContent.trim().replace(/\s+/g, " ")));
  return out;
}

function tell(sentence) {
  if (!status) return;
  status.textContent = "";
  setTimeout(() => { status.textContent = sentence; }, 50);
}

function noteLost(yes) {
  if (yes === lost) return;
  lost = yes;
  document.documentElement.toggleAttribute("data-live-gone", yes);
  status?.classList.toggle("vh", !yes);
  status?.classList.toggle("live-lost", yes);
  tell(yes ? page.liveLost : page.liveBack);
}

// Asks for the page, not before its turn, and once for any number of events.
function ask(turn) {
  if (leaving || document.hidden) return;
  if (asking || pressed) { again = true; return; }
  const at = Math.max(Date.now() + turn, last + least);
  if (due && due <= at) return;
  clearTimeout(timer);
  due = at;
  timer = setTimeout(fetchNow, at - Date.now());
}
let timer = 0;

async function fetchNow() {
  due = 0;
  if (leaving || document.hidden) return;
  if (pressed) { again = true; return; }
  again = false;
  last = Date.now();
  asking = new AbortController();
  const stop = setTimeout(() => asking?.abort(), 15000);
  try {
    const answer = await fetch(here, { headers: { "Penc-Live": "1" }, cache: "no-store", signal: asking.signal, redirect: "error" });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    if (!leaving) exchange(text);
    wait = 5000;
    noteLost(false);
  } catch {
    if (!leaving) {
      wait = Math.min(wait * 2, 60000);
      noteLost(true);
      if (open) { again = false; setTimeout(() => ask(0), wait); }
    }
  } finally {
    clearTimeout(stop);
    asking = null;
  }
  if (again) ask(0);
}

function listen() {
  if (source || !("EventSource" in window)) return polling();
  opened = Date.now();
  source = new EventSource(page.liveSrc);
  const heard = (event, always) => {
    open = true;
    clearTimeout(poll);
    poll = 0;
    const { number = 0, spread = 0 } = JSON.parse(event.data || "{}");
    if (always || number > Number(page.liveBegan) - 5000) ask(first ? 0 : Math.random() * spread);
  };
  let before = false;
  source.addEventListener("here", (event) => { heard(event, before || last > 0 || lost); before = true; });
  source.addEventListener("moved", (event) => heard(event, true));
  source.addEventListener("error", () => {
    open = false;
    if (source?.readyState === 2) { source = null; }
    polling();
  });
}

// Asks from time to time while there is no stream, and looks for one each minute.
function polling() {
  if (poll || open || document.hidden) return;
  poll = setTimeout(() => {
    poll = 0;
    if (open || document.hidden) return;
    ask(0);
    if (!source && Date.now() - opened > 60000) listen();
    polling();
  }, wait * (0.8 + 0.4 * Math.random()));
}

// Whatever was missed on the way is caught up with before long.
setInterval(() => { if (open && Date.now() - last > 30000) ask(Math.random() * 5000); }, 10000);

function rest() {
  source?.close();
  source = null;
  open = false;
  clearTimeout(poll);
  clearTimeout(timer);
  poll = timer = due = 0;
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) return rest();
  ask(0);
  listen();
});
addEventListener("pagehide", rest);
addEventListener("pageshow", (event) => { if (event.persisted) { leaving = false; ask(0); listen(); } });
for (const region of document.querySelectorAll("[data-live]")) shown.set(region.dataset.live, plain(region));
if (!document.hidden) listen();
