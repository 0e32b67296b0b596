// Keeps the page's own files, so that it starts without a connection. Never sees a call to the interface, a key or a record:
// what is kept of records is the vault worker's, sealed (common::flow::offline).
//
// A new version: the browser fetches this file anew at every visit. Its list of files differs, so it is installed beside the old
// one, and takes over when no window of the old version is left. Until then nothing mixes: whoever has a connection gets every
// file that may change from the server, and names with a hash never change.
const VERSION = "VERSION_OF_THIS_BUILD"; // script/lib/finish_frontend.mjs fills in both
const FILES = ["FILES_OF_THIS_BUILD"];
const CACHE = `page-${VERSION}`;
const INTERFACE = /^\/(api|srs)\//;
const NEVER_CHANGES = /-[0-9a-f]{16}\.(js|css|wasm)$/;

self.addEventListener("install", (event) => {
  // Past the browser's own cache: a file without a hash in its name may be an old one there.
  const requests = FILES.map((path) => new Request(path, { cache: NEVER_CHANGES.test(path) ? "default" : "no-cache" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(requests)));
});

self.addEventListener("activate", (event) => {
  const others = (names) => names.filter((name) => name !== CACHE);
  event.waitUntil(caches.keys().then((names) => Promise.all(others(names).map((name) => caches.delete(name)))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || INTERFACE.test(url.pathname)) return;
  event.respondWith(NEVER_CHANGES.test(url.pathname) ? keptFirst(request) : serverFirst(request));
});

async function keptFirst(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  // A viewer that was used once is there without a connection too.
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

async function serverFirst(request) {
  try {
    return await fetch(request);
  } catch (away) {
    const cache = await caches.open(CACHE);
    const kept = await cache.match(request.mode === "navigate" ? "/" : request);
    if (kept) return kept;
    throw away;
  }
}
