import assert from "node:assert/strict";
import { clientNamed } from "../lib/api.mjs";

export const title = "A face for the front desk: cut out, proposed, approved, taken away";

const RED = [200, 30, 30];
const GREEN = [30, 160, 60];

export async function story(journey) {
  const sukarno = await clientNamed(journey.server, "Sukarno");
  const record = `/staff/clients/${sukarno.id}`;
  const casey = await journey.staff("Casey", { device: "desktop", theme: "light" });
  const picture = await turned(casey.page);
  await cutting(journey, casey, record, picture);
  await refused(journey, casey);
  await onAPhone(journey, record, picture);
  await seeing(journey, record);
  await proposing(journey, record, picture);
  await removing(journey, casey, record);
}

async function cutting(journey, casey, record, picture) {
  const { page } = casey;
  const dialog = page.getByRole("dialog");
  await journey.fact("where there is no photo stand the initials", async () => {
    await casey.go(record);
    assert.equal(await page.locator(".identity .face").innerText(), "S");
    await page.getByRole("button", { name: "Add photo" }).click();
    await dialog.getByRole("button", { name: "Choose a picture" }).waitFor();
  });
  await journey.look(casey, "choosing a photo");
  await journey.fact("the frame moves over the picture by mouse and by keyboard", async () => {
    await choose(page, picture);
    const frame = dialog.getByRole("group", { name: "The part that is kept" });
    const shown = dialog.locator(".crop-frame img");
    const place = () => shown.evaluate((img) => [img.style.left, img.style.top, img.style.width].map(parseFloat));
    assert.deepEqual(await place(), [0, -25, 100]);
    const box = await frame.boundingBox();
    await page.mouse.move(box.x + 100, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + 100, box.y + 20, { steps: 4 });
    await page.mouse.up();
    assert.deepEqual(await place(), [0, -50, 100]);
    await frame.press("+");
    assert((await place())[2] > 109);
    await dialog.getByLabel("Zoom").fill("2");
    assert.equal((await place())[2], 200);
    for (let times = 0; times < 30; times += 1) await frame.press("ArrowDown");
    const [, top] = await place();
    assert.equal(Math.round(top), -200);
  });
  await journey.look(casey, "cutting a face out");
  await journey.fact("what was in the frame becomes the photo, whichever way the camera was held", async () => {
    await dialog.getByRole("button", { name: "Save photo" }).click();
    await casey.sees("Photo saved");
    await near(page, "Photo of Sukarno", GREEN);
  });
  await journey.look(casey, "a record with a photo");
}

async function refused(journey, casey) {
  const { page } = casey;
  await journey.fact("what is no picture is refused in words", async () => {
    await page.getByRole("button", { name: "Change photo" }).click();
    await choose(page, { name: "face.jpg", mimeType: "image/jpeg", buffer: Buffer.from("<svg onload='alert(1)'/>") });
    await casey.sees("This is not a picture that we can read");
    await page.keyboard.press("Escape");
  });
}

async function onAPhone(journey, record, picture) {
  const casey = await journey.staff("Casey", { device: "phone", theme: "dark" });
  await casey.go(record);
  await journey.look(casey, "a photo on a phone");
  await journey.fact("on a phone the frame fits, and a finger moves it", async () => {
    await casey.page.locator(".id-more").click();
    await casey.page.getByRole("button", { name: "Change photo" }).click();
    await casey.page.getByRole("dialog").getByRole("button", { name: "Take a photo" }).waitFor();
    await choose(casey.page, picture);
    const frame = casey.page.getByRole("group", { name: "The part that is kept" });
    const { x, y, width } = await frame.boundingBox();
    assert(x >= 0 && x + width <= 390, `${x} ${width}`);
    const img = casey.page.locator(".crop-frame img");
    const finger = (type, at) =>
      frame.dispatchEvent(type, { pointerId: 1, pointerType: "touch", isPrimary: true, clientX: x + 50, clientY: y + at });
    await finger("pointerdown", 200);
    await finger("pointermove", 100);
    await finger("pointerup", 100);
    assert.equal(Math.round(await img.evaluate((img) => parseFloat(img.style.top))), -50);
  });
  await journey.look(casey, "cutting on a phone");
  await casey.leave();
}

