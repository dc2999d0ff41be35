import assert from "node:assert/strict";
import { codeOf } from "../lib/authenticator.mjs";

export const title = "Ada invites three people by mail; Rosa chooses a password, forgets it and chooses another one";

const FIRST = "seven lanterns borrow a quiet otter";
const SECOND = "five ladders paint the harbor slowly";
const LIST = "Rosa Luz <rosa.luz@example.net>\nwei.ng@example.net, Ana Paz <ana.paz@example.net>\nnobody in particular";

export async function story(journey) {
  const ada = await journey.staff("Ada");
  await invite(journey, ada);
  const rosa = await journey.visitor({ device: "phone", theme: "dark" });
  await welcome(journey, ada, rosa);
  const desk = await forget(journey, ada, rosa);
  await lostStep(journey, ada, desk);
  await account(journey, ada);
  await many(journey, ada);
  await others(journey);
}

/** The address in the latest mail to somebody, as the page of kept mail shows it. */
async function linkTo(ada, email, subject) {
  const { page } = ada;
  await ada.go("/staff/jobs");
  const mail = page.locator(".mail", { hasText: email }).filter({ hasText: subject }).first();
  for (let tries = 0; tries < 60 && (await mail.count()) === 0; tries += 1) {
    await page.waitForTimeout(500);
    await page.getByRole("button", { name: "Look again" }).click();
    await ada.settle();
  }
  await mail.locator("summary").click();
  const text = await mail.locator(".mail-text").innerText();
  const [address] = text.match(/\/staff\/(welcome|reset)#[\w-]+/) ?? [];
  assert(address, `there is no link in: ${text}`);
  return address;
}

async function invite(journey, ada) {
  const { page } = ada;
  await journey.fact("the menu leads to the people, and a filter stands in the address", async () => {
    await page.getByRole("link", { name: "People", exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: "People" }).waitFor();
    await page.getByRole("link", { name: "Employers" }).click();
    await page.waitForURL("**/staff/users?kind=employer");
    await ada.sees("Hana Kim");
    await ada.seesNot("Casey Nguyen");
    await page.getByRole("link", { name: "Employers" }).click();
    await ada.sees("Casey Nguyen");
  });
  await journey.look(ada, "people");
  const dialog = page.getByRole("dialog");
  await journey.fact("a pasted list is read before anybody is invited, and what is wrong stands beside its line", async () => {
    await page.getByRole("button", { name: "Invite people" }).click();
    await dialog.getByLabel("Who").fill(LIST);
    await dialog.getByText("People who will be invited: 3.").waitFor();
    await dialog.getByText("Wei Ng").waitFor();
    await dialog.getByText("This is no email address").waitFor();
  });
  await journey.look(ada, "people inviting");
  await journey.fact("without a role nobody is invited; with one all three are", async () => {
    await dialog.getByRole("button", { name: "Send invitations" }).click();
    await dialog.locator(".field-error").first().waitFor();
    await dialog.getByLabel("Case Manager").check();
    await dialog.getByRole("button", { name: "Send invitations" }).click();
    await dialog.getByText("Done: 3 of 3").waitFor();
  });
  await journey.look(ada, "people invited");
  await journey.fact("they wait under Invited", async () => {
    await dialog.getByRole("button", { name: "Close" }).first().click();
    await page.getByRole("link", { name: "Invited" }).click();
    // All of them were on the page before, until the narrower list came.
    await page.waitForFunction(() => document.querySelectorAll("table.list tbody tr").length === 3);
    await ada.sees("Rosa Luz");
  });
}

async function welcome(journey, ada, rosa) {
  const { page } = rosa;
  const link = await linkTo(ada, "rosa.luz@example.net", "Your account with");
  await journey.fact("the link knows her, and its code is gone from the address at once", async () => {
    await rosa.go(link);
    await page.getByRole("heading", { level: 1, name: "Welcome, Rosa Luz" }).waitFor();
    assert(!page.url().includes("#"), page.url());
    await rosa.sees("At least 15 characters");
  });
  await journey.look(rosa, "welcome phone");
  await journey.fact("an easy password is told beside the field, and a good one is saved", async () => {
    const field = page.getByLabel("New password", { exact: true });
    await field.fill("rosa.luz@example.net");
    rosa.expect(422, /redemption/);
    await page.getByRole("button", { name: "Save the password" }).click();
    await page.locator(".field-error").first().waitFor();
    await field.fill(FIRST);
    await page.getByRole("button", { name: "Save the password" }).click();
    await rosa.sees("Your password is saved");
  });
  await journey.look(rosa, "welcome saved");
  await journey.fact("she signs in with it", async () => {
    await page.getByRole("link", { name: "Sign in" }).click();
    await signIn(rosa, FIRST);
  });
  await journey.fact("the link works once", async () => {
    const again = await journey.visitor();
    again.expect(404, /account-links\/opening/);
    await again.go(link);
    await again.page.getByRole("heading", { level: 1, name: "This link works no longer" }).waitFor();
    await journey.look(again, "link over");
  });
}

async function signIn(visitor, password) {
  const { page } = visitor;
  await page.getByLabel("Email").fill("rosa.luz@example.net");
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "Rosa" }).waitFor();
  await visitor.settle();
}

