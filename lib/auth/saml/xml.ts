import { DOMParser, type Element, onWarningStopParsing } from "@xmldom/xmldom";

export const ASSERTION_NS = "urn:oasis:names:tc:SAML:2.0:assertion";
export const PROTOCOL_NS = "urn:oasis:names:tc:SAML:2.0:protocol";
export const SIGNATURE_NS = "http://www.w3.org/2000/09/xmldsig#";

/** The document's element; null for what is not well-formed in every respect. */
export function rootOf(xml: string): Element | null {
  try {
    const document = new DOMParser({ onError: onWarningStopParsing }).parseFromString(xml, "text/xml");
    return document.documentElement;
  } catch {
    return null;
  }
}

/** The element's own children, never deeper ones. */
export const elementsIn = (parent: Element): Element[] => [...parent.childNodes].filter(isElement);

export const childrenOf = (parent: Element, namespace: string, name: string): Element[] =>
  elementsIn(parent).filter((child) => child.namespaceURI === namespace && child.localName === name);

/** The one child of that name; null for none and for several. */
export function onlyChild(parent: Element, namespace: string, name: string): Element | null {
  const [child, ...others] = childrenOf(parent, namespace, name);
  return child && others.length === 0 ? child : null;
}

/** Every element below, whatever its namespace. */
export const allNamed = (root: Element, name: string): Element[] => [
  ...root.getElementsByTagNameNS("*", name),
];

/** What is written in an element that holds text only; null for one that holds elements. */
export const textOf = (element: Element): string | null =>
  elementsIn(element).length > 0 ? null : (element.textContent ?? "").trim();

const isElement = (node: { readonly nodeType: number }): node is Element => node.nodeType === 1;
