import assert from "node:assert/strict";

export const title = "The connection is lost between two pages";

const PIECES = "**/pkg/**/split_*.wasm";

export async function story(journey) {
  const rosa = await journey.visitor({ device: "phone" });
  const { page } = rosa;
  // The browser tells of each fetch that failed; the journey is about them.
  rosa.excuse(/ERR_CONNECTION_FAILED|Failed to fetch|TypeError/);
  await journey.fact("the first page that does not come says so", async () => {
    await page.route(PIECES, (route) => route.abort("connectionfailed"));
    await rosa.go("/");
    await page.getByRole("heading", { name: "This page did not come" }).waitFor();
  });
  await journey.look(rosa, "lost first page");
  await journey.fact("and comes when asked again", async () => {
    await page.unroute(PIECES);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("link", { name: "Start your application" }).waitFor();
    await rosa.settle();
  });
  await journey.fact("so does the next one", async () => {
    await page.route(PIECES, (route) => route.abort("connectionfailed"));
    await page.getByRole("link", { name: "Start your application" }).click();
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await rosa.settle();
    await page.unroute(PIECES);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByLabel("First name", { exact: true }).waitFor();
    await rosa.settle();
  });
  await journey.fact("before the first module has come, grey lines stand in the place of the page", async () => {
    const early = await journey.visitor({ device: "phone" });
    const modules = "**/pkg/**/*.wasm";
    await early.page.route(modules, () => {});
    await early.page.goto("/apply", { waitUntil: "commit" });
    await early.page.locator("#placeholder b").waitFor();
    assert((await early.page.locator("#placeholder b").boundingBox()).height > 20);
    await early.page.unrouteAll({ behavior: "ignoreErrors" });
  });
  await journey.fact("without the first module the page says so itself", async () => {
    const early = await journey.visitor({ device: "phone" });
    early.excuse(/ERR_CONNECTION_FAILED|Failed to fetch|TypeError/);
    await early.page.route("**/pkg/**/frontend_bg.wasm", (route) => route.abort("connectionfailed"));
    await early.page.goto("/");
    await early.page.getByRole("heading", { name: "This page did not come" }).waitFor();
    await early.page.unroute("**/pkg/**/frontend_bg.wasm");
    await early.page.getByRole("button", { name: "Try again" }).click();
    await early.page.getByRole("link", { name: "Start your application" }).waitFor();
  });
}
