// The parts of the panel that few people need: fetched by the shell when somebody wants one. They are written without
// the widget's program, so that a message can be left where it cannot run.

import { erase, rating, save } from './after.js';
import { errand, run } from './desk.js';
import { family, join, leave, remove } from './family.js';
import { attach, file, photo } from './files.js';
import { callback, message } from './leave.js';

const PARTS = { attach, callback, erase, family, file, join, leave, message, photo, photos: run, rating, remove, save };

/** Opens a part in `place`. */
export const open = (host, place, name, ...details) => PARTS[name](host, place, ...details);

export { errand, run };
