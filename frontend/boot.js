// Starts the page. It is a file of its own because the server allows no script inside the HTML.
import init from "./frontend.js";

// Where each group of routes stands, as in src/routes.rs: the first that fits is the one.
const groups = [["/staff", "staff"], ["/apply", "intake"], ["/", "public"]];
// Which files a group needs beyond the first module; `cargo xtask page` knows.
const pieces = {};

// Ask for them now, beside the first module, instead of when it has found out that it needs them.
const [, group] = groups.find(([start]) => location.pathname.startsWith(start));
for (const piece of pieces[group] ?? []) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: new URL(piece, import.meta.url) });
  document.head.append(link);
}

init({ module_or_path: new URL("./frontend_bg.wasm", import.meta.url) });
