import { clientNamed } from "../lib/api.mjs";

export const title = "Cora sees who saw a record, and looks through the log by words";

export async function story(journey) {
  const maria = await clientNamed(journey.server, "María Delgado");
  const cora = await journey.staff("Cora");
  const { page } = cora;
  await journey.fact("who saw the record stands beside its changes", async () => {
    await cora.go(`/staff/clients/${maria.id}/history`);
    await page.getByRole("link", { name: "Who saw this record" }).click();
    await page.getByRole("heading", { name: "Opened", exact: true }).waitFor();
    await page.getByRole("button", { name: "Print" }).waitFor();
  });
  await journey.look(cora, "who saw the record");
  await journey.fact("the log is narrowed by words, and they stand in the address", async () => {
    await cora.go("/staff/audit");
    await page.getByLabel("Words").fill("delgado");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.waitForURL(/q=delgado/);
  });
  await journey.look(cora, "audit by words");
  await journey.fact("half a day is told, and not left out", async () => {
    const from = page.getByLabel("From", { exact: true });
    await from.pressSequentially("05");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.locator(".field-error").first().waitFor();
    await from.fill("2026-01-01");
    await page.getByRole("button", { name: "Show", exact: true }).click();
    await page.waitForURL(/from=2026-01-01/);
  });
  await journey.fact("entries leave as a file for a reason", async () => {
    await page.getByRole("button", { name: "Take out as a file" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Why do you need it?").waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });
}
