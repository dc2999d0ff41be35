import assert from "node:assert/strict";
import { asks } from "../lib/api.mjs";

export const title = "Stan left a phone on the bus; he signs out of it from the office";

export async function story(journey) {
  // Journeys before this one have left him signed in.
  await (await asks(journey.server, "Stan")).signOutEverywhere();
  const office = await journey.staff("Stan");
  await alone(journey, office);
  const phone = await journey.staff("Stan", { device: "phone", theme: "dark" });
  await fromAfar(journey, office, phone);
  await back(journey, phone);
  await everywhere(journey, office, phone);
}

async function alone(journey, office) {
  const { page } = office;
  await journey.fact("the menu leads to where he is signed in", async () => {
    await page.getByLabel("Your account").click();
    await page.getByRole("link", { name: "Where you are signed in" }).click();
    await page.getByRole("heading", { level: 1, name: "Where you are signed in" }).waitFor();
    await office.sees("Chrome on Linux");
    await office.sees("You are signed in nowhere else.");
    assert.equal(await page.getByRole("button", { name: "Sign out everywhere" }).count(), 0);
  });
  await journey.look(office, "sessions one");
}

async function fromAfar(journey, office, phone) {
  const { page } = office;
  const row = page.locator(".session", { hasText: "Chrome on Android" });
  await journey.fact("without a connection the list says so, and comes when asked again", async () => {
    await page.route("**/api/v1/sessions", (route) => route.abort("connectionfailed"));
    office.excuse(/sessions failed: net::ERR_CONNECTION_FAILED/);
    await office.go("/staff/sessions");
    await office.sees("We cannot reach the server");
    await page.unroute("**/api/v1/sessions");
    await page.getByRole("button", { name: "Try again" }).click();
    await row.waitFor();
  });
  await journey.fact("this device stands first", async () => {
    assert.match(await page.locator(".session").first().innerText(), /Chrome on Linux\s+This device/);
  });
  await journey.look(office, "sessions many");
  await journey.fact("he signs out of the phone with the keyboard, and the row says so", async () => {
    const button = row.getByRole("button", { name: "Sign out there: Chrome on Android" });
    await button.focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("dialog");
    await dialog.getByText("the next click there").waitFor();
    await journey.look(office, "sessions ending one");
    await dialog.getByRole("button", { name: "Sign out there" }).click();
    await row.getByText("Signed out").waitFor();
    await page.waitForFunction(() => document.activeElement?.innerText.trim() === "Signed out");
  });
  await journey.look(office, "sessions ended one");
  await journey.fact("the phone's next click lands on the sign-in page, which says why", async () => {
    phone.expect(401, /./);
    await phone.page.getByRole("link", { name: "Clients" }).first().click();
    await phone.page.waitForURL("**/staff/sign-in**");
    await phone.sees("You were signed out here");
    await phone.seesNot("Sukarno");
  });
  await journey.look(phone, "signed out from elsewhere");
}

async function back(journey, phone) {
  const { page } = phone;
  await journey.fact("signed in again, the phone is where it wanted to go", async () => {
    await page.getByLabel("Email").fill("stan@example.org");
    await page.getByLabel("Password").fill(journey.server.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Clients" }).waitFor();
    await phone.settle();
  });
  await journey.visit(phone, "/staff/sessions", "sessions on a phone");
}

async function everywhere(journey, office, phone) {
  const { page } = office;
  const tab = await office.context.newPage();
  await journey.fact("signing out everywhere says what will happen, and does it", async () => {
    await tab.goto("/staff/clients");
    await tab.getByRole("heading", { level: 1, name: "Clients" }).waitFor();
    await office.go("/staff/sessions");
    await page.getByRole("button", { name: "Sign out everywhere" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("signed out of 2 devices, this one too").waitFor();
    await journey.look(office, "sessions everywhere");
    await dialog.getByRole("button", { name: "Sign out everywhere" }).click();
    await office.sees("You are signed out everywhere");
  });
  await journey.look(office, "signed out everywhere");
  await journey.fact("the phone and the other tab are out at their next click", async () => {
    await phone.page.getByRole("link", { name: "Today" }).first().click();
    await phone.page.waitForURL("**/staff/sign-in**");
    await tab.getByRole("link", { name: "Follow-ups" }).first().click();
    await tab.waitForURL("**/staff/sign-in**");
  });
}
