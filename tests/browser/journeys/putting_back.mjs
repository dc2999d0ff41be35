import assert from "node:assert/strict";
import { asks } from "../lib/api.mjs";

export const title = "Cora puts the name of a department back from the audit log, and a tag from a client's history";

const RENAMED = "Housing by another name";

export async function story(journey) {
  const api = await asks(journey.server, "Cora");
  const [department] = await api.get("/departments");
  await api.patch(`/departments/${department.id}`, department.version, { name: RENAMED });
  const client = await tagged(api);
  const cora = await journey.staff("Cora");
  const phone = await journey.staff("Cora", { device: "phone", theme: "dark" });
  await journey.visit(phone, `/staff/audit?entity=departments&entity_id=${department.id}`, "the log of a department");
  await journey.fact("the log offers the name of before", async () => {
    await cora.go(`/staff/audit?entity=departments&entity_id=${department.id}`);
    await putBack(journey, cora, RENAMED, "putting a department back");
    const found = await api.get("/departments");
    assert.equal(found.find((one) => one.id === department.id).name, department.name);
  });
  await journey.fact("a tag that was taken off comes back", async () => {
    await cora.go(`/staff/clients/${client}/history`);
    await putBack(journey, cora, "removed, was", "putting a tag back");
    assert.deepEqual((await api.get(`/clients/${client}`)).tags, ["newsletter"]);
  });
}

/** A new client whose tag was taken off. */
async function tagged(api) {
  const made = await api.post("/clients", { first_name: "Nadia", last_name: "Berger", tags: ["newsletter"] });
  await api.patch(`/clients/${made.id}`, made.version, { tags: [] });
  return made.id;
}

async function putBack(journey, cora, text, look) {
  const { page } = cora;
  const dialog = page.getByRole("dialog");
  const entry = page.getByRole("listitem").filter({ hasText: text });
  await entry.getByRole("button", { name: "Put back" }).first().click();
  await dialog.getByText("This is set on the record again").waitFor();
  await journey.look(cora, look);
  await dialog.getByRole("button", { name: "Put back" }).click();
  await cora.sees("The earlier values stand again");
}