async function forget(journey, ada, rosa) {
  const desk = await journey.visitor();
  const { page } = desk;
  await journey.fact("the sign-in page leads to a link by mail, and says the same of every address", async () => {
    await desk.go("/staff/sign-in");
    await page.getByRole("link", { name: "Forgot your password?" }).click();
    await page.getByLabel("Email").fill("nobody@example.net");
    await page.getByRole("button", { name: "Send me a link" }).click();
    await desk.sees("Look at your mail");
    await desk.go("/staff/forgot");
    await page.getByLabel("Email").fill("Rosa.Luz@example.net");
    await page.getByRole("button", { name: "Send me a link" }).click();
    await desk.sees("Look at your mail");
  });
  await journey.look(desk, "forgot sent");
  await journey.fact("the link chooses a new password, and her phone is signed out", async () => {
    await desk.go(await linkTo(ada, "rosa.luz@example.net", "Choose a new password"));
    await page.getByRole("heading", { level: 1, name: "Choose a new password" }).waitFor();
    await page.getByLabel("New password", { exact: true }).fill(SECOND);
    await page.getByRole("button", { name: "Save the password" }).click();
    await desk.sees("Your password is saved");
    rosa.expect(401, /./);
    await rosa.page.goto("/staff/clients");
    await rosa.page.waitForURL("**/staff/sign-in**");
  });
  await journey.fact("the old one does not sign in any more, and the new one does", async () => {
    await page.getByRole("link", { name: "Sign in" }).click();
    await page.getByLabel("Email").fill("rosa.luz@example.net");
    await page.getByLabel("Password", { exact: true }).fill(FIRST);
    desk.expect(401, /sessions/);
    await page.getByRole("button", { name: "Sign in" }).click();
    await desk.sees("Email or password is not right");
    await signIn(desk, SECOND);
  });
  return desk;
}

async function lostStep(journey, ada, desk) {
  const { page } = ada;
  await journey.fact("Rosa sets up a second step", async () => {
    await desk.go("/staff/account");
    await desk.page.getByRole("button", { name: "Set it up" }).click();
    const form = desk.page.locator("#second-factor-form");
    await form.getByLabel("Present password", { exact: true }).fill(SECOND);
    await form.getByRole("button", { name: "Continue" }).click();
    const key = await desk.page.locator(".key code").innerText();
    await desk.page.getByLabel("Code", { exact: true }).fill(codeOf(key));
    await desk.page.getByRole("button", { name: "Turn it on" }).click();
    await desk.page.locator(".codes li").first().waitFor();
  });
  const dialog = page.getByRole("dialog");
  await journey.fact("she loses her phone, and Ada takes the step away for a reason", async () => {
    await ada.go("/staff/users?q=rosa.luz");
    await page.getByRole("link", { name: "Rosa Luz" }).click();
    await ada.sees("with a second step of signing in");
    await page.getByRole("button", { name: "Take the second step away" }).click();
    await dialog.getByRole("button", { name: "Take the second step away" }).click();
    await dialog.locator(".field-error").first().waitFor();
    await dialog.getByLabel("Reason").fill("Her phone was stolen; she came to the desk");
    await journey.look(ada, "people second step");
    await dialog.getByRole("button", { name: "Take the second step away" }).click();
    await ada.sees("without a second step of signing in");
    assert.equal(await page.getByRole("button", { name: "Take the second step away" }).count(), 0);
  });
  await journey.fact("she is signed out, and her password alone signs her in", async () => {
    desk.expect(401, /./);
    await desk.page.goto("/staff");
    await desk.page.waitForURL("**/staff/sign-in**");
    await signIn(desk, SECOND);
  });
}

