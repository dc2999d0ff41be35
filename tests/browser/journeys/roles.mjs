import assert from "node:assert/strict";

export const title = "Ada makes a role out of a built-in one, sees whom a change affects, asks why, and gives a program a key";

export async function story(journey) {
  const ada = await journey.staff("Ada");
  await matrix(journey, ada);
  const role = await make(journey, ada);
  await change(journey, ada, role);
  await column(journey, ada);
  await why(journey, ada);
  await keys(journey, ada);
  await remove(journey, ada);
  await spanish(journey, ada);
  await others(journey);
}

async function matrix(journey, ada) {
  const { page } = ada;
  await journey.fact("the menu leads to the matrix, where the built-in roles stand", async () => {
    await page.getByRole("link", { name: "Roles", exact: true }).first().click();
    await page.getByRole("heading", { level: 1, name: "Roles" }).waitFor();
    await page.getByRole("columnheader", { name: "Case Manager" }).waitFor();
    await ada.sees("No role of your own yet");
  });
  await journey.look(ada, "roles matrix");
}

/** Copies the volunteer's role; gives its address. */
async function make(journey, ada) {
  const { page } = ada;
  await journey.fact("a built-in role stays as it is, and can be copied", async () => {
    await page.getByRole("link", { name: "Volunteer", exact: true }).click();
    await page.getByRole("heading", { level: 1, name: "Volunteer" }).waitFor();
    await ada.sees("Vera Santos");
    assert.equal(await page.getByRole("button", { name: "Save changes" }).count(), 0);
  });
  await journey.look(ada, "roles built in");
  await journey.fact("a copy that sees the card alone takes no permission that opens more", async () => {
    await page.getByRole("link", { name: "Copy this role" }).click();
    const name = page.getByLabel("Name", { exact: true });
    await name.waitFor();
    assert.equal(await name.inputValue(), "Copy of Volunteer");
    await name.fill("Front desk lead");
    await page.getByLabel("See the audit log").check();
    await page.getByRole("button", { name: "Make the role" }).click();
    await page.locator(".field-error", { hasText: "card" }).waitFor();
  });
  await journey.look(ada, "roles refused");
  await journey.fact("with another sight it is made", async () => {
    await page.getByLabel("Everyone", { exact: true }).check();
    await page.getByRole("button", { name: "Make the role" }).click();
    await ada.sees("The role is there");
    await page.getByRole("heading", { level: 1, name: "Front desk lead" }).waitFor();
    await ada.sees("Nobody has this role");
  });
  await ada.settle();
  return new URL(page.url()).pathname;
}

