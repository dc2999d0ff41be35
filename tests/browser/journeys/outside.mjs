import { clientNamed } from "../lib/api.mjs";

export const title = "Otto looks for María, who is not on his caseload";

export async function story(journey) {
  const maria = await clientNamed(journey.server, "María Delgado");
  const otto = await journey.staff("Otto");
  const { page } = otto;

  await journey.fact("her address leads to “not found”", async () => {
    otto.expect(404, new RegExp(`/clients/${maria.id}`));
    await otto.go(`/staff/clients/${maria.id}`);
    await otto.sees("We cannot find this");
    await otto.seesNot("Delgado");
  });
  await journey.look(otto, "client outside the caseload");

  await journey.fact("the search does not know her", async () => {
    await page.getByRole("combobox", { name: "Search clients" }).fill("Delgado");
    await otto.sees("Nobody found for “Delgado”");
  });
  await journey.fact("nor does the list", async () => {
    await otto.go("/staff/clients?q=Delgado");
    await otto.sees("Nobody found");
  });
  await journey.look(otto, "nobody found");

  await journey.fact("but he finds Darnell, who is his", async () => {
    await page.getByRole("combobox", { name: "Search clients" }).fill("washington");
    await page.getByRole("option", { name: /Darnell Washington/ }).click();
    await page.getByRole("heading", { level: 1, name: "Darnell Washington" }).waitFor();
  });
}
