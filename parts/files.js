// Pictures and files: choosing, dropping, pasting; cleaned on the device, sent with progress, shown again.

import { access, errand, onTheWay, session, uuid } from './desk.js';
import { Sheet, make } from './sheet.js';
import { cleaned } from './strip.js';
import { forgetFile, keep, left } from './upload.js';
import { fill } from './words.js';

export async function attach(host, place, ...files) {
  const sheet = new Sheet(host, place, (w) => w.attach);
  const { w } = sheet;
  if (!access(host).conversation) return sheet.say(w.person_first);
  let policy;
  try {
    policy = (await session(host)).files || { most: 0 };
  } catch {
    return sheet.say(w.offline);
  }
  if (!policy.most) return sheet.say(w.no_files);
  sheet.text(fill(w.limits, { mb: Math.floor(policy.bytes / 1048576) || 1, most: policy.most })).text(w.strip);
  const input = make('input', { type: 'file', multiple: true, accept: `${policy.kinds.join(',')},image/*`, id: 'chosen', className: 'vh' });
  const list = make('ul', { className: 'uploads' });
  const take = (chosen) => [...chosen].forEach((file) => send(sheet, list, file, policy));
  input.addEventListener('change', () => {
    take(input.files);
    input.value = '';
  });
  sheet.add(input, make('label', { for: 'chosen', className: 'button' }, w.choose), list);
  for (const [id, kept] of await left(host, onTheWay(host))) {
    const line = make('li', {});
    list.append(line);
    refused(sheet, line, id, kept, fill(w.upload_failed, kept));
  }
  take(files);
  return sheet;
}

/** What a desk takes, as long as it has not said otherwise. */
const PICTURES = ['image/jpeg', 'image/png', 'image/webp'];
const MOST = 5242880;

/** A picture that a form asks for: kept on the device until there is a conversation that it belongs to. */
export function photo(host, place) {
  const sheet = new Sheet(host, place, (w) => w.attach);
  const { w } = sheet;
  const input = make('input', { type: 'file', accept: 'image/*', id: 'chosen', className: 'vh' });
  input.addEventListener('change', async () => {
    const [file] = input.files;
    const blob = await cleaned(file, PICTURES, MOST);
    if (!blob) return sheet.say(fill(blob === null ? w.too_big : w.bad_kind, file));
    const name = blob.type === 'image/jpeg' ? file.name.replace(/\.\w+$/, '.jpg') : file.name;
    const id = uuid();
    await keep(host, id, { key: access(host).key, name, blob });
    errand(host, `v1/conversations/{}/files?name=${encodeURIComponent(name)}`, undefined, { file: id });
    sheet.close();
    return host.photographed(name);
  });
  return sheet.text(w.strip).add(input, make('label', { for: 'chosen', className: 'button' }, w.choose));
}

async function send(sheet, list, file, policy) {
  const { host, w } = sheet;
  const line = make('li', {});
  list.append(line);
  const name = file.name || 'screenshot.png';
  const blob = await cleaned(file, policy.kinds, policy.bytes);
  if (!blob) {
    line.textContent = fill(blob === null ? w.too_big : w.bad_kind, { name });
    return sheet.say(line.textContent);
  }
  const named = blob.type === 'image/jpeg' ? name.replace(/\.\w+$/, '.jpg') : name;
  const { key, conversation } = access(host);
  const [id, kept] = [uuid(), { key, conversation, name: named, blob }];
  await keep(host, id, kept);
  return go(sheet, line, id, kept);
}

/** What is kept goes to the desk, in this page or a later one. */
async function go(sheet, line, id, kept) {
  const { host, w } = sheet;
  const { name } = kept;
  const bar = make('progress', { max: 100, value: 0, 'aria-label': fill(w.uploading, { name }) });
  line.replaceChildren(`${fill(w.uploading, { name })} `, bar);
  const watch = {
    progress: (percent) => (bar.value = percent),
    later() {
      line.replaceChildren(fill(w.file_kept, { name }));
      sheet.say(line.textContent);
    },
  };
  const path = `v1/conversations/${kept.conversation || access(host).conversation}/files?name=${encodeURIComponent(name)}`;
  const { answer, error } = await errand(host, path, undefined, { file: id, watch });
  if (answer) {
    line.replaceChildren(fill(w.uploaded, answer));
    return sheet.say(line.textContent);
  }
  refused(sheet, line, id, kept, error.status ? fill(w.refused, { why: error.message }) : fill(w.upload_failed, { name }));
  return sheet.say(line.firstChild.textContent);
}

/** Not taken: again, or not at all. */
function refused(sheet, line, id, kept, why) {
  const { host, w } = sheet;
  const button = (text, onclick) => make('button', { type: 'button', className: 'button', onclick }, text);
  const again = button(w.again, () => go(sheet, line, id, kept));
  const drop = button(w.drop, async () => {
    await forgetFile(host, id);
    line.remove();
  });
  line.replaceChildren(`${why} `, again, drop);
}

/** Shows a file of the conversation. Drawn, not linked: the page's policy may forbid pictures from anywhere else. */
export async function file(host, place, id, kind, name) {
  const sheet = new Sheet(host, place, () => name);
  const { w } = sheet;
  sheet.say(w.opening);
  const { desk, token, conversation } = access(host);
  try {
    const answer = await fetch(`${desk}v1/conversations/${conversation}/files/${id}`, { headers: { Authorization: `Bearer ${token}` } });
    if (!answer.ok) throw new Error(String(answer.status));
    const blob = await answer.blob();
    if (/^image\//.test(kind)) {
      const picture = await createImageBitmap(blob);
      const canvas = make('canvas', { width: picture.width, height: picture.height, className: 'shown', role: 'img', 'aria-label': name });
      canvas.getContext('2d').drawImage(picture, 0, 0);
      sheet.add(canvas);
    }
    const href = URL.createObjectURL(blob);
    sheet.onclose = () => URL.revokeObjectURL(href);
    sheet.add(make('a', { className: 'button', href, download: name }, w.download));
    sheet.say('');
  } catch {
    sheet.say(w.offline);
  }
}
