import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { listFiles } from '../../scripts/effects.ts';
import { addDays, type Day } from '../../src/core/workdays.ts';
import { CALENDAR_FILE, NOTICE_FOLDER, type NoticeFile, readCalendar } from '../../src/register/calendar.ts';
import { type NoticeDay, readNotice } from '../../src/register/notice.ts';
import { doubtsOf } from '../../src/register/notice-doubts.ts';
import { realCalendar } from '../corpus.ts';

const table = readFileSync(CALENDAR_FILE, 'utf8');
const HEAD = '日期,类别,节日,依据\n';

/** Invented notices in the form of the real ones, for years of which nobody knows the days yet. */
const FIXTURES = 'test/fixtures/calendar';
const invented = (name: string): NoticeFile => ({
  file: `${NOTICE_FOLDER}/${name}`,
  text: readFileSync(`${FIXTURES}/${name}`, 'utf8'),
});
const NOTICE_2027 = invented('2027.txt').text;

/** The rows of calendar.csv that say the same as a notice. */
function rowsOf({ file, text }: NoticeFile): string {
  const { notice } = readNotice(text, file);
  return (notice?.days ?? [])
    .map(({ day, working, holidays }) =>
      [
        day,
        working ? '调休上班' : '休息日',
        // The table writes 清明, 端午 and 中秋.
        holidays[0]?.replace(/^(清明|端午|中秋)节$/, '$1'),
        `${notice?.notice.number}\n`,
      ].join(','),
    )
    .join('');
}

const FILE_2027 = 'data/calendar/notices/2027.txt';

/** An invented notice for 2037 that holds one item of our own beside six plain ones. */
function withItem(item: string): NoticeFile {
  const rest: Record<string, string> = {
    元旦: '1月1日放假，共1天。',
    春节: '2月16日至19日放假，共4天。',
    清明节: '4月6日放假，共1天。',
    劳动节: '5月1日至4日放假，共4天。',
    端午节: '6月19日放假，共1天。',
    中秋节: '9月25日放假，共1天。',
    国庆节: '10月1日至5日放假，共5天。',
  };
  const [label = ''] = item.split(/[：:]/);
  const lines = [
    '国务院办公厅关于2037年部分节假日安排的通知',
    '国办发明电〔2036〕99号',
    `一、${item}`,
    ...Object.entries(rest)
      .filter(([name]) => !label.includes(name))
      .map(([name, days]) => `二、${name}：${days}`),
  ];
  return { file: '2037.txt', text: lines.join('\n') };
}

/** The days of the first item, `+` for working days: 01-01 … */
function daysOf(item: string): string[] {
  const { file, text } = withItem(item);
  const { notice, findings } = readNotice(text, file);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  return (notice?.days ?? [])
    .filter(({ line }) => line === 3)
    .map(({ day, working }) => (working ? `+${day}` : day));
}

const daysFrom = (from: Day, count: number): Day[] =>
  Array.from({ length: count }, (_, i) => addDays(from, i));

