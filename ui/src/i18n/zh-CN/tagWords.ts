import type * as wire from "@/backend";

/** The words of the health tags and of the line at the gate. */
export default {
  tagState: { active: "有效", left: "已离场", void: "已作废", lost: "已挂失" } satisfies Record<wire.TagState, string>,
  tagAnswer: {
    valid: "当日有效",
    of_another_day: "非当日标识",
    void: "已作废",
    lost: "已挂失",
    unknown: "无此标识",
    mistyped: "编码有误",
    left_now: "离场已登记",
    returned_now: "返回已登记",
    already_outside: "此前已离场",
    already_inside: "本来就在场",
    other_centre: "其他中心的标识",
  } satisfies Record<wire.TagAnswer, string>,
  scanPurpose: { look: "查验", leave: "离场", return: "返回" } satisfies Record<wire.ScanPurpose, string>,
  passage: { leave: "离场", return: "返回", closing: "清场离场" } satisfies Record<wire.TagView["passages"][number]["kind"], string>,
  tagLayout: { roll58: "58 毫米卷纸", roll80: "80 毫米卷纸", a4: "A4 纸" } satisfies Record<wire.TagLayout, string>,
  printState: { queued: "待确认", printed: "已打出", failed: "打印失败" } satisfies Record<wire.PrintState, string>,
  queueAlarm: { none: "来得及", soon: "余量不多", late: "已来不及" } satisfies Record<wire.QueueAlarm, string>,
};
