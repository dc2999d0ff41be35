import { join } from "node:path";
import { asks, clientNamed } from "../lib/api.mjs";

// For the documentation alone: `cargo xtask shots`.
export const title = "Pictures for the documentation";

export async function story(journey) {
  const maria = await clientNamed(journey.server, "María Delgado");
  const casey = await asks(journey.server, "Casey");
  const waiting = (await casey.get("/applications?status=new")).items[0];
  const phone = await journey.visitor({ device: "phone", theme: "light" });
  await picture(journey, phone, "landing", "/");
  await picture(journey, phone, "apply", "/apply");
  const desk = await journey.staff("Casey", { device: "desktop", theme: "light" });
  await picture(journey, desk, "today", "/staff");
  await picture(journey, desk, "review", `/staff/applications/${waiting.id}`);
  await picture(journey, desk, "record", `/staff/clients/${maria.id}`);
  const cora = await journey.staff("Cora", { device: "desktop", theme: "dark" });
  await picture(journey, cora, "clients-dark", "/staff/clients");
  await picture(journey, cora, "audit", "/staff/audit");
}

/** What fits on the screen, as a reader would see it. */
async function picture(journey, visitor, name, path) {
  await visitor.go(path);
  if (journey.shots) await visitor.page.screenshot({ path: join(journey.shots, `${name}.png`) });
}
