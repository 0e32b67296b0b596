// node finish_frontend.mjs FROM TO — turns what Trunk wrote into what the backend serves. Called by script/build-frontend.
//   1. inline scripts of index.html become files: the content security policy knows no unsafe-inline
//      (and Trunk's worker loader calls its module in the form that warns nobody, and tells the page where that cannot be fetched)
//      the page's script takes in the one that fetches its other part, for they name each other; modules lose what only debuggers read
//   2. scripts, styles and modules are named by a hash of their contents, so that they may be cached for ever; the start points that the
//      program itself names (index.html, *_loader.js) and everything else keep their names and are to be revalidated
//   3. the service worker learns what there is to keep, and a version that is another whenever one of these files is
//   4. NAME.br and NAME.gz beside every file that gets smaller
// Prints what is fetched until the first page can be used, until somebody can sign in, and after that.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { promisify } from "node:util";
import zlib from "node:zlib";

const BUDGET = 600_000; // bytes, compressed, until the first page can be used
const FIRST_PAGE = ["index.html"]; // and what it names, but for what comes behind it:
const INSIDE = /^split_.*\.wasm$/; // the pages of those who are signed in
const VAULT = ["vault_loader.js"]; // and what it names: needed to sign in
const ON_DEMAND = ["viewer_loader.js"]; // and what it names: fetched when something foreign is looked into, kept by the service worker then
const TEXT = /\.(html|js|css)$/;
const NAMED_BY_HASH = /\.(js|css|wasm)$/;
const START_POINT = /_loader\.js$/;
const SERVICE_WORKER = "service_worker.js"; // keeps its name too: browsers ask for it under the one they know
const INSTALLED = /^(icon|apple-touch-icon).*\.(svg|png)$|\.webmanifest$/; // beside the first load
const ALREADY_COMPRESSED = /\.(png|jpe?g|webp|avif|woff2?|gz|br|zip)$/;

const [from, to] = process.argv.slice(2);
if (!from || !to) throw new Error("usage: node finish_frontend.mjs FROM TO");

const files = readTree(from);
moveInlineScripts(files);
modernizeLoaders(files);
joinParts(files);
dropNames(files);
const finished = nameByContents(files);
listForServiceWorker(finished);
const compressed = await compressAll(finished.files);
writeTree(to, new Map([...finished.files, ...compressed]));
reportFirstLoad(finished, compressed);

function readTree(folder) {
  const paths = readdirSync(folder, { recursive: true }).filter((path) => statSync(join(folder, path)).isFile());
  return new Map(paths.filter((path) => !basename(path).startsWith(".")).map((path) => [path, readFileSync(join(folder, path))]));
}

function moveInlineScripts(files) {
  let count = 0;
  const html = text(files, "index.html").replace(/<script(?![^>]*\ssrc=)([^>]*)>([\s\S]*?)<\/script>/g, (_, attributes, body) => {
    const name = count++ === 0 ? "start.js" : `start${count}.js`;
    files.set(name, Buffer.from(`${body.trim()}\n`));
    return `<script${attributes} src="/${name}"></script>`;
  });
  files.set("index.html", Buffer.from(html));
}

