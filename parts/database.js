// The browser's database `renzai`: keys, and files that are on their way. Opened for one piece of work at a time, so that no
// tab keeps another from it.

/** Does something with a store of the database; `undefined` where there is none, or where it will not have it. */
export const inDatabase = (name, act) =>
  new Promise((done) => {
    // What goes wrong in an event of the browser would be an error of the merchant's page.
    const carefully = (then) => {
      try {
        then();
      } catch {
        done();
      }
    };
    carefully(() => {
      const opening = indexedDB.open('renzai', 2);
      opening.onupgradeneeded = () => {
        const made = opening.result;
        ['files', 'keys'].forEach((store) => made.objectStoreNames.contains(store) || made.createObjectStore(store));
      };
      opening.onerror = () => done();
      opening.onsuccess = () => {
        const database = opening.result;
        let asked;
        carefully(() => {
          const change = database.transaction(name, 'readwrite');
          change.oncomplete = () => done(asked?.result);
          change.onabort = () => done();
          asked = act(change.objectStore(name));
        });
        database.close();
      };
    });
  });
