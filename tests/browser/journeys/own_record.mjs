import { clientNamed } from "../lib/api.mjs";

export const title = "Ada gives a worker the record that is his own, reads it from both sides, and takes it off again";

const CLIENT = "Olena Kovalenko";

export async function story(journey) {
  const olena = await clientNamed(journey.server, CLIENT);
  const ada = await journey.staff("Ada");
  const { page } = ada;
  await journey.fact("one types a part of the name, chooses, and the record stands on the account", async () => {
    await open(ada, "Emil Berg");
    await ada.sees("No client’s record is theirs yet.");
    await choose(page);
    await journey.look(ada, "people giving a record");
    await page.getByRole("button", { name: "Give them this record" }).click();
    await page.getByRole("link", { name: CLIENT }).waitFor();
  });
  await journey.look(ada, "people with a record");
  await journey.fact("the client's details say who signs in as her", async () => {
    await ada.go(`/staff/clients/${olena.id}/details`);
    await page.getByRole("link", { name: "Emil Berg" }).waitFor();
  });
  await journey.look(ada, "record with an account");
  await journey.fact("nobody else gets it, and the refusal says who has it", async () => {
    await open(ada, "Connie Marsh");
    await choose(page);
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

async function open(ada, name) {
  await ada.go(`/staff/users?q=${encodeURIComponent(name)}`);
  await ada.page.getByRole("link", { name, exact: true }).click();
  await ada.page.getByRole("heading", { level: 1, name }).waitFor();
}

async function choose(page) {
  await page.getByLabel("Find a client").fill("Kovalenko");
  const client = page.getByLabel("Client", { exact: true });
  await client.locator("option", { hasText: CLIENT }).waitFor({ state: "attached" });
  await client.selectOption({ label: CLIENT });
}
