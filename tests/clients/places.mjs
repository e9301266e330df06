// Where things are, and the environment in which clients run.
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = resolve(fileURLToPath(import.meta.url), "../../..");
export const PYTHON = join(ROOT, ".venv", "bin", "python");

/** Programs are written below the root, where Node finds the SDK. */
export const WORK = join(ROOT, "build", "clients");

export const ACCESS_KEY = "AKIDEXAMPLE";
export const SECRET_KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/** Nothing of the machine's own set-up is seen, and a time zone far from UTC shows who reads a time as local. */
export const environment = {
  PATH: `${join(ROOT, ".venv", "bin")}:${process.env.PATH}`,
  HOME: join(WORK, "home"),
  LANG: "C.UTF-8",
  TZ: "Asia/Kolkata",
  AWS_ACCESS_KEY_ID: ACCESS_KEY,
  AWS_SECRET_ACCESS_KEY: SECRET_KEY,
  HUAWEICLOUD_SDK_SK: SECRET_KEY,
  HUAWEICLOUD_SDK_DOMAIN_ID: "a-domain_id",
  AWS_EC2_METADATA_DISABLED: "true",
  AWS_CONFIG_FILE: "/dev/null",
  AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
  AWS_MAX_ATTEMPTS: "1",
  AWS_PAGER: "",
  NODE_NO_WARNINGS: "1", // of the SDK, that it will want a newer Node one day
  NO_PROXY: "127.0.0.1",
  PYTHONDONTWRITEBYTECODE: "1",
};
