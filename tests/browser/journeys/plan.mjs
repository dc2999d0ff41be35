import assert from "node:assert/strict";
import { asks, clientNamed } from "../lib/api.mjs";

export const title = "A plan: set together, followed step by step, taken home";

const GOAL = "Read the bills without help";

export async function story(journey) {
  const sukarno = await clientNamed(journey.server, "Sukarno");
  const maria = await clientNamed(journey.server, "María Delgado");
  const casey = await journey.staff("Casey");
  await setting(journey, casey, `/staff/clients/${sukarno.id}`);
  await stepping(journey, casey);
  await bothSides(journey, casey, sukarno);
  await closing(journey, casey, `/staff/clients/${sukarno.id}`);
  await looking(journey, `/staff/clients/${maria.id}/plan`);
  await printing(journey, casey, maria);
}

const card = (page) => page.locator(".goal", { hasText: GOAL });

async function setting(journey, casey, record) {
  const { page } = casey;
  const dialog = page.getByRole("dialog");
  await journey.fact("an empty plan says what a plan is for", async () => {
    await casey.go(record);
    await page.getByRole("link", { name: "Plan", exact: true }).click();
    await casey.sees("No goals yet");
    await casey.sees("why it matters, and who does what until when");
  });
  await journey.look(casey, "an empty plan");
  await journey.fact("a goal that she begins to write is kept", async () => {
    await page.getByRole("button", { name: "Set a goal" }).click();
    await dialog.getByLabel("Goal", { exact: true }).fill(GOAL);
    await dialog.getByLabel(/^Why it matters/).fill("My neighbor reads them to me, and I would like to.");
    await dialog.getByText("Kept as a draft").waitFor();
    await casey.go(`${record}/plan`);
    await page.getByRole("button", { name: "Set a goal" }).click();
    await dialog.getByText("and did not send").waitFor();
    assert.equal(await dialog.getByLabel("Goal", { exact: true }).inputValue(), GOAL);
  });
  await journey.look(casey, "a goal brought back");
  await journey.fact("and is set", async () => {
    await dialog.getByRole("button", { name: "Set goal" }).click();
    await casey.sees("Goal set");
    await card(page).getByText("No steps yet").waitFor();
  });
}

async function stepping(journey, casey) {
  const { page } = casey;
  const dialog = page.getByRole("dialog");
  const add = async (what, owner) => {
    await card(page).getByRole("button", { name: "Add a step" }).click();
    await dialog.getByLabel("Step", { exact: true }).fill(what);
    if (owner) await dialog.getByLabel("Who does it").selectOption({ label: owner });
    await dialog.getByRole("button", { name: "Add a step" }).click();
    await dialog.waitFor({ state: "detached" });
    await card(page).getByText(what).waitFor();
  };
  await journey.fact("its steps are his own, or somebody's who sees him", async () => {
    await add("Look at three kinds of course");
    await add("Ask what the evening course costs", "Casey Nguyen");
    const steps = await card(page).locator(".step").allInnerTexts();
    assert(steps[0].includes("Sukarno") && steps[1].includes("Casey Nguyen"), steps.join("\n"));
  });
  await journey.fact("a step moves up", async () => {
    await card(page).getByRole("button", { name: /^Move up/ }).click();
    await casey.sees("Step moved up");
    await casey.settle();
    const first = await card(page).locator(".step").first().innerText();
    assert(first.includes("evening course"), first);
  });
  await journey.fact("with the keyboard one step is done, and the focus stays there", async () => {
    const box = card(page).getByRole("checkbox", { name: /evening course/ });
    await box.focus();
    await page.keyboard.press("Space");
    await card(page).getByText("1 of 2 steps done").waitFor();
    await page.waitForFunction(() => document.activeElement.matches(".step .checkbox"));
  });
  await journey.look(casey, "a plan under way");
  await journey.fact("and that is taken back", async () => {
    await page.getByRole("button", { name: "Undo" }).click();
    await card(page).getByText("0 of 2 steps done").waitFor();
  });
}

