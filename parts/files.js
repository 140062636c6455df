// Pictures and files: choosing, dropping, pasting; cleaned on the device, sent with progress, shown again.

import { access, session } from './desk.js';
import { Sheet, make } from './sheet.js';
import { cleaned } from './strip.js';
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
  take(files);
  return sheet;
}

async function send(sheet, list, file, policy) {
  const { w } = sheet;
  const line = make('li', {});
  list.append(line);
  const name = file.name || 'screenshot.png';
  const blob = await cleaned(file, policy.kinds, policy.bytes);
  if (!blob) {
    line.textContent = fill(blob === null ? w.too_big : w.bad_kind, { name });
    return sheet.say(line.textContent);
  }
  const named = blob.type === 'image/jpeg' ? name.replace(/\.\w+$/, '.jpg') : name;
  return upload(sheet, line, blob, named);
}

/** `fetch` tells nothing of an upload's progress. */
function upload(sheet, line, blob, name) {
  const { host, w } = sheet;
  const { desk, token, conversation } = access(host);
  const bar = make('progress', { max: 100, value: 0, 'aria-label': fill(w.uploading, { name }) });
  line.replaceChildren(`${fill(w.uploading, { name })} `, bar);
  const call = new XMLHttpRequest();
  call.open('POST', `${desk}v1/conversations/${conversation}/files?name=${encodeURIComponent(name)}`);
  call.setRequestHeader('Authorization', `Bearer ${token}`);
  call.responseType = 'json';
  call.upload.onprogress = ({ loaded, total }) => (bar.value = (100 * loaded) / total);
  call.onloadend = () => {
    const { status, response } = call;
    if (status >= 200 && status < 300 && response?.file) {
      line.replaceChildren(fill(w.uploaded, response));
      sheet.say(fill(w.uploaded, response));
      return host.attach(response.file, response.name, response.kind, response.bytes);
    }
    const why = response?.message ? fill(w.refused, { why: response.message }) : fill(w.upload_failed, { name });
    // The same bytes are the same file: another try doubles nothing.
    const again = make('button', { type: 'button', className: 'button', onclick: () => upload(sheet, line, blob, name) }, w.again);
    line.replaceChildren(`${why} `, again);
    return sheet.say(why);
  };
  call.send(blob);
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
