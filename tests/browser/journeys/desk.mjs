import assert from "node:assert/strict";
import { asks, clientNamed } from "../lib/api.mjs";

export const title = "Casey's desk: nothing typed is lost, and little is clicked twice";

const THOUGHT = "She asked about the evening course, and whether";

export async function story(journey) {
  const maria = await clientNamed(journey.server, "María Delgado");
  const record = `/staff/clients/${maria.id}`;
  await onAPhone(journey, record);
  const casey = await journey.staff("Casey");
  await drafts(journey, casey, record);
  await leaving(journey, casey, record);
  await escaping(journey, casey, record);
  await bothSides(journey, casey, maria);
  await lists(journey, casey);
  await undoing(journey, casey);
  await printing(journey, casey, record);
}

async function onAPhone(journey, record) {
  const casey = await journey.staff("Casey", { device: "phone", theme: "dark" });
  await journey.look(casey, "today on a phone");
  await journey.fact("on a phone a note is kept while the battery dies", async () => {
    await casey.go(record);
    await casey.page.getByRole("button", { name: "Quick note" }).click();
    await casey.page.getByLabel("Note", { exact: true }).fill(THOUGHT);
    await casey.sees("Kept as a draft");
  });
  await journey.look(casey, "note on a phone");
  await journey.fact("the record stands high on the screen, and its card opens", async () => {
    await casey.go(record);
    const { y } = await casey.page.locator(".record-main").boundingBox();
    assert(y < 500, `the timeline begins at ${y} px`);
    assert.equal(await casey.page.getByRole("link", { name: "Print summary" }).isVisible(), false);
    await casey.page.locator(".id-more").click();
    await casey.page.getByRole("link", { name: "Print summary" }).waitFor();
  });
  await journey.look(casey, "card open on a phone");
  await casey.leave();
}

async function drafts(journey, casey, record) {
  const { page } = casey;
  const note = page.getByLabel("Note", { exact: true });
  await journey.fact("at another computer it stands there again", async () => {
    await casey.go(record);
    await casey.sees("and did not send");
    assert.equal(await note.inputValue(), THOUGHT);
  });
  await journey.look(casey, "a note brought back");
  await journey.fact("what she types before it has come is put beside it, and she chooses which one stays", async () => {
    const slowly = async (route) => {
      if (route.request().method() === "GET") await new Promise((resolve) => setTimeout(resolve, 1500));
      await route.continue();
    };
    await page.route("**/api/v1/me/drafts/**", slowly);
    await page.goto(record);
    await note.fill("Another thought");
    await casey.sees("There is another text that you wrote here");
    await page.unroute("**/api/v1/me/drafts/**", slowly);
    await journey.look(casey, "two texts for one note");
    await page.getByRole("button", { name: "Bring the earlier text back" }).click();
    assert.equal(await note.inputValue(), THOUGHT);
  });
  await journey.fact("what she types while the line is down is kept as soon as it is back", async () => {
    casey.excuse(/ERR_INTERNET_DISCONNECTED/);
    await casey.context.setOffline(true);
    await note.fill(`${THOUGHT} it is`);
    await casey.sees("Not kept: no connection");
    const kept = page.waitForResponse((answer) => answer.request().method() === "PUT" && answer.ok());
    await casey.context.setOffline(false);
    await kept;
  });
  await journey.fact("once it is saved there is no draft any more", async () => {
    await note.fill(`${THOUGHT} it is free.`);
    await page.getByRole("button", { name: "Save note" }).click();
    await casey.sees("Note saved");
    await casey.settle();
    await casey.go(record);
    assert.equal(await note.inputValue(), "");
  });
}

