import assert from "node:assert/strict";
import { clientNamed } from "../lib/api.mjs";

export const title = "The board: moved by mouse, by keyboard and on a phone, and taken back";

export async function story(journey) {
  const wei = await clientNamed(journey.server, "Wei Ng");
  const cora = await journey.staff("Cora");
  await dragging(journey, cora, wei);
  await withoutAMouse(journey, cora);
  await onTheRecord(journey, cora, wei);
  await proposing(journey);
  await onAPhone(journey);
}

const column = (page, stage) => page.getByRole("region", { name: new RegExp(`^${stage}`) });
const cardIn = (page, stage, name) => column(page, stage).locator(".board-card", { hasText: name });

async function dragging(journey, cora, wei) {
  const { page } = cora;
  await journey.fact("every stage has its column, its count and its people", async () => {
    await cora.go("/staff/board");
    assert.equal(await page.locator(".board-column").count(), 7);
    await cardIn(page, "Intake", "Wei Ng").getByText("Since today").waitFor();
  });
  await journey.look(cora, "board");
  await journey.fact("a card is dragged to another stage, and the record has it", async () => {
    await cardIn(page, "Intake", "Wei Ng").dragTo(column(page, "Assessment"));
    await cardIn(page, "Assessment", "Wei Ng").waitFor();
    await cora.sees("Wei Ng is now in the stage Assessment");
    await cora.settle();
    assert.equal((await clientNamed(journey.server, "Wei Ng")).stage, "assessment");
  });
  await journey.fact("Undo brings it back, as if nothing had been", async () => {
    await page.getByRole("button", { name: "Undo" }).click();
    await cardIn(page, "Intake", "Wei Ng").waitFor();
    await cora.settle();
    assert.equal((await clientNamed(journey.server, "Wei Ng")).stage, "intake");
    await cora.go(`/staff/clients/${wei.id}/details`);
    assert.equal(await page.locator(".journey tbody tr").count(), 1);
  });
}

async function withoutAMouse(journey, cora) {
  const { page } = cora;
  await journey.fact("the keyboard moves a card, and the focus goes with it", async () => {
    await cora.go("/staff/board");
    await page.getByRole("button", { name: /Move to….Wei Ng/ }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog").getByRole("button", { name: "Initial contact" }).focus();
    await journey.look(cora, "choosing a stage");
    await page.keyboard.press("Enter");
    await cardIn(page, "Initial contact", "Wei Ng").waitFor();
    await page.getByRole("status").getByText("Wei Ng is now in the stage Initial contact").waitFor();
    await page.waitForFunction(() => document.activeElement?.textContent.includes("Wei Ng"));
  });
  await journey.fact("the board is narrowed to one colleague, and the address says so", async () => {
    await page.getByLabel("Works with").selectOption({ label: "Otto Brandt" });
    await page.waitForURL(/assignee=/);
    await cardIn(page, "Intake", "Darnell Washington").waitFor();
    await page.waitForFunction(() => document.querySelectorAll(".board-card").length === 1);
    await page.reload();
    await cardIn(page, "Intake", "Darnell Washington").waitFor();
  });
}

async function onTheRecord(journey, cora, wei) {
  const { page } = cora;
  await journey.fact("the record says how long somebody was in each stage", async () => {
    await cora.go(`/staff/clients/${wei.id}/details`);
    const lines = await page.locator(".journey tbody tr").allInnerTexts();
    assert.equal(lines.length, 2);
    assert.match(lines[0], /Initial contact[\s\S]*Cora Lindqvist/);
  });
  await journey.look(cora, "time in each stage");
}

async function proposing(journey) {
  const max = await journey.staff("Max");
  const { page } = max;
  await journey.fact("Max only proposes: the card goes back, and says what waits", async () => {
    await max.go("/staff/board");
    await page.getByRole("button", { name: /Move to….*Hubert/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Assessment" }).click();
    await max.sees("Your proposal was sent");
    await cardIn(page, "Intake", "Hubert").getByText("Proposed: Assessment").waitFor();
  });
  await journey.look(max, "board with a proposal");
}

async function onAPhone(journey) {
  const casey = await journey.staff("Casey", { device: "phone", theme: "dark" });
  const { page } = casey;
  await journey.fact("a phone shows one stage at a time", async () => {
    await casey.go("/staff/board");
    assert.equal(await page.locator(".board-column").filter({ visible: true }).count(), 1);
    await page.getByRole("navigation", { name: "Stages" }).getByRole("link", { name: /^Progress tracking/ }).click();
    await page.waitForURL(/stage=progress_tracking/);
    await casey.sees("Mari Delgado");
  });
  await journey.look(casey, "board on a phone");
  await journey.fact("and moves somebody with two taps", async () => {
    await page.getByRole("button", { name: /Move to….*Mari Delgado/ }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Job placement" }).click();
    await casey.sees("Mari Delgado is now in the stage Job placement");
    await page.getByRole("button", { name: "Undo" }).click();
    await page.locator(".board-column").filter({ visible: true }).getByRole("link", { name: "Mari Delgado" }).waitFor();
  });
}
