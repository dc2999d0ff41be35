import assert from "node:assert/strict";
import { clientNamed } from "../lib/api.mjs";

export const title = "Max proposes, Cora decides";

export async function story(journey) {
  const before = await clientNamed(journey.server, "Olena Kovalenko");
  const max = await journey.staff("Max");

  await journey.fact("Max's edit is sent for approval", async () => {
    await max.go(`/staff/clients/${before.id}/details/edit`);
    await max.page.getByLabel(/^Preferred name/).fill("Lena");
    await max.page.getByRole("button", { name: "Save changes" }).click();
    await max.sees(/Sent for approval/);
    await max.sees("A change to this record waits for approval");
  });
  await journey.look(max, "record with a proposal");

  await journey.fact("the record is as it was", async () => {
    const now = await clientNamed(journey.server, "Olena Kovalenko");
    assert.deepEqual([now.preferred_name, now.version], [before.preferred_name, before.version]);
  });
  await journey.fact("he cannot decide on it himself", async () => {
    await max.page.getByRole("link", { name: "See proposals" }).click();
    await max.page.getByRole("table").getByRole("link").first().click();
    await max.sees("You proposed this. Somebody else decides on it.");
    assert.equal(await max.page.getByRole("button", { name: "Approve and apply" }).count(), 0);
  });
  await journey.look(max, "own proposal");

  await journey.fact("Cora approves it, and the record has it", async () => {
    const cora = await journey.staff("Cora");
    await cora.go(new URL(max.page.url()).pathname);
    await journey.look(cora, "proposal to decide");
    await cora.page.getByRole("button", { name: "Approve and apply" }).click();
    const dialog = cora.page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Approve and apply" }).click();
    await cora.sees("Approved. The record was changed.");
    const now = await clientNamed(journey.server, "Olena Kovalenko");
    assert.equal(now.preferred_name, "Lena");
  });
}
