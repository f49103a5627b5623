import type * as wire from "@/backend";

/** Words of the closed lists of rooms and groups. */
export default {
  roomState: {
    held: "占用待放行",
    released: "放行",
    camera_fault: "摄像故障",
    camera_mended: "摄像修复",
    recording_fault: "录像故障",
    recording_mended: "录像修复",
    network_fault: "网络故障",
    network_mended: "网络修复",
    power_fault: "断电",
    power_mended: "来电",
  } satisfies Record<wire.RoomStateKind, string>,
  roundKind: { timed: "每日定时", before: "会前", after: "会后" } satisfies Record<wire.RoundKind, string>,
  roundStanding: { waiting: "未到时", due: "应做", overdue: "逾期", done: "已做", late: "迟做", missed: "未做" } satisfies Record<wire.RoundStanding, string>,
  cleaningMethod: { wipe: "擦拭", mop: "拖拭", spray: "喷洒", ultraviolet: "紫外线", air: "仅通风" } satisfies Record<wire.CleaningMethod, string>,
  projectKind: {
    tender: "依法招标（五人以上单数，专家三分之二）",
    government_procurement: "政府采购",
    government_procurement_large: "政府采购（大额、复杂）",
  } satisfies Record<wire.GroupView["ruleSet"], string>,
  planLevel: { unplaced: "排不下的场次", rooms: "房间数", spread: "步行合计", finish: "结束时间" } satisfies Record<wire.LevelStatus["level"], string>,
  planCause: {
    planned: "排定",
    room_lost: "房间停用",
    camera_lost: "摄像故障",
    member_replaced: "更换成员",
    bids_dropped: "份数减少",
    more_time: "延长时限",
  } satisfies Record<wire.GroupView["cause"], string>,
  groupEvent: {
    camera_lost: "摄像故障",
    room_lost: "房间停用",
    member_replaced: "更换成员",
    bids_dropped: "标书减少",
    more_time: "表决延长",
  } satisfies Record<wire.GroupEvent["kind"], string>,
  groupState: {
    planned: "待签到",
    signing_in: "签到中",
    running: "审阅中",
    discussion: "合议中",
    finished: "已结束",
  } satisfies Record<wire.GroupDayView["state"], string>,
  batchPlace: { shelf: "在架", going: "送往", room: "在室", coming: "回架中", done: "审毕" } satisfies Record<wire.DayBatch["place"], string>,
  conflictKind: {
    overlap: "重叠",
    buffer: "消毒不足",
    not_released: "未放行",
    outside_hours: "不开放",
    amended_after_call: "通知后变更",
  } satisfies Record<wire.ConflictKind, string>,
  roomUsePart: { opening: "开标", evaluation: "评标", spare: "备用", scheduled: "评标（待组合）" } satisfies Record<wire.RoomUsePart, string>,
  breakKind: { meal: "用餐", rest: "休息" } satisfies Record<wire.BreakKind, string>,
  bookingPart: { opening: "开标", evaluation: "评标", spare: "备用" },
};
