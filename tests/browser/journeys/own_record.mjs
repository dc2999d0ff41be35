import { asks, clientNamed } from "../lib/api.mjs";
import { emailOf } from "../lib/cast.mjs";

export const title = "Ada gives a worker the record that is his own, he asks for programs by it, and she takes it off again";

export async function story(journey) {
  const olena = await clientNamed(journey.server, "Olena Kovalenko");
  // Another journey may have given her a preferred name.
  const called = `${olena.preferred_name || olena.first_name} ${olena.last_name}`;
  const ada = await journey.staff("Ada");
  const { page } = ada;
  await journey.fact("one types a part of the name, chooses, and the record stands on the account", async () => {
    await open(ada, "Emil Berg");
    await ada.sees("No client’s record is theirs yet.");
    await choose(page, called);
    await journey.look(ada, "people giving a record");
    await page.getByRole("button", { name: "Give them this record" }).click();
    await page.getByRole("link", { name: called }).waitFor();
  });
  await journey.look(ada, "people with a record");
  await journey.fact("the client's details say who signs in as her", async () => {
    await ada.go(`/staff/clients/${olena.id}/details`);
    await page.getByRole("link", { name: "Emil Berg" }).waitFor();
  });
  await journey.look(ada, "record with an account");
  await asksForPrograms(journey, olena);
  await journey.fact("nobody else gets it, and the refusal says who has it", async () => {
    await open(ada, "Connie Marsh");
    await choose(page, called);
    ada.expect(422, /\/users\//);
    await page.getByRole("button", { name: "Give them this record" }).click();
    await page.getByText(/Another account has this record: Emil Berg, emil@example\.org/).first().waitFor();
  });
  await journey.look(ada, "people record taken");
  await journey.fact("it is taken off once that was asked", async () => {
    await open(ada, "Emil Berg");
    await page.getByRole("button", { name: "Take the record off" }).click();
    const dialog = page.getByRole("dialog");
    await journey.look(ada, "people taking a record off");
    await dialog.getByRole("button", { name: "Take the record off" }).click();
    await ada.sees("No client’s record is theirs yet.");
  });
}

/** Emil asks for two programs: one is declined, and the other he takes back. */
async function asksForPrograms(journey, olena) {
  const [declined, regretted] = await openTo(journey.server, olena);
  const emil = await journey.visitor({ device: "phone" });
  const { page } = emil;
  const row = (name) => page.getByRole("listitem").filter({ hasText: name });
  const ask = async (name) => {
    await page.getByRole("button", { name: `Ask to be in ${name}`, exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Ask", exact: true }).click();
    await row(name).filter({ hasText: "Waiting" }).waitFor();
  };
  await journey.fact("whose record it is begins with his programs, asks for one, and sees that it waits", async () => {
    await signIn(emil, "Emil");
    await emil.sees("Programs that you can ask for");
    await journey.look(emil, "my programs before");
    await ask(declined);
  });
  await journey.fact("the answer stands there, without a reason", async () => {
    const cora = await asks(journey.server, "Cora");
    const { items } = await cora.get(`/changes?status=pending&client=${olena.id}`);
    await cora.postOn(`/changes/${items[0].id}/refusal`, items[0].version, { rationale: "Not this spring" });
    await emil.go("/staff");
    await row(declined).filter({ hasText: "Please speak to us" }).waitFor();
    await emil.seesNot("Not this spring");
  });
  await journey.fact("what was asked for is taken back once that was asked", async () => {
    await ask(regretted);
    await journey.look(emil, "my programs");
    await page.getByRole("button", { name: `Take back: ${regretted}` }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
    await row(regretted).filter({ hasText: "Taken back" }).waitFor();
  });
  await journey.fact("he reads all of it in a language that the staff's pages do not have", async () => {
    await page.getByLabel("Your account").click();
    await page.getByLabel("Language", { exact: true }).selectOption("vi");
    await page.getByRole("heading", { level: 1, name: "Các chương trình của tôi" }).waitFor();
    await row(regretted).filter({ hasText: "Đã rút lại" }).waitFor();
    await page.keyboard.press("Escape");
    await journey.look(emil, "my programs in Vietnamese");
  });
}

/** Two programs that are open, and that she is not in. */
async function openTo(server, client) {
  const cora = await asks(server, "Cora");
  const enrolled = (await cora.get(`/clients/${client.id}/enrollments`)).map((one) => one.program_id);
  const programs = await cora.get("/programs");
  return programs.filter((one) => one.open_to_intake && !enrolled.includes(one.id)).map((one) => one.name);
}

async function signIn(visitor, person) {
  const { page, server } = visitor;
  await visitor.go("/staff/sign-in");
  await page.getByLabel("Email").fill(emailOf(person));
  await page.getByLabel("Password").fill(server.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { level: 1, name: "My programs" }).waitFor();
  await visitor.settle();
}

async function open(ada, name) {
  await ada.go(`/staff/users?q=${encodeURIComponent(name)}`);
  await ada.page.getByRole("link", { name, exact: true }).click();
  await ada.page.getByRole("heading", { level: 1, name }).waitFor();
}

async function choose(page, called) {
  await page.getByLabel("Find a client").fill("Kovalenko");
  const client = page.getByLabel("Client", { exact: true });
  await client.locator("option", { hasText: called }).waitFor({ state: "attached" });
  await client.selectOption({ label: called });
}
