import { expect, test } from 'vitest';
import { holdsName, personNames } from '../../src/disclosure/names.ts';

test.each<[string, string[]]>([
  ['张三丰', ['张三丰']],
  ['王　强', ['王强']],
  ['张三丰、欧阳小明；李四', ['张三丰', '欧阳小明', '李四']],
  ['张三丰（副科长）', ['张三丰']],
  ['张三丰同志', ['张三丰']],
  ['买买提·吐尔逊', ['买买提·吐尔逊']],
  // What has no name in it, or one that is hidden.
  ['甲某', []],
  ['张某某', []],
  ['×××', []],
  ['本人', []],
  ['教务处', []],
  ['某市水利工程建设管理局', []],
  ['丰', []],
  // An everyday word would be found in every other text.
  ['建设', []],
])('names in a field for names: %s', (text, names) => {
  expect(personNames(text, false)).toEqual(names);
});

test.each<[string, string[]]>([
  ['高新区管委会主任 张三丰', ['张三丰']],
  ['水利局局长张三丰', ['张三丰']],
  ['张三丰，教务处处长', ['张三丰']],
  ['张三丰（教务处）', ['张三丰']],
  ['教务处', []],
  ['纪委、党办', []],
  ['单位', []],
  ['审计处', []],
  ['中共党员', []],
  ['1980年5月', []],
  ['正科', []],
])('names among units and posts: %s', (text, names) => {
  expect(personNames(text, true)).toEqual(names);
});

test('a name is found however it is spaced', () => {
  expect(holdsName('张 三\n丰同志提前进场', ['张三丰'])).toBe(true);
  expect(holdsName('张某提前进场', ['张三丰'])).toBe(false);
});
