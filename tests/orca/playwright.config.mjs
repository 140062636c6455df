// The journey with a real screen reader: `cargo xtask orca`. One at a time: there is one voice.
import { defineConfig } from "@playwright/test";
import { chromium } from "../browser/harness.mjs";

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.mjs",
  outputDir: "../../target/orca-report",
  workers: 1,
  retries: 0,
  forbidOnly: true,
  // A journey takes a minute and a half; a busy machine may take twice that.
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  use: { browserName: "chromium", launchOptions: chromium(), locale: "zh-CN", timezoneId: "Asia/Shanghai" },
});
