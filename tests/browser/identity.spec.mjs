// Who the customer is: what the merchant's back end has signed is told from what anybody could write into the page.
import { createHmac } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Widget, expect, startDesk, test as base } from "./harness.mjs";
import { Agent } from "./steps.mjs";

const SECRET = "0123456789abcdef0123456789abcdef";

const test = base.extend({
  desk: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), "renzai-identity-"));
    const config = join(folder, "desk.toml");
    await writeFile(config, `[identity]\nqinghe = "${SECRET}"\n`);
    const desk = await startDesk({ args: ["--config", config] });
    await use(desk);
    await desk.stop();
    await rm(folder, { recursive: true, force: true });
  },
});

/** As `docs/embedding.md` says it for Node. */
function signed(id, secret = SECRET) {
  const expires = String(Math.floor(Date.now() / 1000) + 3600);
  return { id, name: "王女士", expires, signature: createHmac("sha256", secret).update(`${id}\n${expires}`).digest("hex") };
}

for (const { title, user, read } of [
  { title: "signed: verified", user: signed("42"), read: "42 · 已核实" },
  { title: "only said by the page: not verified", user: { id: "42" }, read: "42 · 未核实" },
  { title: "signed with another secret: not verified", user: signed("42", SECRET.replace("0", "z")), read: "42 · 未核实" },
  { title: "another's signature: not verified", user: { ...signed("42"), id: "43" }, read: "43 · 未核实" },
]) {
  test(title, async ({ page, browser, desk }) => {
    const agent = await Agent.login(browser, desk);
    await page.goto("/");
    await page.evaluate((user) => globalThis.renzai("setUser", user), user);
    await new Widget(page).askForPerson();
    await agent.take();
    await expect(agent.context).toContainText(read);
    if (user.signature) await expect(agent.context).not.toContainText(user.signature);
    await agent.leave();
  });
}
