import assert from "node:assert/strict";
import { apply, clientNamed } from "../lib/api.mjs";

export const title = "Casey takes an application on: review, note, follow-up";

// María has her phone number; a shared one makes them look alike without being one person.
const LUCIA = { first_name: "Lucía", last_name: "Delgado", phone: "415 555 0100", date_of_birth: "1990-02-28", residency: "resident" };

export async function story(journey) {
  const { reference } = await apply(journey.server, LUCIA);
  const casey = await journey.staff("Casey");
  const { page } = casey;
  const dialog = page.getByRole("dialog");

  await journey.fact("the application waits on her first page", async () => {
    await page.getByRole("heading", { name: "New applications" }).waitFor();
    await page.getByRole("link", { name: "All applications" }).click();
    await page.waitForURL("**/staff/applications**");
    await casey.sees(new RegExp(reference));
  });
  await journey.look(casey, "applications");

  await journey.fact("she sees who is on file already, and why", async () => {
    await page.getByRole("link", { name: /Lucía Delgado/ }).click();
    await page.getByRole("heading", { level: 1, name: /Lucía Delgado/ }).waitFor();
    const likely = page.locator("section", { has: page.getByRole("heading", { name: "May be on file already" }) });
    await likely.getByText("Delgado").first().waitFor();
    await likely.getByText(/Same date of birth|Same phone/).first().waitFor();
  });
  await journey.look(casey, "application");

  await journey.fact("accepting makes a client of hers", async () => {
    await page.getByRole("button", { name: "Accept as new client" }).click();
    await dialog.getByRole("button", { name: "Accept as new client" }).click();
    await page.waitForURL(/\/staff\/clients\/[0-9a-f-]+$/);
    await page.getByRole("heading", { level: 1, name: "Lucía Delgado" }).waitFor();
    const lucia = await clientNamed(journey.server, "Lucía Delgado");
    assert.equal(lucia.status, "active");
  });
  await journey.look(casey, "new client");

  await journey.fact("an empty note is told so at the field", async () => {
    await page.getByRole("button", { name: "Save note" }).click();
    await page.locator(".quick .field-error").waitFor();
  });
  await journey.fact("a note stands in the timeline at once", async () => {
    await page.getByLabel("Note", { exact: true }).fill("Called her back. She wants to cook.");
    await page.getByRole("button", { name: "Save note" }).click();
    await casey.sees("Note saved");
    await page.locator(".timeline, .section").getByText("She wants to cook.").first().waitFor();
  });
  await journey.fact("she plans a follow-up", async () => {
    const parts = page.getByRole("navigation", { name: "Parts of the record" });
    await parts.getByRole("link", { name: "Follow-ups" }).click();
    await page.getByRole("button", { name: "Plan a follow-up" }).click();
    await dialog.getByLabel("What is to be done").fill("Bring the course schedule");
    await dialog.getByLabel("Day").fill(isoDay(1));
    await journey.look(casey, "planning a follow-up");
    await dialog.getByRole("button", { name: "Plan follow-up" }).click();
    await casey.sees("Follow-up planned");
    await casey.sees("Bring the course schedule");
  });
  await journey.fact("she finds it in her list and marks it as done", async () => {
    await page.goto("/staff/follow-ups");
    const row = page.locator(".row", { hasText: "Bring the course schedule" });
    await row.getByRole("button", { name: "Mark as done" }).click();
    await dialog.getByLabel(/^Outcome/).fill("She has it, and starts on Monday.");
    await dialog.getByRole("button", { name: "Mark as done" }).click();
    await casey.sees("Marked as done");
    await row.waitFor({ state: "detached" });
  });
  await journey.look(casey, "follow-ups");

  await journey.fact("the application is decided", async () => {
    await casey.go(`/staff/applications?q=${reference}`);
    await casey.sees("Accepted");
  });
}

/** A day from today on, as a date field takes it. */
function isoDay(later) {
  return new Date(Date.now() + later * 86_400_000).toISOString().slice(0, 10);
}
