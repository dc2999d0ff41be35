// What is tried to break in a browser: see docs/hard-to-break.md.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { asks, clientNamed } from "../lib/api.mjs";
import { freshContext } from "../lib/browser.mjs";
import { docx } from "../lib/docx.mjs";
import { isFull, keep } from "../lib/figure.mjs";
import { pdf } from "../lib/pdf.mjs";
import { allPlaces } from "./tour.mjs";

export const title = "Somebody tries to break in through a browser";

/** What the page may remember. */
const KEPT = ["openhall-theme", "openhall-language"];

export async function story(journey) {
  await storage(journey);
  await otherSite(journey);
  await files(journey);
}

/** B5: what the next person at this browser would find, after a look at every page. */
async function storage(journey) {
  const ada = await journey.staff("Ada");
  const places = Object.values((await allPlaces(journey.server)).staff);
  const toured = isFull ? places : places.slice(0, 6);
  for (const path of toured) await ada.go(path);
  const dump = () => ada.page.evaluate(dumped);
  await journey.fact("after a tour the browser keeps nothing of anybody", async () => {
    const found = strangers(await dump());
    assert.deepEqual(found, []);
    await ada.page.evaluate(() => localStorage.setItem("draft", "María Delgado, 536-22-1234"));
    const control = strangers(await dump()).length;
    await ada.page.evaluate(() => localStorage.removeItem("draft"));
    assert.equal(control, 1);
    keep({
      id: "B5",
      tried: `local and session storage, databases, caches and readable cookies after ${toured.length} pages as an administrator`,
      goal: "entries beside theme and language: 0; violations of the content policy: 0",
      found: `${found.length}; ${ada.findings.filter((finding) => /policy/.test(finding)).length}`,
      control: `a draft kept in local storage by hand: found ${control}`,
    });
  });
}

/** Runs in the page. */
async function dumped() {
  const entries = [localStorage, sessionStorage].flatMap((storage) => Object.entries({ ...storage }));
  const databases = (await indexedDB.databases()).map(({ name }) => [name, "database"]);
  const kept = (await caches.keys()).map((name) => [name, "cache"]);
  const cookies = document.cookie.split(";").filter(Boolean).map((cookie) => [cookie, "cookie"]);
  return [...entries, ...databases, ...kept, ...cookies];
}

function strangers(entries) {
  return entries.filter(([name, value]) => !KEPT.includes(name) || value.length > 20);
}

/** B5: a page of another origin posts what a browser lets it post without asking. */
async function otherSite(journey) {
  const address = journey.server.address;
  const evil = createServer((_, answer) => answer.setHeader("content-type", "text/html").end("<title>Evil</title>"));
  await new Promise((resolve) => evil.listen(0, "127.0.0.1", resolve));
  const ada = await journey.staff("Ada");
  const page = await ada.context.newPage();
  await page.goto(`http://127.0.0.1:${evil.address().port}/`);
  const paths = ["/sessions/current/renewal", "/sessions", "/applications", "/intake/draft", "/intake/draft/link", "/clients"];
  await journey.fact("another site's page gets nothing carried out", async () => {
    // The page is not told what was answered; the server's log says it.
    const before = posted(journey.server).length;
    const sent = await page.evaluate(post, paths.map((path) => `${address}/api/v1${path}`));
    const answers = () => posted(journey.server).slice(before);
    for (const deadline = Date.now() + 10_000; answers().length < sent && Date.now() < deadline; ) await page.waitForTimeout(50);
    assert.equal(answers().length, sent);
    assert.deepEqual(answers().filter(({ status }) => status < 400), []);
    await ada.go("/staff/clients");
    await ada.sees("Delgado");
    keep({
      id: "B5",
      tried: `${sent} posts by a page of another origin in Chromium, where somebody is signed in: scripts and forms of three kinds`,
      goal: "carried out in Chromium: 0; the person stays signed in",
      found: `0 of ${sent}; signed in`,
      control: "our own page renews the session with the same cookie meanwhile",
    });
  });
  evil.close();
}

/** What the server answered to posts so far. */
function posted(server) {
  const lines = server.log().split("\n").filter((line) => line.startsWith("{"));
  const answers = lines.map((line) => JSON.parse(line)).filter(({ message }) => message === "answered");
  return answers.filter(({ span }) => span.method === "POST");
}

/** Runs in the evil page. */
async function post(addresses) {
  let sent = 0;
  for (const address of addresses) {
    for (const kind of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b"]) {
      sent += 1;
      await fetch(address, { method: "POST", mode: "no-cors", credentials: "include", headers: { "content-type": kind }, body: "{}" }).catch(() => {});
    }
  }
  return sent;
}

/** Files that are taken and would do something if a browser ran them. */
const STORED = [
  ["letter.pdf", () => Buffer.from(pdf("Hello").toString("latin1").replace("/Catalog", "/Catalog /OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), "latin1")],
  ["letter.docx", () => docx("<script>alert(1)</script>")],
  ["letter.txt", () => Buffer.from("Dear team, <b onclick=alert(1)>click</b> javascript:alert(1)")],
  ["page.txt", () => Buffer.from("Hello\n<script>alert(document.domain)</script>\n")],
];

/** E3: whatever was stored, opened by a browser, is saved and not run. */
async function files(journey) {
  const maria = await clientNamed(journey.server, "María Delgado");
  const casey = await asks(journey.server, "Casey");
  const context = await freshContext(journey.browser, journey.server, {});
  const page = await context.newPage();
  const dialogs = [];
  page.on("dialog", (dialog) => dialogs.push(dialog.message()) && dialog.dismiss());
  let opened = 0;
  await journey.fact("no stored file runs in a browser", async () => {
    for (const [name, content] of STORED) {
      const id = await casey.upload(`/clients/${maria.id}/documents`, name, content());
      if (!id) continue;
      const file = await casey.download(`/documents/${id}/disclosure`);
      await assertSaved(page, file);
      opened += 1;
    }
    assert.deepEqual(dialogs, []);
    assert(opened >= 3, `${opened} were taken`);
    await open(page, { status: 200, headers: { "content-type": "text/html" }, body: "<script>alert(1)</script>" });
    assert.equal(dialogs.length, 1);
    keep({
      id: "E3",
      tried: `${opened} stored files of each kind with scripts in them, opened in Chromium as they are served`,
      goal: "dialogs and scripts run: 0; each is saved as a file",
      found: `0; ${opened} of ${opened}`,
      control: "the same script served as a page: 1 dialog",
    });
  });
  await context.close();
}

async function assertSaved(page, file) {
  const saved = page.waitForEvent("download");
  await open(page, file);
  await (await saved).delete();
}

/** Opens an answer as if it stood at an address of our own. */
async function open(page, answer) {
  const address = "/opened-by-hand";
  await page.route(`**${address}`, (route) => route.fulfill(answer));
  // A download ends the journey to its address, which is what should happen.
  await page.goto(address).catch(() => {});
  await page.waitForTimeout(300);
  await page.unroute(`**${address}`);
}
