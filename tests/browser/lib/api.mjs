// The API, as somebody who is signed in: to look at what a journey did, and to prepare what it needs.

import { randomUUID } from "node:crypto";
import { emailOf } from "./cast.mjs";

/** `get`, `post`, `patch`, `remove` and files for one of the cast; they throw unless the answer is a good one. */
export async function asks(server, person) {
  const body = { email: emailOf(person), password: server.password };
  const { access_token } = await call(server, "POST", "/sessions", { body });
  const headers = { Authorization: `Bearer ${access_token}` };
  return {
    get: (path) => call(server, "GET", path, { headers }),
    post: (path, body) => call(server, "POST", path, { body, headers }),
    patch: (path, version, body) =>
      call(server, "PATCH", path, { body, headers: { ...headers, "If-Match": `"${version}"` } }),
    postOn: (path, version, body) =>
      call(server, "POST", path, { body, headers: { ...headers, "If-Match": `"${version}"` } }),
    remove: (path, version = 0) =>
      call(server, "DELETE", path, { headers: { ...headers, "If-Match": `"${version}"` } }),
    signOutEverywhere: () => call(server, "DELETE", "/sessions", { headers }),
    upload: (path, name, content) => upload(server, path, name, content, headers),
    download: (path) => download(server, path, headers),
  };
}

/** Sends a file; gives its id, or nothing where it is not taken. */
async function upload(server, path, name, content, headers) {
  const body = new FormData();
  body.append("file", new Blob([content]), name);
  const answer = await fetch(`${server.address}/api/v1${path}`, { method: "POST", headers, body });
  const { id } = await answer.json();
  return answer.ok ? id : undefined;
}

/** A file with all that was said of it. */
async function download(server, path, headers) {
  const options = { method: "POST", headers: { ...headers, "Content-Type": "application/json" } };
  const answer = await fetch(`${server.address}/api/v1${path}`, { ...options, body: '{"reason":"To look at it"}' });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  const kept = [...answer.headers].filter(([name]) => !["content-encoding", "content-length", "transfer-encoding"].includes(name));
  return { status: answer.status, headers: Object.fromEntries(kept), body: Buffer.from(await answer.arrayBuffer()) };
}

/** The client of this name, as somebody sees them who sees everyone. */
export async function clientNamed(server, name) {
  const cora = await asks(server, "Cora");
  const { items } = await cora.get(`/clients?q=${encodeURIComponent(name)}`);
  if (items.length === 0) throw new Error(`there is no client ${name}`);
  return cora.get(`/clients/${items[0].id}`);
}

/** Sends an application as the public form does, without the browser. */
export async function apply(server, form) {
  const { consent_version } = await call(server, "GET", "/intake/form");
  const body = { consent: true, consent_version, language: "en", ...form };
  return call(server, "POST", "/applications", { body, headers: { "Idempotency-Key": randomUUID() } });
}

async function call(server, method, path, { body, headers } = {}) {
  const answer = await fetch(`${server.address}/api/v1${path}`, {
    method,
    headers: { "Content-Type": "application/json", ...headers },
    body: body && JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return text && JSON.parse(text);
}
