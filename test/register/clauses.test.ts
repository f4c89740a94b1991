/**
 * What each clause forbids is reported under that clause: one faultless matter per policy, changed in one respect at a
 * time. A line names the clause, the severity and the change; blank values empty a cell.
 */
import { describe, expect, test } from 'vitest';
import type { PolicyId } from '../../src/core/policy-id.ts';
import { cases, events, lists, type Row } from './checks/rows.ts';
import { checkSources } from './registers.ts';

type Severity = 'error' | 'warning' | 'info';
type Line = readonly [clause: string, severity: Severity, change: Row, asOf?: string];

interface Matter {
  readonly policy: PolicyId;
  readonly row: Row;
  readonly log: readonly Row[];
}

const six = (article: string): string => [1, 2, 3, 4, 5, 6].map((item) => `${article}(${item})=正`).join('|');
const SIX_WAYS = '动机态度=正|客观条件=正|程序方法=正|性质程度=正|后果影响=正|挽回损失=正';
const AS_OF = '2026-11-21';

const CITY: Matter = {
  policy: 'JN',
  row: {
    subject_type: '个人',
    scope_basis: '适用',
    subject_unit: '某执法部门',
    subject_post: '中队负责人',
    handler: '市委组织部',
    matter: '查封物品被转移',
    start_date: '2024-04-02',
    start_source: '依职权',
    clue_secret: '否',
    notice_date: '2024-04-12',
    told_date: '2024-04-15',
    application_date: '2024-04-15',
    suggestion_date: '2024-04-19',
    accepted_date: '2024-04-23',
    suggestion_view: '认可',
    probe_start: '2024-04-07',
    probe_end: '2024-05-06',
    heard: '当事人|所在单位党委（党组）|上级业务指导部门|纪检监察机关',
    situations: 'JN-11(4)',
    conditions: 'JN-7(1)|JN-7(2)|JN-7(3)|JN-7(4)|JN-7(5)|JN-7(6)',
    exclusions: '无',
    analysis: six('JN-6'),
    harm: '较重',
    remedy: '消除负面影响并有效挽回损失',
    hard_case: '情况复杂',
    consult_date: '2024-05-13',
    decision_date: '2024-05-20',
    duty_decision_date: '2024-05-20',
    decider: '同级党委（党组）',
    collective: '是',
    decision: '予以容错',
    mode: '减责',
    form_before: '第三种形态',
    form_after: '第二种形态',
    sanctions: '党纪处分:党内警告',
    effective_date: '2024-05-20',
    feedback_date: '2024-06-20',
    feedback_to: '当事人|所在单位党委（党组）',
    publicity: '一定范围内公开',
    org_notified_date: '2024-05-21',
    documents:
      '告知通知|容错申请表|容错初步建议|证明材料|评估材料|容错建议|联席会议纪要|责任追究决定|纠错通知书',
    archives: '专门工作档案',
    correction: '启动',
    correction_start: '2024-05-20',
    correction_notice_date: '2024-06-20',
    correction_state: '到位',
    correction_measures: '谈话教育|完善制度',
    impact_end: '2025-05-20',
  },
  log: [
    {
      ev_type: '联席会议',
      ev_date: '2024-05-13',
      ev_cases: 'JN-2024-001',
      ev_actor: '市委组织部',
      ev_to: '纪检监察机关|组织部门|相关业务职能部门',
      ev_doc: '联席会议纪要',
    },
    {
      ev_type: '统计表报送',
      ev_date: '2024-07-10',
      ev_actor: '市委组织部',
      ev_to: '同级纪检监察机关|同级组织部门',
      ev_doc: '容错统计表',
      ev_period: '2024H1',
    },
    {
      ev_type: '统计汇总上报',
      ev_date: '2024-07-15',
      ev_to: '同级党委|上级纪检监察机关|上级组织部门',
      ev_period: '2024H1',
    },
    { ev_type: '案例报送', ev_date: '2024-08-01', ev_cases: 'JN-2024-001' },
  ],
};

const UNIVERSITY: Matter = {
  policy: 'WF',
  row: {
    subject_type: '个人',
    handler: '党委组织部',
    start_date: '2025-06-13',
    start_source: '依申请',
    applicant: '本人|所在党组织',
    application_date: '2025-06-17',
    probe_start: '2025-06-20',
    probe_end: '2025-07-30',
    heard: '当事人|有关单位',
    situations: 'WF-6(4)',
    conditions: 'WF-2b|WF-3c|WF-7(1)|WF-7(2)|WF-7(3)',
    exclusions: '无',
    analysis: `${six('WF-9')}|${SIX_WAYS}`,
    harm: '较小',
    remedy: '消除部分影响并挽回一定损失',
    hard_case: '情况复杂',
    consult_date: '2025-08-07',
    decision_date: '2025-08-20',
    duty_decision_date: '2025-08-20',
    decider: '学校党委',
    collective: '是',
    decision: '予以容错',
    mode: '减轻',
    form_before: '第二种形态',
    form_after: '第一种形态',
    sanctions: '第一种:诫勉谈话',
    feedback_date: '2025-08-26',
    feedback_to: '当事人|相关单位',
    publicity: '一定范围内公开',
    documents: '容错申请|评估材料|纠错通知|整改计划|延期申请|整改落实情况报告',
    correction: '启动',
    correction_start: '2025-08-20',
    correction_notice_date: '2025-08-20',
    correction_due: '2025-10-17',
    plan_date: '2025-08-26',
    plan_items: '整改措施|整改期限|整改责任人',
    extended_due: '2025-11-14',
    correction_done: '2025-11-11',
    correction_report_date: '2025-11-12',
    correction_report_to: '学校党委|纪委|监察专员办公室|党委组织部|相关职能部门、单位',
    correction_state: '到位',
    correction_measures: '责令纠正或者补救',
  },
  log: [],
};

