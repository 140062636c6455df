// Steps of the person's stories, and what the panel says in them in each language.
import { Widget, expect } from "./harness.mjs";
import { Agent, SHOPS } from "./steps.mjs";

/** A photo of one pixel with a place in its metadata, as a phone writes it. */
export const PHOTO = photoWithPlace();

/** A picture of one point. */
export const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

/** The part that is open in the panel. */
export const part = (widget) => widget.panel.locator(".part-sheet");

/** Presses a button of the open part. */
export const pressIn = (widget, name) => part(widget).getByRole("button", { name, exact: true }).click();

export const press = (widget, name) => widget.panel.getByRole("button", { name, exact: true }).first().click();

/** A customer with a person who has written. */
export async function askAndTake(shop, { desk, page, browser }) {
  const agent = await Agent.login(browser, desk);
  await page.goto(shop.home);
  const widget = new Widget(page);
  await widget.askForPerson();
  await expect(widget.panel).toContainText(shop.next);
  await agent.take();
  await agent.say(shop.agentSays);
  await expect(widget.log.getByText(shop.agentSays)).toHaveCount(1);
  return { agent, widget };
}

/** The bytes of the newest file, as the desk has them. */
export async function atTheDesk(page) {
  const bytes = await page.evaluate(async () => {
    const { token, conversation, lines } = JSON.parse(globalThis[Symbol.for("renzai")]["renzai:qinghe"].read("renzai:qinghe"));
    const file = lines.findLast(({ kind }) => kind === "file").text.split("\n")[0];
    const headers = { Authorization: `Bearer ${token}` };
    const answer = await fetch(`/v1/conversations/${conversation}/files/${file}`, { headers });
    return [...new Uint8Array(await answer.arrayBuffer())];
  });
  return Buffer.from(bytes);
}

/** What an agent does to the open conversation. */
export async function agentActs(agent, what, body = {}) {
  const id = new URL(agent.page.url()).hash.replace("#c=", "");
  const path = new URL(`/v1/agent/conversations/${id}/${what}`, agent.page.url()).href;
  const answer = await agent.page.request.post(path, { headers: { "X-Renzai-Console": "1" }, data: body });
  expect(answer.ok(), await answer.text()).toBe(true);
}

/** What an agent's own session reads from the desk. */
export async function agentReads(browser, desk, path) {
  const agent = await Agent.login(browser, desk);
  const read = await agent.page.evaluate(async (address) => (await fetch(address)).json(), new URL(path, desk.url).href);
  await agent.leave();
  return read;
}

function photoWithPlace() {
  const pixel = Buffer.from(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAABAAEDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAP/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAAAP/EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAMAwEAAhEDEQA/AKAA/9k=",
    "base64",
  );
  const said = Buffer.from("Exif\0\0MM\0*\0\0\0\x08\0\0GPSPLACE 31.2304N 121.4737E", "latin1");
  const head = Buffer.from([0xff, 0xe1, 0, said.length + 2]);
  return Buffer.concat([pixel.subarray(0, 2), head, said, pixel.subarray(2)]);
}

/** What the parts say in each language, beside what every story needs. */
export const PERSON = {
  zh: {
    ...SHOPS.zh,
    locale: "zh-CN",
    message: "留言",
    callback: "请给我回电",
    submit: "提交",
    shut: "关闭",
    what: "想说什么",
    left: "请看一下我的订单",
    messageLeft: "留言已送达",
    later: "明天再联系我",
    kept: "已保存",
    phone: "电话号码",
    phoneWrong: /5 到 20 位/,
    booked: "回电已预约",
    draft: "写到一半",
    questions: ["看到了吗", "谢谢", "是我女儿"],
    read: /^已读/,
    arrived: /^已送达|^已读/,
    reopen: "重新打开对话",
    reopened: "对话已重新打开",
    back: "我回来了",
    senior: "换更资深的人",
    escalated: "已申请更资深的客服",
    stars: "4 星",
    more: "说说原因",
    kind: "态度好",
    solved: "解决了",
    menu: "更多",
    save: "保存对话",
    copy: "复制",
    copied: "已复制",
    print: "打印",
    mail: "发到邮箱",
    asFile: "存成文件",
    file: "客服对话.txt",
    erase: "清除我的数据",
    eraseYes: "确定清除",
    erased: ["都清除了", "对话 1 个"],
    family: "请家人帮忙",
    qr: /二维码/,
    name: /称呼/,
    join: "加入对话",
    helper: "女儿小敏",
    joined: "家人 女儿小敏 已加入",
    helps: "我来替妈妈说",
    remove: "请 女儿小敏 退出",
    out: "家人 女儿小敏 已退出",
    attach: "发送图片或文件",
    limits: "每个不超过",
    photo: "家里.jpg",
    uploaded: "家里.jpg 已发送",
    keptFile: "家里.jpg 已保存在这台设备上",
    picture: "图片：家里.jpg",
    open: "打开 家里.jpg",
    leave: "退出帮忙",
    badKind: "notes.txt 的格式不支持，没有发送。",
    away: "暂时离开了",
    handedOn: "已把对话转给 兰姐",
    gone: "兰姐 已离开",
    rateNow: "评价服务",
    nobodyUntil: /现在没有客服在岗.*\d:\d\d/,
    wechat: /微信/,
  },
  en: {
    ...SHOPS.en,
    locale: "en-GB",
    message: "Leave a message",
    callback: "Call me back",
    submit: "Send",
    shut: "Close",
    what: "What would you like to say?",
    left: "Please look at my order",
    messageLeft: "Your message has arrived",
    later: "Please write to me tomorrow",
    kept: "Saved, and on its way",
    phone: "Phone number",
    phoneWrong: /5 to 20 digits/,
    booked: "Your call is booked",
    draft: "Half a sentence",
    questions: ["Did you see it?", "Thank you", "That is my daughter"],
    read: /^Read/,
    arrived: /^Delivered|^Read/,
    reopen: "Reopen this conversation",
    reopened: "The conversation is open again",
    back: "Here I am again",
    senior: "Ask for somebody senior",
    escalated: "Somebody senior has been asked for",
    stars: "4 of 5 stars",
    more: "Say more",
    kind: "kind",
    solved: "Yes, it is",
    menu: "More",
    save: "Keep a copy",
    copy: "Copy",
    copied: "Copied",
    print: "Print",
    mail: "Send by e-mail",
    asFile: "Save as a file",
    file: "conversation.txt",
    erase: "Erase my data",
    eraseYes: "Erase it all",
    erased: ["Everything is erased", "conversations: 1"],
    family: "Get help from family",
    qr: /QR code/,
    name: /Your name/,
    join: "Join the conversation",
    helper: "Anna",
    joined: "Anna of your family has joined",
    helps: "I write for my mother",
    remove: "Remove Anna",
    out: "Anna of your family has left",
    attach: "Send a picture or file",
    limits: "in one conversation",
    photo: "home.jpg",
    uploaded: "home.jpg was sent",
    keptFile: "home.jpg is kept on this device",
    picture: "Picture: home.jpg",
    open: "Open home.jpg",
    leave: "Stop helping",
    badKind: "notes.txt is of a kind that is not taken, and was not sent.",
    away: "Away for a moment",
    handedOn: "has handed you on to 兰姐",
    gone: "兰姐 has left",
    rateNow: "Rate",
    nobodyUntil: /Nobody is on duty until .*\d:\d\d/,
    wechat: "WeChat support",
  },
};
