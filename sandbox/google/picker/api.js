/** Stands in for https://apis.google.com/js/api.js, as far as an application picks spreadsheets with it. */
(() => {
  const home = new URL(document.currentScript.src).origin;

  class DocsView {
    constructor(viewId) {
      this.viewId = viewId;
    }
    setMimeTypes() {
      return this;
    }
    setIncludeFolders() {
      return this;
    }
  }

  /** Each setter answers the builder, as the real one's do. */
  class PickerBuilder {
    asked = { views: [], features: [] };
    addView(view) {
      this.asked.views.push(view.viewId ?? view);
      return this;
    }
    enableFeature(feature) {
      this.asked.features.push(feature);
      return this;
    }
    setOAuthToken(token) {
      this.asked.token = token;
      return this;
    }
    setAppId(appId) {
      this.asked.appId = appId;
      return this;
    }
    setOrigin(origin) {
      this.asked.origin = origin;
      return this;
    }
    setTitle(title) {
      this.asked.title = title;
      return this;
    }
    setDeveloperKey() {
      return this;
    }
    setCallback(callback) {
      this.callback = callback;
      return this;
    }
    build() {
      return new Picker(this.asked, this.callback ?? (() => {}));
    }
  }

  /** The dialog is a page of Google's in a frame. The token goes there by message, so no address ever holds it. */
  class Picker {
    constructor(asked, callback) {
      this.frame = document.createElement("iframe");
      this.frame.title = "Google Picker";
      const origin = asked.origin ?? location.origin;
      this.frame.src = `${home}/picker/dialog.html?origin=${encodeURIComponent(origin)}`;
      Object.assign(this.frame.style, {
        ...{ position: "fixed", inset: "10% 20%", width: "60%", height: "80%", zIndex: "1000" },
        ...{ border: "1px solid #888", borderRadius: "8px", background: "#fff", colorScheme: "light" },
      });
      this.heard = ({ source, data }) => {
        if (source !== this.frame.contentWindow) return;
        if (data.action === "ready") this.frame.contentWindow.postMessage(asked, home);
        else this.end(data, callback);
      };
    }
    end(data, callback) {
      if (data.action !== "loaded") this.dispose();
      callback(data);
    }
    setVisible(isVisible) {
      if (!isVisible) return this.dispose();
      addEventListener("message", this.heard);
      document.body.append(this.frame);
    }
    isVisible() {
      return this.frame.isConnected;
    }
    dispose() {
      removeEventListener("message", this.heard);
      this.frame.remove();
    }
  }

  const picker = {
    ...{ DocsView, PickerBuilder },
    ViewId: { DOCS: "all", SPREADSHEETS: "spreadsheets" },
    Action: { LOADED: "loaded", PICKED: "picked", CANCEL: "cancel" },
    Feature: { MULTISELECT_ENABLED: "multiselectEnabled", NAV_HIDDEN: "navHidden" },
  };

  window.gapi = {
    load(name, done) {
      if (name === "picker") window.google = { ...window.google, picker };
      setTimeout(typeof done === "function" ? done : done.callback);
    },
  };
})();
