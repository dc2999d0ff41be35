// Lighthouse over the pages that the public meets first, as a phone on slow 4G with a slow processor: of three runs the
// middle one. `cargo xtask lighthouse` calls this and keeps the table that it prints; by hand:
//
//   OPENHALL_BIN=openhall OPENHALL_PAGE=dist node tests/lighthouse/run.mjs

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";
import { startServer } from "../browser/lib/server.mjs";

const PAGES = ["/", "/apply"];
const RUNS = 3;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

const { OPENHALL_BIN: program, OPENHALL_PAGE: page, OPENHALL_CHROMIUM: chromePath = "/usr/bin/chromium" } = process.env;
if (!program || !page) throw new Error("OPENHALL_BIN and OPENHALL_PAGE say which server and which page");

const server = await startServer({ program, page });
try {
  console.log(`| page | ${CATEGORIES.join(" | ")} | first paint ms | largest paint ms | blocked ms | shift | KiB |`);
  console.log(`|---|${"--:|".repeat(CATEGORIES.length + 5)}`);
  for (const path of PAGES) console.log(row(path, await middle(server.address + path)));
} finally {
  await server.stop();
}

/** The run whose performance is the middle one. */
async function middle(address) {
  const runs = [];
  for (let i = 0; i < RUNS; i++) runs.push(await visit(address));
  runs.sort((one, other) => one.categories.performance.score - other.categories.performance.score);
  return runs[(RUNS - 1) / 2];
}

/** Each visit is somebody's first: a browser of its own, with nothing kept. */
async function visit(address) {
  const chrome = await launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox"] });
  try {
    const { lhr } = await lighthouse(address, { port: chrome.port, onlyCategories: CATEGORIES, logLevel: "error" });
    if (lhr.runtimeError) throw new Error(`${address}: ${lhr.runtimeError.message}`);
    complain(lhr);
    return lhr;
  } finally {
    await chrome.kill();
  }
}

/** What is less than perfect, for whoever mends it. */
function complain({ audits, categories, finalDisplayedUrl }) {
  for (const category of CATEGORIES.slice(1)) {
    for (const { id, weight } of categories[category].auditRefs) {
      const { score, title } = audits[id];
      if (weight > 0 && score !== null && score < 1) console.error(`${finalDisplayedUrl}: ${title} (${id})`);
    }
  }
}

function row(path, { audits, categories }) {
  const scores = CATEGORIES.map((name) => Math.round(categories[name].score * 100));
  const value = (name) => audits[name].numericValue;
  const times = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time"].map((name) => Math.round(value(name)));
  const rest = [value("cumulative-layout-shift").toFixed(3), Math.round(value("total-byte-weight") / 1024)];
  return `| ${[path, ...scores, ...times, ...rest].join(" | ")} |`;
}