const COLLEGE: Matter = {
  policy: 'ZZ',
  row: {
    subject_type: '单位',
    scope_basis: '适用',
    subject_unit: '某财务部门',
    handler: '组织人事处',
    matter: '票据补正超期',
    start_date: '2024-03-04',
    start_source: '依申请',
    applicant: '所在党组织',
    application_date: '2024-03-18',
    accepted_date: '2024-03-18',
    probe_start: '2024-03-19',
    probe_end: '2024-04-26',
    heard: '有关单位',
    signoff: '同意',
    situations: 'ZZ-5(6)',
    conditions: 'ZZ-7(5)b1|ZZ-7(5)b3|ZZ-7(5)b4',
    exclusions: '无',
    analysis: SIX_WAYS,
    harm: '较重',
    remedy: '消除负面影响并有效挽回损失',
    hard_case: '无',
    decision_date: '2024-04-29',
    duty_decision_date: '2024-04-29',
    decider: '组织人事处',
    collective: '是',
    decision: '予以容错',
    mode: '减轻',
    sanctions: '单位:通报',
    effective_date: '2024-04-29',
    feedback_date: '2024-05-10',
    feedback_to: '当事人|所在党组织',
    documents: '容错申请表|证明材料|事实材料|容错调查报告|处理决定|纠错通知|整改落实情况报告',
    correction: '启动',
    correction_start: '2024-04-29',
    correction_notice_date: '2024-05-07',
    correction_due: '2024-05-27',
    correction_done: '2024-05-21',
    correction_report_date: '2024-05-28',
    correction_report_to: '责任追究部门',
    correction_state: '到位',
    impact_end: '2024-07-29',
  },
  log: [
    {
      ev_type: '备案表报送',
      ev_date: '2024-05-24',
      ev_cases: 'ZZ-2024-001',
      ev_to: '纪委办公室|组织人事处',
      ev_doc: '容错纠错工作备案表|处理决定',
    },
    { ev_type: '回访', ev_date: '2024-06-24', ev_cases: 'ZZ-2024-001' },
  ],
};

const MEETING: Row = {
  ev_type: '联席会议',
  ev_date: '2024-05-13',
  ev_actor: '市委组织部',
  ev_doc: '联席会议纪要',
};
const RETURN: Row = {
  ev_type: '统计表报送',
  ev_date: '2024-07-10',
  ev_actor: '市委组织部',
  ev_period: '2024H1',
};

/** Events that are at fault by themselves. */
const EVENT_LINES: readonly Line[] = [
  ['JN-14b', 'error', { ...MEETING, ev_cases: 'JN-2024-001', ev_to: '纪检监察机关|组织部门' }],
  ['JN-14b', 'error', { ...MEETING, ev_cases: 'JN-2024-001' }],
  ['JN-21a', 'error', { ...MEETING, ev_actor: '' }],
  ['JN-21a', 'error', { ...MEETING, ev_doc: '' }],
  ['JN-23b', 'error', { ...RETURN, ev_to: '同级组织部门' }],
  ['JN-23b', 'error', RETURN],
  ['JN-23c', 'warning', { ev_type: '统计汇总上报', ev_date: '2024-07-15', ev_period: '2024H1' }],
  ['JN-23e', 'error', { ev_type: '典型案例印发', ev_date: '2024-07-15', ev_scope: '一定范围' }],
  ['JN-23e', 'error', { ev_type: '典型案例印发', ev_date: '2024-07-15' }],
  ['JN-A2.n4a', 'error', { ...RETURN, ev_date: '2024-07-11' }],
  ['JN-A2.n4a', 'error', { ...RETURN, ev_date: '2025-01-11', ev_period: '2024H2' }],
  ['JN-A2.n4a', 'warning', { ...RETURN, ev_period: '' }],
  ['WF-15(2)a', 'error', { ev_type: '纠正错误处理', ev_date: '2024-07-15', ev_result: '消除影响' }],
  ['WF-15(2)b', 'warning', { ev_type: '纠正错误处理', ev_date: '2024-07-15', ev_cases: 'WF-2024-001' }],
  ['WF-15(3)a', 'warning', { ev_type: '查处诬告陷害', ev_date: '2024-07-15' }],
  ['WF-15(3)d', 'error', { ev_type: '通报', ev_date: '2024-07-15' }],
  ['ZZ-7(8)d', 'error', { ev_type: '备案表报送', ev_date: '2024-07-15', ev_to: '纪委办公室' }],
  ['ZZ-7(8)d', 'error', { ev_type: '备案表报送', ev_date: '2024-07-15' }],
];

const LIST_LINES: readonly Line[] = [
  ['JN-22a', 'info', { lst_proposer: '文旅', lst_reviewed: '2024-05-13', lst_reported: '2024-05-20' }],
  ['JN-22b', 'error', { lst_proposer: '发改' }],
  ['JN-22c', 'warning', { lst_proposer: '发改', lst_reviewed: '2024-05-13' }],
];

/** What is reported of a matter, changed: `error JN-12.2a`. */
async function reported({ policy, row, log }: Matter, change: Row, asOf: string): Promise<string[]> {
  const sources = [cases(policy, { ...row, ...change }), ...(log.length > 0 ? [events(policy, ...log)] : [])];
  const { findings } = await checkSources(sources, asOf);
  return findings.map(
    ({ severity, clause, code, key, also = [] }) =>
      `${severity} ${[clause, ...also].join('+')} ${code} ${key}`,
  );
}

/** Whether a line tells a breach of the clause; another clause that says the same may tell it. */
const tells = (line: string, clause: string, severity: string): boolean => {
  const [grave = '', cited = ''] = line.split(' ');
  const [own, ...others] = cited.split('+');
  return own === clause ? grave === severity : others.includes(clause);
};

const minus = (matter: Matter, key: string, ...values: readonly string[]): Row => ({
  [key]: (matter.row[key] ?? '')
    .split('|')
    .filter((value) => !values.includes(value))
    .join('|'),
});
const plus = (matter: Matter, key: string, value: string): Row => ({ [key]: `${matter.row[key]}|${value}` });

/** Nothing recorded yet but these. */
const openCase = ({ row }: Matter, ...kept: readonly string[]): Row =>
  Object.fromEntries(Object.keys(row).map((key) => [key, kept.includes(key) ? (row[key] ?? '') : '']));

const REFUSED: Row = { decision: '不予容错', mode: '', form_after: '', sanctions: '' };

