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
  // Bounds for a busy machine with two cores; no test asserts how long anything takes.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  use: {
    browserName: "chromium",
    launchOptions: chromium(),
    locale: "zh-CN",
    timezoneId: "Asia/Shanghai",
    // A trace of every test costs a quarter of the time: TRACE=1 when one is to be looked into.
    trace: process.env.TRACE ? "retain-on-failure" : "off",
    screenshot: "only-on-failure",
  },
});
