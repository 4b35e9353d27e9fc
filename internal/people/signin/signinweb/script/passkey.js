// Makes and uses passkeys. The forms stay hidden where the browser knows none.
const store = window.PublicKeyCredential;
const able = store?.parseCreationOptionsFromJSON && store.parseRequestOptionsFromJSON && navigator.credentials;

async function post(address, body) {
  const reply = await fetch(address, {
    method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body),
  });
  const answer = await reply.json();
  if (!reply.ok) throw new Error(answer.detail);
  return answer;
}

const ceremonies = {
  add: (options) => navigator.credentials.create({ publicKey: store.parseCreationOptionsFromJSON(options) }),
  enter: (options) => navigator.credentials.get({ publicKey: store.parseRequestOptionsFromJSON(options) }),
};

async function run(form) {
  const { ceremony, options } = await post(form.dataset.options, {});
  const credential = await ceremonies[form.dataset.passkey](options);
  const said = Object.fromEntries(new FormData(form));
  const { go } = await post(form.action, { ...said, ceremony, response: credential.toJSON() });
  location.assign(go);
}

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  form.closest("[data-when-able]").hidden = false;
  const told = form.querySelector("[role=alert]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    told.textContent = "";
    try {
      await run(form);
    } catch (fault) {
      const known = fault instanceof DOMException ? form.dataset.cancelled : fault.message;
      told.textContent = known || form.dataset.cancelled;
    }
  });
}
