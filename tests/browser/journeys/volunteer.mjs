import assert from "node:assert/strict";
import { clientNamed } from "../lib/api.mjs";

export const title = "Vera volunteers: names and contacts, no secrets";

export async function story(journey) {
  const maria = await clientNamed(journey.server, "María Delgado");
  const vera = await journey.staff("Vera", { device: "phone" });
  const { page } = vera;
  const answers = [];
  page.on("response", async (response) => {
    if (response.url().includes("/api/")) answers.push(await response.text().catch(() => ""));
  });

  await journey.fact("María's card says whom to ask, and not why", async () => {
    await vera.go(`/staff/clients/${maria.id}`);
    await vera.sees("Speak to a supervisor");
    await vera.sees("415-555-0100");
  });
  await journey.look(vera, "volunteer card");

  await journey.fact("neither the number nor the reason stands on any page of the record", async () => {
    const tabs = await page.locator(".record .tab-bar a").evaluateAll((links) => links.map((link) => link.pathname));
    for (const tab of tabs) {
      await vera.go(tab);
      for (const secret of ["SSN", "1234", "borrowed drill"]) await vera.seesNot(secret);
    }
  });
  await journey.fact("what is closed to her is not called unknown", async () => {
    await vera.go(`/staff/clients/${maria.id}/details`);
    await vera.seesNot("Emergency contact");
  });
  await journey.fact("nor does either come to the browser", async () => {
    const all = answers.join("\n");
    for (const secret of ["536-22-1234", "ssn_last_four\":\"", "borrowed drill"]) assert(!all.includes(secret), secret);
  });
  await journey.fact("the menu leads nowhere that is closed to her", async () => {
    for (const name of ["Applications", "Proposals", "Audit log"]) {
      assert.equal(await page.getByRole("link", { name, exact: true }).count(), 0, name);
    }
  });
}
