import assert from "node:assert/strict";
import { clientNamed } from "../lib/api.mjs";

export const title = "A note that stands first, begins with a template and names a colleague";

export async function story(journey) {
  const sukarno = await clientNamed(journey.server, "Sukarno");
  const cora = await journey.staff("Cora");
  const box = cora.page.getByRole("dialog");
  await journey.fact("a coordinator writes a template", async () => {
    await cora.go("/staff/settings/templates");
    await cora.page.getByRole("button", { name: "Add a template" }).click();
    await box.getByLabel("Name").fill("Talk about work");
    await box.getByLabel("About").selectOption("employment");
    await box.getByLabel("Text").fill("Wishes:\nNext step:");
    await journey.look(cora, "adding a template of a note");
    await box.getByRole("button", { name: "Add a template" }).click();
    await cora.page.locator(".row", { hasText: "Talk about work" }).waitFor();
  });
  await journey.look(cora, "templates of notes");

  const casey = await journey.staff("Casey");
  const { page } = casey;
  const quick = page.locator(".quick");
  const text = quick.getByRole("textbox").first();
  await journey.fact("it comes below what was written, and nothing is lost", async () => {
    await casey.go(`/staff/clients/${sukarno.id}/notes`);
    await text.fill("He called.");
    await quick.getByRole("button", { name: "More choices" }).click();
    await quick.getByLabel(/^Template/).selectOption({ label: "Talk about work" });
    await page.waitForFunction(() => document.querySelector(".quick textarea").value.includes("Wishes:"));
    assert.equal(await text.inputValue(), "He called.\n\nWishes:\nNext step:");
  });
  await journey.fact("half a time keeps its field in sight, so that the note is not dated now", async () => {
    const happened = quick.getByLabel(/^When it happened/);
    await happened.pressSequentially("10");
    await quick.getByRole("button", { name: "Fewer choices" }).click();
    await quick.locator(".field-error").first().waitFor();
    await happened.fill("2026-10-01T09:30");
    await happened.fill("");
    await quick.locator(".field-error").first().waitFor({ state: "detached" });
  });
  await journey.fact("@ offers those who may read it, by keyboard", async () => {
    await text.fill("He called. @ma");
    await text.press("End");
    await text.press("x");
    await text.press("Backspace");
    await page.getByRole("option", { name: "Max Moreau" }).waitFor();
    await journey.look(casey, "naming a colleague in a note");
    await text.press("Enter");
    assert.equal(await text.inputValue(), "He called. @Max Moreau ");
    assert.equal(await page.getByRole("option", { name: "Otto Brandt" }).count(), 0);
    await quick.getByRole("button", { name: "Save note" }).click();
    await page.locator(".note", { hasText: "@Max Moreau" }).waitFor();
  });
  await journey.fact("she corrects when it happened, and names somebody else, who is told", async () => {
    const dialog = page.getByRole("dialog");
    await page.locator(".note", { hasText: "@Max Moreau" }).getByRole("button", { name: "Edit", exact: true }).click();
    await dialog.getByLabel("When it happened").fill("2026-10-01T09:30");
    const words = dialog.getByRole("textbox", { name: "Note" });
    await words.press("Control+End");
    await words.pressSequentially(" and @cor");
    await page.getByRole("option", { name: "Cora" }).waitFor();
    await journey.look(casey, "correcting a note");
    await words.press("Enter");
    await dialog.getByRole("button", { name: "Save note" }).click();
    await dialog.waitFor({ state: "detached" });
    const note = page.locator(".note", { hasText: "@Max Moreau and @Cora" });
    await note.getByText("Oct 1", { exact: false }).waitFor();
    await cora.go("/staff/inbox");
    await cora.page.getByRole("link", { name: /A colleague mentioned you/ }).first().waitFor();
  });
  await journey.fact("a pinned note stands before the others", async () => {
    const note = page.locator(".note", { hasText: "@Max Moreau" });
    await note.getByRole("button", { name: "Pin", exact: true }).click();
    await page.getByRole("heading", { name: "Pinned" }).waitFor();
    await note.getByText("Pinned by Casey Nguyen").waitFor();
  });
  await journey.look(casey, "a pinned note");

  const max = await journey.staff("Max", { device: "phone", theme: "dark" });
  await journey.fact("Max is told and finds the client", async () => {
    await max.go("/staff");
    await max.page.getByLabel(/^Notifications/).click();
    await max.page.getByRole("link", { name: /A colleague mentioned you/ }).first().click();
    await max.page.locator(".note", { hasText: "@Max Moreau" }).first().waitFor();
  });
}
