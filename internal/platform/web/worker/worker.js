// The worker of the offline pages: it keeps copies of them, holds back forms that
// cannot be sent, and sends each once. See offline.go.
const version = 1;
const pages = "penc-pages", files = "penc-files";
const patience = 8000; // milliseconds until a kept copy is shown instead

// The queue, oldest first, and who uses the device.
const open = () => new Promise((done, failed) => {
  const ask = indexedDB.open("penc", version);
  ask.onupgradeneeded = () => {
    ask.result.createObjectStore("acts", { keyPath: "act" });
    ask.result.createObjectStore("notes");
  };
  ask.onsuccess = () => done(ask.result);
  ask.onerror = () => failed(ask.error);
});

async function store(name, mode, work) {
  const db = await open();
  try {
    const tx = db.transaction(name, mode);
    const got = work(tx.objectStore(name));
    await new Promise((done, failed) => {
      tx.oncomplete = done;
      tx.onerror = tx.onabort = () => failed(tx.error);
    });
    return got?.result;
  } finally {
    db.close();
  }
}

const put = (it) => store("acts", "readwrite", (s) => s.put(it));
const get = (act) => store("acts", "readonly", (s) => s.get(act));
const drop = (act) => store("acts", "readwrite", (s) => s.delete(act));
const note = (key, value) => store("notes", "readwrite", (s) => s.put(value, key));
const noted = (key) => store("notes", "readonly", (s) => s.get(key));
const queue = async () => (await store("acts", "readonly", (s) => s.getAll())).sort((a, b) => a.at - b.at);

const later = (ms) => new Promise((_, failed) => setTimeout(() => failed(new Error("slow")), ms));
const of = (it, who) => it.who === who || it.who === ""; // what a stranger wrote is of whoever holds the device
const plain = (url) => url.split("#")[0];
const gone = (status) => status === 429 || status >= 500;

