import assert from "node:assert/strict";
import { answerWhatIsNeeded, reference, UP_TO_DOCUMENTS } from "../lib/intake.mjs";

export const title = "Linh's telephone speaks Vietnamese, and so does the whole form; every other language is one choice away";

/** What each language calls itself, and in which order it says a date. */
const LANGUAGES = {
  en: ["English", ["month", "day", "year"]],
  es: ["Español", ["day", "month", "year"]],
  "zh-Hant": ["繁體中文", ["year", "month", "day"]],
  fil: ["Filipino", ["month", "day", "year"]],
  vi: ["Tiếng Việt", ["day", "month", "year"]],
};
const LINH = { first_name: "Linh", last_name: "Trần", phone: "415 555 0121", day: "9", month: "2", year: "1991" };

export async function story(journey) {
  const linh = await journey.visitor({ device: "phone", locale: "vi-VN" });
  const { page } = linh;

  await journey.fact("the first page comes in the language of the telephone", async () => {
    await linh.go("/");
    assert.equal(await page.locator("html").getAttribute("lang"), "vi");
    await linh.seesNot("Start your application");
  });
  await journey.look(linh, "vietnamese landing");

  await journey.fact("in every language the same answers stand in the fields", async () => {
    await linh.go("/apply");
    await page.waitForURL("**/apply/personal");
    for (const [part, value] of Object.entries(LINH)) await field(page, part).fill(value);
    for (const [code, [name, order]] of Object.entries(LANGUAGES)) {
      await page.locator("select.language").selectOption(name);
      await page.locator(`html[lang="${code}"]`).waitFor();
      await linh.settle();
      for (const [part, value] of Object.entries(LINH)) assert.equal(await field(page, part).inputValue(), value, code);
      assert.deepEqual(await dateOrder(page), order, code);
      await journey.look(linh, `languages personal ${code}`);
    }
  });
  await journey.fact("the next visit remembers the choice", async () => {
    await page.locator("select.language").selectOption("繁體中文");
    await page.locator('html[lang="zh-Hant"]').waitFor();
    await linh.sees("您的答案已儲存");
    await page.reload();
    await page.locator('html[lang="zh-Hant"]').waitFor();
    await linh.settle();
    assert.equal(await field(page, "first_name").inputValue(), LINH.first_name);
    await page.locator("select.language").selectOption("Tiếng Việt");
    await page.locator('html[lang="vi"]').waitFor();
  });
  await journey.fact("the whole form is Vietnamese, its lists too", async () => {
    for (const part of UP_TO_DOCUMENTS) {
      await onwards(page, part);
      await answerWhatIsNeeded(page, part);
      if (part === "education") assert.equal(await page.getByText("High school", { exact: false }).count(), 0);
      await journey.look(linh, `vietnamese ${part}`);
    }
    await onwards(page, "consent");
    await journey.look(linh, "vietnamese consent");
    await page.getByRole("checkbox").check();
    await onwards(page, "review");
  });
  await journey.look(linh, "vietnamese review");
  await journey.fact("she gets her number", async () => {
    await page.locator("main .btn-primary").last().click();
    await page.locator(".done-number").waitFor();
    assert.match(await reference(page), /^[A-Z0-9-]{4,20}$/);
  });
  await journey.look(linh, "vietnamese done");
  await journey.fact("the staff's pages do not speak it, and are English", async () => {
    await linh.go("/staff/sign-in");
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    assert.deepEqual(await page.locator("select.language option").allInnerTexts(), ["English", "Español"]);
  });
  await changing(journey);
}

/** A language whose texts do not come leaves the page as it is, and says so. */
async function changing(journey) {
  const rosa = await journey.visitor({ device: "phone" });
  const { page } = rosa;
  await journey.fact("without a connection the page keeps its language, and tries again when asked", async () => {
    await rosa.go("/");
    rosa.excuse(/texts\/fil/);
    await page.route("**/texts/fil/**", (route) => route.abort("connectionfailed"));
    await page.locator("select.language").selectOption("Filipino");
    await rosa.sees("This page did not come");
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    await page.unroute("**/texts/fil/**");
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator('html[lang="fil"]').waitFor();
  });
}

const field = (page, part) => page.locator(`input[id$="${part}"]`);

async function dateOrder(page) {
  const ids = await page.locator("input").evaluateAll((fields) => fields.map((field) => field.id));
  return ids.map((id) => id.match(/(day|month|year)$/)?.[0]).filter(Boolean);
}

async function onwards(page, part) {
  await page.locator("main .btn-primary").last().click();
  await page.waitForURL(`**/apply/${part}`);
}
