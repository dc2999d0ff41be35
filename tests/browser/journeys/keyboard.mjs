import assert from "node:assert/strict";
import { emailOf } from "../lib/cast.mjs";

export const title = "Casey works without a mouse";

export async function story(journey) {
  const casey = await journey.visitor();
  const { page } = casey;
  const { keyboard } = page;

  await journey.fact("she signs in", async () => {
    await casey.go("/staff/sign-in");
    await tabTo(page, "Email");
    await keyboard.type(emailOf("Casey"));
    await keyboard.press("Tab");
    await keyboard.type(journey.server.password);
    await keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Casey" }).waitFor();
    await casey.settle();
  });
  await journey.fact("the first stop leads past the menu", async () => {
    await page.reload();
    await casey.settle();
    await keyboard.press("Tab");
    assert.equal(await focused(page), "Skip to content");
    await keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.id === "page");
  });
  await journey.fact("a slash and a few letters find Sukarno", async () => {
    await keyboard.press("/");
    await keyboard.type("sukar");
    await page.getByRole("option", { name: /Sukarno/ }).first().waitFor();
    await keyboard.press("ArrowDown");
    await journey.look(casey, "search by keyboard");
    await keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Sukarno" }).waitFor();
  });
  await journey.fact("a dialog takes the focus, and Escape gives it back", async () => {
    await casey.settle();
    await tabTo(page, "Change stage");
    await keyboard.press("Enter");
    await page.getByRole("dialog").waitFor();
    assert(await page.evaluate(() => document.querySelector("dialog").contains(document.activeElement)));
    await keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "detached" });
    assert.equal(await focused(page), "Change stage");
  });
  await journey.fact("she signs out", async () => {
    await tabTo(page, "Your account");
    await keyboard.press("Enter");
    await tabTo(page, "Sign out");
    await keyboard.press("Enter");
    await page.waitForURL("**/staff/sign-in**");
  });
  await journey.fact("the record is closed to the next person", async () => {
    casey.expect(401, /\/renewal$/);
    await page.goBack();
    await page.waitForURL("**/staff/sign-in**");
    await casey.seesNot("Sukarno");
  });
}

/** Presses Tab until something of this name has the focus. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 80; presses += 1) {
    if ((await focused(page)) === name) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not lead to “${name}”`);
}

/** What a screen reader would call it. */
function focused(page) {
  return page.evaluate(() => {
    const at = document.activeElement;
    return at.getAttribute("aria-label") ?? at.labels?.[0]?.innerText.trim() ?? at.innerText.trim();
  });
}
