import assert from "node:assert/strict";
import { asks, clientNamed } from "../lib/api.mjs";

export const title = "What was true when, a restriction that is looked at again, and a new record that is whole";

export async function story(journey) {
  const siobhan = await clientNamed(journey.server, "Shiv");
  const casey = await journey.staff("Casey");
  await answering(journey, casey, `/staff/clients/${siobhan.id}/demographics`);
  await reviewing(journey, casey, siobhan);
  await noticing(journey, casey);
  await writingDown(journey);
}

async function answering(journey, casey, address) {
  const { page } = casey;
  const answer = page.getByLabel("Answer", { exact: true });
  await journey.fact("an answer is true since the day that she says", async () => {
    await casey.go(`${address}/edit`);
    await page.getByLabel(/^True since/).fill("2019-05-01");
    await page.getByLabel("Employment", { exact: true }).selectOption({ label: "Answered" });
    await answer.last().selectOption({ index: 1 });
    await page.getByRole("button", { name: "Save answers" }).click();
    await casey.sees("Answers saved");
    await casey.sees("since May 1, 2019");
  });
  await journey.look(casey, "answers with their days");
  const dialog = page.getByRole("dialog");
  await journey.fact("a wrong day is corrected, and what stood stays in the history", async () => {
    await page.getByRole("button", { name: "History: Employment" }).click();
    await dialog.getByText("Written by Casey Nguyen").waitFor();
    await dialog.getByRole("button", { name: /^Correct:/ }).click();
    await dialog.getByLabel(/^True since/).fill("2018-05-01");
    await dialog.getByRole("button", { name: "Save correction" }).click();
    await casey.sees("Answer corrected");
    await dialog.getByText("was recorded since May 1, 2019").waitFor();
  });
  await journey.look(casey, "the history of an answer");
  await journey.fact("work over time has a tab of its own", async () => {
    await page.keyboard.press("Escape");
    await page.getByRole("link", { name: "Employment", exact: true }).click();
    await page.getByRole("heading", { name: "Employment", level: 2 }).waitFor();
    await page.getByText("since May 1, 2018").first().waitFor();
  });
  await journey.look(casey, "employment over time");
  await journey.fact("the answers of an earlier day stand there", async () => {
    await casey.go(`${address}?on=2018-12-31`);
    await casey.sees("This is what was true on Dec 31, 2018");
    await casey.sees("since May 1, 2018");
  });
}

async function reviewing(journey, casey, { id }) {
  const { page } = casey;
  const dialog = page.getByRole("dialog");
  const asked = await asks(journey.server, "Casey");
  const today = new Date().toLocaleDateString("en-CA", { timeZone: "America/Los_Angeles" });
  await asked.post(`/clients/${id}/restrictions`, {
    reach: { scope: "organization" }, start_date: "2026-01-01", review_date: today, reason: "Shouted at a volunteer.",
  });
  await journey.fact("a restriction whose day of review has come stands under Review due", async () => {
    await casey.go("/staff/restrictions?state=review_due");
    await page.getByRole("link", { name: /Shiv/ }).click();
  });
  await journey.fact("a review is noted in one step", async () => {
    await page.getByRole("button", { name: "Note a review" }).click();
    await dialog.getByLabel(/^Next review on/).fill("2099-01-01");
    await dialog.getByRole("button", { name: "Save review" }).click();
    await casey.sees("Review saved");
    await casey.sees("Looked at again; it stays as it is.");
  });
  await journey.look(casey, "a restriction that was reviewed");
}

async function noticing(journey, casey) {
  const { page } = casey;
  await journey.fact("its notice is in another language, and has the reason where she puts it there", async () => {
    await page.getByRole("link", { name: /^Notice:/ }).click();
    await casey.sees("Notice: services are restricted");
    await page.getByLabel("Language of the notice").selectOption({ label: "Tiếng Việt" });
    await casey.sees("Thông báo: dịch vụ bị hạn chế");
    assert.equal(await page.locator("article[lang=vi]").getByText("Shouted at a volunteer.").count(), 0);
    await page.getByLabel("Put the reason into it").check();
    await page.locator("article[lang=vi]").getByText("Shouted at a volunteer.").waitFor();
  });
  await journey.look(casey, "a notice of a restriction");
}

async function writingDown(journey) {
  const cora = await journey.staff("Cora");
  const { page } = cora;
  const dialog = page.getByRole("dialog");
  await journey.fact("a new client comes with answers, a sealed number and the number of another system", async () => {
    await cora.go("/staff/clients/new");
    await page.getByLabel(/^First name/).fill("Ondine");
    await page.getByLabel(/^Last name/).fill("Abascal");
    await page.getByLabel(/^Social security number/).fill("457-55-5462");
    await page.getByLabel("Gender", { exact: true }).selectOption({ label: "Answered" });
    await page.getByRole("checkbox", { name: "Woman" }).check();
    await page.getByRole("checkbox", { name: "Nonbinary" }).check();
    await page.getByLabel("Sex", { exact: true }).selectOption({ label: "Declined to answer" });
    await page.getByRole("button", { name: "Add a number" }).click();
    await page.getByLabel(/^Other system/).fill("HMIS");
    await page.getByLabel(/^Number there/).fill("H-2077");
    await journey.look(cora, "a new client");
    await page.getByRole("button", { name: "Add client" }).click();
    await cora.sees("Ondine Abascal was added");
    await page.getByText(/5462$/).waitFor();
    await page.getByRole("link", { name: "Demographics", exact: true }).click();
    await page.getByText("Woman, Nonbinary").waitFor();
    await page.getByText("Declined to answer").first().waitFor();
  });
  await journey.fact("the number is taken off the record, once it is said what that means", async () => {
    await page.getByRole("button", { name: "Remove number" }).click();
    await dialog.getByText("nobody can bring it back").waitFor();
    await journey.look(cora, "removing a number");
    await dialog.getByRole("button", { name: "Remove number" }).click();
    await cora.sees("Number removed");
    await page.getByText(/5462$/).waitFor({ state: "detached" });
  });
}