const CITY_LINES: readonly Line[] = [
  ['JN-N.4b', 'warning', { suggestion_date: '', suggestion_view: '' }],
  ['JN-N.5c', 'error', { told_date: '' }],
  ['JN-N.5d', 'error', { consult_date: '2024-05-21' }],
  ['JN-N.5e', 'error', { decision_date: '2024-05-21' }],
  ['JN-N.5e', 'warning', { decision_date: '2024-05-17' }],
  ['JN-2b', 'error', { analysis: six('JN-6').replace('(1)=正', '(1)=负') }],
  ['JN-2c', 'warning', { ...REFUSED }],
  ['JN-4b', 'warning', { handler: '某某公司' }],
  ['JN-4c', 'error', { start_date: '' }],
  ['JN-5b', 'warning', { scope_basis: '' }],
  ['JN-6.0', 'error', { analysis: six('JN-6').replace('|JN-6(6)=正', '') }],
  ['JN-6(4)a', 'warning', { analysis: six('JN-6').replace('(4)=正', '(4)=负') }],
  ['JN-7.0', 'error', { conditions: '' }],
  ['JN-7.0', 'warning', minus(CITY, 'conditions', 'JN-7(4)')],
  ['JN-7(3)b', 'info', minus(CITY, 'documents', '评估材料')],
  ['JN-7(5)', 'error', { remedy: '未挽回' }],
  ['JN-7(6)', 'warning', minus(CITY, 'conditions', 'JN-7(6)')],
  ['JN-8.0', 'warning', { situations: '' }],
  ['JN-8(3)', 'warning', { situations: 'JN-8(3)', ...minus(CITY, 'conditions', 'JN-7(1)') }],
  ['JN-8(7)', 'info', { situations: 'JN-8(7)' }],
  ['JN-9(1)b', 'error', { situations: 'JN-9(1)', harm: '严重' }],
  ['JN-9(1)b', 'info', { ...REFUSED, situations: 'JN-9(1)', harm: '严重' }],
  ['JN-10(3)b', 'error', { situations: 'JN-10(3)', harm: '严重' }],
  ['JN-10(3)b', 'info', { ...REFUSED, situations: 'JN-10(3)', harm: '严重' }],
  ['JN-10(4)b', 'warning', { situations: 'JN-10(4)', ...minus(CITY, 'conditions', 'JN-7(3)') }],
  ['JN-11(9)', 'warning', { situations: 'JN-11(9)', subject_type: '单位', subject_post: '', sanctions: '' }],
  ['JN-11(14)', 'warning', { situations: 'JN-11(14)' }],
  ['JN-12.1a', 'error', { situations: '', decision: '' }],
  ['JN-12.1b', 'error', { probe_start: '2024-04-01' }],
  ['JN-12.1b', 'error', { probe_start: '' }],
  ['JN-12.2a', 'error', { notice_date: '2024-04-15' }],
  ['JN-12.2a', 'error', { notice_date: '', told_date: '' }],
  ['JN-12.2a', 'error', { ...openCase(CITY, 'start_date') }, '2024-04-15'],
  ['JN-12.3a', 'error', { ...openCase(CITY, 'start_date', 'notice_date') }, '2024-04-22'],
  [
    'JN-12.3f',
    'error',
    { ...openCase(CITY, 'start_date', 'notice_date', 'told_date'), suggestion_view: '视同不符合' },
    '2024-04-19',
  ],
  ['JN-13.1i', 'warning', { ...openCase(CITY, 'start_date', 'probe_start') }, '2024-05-08'],
  ['JN-12.2b', 'warning', minus(CITY, 'documents', '告知通知')],
  ['JN-12.2c', 'error', { clue_secret: '是', notice_date: '' }],
  ['JN-12.2c', 'error', { clue_secret: '是', notice_date: '2024-05-21' }],
  ['JN-12.2c', 'warning', { clue_secret: '是', notice_date: '2024-05-20' }],
  ['JN-12.3a', 'error', { told_date: '2024-04-11' }],
  ['JN-12.3a', 'error', { told_date: '' }],
  ['JN-12.3b', 'warning', { application_date: '2024-04-14' }],
  ['JN-12.3c', 'error', { suggestion_date: '2024-04-22' }],
  ['JN-12.3c', 'warning', { suggestion_date: '2024-04-22', suggestion_late_reason: '换届' }],
  ['JN-12.3d', 'error', minus(CITY, 'documents', '容错初步建议')],
  ['JN-12.3d', 'error', minus(CITY, 'documents', '容错申请表')],
  ['JN-12.3e', 'error', { accepted_date: '' }],
  ['JN-12.3e', 'error', { start_source: '依申请', accepted_date: '2024-04-18', probe_start: '2024-04-22' }],
  ['JN-12.3f', 'error', { suggestion_view: '视同不符合' }],
  [
    'JN-12.3f',
    'error',
    { suggestion_view: '视同不符合', suggestion_date: '', suggestion_late_reason: '换届' },
  ],
  [
    'JN-12.3f',
    'error',
    {
      suggestion_view: '视同不符合',
      suggestion_date: '',
      decision_date: '2024-04-19',
      duty_decision_date: '2024-04-19',
    },
  ],
  ['JN-13.1a', 'error', { probe_end: '2024-05-21', consult_date: '' }],
  [
    'JN-13.1a',
    'error',
    { start_source: '', suggestion_date: '', suggestion_view: '', accepted_date: '', probe_start: '' },
  ],
  ['JN-13.1b', 'warning', minus(CITY, 'documents', '证明材料')],
  ['JN-13.1c', 'error', minus(CITY, 'heard', '当事人')],
  ['JN-13.1c', 'warning', { ...minus(CITY, 'heard', '当事人'), probe_flags: '紧急情况' }],
  ['JN-13.1d', 'error', { analysis: six('JN-6').replace('JN-6(1)=正|', '') }],
  ['JN-13.1e', 'error', minus(CITY, 'heard', '所在单位党委（党组）')],
  ['JN-13.1f', 'error', minus(CITY, 'heard', '上级业务指导部门')],
  ['JN-13.1g', 'error', minus(CITY, 'heard', '纪检监察机关')],
  ['JN-13.1g', 'info', { ...minus(CITY, 'heard', '纪检监察机关'), handler: '市纪委监委第三监督检查室' }],
  ['JN-13.1i', 'warning', { probe_end: '2024-05-08' }],
  ['JN-13.1j', 'warning', { probe_end: '2024-06-12', probe_flags: '情况特别复杂' }],
  ['JN-13.1k', 'info', { probe_end: '2024-05-08', probe_flags: '纪律处分方式' }],
  [
    'JN-13.1k',
    'info',
    { ...openCase(CITY, 'start_date', 'probe_start'), probe_flags: '纪律处分方式' },
    '2024-05-08',
  ],
  ['JN-13.2', 'warning', minus(CITY, 'documents', '容错建议')],
  ['JN-14a', 'warning', { consult_date: '' }],
  ['JN-14e', 'error', { decider: '容错会商研判联席会议' }],
  ['JN-14f', 'error', { hard_case: '一时难以认定', decider: '市纪委监委' }],
  ['JN-14g', 'error', { escalated_date: '2024-05-21' }],
  ['JN-15.1a', 'error', { collective: '否' }],
  ['JN-15.1a', 'error', { collective: '' }],
  ['JN-15.1a', 'warning', minus(CITY, 'documents', '容错建议')],
  ['JN-15.1a', 'warning', { decision_date: '' }],
  ['JN-15.1b', 'error', { decider: '' }],
  ['JN-15.2a', 'error', { mode: '免责', form_after: '', sanctions: '', harm: '较小', impact_end: '' }],
  ['JN-15.2b', 'error', { effective_date: '' }],
  ['JN-15.2c', 'error', minus(CITY, 'documents', '责任追究决定')],
  ['JN-16.1b', 'error', { feedback_date: '2024-06-21' }],
  ['JN-16.1b', 'error', { feedback_date: '' }],
  ['JN-16.1b', 'error', { feedback_to: '当事人' }],
  ['JN-16.1c', 'error', { publicity: '' }],
  ['JN-16.1c', 'error', { publicity: '未公开' }],
  ['JN-16.2', 'error', { ...REFUSED, feedback_to: '所在单位党委（党组）' }],
  ['JN-16.2', 'error', { ...REFUSED, feedback_date: '' }],
  ['JN-17a', 'error', { archives: '' }],
  ['JN-17b', 'error', { org_notified_date: '' }],
  ['JN-17b', 'error', { org_notified_date: '2024-05-17' }],
  ['JN-18.0', 'error', { mode: '' }],
  ['JN-18a', 'error', { mode: '免责', remedy: '消除部分影响并挽回一定损失' }],
  ['JN-18b', 'error', { harm: '严重' }],
  ['JN-18b', 'error', { remedy: '未挽回' }],
  ['JN-18b', 'info', { harm: '较小' }],
  ['JN-18c', 'error', { mode: '从轻', harm: '严重', remedy: '未挽回' }],
  ['JN-18c', 'info', { mode: '从轻' }],
  ['JN-19a', 'error', { form_before: '诫勉', form_after: '', sanctions: '第一种:诫勉' }],
  ['JN-19a', 'warning', { form_before: '诫勉', form_after: '', sanctions: '第一种:责令检查' }],
  ['JN-19a', 'error', { form_before: '诫勉', sanctions: '' }],
  ['JN-19b', 'error', { form_before: '第二种形态', form_after: '第三种形态' }],
  [
    'JN-19b',
    'warning',
    { form_before: '第二种形态', form_after: '第一种形态', mode: '从轻', sanctions: '第一种:诫勉' },
  ],
  ['JN-19b', 'warning', { form_before: '第二种形态', form_after: '第一种形态' }],
  ['JN-19c', 'error', { form_after: '第一种形态' }],
  ['JN-19c', 'error', { form_before: '第一种形态' }],
  ['JN-19c', 'error', { sanctions: '' }],
  ['JN-19c', 'error', { sanctions: '第一种:诫勉' }],
  ['JN-19c', 'warning', { sanctions: '党纪处分:留党察看' }],
  ['JN-19d', 'error', { form_before: '第四种形态', form_after: '' }],
  ['JN-19d', 'warning', { exclusions: 'JN-19d', note: '报经批准' }],
  ['JN-19e', 'error', { exclusions: 'JN-19e' }],
  ['JN-19e', 'warning', { exclusions: 'JN-19e', note: '报经批准' }],
  ['JN-19f', 'error', { exclusions: 'JN-19f' }],
  ['JN-19f', 'error', { exclusions: '' }],
  ['JN-20b', 'error', { form_before: '第二种形态', form_after: '第一种形态', affected_items: '年度考核' }],
  ['JN-20b', 'warning', { mode: '免责', affected_items: '年度考核', note: '依考核办法的特殊规定' }],
  ['JN-20c', 'warning', { impact_end: '' }],
  ['JN-20c', 'warning', { affected_items: '年度考核' }],
  ['JN-21e', 'error', { consult_date: '2024-05-14' }],
  ['JN-21g', 'error', minus(CITY, 'documents', '联席会议纪要')],
  ['JN-24a', 'error', { correction: '' }],
  ['JN-24a', 'error', { correction_start: '' }],
  ['JN-24a', 'warning', { correction_start: '2024-05-21' }],
  ['JN-24b', 'error', { correction_notice_date: '' }],
  ['JN-24b', 'error', minus(CITY, 'documents', '纠错通知书')],
  ['JN-24b', 'warning', { correction_notice_date: '2024-06-21' }],
  ['JN-24c', 'warning', { correction_measures: '完善制度' }],
  ['JN-24d', 'warning', { correction_measures: '谈话教育' }],
  ['JN-27', 'error', { start_date: '2019-11-14' }],
  ['JN-A2.10', 'error', { subject_type: '单位', subject_post: '' }],
  ['JN-A2.10', 'warning', plus(CITY, 'sanctions', '单位:通报')],
  ['JN-A2.n1', 'error', { subject_type: '单位', sanctions: '单位:通报' }],
  ['JN-A2.n1', 'error', { subject_type: '单位', subject_post: '', subject_unit: '', sanctions: '单位:通报' }],
  ['JN-A2.n3b', 'warning', { sanctions: '', form_after: '' }],
];

