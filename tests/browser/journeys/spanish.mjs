import assert from "node:assert/strict";
import { agree, answerWhatIsNeeded, attach, ENGLISH, introduce, onTo, reference, SPANISH, UP_TO_DOCUMENTS } from "../lib/intake.mjs";
import { pdf } from "../lib/pdf.mjs";

export const title = "Tomás begins in English and goes on in Spanish";

const TOMAS = {
  first: "Tomás",
  last: "Peña",
  born: { month: "11", day: "3", year: "1975" },
  phone: "415 555 0177",
  email: "tomas@example.org",
};

export async function story(journey) {
  const tomas = await journey.visitor({ device: "phone", theme: "dark" });
  const { page } = tomas;

  await journey.fact("nothing is lost when the language changes", async () => {
    await tomas.go("/apply");
    await page.waitForURL("**/apply/personal");
    await introduce(page, ENGLISH, TOMAS);
    await page.getByLabel("Language").selectOption("Español");
    for (const field of ["first", "last", "phone", "email"]) {
      assert.equal(await page.getByLabel(SPANISH[field], { exact: true }).inputValue(), TOMAS[field]);
    }
    for (const part of ["month", "day", "year"]) {
      assert.equal(await page.getByLabel(SPANISH[part], { exact: true }).inputValue(), TOMAS.born[part]);
    }
    assert.equal(await page.locator("html").getAttribute("lang"), "es");
  });
  await journey.look(tomas, "spanish personal");

  await journey.fact("errors speak Spanish too", async () => {
    const first = page.getByLabel(SPANISH.first, { exact: true });
    await first.fill("");
    await page.getByRole("button", { name: SPANISH.next }).click();
    await page.getByRole("alert").getByRole("link", { name: /^Nombre/ }).waitFor();
    await first.fill(TOMAS.first);
  });
  await journey.fact("the whole form goes on in Spanish", async () => {
    for (const part of UP_TO_DOCUMENTS) {
      await onTo(page, SPANISH, part);
      await answerWhatIsNeeded(page, part);
      await journey.look(tomas, `spanish ${part}`);
    }
    const resume = { name: "Currículum.pdf", mimeType: "application/pdf", buffer: pdf("Tomas Pena, electricista") };
    await attach(page, SPANISH, resume);
    await onTo(page, SPANISH, "consent");
    await agree(page, SPANISH);
    await onTo(page, SPANISH, "review");
    await tomas.sees(`${TOMAS.first} ${TOMAS.last}`);
  });
  await journey.look(tomas, "spanish review");

  await journey.fact("he gets his number", async () => {
    await page.getByRole("button", { name: SPANISH.send }).click();
    await tomas.sees(SPANISH.done);
    assert.match(await reference(page), /^[A-Z0-9-]{4,20}$/);
  });
  await journey.look(tomas, "spanish done");
}
