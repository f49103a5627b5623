import type { Path, Shape } from "./shape";
import type { zhCN } from "./zh-CN";

export type Catalogue = Shape<typeof zhCN>;
export type TextKey = Path<Catalogue>;
export type WordGroup = keyof Catalogue["words"];
