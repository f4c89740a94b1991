/** Reads one rule from its YAML, keeping the position of every mistake. */
import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import type { Severity } from '../core/finding.ts';
import { nearest } from '../core/nearest.ts';
import type { Place } from '../core/place.ts';
import type { PolicyId } from '../core/policy-id.ts';
import type { Predicate } from '../core/predicate.ts';
import { isDay, type Span } from '../core/workdays.ts';
import { slipOffset } from '../core/yaml-fault.ts';
import type { Example, FieldCatalogue, Rule } from './model.ts';

/** Reports one mistake: where (a YAML offset is already turned into a place), what, and what to do. */
export type Complain = (place: Place, message: string, hint: string) => void;

export interface RuleSource {
  readonly id: string;
  readonly yaml: string;
  /** Place of the first character of the YAML. */
  readonly at: Place;
  readonly policy: PolicyId;
}

const RULE_KEYS = [
  'title',
  'also',
  'quote',
  'on',
  'when',
  'require',
  'severity',
  'softer',
  'same-day',
  'hint',
  'examples',
];
const FIELD_FORMS = [
  'is',
  'not',
  'in',
  'has',
  'has-any',
  'only',
  'filled',
  'same-as',
  'before',
  'after',
  'on-or-before',
  'on-or-after',
  'within',
  'by',
];
const SEVERITIES: readonly string[] = ['error', 'warning', 'info'];
const EXPECTATIONS: readonly string[] = ['pass', 'fail', 'warn', 'open', 'skip', 'unknown'];
/** Examples without a date of their own are judged on this day, so that they never age. */
const EXAMPLE_DAY = '2026-11-21';

/**
 * Turns the YAML of a `<Rule>` into a Rule, or undefined when a mistake makes it unusable.
 * Every mistake goes to `complain` with the line and column inside the MDX file.
 */