async function change(journey, ada, role) {
  const { page } = ada;
  await ada.go(role);
  await journey.fact("a change is shown with whom it affects before it is saved", async () => {
    await page.getByLabel("See the audit log").uncheck();
    await page.getByRole("button", { name: "Save changes" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Nobody notices").waitFor();
    await journey.look(ada, "roles effect");
    await dialog.getByRole("button", { name: "Save changes" }).click();
    await ada.sees("Saved. It holds");
  });
  await journey.fact("afterwards the boxes show what was saved", async () => {
    await ada.go(role);
    assert.equal(await page.getByLabel("See the audit log").isChecked(), false);
    assert.equal(await page.getByLabel("See clients: names").isChecked(), true);
  });
  await journey.look(ada, "roles own");
}

async function column(journey, ada) {
  const { page } = ada;
  const edit = page.getByRole("button", { name: "Edit: Front desk lead" });
  await journey.fact("in the matrix its column becomes boxes, the first of which has the focus", async () => {
    await ada.go("/staff/roles");
    await edit.focus();
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.activeElement?.type === "checkbox");
    assert.equal(await page.getByRole("checkbox", { name: "See clients: names" }).isChecked(), true);
    assert.equal(await page.getByRole("button", { name: /^Edit:/ }).count(), 0);
  });
  await journey.look(ada, "roles matrix, a column to tick");
  await journey.fact("what was ticked is forgotten with Cancel, and the focus comes back", async () => {
    await page.getByRole("checkbox", { name: "See the audit log" }).check();
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.waitForFunction(() => document.activeElement?.ariaLabel === "Edit: Front desk lead");
    assert.equal(await page.getByRole("checkbox").count(), 0);
  });
  await journey.fact("a column without a tick is refused", async () => {
    await edit.click();
    const ticked = page.locator("td input:checked");
    while ((await ticked.count()) > 0) await ticked.first().uncheck();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByRole("alert").waitFor();
    assert.equal(await page.getByRole("dialog").count(), 0);
  });
  await journey.fact("with the keyboard one more permission is given, after whom it affects was shown", async () => {
    await page.getByRole("checkbox", { name: "See clients: names" }).check();
    await page.getByRole("checkbox", { name: "See programs" }).focus();
    await page.keyboard.press("Space");
    await page.getByRole("button", { name: "Save changes" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Nobody notices").waitFor();
    await dialog.getByRole("button", { name: "Save changes" }).click();
    await ada.sees("Saved. It holds");
    await page.waitForFunction(() => document.activeElement?.ariaLabel === "Edit: Front desk lead");
    const cell = page.getByRole("row", { name: /^See programs/ }).getByRole("cell").first();
    await cell.getByText("Yes").waitFor({ state: "attached" });
  });
  const phone = await journey.staff("Ada", { device: "phone", theme: "dark" });
  await journey.fact("and so it is done on a phone", async () => {
    await phone.go("/staff/roles");
    await phone.page.getByRole("button", { name: "Edit: Front desk lead" }).click();
    await phone.page.getByRole("checkbox", { name: "See programs" }).waitFor();
  });
  await journey.look(phone, "roles matrix, a column on a phone");
  await phone.leave();
}

async function why(journey, ada) {
  const { page } = ada;
  const ask = async (person, permission) => {
    await page.getByLabel("Person", { exact: true }).selectOption({ label: person });
    await page.getByLabel("Permission", { exact: true }).selectOption({ label: permission });
  };
  await journey.fact("“Why can’t I?” names the roles that would grant it", async () => {
    await ada.go("/staff/roles/why");
    await ask("Casey Nguyen", "See the audit log");
    await ada.sees("Casey Nguyen may not do this");
    await ada.sees("None of their roles grants it");
  });
  await journey.look(ada, "roles why");
  await journey.fact("and a client who is out of sight", async () => {
    await ask("Casey Nguyen", "Change clients' records");
    await ada.sees("Granted by: Case Manager");
    await page.getByLabel("Find a client").fill("Darnell");
    const client = page.getByLabel("Client (optional)", { exact: true });
    await client.locator("option", { hasText: "Darnell" }).waitFor({ state: "attached" });
    await client.selectOption({ label: "Darnell Washington" });
    await ada.sees("Darnell Washington is outside of what they see");
  });
  await journey.look(ada, "roles why client");
}

async function keys(journey, ada) {
  const { page } = ada;
  await journey.fact("keys begin with none", async () => {
    await page.getByRole("link", { name: "API keys" }).first().click();
    await page.getByRole("heading", { level: 1, name: "API keys" }).waitFor();
    await ada.sees("No keys yet");
  });
  await journey.look(ada, "keys none");
  let secret;
  await journey.fact("a key is told once", async () => {
    await page.getByRole("button", { name: "New key" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("County data exchange");
    assert.equal(await dialog.getByLabel("Make and change roles").isDisabled(), true);
    await dialog.getByLabel("See programs").check();
    await journey.look(ada, "keys making");
    await dialog.getByRole("button", { name: "Make the key" }).click();
    secret = await dialog.locator(".key-told").innerText();
    assert.match(secret, /^ohk_[0-9a-f]{32}_[\w-]{43}$/);
  });
  await journey.look(ada, "keys told");
  await journey.fact("and opens what it is for, and nothing else", async () => {
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.locator(".api-key", { hasText: "County data exchange" }).waitFor();
    await ada.seesNot(secret);
    assert.deepEqual([await status(journey, secret, "/programs"), await status(journey, secret, "/clients")], [200, 403]);
  });
  await journey.look(ada, "keys list");
  await journey.fact("revoked after being asked, its next request is refused", async () => {
    await page.getByRole("button", { name: "Revoke: County data exchange" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("for good").waitFor();
    await dialog.getByRole("button", { name: "Revoke" }).click();
    await ada.sees("The key is revoked");
    assert.equal(await status(journey, secret, "/programs"), 401);
  });
}

async function status(journey, secret, path) {
  const headers = { Authorization: `Bearer ${secret}` };
  return (await fetch(`${journey.server.address}/api/v1${path}`, { headers })).status;
}

async function remove(journey, ada) {
  const { page } = ada;
  await journey.fact("a role that nobody has is deleted after being asked", async () => {
    await ada.go("/staff/roles");
    await page.getByRole("link", { name: "Front desk lead" }).click();
    await page.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
    await ada.sees("The role is deleted");
    await ada.sees("No role of your own yet");
  });
}

async function spanish(journey, ada) {
  const { page } = ada;
  await journey.fact("who reads Spanish reads the built-in roles in Spanish", async () => {
    await ada.go("/staff/roles");
    await ada.speaks("Español");
    await page.getByRole("link", { name: "Gestor de casos" }).click();
    await page.getByRole("heading", { level: 1, name: "Gestor de casos" }).waitFor();
    await ada.speaks("English");
    await page.getByRole("heading", { level: 1, name: "Case Manager" }).waitFor();
  });
}

async function others(journey) {
  const phone = await journey.staff("Ada", { device: "phone", theme: "dark" });
  await journey.visit(phone, "/staff/roles", "roles on a phone");
  await journey.visit(phone, "/staff/roles/new?from=counselor", "roles making on a phone");
  await journey.visit(phone, "/staff/keys", "keys on a phone");
  const cora = await journey.staff("Cora");
  await journey.fact("who does not manage roles has no such places", async () => {
    assert.equal(await cora.page.getByRole("link", { name: "Roles", exact: true }).count(), 0);
    assert.equal(await cora.page.getByRole("link", { name: "API keys" }).count(), 0);
    cora.expect(403, /./);
    await cora.go("/staff/keys");
    await cora.sees("This is not open to you");
  });
}
