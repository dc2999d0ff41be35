import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { asks } from "../lib/api.mjs";
import { ENGLISH, ROSA, UP_TO_DOCUMENTS, agree, answerWhatIsNeeded, introduce, onTo, reference } from "../lib/intake.mjs";

export const title = "Ada asks for a shirt size, an applicant answers, and it goes over to the client";

export async function story(journey) {
  const ada = await journey.staff("Ada");
  try {
    await defining(journey, ada);
    const number = await applying(journey);
    await exporting(journey, number);
    await reviewing(journey, number);
  } finally {
    await retire(journey);
  }
}

async function defining(journey, ada) {
  const { page } = ada;
  await journey.fact("an agency without fields is told what they are for", async () => {
    await ada.go("/staff/settings/fields");
    await ada.sees("No custom fields yet");
  });
  await journey.look(ada, "no custom fields");
  await journey.fact("a definition without words is told so in its place", async () => {
    await page.getByRole("link", { name: "Add a field" }).click();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await ada.sees("Give the English words too");
  });
  await journey.look(ada, "new custom field");
  await journey.fact("she defines a field of two choices", async () => {
    await page.getByLabel("English").first().fill("Shirt size");
    await page.getByLabel(/^Español/).first().fill("Talla de camisa");
    await page.getByLabel("Kind of answer").selectOption({ label: "One of several choices" });
    for (const [place, word] of [[1, "Medium"], [2, "Large"]]) {
      await page.getByRole("button", { name: "Add a choice" }).click();
      const choice = page.getByRole("group", { name: `Choice ${place}` });
      await choice.getByLabel("English").fill(word);
    }
    await page.getByRole("checkbox", { name: "Required" }).check();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await ada.sees("Shirt size is asked from now on");
    await page.locator("li[data-place]", { hasText: "shirt_size" }).waitFor();
  });
  await journey.look(ada, "custom fields");
}

async function applying(journey) {
  const rosa = await journey.visitor({ device: "phone" });
  const { page } = rosa;
  let number;
  await journey.fact("the form has a part more, and does not go on without the answer", async () => {
    await rosa.go("/apply");
    await introduce(page, ENGLISH, { ...ROSA, first: "Rosalía", email: "rosalia@example.org", phone: "415 555 0143" });
    for (const part of UP_TO_DOCUMENTS.slice(0, -1)) {
      await onTo(page, ENGLISH, part);
      await answerWhatIsNeeded(page, part);
    }
    await onTo(page, ENGLISH, "more");
    await page.getByRole("button", { name: ENGLISH.next }).click();
    await rosa.sees(ENGLISH.required);
  });
  await journey.look(rosa, "more questions on a phone");
  await journey.fact("the answer stands in the review, and a reload keeps it", async () => {
    await page.getByLabel("Shirt size").selectOption({ label: "Large" });
    await onTo(page, ENGLISH, "documents");
    await onTo(page, ENGLISH, "consent");
    await agree(page, ENGLISH);
    await onTo(page, ENGLISH, "review");
    await rosa.settle();
    await page.reload();
    await rosa.sees("Large");
    await page.getByRole("button", { name: ENGLISH.send }).click();
    await rosa.sees(ENGLISH.done);
    number = await reference(page);
  });
  await rosa.leave();
  return number;
}

async function exporting(journey, number) {
  const ana = await journey.staff("Ana");
  const { page } = ana;
  const dialog = page.getByRole("dialog");
  await journey.fact("an analyst takes the applications out that the list shows", async () => {
    await ana.go(`/staff/applications?q=${number}`);
    await page.getByRole("row", { name: new RegExp(number) }).waitFor();
    await page.getByRole("button", { name: "Export…" }).click();
    await dialog.getByText("The file would have 1 application").waitFor();
  });
  await journey.look(ana, "export of applications");
  await journey.fact("without a reason there is no file", async () => {
    await dialog.getByRole("button", { name: "Export", exact: true }).click();
    await dialog.getByRole("textbox", { name: /^Why/ }).and(page.locator("[aria-invalid='true']")).waitFor();
  });
  await journey.fact("the file has what the applicant answered", async () => {
    await dialog.getByRole("checkbox", { name: "Shirt size", exact: true }).check();
    await dialog.getByRole("textbox", { name: /^Why/ }).fill("Shirts for the first day");
    const saved = page.waitForEvent("download");
    await dialog.getByRole("button", { name: "Export", exact: true }).click();
    const download = await saved;
    assert.match(download.suggestedFilename(), /^applications-\d{4}-\d\d-\d\d\.csv$/);
    const [head, row] = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
    assert(head.endsWith(",Shirt size"), head);
    assert(row.startsWith(number) && row.endsWith(",Large"), row);
    await dialog.waitFor({ state: "detached" });
    await ana.sees(/was exported/);
  });
  await ana.leave();
}

