import assert from "node:assert/strict";
import { codeOf } from "../lib/authenticator.mjs";
import { emailOf } from "../lib/cast.mjs";

export const title = "Lena changes her password and adds a second step; Ana is asked for one before anything else";

const NEW = "seven lanterns borrow a quiet otter";

export async function story(journey) {
  const lena = await journey.staff("Lena");
  await password(journey, lena);
  const { key, recovery } = await setUp(journey, lena);
  const phone = await journey.visitor({ device: "phone", theme: "dark" });
  await signIn(journey, phone, key, recovery);
  await turnOff(journey, lena);
  await required(journey);
}

async function password(journey, lena) {
  const { page } = lena;
  await journey.fact("the menu leads to her password, and the rules stand before the field", async () => {
    await page.getByLabel("Your account").click();
    await page.getByRole("link", { name: "Password and security" }).click();
    await page.getByRole("heading", { level: 1, name: "Password and security" }).waitFor();
    await lena.sees("At least 15 characters");
  });
  await journey.look(lena, "account");
  const [present, next] = [page.getByLabel("Present password", { exact: true }), page.getByLabel("New password", { exact: true })];
  const change = page.getByRole("button", { name: "Change password" });
  await journey.fact("a short one and a wrong present one are told beside their fields", async () => {
    await present.fill("not this one");
    await next.fill("short");
    await change.click();
    await page.locator(".field-error", { hasText: "Use at least 15 characters" }).waitFor();
    await next.fill(NEW);
    lena.expect(422, /me\/password/);
    await change.click();
    await page.locator(".field-error", { hasText: "not your present password" }).waitFor();
  });
  await journey.look(lena, "account wrong password");
  await journey.fact("she looks at what she types, and changes it", async () => {
    await page.getByRole("button", { name: "Show: New password" }).click();
    assert.equal(await next.getAttribute("type"), "text");
    await page.getByRole("button", { name: "Hide: New password" }).click();
    await present.fill(journey.server.password);
    await change.click();
    await lena.sees("Your password is changed");
  });
  await journey.look(lena, "account password changed");
  await journey.fact("and back again", async () => {
    await page.getByRole("button", { name: "Change it again" }).click();
    await present.fill(NEW);
    await next.fill(journey.server.password);
    await change.click();
    await lena.sees("Your password is changed");
  });
}

/** Sets the second step up from the password on; gives the key and the recovery codes. */
async function setUpFrom(visitor, password) {
  const { page } = visitor;
  const form = page.locator("#second-factor-form");
  await form.getByLabel("Present password", { exact: true }).fill(password);
  await form.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
  return page.locator(".key code").innerText();
}

async function turnOn(visitor, key) {
  const { page } = visitor;
  await page.getByLabel("Code", { exact: true }).fill(codeOf(key));
  await page.getByRole("button", { name: "Turn it on" }).click();
  await page.locator(".codes li").first().waitFor();
  return page.locator(".codes li").allInnerTexts();
}

async function setUp(journey, lena) {
  const { page } = lena;
  let key;
  await journey.fact("after her password she sees a drawing and a key", async () => {
    await lena.go("/staff/account");
    await page.getByRole("button", { name: "Set it up" }).click();
    key = await setUpFrom(lena, journey.server.password);
  });
  await journey.look(lena, "account second step key");
  let recovery;
  await journey.fact("the first code turns it on, and ten recovery codes are shown once", async () => {
    recovery = await turnOn(lena, key);
    assert.equal(recovery.length, 10);
  });
  await journey.look(lena, "account recovery codes");
  await journey.fact("then the page says that it is on", async () => {
    await page.getByRole("button", { name: "I have kept them" }).click();
    await lena.sees("10 recovery codes left");
  });
  await journey.look(lena, "account second step on");
  return { key, recovery };
}

