/** A synthetic paper with everything a paper may hold. Its text is made up, and says so. */
import type { Block, Paper, TableBlock, TableCell, Words } from '../../src/paper/document.ts';

const words = (text: string): Words[] => [{ text }];
const cell = (text: string, more: Partial<TableCell> = {}): TableCell => ({ words: words(text), ...more });

/** The sample cut to ten pages, for measuring. */
export function tenPages(): Paper {
  const paper = samplePaper({ chapters: 5 });
  return { ...paper, annexes: paper.annexes.slice(0, 1) };
}

/** Sentences with what line breaking must mind: marks, brackets, dashes, dots, numbers, Latin words. */
const SENTENCES = [
  '本文为检验排版而编写的合成文字，单位、事项、数字均系虚构，与任何真实情况无关。',
  '某单位研究认为：凡属先行先试的事项，应当先请示、再论证、后决定，过程留有“可以查证的记录”。',
  '办理结果分为三类（予以容错、不予容错、另行研究），其中予以容错的占62.5%，比上年提高3.8个百分点。',
  '会议强调——这也是多次提出的要求——不得以集体研究的名义规避责任，不得以程序代替判断……',
  '对照《某单位容错纠错工作规程》第七条第（三）项，逐项写明“符合”“不符合”或者“存疑”，不作笼统表述。',
  '2025年7月至2026年6月，共受理申请128件，办结121件，平均用时18.6个工作日，最长的一件用了43个工作日。',
  '系统名称为Rongjiu，数据按ISO 8601标注日期，文件用UTF-8编码，附件编号形如HC-2026-014。',
  '经办人员反映，‘两头请示、答复相反’的情况仍然存在，希望上级部门统一口径；有关意见已经汇总上报。',
];

const paragraph = (index: number, length: number): Block => ({
  kind: 'paragraph',
  words: words(Array.from({ length }, (_, i) => SENTENCES[(index * 3 + i * 5) % SENTENCES.length]).join('')),
});

const table: TableBlock = {
  kind: 'table',
  caption: '表1　各单位办理情况（合成数字）',
  columns: [2, 5, 3, 3, 8],
  head: [
    [
      cell('序号', { rowspan: 2 }),
      cell('单位', { rowspan: 2 }),
      cell('件数', { colspan: 2 }),
      cell('说明', { rowspan: 2 }),
    ],
    [cell('受理'), cell('办结')],
  ],
  rows: Array.from({ length: 36 }, (_, i) => [
    cell(String(i + 1), { align: 'center' }),
    cell(`某单位第${i + 1}处`),
    cell(String((i * 7) % 23), { align: 'right' }),
    cell(String((i * 5) % 19), { align: 'right' }),
    cell(i % 4 === 0 ? '其中一件因材料不齐退回补正，补正后办结。' : '无'),
  ]),
  rowHeads: true,
};

/** The sample, with as many chapters as one likes up to ten. */
export function samplePaper({ chapters = 8 }: { readonly chapters?: number } = {}): Paper {
  const blocks: Block[] = [paragraph(0, 3)];
  for (let chapter = 0; chapter < chapters; chapter += 1) {
    const ordinal = '一二三四五六七八九十'[chapter] ?? '十';
    blocks.push(
      { kind: 'heading', level: 1, text: `${ordinal}、合成的一级标题` },
      { kind: 'heading', level: 2, text: '（一）合成的二级标题，写得较长，以便检验转行以后是否顶格' },
      {
        kind: 'paragraph',
        words: [
          { text: '按照某规程第七条第（三）项', note: (chapter % 3) + 1 },
          { text: '的规定，' },
          { text: '必须经集体研究', style: 'strong' },
          { text: '，并' },
          { text: '写明理由', style: 'aside' },
          { text: '。' },
        ],
      },
      paragraph(chapter, 5),
      { kind: 'heading', level: 3, text: '1. 合成的三级标题' },
      { kind: 'heading', level: 4, text: '（1）合成的四级标题' },
      paragraph(chapter + 1, 4),
    );
    if (chapter === 1) {
      blocks.push(
        { kind: 'list', ordered: true, items: [0, 1, 2].map((i) => [paragraph(i, 1)]) },
        { kind: 'list', ordered: false, items: [3, 4].map((i) => [paragraph(i, 1)]) },
        { kind: 'quotation', blocks: [paragraph(2, 2)] },
      );
    }
    if (chapter === 3) blocks.push(table);
  }
  return {
    title: '关于用合成文字检验公文版面是否符合国家标准并检验标题转行的通报',
    subject: '合成样张',
    day: '2026-06-18',
    addressee: '各单位',
    blocks,
    annexes: [
      {
        title: '合成条款',
        blocks: [
          {
            kind: 'list',
            ordered: true,
            notes: true,
            items: [0, 1, 2].map((i) => [paragraph(i, 1)]),
          },
        ],
      },
      { title: '合成统计表', turned: true, blocks: [{ ...table, small: true }] },
    ],
    issuer: '某单位办公室',
    date: '2026年6月18日',
    note: '此件为合成样张',
  };
}
