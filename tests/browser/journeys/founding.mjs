import assert from "node:assert/strict";
import { codeOf } from "../lib/authenticator.mjs";
import { startMailbox } from "../lib/mailbox.mjs";
import { command, startServer } from "../lib/server.mjs";

export const title = "Noor founds an agency from nothing: its name and colors, two programs, three people by real mail";

const NOOR = { email: "noor@riverton.example.org", password: "eleven paper boats cross the pond" };
const PEOPLE = {
  Priya: { name: "Priya Rao", email: "priya@riverton.example.org", role: "Client Data Coordinator", password: "a quiet otter borrows lanterns" },
  Tomas: { name: "Tomás Rey", email: "tomas@riverton.example.org", role: "Case Manager", password: "the harbor is painted slowly blue" },
  June: { name: "June Park", email: "june@riverton.example.org", role: "Case Manager", password: "six ladders lean on the old mill" },
};
const NAME = "Riverton Helping Hands";
const GREEN = "#17603a";

export async function story(journey) {
  const mailbox = await startMailbox();
  const words = ["--profile", "neutral", "--smtp-url", mailbox.url, "--mail-from", "desk@riverton.example.org"];
  const server = await startServer({ ...journey.built, demo: false, words: [...words, "--url", "http://riverton.example.org"] });
  try {
    const noor = await first(journey, server);
    await profile(journey, server, noor);
    await programs(journey, noor);
    await secondStep(journey, noor);
    await invite(journey, noor);
    await welcomes(journey, server, mailbox);
    await together(journey, noor);
    await firstPage(journey, server);
  } finally {
    await server.stop();
    await mailbox.stop();
  }
}

async function signIn(visitor, { email, password }, next) {
  const { page } = visitor;
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: next }).waitFor();
  await visitor.settle();
}

async function first(journey, server) {
  const noor = await journey.visitor({ server });
  await journey.fact("the first administrator is made at the command line and signs in", async () => {
    const who = ["--name", "Noor Haddad", "--email", NOOR.email, "--role", "administrator", "--password-stdin"];
    command(journey.built.program, server, ["user", "add", ...who], `${NOOR.password}\n`);
    await noor.go("/staff/sign-in");
    await signIn(noor, NOOR, "Noor");
  });
  await journey.look(noor, "founding first sign-in");
  return noor;
}

async function profile(journey, server, noor) {
  const { page } = noor;
  await journey.fact("she gives the agency its name and color", async () => {
    await page.getByRole("link", { name: "Settings" }).first().click();
    await page.getByLabel("Name", { exact: true }).fill(NAME);
    await page.getByRole("textbox", { name: "Main color", exact: true }).fill(GREEN);
    await page.getByRole("button", { name: "Save profile" }).click();
    await noor.sees("Profile saved");
    await page.locator(".rail-brand", { hasText: NAME }).waitFor();
    const theme = await (await fetch(`${server.address}/theme.css`)).text();
    assert.match(theme, new RegExp(GREEN));
  });
}