describe('the invented notices', () => {
  test('are all understood', () => {
    const read = readdirSync(FIXTURES).map((name) => {
      const { file, text } = invented(name);
      expect(text, name).toContain('虚构');
      const { notice, findings } = readNotice(text, file);
      expect(findings, name).toEqual([]);
      return [name, notice?.kind, notice?.days.length, notice?.extensions.length];
    });
    expect(read.sort()).toEqual([
      ['2027.txt', 'yearly', 31, 0],
      ['2028-2.txt', 'change', 4, 0],
      ['2028.txt', 'yearly', 27, 0],
      ['2029-2.txt', 'extension', 0, 1],
      ['2029.txt', 'yearly', 20, 0],
    ]);
  });

  test('give exactly their days', () => {
    const { notice } = readNotice(NOTICE_2027, '2027.txt');
    expect(notice?.days.map(({ day, working }) => (working ? `+${day}` : day))).toEqual([
      ...daysFrom('2027-01-01', 3),
      ...daysFrom('2027-02-05', 7),
      '+2027-02-14',
      ...daysFrom('2027-04-03', 3),
      ...daysFrom('2027-05-01', 5),
      '+2027-05-08',
      '2027-06-09',
      '2027-09-15',
      '+2027-09-26',
      ...daysFrom('2027-10-01', 7),
      '+2027-10-09',
    ]);
  });

  test('every year names its notices, those of the table and those pasted', () => {
    const { calendar, findings } = readCalendar(table, CALENDAR_FILE, readdirSync(FIXTURES).map(invented));
    expect(findings).toEqual([]);
    const numbers = Array.from({ length: 12 }, (_, index) =>
      (calendar ?? realCalendar())
        .noticesOf(2019 + index)
        .map(({ number }) => number.replace('国办发明电', '')),
    );
    expect(numbers).toEqual([
      ['〔2018〕15号', '〔2019〕3号'],
      ['〔2019〕16号', '〔2020〕1号'],
      ['〔2020〕27号'],
      ['〔2021〕11号'],
      ['〔2022〕16号'],
      ['〔2023〕7号'],
      ['〔2024〕12号'],
      ['〔2025〕7号'],
      ['〔2026〕99号'],
      ['〔2027〕98号', '〔2028〕97号'],
      ['〔2028〕98号', '〔2029〕97号'],
      [],
    ]);
  });

  test('pasted or entered row by row, a year is the same', () => {
    const year = invented('2027.txt');
    const { calendar: pasted } = readCalendar(table, CALENDAR_FILE, [year]);
    const { calendar: entered, findings } = readCalendar(table + rowsOf(year), CALENDAR_FILE);
    expect(findings).toEqual([]);
    for (const day of daysFrom('2026-12-01', 420))
      expect(entered?.isWorkday(day), day).toBe(pasted?.isWorkday(day));
    expect(entered?.noticesOf(2027)).toEqual(pasted?.noticesOf(2027));
  });

  test('without any the table stands alone', async () => {
    expect(readCalendar(table, CALENDAR_FILE, []).findings).toEqual([]);
    expect(await listFiles('data/calendar/no-such-folder')).toEqual([]);
  });
});

describe('a notice pasted for the next year', () => {
  const withNext = (text: string) => readCalendar(table, CALENDAR_FILE, [{ file: FILE_2027, text }]);

  test('takes effect, with its number', () => {
    const before = realCalendar();
    expect(before.due('2026-12-28', { amount: 7, unit: 'workdays' })).toEqual({
      day: '2027-01-06',
      provisional: true,
    });
    const { calendar, findings } = withNext(NOTICE_2027);
    expect(findings).toEqual([]);
    expect(calendar?.lastYear).toBe(2027);
    // 1 January is off: a day later than Monday to Friday would give, and certain.
    expect(calendar?.due('2026-12-28', { amount: 7, unit: 'workdays' })).toEqual({
      day: '2027-01-07',
      provisional: false,
    });
    expect(calendar?.use('2027-09-24', { amount: 5, unit: 'workdays' })).toEqual({
      notices: ['国办发明电〔2026〕99号'],
      runs: [{ from: '2027-09-26', to: '2027-09-26', working: true }],
      decisive: true,
    });
    // The year after is as unknown as before.
    expect(calendar?.due('2027-12-28', { amount: 7, unit: 'workdays' }).provisional).toBe(true);
  });

  test('has no effect while one line cannot be read, and the year stays provisional', () => {
    const { calendar, findings } = withNext(NOTICE_2027.replace('放假1天，不调休', '放假一天半'));
    expect(findings.map(({ code, file, line, position }) => [code, file, line, position])).toEqual([
      ['calendar-notice', FILE_2027, 14, 19],
    ]);
    expect(calendar?.lastYear).toBe(2026);
    expect(calendar?.isWorkday('2027-01-01')).toBe(true);
    expect(calendar?.covers('2027-01-01')).toBe(false);
  });

  test('may come with other line ends, a byte order mark, half-width marks and notes of our own', () => {
    const text = `\uFEFF# 摘自中国政府网\r\n${NOTICE_2027.replaceAll('\n', '\r\n')
      .replaceAll('（', '(')
      .replaceAll('）', ')')
      .replaceAll('，', ',')
      .replaceAll('：', ': ')
      .replace('〔2026〕', '[2026]')
      .replace('5月1日', '５月１日')}`;
    const { calendar, findings } = withNext(text);
    expect(findings).toEqual([]);
    expect(calendar?.isWorkday('2027-05-03')).toBe(false);
    expect(calendar?.noticesOf(2027).map(({ number }) => number)).toEqual(['国办发明电〔2026〕99号']);
  });

  test('may come as a news agency prints it', () => {
    const title = '新华社北京11月4日电　国务院办公厅关于2027年部分节假日安排的通知，全文如下：';
    const { findings } = withNext(NOTICE_2027.replace(/国务院.+\n.+通知/, title));
    expect(findings).toEqual([]);
  });
});