export function readRule(source: RuleSource, fields: FieldCatalogue, complain: Complain): Rule | undefined {
  const lines = new LineCounter();
  const document = parseDocument(source.yaml, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { ...source.at, line: source.at.line + line - 1, column: col };
  };
  const placeOf = (node: Node | null | undefined): Place => placeAt(node?.range?.[0] ?? 0);
  // The parser stumbles on after the first fault; what it then reports are consequences.
  const [fault] = document.errors;
  if (fault) {
    complain(
      placeAt(slipOffset(source.yaml, fault.pos[0])),
      `规则的 YAML 写法有误：${explainYaml(fault.code)}`,
      '对照同一文件中其他规则的缩进和引号书写。',
    );
    return undefined;
  }
  const root = document.contents;
  if (!isMap(root)) {
    complain(
      source.at,
      '规则应为「键: 值」的列表，此处不是。',
      '至少写明 title、require、severity 和 examples。',
    );
    return undefined;
  }

  let broken = false;
  const wrong = (node: Node | null | undefined, message: string, hint: string): undefined => {
    broken = true;
    complain(placeOf(node), message, hint);
    return undefined;
  };

  const known = (map: YAMLMap, keys: readonly string[], what: string): boolean => {
    let all = true;
    for (const pair of map.items) {
      const key = String((pair.key as { value?: unknown }).value ?? pair.key);
      if (keys.includes(key)) continue;
      all = false;
      const guess = nearest(key, keys);
      wrong(
        pair.key as Node,
        `${what}不认识键「${key}」。`,
        guess ? `您是否想写「${guess}」？` : `可用的键：${keys.join('、')}。`,
      );
    }
    return all;
  };
  const text = (map: YAMLMap, key: string): string | undefined => {
    const node = map.get(key, true) as Node | undefined;
    if (!node) return undefined;
    if (isScalar(node) && (typeof node.value === 'string' || typeof node.value === 'number'))
      return String(node.value).trim();
    return wrong(node, `「${key}」应为一段文字。`, '多行文字请用引号括起。');
  };
  const strings = (node: Node | undefined): string[] => {
    if (!node) return [];
    if (isSeq(node)) return node.items.flatMap((item) => strings(item as Node));
    if (isScalar(node)) {
      const written = node.value === null ? '' : String(node.value);
      if (!written.startsWith('@')) return written === '' ? [] : expandRange(written);
      const list = fields.settled?.lists[written.slice(1)];
      if (list) return [...list];
      wrong(node, `站点设置中没有「${written}」这一列值。`, '可用的名称见 src/register/fields.ts。');
      // One mistake, one finding: an empty list would be called empty as well.
      return [written];
    }
    wrong(node, '此处应为一个值或者一列值。', '例如 [本人, 所在党组织]。');
    return [];
  };

  const field = (map: YAMLMap, key: string): string | undefined => {
    const node = map.get(key, true) as Node | undefined;
    const name = isScalar(node) ? String(node.value) : '';
    if (fields.find(name)) return name;
    const guess = nearest(name, fields.keys);
    return wrong(
      node ?? map,
      name ? `事实「${name}」不是台账的列，也不是导出事实。` : `缺少「${key}」。`,
      guess ? `您是否想写「${guess}」？` : '可用的列见 src/register/columns.ts。',
    );
  };
  const dateField = (node: Node | undefined, key: string): string[] =>
    strings(node).flatMap((name) => {
      if (isDay(name) || fields.find(name)?.date) return [name];
      const guess = nearest(name, fields.keys);
      wrong(
        node,
        `「${key}」后应为日期列或者「2024-01-31」式的日期，此处为「${name}」。`,
        guess ? `您是否想写「${guess}」？` : '请核对列名。',
      );
      return [];
    });
  const checkValues = (node: Node, name: string, values: readonly string[]): void => {
    const legal = fields.find(name)?.values?.(source.policy);
    if (!legal) return;
    for (const value of values) {
      const bare = value.replace(/[=@].*$/, '');
      if (legal.includes(bare)) continue;
      const guess = nearest(bare, legal);
      wrong(
        node,
        `「${bare}」不是「${fields.find(name)?.label}」的取值。`,
        guess ? `您是否想写「${guess}」？` : `可用的取值：${legal.join('、')}。`,
      );
    }
  };

  const predicate = (node: Node | undefined, key: string): Predicate | undefined => {
    if (!isMap(node)) {
      return wrong(
        node ?? root,
        `「${key}」应为一个条件，例如 { field: decision, is: 予以容错 }。`,
        '对照 CONTRIBUTING.md 的规则写法。',
      );
    }
    for (const form of ['all', 'any'] as const) {
      if (!node.has(form)) continue;
      known(node, [form], '组合条件');
      const parts = node.get(form, true) as Node;
      if (!isSeq(parts) || parts.items.length === 0)
        return wrong(parts, `「${form}」后应为一列条件。`, '每个条件前加「- 」。');
      const read = parts.items.map((item) => predicate(item as Node, form));
      return read.every((part) => part !== undefined) ? { form, parts: read } : undefined;
    }
    if (!node.has('field')) {
      if (node.has('not')) {
        known(node, ['not'], '否定条件');
        const part = predicate(node.get('not', true) as Node, 'not');
        return part && { form: 'never', part };
      }
      return wrong(node, '条件缺少「field」。', '写作 { field: 列名, is: 值 }，或者用 all、any、not 组合。');
    }
    return fieldPredicate(node);
  };

  const fieldPredicate = (node: YAMLMap): Predicate | undefined => {
    const forms = FIELD_FORMS.filter((form) => node.has(form));
    const [form] = forms;
    if (!known(node, ['field', 'of', ...FIELD_FORMS], '条件')) return undefined;
    if (forms.length !== 1 || form === undefined) {
      return wrong(
        node,
        `一个条件只能有一种比较，此处有 ${forms.length} 种。`,
        `可用的比较：${FIELD_FORMS.join('、')}。`,
      );
    }
    known(node, ['field', form, ...(form === 'within' ? ['of'] : [])], '条件');
    const name = field(node, 'field');
    if (name === undefined) return undefined;
    const operand = node.get(form, true) as Node;
    switch (form) {
      case 'is':
      case 'not': {
        const [value, ...others] = strings(operand);
        if (value === undefined || others.length > 0)
          return wrong(operand, `「${form}」后应当恰好有一个值。`, '有几个值的，用 in 或者 has。');
        checkValues(operand, name, [value]);
        return { form, field: name, value };
      }
      case 'in':
      case 'has':
      case 'has-any':
      case 'only': {
        const values = strings(operand);
        if (values.length === 0) return wrong(operand, `「${form}」后没有值。`, '至少写一个值。');
        checkValues(operand, name, values);
        return { form, field: name, values };
      }
      case 'filled': {
        const value = isScalar(operand) ? operand.value : undefined;
        if (typeof value !== 'boolean')
          return wrong(operand, '「filled」后应为 true 或者 false。', 'true 表示已登记，false 表示未登记。');
        return { form, field: name, filled: value };
      }
      case 'same-as': {
        const other = field(node, 'same-as');
        return other === undefined ? undefined : { form, field: name, other };
      }
      case 'within': {
        const span = readSpan(isScalar(operand) ? String(operand.value) : '');
        if (!span)
          return wrong(
            operand,
            '期限应写作「15 workdays」「1 months」或「30 days」。',
            `此处为「${String(operand)}」。`,
          );
        const [of] = dateField(node.get('of', true) as Node | undefined, 'of');
        if (of === undefined) return wrong(node, '「within」缺少「of」。', '用 of 写明从哪一天起算。');
        return { form, field: name, span, of };
      }
      case 'by': {
        const [due] = dateField(operand, 'by');
        return due === undefined ? undefined : { form, field: name, due };
      }
      default: {
        const others = dateField(operand, form);
        return others.length === 0 ? undefined : { form: form as 'before', field: name, others };
      }
    }
  };

  const severity = (map: YAMLMap, key: string): Severity | undefined => {
    const value = text(map, key);
    if (value !== undefined && SEVERITIES.includes(value)) return value as Severity;
    const settled = value?.startsWith('@') ? fields.settled?.severities[value.slice(1)] : undefined;
    if (settled) return settled;
    return wrong(
      (map.get(key, true) as Node | undefined) ?? map,
      `「${key}」应为 error、warning 或 info。`,
      '按条文的用词确定：应当→error，一般→warning。',
    );
  };

  const realDays = (node: Node | undefined, days: readonly string[]): void => {
    for (const day of days) {
      if (!isDay(day)) wrong(node, `例子中的「${day}」不是真实的日期。`, '日期一律写作 2024-01-31 的样式。');
    }
  };
  const example = (node: Node): Example | undefined => {
    if (!isMap(node))
      return wrong(node, '每个例子应有 facts 和 expect。', '写作 - facts: { … } 和 expect: pass。');
    known(node, ['facts', 'expect', 'as-of'], '例子');
    const expect = text(node, 'expect');
    if (expect === undefined || !EXPECTATIONS.includes(expect)) {
      return wrong(
        (node.get('expect', true) as Node | undefined) ?? node,
        `「expect」应为 ${EXPECTATIONS.join('、')} 之一。`,
        '写明该例应当得出的结果。',
      );
    }
    const map = node.get('facts', true);
    if (!isMap(map)) return wrong(node, '例子缺少 facts。', '写作 facts: { 列名: 值 }。');
    const facts: Record<string, readonly string[]> = {};
    for (const pair of map.items) {
      const name = String((pair.key as { value?: unknown }).value);
      if (!fields.find(name)) {
        const guess = nearest(name, fields.keys);
        wrong(
          pair.key as Node,
          `事实「${name}」不是台账的列，也不是导出事实。`,
          guess ? `您是否想写「${guess}」？` : '请核对列名。',
        );
        continue;
      }
      const values = strings(pair.value as Node)
        .flatMap((value) => value.split('|'))
        .filter((value) => value !== '');
      checkValues(pair.value as Node, name, values);
      if (fields.find(name)?.date) realDays(pair.value as Node, values);
      facts[name] = values;
    }
    const asOf = text(node, 'as-of') ?? EXAMPLE_DAY;
    realDays(node.get('as-of', true) as Node | undefined, [asOf]);
    return { at: placeOf(node), facts, expect: expect as Example['expect'], asOf };
  };

  known(root, RULE_KEYS, '规则');
  const title = text(root, 'title') ?? wrong(root, '规则缺少 title。', '用一句短语写明这条规则要求什么。');
  const require = root.has('require')
    ? predicate(root.get('require', true) as Node, 'require')
    : wrong(root, '规则缺少 require。', '写明条文要求的事实，例如 require: { field: collective, is: 是 }。');
  const when = root.has('when') ? predicate(root.get('when', true) as Node, 'when') : undefined;
  const grave = severity(root, 'severity');
  const on = text(root, 'on') ?? 'case';
  if (on !== 'case' && on !== 'event' && on !== 'list')
    wrong(
      root.get('on', true) as Node,
      '「on」应为 case、event 或者 list。',
      'case 查案件行，event 查事件行，list 查清单行。',
    );
  const softerNode = root.get('softer', true);
  let softer: Rule['softer'];
  if (softerNode !== undefined && !isMap(softerNode)) {
    wrong(
      softerNode as Node,
      '「softer」应写明 when 和 severity。',
      '写作 softer: { when: { … }, severity: warning }。',
    );
  } else if (isMap(softerNode)) {
    known(softerNode, ['when', 'severity'], 'softer ');
    const circumstance = predicate(softerNode.get('when', true) as Node, 'softer.when');
    const lower = severity(softerNode, 'severity');
    if (circumstance && lower) softer = { when: circumstance, severity: lower };
  }
  const examplesNode = root.get('examples', true);
  const examples = isSeq(examplesNode) ? examplesNode.items.map((item) => example(item as Node)) : [];
  const expected = examples.map((item) => item?.expect);
  // An example with a mistake of its own has been reported and may be the one that seems to be missing.
  const whole = expected.every((outcome) => outcome !== undefined);
  if (whole && !(expected.includes('pass') && (expected.includes('fail') || expected.includes('warn')))) {
    wrong(
      (examplesNode as Node | undefined) ?? root,
      '规则的例子不全：至少要有一个 pass 和一个 fail（或 warn）。',
      '例子会作为测试运行，请补齐。',
    );
  }
  if (broken || title === undefined || !require || !grave) return undefined;
  return {
    id: source.id,
    at: source.at,
    also: strings(root.get('also', true) as Node | undefined),
    title,
    quote: text(root, 'quote') ?? '',
    on: on as Rule['on'],
    ...(when ? { when } : {}),
    require,
    severity: grave,
    ...(softer ? { softer } : {}),
    ...(root.has('same-day') ? { sameDay: severity(root, 'same-day') ?? 'warning' } : {}),
    hint: text(root, 'hint') ?? '',
    examples: examples.filter((item) => item !== undefined),
  };
}

