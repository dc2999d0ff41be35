// A mail server that takes every mail and keeps it.

import { buffer } from "node:stream/consumers";
import PostalMime from "postal-mime";
import { SMTPServer } from "smtp-server";

const PATIENCE = 60_000;

/** Listens on a port of its own, as a relay in an agency's own network does: without sign-in and TLS. */
export async function startMailbox() {
  const mails = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, session, callback) {
      const read = async () => mails.push(await PostalMime.parse(await buffer(stream)));
      read().then(() => callback(), callback);
    },
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const to = (email, subject) =>
    mails.findLast((mail) => mail.to.some(({ address }) => address === email) && mail.subject.includes(subject));
  return {
    url: `smtp://127.0.0.1:${server.server.address().port}?tls=none`,
    mails,
    /** The latest mail to somebody, once it is there. */
    async latest(email, subject) {
      for (const deadline = Date.now() + PATIENCE; Date.now() < deadline; ) {
        const mail = to(email, subject);
        if (mail) return mail;
        await new Promise((resolve) => setTimeout(resolve, 200));
      }
      throw new Error(`no mail to ${email} about “${subject}”; there are: ${mails.map(({ subject }) => subject)}`);
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}
