import assert from "node:assert/strict";
import { asks, clientNamed } from "../lib/api.mjs";

export const title = "Cora enrolls one, lets another wait, offers the place, discharges, corrects and transfers";

const PROGRAM = "Construction On Ramp";
const OTHER = "General Job Readiness";
const THIRD = "CityBuild Pro | CAPSA";
/** Hubert may not come into this one. */
const RESTRICTED = "Security Guard Card Program";

export async function story(journey) {
  const [wei, olena] = [await clientNamed(journey.server, "Wei Ng"), await clientNamed(journey.server, "Olena Kovalenko")];
  const hubert = await clientNamed(journey.server, "Hubert");
  const darnell = await clientNamed(journey.server, "Darnell Washington");
  const cora = await journey.staff("Cora");
  const { page } = cora;
  const dialog = page.getByRole("dialog");
  const program = await onePlace(journey);

  await journey.fact("she enrolls Wei, and it stands in the line of time", async () => {
    await cora.go(`/staff/clients/${wei.id}/enrollments`);
    await page.getByRole("button", { name: "Enroll" }).click();
    await dialog.getByLabel("Program").selectOption({ label: PROGRAM });
    await journey.look(cora, "enrolling");
    await dialog.getByRole("button", { name: "Enroll" }).click();
    await page.getByRole("listitem").filter({ hasText: PROGRAM }).getByText("In the program now").waitFor();
  });
  await journey.look(cora, "enrollments of a client");

  await journey.fact("the next finds it full, and waits instead", async () => {
    cora.expect(422, /\/enrollments$/);
    await cora.go(`/staff/clients/${olena.id}/enrollments`);
    await page.getByRole("button", { name: "Enroll" }).click();
    await dialog.getByLabel("Program").selectOption({ label: PROGRAM });
    await dialog.getByRole("button", { name: "Enroll" }).click();
    await dialog.getByText(/1 of 1 places are taken/).first().waitFor();
    await dialog.getByLabel(/^Why the person is enrolled all the same/).waitFor();
    await journey.look(cora, "a full program");
    await dialog.getByRole("button", { name: "Put on the waiting list instead" }).click();
    await page.getByRole("heading", { name: "Waiting list" }).waitFor();
  });

  await journey.fact("whoever would be passed is named, and it takes a reason", async () => {
    cora.expect(422, /\/enrollments$/);
    await cora.go(`/staff/clients/${darnell.id}/enrollments`);
    await page.getByRole("button", { name: "Enroll" }).click();
    await dialog.getByLabel("Program").selectOption({ label: PROGRAM });
    const before = dialog.getByText(/Waiting before this person, of the people you see: 1 \(.*Kovalenko\)/);
    await before.waitFor();
    // Days that have gone by pass nobody.
    await dialog.getByLabel(/^Last day/).fill(day(-1));
    await before.waitFor({ state: "detached" });
    await dialog.getByLabel(/^Last day/).fill("");
    await before.waitFor();
    await dialog.getByRole("button", { name: "Enroll" }).click();
    // The one place is taken too, which is said first.
    await dialog.getByText(/1 of 1 places are taken/).first().waitFor();
    await dialog.getByLabel(/^Why the person is enrolled all the same/).fill("He was promised the place in March");
    await journey.look(cora, "enrolling past those who wait");
    await dialog.getByRole("button", { name: "Enroll" }).click();
    await page.getByText("Before others who waited (1): He was promised the place in March").waitFor();
    await page.getByRole("link", { name: "Intakes", exact: true }).click();
    await page.getByRole("heading", { name: "Intakes" }).waitFor();
    await page.getByText("Before others who waited (1): He was promised the place in March").waitFor();
  });

  await journey.fact("she discharges Darnell and Wei with a reason", async () => {
    for (const one of [darnell, wei]) {
      await cora.go(`/staff/clients/${one.id}/enrollments`);
      await page.getByRole("button", { name: `Discharge from ${PROGRAM}` }).click();
      await dialog.getByLabel("Reason").selectOption({ label: "Found work" });
      await dialog.getByRole("button", { name: "Discharge" }).click();
      await cora.sees("Discharged");
      await page.getByText("Found work").first().waitFor();
    }
  });

  await journey.fact("the discharge and the intake have tabs of their own, with who wrote them", async () => {
    await page.getByRole("link", { name: "Discharges", exact: true }).click();
    const discharge = page.getByRole("listitem").filter({ hasText: PROGRAM });
    await discharge.getByText("Found work").waitFor();
    await discharge.getByText(/^Written by Cora/).waitFor();
    await journey.look(cora, "discharges of a client");
    await page.getByRole("link", { name: "Intakes", exact: true }).click();
    await page.getByRole("heading", { name: "Intakes" }).waitFor();
    await page.getByRole("listitem").filter({ hasText: PROGRAM }).getByText(/^Written by Cora/).waitFor();
  });
  await journey.look(cora, "intakes of a client");

  await journey.fact("the place goes to Olena, who takes it", async () => {
    await cora.go(`/staff/programs/${program}`);
    await page.getByRole("button", { name: "Offer a place" }).click();
    await dialog.getByLabel("First day in the program").fill(tomorrow());
    await dialog.getByRole("button", { name: "Offer a place" }).click();
    await page.getByText("Place offered").waitFor();
    await journey.look(cora, "a program with its waiting list");
    await page.getByRole("button", { name: /Kovalenko takes the place$/ }).click();
    await dialog.getByRole("button", { name: "Takes the place" }).click();
    await page.getByRole("link", { name: "To come", exact: true }).click();
    await page.getByRole("table").getByRole("link", { name: /Kovalenko$/ }).waitFor();
  });

  await journey.fact("she corrects a first day, and moves him to another program", async () => {
    await cora.go(`/staff/clients/${wei.id}/enrollments`);
    await page.getByRole("button", { name: "Enroll" }).click();
    await dialog.getByLabel("Program").selectOption({ label: OTHER });
    await dialog.getByRole("button", { name: "Enroll" }).click();
    await page.getByRole("button", { name: `Correct dates in ${OTHER}` }).click();
    await dialog.getByLabel("First day").fill("");
    await dialog.getByLabel(/^Why the dates are corrected/).fill("He came a day before");
    await dialog.getByRole("button", { name: "Save dates" }).click();
    await dialog.getByText("Fill this in").first().waitFor();
    await dialog.getByLabel("First day").fill(day(-1));
    await journey.look(cora, "correcting dates");
    await dialog.getByRole("button", { name: "Save dates" }).click();
    await cora.sees("Dates corrected");
    await page.getByRole("button", { name: `Transfer from ${OTHER}` }).click();
    await dialog.getByLabel("Program", { exact: true }).selectOption({ label: THIRD });
    await dialog.getByLabel("First day in the new program").fill(tomorrow());
    await dialog.getByRole("button", { name: "Transfer" }).click();
    await cora.sees("Transferred");
    await page.getByRole("listitem").filter({ hasText: THIRD }).getByText("To come").waitFor();
  });

  await journey.fact("a discharge is taken back by saying so", async () => {
    await page.getByRole("button", { name: `Correct dates in ${OTHER}` }).click();
    await dialog.getByLabel("Take the discharge back").check();
    await dialog.getByLabel(/^Why the dates are corrected/).fill("He stays in both");
    await dialog.getByRole("button", { name: "Save dates" }).click();
    await cora.sees("Dates corrected");
    await page.getByRole("button", { name: `Transfer from ${OTHER}` }).waitFor();
  });

  await journey.fact("who is restricted is enrolled once the restriction is set aside for the program", async () => {
    cora.expect(422, /\/enrollments$/);
    await enrollHubert();
    await dialog.getByText(/A restriction is in force/).first().waitFor();
    await journey.look(cora, "enrolling somebody who is restricted");
    await dialog.getByRole("link", { name: "Set the restriction aside for this program" }).click();
    await page.getByRole("button", { name: "Leave without saving" }).click();
    await page.getByRole("button", { name: "Bypass" }).first().click();
    await dialog.getByLabel("Why it is set aside").fill("His doctor says that he may come");
    await dialog.getByRole("button", { name: "Set aside" }).click();
    await cora.sees("Restriction set aside");
    await enrollHubert();
    await page.getByRole("listitem").filter({ hasText: RESTRICTED }).getByText("In the program now").waitFor();
  });

  async function enrollHubert() {
    await cora.go(`/staff/clients/${hubert.id}/enrollments`);
    await page.getByRole("button", { name: "Enroll" }).click();
    await dialog.getByLabel("Program").selectOption({ label: RESTRICTED });
    await dialog.getByRole("button", { name: "Enroll" }).click();
  }

  const phone = await journey.staff("Cora", { device: "phone" });
  await journey.visit(phone, `/staff/clients/${wei.id}/enrollments`, "enrollments on a phone");
  await journey.visit(phone, `/staff/programs/${program}`, "a program on a phone");
}

/** One person fits from today on. */
async function onePlace(journey) {
  const api = await asks(journey.server, "Cora");
  const found = (await api.get("/programs")).find((one) => one.name === PROGRAM);
  assert.ok(found, PROGRAM);
  await api.post(`/programs/${found.id}/capacities`, { capacity: 1, effective_from: day(0) });
  return found.id;
}

const tomorrow = () => day(1);

/** In the organization's time zone, as the demo agency has it. */
function day(from) {
  const date = new Date(Date.now() + from * 86_400_000);
  return date.toLocaleDateString("en-CA", { timeZone: "America/Los_Angeles" });
}
