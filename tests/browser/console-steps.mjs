// Steps of the agents' console: customers who speak to the desk by its calls, colleagues, and the parts of the page.
import { expect, loginAgent } from "./harness.mjs";
import { violations as found } from "./steps.mjs";

/** What axe finds wrong on the whole page, as lines to read. */
export const violations = (page) => found(page, "html");

const call = async (desk, method, path, { body, headers } = {}) => {
  const bytes = body instanceof Uint8Array;
  const response = await fetch(new URL(path, desk.url), {
    method,
    headers: { ...(bytes ? {} : { "Content-Type": "application/json" }), ...headers },
    body: bytes ? body : JSON.stringify(body),
  });
  const text = await response.text();
  expect(response.ok, `${path}: ${response.status} ${text}`).toBe(true);
  return JSON.parse(text);
};

/** Somebody on the shop's pages, who has asked for nobody yet. */
export async function visitor(desk) {
  const { token, visitor } = await call(desk, "POST", "/v1/session", {
    body: { site: "shop", device: crypto.randomUUID() },
  });
  const authorization = { Authorization: `Bearer ${token}` };
  const post = (path, body, headers) => call(desk, "POST", path, { body, headers: { ...authorization, ...headers } });
  return { visitor, post };
}

/** A customer who asked for a person and then said `lines`. */
export async function customer(desk, { handover = {}, lines = [] } = {}) {
  const { post, ...who } = await visitor(desk);
  const asked = { entry_point: "panel", page: "/order.html", locale: "zh-CN", ...handover };
  const { conversation } = await post("/v1/handover", asked, { "Idempotency-Key": crypto.randomUUID() });
  const tell = (what, body) => post(`/v1/conversations/${conversation}/${what}`, body);
  const say = (body, more) => tell("messages", { client_id: crypto.randomUUID(), body, ...more });
  for (const line of lines) await say(line);
  const invite = async (name) => {
    const { code } = await tell("invite", {});
    const { token } = await call(desk, "POST", "/v1/join", { body: { code, name } });
    const headers = { Authorization: `Bearer ${token}` };
    const path = `/v1/conversations/${conversation}/messages`;
    return (body) => call(desk, "POST", path, { body: { client_id: crypto.randomUUID(), body }, headers });
  };
  return { ...who, conversation, post, say, tell, invite };
}

/** Adds a colleague with the rights of `admin`'s page, and answers with the log-in. */
export async function hire(admin, agent) {
  const response = await admin.request.post("/v1/agent/agents", { headers: { "X-Renzai-Console": "1" }, data: agent });
  expect(response.ok(), await response.text()).toBe(true);
  return response.json();
}

/** Adds a colleague and logs in as that. */
export async function colleague(browser, desk, admin, agent) {
  return loginAgent(browser, desk, await hire(admin, agent));
}

export const REFUND = {
  intent: { entry: "refund-failed", question: "退款失败了怎么办？", confidence: 920 },
  mood: "unhappy",
  order: "RZ2026112000817",
  transcript: [
    { from: "visitor", text: "退款失败了怎么办", at: 1_795_200_000_000 },
    { from: "bot", text: "请在订单页补充一个新的收款账户。", at: 1_795_200_001_000 },
  ],
};

/** The parts of the page, as a person finds them. */
export const parts = (page) => ({
  composer: page.getByRole("textbox", { name: "回复顾客" }),
  log: page.getByRole("region", { name: "对话内容" }),
  take: page.getByRole("button", { name: "接待第 1 位顾客" }),
  waiting: page.getByRole("list", { name: "等待中" }).getByRole("listitem"),
  mine: page.getByRole("list", { name: "我的会话" }).getByRole("listitem"),
});

/** How far the page can be scrolled sideways: not at all. */
export const sideways = (page) => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