function modernizeLoaders(files) {
  for (const path of [...files.keys()].filter((path) => START_POINT.test(path))) {
    const start = "wasm_bindgen({ module_or_path: $1 }).catch((error) => setTimeout(() => { throw error; }))"; // a rejection alone is told to nobody
    files.set(path, Buffer.from(text(files, path).replace(/wasm_bindgen\(("[^"]+")\)/, start)));
  }
}

// The script of the page's module names the one that fetches the other part, which names it.
function joinParts(files) {
  const fetching = text(files, "__wasm_split.js").replace(/^import \{ initSync \} from "[^"]+";\s*/, "");
  const names = [...fetching.matchAll(/^export const (\w+)/gm)].map(([, name]) => name);
  const own = fetching.replace(/^export const/gm, "const");
  const joined = text(files, "app.js").replace(/^import \* as (\w+) from "\.\/__wasm_split\.js";?$/m, (_, name) => `${own}\nconst ${name} = { ${names.join(", ")} };`);
  if (names.length === 0 || !joined.includes(own)) throw new Error("the page was not cut as expected");
  files.set("app.js", Buffer.from(joined));
  files.delete("__wasm_split.js");
}

// Sections of a module that carry no code and no data: the names of functions, and where the linker may move things.
function dropNames(files) {
  for (const path of [...files.keys()].filter((path) => path.endsWith(".wasm"))) {
    const bytes = files.get(path);
    const kept = [bytes.subarray(0, 8)];
    for (let at = 8; at < bytes.length; ) {
      const [length, body] = readNumber(bytes, at + 1);
      if (bytes[at] !== 0) kept.push(bytes.subarray(at, body + length));
      at = body + length;
    }
    files.set(path, Buffer.concat(kept));
  }
}

// A number in LEB128, and where the next thing begins.
function readNumber(bytes, at) {
  let number = 0;
  for (let factor = 1; ; factor *= 128) {
    const byte = bytes[at++];
    number += (byte & 127) * factor;
    if (byte < 128) return [number, at];
  }
}

// A file's name depends on its contents, and those on the names of the files it mentions: name the mentioned ones first.
function nameByContents(files) {
  const candidates = [...files.keys()].filter((path) => dirname(path) === "." && NAMED_BY_HASH.test(path));
  const mentioned = new Map(); // final name of every file, by the name that Trunk gave
  const result = new Map();
  const reach = new Map(); // final names that a file mentions, by its own final name
  const finish = (path, chain) => {
    if (chain.includes(path)) throw new Error(`files name each other in a circle: ${[...chain, path].join(" > ")}`);
    if (mentioned.has(path)) return mentioned.get(path);
    let bytes = files.get(path);
    const names = [];
    if (TEXT.test(path)) {
      let body = bytes.toString("utf8");
      for (const other of candidates) {
        const mention = new RegExp(`(?<![\\w.-])${other.replaceAll(".", "\\.")}(?![\\w.-])`, "g");
        if (other === path || !mention.test(body)) continue;
        const name = finish(other, [...chain, path]);
        body = body.replace(mention, name);
        names.push(name);
      }
      bytes = Buffer.from(body);
    }
    const named = path === "index.html" || path === SERVICE_WORKER || (START_POINT.test(path) && !chain.includes("index.html")) || !candidates.includes(path);
    const name = named ? path : path.replace(/(\.\w+)$/, `-${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}$1`);
    mentioned.set(path, name);
    result.set(name, bytes);
    reach.set(name, names);
    return name;
  };
  for (const path of ["index.html", ...files.keys()]) finish(path, []);
  return { files: result, reach, names: mentioned };
}

// Everything that a page needs; index.html under the address that pages have.
function listForServiceWorker({ files, reach, names }) {
  if (!files.has(SERVICE_WORKER)) throw new Error(`no ${SERVICE_WORKER} to fill in`);
  const kept = [...reached([...FIRST_PAGE, ...VAULT], { reach, names }), ...[...files.keys()].filter((name) => INSTALLED.test(name))].sort();
  const version = createHash("sha256");
  const viewers = reached(ON_DEMAND, { reach, names }).filter((name) => !kept.includes(name)).sort();
  for (const name of [...kept, ...viewers]) version.update(name).update(files.get(name));
  const addresses = (list) => JSON.stringify(list.map((name) => (name === "index.html" ? "/" : `/${name}`)));
  const filled = text(files, SERVICE_WORKER)
    .replace('"VERSION_OF_THIS_BUILD"', JSON.stringify(version.digest("hex").slice(0, 16)))
    .replace('["FILES_OF_THIS_BUILD"]', addresses(kept))
    .replace('["FILES_ON_DEMAND"]', addresses(viewers));
  files.set(SERVICE_WORKER, Buffer.from(filled));
}

// The names of these files and of all that they name.
function reached(paths, { reach, names }) {
  const seen = new Set();
  const visit = (name) => seen.has(name) || (seen.add(name), (reach.get(name) ?? []).forEach(visit));
  paths.filter((path) => names.has(path)).forEach((path) => visit(names.get(path)));
  return [...seen];
}

async function compressAll(files) {
  const brotli = promisify(zlib.brotliCompress);
  const gzip = promisify(zlib.gzip);
  const work = [...files].filter(([path]) => !ALREADY_COMPRESSED.test(path)).map(async ([path, bytes]) => {
    const parameters = { [zlib.constants.BROTLI_PARAM_QUALITY]: 11, [zlib.constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const both = await Promise.all([brotli(bytes, { params: parameters }), gzip(bytes, { level: 9 })]);
    return [[`${path}.br`, both[0]], [`${path}.gz`, both[1]]].filter(([, packed]) => packed.length < bytes.length);
  });
  return new Map((await Promise.all(work)).flat());
}

// Written beside and moved into place, so that a stopped build leaves the old page whole.
function writeTree(folder, files) {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(fresh, path)), { recursive: true });
    writeFileSync(join(fresh, path), bytes);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
}

function reportFirstLoad(finished, compressed) {
  const page = reached(FIRST_PAGE, finished);
  const size = (names) => report(names, finished, compressed);
  const first = size(page.filter((name) => !INSIDE.test(name)));
  console.log(`until the first page can be used: ${kilobytes(first)} compressed, of ${kilobytes(BUDGET)}${first > BUDGET ? ": OVER THE BUDGET" : ""}`);
  const signIn = first + size(reached(VAULT, finished));
  console.log(`until somebody can sign in: ${kilobytes(signIn)} compressed`);
  console.log(`with the pages of those who are signed in: ${kilobytes(signIn + size(page.filter((name) => INSIDE.test(name))))} compressed`);
  console.log(`on demand: ${kilobytes(size(reached(ON_DEMAND, finished)))} compressed`);
}

function kilobytes(bytes) {
  return `${Math.round(bytes / 1000)} KB`;
}

// Prints the size of each file, as it is and compressed, and gives the sum of the latter.
function report(names, { files }, compressed) {
  let total = 0;
  for (const name of names.sort()) {
    const size = (compressed.get(`${name}.br`) ?? files.get(name)).length;
    total += size;
    console.log(`${String(files.get(name).length).padStart(10)} ${String(size).padStart(9)}  ${name}`);
  }
  return total;
}

function text(files, path) {
  if (!files.has(path)) throw new Error(`${relative(".", from)} holds no ${path}`);
  return files.get(path).toString("utf8");
}
