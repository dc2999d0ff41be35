// Listens to what goes wrong on a page without anybody looking.

/** Stacks and advice go on for pages; the first words say what it is. */
const LENGTH = 300;

/** Collects into `findings`; `refusals` are the answers over 399 that the journey expects. */
export async function watch(page, server, { findings, refusals, excuses }) {
  const find = (what) => {
    const short = what.split("\n", 1)[0].slice(0, LENGTH);
    if (!excuses.some((pattern) => pattern.test(what)) && !findings.includes(short)) findings.push(short);
  };
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`content security policy: ${event.violatedDirective} refused ${event.blockedURI}`);
    });
  });
  page.on("pageerror", (error) => find(`error on the page: ${error.message}`));
  page.on("console", (message) => {
    const isLoud = ["error", "warning"].includes(message.type());
    // The browser repeats here each answer over 399, which `response` below looks at.
    if (isLoud && !message.text().startsWith("Failed to load resource")) find(`console: ${message.text()}`);
  });
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    // Leaving a page ends what it was still asking for.
    if (why !== "net::ERR_ABORTED") find(`${request.method()} ${request.url()} failed: ${why}`);
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && origin !== server.address) find(`asked a stranger: ${request.url()}`);
  });
  page.on("response", (response) => {
    const path = new URL(response.url()).pathname;
    const isExpected = ([status, pattern]) => status === response.status() && pattern.test(path);
    if (response.status() >= 400 && !refusals.some(isExpected)) {
      find(`${response.request().method()} ${path} answered ${response.status()}`);
    }
  });
}

/** Counts what is still under way, so that one can wait for quiet. */
export function traffic(page) {
  const open = new Set();
  page.on("request", (request) => open.add(request));
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
  return open;
}
