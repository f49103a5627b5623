import { backendOver, transportOfThisPage } from "@/backend";
import { signedOnCode } from "@/session";
import { gatekeeper } from "@/session/gatekeeper";
import { startApp } from "@/start";

startApp(backendOver(transportOfThisPage(), signedOnCode, gatekeeper), "#app");