async function bothSides(journey, casey, { id }) {
  const { page } = casey;
  const dialog = page.getByRole("dialog");
  const ada = await asks(journey.server, "Ada");
  casey.expect(412, /\/goals\//);
  await journey.fact("somebody else was quicker: both sides stand there, and she chooses", async () => {
    await card(page).getByRole("button", { name: "Edit goal" }).click();
    await dialog.getByLabel("Goal", { exact: true }).fill(`${GOAL} by summer`);
    const { items } = await ada.get(`/clients/${id}/goals`);
    await ada.patch(`/goals/${items[0].id}`, items[0].version, { title: `${GOAL} at home` });
    await dialog.getByRole("button", { name: "Save goal" }).click();
    await casey.sees("Somebody saved a change while you were writing");
    await journey.look(casey, "a goal with both sides");
    await dialog.getByLabel(`Theirs: ${GOAL} at home`).check();
    await dialog.getByRole("button", { name: "Save with these choices" }).click();
    await page.getByRole("heading", { name: `${GOAL} at home` }).waitFor();
  });
}

async function closing(journey, casey, record) {
  const { page } = casey;
  const dialog = page.getByRole("dialog");
  await journey.fact("a goal is closed with what came of it", async () => {
    await card(page).getByRole("button", { name: "Close goal" }).click();
    await dialog.getByRole("button", { name: "Close goal" }).click();
    assert.equal(await dialog.isVisible(), true);
    await dialog.getByLabel("Outcome").fill("He reads the electricity bill by himself.");
    await journey.look(casey, "closing a goal");
    await dialog.getByRole("button", { name: "Close goal" }).click();
    await casey.sees("He reads the electricity bill by himself.");
    assert.equal(await card(page).getByRole("checkbox").count(), 0);
  });
  await journey.fact("and the line of time tells it", async () => {
    await casey.go(`${record}?kind=goal`);
    await casey.sees(`Goal reached: ${GOAL} at home`);
    await casey.sees("Goal set: ");
  });
  await journey.fact("it can be opened again", async () => {
    await casey.go(`${record}/plan`);
    await card(page).getByRole("button", { name: "Open it again" }).click();
    await casey.sees("The goal is open again");
    await card(page).getByRole("button", { name: "Close goal" }).waitFor();
  });
}

async function looking(journey, plan) {
  const stan = await journey.staff("Stan", { device: "phone", theme: "dark" });
  await journey.fact("Stan reads the plan on his phone, overdue in words, and changes nothing", async () => {
    await stan.go(plan);
    await stan.sees("Overdue");
    await stan.sees("1 of 4 steps done");
    assert.equal(await stan.page.getByRole("checkbox").count(), 0);
    assert.equal(await stan.page.getByRole("button", { name: "Set a goal" }).count(), 0);
  });
  await journey.look(stan, "a plan on a phone");
  const vera = await journey.staff("Vera");
  await journey.fact("Vera at the front desk has no such tab", async () => {
    await vera.go(plan.replace("/plan", ""));
    await vera.page.getByRole("link", { name: "Notes" }).waitFor();
    assert.equal(await vera.page.getByRole("link", { name: "Plan", exact: true }).count(), 0);
  });
}

async function printing(journey, casey, { id }) {
  const { page } = casey;
  await journey.fact("the plan goes home alone: with lines to sign, and nothing else of the record", async () => {
    await casey.go(`/staff/clients/${id}/plan`);
    await page.getByRole("link", { name: "Print plan" }).click();
    await page.waitForURL("**/plan/paper");
    await casey.sees("Mission Hiring Hall");
    await casey.sees("Start an apprenticeship as a carpenter");
    await journey.look(casey, "plan on paper");
    await page.emulateMedia({ media: "print" });
    assert(await page.locator(".signatures").isVisible());
    const hidden = await page.locator(".identity, .notice, .rail, .tab-bar, .record-side").filter({ visible: true }).count();
    assert.equal(hidden, 0);
    assert((await page.pdf({ format: "Letter" })).length > 10_000);
    await page.emulateMedia({ media: "screen" });
  });
  await journey.fact("and the summary has it", async () => {
    await casey.go(`/staff/clients/${id}/summary`);
    await casey.sees("Start an apprenticeship as a carpenter");
  });
  await journey.look(casey, "summary with a plan");
}
