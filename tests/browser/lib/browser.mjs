// Chromium, and the kinds of device that people hold.

import { chromium } from "playwright-core";

const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const DEVICES = {
  phone: {
    viewport: { width: 390, height: 844 },
    isMobile: true,
    hasTouch: true,
    userAgent:
      "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
  },
  desktop: { viewport: { width: 1280, height: 800 } },
};

export function launch(executablePath) {
  return chromium.launch({ executablePath, headless: true, args: QUIET });
}

/** A browser of one's own, with nothing remembered. */
export async function freshContext(browser, server, { device = "desktop", theme = "light", locale = "en-US" }) {
  const context = await browser.newContext({
    ...DEVICES[device],
    baseURL: server.address,
    colorScheme: theme,
    reducedMotion: "reduce",
    locale,
    timezoneId: "America/Los_Angeles",
  });
  context.setDefaultTimeout(30_000);
  return context;
}
