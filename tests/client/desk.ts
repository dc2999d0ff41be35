// A program of somebody else's, against the API as its description says it is: it writes a note for each client whom a
// search finds. The compiler checks each address, field and answer.
//
//   node out/desk.js https://hall.example.org casey@example.org PASSWORD "Sukarno"

import createClient, { type Middleware } from "openapi-fetch";
import type { components, paths } from "./openhall.js";

type ClientRow = components["schemas"]["ClientRow"];
type Problem = components["schemas"]["Problem"];

const [address, email, password, search] = process.argv.slice(2);
if (!address || !email || !password || !search) throw new Error("desk.js ADDRESS EMAIL PASSWORD SEARCH");
const api = createClient<paths>({ baseUrl: address });

/** A refusal says what happened and what to do, and gives the number to ask for help with. */
function orRefused<T>({ data, error }: { data?: T; error?: Problem }): T {
  if (data !== undefined) return data;
  throw new Error(`${error?.code}: ${error?.detail ?? error?.title} (request ${error?.request_id})`);
}

async function signIn(email: string, password: string): Promise<void> {
  const { data, error, response } = await api.POST("/api/v1/sessions", { body: { email, password } });
  if (response.status === 202) throw new Error("This account wants a second step: use an account of its own for programs.");
  const signedIn = orRefused({ ...(data && { data }), ...(error && { error }) });
  if (!("access_token" in signedIn)) throw new Error("There is no token in the answer.");
  const authorized: Middleware = {
    onRequest({ request }) {
      request.headers.set("Authorization", `Bearer ${signedIn.access_token}`);
      return request;
    },
  };
  api.use(authorized);
}

/** Page by page: the cursor of the one before says where to go on. */
async function* clients(q: string): AsyncGenerator<ClientRow> {
  let cursor: string | null | undefined;
  do {
    const page = orRefused(await api.GET("/api/v1/clients", { params: { query: { q, limit: 100, ...(cursor && { cursor }) } } }));
    yield* page.items;
    cursor = page.next;
  } while (cursor);
}

await signIn(email, password);
for await (const client of clients(search)) {
  const params = { path: { client_id: client.id } };
  const body = { kind: "general" as const, happened_at: new Date().toISOString(), text: "Called by the reminder service." };
  const note = orRefused(await api.POST("/api/v1/clients/{client_id}/notes", { params, body }));
  console.log(JSON.stringify({ client: `${client.first_name} ${client.last_name}`, note: note.id, kind: note.kind }));
}
