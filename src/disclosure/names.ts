/** Names of persons, taken from where a form asks for them, so that they can be found where they must not stand. */

/** Surnames of nearly everybody: among other words only what begins with one is taken for a name. */
const SURNAMES = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆卓古吉缪简车项连芦麦褚娄窦戚岑景宫费卜冷晏席卫米柏宗瞿桂佟应臧闵苟邬边卞姬师仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝',
);
const DOUBLE_SURNAMES = [
  '欧阳',
  '上官',
  '司马',
  '诸葛',
  '东方',
  '皇甫',
  '尉迟',
  '公孙',
  '慕容',
  '令狐',
  '夏侯',
  '司徒',
];
/** How units and posts end, as a name hardly ever does. */
const UNIT = /[局处科室厅院部委办所组校]$/;
const POST = /[长员任记授师人位级务区县市镇乡会站队司厂店]$/;
/** What is written in place of a name, and everyday words that a name may be too. */
const WORDS = new Set(
  '单位 个人 本人 集体 全体 学校 同上 不详 保密 匿名 和平 建设 文明 高明 平安 安全 方向 方案 方法 方面 成功 成果 任务 时间 项目 程序 明确 全面 严格 应急 管理 连续 关系 文化 文件 高效 高度 金融 石油 江苏 安徽 党员 群众 干部'.split(
    ' ',
  ),
);
/** Words that end like a post are one. */
const TITLED =
  /(?:主任|书记|主席|经理|委员|科员|职员|教授|讲师|[处科厅]级|[局处科院部校队所站厂镇乡县市]长)$/;
/** Letters that are written in place of a name, or of a part of one. */
const MASK = /[某×＊*○〇]/;
const TITLE = /(?:同志|先生|女士|老师|本人|等人|等)$/;
/** A post that stands before the name without a space. */
const POST_BEFORE =
  /^.*(?:主任|书记|主席|经理|委员|教授|[局处科院部校队所站厂镇乡县市]长)(?=\p{Script=Han}{2,3}$)/u;

/**
 * The names in a text of which it is known that it names persons: 张三丰、李四.
 * @param mixed it says units and posts too: 某局局长 张三丰
 */
export function personNames(text: string, mixed: boolean): string[] {
  // 王　强: two characters are written apart, to be as wide as three.
  const joined = text
    .normalize('NFKC')
    .replace(/(?<![^\s,，、；;。])(\p{Script=Han})\s+(\p{Script=Han})(?![^\s,，、；;。])/gu, '$1$2');
  return joined
    .split(/[\s,，、；;。:：()/\d-]+/)
    .map((word) => (mixed ? word.replace(POST_BEFORE, '') : word).replace(TITLE, ''))
    .filter((word) => isName(word, mixed));
}

function isName(word: string, mixed: boolean): boolean {
  if (MASK.test(word) || WORDS.has(word)) return false;
  if (/^\p{Script=Han}{2,}[·•]\p{Script=Han}{2,}/u.test(word)) return true;
  if (!/^\p{Script=Han}{2,4}$/u.test(word) || TITLED.test(word) || (word.length > 2 && UNIT.test(word)))
    return false;
  if (!mixed) return true;
  if (UNIT.test(word) || POST.test(word)) return false;
  const [surname = ''] = word;
  return (
    (word.length < 4 && SURNAMES.has(surname)) ||
    (word.length > 2 && DOUBLE_SURNAMES.includes(word.slice(0, 2)))
  );
}

/** Whether a text holds one of these names. */
export function holdsName(text: string, names: Iterable<string>): boolean {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  for (const name of names) if (plain.includes(name)) return true;
  return false;
}
