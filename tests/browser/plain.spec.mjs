// Plain words: what the interface says is measured by rules of thumb for easy reading, sentence by sentence.
import { expect, test } from "@playwright/test";
import { everydayTexts } from "./locales.mjs";

/** The 3,755 characters that GB 2312 puts first because they are the most used; it is older than the word 浏览器. */
function commonCharacters() {
  const decoder = new TextDecoder("gb2312");
  const common = new Set("浏");
  for (let row = 0xb0; row <= 0xd7; row++) {
    for (let cell = 0xa1; cell <= 0xfe; cell++) common.add(decoder.decode(Uint8Array.of(row, cell)));
  }
  return common;
}

test("Chinese: short sentences of common characters", async () => {
  const common = commonCharacters();
  const texts = await everydayTexts("zh-Hans");
  expect(texts.length).toBeGreaterThan(150);
  const sentences = texts.flatMap(([key, text]) => text.split(/[。？！…；：]/).map((it) => [key, it.replace(/\{\w+\}/g, "").trim()]));
  const long = sentences.filter(([, sentence]) => [...sentence].length > 28);
  expect(long, "sentences of more than 28 characters").toEqual([]);
  const written = sentences.filter(([, sentence]) => sentence).map(([, sentence]) => [...sentence].length);
  const mean = written.reduce((sum, length) => sum + length, 0) / written.length;
  expect(mean, "characters a sentence").toBeLessThan(12);
  const rare = texts.flatMap(([key, text]) => [...text].filter((it) => /\p{Script=Han}/u.test(it) && !common.has(it)).map((it) => `${it} in ${key}`));
  expect(rare, "characters that not everybody reads").toEqual([]);
});

test("Chinese: the large mode's own words need no foreign letters", async () => {
  const own = (await everydayTexts("zh-Hans")).filter(([key]) => /^(easy|voice)_/.test(key));
  expect(own.length).toBeGreaterThan(25);
  const foreign = own.filter(([, text]) => /[A-Za-z]/.test(text.replace(/\{\w+\}/g, "")));
  expect(foreign).toEqual([]);
});

test("English: short sentences of short words", async () => {
  const texts = await everydayTexts("en");
  const sentences = texts.flatMap(([key, text]) => text.split(/[.?!…;:](?:\s|$)/).map((it) => [key, it.split(/\s+/).filter(Boolean)]));
  const long = sentences.filter(([, words]) => words.length > 16);
  expect(long, "sentences of more than 16 words").toEqual([]);
  const words = sentences.flatMap(([, all]) => all);
  expect(words.join("").length / words.length, "letters a word").toBeLessThan(5);
});

/** Syllables as they are counted for readability: runs of vowels, without an e at the end that is not heard. */
const syllables = (word) => Math.max(1, (word.toLowerCase().replace(/(?<=[^laeiouy])e$/, "").match(/[aeiouy]+/g) || []).length);

test("English: no more schooling is needed than lower secondary (WCAG 3.1.5)", async () => {
  const texts = await everydayTexts("en");
  const sentences = texts
    .flatMap(([, text]) => text.replace(/\{\w+\}/g, "").split(/[.?!…;:](?:\s|$)/))
    .map((it) => it.match(/[A-Za-z']+/g) || [])
    .filter((words) => words.length > 0);
  // Names of buttons are no sentences, and would only flatter.
  const whole = sentences.filter((words) => words.length >= 4);
  expect(whole.length).toBeGreaterThan(100);
  const words = whole.flat();
  const heard = words.reduce((sum, word) => sum + syllables(word), 0);
  const grade = 0.39 * (words.length / whole.length) + 11.8 * (heard / words.length) - 15.59;
  expect(grade, "Flesch-Kincaid grade").toBeLessThan(7);
});
