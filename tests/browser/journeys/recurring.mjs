import assert from "node:assert/strict";
import { clientNamed } from "../lib/api.mjs";

export const title = "A follow-up that comes again, is moved with a reason, and ends";

const PURPOSE = "Ask how the evening course goes";

export async function story(journey) {
  const sukarno = await clientNamed(journey.server, "Sukarno");
  const casey = await journey.staff("Casey");
  const { page } = casey;
  const dialog = page.getByRole("dialog");
  const row = page.locator(".row", { hasText: PURPOSE });
  const today = new Date();
  const day = (days) => {
    const then = new Date(today.getFullYear(), today.getMonth(), today.getDate() + days);
    return [then.getFullYear(), then.getMonth() + 1, then.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
  };

  await journey.fact("it is planned for every two weeks, and not while its end is typed in half", async () => {
    await casey.go(`/staff/clients/${sukarno.id}/follow-ups`);
    await page.getByRole("button", { name: "Plan a follow-up" }).click();
    await dialog.getByLabel("What is to be done").fill(PURPOSE);
    await dialog.getByLabel("Day", { exact: true }).fill(day(2));
    await dialog.getByLabel(/^Comes again/).selectOption("weekly");
    await dialog.getByLabel("How many weeks or months apart").fill("2");
    await journey.look(casey, "planning a follow-up that comes again");
    // Half a day: the month alone.
    await dialog.getByLabel(/^Not after/).focus();
    await page.keyboard.type("05");
    await dialog.getByRole("button", { name: "Plan follow-up" }).click();
    await dialog.locator(".field-error").first().waitFor();
    await dialog.getByLabel(/^Not after/).fill("");
    await dialog.getByRole("button", { name: "Plan follow-up" }).click();
    await row.getByText("every 2 weeks").waitFor();
  });
  await journey.fact("another day takes a reason, which stands there", async () => {
    await row.getByRole("button", { name: "Change day" }).click();
    await dialog.getByLabel("Day", { exact: true }).fill(day(3));
    await dialog.getByLabel(/^Why is the day moved/).fill("He is at a fair");
    await dialog.getByRole("button", { name: "Save the new day" }).click();
    await row.getByText("Moved: He is at a fair").waitFor();
  });
  await journey.look(casey, "a follow-up that comes again");
  await journey.fact("once it is done the next one stands there", async () => {
    await row.getByRole("button", { name: "Mark as done" }).click();
    await dialog.getByRole("button", { name: "Mark as done" }).click();
    await casey.sees(/The next one is due/);
    await casey.settle();
    await page.locator(".row", { hasText: PURPOSE }).filter({ has: page.getByRole("button", { name: "Mark as done" }) }).waitFor();
  });
  const next = page.locator(".row", { hasText: PURPOSE }).filter({ has: page.getByRole("button", { name: "Change day" }) });
  await journey.fact("it comes every month instead", async () => {
    await next.getByRole("button", { name: "Change day" }).click();
    await dialog.getByLabel(/^Comes again/).selectOption("monthly");
    await dialog.getByLabel("How many weeks or months apart").fill("1");
    await dialog.getByRole("button", { name: "Save the new day" }).click();
    await dialog.waitFor({ state: "detached" });
    await next.getByText("every month").waitFor();
  });
  await journey.fact("and the series ends when she says so", async () => {
    await next.getByRole("button", { name: "Change day" }).click();
    await dialog.getByLabel(/^Comes again/).selectOption({ label: "This is the last one: it does not come again" });
    await dialog.getByRole("button", { name: "Save the new day" }).click();
    await dialog.waitFor({ state: "detached" });
    await casey.settle();
    assert.equal(await next.getByText("every month").count(), 0);
  });
}