/** `7 workdays`, `1 month`, `30 days`. */
function readSpan(text: string): Span | undefined {
  const match = /^(\d{1,3})\s+(workday|month|day)s?$/.exec(text.trim());
  return match ? { amount: Number(match[1]), unit: `${match[2]}s` as Span['unit'] } : undefined;
}

/** `JN-7(1)..JN-7(6)` → six ids; anything else is itself. */
export function expandRange(text: string): string[] {
  const match = /^(.+)\((\d+)\)\s*\.\.\s*(.+)\((\d+)\)$/.exec(text);
  if (!match || match[1] !== match[3]) return [text];
  const ids: string[] = [];
  for (let item = Number(match[2]); item <= Number(match[4]); item += 1) ids.push(`${match[1]}(${item})`);
  return ids;
}

function explainYaml(code: string): string {
  const reasons: Readonly<Record<string, string>> = {
    BAD_INDENT: '缩进不一致。',
    DUPLICATE_KEY: '同一个键写了两次。',
    MISSING_CHAR: '缺少引号、括号或者冒号。',
    TAB_AS_INDENT: '缩进用了制表符，请改用空格。',
    MULTILINE_IMPLICIT_KEY: '一行里多写了冒号，或者缺少引号。',
    UNEXPECTED_TOKEN: '有多余的符号。',
    BLOCK_AS_IMPLICIT_KEY: '一行里写了两层「键: 值」。',
    IMPOSSIBLE: '无法解析。',
  };
  return reasons[code] ?? `无法解析（${code}）。`;
}
