import type * as wire from "@/backend";

/** What the commands of the papers do. */
export const paperCommands = {
  papers_list: "查看当日文书",
  papers_typefaces: "查看本机字体",
  papers_pages: "排版文书",
  papers_save: "另存文书",
  papers_print_begin: "提出打印文书",
  papers_print_end: "确认文书打印结果",
  papers_batch_start: "批量另存告知书",
  papers_batch: "查看批量另存",
  papers_batch_cancel: "停止批量另存",
};

/** The words of the papers of a day. */
export default {
  paperKind: {
    agency_notice: "开标进场告知书（附健康调查表）",
    call_record: "电话提醒记录单",
    call_list: "电话提醒记录单（手工填写）",
    door_signs: "门牌",
    seat_cards: "席卡",
    agency_sign_in: "代理机构签到表",
    bidder_sign_in: "投标人签到表",
    hand_in_register: "投标文件递交登记表",
    gate_register: "进场登记表",
    refusal_letter_unit: "劝返通报函（致所在单位）",
    refusal_letter_town: "劝返通报函（致居住地镇街）",
    hand_over_minute: "投标文件门口交接记录",
    group_proof: "虚拟化组合核对单",
    trolley_slips: "周转车单",
    room_timetables: "评标室时间表",
  } satisfies Record<wire.PaperKind, string>,
  paperWay: { print: "打印", save: "另存", batch: "批量另存" } satisfies Record<wire.PaperWay, string>,
  paperObstacle: {
    no_room: "尚未安排开标室，请先到“场次”安排",
    session_cancelled: "场次已取消，不再出具",
    no_session: "没有需要告知的场次",
    not_opened: "开标后方可出具",
    no_group: "开标后尚未按实际家数编排评标室，请先编排",
    nothing_carried: "电子评标，无标书周转",
  } satisfies Record<wire.PaperObstacle, string>,
};
