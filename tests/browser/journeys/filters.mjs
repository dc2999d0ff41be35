import assert from "node:assert/strict";
import { asks } from "../lib/api.mjs";

export const title = "Cora narrows the list of clients, on a desktop and on a phone";

export async function story(journey) {
  const [program] = await (await asks(journey.server, "Cora")).get("/programs");
  await onADesktop(journey, program);
  await onAPhone(journey, program);
  await limits(journey);
}

async function onADesktop(journey, program) {
  const cora = await journey.staff("Cora");
  const { page } = cora;
  const dialog = page.getByRole("dialog");
  const asked = requests(page);
  await cora.go("/staff/clients");
  await journey.look(cora, "clients without filters");
  await journey.fact("nothing to choose from is read before the panel opens, and each list once", async () => {
    assert.deepEqual(asked.of(/programs|colleagues|code-lists/), []);
    await page.getByRole("button", { name: "Filters" }).click();
    await dialog.getByRole("option", { name: program.name }).waitFor({ state: "attached" });
    await cora.settle();
    assert.deepEqual(asked.of(/programs|colleagues|code-lists/).sort(), ["/api/v1/code-lists/tag", "/api/v1/colleagues", "/api/v1/programs"]);
  });
  await journey.look(cora, "filters open");
  await journey.fact("she chooses a program and an answer, and the panel says how many fit", async () => {
    await dialog.getByLabel("Program").selectOption({ label: program.name });
    await dialog.getByLabel("Answer").selectOption("employment_status");
    await dialog.getByRole("button", { name: /looking for work/ }).click();
    await page.waitForURL(/program=.*answer=employment_status%3Alooking/);
    await dialog.getByRole("button", { name: /^Show|^Nobody/ }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: `Take away: Program: ${program.name}` }).waitFor();
    await page.getByRole("button", { name: /Take away: Employment: Not working/ }).waitFor();
    await page.getByRole("button", { name: "Filters 2 in use" }).waitFor();
  });
  await journey.look(cora, "clients filtered");
  await journey.fact("loading the page again keeps it, and a view keeps it for good", async () => {
    await page.reload();
    await page.getByRole("button", { name: `Take away: Program: ${program.name}` }).waitFor();
    await page.getByRole("button", { name: "Save this view" }).click();
    await dialog.getByLabel("Name").fill("Looking");
    await dialog.getByRole("button", { name: "Save view" }).click();
    await cora.sees("View saved");
    await page.getByRole("button", { name: "Clear all" }).click();
    await page.waitForURL(/\/staff\/clients$/);
    await page.getByRole("link", { name: "Looking" }).click();
    await page.getByRole("button", { name: "Filters 2 in use" }).waitFor();
  });
  await journey.fact("a filter is taken away with the keyboard", async () => {
    await page.getByRole("button", { name: /Take away: Employment/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Filters 1 in use" }).waitFor();
    assert.equal(new URL(page.url()).searchParams.has("answer"), false);
  });
}

async function onAPhone(journey, program) {
  const cora = await journey.staff("Cora", { device: "phone", theme: "dark" });
  const { page } = cora;
  const dialog = page.getByRole("dialog");
  await journey.fact("on the phone the panel comes from below", async () => {
    await cora.go("/staff/clients");
    await page.getByRole("button", { name: "Filters" }).click();
    await dialog.getByLabel("Program").selectOption({ label: program.name });
    await dialog.getByLabel("Answer").selectOption("gender");
    await dialog.getByRole("button", { name: "Woman" }).click();
    await dialog.getByRole("button", { name: "Nonbinary" }).click();
    await cora.settle();
    const { y, height } = await dialog.boundingBox();
    assert.equal(Math.round(y + height), page.viewportSize().height);
  });
  await journey.look(cora, "filters on a phone");
  await journey.fact("two answers to one question are alternatives, and the list is named by them", async () => {
    await dialog.getByRole("button", { name: /^Show|^Nobody/ }).click();
    await page.getByRole("button", { name: "Filters 3 in use" }).waitFor();
    assert.deepEqual(new URL(page.url()).searchParams.getAll("answer"), ["gender:woman", "gender:nonbinary"]);
    await cora.sees("Gender: Woman or Nonbinary");
  });
  await journey.look(cora, "clients filtered on a phone");
}

async function limits(journey) {
  const cora = await journey.staff("Cora");
  const { page } = cora;
  await journey.fact("an empty list names what was asked for", async () => {
    await cora.go("/staff/clients?q=nobodyatall&status=closed&stage=job_placement");
    await cora.sees("Nobody fits all of this: “nobodyatall” · Status: Closed · Stage: Job placement.");
  });
  await journey.look(cora, "clients nobody fits");
  await journey.fact("what nobody knows stands there, is not used, and can be taken away", async () => {
    await cora.go("/staff/clients?status=sleepy&program=0190a000-0000-7000-8000-000000000000");
    await cora.sees("Status: “sleepy” is not known and not used");
    await cora.sees("Program: not known");
    await journey.look(cora, "clients with unknown filters");
    await page.getByRole("button", { name: /Take away: Program/ }).click();
    await page.getByRole("button", { name: /Take away: Status/ }).click();
    await page.waitForURL(/\/staff\/clients$/);
    await page.locator(".list .row-link").first().waitFor();
  });
  await journey.fact("who may not see details has no filters", async () => {
    const vera = await journey.staff("Vera");
    await vera.go("/staff/clients");
    assert.equal(await vera.page.getByRole("button", { name: "Filters" }).count(), 0);
  });
}

/** What a page asks of the API from now on. */
function requests(page) {
  const all = [];
  page.on("request", (request) => all.push(new URL(request.url()).pathname));
  return { of: (pattern) => all.filter((path) => pattern.test(path)) };
}
