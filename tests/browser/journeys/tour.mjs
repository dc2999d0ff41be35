import assert from "node:assert/strict";
import { asks, clientNamed } from "../lib/api.mjs";

export const title = "Every page, on both kinds of device, light and dark";

const KEPT = ["openhall-theme", "openhall-language"];

export async function story(journey) {
  // Light and dark differ in color alone and the devices in layout, so two of the four show what can be wrong;
  // pictures are taken of all.
  const kinds = [
    { device: "phone", theme: "dark" },
    { device: "desktop", theme: "light" },
  ];
  const others = [
    { device: "phone", theme: "light" },
    { device: "desktop", theme: "dark" },
  ];
  const places = await allPlaces(journey.server);
  for (const how of journey.shots ? [...kinds, ...others] : kinds) await tour(journey, how, places);
}

async function tour(journey, how, places) {
  const anybody = await journey.visitor(how);
  const ada = await journey.staff("Ada", how);
  const name = (place) => `${place} ${how.device} ${how.theme}`;
  for (const [place, path] of Object.entries(places.open)) await journey.visit(anybody, path, name(place));
  for (const [place, path] of Object.entries(places.staff)) await journey.visit(ada, path, name(place));
  await journey.fact(name("the browser remembers theme and language at most,"), async () => {
    const remembered = [...(await anybody.remembered()), ...(await ada.remembered())];
    assert.deepEqual(remembered.filter((entry) => !KEPT.includes(entry)), []);
  });
}

export async function allPlaces(server) {
  const maria = await clientNamed(server, "María Delgado");
  const hubert = await clientNamed(server, "Hubert");
  const record = `/staff/clients/${maria.id}`;
  const ada = await asks(server, "Ada");
  const first = async (path) => (await ada.get(path)).items[0]?.id;
  const [program] = await ada.get("/programs");
  return {
    open: {
      landing: "/",
      intake: "/apply",
      "intake location": "/apply/location",
      "intake documents": "/apply/documents",
      resume: "/apply/resume",
      "nowhere public": "/nowhere",
      "sign in": "/staff/sign-in",
      forgot: "/staff/forgot",
      "welcome without a link": "/staff/welcome",
    },
    staff: {
      today: "/staff",
      applications: "/staff/applications",
      application: `/staff/applications/${await first("/applications")}`,
      clients: "/staff/clients",
      board: "/staff/board",
      notes: "/staff/notes",
      "clients none": "/staff/clients?q=nobodyatall",
      "client new": "/staff/clients/new",
      "client timeline": record,
      "client details": `${record}/details`,
      "client summary": `${record}/summary`,
      "client details edit": `${record}/details/edit`,
      "client notes": `${record}/notes`,
      "client follow-ups": `${record}/follow-ups`,
      "client plan": `${record}/plan`,
      "client plan on paper": `${record}/plan/paper`,
      "client demographics": `${record}/demographics`,
      "client demographics edit": `${record}/demographics/edit`,
      "client intakes": `${record}/intakes`,
      "client enrollments": `${record}/enrollments`,
      "client discharges": `${record}/discharges`,
      "client employment": `${record}/employment`,
      "client restrictions": `${record}/restrictions`,
      "client documents": `${record}/documents`,
      "client team": `${record}/team`,
      "client history": `${record}/history`,
      "long name": `/staff/clients/${hubert.id}`,
      "follow-ups": "/staff/follow-ups",
      restrictions: "/staff/restrictions",
      proposals: "/staff/changes",
      "bulk changes": "/staff/bulk-changes",
      audit: "/staff/audit",
      background: "/staff/jobs",
      sessions: "/staff/sessions",
      people: "/staff/users",
      person: `/staff/users/${await first("/users")}`,
      roles: "/staff/roles",
      role: "/staff/roles/case_manager",
      "role new": "/staff/roles/new?from=counselor",
      why: "/staff/roles/why",
      keys: "/staff/keys",
      programs: "/staff/programs",
      "programs in order": "/staff/programs/order",
      program: `/staff/programs/${program.id}`,
      "settings profile": "/staff/settings/profile",
      "settings choices": "/staff/settings/lists/neighborhood",
      "settings fields": "/staff/settings/fields",
      "settings field new": "/staff/settings/fields/new",
      "settings templates": "/staff/settings/templates",
      "settings departments": "/staff/settings/departments",
      "settings sign-in": "/staff/settings/sign-in",
      "settings retention": "/staff/settings/retention",
      "settings modules": "/staff/settings/modules",
      "settings mails": "/staff/settings/mails",
      "configuration file": "/staff/settings/file",
      "links to the form": "/staff/intake-links",
      "equal opportunity": "/staff/equal-opportunity",
      inbox: "/staff/inbox",
      account: "/staff/account",
      "how I am told": "/staff/account/notifications",
      "nowhere staff": "/staff/nowhere",
    },
  };
}
