// Every command, in the order of the help. A further one is a module and a line.
import { build } from "./build.mjs";
import { check } from "./check.mjs";
import { convert } from "./convert.mjs";
import { describe } from "./describe.mjs";
import { hash } from "./hash.mjs";
import { operations } from "./operations.mjs";
import { sample } from "./sample.mjs";
import { serve } from "./serve.mjs";
import { snippet } from "./snippet.mjs";

/** @type {Record<string, import("./arguments.mjs").Command>} */
export const COMMANDS = { check, hash, build, snippet, convert, operations, describe, sample, serve };
