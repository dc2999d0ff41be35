// Journeys through Openhall in a real browser. `cargo xtask test` calls this; by hand:
//
//   OPENHALL_BIN=openhall OPENHALL_PAGE=dist node tests/browser/run.mjs [--shots FOLDER] [JOURNEY…]
//
// With --shots it keeps a picture of every page, on a phone and a desktop, light and dark.

import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { launch } from "./lib/browser.mjs";
import { Journey } from "./lib/journey.mjs";
import { Report } from "./lib/report.mjs";
import { startServer } from "./lib/server.mjs";

// A line for each, so that two who add one do not meet.
const JOURNEYS = [
  "intake",
  "resuming",
  "spanish",
  "languages",
  "links",
  "review",
  "volunteer",
  "outside",
  "history",
  "keeping",
  "proposal",
  "approvals",
  "supervision",
  "photos",
  "desk",
  "plan",
  "records",
  "dashboard",
  "board",
  "bulk",
  "tags",
  "mention",
  "news",
  "recurring",
  "morning",
  "handover",
  "filters",
  "views",
  "keyboard",
  "sessions",
  "account",
  "people",
  "own_record",
  "putting_back",
  "background",
  "roles",
  "settings",
  "configuration",
  "founding",
  "fields",
  "equal",
  "lost",
  "guards",
  "explorer",
  "client",
  "enrollments",
  "hard",
  "tour",
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { shots: { type: "string" } } });
const wanted = positionals.length > 0 ? positionals : JOURNEYS;
const unknown = wanted.filter((name) => !JOURNEYS.includes(name));
if (unknown.length > 0) throw new Error(`no journey is called ${unknown.join(", ")}; there are ${JOURNEYS.join(", ")}`);
const { OPENHALL_BIN: program, OPENHALL_PAGE: page, OPENHALL_CHROMIUM: chromium = "/usr/bin/chromium" } = process.env;
if (!program || !page) throw new Error("OPENHALL_BIN and OPENHALL_PAGE say which server and which page");

const report = new Report();
const server = await startServer({ program, page });
const browser = await launch(chromium);
const around = { browser, server, built: { program, page }, report, shots: values.shots, failures: join(tmpdir(), "openhall-journeys") };
try {
  for (const name of wanted) {
    const { title, story } = await import(`./journeys/${name}.mjs`);
    await new Journey(title, around).run(story);
  }
} finally {
  await browser.close();
  await server.stop();
}
process.exitCode = report.end() ? 0 : 1;