const UNIVERSITY_LINES: readonly Line[] = [
  ['WF-2b', 'error', minus(UNIVERSITY, 'conditions', 'WF-2b')],
  ['WF-2c', 'error', { mode: '' }],
  ['WF-2d', 'error', { correction: '' }],
  ['WF-3c', 'warning', minus(UNIVERSITY, 'conditions', 'WF-3c')],
  ['WF-3d', 'warning', REFUSED],
  ['WF-5a', 'error', { decider: '纪委', consult_date: '' }],
  ['WF-5a', 'error', { decider: '', consult_date: '' }],
  ['WF-5b', 'warning', { handler: '后勤处' }],
  ['WF-6.0b', 'error', { situations: '' }],
  ['WF-6.0b', 'warning', { ...REFUSED, note: '情节较重' }],
  ['WF-6(10)', 'warning', { situations: 'WF-6(10)' }],
  ['WF-7.0', 'error', { mode: '免责', form_after: '', sanctions: '' }],
  ['WF-7(2)b', 'info', minus(UNIVERSITY, 'documents', '评估材料')],
  ['WF-7(3)', 'error', { mode: '免责', harm: '严重' }],
  ['WF-7(4)', 'error', { mode: '免责', remedy: '未挽回' }],
  ['WF-8a', 'error', { analysis: six('WF-9') }],
  ['WF-8c', 'error', { form_after: '第三种形态' }],
  ['WF-8d', 'error', { form_before: '第三种形态' }],
  ['WF-8d', 'error', { form_before: '第一种形态', form_after: '第二种形态', impact_end: '2026-02-20' }],
  ['WF-8e', 'error', { form_before: '第三种形态', form_after: '第二种形态', impact_end: '2026-02-20' }],
  ['WF-8e', 'warning', { form_before: '第三种形态', form_after: '第二种形态', sanctions: '政务处分:撤职' }],
  ['WF-8f', 'error', { form_before: '第四种形态', form_after: '' }],
  ['WF-8f', 'error', { exclusions: 'WF-8f' }],
  ['WF-8g', 'error', { exclusions: 'WF-8g' }],
  ['WF-8h', 'error', { exclusions: 'WF-8h' }],
  ['WF-8h', 'error', { exclusions: '' }],
  ['WF-9.0', 'error', { analysis: SIX_WAYS }],
  ['WF-9.0', 'warning', { analysis: `${six('WF-9').replace('(2)=正', '(2)=负')}|${SIX_WAYS}` }],
  ['WF-10(1)a', 'error', { start_source: '' }],
  ['WF-10(1)a', 'error', { start_source: '依职权', probe_start: '2025-06-12' }],
  ['WF-10(1)b', 'error', { applicant: '' }],
  ['WF-10(1)b', 'warning', { applicant: '本人' }],
  ['WF-10(1)c', 'error', { application_date: '2025-06-25' }],
  ['WF-10(1)c', 'error', { application_date: '' }],
  ['WF-10(1)c', 'error', { application_date: '2025-06-12' }],
  ['WF-10(1)c', 'error', openCase(UNIVERSITY, 'start_date', 'start_source'), '2025-06-25'],
  ['WF-10(1)d', 'error', minus(UNIVERSITY, 'documents', '容错申请')],
  ['WF-10(2)a', 'error', { probe_start: '' }],
  ['WF-10(2)a', 'error', { probe_start: '2025-06-12' }],
  ['WF-10(2)a', 'error', { duty_decision_date: '2025-07-29' }],
  ['WF-10(2)b', 'error', { heard: '当事人' }],
  ['WF-10(2)b', 'error', { heard: '' }],
  ['WF-10(3)a', 'error', { consult_date: '2025-06-19' }],
  ['WF-10(3)a', 'error', { consult_date: '2025-08-21' }],
  ['WF-10(3)c', 'error', { collective: '' }],
  ['WF-10(3)d', 'error', { hard_case: '一时难以认定' }],
  ['WF-10(3)d', 'error', { hard_case: '一时难以认定', escalated_date: '2025-08-21' }],
  ['WF-10(4)a', 'error', { probe_end: '2025-08-21', duty_decision_date: '2025-08-22' }],
  ['WF-10(4)b', 'error', { feedback_date: '2025-09-01' }],
  ['WF-10(4)b', 'error', { feedback_date: '' }],
  ['WF-10(4)b', 'error', openCase(UNIVERSITY, 'decision', 'decision_date'), '2025-09-01'],
  ['WF-10(4)b', 'warning', { decision_date: '' }],
  ['WF-10(4)c', 'error', { feedback_to: '当事人' }],
  ['WF-10(4)c', 'error', { feedback_to: '' }],
  ['WF-10(4)d', 'warning', { publicity: '' }],
  ['WF-10(4)d', 'warning', { publicity: '未公开' }],
  ['WF-11b', 'error', { affected_items: '评先评优' }],
  ['WF-11b', 'warning', { affected_items: '评先评优', note: '依考核办法的特殊规定' }],
  ['WF-11d', 'warning', { form_after: '第二种形态' }],
  ['WF-11d', 'warning', { form_after: '第二种形态', impact_end: '2026-02-20', affected_items: '年度考核' }],
  ['WF-12b', 'error', { correction: '' }],
  ['WF-12c', 'error', { correction_start: '', correction_notice_date: '' }],
  ['WF-12c', 'warning', { correction_start: '2025-08-21' }],
  ['WF-12d', 'warning', { correction: '已纠正到位', correction_start: '', correction_notice_date: '' }],
  ['WF-13.1c', 'warning', { correction_measures: '' }],
  ['WF-14(1)a', 'error', { correction_notice_date: '' }],
  ['WF-14(1)a', 'error', minus(UNIVERSITY, 'documents', '纠错通知')],
  ['WF-14(1)c', 'error', { correction_due: '', extended_due: '' }],
  ['WF-14(1)c', 'error', { correction_due: '2025-08-20' }],
  ['WF-14(2)a', 'error', { plan_date: '2025-08-28' }],
  ['WF-14(2)a', 'error', { plan_date: '' }],
  ['WF-14(2)a', 'error', openCase(UNIVERSITY, 'correction_notice_date'), '2025-08-28'],
  ['WF-14(4)a', 'error', openCase(UNIVERSITY, 'correction_due'), '2025-10-18'],
  ['WF-14(2)b', 'error', { plan_items: '整改措施|整改期限' }],
  ['WF-14(2)b', 'error', { plan_items: '' }],
  ['WF-14(3)a', 'warning', { correction_state: '', correction_done: '', correction_report_date: '' }],
  ['WF-14(3)b', 'warning', { correction_state: '整改不力' }],
  ['WF-14(3)c', 'error', { correction_state: '拒不改正', sanctions: '' }],
  ['WF-14(4)a', 'error', { correction_done: '2025-11-17', correction_report_date: '2025-11-18' }],
  ['WF-14(4)a', 'error', { extended_due: '' }],
  ['WF-14(4)b', 'error', { extended_due: '2025-10-17', correction_done: '2025-10-16' }],
  ['WF-14(4)b', 'error', minus(UNIVERSITY, 'documents', '延期申请')],
  ['WF-14(4)c', 'error', { correction_report_date: '' }],
  ['WF-14(4)c', 'error', { correction_report_date: '2025-11-10' }],
  ['WF-14(4)c', 'error', minus(UNIVERSITY, 'correction_report_to', '学校党委')],
  ['WF-14(4)d', 'error', minus(UNIVERSITY, 'correction_report_to', '党委组织部')],
  ['WF-14(4)d', 'error', minus(UNIVERSITY, 'correction_report_to', '相关职能部门、单位')],
  ['WF-18', 'error', { start_date: '2021-09-21' }],
];

