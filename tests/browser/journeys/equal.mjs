import assert from "node:assert/strict";
import { apply, asks } from "../lib/api.mjs";
import { ENGLISH, ROSA, UP_TO_DOCUMENTS, agree, answerWhatIsNeeded, introduce, onTo, reference } from "../lib/intake.mjs";

export const title = "What is asked for equal opportunity stays apart from the application";

export async function story(journey) {
  const number = await applying(journey);
  await reviewing(journey, number);
  await counting(journey);
}

/** One of ten, so that it is not for their number that nothing is told. */
const SOMEBODY = { first_name: "Nell", date_of_birth: "1990-02-03", phone: "415-555-0119", residency: "resident" };

async function applying(journey) {
  const iris = await journey.visitor({ device: "phone" });
  const { page } = iris;
  let number;
  await journey.fact("the form says why it asks, and each question may be declined or passed over", async () => {
    await iris.go("/apply");
    await introduce(page, ENGLISH, { ...ROSA, first: "Iris", last: "Apart", email: "iris@example.org", phone: "415 555 0149" });
    await onTo(page, ENGLISH, "location");
    await answerWhatIsNeeded(page, "location");
    await onTo(page, ENGLISH, "demographics");
    await iris.sees("For our equal-opportunity record");
    await iris.sees("Whoever decides on it does not see these answers");
  });
  await journey.look(iris, "equal opportunity on a phone");
  await journey.fact("her answers stand in her own review", async () => {
    const question = (name) => page.getByRole("group", { name });
    await question("Do you have a disability?").getByLabel("Yes").check();
    await question("What is your sex?").getByLabel("I’d rather not say").check();
    for (const part of UP_TO_DOCUMENTS.slice(UP_TO_DOCUMENTS.indexOf("education"))) {
      await onTo(page, ENGLISH, part);
    }
    await onTo(page, ENGLISH, "consent");
    await agree(page, ENGLISH);
    await onTo(page, ENGLISH, "review");
    await iris.sees("Do you have a disability?");
    await page.getByRole("button", { name: ENGLISH.send }).click();
    await iris.sees(ENGLISH.done);
    number = await reference(page);
  });
  await iris.leave();
  return number;
}

async function reviewing(journey, number) {
  const casey = await journey.staff("Casey");
  await journey.fact("whoever reviews the application finds nothing of it there", async () => {
    const { items } = await (await asks(journey.server, "Casey")).get(`/applications?q=${number}`);
    assert.equal(items.length, 1);
    await casey.go(`/staff/applications/${items[0].id}`);
    await casey.sees("Iris");
    await casey.seesNot("disability");
    assert.equal(await casey.page.getByRole("link", { name: "Equal opportunity" }).count(), 0);
  });
  await casey.leave();
}

async function counting(journey) {
  const cora = await journey.staff("Cora");
  await journey.fact("a coordinator reads nothing of a month that is not over, however many applied in it", async () => {
    for (let n = 0; n < 10; n += 1) {
      const equal_opportunity = [{ question: "disability", status: "given", codes: [n < 9 ? "no" : "yes"] }];
      await apply(journey.server, { ...SOMEBODY, last_name: `Counted ${"ABCDEFGHIJ"[n]}`, equal_opportunity });
    }
    await cora.go("/staff/equal-opportunity");
    await cora.sees("Nothing is counted yet");
    assert.equal(await cora.page.getByRole("heading", { level: 2, name: "Disability" }).count(), 0);
  });
  await journey.fact("a year that is over is counted through its last day", async () => {
    const { year } = await (await asks(journey.server, "Cora")).get("/equal-opportunity");
    await cora.go(`/staff/equal-opportunity?year=${year - 1}`);
    await cora.sees(`Counted through Dec 31, ${year - 1}`);
    await cora.sees("Numbers below 10 are left out");
  });
  await journey.look(cora, "equal opportunity");
  await cora.leave();
}
