import assert from "node:assert/strict";

export const title = "Ada gives the agency its name, colors and choices, and everybody sees them";

const NAME = "Valencia Street Hall";

export async function story(journey) {
  const ada = await journey.staff("Ada");
  await profile(journey, ada);
  await languages(journey, ada);
  await logo(journey, ada);
  await lists(journey, ada);
  await ordering(journey, ada);
  await departments(journey, ada);
  await programs(journey, ada);
  await numbers(journey, ada);
  await modules(journey, ada);
  await mails(journey, ada);
  await others(journey);
  await restore(journey, ada);
}

async function profile(journey, ada) {
  const { page } = ada;
  await journey.fact("the menu leads to the profile", async () => {
    await page.getByRole("link", { name: "Settings" }).first().click();
    await page.getByRole("heading", { level: 2, name: "Who you are" }).waitFor();
    assert.match(page.url(), /\/staff\/settings\/profile$/);
  });
  await journey.look(ada, "settings profile");
  await journey.fact("the preview follows what she types", async () => {
    await page.getByLabel("Name", { exact: true }).fill(NAME);
    await page.getByRole("textbox", { name: "Main color", exact: true }).fill("#17603a");
    const preview = page.getByTestId("preview");
    await preview.getByText(NAME).first().waitFor();
    const isGreen = () => getComputedStyle(document.querySelector(".preview-button")).backgroundColor === "rgb(23, 96, 58)";
    await page.waitForFunction(isGreen);
  });
  await journey.fact("a color in which nobody could read links is refused", async () => {
    await page.getByRole("textbox", { name: "Main color", exact: true }).fill("#ffe082");
    await page.getByRole("textbox", { name: "Main color", exact: true }).blur();
    await ada.sees("Choose a darker color");
    await page.getByRole("textbox", { name: "Main color", exact: true }).fill("#17603a");
  });
  await journey.fact("saved, the menu and the colors change at once", async () => {
    await page.getByRole("button", { name: "Save profile" }).click();
    await ada.sees("Profile saved");
    await page.locator(".rail-brand", { hasText: NAME }).waitFor();
    const accent = () => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim() === "#17603a";
    await page.waitForFunction(accent);
  });
  const stranger = await journey.visitor();
  await journey.fact("and so does the first page", async () => {
    await stranger.go("/");
    await stranger.page.getByRole("heading", { level: 1, name: NAME }).waitFor();
  });
  await journey.look(stranger, "settings first page");
  await journey.fact("who reads Spanish reads the mission in Spanish, and in another language the first one", async () => {
    await page.getByLabel("Mission, Español").fill("Trabajo para todo el barrio");
    await page.getByRole("button", { name: "Save profile" }).click();
    await ada.sees("Profile saved");
    await stranger.go("/");
    await stranger.page.getByLabel("Language").selectOption({ label: "Español" });
    await stranger.page.getByText("Trabajo para todo el barrio").waitFor();
    await stranger.page.getByLabel("Idioma").selectOption({ label: "English" });
    await stranger.page.getByText("Trabajo para todo el barrio").waitFor({ state: "detached" });
    await page.getByLabel("Mission, Español").fill("");
    await page.getByRole("button", { name: "Save profile" }).click();
    // The words of the first time may still stand there; the logo wants the version that comes of this one.
    await ada.settle();
    await ada.sees("Profile saved");
  });
}

