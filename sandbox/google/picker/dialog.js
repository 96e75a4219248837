/** The dialog's page: what the token's person has, and what is picked of it. */
const origin = new URLSearchParams(location.search).get("origin");
const tell = (message) => parent.postMessage(message, origin);
const form = document.querySelector("form");
const list = document.querySelector("ul");

async function call(method, path, token, body) {
  const answer = await fetch(path, { method, headers: { authorization: `Bearer ${token}` }, body });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
  return answer.json();
}

function line(file, type) {
  const input = Object.assign(document.createElement("input"), { type, name: "id", value: file.id });
  const label = document.createElement("label");
  label.append(input, ` ${file.name}`);
  const item = document.createElement("li");
  item.append(label);
  return item;
}

async function begin({ token, appId = null, features }) {
  const type = features.includes("multiselectEnabled") ? "checkbox" : "radio";
  const { files } = await call("GET", "/picker/files", token);
  list.replaceChildren(...files.map((file) => line(file, type)));
  form.onsubmit = async (event) => {
    event.preventDefault();
    const ids = new FormData(form).getAll("id");
    if (event.submitter.value === "cancel" || ids.length === 0) return tell({ action: "cancel" });
    await call("POST", "/picker/picked", token, JSON.stringify({ ids, appId }));
    tell({ action: "picked", docs: files.filter(({ id }) => ids.includes(id)) });
  };
  tell({ action: "loaded" });
}

addEventListener("message", (event) => {
  if (event.source === parent && event.origin === origin) void begin(event.data);
});
tell({ action: "ready" });
