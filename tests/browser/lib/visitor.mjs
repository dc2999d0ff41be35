// Somebody at a browser.

import assert from "node:assert/strict";
import { overflow, untold, violations } from "./accessibility.mjs";
import { freshContext } from "./browser.mjs";
import { emailOf } from "./cast.mjs";
import { traffic, watch } from "./watch.mjs";

export class Visitor {
  findings = [];
  refusals = [];
  excuses = [];

  static async arrive(browser, server, how) {
    const visitor = new Visitor();
    visitor.server = server;
    visitor.context = await freshContext(browser, server, how);
    visitor.page = await visitor.context.newPage();
    visitor.open = traffic(visitor.page);
    await watch(visitor.page, server, visitor);
    return visitor;
  }

  /** From now on this answer is no failure: the journey is about it. */
  expect(status, path) {
    this.refusals.push([status, path]);
  }

  /** For what cannot be helped; say why where you call it. */
  excuse(pattern) {
    this.excuses.push(pattern);
  }

  async signIn(person) {
    await this.page.goto("/staff/sign-in");
    await this.page.getByLabel("Email").fill(emailOf(person));
    await this.page.getByLabel("Password").fill(this.server.password);
    await this.page.getByRole("button", { name: "Sign in" }).click();
    await this.page.getByRole("heading", { level: 1, name: person }).waitFor();
    await this.settle();
  }

  /** Chooses another language, as staff do in the menu of their account; the page stays. */
  async speaks(language) {
    await this.page.getByLabel(/^(Your account|Su cuenta)$/).click();
    await this.page.locator(".panel-row select.language").selectOption(language);
    await this.page.keyboard.press("Escape");
    await this.settle();
  }

  async go(path) {
    await this.page.goto(path);
    await this.settle();
  }

  /** Waits until the words stand on the page. */
  async sees(words) {
    await this.page.getByText(words).filter({ visible: true }).first().waitFor();
  }

  async seesNot(words) {
    await this.settle();
    const text = await this.page.locator("body").innerText();
    assert(!text.includes(words), `the page says “${words}”`);
  }

  /** Waits until nothing is under way any more. */
  async settle() {
    await this.page.waitForFunction(() => document.querySelector("h1") && !document.querySelector("[aria-busy=true]"));
    for (let quiet = 0; quiet < 2; quiet = this.open.size === 0 ? quiet + 1 : 0) {
      await this.page.waitForTimeout(60);
    }
  }

  /** Everything that is wrong with the page as it stands, and with how it came here. */
  async wrongs() {
    await this.settle();
    const seen = [...(await violations(this.page)), ...(await overflow(this.page)), ...(await untold(this.page))];
    return [...this.findings.splice(0), ...seen];
  }

  /** What the browser would still know when the next person sits down at it. */
  async remembered() {
    return this.page.evaluate(async () => [
      ...Object.keys(localStorage),
      ...Object.keys(sessionStorage),
      ...(await indexedDB.databases()).map(({ name }) => name),
      ...(await caches.keys()),
    ]);
  }

  leave() {
    return this.context.close();
  }
}
