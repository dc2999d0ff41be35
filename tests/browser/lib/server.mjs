// The real server on a database and in a folder of its own.

import { spawn, spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

const PATIENCE = 180_000;

let started = 0;

/** Starts `openhall serve`, with the demo agency or an empty one, and answers once it listens. */
export async function startServer({ program, page, demo = true, words: more = [] }) {
  // The server makes the folder itself: PostgreSQL, which does not run as root, has to pass through it.
  const folder = join(tmpdir(), `openhall-journeys-${process.pid}-${(started += 1)}`);
  const words = ["serve", "--listen", "127.0.0.1:0", "--state-dir", folder, ...more];
  if (page) words.push("--page", page);
  if (demo) words.push("--demo");
  const child = spawn(program, words, { env: withoutSettings(process.env), stdio: ["ignore", "pipe", "pipe"] });
  const said = { text: "" };
  child.stdout.on("data", (data) => (said.text += data));
  child.stderr.on("data", (data) => (said.text += data));
  const stop = async () => {
    if (child.exitCode === null) {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
    }
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const address = await printed(child, said, /listens on (http:\S+)/);
    const password = demo ? await printed(child, said, /password is (\S+)/) : undefined;
    return { address, password, folder, stop, log: () => said.text };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs another command of the program on a server's installation. */
export function command(program, { folder }, words, input) {
  const { status, stderr } = spawnSync(program, [...words, "--state-dir", folder], {
    env: withoutSettings(process.env),
    input,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`openhall ${words.join(" ")}: ${stderr}`);
}

/** What the machine's owner has set for an installation of their own is not meant for this one. */
function withoutSettings(environment) {
  const ours = ([name]) => !/^(OPENHALL_|DATABASE_URL|MIGRATION_URL)/.test(name);
  return Object.fromEntries(Object.entries(environment).filter(ours));
}

async function printed(child, said, pattern) {
  for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; ) {
    const found = said.text.match(pattern);
    if (found) return found[1];
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server did not start:\n${said.text}`);
}