const COLLEGE_LINES: readonly Line[] = [
  ['ZZ-2b', 'warning', { situations: 'ZZ-5(12)|ZZ-5(6)' }],
  ['ZZ-2b', 'warning', { situations: 'ZZ-5(12)', note: '情况说明附后' }],
  ['ZZ-3a', 'warning', { scope_basis: '' }],
  ['ZZ-3b', 'warning', { scope_basis: '参照' }],
  ['ZZ-3b', 'warning', { scope_basis: '参照', subject_type: '个人', sanctions: '党纪处分:党内警告' }],
  ['ZZ-4a', 'error', { subject_type: '' }],
  ['ZZ-4b', 'error', { mode: '' }],
  ['ZZ-4c', 'error', { correction: '' }],
  ['ZZ-5.0', 'error', { situations: '' }],
  ['ZZ-5(1)b', 'error', { situations: 'ZZ-5(1)' }],
  ['ZZ-5(4)b', 'warning', { situations: 'ZZ-5(4)', ...minus(COLLEGE, 'conditions', 'ZZ-7(5)b1') }],
  ['ZZ-5(11)', 'warning', { situations: 'ZZ-5(11)' }],
  ['ZZ-5(12)', 'warning', { situations: 'ZZ-5(12)' }],
  ['ZZ-6.0', 'error', { exclusions: '' }],
  ['ZZ-6(1)', 'error', { exclusions: 'ZZ-6(1)' }],
  ['ZZ-6(2)a', 'error', { exclusions: 'ZZ-6(2)' }],
  ['ZZ-6(3)', 'error', { exclusions: 'ZZ-6(3)' }],
  ['ZZ-6(4)a', 'error', { exclusions: 'ZZ-6(4)' }],
  ['ZZ-6(5)', 'error', { exclusions: 'ZZ-6(5)' }],
  ['ZZ-6(6)', 'error', { exclusions: 'ZZ-6(6)', note: '依考核办法的特殊规定' }],
  ['ZZ-6(2)b', 'warning', { form_before: '第四种形态' }],
  ['ZZ-6(5)', 'warning', { remedy: '未挽回', correction_state: '整改不力' }],
  ['ZZ-6(6)', 'warning', { ...REFUSED, exclusions: 'ZZ-6(6)' }],
  ['ZZ-7.0', 'warning', { decider: '纪委' }],
  ['ZZ-7(1)a', 'error', { probe_start: '', start_source: '' }],
  ['ZZ-7(1)b', 'error', { start_source: '依职权', probe_start: '' }],
  ['ZZ-7(1)b', 'error', { start_source: '依职权', probe_start: '2024-03-01' }],
  ['ZZ-7(1)b', 'warning', { start_source: '依职权', probe_start: '2024-03-05' }],
  ['ZZ-7(1)c', 'error', { application_date: '2024-04-30' }],
  ['ZZ-7(1)c', 'warning', { application_date: '2024-04-29' }],
  ['ZZ-7(1)c', 'error', { application_date: '' }],
  ['ZZ-7(1)d', 'error', { applicant: '' }],
  ['ZZ-7(1)e', 'error', minus(COLLEGE, 'documents', '证明材料')],
  ['ZZ-7(1)e', 'error', minus(COLLEGE, 'documents', '容错申请表')],
  ['ZZ-7(1)f', 'error', { accepted_date: '' }],
  ['ZZ-7(1)f', 'error', { accepted_date: '2024-03-17' }],
  ['ZZ-7(1)f', 'error', { accepted_date: '2024-03-20' }],
  ['ZZ-7(1)f', 'error', { probe_start: '' }],
  [
    'ZZ-7(1)g',
    'error',
    { start_source: '依职权', exclusions: 'ZZ-6(1)', decision: '', decision_date: '', probe_end: '' },
  ],
  ['ZZ-7(1)g', 'warning', { ...REFUSED, start_source: '依职权', exclusions: 'ZZ-6(1)' }],
  ['ZZ-7(2)a', 'error', minus(COLLEGE, 'documents', '容错调查报告')],
  ['ZZ-7(2)b', 'warning', minus(COLLEGE, 'documents', '证明材料')],
  ['ZZ-7(2)c', 'error', { heard: '' }],
  ['ZZ-7(2)c', 'error', { subject_type: '个人' }],
  ['ZZ-7(2)d', 'error', { signoff: '' }],
  ['ZZ-7(2)d', 'error', minus(COLLEGE, 'documents', '事实材料')],
  ['ZZ-7(2)e', 'error', { signoff: '不同意' }],
  ['ZZ-7(2)f', 'error', minus(COLLEGE, 'documents', '容错调查报告')],
  ['ZZ-7(3)a', 'error', { collective: '' }],
  ['ZZ-7(3)b', 'error', { analysis: SIX_WAYS.replace('|挽回损失=正', '') }],
  ['ZZ-7(3)c', 'error', { decision: '', mode: '' }],
  ['ZZ-7(3)c', 'error', { decision: '', mode: '', decision_date: '' }],
  ['ZZ-7(4)a', 'warning', { hard_case: '社会影响较大' }],
  ['ZZ-7(4)b', 'error', { escalated_date: '2024-04-30' }],
  ['ZZ-7(5)b', 'error', { mode: '不予追究责任' }],
  ['ZZ-7(5)b3', 'error', { harm: '严重' }],
  ['ZZ-7(5)b4', 'error', { remedy: '未挽回' }],
  ['ZZ-7(5)c', 'error', { mode: '不予追究责任' }],
  ['ZZ-7(5)d', 'error', { decision: '不予容错' }],
  ['ZZ-7(5)e', 'error', REFUSED],
  ['ZZ-7(6)a', 'error', { feedback_date: '2024-05-13' }],
  ['ZZ-7(6)a', 'error', { feedback_date: '' }],
  ['ZZ-7(6)a', 'error', { feedback_to: '当事人' }],
  ['ZZ-7(6)a', 'error', openCase(COLLEGE, 'decision', 'decision_date'), '2024-05-13'],
  ['ZZ-7(6)a', 'warning', { decision_date: '' }],
  ['ZZ-7(6)b', 'error', { mode: '不予追究责任' }],
  ['ZZ-7(6)b', 'error', plus(COLLEGE, 'documents', '容错免责决定书')],
  ['ZZ-7(6)c', 'error', { ...plus(COLLEGE, 'documents', '容错免责决定书'), feedback_to: '当事人' }],
  ['ZZ-7(6)d', 'error', minus(COLLEGE, 'documents', '处理决定')],
  ['ZZ-7(6)e', 'error', { ...REFUSED, feedback_to: '当事人' }],
  ['ZZ-7(6)e', 'warning', REFUSED],
  ['ZZ-7(6)f', 'error', { appeal_date: '2024-05-09' }],
  ['ZZ-7(7)b', 'error', { correction: '' }],
  ['ZZ-7(7)b', 'error', { correction_start: '', correction_notice_date: '' }],
  ['ZZ-7(7)b', 'warning', { correction_start: '2024-04-30' }],
  ['ZZ-7(7)c', 'error', { correction_notice_date: '' }],
  ['ZZ-7(7)c', 'error', { correction_due: '2024-05-07' }],
  ['ZZ-7(7)c', 'error', { correction_due: '' }],
  ['ZZ-7(7)c', 'error', minus(COLLEGE, 'documents', '纠错通知')],
  ['ZZ-7(7)d', 'error', { correction_done: '2024-05-28' }],
  ['ZZ-7(7)d', 'error', { correction_done: '' }],
  ['ZZ-7(7)d', 'error', openCase(COLLEGE, 'correction_due'), '2024-05-28'],
  ['ZZ-7(7)e', 'error', { correction_report_date: '' }],
  ['ZZ-7(7)e', 'error', { correction_report_to: '' }],
  ['ZZ-7(7)f', 'error', { extended_due: '2024-06-03' }],
  ['ZZ-7(7)f', 'error', { ...plus(COLLEGE, 'documents', '延期申请'), extended_due: '2024-05-24' }],
  ['ZZ-7(7)g', 'warning', { correction_state: '整改不力' }],
  ['ZZ-7(7)h', 'error', { correction_state: '拒不改正', sanctions: '' }],
  ['ZZ-7(10)a', 'error', { mode: '不予追究责任', affected_items: '职称评审' }],
  ['ZZ-7(10)b', 'warning', { impact_end: '' }],
  ['ZZ-7(10)b', 'warning', { affected_items: '职称评审' }],
  ['ZZ-10a', 'error', { start_date: '2023-07-26' }],
];

