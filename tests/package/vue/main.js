// A shop in Vue: the tag is moved by a teleport, hidden, taken out and made anew. DESK is put in by the test.
/* global DESK */
import "ren-zai";
import { createApp, ref } from "vue/dist/vue.esm-bundler.js";

const Shop = {
  setup() {
    const [place, key, there, hidden] = [ref("header"), ref(1), ref(true), ref(false)];
    const blink = () => ((hidden.value = true), requestAnimationFrame(() => (hidden.value = false)));
    const why = () => globalThis.renzai("ask", "refund-failed");
    return { place, key, there, hidden, blink, why, pack: `${DESK}packs/shop.zh.pack`, desk: DESK };
  },
  template: `
    <Teleport :to="place">
      <div v-show="!hidden"><ren-zai v-if="there" :key="key" :pack="pack" :desk="desk" site="qinghe" phone="400-000-1234"></ren-zai></div>
    </Teleport>
    <button @click="place = 'footer'">Move</button>
    <button @click="key += 1">Anew</button>
    <button @click="there = !there">Out or in</button>
    <button @click="blink">Blink</button>
    <button @click="why">Why did my refund fail?</button>`,
};

const app = createApp(Shop);
app.config.compilerOptions.isCustomElement = (tag) => tag === "ren-zai";
app.mount("#app");
