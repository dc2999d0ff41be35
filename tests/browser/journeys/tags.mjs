import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { asks, clientNamed } from "../lib/api.mjs";

export const title = "Cora makes a tag, gives it to several clients, finds them by it and takes them out as a file";

const TAG = "Summer camp";

export async function story(journey) {
  const cora = await journey.staff("Cora");
  try {
    await making(journey, cora);
    await one(journey, cora);
    await many(journey, cora);
    await finding(journey, cora);
    await exporting(journey, cora);
    await audited(journey, cora);
    await onAPhone(journey);
    await whoMayNot(journey);
  } finally {
    await restore(journey);
  }
}

const bar = (page) => page.getByRole("region", { name: "Change several clients" });
const dialog = (page) => page.getByRole("dialog");
const box = (page, name) => page.getByRole("checkbox", { name: `Select ${name}` });

async function making(journey, cora) {
  const { page } = cora;
  await journey.fact("tags are one of the lists that she keeps", async () => {
    await cora.go("/staff/settings/lists/tag");
    await cora.sees("Needs an interpreter");
    await (await asks(journey.server, "Cora")).post("/code-lists/tag", {
      code: "summer_camp",
      labels: { en: TAG, es: "Campamento de verano" },
    });
    await page.reload();
    await cora.sees(TAG);
  });
  await journey.look(cora, "tags in the settings");
}

async function one(journey, cora) {
  const { page } = cora;
  const { id } = await clientNamed(journey.server, "María Delgado");
  await journey.fact("she gives it to one client, and it stands under the name", async () => {
    await cora.go(`/staff/clients/${id}/details/edit`);
    await page.getByRole("checkbox", { name: TAG }).check();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.waitForURL(/\/details$/);
    await page.getByRole("group", { name: "Tags" }).getByText(TAG).waitFor();
  });
  await journey.look(cora, "a client with a tag");
}

async function many(journey, cora) {
  const { page } = cora;
  await journey.fact("the check says who has it already", async () => {
    await cora.go("/staff/clients");
    for (const name of ["Sukarno", "Wei Ng", "Mari Delgado"]) await box(page, name).check();
    await bar(page).getByRole("button", { name: "Change them…" }).click();
    await dialog(page).getByLabel("Give them a tag").check();
    await dialog(page).getByLabel("Tag", { exact: true }).selectOption({ label: TAG });
    await journey.look(cora, "bulk tag");
    await dialog(page).getByRole("button", { name: "Check first" }).click();
    await dialog(page).getByText("2 of 3 clients would be changed").waitFor();
    await dialog(page).getByText("1 already so, or nothing to end").waitFor();
  });
  await journey.fact("it is given, taken back and given again", async () => {
    await dialog(page).getByRole("button", { name: "Change 2 clients" }).click();
    await dialog(page).getByText("2 of 3 clients were changed").waitFor();
    await dialog(page).getByRole("button", { name: "Take it back" }).click();
    await dialog(page).getByText("2 of 2 clients are as they were before").waitFor();
    await dialog(page).getByRole("button", { name: "Done" }).click();
    await box(page, "Sukarno").check();
    await bar(page).getByRole("button", { name: "Change them…" }).click();
    await dialog(page).getByLabel("Give them a tag").check();
    await dialog(page).getByLabel("Tag", { exact: true }).selectOption({ label: TAG });
    await dialog(page).getByRole("button", { name: "Check first" }).click();
    await dialog(page).getByRole("button", { name: "Change 1 client" }).click();
    await dialog(page).getByText("1 of 1 clients were changed").waitFor();
    await dialog(page).getByRole("button", { name: "Done" }).click();
  });
}

async function finding(journey, cora) {
  const { page } = cora;
  await journey.fact("the filter has it, and the list shows those two and a column of tags", async () => {
    await cora.go("/staff/clients");
    await page.getByRole("button", { name: /^Filters/ }).click();
    await dialog(page).getByRole("button", { name: TAG }).click();
    await page.waitForURL(/tag=summer_camp/);
    await dialog(page).getByRole("button", { name: "Show 2 clients" }).click();
    await page.getByRole("button", { name: `Take away: Tag: ${TAG}` }).waitFor();
    await page.getByRole("columnheader", { name: "Tags" }).waitFor();
    assert.equal(await page.getByRole("row").filter({ hasText: TAG }).count(), 2);
  });
  await journey.look(cora, "clients by tag");
  await journey.fact("the column can be left out", async () => {
    await page.locator("summary", { has: page.locator("svg") }).and(page.getByLabel("Columns")).click();
    await page.getByRole("link", { name: "Tags" }).click();
    await page.getByRole("columnheader", { name: "Tags" }).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Tags" }).click();
    await page.getByRole("columnheader", { name: "Tags" }).waitFor();
    await page.keyboard.press("Escape");
  });
}