describe('forms of words', () => {
  test.each([
    [
      '元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。',
      [...daysFrom('2037-01-01', 3), '+2037-01-04'],
    ],
    [
      '元旦：2036年12月31日至2037年1月2日放假调休，共3天。2036年12月28日（星期日）上班。',
      ['+2036-12-28', ...daysFrom('2036-12-31', 3)],
    ],
    ['元旦：1月1日放假1天。', ['2037-01-01']],
    ['元旦：1月1日（星期四）放假1天，不调休。', ['2037-01-01']],
    ['劳动节：5月1日放假。', ['2037-05-01']],
    ['劳动节：5月1日放假，与周末连休。', daysFrom('2037-05-01', 3)],
    ['清明节：4月6日放假，与周末连休。', daysFrom('2037-04-04', 3)],
    ['清明节：4月5日放假，4月6日（星期一）补休。', daysFrom('2037-04-05', 2)],
    [
      '劳动节：4月29日至5月3日放假调休，共5天。4月26日（星期天）、5月9日（星期六）上班',
      ['+2037-04-26', ...daysFrom('2037-04-29', 5), '+2037-05-09'],
    ],
    ['国庆节、中秋节：9月25日（周五）至10月4日（周日）放假调休，共10天。', daysFrom('2037-09-25', 10)],
    [
      '中秋节和国庆节：9月25日至27日、10月1日至7日放假，共10天。',
      [...daysFrom('2037-09-25', 3), ...daysFrom('2037-10-01', 7)],
    ],
    [
      '春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七，星期一）放假调休，共9天。鼓励在小年（2月10日）早些下班。',
      daysFrom('2037-02-15', 9),
    ],
  ])('%s', (item, days) => {
    expect(daysOf(item)).toEqual(days);
  });
});

