import assert from "node:assert/strict";
import { asks, clientNamed } from "../lib/api.mjs";

export const title = "Casey's morning on the phone: what is due, a visit, a note, the next step, and who comes next";

const DUE = "Call about the Tuesday interview";
const NEXT = "Hear how the interview went";
const NOTE = "She has the address and the name of the supervisor; we practised two answers on the bus.";

export async function story(journey) {
  const maria = await clientNamed(journey.server, "María Delgado");
  const caseyAsks = await asks(journey.server, "Casey");
  const me = await caseyAsks.get("/me");
  // The agency's day, in the way that dates are written to the API.
  const today = new Date().toLocaleDateString("sv", { timeZone: "America/Los_Angeles" });
  await caseyAsks.post(`/clients/${maria.id}/follow-ups`, { purpose: DUE, due_on: today, assignee_id: me.id });

  const casey = await journey.visitor({ device: "phone" });
  const { page } = casey;
  const dialog = page.getByRole("dialog");
  await journey.fact("signed in on the bus, she sees what is due today and opens whose it is", async () => {
    await casey.signIn("Casey");
    await page.locator(".row", { hasText: DUE }).first().getByRole("link").first().click();
    await page.getByRole("heading", { level: 1, name: "Mari Delgado" }).waitFor();
    await casey.settle();
  });
  await journey.look(casey, "morning record");
  await journey.fact("the phone number can be called with a tap", async () => {
    const [number] = await page.locator("a[href^='tel:']").evaluateAll((links) => links.map((link) => link.href));
    assert.match(number, /^tel:\+?[\d-]+$/);
  });
  await journey.fact("she writes down what was said", async () => {
    await page.getByRole("button", { name: "Quick note" }).click();
    await page.getByLabel("Note", { exact: true }).fill(NOTE);
    await page.getByRole("button", { name: "Save note" }).click();
    await casey.sees("Note saved");
    await casey.sees(NOTE);
  });
  await journey.fact("what was due is done, with what came of it", async () => {
    await casey.go(`/staff/clients/${maria.id}/follow-ups`);
    const row = page.locator(".row", { hasText: DUE });
    await row.getByRole("button", { name: "Mark as done" }).click();
    await dialog.getByRole("button", { name: "Mark as done" }).click();
    await dialog.waitFor({ state: "detached" });
    await casey.settle();
  });
  await journey.fact("and the next call is planned for tomorrow", async () => {
    await page.getByRole("button", { name: "Plan a follow-up" }).click();
    await dialog.getByLabel("What is to be done").fill(NEXT);
    const [year, month, day] = today.split("-").map(Number);
    await dialog.getByLabel("Day", { exact: true }).fill(new Date(Date.UTC(year, month - 1, day + 1)).toISOString().slice(0, 10));
    await dialog.getByRole("button", { name: "Plan follow-up" }).click();
    await page.locator(".row", { hasText: NEXT }).waitFor();
  });
  await journey.look(casey, "morning follow-ups");
  await journey.fact("one who rings up is found by half a name", async () => {
    await casey.go("/staff/clients");
    await page.getByRole("searchbox").filter({ visible: true }).first().fill("sukar");
    await page.getByRole("link", { name: "Sukarno" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Sukarno" }).waitFor();
    await casey.settle();
  });
  await journey.fact("by ten nothing of today is left over", async () => {
    const left = await caseyAsks.get("/follow-ups?limit=100");
    assert(!left.items.some((one) => one.purpose === DUE && one.status === "open"));
    assert(left.items.some((one) => one.purpose === NEXT));
    await casey.go("/staff");
    await casey.seesNot(DUE);
  });
  await journey.look(casey, "morning done");
}