async function seeing(journey, record) {
  const stan = await journey.staff("Cole");
  const maria = await clientNamed(journey.server, "María Delgado");
  await journey.fact("who may not change the record sees the face and no button", async () => {
    await stan.go(`/staff/clients/${maria.id}`);
    await stan.page.getByRole("img", { name: "Photo of Mari Delgado" }).waitFor();
    assert.equal(await stan.page.getByRole("button", { name: /photo$/ }).count(), 0);
  });
  await stan.leave();
}

async function proposing(journey, record, picture) {
  const max = await journey.staff("Max");
  await journey.fact("Max's photo is a proposal", async () => {
    await max.go(record);
    await max.page.getByRole("button", { name: "Change photo" }).click();
    await choose(max.page, picture);
    await max.sees("Somebody else approves it");
    await max.page.getByRole("button", { name: "Send photo for approval" }).click();
    await max.sees(/Sent for approval/);
    await near(max.page, "Photo of Sukarno", GREEN);
  });
  const cora = await journey.staff("Cora");
  await journey.fact("Cora sees both side by side", async () => {
    await cora.go(record);
    await cora.page.getByRole("link", { name: "See proposals" }).click();
    await cora.page.getByRole("table").getByRole("link").first().click();
    await cora.page.locator(".face-sides img").nth(1).waitFor();
    await cora.settle();
  });
  await journey.look(cora, "two photos to decide between");
  await journey.fact("and approves it", async () => {
    await cora.page.getByRole("button", { name: "Approve and apply" }).click();
    await cora.page.getByRole("dialog").getByRole("button", { name: "Approve and apply" }).click();
    await cora.sees("Approved. The record was changed.");
    await cora.settle();
  });
  await journey.look(cora, "a photo that was approved");
  await cora.leave();
  await max.leave();
}

async function removing(journey, casey, record) {
  const { page } = casey;
  await journey.fact("removing asks first, and the initials are back", async () => {
    await casey.go(record);
    await page.getByRole("button", { name: "Change photo" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Remove photo" }).click();
    await casey.sees("It is deleted for good");
    await journey.look(casey, "removing a photo");
    await dialog.getByRole("button", { name: "Remove photo" }).click();
    await casey.sees("Photo removed");
    await page.getByRole("button", { name: "Add photo" }).waitFor();
    assert.equal(await page.locator(".identity .face").innerText(), "S");
  });
  await journey.fact("the history tells what was done", async () => {
    await casey.go(`${record}/history`);
    await casey.sees("Photo removed");
    await casey.sees("Photo added");
  });
}

/** Through the hidden field behind the button. */
function choose(page, picture) {
  return page.getByRole("dialog").locator("input[type=file]").first().setInputFiles(picture);
}

/** The middle of the picture of this name has about this color. */
async function near(page, name, wanted) {
  const img = page.getByRole("img", { name });
  const color = await img.evaluate(async (img) => {
    await img.decode();
    const canvas = new OffscreenCanvas(1, 1).getContext("2d");
    canvas.drawImage(img, img.naturalWidth / 2, img.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
  });
  assert(color.every((part, at) => Math.abs(part - wanted[at]) < 40), `${name} is ${color}`);
}

/** A JPEG that lies on its side and says so: seen upright it is 600 by 900, red above and green below. */
async function turned(page) {
  const base64 = await page.evaluate(async ([above, below]) => {
    const canvas = new OffscreenCanvas(900, 600);
    const pen = canvas.getContext("2d");
    const fill = (color, x) => Object.assign(pen, { fillStyle: `rgb(${color})` }).fillRect(x, 0, 450, 600);
    fill(above, 0);
    fill(below, 450);
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/jpeg" })).arrayBuffer());
    return btoa(String.fromCharCode(...bytes));
  }, [RED, GREEN]);
  const jpeg = Buffer.from(base64, "base64");
  const exif = Buffer.from("457869660000" + "49492a0008000000" + "0100" + "120103000100000006000000" + "00000000", "hex");
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  const buffer = Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
  return { name: "face.jpg", mimeType: "image/jpeg", buffer };
}
