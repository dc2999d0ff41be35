import assert from "node:assert/strict";
import { asks } from "../lib/api.mjs";

export const title = "Cora puts a phone back, keeps a record for a court, and erases it once nothing keeps it";

const NAME = "Petra Novak";
const [WRONG, RIGHT] = ["415-555-0188", "415-555-0177"];

export async function story(journey) {
  const id = await newcomer(journey);
  const cora = await journey.staff("Cora");
  const phone = await journey.staff("Cora", { device: "phone", theme: "dark" });
  await putBack(journey, cora, id);
  await hold(journey, cora, phone, id);
  await erase(journey, cora, phone, id);
}

/** A record whose phone somebody typed over. */
async function newcomer(journey) {
  const cora = await asks(journey.server, "Cora");
  const [first_name, last_name] = NAME.split(" ");
  const phone = (value) => [{ kind: "phone", value, may_contact: true }];
  const made = await cora.post("/clients", { first_name, last_name, date_of_birth: "1979-03-08", contact_points: phone(RIGHT) });
  await cora.patch(`/clients/${made.id}`, made.version, { contact_points: phone(WRONG) });
  return made.id;
}

async function putBack(journey, cora, id) {
  const { page } = cora;
  await journey.fact("the history offers the number of before, and shows what would stand", async () => {
    await cora.go(`/staff/clients/${id}/history`);
    const entry = page.getByRole("listitem").filter({ hasText: WRONG }).filter({ hasText: RIGHT });
    await entry.getByRole("button", { name: "Put back" }).click();
    await page.getByRole("dialog").getByText(RIGHT).waitFor();
  });
  await journey.look(cora, "putting back");
  await journey.fact("put back, it stands on the record again", async () => {
    await page.getByRole("dialog").getByRole("button", { name: "Put back" }).click();
    await cora.sees("The earlier values stand again");
    await cora.go(`/staff/clients/${id}`);
    await page.getByText(RIGHT).first().waitFor();
  });
}

async function hold(journey, cora, phone, id) {
  const { page } = cora;
  const dialog = page.getByRole("dialog");
  await journey.fact("a legal hold wants a reason, and stands above the record", async () => {
    await cora.go(`/staff/clients/${id}/details`);
    await page.getByRole("button", { name: "Set a legal hold" }).click();
    await dialog.getByLabel("Why the record has to be kept").fill("Case 4711 of the labor court");
    await dialog.getByRole("button", { name: "Set a legal hold" }).click();
    await cora.sees("A legal hold keeps this record");
    await page.getByText("Case 4711 of the labor court").waitFor();
  });
  await journey.look(cora, "a record with a hold");
  await journey.visit(phone, `/staff/clients/${id}/details`, "a record with a hold on a phone");
  await journey.fact("as long as it is set nothing is erased", async () => {
    await page.getByRole("button", { name: "Erase the record" }).click();
    await dialog.getByText("A legal hold keeps it").waitFor();
    await journey.look(cora, "erasing what is kept");
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  });
  await journey.fact("it is lifted with a reason", async () => {
    await page.getByRole("button", { name: "Lift the hold" }).click();
    await dialog.getByLabel("Why it has to be kept no longer").fill("The case is closed");
    await dialog.getByRole("button", { name: "Lift the hold" }).click();
    await page.getByText("Lifted", { exact: true }).waitFor();
  });
}

async function erase(journey, cora, phone, id) {
  const { page } = cora;
  const dialog = page.getByRole("dialog");
  await journey.fact("erasing says what goes and what stays, and asks for the name", async () => {
    await page.getByRole("button", { name: "Erase the record" }).click();
    await dialog.getByText("Name, birth date, numbers and photo").waitFor();
    await dialog.getByLabel("Why it is erased").fill("Asked for by the person");
    await dialog.getByLabel(`Type the name to confirm: ${NAME}`).fill("Petra");
    await dialog.getByRole("button", { name: "Erase the record" }).click();
    await dialog.getByText("This is not the name of the record").first().waitFor();
  });
  await journey.look(cora, "erasing a record");
  for (const visitor of [cora, phone]) visitor.expect(404, new RegExp(id));
  await journey.fact("then the record is gone, and a number stays", async () => {
    await dialog.getByLabel(`Type the name to confirm: ${NAME}`).fill(NAME);
    await dialog.getByRole("button", { name: "Erase the record" }).click();
    await cora.sees("This record was erased");
    assert.equal(await page.getByText("Novak").count(), 0, "nobody is named");
  });
  await journey.look(cora, "an erased record");
  await journey.visit(phone, `/staff/clients/${id}`, "an erased record on a phone");
}