async function account(journey, ada) {
  const { page } = ada;
  await journey.fact("her account is changed, and she is signed out of a browser from afar", async () => {
    await ada.go("/staff/users?q=rosa.luz");
    await page.getByRole("link", { name: "Rosa Luz" }).click();
    await page.getByRole("heading", { level: 1, name: "Rosa Luz" }).waitFor();
    await page.getByLabel("Name", { exact: true }).fill("Rosa Luz Ortega");
    await page.getByLabel("Counselor").check();
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { level: 1, name: "Rosa Luz Ortega" }).waitFor();
    await page.getByRole("button", { name: "Sign them out everywhere" }).click();
    await ada.sees("Nowhere at the moment.");
  });
  await journey.look(ada, "people one");
  await journey.fact("with another role Casey would see her clients no longer, and her follow-ups are listed first", async () => {
    await ada.go("/staff/users?q=casey");
    await page.getByRole("link", { name: "Casey Nguyen" }).click();
    await page.getByLabel("Case Manager").uncheck();
    await page.getByLabel("Recruiter").check();
    await ada.sees("They would see these clients no longer, and had still to do");
    await page.getByLabel("They are ended: nobody does them any more").check();
    await page.getByLabel("Why they are ended").waitFor();
  });
  // The bar above covers whatever the page was scrolled to.
  await page.evaluate(() => window.scrollTo(0, 0));
  await journey.look(ada, "people role taken");
  await journey.fact("closing Casey's account says what she would leave behind", async () => {
    await ada.go("/staff/users?q=casey");
    await page.getByRole("link", { name: "Casey Nguyen" }).click();
    await page.getByRole("button", { name: "Deactivate" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText(/Casey Nguyen has .*clients/).waitFor();
    await journey.look(ada, "people deactivating");
    await page.keyboard.press("Escape");
  });
}

async function many(journey, ada) {
  const { page } = ada;
  const dialog = page.getByRole("dialog");
  await journey.fact("two who are chosen get a role more, and each row says so", async () => {
    await ada.go("/staff/users?state=invited");
    await page.getByRole("checkbox", { name: "Choose Wei Ng" }).check();
    await page.getByRole("checkbox", { name: "Choose Ana Paz" }).check();
    await ada.sees("Chosen: 2");
    await page.getByRole("button", { name: "Add a role" }).click();
    await dialog.getByLabel("Role").selectOption("volunteer");
    await dialog.getByRole("button", { name: "Give the role" }).click();
    await dialog.getByText("Done: 2 of 2").waitFor();
    await journey.look(ada, "people role given");
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await ada.sees("Case Manager, Volunteer");
  });
  await journey.fact("deactivating wants a reason, and the list says who is closed", async () => {
    await page.getByRole("checkbox", { name: "Choose Ana Paz" }).check();
    await page.getByRole("button", { name: "Deactivate" }).click();
    await dialog.getByRole("button", { name: "Deactivate" }).click();
    await dialog.locator(".field-error").first().waitFor();
    await dialog.getByLabel("Reason").fill("She took another job");
    await journey.look(ada, "people deactivating many");
    await dialog.getByRole("button", { name: "Deactivate" }).click();
    await dialog.getByText("Done: 1 of 1").waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("link", { name: "Deactivated" }).click();
    await ada.sees("Ana Paz");
  });
}

async function others(journey) {
  const phone = await journey.staff("Ada", { device: "phone", theme: "dark" });
  await journey.visit(phone, "/staff/users", "people phone");
  const cora = await journey.staff("Cora");
  await journey.fact("who does not manage accounts has no such place", async () => {
    assert.equal(await cora.page.getByRole("link", { name: "People", exact: true }).count(), 0);
    cora.expect(403, /./);
    await cora.go("/staff/users");
    await cora.seesNot("Casey Nguyen");
  });
}
