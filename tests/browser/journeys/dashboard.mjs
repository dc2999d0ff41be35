import assert from "node:assert/strict";
import { clientNamed } from "../lib/api.mjs";

export const title = "The first page: arranged by each person, acted on, and every number leads to its list";

const tile = (page, code) => page.locator(`[data-tile="${code}"]`);
const order = (page) => page.locator("[data-tile]").evaluateAll((all) => all.map((one) => one.dataset.tile));

export async function story(journey) {
  const casey = await journey.staff("Casey");
  await figures(journey, casey);
  await changes(journey, casey);
  await arranging(journey, casey);
  await onAPhone(journey);
  await ofTheTeam(journey);
}

async function figures(journey, casey) {
  const { page } = casey;
  await journey.fact("a line of a chart leads to as many people as it says", async () => {
    await casey.go("/staff");
    const line = tile(page, "case_load").getByRole("link", { name: /: [1-9]\d* active clients/ }).first();
    const number = Number(await line.locator(".chart-text").innerText());
    await line.click();
    await page.waitForURL(/\/staff\/clients\?status=active&stage=/);
    await casey.settle();
    assert.equal(await page.locator(".list tbody tr").count(), number);
  });
  await journey.fact("and stands in a table too", async () => {
    await casey.go("/staff");
    await tile(page, "case_load").getByText("Show as a table").click();
    await tile(page, "case_load").getByRole("columnheader", { name: "Clients" }).waitFor();
  });
  await journey.look(casey, "dashboard");
  await journey.fact("the quick note offers everybody with whom she works", async () => {
    const offered = await tile(page, "quick_note").getByLabel("Client", { exact: true }).locator("option").count();
    await casey.go("/staff/clients?status=active&status=applicant&status=inactive");
    const all = await page.locator(".paging p").innerText();
    assert.equal(offered - 1, Number(all.replace(/\D/g, "")));
    await casey.go("/staff");
  });
  await journey.fact("what she did leads to it", async () => {
    const notes = tile(page, "numbers").getByRole("link", { name: /notes? written/ });
    const number = Number(await notes.locator("strong").innerText());
    await notes.click();
    await page.waitForURL(/\/staff\/notes\?show=mine&since=/);
    await casey.settle();
    assert.equal(await page.locator(".note").count(), number);
    await page.getByRole("link", { name: /^Take away: Since/ }).click();
    await page.waitForURL(/show=mine$/);
  });
}

async function changes(journey, casey) {
  const { page } = casey;
  const stage = page.getByLabel("Stage of Mari Delgado");
  const now = async () => (await clientNamed(journey.server, "María Delgado")).stage;
  const before = await now();
  await journey.fact("a client is moved to another stage right there, and the record has it", async () => {
    await casey.go("/staff");
    await stage.selectOption("job_placement");
    await casey.sees("Mari Delgado is now in the stage Job placement");
    await casey.settle();
    assert.equal(await now(), "job_placement");
    await page.waitForFunction(() => document.activeElement?.tagName === "SELECT");
  });
  await journey.fact("Undo brings her back", async () => {
    await page.getByRole("button", { name: "Undo" }).click();
    await page.waitForFunction((was) => document.querySelector("select.tile-stage[aria-label$=Delgado]")?.value === was, before);
    assert.equal(await now(), before);
  });
  await journey.fact("closing a record asks first what becomes of what is still to be done", async () => {
    await page.getByRole("button", { name: /^Change the status of Mari Delgado/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Status").selectOption({ label: "Closed" });
    await dialog.getByText("Still to be done with this person").waitFor();
    await journey.look(casey, "status from the dashboard");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });
}

async function arranging(journey, casey) {
  const { page } = casey;
  await journey.fact("the keyboard moves a tile to the top, and a box leaves one out", async () => {
    await casey.go("/staff");
    await page.getByRole("button", { name: "Arrange" }).click();
    await page.getByRole("button", { name: "Move: My last 30 days" }).focus();
    await page.keyboard.press("Enter");
    for (let step = 0; step < 12; step += 1) await page.keyboard.press("ArrowUp");
    await casey.sees(/My last 30 days: place 1 of/);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.getAttribute("aria-label") === "Move: My last 30 days");
    await page.getByRole("switch", { name: /^Recently, with my clients/ }).uncheck();
  });
  await journey.look(casey, "arranging the dashboard");
  await journey.fact("the mouse drags one below another", async () => {
    const from = await page.getByRole("button", { name: "Move: Quick note" }).boundingBox();
    const to = await page.getByRole("button", { name: "Move: Follow-ups" }).boundingBox();
    await page.mouse.move(from.x + 8, from.y + 8);
    await page.mouse.down();
    await page.mouse.move(to.x + 8, to.y + 8, { steps: 6 });
    await page.mouse.up();
    const names = await page.locator("ol.rows strong").allInnerTexts();
    assert.deepEqual(names.slice(0, 2), ["My last 30 days", "Quick note"]);
  });
  await journey.fact("it is kept, also after a reload", async () => {
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await casey.sees("Your page is arranged");
    await tile(page, "numbers").waitFor();
    await page.reload();
    await casey.settle();
    const shown = await order(page);
    assert.equal(shown[0], "numbers");
    assert(!shown.includes("activity"), shown.join(" "));
  });
  await journey.look(casey, "an arranged dashboard");
}

async function onAPhone(journey) {
  const casey = await journey.staff("Casey", { device: "phone", theme: "dark" });
  const { page } = casey;
  await journey.fact("her phone has the same order, one tile below the other", async () => {
    await casey.go("/staff");
    await casey.settle();
    assert.deepEqual((await order(page)).slice(0, 2), ["numbers", "quick_note"]);
  });
  await journey.look(casey, "an arranged dashboard on a phone");
  await journey.fact("and takes it back to the usual one", async () => {
    await page.getByRole("button", { name: "Arrange" }).click();
    await page.getByRole("button", { name: "Back to the usual page" }).click();
    await casey.sees("Your page is the usual one again");
    await tile(page, "activity").waitFor();
    assert.equal((await order(page))[0], "follow_ups");
  });
  await casey.leave();
}

async function ofTheTeam(journey) {
  const max = await journey.staff("Max");
  const { page } = max;
  await journey.fact("a manager goes from a colleague's line to that colleague's clients", async () => {
    await max.go("/staff");
    const line = tile(page, "team").getByRole("link", { name: /^Casey Nguyen: \d+ clients/ });
    const number = Number(await line.locator(".chart-text").innerText());
    await line.click();
    await page.waitForURL(/\/staff\/clients\?assignee=/);
    await max.settle();
    assert.equal(await page.locator(".list tbody tr").count(), number);
  });
  await journey.fact("one colleague's follow-ups say whose they are, and lead back to everybody's", async () => {
    await max.go("/staff/follow-ups?show=team");
    await page.getByRole("rowheader", { name: /^Casey Nguyen/ }).getByRole("link").click();
    await page.waitForURL(/show=team&assignee=/);
    await max.settle();
    const whose = page.getByLabel("Colleague", { exact: true });
    assert.equal(await whose.locator("option:checked").innerText(), "Casey Nguyen");
    await whose.selectOption({ label: "Anybody" });
    await page.waitForURL((url) => !url.searchParams.has("assignee"));
  });
  await journey.visit(max, "/staff", "a manager's dashboard");
}
