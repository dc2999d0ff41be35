import assert from "node:assert/strict";
import { clientNamed } from "../lib/api.mjs";

export const title = "Max reads what his team writes";

const TEXT = "Called the school; her course begins on Monday.";
const QUESTION = "Has she a ticket for the bus?";

export async function story(journey) {
  const maria = await clientNamed(journey.server, "María Delgado");
  const stan = await journey.staff("Stan");
  await stan.go(`/staff/clients/${maria.id}/notes`);
  await stan.page.getByLabel("Note", { exact: true }).fill(TEXT);
  await stan.page.getByRole("button", { name: "Save note" }).click();
  await stan.sees("Note saved");

  const max = await journey.staff("Max");
  const card = max.page.getByRole("listitem").filter({ hasText: TEXT });
  await journey.fact("what Stan wrote waits for Max", async () => {
    await max.go("/staff");
    await max.page.getByRole("link", { name: "Notes", exact: true }).click();
    await card.waitFor();
    assert.equal(await card.getByRole("link", { name: "Mari Delgado" }).count(), 1);
  });
  await journey.look(max, "notes to review");
  await journey.fact("one click marks it, and another takes that back", async () => {
    await card.getByRole("button", { name: "Mark as reviewed" }).click();
    await max.sees("Marked as reviewed");
    await card.waitFor({ state: "detached" });
    await max.page.getByRole("button", { name: "Undo" }).click();
    await card.waitFor();
  });
  await journey.fact("a comment reaches Stan", async () => {
    await card.getByRole("button", { name: "Comment" }).click();
    const dialog = max.page.getByRole("dialog");
    await dialog.getByLabel("For the author").fill(QUESTION);
    await journey.look(max, "a comment on a note");
    await dialog.getByRole("button", { name: "Mark as reviewed" }).click();
    await card.waitFor({ state: "detached" });
    await stan.go("/staff");
    await stan.page.getByLabel(/^Notifications/).click();
    await stan.page.getByRole("link", { name: /A supervisor commented/ }).click();
    await stan.sees(QUESTION);
    await stan.sees("Reviewed by Max Moreau");
  });
  await journey.look(stan, "a reviewed note");
  await journey.fact("the list is narrowed by who wrote it", async () => {
    await max.go("/staff/notes?show=all");
    await max.page.getByLabel("Written by").selectOption({ label: "Casey Nguyen" });
    await max.page.waitForURL(/author=/);
    await max.page.getByText("Started at CityBuild Academy").waitFor();
    // What stood there stays until the narrower list has come.
    await max.page.getByText(TEXT).waitFor({ state: "detached" });
  });
  const phone = await journey.staff("Max", { device: "phone", theme: "dark" });
  await phone.go("/staff/notes?show=all");
  await journey.look(phone, "notes on a phone");
}
