import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { asks } from "../lib/api.mjs";

export const title = "Ada saves all that is set as a file, changes it, and takes it after a look";

const WORDS = "Work and dignity";
const PLACE = "/staff/settings/file";

export async function story(journey) {
  const ada = await journey.staff("Ada");
  const file = await saving(journey, ada);
  await taking(journey, ada, file);
  await bad(journey, ada, file);
  await unreadable(journey, ada);
  await others(journey);
  await restore(journey, ada, file);
}

async function saving(journey, ada) {
  const { page } = ada;
  let file;
  await journey.fact("the file holds the profile, and nobody's name", async () => {
    await ada.go("/staff/settings");
    await page.getByRole("navigation", { name: "Parts of the settings" }).getByRole("link", { name: "Configuration file" }).click();
    await page.getByRole("heading", { level: 2, name: "Save what is set here" }).waitFor();
    const saved = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save as a file" }).click();
    const download = await saved;
    assert.match(download.suggestedFilename(), /^openhall-configuration-\d{4}-\d\d-\d\d\.json$/);
    const text = await readFile(await download.path(), "utf8");
    file = JSON.parse(text);
    assert.equal(file.format, 1);
    assert(file.profile.name && !text.includes("Okafor"));
    await ada.sees("Saved as openhall-configuration");
  });
  await journey.look(ada, "configuration file");
  await journey.fact("taken back as it is, it would change nothing", async () => {
    await choose(page, file);
    await ada.sees("Nothing would change");
    assert.equal(await page.getByRole("button", { name: "Take the file" }).count(), 0);
  });
  return file;
}

async function taking(journey, ada, file) {
  const { page } = ada;
  const other = structuredClone(file);
  other.profile.mission = WORDS;
  other.roles.push({ name: "Door keeper", sight: "caseload", permissions: ["see_clients"] });
  other.departments = [{ name: "Gardens" }];
  other.code_lists.referral_source[0].labels.es = "De boca en boca";
  await journey.fact("a changed file shows part by part what it would change", async () => {
    await choose(page, other);
    const preview = page.getByTestId("configuration-preview");
    await preview.getByRole("cell", { name: WORDS }).waitFor();
    await preview.getByText("Door keeper").waitFor();
    await preview.getByText("Gardens").waitFor();
    await preview.getByRole("cell", { name: "De boca en boca" }).waitFor();
    await preview.getByText(/Only here, and stays/).first().waitFor();
  });
  await journey.look(ada, "configuration preview");
  await journey.fact("nothing is done before she says so", async () => {
    const { mission } = await (await asks(journey.server, "Ada")).get("/organization/settings");
    assert.notEqual(mission, WORDS);
    await page.getByRole("button", { name: "Take the file" }).click();
    await page.getByRole("dialog").getByText("Nothing is deleted").waitFor();
  });
  await journey.look(ada, "configuration asked once more");
  await journey.fact("then all of it holds, and the settings show it", async () => {
    await page.getByRole("dialog").getByRole("button", { name: "Take the file" }).click();
    await ada.sees("The file was taken. New: 2. Changed: 2.");
    await ada.go("/staff/settings/profile");
    assert.equal(await page.getByLabel("Mission (optional)", { exact: true }).inputValue(), WORDS);
    await ada.go("/staff/settings/departments");
    await ada.sees("Gardens");
    await ada.go("/staff/roles");
    await ada.sees("Door keeper");
  });
}

async function bad(journey, ada, file) {
  const { page } = ada;
  const other = structuredClone(file);
  other.roles = [{ name: "Pilot", sight: "caseload", permissions: ["fly"] }];
  other.profile.mission = "Another one";
  await journey.fact("a file with one bad entry says where and what to do, and cannot be taken", async () => {
    await ada.go(PLACE);
    await choose(page, other);
    const alert = page.getByRole("alert");
    await alert.getByText("/roles/0/permissions/0").waitFor();
    await alert.getByText("Take it out of the role").waitFor();
    assert.equal(await page.getByRole("button", { name: "Take the file" }).count(), 0);
  });
  await journey.look(ada, "configuration with a problem");
}

async function unreadable(journey, ada) {
  const { page } = ada;
  await journey.fact("what is no such file is refused in words", async () => {
    ada.expect(400, /configuration\/preview/);
    await page.locator("input[type=file]").setInputFiles(named("hello"));
    await ada.sees("This is no file that can be read");
    ada.expect(422, /configuration\/preview/);
    await choose(page, { format: 2 });
    await ada.sees("of another format than this server reads");
  });
}

async function others(journey) {
  await journey.fact("Cora, who sets choices and no roles, has no such part", async () => {
    const cora = await journey.staff("Cora");
    await cora.go("/staff/settings/lists");
    const parts = cora.page.getByRole("navigation", { name: "Parts of the settings" });
    await parts.getByRole("link", { name: "Choices" }).waitFor();
    assert.equal(await parts.getByRole("link", { name: "Configuration file" }).count(), 0);
    await cora.leave();
  });
}

/** The other journeys know the agency as it was. What was added is deleted by hand: a file never does that. */
async function restore(journey, ada, file) {
  const { page } = ada;
  await journey.fact("the file that was saved first brings back what it changed", async () => {
    await ada.go(PLACE);
    await choose(page, file);
    await page.getByRole("button", { name: "Take the file" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Take the file" }).click();
    await ada.sees("The file was taken. New: 0. Changed: 2.");
  });
  const asker = await asks(journey.server, "Ada");
  const role = (await asker.get("/roles")).find(({ name }) => name === "Door keeper");
  await asker.remove(`/roles/${role.id}`);
  const department = (await asker.get("/departments")).find(({ name }) => name === "Gardens");
  await asker.remove(`/departments/${department.id}`, department.version);
}

function choose(page, file) {
  return page.locator("input[type=file]").setInputFiles(named(JSON.stringify(file)));
}

function named(text) {
  return { name: "hall.json", mimeType: "application/json", buffer: Buffer.from(text) };
}