async function exporting(journey, cora) {
  const { page } = cora;
  await journey.fact("before a file is made she reads how many it would have", async () => {
    await page.getByLabel("Select this page").check();
    await bar(page).getByRole("button", { name: "Export…" }).click();
    await dialog(page).getByText("The file would have 2 clients").waitFor();
    assert.equal(await dialog(page).getByRole("checkbox", { name: /social/i }).count(), 0);
  });
  await journey.look(cora, "export");
  await journey.fact("without a reason there is none", async () => {
    await dialog(page).getByRole("button", { name: "Export", exact: true }).click();
    await dialog(page).getByLabel(/^Why/).and(page.locator("[aria-invalid='true']")).waitFor();
  });
  await journey.fact("the file has the columns that she ticked, in words", async () => {
    await dialog(page).getByRole("checkbox", { name: "Tags", exact: true }).check();
    await dialog(page).getByRole("checkbox", { name: "Programs", exact: true }).uncheck();
    await dialog(page).getByLabel(/^Why/).fill("Letters about the summer camp");
    const saved = page.waitForEvent("download");
    await dialog(page).getByRole("button", { name: "Export", exact: true }).click();
    const download = await saved;
    assert.match(download.suggestedFilename(), /^clients-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await download.path(), "utf8");
    assert(text.startsWith("\ufeffLast name,First name,Status,Stage,Tags,Phones,"), text);
    assert.equal(text.trim().split("\r\n").length, 3);
    assert(text.includes(TAG) && text.includes("Delgado") && !text.includes("1234"), text);
    await dialog(page).waitFor({ state: "detached" });
    await cora.sees(/was exported/);
  });
}

async function audited(journey, cora) {
  const { page } = cora;
  await journey.fact("the audit log has the reason and how many", async () => {
    await cora.go("/staff/audit?entity=exports");
    await cora.sees("Clients exported");
    await cora.sees("Letters about the summer camp");
  });
  await journey.look(cora, "an export in the audit log");
  assert(page.url().includes("entity=exports"));
}

async function onAPhone(journey) {
  const ana = await journey.staff("Ana", { device: "phone", theme: "dark" });
  const { page } = ana;
  await journey.fact("an analyst changes nobody and exports, on a phone too", async () => {
    await ana.go("/staff/clients?tag=summer_camp");
    await page.getByLabel("Select this page").check();
    await bar(page).getByRole("button", { name: "Export…" }).waitFor();
    assert.equal(await bar(page).getByRole("button", { name: "Change them…" }).count(), 0);
    await bar(page).getByRole("button", { name: "Export…" }).click();
    await dialog(page).getByText("The file would have 2 clients").waitFor();
  });
  await journey.look(ana, "export on a phone");
}

async function whoMayNot(journey) {
  const casey = await journey.staff("Casey");
  await journey.fact("a case manager tags and does not export", async () => {
    await casey.go("/staff/clients");
    await box(casey.page, "Sukarno").check();
    await bar(casey.page).getByRole("button", { name: "Change them…" }).waitFor();
    assert.equal(await bar(casey.page).getByRole("button", { name: "Export…" }).count(), 0);
  });
}

async function restore(journey) {
  const cora = await asks(journey.server, "Cora");
  const { items } = await cora.get("/clients?tag=summer_camp");
  for (const { id } of items) {
    const { version, tags } = await cora.get(`/clients/${id}`);
    await cora.patch(`/clients/${id}`, version, { tags: tags.filter((tag) => tag !== "summer_camp") });
  }
  const made = (await cora.get("/code-lists/tag")).find((value) => value.code === "summer_camp");
  if (made) await cora.remove(`/code-lists/tag/${made.id}`, made.version);
}