describe('what cannot be read is reported where it stands', () => {
  test.each([
    ['元旦：1月1日（周五）放假。', 10, '2037-01-01 是星期四，此处写作「周五」'],
    ['元旦：1月1日至3日放假调休，共4天。', 18, '写明放假4天，所列日期是3天'],
    ['元旦：1月1日放假2天。', 10, '写明放假2天，所列日期是1天'],
    ['元旦：1月3日至1日放假。', 6, '结束的日期早于开始的日期'],
    ['元旦：2月30日放假。', 6, '没有「2月30日」这一天'],
    ['元旦：12月31日至1月2日放假。', 6, '十二月的日期应当写明年份'],
    ['元旦：2040年1月1日放假。', 6, '「2040年1月1日」不在2037年前后'],
    ['元旦：1日放假。', 6, '日期没有写明月份'],
    ['元旦：1月1日（礼拜四）放假。', 10, '括号里的「礼拜四」读不懂'],
    ['元旦：1月1日休假。', 10, '从「休假。」起读不懂'],
    ['元旦：1月1日', 10, '这一行没有写完'],
    ['元旦：1月1日放假，另行通知。', 13, '从「另行通知。」起读不懂'],
    ['元旦：1月1日放假。1月2日上班。', 13, '调休上班的 2037-01-02 本来就是工作日'],
    ['清明节：4月4日放假，4月5日（星期日）补休。', 14, '补休的 2037-04-05 本来就是休息日'],
    ['元旦：1月3日放假。1月3日上班。', 13, '2037-01-03 已在第3行安排放假'],
    ['元旦：1月7日放假，与周末连休。', 13, '放假的日期与周末不相连'],
    ['建军节：8月1日放假。', 3, '没有写明是哪个节日'],
  ])('%s', (item, position, problem) => {
    const { file, text } = withItem(item);
    const { notice, findings } = readNotice(text, file);
    expect(notice).toBeUndefined();
    expect(findings.filter(({ line }) => line === 3).map((found) => [found.position, found.message])).toEqual(
      [[position, `放假通知第3行：${problem}。`]],
    );
  });

  const good = withItem('元旦：1月1日放假。').text;
  test.each([
    ['no number', good.replace(/国办发.+\n/, ''), '缺少发文字号'],
    [
      'a number in another form',
      good.replace('〔2036〕99号', '2036年99号'),
      '发文字号「国办发明电2036年99号」的写法不对',
    ],
    ['a number of another year', good.replace('〔2036〕', '〔2032〕'), '不是2037年放假通知的字号'],
    ['two numbers', `${good}\n国办发明电〔2036〕8号`, '一个文件只放一份通知'],
    ['no title', good.replace(/^.+\n/, ''), '缺少标题'],
    [
      'another title',
      good.replace('部分节假日安排', '夏季作息时间安排'),
      '不是放假安排、调整或者延长假期的通知',
    ],
    ['a holiday missing', good.replace(/二、国庆节.+/, ''), '没有国庆节的安排，通知可能没有贴全'],
    ['a holiday twice', `${good}\n八、春节：2月17日放假。`, '春节已在前面安排'],
    ['a stray line', `${good}\n以上请知悉`, '读不懂「以上请知悉」'],
    ['nothing', '', '缺少标题'],
  ])('%s', (_, text, problem) => {
    const { notice, findings } = readNotice(text, '2037.txt');
    expect(notice).toBeUndefined();
    expect(findings.map(({ message }) => message).join('\n')).toContain(problem);
    for (const { line, position } of findings) expect(line && position).toBeGreaterThan(0);
  });

  test('the file is named after the year', () => {
    const { findings } = readNotice(good, 'data/calendar/notices/2038.txt');
    expect(findings.map(({ message }) => message)).toEqual([
      '放假通知第1行：文件名应以 2037 开头，与通知的年度一致。',
    ]);
    expect(readNotice(good, 'data/calendar/notices/2037-国办.txt').findings).toEqual([]);
  });

  test('whatever is pasted gives a notice or findings, never an exception', () => {
    const piece = fc.constantFrom(
      ...'一、元旦：|1月1日|（周四）|（|）|至|3日|放假|调休|，|共3天|。|上班|与周末连休|补休|延长|春节假期至|\n|2037年|国务院办公厅关于|通知|国办发明电〔2036〕99号|#'.split(
        '|',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')),
          fc.string(),
        ),
        (text) => {
          const { notice, findings } = readNotice(text, '2037.txt');
          expect(notice === undefined).toBe(findings.some(({ severity }) => severity === 'error'));
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('what can be read but is unlikely is a doubt, and takes effect', () => {
  test.each<[string, number, string]>([
    [
      '元旦：1月1日（周四）至3日（周六）放假调休，共3天。2月1日（周日）上班。',
      30,
      '调休上班的 2037-02-01 距元旦假期（2037-01-01 至 2037-01-03）29 天，超过三周',
    ],
    ['元旦：1月2日（周五）放假1天。', 6, '元旦的放假日期是 2037-01-02，1月1日不放假'],
    ['清明节：4月13日（周一）放假1天。', 7, '清明节的放假日期是 2037-04-13，4月4日至4月6日之间没有一天放假'],
    [
      '劳动节：5月1日（周五）至5日（周二）放假调休，共5天。',
      7,
      '劳动节放假占 3 个工作日，法定放假 2 天，应有 1 天调休上班，此处没有写',
    ],
    [
      '劳动节：5月1日（周五）至5日（周二）放假调休，共5天。4月26日（周日）、5月9日（周六）上班。',
      7,
      '劳动节放假占 3 个工作日，法定放假 2 天，应有 1 天调休上班，此处写了 2 天',
    ],
    ['国庆节：10月1日（周四）至4日（周日）放假，共4天。', 7, '国庆节放假只占 2 个工作日，法定放假 3 天'],
    ['元旦：1月4日（周日）上班。', 6, '元旦只有上班的日期，没有放假的日期'],
  ])('%s', (item, position, problem) => {
    const { file, text } = withItem(item);
    const { notice, findings } = readNotice(text, file);
    expect(notice).toBeDefined();
    expect(
      findings.map(({ code, severity, line, position: at, message }) => [code, severity, line, at, message]),
    ).toEqual([['calendar-doubt', 'warning', 3, position, `放假通知第3行：${problem}。`]]);
  });

  test('the calendar takes the notice, and passes the doubt on', () => {
    const doubtful = NOTICE_2027.replace('5月8日（周六）上班', '8月7日（周六）上班');
    const { calendar, findings } = readCalendar(table, CALENDAR_FILE, [{ file: FILE_2027, text: doubtful }]);
    expect(findings.map(({ code, line }) => [code, line])).toEqual([['calendar-doubt', 13]]);
    expect(calendar?.isWorkday('2027-08-07')).toBe(true);
  });

  test('of no holiday that has been arranged since 2019', () => {
    const items = new Map<string, NoticeDay[]>();
    for (const [line, row] of table.trim().split('\n').slice(1).entries()) {
      const [day = '', kind, name = '', number = ''] = row.split(',');
      // The extension of 2020 has taken the place of a day that was to be worked.
      if (/〔2020〕1号/.test(number) || (/〔2019〕16号/.test(number) && name === '春节')) continue;
      const holiday = name.replace(/^(清明|端午|中秋)$/, '$1节');
      const item = items.get(`${number} ${holiday}`) ?? [];
      items.set(`${number} ${holiday}`, item);
      item.push({ day, working: kind === '调休上班', holidays: [holiday], line: 1, position: line });
    }
    expect(items.size).toBeGreaterThan(45);
    const doubts: unknown[] = [];
    for (const [key, days] of items) {
      const year = Math.max(...days.map(({ day }) => Number(day.slice(0, 4))));
      // In 2020 the table gives the two holidays that were one to one of them.
      const both = key === '国办发明电〔2019〕16号 国庆节';
      const item = both ? days.map((day) => ({ ...day, holidays: ['国庆节', '中秋节'] })) : days;
      doubts.push(...doubtsOf(item, year, key).map(({ message }) => [key, message]));
    }
    expect(doubts).toEqual([]);
  });
});

describe('several records of one day', () => {
  const year = invented('2027.txt');
  const both = table + rowsOf(year);

  test('the table must agree with the notice, and the notice governs', () => {
    const wrong = both
      .replace('2027-10-09,调休上班', '2027-10-09,休息日')
      .replace('2027-10-07,休息日', '2027-11-11,休息日');
    const { calendar, findings } = readCalendar(wrong, CALENDAR_FILE, [year]);
    expect(findings.map(({ code, message }) => [code, message.replace(/第\d+行/, '某行')])).toEqual([
      ['calendar-conflict', '工作日历某行把 2027-11-11 记作放假，国办发明电〔2026〕99号没有这样安排。'],
      ['calendar-conflict', '工作日历某行把 2027-10-09 记作放假，国办发明电〔2026〕99号安排上班。'],
    ]);
    expect(calendar?.isWorkday('2027-10-09')).toBe(true);
    expect(calendar?.isWorkday('2027-10-07')).toBe(false);
    expect(calendar?.isWorkday('2027-11-11')).toBe(true);
  });

  test('a year has one notice', () => {
    const twin = { file: `${NOTICE_FOLDER}/2027-2.txt`, text: year.text.replace('99号', '100号') };
    expect(messages(table, [year, twin])).toEqual([
      [
        `${NOTICE_FOLDER}/2027-2.txt`,
        '放假通知第1行：2027年已由 国办发明电〔2026〕99号 安排（data/calendar/notices/2027.txt），这一份没有生效。',
      ],
    ]);
    expect(messages(table, [year, { ...twin, text: year.text }])).toEqual([
      [
        year.file,
        '放假通知第1行：国办发明电〔2026〕99号 已在 data/calendar/notices/2027-2.txt，这一份没有生效。',
      ],
    ]);
    expect(messages(both, [{ ...year, text: twin.text }])).toEqual([
      [
        year.file,
        '放假通知第1行：2027年已由 国办发明电〔2026〕99号 安排（data/calendar/calendar.csv），这一份没有生效。',
      ],
    ]);
  });

  // The notice that is changed may be pasted, or stand in the table.
  test.each([
    ['pasted', HEAD, [invented('2028.txt')]],
    ['entered', HEAD + rowsOf(invented('2028.txt')), []],
  ])('a later notice changes a holiday as a whole: %s', (_, text, notices) => {
    const change = invented('2028-2.txt');
    const days = ['2028-04-29', '2028-04-30', '2028-05-01', '2028-05-02', '2028-05-03', '2028-05-04'];
    const { calendar: before } = readCalendar(text, CALENDAR_FILE, notices);
    expect(days.map((day) => before?.isWorkday(day))).toEqual([false, false, false, false, true, true]);
    const { calendar, findings } = readCalendar(text, CALENDAR_FILE, [change, ...notices]);
    expect(findings).toEqual([]);
    expect(days.map((day) => calendar?.isWorkday(day))).toEqual([true, false, false, false, false, true]);
    expect(calendar?.use('2028-04-28', { amount: 2, unit: 'workdays' })?.notices).toEqual([
      '国办发明电〔2028〕97号',
    ]);
    // Rows that were entered before the change are no fault.
    const entered = HEAD + rowsOf(invented('2028.txt'));
    expect(messages(entered, [change, invented('2028.txt')])).toEqual([]);
  });

  test.each([
    ['pasted', HEAD, [invented('2029.txt')]],
    ['entered', HEAD + rowsOf(invented('2029.txt')), []],
  ])('an extension adds the days after the holiday: %s', (_, text, notices) => {
    const { calendar, findings } = readCalendar(text, CALENDAR_FILE, [...notices, invented('2029-2.txt')]);
    expect(findings).toEqual([]);
    // 24 February was to be a working Saturday.
    expect(calendar?.due('2029-02-09', { amount: 2, unit: 'workdays' }).day).toBe('2029-02-27');
    expect(calendar?.use('2029-02-09', { amount: 2, unit: 'workdays' })?.notices).toEqual([
      '国办发明电〔2028〕98号',
      '国办发明电〔2029〕97号',
    ]);
  });

  test('an extension needs the notice it extends, and days to add', () => {
    const extension = invented('2029-2.txt');
    expect(messages(table, [extension])).toEqual([
      [extension.file, '放假通知第1行：没有2029年的放假通知，无从调整。'],
    ]);
    const short = extension.text.replace(
      '2月25日（农历正月十三，星期日），2月26日（星期一）',
      '2月17日，2月18日',
    );
    expect(messages(table, [invented('2029.txt'), { ...extension, text: short }])).toEqual([
      [extension.file, '放假通知第5行：春节假期原定到 2029-02-18，不能延长至 2029-02-17。'],
    ]);
  });
});

function messages(text: string, notices: readonly NoticeFile[]): (string | undefined)[][] {
  return readCalendar(text, CALENDAR_FILE, notices).findings.map(({ file, message }) => [file, message]);
}
