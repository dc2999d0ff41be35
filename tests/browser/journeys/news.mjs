import assert from "node:assert/strict";
import { clientNamed } from "../lib/api.mjs";

export const title = "Everybody hears of things in their own way";

export async function story(journey) {
  const cole = await journey.staff("Cole");
  const { page } = cole;
  await journey.fact("he chooses what comes by mail, and keeps one week quiet", async () => {
    await cole.go("/staff/account");
    await page.getByRole("link", { name: "How I am told" }).click();
    await page.getByLabel("A colleague mentioned you in a note").selectOption("mail");
    await page.getByLabel("A follow-up was assigned to you").selectOption("off");
    await journey.look(cole, "how one is told");
    await page.getByRole("button", { name: "Save" }).click();
    await cole.sees("Your choice was saved");
  });
  await journey.fact("who chose nothing is reminded of follow-ups by mail", async () => {
    assert.equal(await page.getByLabel("Follow-ups of yours are due or overdue").inputValue(), "mail");
  });
  await journey.fact("what concerns the account always comes by mail", async () => {
    const ways = await page.getByLabel("What you may do here was changed").locator("option").allTextContents();
    assert.deepEqual(ways, ["By mail at once"]);
  });

  const casey = await journey.staff("Casey");
  const maria = await clientNamed(journey.server, "María Delgado");
  await journey.fact("Casey names him in a note", async () => {
    await casey.go(`/staff/clients/${maria.id}/notes`);
    const text = casey.page.locator(".quick").getByRole("textbox").first();
    await text.pressSequentially("Please ring her, @col");
    await casey.page.getByRole("option", { name: "Cole Adeyemi" }).waitFor();
    await text.press("Enter");
    await casey.page.locator(".quick").getByRole("button", { name: "Save note" }).click();
    await casey.page.locator(".note", { hasText: "@Cole Adeyemi" }).first().waitFor();
  });
  await journey.fact("it stands in his inbox, and leads to the client", async () => {
    await cole.go("/staff/inbox?show=unread");
    const row = page.locator(".row", { hasText: "A colleague mentioned you in a note" }).first();
    await row.getByText("New", { exact: true }).waitFor();
    await journey.look(cole, "the inbox");
    await row.getByRole("button", { name: "Mark as read" }).click();
    await cole.settle();
    await cole.go("/staff/inbox");
    await page.getByRole("link", { name: "A colleague mentioned you in a note" }).first().click();
    await page.locator(".note", { hasText: "@Cole Adeyemi" }).first().waitFor();
  });
}