async function begin(journey, visitor, person) {
  const { page } = visitor;
  await page.goto("/staff/sign-in");
  await page.getByLabel("Email").fill(emailOf(person));
  await page.getByLabel("Password").fill(journey.server.password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function signIn(journey, phone, key, recovery) {
  const { page } = phone;
  const code = page.getByLabel("Code", { exact: true });
  await journey.fact("on her phone the password alone asks for the code, with digits to type and the focus there", async () => {
    await begin(journey, phone, "Lena");
    await code.waitFor();
    await page.waitForFunction(() => document.activeElement?.getAttribute("autocomplete") === "one-time-code");
    assert.equal(await code.getAttribute("inputmode"), "numeric");
  });
  await journey.look(phone, "sign-in second step");
  await journey.fact("a wrong code says so and may be tried again, pasted with a space", async () => {
    phone.expect(401, /second-step/);
    await code.fill("000000");
    await page.getByRole("button", { name: "Sign in" }).click();
    await phone.sees("This code is not right");
    await journey.look(phone, "sign-in wrong code");
    const digits = codeOf(key, 1);
    await code.fill(`${digits.slice(0, 3)} ${digits.slice(3)}`);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Lena" }).waitFor();
    await phone.settle();
  });
  await journey.fact("without the app, a recovery code does", async () => {
    await begin(journey, phone, "Lena");
    await page.getByRole("button", { name: "Use a recovery code instead" }).click();
    await page.getByLabel("Recovery code", { exact: true }).fill(recovery[0].toLowerCase());
    await journey.look(phone, "sign-in recovery code");
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("heading", { level: 1, name: "Lena" }).waitFor();
    await phone.settle();
  });
  await journey.visit(phone, "/staff/account", "account on a phone");
}

async function turnOff(journey, visitor) {
  const { page } = visitor;
  await journey.fact("it is turned off with the password", async () => {
    await visitor.go("/staff/account");
    await visitor.sees("9 recovery codes left");
    await page.getByRole("button", { name: "Turn it off" }).click();
    const form = page.locator("#turn-off-form");
    await form.getByLabel("Present password", { exact: true }).fill(journey.server.password);
    await form.getByRole("button", { name: "Turn it off" }).click();
    await page.getByRole("button", { name: "Set it up" }).waitFor();
  });
}

async function required(journey) {
  const ada = await journey.staff("Ada");
  const require = async (wanted) => {
    await ada.go("/staff/account");
    await ada.page.getByLabel("Analyst").setChecked(wanted);
    await ada.page.getByRole("button", { name: "Save" }).click();
    await ada.sees("Saved. It holds");
  };
  const before = await journey.staff("Ana");
  await journey.fact("Ada requires it of analysts, and Ana's next click leads her to set it up", async () => {
    await require(true);
    before.expect(403, /./);
    before.expect(401, /./);
    await before.page.getByRole("link", { name: "Clients" }).first().click();
    await before.page.getByRole("heading", { level: 1, name: "Set up the second step" }).waitFor();
  });
  await journey.look(ada, "account required");
  const ana = await journey.visitor({ device: "phone" });
  await journey.fact("signing in leads there too, and nothing else is open", async () => {
    await begin(journey, ana, "Ana");
    await ana.page.getByRole("heading", { level: 1, name: "Set up the second step" }).waitFor();
    await ana.go("/staff/clients");
    await ana.page.getByRole("heading", { level: 1, name: "Set up the second step" }).waitFor();
  });
  await journey.look(ana, "second step required");
  await journey.fact("once it is set up she goes on where she wanted to go", async () => {
    const key = await setUpFrom(ana, journey.server.password);
    await turnOn(ana, key);
    await ana.page.getByRole("button", { name: "I have kept them" }).click();
    await ana.page.getByRole("heading", { level: 1, name: "Clients" }).waitFor();
    await ana.settle();
  });
  await journey.fact("as long as her role requires it she cannot turn it off; afterwards she can", async () => {
    await ana.go("/staff/account");
    await ana.sees("One of your roles requires it");
    assert.equal(await ana.page.getByRole("button", { name: "Turn it off" }).count(), 0);
    await require(false);
    await ana.go("/staff/account");
    await ana.page.getByRole("button", { name: "Turn it off" }).click();
    const form = ana.page.locator("#turn-off-form");
    await form.getByLabel("Present password", { exact: true }).fill(journey.server.password);
    await form.getByRole("button", { name: "Turn it off" }).click();
    await ana.page.getByRole("button", { name: "Set it up" }).waitFor();
  });
}
