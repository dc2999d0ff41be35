import assert from "node:assert/strict";
import { asks } from "../lib/api.mjs";
import { agree, answerWhatIsNeeded, attach, ENGLISH, introduce, onTo, reference, ROSA, UP_TO_DOCUMENTS } from "../lib/intake.mjs";

export const title = "Rosa applies on her phone, with her resume";

export async function story(journey) {
  const rosa = await journey.visitor({ device: "phone" });
  const { page } = rosa;

  await journey.fact("the first page leads to the form", async () => {
    await rosa.go("/");
    await page.getByRole("link", { name: "Start your application" }).click();
    await page.waitForURL("**/apply/personal");
  });
  await journey.look(rosa, "intake personal empty");

  await journey.fact("what is missing stands at the field and in the summary, which leads to it", async () => {
    await page.getByRole("button", { name: ENGLISH.next }).click();
    await page.getByRole("alert").getByRole("link", { name: /^First name/ }).click();
    const first = page.getByLabel(ENGLISH.first, { exact: true });
    assert(await first.evaluate((field) => field === document.activeElement));
    assert.equal(await first.getAttribute("aria-invalid"), "true");
    const described = await first.getAttribute("aria-describedby");
    await page.locator(`#${described.split(" ").at(-1)}`, { hasText: ENGLISH.required }).waitFor();
  });
  await journey.look(rosa, "intake personal with errors");

  await journey.fact("a date that never was is told so in plain words", async () => {
    await introduce(page, ENGLISH, { ...ROSA, born: { month: "2", day: "31", year: "1988" } });
    await page.getByRole("button", { name: ENGLISH.next }).click();
    await rosa.sees(/Enter month, day and year/);
    await introduce(page, ENGLISH, ROSA);
  });
  await journey.fact("every other question may be left out", async () => {
    for (const part of UP_TO_DOCUMENTS) {
      await onTo(page, ENGLISH, part);
      await answerWhatIsNeeded(page, part);
      await journey.look(rosa, `intake ${part}`);
    }
  });
  await journey.fact("a program is not taken for a resume", async () => {
    const program = { name: "resume.exe", mimeType: "application/octet-stream", buffer: Buffer.from("MZ") };
    await page.locator("input[type=file]").setInputFiles(program);
    await rosa.sees("Choose a PDF, Word or text file");
    await page.getByRole("button", { name: "Remove resume.exe" }).click();
  });
  await journey.fact("the resume is taken", async () => {
    await attach(page, ENGLISH, ROSA.resume);
    await journey.look(rosa, "intake documents with a file");
    await onTo(page, ENGLISH, "consent");
  });
  await journey.fact("the form asks for her agreement", async () => {
    await page.getByRole("button", { name: ENGLISH.next }).click();
    await page.getByRole("alert").first().waitFor();
    await journey.look(rosa, "intake consent missing");
    await agree(page, ENGLISH);
    await onTo(page, ENGLISH, "review");
  });
  await journey.fact("she reads her answers again, after a reload too", async () => {
    await page.getByText("Your answers are saved").waitFor();
    await page.reload();
    for (const answer of [`${ROSA.first} ${ROSA.last}`, ROSA.email, ROSA.resume.name]) await rosa.sees(answer);
  });
  await journey.look(rosa, "intake review");

  await journey.fact("pressing twice sends once, and she gets a number", async () => {
    await page.getByRole("button", { name: ENGLISH.send }).dblclick();
    await rosa.sees(ENGLISH.done);
    const casey = await asks(journey.server, "Casey");
    const found = await casey.get(`/applications?q=${encodeURIComponent(ROSA.last)}`);
    assert.deepEqual(found.items.map((row) => [row.reference, row.documents]), [[await reference(page), 1]]);
  });
  await journey.look(rosa, "intake done");

  await journey.fact("going back shows nothing of it to the next person", async () => {
    rosa.expect(404, /\/intake\/draft$/);
    await page.goBack();
    await rosa.settle();
    await rosa.seesNot(ROSA.last);
  });
  await journey.fact("her phone remembers nothing but theme and language", async () => {
    const others = (await rosa.remembered()).filter((name) => !["openhall-theme", "openhall-language"].includes(name));
    assert.deepEqual(others, []);
  });
}
