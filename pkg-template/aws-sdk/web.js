// For browsers, and whatever else has the streams of the web.
import { handlerWith } from "./handler.js";

export const requestHandler = handlerWith((text) => new Blob([text]).stream());