async function reviewing(journey, number) {
  const casey = await journey.staff("Casey");
  const { page } = casey;
  await journey.fact("the queue is narrowed by what applicants answered", async () => {
    await casey.go("/staff/applications");
    assert.equal(await page.getByRole("button", { name: "Export…" }).count(), 0);
    await page.getByRole("button", { name: "By a custom field" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("By a custom field").selectOption({ label: "Shirt size" });
    await dialog.getByRole("button", { name: "Medium" }).click();
    await page.waitForURL(/field=shirt_size%3Amedium/);
    await dialog.getByRole("button", { name: "Medium" }).click();
    await dialog.getByRole("button", { name: "Large" }).click();
    await page.waitForURL(/field=shirt_size%3Alarge/);
    await journey.look(casey, "queue by a custom field, choosing");
    await dialog.getByRole("button", { name: "Show applications" }).click();
    await page.getByRole("row", { name: new RegExp(number) }).waitFor();
    await page.getByRole("button", { name: "Take away: Shirt size: Large" }).waitFor();
    await journey.look(casey, "queue by a custom field");
    await page.getByRole("button", { name: "Take away: Shirt size: Large" }).click();
    await page.waitForURL((url) => !url.search.includes("field"));
  });
  const { items } = await (await asks(journey.server, "Casey")).get(`/applications?q=${number}`);
  assert.equal(items.length, 1);
  await journey.fact("Casey reads it on the application, and on the client that it becomes", async () => {
    await casey.go(`/staff/applications/${items[0].id}`);
    await casey.sees("Shirt size");
    await casey.sees("Large");
    const asker = await asks(journey.server, "Casey");
    const client = await asker.postOn(`/applications/${items[0].id}/acceptance`, items[0].version, {});
    await casey.go(`/staff/clients/${client.id}/details`);
    await casey.sees("More about this person");
    await casey.sees("Large");
  });
  await journey.look(casey, "details with custom fields");
  await journey.fact("he changes it, and the history calls it by its label", async () => {
    await page.getByRole("link", { name: "Edit", exact: true }).click();
    await page.getByLabel("Shirt size").selectOption({ label: "Medium" });
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.waitForURL("**/details");
    await casey.sees("Medium");
    const id = new URL(page.url()).pathname.split("/")[3];
    await casey.go(`/staff/clients/${id}/history`);
    await casey.sees(/Shirt size changed from l/i);
  });
  await journey.fact("a proposal calls field and value by their labels", async () => {
    const id = new URL(page.url()).pathname.split("/")[3];
    const max = await asks(journey.server, "Max");
    const { version } = await max.get(`/clients/${id}/custom-fields`);
    await max.patch(`/clients/${id}/custom-fields`, version, { values: { shirt_size: "large" } });
    const cora = await journey.staff("Cora");
    await cora.go("/staff/changes");
    await cora.page.getByRole("row", { name: /Shirt size/ }).getByRole("link").first().click();
    await cora.page.getByRole("row", { name: /Shirt size\s+Medium\s+Medium\s+Large/ }).waitFor();
    await journey.look(cora, "proposal about a custom field");
    await cora.leave();
  });
  await journey.fact("the list of clients is narrowed by it", async () => {
    await casey.go("/staff/clients");
    await page.getByRole("button", { name: "Filters" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("By a custom field").selectOption({ label: "Shirt size" });
    await dialog.getByRole("button", { name: "Medium" }).click();
    await page.waitForURL(/field=shirt_size%3Amedium/);
    await dialog.getByRole("button", { name: /^Show/ }).click();
    await page.getByRole("button", { name: "Take away: Shirt size: Medium" }).waitFor();
    await casey.sees("Rosalía");
  });
  await journey.look(casey, "clients by a custom field");
  await casey.leave();
}

/** The other journeys know the form without it. */
async function retire(journey) {
  const asker = await asks(journey.server, "Ada");
  for (const field of await asker.get("/custom-fields")) {
    await asker.patch(`/custom-fields/${field.id}`, field.version, { retired: true });
  }
}