async function leaving(journey, casey, record) {
  const { page } = casey;
  const dialog = page.getByRole("dialog");
  const preferred = page.getByLabel(/^Preferred name/);
  const number = page.getByLabel(/^Social security number/);
  await journey.fact("a change that she leaves in the middle is kept, and stands there when she comes back", async () => {
    await casey.go(`${record}/details/edit`);
    await preferred.fill("Marita");
    await page.getByLabel(/^Apartment/).fill("3 B");
    await casey.sees("Kept as a draft");
    await page.getByRole("link", { name: "Applications" }).first().click();
    await page.waitForURL("**/staff/applications");
    await casey.go(`${record}/details/edit`);
    await casey.sees("and did not send");
    assert.deepEqual([await preferred.inputValue(), await page.getByLabel(/^Apartment/).inputValue()], ["Marita", "3 B"]);
  });
  await journey.look(casey, "a change brought back");
  await journey.fact("a number is kept nowhere, so leaving asks first, and staying keeps what was typed", async () => {
    await number.fill("900-11-2222");
    await page.getByRole("link", { name: "Applications" }).first().click();
    await dialog.getByText("is not saved yet").waitFor();
    await journey.look(casey, "leaving");
    await dialog.getByRole("button", { name: "Stay on this page" }).click();
    assert.equal(await number.inputValue(), "900-11-2222");
  });
  await journey.fact("and she may leave all the same", async () => {
    await page.getByRole("link", { name: "Applications" }).first().click();
    await dialog.getByRole("button", { name: "Leave without saving" }).click();
    await page.waitForURL("**/staff/applications");
    assert.equal((await clientNamed(journey.server, "María Delgado")).preferred_name, "Mari");
  });
  await journey.fact("what she discards is gone, and the number was never there", async () => {
    await casey.go(`${record}/details/edit`);
    await casey.sees("and did not send");
    assert.equal(await number.inputValue(), "");
    await page.getByRole("button", { name: "Discard it" }).click();
    assert.equal(await preferred.inputValue(), "Mari");
    await casey.settle();
    await casey.go(`${record}/details/edit`);
    assert.equal(await preferred.inputValue(), "Mari");
  });
  await journey.fact("half an answer and half a new client are kept as well", async () => {
    await casey.go(`${record}/demographics/edit`);
    await page.getByLabel("Education").selectOption("declined");
    await casey.sees("Kept as a draft");
    await casey.go("/staff/clients/new");
    await page.getByLabel(/^First name/).fill("Nadia");
    await page.getByLabel("Year").fill("1991");
    await page.getByLabel("Phone", { exact: true }).fill("415 555 0188");
    await casey.sees("Kept as a draft");
    await casey.go(`${record}/demographics/edit`);
    await casey.sees("and did not send");
    assert.equal(await page.getByLabel("Education").inputValue(), "declined");
    await casey.go("/staff/clients/new");
    await casey.sees("and did not send");
    const typed = [/^First name/, "Year", "Phone"].map((name) => page.getByLabel(name, { exact: true }).inputValue());
    assert.deepEqual(await Promise.all(typed), ["Nadia", "1991", "415 555 0188"]);
  });
  await journey.look(casey, "a new client brought back");
}

async function escaping(journey, casey, record) {
  const { page } = casey;
  const [dialog, question] = ["Change the restriction", "Leave without saving?"].map((name) => page.getByRole("dialog", { name }));
  const reason = dialog.getByLabel(/^Reason/);
  await journey.fact("Escape in a dialog asks before it takes what she typed", async () => {
    await casey.go(`${record}/restrictions`);
    await page.getByRole("button", { name: "Change", exact: true }).first().click();
    await reason.fill("Half a reason");
    await page.keyboard.press("Escape");
    await question.getByRole("button", { name: "Stay on this page" }).click();
    assert.equal(await reason.inputValue(), "Half a reason");
  });
  await journey.fact("a day on which it ends sooner becomes a proposal, and the form says so", async () => {
    await dialog.getByLabel("Last day").fill("2099-12-31");
    await dialog.getByText("This becomes a proposal").waitFor();
    await journey.look(casey, "easing a restriction");
    await dialog.getByRole("button", { name: "Close" }).click();
    await question.getByRole("button", { name: "Leave without saving" }).click();
    await dialog.waitFor({ state: "detached" });
  });
}

