// Steps that several stories share: what a shopper reads in each language, what an agent does, what a page hears.
import { expect, loginAgent } from "./harness.mjs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

/** The sample shop in both languages: its pages, and what the widget says there. */
export const SHOPS = {
  zh: {
    home: "/",
    order: "/order.html",
    exchange: "衣服买大了能换吗",
    exchangeAnswer: "签收后 15 天内",
    understood: "尺码不合适可以换吗？",
    invoice: "怎么开发票？",
    invoiceAnswer: "点「申请发票」",
    refundAnswer: /RF-204 .*已经注销或过期/,
    vague: "发票",
    unknown: ["恐龙为什么灭绝", "月亮离我们有多远"],
    hello: ["你好", "很高兴为您服务"],
    askForPerson: "转人工",
    asked: "您已申请人工客服",
    nobody: "现在没有客服在岗",
    next: "下一位就是您",
    behindOne: "您前面还有 1 位",
    called: "等待人工",
    here: "人工在线",
    person: "真人",
    delivered: /^(已送达|已读)/,
    deskDown: "暂时连不上客服系统",
    noKnowledge: "常见问题暂时打不开",
    closedByPerson: "客服已结束本次服务。",
    end: "结束服务",
    endSure: "确定要结束和人工客服的对话吗？",
    endYes: "结束对话",
    endNo: "继续聊",
    rate: "这次服务怎么样？",
    fiveStars: "5 星",
    thanks: "谢谢您的评价。",
    offer: "找人工客服",
    send: "发送",
    close: "收起",
    large: "大字，关怀模式",
    refundFailed: "退款失败",
    solution: "查看解决方案",
    personOfPage: "找人工",
    chips: "大家常问",
    followups: "您可能还想问",
    choices: "您是想问：",
    lines: ["第一句", "第二句", "好的", "好的", "最后一句"],
    agentSays: "您好，我看到了，马上为您处理",
    shopperSays: "好的，麻烦您了",
    duringReload: "新尺码已经为您留好了",
    call: "拨打 400-000-1234",
    contact: "其他联系方式",
  },
  en: {
    home: "/en/",
    order: "/en/order.html",
    exchange: "I bought the wrong size, can I exchange it?",
    exchangeAnswer: "Within 15 days of delivery",
    understood: "I bought the wrong size, can I exchange it?",
    invoice: "How do I get an invoice?",
    invoiceAnswer: "choose “Request invoice”",
    refundAnswer: /RF-204 means .*has been closed/,
    vague: "invoice",
    unknown: ["why did the dinosaurs die out", "how far away is the moon"],
    hello: ["hello", "good to see you"],
    askForPerson: "get me a human",
    asked: "You asked for a person",
    nobody: "Nobody is on duty right now",
    next: "You are next",
    behindOne: "1 ahead of you",
    called: "Person called",
    here: "Person here",
    person: "Person",
    delivered: /^(Delivered|Read)/,
    deskDown: "We cannot reach our support desk",
    noKnowledge: "The common questions cannot be opened right now",
    closedByPerson: "Our team ended this conversation.",
    end: "End chat",
    endSure: "End the conversation with this person?",
    endYes: "End it",
    endNo: "Keep talking",
    rate: "How was it?",
    fiveStars: "5 of 5 stars",
    thanks: "Thank you for your rating.",
    offer: "Talk to a person",
    send: "Send",
    close: "Close",
    large: "Large text, easy mode",
    refundFailed: /Refund failed/,
    solution: "See how to fix it",
    personOfPage: "Talk to a person",
    chips: "Often asked",
    followups: "You may also want to know",
    choices: "Did you mean:",
    lines: ["First line", "Second line", "OK", "OK", "Last line"],
    agentSays: "Hello, I have read it and am on it",
    shopperSays: "Thank you, please do",
    duringReload: "The new size is set aside for you",
    call: "Call 400-000-1234",
    contact: "Other ways to reach us",
  },
};