// Pages.
async function keep(url, answer) {
  const mark = answer.headers.get("Penc-Keep");
  if (!mark || !answer.ok) return;
  const [until, who = ""] = mark.split(" ");
  if (who !== await noted("who")) await forget();
  await note("who", who);
  const text = (await answer.text()).replace("<html ", `<html data-kept="${Date.now()}" `);
  const headers = new Headers({ "Penc-Until": until });
  for (const name of ["Content-Type", "Content-Language", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"]) {
    if (answer.headers.has(name)) headers.set(name, answer.headers.get(name));
  }
  await (await caches.open(pages)).put(plain(url), new Response(text, { headers }));
  for (const [path] of text.matchAll(/\/assets\/[\w.-]+/g)) {
    if (!(await caches.match(path))) await (await caches.open(files)).add(path).catch(() => {});
  }
}

async function kept(url) {
  const copy = await (await caches.open(pages)).match(plain(url));
  return copy && Number(copy.headers.get("Penc-Until")) > Date.now() ? copy : undefined;
}

const forget = () => caches.delete(pages);

async function tidy() {
  const cache = await caches.open(pages);
  for (const request of await cache.keys()) {
    if (!(await kept(request.url))) await cache.delete(request);
  }
}

async function away(url) {
  const lang = new URL(url).pathname.startsWith("/en") ? "en" : "fr";
  return (await caches.match(`/${lang}/offline`)) ?? Response.error();
}

async function read(event) {
  const { url } = event.request;
  const copy = await kept(url);
  try {
    const asked = fetch(event.request);
    const answer = await (copy ? Promise.race([asked, later(patience)]) : asked);
    if (answer.status >= 502 && copy) return copy;
    if (answer.headers.has("Penc-Keep")) event.waitUntil(keep(url, answer.clone()));
    return answer;
  } catch {
    return copy ?? away(url);
  }
}

async function file(request) {
  const copy = await caches.match(request.url);
  if (copy) return copy;
  const answer = await fetch(request);
  if (answer.ok) (await caches.open(files)).put(request.url, answer.clone());
  return answer;
}

// Forms.
async function post(event) {
  const { request } = event;
  if (request.url.endsWith("/sign-out")) {
    const answer = await fetch(request);
    await forget();
    return answer;
  }
  const body = await request.clone().text();
  const form = new URLSearchParams(body);
  const act = form.get("act");
  if (!form.get("offline") || !act) return fetch(request);
  try {
    const answer = await Promise.race([fetch(request), later(patience)]);
    if (answer.status < 502) {
      if (await get(act)) { await drop(act); event.waitUntil(tell()); }
      return answer;
    }
  } catch { /* held back below */ }
  form.delete("offline");
  const page = plain(request.referrer || request.url);
  await put({
    ...JSON.parse(new URLSearchParams(body).get("offline")),
    act, page, url: request.url, body: form.toString(), at: (await get(act))?.at ?? Date.now(), state: "waiting",
  });
  self.registration.sync?.register("penc").catch(() => {});
  return Response.redirect(page + "#unsent", 303);
}

async function send() {
  let sent = 0;
  await navigator.locks.request("penc-send", async () => {
    const who = await noted("who");
    for (const it of await queue()) {
      if (it.state !== "waiting" || !of(it, who)) continue;
      const form = new URLSearchParams(it.body);
      form.set("happened", new Date(it.at).toISOString());
      form.set("sent", new Date().toISOString());
      let answer;
      try {
        answer = await fetch(it.url, { method: "POST", body: form, redirect: "manual", signal: AbortSignal.timeout(20000) });
      } catch {
        break;
      }
      if (gone(answer.status)) break;
      const now = await get(it.act);
      if (answer.ok || answer.type === "opaqueredirect") {
        if (now?.body === it.body) await drop(it.act); // else it was changed meanwhile, and is sent again
        sent++;
      } else if (now?.body === it.body) {
        await put({ ...it, state: "refused", said: (await answer.text()).slice(0, 200000) });
      }
    }
  });
  await tell(sent);
}

// What the pages ask for, and are told.
async function state(sent = 0) {
  const who = await noted("who");
  return { list: (await queue()).filter((it) => of(it, who)), sent };
}

async function tell(sent) {
  const told = await state(sent);
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) client.postMessage(told);
}

const acts = {
  async here({ url, who, held }) {
    if (who !== undefined && who !== await noted("who")) { await forget(); await note("who", who); }
    for (const it of await queue()) {
      if (it.state === "held" && it.act !== held) await put({ ...it, state: "waiting" });
    }
    await tidy();
    await send();
    if (url && !(await kept(url))) await fetch(url).then((answer) => keep(url, answer)).catch(() => {});
  },
  send,
  async hold({ act }) { const it = await get(act); if (it) await put({ ...it, state: "held" }); await tell(); },
  async again({ act }) { const it = await get(act); if (it) await put({ ...it, state: "waiting" }); await send(); },
  async drop({ act }) { await drop(act); await tell(); },
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil((async () => {
    const cache = await caches.open(files);
    for (const path of ["/fr/offline", "/en/offline"]) {
      const answer = await fetch(path, { cache: "reload", credentials: "omit" });
      const text = await answer.clone().text();
      await cache.put(path, answer);
      await cache.addAll([...new Set([...text.matchAll(/\/assets\/[\w.-]+/g)].map(([at]) => at))]);
    }
  })());
});
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim().then(tidy)));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    if (request.method === "GET") event.respondWith(read(event));
    if (request.method === "POST" && /urlencoded/.test(request.headers.get("Content-Type"))) event.respondWith(post(event));
  } else if (url.pathname.startsWith("/assets/")) {
    event.respondWith(file(request));
  }
});
self.addEventListener("message", (event) => {
  event.waitUntil((async () => {
    await acts[event.data.do]?.(event.data);
    event.ports[0]?.postMessage(await state());
  })());
});
self.addEventListener("sync", (event) => event.waitUntil(send()));
