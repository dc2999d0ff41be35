// Starts the page. It is a file of its own because the server allows no script inside the HTML.
import init from "./frontend.js";

// Where each group of routes stands, as in src/routes.rs: the first that fits is the one.
const groups = [["/staff", "staff"], ["/apply", "intake"], ["/", "public"]];
// Which files a group needs beyond the first module; `cargo xtask page` knows.
const pieces = {};

// Ask for them now, beside the first module, instead of when it has found out that it needs them.
const [, group] = groups.find(([start]) => location.pathname.startsWith(start));
const texts = `texts/${language()}/${group}.json`;
for (const file of [...(pieces[group] ?? []), texts]) {
  const link = document.createElement("link");
  Object.assign(link, { rel: "preload", as: "fetch", crossOrigin: "anonymous", href: new URL(file, import.meta.url) });
  document.head.append(link);
}
globalThis.textsAt = new URL("texts", import.meta.url).href;

// The reader's language, as src/preferences.rs chooses it. Were it another one, its texts would only come later.
function language() {
  let wished = navigator.languages;
  try {
    wished = [localStorage.getItem("openhall-language") ?? "", ...wished];
  } catch {
    // A browser that keeps nothing has kept no language.
  }
  const spoken = { en: "en", es: "es", zh: "zh-Hant", fil: "fil", tl: "fil", vi: "vi" };
  const offered = document.documentElement.dataset.languages?.split(" ") ?? Object.values(spoken);
  const open = group === "staff" ? ["en", "es"] : offered;
  return wished.map((tag) => spoken[tag.toLowerCase().split("-")[0]]).find((tag) => open.includes(tag)) ?? open[0];
}

// What did not come is told here: without the first module there is nothing else that could, and the first module calls
// this where a group's piece is lost.
const lost = {
  en: ["This page did not come", "Check your connection. Nothing that you typed is lost.", "Try again"],
  es: ["Esta página no llegó", "Revise su conexión. No se pierde nada de lo que escribió.", "Intentar de nuevo"],
  "zh-Hant": ["此頁面未能載入", "請檢查您的網路連線。您輸入的內容不會遺失。", "再試一次"],
  fil: ["Hindi dumating ang pahinang ito", "Tingnan ang inyong koneksyon. Walang mawawala sa inyong na-type.", "Subukan muli"],
  vi: ["Không tải được trang này", "Quý vị hãy kiểm tra kết nối. Những gì quý vị đã nhập sẽ không bị mất.", "Thử lại"],
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

// The staff's pages have styles of their own, and are not shown without them.
function style() {
  return new Promise((onload, onerror) => {
    const link = document.createElement("link");
    Object.assign(link, { rel: "stylesheet", href: new URL("work.css", import.meta.url), onload, onerror });
    document.head.append(link);
  });
}

async function start() {
  if (group === "staff") await style();
  await init({ module_or_path: new URL("./frontend_bg.wasm", import.meta.url) });
}

start().catch((error) => {
  console.error(error);
  document.getElementById("placeholder")?.remove();
  tellLost(() => location.reload());
});