/** Lines with their day. */
const complete = (lines: readonly Line[]) =>
  lines.map(([clause, severity, change, asOf = AS_OF]) => [clause, severity, change, asOf] as const);

describe.each([
  ['JN', CITY, CITY_LINES],
  ['WF', UNIVERSITY, UNIVERSITY_LINES],
  ['ZZ', COLLEGE, COLLEGE_LINES],
] as const)('%s', (policy, matter, lines) => {
  test('the matter is without fault', async () => {
    expect(await reported(matter, {}, policy === 'WF' ? '2025-12-31' : '2024-12-31')).toEqual([]);
  });

  test.each(complete(lines))('%s %s %j', async (clause, severity, change, asOf) => {
    const found = await reported(matter, change, asOf);
    expect(found.filter((line) => tells(line, clause, severity))).toHaveLength(1);
  });
});

const findingsOf = async (...sources: Parameters<typeof checkSources>[0]): Promise<string[]> => {
  const { findings } = await checkSources(sources, AS_OF);
  return findings.map(({ severity, clause }) => `${severity} ${clause}`);
};

const MATTERS = { JN: CITY, WF: UNIVERSITY, ZZ: COLLEGE } as const;

describe('one fault is one finding, that of the clause which says it most exactly', () => {
  const refused: Row = {
    ...REFUSED,
    correction: '',
    correction_state: '',
    note: '经集体研究',
    archives: '追责问责案卷',
  };
  test.each([
    ['JN', { told_date: '' }, 'error JN-12.3a+JN-N.5c step-missing told_date'],
    ['JN', { remedy: '未挽回' }, 'error JN-18b+JN-7(5) rule-broken remedy'],
    ['JN', { mode: '从轻', harm: '严重', remedy: '未挽回' }, 'error JN-18c+JN-7(5) rule-broken remedy'],
    ['JN', minus(CITY, 'conditions', 'JN-7(6)'), 'warning JN-7(6)+JN-7.0 rule-broken conditions'],
    ['JN', { conditions: '' }, 'error JN-7.0+JN-7(6) fact-missing conditions'],
    [
      'JN',
      { analysis: six('JN-6').replace('JN-6(1)=正|', '') },
      'error JN-6.0+JN-13.1d rule-broken analysis',
    ],
    ['JN', minus(CITY, 'documents', '容错建议'), 'warning JN-13.2+JN-15.1a rule-broken documents'],
    ['JN', { mode: '' }, 'error JN-18.0+JN-19c fact-missing mode'],
    ['JN', { sanctions: '' }, 'error JN-19c+JN-A2.n3b fact-missing sanctions'],
    ['WF', { consult_date: '2025-08-21' }, 'error WF-10(3)c+WF-10(3)a date-order consult_date'],
    ['WF', { decider: '' }, 'error WF-5a+WF-10(3)c fact-missing decider'],
    ['WF', { decider: '纪委' }, 'error WF-5a+WF-10(3)c rule-broken decider'],
    ['WF', { mode: '免责', situations: '' }, 'error WF-6.0b+WF-7.0 fact-missing situations'],
    ['ZZ', { mode: '', documents: '容错免责决定书' }, 'error ZZ-4b+ZZ-7(6)b fact-missing mode'],
    ['WF', { correction: '' }, 'error WF-12b+WF-2d fact-missing correction'],
    ['ZZ', { correction: '' }, 'error ZZ-7(7)b+ZZ-4c fact-missing correction'],
    ['ZZ', minus(COLLEGE, 'documents', '容错调查报告'), 'error ZZ-7(2)f+ZZ-7(2)a rule-broken documents'],
    ['ZZ', minus(COLLEGE, 'documents', '证明材料'), 'error ZZ-7(1)e+ZZ-7(2)b rule-broken documents'],
    ['ZZ', { mode: '不予追究责任' }, 'error ZZ-7(5)b+ZZ-7(5)c rule-broken conditions'],
    ['ZZ', { mode: '不予追究责任', situations: '' }, 'error ZZ-5.0+ZZ-7(5)b fact-missing situations'],
    ['ZZ', { exclusions: 'ZZ-6(4)' }, 'error ZZ-6(4)a+ZZ-6(4)b+ZZ-6(4)c rule-broken exclusions'],
    [
      'ZZ',
      { exclusions: 'ZZ-6(4)', start_source: '依职权', probe_start: '2024-03-04' },
      'error ZZ-6(4)a+ZZ-6(4)b+ZZ-6(4)c+ZZ-7(1)g rule-broken exclusions',
    ],
    [
      'ZZ',
      { ...refused, feedback_date: '', appeal_date: '2024-06-20' },
      'error ZZ-7(6)a+ZZ-7(6)e step-missing feedback_date',
    ],
  ] as const)('%s %j: %s', async (policy, change, line) => {
    const key = line.split(' ').at(-1);
    const found = await reported(MATTERS[policy], change, AS_OF);
    expect(found.filter((other) => other.endsWith(` ${key}`))).toEqual([line]);
  });

  test('but two faults in one cell are two', async () => {
    const two = await reported(CITY, minus(CITY, 'conditions', 'JN-7(4)', 'JN-7(6)'), AS_OF);
    expect(two.filter((line) => line.endsWith(' conditions'))).toEqual([
      'warning JN-7(6) rule-broken conditions',
      'warning JN-7.0 rule-broken conditions',
    ]);
    const consulted = await reported(UNIVERSITY, { consult_date: '2025-06-19' }, AS_OF);
    expect(consulted.filter((line) => line.endsWith(' consult_date'))).toEqual([
      'error WF-10(3)a date-order consult_date',
    ]);
  });
});

