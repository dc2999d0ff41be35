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

// What did not come is told here: without the first module there is nothing else that could, and the first module calls
// this where a group's piece is lost.
const lost = {
  en: ["This page did not come", "Check your connection. Nothing that you typed is lost.", "Try again"],
  es: ["Esta página no llegó", "Revise su conexión. No se pierde nada de lo que escribió.", "Intentar de nuevo"],
};

globalThis.tellLost = (again) => {
  const [title, help, label] = lost[document.documentElement.lang] ?? lost.en;
  const make = (name, more) => Object.assign(document.createElement(name), more);
  const notice = make("main", { id: "placeholder", className: "lost" });
  const words = make("div", { role: "alert" });
  const onclick = () => {
    notice.remove();
    again();
  };
  const button = make("button", { className: "btn btn-primary", textContent: label, onclick });
  words.append(make("h1", { textContent: title }), make("p", { textContent: help }));
  notice.append(words, button);
  document.body.append(notice);
};

init({ module_or_path: new URL("./frontend_bg.wasm", import.meta.url) }).catch((error) => {
  console.error(error);
  document.getElementById("placeholder")?.remove();
  tellLost(() => location.reload());
});
