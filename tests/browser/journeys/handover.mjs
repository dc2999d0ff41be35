import assert from "node:assert/strict";
import { asks, clientNamed } from "../lib/api.mjs";

export const title = "Nobody leaves a follow-up behind";

const PURPOSE = "Ask whether the tools arrived";

export async function story(journey) {
  const minh = await clientNamed(journey.server, "Minh");
  const max = await journey.staff("Max");
  const { page } = max;
  const dialog = page.getByRole("dialog");
  const today = new Date();
  const day = [today.getFullYear(), today.getMonth() + 1, today.getDate() + 0].map((n) => String(n).padStart(2, "0")).join("-");
  const open = async () =>
    (await (await asks(journey.server, "Max")).get(`/follow-ups?client=${minh.id}&limit=100`)).items
      .filter((one) => one.purpose === PURPOSE)
      .map((one) => one.assignee);

  await journey.fact("Otto is to do something with a client whom he works with", async () => {
    await max.go(`/staff/clients/${minh.id}/team`);
    await page.getByRole("button", { name: "Assign somebody" }).click();
    await dialog.getByLabel("Colleague").selectOption({ label: "Otto Brandt" });
    await dialog.getByRole("button", { name: "Assign", exact: true }).click();
    await page.locator(".row", { hasText: "Otto Brandt" }).waitFor();
    await max.go(`/staff/clients/${minh.id}/follow-ups`);
    await page.getByRole("button", { name: "Plan a follow-up" }).click();
    await dialog.getByLabel("What is to be done").fill(PURPOSE);
    await dialog.getByLabel("Day", { exact: true }).fill(day);
    await dialog.getByLabel("Who does it").selectOption({ label: "Otto Brandt" });
    await dialog.getByRole("button", { name: "Plan follow-up" }).click();
    await page.locator(".row", { hasText: PURPOSE }).waitFor();
  });
  await journey.fact("when he stops working with her, what he had to do is shown, and wants somebody", async () => {
    await max.go(`/staff/clients/${minh.id}/team`);
    const row = page.locator(".row", { hasText: "Otto Brandt" });
    await row.getByRole("button", { name: "End assignment" }).click();
    await dialog.getByText(PURPOSE).waitFor();
    await journey.look(max, "ending an assignment with follow-ups");
    await dialog.getByRole("button", { name: "End assignment" }).click();
    await dialog.getByText("Choose").first().waitFor();
    assert.deepEqual(await open(), ["Otto Brandt"]);
    await dialog.getByLabel("Who takes them over").selectOption({ label: "Casey Nguyen" });
    await dialog.getByRole("button", { name: "End assignment" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(await open(), ["Casey Nguyen"]);
  });
  await journey.fact("in the team's view a number leads to its list, and from there it is given to a colleague", async () => {
    await max.go("/staff/follow-ups?show=team");
    await page.getByRole("link", { name: "Casey Nguyen" }).click();
    const row = page.locator(".row", { hasText: PURPOSE });
    await row.getByRole("button", { name: "Change day" }).click();
    await dialog.getByLabel("Who does it").selectOption({ label: "Max Moreau" });
    await dialog.getByRole("button", { name: "Save the new day" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.deepEqual(await open(), ["Max Moreau"]);
  });
  await journey.look(max, "the team's follow-ups of one person");

  const cora = await journey.staff("Cora", { device: "phone", theme: "dark" });
  const box = cora.page.getByRole("dialog");
  await journey.fact("closing a record asks what becomes of what is left", async () => {
    await cora.go(`/staff/clients/${minh.id}/details`);
    await cora.page.getByRole("button", { name: "Change status" }).click();
    await box.getByLabel("Status", { exact: true }).selectOption("closed");
    await box.getByText(PURPOSE).waitFor();
    await box.getByLabel("They are ended: nobody does them any more").check();
    await box.getByLabel("Why they are ended").fill("She moved to another county");
    await box.getByText("In these programs still").waitFor();
    await box.getByLabel("Reason").selectOption({ label: "Moved away" });
    await journey.look(cora, "closing a record with follow-ups");
    await box.getByRole("button", { name: "Save the status" }).click();
    await box.waitFor({ state: "detached" });
    assert.deepEqual(await open(), []);
  });
  await journey.fact("and the record is open again for those who come after", async () => {
    await cora.page.getByRole("button", { name: "Change status" }).click();
    await box.getByLabel("Status", { exact: true }).selectOption("active");
    await box.getByRole("button", { name: "Save the status" }).click();
    await box.waitFor({ state: "detached" });
  });
}
