import assert from "node:assert/strict";
import { agree, answerWhatIsNeeded, ENGLISH, introduce, onTo, reference, ROSA, UP_TO_DOCUMENTS } from "../lib/intake.mjs";

export const title = "Rosa loses her connection and then her phone, and nothing of her form";

const BORN = { month: "7", day: "19", year: "1988" };
/** Large enough for many pieces of 256 KiB. */
const LIFE = { name: "My life.txt", mimeType: "text/plain", buffer: Buffer.from("I have cooked for ten years.\n".repeat(180_000)) };

export async function story(journey) {
  const rosa = await journey.visitor({ device: "phone" });
  const { page } = rosa;
  await rosa.context.grantPermissions(["clipboard-read", "clipboard-write"]);
  // The journey is about connections that break.
  rosa.excuse(/ERR_INTERNET_DISCONNECTED/);

  await journey.fact("without a date of birth there is no link, and the page says why", async () => {
    await rosa.go("/apply");
    await page.waitForURL("**/apply/personal");
    await later(page);
    await rosa.sees(/fill in your date of birth first/);
    await page.getByRole("button", { name: "Close" }).click();
    await introduce(page, ENGLISH, ROSA);
  });

  await journey.fact("what she types without a connection is kept and saved once it is back", async () => {
    for (const part of UP_TO_DOCUMENTS.slice(0, 4)) {
      await onTo(page, ENGLISH, part);
      await answerWhatIsNeeded(page, part);
    }
    await rosa.sees("Your answers are saved");
    await rosa.context.setOffline(true);
    await page.getByLabel(/^What kind of work/).fill("A kitchen, mornings");
    await rosa.sees("Not saved yet. We keep trying.");
    await rosa.context.setOffline(false);
    await rosa.sees("Your answers are saved");
  });

  await journey.fact("a file that is cut off waits and goes on where it stopped", async () => {
    for (const part of ["programs", "referral", "documents"]) await onTo(page, ENGLISH, part);
    const offsets = [];
    page.on("request", (request) => {
      if (request.method() !== "PATCH") return;
      offsets.push(Number(request.headers()["upload-offset"]));
      if (offsets.length === 4) rosa.context.setOffline(true);
    });
    await page.locator("input[type=file]").setInputFiles(LIFE);
    await rosa.sees(/Waiting for the connection: [1-9]\d? %/);
    await journey.look(rosa, "upload waiting");
    await rosa.context.setOffline(false);
    await page.locator(".file-kept", { hasText: ENGLISH.added }).waitFor();
    const pieces = Math.ceil(LIFE.buffer.length / (256 * 1024));
    assert.equal(offsets.filter((offset) => offset === 0).length, 1, `it began anew: ${offsets}`);
    assert(offsets.length <= pieces + 2, `it sent too much again: ${offsets}`);
  });

  let link;
  await journey.fact("she gets a link, and can copy it", async () => {
    await later(page);
    link = (await page.locator(".later-link").innerText()).trim();
    assert.match(link, /\/apply\/resume#([0-9A-Z]{4}-){6}[0-9A-Z]{4}$/);
    await page.getByRole("button", { name: "Copy the link" }).click();
    await rosa.sees("The link is copied");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), link);
  });
  await journey.look(rosa, "link for later");
  await journey.fact("the link prints alone, with the words to keep", async () => {
    await page.emulateMedia({ media: "print" });
    // Chromium takes a moment to draw the page for paper.
    await page.locator("main h1").waitFor({ state: "hidden" });
    await page.locator(".later-code").waitFor({ state: "visible" });
    await page.emulateMedia({ media: "screen" });
    await page.getByRole("button", { name: "Close" }).click();
  });

  const other = await journey.visitor({ device: "phone", theme: "dark" });
  await journey.fact("on another phone the link asks for her date of birth alone", async () => {
    await other.go(link);
    await other.sees("Go on with your application");
    assert.equal(await other.page.getByLabel("Your code").count(), 0);
    assert(!other.page.url().includes("#"), other.page.url());
  });
  await journey.look(other, "resume");
  await journey.fact("another date opens nothing", async () => {
    other.expect(404, /\/intake\/draft\/resumption$/);
    await comeBack(other.page, { ...BORN, day: "20" });
    await other.sees("We found no form with this link and this date of birth");
  });
  await journey.look(other, "resume refused");
  await journey.fact("hers opens the form where she stopped, with the file", async () => {
    await comeBack(other.page, BORN);
    await other.page.waitForURL("**/apply/documents");
    await other.sees(LIFE.name);
  });

  await journey.fact("the first phone is told that the form went on, and overwrites nothing", async () => {
    await other.page.goto("/apply/employment");
    await other.page.getByLabel(/^What kind of work/).fill("A bakery, nights");
    await other.sees("Your answers are saved");
    rosa.expect(412, /\/intake\/draft$/);
    await page.getByRole("button", { name: "Continue" }).click();
    await rosa.sees("This form went on somewhere else");
    await journey.look(rosa, "form went on elsewhere");
    await page.getByRole("button", { name: "Show the newer answers" }).click();
    await page.waitForFunction(() => !document.body.innerText.includes("went on somewhere else"));
    await page.goto("/apply/employment");
    assert.equal(await page.getByLabel(/^What kind of work/).inputValue(), "A bakery, nights");
  });

  let number;
  await journey.fact("she sends it from the other phone", async () => {
    await other.page.goto("/apply/consent");
    await agree(other.page, ENGLISH);
    await onTo(other.page, ENGLISH, "review");
    await other.page.getByRole("button", { name: ENGLISH.send }).click();
    await other.sees(ENGLISH.done);
    number = await reference(other.page);
  });
  await journey.fact("the first phone learns that it was sent, and does not begin anew", async () => {
    rosa.expect(404, /\/intake\/draft$/);
    await page.getByLabel(/^What kind of work/).fill("Anything");
    await rosa.sees("This application has been sent");
    await journey.look(rosa, "form was sent elsewhere");
    await page.getByRole("link", { name: "See your reference number" }).click();
    await rosa.sees(number);
  });
  await journey.fact("the link tells the number to whoever knows the date of birth", async () => {
    const third = await journey.visitor();
    await third.go("/apply/resume");
    await third.page.getByLabel("Your code").fill(link.split("#")[1].toLowerCase().replaceAll("-", " "));
    await comeBack(third.page, BORN);
    await third.sees(number);
    assert.deepEqual((await third.remembered()).filter((name) => !name.startsWith("openhall-")), []);
  });
}

async function later(page) {
  await page.getByRole("button", { name: "Save and finish later" }).click();
  await page.getByRole("dialog").waitFor();
}

async function comeBack(page, born) {
  for (const [part, value] of Object.entries(born)) {
    await page.getByLabel(part[0].toUpperCase() + part.slice(1), { exact: true }).fill(value);
  }
  await page.getByRole("button", { name: "Open my form" }).click();
}
