import assert from "node:assert/strict";
import { asks, clientNamed } from "../lib/api.mjs";

export const title = "Several clients at once: looked at first, changed, and taken back";

export async function story(journey) {
  const max = await journey.staff("Max");
  await choosing(journey, max);
  await reassigning(journey, max);
  await takingBack(journey, max);
  await findingAgain(journey, max);
  await everybody(journey, max);
  await onAPhone(journey);
}

const bar = (page) => page.getByRole("region", { name: "Change several clients" });
/** A bar that lies over a row leaves a part of it, which axe takes for a small target: for a look the bars lie over none. */
async function lieFlat(page) {
  for (const one of [bar(page), page.locator(".topbar")]) await one.evaluate((element) => (element.style.position = "static"));
}
const dialog = (page) => page.getByRole("dialog");
const box = (page, name) => page.getByRole("checkbox", { name: `Select ${name}` });

async function staffOf(journey, name) {
  const { id } = await clientNamed(journey.server, name);
  const all = await (await asks(journey.server, "Max")).get(`/clients/${id}/assignments`);
  return all.filter((one) => !one.ended_at).map((one) => one.user).sort();
}

async function choosing(journey, max) {
  const { page } = max;
  await journey.fact("nobody is chosen, and there is no bar", async () => {
    await max.go("/staff/clients");
    await box(page, "Sukarno").waitFor();
    assert.equal(await bar(page).count(), 0);
  });
  await journey.fact("a box chooses a row, and x the row that has the focus", async () => {
    await box(page, "Sukarno").check();
    await bar(page).getByText("1 selected").waitFor();
    await page.getByRole("link", { name: /^Hubert/ }).focus();
    await page.keyboard.press("x");
    await bar(page).getByText("2 selected").waitFor();
    assert(await box(page, "Hubert Wolfeschlegelsteinhausenbergerdorff").isChecked());
  });
  await lieFlat(page);
  await journey.look(max, "clients selected");
}

async function reassigning(journey, max) {
  const { page } = max;
  await journey.fact("before anything is changed he sees what would be, and who is left out and why", async () => {
    await box(page, "Wei Ng").check();
    await bar(page).getByRole("button", { name: "Change them…" }).click();
    await dialog(page).getByLabel("Somebody takes them over").check();
    await journey.look(max, "bulk choosing");
    await dialog(page).getByLabel(/^From whom/).selectOption({ label: "Casey Nguyen" });
    await dialog(page).getByLabel("Who takes them over").selectOption({ label: "Otto Brandt" });
    await dialog(page).getByRole("button", { name: "Check first" }).click();
    await dialog(page).getByText("2 of 3 clients would be changed").waitFor();
    await dialog(page).getByText("1 already so, or nothing to end").waitFor();
    assert.deepEqual(await staffOf(journey, "Sukarno"), ["Casey Nguyen"]);
  });
  await journey.look(max, "bulk dry run");
  await journey.fact("then it is done, and each has a result", async () => {
    await dialog(page).getByRole("button", { name: "Change 2 clients" }).click();
    await dialog(page).getByText("2 of 3 clients were changed").waitFor();
    assert.deepEqual(await staffOf(journey, "Sukarno"), ["Otto Brandt"]);
  });
  await journey.look(max, "bulk result");
}

async function takingBack(journey, max) {
  const { page } = max;
  await journey.fact("one press takes it back", async () => {
    await dialog(page).getByRole("button", { name: "Take it back" }).click();
    await dialog(page).getByText("2 of 2 clients are as they were before").waitFor();
    assert.deepEqual(await staffOf(journey, "Sukarno"), ["Casey Nguyen"]);
    await dialog(page).getByRole("button", { name: "Done" }).click();
    await dialog(page).waitFor({ state: "detached" });
    assert.equal(await bar(page).count(), 0, "nobody is chosen any more");
  });
}

async function findingAgain(journey, max) {
  const { page } = max;
  await journey.fact("what he changed stands in a list, the latest first", async () => {
    await max.go("/staff/clients");
    await page.getByRole("link", { name: "My bulk changes" }).click();
    await page.getByRole("heading", { name: "My bulk changes" }).waitFor();
    await page.locator("tbody tr").first().waitFor();
    const results = await page.locator("tbody tr td:nth-child(2)").allInnerTexts();
    assert.deepEqual(results.slice(0, 2), ["2 of 2 clients are as they were before", "2 of 3 clients were changed"]);
  });
  await journey.look(max, "my changes of several clients");
  await journey.fact("each leads to what became of whom", async () => {
    await page.getByRole("link", { name: "Somebody takes them over: Otto Brandt" }).nth(1).click();
    await page.getByText("2 of 3 clients were changed").waitFor();
    await page.getByText("1 already so, or nothing to end").waitFor();
    await page.getByRole("link", { name: "Sukarno" }).waitFor();
    assert.equal(await page.getByRole("button", { name: "Take it back" }).count(), 0, "it was taken back already");
  });
  await journey.look(max, "a change of several clients");
}

async function everybody(journey, max) {
  const { page } = max;
  await journey.fact("all who match are meant, and for who only proposes somebody else decides", async () => {
    await max.go("/staff/clients?q=kovalenko");
    await page.getByLabel("Select this page").check();
    await bar(page).getByText("1 selected").waitFor();
    await max.go("/staff/clients?stage=intake");
    await page.getByLabel("Select this page").check();
    await page.getByRole("checkbox", { name: /^Select / }).nth(1).uncheck();
    await bar(page).getByRole("button", { name: /^Select all/ }).click();
    await bar(page).getByText(/that match are selected/).waitFor();
    await bar(page).getByRole("button", { name: "Change them…" }).click();
    await dialog(page).getByLabel("Set their status").check();
    await dialog(page).getByLabel("Status", { exact: true }).selectOption("inactive");
    await dialog(page).getByRole("button", { name: "Check first" }).click();
    await dialog(page).getByText("You propose these changes").waitFor();
    await journey.look(max, "bulk proposing");
    await dialog(page).getByRole("button", { name: "Choose something else" }).click();
    await dialog(page).getByRole("button", { name: "Check first" }).waitFor();
  });
}

async function onAPhone(journey) {
  const casey = await journey.staff("Casey", { device: "phone", theme: "dark" });
  const { page } = casey;
  await journey.fact("on a phone the bar stands above the thumb, and Casey has what she may do", async () => {
    await casey.go("/staff/clients");
    await box(page, "Sukarno").check();
    await bar(page).getByText("1 selected").waitFor();
    await lieFlat(page);
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await journey.look(casey, "clients selected on a phone");
    await bar(page).getByRole("button", { name: "Change them…" }).click();
    await dialog(page).getByLabel("Move them to a stage").waitFor();
    assert.equal(await dialog(page).getByLabel("Somebody takes them over").count(), 0);
  });
  await journey.look(casey, "bulk on a phone");
}
