import type { Catalogue } from "../catalogue";

export default {
  title: "Locked",
  told: "What is beneath stays as it is. Give your password to go on.",
  password: "Password",
  unlock: "Unlock",
  handOver: "Somebody else signs in",
  handOverTold: "What was not saved is given up then.",
  now: "Lock the screen",
} satisfies Catalogue["lock"];
