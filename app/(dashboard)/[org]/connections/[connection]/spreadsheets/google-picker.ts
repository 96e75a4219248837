import type { PickerAccess } from "@/lib/services/connections/open-picker";

export interface PickedFile {
  readonly id: string;
  readonly name: string;
}

/** What Google's dialog tells; only `picked` brings files. */
interface PickerAnswer {
  readonly action: string;
  readonly docs?: readonly PickedFile[];
}

/** As much of Google's script as we call: https://developers.google.com/workspace/drive/picker/reference */
interface PickerBuilder {
  addView(view: unknown): PickerBuilder;
  enableFeature(feature: string): PickerBuilder;
  setOAuthToken(token: string): PickerBuilder;
  setAppId(appId: string): PickerBuilder;
  setOrigin(origin: string): PickerBuilder;
  setCallback(heard: (answer: PickerAnswer) => void): PickerBuilder;
  build(): { setVisible(isVisible: boolean): void };
}

interface PickerApi {
  readonly PickerBuilder: new () => PickerBuilder;
  readonly DocsView: new (viewId: string) => unknown;
  readonly ViewId: { readonly SPREADSHEETS: string };
  readonly Feature: { readonly MULTISELECT_ENABLED: string };
}

interface GoogleGlobals {
  readonly gapi?: { load(name: "picker", loaded: () => void): void };
  readonly google?: { readonly picker?: PickerApi };
}

/** Opens Google's dialog; answers the files that were picked, none if it was closed. Rejects if it cannot be loaded. */
export async function pickSpreadsheets({
  scriptUrl,
  appId,
  token,
}: PickerAccess): Promise<readonly PickedFile[]> {
  const { DocsView, Feature, PickerBuilder, ViewId } = await loaded(scriptUrl);
  return new Promise((resolve) => {
    const builder = new PickerBuilder()
      .addView(new DocsView(ViewId.SPREADSHEETS))
      .enableFeature(Feature.MULTISELECT_ENABLED)
      .setOAuthToken(token)
      .setOrigin(window.location.origin)
      .setCallback(({ action, docs = [] }) => {
        if (action === "picked") resolve(docs.map(({ id, name }) => ({ id, name })));
        if (action === "cancel") resolve([]);
      });
    (appId === null ? builder : builder.setAppId(appId)).build().setVisible(true);
  });
}

/** Google's script, loaded when it is first needed and not before. */
async function loaded(scriptUrl: string): Promise<PickerApi> {
  const globals = window as unknown as GoogleGlobals;
  if (!globals.gapi) await run(scriptUrl);
  await new Promise<void>((resolve, reject) => {
    if (globals.gapi) globals.gapi.load("picker", resolve);
    else reject(new Error("the script is not Google's"));
  });
  if (!globals.google?.picker) throw new Error("the dialog was not loaded");
  return globals.google.picker;
}

function run(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement("script"), { src, onload: () => resolve() });
    script.onerror = () => {
      script.remove();
      reject(new Error("the script did not come"));
    };
    document.head.append(script);
  });
}
