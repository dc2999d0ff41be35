import assert from "node:assert/strict";
import { clientNamed } from "../lib/api.mjs";

export const title = "Cora guards the records, in the dark";

export async function story(journey) {
  const maria = await clientNamed(journey.server, "María Delgado");
  const cora = await journey.staff("Cora", { theme: "dark" });
  const { page } = cora;

  await journey.fact("she sees who is restricted, from what, and why", async () => {
    await page.getByRole("link", { name: "Restrictions" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Restrictions" }).waitFor();
    const row = page.getByRole("row", { name: /Delgado/ });
    await row.getByText("borrowed drill").waitFor();
  });
  await journey.look(cora, "restrictions dark");

  await journey.fact("earlier and later ones have their tabs", async () => {
    await page.getByRole("link", { name: "Expired" }).click();
    await page.getByRole("row", { name: /Washington/ }).waitFor();
    await page.getByRole("link", { name: "Upcoming" }).click();
    await page.getByRole("row", { name: /al-Sayed/ }).waitFor();
  });
  await journey.fact("the number shows for a reason only", async () => {
    await cora.go(`/staff/clients/${maria.id}`);
    await cora.sees("•••–••–1234");
    await page.getByRole("button", { name: "Show whole number" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Show whole number" }).click();
    await dialog.locator(".field-error").waitFor();
    await dialog.getByLabel("Why do you need it?").fill("Benefits form for the county");
    await dialog.getByRole("button", { name: "Show whole number" }).click();
    await cora.sees("536-22-1234");
  });
  await journey.fact("the audit log has her and her reason, and not the number", async () => {
    await page.getByRole("link", { name: "Audit log" }).first().click();
    await page.getByRole("heading", { level: 1, name: "Audit log" }).waitFor();
    const entry = page.locator(".event", { hasText: "Social security number shown" }).first();
    await entry.getByText("Reason: Benefits form for the county").waitFor();
    assert.match(await entry.innerText(), /Cora Lindqvist/);
    await cora.seesNot("536-22-1234");
  });
  await journey.look(cora, "audit dark");
}