async function programs(journey, noor) {
  const { page } = noor;
  const dialog = page.getByRole("dialog");
  const add = async (name, department) => {
    await noor.go("/staff/programs");
    await page.getByRole("button", { name: "Add a program" }).click();
    await dialog.getByLabel("Name", { exact: true }).fill(name);
    await dialog.getByLabel("Type").selectOption({ label: "Training" });
    await dialog.getByLabel("Department").selectOption({ label: department });
    await dialog.getByLabel("Open to intake").check();
    await dialog.getByRole("button", { name: "Add a program" }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
  };
  await journey.fact("and two programs, each with its places", async () => {
    for (const [name, department] of [["Kitchen Academy", "Training"], ["Front Desk Skills", "Services"]]) {
      await add(name, department);
      await page.getByRole("button", { name: "Set capacity" }).click();
      await dialog.getByLabel("Places").fill("12");
      await dialog.getByRole("button", { name: "Set capacity" }).click();
      await page.getByRole("row", { name: /Holds today/ }).getByRole("cell", { name: /^12/ }).waitFor();
    }
  });
  await journey.look(noor, "founding program");
}

async function secondStep(journey, noor) {
  await journey.fact("coordinators have to sign in in two steps", async () => {
    await noor.go("/staff/account");
    await noor.page.getByLabel("Client Data Coordinator").check();
    await noor.page.getByRole("button", { name: "Save" }).click();
    await noor.sees("Saved. It holds");
  });
}

async function invite(journey, noor) {
  const { page } = noor;
  const dialog = page.getByRole("dialog");
  const send = async (people) => {
    await noor.go("/staff/users");
    await page.getByRole("button", { name: "Invite people" }).click();
    await dialog.getByLabel("Who").fill(people.map(({ name, email }) => `${name} <${email}>`).join("\n"));
    await dialog.getByLabel(people[0].role).check();
    await dialog.getByRole("button", { name: "Send invitations" }).click();
    await dialog.getByText(`Done: ${people.length} of ${people.length}`).waitFor();
  };
  await journey.fact("she invites a coordinator and two case managers", async () => {
    await send([PEOPLE.Priya]);
    await send([PEOPLE.Tomas, PEOPLE.June]);
  });
}

async function welcomes(journey, server, mailbox) {
  const phones = {};
  for (const [called, person] of Object.entries(PEOPLE)) {
    const visitor = await journey.visitor({ server, device: "phone" });
    await journey.fact(`${called} gets a mail in the agency's name and chooses a password from it`, async () => {
      const mail = await mailbox.latest(person.email, NAME);
      assert.equal(mail.from.address, "desk@riverton.example.org");
      const [, path] = mail.text.match(/http:\/\/riverton\.example\.org(\/staff\/welcome#[\w-]+)/) ?? [];
      assert(path, `there is no link in: ${mail.text}`);
      await visitor.go(path);
      await visitor.page.getByRole("heading", { level: 1, name: `Welcome, ${person.name}` }).waitFor();
      await visitor.page.getByLabel("New password", { exact: true }).fill(person.password);
      await visitor.page.getByRole("button", { name: "Save the password" }).click();
      await visitor.sees("Your password is saved");
      await visitor.page.getByRole("link", { name: "Sign in" }).click();
    });
    phones[called] = visitor;
  }
  await journey.fact("Priya, who coordinates, sets up her second step before anything else", async () => {
    const { page } = phones.Priya;
    await signIn(phones.Priya, PEOPLE.Priya, "Set up the second step");
    const form = page.locator("#second-factor-form");
    await form.getByLabel("Present password", { exact: true }).fill(PEOPLE.Priya.password);
    await form.getByRole("button", { name: "Continue" }).click();
    await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
    await page.getByLabel("Code", { exact: true }).fill(codeOf(await page.locator(".key code").innerText()));
    await page.getByRole("button", { name: "Turn it on" }).click();
    await page.getByRole("button", { name: "I have kept them" }).click();
    await page.getByRole("heading", { level: 1, name: "Priya" }).waitFor();
  });
  await journey.look(phones.Priya, "founding coordinator on a phone");
  await journey.fact("the two case managers sign in with their passwords alone", async () => {
    await signIn(phones.Tomas, PEOPLE.Tomas, "Tomás");
    await signIn(phones.June, PEOPLE.June, "June");
  });
  await journey.look(phones.Tomas, "founding empty desk on a phone");
}

async function together(journey, noor) {
  await journey.fact("all four stand among the people, and nobody else does", async () => {
    await noor.go("/staff/users");
    for (const { name } of Object.values(PEOPLE)) await noor.sees(name);
    assert.equal(await noor.page.locator("table.list tbody tr").count(), 4);
  });
  await journey.look(noor, "founding people");
  await journey.fact("the way of a client ends in services, as this agency finds nobody a job", async () => {
    await noor.go("/staff/board");
    await noor.sees("Service completion");
    await noor.seesNot("Job placement");
  });
}

async function firstPage(journey, server) {
  const rosa = await journey.visitor({ server, device: "phone" });
  await journey.fact("whoever wants to apply finds the agency and both programs", async () => {
    await rosa.go("/");
    await rosa.page.getByRole("heading", { level: 1, name: NAME }).waitFor();
    await rosa.sees("Kitchen Academy");
    await rosa.sees("Front Desk Skills");
  });
  await journey.look(rosa, "founding first page");
}
