// A shop in React: the tag is moved, hidden, taken out and made anew, in strict mode. DESK is put in by the test.
/* global DESK */
import "ren-zai";
import { StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";

const Help = () => <ren-zai pack={`${DESK}packs/shop.zh.pack`} desk={DESK} site="qinghe" phone="400-000-1234"></ren-zai>;

function Shop() {
  const [place, move] = useState("header");
  const [key, renew] = useState(1);
  const [there, put] = useState(true);
  const [hidden, hide] = useState(false);
  const help = there && <Help key={key} />;
  return (
    <div hidden={hidden}>
      <header>{place === "header" && help}</header>
      <button onClick={() => move("footer")}>Move</button>
      <button onClick={() => renew(key + 1)}>Anew</button>
      <button onClick={() => put(!there)}>Out or in</button>
      <button onClick={() => (hide(true), requestAnimationFrame(() => hide(false)))}>Blink</button>
      <button onClick={() => globalThis.renzai("ask", "refund-failed")}>Why did my refund fail?</button>
      <footer>{place === "footer" && help}</footer>
    </div>
  );
}

createRoot(document.querySelector("#app")).render(<StrictMode><Shop /></StrictMode>);
