import { backendOver, transportOfThisPage } from "@/backend";
import { signedOnCode } from "@/session";
import { startApp } from "@/start";

startApp(backendOver(transportOfThisPage(), signedOnCode), "#app");
