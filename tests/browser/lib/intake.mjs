// The public form, as an applicant fills it in.

import { pdf } from "./pdf.mjs";

export const ROSA = {
  first: "Rosa",
  last: "Quintero Vega",
  born: { month: "7", day: "19", year: "1988" },
  phone: "415 555 0142",
  email: "rosa.quintero@example.org",
  resume: { name: "Resume Rosa Quintero.pdf", mimeType: "application/pdf", buffer: pdf("Rosa Quintero, cook") },
};

/** The words of the buttons and fields that the journeys use, in the form's languages. */
export const ENGLISH = {
  next: "Continue",
  send: "Send my application",
  first: "First name",
  last: "Last name",
  phone: "Phone number",
  email: "Email",
  month: "Month",
  day: "Day",
  year: "Year",
  required: "Fill this in",
  agree: /^I agree that/,
  added: "Added",
  done: "We have your application",
};

export const SPANISH = {
  next: "Continuar",
  send: "Enviar mi solicitud",
  first: "Nombre",
  last: "Apellidos",
  phone: "Número de teléfono",
  email: "Correo electrónico",
  month: "Mes",
  day: "Día",
  year: "Año",
  required: "Complete esta respuesta",
  agree: /^Acepto que/,
  added: "Agregado",
  done: "Ya tenemos su solicitud",
};

/** Fills in the first part and stays on it. */
export async function introduce(page, words, person) {
  const field = (name) => page.getByLabel(name, { exact: true });
  await field(words.first).fill(person.first);
  await field(words.last).fill(person.last);
  await field(words.month).fill(person.born.month);
  await field(words.day).fill(person.born.day);
  await field(words.year).fill(person.born.year);
  await field(words.phone).fill(person.phone);
  await field(words.email).fill(person.email);
}

/** On to the next part, whose name the address has. */
export async function onTo(page, words, part) {
  await page.getByRole("button", { name: words.next }).click();
  await page.waitForURL(`**/apply/${part}`);
}

/** The parts after the first, up to the documents. Of their questions only the residency wants an answer. */
export const UP_TO_DOCUMENTS = ["location", "demographics", "education", "employment", "programs", "referral", "documents"];

export async function answerWhatIsNeeded(page, part) {
  if (part === "location") await page.getByRole("radio").first().check();
}

export async function attach(page, words, file) {
  await page.locator("input[type=file]").setInputFiles(file);
  await page.locator(".file-kept", { hasText: words.added }).waitFor();
}

export async function agree(page, words) {
  await page.getByLabel(words.agree).check();
}

/** The number on the last page. */
export async function reference(page) {
  return (await page.locator(".done-number").innerText()).trim();
}
