// The parts of the panel that few people need: fetched by the shell when somebody wants one. They are written without
// the widget's program, so that a message can be left where it cannot run.

import { erase, rating, save } from './after.js';
import { errand, run } from './desk.js';
import { easy } from './easy.js';
import { family, join, leave, remove } from './family.js';
import { attach, file, photo } from './files.js';
import { help, keys, obey } from './keys.js';
import { language } from './language.js';
import { callback, message } from './leave.js';
import { speak } from './voice.js';
import { load } from './words.js';

const PARTS = { attach, callback, command: (host, place, which) => obey(host, which), erase, family, file, help, join, language, leave, message, photo, photos: run, rating, remove, save, voice: speak };

/** Opens a part in `place`. */
export async function open(host, place, name, ...details) {
  await load(host);
  PARTS[name](host, place, ...details);
}

export { easy, errand, keys, run };
