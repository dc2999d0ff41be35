import assert from "node:assert/strict";
import { asks } from "../lib/api.mjs";
import { ENGLISH, ROSA, agree, answerWhatIsNeeded, introduce, onTo, reference, UP_TO_DOCUMENTS } from "../lib/intake.mjs";

export const title = "Cora makes links, a partner refers somebody by one, and learns that it arrived and no more";

const OVER = "This link works no longer";
const LUZ = { ...ROSA, first: "Luz", last: "Paredes", email: "luz.paredes@example.org", phone: "415 555 0171" };

export async function story(journey) {
  const cora = await journey.staff("Cora");
  const { form, status } = await making(journey, cora);
  await waiting(journey, status);
  const number = await referred(journey, form);
  await arrived(journey, form, status);
  await reviewing(journey, cora, number);
  await assisting(journey, cora);
  await ending(journey, cora);
}

async function making(journey, cora) {
  const { page } = cora;
  const dialog = page.getByRole("dialog");
  await journey.fact("the menu leads to the links, and an agency without them is told what they are for", async () => {
    await page.getByRole("link", { name: "Intake links" }).first().click();
    await cora.sees("No links yet");
  });
  await journey.look(cora, "no intake links");
  await journey.fact("a referral wants its partner, who is told in which place", async () => {
    await page.getByRole("button", { name: "New link" }).click();
    await dialog.getByLabel("Name", { exact: true }).fill("Hope House, May");
    await dialog.getByLabel(/^Referral:/).check();
    await dialog.getByRole("button", { name: "Make the link" }).click();
    await dialog.locator(".field-error").first().waitFor();
  });
  await journey.look(cora, "intake link with errors");
  await journey.fact("the codes are shown once, each behind the # of its address", async () => {
    await dialog.getByLabel("Partner", { exact: true }).fill("Hope House");
    await dialog.getByLabel("Partner’s email").fill("intake@hope.example.org");
    await dialog.getByLabel("Program").selectOption({ index: 1 });
    await dialog.getByRole("button", { name: "Make the link" }).click();
    await dialog.getByText("Keep this link now").waitFor();
  });
  await journey.look(cora, "intake link told");
  const [form, status] = await dialog.locator(".key-told").allInnerTexts();
  assert.match(form, /\/apply#[0-9A-Z-]{34}\s*$/);
  assert.match(status, /\/apply\/arrived#[0-9A-Z-]{34}\s*$/);
  await journey.fact("the list has it, without its codes", async () => {
    await dialog.getByRole("button", { name: "I have kept it" }).click();
    await cora.sees("Hope House, May");
    await cora.sees("Nothing arrived yet");
    await cora.seesNot(form.split("#")[1]);
  });
  await journey.look(cora, "intake links");
  return { form: path(form), status: path(status) };
}

function path(address) {
  const { pathname, hash } = new URL(address.trim());
  return pathname + hash;
}

async function waiting(journey, status) {
  const partner = await journey.visitor({});
  await journey.fact("the partner sees that it has not arrived", async () => {
    await partner.go(status);
    await partner.sees("It has not arrived yet.");
    assert(!partner.page.url().includes("#"), partner.page.url());
  });
  await journey.look(partner, "referral not yet");
  await partner.leave();
}

async function referred(journey, form) {
  const luz = await journey.visitor({ device: "phone" });
  const { page } = luz;
  await journey.fact("who is referred reads what the partner learns, and the code is gone from the address", async () => {
    await luz.go(form);
    await page.waitForURL("**/apply/personal");
    await luz.sees("Hope House referred you to us");
    assert(!page.url().includes("#"), page.url());
  });
  await journey.look(luz, "referred on a phone");
  await journey.fact("the link's program is chosen beforehand, and a reload keeps the link", async () => {
    await introduce(page, ENGLISH, LUZ);
    for (const part of UP_TO_DOCUMENTS) {
      await onTo(page, ENGLISH, part);
      if (part === "programs") assert.equal(await page.locator(".ask-program input:checked").count(), 1);
      await answerWhatIsNeeded(page, part);
    }
    await onTo(page, ENGLISH, "consent");
    await luz.settle();
    await page.reload();
    await luz.sees("Hope House referred you to us");
  });
  await journey.fact("it is sent like any other", async () => {
    await agree(page, ENGLISH);
    await onTo(page, ENGLISH, "review");
    await page.getByRole("button", { name: ENGLISH.send }).click();
    await luz.sees(ENGLISH.done);
  });
  const number = await reference(page);
  await luz.leave();
  return number;
}

async function arrived(journey, form, status) {
  const partner = await journey.visitor({});
  await journey.fact("the partner sees that it arrived, and nothing of her", async () => {
    await partner.go(status);
    await partner.sees(/It arrived on/);
    for (const personal of [LUZ.first, LUZ.last, LUZ.email]) await partner.seesNot(personal);
  });
  await journey.look(partner, "referral arrived");
  await journey.fact("a second person with the same link is told whom to ask, and nothing of the first", async () => {
    partner.expect(404, /\/intake\/draft\/opening$/);
    await partner.go(form);
    await partner.sees(OVER);
    await partner.seesNot(LUZ.last);
  });
  await journey.look(partner, "link over");
  await partner.leave();
}

async function reviewing(journey, cora, number) {
  await journey.fact("the application says who referred her", async () => {
    const asked = await asks(journey.server, "Cora");
    const { items } = await asked.get(`/applications?q=${encodeURIComponent(number)}`);
    await cora.go(`/staff/applications/${items[0].id}`);
    await cora.sees(/Referred by Hope House/);
  });
  await journey.look(cora, "application referred");
}

async function assisting(journey, cora) {
  const { page } = cora;
  await journey.fact("the staff open the form for somebody, and it says whose answers it wants", async () => {
    await cora.go("/staff/applications");
    await page.getByRole("button", { name: "Fill in for somebody" }).click();
    await page.waitForURL("**/apply/personal");
    await cora.sees("You are filling this in for somebody else");
  });
  await journey.look(cora, "form for somebody");
  await journey.fact("the application says who filled it in", async () => {
    await introduce(page, ENGLISH, { ...LUZ, first: "Gil", email: "gil.paredes@example.org", phone: "415 555 0172" });
    for (const part of UP_TO_DOCUMENTS) {
      await onTo(page, ENGLISH, part);
      await answerWhatIsNeeded(page, part);
    }
    await onTo(page, ENGLISH, "consent");
    await agree(page, ENGLISH);
    await onTo(page, ENGLISH, "review");
    await page.getByRole("button", { name: ENGLISH.send }).click();
    await cora.sees(ENGLISH.done);
    const number = await reference(page);
    const { items } = await (await asks(journey.server, "Cora")).get(`/applications?q=${encodeURIComponent(number)}`);
    await cora.go(`/staff/applications/${items[0].id}`);
    await cora.sees(/Filled in by Cora .* for this person/);
  });
}

async function ending(journey, cora) {
  const { page } = cora;
  const asked = await asks(journey.server, "Cora");
  const inAMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  const { code } = await asked.post("/intake-links", { name: "Job fair", kind: "public", expires_on: inAMonth });
  await journey.fact("ending a link asks once more, and then it opens nothing", async () => {
    await cora.go("/staff/intake-links?state=works");
    await page.getByRole("button", { name: "End: Job fair" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "End", exact: true }).click();
    await cora.sees("No links here");
    const late = await journey.visitor({ device: "phone" });
    late.expect(404, /\/intake\/draft\/opening$/);
    await late.go(`/apply#${code}`);
    await late.sees(OVER);
    await late.leave();
  });
}
