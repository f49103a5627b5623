export default {
  title: "已锁屏",
  told: "屏幕下的工作保持原样，未作任何改动。请本人输入口令继续。",
  password: "口令",
  unlock: "解锁",
  handOver: "换人登录",
  handOverTold: "换人登录后，未保存的内容不再保留。",
  now: "锁屏",
};
