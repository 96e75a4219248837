import { createHash } from "node:crypto";

/** Into how many parts locators are dealt, where a kind compares part by part. */
export const PARTITIONS = 1024;

/** The part of a locator, 0 to 1023: the first ten bits of the MD5 of its UTF-8 text. */
export const partitionOf = (locator: string): number =>
  createHash("md5").update(locator, "utf8").digest().readUInt16BE(0) >> 6;
