// What axe finds, and what it does not look for.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export async function violations(page) {
  // Evaluated, because the page's policy takes no script from elsewhere.
  await page.evaluate(AXE);
  const found = await page.evaluate((values) => axe.run(document, { runOnly: { type: "tag", values } }), TAGS);
  return found.violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map((node) => `${node.target.join(" ")}: ${node.any[0]?.message ?? help}`);
    return `axe ${id}\n  ${places.join("\n  ")}`;
  });
}

/** A text that a page shows and has not brought: its key stands there in brackets. */
export async function untold(page) {
  return [...(await page.content()).matchAll(/⟦[^⟧]*⟧/gu)].map(([key]) => `the text ${key} is not there`);
}

/** A page that is wider than the screen has to be pushed to and fro to be read. */
export async function overflow(page) {
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  return beyond > 0 ? [`the page is ${beyond} px wider than the screen`] : [];
}