/** An agent at the console. */
export class Agent {
  constructor(page) {
    this.page = page;
    this.waiting = page.getByRole("list", { name: "等待中" }).getByRole("listitem");
    this.mine = page.getByRole("list", { name: "我的会话" }).getByRole("listitem");
    this.log = page.getByRole("region", { name: "对话内容" });
    this.composer = page.getByRole("textbox", { name: "回复顾客" });
    this.context = page.getByRole("region", { name: "顾客情况" });
  }

  static async login(browser, desk) {
    return new Agent(await loginAgent(browser, desk));
  }

  /** The name that the customer sees. */
  async name() {
    return (await this.page.getByRole("banner").getByRole("strong").innerText()).trim();
  }

  /** Takes the customer who has waited longest. */
  async take() {
    await this.page.getByRole("button", { name: "接待第 1 位顾客" }).click();
    await expect(this.composer).toBeVisible();
  }

  /** Writes a line and waits until the desk has it. */
  async say(text) {
    // Read at once by a customer who has the panel open.
    const delivered = this.log.getByText(/^(已送达|已读)/);
    const before = await delivered.count();
    await this.composer.fill(text);
    await this.composer.press("Enter");
    await expect(delivered).toHaveCount(before + 1);
  }

  /** Ends the conversation. */
  async close() {
    await this.page.getByRole("button", { name: "结束会话" }).click();
    await this.page.getByRole("button", { name: "结束", exact: true }).click();
    await expect(this.page.getByText("会话已结束。")).toBeVisible();
  }

  async leave() {
    await this.page.context().close();
  }
}

/** What the merchant's page hears: `await heard()` lists the `ren-zai-*` events so far, `{name, …detail}` each. */
export async function listen(page) {
  await page.addInitScript(() => {
    const names = ["ready", "open", "close", "ask", "answer", "human", "queue", "message", "unread", "error", "rating"];
    globalThis.heard = [];
    for (const name of names) {
      addEventListener(`ren-zai-${name}`, (event) => globalThis.heard.push({ name, ...event.detail }));
    }
  });
  return () => page.evaluate(() => globalThis.heard);
}

/** What a screen reader is given to speak: `await spoken()` lists what was added to the announcer so far. */
export async function hearAnnouncer(page) {
  await page.addInitScript(() => {
    globalThis.spoken = [];
    addEventListener("ren-zai-ready", (event) => {
      const region = event.target.shadowRoot.querySelector("[role=log]");
      const observer = new MutationObserver((records) => {
        const added = records.flatMap((record) => [...record.addedNodes]);
        // The no-break space that tells two equal announcements apart is not heard.
        globalThis.spoken.push(...added.map((node) => node.textContent.replace(/\u00a0$/, "")));
      });
      observer.observe(region, { childList: true, subtree: true, characterData: true });
    });
  });
  return () => page.evaluate(() => globalThis.spoken);
}

/** Those of `lines` that stand in a log, as often and in the order in which they stand there. */
export const said = (log, lines) => log.getByText(new RegExp(`^(${[...new Set(lines)].join("|")})$`)).allInnerTexts();

/** The widget's tag as the Chinese shop has it. */
export const TAG =
  '<ren-zai pack="/packs/shop.zh.pack" desk="/" site="qinghe" lang="zh-CN" phone="400-000-1234"></ren-zai>';

/** Opens the shop's first page with other markup in the place of the widget's tag, and `css` as the host's own. */
export async function openPageWith(page, { tags = TAG, css = "" }) {
  await page.route("/", async (route) => {
    const response = await route.fetch();
    const styled = (await response.text()).replace("</head>", '<link rel="stylesheet" href="/host.css"></head>');
    await route.fulfill({ response, body: styled.replace(/<ren-zai .*<\/ren-zai>/, tags) });
  });
  await page.route("/host.css", (route) => route.fulfill({ body: css, contentType: "text/css" }));
  await page.goto("/");
}

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong below `selector`, as lines to read; by the developer tools: the page forbids foreign scripts. */
export async function violations(page, selector = "ren-zai", options = {}) {
  const run = `${axe}; axe.run(${JSON.stringify(selector)}, ${JSON.stringify(options)})`;
  const { violations } = await page.evaluate(run);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}