async function languages(journey, ada) {
  const { page } = ada;
  const offered = page.getByRole("group", { name: "Languages of the public pages" });
  const save = async () => {
    await page.getByRole("button", { name: "Save profile" }).click();
    await ada.settle();
    await ada.sees("Profile saved");
  };
  await journey.fact("she offers three languages, and puts another one first", async () => {
    await offered.getByLabel("Filipino").uncheck();
    await offered.getByLabel("繁體中文").uncheck();
    await page.getByLabel("First language").selectOption({ label: "Español" });
    // English is another language now, and has fields of its own.
    await page.getByLabel("Mission, English").waitFor();
    await page.getByLabel("Mission, Español").waitFor({ state: "detached" });
    await save();
  });
  await journey.look(ada, "settings languages");
  const stranger = await journey.visitor({ device: "phone", locale: "fil-PH" });
  await journey.fact("whose phone speaks none of them reads the first one, and chooses among three", async () => {
    await stranger.go("/");
    await stranger.page.locator('html[lang="es"]').waitFor();
    const names = await stranger.page.locator("select.language option").allInnerTexts();
    assert.deepEqual(names, ["Español", "English", "Tiếng Việt"]);
    await stranger.go("/apply");
    await stranger.page.waitForURL("**/apply/personal");
    assert.deepEqual(await stranger.page.locator("select.language option").allInnerTexts(), names);
  });
  await stranger.leave();
  await journey.fact("without any the profile is not saved", async () => {
    for (const name of ["English", "Español", "Tiếng Việt"]) await offered.getByLabel(name).uncheck();
    await page.getByRole("button", { name: "Save profile" }).click();
    await ada.sees("Choose an answer");
  });
  await journey.fact("and all five come back", async () => {
    for (const box of await offered.getByRole("checkbox").all()) await box.check();
    await page.getByLabel("First language").selectOption({ label: "English" });
    await save();
  });
}

async function logo(journey, ada) {
  const { page } = ada;
  await journey.fact("a logo is shown as soon as it is chosen", async () => {
    const picture = { name: "logo.png", mimeType: "image/png", buffer: await drawn(page) };
    await page.locator("input[type=file]").setInputFiles(picture);
    await ada.sees("Logo saved");
    await page.getByRole("img", { name: "The present logo" }).waitFor();
    const theme = await (await fetch(`${ada.server.address}/theme.css`)).text();
    assert.match(theme, /organization\/logo\/[0-9a-f]{64}/);
  });
  await journey.fact("what is no picture is refused in words", async () => {
    const picture = { name: "logo.svg", mimeType: "image/svg+xml", buffer: Buffer.from("<svg/>") };
    ada.expect(422, /organization\/logo/);
    await page.locator("input[type=file]").setInputFiles(picture);
    await ada.sees("This is not a picture that we can read");
  });
  await journey.look(ada, "settings logo");
}

