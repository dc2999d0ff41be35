// A line of docs/hard-to-break.md; `cargo xtask hard` says where it is kept. As in crates/testkit/src/figure.rs.

import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Whether everything is tried, or a part of it. */
export const isFull = Boolean(process.env.OPENHALL_FIGURES);

export function keep({ id, tried, goal, found, control }) {
  const line = [id, tried, goal, found, control].map((cell) => String(cell).replace(/[\t\n]/g, " ")).join("\t");
  console.log(`        ${line}`);
  if (isFull) writeFileSync(join(process.env.OPENHALL_FIGURES, `${id}.browser.${goal.length}`), `${line}\n`);
}