/** Clauses that leave a choice, or that say of a record only what it does not change. */
describe('what a clause leaves open is no fault either way', () => {
  test.each([
    ['JN-13.1h', CITY, plus(CITY, 'heard', '专家')],
    ['JN-13.1h', CITY, plus(CITY, 'heard', '有关群众或服务对象')],
    ['JN-16.1a', CITY, { feedback_date: '2024-05-20', correction_notice_date: '2024-05-20' }],
    ['ZZ-3b', COLLEGE, { scope_basis: '参照', subject_type: '个人', heard: '当事人', sanctions: '' }],
  ] as const)('%s %#', async (_, matter, change) => {
    expect(await reported(matter, change, '2024-12-31')).toEqual([]);
  });

  const dealtWith: Row = { ev_type: '查处诬告陷害', ev_date: '2024-07-15', ev_result: '计入个人信用档案' };
  const appraised: Row = {
    ev_type: '他评',
    ev_date: '2024-03-06',
    ev_doc: '评价意见',
    ev_cases: 'SY-2024-001',
  };
  const county: Row = { decision: '予以容错', mode: '容错减责', heard: '当事人' };
  test.each([
    ['JN-25c', [], [{ ev_type: '责任倒查', ev_date: '2024-07-15', ev_cases: 'JN-2024-001' }]],
    ['SY-S6(4)c', [dealtWith], [{ ...dealtWith, ev_result: '计入个人信用档案|建议免职|取消资格' }]],
    ['SY-S6(4)d', [dealtWith], [{ ...dealtWith, ev_result: '计入个人信用档案|移送司法机关' }]],
    ['SY-S3(2)d', [appraised], [{ ...appraised, ev_result: '未通过' }]],
  ] as [string, Row[], Row[]][])('%s, in the event log', async (clause, without, with_) => {
    const policy = clause.slice(0, 2);
    const row = policy === 'JN' ? CITY.row : county;
    const about = (log: readonly Row[]) =>
      findingsOf(events(policy, { ev_type: '案例报送', ev_date: '2024-07-01' }, ...log), cases(policy, row));
    expect(await about(with_)).toEqual(await about(without));
  });

  test('SY-S3(2)e', async () => {
    expect(await findingsOf(cases('SY', { ...county, heard: '当事人|有关群众或服务对象' }))).toEqual(
      await findingsOf(cases('SY', county)),
    );
  });

  test.each([
    ['ZZ-7(6)a', { feedback_date: '2024-05-13' }],
    ['ZZ-7(7)d', { correction_done: '2024-05-28' }],
    ['ZZ-7(10)b', { affected_items: '职称评审' }],
  ])('ZZ-7(6)g: an appeal moves no date of %s', async (_, change) => {
    const appealed = { ...change, appeal_date: '2024-05-14' };
    const before = await reported(COLLEGE, change, AS_OF);
    expect(before.length).toBeGreaterThan(0);
    expect(await reported(COLLEGE, appealed, AS_OF)).toEqual(before);
  });
});

test.each(complete(EVENT_LINES))('an event: %s %s %j', async (clause, severity, event) => {
  const found = await findingsOf(events(clause.slice(0, 2), event));
  expect(found.filter((line) => line === `${severity} ${clause}`)).toHaveLength(1);
});

test.each(complete(LIST_LINES))('an item of a list: %s %s %j', async (clause, severity, item) => {
  const found = await findingsOf(lists(item));
  expect(found.filter((line) => line === `${severity} ${clause}`)).toHaveLength(1);
});
