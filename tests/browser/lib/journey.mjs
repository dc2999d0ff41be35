// One journey: its visitors, and the facts that it shows.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { Visitor } from "./visitor.mjs";

/** Of the server's log, beside what failed. */
const LINES = 20;

/** Later steps of a journey build on earlier ones, so the first that fails ends it. */
class Ended extends Error {}

export class Journey {
  visitors = [];

  constructor(name, { browser, server, built, report, shots, failures }) {
    Object.assign(this, { name, browser, server, built, report, shots, failures });
  }

  async run(story) {
    this.report.begin(this.name);
    try {
      await story(this);
    } catch (error) {
      if (!(error instanceof Ended)) this.report.fail("the journey comes to its end", error.stack);
    }
    for (const visitor of this.visitors) {
      if (visitor.findings.length > 0) this.report.fail("nothing goes wrong on the way", visitor.findings.join("\n"));
      await visitor.leave();
    }
  }

  async visitor({ server = this.server, ...how } = {}) {
    const visitor = await Visitor.arrive(this.browser, server, how);
    this.visitors.push(visitor);
    return visitor;
  }

  /** Somebody of the staff who is signed in. */
  async staff(person, how) {
    const visitor = await this.visitor(how);
    await visitor.signIn(person);
    return visitor;
  }

  async fact(words, act) {
    try {
      await act();
      this.report.pass(words);
    } catch (error) {
      const pictures = await this.pictures(words);
      this.report.fail(words, [error.message, ...pictures, ...this.said()].join("\n"));
      throw new Ended();
    }
  }

  /** Goes there and looks. A page that does not come is a failure, and the journey goes on all the same. */
  async visit(visitor, path, name) {
    try {
      await visitor.go(path);
      await this.look(visitor, name);
    } catch (error) {
      this.report.fail(`${name} comes`, error.message);
    }
  }

  /** The page is whole: axe is content, it fits the screen, and nothing failed on the way. */
  async look(visitor, name) {
    const wrongs = await visitor.wrongs();
    if (this.shots) await visitor.page.screenshot({ path: shot(this.shots, name), fullPage: true });
    if (wrongs.length > 0) this.report.fail(`${name} is whole`, wrongs.join("\n"));
    else this.report.pass(`${name} is whole`);
  }

  /** What the server said last, but for its answers: for what a picture does not show. */
  said() {
    const lines = this.server.log().trimEnd().split("\n").filter((line) => !line.includes('"answered"')).slice(-LINES);
    return ["the server's last words:", ...lines];
  }

  async pictures(words) {
    const taken = this.visitors.map(async (visitor, index) => {
      const path = shot(this.failures, `${words}-${index}`);
      await visitor.page.screenshot({ path });
      return `${visitor.page.url()}\nscreenshot: ${path}`;
    });
    return Promise.all(taken.map((one) => one.catch((error) => `no screenshot: ${error.message}`)));
  }
}

function shot(folder, name) {
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name.toLowerCase().replace(/[^a-z0-9]+/g, "-")}.png`);
}