async function bothSides(journey, casey, { id }) {
  const { page } = casey;
  const cora = await asks(journey.server, "Cora");
  casey.expect(412, /\/clients\//);
  await journey.fact("somebody else was quicker: both sides stand there, and she chooses", async () => {
    await casey.go(`/staff/clients/${id}/details/edit`);
    await page.getByLabel(/^Preferred name/).fill("Marita");
    await page.getByLabel(/^Other names/).fill("María Delgado Ruiz\nMaría Ruiz");
    const { version } = await cora.get(`/clients/${id}`);
    await cora.patch(`/clients/${id}`, version, { preferred_name: "Maru" });
    await page.getByRole("button", { name: "Save changes" }).click();
    await casey.sees("Somebody saved a change while you were writing");
    await journey.look(casey, "both sides");
    await page.getByLabel("Theirs: Maru").check();
    await page.getByRole("button", { name: "Save with these choices" }).click();
    await page.waitForURL(/\/details$/);
    const after = await cora.get(`/clients/${id}`);
    assert.deepEqual([after.preferred_name, after.aliases], ["Maru", ["María Delgado Ruiz", "María Ruiz"]]);
    await cora.patch(`/clients/${id}`, after.version, { preferred_name: "Mari" });
  });
}

async function lists(journey, casey) {
  const { page } = casey;
  const { keyboard } = page;
  const dialog = page.getByRole("dialog");
  await journey.fact("j and k go through a list, Space looks, Enter opens", async () => {
    await casey.go("/staff/clients");
    await keyboard.press("j");
    await keyboard.press("j");
    await keyboard.press("k");
    const first = await page.locator(".list .row-link").first().innerText();
    assert.equal(await page.evaluate(() => document.activeElement.innerText), first);
    await keyboard.press("Space");
    await dialog.getByRole("link", { name: "Open the record" }).waitFor();
    await journey.look(casey, "quick look");
    await keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: first }).waitFor();
  });
  await journey.fact("a view of her own is a tab", async () => {
    await casey.go("/staff/clients?status=active&sort=updated");
    await page.getByRole("button", { name: "Save this view" }).click();
    await dialog.getByLabel("Name").fill("Lately");
    await dialog.getByRole("button", { name: "Save view" }).click();
    await casey.sees("View saved");
    await casey.go("/staff/clients");
    await page.getByRole("link", { name: "Lately" }).click();
    await page.waitForURL("**/staff/clients?status=active&sort=updated");
  });
  await journey.look(casey, "a saved view");
  await journey.fact("and can be taken away, and that taken back", async () => {
    await page.getByRole("button", { name: "Remove this view" }).click();
    await casey.sees("View “Lately” removed");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("link", { name: "Lately" }).waitFor();
  });
  await journey.fact("the search knows the pages too", async () => {
    await keyboard.press("/");
    await keyboard.type("restr");
    await page.getByRole("option", { name: "Restrictions" }).waitFor();
    await casey.settle();
    await keyboard.press("ArrowDown");
    await keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Restrictions" }).waitFor();
  });
}

async function undoing(journey, casey) {
  const { page } = casey;
  await journey.fact("a follow-up that was done by a slip is open again", async () => {
    await casey.go("/staff/follow-ups");
    const row = page.locator(".row", { hasText: "forklift course" });
    await row.getByRole("button", { name: "Mark as done" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Mark as done" }).click();
    await casey.sees("Marked as done");
    await row.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Undo" }).click();
    await row.waitFor();
  });
}

async function printing(journey, casey, record) {
  const { page } = casey;
  await journey.fact("the summary prints with the letterhead and without the menu", async () => {
    await casey.go(record);
    await page.getByRole("link", { name: "Print summary" }).click();
    await page.waitForURL("**/summary");
    await casey.sees("Mission Hiring Hall");
    await casey.settle();
    await journey.look(casey, "summary");
    await page.emulateMedia({ media: "print" });
    assert(await page.locator(".letterhead").isVisible());
    assert.equal(await page.locator(".rail").isVisible(), false);
    assert((await page.pdf({ format: "Letter" })).length > 10_000);
    await page.emulateMedia({ media: "screen" });
  });
}
