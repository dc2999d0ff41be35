import assert from "node:assert/strict";

export const title = "Every list that can be narrowed keeps views";

const LISTS = {
  "follow-ups": "/staff/follow-ups?show=overdue",
  restrictions: "/staff/restrictions?state=lifted",
  proposals: "/staff/changes?status=refused",
  notes: "/staff/notes?show=all&kind=general",
  programs: "/staff/programs?open=true",
  people: "/staff/users?state=active",
  "the log": "/staff/audit?action=create",
};

export async function story(journey) {
  const ada = await journey.staff("Ada");
  const { page } = ada;
  const dialog = page.getByRole("dialog");
  const tab = page.getByRole("link", { name: "The usual ones" });
  for (const [name, path] of Object.entries(LISTS)) {
    await journey.fact(`${name}: a view is kept, and leads back to the same filters`, async () => {
      await ada.go(path);
      await page.getByRole("button", { name: "Save this view" }).click();
      await dialog.getByLabel("Name").fill("The usual ones");
      await dialog.getByRole("button", { name: "Save view" }).click();
      await ada.sees("View saved");
      await ada.go(path.split("?")[0]);
      assert.equal(await page.getByRole("button", { name: "Save this view" }).count(), 0, "nothing to save");
      await tab.click();
      await page.waitForURL((url) => url.pathname + url.search === path);
      assert.equal(await tab.getAttribute("aria-current"), "page");
    });
  }
  await journey.look(ada, "a view of the log");
  await journey.fact("the filters of the log show what the view holds", async () => {
    assert.equal(await page.getByLabel("What was done").inputValue(), "create");
    await page.getByRole("link", { name: "Without filters" }).click();
    await page.waitForURL(/\/staff\/audit$/);
    await page.waitForFunction(() => document.querySelector(".audit-filters select").value === "");
  });

  const casey = await journey.staff("Casey", { device: "phone", theme: "dark" });
  await journey.fact("the board keeps one too, on a phone, and nobody else's are there", async () => {
    await casey.go("/staff/board");
    const assignee = casey.page.getByLabel("Works with");
    await assignee.selectOption({ index: 1 });
    await casey.page.getByRole("button", { name: "Save this view" }).click();
    await casey.page.getByRole("dialog").getByLabel("Name").fill("Mine");
    await casey.page.getByRole("dialog").getByRole("button", { name: "Save view" }).click();
    await casey.page.getByRole("link", { name: "Mine", exact: true }).waitFor();
    assert.equal(await casey.page.getByRole("link", { name: "The usual ones" }).count(), 0);
  });
  await journey.look(casey, "a view of the board on a phone");
}
