import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";

export const title = "Ada looks after what Openhall does by itself, and reads the mail that was not sent";

const RECEIVED = "Mail to an applicant: application received";

export async function story(journey) {
  const ada = await journey.staff("Ada");
  const reference = await apply(journey.server, "luz.ferrer@example.org", "en");
  // As people mistype it: it looks like an address, and no mail server takes it.
  await apply(journey.server, "luz..ferrer@example.org", "es");
  await find(journey, ada);
  await mend(journey, ada);
  await read(journey, ada, reference);
  await others(journey);
}

/** Hands in a form; gives its reference. */
async function apply(server, email, language) {
  const form = {
    first_name: "Luz",
    last_name: "Ferrer",
    date_of_birth: "1988-05-17",
    phone: "415-555-0177",
    email,
    residency: "resident",
    consent: true,
    consent_version: "2026-1",
    language,
  };
  const headers = { "Content-Type": "application/json", "Idempotency-Key": randomUUID() };
  const options = { method: "POST", headers, body: JSON.stringify(form) };
  const answer = await fetch(`${server.address}/api/v1/applications`, options);
  assert.equal(answer.status, 201, await answer.clone().text());
  return (await answer.json()).reference;
}

async function find(journey, ada) {
  const { page } = ada;
  await journey.fact("the menu leads to the background work", async () => {
    await page.getByRole("link", { name: "Background work" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Background work" }).waitFor();
    await ada.sees("Delete files that no record uses");
  });
  await journey.fact("without a connection the page says so, and comes when asked again", async () => {
    await page.route("**/api/v1/jobs*", (route) => route.abort("connectionfailed"));
    ada.excuse(/jobs failed: net::ERR_CONNECTION_FAILED/);
    await ada.go("/staff/jobs");
    await ada.sees("We cannot reach the server");
    await page.unroute("**/api/v1/jobs*");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".job").first().waitFor();
  });
  await journey.fact("work that failed has a place of its own, with the reason", async () => {
    await page.getByRole("link", { name: "Failed" }).click();
    const failed = page.locator(".job", { hasText: RECEIVED });
    for (let tries = 0; tries < 360 && (await failed.count()) === 0; tries += 1) {
      await page.getByRole("button", { name: "Look again" }).click();
      await page.waitForTimeout(500);
    }
    if ((await failed.count()) === 0) throw new Error(await standing(ada));
    await failed.getByText("Why: the address is none").waitFor();
    await ada.seesNot("luz..ferrer");
  });
  await journey.look(ada, "background failed");
}

/** Where all work stands, for whoever has to find out why something of it did not come. */
async function standing(ada) {
  await ada.go("/staff/jobs");
  await ada.page.locator(".job").first().waitFor();
  return ada.page.locator("main").innerText();
}

async function mend(journey, ada) {
  const { page } = ada;
  const failed = page.locator(".job", { hasText: RECEIVED });
  await journey.fact("she lets it be tried with the keyboard, and the row says so", async () => {
    await failed.getByRole("button", { name: `Try now: ${RECEIVED}` }).focus();
    await page.keyboard.press("Enter");
    await failed.getByText("Will be tried now").waitFor();
    await page.waitForFunction(() => document.activeElement?.innerText.trim() === "Will be tried now");
  });
  await journey.fact("it fails again, and she discards it after being asked", async () => {
    const discard = failed.getByRole("button", { name: `Discard: ${RECEIVED}` });
    for (let tries = 0; tries < 60 && (await discard.count()) === 0; tries += 1) {
      await page.waitForTimeout(500);
      await page.getByRole("button", { name: "Look again" }).click();
      await ada.settle();
    }
    await discard.click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("never sent").waitFor();
    await journey.look(ada, "background discarding");
    await dialog.getByRole("button", { name: "Discard" }).click();
    await failed.getByText("Discarded").waitFor();
    await page.getByRole("button", { name: "Look again" }).click();
    await ada.sees("Nothing has failed");
  });
  await journey.look(ada, "background none failed");
}

async function read(journey, ada, reference) {
  const { page } = ada;
  const mail = page.locator(".mail", { hasText: `We have your application ${reference}` });
  await journey.fact("mail that was not sent is there to read", async () => {
    await ada.go("/staff/jobs");
    await mail.getByText("luz.ferrer@example.org").waitFor();
    await mail.locator("summary").focus();
    await page.keyboard.press("Enter");
    await mail.getByText(`Your reference number is ${reference}`).waitFor();
  });
  await journey.look(ada, "background mail");
}

async function others(journey) {
  const phone = await journey.staff("Ada", { device: "phone", theme: "dark" });
  await phone.go("/staff/jobs");
  await phone.page.locator(".mail").first().locator("summary").click();
  // Scrolled, the tabs stand half under the bar at the top, which is no fault of theirs.
  await phone.page.evaluate(() => window.scrollTo(0, 0));
  await journey.look(phone, "background phone");
  const cora = await journey.staff("Cora");
  await journey.fact("who does not run Openhall has no such place", async () => {
    assert.equal(await cora.page.getByRole("link", { name: "Background work" }).count(), 0);
    cora.expect(403, /./);
    await cora.go("/staff/jobs");
    await cora.seesNot(RECEIVED);
  });
}
