import assert from "node:assert/strict";
import { asks, clientNamed } from "../lib/api.mjs";

export const title = "Lena proposes, two reviewers decide";

export async function story(journey) {
  const client = await clientNamed(journey.server, "Darnell Washington");
  const record = `/clients/${client.id}`;
  const lena = await asks(journey.server, "Lena");
  const moved = await lena.patch(record, client.version, { addresses: [{ city: "Quincy" }], aliases: ["Dee"] });
  const restriction = { reach: { scope: "organization" }, start_date: "2026-01-01", reason: "Threats at the desk" };
  const restricted = await lena.post(`${record}/restrictions`, restriction);

  const cora = await journey.staff("Cora");
  await journey.fact("Cora goes through what waits by keyboard", async () => {
    await cora.go("/staff/changes?status=to_decide");
    await cora.sees("For me to decide");
    await cora.page.getByRole("table").waitFor();
    await cora.page.keyboard.press("j");
    const focused = await cora.page.evaluate(() => document.activeElement?.className ?? "");
    assert.match(focused, /row-link/);
  });
  await journey.look(cora, "proposals to decide");

  const ada = await journey.staff("Ada");
  await ada.go(`/staff/changes/${moved.id}`);
  await ada.sees("Quincy");

  await journey.fact("Cora takes the address and leaves the other name out, with a reason", async () => {
    await cora.go(`/staff/changes/${moved.id}`);
    await cora.sees("Also waiting on this record");
    await cora.page.getByRole("checkbox", { name: "Other names" }).or(cora.page.getByRole("checkbox", { name: "Aliases" })).first().uncheck();
    await cora.page.getByRole("button", { name: "Approve and apply" }).click();
    const dialog = cora.page.getByRole("dialog");
    await dialog.getByLabel(/^Why/).fill("Nobody calls him that");
    await dialog.getByRole("button", { name: "Approve and apply" }).click();
    await cora.sees("Approved. The record was changed.");
    const now = await clientNamed(journey.server, "Darnell Washington");
    assert.equal(now.addresses[0].city, "Quincy");
    assert.deepEqual(now.aliases ?? [], client.aliases ?? []);
  });

  await journey.fact("Ada, who looked at the same moment, is told", async () => {
    ada.expect(409, /\/refusal$/);
    await ada.page.getByRole("button", { name: "Decline" }).click();
    const dialog = ada.page.getByRole("dialog");
    await dialog.getByLabel(/^Why/).fill("He still lives here");
    await dialog.getByRole("button", { name: "Decline" }).click();
    await ada.sees(/decided already/);
  });

  await journey.fact("Cora declines the restriction", async () => {
    await cora.go(`/staff/changes/${restricted.id}`);
    await cora.page.getByRole("button", { name: "Decline" }).click();
    const dialog = cora.page.getByRole("dialog");
    await dialog.getByLabel(/^Why/).fill("It was somebody else");
    await dialog.getByRole("button", { name: "Decline" }).click();
    await cora.sees("Declined. The proposer is told.");
  });

  const leader = await journey.staff("Lena");
  await journey.fact("Lena reads why, and which field was not taken", async () => {
    await leader.go("/staff/changes?status=mine");
    await leader.sees("It was somebody else");
    await leader.go(`/staff/changes/${moved.id}`);
    await leader.sees("Not taken");
    await leader.sees("Nobody calls him that");
  });
  await journey.look(leader, "my proposals");

  await journey.fact("a proposal whose record changed shows it, and cannot be applied", async () => {
    const before = await clientNamed(journey.server, "Darnell Washington");
    const stale = await lena.patch(record, before.version, { preferred_name: "Dar" });
    const other = await asks(journey.server, "Ada");
    const renamed = await other.patch(record, before.version, { preferred_name: "Nell" });
    await cora.go(`/staff/changes/${stale.id}`);
    await cora.sees("Changed since");
    assert.equal(await cora.page.getByRole("button", { name: "Approve and apply" }).count(), 0);
    await journey.look(cora, "stale proposal");
    await leader.go(`/staff/changes/${stale.id}`);
    await leader.page.getByRole("button", { name: "Withdraw" }).click();
    await leader.page.getByRole("dialog").getByRole("button", { name: "Withdraw" }).click();
    await leader.sees("Withdrawn. Nothing was changed.");
    // Others look for him by his own name.
    await other.patch(record, renamed.version, { preferred_name: null });
  });
}
