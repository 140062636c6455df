// The browser tests: `cargo xtask test` runs them; by hand, `cargo xtask site` first, then
// `npx playwright test -c tests/browser/playwright.config.mjs`.
import { defineConfig } from "@playwright/test";
import { chromium } from "./harness.mjs";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.mjs",
  outputDir: "../../target/browser-report",
  fullyParallel: true,
  workers: 2,
  // A test that passes the second time hides what a customer meets the first time.
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: chromium(),
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
  },
});
