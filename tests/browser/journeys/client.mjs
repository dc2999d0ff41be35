import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

export const title = "A program in TypeScript, made from the API's description, writes a note";

const PROGRAM = join(import.meta.dirname, "../../client/out/desk.js");

export async function story(journey) {
  const { address, password } = journey.server;
  const run = (...words) => promisify(execFile)(process.execPath, [PROGRAM, address, ...words]);

  await journey.fact("it finds the client and writes", async () => {
    const { stdout } = await run("casey@example.org", password, "Sukarno");
    const written = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assert(written.length > 0 && written.every(({ client, kind }) => client.includes("Sukarno") && kind === "general"), stdout);
  });
  await journey.fact("a refusal tells it what to do", async () => {
    await assert.rejects(run("casey@example.org", "not the password", "Sukarno"), /sign_in_refused/);
  });
}
