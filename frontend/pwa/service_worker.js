// Keeps the page's own files, so that it starts without a connection. Never sees a call to the interface, a key or a record:
// what is kept of records is the vault worker's, sealed (common::flow::offline).
//
// A new version: the browser fetches this file anew at every visit. Its list of files differs, so it is installed beside the old
// one, and takes over when no window of the old version is left. Until then nothing mixes: whoever has a connection gets every
// file that may change from the server, and names with a hash never change.
const VERSION = "VERSION_OF_THIS_BUILD"; // script/lib/finish_frontend.mjs fills in all three
const FILES = ["FILES_OF_THIS_BUILD"];
const VIEWERS = ["FILES_ON_DEMAND"]; // not fetched with the others: kept by who used one, or keeps records for when there is no connection
const CACHE = `page-${VERSION}`;
const INTERFACE = /^\/(api|srs)\//;
const START_POINT = /_loader\.js$/;
const NEVER_CHANGES = /-[0-9a-f]{16}\.(js|css|wasm)$/;

self.addEventListener("install", (event) => event.waitUntil(install()));

async function install() {
  // Who had the viewers has them in the new version too.
  const has = await Promise.all(VIEWERS.filter((path) => START_POINT.test(path)).map((path) => caches.match(path)));
  await keep(has.some(Boolean) ? [...FILES, ...VIEWERS] : FILES);
}

async function keep(paths) {
  // Past the browser's own cache: a file without a hash in its name may be an old one there.
  const requests = paths.map((path) => new Request(path, { cache: NEVER_CHANGES.test(path) ? "default" : "no-cache" }));
  await (await caches.open(CACHE)).addAll(requests);
}

// From the page: records are kept for when there is no connection, and what draws them is to be kept with them.
self.addEventListener("message", (event) => {
  if (event.data === "keep viewers") event.waitUntil(keep(VIEWERS));
});

self.addEventListener("activate", (event) => {
  const others = (names) => names.filter((name) => name !== CACHE);
  event.waitUntil(caches.keys().then((names) => Promise.all(others(names).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || INTERFACE.test(url.pathname)) return;
  event.respondWith(NEVER_CHANGES.test(url.pathname) ? keptFirst(event) : serverFirst(event));
});

async function keptFirst(event) {
  const { request } = event;
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  // A viewer that was used once is there without a connection too.
  if (answer.ok) remember(event, cache, answer);
  return answer;
}

async function serverFirst(event) {
  const { request } = event;
  const answer = await fetch(request).catch((away) => away);
  // A proxy whose server is away answers too.
  if (answer instanceof Response && answer.status < 500) {
    const { pathname } = new URL(request.url);
    // A start point that comes on demand, like a viewer's: used once, it is there without a connection too.
    if (answer.ok && START_POINT.test(pathname) && !FILES.includes(pathname)) remember(event, await caches.open(CACHE), answer);
    return answer;
  }
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.mode === "navigate" ? "/" : request);
  if (kept) return kept;
  if (answer instanceof Response) return answer;
  throw answer;
}

// Where there is no room to keep it, it is answered all the same.
function remember(event, cache, answer) {
  event.waitUntil(cache.put(event.request, answer.clone()).catch(() => {}));
}