async function lists(journey, ada) {
  const { page } = ada;
  await journey.fact("the choices say how often they are used", async () => {
    await page.getByRole("navigation", { name: "Parts of the settings" }).getByRole("link", { name: "Choices" }).click();
    await page.getByRole("link", { name: "How people heard of you" }).click();
    await page.getByRole("heading", { level: 2, name: "How people heard of you" }).waitFor();
    await row(page, "Flyer").getByText(/Used by|Not used/).waitFor();
  });
  await journey.look(ada, "settings choices");
  await journey.fact("she adds one, with words in three languages", async () => {
    await page.getByRole("button", { name: "Add a choice" }).click();
    const dialog = page.getByRole("dialog");
    await journey.look(ada, "settings adding a choice");
    await dialog.getByLabel("English").fill("Night radio");
    await dialog.getByLabel("Español").fill("Radio nocturna");
    await dialog.getByLabel("繁體中文").fill("夜間電台");
    await dialog.getByRole("button", { name: "Add a choice" }).click();
    await row(page, "Night radio").getByText("night_radio").waitFor();
    await row(page, "Night radio").getByText(/Not used · Not in .*Tiếng Việt/).waitFor();
  });
  await journey.fact("other words for it are saved", async () => {
    await row(page, "Night radio").getByRole("button", { name: "Change words or days" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Tiếng Việt").fill("Đài phát thanh đêm");
    await dialog.getByRole("button", { name: "Save choice" }).click();
    await ada.sees("Choice saved");
    await row(page, "Night radio").getByText("Not in Filipino", { exact: false }).waitFor();
  });
}

async function ordering(journey, ada) {
  const { page } = ada;
  const names = () => page.locator("li[data-place] strong").allInnerTexts();
  await journey.fact("with the keyboard the last choice goes up two places, in one call", async () => {
    await ada.settle();
    const before = await names();
    const calls = [];
    page.on("request", (request) => request.method() === "PATCH" && calls.push(request.url()));
    await page.getByRole("button", { name: "Move: Night radio" }).focus();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    await ada.sees(`Night radio: place ${before.length - 2} of ${before.length}`);
    await page.keyboard.press("Space");
    await ada.sees("Night radio moved");
    await ada.settle();
    assert.equal((await names())[before.length - 3], "Night radio");
    assert.equal(calls.length, 1);
    await page.waitForFunction(() => document.activeElement?.ariaLabel === "Move: Night radio");
  });
  await journey.fact("Escape leaves it where it was", async () => {
    const before = await names();
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Escape");
    await ada.settle();
    assert.deepEqual(await names(), before);
  });
  await journey.fact("dragged by its handle, it goes to the top", async () => {
    const handle = page.getByRole("button", { name: "Move: Night radio" });
    const top = page.locator("li[data-place='0']");
    await top.scrollIntoViewIfNeeded();
    const [from, to] = [await handle.boundingBox(), await top.boundingBox()];
    const x = from.x + from.width / 2;
    const pointer = (type, y) =>
      handle.dispatchEvent(type, { pointerId: 1, pointerType: "mouse", isPrimary: true, button: 0, clientX: x, clientY: y });
    await pointer("pointerdown", from.y + 4);
    await pointer("pointermove", to.y + 8);
    await page.locator("li[data-drop='before']").waitFor();
    await pointer("pointerup", to.y + 8);
    await ada.sees("Night radio moved");
    await ada.settle();
    assert.equal((await names())[0], "Night radio");
  });
  await journey.fact("a retired choice is marked, and comes back", async () => {
    await row(page, "Night radio").getByRole("button", { name: "Retire" }).click();
    await row(page, "Night radio").getByText("Retired").first().waitFor();
    await row(page, "Night radio").getByRole("button", { name: "Bring back" }).click();
    await ada.sees("Night radio is offered again");
    await row(page, "Night radio").getByRole("button", { name: "Retire" }).waitFor();
  });
  await journey.fact("one that nobody uses is deleted after being asked", async () => {
    await row(page, "Night radio").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await ada.sees("Choice deleted");
    await ada.settle();
    assert(!(await names()).includes("Night radio"));
  });
}

async function departments(journey, ada) {
  const { page } = ada;
  await journey.fact("she adds a department, and a name that is taken is refused", async () => {
    await ada.go("/staff/settings/departments");
    await page.getByRole("button", { name: "Add a department" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name").fill("INDUSTRY training");
    ada.expect(422, /departments/);
    await dialog.getByRole("button", { name: "Add a department" }).click();
    await ada.sees("This is in use already");
    await dialog.getByLabel("Name").fill("Food and hospitality");
    await dialog.getByLabel("Owner").selectOption({ label: "Max Moreau" });
    await dialog.getByRole("button", { name: "Add a department" }).click();
    await page.getByRole("listitem").filter({ hasText: "Food and hospitality" }).getByText("No programs").waitFor();
  });
  await journey.look(ada, "settings departments");
}

async function programs(journey, ada) {
  const { page } = ada;
  await journey.fact("a program is added with its type, department and manager", async () => {
    await page.getByRole("link", { name: "Programs", exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: "Programs" }).waitFor();
    await page.getByRole("button", { name: "Add a program" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Kitchen Academy");
    await dialog.getByLabel("Type").selectOption({ label: "Training" });
    await dialog.getByLabel("Department").selectOption({ label: "Food and hospitality" });
    await dialog.getByRole("group", { name: "Managers" }).getByRole("checkbox").first().check();
    await dialog.getByRole("button", { name: "Add a program" }).click();
    await page.getByRole("heading", { level: 1, name: "Kitchen Academy" }).waitFor();
    await page.getByText("Manager", { exact: true }).waitFor();
  });
  await journey.fact("its capacity holds today, and another one from next month", async () => {
    await capacity(page, "20", 0);
    await page.getByRole("row", { name: /Holds today/ }).getByRole("cell", { name: /^20/ }).waitFor();
    await capacity(page, "30", 31);
    await page.getByRole("row", { name: /To come/ }).getByRole("cell", { name: /^30/ }).waitFor();
    await page.getByRole("img", { name: "Capacity over time" }).waitFor();
  });
  await journey.look(ada, "settings program");
  await journey.fact("of somebody's programs the list shows those alone", async () => {
    await ada.go("/staff/programs");
    await page.getByLabel("Staff", { exact: true }).selectOption({ label: "Casey Nguyen" });
    await page.waitForURL(/staff=/);
    await ada.settle();
    assert.equal(await page.getByRole("link", { name: "Kitchen Academy" }).count(), 0);
  });
  await journey.fact("with the keyboard the new program goes up one place, and the list keeps the order", async () => {
    await page.getByRole("link", { name: "Order of the programs" }).click();
    await page.getByRole("heading", { level: 1, name: "Order of the programs" }).waitFor();
    const names = () => page.locator("li[data-place] strong").allInnerTexts();
    await page.getByRole("button", { name: "Move: Kitchen Academy" }).focus();
    const before = await names();
    assert.equal(before.at(-1), "Kitchen Academy");
    await page.keyboard.press("Space");
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Space");
    await ada.sees("Kitchen Academy moved");
    await ada.settle();
    assert.equal((await names()).at(-2), "Kitchen Academy");
    await page.waitForFunction(() => document.activeElement?.ariaLabel === "Move: Kitchen Academy");
  });
  await journey.look(ada, "settings order of the programs");
  await journey.fact("what uses a program is said, and it stays", async () => {
    await ada.go("/staff/programs");
    await page.getByRole("link", { name: "CityBuild Academy" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    ada.expect(409, /programs/);
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await ada.sees(/It is in use and stays/);
    await page.keyboard.press("Escape");
  });
  await journey.fact("the new one can be deleted, and then its department", async () => {
    await ada.go("/staff/programs?q=kitchen");
    await journey.look(ada, "settings programs");
    await page.getByRole("link", { name: "Kitchen Academy" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await ada.sees("Program deleted");
    await ada.go("/staff/settings/departments");
    await page.getByRole("button", { name: "Delete: Food and hospitality" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await ada.sees("Department deleted");
  });
}

/** Sets a capacity from so many days from today on. */
async function capacity(page, places, days) {
  await page.getByRole("button", { name: "Set capacity" }).click();
  const dialog = page.getByRole("dialog");
  const from = new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  await dialog.getByLabel("Places").fill(places);
  if (days > 0) await dialog.getByLabel("From").fill(from);
  await dialog.getByRole("button", { name: "Set capacity" }).click();
  await dialog.waitFor({ state: "detached" });
}

async function numbers(journey, ada) {
  const { page } = ada;
  const idle = page.getByLabel("Idle time");
  await journey.fact("how long somebody may be idle is within bounds, and the form says which", async () => {
    await ada.go("/staff/settings/sign-in");
    await page.getByRole("heading", { level: 2, name: "Sign-in and sessions" }).waitFor();
    await idle.fill("5");
    await idle.blur();
    await ada.sees("Use a number from 10 to 60");
    await idle.fill("45");
    await page.getByRole("button", { name: "Save settings" }).click();
    await ada.sees("Settings saved");
  });
  await journey.look(ada, "settings sign-in");
  await journey.fact("what a colleague saved meanwhile is not written over", async () => {
    const other = await journey.staff("Ada");
    await other.go("/staff/settings/sign-in");
    await other.page.getByLabel("Idle time").fill("50");
    await other.page.getByRole("button", { name: "Save settings" }).click();
    await other.sees("Settings saved");
    await other.leave();
    await page.getByLabel("Longest session").fill("10");
    ada.expect(412, /settings/);
    await page.getByRole("button", { name: "Save settings" }).click();
    await page.getByRole("button", { name: "Save both" }).click();
    await ada.sees("Settings saved");
    await page.reload();
    await page.waitForFunction(() => document.querySelector("#system-session_idle_minutes")?.value === "50");
  });
  await journey.fact("the usual values come back with a press, and hold once they are saved", async () => {
    await page.getByRole("button", { name: "Type in the usual values" }).click();
    await page.getByRole("button", { name: "Save settings" }).click();
    await ada.sees("Settings saved");
  });
  await journey.fact("files and how long things are kept are on a page of their own", async () => {
    await page.getByRole("navigation", { name: "Parts of the settings" }).getByRole("link", { name: "Files and retention" }).click();
    await page.getByLabel("Largest file").waitFor();
  });
  await journey.look(ada, "settings retention");
}

async function modules(journey, ada) {
  const { page } = ada;
  const boards = () => page.getByRole("navigation").getByRole("link", { name: "Board", exact: true });
  await journey.fact("a part that is switched off leaves the menu, and its address says so", async () => {
    await ada.go("/staff/settings/modules");
    await page.getByLabel("Board of stages").uncheck();
    await page.getByRole("button", { name: "Save settings" }).click();
    await ada.sees("Modules saved");
    await journey.look(ada, "settings modules");
    await page.reload();
    await page.getByLabel("Board of stages").waitFor();
    assert.equal(await boards().count(), 0);
    ada.expect(404, /board/);
    await ada.go("/staff/board");
    await ada.sees("This is switched off");
    await ada.speaks("Español");
    await ada.sees("Esto está desactivado");
    await ada.speaks("English");
  });
  await journey.fact("and it is there again when it is switched on", async () => {
    await ada.go("/staff/settings/modules");
    await page.getByLabel("Board of stages").check();
    await page.getByRole("button", { name: "Save settings" }).click();
    await ada.sees("Modules saved");
    await page.reload();
    await boards().first().waitFor();
  });
}

async function mails(journey, ada) {
  const { page } = ada;
  const named = "To somebody you invited, English";
  await journey.fact("a mail is worded anew, and the preview shows how it will read", async () => {
    await page.getByRole("navigation", { name: "Parts of the settings" }).getByRole("link", { name: "Mail texts" }).click();
    await page.getByRole("button", { name: `Change words: ${named}` }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Subject").fill("Welcome, {name}");
    await dialog.getByTestId("mail-preview").getByText("Welcome, Rosa Luz").waitFor();
    await journey.look(ada, "settings mail text");
    await dialog.getByLabel("Text", { exact: true }).fill("Come and see us.");
    await dialog.getByRole("button", { name: "Save words" }).click();
    await ada.sees("Something is missing that this mail is for");
    await dialog.getByLabel("Text", { exact: true }).fill("Hello {name},\n\nBegin here:\n\n{link}");
    await dialog.getByRole("button", { name: "Save words" }).click();
    await ada.sees("Words saved");
    await page.getByText("Your own words").waitFor();
  });
  await journey.look(ada, "settings mail texts");
  await journey.fact("the shipped words come back after being asked", async () => {
    await page.getByRole("button", { name: `Use the shipped words: ${named}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Use the shipped words" }).click();
    await ada.sees("The shipped words are sent again");
    await page.getByText("Your own words").waitFor({ state: "detached" });
  });
}

async function others(journey) {
  const cora = await journey.staff("Cora", { device: "phone", theme: "dark" });
  await journey.fact("a coordinator has the choices and not the profile", async () => {
    await cora.go("/staff/settings");
    await cora.page.getByRole("heading", { level: 2, name: "Sex" }).waitFor();
    assert.equal(await cora.page.getByRole("link", { name: "Profile" }).count(), 0);
  });
  await cora.page.evaluate(() => window.scrollTo(0, 0));
  await journey.look(cora, "settings choices on a phone");
  const casey = await journey.staff("Casey");
  await journey.fact("who has nothing to set has no such place", async () => {
    assert.equal(await casey.page.getByRole("link", { name: "Settings" }).count(), 0);
    await casey.go("/staff/settings");
    await casey.sees("There is nothing here");
  });
  await casey.leave();
  await cora.leave();
}

/** The other journeys know the agency by its own name. */
async function restore(journey, ada) {
  const { page } = ada;
  await journey.fact("on a phone in the dark the profile fits, and the old name and color come back", async () => {
    const phone = await journey.staff("Ada", { device: "phone", theme: "dark" });
    await phone.go("/staff/settings/profile");
    await journey.look(phone, "settings profile on a phone");
    await phone.leave();
    await ada.go("/staff/settings/profile");
    await page.getByRole("button", { name: "Remove logo" }).click();
    await ada.sees("Logo removed");
    await page.getByLabel("Name", { exact: true }).fill("Mission Hiring Hall");
    await page.getByRole("textbox", { name: "Main color", exact: true }).fill("#8f2d1f");
    await page.getByRole("button", { name: "Save profile" }).click();
    await ada.sees("Profile saved");
  });
}

function row(page, name) {
  return page.locator("li[data-place]", { has: page.locator("strong", { hasText: name }) });
}

/** A green bar of 400 by 100. */
async function drawn(page) {
  const base64 = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(400, 100);
    const pen = canvas.getContext("2d");
    Object.assign(pen, { fillStyle: "rgb(23, 96, 58)" }).fillRect(0, 0, 400, 100);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  });
  return Buffer.from(base64, "base64");
}
