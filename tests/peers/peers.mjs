// The peers, each as its own documentation puts it on a page, and what is pressed and written into. None of them has its
// server here: what is measured ends where one can write, and those that ask a server before that are told at once.
import { Server } from "socket.io";

export const PEERS = {
  // It has no launcher of its own: a button that shows it, as its makers' examples have.
  "deep-chat": {
    code: `import 'deep-chat';
      const chat = Object.assign(document.createElement('deep-chat'), { demo: true });
      const button = Object.assign(document.createElement('button'), { id: 'open', textContent: 'Chat' });
      const place = document.querySelector('#peer');
      button.onclick = () => place.append(chat);
      place.append(button);`,
    launcher: "#open",
    field: "#text-input",
  },
  "@n8n/chat": {
    code: `import '@n8n/chat/style.css'; import { createChat } from '@n8n/chat';
      createChat({ webhookUrl: location.origin + '/hook', target: '#peer', showWelcomeScreen: false, loadPreviousSession: false });`,
    launcher: ".chat-window-toggle",
    field: ".chat-window textarea, .chat-window input",
  },
  "flowise-embed": {
    code: `import Chatbot from 'flowise-embed/dist/web.js'; Chatbot.init({ chatflowid: 'bench', apiHost: location.origin });`,
    launcher: "button",
    field: "textarea",
  },
  "@typebot.io/js": {
    code: `import Typebot from '@typebot.io/js/web'; Typebot.initBubble({ typebot: 'bench', apiHost: location.origin });`,
    // It asks its server what to show first: one question with one field.
    answers: {
      "/api/v1/typebots/bench/startChat": {
        sessionId: "1", resultId: "1", messages: [], clientSideActions: [],
        typebot: { id: "bench", version: "6.1", theme: {}, settings: {} },
        input: { id: "1", type: "text input", options: {} },
      },
    },
    launcher: "button",
    field: "textarea, input",
  },
  // It connects when it is opened, and may be seen without a connection: two settings of its own. It was built for React 16, and
  // as a script that is no module.
  "rasa-webchat": {
    code: `import { createElement } from 'react'; import { render } from 'react-dom'; import Widget from 'rasa-webchat';
      const told = { socketUrl: location.origin, initPayload: '/begin', title: 'Chat', connectOn: 'open', withRules: false, hideWhenNotConnected: false };
      render(createElement(Widget, told), document.querySelector('#peer'));`,
    options: { format: "iife", alias: { react: "react-16", "react-dom": "react-dom-16" } },
    attach: (server) =>
      new Server(server).on("connection", (socket) => socket.on("session_request", () => socket.emit("session_confirm", { session_id: "bench" }))),
    launcher: ".rw-launcher",
    field: ".rw-new-message",
  },
  "@botpress/webchat": {
    code: `import { createElement as make, useState } from 'react'; import { createRoot } from 'react-dom/client';
      import { Fab, Webchat } from '@botpress/webchat'; import './node_modules/@botpress/webchat/dist/style.css';
      const App = () => {
        const [open, setOpen] = useState(false);
        const style = { position: 'fixed', bottom: 90, right: 20, width: 400, height: 600, display: open ? 'flex' : 'none' };
        return make('div', {}, make(Webchat, { clientId: 'bench', apiUrl: location.origin, style }), make(Fab, { onClick: () => setOpen(!open), style: { position: 'fixed', bottom: 20, right: 20, width: 64, height: 64 } }));
      };
      createRoot(document.querySelector('#peer')).render(make(App));`,
    // Who is not there early enough for the first event makes a conversation, and asks what was said in it.
    answers: { "/bench/conversations": { conversation: { id: "1" }, conversations: [] }, "/bench/conversations/1/messages": { messages: [] }, "/bench/users/me": { user: { id: "1" } } },
    stream: { "/bench/initialize": { type: "init", data: { conversation: { id: "1" }, user: { id: "1", userKey: "1" }, messages: [] } } },
    launcher: ".bpFabContainer",
    field: ".bpComposerInput",
  },
};

/** Runs in the page before everything: finds what is shown, also in shadow roots, and times it by the page's own clock. */
export const LOOK = () => {
  const isShown = (it) => it.getClientRects().length > 0 && getComputedStyle(it).visibility === "visible" && !it.disabled;
  const find = (selector, root = document) => {
    const found = [...root.querySelectorAll(selector)].find(isShown);
    if (found) return found;
    for (const { shadowRoot } of root.querySelectorAll("*")) {
      const inside = shadowRoot && find(selector, shadowRoot);
      if (inside) return inside;
    }
    return undefined;
  };
  const until = (selector) =>
    new Promise((there, late) => {
      const look = () => {
        const found = document.body && find(selector);
        if (found) there(found);
        else if (performance.now() > 90_000) late(new Error(`${selector} never came`));
        else requestAnimationFrame(look);
      };
      look();
    });
  globalThis.measure = async (launcher, field, early, question) => {
    const button = await until(launcher);
    const pressed = performance.now();
    if (question) document.querySelector("ren-zai").ask(question);
    else button.click();
    const place = await until(field);
    place.focus();
    await new Promise((painted) => requestAnimationFrame(() => setTimeout(painted)));
    return performance.now() - (early ? 0 : pressed);
  };
};
