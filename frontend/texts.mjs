// Puts the texts together that the page fetches: for each language and group of pages one file, as src/routes.rs names
// the groups. `cargo xtask page` calls this, and Trunk's hook.
//
//   node texts.mjs FOLDER

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

// Each with the folders of locales/ whose texts its pages show.
const GROUPS = {
  public: ["public"],
  intake: ["public", "forms", "intake"],
  staff: ["public", "forms", "portal", "staff"],
};
// Whoever asks for programs reads their own page and what stands around it in every language, and behind it, where the
// staff work, English.
const INSTEAD = "en";

const locales = join(import.meta.dirname, "locales");
const to = process.argv[2];
if (!to) throw new Error("node texts.mjs FOLDER");

rmSync(to, { recursive: true, force: true });
for (const language of readdirSync(locales)) {
  mkdirSync(join(to, language), { recursive: true });
  for (const [group, names] of Object.entries(GROUPS)) {
    const own = names.map((name) => join(locales, language, name));
    const folders = own.map((folder, n) => (existsSync(folder) ? folder : join(locales, INSTEAD, names[n])));
    writeFileSync(join(to, language, `${group}.json`), JSON.stringify(together(folders)));
  }
}

/** Slices by name, each with its texts by name. */
function together(folders) {
  const files = folders.flatMap((folder) => readdirSync(folder).sort().map((name) => join(folder, name)));
  return Object.fromEntries(files.map((file) => [basename(file, ".json"), JSON.parse(readFileSync(file, "utf8"))]));
}
