// From words to a command, and from errors to a sentence and an exit status.
import { didYouMean } from "../misuse.js";
import { version } from "../node.mjs";
import { parsed, WrongUse } from "./arguments.mjs";
import { COMMANDS } from "./commands.mjs";
import { helpOf, overview } from "./help.mjs";

const WRONG_WORDS = ["unknown-operation", "unknown-option", "wrong-argument"]; // the rest could not be done

export async function run(words, terminal) {
  try {
    await chosen(words, terminal);
  } catch (error) {
    if (!(error instanceof WrongUse) && error.code === undefined) throw error;
    const isMisuse = error instanceof WrongUse || WRONG_WORDS.includes(error.code);
    terminal.complain(error.message);
    terminal.leaveWith(isMisuse ? 2 : 1);
  }
}

async function chosen([name, ...rest], terminal) {
  if (name === undefined) {
    throw new WrongUse("say what to do, such as `cloud-dryrun serve`; --help lists it all");
  }
  if (name === "--version" || name === "-V") return terminal.write(`${version()}\n`);
  if (name === "--help" || name === "-h" || (name === "help" && rest.length === 0)) {
    return terminal.write(overview(COMMANDS));
  }
  if (name === "help") return terminal.write(helpOf(rest[0], commandCalled(rest[0])));
  const command = commandCalled(name);
  const { help, options, words } = parsed(name, command, rest);
  if (help) return terminal.write(helpOf(name, command));
  await command.run({ words, options, terminal });
}

function commandCalled(name) {
  if (Object.hasOwn(COMMANDS, name)) return COMMANDS[name];
  const known = [...Object.keys(COMMANDS), "--help", "--version"];
  const what = name.startsWith("-") ? "option" : "command";
  throw new WrongUse(`there is no ${what} \`${name}\`${didYouMean(name, known)}`);
}
