import { hash } from "node:crypto";

/** Into how many parts locators are dealt, where a kind compares part by part. */
export const PARTITIONS = 1024;

/** The part of a locator, 0 to 1023: the first ten bits of the MD5 of its UTF-8 text. */
export const partitionOf = (locator: string): number =>
  Number.parseInt(hash("md5", locator, "hex").slice(0, 3), 16) >> 2;
